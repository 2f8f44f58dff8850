"""The meaning index: unit vectors of passages, searched exactly among those that may be near.

Up to some thousands of vectors one matrix product looks at all. Beyond that the signs of the vectors
(``signs.py``) pass over the far ones, and the exact cosines of what is left decide. In a folder the
vectors are rows of half floats in one file, mapped into memory; the row is the passage's number.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sayso.library.signs import Signs

#: Rows turned into single floats at a time: 75 MB.
_BLOCK = 50_000
#: From this many vectors on, the signs pass over the far ones.
_MANY = 6000
#: One vector of so many is looked at exactly, within bounds. Measured on 36,000 embedded sentences of
#: news and papers: among the 2000 that this comes to are 99.8 % of the twenty nearest. Where only the
#: share is looked at that a million leaves (1.2 %), all of the nearest, 99.3 % of the five and 97.2 % of
#: the twenty nearest; in a million the twenty stand out more. On made vectors see
#: benchmarks/search_speed.py.
_SHARE = 64
_FEWEST, _MOST = 2000, 12_000


class Embedder(Protocol):
    """Anything that turns texts into unit vectors."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """An (n, d) matrix of unit rows for n texts."""
        ...


class MeaningIndex:
    """Unit vectors by passage number, from 0. ``folder`` None keeps them in memory.

    In a folder one process at a time may add, any number may search. ``end`` says how far the file
    has got, after a kill too: a row that was cut off is written again.
    """

    def __init__(self, folder: Path | None = None, width: int = 384) -> None:
        self._width = width
        self._blocks: list[NDArray[np.float32]] = []
        self._matrix: NDArray[Any] = np.zeros((0, width), dtype=np.float32)
        self._file = None if folder is None else folder / "vectors.f16"
        self._signs = Signs(width, None if folder is None else folder / "signs")
        self._signed = 0
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self.reload()

    @property
    def end(self) -> int:
        """One more than the highest number that is in; 0 where there is none."""
        return len(self._whole())

    def reload(self) -> None:
        """See what another process has added."""
        if self._file is None:
            return
        size = self._file.stat().st_size if self._file.exists() else 0
        rows = size // (2 * self._width)
        if rows != len(self._matrix):
            # Mapped, but handled as a plain array: a memmap costs more at every slice.
            shape = (rows, self._width)
            self._matrix = (
                np.asarray(np.memmap(self._file, np.float16, "r", shape=shape)) if rows
                else np.zeros(shape, np.float16)
            )  # fmt: skip
        # The signs are written before the vectors that they are of, so there are enough.
        self._signed = len(self._matrix) if self._signs.fit(len(self._matrix)) else 0

    def add(self, vectors: NDArray[Any], first: int | None = None) -> None:
        """Add vectors, an (n, d) matrix, for the numbers from ``first``: the next ones where left out.

        Numbers that are left out between have no vector: their row is zero.
        """
        if self._file is None:
            self._blocks.append(vectors)
            return
        place = self.end if first is None else first
        halves = np.ascontiguousarray(vectors, np.float16)
        self._signs.put(halves, place)
        with self._file.open("r+b" if self._file.exists() else "w+b") as file:
            file.seek(place * 2 * self._width)
            file.write(halves.tobytes())
        self.reload()

    def search(
        self, vectors: NDArray[np.float32], limit: int, left: NDArray[np.bool_] | None = None
    ) -> list[list[tuple[int, float]]]:
        """For each row of ``vectors`` the ``limit`` nearest as (number, cosine), best first.

        ``left`` says for each number whether it counts; a number beyond its end does not.
        """
        matrix = self._whole()
        if not len(matrix) or not len(vectors):
            return [[] for _ in vectors]
        if left is not None:
            left = np.append(left[: len(matrix)], np.zeros(max(0, len(matrix) - len(left)), np.bool_))
            numbers = np.flatnonzero(left)
            if len(numbers) <= _MANY:
                return [self._best(v, numbers, limit) for v in vectors]
        if len(matrix) > _MANY:
            self._sign(matrix)
            count = max(4 * limit, min(_MOST, max(_FEWEST, len(matrix) // _SHARE)))
            return [
                self._best(v, self._signs.nearest(v, len(matrix), count, left), limit) for v in vectors
            ]
        every = np.arange(len(matrix))
        scores = vectors @ matrix.astype(np.float32, copy=False).T
        return [_ranked(every, row, limit) for row in scores]

    @property
    def vectors(self) -> NDArray[Any]:
        """All vectors, a row a number, to be read and not written."""
        return self._whole()

    def cosines(self, vector: NDArray[np.float32], numbers: Sequence[int]) -> list[float]:
        """The cosine of a unit vector (d,) to each of the passages ``numbers``, in their order."""
        if not numbers:
            return []
        return [float(c) for c in self._whole()[list(numbers)].astype(np.float32) @ vector]

    def _best(
        self, vector: NDArray[np.float32], numbers: NDArray[np.intp], limit: int
    ) -> list[tuple[int, float]]:
        """The ``limit`` nearest of the passages ``numbers``, by their exact cosines."""
        if not len(numbers):
            return []
        return _ranked(numbers, self._whole()[numbers].astype(np.float32) @ vector, limit)

    def _sign(self, matrix: NDArray[Any]) -> None:
        """Make the signs that are not there: of vectors in memory, or where their file was lost."""
        while self._signed < len(matrix):
            some = matrix[self._signed : self._signed + _BLOCK]
            self._signs.put(some, self._signed)
            self._signed += len(some)

    def _whole(self) -> NDArray[Any]:
        if self._blocks:
            self._matrix = np.concatenate([self._matrix, *self._blocks])
            self._blocks = []
        return self._matrix


def _ranked(numbers: NDArray[np.intp], row: NDArray[Any], limit: int) -> list[tuple[int, float]]:
    best = np.argpartition(-row, min(limit, len(row)) - 1)[:limit]
    best = best[np.lexsort((best, -row[best]))]
    return [(int(numbers[i]), float(row[i])) for i in best]
