"""A claim about how many or how much becomes a filter and a count over the rows of a table.

Words that no column answers may still narrow the claim, so a count is kept as bounds: with every
word that could be read, and without the ones that could not. A verdict rests on the bounds alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from sayso.checking.evidence import evidence
from sayso.checking.tables import Column, ColumnKind, Table
from sayso.library.terms import Term, stem, terms
from sayso.records import Evidence, Finding, Span, Stance, Verdict
from sayso.statements.dates import When, find_dates
from sayso.statements.figures import Figure, Unit, find_figures

CHECK = "count"
_SHOWN = 8
#: Words of a claim that name rows, not a kind of them, or say nothing that a column could answer.
_GENERAL = frozenset(
    stem(w)
    for w in """approach contact entry row line record item time occasion case instance log ledger list
    register table count show total all number list record name separate different behalf make made
    altogether together firm include give least reading note date day week month year period half
    first second early late since between during over course sum paper document file log keep kept
    report accord write wrote run go went come came take took take do have be hold held happen exactly
    precisely altogether overall respectively""".split()
)
_PAPERS = frozenset(
    stem(w) for w in "log ledger register list schedule table account book diary record".split()
)
_MEASURES = frozenset(
    stem(w)
    for w in """metre meter litre liter mile kilometre kilometer gram kilo kilogram ton tonne hectare acre
    degree point vote foot feet inch yard knot watt volt barrel gallon percent times""".split()
)
#: Words joined by "and" or "or": the rows of either are meant, or of both.
_EITHER = re.compile(r"\b(\w+)(?:,)?\s+(?:and|or)\s+(?:the\s+|an?\s+|other\s+)?(\w+)")
#: A column with no more values than this has a vocabulary of its own: one word means one thing.
_CONTROLLED = 12
#: Words of one meaning in contact logs and ledgers; a claim's word may stand in a cell as another.
_GROUPS = tuple(
    frozenset(stem(w) for w in group.split())
    for group in (
        "call phone telephone ring rang tel", "meet met meeting person visit", "email mail", "letter post",
        "pay paid payment", "gift gave given give donation donate donated", "cancel cancelled void",
        "lawmaker legislator delegate del mp member senator sen representative rep assembly parliament "
        "congress",
    )
)  # fmt: skip
#: Kinds of contact that have no other words: a call is a telephone row.
_MODES = _GROUPS[0] | _GROUPS[2]
_EXCEPT = re.compile(
    r"\b(?:except|other than|apart from|excluding|besides|not|never)\b|n['’]t\b", re.IGNORECASE
)
_CLAUSES = re.compile(r";|\s[–—-]\s|,\s+(?:and|but|while|which|who|where|though)\b")
_EVERY = re.compile(
    r"\b(?P<which>every(?: single)?(?: one)?|each(?: one)?|all(?: of)?|none of|no|most(?: of)?|"
    r"more than half of|"
    r"the majority of)\s+(?:of\s+)?(?:the\s+|its\s+|their\s+|those\s+)?(?P<rows>[^,;:.]{2,70}?)\s+"
    r"(?:was|were|is|are|went|came|had|has|have|got|did)\s+(?P<rest>[^,;.]{2,90})",
    re.IGNORECASE,
)  # fmt: skip
_HALF = re.compile(r"\bthe\s+(?P<which>first|second)\s+half\s+of\s+(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_QUARTER = re.compile(
    r"\bthe\s+(?P<which>first|second|third|fourth|last)\s+quarter\s+of\s+(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH_RANGE = re.compile(
    rf"\b(?:between|from)\s+(?P<one>{'|'.join(_MONTHS)})(?:\s+(?P<y1>(?:19|20)\d\d))?\s+(?:and|to|until)\s+"
    rf"(?P<other>{'|'.join(_MONTHS)})(?:\s+(?P<y2>(?:19|20)\d\d))?"
)
_BEFORE = re.compile(r"\b(?P<word>before|until|till|by|after|since|from)\s+(?:the\s+)?$", re.IGNORECASE)
_SUMS = frozenset(stem(w) for w in "amount total sum value fee fees paid payment cost net gross".split())
_NO_SUMS = frozenset(stem(w) for w in "unit price qty quantity year no number id balance rate per".split())
#: A count or sum this large does not agree by chance, though a word or two could not be read.
_NO_CHANCE = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """One part of a filter in words ("client = Embassy of Sarvelle") and the rows that meet it.

    ``firm`` is false where other cells may mean the same in other words: then it bounds nothing.
    """

    words: str
    rows: frozenset[int]
    firm: bool = True
    dated: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """A claim read against one table."""

    table: Table
    conditions: list[Condition]
    unread: list[str]
    linked: bool


@dataclass(frozen=True, slots=True)
class Count:
    """A count or sum over a table's rows: its filter, the words that could not be read, the amount."""

    table: Table
    conditions: tuple[Condition, ...]
    unread: tuple[str, ...]
    rows: tuple[int, ...]
    amount: float
    how: str
    linked: bool

    @property
    def exact(self) -> bool:
        """Whether the filter says all that the claim does."""
        return not self.unread

    @property
    def told(self) -> str:
        """The count as a person would check it: "37 of 60 rows of log.csv have client = X"."""
        total = len(self.table.rows)
        filters = " and ".join(c.words for c in self.conditions)
        rows = f"{len(self.rows):,} of {total:,} rows of {self.table.document.name}"
        told = f"{rows} have {filters}" if filters else f"{self.table.document.name} has {total:,} rows"
        if self.how != "rows":
            told += f"; {self.how} {self.amount:,.10g}"
        return told


def count_in(
    content: str,
    figure: Figure,
    tables: Iterable[Table],
    anchor: date | None,
    source: str = "",
) -> Finding | None:
    """What tables say of ``figure`` in ``content``; None where none could be counted for it.

    ``source`` are the words of the papers that the claim is laid to, ``anchor`` the article's date.
    """
    content = _clause(content, figure)
    if _EXCEPT.search(content):
        return None
    if not _is_countable(figure):
        return None
    read = [
        _Reading(table, *_read(content, figure, table, anchor), _is_linked(content, source, table))
        for table in tables
    ]
    read = [r for r in read if any(not c.dated for c in r.conditions)]
    # "The firm's log counts …" is the one table that speaks of the matter at all.
    if len(read) == 1 and {t.stem for t in terms(source)} & _PAPERS:
        read = [replace(read[0], linked=True)]
    found = [ruled for one in read if (ruled := _ruled(one, figure)) is not None]
    return max(found, key=lambda f: (f.verdict is not Verdict.NOT_FOUND, f.confidence), default=None)


def _is_countable(figure: Figure) -> bool:
    if figure.unit is Unit.COUNT:
        return bool(figure.thing) and stem(figure.thing) not in _MEASURES
    return figure.unit is Unit.MONEY


def _clause(content: str, figure: Figure) -> str:
    """The part of the sentence that the figure stands in."""
    ends = [0, *(m.end() for m in _CLAUSES.finditer(content)), len(content)]
    parts = [content[a:b] for a, b in pairwise(ends)]
    same = [p for p in parts if any(f.value == figure.value for f in find_figures(p))]
    return same[0] if len(same) == 1 else content


def _ruled(read: _Reading, figure: Figure) -> Finding | None:
    """What one table says: the count by all that could be read, and the bound by what is firm."""
    if not read.linked and read.unread:
        return None
    counts = _counts(figure, read, read.conditions)
    told = [_for(c, figure) for c in counts]
    fitting = next((f for f in told if f.verdict is Verdict.SUPPORTED), None)
    if fitting is not None:
        return fitting
    bounds = _counts(figure, read, [c for c in read.conditions if c.firm])
    against = [_against(c, figure) for c in bounds]
    if against and all(against):
        return against[0]
    return told[0] if told else None


def _counts(figure: Figure, read: _Reading, conditions: list[Condition]) -> list[Count]:
    """The rows that meet the conditions, counted in each way that the claim may mean."""
    table = read.table
    rows = sorted(frozenset(range(len(table.rows))).intersection(*(c.rows for c in conditions)))

    def made(how: str, amount: float) -> Count:
        return Count(table, tuple(conditions), tuple(read.unread), tuple(rows), amount, how, read.linked)

    if figure.unit is Unit.MONEY:
        column = _summed(figure, table)
        numbers = [column.number(r) for r in rows] if column is not None else []
        if column is None or any(n is not None and n < 0 for n in numbers):
            return []
        return [made(f"{column.name} adds up to", sum(n or 0.0 for n in numbers))]
    counts = [made("rows", float(len(rows)))]
    if (named := _named(figure, table)) is not None:
        counts.append(made(f"different in {named.name}:", float(len({named.values[r] for r in rows} - {""}))))
    return counts


def _named(figure: Figure, table: Table) -> Column | None:
    """The column whose name is the thing counted: "eleven offices" are different offices."""
    thing = stem(figure.thing)
    return next((c for c in table.columns if c.kind is ColumnKind.TEXT and c.stems == {thing}), None)


def _read(
    content: str, figure: Figure, table: Table, anchor: date | None
) -> tuple[list[Condition], list[str]]:
    """The conditions that the claim sets to the table's rows, and the words that could not be read."""
    figures = find_figures(content)
    taken = [(f.start, f.end) for f in figures]
    days, spans, unread = _days(content, table, anchor)
    taken += spans
    words = [t for t in terms(content) if not any(a <= t.start < b for a, b in taken) and not t.number]
    # What follows a comma behind the figure adds to the matter: a list, an aside. It narrows nothing.
    place = next((f.end for f in figures if f.value == figure.value), len(content))
    comma = content.find(", ", place)
    if comma >= 0:
        unread += [content[t.start : t.end] for t in words if t.start > comma]
        words = [t for t in words if t.start < comma]
    conditions, left = _conditions(words, table, content)
    return [*conditions, *([days] if days is not None else [])], [*unread, *left]


def _days(
    content: str, table: Table, anchor: date | None
) -> tuple[Condition | None, list[tuple[int, int]], list[str]]:
    years = {r.date.year for r in table.rows if r.date}
    span, places = _interval(content, years)
    found = [w for w in find_dates(content, anchor) if not any(a <= w.start < b for a, b in places)]
    places += [(w.start, w.end) for w in found]
    if span is None and len(found) == 1:
        span = _bounded(content, found[0])
    elif found:
        return None, places, [content[w.start : w.end] for w in found]
    if span is None:
        return None, places, []
    if sum(r.date is not None for r in table.rows) < 0.9 * len(table.rows):
        return None, places, ["the days"]
    first, last = span
    rows = frozenset(n for n, r in enumerate(table.rows) if r.date and first <= r.date <= last)
    told = f"date {_day(first)}" if first == last else f"date from {_day(first)} to {_day(last)}"
    if first == date.min or last == date.max:
        told = f"date up to {_day(last)}" if first == date.min else f"date from {_day(first)} on"
    return Condition(told, rows, dated=True), places, []


def _interval(content: str, years: set[int]) -> tuple[tuple[date, date] | None, list[tuple[int, int]]]:
    """Halves, quarters and "between March and June"; a year left out is that of all the rows."""
    if half := _HALF.search(content):
        year, first = int(half["year"]), half["which"].lower() == "first"
        ends = (date(year, 1, 1), date(year, 6, 30)) if first else (date(year, 7, 1), date(year, 12, 31))
        return ends, [half.span()]
    if quarter := _QUARTER.search(content):
        number = {"first": 0, "second": 1, "third": 2}.get(quarter["which"].lower(), 3)
        start = date(int(quarter["year"]), 3 * number + 1, 1)
        return (start, _month_end(start.year, start.month + 2)), [quarter.span()]
    if (months := _MONTH_RANGE.search(content)) and (months["y2"] or len(years) == 1):
        last = int(months["y2"]) if months["y2"] else next(iter(years))
        one, other = _MONTHS.index(months["one"]) + 1, _MONTHS.index(months["other"]) + 1
        first = int(months["y1"]) if months["y1"] else last - (one > other)
        return (date(first, one, 1), _month_end(last, other)), [months.span()]
    return None, []


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _bounded(content: str, when: When) -> tuple[date, date]:
    before = _BEFORE.search(content[: when.start])
    word = before["word"].lower() if before else ""
    if word in ("before",):
        return date.min, when.first - timedelta(days=1)
    if word in ("until", "till", "by"):
        return date.min, when.last
    if word in ("after",):
        return when.last + timedelta(days=1), date.max
    if word in ("since",):
        return when.first, date.max
    return when.first, when.last


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _conditions(
    words: Sequence[Term], table: Table, content: str
) -> tuple[list[Condition], list[str]]:
    """Conditions from the words of ``content`` that columns answer, and the words that none does.

    Each word goes to the column where it stands with most others of the claim in one cell.
    """
    either = {stem(w) for pair in _EITHER.findall(content) for w in pair}
    open_words = {t.stem: t for t in words if t.stem not in either}
    unsure = [content[t.start : t.end] for t in words if t.stem in either]
    wanted = {s: {s}.union(*(g for g in _GROUPS if s in g)) for s in open_words}
    answers = {n: _answers(c, wanted) for n, c in enumerate(table.columns) if c.sorts}
    conditions: list[Condition] = []
    while open_words:
        best = max(
            ((len(stems & open_words.keys()), _own(stems & open_words.keys(), value), -n)
             for n, found in answers.items() for value, stems in found.items()),
            default=(0, 0, 0),
        )  # fmt: skip
        if best[0] == 0:
            break
        column, found = table.columns[-best[2]], answers.pop(-best[2])
        size = best[0]
        most = {v: s & open_words.keys() for v, s in found.items()}
        values = [v for v, s in most.items() if len(s) == size]
        stems = frozenset().union(*(most[v] for v in values))
        shown = [content[t.start : t.end] for s, t in open_words.items() if s in stems]
        if size < len(stems):
            # Words answered by different cells: either may be meant, and which cannot be told.
            unsure += shown
        rows = frozenset(row for v in values for row in column.places[v])
        told = f"{column.name} = {values[0]}" if len(values) == 1 else (
            f"{column.name} with “{'” or “'.join(shown) if size < len(stems) else ' '.join(shown)}”"
        )
        named = any(open_words[s].name and s in _cells(values) for s in stems)
        controlled = len(column.places) <= _CONTROLLED and stems <= _cells(values) | _MODES
        conditions.append(Condition(told, rows, named or controlled))
        for one in stems:
            del open_words[one]
    known = _GENERAL | table.about | table.column_stems
    left = [content[t.start : t.end] for s, t in open_words.items() if s not in known]
    return conditions, left + unsure


def _cells(values: Iterable[str]) -> set[str]:
    return {t.stem for v in values for t in terms(v)}


def _answers(column: Column, wanted: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    """The column's values that hold words of the claim, each with the words it answers."""
    heads = {w[:2] for stems in wanted.values() for w in stems}
    look = re.compile("|".join(sorted(map(re.escape, heads))), re.IGNORECASE)
    found = {}
    for value in column.places:
        if look.search(value):
            have = {t.stem for t in terms(value)}
            answered = frozenset(s for s, stems in wanted.items() if have & stems)
            if answered:
                found[value] = answered
    return found


def _own(stems: Iterable[str], value: str) -> int:
    """How many of the words stand in the cell themselves, not by another of their meaning."""
    have = _cells([value])
    return sum(s in have for s in stems)


def _summed(figure: Figure, table: Table) -> Column | None:
    """The column that a sum of money is over; None where it is not one alone."""
    if figure.unit is not Unit.MONEY:
        return None
    numeric = [c for c in table.columns if c.kind is ColumnKind.NUMBER and not c.stems & _NO_SUMS]
    named = [c for c in numeric if stem(figure.thing) in c.stems] or [c for c in numeric if c.stems & _SUMS]
    return named[0] if len(named) == 1 else None


def _is_linked(content: str, source: str, table: Table) -> bool:
    """Whether the claim itself says that it speaks of this table: "the firm's log counts …"."""
    said = {t.stem for t in terms(f"{content} {source}")}
    return bool(said & _PAPERS & table.about)


def _against(count: Count, figure: Figure) -> Finding | None:
    """The finding that the rows are too few, or too many, for the figure."""
    if not count.linked or not any(c.firm and not c.dated for c in count.conditions):
        return None
    amount = count.amount
    few = amount < figure.low and not _is_near(amount, figure.low)
    many = count.exact and amount > figure.high and not _is_near(amount, figure.high)
    if not few and not many:
        return None
    more = "" if count.exact else f", no more, whatever “{'”, “'.join(count.unread[:3])}” adds"
    reason = f"Other count: {count.told}{more}; the article has {_claimed(figure)}."
    return _finding(count, Verdict.CONTRADICTED, 0.85 if count.exact else 0.75, reason, Stance.CONTRADICTS)


def _for(count: Count, figure: Figure) -> Finding:
    """The finding that the rows are as many as the figure says, or that this could not be told."""
    fits = figure.low <= count.amount <= figure.high
    large = not figure.bounded and len(count.unread) <= 2 and count.amount >= _NO_CHANCE
    if fits and (count.exact or large):
        reason = f"Counted: {count.told}; the article has {_claimed(figure)}."
        return _finding(count, Verdict.SUPPORTED, 0.85 if count.exact else 0.65, reason, Stance.SUPPORTS)
    unread = f" What “{'”, “'.join(count.unread[:4])}” means there could not be read." if count.unread else ""
    reason = f"Not counted for sure: {count.told}.{unread}"
    return _finding(count, Verdict.NOT_FOUND, 0.0, reason, Stance.NEITHER)


def _is_near(value: float, bound: float) -> bool:
    """Whether a rounded figure may stand for ``value``: within two in a hundred of a large one."""
    return bound >= 100 and abs(value - bound) <= 0.02 * bound


def _claimed(figure: Figure) -> str:
    if figure.low == float("-inf"):
        return f"at most {figure.value:,.10g}"
    if figure.high == float("inf"):
        return f"{figure.value:,.10g} or more"
    return f"{'about ' if figure.approximate else ''}{figure.value:,.10g}"


def _finding(count: Count, verdict: Verdict, confidence: float, reason: str, stance: Stance) -> Finding:
    rows = count.rows or tuple(range(min(3, len(count.table.rows))))
    return Finding(verdict, confidence, reason, CHECK, _shown(count.table, rows[:_SHOWN], stance, confidence))


def _shown(table: Table, rows: Sequence[int], stance: Stance, score: float) -> tuple[Evidence, ...]:
    return tuple(
        evidence(table.document, r.start, r.end, stance, score, (Span(r.start, r.end),))
        for r in (table.rows[n] for n in rows)
    )


def every_in(content: str, tables: Iterable[Table], source: str = "") -> Finding | None:
    """What tables say of "every call was to a lawmaker"; None where it is no such claim or not read."""
    found = _EVERY.search(content)
    if found is None or _EXCEPT.search(content):
        return None
    for table in tables:
        which, what = terms(found["rows"]), terms(found["rest"])
        first, unread = _conditions(which, table, found["rows"])
        second, missed = _conditions(what, table, found["rest"])
        if unread or missed or not second or (not first and not any(t.stem in _GENERAL for t in which)):
            continue
        everything = frozenset(range(len(table.rows)))
        rows = everything.intersection(*(c.rows for c in first))
        fits = rows.intersection(*(c.rows for c in second))
        if rows:
            linked = _is_linked(content, source, table)
            return _every(found["which"].lower(), table, first, second, rows, fits, linked)
    return None


def _every(
    which: str, table: Table, first: list[Condition], second: list[Condition],
    rows: frozenset[int], fits: frozenset[int], linked: bool,
) -> Finding | None:  # fmt: skip
    share = len(fits) / len(rows)
    if which.startswith(("every", "each", "all")):
        holds, against = share == 1, sorted(rows - fits)
    elif which.startswith("no"):
        holds, against = share == 0, sorted(fits)
    else:
        holds, against = share > 0.5, sorted(rows - fits)
    have = " and ".join(c.words for c in first) or "any entry"
    told = (
        f"{len(fits):,} of the {len(rows):,} rows of {table.document.name} with {have} have "
        f"{' and '.join(c.words for c in second)}"
    )
    if holds:
        shown = _shown(table, (sorted(fits) or sorted(rows))[:_SHOWN], Stance.SUPPORTS, 0.8)
        return Finding(Verdict.SUPPORTED, 0.8, f"Counted: {told}.", CHECK, shown)
    if not linked or not all(c.firm for c in [*first, *second]):
        shown = _shown(table, against[:_SHOWN], Stance.NEITHER, 0.5)
        return Finding(Verdict.NOT_FOUND, 0.0, f"Not counted for sure: {told}.", CHECK, shown)
    shown = _shown(table, against[:_SHOWN], Stance.CONTRADICTS, 0.8)
    return Finding(Verdict.CONTRADICTED, 0.8, f"Other count: {told}.", CHECK, shown)
