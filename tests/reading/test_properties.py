from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import ArticleError
from sayso.reading.article import parse_article
from sayso.reading.files import read_bytes
from sayso.reading.wire import article_from, article_to, document_from, document_to
from sayso.records import Status

from .conftest import check_article, check_spans, make_docx, make_mail, make_pdf, p, table

NAMES = st.sampled_from(
    ["a.txt", "a.md", "a.csv", "a.tsv", "a.html", "a.eml", "a.pdf", "a.docx", "a"]
)
TEXTY = st.text(
    alphabet=st.sampled_from(list("aB 0.:,;|\"'<>/#*-_\n\t\r()[]“é\u2028\x0c&=")), max_size=300
)
LINES = st.lists(
    st.sampled_from(
        [
            "THE CHAIR: We begin.",
            "Q: Why?",
            "A: So.",
            "**RH** Yes.",
            "On Tue, 5 Mar 2024, Ada wrote:",
            "> no",
            "From: Ada Merrow",
            "Sent: 5 March 2024",
            "",
            "",
            "# Head",
            "- item",
            "| a | b |",
            "|---|---|",
            "04 Mar  0525  Fire.",
            "        0650  Calm.",
            "Yours sincerely,",
            "Ada Merrow",
            "<p>x</p>",
            "a,b,c",
            '"1,2',
            "Published On Thu, 08 Jan 2026",
            "312 Views",
            "Share",
            "Also read",
            "-- ",
            "By Jane Doe",
            "It rained on the harbour for days on end, as the office had said that it would do.",
        ]
    ),
    max_size=30,
)
MODEST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(data: bytes, name: str) -> None:
    for document in read_bytes(data, name):
        check_spans(document)
        assert (document.status is Status.READ) == (document.reason is None)
        assert document_from(document_to(document)) == document
    try:
        article = parse_article(data, name)
    except ArticleError:
        return
    check_article(article)
    assert article_from(article_to(article)) == article


@MODEST
@given(st.binary(max_size=400), NAMES)
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    check(data, name)


@MODEST
@given(TEXTY, NAMES)
def test_any_text_is_read_or_refused(text: str, name: str) -> None:
    check(text.encode(), name)


@MODEST
@given(LINES, NAMES)
def test_any_order_of_telling_lines_keeps_its_spans(lines: list[str], name: str) -> None:
    check("\n".join(lines).encode(), name)


@MODEST
@given(LINES)
def test_any_body_of_a_mail_keeps_its_spans(lines: list[str]) -> None:
    check(make_mail("\n".join(lines) + "\n").as_bytes(), "a.eml")


WHOLE = {
    "a.pdf": make_pdf([["The paper has words.", "THE CHAIR: And lines."], ["And pages."]]),
    "a.docx": make_docx(p("Words.") + table(["a", "b"], ["1", "2"])),
    "a.eml": make_mail("Words.\n").as_bytes(),
}


@pytest.mark.parametrize("name", sorted(WHOLE))
@MODEST
@given(data=st.data())
def test_any_damage_to_a_real_file_is_survived(name: str, data: st.DataObject) -> None:
    whole = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(whole[: data.draw(st.integers(1, len(whole)))]), name)


def test_the_sample_case_is_read_whole() -> None:
    folder = Path(__file__).parents[2] / "src" / "sayso" / "sample" / "sarvelle" / "documents"
    for path in sorted(folder.iterdir()):
        (document,) = read_bytes(path.read_bytes(), path.name)
        check_spans(document)
        assert document.status is Status.READ, path.name
