"""Long work as rows of a table, each done once, whatever is killed.

A worker takes a job by one conditional update, and with it a lease that it renews while it works.
What a worker leaves behind is taken again once its lease is over, or at once when the desk starts
anew, since only one desk works on a folder. A job's outcome and its end are written in one
transaction, and only by the worker that still holds it. The work itself must bear being begun again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from sayso.desk.models import Case, Job, State

#: How long a worker has a job without asking for longer, and how often it asks, in seconds.
LEASE, BEAT = 30.0, 5.0
#: A job that was begun so often without getting on is given up: it may be what kills its worker.
TRIES = 10
_OVER = (State.DONE, State.FAILED, State.CANCELLED)


class CancelledError(Exception):
    """The job is no longer wanted, or no longer this worker's."""


def put(case: Case, kind: str, by: str, asked: dict[str, Any], state: State = State.WAITING) -> Job:
    """A new job for ``case``. ``kind`` is "add", "remove" or "check"."""
    return Job.objects.create(
        case=case, kind=kind, lane="articles" if kind == "check" else "papers",
        by=by, asked=asked, state=state, made=datetime.now(UTC),
    )  # fmt: skip


def take(lane: str, holder: str, now: datetime | None = None) -> Job | None:
    """The oldest job of ``lane`` that nobody works at, now the ``holder``'s; None where there is none.

    An article waits for the papers that were dropped on its case before it.
    """
    now = now or datetime.now(UTC)
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, lease__lt=now)
    Job.objects.filter(free, lane=lane, stopping=True).update(state=State.CANCELLED, ended=now, holder="")
    Job.objects.filter(free, lane=lane, tries__gte=TRIES).update(
        state=State.FAILED, ended=now, holder="",
        error=f"its worker was stopped {TRIES} times while at it: add fewer files at once, or try again",
    )  # fmt: skip
    papers = Job.objects.filter(
        case=OuterRef("case"), lane="papers", id__lt=OuterRef("id"), state__in=(State.WAITING, State.RUNNING)
    )
    ready = Job.objects.filter(free, lane=lane).exclude(Exists(papers) if lane != "papers" else Q(pk=None))
    while (job := ready.order_by("id").first()) is not None:
        taken = Job.objects.filter(free, id=job.id).update(
            state=State.RUNNING, holder=holder, lease=now + timedelta(seconds=LEASE),
            started=now, tries=F("tries") + 1, error="",
        )  # fmt: skip
        if taken:
            job.refresh_from_db()
            return job
    return None


@contextmanager
def held(job: Job) -> Iterator[Callable[[], bool]]:
    """Keep the lease of ``job`` alive; yields whether the job is to be stopped, asked at any time."""
    over, wanted = threading.Event(), threading.Event()
    wanted.set()

    def beat() -> None:
        try:
            while not over.wait(BEAT):
                if not renew(job):
                    wanted.clear()
                    return
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield lambda: not wanted.is_set()
    finally:
        over.set()
        thread.join()


def renew(job: Job) -> bool:
    """Ask for longer; whether the job is still this worker's and still wanted."""
    lease = datetime.now(UTC) + timedelta(seconds=LEASE)
    return bool(_own(job).filter(stopping=False).update(lease=lease))


def show(job: Job, shown: dict[str, Any], further: bool = False) -> None:
    """Say how far it has got; ``further`` where that is further than ever before.

    Raises CancelledError where it is to be stopped.
    """
    lease = datetime.now(UTC) + timedelta(seconds=LEASE)
    tries = {"tries": 1} if further else {}
    if not _own(job).filter(stopping=False).update(shown=shown, lease=lease, **tries):
        raise CancelledError


def finish(job: Job, shown: dict[str, Any], outcome: Callable[[], object] = lambda: None) -> None:
    """End a job: its ``outcome`` and its end are written together or not at all.

    Raises CancelledError where another worker has it by now.
    """
    with transaction.atomic():
        now = datetime.now(UTC)
        if not _own(job).update(state=State.DONE, shown=shown, ended=now, holder="", lease=None):
            raise CancelledError
        outcome()


def fail(job: Job, error: str) -> None:
    """End a job that cannot be done; ``error`` is a sentence for a person."""
    _own(job).update(state=State.FAILED, error=error, ended=datetime.now(UTC), holder="", lease=None)


def give_back(job: Job) -> None:
    """End a job that somebody cancelled; one that is another's by now is left alone."""
    _own(job).filter(stopping=True).update(
        state=State.CANCELLED, ended=datetime.now(UTC), holder="", lease=None
    )


def cancel(job: Job) -> None:
    """Ask that a job be stopped; one that nobody works at is over at once."""
    now = datetime.now(UTC)
    idle = Job.objects.filter(id=job.id, state__in=(State.GATHERING, State.WAITING))
    if not idle.update(state=State.CANCELLED, ended=now):
        Job.objects.filter(id=job.id, state=State.RUNNING).update(stopping=True)


def retry(job: Job) -> bool:
    """Begin a job anew that failed or was cancelled; whether it was one."""
    return bool(
        Job.objects.filter(id=job.id, state__in=(State.FAILED, State.CANCELLED)).update(
            state=State.WAITING, stopping=False, tries=0, error="", ended=None, shown={}
        )
    )


def release() -> int:
    """Free what the workers of a desk that is no more had in hand; how many jobs that were.

    It ended with its desk, and not by its own doing: the try does not count.
    """
    return Job.objects.filter(state=State.RUNNING).update(
        state=State.WAITING, holder="", lease=None, tries=F("tries") - 1
    )


def _own(job: Job) -> Any:
    return Job.objects.filter(id=job.id, state=State.RUNNING, holder=job.holder)
