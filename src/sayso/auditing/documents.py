"""Documents an article speaks of but never identifies, so that a reader could not ask for them."""

from __future__ import annotations

import re

from sayso.records import Article, Remark, Span, Zone

_NOUN = (
    r"documents?|papers|files?|records?|disclosures?|memos?|memorand(?:um|a)|cables?|e-?mails?|mails?|"
    r"letters?|reports?|filings?|minutes|transcripts?|logs?|communications|dossiers?|"
    r"correspondence|statements? filed|contracts?|invoices?|audits?|assessments?|revelations|"
    r"aide-m[ée]moires?|leaks?|notes? of the meeting|spreadsheets?|ledgers?"
)
_LEADING = (
    r"(?:newly|freshly|recently|previously)\s+(?:surfaced|released|revealed|disclosed|obtained|"
    r"published|unearthed|declassified|seen)|new|newly|leaked|secret|internal|confidential|official|"
    r"classified|declassified|court|lobbying|government|company|private|unpublished|disclosed"
)
_SPOKEN_OF = re.compile(
    rf"\b(?:(?:the|these|those|its|their|an?|some)\s+)?(?:(?:{_LEADING})\s+)*(?:(?:{_NOUN})\s+)?(?:{_NOUN})\b",
    re.IGNORECASE,
)
#: What identifies a paper: a number, a date, a title in quotation marks, a register, an address.
_IDENTIFIED = re.compile(
    r"(?:\bNo\.?\s*\d|\b[A-Z]{1,5}[-/ ]?\d+|\bdated\b|\bof\s+\d{1,2}\s+[A-Z]|\b\d{1,2}\s+[A-Z][a-z]+"
    r"(?:\s+\d{4})?\b|\b[A-Z][a-z]+\s+\d{1,2}(?:,\s*\d{4})?\b|[“\"][^”\"]{4,80}[”\"]|https?://|"
    r"\b(?:docket|exhibit|annex|schedule|registration|reference)\b)"
)
_STOP = re.compile(r"(?<!\bNo)[.!?]\s")
#: Words that may stand for a thing and not a paper.
_NOT_A_PAPER = re.compile(
    r"\b(?:on|for the|off the)\s+records?\b|\bbroke|\breports? to\b", re.IGNORECASE
)


def unidentified_documents(article: Article) -> tuple[Remark, ...]:
    """One remark for each document noun that is never given a number, a date or a title.

    The span of the remark is the first mention. A mention counts as identified when what
    identifies it stands in the same sentence, up to 80 characters after it or 40 before.
    """
    first: dict[str, tuple[int, int, str]] = {}
    mentions: dict[str, int] = {}
    identified: set[str] = set()
    for block in article.blocks:
        if block.zone is Zone.CAPTION:
            continue
        for match in _SPOKEN_OF.finditer(article.text, block.start, block.end):
            around = article.text[max(block.start, match.start() - 12) : match.end() + 4]
            if _NOT_A_PAPER.search(around):
                continue
            kind = _kind(match.group())
            mentions[kind] = mentions.get(kind, 0) + 1
            first.setdefault(kind, (match.start(), match.end(), match.group()))
            if _IDENTIFIED.search(_sentence_around(article.text, match, block.start, block.end)):
                identified.add(kind)
    remarks = []
    for kind, (start, end, words) in sorted(first.items(), key=lambda item: item[1]):
        if kind not in identified:
            times = "once" if mentions[kind] == 1 else f"{mentions[kind]} times"
            remarks.append(Remark(
                f"“{words}”: spoken of {times}, with no number, date or title by which a reader "
                "could ask for it.", start, end,
            ))  # fmt: skip
    return tuple(remarks)


def identifies(text: str, span: Span) -> bool:
    """Whether the words at ``span`` give a paper's number, date, title or register."""
    return bool(_IDENTIFIED.search(text, span.start, span.end))


def _kind(words: str) -> str:
    noun = words.lower().split()[-1]
    return re.sub(r"ies$", "y", noun).rstrip("s")


def _sentence_around(text: str, match: re.Match[str], start: int, end: int) -> str:
    before = text[max(start, match.start() - 40) : match.start()]
    after = text[match.end() : min(end, match.end() + 80)]
    return _STOP.split(before)[-1] + _STOP.split(after)[0]
