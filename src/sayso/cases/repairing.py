"""A case is looked over and mended: register, originals, what was broken off, both indexes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sayso.cases import Case
from sayso.cases.adding import finish_deletions, read_again
from sayso.cases.notes import Noted, note_removed
from sayso.library import Entry

#: Seconds after which a copy that nobody finished or entered is taken for abandoned.
_ABANDONED = 24 * 3600.0

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
    """What was found and done. ``register`` is what SQLite finds wrong with the register itself.

    ``faults`` and ``register`` cannot be mended here; all the rest was.
    """

    originals: int
    faults: tuple[Fault, ...]
    register: tuple[str, ...]
    deleted: int
    swept: int
    read_again: tuple[Entry, ...]
    passages: int
    ledgers: tuple[Noted, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is left that could not be mended."""
        return not self.faults and not self.register

    def as_data(self) -> dict[str, Any]:
        """What was found as JSON can hold it."""
        return {
            "sound": self.sound,
            "originals": self.originals,
            "faults": [
                {"sha256": f.sha256, "names": list(f.names), "fault": f.words} for f in self.faults
            ],
            "register": list(self.register),
            "deleted": self.deleted,
            "swept": self.swept,
            "read_again": [{"id": e.id, "name": e.name, "status": e.status.value} for e in self.read_again],
            "passages": self.passages,
            "ledgers": [{"folder": n.folder.name, "removed": list(n.names)} for n in self.ledgers],
        }


def repair(
    case: Case, told: Told = lambda *_: None, clock: Callable[[], float] = time.time
) -> Repaired:
    """Check the register and every original of ``case``, finish what was broken off, index anew.

    An original whose bytes changed is set aside under another name, so that adding the file again
    puts a sound one in its place.
    """
    told("checking the register", 0, 1)
    register = case.store.problems()
    told("checking the register", 1, 1)
    doomed = len(case.store.doomed())
    finish_deletions(case)
    faults = _check_originals(case, told)
    swept = _sweep(case, clock())
    again = read_again(case)
    case.library.reindex(lambda done, of: told("making the indexes anew", done, of))
    return Repaired(
        originals=len(case.store.originals()),
        faults=tuple(faults),
        register=tuple(register),
        deleted=doomed,
        swept=swept,
        read_again=tuple(again),
        passages=len(case.library.passages),
        ledgers=tuple(note_removed(case)),
    )


def _check_originals(case: Case, told: Told) -> list[Fault]:
    kept = case.store.originals()
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


def _sweep(case: Case, now: float) -> int:
    """Delete copies that were never finished, and originals that nobody entered, both a day old.

    What was set aside as changed goes once a sound original is back in its place.
    """
    known = {sha256 for sha256, _ in case.store.originals()}
    swept = 0
    for path in list(case.originals.files()):
        if path.suffix == ".changed":
            done_with = case.originals.has(path.stem)
        else:
            done_with = path.name not in known and now - path.stat().st_mtime > _ABANDONED
        if done_with:
            path.unlink()
            swept += 1
    return swept
