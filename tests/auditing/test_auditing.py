"""What a whole article shows."""

import pytest

from sayso.auditing import coverage
from sayso.auditing.documents import unidentified_documents
from sayso.library import Library
from sayso.records import Article, Block, Document, Page, Status, Verdict, Zone

from . import affairs


def article(headline, body):
    text = f"{headline}\n{body}"
    document = Document("a", "a.txt", "", "text/plain", text)
    blocks = (
        Block(0, len(headline), Zone.HEADLINE),
        Block(len(headline) + 1, len(text), Zone.BODY),
    )
    return Article(document, blocks=blocks)


def test_papers_nobody_could_ask_for_are_named():
    remarks = unidentified_documents(
        article("Harbour row", "Newly surfaced documents show it. The documents are plain.")
    )
    assert [r.text.split(":")[0] for r in remarks] == ["“Newly surfaced documents”"]
    assert "2 times" in remarks[0].text


@pytest.mark.parametrize(
    "body",
    [
        "The letter of 4 March 2024 says so.",
        "Invoice records, lodged as No. 1187, say so.",
        "The report “Harbours in decline” says so.",
        "He spoke off the record for an hour.",
    ],
)
def test_a_number_a_date_or_a_title_identifies_a_paper(body):
    assert unidentified_documents(article("Row", body)) == ()


def test_the_span_of_a_remark_is_the_mention():
    page = article("Row", "A leaked memo says so.")
    [remark] = unidentified_documents(page)
    assert page.text[remark.start : remark.end] == "A leaked memo"


def test_coverage_tells_how_much_of_each_paper_was_searched():
    read = Document("r", "r.pdf", "ab", "application/pdf", "x", pages=(Page(1, 0, 1),))
    unread = Document("u", "u.doc", "cd", "", "", Status.UNREAD, "an old Word file")
    rows = coverage([read, unread], Library(None))
    assert [(c.name, c.status, c.pages) for c in rows] == [
        ("r.pdf", Status.READ, 1), ("u.doc", Status.UNREAD, None),
    ]  # fmt: skip
    assert rows[1].reason == "an old Word file"


def test_an_approach_said_to_be_in_no_paper_is_shown_where_a_paper_has_it():
    story = affairs.article(
        "Nobody Asked", "Nothing in the files shows Brask and Sons writing to the Varnhollow Mill."
    )
    letter = affairs.paper("log.txt", "Rain. On 4 May Brask and Sons wrote to the Varnhollow Mill.")
    other = affairs.paper("other.txt", "The Varnhollow Mill wrote to Brask and Sons on 2 May.")
    for papers, verdict in (((letter, other), Verdict.CONTRADICTED), ((other,), Verdict.NOT_FOUND)):
        _, claims, _, _ = affairs.checked(story, papers)
        [so] = [c.so for c in claims if c.so is not None and c.so.check == "silence"]
        assert so.verdict is verdict
    assert "1 document" in so.reason
