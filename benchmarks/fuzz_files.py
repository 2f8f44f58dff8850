"""One sound file of each family that sayso reads, small, and ways to damage it."""

from __future__ import annotations

import bz2
import gzip
import importlib.util
import io
import lzma
import random
import re
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType

from reportlab.pdfgen.canvas import Canvas

_WORDS = "The dam was inspected on 3 March 2024 and found sound.\n"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NUMBER = re.compile(rb"\d+")
#: What is written where a number stood: beyond what a reader may count to, or below nothing.
_NUMBERS = (b"0", b"-1", b"65536", b"1048576", b"999999999", b"4294967295", b"99999999999999999999")


def _makers(name: str) -> ModuleType:
    """The makers of files that the tests have."""
    place = Path(__file__).parents[1] / "tests" / "reading" / f"{name}.py"
    found = importlib.util.spec_from_file_location(name, place)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def wholes() -> dict[str, bytes]:
    """One sound file of each family, by its ending."""
    text, office = _WORDS * 8, _makers("office")
    mail = EmailMessage()
    mail["From"], mail["To"] = "Ada <a@x.example>", "Ben <b@x.example>"
    mail["Date"] = "Wed, 06 Mar 2024 07:42:10 +0100"
    mail["Subject"] = "The dam"
    mail.set_content(text)
    mail.add_attachment("a,b\n1,2\n", subtype="csv", filename="t.csv")
    page = f"<html><head><title>Dam</title></head><body><p>{text}</p><table><tr><td>a<td>b</table>"
    table = "date,who\n2024-03-01,Ada\n2024-03-02,Ben\n" * 6
    log = [["Day", "Who"], [(45356,), "Ada"], [(45357,), "Ben"]]
    return {
        "txt": text.encode(), "md": f"# Dam\n\n- {text}".encode(), "html": page.encode(),
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg"><text>{text}</text></svg>'.encode(),
        "mhtml": _saved(page), "csv": table.encode(), "tsv": table.replace(",", "\t").encode(),
        "eml": mail.as_bytes(), "mbox": b"From a@x.example Wed Mar  6 07:42:10 2024\n" + mail.as_bytes(),
        "msg": office.make_msg({0x37: "The dam", 0x1000: text}, {"t.csv": b"a,b\n1,2\n"}),
        "rtf": rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\trowd\pard\intbl a\cell b\cell\row\pard "
        + text.encode().replace(b"\n", b"\\par\n") + rb"\u8220?{\footnote n}}",
        "pdf": _pdf(), "docx": _docx(text), "xlsx": office.make_xlsx({"Log": log}, comment="No."),
        "xls": office.make_xls([["Day", "Who"], ["2024-03-01", "Ada"], [2, 4]]),
        "doc": office.make_ole({"WordDocument": text.encode()}),
        "pptx": office.make_pptx([office.shape(text, kind="title")], notes={1: office.shape("Aside.")}),
        "odt": office.make_open("text", f"<text:h>Dam</text:h><text:p>{text}</text:p>"),
        "ods": office.make_open("spreadsheet", _sheet()),
        "odp": office.make_open("presentation", f"<draw:page><draw:frame><draw:text-box><text:p>{text}"
                                "</text:p></draw:text-box></draw:frame></draw:page>"),
        "zip": _zip(text), "tar": _tar(text), "tgz": gzip.compress(_tar(text), mtime=0),
        "gz": gzip.compress(text.encode(), mtime=0), "bz2": bz2.compress(text.encode()),
        "xz": lzma.compress(text.encode()),
        "7z": _makers("sevenzips").make_7z([(f"in/{n}.txt", f"{n} {text}".encode()) for n in range(3)]),
        "7zs": _makers("sevenzips").make_7z(
            [(f"in/{n}.txt", f"{n} {text}".encode()) for n in range(3)], ("x86", "lzma"), together=False,
            packed_table=True),
        "png": _picture("PNG"), "jpg": _picture("JPEG"), "tiff": _picture("TIFF"),
    }  # fmt: skip


def _saved(page: str) -> bytes:
    head = (
        "From: <Saved by a browser>\nSnapshot-Content-Location: http://x.example/\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; boundary="cut"\n\n--cut\nContent-Type: text/html\n'
        "Content-Location: http://x.example/\n\n"
    )
    return f"{head}{page}\n--cut--\n".encode()


def _sheet() -> str:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = "".join(cell.format(word) for word in ("Ada", "2024-03-01", "12"))
    blank = '<table:table-cell table:number-columns-repeated="16"/>'
    return (
        f'<table:table table:name="Log"><table:table-row>{row}{blank}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="7">{row}</table:table-row></table:table>'
    )


def _pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    for number in range(3):
        canvas.drawString(70, 700, f"Page {number}. {_WORDS.strip()}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _docx(text: str) -> bytes:
    file = io.BytesIO()
    paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        xml = f'<w:document xmlns:w="{_W}"><w:body>{paragraph * 3}</w:body></w:document>'
        archive.writestr(zipfile.ZipInfo("word/document.xml"), xml, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _zip(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            entry = zipfile.ZipInfo(f"in/{number}.txt")
            archive.writestr(entry, f"{number} {text}", zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _tar(text: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for number in range(3):
            content = f"{number} {text}".encode()
            entry = tarfile.TarInfo(f"in/{number}.txt")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def _picture(kind: str) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("L", (90, 24), 255)
    ImageDraw.Draw(picture).text((4, 4), "The dam", fill=0)
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def damaged(whole: bytes, dice: random.Random) -> bytes:
    """``whole`` with bytes changed, cut out, doubled, numbers swollen, or its end gone.

    Of a ZIP package every other time what is inside is damaged, and packed again as if sound.
    """
    if whole.startswith(b"PK\x03\x04") and dice.random() < 0.5:
        return _damaged_inside(whole, dice)
    data = bytearray(whole)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(data)) if data else 0
        way = dice.randrange(6)
        if way == 0 and data:
            data[at] = dice.randrange(256)
        elif way == 1 and data:
            data[at] ^= 1 << dice.randrange(8)
        elif way == 2:
            del data[at : at + dice.randint(1, 40)]
        elif way == 3:
            data[at:at] = data[at : at + dice.randint(1, 200)]
        elif way == 4:
            data[at : at + 4] = dice.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
        elif number := _NUMBER.search(data, at):
            data[number.start() : number.end()] = dice.choice(_NUMBERS)
    return bytes(data[: dice.randint(1, len(data))]) if data and dice.random() < 0.2 else bytes(data)


def _damaged_inside(whole: bytes, dice: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    worst = dice.choice(sorted(parts))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            content = damaged(content, dice) if name == worst else content
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
