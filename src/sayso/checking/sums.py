"""Totals and differences that a claim states, against the parts that a passage has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.checking.figures import rounding
from sayso.checking.words import Odds, Words
from sayso.library.terms import stem
from sayso.records import Span
from sayso.statements.figures import Figure, Unit

_TOTAL = re.compile(
    r"\b(?:(?:a|the|in) total|altogether|in all|combined|between them|sum of|totall?ed|totall?ing)\b",
    re.I,
)
_DIFFERENCE = re.compile(
    r"\b(?:difference of|gap of|(?:rose|fell|grew|dropped|increased|decreased|shrank) by)\s+$", re.I
)
_MOST_PARTS = 6


def at_odds(claim: Words, passage: Words) -> Iterator[Odds]:
    """Totals of the claim that the passage's parts do not make, and differences that its two ends do not.

    Never firm: the passage may leave a part out.
    """
    if not (_TOTAL.search(claim.text) or re.search(r"\bby\b|\bof\b", claim.text)):
        return
    theirs = [f for f in passage.figures if f.low == f.high]
    for figure in claim.figures:
        parts = [f for f in theirs if _same_kind(figure, f, passage)]
        if figure.low != figure.high or not 2 <= len(parts) <= _MOST_PARTS:
            continue
        if any(p.value == figure.value for p in theirs):
            continue
        values = [p.value for p in parts]
        if _TOTAL.search(claim.text) and figure.value > max(values):
            made, word = sum(values), "add up to"
        elif len(parts) == 2 and _DIFFERENCE.search(claim.text[: figure.start]):
            made, word = abs(values[0] - values[1]), "lie apart by"
        else:
            continue
        if abs(made - figure.value) > max(rounding(figure), abs(made) * 0.005):
            shown = " and ".join(f"{v:,.10g}" for v in values)
            yield Odds(
                f"The paper’s figures, {shown}, {word} {made:,.10g}, not {figure.value:,.10g}.",
                Span(figure.start, figure.end), Span(parts[0].start, parts[-1].end), False,
            )  # fmt: skip


def _same_kind(figure: Figure, other: Figure, passage: Words) -> bool:
    """Whether both count one thing; "14 international and 31 local organisations" are organisations."""
    if figure.unit is not other.unit:
        return False
    if figure.unit in (Unit.MONEY, Unit.PERCENT):
        return figure.thing == other.thing
    wanted = stem(figure.thing) if figure.thing else ""
    return bool(wanted) and wanted in passage.near(other.end, other.end, 5)
