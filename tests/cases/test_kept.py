"""A case keeps what it is given: killed at any moment, by several at once, all or nothing."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sayso.cases import Case
from sayso.cases.adding import add

from .pile import PairEmbedder, assert_whole, fill, make_pile, register

ROOT = Path(__file__).parents[2]
#: SAYSO_LONG=1 kills 200 times.
KILLS = 200 if os.environ.get("SAYSO_LONG") else 15

# Imports once, then forks a process for each addition, so that a kill falls into the work.
SERVER = """
import json, os, signal, sys
from pathlib import Path
from tests.cases.pile import fill
from sayso.cases import Case
import sayso.library.passages, sayso.reading.sandbox
for line in sys.stdin:
    job = json.loads(line)
    child = os.fork()
    if child == 0:
        os.setsid()
        fill(*map(Path, job))
        os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Adders:
    """Additions in processes that can be killed."""

    def __init__(self):
        self.server = subprocess.Popen(
            [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        )  # fmt: skip

    def add(self, case, pile, seconds=None):
        """Whether the addition ended by itself; after ``seconds`` it is killed."""
        self.server.stdin.write(json.dumps([str(case), str(pile)]) + "\n")
        self.server.stdin.flush()
        child = int(self.server.stdout.readline())
        if seconds is not None:
            time.sleep(seconds)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        return int(self.server.stdout.readline()) == 0

    def close(self):
        self.server.stdin.close()
        self.server.wait()
        self.server.stdout.close()


@pytest.fixture
def adders():
    made = Adders()
    yield made
    made.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_moment_it_goes_on_with_nothing_lost_or_doubled(tmp_path, adders):
    pile = make_pile(tmp_path / "pile")
    Case.new(tmp_path / "whole").close()
    adders.add(tmp_path / "whole", pile)  # warms what is read from disk
    begun = time.monotonic()
    Case.new(tmp_path / "again").close()
    assert adders.add(tmp_path / "again", pile)
    takes = time.monotonic() - begun
    expected = register(tmp_path / "whole")
    assert register(tmp_path / "again") == expected
    chance, killed, place = random.Random(7), 0, 0
    while killed < KILLS:
        case = tmp_path / f"case-{place}"
        if not case.exists():
            Case.new(case).close()
        done = adders.add(case, pile, chance.uniform(0, takes))
        assert_whole(case)
        assert set(register(case)) <= set(expected)
        killed += not done
        if done:
            assert_whole(case, indexed=True)
            assert register(case) == expected
            place += 1
    assert adders.add(case, pile)
    assert_whole(case, indexed=True)
    assert register(case) == expected


def test_several_processes_add_and_search_at_once(tmp_path):
    piles = [make_pile(tmp_path / "a", 20), make_pile(tmp_path / "b", 30)]
    for n in range(25):
        (piles[1] / f"b-{n}.txt").write_text(f"Ship {n} left the second harbour.\n", "utf-8")
    Case.new(tmp_path / "case").close()
    code = "import sys, pathlib as p, tests.cases.pile as t; t.fill(*map(p.Path, sys.argv[1:]))"
    jobs = [[piles[0], piles[1]], [piles[1]], [piles[1], piles[0]]]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, tmp_path / "case", *paths], cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        )
        for paths in jobs
    ]  # fmt: skip
    case = Case(tmp_path / "case")
    case.use(PairEmbedder())
    while any(process.poll() is None for process in running):
        case.library.search(["The mayor opened quay 3"], 5)
        time.sleep(0.05)
    assert [process.returncode for process in running] == [0, 0, 0]
    [hits] = case.library.search(["Ship 17 left the second harbour."], 3)
    assert hits[0].passage.text == "Ship 17 left the second harbour."
    case.close()
    assert_whole(tmp_path / "case", indexed=True)
    fill(make_case(tmp_path / "alone"), *piles)
    assert {r[:3] for r in register(tmp_path / "case")} == {r[:3] for r in register(tmp_path / "alone")}


def make_case(folder):
    Case.new(folder).close()
    return folder


@pytest.fixture
def case(tmp_path):
    made = Case.new(tmp_path / "case")
    made.use(PairEmbedder())
    yield made
    made.close()


def test_the_same_bytes_are_not_read_again_and_what_is_new_is(case, tmp_path, monkeypatch):
    pile = make_pile(tmp_path / "pile")
    first = add(case, [pile])
    assert first.known == 0
    (pile / "late.txt").write_text("A late note.", "utf-8")
    os.utime(pile / "note-001.txt")  # touched: opened again, found to be the same
    from sayso.cases import adding

    asked = []
    real = adding.read_files
    monkeypatch.setattr(
        adding, "read_files", lambda files, *rest: real((asked.append(f.name) or f for f in files), *rest)
    )
    second = add(case, [pile])
    assert [name for name in asked if name != "empty.txt"] == ["late.txt"]
    assert (second.files - second.known, second.documents) == (1, 1)


def test_a_changed_file_is_another_document_of_the_same_name(case, tmp_path):
    paper = tmp_path / "paper.txt"
    paper.write_text("The dam is safe.", "utf-8")
    add(case, [paper])
    paper.write_text("The dam is not safe.", "utf-8")
    add(case, [paper])
    entries = list(case.store.entries())
    assert [e.name for e in entries] == ["paper.txt", "paper.txt"]
    assert len({e.id for e in entries}) == 2
    assert {d.text.strip() for d in case.library.documents.values()} == {
        "The dam is safe.", "The dam is not safe.",
    }  # fmt: skip


def test_an_original_is_kept_by_its_hash_and_never_by_its_name(case, tmp_path):
    paper = tmp_path / "..secret name;$(x).txt"
    paper.write_text("The dam is safe.", "utf-8")
    add(case, [paper])
    names = {p.name for p in case.folder.rglob("*")}
    assert not any("secret" in name for name in names)
    [(sha256, size)] = case.store.originals()
    assert case.originals.path(sha256).read_text("utf-8") == "The dam is safe."
    assert size == 16


def test_what_could_not_be_opened_is_entered_and_replaced_once_it_can(case, tmp_path):
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "minutes.txt").write_bytes(b"")
    add(case, [pile])
    [entry] = case.store.entries()
    assert (entry.status.value, "empty" in entry.reason) == ("unread", True)
    (pile / "minutes.txt").write_text("The dam is safe.", "utf-8")
    add(case, [pile])
    [entry] = case.store.entries()
    assert entry.status.value == "read"


def test_a_million_passages_are_not_loaded_at_the_start(case, tmp_path):
    add(case, [make_pile(tmp_path / "pile")])
    again = Case(case.folder)
    again.use(PairEmbedder())
    assert not again.library.documents._read
    [hits] = again.library.search(["crane at quay"], 2)
    assert hits[0].passage.text in again.library.documents[hits[0].passage.document].text
    assert len(again.library.documents._read) == 1
    again.close()


def test_a_case_inside_what_is_added_does_not_eat_itself(tmp_path):
    pile = make_pile(tmp_path / "pile")
    case = Case.new(pile / "case")
    case.use(PairEmbedder())
    first = add(case, [pile])
    again = add(case, [pile])
    case.close()
    assert again.of == first.of


def test_indexes_that_are_lost_or_damaged_are_made_anew(case, tmp_path):
    add(case, [make_pile(tmp_path / "pile")])
    [before] = case.library.search(["crane at quay"], 3)
    case.close()
    [words] = (case.folder / "index").glob("*/words")
    (words / "meta.json").write_text("{", "utf-8")
    [after] = case.library.search(["crane at quay"], 3)
    assert after == before
    assert_whole(case.folder, indexed=True)
