"""OLE compound files: what streams lie at their root, and whether a password guards them."""

from __future__ import annotations

import struct
from io import BytesIO

#: Offset of the flags in a Word file's first block, and the bit that says it is encrypted
#: (MS-DOC 2.5.2, FibBase).
_WORD_FLAGS, _WORD_ENCRYPTED = 10, 0x0100
#: Records of an old Excel file (MS-XLS 2.3.2) and how much of it may come before the one asked for.
_FILEPASS, _BOUNDSHEET, _EOF, _HEAD = 0x2F, 0x85, 0x0A, 65_536
#: Bytes that a stream may always say it has.
_HARMLESS = 64_000_000
#: The first bytes, bytes in a sector and in the shortest stream that has sectors of its own, and what
#: stands in a table of sectors for its own, for the last of a chain, for none (MS-CFB 2.1 to 2.3).
_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR, _SHORT, _TABLE, _LAST, _NONE = 4096, 4096, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF


def streams_of(data: bytes) -> frozenset[str]:
    """The names of the streams and storages at the root. Raises OSError where it is damaged."""
    from olefile import OleFileIO

    with OleFileIO(BytesIO(data)) as file:
        # A stream whose table leads in circles is read until it has the size that the directory says.
        if any(entry is not None and entry.size > max(_HARMLESS, 4 * len(data)) for entry in file.direntries):
            raise OSError
        return frozenset(path[0] for path in file.listdir(streams=True, storages=True))


def encrypted(data: bytes, streams: frozenset[str]) -> bool:
    """Whether an old Word, Excel or PowerPoint file with these ``streams`` says that it is encrypted."""
    if "EncryptedSummary" in streams or "EncryptedSummaryInformation" in streams:
        return True
    name = next((n for n in ("WordDocument", "Workbook", "Book") if n in streams), None)
    if name is None:
        return False
    from olefile import OleFileIO

    with OleFileIO(BytesIO(data)) as file, file.openstream(name) as stream:
        head = stream.read(_HEAD)
    if name == "WordDocument":
        flags = int.from_bytes(head[_WORD_FLAGS : _WORD_FLAGS + 2], "little")
        return bool(flags & _WORD_ENCRYPTED)
    return _has_password(head)


def _has_password(book: bytes) -> bool:
    """Whether FILEPASS stands among the first records, before the sheets are named."""
    at = 0
    while at + 4 <= len(book):
        number, length = struct.unpack_from("<HH", book, at)
        if number == _FILEPASS:
            return True
        if number in (_BOUNDSHEET, _EOF):
            return False
        at += 4 + length
    return False


def alone(data: bytes) -> bytes:
    """The workbook of an old Excel file in a compound file of its own, with nothing else in it.

    A reader that follows a damaged file's tables in circles finds whole ones here (MS-CFB, version 4).
    Raises OSError where there is no workbook or it cannot be taken out.
    """
    from olefile import OleFileIO

    with OleFileIO(BytesIO(data)) as file:
        name = next((n for n in ("Workbook", "Book") if file.exists(n)), "")
        with file.openstream(name) as stream:
            book = stream.read().ljust(_SHORT, b"\0")
    count = -(-len(book) // _SECTOR)
    tables = -(-(2 + count) // (_SECTOR // 4 - 1))
    # The directory, a root that is empty but may not be nowhere, the workbook, the table itself.
    chain = [_LAST, _LAST, *range(3, count + 2), _LAST, *[_TABLE] * tables]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * _SECTOR, b"\xff")
    head = _MARK + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    head += struct.pack("<9I", 1, tables, 0, 0, _SHORT, _LAST, 0, _LAST, 0)
    head += struct.pack(f"<{tables}I", *range(count + 2, count + 2 + tables)).ljust(436, b"\xff")
    entries = _entry("Root Entry", 5, 1, 1, 0) + _entry(name, 2, _NONE, 2, len(book))
    parts = (head, entries, bytes(1), book, table)
    return b"".join(part.ljust(-(-len(part) // _SECTOR) * _SECTOR, b"\0") for part in parts)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    words = (name + "\0").encode("utf-16-le")
    return words.ljust(64, b"\0") + struct.pack(
        "<HBBIII36xIQ", len(words), kind, 1, _NONE, _NONE, child, start, size
    )
