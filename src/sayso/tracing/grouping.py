"""Wordings that say the same become one claim.

Pairs that say the same are joined, the likest first, unless that would bring two wordings together
that are known to be set apart by a figure, a denial or the like.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.tracing.relation import Relation


def claims_of(count: int, pairs: Sequence[tuple[int, int, str, float]]) -> NDArray[np.int64]:
    """For each of ``count`` wordings its claim: the least number among the wordings of that claim.

    ``pairs`` are (one, other, relation, alike). The same pairs in any order give the same claims.
    """
    parent = list(range(count))
    foes: dict[int, set[int]] = {}
    for one, other, relation, _ in pairs:
        if relation not in (Relation.SAME.value, Relation.OTHER.value):
            foes.setdefault(one, set()).add(other)
            foes.setdefault(other, set()).add(one)
    same = [(alike, one, other) for one, other, relation, alike in pairs if relation == Relation.SAME.value]
    for _, one, other in sorted(same, key=lambda pair: (-pair[0], pair[1], pair[2])):
        a, b = _root(parent, one), _root(parent, other)
        if a == b or b in foes.get(a, ()):
            continue
        # The higher number is put under the lower; whom it was set apart from, the lower now is.
        low, high = min(a, b), max(a, b)
        parent[high] = low
        for foe in foes.pop(high, ()):
            foes[foe].discard(high)
            foes[foe].add(low)
            foes.setdefault(low, set()).add(foe)
    return np.array([_root(parent, number) for number in range(count)], np.int64)


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number
