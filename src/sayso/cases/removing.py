"""A document is removed from a case: its words, passages, vectors, indexes, and its original."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.cases import Case
from sayso.cases.finishing import finish_deletions, read_again, sweep
from sayso.cases.notes import Noted, note_removed
from sayso.errors import UsageError
from sayso.library import Entry

#: Characters of an id that are enough to name a document, where they fit only one.
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Removed:
    """What went, the ledgers that cite it, and documents of the same bytes that other files hold.

    ``copies`` are near-copies of what went, which stay.
    ``clean`` is False where words of it are left in the register's file because another process was
    reading, or the disk is full: the next ``sayso remove`` or ``sayso repair`` sees to that.
    """

    entries: tuple[Entry, ...]
    ledgers: tuple[Noted, ...]
    elsewhere: tuple[Entry, ...]
    copies: tuple[Entry, ...]
    clean: bool

    def as_data(self) -> dict[str, Any]:
        """What went as JSON can hold it."""
        return {
            "removed": [{"id": e.id, "name": e.name, "sha256": e.sha256} for e in self.entries],
            "ledgers": [{"folder": n.folder.name, "removed": list(n.names)} for n in self.ledgers],
            "elsewhere": [{"id": e.id, "name": e.name, "part_of": e.part_of} for e in self.elsewhere],
            "near_copies": [{"id": e.id, "name": e.name} for e in self.copies],
            "clean": self.clean,
        }


def named(case: Case, ids: Sequence[str]) -> list[Entry]:
    """The documents meant by ``ids``: ids or hashes, or enough of their beginning.

    One whose removal was broken off half-way is passed over: ``remove`` finishes that. Raises
    UsageError where one fits none or several, or is a part of another file.
    """
    found: list[Entry] = []
    doomed = case.store.doomed()
    for one in ids:
        fits = case.store.entries_like(one.lower()) if len(one) >= _LEAST else []
        exact = [e for e in fits if e.id == one.lower()] or fits
        if not exact and any(sha256.startswith(one.lower()) for sha256 in doomed):
            continue
        if not exact:
            raise UsageError(f"{one}: no document of this case has that id; sayso status --all lists them")
        if len({e.sha256 or e.id for e in exact}) > 1:
            several = ", ".join(f"{e.id} ({e.name})" for e in exact[:4])
            raise UsageError(f"{one} fits several documents: {several}; give more of the id")
        own = next((e for e in exact if e.part_of is None), None)
        if own is None:
            holder = case.store.entry(case.store.holder(exact[0].id))
            raise UsageError(
                f"{one}: {exact[0].name} is a part of {holder.name}, which is kept as it came; "
                f"remove that: sayso remove {holder.id}"
            )
        if own not in found:
            found.append(own)
    return found


def remove(
    case: Case, entries: Sequence[Entry], told: Callable[[int, int], None] = lambda *_: None
) -> Removed:
    """Remove documents with all that is in them, and every file of the same bytes.

    ``told`` hears how far the making anew of the indexes has got, so that they keep no word of it.
    """
    going = [e for entry in entries for e in case.store.family(entry.id)]
    copies = {one: None for e in going for one in case.store.alike.group(e.id)}
    gone = case.store.remove([entry.id for entry in entries])
    read_again(case)
    case.library.index(told)
    clean = case.store.scrub()
    ledgers = note_removed(case)
    # Last, since that a removal was broken off is known by what is to be deleted.
    finish_deletions(case)
    sweep(case)
    hashes = {entry.sha256 for entry in gone if entry.sha256}
    elsewhere = [e for e in case.store.entries() if e.sha256 in hashes]
    near = [case.store.entry(one) for one in copies if case.store.has(one)]
    return Removed(tuple(gone), tuple(ledgers), tuple(elsewhere), tuple(near), clean)


def finish(case: Case) -> None:
    """Finish a removal that was broken off after its documents had left the register."""
    case.store.scrub()
    note_removed(case)
    finish_deletions(case)
