"""A ledger on a terminal: calm, readable at 80 columns, and the same when piped.

Words of documents are handed to rich as plain text, never as its markup, with everything made
visible that a terminal would obey.
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from sayso.ledger.digest import Charge, Digest, Side, kind_of
from sayso.ledger.wording import (
    AGAINST_SIGNS,
    AGAINST_WORDS,
    KIND_LABELS,
    KIND_WORDS,
    NOTE_TITLES,
    PLAIN_SYMBOLS,
    SIGN_WORDS,
    SYMBOLS,
    VERDICT_WORDS,
    Sign,
    confidence,
    day,
    number,
    one_line,
    place,
    shorten,
)
from sayso.records import Evidence, Ledger, Remark, Statement, Status, Verdict

_STYLES = {
    Sign.CONTRADICTED: "bold red",
    Sign.MIXED: "bold yellow",
    Sign.PARTLY: "green",
    Sign.SUPPORTED: "green",
    Sign.NOT_FOUND: "dim",
    Sign.UNCHECKED: "dim",
}
_SIDES: tuple[Side, ...] = ("so", "say")
_QUESTIONS = {"say": "Was it said?", "so": "Is it so?"}
#: Longest lists shown; the page and the JSON hold the rest.
_MOST = 6
_MEASURE = 88


def print_ledger(ledger: Ledger, console: Console) -> None:
    """Print what matters of ``ledger``: contradictions first, then what nobody stands behind."""
    _View(ledger, console).print()


class _View:
    """One printing of one ledger."""

    def __init__(self, ledger: Ledger, console: Console) -> None:
        self.ledger = ledger
        self.digest = Digest(ledger)
        self.console = console
        self.width = min(console.width, _MEASURE)
        self.symbols = SYMBOLS if console.encoding.startswith("utf") else PLAIN_SYMBOLS

    def print(self) -> None:
        self._masthead()
        self._charges(Verdict.CONTRADICTED, "What the papers contradict")
        self._charges(Verdict.MIXED, "Where the papers are mixed")
        self._omissions()
        self._headline()
        self._nobody()
        self._sourcing()
        self._remarks(
            "Documents spoken of, never identified", self.ledger.audit.documents_unidentified
        )
        self._tally()
        self._coverage()

    def _line(self, *parts: str | tuple[str, str], indent: int = 0, hang: int = 0) -> None:
        """Print ``parts`` wrapped and indented, later lines by ``hang`` more, nothing trailing."""
        text = Text.assemble(*parts)
        lines = text.wrap(self.console, max(self.width - indent - hang, 10))
        for count, line in enumerate(lines):
            line.rstrip()
            margin = Text(" " * (indent + (hang if count else 0)))
            self.console.print(margin + line, highlight=False, soft_wrap=True)

    def _heading(self, title: str, count: int | None = None) -> None:
        self.console.print()
        self._line((title, "bold"), "" if count is None else (f"  {count}", "dim"))

    def _masthead(self) -> None:
        article = self.ledger.article
        self._line((one_line(self.digest.headline()), "bold"))
        about = [*article.authors]
        if article.published:
            about.append(day(article.published))
        about.append(
            f"{number(len(self.ledger.statements), 'statement')}, "
            f"{number(len(self.ledger.claims), 'claim')}"
        )
        self._line((" · ".join(one_line(part) for part in about), "dim"))

    def _charges(self, verdict: Verdict, title: str) -> None:
        charges = self.digest.with_verdict(verdict)
        if not charges and verdict is not Verdict.CONTRADICTED:
            return
        self._heading(title, len(charges))
        if not charges:
            self._line("Nothing, of what could be checked.", indent=2)
        for charge in charges:
            self._charge(charge)

    def _charge(self, charge: Charge) -> None:
        found = Sign(charge.points[0].finding.verdict.value)
        self.console.print()
        self._line(
            (f"{self.symbols[found]} ", _STYLES[found]),
            (shorten(charge.claim.text, 300), "bold"),
            indent=2,
            hang=2,
        )
        shown: Evidence | None = None
        for point in charge.points:
            finding = point.finding
            self._line(
                f"{_QUESTIONS[point.side]} ",
                (SIGN_WORDS[found], _STYLES[found]),
                f", {confidence(finding)}. {one_line(finding.reason)}",
                indent=4,
            )
            best = finding.evidence[0] if finding.evidence else None
            if best and best != shown:
                self._evidence(best)
                shown = best

    def _evidence(self, evidence: Evidence) -> None:
        where = ", ".join(
            filter(None, (self.digest.document_name(evidence.document), place(evidence)))
        )
        self._line(f"“{shorten(evidence.text, 300)}”", indent=6)
        speaker = f"{one_line(evidence.speaker)}, in " if evidence.speaker else ""
        self._line((f"{speaker}{one_line(where)}", "dim"), indent=6)

    def _nobody(self) -> None:
        digest = self.digest
        if not digest.own_voice and not digest.unnamed:
            return
        self._heading("What nobody stands behind", len(digest.own_voice) + len(digest.unnamed))
        self._line(
            f"{number(len(digest.own_voice), 'statement')} in the article’s own voice, "
            f"{len(digest.unnamed)} laid to sources without a name.",
            indent=2,
        )
        found = digest.unbacked(digest.unnamed + digest.own_voice)
        for statement in found[:_MOST]:
            self._statement(statement)
        if len(found) > _MOST:
            self._line((f"and {len(found) - _MOST} more without full support", "dim"), indent=4)

    def _statement(self, statement: Statement) -> None:
        so = self.digest.so(statement)
        who = one_line(statement.source.text) + ", " if statement.source else ""
        self.console.print()
        self._line(
            (f"{self.symbols[so]} " if self.symbols[so] else "", _STYLES[so]),
            shorten(statement.text, 200),
            indent=2,
            hang=2,
        )
        self._line((f"{who}{KIND_WORDS[kind_of(statement)]}; {SIGN_WORDS[so]}", "dim"), indent=4)

    def _remarks(self, title: str, remarks: tuple[Remark, ...]) -> None:
        if not remarks:
            return
        self._heading(title, len(remarks))
        for remark in remarks:
            self._line(f"- {one_line(remark.text)}", indent=2, hang=2)

    def _omissions(self) -> None:
        claims = {claim.id: claim for claim in self.ledger.claims}
        if self.ledger.omissions:
            self._heading(
                "What the papers say that the article leaves out", len(self.ledger.omissions)
            )
        for omission in self.ledger.omissions:
            self.console.print()
            self._evidence(omission.evidence)
            self._line(one_line(omission.reason), indent=4)
            for about in omission.bears_on[:1]:
                if about in claims:
                    words = f"bears on: {shorten(claims[about].text, 160)}"
                    self._line((words, "dim"), indent=4)
        if self.digest.unused:
            self.console.print()
            words = "; ".join(one_line(name) for name in self.digest.unused)
            self._line((f"No finding rests on: {words}.", "dim"), indent=2)

    def _headline(self) -> None:
        parts = self.ledger.audit.headline
        if not parts:
            return
        self._heading("The headline, part by part")
        for part in parts:
            found, papers = AGAINST_SIGNS[part.against], self.digest.papers_on(part)
            self.console.print()
            self._line(
                (f"{self.symbols[found]} ", _STYLES[found]),
                (shorten(self.ledger.article.text[part.start : part.end], 200), "bold"),
                indent=2,
                hang=2,
            )
            self._line((AGAINST_WORDS[part.against], _STYLES[found]), f". {one_line(part.text)}", indent=4)
            self._line("The papers: ", (SIGN_WORDS[papers], _STYLES[papers]), ".", indent=4)

    def _sourcing(self) -> None:
        if not self.digest.notes:
            return
        self._heading("How it is sourced")
        self._line(self.digest.standing_words, indent=2)
        for kind, notes in self.digest.notes:
            words = [f"“{shorten(self.ledger.article.text[n.start : n.end], 60)}”" for n in notes[:_MOST]]
            more = f" and {len(notes) - _MOST} more" if len(notes) > _MOST else ""
            self._line(f"- {NOTE_TITLES[kind]}: {', '.join(words)}{more}", indent=2, hang=2)

    def _tally(self) -> None:
        self._heading("Tally")
        for side in _SIDES:
            parts: list[str | tuple[str, str]] = [f"{_QUESTIONS[side]:<13}"]
            for verdict, count in self.digest.tally(side):
                found = Sign(verdict.value)
                words = f"{self.symbols[found]} {count} {VERDICT_WORDS[verdict].lower()}"
                parts += ["  ", (words, _STYLES[found] if count else "dim")]
            self._line(*parts, indent=2)
        kinds = [f"{count} {KIND_LABELS[kind]}" for kind, count in self.digest.sources if count]
        if kinds:
            self._line(("Statements laid to: " + "; ".join(kinds) + ".", "dim"), indent=2)

    def _coverage(self) -> None:
        self._heading("What was read")
        self._line(self.digest.coverage_words(), indent=2)
        for status in (Status.PARTLY_READ, Status.UNREAD):
            for paper in self.digest.papers(status):
                reason = one_line(paper.reason or "no reason given")
                self._line(f"- {one_line(paper.name)}: {status.value}. {reason}", indent=2, hang=2)
        for paper in self.digest.ledger.coverage:
            for note in paper.notes:
                self._line(f"- {one_line(paper.name)}: {one_line(note)}", indent=2, hang=2)
