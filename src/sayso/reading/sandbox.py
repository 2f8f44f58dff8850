"""Files are hostile: they are parsed in child processes that may do little and be ended at will.

A child is handed the path of a file and answers with JSON, which ``wire`` checks. One that dies,
hangs or outgrows its memory costs its file, never the rest of the job.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from sayso.errors import ArticleError, DocumentError
from sayso.reading.budget import SLICE
from sayso.reading.files import Register, file_problem, unread
from sayso.reading.folders import Found, files_in
from sayso.reading.joining import join_pages
from sayso.reading.kinds import LEGACY
from sayso.reading.legacy import ConversionError, converted, office
from sayso.reading.levels import held_by
from sayso.reading.limits import DEFAULT, Limits
from sayso.reading.wire import WireError, article_from, document_from, receive, send
from sayso.records import Article, Document, Status

_KEPT_VARIABLES = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ", "LANG", "LC_ALL")
_GONE = "made its reader stop: open it, print or save it anew, and add that copy"
_SLOW = "took longer than {:g} seconds to read: split it and add the parts"
_CLOSED = "cannot be opened ({}): check the disk and the name"
_GARBLED = "made its reader answer nonsense, so nothing of it is used: ask for another copy"


class _Failure(Exception):
    """A job came to nothing; the words are for a reader."""


class Child:
    """One parsing process, started at once and fed one job at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._desk = Desk.set_up()
        self._process = _start() if self._desk is None else _start(self._desk.number)
        self._end = weakref.finalize(self, _stop, self._process, self._desk)
        self._level: str | None = None

    def ask(self, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The child's answer, and under ``level`` what held the child while it worked.

        Raises _Failure, after which the child is gone.
        """
        late = threading.Event()

        def ring() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, ring)
        timer.daemon = True
        timer.start()
        try:
            answer = self._exchange(job)
        except (OSError, ValueError) as error:
            self.close()
            words = _SLOW.format(seconds) if late.is_set() else _GONE
            if isinstance(error, WireError):
                words = _GARBLED
            raise _Failure(words) from error
        finally:
            timer.cancel()
        if answer is None:
            self.close()
            raise _Failure(_SLOW.format(seconds) if late.is_set() else _GONE)
        if "failed" in answer:
            # Its memory may be in pieces: the next file gets a fresh process.
            self.close()
            raise _Failure(str(answer["failed"])[:300])
        return answer | {"level": self._level}

    def _exchange(self, job: dict[str, Any]) -> dict[str, Any] | None:
        sink, source = self._pipes()
        if self._level is None:
            send(sink, {"limits": self._limits.as_dict(), "desk": self._desk is not None})
            # Said before it has opened any file, so by a child that nobody has taken over.
            greeting = receive(source)
            if greeting is None:
                return None
            self._level = ", ".join(map(str, greeting.get("level", ())))
        if self._desk is not None and "path" in job:
            try:
                job = job | {"path": self._desk.lay(job["path"])}
            except OSError as error:
                raise _Failure(_CLOSED.format(error.strerror or "no reason given")) from error
        send(sink, job)
        return receive(source)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        sink, source = self._process.stdin, self._process.stdout
        assert sink is not None
        assert source is not None
        return sink, source

    @property
    def alive(self) -> bool:
        """Whether it can take another job."""
        return self._end.alive and self._process.poll() is None

    def close(self) -> None:
        """End the process."""
        self._end()


class Desk:
    """A file in memory that a child is given at its start; each file it is to read is laid there.

    So the child need not open anything on the disk, and Landlock can take the disk away from it.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self._holds: tuple[str, int, int, int] | None = None
        self._laid = 0

    @classmethod
    def set_up(cls) -> Desk | None:
        """A new desk, or None where the platform has no such files or does not show them in /proc."""
        if not sys.platform.startswith("linux"):
            return None
        try:
            number = os.memfd_create("sayso")
        except OSError:
            return None
        if not os.path.exists(f"/proc/self/fd/{number}"):
            os.close(number)
            return None
        return cls(number)

    def lay(self, path: str) -> str:
        """Put the file at ``path`` there unless it still lies there; the path for the child."""
        with open(path, "rb") as file:
            about = os.fstat(file.fileno())
            holds = (path, about.st_ino, about.st_size, about.st_mtime_ns)
            if holds != self._holds:
                self._holds = None
                os.ftruncate(self.number, 0)
                os.lseek(self.number, 0, os.SEEK_SET)
                while block := file.read(1 << 20):
                    while block:
                        block = block[os.write(self.number, block) :]
                # A reader may know a file again by its size and time: each laid one has its own.
                self._laid += 1
                os.utime(self.number, ns=(self._laid, self._laid))
                self._holds = holds
        return f"/proc/self/fd/{self.number}"


def _start(desk: int | None = None) -> subprocess.Popen[bytes]:
    home = str(Path(__file__).absolute().parents[2])
    places = [home, *(p for p in sys.path if p and os.path.isabs(p) and p != home)]
    environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    environment |= {
        "PYTHONPATH": os.pathsep.join(places),
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-s", "-P", "-B", "-X", "utf8", "-m", "sayso.reading.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=tempfile.gettempdir() if sys.platform == "win32" else "/",
        env=environment,
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        pass_fds=() if desk is None else (desk,),
    )


def _stop(process: subprocess.Popen[bytes], desk: Desk | None) -> None:
    process.kill()
    process.wait()
    if desk is not None:
        os.close(desk.number)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


class Crew:
    """A few children and the threads that wait for them."""

    def __init__(self, workers: int, limits: Limits = DEFAULT) -> None:
        self._limits = limits
        self._threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="reading")
        self._closed = False
        self._children = [Child(limits) for _ in range(workers)]
        self._idle: queue.SimpleQueue[int] = queue.SimpleQueue()
        for number in range(workers):
            self._idle.put(number)

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        """The answer of the next idle child. Raises _Failure."""
        number = self._idle.get()
        try:
            if self._closed:
                raise _Failure(_GONE)
            if not self._children[number].alive:
                self._children[number].close()
                self._children[number] = Child(self._limits)
            with open(job["path"], "rb") as file:
                seconds = self._limits.patience(file.read(1024))
            return self._children[number].ask(job, seconds)
        except OSError as error:
            raise _Failure("cannot be opened: check the disk and the name") from error
        finally:
            self._idle.put(number)

    def submit(self, work: Callable[[], Any]) -> Future[Any]:
        """Run ``work``, which may ask, on one of the crew's threads."""
        return self._threads.submit(work)

    def close(self) -> None:
        """End all children; work under way fails."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in self._children:
            child.close()
        # One may have been started in the place of a dead one just now.
        self._threads.shutdown(wait=True)
        for child in self._children:
            child.close()


@dataclass(slots=True)
class _Read:
    """What one file has come to so far: its documents, and further pages still being read.

    ``level`` is what held the child that read it, in words.
    """

    documents: list[Document]
    level: str
    more: list[tuple[int, int, Future[Document]]]


class _Reading:
    """The iterator of ``read_paths``: a window of files at work, handed over in order."""

    def __init__(self, found: Iterator[Found], workers: int, limits: Limits) -> None:
        self._limits = limits
        self._found = found
        self._crew: Crew | None = None
        self._workers = max(1, workers)
        self._window: deque[tuple[Found, str, Future[_Read] | Document]] = deque()
        self._hashes: set[str] = set()
        self._register = Register()
        self._ready: deque[Document] = deque()
        self._fill()

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
        self._fill()
        if not self._window:
            self.close()
            return None
        found, sha256, work = self._window.popleft()
        try:
            if isinstance(work, Document):
                return found, [work]
            return found, self._finished(found, sha256, work)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the children. What was not yet read is not read."""
        if self._crew is not None:
            self._crew.close()
            self._crew = None

    def __del__(self) -> None:
        with contextlib.suppress(AttributeError):
            self.close()

    def _fill(self) -> None:
        while len(self._window) < 8 * self._workers:
            found = next(self._found, None)
            if found is None:
                return
            self._window.append(self._begin(found))

    def _begin(self, found: Found) -> tuple[Found, str, Future[_Read] | Document]:
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

    def _finished(self, found: Found, sha256: str, work: Future[_Read]) -> list[Document]:
        try:
            read = work.result()
            documents = read.documents
            if read.more:
                rest = [(first, last, _unless_lost(later)) for first, last, later in read.more]
                documents = [join_pages(documents[0], rest)]
        except _Failure as failure:
            return [unread(found.name, str(failure), sha256)]
        documents = _vouched(documents, found.name, sha256)
        return [held_by(document, read.level) for document in documents]


def _vouched(documents: list[Document], name: str, sha256: str) -> list[Document]:
    """``documents`` under the name and the hash that the parent knows."""
    first = documents[0]
    own = replace(first, id=sha256[:12], name=name, sha256=sha256)
    rest = [
        replace(d, part_of=own.id if d.part_of == first.id else d.part_of) for d in documents[1:]
    ]
    return [own, *rest]


def _read_one(crew: Crew, found: Found, limits: Limits) -> _Read:
    path = os.path.abspath(found.path)
    job: dict[str, Any] = {
        "job": "document", "path": path, "name": found.name, "members": [0, SLICE],
    }  # fmt: skip
    try:
        answer = crew.ask(job)
        documents = _documents(answer)
    except _Failure as failure:
        # One bad member may have ended the reader of an archive: the archive alone cannot.
        answer = crew.ask({**job, "members": [0, 0]})
        if answer.get("next") is None:
            raise failure from None
        documents = _documents(answer)
    if answer.get("next") is not None:
        return _Read(read_members(crew.ask, job, answer, limits), answer["level"], [])
    if answer.get("next_mail"):
        documents = _all_mails(crew, job, documents, answer)
    if documents[0].media_type in LEGACY and (program := office()):
        documents = _converted(crew, job, documents[0], program, limits)
    count = answer.get("page_count")
    more: list[tuple[int, int, Future[Document]]] = []
    if type(count) is int and count > limits.chunk:
        for first in range(limits.chunk, min(count, limits.pages), limits.chunk):
            last = min(first + limits.chunk, count, limits.pages)
            job = {"job": "document", "path": path, "name": found.name, "pages": [first, last]}
            more.append((first, last, crew.submit(partial(_ask_for_pages, crew, job))))
    return _Read(documents, answer["level"], more)


def _all_mails(
    crew: Crew, job: dict[str, Any], documents: list[Document], answer: dict[str, Any]
) -> list[Document]:
    """A box with all its mails, asked for some at a time; what a failure leaves unread is said."""
    box, found = documents[0], documents[1:]
    before = 0
    while place := answer.get("next_mail"):
        if not _is_place(place) or place[1] <= before:
            raise _Failure(_GARBLED)
        before = place[1]
        try:
            answer = crew.ask({**job, "mails": place, "spent": answer.get("spent")})
        except _Failure as failure:
            reason = f"the mails from number {place[0] + 1:,} on were not read: it {failure}"
            return [replace(box, status=Status.PARTLY_READ, reason=reason), *found]
        box, *more = _documents(answer)
        found += more
    return [box, *found]


def _is_place(untrusted: object) -> bool:
    return (
        isinstance(untrusted, list) and len(untrusted) == 2 and all(type(n) is int for n in untrusted)
    )


def _converted(
    crew: Crew, job: dict[str, Any], old: Document, program: str, limits: Limits
) -> list[Document]:
    """An old Office file as read from what LibreOffice makes of it."""
    try:
        with converted(Path(job["path"]), old.media_type, program, limits) as new:
            if problem := file_problem(new, limits):
                raise ConversionError(problem)
            first, *rest = _documents(crew.ask({**job, "path": str(new)}))
    except (ConversionError, OSError) as error:
        words = str(error) if isinstance(error, ConversionError) else "could not be converted by LibreOffice"
        return [replace(old, reason=words)]
    metadata = tuple(sorted({**dict(first.metadata), "converted by": "LibreOffice"}.items()))
    return [replace(first, media_type=old.media_type, metadata=metadata), *rest]


def _ask_for_pages(crew: Crew, job: dict[str, Any]) -> Document:
    return _documents(crew.ask(job))[0]


def _unless_lost(later: Future[Document]) -> Document | None:
    try:
        return later.result()
    except _Failure:
        return None


def read_members(
    ask: Callable[[dict[str, Any]], dict[str, Any]], job: dict[str, Any], answer: dict[str, Any],
    limits: Limits,
) -> list[Document]:  # fmt: skip
    """An archive and all its members, ``answer`` holding the first of them.

    Where a job comes to nothing it is asked for in ever smaller parts, until the member it failed at
    is alone and can be named.
    """
    until = time.monotonic() + limits.archive_seconds
    holder, *found = _documents(answer)
    most = SLICE
    while (at := _place(answer)) is not None:
        if time.monotonic() > until:
            problem = f"takes over {limits.archive_seconds:g} seconds to read: the members from number "
            problem += f"{at + 1:,} on were not read; add it unpacked"
            return [_with_problem(holder, problem, bool(found)), *found]
        spent = answer.get("spent")
        try:
            told = ask({**job, "members": [at, most], "spent": spent})
            holder, *more = _documents(told)
            found.extend(more)
            answer = told
        except _Failure as failure:
            if most > 1:
                most = max(1, most // 64)
                continue
            most = SLICE
            answer = ask({**job, "members": [at, 1], "unopened": True, "spent": spent})
            holder, *more = _documents(answer)
            found.extend(replace(document, reason=str(failure)) for document in more)
        following = _place(answer)
        if following is not None and following <= at:
            raise _Failure(_GARBLED)
    return [holder, *found]


def _place(answer: dict[str, Any]) -> int | None:
    """The member at which the next job goes on; None where all were read."""
    place = answer.get("next")
    if place is not None and type(place) is not int:
        raise _Failure(_GARBLED)
    return place


def _with_problem(holder: Document, problem: str, partly: bool) -> Document:
    reason = f"{holder.reason}; {problem}" if holder.reason else problem
    return replace(holder, status=Status.PARTLY_READ if partly else Status.UNREAD, reason=reason)


def _documents(answer: dict[str, Any]) -> list[Document]:
    try:
        documents = [document_from(untrusted) for untrusted in answer["documents"]]
    except (WireError, KeyError, TypeError) as error:
        raise _Failure(_GARBLED) from error
    if not documents:
        raise _Failure(_GARBLED)
    return documents


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


def read_article(path: Path, limits: Limits = DEFAULT) -> Article:
    """The Article in an HTML, PDF, text, DOCX or EML file.

    Raises ArticleError where it is missing, unreadable, encrypted, damaged, empty or too large.
    """
    path = Path(path)
    if problem := file_problem(path, limits):
        raise ArticleError(f"{path.name} {problem}")
    child = Child(limits)
    try:
        job = {"job": "article", "path": os.path.abspath(path), "name": path.name}
        answer = child.ask(job, limits.seconds)
        if "refused" in answer:
            raise ArticleError(str(answer["refused"])[:500])
        article = article_from(answer.get("article"))
    except WireError as error:
        raise ArticleError(f"{path.name} {_GARBLED}") from error
    except _Failure as failure:
        raise ArticleError(f"{path.name} {failure}") from failure
    finally:
        child.close()
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    document = replace(article.document, id=sha256[:12], name=path.name, sha256=sha256)
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
        raise DocumentError(f"{path.name} {_GARBLED}") from error
    except _Failure as failure:
        raise DocumentError(f"{path.name} {failure}") from failure
    finally:
        child.close()
    if any(
        page not in pages or not data.startswith(b"\xff\xd8\xff") for page, data in pictures.items()
    ):
        raise DocumentError(f"{path.name} {_GARBLED}")
    return pictures
