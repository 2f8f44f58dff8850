"""A trace: one claim across articles, people and time; and a record: all that is laid to one source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sayso.records import Finding, SourceKind
from sayso.tracing.drift import Series, series_of
from sayso.tracing.parties import Doubt, Parties, Party
from sayso.tracing.register import Published, Register, Told
from sayso.tracing.relation import Relation

OWN_VOICE = "outlets, in their own voice"
PAPERS = "the papers of the case"
#: Wordings and claims beside a trace that are shown.
_WORDINGS, _NEAR = 12, 8


class Position(StrEnum):
    """What somebody does with a claim."""

    SAYS = "says so"
    DENIES = "denies it"
    FIGURE = "gives another figure"
    DATE = "gives another date"
    HEDGES = "says it with a hedge"
    CONDITION = "says it with a condition"


#: Verbs by which others report that somebody said something.
_SAYING = (
    r"(?:said|says|claimed|claims|asked|asks|requested|demanded|promised|told|admitted|agreed|vowed|warned|"
    r"insisted|denied|called\sfor|urged|begged|accused|pledged|threatened|ordered|offered)"
)

_OF = {
    Relation.SAME: Position.SAYS, Relation.NEGATED: Position.DENIES, Relation.FIGURE: Position.FIGURE,
    Relation.DATE: Position.DATE, Relation.HEDGED: Position.HEDGES,
    Relation.CONDITIONAL: Position.CONDITION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """One voice at one time: a text in which somebody takes a position, and who printed it.

    ``told`` are the tellings in the copies of that text, the first printed first. ``changed`` is true
    where the same party's last position was another one.
    """

    position: Position
    told: tuple[Told, ...]
    changed: bool = False

    @property
    def first(self) -> Told:
        """The telling that was printed first."""
        return self.told[0]

    @property
    def day(self) -> date | None:
        """The day of the first article that has it."""
        return self.first.article.day

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who printed it, each once, the first first."""
        return tuple(dict.fromkeys(outlet_of(told.article) for told in self.told))


@dataclass(frozen=True, slots=True)
class Row:
    """One party's marks in order of time. ``speaks`` is false for outlets in their own voice."""

    name: str
    kind: SourceKind
    marks: tuple[Mark, ...]

    @property
    def speaks(self) -> bool:
        """Whether a source speaks, and not the outlets themselves."""
        return self.kind is not SourceKind.OWN_VOICE


@dataclass(frozen=True, slots=True)
class Wording:
    """One way the claim was put: its words, what it is to the claim, when first, in how many texts."""

    content: str
    position: Position
    first: Told
    texts: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A claim's trace.

    ``claim`` are the words that it is known by: as asked, or as it was told most. ``near`` are claims
    that are like it and not it, each with why not. ``papers`` is what the papers of the case show of
    it, None where there are none or they were not asked.
    """

    claim: str
    rows: tuple[Row, ...]
    wordings: tuple[Wording, ...]
    series: tuple[Series, ...]
    near: tuple[tuple[Relation, str], ...]
    articles: int
    texts: int
    outlets: tuple[str, ...]
    papers: Finding | None = None

    @property
    def first(self) -> Mark | None:
        """The first mark of a known day, the first at all where none is known."""
        marks = [mark for row in self.rows for mark in row.marks]
        return min(marks, key=_when, default=None)

    def with_papers(self, finding: Finding | None) -> Trace:
        """The same with what the papers show."""
        return replace(self, papers=finding)


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim in a record: what was said, when first and how often, and what else is known of it.

    ``before`` are other versions of it that the same party told, with what sets them apart.
    """

    content: str
    position: Position
    told: tuple[Told, ...]
    claim: int | None
    before: tuple[tuple[Position, Told], ...] = ()
    papers: Finding | None = None

    @property
    def first(self) -> Told:
        """Its first telling."""
        return self.told[0]


@dataclass(frozen=True, slots=True)
class Record:
    """Everything laid to one party, over time.

    ``others`` are claims about the party, or in its mouth by others' account, that it never made itself.
    """

    party: Party
    entries: tuple[Entry, ...]
    others: tuple[Told, ...]
    doubts: tuple[Doubt, ...]
    articles: int
    texts: int

    def with_papers(self, findings: Mapping[int, Finding]) -> Record:
        """The same with what the papers show of its entries, each under the ``id()`` of the entry."""
        entries = tuple(replace(entry, papers=findings.get(id(entry))) for entry in self.entries)
        return replace(self, entries=entries)


def trace_of(register: Register, parties: Parties, claims: Mapping[int, Relation], words: str = "") -> Trace:
    """The trace of ``claims``, each with what it is to the claim that is traced.

    ``words`` are what it shall be called; left out, the wording that the most texts have.
    """
    told = register.told(list(claims))
    placed = [
        (position, one)
        for claim, relation in claims.items()
        for one in told[claim]
        if (position := position_of(relation, one)) is not None
    ]
    near = [
        (relation, told[claim][0].telling.content)
        for claim, relation in claims.items()
        if relation is Relation.ACTOR and told[claim]
    ]
    every = [one for _, one in placed]
    named = words or _most_told([one for position, one in placed if position is Position.SAYS] or every)
    return Trace(
        claim=named,
        rows=_rows(placed, parties),
        wordings=_wordings(placed),
        series=series_of(sorted(every, key=_at)),
        near=tuple(near[:_NEAR]),
        articles=len({one.article.id for one in every}),
        texts=len({one.article.leader for one in every}),
        outlets=tuple(sorted({outlet_of(one.article) for one in every})),
    )


def position_of(relation: Relation, told: Told) -> Position | None:
    """What a telling of a claim in that ``relation`` does with the claim; None for another's deed."""
    position = _OF.get(relation)
    if position is None or not told.telling.denied:
        return position
    if position is Position.SAYS:
        return Position.DENIES
    # Whoever denies that it is not so says so; whoever denies "five" says nothing of "three".
    return Position.SAYS if position is Position.DENIES else None


def with_kin(register: Register, claim: int) -> dict[int, Relation]:
    """A claim and those that are the same but for one thing."""
    found = {claim: Relation.SAME}
    for relation, other in register.kin(claim):
        found.setdefault(other, relation)
    return found


def record_of(register: Register, parties: Parties, name: str) -> Record | None:
    """The record of the party called ``name``; None where nothing is laid to one of that name."""
    party = parties.party(name)
    if party is None:
        return None
    told = register.told_by([form for form, _ in party.forms])
    whole = [one for one in told if one.telling.whole]
    by_claim: dict[object, list[Told]] = defaultdict(list)
    wordings = register.claims_by([one.wording for one in told if one.wording is not None])
    for one in told:
        if one.wording is not None:
            by_claim[wordings.get(one.wording, ("wording", one.wording))].append(one)
        elif one.telling.whole:
            by_claim["place", one.place].append(one)
    entries = [_entry(register, claim, some, by_claim) for claim, some in by_claim.items()]
    shown = [e for e in entries if any(one.telling.whole for one in e.told)]
    return Record(
        party,
        tuple(sorted(shown, key=lambda entry: _at(entry.first))),
        tuple(_never_said(register, party, by_claim)),
        tuple(parties.doubts(party.name)),
        articles=len({one.article.id for one in whole}),
        texts=len({one.article.leader for one in whole}),
    )


def _entry(
    register: Register, claim: object, told: Sequence[Told], own: Mapping[object, Sequence[Told]]
) -> Entry:
    kept = sorted(told, key=_at)
    denied = kept[0].telling.denied
    before: list[tuple[Position, Told]] = []
    if isinstance(claim, int):
        for relation, other in register.kin(claim):
            position = _OF.get(relation)
            if position is not None and other in own:
                before.append((position, min(own[other], key=_at)))
        turned = next((one for one in kept if one.telling.denied is not denied), None)
        if turned is not None:
            before.append((Position.SAYS if turned.telling.denied is False else Position.DENIES, turned))
    return Entry(
        kept[0].telling.content or kept[0].telling.text,
        Position.DENIES if denied else Position.SAYS,
        tuple(kept),
        claim if isinstance(claim, int) else None,
        tuple(sorted(before, key=lambda pair: _at(pair[1]))),
    )


def _never_said(register: Register, party: Party, own: Mapping[object, Sequence[Told]]) -> list[Told]:
    """What others report the party to have said, asked or promised, and it never says itself."""
    name = party.name.split()[-1]
    reported = re.compile(rf"\b{re.escape(name)}\b(?:['’]s)?\s(?:\w+\s){{0,2}}?{_SAYING}\b", re.IGNORECASE)
    forms = {form for form, _ in party.forms}
    others = [one for one in register.told_about(name) if reported.search(one.telling.content)]
    claims = register.claims_by([one.wording for one in others if one.wording is not None])
    found: dict[object, Told] = {}
    for one in others:
        claim = claims.get(one.wording or -1)
        if claim not in own and one.telling.speaker not in forms:
            found.setdefault(claim, one)
    return list(found.values())[:_NEAR]


def _rows(placed: Iterable[tuple[Position, Told]], parties: Parties) -> tuple[Row, ...]:
    by_party: dict[str, dict[tuple[str, Position], list[Told]]] = defaultdict(lambda: defaultdict(list))
    kinds: dict[str, SourceKind] = {}
    for position, one in sorted(placed, key=lambda pair: _at(pair[1])):
        speaker = one.telling.speaker
        name = OWN_VOICE if speaker is None else parties.of(speaker)
        kinds.setdefault(name, SourceKind.OWN_VOICE if speaker is None else one.telling.kind)
        voices = by_party[name][one.article.leader, position]
        if all(other.article.id != one.article.id for other in voices):
            voices.append(one)
    rows = [Row(name, kinds[name], _marks(voices)) for name, voices in by_party.items()]
    return tuple(sorted(rows, key=lambda row: (not row.speaks, _when(row.marks[0]))))


def _marks(voices: Mapping[tuple[str, Position], Sequence[Told]]) -> tuple[Mark, ...]:
    marks = sorted((Mark(position, tuple(told)) for (_, position), told in voices.items()), key=_when)
    return tuple(
        replace(mark, changed=number > 0 and marks[number - 1].position is not mark.position)
        for number, mark in enumerate(marks)
    )


def _wordings(placed: Iterable[tuple[Position, Told]]) -> tuple[Wording, ...]:
    found: dict[tuple[str, Position], list[Told]] = defaultdict(list)
    for position, one in sorted(placed, key=lambda pair: _at(pair[1])):
        found[one.telling.content, position].append(one)
    wordings = [
        Wording(content, position, told[0], len({one.article.leader for one in told}))
        for (content, position), told in found.items()
    ]
    most = sorted(wordings, key=lambda wording: -wording.texts)[:_WORDINGS]
    return tuple(sorted(most, key=lambda wording: _at(wording.first)))


def _most_told(told: Sequence[Told]) -> str:
    texts: dict[str, set[str]] = defaultdict(set)
    for one in told:
        texts[one.telling.content].add(one.article.leader)
    return max(texts, key=lambda content: len(texts[content]), default="")


def outlet_of(article: Published) -> str:
    """Who printed an article: the outlet, or the article's own name where no outlet is known."""
    return article.outlet or article.name


def _at(told: Told) -> tuple[bool, date, int]:
    return told.article.day is None, told.article.day or date.max, told.place


def _when(mark: Mark) -> tuple[bool, date, int]:
    return _at(mark.first)
