"""The job table: each job is done once, whoever is stopped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sayso.desk import jobs
from sayso.desk.models import Case, Job, State

_LATER = datetime.now(UTC) + timedelta(hours=1)


def test_two_workers_never_have_the_same_job(affair: Case) -> None:
    jobs.put(affair, "check", "ada", {})
    assert jobs.take("articles", "one") is not None
    assert jobs.take("articles", "two") is None


def test_a_lane_sees_only_its_own_jobs(affair: Case) -> None:
    jobs.put(affair, "add", "ada", {})
    assert jobs.take("articles", "one") is None
    assert jobs.take("papers", "one") is not None


def test_a_job_whose_worker_is_gone_is_taken_again_and_the_first_can_no_longer_end_it(affair: Case) -> None:
    jobs.put(affair, "check", "ada", {})
    first = jobs.take("articles", "one")
    second = jobs.take("articles", "two", _LATER)
    assert first is not None
    assert second is not None
    outcomes: list[str] = []
    with pytest.raises(jobs.CancelledError):
        jobs.finish(first, {}, lambda: outcomes.append("first"))
    jobs.finish(second, {}, lambda: outcomes.append("second"))
    assert outcomes == ["second"]


def test_an_article_waits_for_the_papers_that_were_dropped_before_it(affair: Case) -> None:
    jobs.put(affair, "add", "ada", {})
    jobs.put(affair, "check", "ada", {})
    jobs.put(Case.objects.get(slug="another"), "check", "mallory", {})
    other = jobs.take("articles", "one")
    assert other is not None
    assert other.by == "mallory"
    assert jobs.take("articles", "two") is None
    papers = jobs.take("papers", "three")
    assert papers is not None
    jobs.finish(papers, {})
    article = jobs.take("articles", "two")
    assert article is not None
    assert article.by == "ada"


def test_an_outcome_that_fails_leaves_the_job_running(affair: Case) -> None:
    jobs.put(affair, "check", "ada", {})
    job = jobs.take("articles", "one")
    assert job is not None

    def outcome() -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 (the very one)
        jobs.finish(job, {}, outcome)
    assert Job.objects.get(id=job.id).state == State.RUNNING


def test_a_job_that_stops_its_worker_again_and_again_is_given_up(affair: Case) -> None:
    job = jobs.put(affair, "add", "ada", {})
    now = datetime.now(UTC)
    for time in range(jobs.TRIES):
        assert jobs.take("papers", f"worker {time}", now + timedelta(hours=time)) is not None
    assert jobs.take("papers", "one more", now + timedelta(hours=99)) is None
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "try again" in job.error


def test_a_waiting_job_that_is_cancelled_is_over_and_may_be_begun_anew(affair: Case) -> None:
    job = jobs.put(affair, "add", "ada", {})
    jobs.cancel(job)
    assert jobs.take("papers", "one") is None
    assert jobs.retry(job)
    assert jobs.take("papers", "one") is not None


def test_a_running_job_hears_that_it_is_cancelled(affair: Case) -> None:
    jobs.put(affair, "add", "ada", {})
    job = jobs.take("papers", "one")
    assert job is not None
    jobs.show(job, {"files": 1})
    jobs.cancel(job)
    with pytest.raises(jobs.CancelledError):
        jobs.show(job, {"files": 2})
    jobs.give_back(job)
    job.refresh_from_db()
    assert job.state == State.CANCELLED
