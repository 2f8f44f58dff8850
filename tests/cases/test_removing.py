"""What is removed from a case is gone from every byte of its folder, and whoever cites it says so."""

import hashlib
import io
import json
import random
import sqlite3
import zipfile

import pytest

from sayso.cases import Case
from sayso.cases.adding import add
from sayso.cases.removing import named, remove

from .commands import sayso
from .pile import PairEmbedder, assert_whole, mail, make_pile

CANARY = "Quintessa Marlowe"


@pytest.fixture
def case(tmp_path, monkeypatch):
    monkeypatch.setattr("sayso.models.load_embedder", lambda threads=0: PairEmbedder())
    with Case.new(tmp_path / "case") as made:
        made.use(PairEmbedder())
        yield made


def secrets(folder):
    """Files of several formats and lengths in which the canary stands; their names."""
    chance = random.Random(3)
    folder.mkdir()
    told = f"The whistleblower is {CANARY}, and {CANARY} is afraid of nobody. "
    for n in range(25):
        text = "\n\n".join(f"{told}It was day {n}.{m}. " * chance.randint(1, 40) for m in range(n % 6 + 1))
        (folder / f"secret-{n} of {CANARY}.txt").write_text(text, "utf-8")
    (folder / "secret.eml").write_bytes(mail(f"About {CANARY}", told * 3, (f"{CANARY}.txt", told * 2)))
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr(f"{CANARY}/who.txt", told * 4)
    with zipfile.ZipFile(folder / "secret.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    (folder / "secret.csv").write_text("name,day\n" + f"{CANARY},3\n" * 40, "utf-8")
    return [path.name for path in sorted(folder.iterdir())]


def blobs(folder):
    """Pieces of what the register keeps packed or as numbers of the documents with the canary."""
    db = sqlite3.connect(folder / "library.sqlite")
    asked = "place IN (SELECT place FROM document WHERE name LIKE '%secret%' OR name LIKE '%Quintessa%')"
    pieces = [record[8:40] for (record,) in db.execute(f"SELECT record FROM body WHERE {asked}")]
    numbers = f"number IN (SELECT number FROM passage WHERE {asked})"
    pieces += [halves[100:140] for (halves,) in db.execute(f"SELECT halves FROM vector WHERE {numbers}")]
    ids = "id IN (SELECT id FROM document WHERE name LIKE '%secret%')"
    pieces += [found[40:80] for (found,) in db.execute(f"SELECT signature FROM alike WHERE {ids}")]
    db.close()
    return [piece for piece in pieces if len(set(piece)) > 8]


def test_no_byte_of_what_was_removed_is_left_in_the_folder(case, tmp_path):
    pile = make_pile(tmp_path / "pile", 30)
    names = secrets(tmp_path / "secrets")
    add(case, [pile])
    add(case, [tmp_path / "secrets"])
    # What additions that were killed may leave: copies without an entry, half and whole.
    data = (tmp_path / "secrets" / names[3]).read_bytes()
    aside = case.originals.path("x").parent.parent / "aside"
    (aside / "killed.part").write_bytes(data[:-5])
    stray = case.originals.path(hashlib.sha256(data + b" ").hexdigest())
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(data + b" ")
    case.close()
    pieces = blobs(case.folder)
    assert len(pieces) > 40
    whole = [path.read_bytes() for path in case.folder.rglob("*") if path.is_file()]
    assert all(any(piece in data for data in whole) for piece in pieces)
    ids = [e.id for e in case.store.entries() if e.name in names]
    assert sayso("remove", *ids, "--yes", "--case", case.folder)[0] == 0
    case.close()
    for path in case.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for word in (b"uintessa", b"arlowe", b"whistleblower"):
                assert word not in data.lower(), path
            assert not any(piece in data for piece in pieces), path
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "secrets").iterdir()}
    assert not hashes & {path.name for path in case.folder.rglob("*")}
    assert_whole(case.folder, indexed=True)
    [hits] = case.library.search(["whistleblower"])
    assert not any("whistle" in hit.passage.text for hit in hits)


def test_while_somebody_reads_the_words_are_said_to_be_left_and_go_later(case, tmp_path, monkeypatch):
    monkeypatch.setattr("sayso.library.store._PATIENCE", 200)
    paper = tmp_path / "paper.txt"
    paper.write_text(f"The whistleblower is {CANARY}.", "utf-8")
    add(case, [paper, make_pile(tmp_path / "pile", 4)])
    case.close()
    reader = sqlite3.connect(case.folder / "library.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM document").fetchone()
    removed = remove(case, named(case, [e.id for e in case.store.entries() if e.name == "paper.txt"]))
    assert not removed.clean
    reader.close()
    assert sayso("repair", "--case", case.folder)[0] == 0
    case.close()
    assert not any(b"uintessa" in p.read_bytes() for p in case.folder.rglob("*") if p.is_file())


def test_near_copies_and_the_same_bytes_elsewhere_are_named(case, tmp_path):
    text = f"The board met and {CANARY} told it of the crack in the jib, of which nobody had heard. " * 3
    with zipfile.ZipFile(tmp_path / "leak.zip", "w") as archive:
        archive.writestr("memo.txt", text)
    (tmp_path / "memo.txt").write_text(text, "utf-8")
    (tmp_path / "draft.txt").write_text(text + "Draft.", "utf-8")
    add(case, [tmp_path / "memo.txt", tmp_path / "draft.txt", tmp_path / "leak.zip"])
    memo = next(e for e in case.store.entries() if e.name == "memo.txt")
    code, out, _ = sayso("remove", memo.id, "--yes", "--json", "--case", case.folder)
    told = json.loads(out)
    assert code == 0
    assert [e["name"] for e in told["near_copies"]] == ["memo.txt", "draft.txt"]
    assert [e["name"] for e in told["elsewhere"]] == ["memo.txt"]
    assert [e["name"] for e in told["removed"]] == ["memo.txt"]
    assert told["clean"]


def test_a_removal_that_was_killed_is_finished_by_the_same_command(case, tmp_path, monkeypatch):
    add(case, [make_pile(tmp_path / "pile", 4)])
    entry = next(e for e in case.store.entries() if e.name == "note-001.txt")
    with monkeypatch.context() as patch:
        patch.setattr("sayso.cases.removing.finish_deletions", lambda _: (_ for _ in ()).throw(MemoryError))
        with pytest.raises(MemoryError):
            remove(case, [entry])
    case.close()
    assert case.originals.has(entry.sha256)
    code, out, _ = sayso("remove", entry.id, "--case", case.folder)
    assert (code, "broken off" in out) == (0, True)
    assert not case.originals.has(entry.sha256)
    code, _, err = sayso("remove", entry.id, "--case", case.folder)
    assert (code, "no document" in err) == (2, True)
