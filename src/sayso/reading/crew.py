"""Files are hostile: they are parsed in child processes that may do little and be ended at will.

A child is handed the path of a file and answers with JSON, which ``wire`` checks. One that dies,
hangs or outgrows its memory costs its file, never the rest of the job.
"""

from __future__ import annotations

import contextlib
import math
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

from sayso.reading.limits import DEFAULT, Limits
from sayso.reading.wire import WireError, document_from, receive, send
from sayso.records import Document

_KEPT_VARIABLES = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ", "LANG", "LC_ALL")
_GONE = "made its reader stop: open it, print or save it anew, and add that copy"
_SLOW = "took longer than {:g} seconds to read: split it and add the parts"
_CLOSED = "cannot be opened ({}): check the disk and the name"
_BLOCK = 1 << 20
#: Seconds between two looks for children that are late.
_LOOK = 0.1
GARBLED = "made its reader answer nonsense, so nothing of it is used: ask for another copy"


class Failure(Exception):
    """A job came to nothing; the words are for a reader."""


class Child:
    """One parsing process, started at once and fed one job at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._desk = Desk.set_up()
        self._process = _start() if self._desk is None else _start(self._desk.number)
        self._end = weakref.finalize(self, _stop, self._process, self._desk)
        self._level: str | None = None
        self._late, self._until = False, math.inf
        _WATCH.add(self)

    def ask(self, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The child's answer, and under ``level`` what held the child while it worked.

        Raises Failure, after which the child is gone.
        """
        self._late = False
        self._until = time.monotonic() + seconds
        try:
            answer = self._exchange(job)
        except (OSError, ValueError) as error:
            self.close()
            words = _SLOW.format(seconds) if self._late else _GONE
            if isinstance(error, WireError):
                words = GARBLED
            raise Failure(words) from error
        finally:
            self._until = math.inf
        if answer is None:
            self.close()
            raise Failure(_SLOW.format(seconds) if self._late else _GONE)
        if "failed" in answer:
            # Its memory may be in pieces: the next file gets a fresh process.
            self.close()
            raise Failure(str(answer["failed"])[:300])
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
                job = self._desk.lay(job)
            except OSError as error:
                raise Failure(_CLOSED.format(error.strerror or "no reason given")) from error
        send(sink, job)
        return receive(source)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        sink, source = self._process.stdin, self._process.stdout
        assert sink is not None
        assert source is not None
        return sink, source

    def end_if_late(self) -> None:
        """End the process if its job has taken longer than it may."""
        if time.monotonic() > self._until:
            self._late = True
            self._process.kill()

    @property
    def alive(self) -> bool:
        """Whether it can take another job."""
        return self._end.alive and self._process.poll() is None

    def close(self) -> None:
        """End the process."""
        self._end()


class _Watch:
    """The one thread that ends children which are late; there is one while there are children."""

    def __init__(self) -> None:
        self._children: weakref.WeakSet[Child] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._runs = False

    def add(self, child: Child) -> None:
        """Look after ``child`` from now on, as long as somebody else holds it."""
        with self._lock:
            self._children.add(child)
            if not self._runs:
                self._runs = True
                threading.Thread(target=self._run, name="late readers", daemon=True).start()

    def _run(self) -> None:
        while self._look():
            time.sleep(_LOOK)

    # A function of its own, so that no child is held between two looks.
    def _look(self) -> bool:
        with self._lock:
            children = list(self._children)
            self._runs = bool(children)
        for child in children:
            child.end_if_late()
        return bool(children)


_WATCH = _Watch()


class Desk:
    """A file in memory that a child is given at its start; each file it is to read is laid there.

    So the child need not open anything on the disk, and Landlock can take the disk away from it.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self._holds: tuple[object, ...] | None = None
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

    def lay(self, job: dict[str, Any]) -> dict[str, Any]:
        """Put the file of ``job``, or its ``stretch``, there unless it lies there; the job for the child."""
        path, (start, end) = job["path"], job.get("stretch") or (0, None)
        with open(path, "rb") as file:
            about = os.fstat(file.fileno())
            holds = (path, start, end, about.st_ino, about.st_size, about.st_mtime_ns)
            if holds != self._holds:
                self._holds = None
                os.ftruncate(self.number, 0)
                os.lseek(self.number, 0, os.SEEK_SET)
                file.seek(start)
                left = about.st_size - start if end is None else end - start
                while left > 0 and (block := file.read(min(left, _BLOCK))):
                    left -= len(block)
                    while block:
                        block = block[os.write(self.number, block) :]
                # A reader may know a file again by its size and time: each laid one has its own.
                self._laid += 1
                os.utime(self.number, ns=(self._laid, self._laid))
                self._holds = holds
        job = job | {"path": f"/proc/self/fd/{self.number}"}
        return job if end is None else job | {"stretch": [0, end - start]}


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
        """The answer of the next idle child. Raises Failure."""
        number = self._idle.get()
        try:
            if self._closed:
                raise Failure(_GONE)
            if not self._children[number].alive:
                self._children[number].close()
                self._children[number] = Child(self._limits)
            with open(job["path"], "rb") as file:
                seconds = self._limits.patience(file.read(1024))
            return self._children[number].ask(job, seconds)
        except OSError as error:
            raise Failure("cannot be opened: check the disk and the name") from error
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



def documents_of(answer: dict[str, Any]) -> list[Document]:
    """The documents in a child's answer, one at least. Raises Failure."""
    try:
        documents = [document_from(untrusted) for untrusted in answer["documents"]]
    except (WireError, KeyError, TypeError) as error:
        raise Failure(GARBLED) from error
    if not documents:
        raise Failure(GARBLED)
    return documents
