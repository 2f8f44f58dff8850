"""The log of a case: what people did, each line sealed with the one before it.

A line's seal is the SHA-256 of its own content and of the seal before it, so that no line can be
changed, taken out or put in between without breaking all that follow. The database refuses to
change or delete lines (migration 0002); whoever can write the file itself can still replace the
whole log, so the newest seal is shown on the log's page, to be noted elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction

from sayso.desk.models import Case, Entry

#: What the first line of a log has before it.
START = "0" * 64


class OvertakenError(Exception):
    """Somebody else wrote meanwhile to what a person was looking at; ``entries`` are what they wrote."""

    def __init__(self, entries: list[Entry]) -> None:
        super().__init__(f"{len(entries)} newer")
        self.entries = entries


def write(
    case: Case,
    who: str,
    act: str,
    data: dict[str, Any] | None = None,
    *,
    ledger: str = "",
    claim: str = "",
    side: str = "",
    seen: int | None = None,
    check: Callable[[], None] = lambda: None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Entry:
    """Add a line to the log of ``case`` and return it.

    ``seen`` is the number of the newest line that the person had before them: where the same claim
    and side of the same ledger has a newer one of the same act, OvertakenError is raised and nothing is
    written. ``check`` runs in the same transaction, and may raise to write nothing.
    """
    # Numbers are handed out without a lock; of two that take the same, one tries again.
    for _ in range(20):
        try:
            with transaction.atomic():
                if seen is not None:
                    newer = list(
                        Entry.objects.filter(
                            case=case, ledger=ledger, claim=claim, side=side, act=act, number__gt=seen
                        )
                    )
                    if newer:
                        raise OvertakenError(newer)
                check()
                last = Entry.objects.filter(case=case).order_by("-number").first()
                entry = Entry(
                    case=case,
                    number=last.number + 1 if last else 1,
                    at=now().replace(microsecond=0),
                    who=who,
                    act=act,
                    ledger=ledger,
                    claim=claim,
                    side=side,
                    data=data or {},
                    before=last.seal if last else START,
                )
                entry.seal = seal_of(entry)
                entry.save(force_insert=True)
                return entry
        except IntegrityError:
            continue
    raise RuntimeError("the log of the case is written to without pause")


def seal_of(entry: Entry) -> str:
    """The seal that a line should have, by its content."""
    content = [
        entry.number, entry.at.astimezone(UTC).isoformat(), entry.who, entry.act, entry.ledger, entry.claim,
        entry.side, entry.data, entry.before,
    ]  # fmt: skip
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def broken(entries: Iterable[Entry]) -> int | None:
    """The number of the first line of a whole log that does not fit; None where all do."""
    before, number = START, 1
    for entry in entries:
        if entry.number != number or entry.before != before or entry.seal != seal_of(entry):
            return number
        before, number = entry.seal, number + 1
    return None
