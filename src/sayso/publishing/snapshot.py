"""A snapshot: all that is public of a story, drawn from its ledger, and nothing else.

A paper is public only where an editor cleared it, under the title that they gave it. Of all others
not a word, not a name and not a hash gets in here; only how many there were. A verdict whose words
are all withheld is not published as one: no verdict without a span.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from sayso.ledger.digest import Digest, Side
from sayso.ledger.galley import Galley, Paragraph, Run
from sayso.ledger.wording import harmless, one_line, searched
from sayso.publishing.records import Decided, Details
from sayso.records import (
    Claim,
    Coverage,
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
_WITHHELD = "Checked against a paper that is not published."
_BY_PERSON = "A person looked at the papers and decided so."
#: Shorter names are words as often as names of files.
_SHORTEST = 5


def snapshot(
    ledger: Ledger,
    details: Details,
    decided: Iterable[Decided] = (),
    cleared: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What is public of ``ledger`` as a story, as JSON can hold it.

    ``cleared`` has the titles of the papers that may be published, by document id.
    """
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
        self._names = _Names(ledger.coverage, self._cleared)

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
            "headline": one_line(self._digest.headline()),
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
                "words": searched(ledger.coverage),
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
        every = (*(decided.evidence if decided else ()), *finding.evidence)
        shown = [one for one in every if one.document in self._cleared]
        telling = [one for one in every if one.stance is not Stance.NEITHER]
        withheld = sum(one.document not in self._cleared for one in telling)
        public = self._public(verdict, shown)
        if public is None:
            reason = _WITHHELD
        elif overruled:
            reason = _BY_PERSON
        elif withheld or verdict is Verdict.NOT_FOUND:
            reason = ""
        else:
            reason = self._names.out_of(finding.reason)
        return {
            "verdict": public.value if public else None,
            "by": "person" if overruled else "program",
            "seen": decided is not None,
            "program": finding.verdict.value if overruled and public else None,
            "confidence": None if overruled or public is None else round(finding.confidence, 2),
            "reason": one_line(reason),
            "check": finding.check if public and not overruled else "",
            "evidence": [self._evidence(one) for one in shown[:5]] if public else [],
            "withheld": withheld,
        }

    def _public(self, verdict: Verdict, shown: list[Evidence]) -> Verdict | None:
        """The verdict, if words that bear it may be published; None where none may."""
        telling = {one.stance for one in shown} - {Stance.NEITHER}
        wanted = {
            Verdict.SUPPORTED: {Stance.SUPPORTS},
            Verdict.CONTRADICTED: {Stance.CONTRADICTS},
            Verdict.MIXED: telling,
            Verdict.NOT_FOUND: set[Stance](),
        }[verdict]
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


def _inside(evidence: Evidence) -> list[Span]:
    return [m for m in evidence.marks if evidence.start <= m.start and m.end <= evidence.end]


class _Names:
    """Takes the names of files out of a sentence: the title instead, or "a paper"."""

    def __init__(self, coverage: Iterable[Coverage], cleared: Mapping[str, str]) -> None:
        self._instead: dict[str, str] = {}
        for paper in coverage:
            path = PurePosixPath(paper.name)
            stem = path.stem
            for name in {paper.name, path.name, stem, stem.replace("_", " ").replace("-", " ")}:
                # A stem such as "letter" is a word of the language, and tells nothing.
                plain = name == stem and name.isalpha() and name.islower()
                if len(name) >= _SHORTEST and not plain:
                    self._instead.setdefault(name.casefold(), cleared.get(paper.id, "a paper"))
        names = sorted(self._instead, key=len, reverse=True)
        words = "|".join(re.escape(name) for name in names)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if names else None

    def out_of(self, text: str) -> str:
        """``text`` without a name of a file in it."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda m: self._instead.get(m.group().casefold(), "a paper"), harmless(text))
