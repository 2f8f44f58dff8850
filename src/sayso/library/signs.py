"""One bit for each number of a vector, its sign, by which the far ones are passed over quickly.

On random planes the share of sides in which two vectors differ grows with the angle between them
(Charikar, "Similarity estimation techniques from rounding algorithms", 2002). Here the planes are the
model's own axes; what that loses is measured in ``meaning.py``. The bits of a block of vectors lie
dimension by dimension, 64 to a word, so that one instruction after another runs over whole rows of
words. All of it is made from the vectors and can be made again.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

#: Vectors of one block: their words, and what becomes of them, stay in a core's cache.
BLOCK = 4096


class Signs:
    """The signs of the vectors of a meaning index, by number. ``file`` None keeps them in memory."""

    def __init__(self, width: int, file: Path | None = None) -> None:
        self._words = -(-width // 64)
        self._file = file
        self._blocks: NDArray[np.uint64] = np.zeros((0, self._words, BLOCK), np.uint64)

    def fit(self, rows: int) -> bool:
        """See what the file holds; whether it is enough for ``rows`` vectors."""
        if self._file is not None:
            size = self._file.stat().st_size if self._file.exists() else 0
            blocks = size // (8 * self._words * BLOCK)
            if blocks != len(self._blocks):
                shape = (blocks, self._words, BLOCK)
                self._blocks = (
                    np.asarray(np.memmap(self._file, np.uint64, "r", shape=shape)) if blocks
                    else np.zeros(shape, np.uint64)
                )  # fmt: skip
        return len(self._blocks) * BLOCK >= rows

    def put(self, vectors: NDArray[np.floating], first: int) -> None:
        """Put the signs of ``vectors``, an (n, d) matrix, for the numbers from ``first``."""
        packed = self._packed(vectors)
        last = first + len(vectors)
        blocks = -(-last // BLOCK)
        if self._file is None:
            more = np.zeros((max(0, blocks - len(self._blocks)), self._words, BLOCK), np.uint64)
            held = np.concatenate([self._blocks, more])
        else:
            size = 8 * self._words * BLOCK
            with self._file.open("r+b" if self._file.exists() else "w+b") as file:
                file.truncate(max(blocks * size, file.seek(0, 2)))
            held = np.asarray(np.memmap(self._file, np.uint64, "r+", shape=(blocks, self._words, BLOCK)))
        place = first
        while place < last:
            block, at = divmod(place, BLOCK)
            some = packed[:, place - first : min(last, (block + 1) * BLOCK) - first]
            held[block, :, at : at + some.shape[1]] = some
            place += some.shape[1]
        self._blocks = held

    def nearest(
        self, vector: NDArray[np.float32], rows: int, limit: int, left: NDArray[np.bool_] | None
    ) -> NDArray[np.intp]:
        """At least ``limit`` of the first ``rows`` numbers whose signs differ least, rising.

        All that differ as much as the last of them are among them. ``left`` says which numbers count.
        """
        asked = self._packed(vector[None])
        blocks = -(-rows // BLOCK)
        apart = np.empty((blocks, BLOCK), np.uint16)
        differ = np.empty((self._words, BLOCK), np.uint64)
        counts = np.empty((self._words, BLOCK), np.uint8)
        for i in range(blocks):
            np.bitwise_xor(self._blocks[i], asked, out=differ)
            np.bitwise_count(differ, out=counts)
            np.sum(counts, axis=0, dtype=np.uint16, out=apart[i])
        flat = apart.reshape(-1)[:rows]
        if left is not None:
            flat[~left] = 64 * self._words + 1
        upto = np.cumsum(np.bincount(flat, minlength=64 * self._words + 2)[:-1])
        return np.flatnonzero(flat <= int(np.searchsorted(upto, min(limit, upto[-1]))))

    def _packed(self, vectors: NDArray[np.floating]) -> NDArray[np.uint64]:
        """The signs of (n, d) vectors as (words, n) words of 64 bits."""
        bits = np.zeros((len(vectors), 8 * self._words), np.uint8)
        some = np.packbits(vectors > 0, axis=1)
        bits[:, : some.shape[1]] = some
        return np.ascontiguousarray(bits.view(np.uint64).T)
