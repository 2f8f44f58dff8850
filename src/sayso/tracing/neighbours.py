"""Approximate nearest neighbours of many unit vectors at once, without holding all pairs together.

The vectors are put into cells around centres (the inverted file of Jégou, Douze and Schmid 2011, with
the vectors whole); each is held against those of the few cells whose centres are nearest to it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

#: Up to so many rows every pair is looked at: one matrix product.
_FEW = 4000
#: Cells looked at for each row. Measured on embedded news sentences by benchmarks/trace.py.
_PROBES = 8
_ROUNDS = 6
_BLOCK = 2048

Floats = NDArray[np.float32]


def neighbours(
    matrix: NDArray[np.floating], first: int, least: float, most: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Pairs of rows (a, b) and their cosines, a > b and a >= ``first``, of a cosine of ``least`` or more.

    A pair is kept where one of the two is among the ``most`` nearest of the other. Sorted by a, then b.
    Same matrix, same pairs.
    """
    if first >= len(matrix):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
    few = len(matrix) <= _FEW or len(matrix) - first <= _BLOCK
    found = list((_by_blocks if few else _by_cells)(matrix, first, least, most))
    ones, others, cosines = (np.concatenate(column) for column in zip(*found, strict=True))
    high, low = np.maximum(ones, others), np.minimum(ones, others)
    _, places = np.unique(high * len(matrix) + low, return_index=True)
    high, low, cosines = high[places], low[places], cosines[places]
    kept = _among_the_nearest(high, low, cosines, most)
    return high[kept], low[kept], cosines[kept]


def _among_the_nearest(
    high: NDArray[np.int64], low: NDArray[np.int64], cosines: Floats, most: int
) -> NDArray[np.bool_]:
    """Which pairs are among the ``most`` of the greatest cosine of one of their two rows."""
    rows, twice = np.concatenate([high, low]), np.concatenate([cosines, cosines])
    order = np.lexsort((np.concatenate([low, high]), -twice, rows))
    starts = np.searchsorted(rows[order], rows[order])
    near = np.zeros(len(rows), bool)
    near[order] = np.arange(len(rows)) - starts < most
    return near[: len(high)] | near[len(high) :]


_Some = tuple[NDArray[np.int64], NDArray[np.int64], Floats]


def _by_blocks(matrix: NDArray[np.floating], first: int, least: float, most: int) -> Iterator[_Some]:
    rows = np.arange(len(matrix))
    for start in range(first, len(matrix), _BLOCK):
        asked = rows[start : start + _BLOCK]
        for low in range(0, len(matrix), 16 * _BLOCK):
            yield _pairs(matrix, asked, rows[low : low + 16 * _BLOCK], least, most)


def _by_cells(matrix: NDArray[np.floating], first: int, least: float, most: int) -> Iterator[_Some]:
    centres = _centres(matrix)
    near = np.concatenate([_nearest(matrix[i : i + _BLOCK], centres) for i in range(0, len(matrix), _BLOCK)])
    cells = np.arange(len(centres) + 1)
    order = np.argsort(near[:, 0], kind="stable")
    bounds = np.searchsorted(near[order, 0], cells)
    probing = near[first:].ravel()
    asking = np.repeat(np.arange(first, len(matrix)), near.shape[1])
    asked_order = np.argsort(probing, kind="stable")
    asked_bounds = np.searchsorted(probing[asked_order], cells)
    for cell in range(len(centres)):
        inside = order[bounds[cell] : bounds[cell + 1]]
        asked = asking[asked_order[asked_bounds[cell] : asked_bounds[cell + 1]]]
        for start in range(0, max(1, len(asked)), _BLOCK):
            yield _pairs(matrix, asked[start : start + _BLOCK], inside, least, most)


def _pairs(
    matrix: NDArray[np.floating], asked: NDArray[np.intp], inside: NDArray[np.intp], least: float, most: int
) -> _Some:
    product = matrix[asked].astype(np.float32) @ matrix[inside].astype(np.float32).T
    product[asked[:, None] == inside[None, :]] = -1.0
    counts = (product >= least).sum(axis=1)
    for row in np.nonzero(counts > most)[0]:
        product[row, np.argsort(-product[row], kind="stable")[most:]] = -1.0
    rows, columns = np.nonzero(product >= least)
    return asked[rows].astype(np.int64), inside[columns].astype(np.int64), product[rows, columns].round(4)


def _centres(matrix: NDArray[np.floating]) -> Floats:
    """About as many centres as the root of the rows, by some rounds of k-means on a sample."""
    count = max(16, int(np.sqrt(len(matrix))))
    sample = matrix[:: max(1, len(matrix) // (count * 48))].astype(np.float32)
    centres = sample[:: max(1, len(sample) // count)][:count].copy()
    for _ in range(_ROUNDS):
        own = np.concatenate(
            [(sample[i : i + _BLOCK] @ centres.T).argmax(axis=1) for i in range(0, len(sample), _BLOCK)]
        )
        sums = np.zeros_like(centres)
        np.add.at(sums, own, sample)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.maximum(lengths, 1e-9), centres)
    return np.asarray(centres, np.float32)


def _nearest(block: NDArray[np.floating], centres: Floats) -> NDArray[np.intp]:
    product = block.astype(np.float32) @ centres.T
    some = np.argpartition(-product, _PROBES, axis=1)[:, :_PROBES]
    by = np.argsort(-np.take_along_axis(product, some, axis=1), axis=1, kind="stable")
    return np.take_along_axis(some, by, axis=1)
