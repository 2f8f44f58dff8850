"""From logits on held-out pairs to a temperature, two thresholds and the figures of the card.

Every set counts the same, however many pairs it has: a pair weighs one over the size of its set.
All of it is numpy and needs no torch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from training.data import CONTRADICTS, NEITHER, NOT_SUPPORTED, SUPPORTS, Pair

Floats = NDArray[np.float64]

PRECISION = {CONTRADICTS: 0.90, SUPPORTS: 0.85}
# A precision that rests on fewer answers than this is chance, and no threshold may rest on it.
LEAST_ANSWERS = 60
NEVER = 1.01


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs with their probabilities (n, 3), labels (n,) and weights (n,)."""

    pairs: Sequence[Pair]
    p: Floats
    labels: NDArray[np.int64]
    weights: Floats


def answers(
    judge: Callable[[Sequence[tuple[str, str]]], NDArray[np.float32]], pairs: Sequence[Pair]
) -> NDArray[np.float32]:
    """Logits (n, 3) of `judge` for `pairs`; of long evidence, those of the window that says most.

    That is the window whose *supports* or *contradicts* stands highest over its *neither*: in use
    too a claim is held against several passages, and the one that speaks to it decides.
    """
    texts = [(pair.claim, passage) for pair in pairs for passage in (pair.passage, *pair.others)]
    logits = judge(texts)
    ends = list(accumulate(1 + len(pair.others) for pair in pairs))
    rows = []
    for start, end in zip([0, *ends], ends, strict=False):
        own = logits[start:end]
        rows.append(own[int((own[:, :2].max(1) - own[:, 2]).argmax())])
    return np.array(rows, np.float32).reshape(len(pairs), 3)


def scored(pairs: Sequence[Pair], logits: Floats, temperature: float) -> Scored:
    """`pairs` with the softmax of `logits` (n, 3) over `temperature`; each set weighs one."""
    z = np.asarray(logits, np.float64) / temperature
    p = np.exp(z - z.max(1, keepdims=True))
    sizes: dict[str, int] = {}
    for pair in pairs:
        if pair.made != "neutral":
            sizes[pair.dataset] = sizes.get(pair.dataset, 0) + 1
    weights = np.array([1 / sizes[pair.dataset] for pair in pairs])
    labels = np.array([pair.label for pair in pairs])
    return Scored(pairs, p / p.sum(1, keepdims=True), labels, weights)


def temperature_of(pairs: Sequence[Pair], logits: Floats) -> float:
    """The temperature in 0.5..4 with the least weighted minus log p(label) (Guo et al., 2017)."""
    grid = np.exp(np.linspace(np.log(0.5), np.log(4.0), 120))

    def cost(temperature: float) -> float:
        s = scored(pairs, logits, temperature)
        right = s.p[np.arange(len(pairs)), s.labels]
        return float(np.average(-np.log(right + 1e-12), weights=s.weights))

    return round(float(min(grid, key=cost)), 3)


def at_threshold(s: Scored, label: int, threshold: float) -> dict[str, float]:
    """Precision, recall and number of the answers `label` given at or above `threshold`."""
    given = s.p[:, label] >= threshold
    right = given & (s.labels == label)
    weight = s.weights[given].sum()
    return {
        "precision": float(s.weights[right].sum() / weight) if weight else 0.0,
        "recall": float(s.weights[right].sum() / s.weights[s.labels == label].sum()),
        "answers": int(given.sum()),
    }


def threshold_of(label: int, pools: Sequence[Scored]) -> float:
    """The lowest score from which on the wanted precision holds on every pool.

    Scores of 0.40 to 0.995 are tried. Where none will do, `NEVER`: the model then never answers
    `label` on its own.
    """
    for threshold in np.arange(0.40, 0.9951, 0.005).round(3):
        figures = [at_threshold(pool, label, threshold) for pool in pools]
        if all(f["precision"] >= PRECISION[label] and f["answers"] >= LEAST_ANSWERS for f in figures):
            return float(threshold)
    return NEVER


def accuracy(s: Scored) -> float:
    """The weighted share of pairs whose likeliest label is the right one."""
    return float(np.average(s.p.argmax(1) == s.labels, weights=s.weights))


def calibration_error(s: Scored, bins: int = 15) -> float:
    """Expected calibration error of the likeliest label, in `bins` of equal width."""
    sure = s.p.max(1)
    right = s.p.argmax(1) == s.labels
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(np.sum(s.weights[place == b] * (sure[place == b] - right[place == b]))) for b in range(bins)]
    return float(sum(gaps) / s.weights.sum())


def risk_coverage(s: Scored, steps: int = 10) -> list[tuple[float, float]]:
    """(share answered, share of those wrong) when only the surest are answered, by tenths.

    El-Yaniv and Wiener, 2010. Pairs with two labels are left out.
    """
    sure, weights = s.p.max(1), s.weights * (s.labels != NOT_SUPPORTED)
    wrong = s.p.argmax(1) != s.labels
    order = np.argsort(-sure, kind="stable")
    covered, risk = np.cumsum(weights[order]), np.cumsum((weights * wrong)[order])
    found = []
    for step in range(1, steps + 1):
        place = min(int(np.searchsorted(covered, covered[-1] * step / steps)), len(order) - 1)
        found.append((step / steps, round(float(risk[place] / covered[place]), 4)))
    return found


def figures_of(s: Scored) -> dict[str, dict[str, float]]:
    """For each set: number of pairs, accuracy, and accuracy averaged over its labels.

    Two-way sets count an answer as right when it is *supports* for supported and anything else
    for not supported.
    """
    figures = {}
    names = np.array([pair.dataset for pair in s.pairs])
    for name in sorted(set(names)):
        labels, answers = s.labels[names == name], s.p[names == name].argmax(1)
        if NOT_SUPPORTED in labels:
            labels, answers = labels == SUPPORTS, answers == SUPPORTS
        right = answers == labels
        each = [right[labels == label].mean() for label in np.unique(labels)]
        figures[str(name)] = {
            "pairs": len(labels),
            "accuracy": round(float(right.mean()), 4),
            "balanced": round(float(np.mean(each)), 4),
        }
    return figures


def wrongly_accused(s: Scored, threshold: float) -> float:
    """The share of neutral and supported pairs that get *contradicts* at `threshold`, weighted."""
    innocent = (s.labels == SUPPORTS) | (s.labels == NEITHER)
    accused = innocent & (s.p[:, CONTRADICTS] >= threshold)
    return float(s.weights[accused].sum() / s.weights[innocent].sum())
