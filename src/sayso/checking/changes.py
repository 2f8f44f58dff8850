"""A change that a claim states ("has more than doubled") against two figures of one passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.checking.alignment import Unit
from sayso.checking.evidence import evidence, sentence_at
from sayso.checking.figures import same_thing
from sayso.records import Document, Evidence, Finding, Span, Stance, Verdict
from sayso.statements.figures import Figure, find_figures
from sayso.statements.figures import Unit as Measure

UP = r"(?:risen|rose|rises?|grown|grew|increased|climbed|jumped|swollen|soared|gone up|went up)"
DOWN = r"(?:fallen|fell|falls?|dropped|decreased|declined|shrunk|shrank|sunk|sank|gone down|went down)"
_TIMES = {"doubled": 2.0, "trebled": 3.0, "tripled": 3.0, "quadrupled": 4.0, "quintupled": 5.0, "halved": 0.5}
_MULTIPLIED = re.compile(
    r"\b(?:(?P<bound>more than|at least|nearly|almost|about|roughly|some)\s+)?"
    rf"(?P<word>{'|'.join(_TIMES)})\b",
    re.IGNORECASE,
)
_FOLD = re.compile(
    rf"\b{UP}\s+(?P<bound>more than|at least|nearly|almost|about|roughly|some)?\s*(?P<number>[\w.]+?)"
    r"[\s-]?fold\b",
    re.IGNORECASE,
)
_BY_SHARE = re.compile(rf"\b(?:(?P<up>{UP})|(?P<down>{DOWN}))\s+(?:by\s+)?$", re.IGNORECASE)
_PARTS = {
    "half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10,
    "two-thirds": 2 / 3, "two thirds": 2 / 3, "three-quarters": 3 / 4, "three quarters": 3 / 4,
}  # fmt: skip
_BY_PART = re.compile(
    rf"\b(?:(?P<up>{UP})|(?P<down>{DOWN}))\s+(?:by\s+)?(?P<bound>more than|at least|nearly|almost|about|"
    rf"roughly|some|over)?\s*(?:an?\s+|one[\s-])?(?P<part>{'|'.join(_PARTS)})\b",
    re.IGNORECASE,
)
#: A ratio this far from the one claimed is another one; this near, the same.
OTHER, _SAME = 0.12, 0.05
#: The same, of a change that is said to be near: "by nearly half".
_ABOUT = 0.15
_FROM_TO = re.compile(r"\bfrom\s+(?P<before>[^.;]{1,30}?)\s+to\s+(?P<after>[^.;]{1,40})", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOW = re.compile(
    r"\b(?:now|today|currently|at present|since"
    r"|this (?:year|month|week|spring|summer|autumn|winter|season))\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;:!?,](?:\s|$)|\s(?:and|but|while|against)\s")
_NO_LEVEL = {Measure.PERCENT, Measure.RANK, Measure.LABEL, Measure.TIME}
#: The least share of the claim's other words that the passage must have, to support and to accuse.
_NEAR_MATTER, _SAME_MATTER = 0.4, 0.8


@dataclass(frozen=True, slots=True)
class Change:
    """The change that a claim states: the ratio of after to before, its bounds, and where it stands."""

    ratio: float
    low: float
    high: float
    words: str
    at: Span


def change_of(content: str) -> Change | None:
    """The change that ``content`` states as a ratio or a share; None where it states none."""
    if match := _MULTIPLIED.search(content):
        return _bounds(_TIMES[match["word"].lower()], match["bound"], match)
    if match := _FOLD.search(content):
        figures = find_figures(f"{match['number']} parts")
        value = figures[0].value if figures else 0.0
        return _bounds(value, match["bound"], match) if value > 1 else None
    if match := _BY_PART.search(content):
        part = _PARTS[match["part"].lower()]
        if match["down"] and (match["bound"] or "").lower() in ("more than", "at least", "over"):
            return Change(1 - part, 0.0, 1 - part, match.group(), Span(*match.span()))
        return _bounds(1 + part if match["up"] else 1 - part, match["bound"], match)
    for figure in find_figures(content):
        before = _BY_SHARE.search(content[: figure.start])
        if before is None or figure.unit not in (Measure.PERCENT, Measure.SHARE):
            continue
        share = figure.value / 100 if figure.unit is Measure.PERCENT else figure.value
        ratio = 1 + share if before["up"] else 1 - share
        if ratio > 0 and not figure.bounded and not figure.is_range:
            at = Span(before.start(), figure.end)
            slack = _ABOUT if figure.approximate else _SAME
            return Change(ratio, ratio * (1 - slack), ratio * (1 + slack), at.of(content), at)
    return None


def _bounds(ratio: float, bound: str | None, match: re.Match[str]) -> Change:
    bound, at, words = (bound or "").lower(), Span(*match.span()), match.group()
    if bound in ("more than", "at least", "over"):
        strict = 1 + 1e-9 if bound == "more than" else 1.0
        low, high = (0.0, ratio / strict) if ratio < 1 else (ratio * strict, float("inf"))
        return Change(ratio, low, high, words, at)
    slack = _ABOUT if bound else _SAME
    return Change(ratio, ratio * (1 - slack), ratio * (1 + slack), words, at)


def rule_on_change(claim: str, near: Sequence[tuple[Unit, Document, int]]) -> Finding | None:
    """The finding where a passage has the two figures between which the claim's change lies.

    ``near`` are the best units of the passages with their documents and ranks. A change that does not
    fit accuses only where the passage says "from … to …" in nearly all of the claim's words.
    """
    change = change_of(claim)
    if change is None:
        return None
    accusing = None
    for unit, document, _ in near:
        if unit.around < _NEAR_MATTER or unit.shared < 2 or unit.names < 0.5:
            continue
        for before, after, told in _ends(unit.passage.text):
            ratio = after.value / before.value
            told_of = f"from {before.value:,.10g} to {after.value:,.10g} is {ratio:.3g} times as much"
            spans = [Span(unit.passage.start + f.start, unit.passage.start + f.end) for f in (before, after)]
            fits = change.low <= ratio <= change.high
            off = ratio < change.low * (1 - OTHER) or ratio > change.high * (1 + OTHER)
            if fits:
                proof = _shown(document, unit, spans, Stance.SUPPORTS)
                reason = f"Reckoned: {told_of}; the article has “{change.words}”."
                return Finding(Verdict.SUPPORTED, 0.75, reason, "figure", (proof,))
            if off and told and unit.coverage >= _SAME_MATTER and accusing is None:
                proof = _shown(document, unit, spans, Stance.CONTRADICTS)
                reason = f"Other change: {told_of}; the article has “{change.words}”."
                accusing = Finding(Verdict.CONTRADICTED, 0.8, reason, "figure", (proof,))
    return accusing


def _ends(text: str) -> Iterator[tuple[Figure, Figure, bool]]:
    """Figures of one thing before and after, and whether the text itself says "from … to …"."""
    for match in _FROM_TO.finditer(text):
        first = _single(text, *match.span("before"))[:1]
        second = _single(text, *match.span("after"))[:1]
        if first and second and _are_comparable(first[0], second[0]):
            yield first[0], second[0], True
    for one, other in pairwise(_single(text, 0, len(text))):
        if _are_comparable(one, other):
            early, late = (_when(text, f) for f in (one, other))
            if early is not None and late is not None and early != late:
                yield (one, other, False) if early < late else (other, one, False)


def _single(text: str, start: int, end: int) -> list[Figure]:
    """The figures that are one number, and no year."""
    return [
        f for f in find_figures(text, start, end)
        if f.low == f.high and f.value > 0 and not _YEAR.match(text[f.start : f.end].strip())
    ]  # fmt: skip


def _are_comparable(one: Figure, other: Figure) -> bool:
    if one.unit is not other.unit or one.unit in _NO_LEVEL:
        return False
    return not (one.thing and other.thing) or same_thing(one, other)


def _when(text: str, figure: Figure) -> int | None:
    """The year of the clause that a figure stands in; 9999 for "now" and "this summer"."""
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, figure.start)), default=0)
    stop = _CLAUSE.search(text, figure.end)
    clause = text[start : stop.start() if stop else len(text)]
    if _NOW.search(clause):
        return 9999
    years = {int(year) for year in _YEAR.findall(clause)}
    return years.pop() if len(years) == 1 else None


def _shown(document: Document, unit: Unit, spans: Sequence[Span], stance: Stance) -> Evidence:
    sentences = [sentence_at(document, span) for span in spans]
    start, end = min(s.start for s in sentences), max(s.end for s in sentences)
    return evidence(document, start, end, stance, max(unit.coverage, unit.around), spans, unit.passage)
