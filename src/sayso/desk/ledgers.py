"""Ledgers as the desk shows them: read from the case's folder once, and kept while they are the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

from sayso.desk.models import Case
from sayso.desk.models import Ledger as Row
from sayso.errors import LedgerError
from sayso.ledger.digest import Digest
from sayso.ledger.from_json import from_json
from sayso.ledger.page import LedgerView
from sayso.ledger.wording import one_line, shorten
from sayso.records import Claim, Finding, Ledger, Verdict


@dataclass(frozen=True)
class Opened:
    """A ledger that is open on the desk: its records, and the view the pages are made from."""

    ledger: Ledger
    view: LedgerView

    def finding(self, claim: str, side: str) -> Finding | None:
        """The program's finding on one side of a claim."""
        found = self.claims.get(claim)
        return (found.say if side == "say" else found.so) if found else None

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.ledger.claims}


def folder_of(row: Row) -> Path:
    """The folder of a ledger in its case."""
    return Path(row.case.folder) / "ledgers" / row.key


def opened(row: Row) -> Opened:
    """The ledger of ``row``. Raises LedgerError where its file is gone or damaged."""
    path = folder_of(row) / "ledger.json"
    try:
        stamp = path.stat()
    except OSError as error:
        raise LedgerError(f"the ledger of “{row.headline}” is gone: check the article anew") from error
    return _opened(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=32)
def _opened(path: Path, changed: int, size: int) -> Opened:
    ledger = from_json(path.read_text("utf-8"))
    return Opened(ledger, LedgerView(ledger, {}))


def register(case: Case, folder: Path) -> Row:
    """Put the ledger in ``folder``, which was written just now or long ago, on the desk.

    Raises LedgerError where it cannot be read.
    """
    text = (folder / "ledger.json").read_text("utf-8")
    ledger = from_json(text)
    headline = ledger.article.field("headline")
    row, _ = Row.objects.update_or_create(
        case=case,
        key=folder.name,
        defaults={
            "headline": (one_line(headline.value) if headline else shorten(ledger.article.text, 90))[:500],
            "published": ledger.article.published,
            "made": datetime.now(UTC),
            "digest": sha256(text.encode()).hexdigest(),
            "tally": tally_of(ledger),
        },
    )
    return row


def tally_of(ledger: Ledger) -> dict[str, int]:
    """How many findings of a ledger have which verdict, and how many statements it has."""
    counts = Counter(point.finding.verdict for point in Digest(ledger).points)
    return {
        **{verdict.value: counts[verdict] for verdict in Verdict},
        "statements": len(ledger.statements),
    }
