"""A claim about how many or how much becomes a filter and a tally over the rows of a table.

A tally is kept as bounds: with every word that could be read, and without the ones that could not. A
verdict rests on the bounds alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from sayso.checking.evidence import evidence
from sayso.checking.figures import rounding
from sayso.checking.filters import GENERAL, PAPERS, Asked, Filter, filter_of
from sayso.checking.tables import Table
from sayso.checking.tallies import Tally, is_countable, tallies
from sayso.checking.thresholds import column_for
from sayso.library.terms import stem, terms
from sayso.records import Evidence, Finding, Span, Stance, Verdict
from sayso.statements.figures import Figure, Unit, find_figures

CHECK = "count"
#: Rows shown as evidence.
SHOWN = 8
EXCEPT = re.compile(
    r"\b(?:except|other than|apart from|excluding|besides|not|never)\b|n['’]t\b", re.IGNORECASE
)
_CLAUSES = re.compile(r";|\s[–—-]\s|,\s+(?:and|but|while|which|who|where|though)\b")
_EVERY = re.compile(
    r"\b(?P<which>every(?: single)?(?: one)?|each(?: one)?|all(?: of)?|not one of|none of|no|most(?: of)?|"
    r"more than half of|"
    r"the majority of)\s+(?:of\s+)?(?:the\s+|its\s+|their\s+|those\s+)?(?P<rows>[^,;:.]{2,70}?)\s+"
    r"(?:was|were|is|are|went|came|had|has|have|got|did)\s+(?P<rest>[^,;.]{2,90})",
    re.IGNORECASE,
)  # fmt: skip
_THEM = re.compile(r"(?:of\s+)?(?:them|these|those|it)\b", re.IGNORECASE)
#: "Nine are agents": the count is of what the sentence before lists.
_BARE = re.compile(r"\s+(?:are|were)\b")
#: "A schedule of creditors", "the list of members": a table told by what its rows are.
_LIST_OF = re.compile(
    r"\b(?P<paper>[a-z]+)\s+of\s+(?:the\s+|its\s+|their\s+)?(?P<rows>[a-z][a-z-]+)\b", re.IGNORECASE
)
_TWICE = re.compile(
    r"\btwice\b(?!\s+(?:as|the|that|its|a|an|every|per|daily|weekly))", re.IGNORECASE
)
#: A count or sum this large does not agree by chance, though a word or two could not be read.
_NO_CHANCE = 20


def count_in(asked: Asked, figure: Figure, tables: Sequence[Table]) -> Finding | None:
    """What tables say of ``figure`` in a claim; None where none could be counted for it."""
    content, figure = _clause(asked.content, figure)
    if not figure.thing and not content[: figure.start].strip() and _BARE.match(content, figure.end):
        figure = replace(figure, thing="them")
    if EXCEPT.search(content.replace(content[figure.start : figure.end], "")):
        return None
    if not is_countable(figure, content):
        return None
    asked = replace(asked, content=content)
    comma = content.find(", ", figure.end)
    every = [filter_of(asked, table, figure, comma if comma >= 0 else None) for table in tables]
    read = [r for r in every if r.kinds or r.each is not None]
    meant = meant_table(asked, [r.table for r in read] or tables)
    # "The log has two readings after 9 p.m.": the rows themselves are counted.
    read += [
        r for r in every
        if r.table is meant and not (r.kinds or r.each)
        and (r.conditions or r.days or column_for(figure, r.table, content))
    ]  # fmt: skip
    found = [ruled for r in read if (ruled := _ruled(r, figure, content, r.table is meant)) is not None]
    order = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND)
    return max(found, key=lambda f: (-order.index(f.verdict), f.confidence), default=None)


def twice_in(content: str) -> Figure | None:
    """The count that "twice" is, where it is one."""
    match = _TWICE.search(content)
    if match is None:
        return None
    return Figure(match.start(), match.end(), 2.0, 2.0, 2.0, Unit.COUNT, "time")


def meant_table(asked: Asked, tables: Sequence[Table]) -> Table | None:
    """The table that the claim, its source or the sentences before it say they speak of, if just one."""
    for words in (f"{asked.content} {asked.source}", asked.before):
        said = {t.stem for t in terms(words)}
        fitting = [(len(said & t.about), t) for t in tables if said & PAPERS & t.about]
        if fitting:
            # Of several papers that call themselves so, the one whose columns the claim speaks of.
            matter = {t.stem for t in terms(asked.content)}
            ranked = [(n, len(matter & t.column_stems), t) for n, t in fitting]
            most = max(rank[:2] for rank in ranked)
            best = [t for *rank, t in ranked if tuple(rank) == most]
            return best[0] if len(best) == 1 else None
    told = [t for t in tables if _is_told(t, _last_sentence(asked.before))]
    if len(told) == 1:
        return told[0]
    # "The firm's log counts …" is the one table that speaks of the matter at all.
    laid = {t.stem for t in terms(asked.source)} & PAPERS
    return tables[0] if len(tables) == 1 and laid else None


def _is_told(table: Table, sentence: str) -> bool:
    """Whether a sentence names the table by what its rows are, and gives their number rightly."""
    named = any(
        stem(m["paper"]) in PAPERS and stem(m["rows"]) in table.column_stems | table.about
        for m in _LIST_OF.finditer(sentence)
    )
    return named and any(
        f.unit is Unit.COUNT and f.low == f.high == len(table.rows) for f in find_figures(sentence)
    )


def _last_sentence(before: str) -> str:
    return re.split(r"(?<=[.!?])\s+", before.strip())[-1]


def _clause(content: str, figure: Figure) -> tuple[str, Figure]:
    """The part of the sentence that the figure stands in, and the figure as it stands there."""
    ends = [0, *(m.end() for m in _CLAUSES.finditer(content)), len(content)]
    for first, last in pairwise(ends):
        part = content[first:last]
        same = [f for f in find_figures(part) if (f.value, f.unit) == (figure.value, figure.unit)]
        if same:
            return part, same[0]
    return content, figure


def _ruled(read: Filter, figure: Figure, content: str, linked: bool) -> Finding | None:
    """What one table says: the tally by all that could be read, and the bound by what is firm."""
    if not linked and read.unread:
        return None
    counted = tallies(figure, content, read)
    fitting = [f for t in counted if (f := _for(t, figure)) is not None]
    # Of several things that the claim may mean, one that fits is no chance hit only if it is alone.
    if fitting and (read.each is None or len(fitting) == 1):
        return fitting[0]
    if fitting:
        return None
    against = [_against(t, figure, linked) for t in tallies(figure, content, read.firm())]
    accused = [f for f in against if f is not None]
    if against and len(accused) == len(against):
        return accused[0] if read.each is None else max(accused, key=lambda f: len(f.evidence))
    return _unsure(max(counted, key=lambda t: len(t.rows))) if counted else None


def _against(tally: Tally, figure: Figure, linked: bool) -> Finding | None:
    """The finding that the rows are too few, or too many, for the figure."""
    if not linked or not _counts_rows(tally, figure):
        return None
    amount = tally.amount
    few = amount < figure.low and not _is_near(amount, figure)
    many = tally.exact and not tally.open and amount > figure.high and not _is_near(amount, figure)
    if not few and not many:
        return None
    if tally.how.endswith(("on average", "is at least")) and not tally.exact:
        return None
    more = "" if tally.exact else f", no more, whatever “{'”, “'.join(tally.filter.unread[:3])}” adds"
    most = "at the most " if tally.open else ""
    reason = f"Other count: {most}{tally.told}{more}; the article has {_claimed(figure)}."
    sure = 0.85 if tally.exact and not tally.open else 0.75
    return _finding(tally, Verdict.CONTRADICTED, sure, reason, Stance.CONTRADICTS)


def _counts_rows(tally: Tally, figure: Figure) -> bool:
    """Whether the figure is surely of this table's rows, of a kind that its columns tell for sure."""
    read = tally.filter
    thing = stem(figure.thing) if figure.unit is Unit.COUNT else ""
    if thing and thing in {stem(w) for w in read.unread}:
        return False
    own = thing in GENERAL | read.table.about | read.table.column_stems
    return any(c.firm for c in read.kinds) or (own and bool(read.conditions or read.days))


def _for(tally: Tally, figure: Figure) -> Finding | None:
    """The finding that the rows are as many as the figure says; None where they are not for sure."""
    slack = 0.0 if tally.how == "rows" or figure.bounded else _slack(tally, figure)
    fits = figure.low - slack <= tally.amount <= figure.high + slack
    large = not figure.bounded and len(tally.filter.unread) <= 2 and tally.amount >= _NO_CHANCE
    if not fits or not (tally.exact or (large and not tally.open)):
        return None
    reason = f"Counted: {tally.told}; the article has {_claimed(figure)}."
    sure = tally.exact and not tally.open and all(c.firm for c in tally.filter.conditions)
    return _finding(tally, Verdict.SUPPORTED, 0.85 if sure else 0.65, reason, Stance.SUPPORTS)


def _unsure(tally: Tally) -> Finding:
    words = tally.filter.unread[:4]
    unread = f" What “{'”, “'.join(words)}” means there could not be read." if words else ""
    reason = f"Not counted for sure: {tally.told}.{unread}"
    return _finding(tally, Verdict.NOT_FOUND, 0.0, reason, Stance.NEITHER)


def _slack(tally: Tally, figure: Figure) -> float:
    """How far a rounded figure may lie from a sum or a mean."""
    if tally.how.endswith("on average"):
        return 0.5 if figure.value == int(figure.value) else 0.05
    return rounding(figure)


def _is_near(value: float, figure: Figure) -> bool:
    """Whether a rounded figure may stand for ``value``: within two in a hundred of a large one."""
    bound = figure.low if value < figure.low else figure.high
    return bound >= 100 and abs(value - bound) <= 0.02 * bound


def _claimed(figure: Figure) -> str:
    if figure.low == float("-inf"):
        return f"at most {figure.value:,.10g}"
    if figure.high == float("inf"):
        return f"{figure.value:,.10g} or more"
    return f"{'about ' if figure.approximate else ''}{figure.value:,.10g}"


def _finding(tally: Tally, verdict: Verdict, confidence: float, reason: str, stance: Stance) -> Finding:
    table = tally.filter.table
    rows = tally.rows or tuple(range(min(3, len(table.rows))))
    return Finding(verdict, confidence, reason, CHECK, shown(table, rows, stance, confidence))


def shown(table: Table, rows: Sequence[int], stance: Stance, score: float) -> tuple[Evidence, ...]:
    """The first of ``rows`` as evidence."""
    return tuple(
        evidence(table.document, r.start, r.end, stance, score, (Span(r.start, r.end),))
        for r in (table.rows[n] for n in rows[:SHOWN])
    )


def every_in(asked: Asked, tables: Iterable[Table]) -> Finding | None:
    """What tables say of "every call was to a lawmaker"; None where it is no such claim or not read."""
    found = _EVERY.search(asked.content)
    if found is None or EXCEPT.search(asked.content.replace(found["which"], "")):
        return None
    tables = list(tables)
    for table in tables:
        which, counted = found["rows"], None
        if _THEM.match(which):
            which = _last_sentence(asked.before)
            counted = next(iter(find_figures(which)), None)
        listed = counted is not None and _is_told(table, which)
        first = Filter(table, ()) if listed else filter_of(replace(asked, content=which), table, counted)
        second = filter_of(replace(asked, content=found["rest"]), table)
        named = listed or first.conditions or any(t.stem in GENERAL for t in terms(which))
        if first.unread or second.unread or first.days or second.days or not second.conditions or not named:
            continue
        rows = first.rows()
        if rows:
            linked = meant_table(asked, tables) is table
            return _every(found["which"].lower(), first, second, rows, linked)
    return None


def _every(which: str, first: Filter, second: Filter, rows: list[int], linked: bool) -> Finding:
    table = first.table
    met = set(second.rows())
    fits, others = [r for r in rows if r in met], [r for r in rows if r not in met]
    share = len(fits) / len(rows)
    if which.startswith(("every", "each", "all")):
        holds, against = share == 1, others
    elif which.startswith("no"):
        holds, against = share == 0, fits
    else:
        holds, against = share > 0.5, others
    have = " and ".join(c.words for c in first.conditions) or "any entry"
    told = (
        f"{len(fits):,} of the {len(rows):,} rows of {table.document.name} with {have} have "
        f"{' and '.join(c.words for c in second.conditions)}"
    )
    firm = all(c.firm for c in (*first.conditions, *second.conditions))
    if holds:
        proof = shown(table, fits or rows, Stance.SUPPORTS, 0.8)
        return Finding(Verdict.SUPPORTED, 0.8 if firm else 0.65, f"Counted: {told}.", CHECK, proof)
    if not linked or not firm:
        proof = shown(table, against, Stance.NEITHER, 0.5)
        return Finding(Verdict.NOT_FOUND, 0.0, f"Not counted for sure: {told}.", CHECK, proof)
    proof = shown(table, against, Stance.CONTRADICTS, 0.8)
    return Finding(Verdict.CONTRADICTED, 0.8, f"Other count: {told}.", CHECK, proof)
