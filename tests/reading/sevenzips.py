"""A maker of 7z archives for the tests, after 7zFormat.txt of the LZMA SDK."""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable

_LZMA1 = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, "lc": 3, "lp": 0, "pb": 2}]
_LZMA2 = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}]


def _lzma1(data: bytes) -> bytes:
    """As 7-Zip writes it: without a mark at the end."""
    whole = lzma.compress(data, lzma.FORMAT_ALONE, filters=_LZMA1)
    return whole[13:]


def _filtered(number: int, **more: int) -> Callable[[bytes], bytes]:
    def turn(data: bytes) -> bytes:
        """What the filter alone makes of ``data``, taken out of plain LZMA2 that packs it."""
        chain = [{"id": number, **more}, *_LZMA2]
        packed = lzma.compress(data, lzma.FORMAT_RAW, filters=chain)
        return lzma.decompress(packed, lzma.FORMAT_RAW, filters=_LZMA2)

    return turn


def _deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return engine.compress(data) + engine.flush()


#: Name of a coder -> its number, its properties, what it does.
CODERS: dict[str, tuple[bytes, bytes, Callable[[bytes], bytes]]] = {
    "copy": (b"\0", b"", bytes),
    "lzma": (b"\3\1\1", struct.pack("<BI", 93, 1 << 16), _lzma1),
    "lzma2": (b"\x21", b"\x08", lambda d: lzma.compress(d, lzma.FORMAT_RAW, filters=_LZMA2)),
    "deflate": (b"\4\1\x08", b"", _deflate),
    "bzip2": (b"\4\2\2", b"", bz2.compress),
    "delta": (b"\3", b"\3", _filtered(lzma.FILTER_DELTA, dist=4)),
    "x86": (b"\3\3\1\3", b"", _filtered(lzma.FILTER_X86)),
    "ppmd": (b"\3\4\1", bytes(5), bytes),
    "aes": (b"\x06\xf1\x07\x01", bytes(2), bytes),
}


def number(value: int) -> bytes:
    """As 7z writes numbers, in nine bytes where one does not do."""
    return bytes([value]) if value < 128 else b"\xff" + struct.pack("<Q", value)


def make_7z(
    members: list[tuple[str, bytes]], coders: tuple[str, ...] = ("lzma2",), *, packed_table: bool = False,
    together: bool = True, attributes: dict[str, int] | None = None,
    table_coders: tuple[str, ...] = ("lzma",),
) -> bytes:  # fmt: skip
    """An archive of ``members`` by ``coders``, the last of which makes the bytes of the file.

    All ``together`` in one folder, or each in its own; ``packed_table`` packs the table of contents.
    """
    full = [data for _, data in members if data]
    groups = [full] if together else [[data] for data in full]
    packed, folders = [], []
    for group in groups if full else []:
        body, folder = _folder(b"".join(group), coders)
        packed.append(body)
        folders.append((folder, group))
    streams = _streams(packed, folders) if folders else b""
    table = b"\1" + streams + _files(members, attributes or {}) + b"\0"
    body = b"".join(packed)
    if packed_table:
        inner, folder = _folder(table, table_coders)
        table = b"\x17" + _streams([inner], [(folder, [table])], begin=len(body))[1:]
        body += inner
    start = struct.pack("<QQI", len(body), len(table), zlib.crc32(table))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + body + table


def _folder(data: bytes, coders: tuple[str, ...]) -> tuple[bytes, tuple[bytes, list[int]]]:
    """The packed bytes, and the folder's words with the sizes after each coder as unpacked."""
    words, sizes = number(len(coders)), []
    for name in coders:
        coder, properties, turn = CODERS[name]
        flags = len(coder) | (32 if properties else 0)
        words += bytes([flags]) + coder + (number(len(properties)) + properties if properties else b"")
        sizes.append(len(data))
        data = turn(data)
    # A bond leads from the input of a coder to the output of the one that comes before it.
    for place in range(len(coders) - 1):
        words += number(place) + number(place + 1)
    return data, (words, sizes)


def _streams(
    packed: list[bytes], folders: list[tuple[tuple[bytes, list[int]], list[bytes]]], begin: int = 0
) -> bytes:
    found = b"\4\6" + number(begin) + number(len(packed)) + b"\x09"
    found += b"".join(number(len(body)) for body in packed) + b"\0"
    found += b"\7\x0b" + number(len(folders)) + b"\0" + b"".join(words for (words, _), _ in folders)
    found += b"\x0c" + b"".join(number(size) for (_, sizes), _ in folders for size in sizes) + b"\0"
    found += b"\x08\x0d" + b"".join(number(len(group)) for _, group in folders)
    found += b"\x09" + b"".join(number(len(data)) for _, group in folders for data in group[:-1])
    checks = b"".join(struct.pack("<I", zlib.crc32(data)) for _, group in folders for data in group)
    return found + b"\x0a\1" + checks + b"\0\0"


def _files(members: list[tuple[str, bytes]], attributes: dict[str, int]) -> bytes:
    names = b"\0" + b"".join(name.encode("utf-16-le") + b"\0\0" for name, _ in members)
    found = b"\5" + number(len(members)) + b"\x11" + number(len(names)) + names
    empty = [not data for _, data in members]
    if any(empty):
        bits = _bits(empty)
        found += b"\x0e" + number(len(bits)) + bits
        bits = _bits([True] * sum(empty))
        found += b"\x0f" + number(len(bits)) + bits
    if attributes:
        about = b"\1\0" + b"".join(struct.pack("<I", attributes.get(name, 0)) for name, _ in members)
        found += b"\x15" + number(len(about)) + about
    return found + b"\0"


def _bits(values: list[bool]) -> bytes:
    found = bytearray(-(-len(values) // 8))
    for place, value in enumerate(values):
        if value:
            found[place // 8] |= 128 >> place % 8
    return bytes(found)
