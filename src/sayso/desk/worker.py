"""The process that does the desk's long work: ``python -m sayso.desk.worker LANE PARENT``.

One for papers, one for articles, so that a pile that takes an hour does not keep an article waiting.
Models stay loaded from one job to the next. It ends when the desk that started it does.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from sayso.errors import SaysoError, UsageError
from sayso.reading.worker import end_with

if TYPE_CHECKING:
    from sayso.cases.adding import Added
    from sayso.desk.models import Job
    from sayso.library import Embedder, Entry
    from sayso.pipeline import Models

#: Seconds between looks at the table while there is nothing to do, and between words on progress.
_IDLE, _TELL = 0.3, 0.4


def main(arguments: Sequence[str]) -> None:
    """Do the jobs of the lane named, until the process PARENT is gone that started this one."""
    lane, parent = arguments
    end_with(int(parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sayso.desk.settings")
    django.setup()
    holder = f"{lane} {os.getpid()} {time.time_ns()}"
    ready = lane == "papers"
    while True:
        if not step(lane, holder):
            time.sleep(_IDLE)
            if not ready:
                _get_ready()  # while nobody waits for it
                ready = True


def step(lane: str, holder: str) -> bool:
    """Take one job of ``lane`` and do it; whether there was one."""
    from sayso.desk import jobs

    job = jobs.take(lane, holder)
    if job is None:
        return False
    try:
        with jobs.held(job) as stopped:
            _KINDS[job.kind](job, stopped)
    except jobs.CancelledError:
        jobs.give_back(job)
    except SaysoError as error:
        jobs.fail(job, str(error))
    except Exception:  # noqa: BLE001 (a fault of ours ends the job, said plainly, and not the worker)
        traceback.print_exc()
        jobs.fail(job, "something went wrong inside sayso; what it was stands in the desk’s own output")
    return True


def _add(job: Job, stopped: Callable[[], bool]) -> None:
    """Read the files that were dropped into the case."""
    from sayso.cases import Case, adding
    from sayso.desk import jobs, log
    from sayso.desk.files import folder_of
    from sayso.reading.folders import Found

    folder = folder_of(job)
    found = [
        Found(folder / str(file.number), file.name)
        if (folder / str(file.number)).is_file()
        else Found(folder / str(file.number), file.name, "did not arrive whole: drop it again")
        for file in job.files.order_by("number")
    ]
    telling = _Telling(job, stopped)
    with Case(Path(job.case.folder)) as case:
        case.use(_embedder())
        added = adding.add_found(case, found, telling.added)
    shown = _counted(added)
    jobs.finish(job, shown, lambda: log.write(job.case, job.by, "add", shown))
    shutil.rmtree(folder, ignore_errors=True)


def _check(job: Job, stopped: Callable[[], bool]) -> None:
    """Check an article against the case and keep its ledger."""
    from sayso.cases import Case, checking
    from sayso.desk import jobs, log
    from sayso.desk.files import article_of, folder_of, keep_article
    from sayso.desk.ledgers import register
    from sayso.ledger import write
    from sayso.reading import read_article

    path, name = article_of(job)
    telling = _Telling(job, stopped)
    telling.say("reading the article")
    article = read_article(path, name=name)
    with Case(Path(job.case.folder)) as case:
        ledger = checking.check(case, article, _models(), telling.say)
        telling.say("drawing the pages")
        folder = checking.folder_of(case, article)
        pictures = checking.pictures(case, ledger)
        keep_article(path, folder)
        write(ledger, folder, pictures)

    def outcome() -> None:
        kept = register(job.case, folder)
        log.write(job.case, job.by, "check", {"digest": kept.digest}, ledger=kept.key)

    jobs.finish(job, {"ledger": folder.name}, outcome)
    if "again" not in job.asked:
        shutil.rmtree(folder_of(job), ignore_errors=True)


def _remove(job: Job, stopped: Callable[[], bool]) -> None:
    """Remove papers from the case for good."""
    from sayso.cases import Case, removing
    from sayso.desk import jobs, log

    telling = _Telling(job, stopped)
    telling.say("removing it from every index")
    with Case(Path(job.case.folder)) as case:
        case.use(_embedder())
        try:
            entries = removing.named(case, job.asked["papers"])
        except UsageError:
            entries = []  # an earlier try had removed them
        removing.remove(case, entries)
    removed = {"papers": job.asked["papers"]}
    jobs.finish(job, {"removed": 1}, lambda: log.write(job.case, job.by, "remove", removed))


_KINDS: dict[str, Callable[[Job, Callable[[], bool]], None]] = {
    "add": _add, "remove": _remove, "check": _check,
}  # fmt: skip


class _Telling:
    """Says how far a job has got, not oftener than a person can read."""

    def __init__(self, job: Job, stopped: Callable[[], bool]) -> None:
        self._job, self._stopped, self._last = job, stopped, 0.0

    def say(self, words: str) -> None:
        """What it does now, in words."""
        self._show({"words": words}, True)

    def added(self, added: Added, entries: Sequence[Entry]) -> None:
        """How far an addition has got."""
        del entries
        self._show(_counted(added), False, added.files > added.known)

    def _show(self, shown: dict[str, Any], now: bool, further: bool = False) -> None:
        from sayso.desk import jobs

        if self._stopped():
            raise jobs.CancelledError
        if now or time.monotonic() - self._last >= _TELL:
            self._last = time.monotonic()
            jobs.show(self._job, shown, further)


def _counted(added: Added) -> dict[str, Any]:
    shown: dict[str, Any] = {
        key: getattr(added, key)
        for key in ("of", "files", "known", "read", "partly", "unread", "same", "pages", "passages")
    }
    if added.embedding:
        shown["words"] = "embedding passage {} of {}".format(*added.embedding)
    elif added.indexed:
        shown["words"] = "making it searchable, {} of {} passages".format(*added.indexed)
    return shown


def _get_ready() -> None:
    """Load what the first article would wait for."""
    from sayso import language

    _models()
    language.parser()


@lru_cache(maxsize=1)
def _embedder() -> Embedder:
    from sayso.models import load_embedder

    return load_embedder()


@lru_cache(maxsize=1)
def _models() -> Models:
    from sayso.pipeline import load_models

    return load_models()


if __name__ == "__main__":
    main(sys.argv[1:])
