"""A ledger as a short Markdown note, to paste into a message or a file."""

from __future__ import annotations

import re

from sayso.ledger.digest import Charge, Digest, Side
from sayso.ledger.wording import (
    AGAINST_WORDS,
    KIND_WORDS,
    NOTE_TITLES,
    SIGN_WORDS,
    VERDICT_WORDS,
    confidence,
    day,
    number,
    one_line,
    place,
    shorten,
)
from sayso.records import Evidence, Ledger, Remark, Statement, Status, Verdict

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&$^:@])")
_QUESTIONS = {"say": "Was it said?", "so": "Is it so?"}


def to_markdown(ledger: Ledger) -> str:
    """The ledger's main points as CommonMark; words of documents are escaped."""
    digest = Digest(ledger)
    article = ledger.article
    about = [*article.authors, day(article.published) if article.published else ""]
    lines = [f"# {_escape(digest.headline())}", ""]
    if any(about):
        lines += [_escape(", ".join(part for part in about if part)), ""]
    lines += [
        f"{number(len(ledger.statements), 'statement')}, {number(len(ledger.claims), 'claim')}. "
        f"{digest.coverage_words()}",
        "",
        f"- Is it so? {_tally(digest, 'so')}",
        f"- Was it said? {_tally(digest, 'say')}",
        "",
    ]
    for verdict, title in (
        (Verdict.CONTRADICTED, "What the papers contradict"),
        (Verdict.MIXED, "Where the papers are mixed"),
    ):
        if charges := digest.with_verdict(verdict):
            lines += [f"## {title}", ""]
            for charge in charges:
                lines += _charge(charge, digest)
            lines.append("")
    lines += _left_out(digest)
    lines += _headline(digest)
    lines += _nobody(digest)
    lines += _sourcing(digest)
    lines += _remarks("Documents spoken of, never identified", ledger.audit.documents_unidentified)
    lines += _coverage(digest)
    return "\n".join(lines).rstrip() + "\n"


def _tally(digest: Digest, side: Side) -> str:
    return ", ".join(
        f"{count} {VERDICT_WORDS[verdict].lower()}" for verdict, count in digest.tally(side)
    )


def _charge(charge: Charge, digest: Digest) -> list[str]:
    lines = [f"**{_escape(charge.claim.text)}**"]
    shown: Evidence | None = None
    for point in charge.points:
        finding = point.finding
        words = f"{_QUESTIONS[point.side]} {VERDICT_WORDS[finding.verdict]}, {confidence(finding)}"
        lines.append(f"{words}: {_escape(finding.reason)}")
        best = finding.evidence[0] if finding.evidence else None
        if best and best != shown:
            lines.append(_quote(best, digest))
            shown = best
    return ["- " + "  \n  ".join(lines)]


def _quote(evidence: Evidence, digest: Digest) -> str:
    where = ", ".join(filter(None, (digest.document_name(evidence.document), place(evidence))))
    return f"“{_escape(shorten(evidence.text, 300))}” ({_escape(where)})"


def _left_out(digest: Digest) -> list[str]:
    lines = []
    if digest.ledger.omissions:
        claims = {claim.id: claim for claim in digest.ledger.claims}
        lines += ["## What the papers say that the article leaves out", ""]
        for omission in digest.ledger.omissions:
            lines.append(f"- {_quote(omission.evidence, digest)}  ")
            lines.append(f"  {_escape(omission.reason)}  ")
            about = [shorten(claims[c].text, 120) for c in omission.bears_on if c in claims]
            lines.append(f"  Bears on: {_escape('; '.join(about))}")
        lines.append("")
    if digest.unused:
        lines += [f"No finding rests on: {_escape(', '.join(digest.unused))}", ""]
    return lines


def _headline(digest: Digest) -> list[str]:
    parts = digest.ledger.audit.headline
    if not parts:
        return []
    lines = ["## The headline, part by part", ""]
    for part in parts:
        words = digest.ledger.article.text[part.start : part.end]
        papers = SIGN_WORDS[digest.papers_on(part)].lower()
        lines.append(
            f"- “{_escape(shorten(words, 160))}”: {AGAINST_WORDS[part.against].lower()}; the papers: "
            f"{papers}. {_escape(part.text)}"
        )
    return [*lines, ""]


def _sourcing(digest: Digest) -> list[str]:
    if not digest.notes:
        return []
    lines = ["## How it is sourced", ""]
    if digest.standing_words:
        lines += [_escape(digest.standing_words), ""]
    for kind, notes in digest.notes:
        words = ", ".join(
            f"“{_escape(shorten(digest.ledger.article.text[n.start : n.end], 80))}”" for n in notes[:6]
        )
        more = f" and {len(notes) - 6} more" if len(notes) > 6 else ""
        lines.append(f"- {NOTE_TITLES[kind]}: {words}{more}")
    return [*lines, ""]


def _nobody(digest: Digest) -> list[str]:
    if not digest.own_voice and not digest.unnamed:
        return []
    lines = [
        "## What nobody stands behind",
        "",
        f"{len(digest.own_voice)} in the article’s own voice, "
        f"{len(digest.unnamed)} laid to unnamed sources. The papers do not support in full:",
        "",
    ]
    found = digest.unbacked(digest.unnamed + digest.own_voice)
    if not found:
        lines[2] = lines[2].replace(
            "The papers do not support in full:", "The papers support what of it could be checked."
        )
    return [*lines, *(_statement(statement) for statement in found), ""]


def _statement(statement: Statement) -> str:
    source = statement.source
    who = f"{source.text} ({KIND_WORDS[source.kind]})" if source else "own voice"
    return f"- {_escape(shorten(statement.text, 240))} ({_escape(who)})"


def _remarks(title: str, remarks: tuple[Remark, ...]) -> list[str]:
    if not remarks:
        return []
    return [f"## {title}", "", *(f"- {_escape(remark.text)}" for remark in remarks), ""]


def _coverage(digest: Digest) -> list[str]:
    lines = ["## What was read", "", digest.coverage_words(), ""]
    for status in (Status.PARTLY_READ, Status.UNREAD):
        for paper in digest.papers(status):
            reason = paper.reason or "no reason given"
            lines.append(f"- {_escape(paper.name)}: {status.value} ({_escape(reason)})")
    for paper in digest.ledger.coverage:
        lines += [f"- {_escape(paper.name)}: {_escape(note)}" for note in paper.notes]
    return lines


def _escape(text: str) -> str:
    """Words that Markdown shows and never obeys, on one line."""
    return _SPECIAL.sub(r"\\\1", one_line(text))
