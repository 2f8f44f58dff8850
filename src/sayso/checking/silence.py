"""Claims that the papers are silent: "nothing in the papers shows that …", "the minutes do not mention …".

A search can find what was said to be missing. It can never show that it is missing, so where nothing
is found the answer is what was searched, and no verdict.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sayso.records import Finding, Stance, Verdict

_PAPERS = (
    r"(?:papers?|documents?|records?|files?|minutes|logs?|e-?mails?|letters?|correspondence|archives?|"
    r"accounts?|reports?|transcripts?|evidence)"
)
_SHOWS = (
    r"(?:shows?|says?|suggests?|indicates?|mentions?|records?|refers? to|speaks? of|supports?|names?|"
    r"contains?)"
)
_SILENT = re.compile(
    rf"\b(?:nothing|nowhere|none|no\s+(?:line|word|trace|mention|{_PAPERS}))\b[^.;]{{0,40}}?\b(?:{_SHOWS})\s+(?:that\s+)?(?P<a>.+)"
    rf"|\b{_PAPERS}\b[^.;]{{0,40}}?\b(?:do(?:es)?|did)(?:\s+not|n['’]t)\s+(?:even\s+)?{_SHOWS}\s+(?:that\s+)?(?P<b>.+)"
    rf"|\b{_PAPERS}\b[^.;]{{0,40}}?\b(?:are|is|were|was)\s+silent\s+(?:on|about)\s+(?P<c>.+)"
    rf"|\bthere\s+(?:is|was)\s+no\s+(?:trace|mention|record)\s+of\s+(?P<d>.+?)(?:\s+in\s+the\s+{_PAPERS}.*)?$"
    rf"|\b{_PAPERS}\b[^.;]{{0,40}}?\b(?:ha(?:s|ve|d)|holds?|held|keeps?|kept|contains?|contained)\s+no\s+"
    r"(?:trace|mention|record|sign)\s+of\s+(?P<e>.+)",
    re.IGNORECASE,
)
_NAMES_PAPERS = re.compile(rf"\b{_PAPERS}\b", re.IGNORECASE)


def silent_on(content: str) -> str | None:
    """What a claim says the papers do not have; None where it says no such thing."""
    found = _SILENT.search(content)
    if found is None or not (_NAMES_PAPERS.search(content) or found["d"]):
        return None
    missing = next(words for words in found.groups() if words).strip(" .“”")
    return missing if len(missing.split()) > 1 else None


def answered(finding: Finding, searched: str) -> Finding:
    """The answer to a claim of silence, from the finding on what is said to be missing."""
    if finding.verdict is Verdict.SUPPORTED:
        shown = tuple(
            replace(e, stance=Stance.CONTRADICTS) if e.stance is Stance.SUPPORTS else e
            for e in finding.evidence
        )
        return Finding(
            Verdict.CONTRADICTED, finding.confidence,
            "Opposite statement: a paper has what the claim says no paper has.", "silence", shown,
        )  # fmt: skip
    return Finding(
        Verdict.NOT_FOUND, 0.0,
        f"Nothing on it was found in {searched}; that bears the claim out as far as these go, "
        "and no further.",
        "silence", tuple(replace(e, stance=Stance.NEITHER) for e in finding.evidence),
    )  # fmt: skip
