"""Files that were not read in full are read again, from the originals that the case keeps.

What they come to takes the place of what they came to before only where it is more; so nothing is
lost where a part of sayso that could read them is missing today.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sayso.cases import Case
from sayso.cases.adding import Added, Told
from sayso.cases.finishing import read_again
from sayso.library import Entry, told
from sayso.reading import Limits, read_files
from sayso.reading.folders import Found
from sayso.records import Document, Status

_BETTER = (Status.UNREAD, Status.PARTLY_READ, Status.READ)


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading again came to: how many files, how many of them changed, and their documents.

    ``lacking`` are files that the case has no original of: they could not be opened, or were over
    the limit, or the original was lost.
    """

    files: int
    changed: int
    read: int
    partly: int
    unread: int
    lacking: tuple[Entry, ...]

    def as_data(self) -> dict[str, Any]:
        """What it came to as JSON can hold it."""
        counts = {key: getattr(self, key) for key in ("files", "changed", "read", "partly", "unread")}
        return counts | {"lacking": [{"id": e.id, "name": e.name} for e in self.lacking]}


def reread(
    case: Case, tell: Told = lambda *_: None, limits: Limits | None = None, workers: int = 2
) -> Reread:
    """Read every file of ``case`` again that is not read in full, or holds something that is not."""
    read_again(case, limits=limits)
    wanted = _wanted(case)
    there = [e for e in wanted if e.sha256 and case.originals.has(e.sha256)]
    so_far, changed = Added(len(there)), 0
    now: list[Entry] = []
    by_hash = {e.sha256: e for e in there}
    files = (Found(case.originals.path(e.sha256), e.name, None, e.sha256) for e in there)
    reading = read_files(files, workers, limits or Limits())
    try:
        for found, documents in reading:
            entry = by_hash[found.sha256]
            entries: list[Entry] = []
            if _is_more(case, entry, documents):
                [read] = case.library.prepared([documents], again=True)
                entries = case.store.replace(entry.id, read)
            changed += bool(entries)
            now += entries
            so_far = so_far.with_entries(entries, known=not entries)
            tell(so_far, entries)
    finally:
        reading.close()
    case.library.index(lambda done, of: tell(replace(so_far, indexed=(done, of)), []))
    tell(so_far, [])
    own = [e.status for e in now if e.same_as is None]
    return Reread(
        files=len(there),
        changed=changed,
        read=own.count(Status.READ),
        partly=own.count(Status.PARTLY_READ),
        unread=own.count(Status.UNREAD),
        lacking=tuple(e for e in wanted if e not in there),
    )


def _wanted(case: Case) -> list[Entry]:
    """The files' own entries, in order, where something in the file was not read in full."""
    entries = {e.id: e for e in case.store.entries()}
    holders: dict[str, None] = {}
    for entry in entries.values():
        if entry.same_as is None and entry.status is not Status.READ:
            while entry.part_of is not None and entry.part_of in entries:
                entry = entries[entry.part_of]
            holders[entry.id] = None
    return [entry for one, entry in entries.items() if one in holders]


def _is_more(case: Case, entry: Entry, documents: Sequence[Document]) -> bool:
    """Whether a file that is read again comes to other and no less than what is kept of it."""
    kept = [e for e in case.store.family(entry.id) if e.same_as is None]
    hashes = {e.sha256 for e in kept}
    before = sorted(_facts(e, case.store.document(e.id)) for e in kept)
    # What is a duplicate of something in another file was not kept as this one's.
    after = sorted(
        _facts(d, d) for d in _first_of_each(documents)
        if not d.sha256 or d.sha256 in hashes or case.store.primary(d.sha256) is None
    )  # fmt: skip
    better = _BETTER.index(documents[0].status) - _BETTER.index(entry.status)
    letters = sum(len(facts[-1]) for facts in after) - sum(len(facts[-1]) for facts in before)
    return before != after and (better > 0 or (better == 0 and letters >= 0))


def _facts(about: Entry | Document, document: Document | None) -> tuple[str, str, str, str, str]:
    """What tells one reading of a document from another; its words last, where they count."""
    reason = about.reason if isinstance(about, Entry) else told(about)
    words = document.text if document is not None and document.status is not Status.UNREAD else ""
    return about.name, about.sha256, about.status.value, reason or "", words if words.strip() else ""


def _first_of_each(documents: Sequence[Document]) -> Iterator[Document]:
    seen: set[str] = set()
    for document in documents:
        if not document.sha256 or document.sha256 not in seen:
            seen.add(document.sha256)
            yield document
