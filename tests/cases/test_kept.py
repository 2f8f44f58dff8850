"""A case keeps what it is given: killed at any moment, by several at once, all or nothing."""

import importlib.util
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from sayso.cases import Case
from sayso.cases.adding import add

from .pile import PairEmbedder, assert_whole, fill, make_pile, register

ROOT = Path(__file__).parents[2]
#: SAYSO_LONG=1 kills 200 times, as benchmarks/kills.py does.
KILLS = 200 if os.environ.get("SAYSO_LONG") else 16


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills all that a process started: /proc")
def test_killed_at_any_moment_it_goes_on_with_nothing_lost_or_doubled(tmp_path):
    spec = importlib.util.spec_from_file_location("kills", ROOT / "benchmarks" / "kills.py")
    kills = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(kills)
    workers, chance = kills.Workers(), random.Random(7)
    heard = []
    for job, share in (("add", 2), ("remove", 4), ("repair", 8), ("again", 8)):
        heard += kills.kill(job, KILLS // share, tmp_path, workers, chance)
    workers.close()
    assert [words for words in heard if not words.endswith(" documents")] == []
    assert len(heard) == KILLS


SEARCHER = """
import pathlib, sys, time
from sayso.cases import Case
from tests.cases.pile import PairEmbedder
folder, done = map(pathlib.Path, sys.argv[1:])
asked, found = 0, 0
with Case(folder) as case:
    case.use(PairEmbedder())
    while not done.exists() or not asked:
        [hits] = case.library.search(["The mayor opened quay 3"], 5)
        listed = case.library.find("crane", limit=3)
        assert all(case.library.documents[h.passage.document].text[h.passage.start:h.passage.end]
                   == h.passage.text for h in hits)
        asked, found = asked + 1, max(found, len(hits) + len(listed))
print(asked, found)
"""


def test_several_processes_add_and_search_at_once(tmp_path):
    piles = [make_pile(tmp_path / "a", 20), make_pile(tmp_path / "b", 30)]
    for n in range(25):
        (piles[1] / f"b-{n}.txt").write_text(f"Ship {n} left the second harbour.\n", "utf-8")
    Case.new(tmp_path / "case").close()
    code = "import sys, pathlib as p, tests.cases.pile as t; t.fill(*map(p.Path, sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}

    def start(script, *words):
        run = [sys.executable, "-c", script, *map(str, words)]
        return subprocess.Popen(run, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)

    searchers = [start(SEARCHER, tmp_path / "case", tmp_path / "done") for _ in range(2)]
    jobs = [[piles[0], piles[1]], [piles[1]], [piles[1], piles[0]]]
    adders = [start(code, tmp_path / "case", *paths) for paths in jobs]
    for process in adders:
        process.communicate(timeout=300)
    (tmp_path / "done").touch()
    told = [process.communicate(timeout=120)[0].split() for process in searchers]
    assert [process.returncode for process in adders + searchers] == [0] * 5
    assert all(int(asked) for asked, _ in told)
    with Case(tmp_path / "case") as case:
        case.use(PairEmbedder())
        [hits] = case.library.search(["Ship 17 left the second harbour."], 3)
        assert hits[0].passage.text == "Ship 17 left the second harbour."
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
    real = adding.read_parts
    monkeypatch.setattr(
        adding, "read_parts", lambda files, *rest: real((asked.append(f.name) or f for f in files), *rest)
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
