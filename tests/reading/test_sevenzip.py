"""7z archives, by each coder that sayso knows and by those that it does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sayso.reading import Limits, read_paths, sandbox
from sayso.reading.files import read_bytes
from sayso.records import Status

from .sevenzips import make_7z

WORDS = "The dam was inspected on 3 March 2024 and found sound.\n"
#: Enough for a filter to have something to turn, and calls as programs hold for the one of programs.
LONG = (WORDS * 40).encode() + b"\xe8abc\xff" * 9 + b"\n" + WORDS.encode()
MEMBERS = [("in/b.txt", WORDS.encode()), ("empty.txt", b""), ("c.txt", LONG)]


@pytest.mark.parametrize(
    "coders",
    [("copy",), ("lzma",), ("lzma2",), ("deflate",), ("bzip2",), ("delta", "lzma"), ("x86", "lzma"),
     ("x86", "bzip2"), ("delta", "x86", "lzma2"), ("lzma", "deflate")],
)  # fmt: skip
@pytest.mark.parametrize("together", [True, False])
def test_every_member_is_read_whatever_it_was_packed_by(coders: tuple[str, ...], together: bool) -> None:
    data = make_7z(MEMBERS, coders, together=together, packed_table=together)
    holder, first, empty, last = read_bytes(data, "a.7z")
    assert (holder.status, holder.media_type) == (Status.READ, "application/x-7z-compressed")
    assert (first.name, first.text, first.part_of) == ("in/b.txt", WORDS, holder.id)
    assert (empty.status, last.name) == (Status.UNREAD, "c.txt")
    assert last.text.startswith(WORDS * 40)
    assert last.text.endswith(WORDS)


def test_a_child_reads_it_and_writes_nothing_beside_it(tmp_path: Path) -> None:
    names = ["../../escape.txt", "C:\\Windows\\x.txt", "plan\u202etxt.exe"]
    (tmp_path / "a.7z").write_bytes(make_7z([(n, f"Of {n}.".encode()) for n in names]))
    holder, *found = read_paths([tmp_path], limits=Limits(seconds=30))
    assert [d.name for d in found] == ["escape.txt", "Windows/x.txt", "plan[U+202E]txt.exe"]
    assert {d.part_of for d in found} == {holder.id}
    assert os.listdir(tmp_path) == ["a.7z"]


def test_a_password_another_coder_and_a_link_are_named() -> None:
    assert "password" in (read_bytes(make_7z(MEMBERS, ("aes",)), "a.7z")[1].reason or "")
    locked = make_7z(MEMBERS, packed_table=True, table_coders=("aes",))
    (holder,) = read_bytes(locked, "a.7z")
    assert holder.status is Status.UNREAD
    assert "names too" in (holder.reason or "")
    assert "does not know" in (read_bytes(make_7z(MEMBERS, ("ppmd",)), "a.7z")[1].reason or "")
    modes = {"l": 0x8000 | 0o120777 << 16, "p": 0x8000 | 0o010644 << 16}
    _, link, pipe = read_bytes(make_7z([("l", b"/etc/hosts"), ("p", b"x")], attributes=modes), "a.7z")
    assert "is a link" in (link.reason or "")
    assert "no regular file" in (pipe.reason or "")


def test_a_bomb_is_refused_and_what_lies_beside_it_is_read() -> None:
    bomb = make_7z([("zeros.txt", bytes(30_000_000)), ("b.txt", WORDS.encode())], together=False)
    assert len(bomb) < 20_000
    _, zeros, beside = read_bytes(bomb, "a.7z")
    assert "as traps do" in (zeros.reason or "")
    assert beside.text == WORDS


def test_a_table_of_contents_that_is_a_bomb_is_refused() -> None:
    names = [("n" * 30_000, b"") for _ in range(300)]
    (holder,) = read_bytes(make_7z(names, packed_table=True), "a.7z")
    assert holder.status is Status.UNREAD
    assert "as traps do" in (holder.reason or "")


def test_damage_costs_the_folder_it_is_in_or_is_said_of_the_whole() -> None:
    data = bytearray(make_7z([("a.txt", LONG), ("b.txt", WORDS.encode())], ("copy",), together=False))
    data[40] ^= 1
    _, hurt, sound = read_bytes(bytes(data), "a.7z")
    assert "damaged" in (hurt.reason or "")
    assert sound.text == WORDS
    (cut,) = read_bytes(bytes(data[:-20]), "a.7z")
    assert cut.status is Status.UNREAD
    assert "cut short" in (cut.reason or "")


def test_members_are_read_job_after_job(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sandbox, "SLICE", 60)
    members = [(f"{n}.txt", f"Paper {n}.".encode()) for n in range(250)]
    (tmp_path / "many.7z").write_bytes(make_7z(members))
    holder, *found = read_paths([tmp_path])
    assert holder.status is Status.READ
    assert [d.text for d in found] == [f"Paper {n}." for n in range(250)]
