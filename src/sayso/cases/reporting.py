"""How a case stands: what was read, in part or not at all, and what to do about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sayso.cases import Case
from sayso.library import Entry
from sayso.records import Status


@dataclass(frozen=True, slots=True)
class Report:
    """The state of a case. ``troubles`` are documents partly read or unread, with their reasons.

    ``foreign`` are those not in English, which are searched by words and not checked by the models.

    ``size`` is that of the originals in bytes; ``behind`` how many passages are kept and not yet
    searchable; ``waiting`` how many files are to be read again, ``deletions`` how many to be deleted,
    which the next ``sayso repair`` does.
    """

    name: str
    folder: str
    read: int
    partly_read: int
    unread: int
    duplicates: int
    pages: int
    passages: int
    originals: int
    size: int
    ledgers: int
    behind: int
    waiting: int
    deletions: int
    troubles: tuple[Entry, ...]
    foreign: tuple[Entry, ...]

    def as_data(self) -> dict[str, Any]:
        """The report as JSON can hold it."""
        data = asdict(self)
        data["troubles"] = [
            {
                "id": e.id, "name": e.name, "sha256": e.sha256, "status": e.status.value,
                "reason": e.reason, "pages": e.pages, "media_type": e.media_type, "part_of": e.part_of,
            }
            for e in self.troubles
        ]  # fmt: skip
        data["foreign"] = [{"id": e.id, "name": e.name, "language": e.language} for e in self.foreign]
        return data


def report(case: Case) -> Report:
    """How ``case`` stands. Reads the register and no original."""
    counts = dict.fromkeys(Status, 0)
    duplicates = pages = passages = waiting = 0
    troubles, foreign = [], []
    for entry in case.store.entries():
        waiting += entry.again
        passages += entry.passages
        if entry.same_as is not None:
            duplicates += 1
            continue
        counts[entry.status] += 1
        pages += entry.pages or 0
        if entry.status is not Status.READ:
            troubles.append(entry)
        if entry.language not in (None, "en"):
            foreign.append(entry)
    originals = case.store.originals()
    return Report(
        name=case.name,
        folder=str(case.folder),
        read=counts[Status.READ],
        partly_read=counts[Status.PARTLY_READ],
        unread=counts[Status.UNREAD],
        duplicates=duplicates,
        pages=pages,
        passages=passages,
        originals=len(originals),
        size=sum(size for _, size in originals),
        ledgers=sum(1 for _ in case.ledgers.glob("*/ledger.json")),
        behind=case.behind(),
        waiting=waiting,
        deletions=len(case.store.doomed()),
        troubles=tuple(troubles),
        foreign=tuple(foreign),
    )
