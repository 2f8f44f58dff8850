from __future__ import annotations

from datetime import date
from pathlib import Path

from sayso.reading import read_file
from sayso.reading.files import read_bytes
from sayso.records import SegmentKind, Status

from .conftest import check_spans, make_mail, make_pdf, segment_with, texts


def test_headers_come_first_and_decoded() -> None:
    document = read_bytes(make_mail("Hello.\n", Subject="Ferry — once more").as_bytes(), "a.eml")[0]
    check_spans(document)
    assert texts(document, SegmentKind.HEADER) == [
        "From: Ada Merrow <ada@office.example>",
        "To: Ben Tarn <ben@firm.example>",
        "Date: Wed, 06 Mar 2024 07:42:10 +0100",
        "Subject: Ferry — once more",
    ]
    assert (document.author, document.date) == ("Ada Merrow", date(2024, 3, 6))
    assert segment_with(document, "Hello").speaker == "Ada Merrow"


def test_an_earlier_mail_is_quoted_and_laid_to_its_writer() -> None:
    body = (
        "We ask for nothing.\n\nAda Merrow\nOffice of Ferries\n\n"
        "On Tue, 5 Mar 2024 at 22:58, Ben Tarn <ben@firm.example>\nwrote:\n> What do "
        "you want?\n>\n> Ben\n"
        "\nMy answers are above.\n"
    )
    document = read_bytes(make_mail(body).as_bytes(), "a.eml")[0]
    check_spans(document)
    quoted = segment_with(document, "What do you want")
    assert (quoted.kind, quoted.speaker, quoted.date) == (
        SegmentKind.QUOTED, "Ben Tarn", date(2024, 3, 5),
    )  # fmt: skip
    own = segment_with(document, "answers are above")
    assert (own.kind, own.speaker) == (SegmentKind.PARAGRAPH, "Ada Merrow")


def test_forwarded_headers_open_a_quotation_to_the_end() -> None:
    body = (
        "See below.\n\n-----Original Message-----\nFrom: Carla Voss <c@x.example>\n"
        "Sent: Monday, 4 March 2024 10:00\nTo: Ada Merrow\nSubject: dues\n\nThe dues "
        "rise.\n\nCarla\n"
    )
    document = read_bytes(make_mail(body).as_bytes(), "a.eml")[0]
    quoted = segment_with(document, "dues rise")
    assert (quoted.kind, quoted.speaker, quoted.date) == (
        SegmentKind.QUOTED, "Carla Voss", date(2024, 3, 4),
    )  # fmt: skip
    assert segment_with(document, "See below").kind is SegmentKind.PARAGRAPH


def test_the_signature_is_marked() -> None:
    document = read_bytes(make_mail("All is well.\n\nA.M.\n").as_bytes(), "a.eml")[0]
    assert texts(document, SegmentKind.SIGNATURE) == ["A.M."]
    document = read_bytes(make_mail("All is well.\n-- \nAda\nTel. 1\n").as_bytes(), "a.eml")[0]
    assert texts(document, SegmentKind.SIGNATURE) == ["-- \nAda\nTel. 1"]


def test_html_only_bodies_are_read() -> None:
    message = make_mail("x")
    message.set_content("<p>The <b>dam</b> holds.</p><p>So they say.</p>", subtype="html")
    document = read_bytes(message.as_bytes(), "a.eml")[0]
    assert "The dam holds.\nSo they say." in document.text


def test_plain_text_is_preferred_to_its_html_twin() -> None:
    message = make_mail("Plain words.\n")
    message.add_alternative("<p>Rich words.</p>", subtype="html")
    document = read_bytes(message.as_bytes(), "a.eml")[0]
    assert "Plain words" in document.text
    assert "Rich words" not in document.text


def test_attachments_are_documents_of_their_own() -> None:
    message = make_mail("Attached.\n")
    message.add_attachment(
        make_pdf([["The paper itself."]]), maintype="application", subtype="pdf", filename="p.pdf"
    )
    message.add_attachment("a,b\n1,x\n", subtype="csv", filename="t.csv")
    inner = make_mail("Inner words.\n", Subject="Inner")
    message.add_attachment(inner)
    documents = read_bytes(message.as_bytes(), "a.eml")
    assert [d.media_type for d in documents] == [
        "message/rfc822", "application/pdf", "text/csv", "message/rfc822",
    ]  # fmt: skip
    assert {d.part_of for d in documents[1:]} == {documents[0].id}
    assert "The paper itself." in documents[1].text
    assert "Inner words." in documents[3].text
    for document in documents:
        check_spans(document)


def test_mails_in_mails_end_somewhere() -> None:
    message = make_mail("The innermost.\n")
    for depth in range(8):
        outer = make_mail(f"Mail {depth}.\n")
        outer.add_attachment(message)
        message = outer
    documents = read_bytes(message.as_bytes(), "a.eml")
    assert documents[-1].status is Status.UNREAD
    assert "mails deep" in (documents[-1].reason or "")


def test_a_mail_without_a_date_or_sender_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"Subject: =?utf-8?b?broken\nDate: soon\nFrom: \n\nBody here.\n")
    document = read_file(path)[0]
    assert document.status is Status.READ
    assert "Body here." in document.text
