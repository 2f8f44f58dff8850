"""A file on the disk as memory, for PDFium: nothing is copied, and its path is not resolved again.

PDFium's bindings follow a path to what it points to. The path that a confined child is given leads
to a file in memory, which has no place to be followed to.
"""

from __future__ import annotations

import ctypes
import mmap
from pathlib import Path


def mapped(path: Path) -> ctypes.Array[ctypes.c_char]:
    """The bytes of the file at ``path``; a change made to them is not made to the file.

    Raises OSError where it cannot be opened, ValueError where it is empty.
    """
    with path.open("rb") as file:
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    return (ctypes.c_char * len(whole)).from_buffer(whole)
