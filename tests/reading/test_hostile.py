"""Documents that mean harm: what they try does not happen, and their words are text."""

from __future__ import annotations

import io
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.reading import read_file, read_paths
from sayso.records import Document, Status

from .conftest import encrypted, make_docx, make_mail, make_pdf, p
from .office import make_open, make_pptx, make_xlsx, shape

Read = Callable[..., Document]
SECRET = "a secret of this machine"
LAUGHS = "<!DOCTYPE w [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
) + "]>"  # fmt: skip


#: A sound file of each format of XML parts, and the part whose words show.
PACKAGES = {
    "docx": (make_docx(p("Good words.") + p("HERE")), "word/document.xml"),
    "xlsx": (make_xlsx({"Log": [["Good words.", "x"]]}, comment="HERE"), "xl/comments1.xml"),
    "pptx": (make_pptx([shape("Good words.") + shape("HERE")]), "ppt/slides/slide1.xml"),
    "odt": (make_open("text", "<text:p>Good words.</text:p><text:p>HERE</text:p>"), "content.xml"),
    "ods": (make_open("spreadsheet", "<table:table><table:table-row><table:table-cell><text:p>HERE</text:p>"
                      "</table:table-cell></table:table-row></table:table>"), "content.xml"),
    "odp": (make_open("presentation", "<draw:page><text:p>Good words.</text:p><text:p>HERE</text:p>"
                      "</draw:page>"), "content.xml"),
}  # fmt: skip


def with_entity(family: str, declared: str, entity: str) -> bytes:
    """The sound file of ``family`` with ``entity`` in its words and what it means ``declared``."""
    whole, part = PACKAGES[family]
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, declared + text.replace("HERE", entity) if name == part else text)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["general", "parameter", "remote"])
@pytest.mark.parametrize("family", sorted(PACKAGES))
def test_an_office_file_cannot_have_another_file_read(
    read: Read, tmp_path: Path, family: str, kind: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    declared = {
        "general": f"<!DOCTYPE w [<!ENTITY x SYSTEM 'file://{secret}'>]>",
        "parameter": f"<!DOCTYPE w [<!ENTITY % y SYSTEM 'file://{secret}'> %y; <!ENTITY x 'in'>]>",
        "remote": "<!DOCTYPE w [<!ENTITY x SYSTEM 'http://127.0.0.1:9/x'>]>",
    }[kind]
    document = read(f"a.{family}", with_entity(family, declared, "&x;"))
    assert SECRET not in document.text
    assert "Good words." in document.text or family == "ods" or document.status is Status.UNREAD


@pytest.mark.parametrize("family", sorted(PACKAGES))
def test_an_office_file_of_a_billion_laughs_stays_small(read: Read, family: str) -> None:
    few = read(f"a.{family}", with_entity(family, "", "ha " * 8))
    assert "ha ha" in few.text
    document = read(f"a.{family}", with_entity(family, LAUGHS, "&a11;"))
    assert "haha" not in document.text


def test_nothing_that_a_file_names_is_fetched(tmp_path: Path) -> None:
    """A server of this machine is named in every way that a program might follow, and hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        host = f"http://127.0.0.1:{server.getsockname()[1]}/"
        page = (
            f"<html><head><base href={host}><link rel=stylesheet href=a.css><script src=b.js></script>"
            f"<style>@import url({host}c.css);</style><meta http-equiv=refresh content='0;url={host}'>"
            f"</head><body background=d.png><p>Good words of the page.</p><img src={host}e.png>"
            f"<iframe src={host}f></iframe><object data={host}g></object></body></html>"
        )
        drawing = (
            f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{host}a.png'/><use href='{host}b#c'/>"
            f"<style>@font-face{{src:url({host}d)}}</style><script href='{host}e'/><text>Words.</text></svg>"
        )
        saved = "Snapshot-Content-Location: {0}\nContent-Type: multipart/related; boundary=cut\n\n--cut\n"
        mail = make_mail("x")
        mail.set_content(page, subtype="html")
        remote = f"<!DOCTYPE w SYSTEM '{host}w.dtd' [<!ENTITY x SYSTEM '{host}x'>]>"
        files = {
            "a.html": page, "a.svg": drawing, "a.eml": mail.as_string(),
            "a.mhtml": saved.format(host) + f"Content-Type: text/html\n\n{page}\n--cut--\n",
            "a.rtf": f"{{\\rtf1 {{\\field{{\\*\\fldinst INCLUDEPICTURE \"{host}\"}}}}Words.}}",
        }  # fmt: skip
        papers = tmp_path / "papers"
        papers.mkdir()
        for name, text in files.items():
            (papers / name).write_text(text)
        for family in PACKAGES:
            (papers / f"b.{family}").write_bytes(with_entity(family, remote, "&x;"))
        for path in sorted(papers.iterdir()):
            read_file(path)
        assert len(list(read_paths([papers]))) == len(files) + len(PACKAGES)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_page_is_read_and_not_run(read: Read) -> None:
    document = read(
        "a.html",
        "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html><head>"
        "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'><base href=http://127.0.0.1:9/>"
        "<script>document.write('written')</script><link rel=stylesheet href=//127.0.0.1:9/x.css></head>"
        "<body onload=alert(1)><p>Good words. &x;</p><img src=http://127.0.0.1:9/x onerror=alert(2)>"
        "<svg><script>alert(3)</script><text>Drawn</text></svg><iframe src=file:///etc/passwd></iframe>"
        "<p>&lt;script&gt;alert(4)&lt;/script&gt;</p></body></html>",
    )
    assert "Good words." in document.text
    assert "<script>alert(4)</script>" in document.text
    assert not any(word in document.text for word in ("written", "alert(1)", "alert(3)", "root:"))


def test_a_drawing_with_a_script_is_not_run(read: Read) -> None:
    document = read(
        "a.svg",
        "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
        "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(2)</script>"
        "<image href='http://127.0.0.1:9/x.png'/><text>&x; Drawn words.</text></svg>",
    )
    assert "root:" not in document.text


def test_formulas_in_a_table_are_its_words(read: Read) -> None:
    cells = ['=HYPERLINK("http://127.0.0.1:9/?"&A1)', "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3"]
    rows = "\n".join('"' + cell.replace('"', '""') + '",x' for cell in cells)
    document = read("a.csv", "what,who\n" + rows + "\n")
    found = [document.text[c.start : c.end] for s in document.segments[1:] for c in s.cells[:1]]
    assert [words.replace('""', '"') for words in found] == cells


def test_lookalike_letters_and_turned_words_are_kept_as_they_are(read: Read) -> None:
    words = "Аpple paid \u202e000,1\u202c and ｆull ⅷ; раураl."
    assert words in read("a.txt", words + "\n").text


def test_an_encrypted_pdf_says_password(read: Read) -> None:
    document = read("a.pdf", encrypted(make_pdf([["Secret."]])))
    assert document.status is Status.UNREAD
    assert "password" in (document.reason or "")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_pdf_is_read_in_part_or_said_to_be_damaged(read: Read, share: float) -> None:
    whole = make_pdf([[f"Page {n} of the paper."] for n in range(20)])
    document = read("a.pdf", whole[: int(len(whole) * share)])
    assert document.status is not Status.READ
    assert "damaged" in (document.reason or "")


def test_a_pdf_of_a_million_pages_is_read_to_the_limit(tmp_path: Path) -> None:
    """One page object, named a thousand times by each of a thousand branches of the page tree."""
    parts = [b"<</Type/Catalog/Pages 2 0 R>>",
             b"<</Type/Pages/Count 1000000/Kids[" + b"3 0 R " * 1000 + b"]>>",
             b"<</Type/Pages/Parent 2 0 R/Count 1000/Kids[" + b"4 0 R " * 1000 + b"]>>",
             b"<</Type/Page/Parent 3 0 R/MediaBox[0 0 200 200]>>"]  # fmt: skip
    pdf, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    pdf += b"xref\n0 5\n0000000000 65535 f \n" + table
    pdf += b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(pdf) - len(table) - 29)
    (tmp_path / "a.pdf").write_bytes(pdf)
    (tmp_path / "b.docx").write_bytes(make_docx(p("Good words.")))
    from sayso.reading import Limits

    vast, good = read_paths([tmp_path], limits=Limits(pages=40, seconds=20))
    assert vast.status is Status.UNREAD
    assert vast.reason
    assert good.text == "Good words."
