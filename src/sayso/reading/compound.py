"""OLE compound files: what streams lie at their root, and whether a password guards them."""

from __future__ import annotations

import struct
from io import BytesIO

#: Offset of the flags in a Word file's first block, and the bit that says it is encrypted
#: (MS-DOC 2.5.2, FibBase).
_WORD_FLAGS, _WORD_ENCRYPTED = 10, 0x0100
#: Records of an old Excel file (MS-XLS 2.3.2) and how much of it may come before the one asked for.
_FILEPASS, _BOUNDSHEET, _EOF, _HEAD = 0x2F, 0x85, 0x0A, 65_536


def streams_of(data: bytes) -> frozenset[str]:
    """The names of the streams and storages at the root. Raises OSError where it is damaged."""
    from olefile import OleFileIO

    with OleFileIO(BytesIO(data)) as file:
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
