"""How a case stands: what was read, in part or not at all, and what to do about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import Any

from sayso.cases import Case
from sayso.library import Entry, inside
from sayso.library.alike import difference
from sayso.library.filters import KINDS
from sayso.records import Status

#: Archives are no kind to search for, but one to count.
_ARCHIVES = ("application/zip", "application/x-tar", "application/gzip", "application/x-bzip2",
             "application/x-xz", "application/x-7z", "application/vnd.rar")  # fmt: skip
#: Groups of near-copies, and copies of each, whose differences are looked for.
_COMPARED, _OF_EACH = 20, 5


@dataclass(frozen=True, slots=True)
class Line:
    """A document as the report shows it: its entry, and the files it was found in, outermost first."""

    entry: Entry
    inside: str

    @property
    def name(self) -> str:
        """Where it is to be found: "leak.zip › mails/1.eml › list.txt"."""
        return f"{self.inside} › {self.entry.name}" if self.inside else self.entry.name

    def as_data(self) -> dict[str, Any]:
        """The line as JSON can hold it."""
        e = self.entry
        return {
            "id": e.id, "name": e.name, "inside": self.inside or None, "sha256": e.sha256,
            "status": e.status.value, "reason": e.reason, "pages": e.pages, "media_type": e.media_type,
            "language": e.language, "part_of": e.part_of, "same_as": e.same_as, "passages": e.passages,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Copies:
    """Near-copies: the first of its kind; the others with what sets them apart, where that was looked for."""

    first: Line
    others: tuple[tuple[Line, str], ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """The mails of one thread, the first sent first."""

    title: str
    mails: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The state of a case. ``lines`` are all its documents, duplicates too, in the order they were added.

    ``kinds`` and ``languages`` count documents, duplicates left out; ``size`` is that of the originals
    in bytes; ``behind`` how many passages are kept and not yet searchable; ``waiting`` how many files
    are to be read again, ``deletions`` how many to be deleted, which the next ``sayso repair`` does.
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
    kinds: dict[str, int]
    languages: dict[str, int]
    copies: tuple[Copies, ...]
    threads: tuple[Thread, ...]
    lines: tuple[Line, ...]

    @property
    def troubles(self) -> tuple[Line, ...]:
        """The documents partly read or unread, duplicates left out."""
        return tuple(
            line for line in self.lines
            if line.entry.same_as is None and line.entry.status is not Status.READ
        )  # fmt: skip

    @property
    def foreign(self) -> tuple[Line, ...]:
        """The documents not in English, which are searched by words and not checked by the models."""
        return tuple(
            line for line in self.lines
            if line.entry.same_as is None and line.entry.language not in (None, "en")
        )  # fmt: skip

    def as_data(self) -> dict[str, Any]:
        """The report as JSON can hold it."""
        parts = ("copies", "threads", "lines")
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in parts} | {
            "near_copies": [
                {"first": c.first.entry.id,
                 "others": [{"id": o.entry.id, "difference": d or None} for o, d in c.others]}
                for c in self.copies
            ],
            "threads": [{"title": t.title, "mails": [m.entry.id for m in t.mails]} for t in self.threads],
            "troubles": [line.as_data() for line in self.troubles],
            "foreign": [
                {"id": e.id, "name": e.name, "language": e.language}
                for e in (line.entry for line in self.foreign)
            ],
            "documents": [line.as_data() for line in self.lines],
        }  # fmt: skip


def report(case: Case, alike: bool = True) -> Report:
    """How ``case`` stands. Reads the register and no original.

    Without ``alike``, near-copies are not looked through for what sets them apart, and threads left out.
    """
    with case.store.reading():
        return _report(case, alike)


def line_of(case: Case, document: str) -> Line | None:
    """The line of one document; None where there is none."""
    if not case.store.has(document):
        return None
    found = case.store.entry(document)
    every, holder = {found.id: found}, found.part_of
    while holder is not None and holder not in every:
        every[holder] = case.store.entry(holder)
        holder = every[holder].part_of
    return Line(found, inside(found, every))


def _report(case: Case, alike: bool) -> Report:
    store = case.store
    entries = {entry.id: entry for entry in store.entries()}
    lines = {one: Line(entry, inside(entry, entries)) for one, entry in entries.items()}
    own = [e for e in entries.values() if e.same_as is None]
    counts = Counter(e.status for e in own)
    originals = store.originals()
    return Report(
        name=case.name,
        folder=str(case.folder.resolve()),
        read=counts[Status.READ],
        partly_read=counts[Status.PARTLY_READ],
        unread=counts[Status.UNREAD],
        duplicates=len(entries) - len(own),
        pages=sum(e.pages or 0 for e in own),
        passages=sum(e.passages for e in own),
        originals=len(originals),
        size=sum(size for _, size in originals),
        ledgers=sum(1 for _ in case.ledgers.glob("*/ledger.json")),
        behind=case.behind(),
        waiting=sum(e.again for e in entries.values()),
        deletions=len(store.doomed()),
        kinds=_counted(_kind(e.media_type) for e in own),
        languages=_counted(e.language for e in own if e.language),
        copies=tuple(_copies(case, lines)) if alike else (),
        threads=tuple(
            Thread(_title(case, mails[0]), tuple(lines[one] for one in mails))
            for mails in store.threads.every()
        ) if alike else (),
        lines=tuple(lines.values()),
    )  # fmt: skip


def _counted(kinds: Any) -> dict[str, int]:
    return dict(sorted(Counter(kinds).items(), key=lambda kind: (-kind[1], kind[0])))


def _kind(media_type: str) -> str:
    for kind, beginnings in KINDS.items():
        if media_type.startswith(beginnings):
            return kind
    return "archive" if media_type.startswith(_ARCHIVES) else "other"


def _copies(case: Case, lines: dict[str, Line]) -> list[Copies]:
    made = []
    for place, (first, *others) in enumerate(case.store.alike.groups()):
        leader = case.store.document(first) if place < _COMPARED else None
        apart = []
        for number, one in enumerate(others):
            copy = case.store.document(one) if leader and number < _OF_EACH else None
            apart.append((lines[one], difference(copy, leader) if copy and leader else ""))
        made.append(Copies(lines[first], tuple(apart)))
    return made


def _title(case: Case, mail: str) -> str:
    document = case.store.document(mail)
    return (document.title if document else None) or "without a subject"
