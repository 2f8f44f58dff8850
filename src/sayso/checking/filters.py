"""The words of a claim as a filter over a table's rows: by value, number, day, hour, limit and note.

Words that no column answers may still narrow the claim, so they are kept: a verdict that they could
turn is not given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sayso.checking.periods import Period, clock_in, days_told, period_in
from sayso.checking.tables import Column, ColumnKind, Table
from sayso.checking.thresholds import Lines, column_for, thresholds_in
from sayso.library.terms import Term, stem, terms
from sayso.records import Span
from sayso.statements.figures import Figure, find_figures

#: Words of a claim that name rows, not a kind of them, or say nothing that a column could answer.
GENERAL = frozenset(
    stem(w)
    for w in """approach contact entry row line record item time occasion case instance log ledger list
    register table count show total all number list record name separate different behalf make made
    altogether together firm include give least reading note date day week month year period half
    first second early late since between during over course sum paper document file log keep kept
    report accord write wrote run go went come came take took take do have be hold held happen exactly
    precisely altogether overall respectively get receive carry bring last earliest latest
    twice once average mean typical typically combined
    highest lowest longest shortest largest smallest biggest peak record exceed top pass cross""".split()
)
PAPERS = frozenset(
    stem(w) for w in "log ledger register list schedule table account book diary record return chart".split()
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
_MEETING = _GROUPS[1]
#: Kinds of contact that have no other words: a call is a telephone row.
_MODES = _GROUPS[0] | _GROUPS[2]
_LABELLED = re.compile(
    r"\b(?P<word>[^\W\d_][\w'’-]*)\s+(?:no\.?\s*|number\s+)?(?P<number>[A-Z]?\d{1,5}|[A-Z])\b(?![.,:]?\d|\s*%)"
)
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
_ONE_OF = re.compile(
    r"\b(?:that|this|the same|one|a single|the single)\s+(?P<word>[a-z][\w-]*)\b"
    r"|^(?P<bare>[a-z][\w-]*)\s+(?:was|is|had|has)\b", re.IGNORECASE,
)
#: "The club met …": who keeps a table is seldom in it, so that the word narrows nothing.
_KEEPER = re.compile(r"(?:^|\bthat\s+)(?:[Tt]he|[Ii]ts|[Tt]heir)\s+(?P<word>[a-z][\w-]*)\s+[a-z]+\b")
_NAME = re.compile(
    r"(?:\b(?P<way>from|by|to)\s+(?:the\s+)?)?"
    r"(?P<name>[A-Z][\w’'.-]*(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w’'.-]*)+)"
)
#: Columns that "from" and "to" mean where a name stands in several.
_FROM = frozenset("from by sender author payer source origin made caller donor seller".split())
_TO = frozenset("to recipient addressee payee contacted destination receiver buyer".split())
_WAYS = {"from": _FROM, "by": _FROM, "to": _TO}
_FILLED = 0.9


@dataclass(frozen=True, slots=True)
class Asked:
    """What a claim asks of tables.

    ``source`` are the words of the papers that it is laid to, ``before`` what the article says ahead of
    it in the same paragraph, ``anchor`` the article's day. ``lines`` gives the figure at which the papers
    draw a line by name, ``stretches`` the intervals of so many days that they name.
    """

    content: str
    anchor: date | None = None
    source: str = ""
    before: str = ""
    lines: Lines = field(default=lambda name: None)
    stretches: Callable[[int], Sequence[tuple[date, date]]] = field(default=lambda days: ())


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
class Filter:
    """The conditions that words set to a table's rows, and the words that could not be read.

    ``days`` is the length of a stretch of days of which the ends are not known; ``each`` the column one
    value of which is meant without saying which ("that drain").
    """

    table: Table
    conditions: tuple[Condition, ...]
    unread: tuple[str, ...] = ()
    days: int | None = None
    each: Column | None = None

    @property
    def kinds(self) -> tuple[Condition, ...]:
        """The conditions that say what kind of row is meant, not when."""
        return tuple(c for c in self.conditions if not c.dated)

    def firm(self) -> Filter:
        """The filter without conditions that other words in other cells may meet too."""
        return replace(self, conditions=tuple(c for c in self.conditions if c.firm))

    def rows(self) -> list[int]:
        """The rows that meet all conditions, in order."""
        if not self.conditions:
            return list(range(len(self.table.rows)))
        fewest = sorted((c.rows for c in self.conditions), key=len)
        return sorted(fewest[0].intersection(*fewest[1:]))


def filter_of(
    asked: Asked, table: Table, own: Figure | None = None, aside: int | None = None
) -> Filter:
    """The filter that a claim's words set to the rows of ``table``.

    ``own`` is the figure that is being counted. What stands behind ``aside`` adds to the matter ("to
    clerks, aides and others") and narrows nothing; its words are unread.
    """
    content = asked.content
    figures = find_figures(content)
    period = _period(asked, table)
    if period.days is not None:
        stretch = [f for f in figures if any(s.overlaps(Span(f.start, f.end)) for s in period.spans)]
        if thresholds_in(content, stretch, own, table, asked.lines)[0]:
            # "Unpaid for over ninety days" is a limit on a column of days, no stretch of the calendar.
            period = replace(period, days=None, spans=())
    taken = [*period.spans] if own is None else [*period.spans, Span(own.start, own.end)]
    labelled, unknown = _labelled(content, table, taken)
    conditions = _merged([c for c, _ in labelled])
    taken += [span for _, span in labelled]
    free = [f for f in figures if not any(t.overlaps(Span(f.start, f.end)) for t in taken)]
    limits, unread = thresholds_in(content, free, own, table, asked.lines)
    unread += unknown
    conditions += [Condition(t.told, t.rows) for t in limits]
    taken += [t.span for t in limits] + [Span(f.start, f.end) for f in free]
    timed, hours, missed = _times(content, period, table)
    taken += hours
    unread += missed
    words = [
        t for t in terms(content)
        if not t.number and not any(s.start <= t.start < s.end for s in taken)
    ]  # fmt: skip
    if aside is not None:
        known = GENERAL | table.about
        unread += [content[t.start : t.end] for t in words if t.start > aside and t.stem not in known]
        words = [t for t in words if t.start < aside]
    measured = {s for t in limits for s in t.column.stems}
    measured |= {t.stem for f in free for t in terms(f.thing)} if limits else set()
    if own is not None and own.thing and stem(own.thing) in table.column_stems:
        measured.add(stem(own.thing))
        if (column := column_for(own, table, content)) is not None:
            measured |= column.stems
    words = [t for t in words if t.stem not in measured]
    for one, span in [*_by_names(content, table), *_said_values(content, table)]:
        conditions.append(one)
        words = [t for t in words if not span.start <= t.start < span.end]
    by_word, left = _by_words(words, table, content)
    conditions += [*by_word, *timed]
    each = _one_of(content, table, [c for c, _ in labelled])
    return Filter(table, tuple(conditions), (*unread, *left), period.days, each)


def _labelled(
    content: str, table: Table, taken: Sequence[Span]
) -> tuple[list[tuple[Condition, Span]], list[str]]:
    """Numbers that name a thing in one column ("drain 7", "Officer 77"), and those that no cell has."""
    found: list[tuple[Condition, Span]] = []
    unknown = []
    for match in _LABELLED.finditer(content):
        if any(span.start <= match.start("number") < span.end for span in taken):
            continue
        word, number = stem(match["word"]), _plain(match["number"])
        for column in table.columns:
            same = []
            if word in column.stems or match["word"].lower() in column.words:
                same = [v for v in column.places if _plain(v) == number]
            if not same and match["word"][0].isupper():
                said = re.compile(rf"\b{re.escape(match['word'])}\W+0*{re.escape(number)}\b", re.IGNORECASE)
                same = [v for v in column.holding.get(word, []) if said.search(v)]
            if same and column.kind is not ColumnKind.DATE:
                rows = frozenset(row for v in same for row in column.places[v])
                found.append((Condition(f"{column.name} = {same[0]}", rows), Span(*match.span())))
                break
        else:
            if match["word"][0].isupper() or word in table.column_stems:
                unknown.append(match.group())
    return found, unknown


def _merged(conditions: Sequence[Condition]) -> list[Condition]:
    """One condition a column: of "bed 1 and bed 2" the rows of either, which is no firm ground."""
    found: dict[str, Condition] = {}
    for one in conditions:
        column = one.words.split(" = ")[0]
        if column in found and found[column].words != one.words:
            first = found[column]
            one = Condition(f"{first.words} or {one.words}", first.rows | one.rows, firm=False)
        found[column] = one
    return list(found.values())


def _by_names(content: str, table: Table) -> Iterable[tuple[Condition, Span]]:
    """Names of two words or more that stand in several columns, where "from" or "to" says which."""
    for match in _NAME.finditer(content):
        stems = [t.stem for t in terms(match["name"])]
        holders = [
            (c, same) for c in table.columns
            if c.sorts and stems and all(s in c.holding for s in stems) and (same := _together(c, stems))
        ]  # fmt: skip
        ways = _WAYS.get((match["way"] or "").lower(), frozenset())
        meant = [(c, same) for c, same in holders if ways & set(c.words)]
        if len(holders) > 1 and len(meant) == 1:
            column, same = meant[0]
            rows = frozenset(row for v in same for row in column.places[v])
            told = f"= {min(same)}" if len(same) == 1 else f"with “{match['name']}”"
            yield Condition(f"{column.name} {told}", rows), Span(*match.span("name"))


def _said_values(content: str, table: Table) -> Iterable[tuple[Condition, Span]]:
    """A cell's one small word behind its column's own: "voted for" in a column ``vote``."""
    for column in _small_worded(table):
        values = {v.lower(): v for v in column.places}
        for match in re.finditer(r"\b([^\W\d_]+)(?=\s+([^\W\d_]+)\b)", content):
            if stem(match[1]) in column.stems and (value := values.get(match[2].lower())) is not None:
                rows = frozenset(column.places[value])
                yield Condition(f"{column.name} = {value}", rows), Span(match.start(), match.end(2))
                break


def _small_worded(table: Table) -> list[Column]:
    """Columns some of whose values say nothing as words ("for", "no"), so that no word answers them."""
    return [c for c in table.columns if c.sorts and any(not terms(v) for v in c.places)]


def _plain(label: str) -> str:
    return _LEADING_ZEROS.sub("", label.strip())


def _one_of(content: str, table: Table, labelled: Sequence[Condition]) -> Column | None:
    """The column whose name stands in "that drain", "a single ward": one of its values is meant."""
    for match in _ONE_OF.finditer(content):
        word = (match["word"] or match["bare"]).lower()
        for column in table.columns:
            named = column.words == [word] and (column.labels or column.sorts)
            if named and not any(c.words.startswith(f"{column.name} = ") for c in labelled):
                return column
    return None


def _period(asked: Asked, table: Table) -> Period:
    """The period of the claim; a stretch that the papers name once is taken from them."""
    period = period_in(asked.content, table.years, asked.anchor)
    if period.days is not None:
        named = asked.stretches(period.days)
        if len(named) == 1:
            return replace(period, first=named[0][0], last=named[0][1], days=None)
    return period


def _times(content: str, period: Period, table: Table) -> tuple[list[Condition], list[Span], list[str]]:
    """Conditions on days and hours, the spans of the hours' words, and what no column answers."""
    conditions, spans, unread = [], [], list(period.unread)
    if period.first is not None and period.last is not None:
        if table.dated < _FILLED * len(table.rows):
            unread.append("the days")
        else:
            rows = table.between(period.first, period.last)
            conditions.append(Condition(days_told(period.first, period.last), rows, dated=True))
    elif period.days is not None and table.dated < _FILLED * len(table.rows):
        unread.append("the days")
    clock = clock_in(content)
    if clock is not None:
        spans.append(clock.span)
        column = next((c for c in table.columns if c.kind is ColumnKind.TIME), None)
        if column is None:
            unread.append(clock.span.of(content))
        else:
            rows = frozenset(n for n, v in enumerate(column.values) if v and clock.admits(v))
            conditions.append(Condition(clock.told, rows, dated=True))
    return conditions, spans, unread


def _by_words(
    words: Sequence[Term], table: Table, content: str
) -> tuple[list[Condition], list[str]]:
    """Conditions from the words of ``content`` that columns answer, and the words that none does.

    Each word goes to the column where it stands with most others of the claim in one cell; what no
    sorting column answers may stand in a column of notes.
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
    unsaid = set().union(*(c.stems for c in _small_worded(table)))
    known = set(GENERAL | table.about | table.column_stems) - unsaid
    if (keeper := _KEEPER.search(content)) is not None:
        known.add(stem(keeper["word"]))
    if not any(one in c.holding for c in table.columns if c.sorts for one in _MEETING):
        known |= _MEETING
    open_words = {s: t for s, t in open_words.items() if s not in known}
    conditions += _by_notes(open_words, table, content)
    return conditions, [content[t.start : t.end] for t in open_words.values()] + unsure


def _by_notes(open_words: dict[str, Term], table: Table, content: str) -> list[Condition]:
    """A condition from a column of notes that has all or most of the open words together in a cell.

    Takes the words that it answers out of ``open_words``. Never firm: a note may say it otherwise.
    """
    best, stems = None, list[str]()
    for column in table.columns:
        if column.kind is not ColumnKind.TEXT or column.sorts:
            continue
        there = [s for s in open_words if s in column.holding]
        if len(there) > len(stems) and _together(column, there):
            best, stems = column, there
    if best is None:
        return []
    shown = " ".join(content[open_words[s].start : open_words[s].end] for s in stems)
    rows = frozenset(row for v in _together(best, stems) for row in best.places[v])
    for one in stems:
        del open_words[one]
    return [Condition(f"{best.name} with “{shown}”", rows, firm=False)]


def _together(column: Column, stems: Sequence[str]) -> set[str]:
    """The values of ``column`` that hold all of ``stems``."""
    return set(column.holding[stems[0]]).intersection(*(column.holding[s] for s in stems[1:]))


def _cells(values: Iterable[str]) -> set[str]:
    return {t.stem for v in values for t in terms(v)}


def _answers(column: Column, wanted: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """The column's values that hold words of the claim, each with the words it answers."""
    found: dict[str, set[str]] = {}
    for one, stems in wanted.items():
        for other in sorted(stems):
            for value in column.holding.get(other, ()):
                found.setdefault(value, set()).add(one)
    return {value: frozenset(found[value]) for value in column.places if value in found}


def _own(stems: Iterable[str], value: str) -> int:
    """How many of the words stand in the cell themselves, not by another of their meaning."""
    have = _cells([value])
    return sum(s in have for s in stems)
