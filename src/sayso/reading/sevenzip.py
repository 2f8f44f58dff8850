"""The files inside a 7z archive, one after another, in memory, by the usual coders.

After 7zFormat.txt and Methods.txt of the LZMA SDK (public domain). LZMA, LZMA2, BZip2, Deflate, stored
bytes and the filters before them are unpacked by the standard library; what is packed by another
coder, or with a password, is named with the reason.
"""

from __future__ import annotations

import bz2
import io
import lzma
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sayso.reading.budget import HARMLESS, Budget, Full, Readable, Refused
from sayso.reading.draft import Draft, Member
from sayso.reading.names import shown_name
from sayso.reading.unpacking import (
    CUT,
    DAMAGE,
    HURT,
    LINK,
    LOCKED,
    METHOD,
    NO_FILE,
    TRAP,
    Unpacked,
    loaded,
)

_START = 32
_BLOCK = 1 << 18
#: The largest table of contents in bytes, and how often one may be packed in another.
_LARGEST_TABLE, _PACKED_TABLES = 100_000_000, 4
#: The largest dictionary in bytes: it is laid out before a byte is unpacked.
_DICTIONARY = 400_000_000
_NAMES_LOCKED = "is encrypted, the names too: unpack it with its password and add what was inside"
# Names of the properties, after 7zFormat.txt.
_END, _HEADER, _ARCHIVE, _ADDITIONAL, _MAIN, _FILES, _PACK, _UNPACK, _SUBSTREAMS, _SIZE = range(10)
_CRC, _FOLDER, _CODERS_SIZE, _COUNT, _EMPTY_STREAM, _EMPTY_FILE = range(10, 16)
_NAMES, _ATTRIBUTES, _ENCODED = 0x11, 0x15, 0x17
# Names of the coders, after Methods.txt.
_COPY, _LZMA, _LZMA2, _DELTA, _AES = b"\0", b"\3\1\1", b"\x21", b"\3", b"\x06\xf1\x07\x01"
_DEFLATE, _BZIP2 = b"\4\1\x08", b"\4\2\2"
_BRANCHES = {
    b"\4": lzma.FILTER_X86, b"\3\3\1\3": lzma.FILTER_X86, b"\5": lzma.FILTER_POWERPC,
    b"\3\3\2\5": lzma.FILTER_POWERPC, b"\6": lzma.FILTER_IA64, b"\3\3\4\1": lzma.FILTER_IA64,
    b"\7": lzma.FILTER_ARM, b"\3\3\5\1": lzma.FILTER_ARM, b"\x08": lzma.FILTER_ARMTHUMB,
    b"\3\3\7\1": lzma.FILTER_ARMTHUMB, b"\x09": lzma.FILTER_SPARC, b"\3\3\x08\5": lzma.FILTER_SPARC,
}  # fmt: skip
_DIRECTORY, _UNIX = 0x10, 0x8000


@dataclass(slots=True)
class _Folder:
    """Files packed as one: the coders from the packed bytes on, or None where they branch."""

    coders: list[tuple[bytes, bytes]]
    straight: bool
    packed: int
    sizes: list[int] = field(default_factory=list)
    last: int = 0
    check: int | None = None
    start: int = 0
    length: int = 0
    files: list[tuple[int, int | None]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes that it unpacks to, as its table says."""
        return self.sizes[self.last]


@dataclass(slots=True)
class _Entry:
    name: str
    attributes: int = 0
    has_stream: bool = True
    is_file: bool = True


def read_sevenzip(
    data: bytes, name: str, budget: Budget, draft: Draft, skip: int
) -> Iterator[Member]:
    """The members of the archive ``data``, the first ``skip`` without their bytes."""
    try:
        table = _table(data, budget)
        folders, entries = table.read()
    except Refused as refused:
        draft.problems.append(str(refused))
        return
    except (*DAMAGE, IndexError):
        draft.problems.append(CUT)
        return
    streams = _streams(data, folders, budget, draft)
    place = 0
    for entry in entries:
        stream = next(streams, None) if entry.has_stream else None
        if not entry.is_file or entry.attributes & _DIRECTORY:
            continue
        shown = shown_name(entry.name)
        mode = entry.attributes >> 16 if entry.attributes & _UNIX else 0
        if stat.S_ISLNK(mode):
            yield Member(shown, None, LINK)
        elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            yield Member(shown, None, NO_FILE)
        elif not entry.has_stream:
            yield Member(shown, b"", None)
        elif stream is None:
            yield Member(shown, None, HURT)
        else:
            yield loaded(shown, stream.bytes, place >= skip)
        place += 1


@dataclass(slots=True)
class _Stream:
    """One file of a folder, ``before`` bytes from where the folder's bytes begin."""

    solid: _Solid
    before: int
    size: int
    check: int | None

    def bytes(self) -> bytes:
        """What the file holds. Raises Refused, Full, NotImplementedError or what unpacking does."""
        return self.solid.read(self.before, self.size, self.check)


class _Solid:
    """The unpacked bytes of a folder, begun when a file of it is first asked for."""

    def __init__(self, data: memoryview, folder: _Folder, budget: Budget) -> None:
        self._data, self._folder, self._budget = data, folder, budget
        self._source: Readable | None = None
        self._at = 0
        self._most = max(HARMLESS, folder.length * budget.limits.archive_ratio)

    def read(self, before: int, size: int, check: int | None) -> bytes:
        """``size`` bytes from ``before`` on, with their checksum looked at."""
        if any(coder == _AES for coder, _ in self._folder.coders):
            raise Refused(LOCKED)
        if not self._folder.straight:
            raise NotImplementedError
        if self._folder.size > self._most:
            raise Refused(TRAP)
        if problem := self._budget.limits.size_problem(size):
            raise Refused(problem)
        if self._source is None or before < self._at:
            self._source, self._at = _unpacked(bytes(self._data), self._folder, self._most), 0
        while self._at < before:
            self._at += len(self._some(before - self._at))
        blocks, left = [], size
        while left:
            block = self._some(left)
            self._budget.count(len(block))
            self._at += len(block)
            left -= len(block)
            blocks.append(block)
        found = b"".join(blocks)
        if check is not None and zlib.crc32(found) != check:
            raise Refused(HURT)
        return found

    def _some(self, most: int) -> bytes:
        assert self._source is not None
        block = self._source.read(min(most, _BLOCK))
        if not block:
            raise EOFError
        return block


def _streams(
    data: bytes, folders: list[_Folder], budget: Budget, draft: Draft
) -> Iterator[_Stream]:
    view = memoryview(data)
    for folder in folders:
        solid = _Solid(view[folder.start : folder.start + folder.length], folder, budget)
        before = 0
        for size, check in folder.files:
            yield _Stream(solid, before, size, check)
            before += size


def _unpacked(packed: bytes, folder: _Folder, most: int) -> Readable:
    """The bytes of a folder, through one coder after another."""
    source: Readable = io.BytesIO(packed)
    for coder, properties in folder.coders:
        source = _stage(source, coder, properties, most)
    return source


def _stage(source: Readable, coder: bytes, properties: bytes, most: int) -> Readable:
    start: Callable[[], Any]
    if coder == _COPY:
        return source
    if coder == _LZMA:
        first, size = struct.unpack("<BI", properties)
        _bound(size)
        rest, lc = divmod(first, 9)
        pb, lp = divmod(rest, 5)
        chain = [{"id": lzma.FILTER_LZMA1, "dict_size": max(size, 4096), "lc": lc, "lp": lp, "pb": pb}]
        start = lambda: lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain)  # noqa: E731
    elif coder == _LZMA2:
        start = _branch(None, _dictionary(properties[0]))
    elif coder == _DEFLATE:
        start = lambda: zlib.decompressobj(-15)  # noqa: E731
    elif coder == _BZIP2:
        start = bz2.BZ2Decompressor
    elif coder == _DELTA:
        source = _Chunks(source)
        start = _branch({"id": lzma.FILTER_DELTA, "dist": properties[0] + 1})
    elif coder in _BRANCHES:
        source = _Chunks(source)
        start = _branch({"id": _BRANCHES[coder]})
    else:
        raise NotImplementedError
    return Unpacked(source, start, most)


def _branch(first: dict[str, int] | None, dictionary: int = 1 << 16) -> Callable[[], Any]:
    chain = [*([first] if first else []), {"id": lzma.FILTER_LZMA2, "dict_size": dictionary}]
    return lambda: lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain)


def _dictionary(code: int) -> int:
    """The size of an LZMA2 dictionary in bytes by its code (LZMA SDK, Lzma2Dec.c)."""
    if code > 40:
        raise lzma.LZMAError
    size = 0xFFFFFFFF if code == 40 else (2 | code & 1) << (code // 2 + 11)
    _bound(size)
    return size


def _bound(size: int) -> None:
    if size > _DICTIONARY:
        raise Refused("needs more memory to unpack than a file is given: unpack it and add that")


class _Chunks:
    """Plain bytes as an LZMA2 stream that packs nothing.

    The library undoes a filter only before LZMA or LZMA2, and holds back the last bytes of a filter
    until the stream says that it ends, which LZMA in 7z does not: so every filter stands before this.
    """

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._begun = self._ended = False

    def read(self, size: int, /) -> bytes:
        """One chunk, however many bytes are asked for; none after the end."""
        block = b"" if self._ended else self._source.read(1 << 16)
        if block:
            head = struct.pack(">BH", 2 if self._begun else 1, len(block) - 1)
            self._begun = True
            return head + block
        if self._ended:
            return b""
        self._ended = True
        return b"\0"


def _table(data: bytes, budget: Budget) -> _Table:
    """The table of contents, unpacked. Raises Refused, or what damage does."""
    head = struct.unpack_from("<QQI", data, 12)
    if zlib.crc32(data[12:_START]) != struct.unpack_from("<I", data, 8)[0]:
        raise ValueError
    table = _checked(data[_START + head[0] : _START + head[0] + head[1]], head[1], head[2])
    for _ in range(_PACKED_TABLES):
        if table[:1] != bytes([_ENCODED]):
            return _Table(table, len(data))
        (folder, *more), _ = _Table(table[1:], len(data)).streams()
        if more or folder.size > _LARGEST_TABLE:
            raise Refused("has a table of contents larger than sayso reads: unpack it and add that")
        packed = memoryview(data)[folder.start : folder.start + folder.length]
        try:
            table = _Solid(packed, folder, budget).read(0, folder.size, folder.check)
        except Refused as refused:
            raise Refused(_NAMES_LOCKED if str(refused) == LOCKED else str(refused)) from None
        except Full as full:
            raise Refused(str(full)) from None
        except NotImplementedError:
            raise Refused(METHOD) from None
    raise ValueError


def _checked(part: bytes, size: int, check: int) -> bytes:
    if not size:
        return b"\1\0"
    if len(part) != size or zlib.crc32(part) != check:
        raise ValueError
    return part


class _Table:
    """Goes through the bytes of a table of contents once. Raises IndexError or ValueError for damage."""

    def __init__(self, table: bytes, end: int) -> None:
        self._table, self._at, self._end = table, 0, end

    def read(self) -> tuple[list[_Folder], list[_Entry]]:
        """The folders with their files, and the entries in the order of the archive."""
        folders: list[_Folder] = []
        entries: list[_Entry] = []
        self._expect(_HEADER)
        while (kind := self._byte()) != _END:
            if kind == _ARCHIVE:
                while self._byte() != _END:
                    self._take(self._number())
            elif kind == _ADDITIONAL:
                self.streams()
            elif kind == _MAIN:
                folders, _ = self.streams()
            elif kind == _FILES:
                entries = self._entries()
            else:
                raise ValueError
        return folders, entries

    def streams(self) -> tuple[list[_Folder], list[int]]:
        """The folders, each with its place in the file and the sizes of its files; the packed sizes."""
        begin, packed = _START, [0]
        folders: list[_Folder] = []
        listed = False
        while (kind := self._byte()) != _END:
            if kind == _PACK:
                begin = _START + self._number()
                packed = self._pack(self._count())
            elif kind == _UNPACK:
                folders = self._folders()
            elif kind == _SUBSTREAMS:
                self._substreams(folders)
                listed = True
            else:
                raise ValueError
        at = 0
        for folder in folders:
            folder.start, folder.length = begin, sum(packed[at : at + folder.packed])
            begin, at = begin + folder.length, at + folder.packed
            if begin > self._end or at > len(packed):
                raise ValueError
            if not listed:
                folder.files = [(folder.size, folder.check)]
        return folders, packed

    def _pack(self, count: int) -> list[int]:
        sizes: list[int] = []
        while (kind := self._byte()) != _END:
            if kind == _SIZE:
                sizes = [self._number() for _ in range(count)]
            elif kind == _CRC:
                self._digests(count)
            else:
                raise ValueError
        return sizes

    def _folders(self) -> list[_Folder]:
        self._expect(_FOLDER)
        count = self._count()
        self._expect(0)
        folders = [self._folder() for _ in range(count)]
        self._expect(_CODERS_SIZE)
        for folder in folders:
            folder.sizes = [self._number() for _ in folder.sizes]
        while (kind := self._byte()) != _END:
            if kind != _CRC:
                raise ValueError
            for folder, check in zip(folders, self._digests(count), strict=True):
                folder.check = check
        return folders

    def _folder(self) -> _Folder:
        coders, inputs, outputs = [], 0, 0
        for _ in range(self._few()):
            flags = self._byte()
            coder = self._take(flags & 15)
            ins, outs = (self._few(), self._few()) if flags & 16 else (1, 1)
            properties = self._take(self._number()) if flags & 32 else b""
            if flags & 128:
                raise ValueError
            coders.append((coder, properties))
            inputs, outputs = inputs + ins, outputs + outs
        bonds = [(self._number(), self._number()) for _ in range(outputs - 1)]
        packed = inputs - len(bonds)
        if packed > 1:
            for _ in range(packed):
                self._number()
        straight = inputs == outputs == len(coders)
        order = _order(bonds, len(coders)) if straight else list(range(len(coders)))
        last = order[-1] if straight else outputs - 1
        return _Folder([coders[n] for n in order], straight, packed, [0] * outputs, last)

    def _substreams(self, folders: list[_Folder]) -> None:
        counts = [1] * len(folders)
        kind = self._byte()
        if kind == _COUNT:
            counts = [self._count() for _ in folders]
            kind = self._byte()
        sizes: list[list[int]] = []
        for folder, count in zip(folders, counts, strict=True):
            known = [self._number() for _ in range(count - 1)] if kind == _SIZE else []
            rest = folder.size - sum(known)
            if rest < 0 or (count > 1 and len(known) != count - 1):
                raise ValueError
            sizes.append([*known, rest] if count else [])
        if kind == _SIZE:
            kind = self._byte()
        known_checks: Iterator[int | None] = iter(())
        # A folder of one file has its checksum with the folder, and not here again.
        here = [
            count != 1 or folder.check is None for folder, count in zip(folders, counts, strict=True)
        ]
        while kind != _END:
            if kind != _CRC:
                raise ValueError
            known_checks = iter(self._digests(sum(n for n, k in zip(counts, here, strict=True) if k)))
            kind = self._byte()
        for folder, parts, asked in zip(folders, sizes, here, strict=True):
            folder.files = [
                (size, next(known_checks, None) if asked else folder.check) for size in parts
            ]

    def _entries(self) -> list[_Entry]:
        count = self._count()
        names = [""] * count
        attributes = [0] * count
        without = [False] * count
        files: list[bool] = []
        while (kind := self._byte()) != _END:
            part = _Table(self._take(self._number()), self._end)
            if kind == _NAMES:
                part._expect(0)
                names = part._rest().decode("utf-16-le", "replace").split("\0")[:count]
            elif kind == _EMPTY_STREAM:
                without = part._bits(count)
            elif kind == _EMPTY_FILE:
                files = part._bits(sum(without))
            elif kind == _ATTRIBUTES:
                told = part._bits(count) if part._byte() == 0 else [True] * count
                part._expect(0)
                attributes = [part._word() if known else 0 for known in told]
        if len(names) != count:
            raise ValueError
        empty = iter(files)
        return [
            _Entry(name, about, not bare, not bare or next(empty, False))
            for name, about, bare in zip(names, attributes, without, strict=True)
        ]

    def _digests(self, count: int) -> list[int | None]:
        told = self._bits(count) if self._byte() == 0 else [True] * count
        return [self._word() if known else None for known in told]

    def _bits(self, count: int) -> list[bool]:
        bits = self._take(-(-count // 8))
        return [bool(bits[n // 8] & (128 >> n % 8)) for n in range(count)]

    def _byte(self) -> int:
        self._at += 1
        return self._table[self._at - 1]

    def _expect(self, value: int) -> None:
        if self._byte() != value:
            raise ValueError

    def _take(self, size: int) -> bytes:
        if size > len(self._table) - self._at:
            raise IndexError
        self._at += size
        return self._table[self._at - size : self._at]

    def _rest(self) -> bytes:
        return self._take(len(self._table) - self._at)

    def _word(self) -> int:
        return int.from_bytes(self._take(4), "little")

    def _number(self) -> int:
        """A number of one to nine bytes: the ones that lead the first say how many follow."""
        first, mask, more = self._byte(), 128, 0
        while first & mask:
            mask >>= 1
            more += 1
        rest = int.from_bytes(self._take(more), "little")
        return rest | (first & (mask - 1 if mask else 0)) << 8 * more

    def _count(self) -> int:
        """How many of something are listed: each takes a byte of the table at least."""
        count = self._number()
        if count > len(self._table):
            raise ValueError
        return count

    def _few(self) -> int:
        count = self._number()
        if not 1 <= count <= 32:
            raise ValueError
        return count


def _order(bonds: list[tuple[int, int]], count: int) -> list[int]:
    """The coders from the packed bytes on; a bond says whose output is an input, for unpacking."""
    follows = {output: entry for entry, output in bonds}
    first = set(range(count)) - {entry for entry, _ in bonds}
    order = [next(iter(first))] if len(first) == 1 else []
    while order and order[-1] in follows and len(order) < count:
        order.append(follows[order[-1]])
    if len(order) != count:
        raise ValueError
    return order
