"""Traces and records as HTML pages that need nothing but themselves, as ``page`` makes those of ledgers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from sayso.ledger.cards import marked
from sayso.ledger.page import environment, hashed, part
from sayso.ledger.wording import number, place
from sayso.records import Evidence, SourceKind, Verdict
from sayso.tracing.drawing import Drawing, Point, Shape, to_svg
from sayso.tracing.outlets import Outlet
from sayso.tracing.parties import Parties
from sayso.tracing.register import Told
from sayso.tracing.relation import Relation
from sayso.tracing.timeline import MOST_ROWS, SHAPES, PaperMark, multiples, timeline
from sayso.tracing.trace import Entry, Position, Record, Trace, outlet_of

#: Marks of one party that stand side by side with the others', and passages shown of one finding.
_MARKS, _PASSAGES = 12, 3
_MADE = (
    "Made by sayso on this machine. Grouped by rules and by nearness of meaning: claims that say the same "
    "may stand apart, and what the papers are silent about is not false."
)
_WHY_NOT = {
    Relation.FIGURE: "another figure", Relation.DATE: "another date", Relation.ACTOR: "another doer",
    Relation.NEGATED: "the opposite", Relation.HEDGED: "with or without a hedge",
    Relation.CONDITIONAL: "with or without a condition", Relation.OTHER: "something else",
    Relation.SAME: "the same",
}  # fmt: skip
_UNNAMED = (
    SourceKind.OFFICIALS_UNNAMED, SourceKind.EXPERTS_UNNAMED, SourceKind.INSIDERS_UNNAMED,
    SourceKind.OBSERVERS_UNNAMED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """What a page says of a paper: what it is called, and its day."""

    name: str
    day: date | None = None


class _EvidenceView:
    """Evidence in the words of the page."""

    most = _PASSAGES

    def __init__(self, papers: Mapping[str, Paper]) -> None:
        self._papers = papers

    def parts(self, evidence: Evidence) -> tuple[tuple[str, bool], ...]:
        """The quoted words, and which of them decide."""
        return marked(evidence)

    def title(self, evidence: Evidence) -> str:
        """What the paper is called."""
        paper = self._papers.get(evidence.document)
        return paper.name if paper else evidence.document

    def place(self, evidence: Evidence) -> str:
        """Where in the paper it stands."""
        return place(evidence)

    def dated(self, evidence: Evidence) -> date | None:
        """The day of the paper."""
        paper = self._papers.get(evidence.document)
        return paper.day if paper else None


class TraceView:
    """What the template of a trace shows."""

    most_rows, most_marks = MOST_ROWS, _MARKS
    made = _MADE
    not_asked = "The case has no papers that speak to it: add some, then trace it again."

    def __init__(self, trace: Trace, parties: Parties, papers: Mapping[str, Paper]) -> None:
        self.trace, self.claim = trace, trace.claim
        self.evidence = _EvidenceView(papers)
        first = trace.first
        self.first = first.first if first is not None else None
        self.timeline = Markup(to_svg(timeline_of(trace, papers), alone=False))
        drawn = (multiples(series, parties) for series in trace.series[:3])
        self.multiples = [Markup(to_svg(one, alone=False)) for one in drawn if one is not None]

    @property
    def summary(self) -> str:
        """How often and by whom, in a sentence or two."""
        trace = self.trace
        if not trace.rows:
            return "No article in the case says so, denies it, or says it otherwise."
        says, denies = (who(trace, position) for position in (Position.SAYS, Position.DENIES))
        own = next((len(row.marks) for row in trace.rows if not row.speaks), 0)
        parts = [
            f"Told in {number(trace.texts, 'text')}, printed {number(trace.articles, 'time')} by "
            f"{number(len(trace.outlets), 'outlet')}.",
            f"{number(says, 'source')} {'says' if says == 1 else 'say'} so, "
            f"{number(denies, 'source')} {'denies' if denies == 1 else 'deny'} it.",
        ]
        if own:
            parts.append(
                f"{number(own, 'text')} {'has' if own == 1 else 'have'} it in the outlet’s own voice."
            )
        return " ".join(parts)

    @property
    def key(self) -> list[tuple[Markup, str]]:
        """The marks and what they mean."""
        shown = [
            (Position.SAYS, "says so"), (Position.DENIES, "denies it"),
            (Position.FIGURE, "gives another figure or date"),
            (Position.HEDGES, "says it with a hedge or a condition"),
        ]  # fmt: skip
        found = [(_sample(Point(10, 10, 5, SHAPES[position])), words) for position, words in shown]
        found.append(
            (_sample(Point(10, 10, 4, SHAPES[Position.SAYS], ringed=True)), "was of another mind before")
        )
        if self.trace.papers is not None:
            found.append((_sample(Point(10, 10, 6, Shape.DIAMOND)), "a paper of the case"))
        return found

    @staticmethod
    def why_not(relation: Relation) -> str:
        """What sets a near claim apart."""
        return _WHY_NOT[relation]


class RecordView:
    """What the template of a record shows."""

    made = _MADE

    def __init__(self, record: Record, papers: Mapping[str, Paper]) -> None:
        self.record = record
        self.evidence = _EvidenceView(papers)

    @property
    def summary(self) -> str:
        """How much is laid to the party, in a sentence."""
        record = self.record
        return (
            f"{number(len(record.entries), 'claim')} in {number(record.texts, 'text')}, printed "
            f"{number(record.articles, 'time')}."
        )

    @property
    def groups(self) -> list[tuple[str, str, list[Entry]]]:
        """The claims by what is known of them, the gravest first; each claim once."""
        return [(title, words, entries) for title, words, entries in grouped(self.record) if entries]

    @staticmethod
    def again(entry: Entry) -> str:
        """How often a claim was told, and where."""
        outlets = list(dict.fromkeys(outlet_of(one.article) for one in entry.told))
        last = entry.told[-1].article.day
        until = f", last on {last.day} {last:%B %Y}" if last else ""
        return f"Told {number(len(entry.told), 'time')} in {number(len(outlets), 'outlet')}{until}."

    @staticmethod
    def otherwise(entry: Entry, told: Told) -> str:
        """Whether another version came before or after."""
        mine, other = entry.first.article.day, told.article.day
        if mine is None or other is None or mine == other:
            return "Said otherwise too:"
        return "Said otherwise before:" if other < mine else "Said otherwise later:"


class TracesView:
    """What the template of a case's traces shows."""

    made = _MADE

    def __init__(
        self, name: str, counts: tuple[int, int, int], traces: Sequence[Trace], outlets: Sequence[Outlet],
        unread: Sequence[tuple[str, str]],
    ) -> None:  # fmt: skip
        self.name, self.traces, self.outlets, self.unread = name, traces, outlets, unread
        articles, texts, statements = counts
        copies = (
            f" ({number(articles - texts, 'copy', 'copies')} of another’s text)" if articles > texts else ""
        )
        self.summary = f"{number(articles, 'article')}{copies}, {number(statements, 'statement')}."

    @staticmethod
    def who(trace: Trace, position: str) -> int:
        """How many sources take a position."""
        return who(trace, Position[position])

    @staticmethod
    def shares(outlet: Outlet) -> list[tuple[str, int]]:
        """The shares of an outlet's statements, in percent."""
        of = {
            "Named": (SourceKind.NAMED_PERSON, SourceKind.NAMED_ORGANISATION), "Unnamed": _UNNAMED,
            "Documents": (SourceKind.DOCUMENTS,), "Own voice": (SourceKind.OWN_VOICE,),
        }  # fmt: skip
        return [
            (label, round(100 * sum(outlet.share(kind) for kind in kinds))) for label, kinds in of.items()
        ]


def trace_to_html(trace: Trace, parties: Parties, papers: Mapping[str, Paper]) -> str:
    """A trace as a page. ``papers`` are those that its evidence is of, by their ids."""
    return _page("trace.html.j2", page=TraceView(trace, parties, papers), trace=trace)


def record_to_html(record: Record, papers: Mapping[str, Paper]) -> str:
    """A record as a page."""
    return _page("record.html.j2", page=RecordView(record, papers), record=record)


def traces_to_html(
    name: str, counts: tuple[int, int, int], traces: Sequence[Trace], outlets: Sequence[Outlet],
    unread: Sequence[tuple[str, str]],
) -> str:  # fmt: skip
    """What is told most in a case, and which outlet says whose word, as a page."""
    return _page("traces.html.j2", page=TracesView(name, counts, traces, outlets, unread))


def timeline_of(trace: Trace, papers: Mapping[str, Paper]) -> Drawing:
    """The timeline of a trace, with the papers that speak to its claim."""
    finding = trace.papers
    shown: dict[str, PaperMark] = {}
    for evidence in (
        finding.evidence if finding is not None and finding.verdict is not Verdict.NOT_FOUND else ()
    ):
        paper = papers.get(evidence.document, Paper(evidence.document))
        shown.setdefault(
            evidence.document, PaperMark(paper.day, f"{paper.name} {evidence.stance.value}", "#papers")
        )
    return timeline(trace, tuple(shown.values()), lambda mark: f"#t{mark.first.place}")


def grouped(record: Record) -> list[tuple[str, str, list[Entry]]]:
    """The entries of a record: contradicted, said differently, supported, the rest."""
    found: dict[str, list[Entry]] = {"contradicted": [], "otherwise": [], "supported": [], "rest": []}
    for entry in record.entries:
        verdict = entry.papers.verdict if entry.papers else None
        if verdict in (Verdict.CONTRADICTED, Verdict.MIXED):
            found["contradicted"].append(entry)
        elif entry.before:
            found["otherwise"].append(entry)
        elif verdict is Verdict.SUPPORTED:
            found["supported"].append(entry)
        else:
            found["rest"].append(entry)
    return [
        ("The papers contradict it, at least in part", "", found["contradicted"]),
        ("Said differently at another time", "", found["otherwise"]),
        ("The papers support it", "", found["supported"]),
        (
            "All else laid to them",
            "The papers of the case do not speak to it, or were not asked.",
            found["rest"],
        ),
    ]


def who(trace: Trace, position: Position) -> int:
    """How many sources, outlets' own voice apart, ever take a position."""
    return sum(row.speaks and any(mark.position is position for mark in row.marks) for row in trace.rows)


def _page(template: str, **values: object) -> str:
    style = part("ledger.css") + part("trace.css")
    policy = (
        f"default-src 'none'; img-src data:; style-src {hashed(style)}; base-uri 'none'; form-action 'none'"
    )
    made = environment().get_template(template)
    return made.render(style=Markup(style), policy=policy, **values)


def _sample(point: Point) -> Markup:
    drawing = to_svg(Drawing(20, 20, "", "", points=(replace(point, title=""),)), alone=False)
    return Markup(
        drawing.replace(' role="group" aria-label=""', ' aria-hidden="true"').replace(
            "<title></title><desc></desc>", ""
        )
    )
