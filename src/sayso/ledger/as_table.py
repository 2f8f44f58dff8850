"""A ledger as a table, one row a claim, for spreadsheets."""

from __future__ import annotations

import csv
import io

from sayso.ledger.digest import Digest, kind_of
from sayso.ledger.wording import harmless
from sayso.records import Claim, Finding, Ledger, SourceKind, Verdict

COLUMNS = (
    "claim",
    "statement",
    "kind",
    "text",
    "source",
    "source kind",
    "say",
    "so",
    "reason",
    "confidence",
    "document",
    "page",
    "line",
    "words",
    "headline against body",
    "other sources",
    "left out",
)
#: What makes a spreadsheet take a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(ledger: Ledger) -> str:
    """The ledger as CSV with a header, lines ended by CR LF as RFC 4180 has them.

    ``reason`` and the columns after it are those of the finding on the *so*, or where there is
    none of that on the *say*. ``other sources`` counts the article's other sources that say the same,
    ``left out`` the passages left out that bear on the claim. Cells that a spreadsheet
    would run get a leading apostrophe.
    """
    digest = Digest(ledger)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for claim in ledger.claims:
        writer.writerow([cell(value) for value in _row(digest, claim)])
    return file.getvalue()


def _row(digest: Digest, claim: Claim) -> list[str | int | None]:
    statement = digest.statements.get(claim.statement)
    source = statement.source if statement else None
    finding = claim.so or claim.say
    best = finding.evidence[0] if finding and finding.evidence else None
    return [
        claim.id,
        claim.statement,
        claim.kind.value,
        claim.text,
        (source.resolved or source.text) if source else "",
        (kind_of(statement) if statement else SourceKind.OWN_VOICE).value,
        _verdict(claim.say),
        _verdict(claim.so),
        finding.reason if finding else "",
        f"{finding.confidence:.2f}" if finding else "",
        digest.document_name(best.document) if best else "",
        best.page if best else None,
        best.line if best else None,
        best.text if best else "",
        digest.against_body.get(claim.id, ""),
        digest.other_sources.get(claim.id),
        sum(claim.id in omission.bears_on for omission in digest.ledger.omissions) or None,
    ]


def _verdict(finding: Finding | None) -> str:
    if finding is None:
        return ""
    return "not found" if finding.verdict is Verdict.NOT_FOUND else finding.verdict.value


def cell(value: str | int | None) -> str:
    """A cell that no spreadsheet runs, on a single line."""
    text = "" if value is None else harmless(str(value))
    harmful = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return " ".join((f"'{text}" if harmful else text).split())
