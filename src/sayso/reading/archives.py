"""Archives: the files inside a ZIP, a TAR, a 7z or a packed file, one after another, in memory.

Nothing is unpacked to the disk, no name in an archive becomes a path, no link is followed. What is
over a limit, encrypted or damaged is handed on without its bytes, with the reason.
"""

from __future__ import annotations

import bz2
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import PurePosixPath
from typing import IO, Any, cast

from sayso.reading.budget import HARMLESS, Budget, Full, Readable, Refused
from sayso.reading.draft import Draft, Member
from sayso.reading.kinds import Kind
from sayso.reading.names import is_hidden, shown_name
from sayso.reading.sevenzip import read_sevenzip
from sayso.reading.unpacking import (
    CUT,
    DAMAGE,
    HURT,
    LINK,
    LOCKED,
    NO_FILE,
    Unpacked,
    loaded,
)

_BLOCK = 1 << 18
_XZ_MEMORY = 200_000_000


def read_archive(data: bytes, name: str, kind: Kind, budget: Budget, skip: int = 0) -> Draft:
    """A Draft whose ``members`` give the files inside, without the bytes of the first ``skip``."""
    draft = Draft(str(kind), held=0)
    draft.members = _counted(_OPENERS[kind](data, name, budget, draft, skip), draft, budget, skip)
    return draft


def _counted(found: Iterator[Member], draft: Draft, budget: Budget, skip: int) -> Iterator[Member]:
    hidden = held = 0
    try:
        for member in found:
            if held >= skip:
                budget.enter()
            if is_hidden(member.name):
                hidden += 1
                continue
            draft.held = held = held + 1
            yield member
    except Full as full:
        draft.problems.append(str(full))
    except MemoryError:
        draft.problems.append("needs more memory than a file is given: add it unpacked")
    except DAMAGE:
        draft.problems.append(CUT)
    if not held and not draft.problems:
        draft.problems.append("holds no files")
    draft.metadata["members"] = f"{held:,}"
    if hidden:
        draft.metadata["hidden members passed over"] = f"{hidden:,}"


def _zip(data: bytes, name: str, budget: Budget, draft: Draft, skip: int) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*DAMAGE, NotImplementedError):
        draft.problems.append(CUT)
        yield from _salvaged(data, budget, skip)
        return
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        shared = _overlapping(archive.infolist())
        for place, entry in enumerate(entries):
            shown = shown_name(_zip_name(entry))
            if problem := _zip_problem(entry, entry.header_offset in shared):
                yield Member(shown, None, problem)
            else:
                yield loaded(shown, lambda e=entry: _zip_bytes(archive, e, budget), place >= skip)  # type: ignore[misc]


def _zip_bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> bytes:
    with archive.open(entry) as stream:
        return budget.read(stream, entry.compress_size)


def _zip_problem(entry: zipfile.ZipInfo, shared: bool) -> str | None:
    mode = entry.external_attr >> 16
    if entry.create_system == 3 and stat.S_ISLNK(mode):
        return LINK
    if entry.create_system == 3 and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return NO_FILE
    if entry.flag_bits & 0x1:
        return LOCKED
    if shared:
        return "shares its bytes with other members, as traps do: it was not read"
    return None


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: what is not marked as UTF-8 is often UTF-8 all the same."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _overlapping(entries: list[zipfile.ZipInfo]) -> set[int]:
    """Where entries begin whose packed bytes reach into the next one's, or that share a place."""
    placed = sorted((e.header_offset, e.compress_size) for e in entries)
    shared = set()
    for (start, size), (following, _) in pairwise(placed):
        if start == following or start + 30 + size > following:
            shared.add(start)
    return shared


def _salvaged(data: bytes, budget: Budget, skip: int) -> Iterator[Member]:
    """The members of a ZIP whose directory is lost, by the header that stands before each."""
    at, place = data.find(b"PK\x03\x04"), 0
    while at >= 0 and at + 30 <= len(data):
        flags, method = struct.unpack_from("<HH", data, at + 6)
        packed, _, names, extra = struct.unpack_from("<IIHH", data, at + 18)
        begin = at + 30 + names + extra
        raw = data[at + 30 : at + 30 + names]
        shown, end = shown_name(raw.decode("utf-8", "replace")), begin + packed
        if not raw.endswith(b"/"):
            body = io.BytesIO(data[begin : end if packed and not flags & 8 else len(data)])
            member = loaded(shown, lambda m=method, f=flags, b=body: _body(m, f, b, budget), place >= skip)  # type: ignore[misc]
            yield member
            place += 1
        at = data.find(b"PK\x03\x04", max(begin, min(end, len(data)) if not flags & 8 else begin))


def _body(method: int, flags: int, body: io.BytesIO, budget: Budget) -> bytes:
    if flags & 1:
        raise Refused(LOCKED)
    size = len(body.getbuffer())
    if method == 0:
        return budget.read(body)
    if method != 8:
        raise NotImplementedError
    unpacked = Unpacked(body, lambda: zlib.decompressobj(-15))
    found = budget.read(unpacked, size)
    if not unpacked.whole:
        raise Refused(HURT)
    return found


def _tar(data: bytes, name: str, budget: Budget, draft: Draft, skip: int) -> Iterator[Member]:
    yield from _tar_members(io.BytesIO(data), budget, draft, skip)


def _tar_members(stream: Readable, budget: Budget, draft: Draft, skip: int) -> Iterator[Member]:
    place = 0
    with tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|", errorlevel=0) as archive:
        while (entry := archive.next()) is not None:
            # It keeps a list of all it has seen, which nobody here asks for.
            archive.members = []  # type: ignore[attr-defined]
            if entry.isdir():
                continue
            shown = shown_name(entry.name)
            if entry.issym() or entry.islnk():
                leads = shown_name(entry.linkname)
                yield Member(shown, None, f"is a link to {leads}, which is not followed: add that")
            elif not entry.isfile():
                yield Member(shown, None, "is a device or the like and holds no text")
            elif problem := budget.limits.size_problem(entry.size):
                yield Member(shown, None, problem)
            else:
                yield loaded(shown, lambda e=entry: _tar_bytes(archive, e, budget), place >= skip)  # type: ignore[misc]
            place += 1


def _tar_bytes(archive: tarfile.TarFile, entry: tarfile.TarInfo, budget: Budget) -> bytes:
    stream = archive.extractfile(entry)
    if stream is None:
        raise Refused(HURT)
    with stream:
        found = budget.read(stream)
    if len(found) < entry.size:
        raise Refused(HURT)
    return found


def _packed(data: bytes, name: str, budget: Budget, draft: Draft, skip: int) -> Iterator[Member]:
    """The one file, or the TAR, in a file packed by gzip, bzip2 or xz."""
    start = _ENGINES[Kind(draft.media_type)]
    most = max(HARMLESS, len(data) * budget.limits.archive_ratio)
    head = _Peeked(Unpacked(io.BytesIO(data), start, most), budget)
    if looks_like_tar(head.start):
        yield from _tar_members(head, budget, draft, skip)
        while head.read(_BLOCK):
            pass
        if not head.whole:
            draft.problems.append(CUT)
        return
    shown = shown_name(_unpacked_name(name))
    blocks, size, problem = [], 0, None
    try:
        while block := head.read(_BLOCK):
            size += len(block)
            if too_large := budget.limits.size_problem(size):
                yield Member(shown, None, too_large)
                return
            blocks.append(block)
    except Full as full:
        yield Member(shown, None, str(full))
        return
    except DAMAGE:
        problem = CUT
    if not head.whole:
        problem = CUT
    found = b"".join(blocks)
    yield Member(shown, found or None, problem or (None if found else "is empty"))


class _Peeked(io.RawIOBase):
    """A stream whose first bytes can be looked at, and whose bytes are counted."""

    def __init__(self, source: Unpacked, budget: Budget) -> None:
        super().__init__()
        self._source, self._budget = source, budget
        self.start = b""
        try:
            while len(self.start) < 512 and (block := source.read(512)):
                self.start += block
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError):
            pass
        self._left = self.start

    @property
    def whole(self) -> bool:
        """Whether the stream came to its proper end."""
        return self._source.whole

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes."""
        if self._left:
            found, self._left = self._left, b""
            if 0 <= size < len(found):
                found, self._left = found[:size], found[size:]
        else:
            found = self._source.read(size)
        self._budget.count(len(found))
        return found


def looks_like_tar(head: bytes) -> bool:
    """Whether ``head``, 512 bytes or more, is a TAR header with a right checksum."""
    if len(head) < 512 or not any(head[:100]):
        return False
    try:
        said = int(head[148:156].strip(b" \0") or b"x", 8)
    except ValueError:
        return False
    return said == 256 + sum(head[:148]) + sum(head[156:512])


def _unpacked_name(name: str) -> str:
    path = PurePosixPath(name)
    if path.suffix.lower() in (".gz", ".bz2", ".xz", ".lzma", ".gzip"):
        return path.stem
    return path.name + " (unpacked)"


_ENGINES: dict[Kind, Callable[[], Any]] = {
    Kind.GZIP: lambda: zlib.decompressobj(31),
    Kind.BZIP2: bz2.BZ2Decompressor,
    Kind.XZ: lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY),
}
_Opener = Callable[[bytes, str, Budget, Draft, int], Iterator[Member]]
_OPENERS: dict[Kind, _Opener] = {
    Kind.ZIP: _zip, Kind.TAR: _tar, Kind.GZIP: _packed, Kind.BZIP2: _packed, Kind.XZ: _packed,
    Kind.SEVENZIP: read_sevenzip,
}  # fmt: skip
