"""What was broken off is finished: deletions, readings, traces in the register, copies left behind."""

from __future__ import annotations

import time
from collections.abc import Callable

from sayso.cases import Case
from sayso.library import Entry
from sayso.reading import Limits, read_files
from sayso.reading.folders import Found

#: Seconds after which a copy is taken for abandoned although another process is adding.
_ABANDONED = 24 * 3600.0


def finish_deletions(case: Case) -> None:
    """Delete originals whose documents were removed, should that have been broken off."""
    for sha256 in case.store.doomed():
        case.store.spend(sha256, lambda s=sha256: case.originals.delete(s))  # type: ignore[misc]


def read_again(
    case: Case, told: Callable[[Entry], None] = lambda _: None, limits: Limits | None = None
) -> list[Entry]:
    """Read the files again that are marked so, from their originals; what they come to now."""
    done: list[Entry] = []
    # One at a time: each may be what another one is a duplicate of.
    for entry in case.store.again():
        found = Found(case.originals.path(entry.sha256), entry.name, None, entry.sha256)
        there = [found] if case.originals.has(entry.sha256) else []
        for _, documents in read_files(there, 1, limits or Limits()):
            [read] = case.library.prepared([documents], again=True)
            for now in case.store.replace(entry.id, read):
                told(now)
                done.append(now)
    return done


def sweep(case: Case, now: float | None = None) -> int:
    """Delete copies that were never finished, and originals that nobody entered; how many.

    Where another process is adding, one may be its own: then only those a day old by ``now``, seconds
    since 1970. What was set aside as changed goes once a sound original is back in its place.
    """
    late = (time.time() if now is None else now) - _ABANDONED
    swept = 0
    with case.originals.alone() as alone:
        known = {sha256 for sha256, _ in case.store.originals()} | set(case.store.doomed())
        for path in list(case.originals.files()):
            if (changed := case.originals.is_changed(path)) is not None:
                done_with = case.originals.has(changed) or changed not in known
            else:
                done_with = path.name not in known and (alone or path.stat().st_mtime < late)
            if done_with:
                path.unlink(missing_ok=True)
                swept += 1
    return swept
