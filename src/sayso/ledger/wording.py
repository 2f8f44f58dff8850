"""The words and signs a ledger is shown in, the same in every form of it.

A sign never stands by colour alone: each verdict has its own word, its own symbol and its own
underline. A sign in quotation marks is about the *say*; a bare one is about the *so*.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from sayso.reading.languages import language_name
from sayso.records import (
    Against,
    ClaimKind,
    Coverage,
    Evidence,
    Finding,
    NoteKind,
    Quotation,
    SourceKind,
    Stance,
    Status,
    Verdict,
)


class Sign(StrEnum):
    """What the findings of one statement come to: the verdicts, and two that need no paper."""

    CONTRADICTED = "contradicted"
    MIXED = "mixed"
    PARTLY = "partly"
    SUPPORTED = "supported"
    NOT_FOUND = "not_found"
    UNCHECKED = "unchecked"


SIGN_WORDS = {
    Sign.CONTRADICTED: "Contradicted",
    Sign.MIXED: "Mixed",
    Sign.PARTLY: "Supported in part",
    Sign.SUPPORTED: "Supported",
    Sign.NOT_FOUND: "Not found",
    Sign.UNCHECKED: "Nothing to check",
}
SYMBOLS = {
    Sign.CONTRADICTED: "✕",
    Sign.MIXED: "±",
    Sign.PARTLY: "✓○",
    Sign.SUPPORTED: "✓",
    Sign.NOT_FOUND: "○",
    Sign.UNCHECKED: "",
}
#: For terminals whose encoding cannot show the symbols.
PLAIN_SYMBOLS = {
    Sign.CONTRADICTED: "x",
    Sign.MIXED: "+/-",
    Sign.PARTLY: "v o",
    Sign.SUPPORTED: "v",
    Sign.NOT_FOUND: "o",
    Sign.UNCHECKED: "",
}
VERDICT_WORDS = {verdict: SIGN_WORDS[Sign(verdict.value)] for verdict in Verdict}
VERDICT_SYMBOLS = {verdict: SYMBOLS[Sign(verdict.value)] for verdict in Verdict}
STANCE_WORDS = {
    Stance.SUPPORTS: "supports",
    Stance.CONTRADICTS: "contradicts",
    Stance.NEITHER: "neither",
}
STANCE_SYMBOLS = {Stance.SUPPORTS: "✓", Stance.CONTRADICTS: "✕", Stance.NEITHER: "·"}

KIND_WORDS = {
    SourceKind.NAMED_PERSON: "a named person",
    SourceKind.NAMED_ORGANISATION: "a named organisation",
    SourceKind.DOCUMENTS: "documents",
    SourceKind.OFFICIALS_UNNAMED: "officials without a name",
    SourceKind.EXPERTS_UNNAMED: "experts without a name",
    SourceKind.INSIDERS_UNNAMED: "insiders without a name",
    SourceKind.OBSERVERS_UNNAMED: "observers or critics without a name",
    SourceKind.OWN_VOICE: "nobody: the article’s own voice",
}
#: The same in a list of kinds.
KIND_LABELS = {
    SourceKind.NAMED_PERSON: "named people",
    SourceKind.NAMED_ORGANISATION: "named organisations",
    SourceKind.DOCUMENTS: "documents",
    SourceKind.OFFICIALS_UNNAMED: "unnamed officials",
    SourceKind.EXPERTS_UNNAMED: "unnamed experts",
    SourceKind.INSIDERS_UNNAMED: "unnamed insiders",
    SourceKind.OBSERVERS_UNNAMED: "unnamed observers or critics",
    SourceKind.OWN_VOICE: "nobody: the article’s own voice",
}
#: The order of the sourcing bar: from who can be asked to who cannot.
KIND_ORDER = tuple(KIND_WORDS)
UNNAMED = frozenset(
    {
        SourceKind.OFFICIALS_UNNAMED,
        SourceKind.EXPERTS_UNNAMED,
        SourceKind.INSIDERS_UNNAMED,
        SourceKind.OBSERVERS_UNNAMED,
    }
)
CLAIM_WORDS = {
    ClaimKind.ASSERTION: "assertion",
    ClaimKind.SAYING: "saying",
    ClaimKind.QUOTATION: "quotation",
    ClaimKind.FIGURE: "figure",
    ClaimKind.DATE: "date",
    ClaimKind.ROLE: "role",
    ClaimKind.COUNT: "count",
}
QUOTATION_WORDS = {
    Quotation.DIRECT: "quoted word for word",
    Quotation.MIXED: "partly quoted, partly retold",
    Quotation.INDIRECT: "retold, not quoted",
    Quotation.NONE: "not a quotation",
}
#: A part of a headline held against the body, and the sign that goes with it.
AGAINST_WORDS = {
    Against.SAME: "Says the same as the body",
    Against.MORE: "Says more than the body",
    Against.OTHER: "Says other than the body",
    Against.NOT_IN_BODY: "Not found in the body in like words",
}
AGAINST_SIGNS = {
    Against.SAME: Sign.SUPPORTED,
    Against.MORE: Sign.MIXED,
    Against.OTHER: Sign.CONTRADICTED,
    Against.NOT_IN_BODY: Sign.NOT_FOUND,
}
#: The hints of the sourcing audit, in the order they are shown.
NOTE_TITLES = {
    NoteKind.ONE_UNNAMED_SOURCE: "Standing on one unnamed source",
    NoteKind.EXPERTS_WITHOUT_A_NAME: "Experts without a name",
    NoteKind.SEVERAL_DESCRIPTIONS: "One source under several descriptions",
    NoteKind.HEDGES_PILED: "Hedges piled on one statement",
    NoteKind.LAID_TO_NOBODY: "Laid to nobody in particular",
    NoteKind.LOADED_WORD: "Loaded words of the article’s own",
}

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_CONFIDENCE = (
    (0.95, "almost certain"),
    (0.85, "very likely"),
    (0.70, "likely"),
    (0.55, "more likely than not"),
    (0.0, "weak"),
)
#: C0 and C1 controls but tab and line feed, bidi embeddings and overrides, half surrogate pairs,
#: noncharacters, and the separators that some programs take for line ends.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def sign(findings: Iterable[Finding | None]) -> Sign:
    """What ``findings`` come to, the gravest first."""
    verdicts = {finding.verdict for finding in findings if finding is not None}
    if not verdicts:
        return Sign.UNCHECKED
    for grave in (Verdict.CONTRADICTED, Verdict.MIXED):
        if grave in verdicts:
            return Sign(grave.value)
    return Sign(verdicts.pop().value) if len(verdicts) == 1 else Sign.PARTLY


def percent(share: float) -> str:
    """``share`` of one as a whole percentage; 100 % is kept for certainty."""
    whole = round(share * 100)
    return f"{min(whole, 99) if share < 1 else whole} %"


def confidence(finding: Finding) -> str:
    """How sure a finding is, in words and percent: "very likely, 91 %"."""
    words = next(words for floor, words in _CONFIDENCE if finding.confidence >= floor)
    return f"{words}, {percent(finding.confidence)}"


def day(when: date) -> str:
    """A date as a newspaper prints it: "11 October 2024"."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def number(count: int, noun: str, many: str | None = None) -> str:
    """``1 document``, ``4 documents``."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def searched(coverage: Iterable[Coverage]) -> str:
    """What was searched: "the 5 documents read (1 more partly read, 2 not read)"."""
    coverage = tuple(coverage)
    if not coverage:
        return "no documents, for none were given"
    statuses = [paper.status for paper in coverage if paper.same_as is None]
    partly, unread = statuses.count(Status.PARTLY_READ), statuses.count(Status.UNREAD)
    words = f"the {number(statuses.count(Status.READ), 'document')} read"
    rest = [f"{partly} more partly read"] if partly else []
    rest += [f"{unread} not read"] if unread else []
    copies = len(coverage) - len(statuses)
    rest += [f"{copies} the same bytes as others"] if copies else []
    other = [p.language for p in coverage if p.status is not Status.UNREAD and p.language not in (None, "en")]
    if other:
        tongues = " or ".join(sorted({language_name(str(code)) for code in other}))
        rest += [f"{len(other)} of them in {tongues}: not checked by the models"]
    return f"{words} ({', '.join(rest)})" if rest else words


def verdict_words(finding: Finding, coverage: Iterable[Coverage]) -> str:
    """The verdict as a reader sees it; *not found* says what was searched."""
    if finding.verdict is Verdict.NOT_FOUND:
        return f"Not found in {searched(coverage)}"
    return VERDICT_WORDS[finding.verdict]


def place(evidence: Evidence) -> str:
    """Where in its document the evidence stands: "page 2, line 14", or nothing."""
    parts = [f"page {evidence.page}"] if evidence.page is not None else []
    parts += [f"line {evidence.line}"] if evidence.line is not None else []
    return ", ".join(parts)


def harmless(text: str) -> str:
    """``text`` with what a screen would obey rather than show made visible.

    Control characters become their pictures (``␛``), bidi overrides their numbers (``[U+202E]``).
    """
    return _HARMFUL.sub(_made_visible, text)


def _made_visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return " " if code == 0x0D else chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if code in {0x2028, 0x2029}:
        return "\n"
    if 0x202A <= code <= 0x2069:
        return f"[U+{code:04X}]"
    return "\ufffd"


def one_line(text: str) -> str:
    """``text`` made harmless, with every run of white space a single space."""
    return " ".join(harmless(text).split())


def shorten(text: str, limit: int) -> str:
    """``text`` on one line, cut at a word at most ``limit`` characters in, with an ellipsis."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:–—-") + "…"
