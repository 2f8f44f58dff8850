"""Boxes of mails, Outlook messages, saved pages, and old files that LibreOffice converts."""

from __future__ import annotations

import mailbox
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sayso.reading import crew, read_article, read_paths, sandbox, stretches
from sayso.reading.files import read_bytes
from sayso.reading.limits import Limits
from sayso.records import Document, SegmentKind, Status

from .conftest import check_spans, make_docx, make_mail, make_pdf, p, segment_with, texts
from .office import make_msg, make_ole

PAGE = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/a\r\nSubject: A\r\n"
    "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"b\"\r\n"
    "\r\n--b\r\nContent-Type: text/html\r\nContent-ID: <frame-1>\r\n\r\n<p>In a frame.</p>\r\n"
    "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    "Content-Location: https://news.example/a\r\n\r\n<html><head><title>T</title></head><body><h1>Ferry =\r\n"
    "dues rise at last</h1><p>{}</p></body></html>\r\n--b--\r\n"
)
WORDS = "It rained on the harbour for days on end, caf=C3=A9 owners said. " * 5


def make_box(folder: Path, count: int) -> Path:
    path = folder / "mails.txt"
    box = mailbox.mbox(path)
    for number in range(count):
        message = make_mail(f"Mail number {number}.\nFrom here on it rains.\n", Subject=f"S{number}")
        if number == 1:
            message.add_attachment(
                make_pdf([["The paper."]]), maintype="application", subtype="pdf", filename="p.pdf"
            )
        box.add(message)
    box.close()
    return path


def test_each_mail_of_a_box_is_a_document_and_part_of_it(tmp_path: Path) -> None:
    path = make_box(tmp_path, 3)
    box, *rest = read_bytes(path.read_bytes(), path.name)
    assert box.media_type == "application/mbox"
    assert (box.text, dict(box.metadata)["mails"]) == ("", "3")
    assert [d.name for d in rest] == ["mail 1.eml", "mail 2.eml", "p.pdf", "mail 3.eml"]
    assert [d.part_of for d in rest] == [box.id, box.id, rest[1].id, box.id]
    assert "\nFrom here on it rains." in rest[0].text
    for document in rest:
        check_spans(document)


def test_a_long_box_is_read_some_mails_at_a_time(tmp_path: Path) -> None:
    path = make_box(tmp_path, 1_200)
    # A box is no less read for being longer than any one file may be.
    documents = list(read_paths([path], workers=1, limits=Limits(bytes=20_000)))
    box = documents[0]
    assert (box.status, dict(box.metadata)["mails"]) == (Status.READ, "1200")
    mails = [d for d in documents if d.media_type == "message/rfc822"]
    assert [d.part_of for d in mails] == [box.id] * 1_200
    assert "Mail number 1199." in mails[-1].text


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("separator", [b"From a@b.example Tue Mar  5 10:00:00 2024", b"From a@b.example"])
def test_a_box_read_in_stretches_is_the_box_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line_end: bytes, separator: bytes
) -> None:
    mails = [
        b"Subject: S%d\nFrom: a@b.example\nDate: Tue, 5 Mar 2024 10:00:00 +0000\n\n"
        b"Number %d.\n\nFrom here on 2024 words.\n\nFrom 2024 on: nothing\n" % (n, n)
        + b"Rain. " * (n * 7 % 90)
        + b"\n"
        for n in range(120)
    ]
    path = tmp_path / "all.mbox"
    whole = b"".join(separator + b"\n" + mail + b"\n" for mail in mails)
    whole = whole.replace(b"\n", line_end)
    path.write_bytes(whole)
    monkeypatch.setattr(stretches, "_STRETCH", 1_000)
    box, *read = read_paths([path])
    at_once = read_bytes(whole, path.name)
    assert dict(box.metadata)["mails"] == "120"
    assert [(d.name, d.text, d.part_of) for d in read] == [
        (d.name, d.text, d.part_of) for d in at_once[1:]
    ]


def test_a_mail_that_ends_its_reader_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "child.py"
    script.write_text(
        "import os\nimport sayso.reading.boxes as boxes\nimport sayso.reading.worker as worker\n"
        "whole = boxes.read_inside\n"
        "def inside(data, *rest):\n"
        "    if b'number 7.' in data: os._exit(1)\n"
        "    return whole(data, *rest)\n"
        "boxes.read_inside = inside\nworker.main()\n"
    )
    real = subprocess.Popen
    monkeypatch.setattr(
        crew.subprocess, "Popen", lambda _, **how: real([sys.executable, str(script)], **how)
    )
    box, *read = read_paths([make_box(tmp_path, 30)])
    assert dict(box.metadata)["mails"] == "30"
    mails = [d for d in read if d.name.startswith("mail ")]
    assert [d.name for d in mails if d.status is Status.UNREAD] == ["mail 8.eml"]
    assert mails[7].part_of == box.id
    assert "Mail number 29." in mails[-1].text


def test_a_box_of_too_many_mails_says_so(tmp_path: Path) -> None:
    path = make_box(tmp_path, 4)
    box, *rest = read_paths([path], workers=1, limits=Limits(mails=2))
    assert box.status is Status.PARTLY_READ
    assert "over 2 mails" in (box.reason or "")
    assert len([d for d in rest if d.name.startswith("mail ")]) == 2


def test_a_mail_with_the_same_attachment_twice_is_read(tmp_path: Path) -> None:
    message = make_mail("Twice.\n")
    for name in ("a.csv", "b.csv"):
        message.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename=name)
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())
    mail, first, second = read_paths([path], workers=1)
    assert (mail.status, first.status) == (Status.READ, Status.READ)
    assert second.reason == "the same bytes as a.csv, which was read"


def test_an_outlook_message_is_read_as_the_mail_it_is() -> None:
    table = b"date,who\n" + b"2024-03-01,Ada\n" * 400
    data = make_msg(
        {
            0x37: "The ferry figures", 0x1000: "See below.\r\n\r\n> What do you want?\r\n",
            0x7D: "From: Ada Merrow <ada@office.example>\r\nTo: Ben\r\n"
            "Date: Wed, 06 Mar 2024 07:42:10 +0100\r\n",
        },
        {"log.csv": table},
    )  # fmt: skip
    message, attached = read_bytes(data, "a.doc")
    check_spans(message)
    assert message.media_type == "application/vnd.ms-outlook"
    assert (message.author, message.date, message.title) == (
        "Ada Merrow", date(2024, 3, 6), "The ferry figures",
    )  # fmt: skip
    assert texts(message, SegmentKind.QUOTED) == ["> What do you want?"]
    assert (attached.name, attached.part_of, attached.media_type) == ("log.csv", message.id, "text/csv")
    assert attached.text.encode() == table


def test_an_outlook_message_without_header_lines_has_its_sender() -> None:
    (message,) = read_bytes(make_msg({0x0C1A: "Ada Merrow", 0x0C1F: "/o=x", 0x1000: "Hello."}), "a.msg")
    assert "/o=x" not in message.text
    assert segment_with(message, "Hello").speaker == "Ada Merrow"


def test_a_saved_page_is_read_as_a_page_and_its_frames_beside_it(tmp_path: Path) -> None:
    page, frame = read_bytes(PAGE.format(WORDS).encode(), "a.eml")
    check_spans(page)
    assert page.media_type == "multipart/related"
    assert page.text.startswith("Ferry dues rise at last\nIt rained")
    assert "café" in page.text
    assert (frame.text, frame.part_of) == ("In a frame.", page.id)
    path = tmp_path / "a.mhtml"
    path.write_bytes(PAGE.format(WORDS).encode())
    headline = read_article(path).field("headline")
    assert headline is not None
    assert headline.value == "Ferry dues rise at last"


def test_a_sentence_is_no_mailbox_and_a_mail_no_table(tmp_path: Path) -> None:
    assert read_bytes(b"From the Minister in 2024\nWe say: no.\n", "a.txt")[0].media_type == "text/plain"
    mail = make_mail("Hello.\n", **{"Message-ID": "<1@x.example>"}).as_bytes()
    assert read_bytes(mail, "a.csv")[0].media_type == "message/rfc822"
    rows = b"day\twho\n" + b"2024-03-01\tAda\n" * 6
    assert read_bytes(rows, "a.txt")[0].media_type == "text/tab-separated-values"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
@pytest.mark.parametrize("works", [True, False])
def test_an_old_word_file_is_read_from_what_libreoffice_makes_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, works: bool
) -> None:
    new = tmp_path / "new.docx"
    new.write_bytes(make_docx(p("The old words.")))
    program = tmp_path / "soffice"
    copying = f'mkdir -p "$out"; cp "{new}" "$out/old.docx"' if works else "exit 1"
    program.write_text(
        '#!/bin/sh\nwhile [ $# -gt 0 ]; do [ "$1" = --outdir ] && out=$2; shift; done\n' + copying + "\n"
    )
    program.chmod(0o755)
    monkeypatch.setattr(sandbox, "office", lambda: str(program))
    path = tmp_path / "papers" / "a.doc"
    path.parent.mkdir()
    path.write_bytes(make_ole({"WordDocument": b"x"}))
    document: Document
    (document,) = read_paths([path.parent], workers=1)
    assert document.media_type == "application/msword"
    if works:
        assert (document.status, document.text) == (Status.READ, "The old words.")
        assert dict(document.metadata)["converted by"] == "LibreOffice"
    else:
        assert document.status is Status.UNREAD
        assert "save it as DOCX" in (document.reason or "")
