"""A document is removed from a case: its words, passages, vectors, indexes, and its original."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sayso.cases import Case
from sayso.cases.adding import finish_deletions, read_again
from sayso.cases.notes import Noted, note_removed
from sayso.errors import UsageError
from sayso.library import Entry

#: Characters of an id that are enough to name a document, where they fit only one.
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Removed:
    """What went, the ledgers that cite it, and documents of the same bytes that other files hold."""

    entries: tuple[Entry, ...]
    ledgers: tuple[Noted, ...]
    elsewhere: tuple[Entry, ...]


def named(case: Case, ids: Sequence[str]) -> list[Entry]:
    """The documents meant by ``ids``: ids or hashes, or enough of their beginning.

    Raises UsageError where one fits none or several, or is a part of another file.
    """
    found = []
    for one in ids:
        fits = case.store.entries_like(one.lower()) if len(one) >= _LEAST else []
        exact = [e for e in fits if e.id == one.lower()] or fits
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
        found.append(own)
    return found


def remove(
    case: Case, entries: Sequence[Entry], told: Callable[[int, int], None] = lambda *_: None
) -> Removed:
    """Remove documents with all that is in them, and every file of the same bytes.

    ``told`` hears how far the making anew of the indexes has got, so that they keep no word of it.
    """
    gone = case.store.remove([entry.id for entry in entries])
    finish_deletions(case)
    read_again(case)
    case.library.index(told)
    hashes = {entry.sha256 for entry in gone if entry.sha256}
    elsewhere = [e for e in case.store.entries() if e.sha256 in hashes]
    return Removed(tuple(gone), tuple(note_removed(case)), tuple(elsewhere))
