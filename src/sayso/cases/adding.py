"""Files are added to a case: copied, read, embedded and entered, file by file.

Each file is in when its one transaction is done, and not before; what was begun and not finished
leaves nothing behind but, at most, a copy that the next run finds and uses. A mailbox or an archive
of many files is entered in several, and is *partly read* until the last of them. So an addition that
was killed at any moment goes on where it was when the same command is given again.
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
from sayso.library.kept import Prepared
from sayso.reading import Limits, Part, read_parts
from sayso.reading.files import file_problem
from sayso.reading.folders import Found, files_in
from sayso.records import Document, Status

#: Characters of documents, and files, that are embedded together before they are entered, and the
#: seconds after which they are entered although they are fewer: scans are slow, and what is read is not
#: to be lost when somebody stops the addition.
_TOGETHER = 100_000
_MOST = 32
_LONGEST = 10.0
#: Characters of what is in one file that are entered in one transaction.
_SHARE = 400_000
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

    def with_entries(self, entries: Sequence[Entry], done: bool = True, known: bool = False) -> Added:
        """The same with ``entries``, what one more file, or some of it, came to.

        ``done`` files are counted, as ``known`` where they are in already.
        """
        own = [e for e in entries if e.same_as is None]
        return replace(
            self,
            files=self.files + done,
            known=self.known + (known and done),
            documents=self.documents + len(entries),
            read=self.read + sum(e.status is Status.READ for e in own),
            partly=self.partly + sum(e.status is Status.PARTLY_READ for e in own),
            unread=self.unread + sum(e.status is Status.UNREAD for e in own),
            same=self.same + len(entries) - len(own),
            pages=self.pages + sum(e.pages or 0 for e in own),
            passages=self.passages + sum(e.passages for e in entries),
            ahead=max(0, self.ahead - done),
            ahead_pages=max(0, self.ahead_pages - sum(e.pages or 0 for e in own)) if self.ahead > done else 0,
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
    return add_found(case, found, told, limits, workers, clock)


def add_found(
    case: Case,
    found: Sequence[Found],
    told: Told = lambda *_: None,
    limits: Limits | None = None,
    workers: int = 2,
    clock: Callable[[], float] = time.monotonic,
) -> Added:
    """The same for files that are called otherwise than the place they lie at says.

    What ``told`` raises ends the addition as a kill would: what is entered by then is in.
    """
    return _Adding(case, found, limits or Limits(), told, clock).run(workers)


@dataclass(frozen=True, slots=True)
class _Staged:
    """A file that is copied: where it came from, how to know it again, its size in bytes."""

    source: Path
    mark: str
    size: int


@dataclass(frozen=True, slots=True)
class _Share:
    """What is entered in one transaction: a file's own document and all of those in it, or some.

    ``before`` of them were in earlier shares; with the ``last`` the file is in.
    """

    found: Found
    documents: list[Document]
    before: int
    last: bool


def _shares(parts: Iterable[Part]) -> Iterator[_Share]:
    """What is in a file is parted from other files in it, not from what it holds itself."""
    before = 0
    for part in parts:
        own, characters = part.documents[0], 0
        some: list[Document] = []
        for document in part.documents[1:]:
            if characters >= _SHARE and document.part_of == own.id:
                yield _Share(part.found, [_own(own, before), *some], before, False)
                before, some, characters = before + len(some), [], 0
            some.append(document)
            characters += len(document.text)
        yield _Share(part.found, [_own(own, before), *some], before, part.last)
        before = 0 if part.last else before + len(some)


def _own(document: Document, before: int) -> Document:
    """A file's own document; its words are entered with the first share of the file alone."""
    return replace(document, text="", pages=(), segments=()) if before else document


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
        #: Whether something of the file that is being entered was new.
        self._some_new = False

    def run(self, workers: int) -> Added:
        self._told(self._so_far, [])
        finish_deletions(self._case)
        self._case.store.scrub()
        self._case.originals.clear_aside()
        with self._case.originals.filling():
            files = read_parts(self._stage(), workers, self._limits)
            try:
                for group in self._grouped(_shares(files)):
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
        twin = store.primary(sha256) is not None and not store.is_begun(sha256, name)
        known = "the same bytes as a file that is in" if twin else None
        return Found(originals.path(sha256), name, known, sha256)

    def _grouped(self, shares: Iterable[_Share]) -> Iterator[list[_Share]]:
        """Files as they are embedded together."""
        group: list[_Share] = []
        characters = pages = 0
        since = self._clock()
        for share in shares:
            group.append(share)
            characters += sum(len(d.text) for d in share.documents)
            pages += sum(len(d.pages) for d in share.documents)
            self._so_far = replace(
                self._so_far, ahead=sum(one.last for one in group), ahead_pages=pages
            )
            self._told(self._so_far, [])
            late = self._clock() - since >= _LONGEST
            if characters >= _TOGETHER or len(group) == _MOST or late:
                yield group
                group, characters, pages, since = [], 0, 0, self._clock()
        if group:
            yield group

    def _enter(self, group: Sequence[_Share]) -> None:
        ready = self._case.library.prepared([share.documents for share in group], self._tell_embedding)
        for share, read in zip(group, ready, strict=True):
            self._tell(self._entered(share, read), share.last)
        if self._waiting >= _SEARCHABLE:
            self._waiting = 0
            self._case.library.index(wait=False)

    def _entered(self, share: _Share, read: Sequence[Prepared]) -> list[Entry]:
        store, originals, found = self._case.store, self._case.originals, share.found
        staged = self._staged.get((found.sha256, found.name))
        if staged is None:
            return store.enter(read) or []
        if share.last:
            del self._staged[(found.sha256, found.name)]
        for _ in range(2):
            entries = store.enter(
                read, staged.mark, staged.size, lambda: originals.has(found.sha256),
                share.before, share.last,
            )  # fmt: skip
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
        return entries

    def _pass_over(self) -> None:
        """Tell of a file that is in already; those that are read ahead of it stay so."""
        ahead, pages = self._so_far.ahead, self._so_far.ahead_pages
        passed = self._so_far.with_entries([], known=True)
        self._so_far = replace(passed, ahead=ahead, ahead_pages=pages)
        self._told(self._so_far, [])

    def _tell(self, entries: Sequence[Entry], done: bool) -> None:
        known = not entries and not self._some_new
        self._some_new = not done and not known
        self._so_far = self._so_far.with_entries(entries, done, known)
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
