"""What is packed, unpacked a little at a time, and the words for what cannot be."""

from __future__ import annotations

import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from sayso.reading.budget import Full, Readable, Refused
from sayso.reading.draft import Member

_BLOCK = 1 << 18
LOCKED = "is encrypted: unpack it with its password and add what was inside"
HURT = "is damaged (it does not unpack): ask for another copy"
METHOD = "is packed by a method sayso does not know: unpack it and add that"
CUT = "is cut short or damaged: what can be unpacked was read; ask for another copy"
TRAP = "unpacks to far more than its size, as traps do: it was not read"
LINK = "is a link, which is not followed: add what it leads to"
NO_FILE = "is no regular file and holds no text"
#: What damaged or false bytes make the standard library's unpackers raise.
DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
    LookupError, OverflowError, struct.error, AttributeError, TypeError,
)  # fmt: skip


def loaded(name: str, load: Callable[[], bytes], wanted: bool) -> Member:
    """The member ``name`` with its bytes if they are ``wanted``, or with why there are none. Raises Full."""
    if not wanted:
        return Member(name, None, None)
    try:
        return Member(name, load(), None)
    except Refused as refused:
        return Member(name, None, str(refused))
    except NotImplementedError:
        return Member(name, None, METHOD)
    except RuntimeError:
        return Member(name, None, LOCKED)
    except DAMAGE:
        return Member(name, None, HURT)


class Unpacked(io.RawIOBase):
    """The unpacked bytes of ``source``, a little at a time; streams one behind another are one.

    ``whole`` is whether the last stream came to its proper end.
    """

    def __init__(self, source: Readable, start: Callable[[], Any], most: int | None = None) -> None:
        super().__init__()
        self._source, self._start = source, start
        self._engine = start()
        self._pending = b""
        self._most, self._given = most, 0
        self.whole = False

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes; none at the end. Raises Full beyond the ratio, or what unpacking does."""
        wanted = _BLOCK if size < 0 else min(size, _BLOCK)
        while True:
            engine = self._engine
            if getattr(engine, "eof", False):
                self.whole = True
                rest = (engine.unused_data or self._pending).lstrip(b"\0")
                self._pending = rest or self._source.read(_BLOCK).lstrip(b"\0")
                if not self._pending:
                    return b""
                self._engine, self.whole = self._start(), False
                continue
            if not self._pending and getattr(engine, "needs_input", True):
                self._pending = self._source.read(_BLOCK)
                if not self._pending:
                    return b""
            found: bytes = engine.decompress(self._pending, wanted)
            # zlib hands back what it did not take, the others keep it.
            self._pending = getattr(engine, "unconsumed_tail", b"")
            if found:
                self._given += len(found)
                if self._most is not None and self._given > self._most:
                    raise Full("unpacks to far more than its size, as traps do: the rest was not read")
                return found
