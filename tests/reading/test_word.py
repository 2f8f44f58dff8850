from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

from sayso.records import Document, SegmentKind, Status

from .conftest import make_docx, p, segment_with, table, texts

Read = Callable[..., Document]


def test_headings_paragraphs_and_tables_in_order(read: Read) -> None:
    body = p("The Report", "Heading1") + p("One.") + table(
        ["Day", "What"], ["6 December 2023", "Dinner"], ["17 January", "Letter"]
    ) + p("Last.")  # fmt: skip
    document = read("a.docx", make_docx(body))
    assert document.text.split("\n") == [
        "The Report",
        "One.",
        "Day | What",
        "6 December 2023 | Dinner",
        "17 January | Letter",
        "Last.",
    ]
    assert texts(document, SegmentKind.HEADING) == ["The Report"]
    assert texts(document, SegmentKind.HEADER) == ["Day | What"]
    row = segment_with(document, "Letter")
    assert row.date == date(2024, 1, 17)
    assert [c.column for c in row.cells] == ["Day", "What"]


def test_tracked_deletions_are_left_out_and_said(read: Read) -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>It is </w:t></w:r>"
        "<w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>quite </w:t></w:r></w:ins><w:r><w:t>safe.</w:t></w:r></w:p>"
    )
    document = read("a.docx", make_docx(body))
    assert document.text == "It is quite safe."
    assert dict(document.metadata)["tracked deletions left out"] == "4 characters"


def test_notes_comments_headers_and_text_boxes_are_read(read: Read) -> None:
    box = f"<w:p><w:r><w:pict><w:txbxContent>{p('In a box.')}</w:txbxContent></w:pict></w:r></w:p>"
    part = '<w:{0} xmlns:w="{{W}}"><w:{1} w:id="2">{2}</w:{1}></w:{0}>'
    document = read(
        "a.docx",
        make_docx(
            p("Body.") + box,
            footnotes=part.format("footnotes", "footnote", p("A note.")),
            comments=part.format("comments", "comment", p("A remark.")),
            header1='<w:hdr xmlns:w="{W}">' + p("Secret") + "</w:hdr>",
            footer1='<w:ftr xmlns:w="{W}">' + p("Page") + "</w:ftr>",
        ),
    )
    assert set(texts(document)) == {"Body.", "In a box.", "A note.", "A remark.", "Secret", "Page"}


def test_core_properties_give_title_author_and_date(read: Read) -> None:
    core = (
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:title>T</dc:title><dc:creator>Ada</dc:creator><dcterms:created>"
        "{}</dcterms:created></cp:coreProperties>"
    )
    document = read("a.docx", make_docx(p("x"), core=core.format("2024-05-06T10:00:00Z")))
    assert (document.title, document.author, document.date) == ("T", "Ada", date(2024, 5, 6))
    # A library's empty template bears this stamp; it dates nothing.
    stamped = make_docx(p("x"), core=core.format("2013-12-23T23:15:00Z"))
    assert read("b.docx", stamped).date is None


def test_entities_are_not_resolved(read: Read) -> None:
    file = BytesIO()
    bomb = (
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<w:document "
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        "<w:p><w:r><w:t>Words &f; &a;.</w:t></w:r></w:p></w:body></w:document>"
    )
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    document = read("a.docx", file.getvalue())
    assert "root:" not in document.text
    assert "aaaa" not in document.text


def test_a_container_that_unpacks_to_far_too_much_is_refused(read: Read) -> None:
    data = make_docx(p("x") + "<!--" + "a" * 30_000_000 + "-->")
    document = read("a.docx", data)
    assert document.status is Status.UNREAD
    assert "traps" in (document.reason or "")


def test_damaged_containers_are_said_to_be(read: Read) -> None:
    data = make_docx(p("word " * 2000))
    assert "damaged" in (read("a.docx", data[: len(data) // 2]).reason or "")
    hurt = bytearray(data)
    hurt[data.index(b"word/document.xml") + 60] ^= 0xFF
    assert read("b.docx", bytes(hurt)).status is not Status.READ


def test_a_comment_is_laid_to_who_wrote_it(read: Read) -> None:
    comments = (
        '<w:comments xmlns:w="{W}"><w:comment w:id="1" w:author="Ben Tarn">'
        + p("I doubt it.") + "</w:comment></w:comments>"
    )  # fmt: skip
    document = read("a.docx", make_docx(p("Body."), comments=comments))
    assert segment_with(document, "doubt").speaker == "Ben Tarn"
