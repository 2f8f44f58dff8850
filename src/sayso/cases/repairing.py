"""A case is looked over and mended: register, originals, what was broken off, both indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sayso.cases import Case
from sayso.cases.finishing import finish_deletions, read_again, sweep
from sayso.cases.notes import Noted, note_removed
from sayso.library import Entry
from sayso.library.inspection import compared, taken, unsound

#: Hears what is being done and how much of how much of it is done: bytes, or passages.
Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """An original that is not as it was added: its documents' names and what is wrong."""

    sha256: str
    names: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was found and done.

    ``register`` is what SQLite finds wrong with the register itself, ``unsound`` are documents whose
    words in it are damaged and could not be read again, ``faults`` originals: these cannot be mended
    here. ``mended`` says what was damaged and is sound again, ``indexes`` which index files were;
    ``deleted`` and ``swept`` count originals whose removal was broken off and abandoned copies.
    """

    originals: int
    faults: tuple[Fault, ...]
    register: tuple[str, ...]
    unsound: tuple[Entry, ...]
    mended: tuple[str, ...]
    indexes: tuple[str, ...]
    deleted: int
    swept: int
    read_again: tuple[Entry, ...]
    passages: int
    ledgers: tuple[Noted, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is left that could not be mended."""
        return not self.faults and not self.register and not self.unsound

    def as_data(self) -> dict[str, Any]:
        """What was found as JSON can hold it."""
        return {
            "sound": self.sound,
            "originals": self.originals,
            "faults": [
                {"sha256": f.sha256, "names": list(f.names), "fault": f.words} for f in self.faults
            ],
            "register": list(self.register),
            "unsound": [{"id": e.id, "name": e.name} for e in self.unsound],
            "mended": list(self.mended),
            "indexes": list(self.indexes),
            "deleted": self.deleted,
            "swept": self.swept,
            "read_again": [{"id": e.id, "name": e.name, "status": e.status.value} for e in self.read_again],
            "passages": self.passages,
            "ledgers": [{"folder": n.folder.name, "removed": list(n.names)} for n in self.ledgers],
        }


def repair(case: Case, told: Told = lambda *_: None, now: float | None = None) -> Repaired:
    """Check the register and every original of ``case``, finish what was broken off, index anew.

    An original whose bytes changed is set aside under another name, so that adding the file again
    puts a sound one in its place. A document whose words are damaged is read again from its original.
    ``now`` is in seconds since 1970: see ``sweep``.
    """
    told("checking the register", 0, 1)
    register, mended = _mend_register(case)
    told("checking the register", 1, 1)
    if register:
        # Nothing is written to a file that is damaged.
        faults = _check_originals(case, told)
        return Repaired(
            _count(case), tuple(faults), tuple(register), (), (), (), 0, 0, (), 0, ()
        )
    doomed = len(case.store.doomed())
    faults = _check_originals(case, told)
    hurt = unsound(case.store, lambda done, of: told("checking the documents", done, of))
    case.store.mark_again([entry.id for entry in hurt])
    before = taken(case.folder / "index" / str(case.store.generation))
    again = read_again(case)
    still = unsound(case.store) if hurt else []
    mended += [f"the words of {e.name} were damaged, and were read again" for e in hurt if e not in still]
    case.library.reindex(lambda done, of: told("making the indexes anew", done, of))
    place = case.folder / "index" / str(case.store.generation)
    indexes = compared(before, place) if before is not None and not again else []
    case.store.scrub()
    ledgers = note_removed(case)
    finish_deletions(case)
    return Repaired(
        originals=_count(case),
        faults=tuple(faults),
        register=(),
        unsound=tuple(still),
        mended=tuple(mended),
        indexes=tuple(indexes),
        deleted=doomed,
        swept=sweep(case, now),
        read_again=tuple(again),
        passages=len(case.library.passages),
        ledgers=tuple(ledgers),
    )


def _count(case: Case) -> int:
    try:
        return len(case.store.originals())
    except sqlite3.DatabaseError:
        return 0


def _mend_register(case: Case) -> tuple[list[str], list[str]]:
    """What is wrong with the register's file and stays so; what was and is mended."""
    problems = case.store.problems()
    if not problems:
        return [], []
    try:
        # Its indexes follow from its tables: where only they are damaged, all is well afterwards.
        case.store.mend()
    except sqlite3.Error:
        return problems, []
    left = case.store.problems()
    return left, [] if left else [f"library.sqlite was damaged in its indexes ({problems[0]})"]


def _check_originals(case: Case, told: Told) -> list[Fault]:
    try:
        kept = case.store.originals()
    except sqlite3.DatabaseError:
        return []
    of, done = sum(size for _, size in kept), 0
    faults = []
    for sha256, size in kept:
        told("checking the originals", done, of)
        words = case.originals.fault(sha256)
        if words is not None:
            names = tuple(e.name for e in case.store.entries_like(sha256) if e.part_of is None)
            faults.append(Fault(sha256, names, words))
            case.originals.set_aside(sha256)
        done += size
    told("checking the originals", of, of)
    return faults
