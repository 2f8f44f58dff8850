"""Files and folders become Documents, each file read in a child process (see ``crew``)."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import os
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from sayso.errors import ArticleError, DocumentError
from sayso.reading.boxes import is_box
from sayso.reading.budget import SLICE
from sayso.reading.crew import GARBLED, Child, Crew, Failure, documents_of
from sayso.reading.files import Register, file_problem, unread
from sayso.reading.folders import Found, files_in
from sayso.reading.joining import join_pages
from sayso.reading.kinds import LEGACY
from sayso.reading.legacy import ConversionError, converted, office
from sayso.reading.levels import held_by
from sayso.reading.limits import DEFAULT, Limits
from sayso.reading.stretches import BoxReading
from sayso.reading.wire import WireError, article_from
from sayso.records import Article, Document, Status

_NOT_OPENED = "cannot be opened: check the disk and the name"
#: Some of a file: its own document as it is known so far, then the next of those in it, and what held
#: their reader, in words.
_Some = tuple[list[Document], str]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of what ``found`` came to: its own document, then the next of those in it.

    With the ``last`` part the file's own document is as it stays.
    """

    found: Found
    documents: list[Document]
    last: bool


class _Reading:
    """The iterator of ``read_paths``: a window of files at work, handed over in order."""

    def __init__(self, found: Iterator[Found], workers: int, limits: Limits) -> None:
        self._limits = limits
        self._found = found
        self._crew: Crew | None = None
        self._workers = max(1, workers)
        self._window: deque[tuple[Found, str, Future[Iterator[_Some]] | Document]] = deque()
        self._hashes: set[str] = set()
        self._register = Register()
        self._ready: deque[Document] = deque()
        try:
            self._fill()
        except BaseException:
            # Stopped before anybody holds it; left to be collected, it might be by one of its own threads.
            self.close()
            raise

    def __iter__(self) -> Iterator[Document]:
        return self

    def __next__(self) -> Document:
        while not self._ready:
            read = self.next_file()
            if read is None:
                raise StopIteration
            self._ready.extend(self._register.enter(document) for document in read[1])
        return self._ready.popleft()

    def next_file(self) -> tuple[Found, list[Document]] | None:
        """The next file with what it came to, the file's own document first; None after the last."""
        rest: list[Document] = []
        for part in self.parts():
            rest += part.documents[1:]
            if part.last:
                return part.found, [part.documents[0], *rest]
        return None

    def parts(self) -> Iterator[Part]:
        """All that is left to be read, part by part; what a long file comes to is not held at once."""
        while True:
            self._fill()
            if not self._window:
                break
            found, sha256, work = self._window.popleft()
            try:
                if isinstance(work, Document):
                    yield Part(found, [work], True)
                else:
                    yield from self._finished(found, sha256, work)
            except GeneratorExit:
                return
            except BaseException:
                self.close()
                raise
        self.close()

    def close(self) -> None:
        """End the children. What was not yet read is not read."""
        if self._crew is not None:
            self._crew.close()
            self._crew = None

    def __del__(self) -> None:
        # One of its own threads may collect it; that cannot wait for itself.
        with contextlib.suppress(AttributeError, RuntimeError):
            self.close()

    def _fill(self) -> None:
        while len(self._window) < 8 * self._workers:
            found = next(self._found, None)
            if found is None:
                return
            self._window.append(self._begin(found))

    def _begin(self, found: Found) -> tuple[Found, str, Future[Iterator[_Some]] | Document]:
        problem = found.problem or file_problem(found.path, self._limits)
        sha256 = found.sha256
        if problem is None and not sha256:
            try:
                with found.path.open("rb") as file:
                    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                problem = "may not be opened: check its permissions"
        if problem:
            return found, sha256, unread(found.name, problem, sha256)
        if sha256 in self._hashes:
            # The register puts in the reason once it knows what became of the first one.
            return found, sha256, unread(found.name, "", sha256)
        self._hashes.add(sha256)
        crew = self._crew = self._crew or Crew(self._workers, self._limits)
        return found, sha256, crew.submit(lambda: _read_one(crew, found, self._limits))

    def _finished(
        self, found: Found, sha256: str, work: Future[Iterator[_Some]]
    ) -> Iterator[Part]:
        """The parts of one file, each handed over when the next is there, so that the last is known."""
        waiting: list[Document] | None = None
        try:
            for documents, level in work.result():
                if waiting is not None:
                    yield Part(found, waiting, False)
                waiting = [held_by(d, level) for d in _vouched(documents, found.name, sha256)]
        except (Failure, OSError) as failure:
            problem = str(failure) if isinstance(failure, Failure) else _NOT_OPENED
            own = unread(found.name, problem, sha256)
            if waiting is not None:
                own = replace(own, media_type=waiting[0].media_type, status=Status.PARTLY_READ)
            waiting = [own, *(waiting or [])[1:]]
        if waiting is not None:
            yield Part(found, waiting, True)


def _vouched(documents: list[Document], name: str, sha256: str) -> list[Document]:
    """``documents`` under the name and the hash that the parent knows."""
    first = documents[0]
    own = replace(first, id=sha256[:12], name=name, sha256=sha256)
    rest = [
        replace(d, part_of=own.id if d.part_of == first.id else d.part_of) for d in documents[1:]
    ]
    return [own, *rest]


def _read_one(crew: Crew, found: Found, limits: Limits) -> Iterator[_Some]:
    """Begin to read a file; what it comes to, some of which may still be at work. Raises Failure."""
    path = os.path.abspath(found.path)
    if _is_box(path):
        return BoxReading(crew, Path(path), found.name, limits).parts()
    job: dict[str, Any] = {
        "job": "document", "path": path, "name": found.name, "members": [0, SLICE],
    }  # fmt: skip
    try:
        answer = crew.ask(job)
        documents = documents_of(answer)
    except Failure as failure:
        # One bad member may have ended the reader of an archive: the archive alone cannot.
        answer = crew.ask({**job, "members": [0, 0]})
        if answer.get("next") is None:
            raise failure from None
        documents = documents_of(answer)
    level = answer["level"]
    if answer.get("next") is not None:
        return ((some, level) for some in read_members(crew, job, answer, limits))
    if documents[0].media_type in LEGACY and (program := office()):
        documents = _converted(crew, job, documents[0], program, limits)
    count = answer.get("page_count")
    if type(count) is not int or count <= limits.chunk:
        return iter([(documents, level)])
    more: list[tuple[int, int, Future[Document]]] = []
    for first in range(limits.chunk, min(count, limits.pages), limits.chunk):
        last = min(first + limits.chunk, count, limits.pages)
        job = {"job": "document", "path": path, "name": found.name, "pages": [first, last]}
        more.append((first, last, crew.submit(partial(_ask_for_pages, crew, job))))
    return _joined(documents[0], more, level)


def _joined(
    first: Document, more: Sequence[tuple[int, int, Future[Document]]], level: str
) -> Iterator[_Some]:
    rest = [(start, end, _unless_lost(later)) for start, end, later in more]
    yield [join_pages(first, rest)], level


def _is_box(path: str) -> bool:
    with open(path, "rb") as file:
        return is_box(file.read(1024), "")


def _converted(
    crew: Crew, job: dict[str, Any], old: Document, program: str, limits: Limits
) -> list[Document]:
    """An old Office file as read from what LibreOffice makes of it."""
    try:
        with converted(Path(job["path"]), old.media_type, program, limits) as new:
            if problem := file_problem(new, limits):
                raise ConversionError(problem)
            first, *rest = documents_of(crew.ask({**job, "path": str(new)}))
    except (ConversionError, OSError) as error:
        words = str(error) if isinstance(error, ConversionError) else "could not be converted by LibreOffice"
        return [replace(old, reason=words)]
    metadata = tuple(sorted({**dict(first.metadata), "converted by": "LibreOffice"}.items()))
    return [replace(first, media_type=old.media_type, metadata=metadata), *rest]


def _ask_for_pages(crew: Crew, job: dict[str, Any]) -> Document:
    return documents_of(crew.ask(job))[0]


def _unless_lost(later: Future[Document]) -> Document | None:
    try:
        return later.result()
    except Failure:
        return None


def read_members(
    crew: Crew, job: dict[str, Any], answer: dict[str, Any], limits: Limits
) -> Iterator[list[Document]]:
    """An archive with the members in ``answer``, then with those of each further job. Raises Failure.

    Where a job comes to nothing it is asked for in ever smaller parts, until the member it failed at
    is alone and can be named.
    """
    until = time.monotonic() + limits.archive_seconds
    documents, most, some = documents_of(answer), SLICE, False
    while (at := _place(answer)) is not None:
        if time.monotonic() > until:
            problem = f"takes over {limits.archive_seconds:g} seconds to read: the members from number "
            problem += f"{at + 1:,} on were not read; add it unpacked"
            some = some or len(documents) > 1
            documents[0] = _with_problem(documents[0], problem, some)
            break
        spent = answer.get("spent")
        # Read on while what there is so far is embedded.
        pending = crew.submit(partial(crew.ask, {**job, "members": [at, most], "spent": spent}))
        if len(documents) > 1:
            some = True
            yield documents
            documents = documents[:1]
        try:
            told = pending.result()
            documents, answer = documents_of(told), told
        except Failure as failure:
            if most > 1:
                most = max(1, most // 64)
                continue
            most = SLICE
            answer = crew.ask({**job, "members": [at, 1], "unopened": True, "spent": spent})
            holder, *more = documents_of(answer)
            documents = [holder, *(replace(document, reason=str(failure)) for document in more)]
        following = _place(answer)
        if following is not None and following <= at:
            raise Failure(GARBLED)
    yield documents


def _place(answer: dict[str, Any]) -> int | None:
    """The member at which the next job goes on; None where all were read."""
    place = answer.get("next")
    if place is not None and type(place) is not int:
        raise Failure(GARBLED)
    return place


def _with_problem(holder: Document, problem: str, partly: bool) -> Document:
    reason = f"{holder.reason}; {problem}" if holder.reason else problem
    return replace(holder, status=Status.PARTLY_READ if partly else Status.UNREAD, reason=reason)


def read_paths(
    paths: Sequence[Path], workers: int = 2, limits: Limits = DEFAULT
) -> Iterator[Document]:
    """The documents in files and folders, as they are read, always in the same order.

    Children start reading at the call, before the first document is asked for. A file that cannot
    be read comes back *unread* with its reason, one with the same bytes as an earlier file
    likewise; ids are unique.
    """
    return _Reading(files_in([Path(path) for path in paths]), workers, limits)


def read_files(
    files: Iterable[Found], workers: int = 2, limits: Limits = DEFAULT
) -> Generator[tuple[Found, list[Document]], None, None]:
    """Each of ``files`` with what it comes to, in the order given: its own document, then those in it.

    ``files`` is taken from as the reading goes on, a few ahead. Of several with the same bytes one
    is read and the others come back *unread*. Closing the iterator ends the children.
    """
    reading = _Reading(iter(files), workers, limits)
    try:
        while (read := reading.next_file()) is not None:
            yield read
    finally:
        reading.close()


def read_parts(
    files: Iterable[Found], workers: int = 2, limits: Limits = DEFAULT
) -> Generator[Part, None, None]:
    """As ``read_files``, but a file that holds many others comes part by part."""
    reading = _Reading(iter(files), workers, limits)
    try:
        yield from reading.parts()
    finally:
        reading.close()


def read_article(path: Path, limits: Limits = DEFAULT, name: str | None = None) -> Article:
    """The Article in an HTML, PDF, text, DOCX or EML file, called ``name`` where not as its file is.

    Raises ArticleError where it is missing, unreadable, encrypted, damaged, empty or too large.
    """
    path = Path(path)
    name = name or path.name
    if problem := file_problem(path, limits):
        raise ArticleError(f"{name} {problem}")
    child = Child(limits)
    try:
        job = {"job": "article", "path": os.path.abspath(path), "name": name}
        answer = child.ask(job, limits.seconds)
        if "refused" in answer:
            raise ArticleError(str(answer["refused"])[:500])
        article = article_from(answer.get("article"))
    except WireError as error:
        raise ArticleError(f"{name} {GARBLED}") from error
    except Failure as failure:
        raise ArticleError(f"{name} {failure}") from failure
    finally:
        child.close()
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    document = replace(article.document, id=sha256[:12], name=name, sha256=sha256)
    document = held_by(document, answer["level"])
    return replace(article, document=document)


def page_pictures(
    path: Path, pages: Sequence[int], width: int = 900, limits: Limits = DEFAULT
) -> dict[int, bytes]:
    """JPEGs of the ``pages`` (from 1) of a PDF, ``width`` pixels wide.

    Pages that the file does not have are left out. Raises DocumentError where it cannot be drawn.
    """
    path = Path(path)
    if problem := file_problem(path, limits):
        raise DocumentError(f"{path.name} {problem}")
    child = Child(limits)
    job = {"job": "pictures", "path": os.path.abspath(path), "pages": list(pages), "width": width}
    try:
        drawn = child.ask(job, limits.seconds)["pictures"]
        pictures = {int(page): base64.b64decode(data, validate=True) for page, data in drawn}
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise DocumentError(f"{path.name} {GARBLED}") from error
    except Failure as failure:
        raise DocumentError(f"{path.name} {failure}") from failure
    finally:
        child.close()
    if any(
        page not in pages or not data.startswith(b"\xff\xd8\xff") for page, data in pictures.items()
    ):
        raise DocumentError(f"{path.name} {GARBLED}")
    return pictures


def plain_photograph(
    path: Path, widest: int, heaviest: int, limits: Limits = DEFAULT
) -> tuple[bytes, int, int]:
    """A photograph made anew as a JPEG without metadata, ``widest`` pixels across at most; its size.

    Raises DocumentError where it is no JPEG, PNG or WebP, or cannot be read within the limits.
    """
    if problem := file_problem(path, limits):
        raise DocumentError(f"the picture {problem}")
    child = Child(limits)
    job = {"job": "photograph", "path": os.path.abspath(path), "widest": widest, "heaviest": heaviest}
    try:
        answer = child.ask(job, limits.seconds)
        if "refused" in answer:
            raise DocumentError(f"the picture {str(answer['refused'])[:200]}")
        jpeg = base64.b64decode(answer["picture"], validate=True)
        width, height = int(answer["width"]), int(answer["height"])
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise DocumentError(f"the picture {GARBLED}") from error
    except Failure as failure:
        raise DocumentError(f"the picture {failure}") from failure
    finally:
        child.close()
    if not jpeg.startswith(b"\xff\xd8\xff") or not (0 < width <= widest and 0 < height <= widest):
        raise DocumentError(f"the picture {GARBLED}")
    return jpeg, width, height
