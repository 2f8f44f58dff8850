"""Workers, server and desk are killed at random moments; every job is done once all the same."""

from __future__ import annotations

import random
import sqlite3
import time
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

from sayso.cases import Case as Kept

from .running import Desk, needs_posix, running, signed_in

_KILLS, _JOBS = 50, 12
_WORDS = "valve dam river council minister log letter gate flood engineer monday report".split()


def _papers(number: int) -> list[dict[str, object]]:
    chance = random.Random(number)
    return [
        {"name": f"job {number} paper {n}.txt", "mimeType": "text/plain",
         "buffer": (" ".join(chance.choices(_WORDS, k=80)) + ".").encode()}
        for n in range(8)
    ]  # fmt: skip


def _token(client: object, address: str) -> str:
    page = client.get(address).text()  # type: ignore[attr-defined]
    return str(page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0])


@needs_posix
@pytest.mark.skipif(not Path("/proc").exists(), reason="finds processes in /proc")
def test_killed_at_fifty_random_moments_every_job_is_finished_once(tmp_path: Path) -> None:
    chance = random.Random(20261201)
    with running(tmp_path / "desk") as desk:
        slug = _fill(desk)
        kills: Counter[str] = Counter()
        while sum(kills.values()) < _KILLS:
            time.sleep(chance.uniform(0.0, 1.6))
            which = chance.choice(("papers", "papers", "articles", "server", "desk"))
            if which in desk.family():
                desk.kill(which)
                kills[which] += 1
            if which == "desk":
                desk.start()
        assert set(kills) == {"papers", "articles", "server", "desk"}
        _wait_until_over(desk)
    database = sqlite3.connect(tmp_path / "desk" / "desk.sqlite")
    states = Counter(s for (s,) in database.execute("SELECT state FROM desk_job"))
    acts = Counter(a for (a,) in database.execute("SELECT act FROM desk_entry"))
    database.close()
    assert states == {"done": _JOBS + 1}
    assert acts == {"open": 1, "add": _JOBS, "check": 1}
    with Kept(tmp_path / "desk" / "cases" / slug) as case:
        names = Counter(entry.name for entry in case.store.entries())
    assert names == {str(paper["name"]): 1 for n in range(_JOBS) for paper in _papers(n)}
    assert not list((tmp_path / "desk" / "incoming").iterdir())
    for _ in range(20):
        left = [path for path in Path("/proc").glob("[0-9]*/environ") if _is_of(path, tmp_path)]
        if not left:
            break
        time.sleep(0.5)
    assert not left, "a process outlived its desk"


@needs_posix
@pytest.mark.skipif(not Path("/proc").exists(), reason="finds processes in /proc")
def test_a_server_that_is_killed_again_and_again_does_not_end_the_desk(tmp_path: Path) -> None:
    with running(tmp_path / "desk") as desk:
        for _ in range(3):  # the server in use gives up at the second within seconds
            before = desk.family()["server"]
            desk.kill("server")
            for _ in range(200):
                time.sleep(0.1)
                if desk.family().get("server", before) != before:
                    break
            assert desk.family()["server"] != before
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"{desk.address}/", timeout=5) as page:
                    assert page.status == 200
                    break
            except OSError:
                time.sleep(0.1)
        else:
            raise AssertionError("the desk does not answer")


def _is_of(path: Path, folder: Path) -> bool:
    try:
        return str(folder / "desk").encode() in path.read_bytes()
    except OSError:
        return False


def _fill(desk: Desk) -> str:
    """A case with a dozen drops and an article, all waiting."""
    with signed_in(desk) as client:
        token = _token(client, "/")
        client.post("/cases/new", form={"name": "Killed", "csrfmiddlewaretoken": token})
        for number in range(_JOBS):
            token = _token(client, "/cases/killed/")
            begun = client.post(
                "/cases/killed/drops", form={"begin": "yes", "csrfmiddlewaretoken": token}
            ).json()["job"]
            for paper in _papers(number):
                sent = client.post(
                    f"/cases/killed/drops/{begun}/files",
                    multipart={"files": paper, "csrfmiddlewaretoken": token},
                )
                assert sent.ok, sent.text()
            assert client.post(f"/cases/killed/drops/{begun}/done", form={"csrfmiddlewaretoken": token}).ok
        text = "The council shut the valve on Monday. “The dam held,” the minister said."
        client.post("/cases/killed/articles", form={"text": text, "csrfmiddlewaretoken": token})
    return "killed"


def _wait_until_over(desk: Desk) -> None:
    for _ in range(600):
        if not desk.alive:
            desk.start()
        database = sqlite3.connect(f"file:{desk.folder / 'desk.sqlite'}?mode=ro", uri=True)
        left = database.execute(
            "SELECT count(*) FROM desk_job WHERE state IN ('waiting', 'running', 'gathering')"
        ).fetchone()[0]
        database.close()
        if not left:
            return
        time.sleep(0.5)
    raise AssertionError("jobs are still not over")
