"""``sayso repair`` finds each kind of damage, names it, mends what can be mended, and says 8 where not."""

import json
import os
import shutil
import sqlite3
import zlib

import pytest

from sayso.cases import Case
from sayso.cases.adding import add

from .commands import sayso
from .pile import PairEmbedder, assert_whole, make_pile


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A pile, and a case of it that is filled and closed."""
    place = tmp_path_factory.mktemp("filled")
    pile = make_pile(place / "pile", 30)
    with Case.new(place / "case") as case:
        case.use(PairEmbedder())
        add(case, [pile])
    return place


@pytest.fixture
def folder(filled, tmp_path, monkeypatch):
    """A case of its own for each test, beside its pile."""
    monkeypatch.setattr("sayso.models.load_embedder", lambda threads=0: PairEmbedder())
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return tmp_path / "case"


def repaired(folder):
    code, out, _ = sayso("repair", "--json", "--case", folder)
    return code, json.loads(out)


def flip(path, place):
    path.chmod(0o600)
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 0x40]))


def row(folder, question, *values):
    db = sqlite3.connect(folder / "library.sqlite")
    found = db.execute(question, values).fetchone()
    db.commit()
    db.close()
    return found


def test_nothing_is_wrong_with_a_sound_case(folder):
    code, told = repaired(folder)
    assert code == 0
    assert (told["sound"], told["mended"], told["indexes"], told["faults"]) == (True, [], [], [])


def test_one_flipped_byte_of_an_original_is_found_and_mended_by_adding_it_again(folder, tmp_path):
    (sha256,) = row(folder, "SELECT sha256 FROM document WHERE name = 'note-004.txt'")
    path = folder / "originals" / sha256[:2] / sha256
    flip(path, 7)
    code, told = repaired(folder)
    assert code == 8
    assert [(f["sha256"], f["names"]) for f in told["faults"]] == [(sha256, ["note-004.txt"])]
    assert sayso("add", tmp_path / "pile", "--case", folder)[0] == 0
    assert repaired(folder)[0] == 0
    assert not path.with_suffix(".changed").exists()


@pytest.mark.parametrize("harm", ["meta gone", "segment gone", "flipped", "truncated", "columns", "all gone"])
def test_damage_to_an_index_is_named_and_the_index_made_anew(folder, harm):
    [place] = (p for p in (folder / "index").iterdir() if p.is_dir())
    segment = min((place / "words").glob("*.term"))
    if harm == "meta gone":
        (place / "words" / "meta.json").unlink()
    elif harm == "segment gone":
        segment.unlink()
    elif harm == "flipped":
        flip(segment, 20)
    elif harm == "truncated":
        os.truncate(place / "meaning" / "vectors.f16", 768 * 3 + 5)
    elif harm == "columns":
        flip(place / "columns" / "columns", 40)
    else:
        (place / "words").rename(folder / "elsewhere")
        (place / "meaning" / "vectors.f16").unlink()
    code, told = repaired(folder)
    assert code == 0
    wanted = {
        "meta gone": "words/meta.json was missing",
        "segment gone": f"words/{segment.name} was missing",
        "flipped": f"words/{segment.name} was changed",
        "truncated": "meaning/vectors.f16 lacked its end",
        "columns": "columns/columns was changed",
        "all gone": "meaning/vectors.f16 was missing",
    }
    assert wanted[harm] in told["indexes"]
    assert_whole(folder, indexed=True)
    assert repaired(folder)[1]["indexes"] == []


@pytest.mark.parametrize("harm", ["passage", "body", "vector"])
def test_damaged_words_are_read_again_from_the_original(folder, harm):
    place, one, first = row(folder, "SELECT place, id, first FROM document WHERE name = 'long.txt'")
    if harm == "passage":
        row(folder, "UPDATE passage SET text = 'quay?' || text WHERE number = ?", first + 1)
    elif harm == "vector":
        row(folder, "DELETE FROM vector WHERE number = ?", first)
    else:
        (record,) = row(folder, "SELECT record FROM body WHERE place = ?", place)
        row(folder, "UPDATE body SET record = ? WHERE place = ?", record[:40] + b"x" + record[41:], place)
        with pytest.raises(zlib.error), Case(folder) as case:
            case.store.document(one)
    code, told = repaired(folder)
    assert code == 0
    assert told["mended"] == ["the words of long.txt were damaged, and were read again"]
    assert_whole(folder, indexed=True)
    assert repaired(folder)[1]["mended"] == []


def test_damaged_words_without_an_original_are_code_8(folder, tmp_path):
    (sha256,) = row(folder, "SELECT sha256 FROM document WHERE name = 'long.txt'")
    (place,) = row(folder, "SELECT place FROM document WHERE sha256 = ?", sha256)
    row(folder, "UPDATE passage SET text = 'quay' WHERE place = ?", place)
    flip(folder / "originals" / sha256[:2] / sha256, 0)
    code, told = repaired(folder)
    assert code == 8
    assert [d["name"] for d in told["unsound"]] == ["long.txt"]
    assert sayso("add", tmp_path / "pile", "--case", folder)[0] == 0
    assert repaired(folder)[0] == 0
    assert_whole(folder, indexed=True)


def page_of(folder, name):
    """Where in the file the first page of a table or index begins, and how long pages are."""
    (root,) = row(folder, "SELECT rootpage FROM sqlite_master WHERE name = ?", name)
    (size,) = row(folder, "PRAGMA page_size")
    return (root - 1) * size, size


@pytest.mark.parametrize("index", ["document_name", "passage_place"])
def test_a_corrupt_page_of_an_index_of_the_register_is_mended(folder, index):
    start, size = page_of(folder, index)
    with (folder / "library.sqlite").open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * size)
    code, told = repaired(folder)
    assert code == 0
    assert "library.sqlite was damaged in its indexes" in told["mended"][0]
    assert_whole(folder, indexed=True)


def test_a_corrupt_page_of_the_register_itself_is_code_8_and_one_sentence_everywhere(folder):
    start, size = page_of(folder, "passage")
    with (folder / "library.sqlite").open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * size)
    code, told = repaired(folder)
    assert (code, told["sound"]) == (8, False)
    assert told["register"]
    for words in (["search", "quay"], ["add", folder.parent / "pile" / "note-001.txt"]):
        code, _, err = sayso(*words, "--case", folder)
        assert code in (0, 7), err
    start, size = page_of(folder, "document")
    with (folder / "library.sqlite").open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * size)
    code, _, err = sayso("status", "--case", folder)
    assert code == 7
    assert "run sayso repair" in err
    assert sayso("repair", "--case", folder)[0] == 8
