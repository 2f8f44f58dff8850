from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import re
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

from sayso.reading import Limits, crew, read_paths, sandbox
from sayso.reading.files import read_bytes
from sayso.reading.names import shown_name
from sayso.records import Document, Status

from .conftest import make_mail, make_pdf
from .traps import quine, quoted_overlap

WORDS = "The dam was inspected on 3 March 2024 and found sound.\n"


def zipped(*members: tuple[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


def tarred(*members: tuple[tarfile.TarInfo | str, bytes], mode: str = "w") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        for entry, content in members:
            about = tarfile.TarInfo(entry) if isinstance(entry, str) else entry
            if content:
                about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    return file.getvalue()


def special(name: str, kind: bytes, leads: str = "") -> tuple[tarfile.TarInfo, bytes]:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, leads
    return entry, b""


def told(documents: tuple[Document, ...] | list[Document]) -> dict[str, tuple[str, str]]:
    return {d.name: (d.status.value, d.reason or "") for d in documents}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(("in/b.txt", WORDS), ("c.pdf", make_pdf([["A line."]])))),
        ("a.tar", tarred(("in/b.txt", WORDS.encode()), ("c.pdf", make_pdf([["A line."]])))),
        ("a.tgz", tarred(("in/b.txt", WORDS.encode()), ("c.pdf", make_pdf([["A line."]])), mode="w:gz")),
        ("a.tar.bz2", tarred(("in/b.txt", WORDS.encode()), ("c.pdf", make_pdf([["A line."]])), mode="w:bz2")),
        ("a.tar.xz", tarred(("in/b.txt", WORDS.encode()), ("c.pdf", make_pdf([["A line."]])), mode="w:xz")),
    ],
)  # fmt: skip
def test_every_member_is_a_document_of_its_own(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    holder, text, pdf = read_paths([tmp_path])
    assert (holder.status, holder.text, dict(holder.metadata)["members"]) == (Status.READ, "", "2")
    assert (text.name, text.text, text.part_of) == ("in/b.txt", WORDS, holder.id)
    assert (pdf.name, pdf.text.strip(), pdf.part_of) == ("c.pdf", "A line.", holder.id)
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize(
    ("suffix", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)]
)
def test_a_packed_file_is_its_file(suffix: str, pack: object) -> None:
    packed = pack(WORDS.encode())  # type: ignore[operator]
    _, whole = read_bytes(packed, f"b.txt.{suffix}")
    assert (whole.name, whole.text) == ("b.txt", WORDS)
    _, twice = read_bytes(packed + pack(b"And more.\n"), f"b.txt.{suffix}")  # type: ignore[operator]
    assert twice.text == WORDS + "And more.\n"
    cut = read_bytes(gzip.compress(os.urandom(4000).hex().encode())[:2000], "b.txt.gz")[1]
    assert cut.status is Status.PARTLY_READ
    assert "cut short" in (cut.reason or "")


def test_archives_in_mails_in_archives_are_read_to_the_last() -> None:
    message = make_mail("See attached.\n")
    inner = gzip.compress(tarred(("deep.txt", WORDS.encode())))
    message.add_attachment(inner, maintype="application", subtype="gzip", filename="in.tgz")
    found = read_bytes(zipped(("m.eml", message.as_bytes())), "a.zip")
    assert [d.name for d in found] == ["a.zip", "m.eml", "in.tgz", "deep.txt"]
    assert [d.part_of for d in found[1:]] == [d.id for d in found[:-1]]
    assert found[-1].text == WORDS


def test_names_never_lead_anywhere_and_are_shown_harmlessly(tmp_path: Path) -> None:
    names = ["../../escape.txt", "/etc/passwd", "C:\\Windows\\x.txt", "..\\..\\up.txt",
             "plan\u202etxt.exe", "new\nline\x1b[31m.txt"]  # fmt: skip
    (tmp_path / "a.zip").write_bytes(zipped(*((name, f"Of {n}.") for n, name in enumerate(names))))
    tar = tarred(*((name, f"By {n}.".encode()) for n, name in enumerate(names)))
    (tmp_path / "b.tar").write_bytes(tar)
    shown = ["escape.txt", "etc/passwd", "Windows/x.txt", "up.txt", "plan[U+202E]txt.exe", "new line[31m.txt"]
    documents = list(read_paths([tmp_path]))
    assert [d.name for d in documents] == ["a.zip", *shown, "b.tar", *shown]
    assert sorted(os.listdir(tmp_path)) == ["a.zip", "b.tar"]
    assert len(shown_name("x/" * 5000)) <= 300
    assert shown_name("../..") == "unnamed"


def test_links_and_devices_are_named_and_not_followed() -> None:
    tar = tarred(
        special("hosts", tarfile.SYMTYPE, "/etc/hosts"), special("again", tarfile.LNKTYPE, "../x"),
        special("null", tarfile.CHRTYPE), special("pipe", tarfile.FIFOTYPE), ("b.txt", WORDS.encode()),
    )  # fmt: skip
    found = told(read_bytes(tar, "a.tar"))
    assert found["hosts"] == ("unread", "is a link to etc/hosts, which is not followed: add that")
    assert all(found[name][0] == "unread" for name in ("again", "null", "pipe"))
    assert found["b.txt"] == ("read", "")
    link = zipfile.ZipInfo("hosts")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(link, "/etc/hosts")
    assert "is a link" in told(read_bytes(file.getvalue(), "a.zip"))["hosts"][1]


def test_an_encrypted_member_says_password_and_the_rest_is_read() -> None:
    data = bytearray(zipped(("locked.txt", "Secret words."), ("open.txt", WORDS)))
    directory = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1
    found = told(read_bytes(bytes(data), "a.zip"))
    assert "password" in found["locked.txt"][1]
    assert found["open.txt"] == ("read", "")


def test_a_bomb_is_refused_and_what_lies_beside_it_is_read() -> None:
    bomb = zipped(("zeros.txt", bytes(30_000_000)), ("b.txt", WORDS))
    assert len(bomb) < 40_000
    found = told(read_bytes(bomb, "a.zip"))
    assert "as traps do" in found["zeros.txt"][1]
    assert found["b.txt"] == ("read", "")
    for pack in (gzip.compress, bz2.compress, lzma.compress):
        assert "as traps do" in read_bytes(pack(bytes(30_000_000)), "z.txt.x")[1].reason  # type: ignore[operator]
    tar = tarred(("zeros.txt", bytes(30_000_000)), ("b.txt", WORDS.encode()), mode="w:gz")
    assert "as traps do" in (read_bytes(tar, "a.tgz")[0].reason or "")


def test_a_bomb_of_bombs_is_opened_once_for_each_that_differs() -> None:
    data = zipped(("zeros.txt", bytes(20_000_000)))
    for level in range(5):
        data = zipped(*((f"{level}-{n}.zip", data) for n in range(16)))
    found = read_bytes(data, "42.zip")
    assert len(found) < 120
    assert not any("\0" in d.text for d in found)
    assert any("as traps do" in (d.reason or "") for d in found)


def test_members_that_share_their_bytes_are_a_trap() -> None:
    """After D. Fifield, A better zip bomb (2019): many entries of one stretch of bytes."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = kernel.compress(b"a" * 5_000_000) + kernel.flush()
    check, central = zlib.crc32(b"a" * 5_000_000), b""
    head = (0x04034B50, 20, 0, 8, 0, 33, check, len(body), 5_000_000, 1, 0)
    local = struct.pack("<IHHHHHIIIHH", *head) + b"k" + body
    for number in range(250):
        name = f"{number:03}".encode()
        central += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, check, len(body),
                               5_000_000, 3, 0, 0, 0, 0, 0, 0) + name  # fmt: skip
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 250, 250, len(central), len(local), 0)
    _, *members = read_bytes(local + central + end, "overlap.zip")
    assert len(members) == 250
    assert sum("shares its bytes" in (d.reason or "") for d in members) == 250
    assert not any(d.text for d in members)


def test_members_that_quote_the_next_one_are_a_trap() -> None:
    data = quoted_overlap(100, (WORDS * 2000).encode())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sum(entry.file_size for entry in archive.infolist()) > 1000 * len(data)
        assert archive.testzip() is None
    _, *members = read_bytes(data, "overlap.zip")
    assert len(members) == 100
    assert sum("shares its bytes" in (d.reason or "") for d in members) == 99
    assert members[-1].text == WORDS * 2000


def test_an_archive_that_holds_itself_is_opened_once() -> None:
    data = quine()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read(archive.namelist()[0]) == data
    _, inner = read_bytes(data, "r.zip")
    assert "the same bytes as r.zip" in (inner.reason or "")


def test_a_tar_that_begins_with_a_pdf_is_a_tar(tmp_path: Path) -> None:
    members = ("a.pdf", make_pdf([["A line."]])), ("b.txt", WORDS.encode())
    (tmp_path / "a.tar").write_bytes(tarred(*members))
    (tmp_path / "b.zip").write_bytes(zipped(*members, method=zipfile.ZIP_STORED))
    (tmp_path / "c.pdf").write_bytes(b"junk before\n" + make_pdf([["Another line."]]))
    (tmp_path / "d.txt").write_text("Such a file begins with %PDF-1.4, they said.\n")
    found = [(d.name, d.text.strip() or d.reason) for d in read_paths([tmp_path])]
    assert found[:3] == [("a.tar", None), ("a.pdf", "A line."), ("b.txt", WORDS.strip())]
    assert found[3] == ("b.zip", None)
    assert found[-2] == ("c.pdf", "Another line.")
    assert found[-1] == ("d.txt", "Such a file begins with %PDF-1.4, they said.")


def test_a_pdf_that_says_it_is_kilometres_long_is_read_with_what_lies_beside_it(tmp_path: Path) -> None:
    pdf = make_pdf([["A line."]])
    huge = re.sub(rb"(?<=/MediaBox \[ )0 0 [\d.]+ [\d.]+", b"0 0 595 900000000", pdf)
    assert huge != pdf
    (tmp_path / "a.zip").write_bytes(zipped(("a.pdf", huge), ("b.txt", WORDS)))
    _, long, beside = read_paths([tmp_path])
    assert (long.pages[0].width, long.pages[0].height) == (0, 0)
    assert beside.text == WORDS


def test_an_archive_met_again_below_is_not_opened_again() -> None:
    inner = zipped(("b.txt", WORDS))
    outer = zipped(("in.zip", zipped(("in.zip", inner), ("again.zip", inner))), ("in2.zip", inner))
    found = read_bytes(outer, "r.zip")
    assert sum(d.text == WORDS for d in found) == 1
    assert sum("the same bytes" in (d.reason or "") for d in found) == 2


def test_depth_entries_and_bytes_have_their_limits() -> None:
    data = zipped(("b.txt", WORDS))
    for level in range(12):
        data = zipped((f"{level}.zip", data))
    deep = read_bytes(data, "deep.zip")
    assert "archives deep" in (deep[-1].reason or "")
    assert len(deep) == 8
    many = zipped(*((f"{n}.txt", f"Of {n}.") for n in range(20)))
    few = read_bytes(many, "many.zip", Limits(archive_entries=7))
    assert (len(few), few[0].status) == (8, Status.PARTLY_READ)
    assert "over 7 members" in (few[0].reason or "")
    noise = os.urandom(1000).hex()
    large = zipped(("a.txt", noise), ("b.txt", noise[::-1]), ("c.txt", "c"))
    assert "add it unpacked" in (read_bytes(large, "l.zip", Limits(archive_bytes=3000))[0].reason or "")
    small = told(read_bytes(large, "l.zip", Limits(bytes=1500)))
    assert "over the limit" in small["a.txt"][1]
    assert small["c.txt"] == ("read", "")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.99])
def test_what_is_left_of_a_truncated_archive_is_read(share: float) -> None:
    members = [(f"{n}.txt", f"Paper {n}. " + os.urandom(300).hex()) for n in range(10)]
    whole = zipped(*members)
    holder, *found = read_bytes(whole[: int(len(whole) * share)], "a.zip")
    assert "cut short" in (holder.reason or "")
    assert sum(d.status is Status.READ for d in found) >= int(10 * share) - 2
    tar = tarred(*((name, words.encode()) for name, words in members), mode="w:gz")
    cut, *rest = read_bytes(tar[: int(len(tar) * share)], "a.tgz")
    assert cut.reason
    assert sum(d.status is Status.READ for d in rest) >= int(10 * share) - 2


def test_members_are_read_job_after_job(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sandbox, "SLICE", 60)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(250):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), f"Paper {number}.")
    (tmp_path / "many.zip").write_bytes(file.getvalue())
    holder, *found = read_paths([tmp_path])
    assert holder.status is Status.READ
    assert [d.text for d in found] == [f"Paper {n}." for n in range(250)]
    assert {d.part_of for d in found} == {holder.id}


def test_what_is_met_twice_is_said_to_be_the_same(tmp_path: Path) -> None:
    message = make_mail("See attached.\n")
    for name in ("t.csv", "u.csv"):
        message.add_attachment("a,b\n1,x\n", subtype="csv", filename=name)
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    (tmp_path / "b.zip").write_bytes(zipped(("x.txt", WORDS), ("y.txt", WORDS)))
    found = told(list(read_paths([tmp_path])))
    assert found["u.csv"][1] == "the same bytes as t.csv, which was read"
    assert found["y.txt"][1] == "the same bytes as x.txt, which was read"


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize(
    ("harm", "words"),
    [("os.kill(os.getpid(), signal.SIGKILL)", "made its reader stop"),
     ("return [replace(next(whole(data, *rest)), pages=(Page(1, 0, 9999),))]", "answer nonsense")],
)  # fmt: skip
def test_a_member_that_takes_its_reader_over_costs_itself_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, harm: str, words: str
) -> None:
    script = tmp_path / "dying.py"
    script.write_text(
        "import os, signal\nfrom dataclasses import replace\nfrom sayso.records import Page\n"
        "import sayso.reading.files as files\nimport sayso.reading.worker as worker\n"
        "whole = files._attached\n"
        "def attached(data, *rest):\n"
        f"    if b'poison' in data: {harm}\n"
        "    return whole(data, *rest)\n"
        "files._attached = attached\nworker.main()\n"
    )
    real = subprocess.Popen
    monkeypatch.setattr(
        crew.subprocess, "Popen", lambda _, **how: real([sys.executable, str(script)], **how)
    )
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "a.zip").write_bytes(zipped(("a.txt", "Of a."), ("b.txt", "poison"), ("c.txt", "Of c.")))
    found = told(list(read_paths([papers])))
    assert found["a.txt"] == found["c.txt"] == ("read", "")
    assert words in found["b.txt"][1]


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_an_archive_that_begins_with_a_pdf_is_still_an_archive(tmp_path, kind):
    """Stored unpacked, the first member's mark stands in the archive's first kilobyte."""
    path = tmp_path / f"leak.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.pdf", b"%PDF-1.7 of no use")
            archive.writestr("b.txt", "The dam is safe.")
    else:
        with tarfile.open(path, "w") as archive:
            for name, data in (("a.pdf", b"%PDF-1.7 of no use"), ("b.txt", b"The dam is safe.")):
                member = tarfile.TarInfo(name)
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
    documents = {d.name: d for d in read_paths([path])}
    assert set(documents) == {path.name, "a.pdf", "b.txt"}
    assert documents["b.txt"].text.strip() == "The dam is safe."
