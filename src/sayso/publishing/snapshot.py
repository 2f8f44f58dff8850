"""A snapshot: all that is public of a story, drawn from its ledger, and nothing else.

A paper is public only where an editor cleared it, under the title that they gave it. Of all others
not a word, not a name, not a hash and not a language gets in here; only how many there were. A verdict
whose words are all withheld is not published as one: no verdict without a span.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from sayso.errors import StoryError
from sayso.ledger.digest import Digest, Side
from sayso.ledger.galley import Galley, Paragraph, Run
from sayso.ledger.wording import harmless, one_line, searched
from sayso.publishing.records import Decided, Details
from sayso.publishing.slugs import SAFE
from sayso.records import (
    Claim,
    Evidence,
    Finding,
    Ledger,
    Quotation,
    SourceKind,
    Span,
    Stance,
    Statement,
    Status,
    Verdict,
)

FORMAT = 1
#: What is said in place of a reason.
WITHHELD = "Checked against a paper that is not published."
_UNPROVEN = "No words of a paper that is published show it."
BY_PERSON = "A person looked at the papers and decided so."
_A_PAPER = "a paper"
_UNTITLED = "A story without a headline"
#: Shorter stems are words as often as names of files.
_SHORTEST = 5
#: What any paper might be called by.
_COMMON = frozenset(
    "article articles contacts contract document documents email emails files letter letters mails memo "
    "minutes notes paper papers record records report reports source sources statement statements table "
    "transcript".split()
)
#: Passages of a finding that are published.
_MOST = 5
#: The stances that a verdict rests on; *mixed* rests on whichever there are.
BEARING = {
    Verdict.SUPPORTED: {Stance.SUPPORTS},
    Verdict.CONTRADICTED: {Stance.CONTRADICTS},
    Verdict.MIXED: {Stance.SUPPORTS, Stance.CONTRADICTS},
    Verdict.NOT_FOUND: set[Stance](),
}


def snapshot(
    ledger: Ledger,
    details: Details,
    decided: Iterable[Decided] = (),
    cleared: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What is public of ``ledger`` as a story, as JSON can hold it.

    ``cleared`` has the titles of the papers that may be published, by document id. Raises StoryError
    where the slug or a claim's id cannot be part of an address.
    """
    for part in (details.slug, *(claim.id for claim in ledger.claims)):
        if not SAFE.fullmatch(part):
            raise StoryError(f"{part!r} is no part of an address: name the story otherwise, or check anew")
    return _Snapshot(ledger, details, decided, cleared or {}).data()


class _Snapshot:
    def __init__(
        self, ledger: Ledger, details: Details, decided: Iterable[Decided], cleared: Mapping[str, str]
    ) -> None:
        self._ledger = ledger
        self._digest = Digest(ledger)
        self._details = details
        self._decided = {(one.claim, one.side): one for one in decided}
        papers = {paper.id: paper for paper in ledger.coverage}
        self._cleared = {one: one_line(title) for one, title in cleared.items() if one in papers}
        self._ids = {
            paper.id: f"D{place}"
            for place, paper in enumerate((p for p in ledger.coverage if p.id in self._cleared), start=1)
        }
        self._names = _Names(ledger, self._cleared)

    def data(self) -> dict[str, Any]:
        ledger, details = self._ledger, self._details
        galley = Galley(self._digest)
        read = [p for p in ledger.coverage if p.same_as is None]
        provenance = dict(ledger.provenance)
        ordered = [c for s in ledger.statements for c in self._digest.gravest_first(s)]
        claims = {claim.id: self._claim(claim) for claim in ordered}
        return {
            "format": FORMAT,
            "slug": details.slug,
            "headline": self._headline(),
            "section": one_line(details.section),
            "author": one_line(details.author),
            "summary": one_line(details.summary),
            "published": details.published.isoformat(timespec="seconds"),
            "updated": details.updated.isoformat(timespec="seconds") if details.updated else None,
            "picture": {
                "width": details.picture.width, "height": details.picture.height,
                "credit": one_line(details.picture.credit),
                "alternative": one_line(details.picture.alternative),
            } if details.picture else None,
            "body": [self._paragraph(p, claims) for p in galley.paragraphs],
            "elsewhere": [s.id for s in galley.elsewhere],
            "statements": [self._statement(s) for s in ledger.statements],
            "claims": list(claims.values()),
            "omissions": [
                {"evidence": self._evidence(o.evidence), "bears_on": list(o.bears_on)}
                for o in ledger.omissions
                if o.evidence.document in self._cleared
            ],
            "documents": [
                {
                    "id": self._ids[p.id], "title": self._cleared[p.id], "sha256": p.sha256,
                    "pages": p.pages, "media_type": p.media_type,
                }
                for p in ledger.coverage
                if p.id in self._cleared
            ],
            "coverage": {
                "words": searched(replace(paper, language=None) for paper in ledger.coverage),
                "foreign": sum(
                    p.language not in (None, "en") for p in read if p.status is not Status.UNREAD
                ),
                "documents": len(read),
                **{status.name.lower(): sum(p.status is status for p in read) for status in Status},
                "published": len(self._cleared),
            },
            "sources": {kind.value: count for kind, count in ledger.audit.sources},
            "how": {
                "sayso": provenance.get("sayso", ""),
                "models": [provenance[k] for k in sorted(provenance) if k.endswith(" model")],
                "decided": len(self._decided),
                "overruled": sum(one.verdict is not None for one in self._decided.values()),
            },
        }  # fmt: skip

    def _headline(self) -> str:
        """The article's headline; never the name of its file."""
        field = self._ledger.article.field("headline")
        return (one_line(field.value) if field else "") or _UNTITLED

    def _paragraph(self, paragraph: Paragraph, claims: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        runs = [
            {
                "pieces": self._pieces(run, claims),
                "statement": run.statement.id if run.statement else None,
                "last": run.last,
                "tail": run.tail,
            }
            for run in paragraph.runs
        ]
        return {
            "zone": paragraph.zone.value,
            "runs": runs,
            "statements": [s.id for s in paragraph.statements],
        }

    def _pieces(self, run: Run, claims: Mapping[str, dict[str, Any]]) -> list[list[str]]:
        """The words of a run, each piece with the gravest public verdict that is on these very words.

        A wrong title in a sentence does not make the sentence wrong: a claim marks its own words only,
        also where another statement, within its own, has them.
        """
        if not run.pieces:
            return []
        start, end = run.pieces[0].start, run.pieces[-1].end
        own = run.statement.id if run.statement else ""
        marked = [
            (claim, verdict)
            for verdict in (Verdict.CONTRADICTED.value, Verdict.MIXED.value)
            for claim in self._ledger.claims
            if claim.statement == own or (start <= claim.start and claim.end <= end)
            if any(f and f["verdict"] == verdict for f in (claims[claim.id]["say"], claims[claim.id]["so"]))
        ]
        edges = {start, end} | {e for c, _ in marked for e in (c.start, c.end) if start < e < end}
        found = []
        for a, b in pairwise(sorted(edges)):
            look = next((verdict for c, verdict in marked if c.start <= a < c.end), "")
            found.append([harmless(self._ledger.article.text[a:b]), look])
        return found

    def _statement(self, statement: Statement) -> dict[str, Any]:
        text, source = self._ledger.article.text, statement.source
        return {
            "id": statement.id,
            "text": one_line(statement.text),
            "zone": statement.zone.value,
            "quotation": (statement.quotation or Quotation.NONE).value,
            "source": one_line(source.resolved or source.text) if source else None,
            "source_kind": (source.kind if source else SourceKind.OWN_VOICE).value,
            "cue": one_line(statement.cue.of(text)) if statement.cue else None,
            "hedges": [one_line(hedge.of(text)) for hedge in statement.hedges],
            "negated": statement.negated,
            "claims": list(statement.claims),
        }

    def _claim(self, claim: Claim) -> dict[str, Any]:
        return {
            "id": claim.id,
            "statement": claim.statement,
            "kind": claim.kind.value,
            "text": one_line(claim.text),
            "say": self._finding(claim, "say", claim.say),
            "so": self._finding(claim, "so", claim.so),
        }

    def _finding(self, claim: Claim, side: Side, finding: Finding | None) -> dict[str, Any] | None:
        if finding is None:
            return None
        decided = self._decided.get((claim.id, side))
        overruled = decided is not None and decided.verdict not in (None, finding.verdict)
        verdict = decided.verdict if decided and decided.verdict else finding.verdict
        every = _once((*(decided.evidence if decided else ()), *finding.evidence))
        shown = [one for one in every if one.document in self._cleared]
        hidden = [one for one in every if one.document not in self._cleared]
        withheld = sum(one.stance is not Stance.NEITHER for one in hidden)
        public = self._public(verdict, shown)
        own = [one for one in finding.evidence if one.document in self._cleared]
        program = self._public(finding.verdict, own)
        if public is None:
            reason = WITHHELD if hidden else _UNPROVEN
        elif overruled:
            reason = BY_PERSON
        elif hidden or verdict is Verdict.NOT_FOUND:
            reason = ""
        else:
            reason = self._names.out_of(finding.reason)
        return {
            "verdict": public.value if public else None,
            "by": "person" if overruled else "program",
            "seen": decided is not None,
            "program": program.value if overruled and public and program else None,
            "confidence": None if overruled or public is None else round(finding.confidence, 2),
            "reason": one_line(reason),
            "check": finding.check if public and not overruled else "",
            "evidence": [self._evidence(one) for one in _chosen(shown, public)] if public else [],
            "withheld": withheld,
        }

    def _public(self, verdict: Verdict, shown: list[Evidence]) -> Verdict | None:
        """The verdict, if words that bear it may be published; None where none may."""
        telling = {one.stance for one in shown} - {Stance.NEITHER}
        wanted = telling if verdict is Verdict.MIXED else BEARING[verdict]
        enough = verdict is Verdict.NOT_FOUND or bool(wanted and wanted <= telling)
        return verdict if enough else None

    def _evidence(self, evidence: Evidence) -> dict[str, Any]:
        return {
            "document": self._ids[evidence.document],
            "start": evidence.start,
            "end": evidence.end,
            "page": evidence.page,
            "line": evidence.line,
            "speaker": one_line(evidence.speaker) if evidence.speaker else None,
            "stance": evidence.stance.value,
            "text": evidence.text,
            "before": evidence.before,
            "after": evidence.after,
            "marks": [[mark.start - evidence.start, mark.end - evidence.start] for mark in _inside(evidence)],
        }


def _once(every: Iterable[Evidence]) -> list[Evidence]:
    """Evidence without what was there before: a person often picks the words that the program found."""
    found: dict[tuple[str, int, int, Stance], Evidence] = {}
    for one in every:
        found.setdefault((one.document, one.start, one.end, one.stance), one)
    return list(found.values())


def _chosen(shown: list[Evidence], verdict: Verdict) -> list[Evidence]:
    """The best few in their order, the best of each stance that the verdict rests on among them."""
    firsts = [next((e for e in shown if e.stance is stance), None) for stance in BEARING[verdict]]
    needed = [one for one in firsts if one is not None]
    rest = [one for one in shown if one not in needed][: _MOST - len(needed)]
    return [one for one in shown if one in needed or one in rest]


def _inside(evidence: Evidence) -> list[Span]:
    return [m for m in evidence.marks if evidence.start <= m.start and m.end <= evidence.end]


class _Names:
    """Takes the names of files and folders out of a sentence: the title instead, or "a paper".

    A stem such as "letter" is a word of the language as well. A word that the article has too, or that
    any paper might be called by, tells nothing of a file, and stays.
    """

    def __init__(self, ledger: Ledger, cleared: Mapping[str, str]) -> None:
        self._instead: dict[str, str] = {}
        known = set(re.findall(r"\w+", ledger.article.text.casefold())) | _COMMON
        for paper in ledger.coverage:
            path = PurePosixPath(paper.name.replace("\\", "/"))
            folders = {part for part in path.parent.parts if part not in ("/", ".")}
            own = {paper.name, path.name, path.stem, _spaced(path.stem)}
            others = {f(part) for part in folders for f in (str, _spaced, lambda p: PurePosixPath(p).stem)}
            for name in own | others:
                whole = bool(path.suffix) and name in (paper.name, path.name)
                if whole or (len(name) >= _SHORTEST and name.casefold() not in known):
                    title = cleared.get(paper.id, _A_PAPER) if name in own else _A_PAPER
                    key = harmless(name).casefold()
                    # Two papers may be called the same: then it is not told which of them.
                    self._instead[key] = title if self._instead.get(key, title) == title else _A_PAPER
        names = sorted(self._instead, key=len, reverse=True)
        words = "|".join(re.escape(name) for name in names)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if names else None

    def out_of(self, text: str) -> str:
        """``text`` without a name of a file in it."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda m: self._instead.get(m.group().casefold(), _A_PAPER), harmless(text))


def _spaced(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
