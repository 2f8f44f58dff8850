"""Files are added to a case: copied, read, embedded and entered, file by file.

Each file is in when its one transaction is done, and not before; what was begun and not finished
leaves nothing behind but, at most, a copy that the next run finds and uses. So an addition that was
killed at any moment goes on where it was when the same command is given again.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sayso.cases import Case
from sayso.cases.finishing import finish_deletions
from sayso.errors import CaseError, DocumentError, UsageError
from sayso.library import Entry
from sayso.reading import Limits, read_files
from sayso.reading.files import file_problem
from sayso.reading.folders import Found, files_in
from sayso.records import Document, Status

#: Characters of documents, and files, that are embedded together before they are entered, and the
#: seconds after which they are entered although they are fewer: scans are slow, and what is read is not
#: to be lost when somebody stops the addition.
_TOGETHER = 100_000
_MOST = 32
_LONGEST = 10.0
#: Passages after which those added are made searchable while the work goes on.
_SEARCHABLE = 4000


@dataclass(frozen=True, slots=True)
class Added:
    """How far an addition has got, in files; ``pages``, ``passages`` and the rest count what is new.

    ``known`` files were in already; ``documents`` counts those in mails and archives too.
    ``ahead`` files of ``ahead_pages`` pages are read and not entered yet; ``embedding`` is how many
    passages of how many of a long document are embedded.
    """

    of: int
    files: int = 0
    known: int = 0
    documents: int = 0
    read: int = 0
    partly: int = 0
    unread: int = 0
    same: int = 0
    pages: int = 0
    passages: int = 0
    ahead: int = 0
    ahead_pages: int = 0
    embedding: tuple[int, int] | None = None
    indexed: tuple[int, int] | None = None

    def with_entries(self, entries: Sequence[Entry]) -> Added:
        """The same with one more file that came to ``entries``."""
        own = [e for e in entries if e.same_as is None]
        return replace(
            self,
            files=self.files + 1,
            known=self.known + (not entries),
            documents=self.documents + len(entries),
            read=self.read + sum(e.status is Status.READ for e in own),
            partly=self.partly + sum(e.status is Status.PARTLY_READ for e in own),
            unread=self.unread + sum(e.status is Status.UNREAD for e in own),
            same=self.same + len(entries) - len(own),
            pages=self.pages + sum(e.pages or 0 for e in own),
            passages=self.passages + sum(e.passages for e in entries),
            ahead=max(0, self.ahead - 1),
            ahead_pages=max(0, self.ahead_pages - sum(e.pages or 0 for e in own)) if self.ahead > 1 else 0,
            embedding=None,
        )


#: Hears how far it has got, and what a file has just come to.
Told = Callable[[Added, Sequence[Entry]], None]


def add(
    case: Case,
    paths: Sequence[Path],
    told: Told = lambda *_: None,
    limits: Limits | None = None,
    workers: int = 2,
    clock: Callable[[], float] = time.monotonic,
) -> Added:
    """Add files, and folders that are walked, to ``case``.

    A file whose bytes are in under its name is passed over without being read; one whose bytes are
    in under another name is entered as its duplicate; one that cannot be read is entered with its
    reason. Raises UsageError where a path does not exist, CaseError where the case cannot be written.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"{path}: there is no such file or folder; check the name")
    found = [one for one in files_in(paths) if not case.owns(one.path)]
    return _Adding(case, found, limits or Limits(), told, clock).run(workers)


@dataclass(frozen=True, slots=True)
class _Staged:
    """A file that is copied: where it came from, how to know it again, its size in bytes."""

    source: Path
    mark: str
    size: int


class _Adding:
    def __init__(
        self, case: Case, found: Sequence[Found], limits: Limits, told: Told, clock: Callable[[], float]
    ) -> None:
        self._clock = clock
        self._case = case
        self._found = found
        self._limits = limits
        self._told = told
        self._so_far = Added(len(found))
        # By hash and name.
        self._staged: dict[tuple[str, str], _Staged] = {}
        self._waiting = 0

    def run(self, workers: int) -> Added:
        self._told(self._so_far, [])
        finish_deletions(self._case)
        self._case.store.scrub()
        self._case.originals.clear_aside()
        with self._case.originals.filling():
            files = read_files(self._stage(), workers, self._limits)
            try:
                for group in self._grouped(files):
                    self._enter(group)
            finally:
                files.close()
        self._case.library.index(self._tell_index)
        self._so_far = replace(self._so_far, indexed=None)
        return self._so_far

    def _stage(self) -> Iterator[Found]:
        """The files that are to be read or entered, copied; runs a few files ahead of the reading."""
        for found in self._found:
            name = found.name.encode("utf-8", "replace").decode()
            problem = found.problem or file_problem(found.path, self._limits)
            if problem is None:
                try:
                    staged = self._stage_one(found.path, name)
                except DocumentError as error:
                    problem = str(error)
                else:
                    if staged is not None:
                        yield staged
                    continue
            yield Found(found.path, name, problem)

    def _stage_one(self, path: Path, name: str) -> Found | None:
        """The copy of a file, to be read; None where it is in already."""
        store, originals = self._case.store, self._case.originals
        try:
            mark = _mark(path)
        except OSError as error:
            raise DocumentError(f"cannot be opened ({error.strerror}): add it again") from error
        sha256 = store.seen(mark)
        if sha256 is not None and store.is_in(sha256, name) and originals.has(sha256):
            self._pass_over()
            return None
        sha256, size = originals.keep(path, self._limits)
        if store.is_in(sha256, name):
            store.pass_over(name, sha256, mark)
            self._pass_over()
            return None
        self._staged[(sha256, name)] = _Staged(path, mark, size)
        known = "the same bytes as a file that is in" if store.primary(sha256) else None
        return Found(originals.path(sha256), name, known, sha256)

    def _grouped(
        self, files: Iterable[tuple[Found, list[Document]]]
    ) -> Iterator[list[tuple[Found, list[Document]]]]:
        """Files as they are embedded together."""
        group: list[tuple[Found, list[Document]]] = []
        characters = pages = 0
        since = self._clock()
        for found, documents in files:
            group.append((found, documents))
            characters += sum(len(d.text) for d in documents)
            pages += sum(len(d.pages) for d in documents)
            self._so_far = replace(self._so_far, ahead=len(group), ahead_pages=pages)
            self._told(self._so_far, [])
            late = self._clock() - since >= _LONGEST
            if characters >= _TOGETHER or len(group) == _MOST or late:
                yield group
                group, characters, pages, since = [], 0, 0, self._clock()
        if group:
            yield group

    def _enter(self, group: Sequence[tuple[Found, list[Document]]]) -> None:
        ready = self._case.library.prepared(
            [documents for _, documents in group], self._tell_embedding
        )
        store, originals = self._case.store, self._case.originals
        for (found, _), read in zip(group, ready, strict=True):
            staged = self._staged.pop((found.sha256, found.name), None)
            if staged is None:
                self._tell(store.enter(read) or [])
                continue
            for _ in range(2):
                entries = store.enter(
                    read, staged.mark, staged.size, lambda f=found: originals.has(f.sha256)  # type: ignore[misc]
                )
                if entries is not None:
                    break
                # Somebody removed the same bytes just now.
                originals.keep(staged.source, self._limits)
            else:
                raise CaseError(f"{found.name} was removed while it was added: add it again")
            own = entries[0] if entries else None
            if own is not None and own.same_as is None and (found.problem or own.reason == ""):
                # What it was the same as was removed just now.
                store.mark_again([own.id])
            self._tell(entries)
        if self._waiting >= _SEARCHABLE:
            self._waiting = 0
            self._case.library.index(wait=False)

    def _pass_over(self) -> None:
        """Tell of a file that is in already; those that are read ahead of it stay so."""
        ahead, pages = self._so_far.ahead, self._so_far.ahead_pages
        self._so_far = replace(self._so_far.with_entries([]), ahead=ahead, ahead_pages=pages)
        self._told(self._so_far, [])

    def _tell(self, entries: Sequence[Entry]) -> None:
        self._so_far = self._so_far.with_entries(entries)
        self._waiting += sum(e.passages for e in entries)
        self._told(self._so_far, entries)

    def _tell_embedding(self, done: int, of: int) -> None:
        self._told(replace(self._so_far, embedding=(done, of)), [])

    def _tell_index(self, done: int, of: int) -> None:
        self._so_far = replace(self._so_far, indexed=(done, of))
        self._told(self._so_far, [])


def _mark(path: Path) -> str:
    """What a file that was not touched since has again: its place, size, times and inode, hashed."""
    found = os.stat(path)
    facts = (os.path.realpath(path), found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
    return hashlib.sha256(repr(facts).encode("utf-8", "surrogateescape")).hexdigest()
