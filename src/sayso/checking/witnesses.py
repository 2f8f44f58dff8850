"""One text is one witness: near-copies, and what a mail quotes of another, do not count again.

Of evidence that has the same words in near-copies of one document, or in mails of one thread, the
best is shown and the others are named. A copy with another figure in those words stays apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from sayso.library import Library
from sayso.library.alike import figures, plain
from sayso.records import Claim, Evidence, Finding, SegmentKind

#: The least likeness (difflib's ratio over letters and digits) of words that differ by misreadings.
_MISREAD = 0.9
#: Documents that are named beside one piece of evidence.
_NAMED = 50


def once(claims: Sequence[Claim], library: Library) -> tuple[Claim, ...]:
    """The claims, in each finding every witness once."""
    witnesses = _Witnesses(library)
    return tuple(
        replace(claim, say=witnesses.finding(claim.say), so=witnesses.finding(claim.so)) for claim in claims
    )


class _Witnesses:
    def __init__(self, library: Library) -> None:
        self._library = library
        self._kin: dict[str, tuple[str, ...]] = {}
        self._plain: dict[str, str] = {}

    def finding(self, finding: Finding | None) -> Finding | None:
        if finding is None or not any(self._related(e.document) for e in finding.evidence):
            return finding
        groups: list[list[Evidence]] = []
        for evidence in finding.evidence:
            group = next((g for g in groups if self._one(g[0], evidence)), None)
            if group is None:
                groups.append([evidence])
            else:
                group.append(evidence)
        return replace(finding, evidence=tuple(self._best(group) for group in groups))

    def _best(self, group: Sequence[Evidence]) -> Evidence:
        """The first that is no quotation of another mail, naming all that have the same words."""
        best = next((e for e in group if not self._quoted(e)), group[0])
        merged = {e.document for e in group}
        words = plain(best.text)
        also = [
            other for other in self._related(best.document)
            if other != best.document and (other in merged or words in self._words(other))
        ]  # fmt: skip
        return replace(best, also=tuple(also[:_NAMED])) if also else best

    def _one(self, first: Evidence, other: Evidence) -> bool:
        """Whether two pieces of evidence are one text in two papers."""
        if first.stance is not other.stance or first.document == other.document:
            return False
        if other.document not in self._related(first.document):
            return False
        if figures(first.text) != figures(other.text):
            return False
        ours, theirs = plain(first.text), plain(other.text)
        if ours == theirs:
            return True
        return SequenceMatcher(None, ours, theirs, autojunk=False).ratio() >= _MISREAD

    def _quoted(self, evidence: Evidence) -> bool:
        segment = self._library.documents[evidence.document].segment_at(evidence.start)
        return segment is not None and segment.kind is SegmentKind.QUOTED

    def _related(self, document: str) -> tuple[str, ...]:
        """The near-copies of a document and the mails of its thread, itself among them."""
        if document not in self._kin:
            both = (*self._library.alike.group(document), *self._library.threads.members(document))
            self._kin[document] = tuple(d for d in dict.fromkeys(both) if d in self._library.documents)
        return self._kin[document]

    def _words(self, document: str) -> str:
        if document not in self._plain:
            self._plain[document] = plain(self._library.documents[document].text)
        return self._plain[document]
