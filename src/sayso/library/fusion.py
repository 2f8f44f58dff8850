"""One ranking of what was found by words and by meaning."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

#: What the best passage by words gains on its cosine; others gain by their share of its BM25 score.
#: A sum of scores keeps how much nearer one passage is than the next, which fusing ranks throws away
#: (Bruch, Gai and Ingber, "An analysis of fusion functions", 2023). Chosen on the pools of
#: benchmarks/retrieval.py: with more than this, one of them finds less than by meaning alone.
WORDS = 0.05
#: The same for a passage without a cosine, for which its words must speak alone.
ALONE = 0.15


def fused(
    words: Mapping[int, float], cosines: Mapping[int, float], limit: int
) -> list[tuple[int, float]]:
    """The ``limit`` best passages as (number, score), best first, ties by number.

    Args:
        words: BM25 scores by passage number; a passage not there has none of the query's words.
        cosines: cosines to the query; a passage not there was not embedded, and counts as far away
            as the farthest that was.

    """
    most = max(words.values(), default=1.0)
    farthest = min(cosines.values(), default=0.0)
    numbers = list({**cosines, **words})
    near = np.array([cosines.get(number, farthest) for number in numbers], np.float64)
    named = np.array([words.get(number, 0.0) for number in numbers], np.float64)
    weights = np.array([WORDS if number in cosines else ALONE for number in numbers], np.float64)
    scores = near + weights * named / most
    order = np.lexsort((np.array(numbers, np.int64), -scores))[:limit]
    return [(numbers[i], float(scores[i])) for i in order]
