"""``sayso add --again`` reads what was not read in full once more, from the originals in the case."""

import io
import json
import zipfile

import pytest

from sayso.cases import Case
from sayso.cases.adding import add
from sayso.cases.rereading import reread
from sayso.reading import Limits

from .commands import sayso
from .pile import PairEmbedder, assert_whole, mail, register

LONG = "\n\n".join(f"Paragraph {n} tells of the crane at quay {n % 9}. " * 4 for n in range(60))
SHORT = Limits(characters=2000, archive_depth=1)


@pytest.fixture
def pile(tmp_path):
    """A long paper twice, an archive in an archive, a mail with the long paper, two broken files."""
    folder = tmp_path / "pile"
    folder.mkdir()
    (folder / "long.txt").write_text(LONG, "utf-8")
    (folder / "copy.txt").write_text(LONG, "utf-8")
    (folder / "short.txt").write_text("Quay 7 is closed.", "utf-8")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep.txt", "The second inspection was never carried out.")
    with zipfile.ZipFile(folder / "leak.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    (folder / "m.eml").write_bytes(mail("Quay", "See the list.", ("list.txt", LONG.upper())))
    (folder / "tune.mp3").write_bytes(b"ID3" + b"\x00\x01" * 4000)
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr("sayso.models.load_embedder", lambda threads=0: PairEmbedder())


def made(folder, pile, limits):
    with Case.new(folder) as case:
        case.use(PairEmbedder())
        add(case, [pile], limits=limits)
    return folder


def test_what_was_cut_short_is_read_whole_and_is_what_it_would_have_been(pile, tmp_path, quick):
    whole = made(tmp_path / "whole", pile, Limits())
    folder = made(tmp_path / "case", pile, SHORT)
    assert register(folder) != register(whole)
    code, out, err = sayso("add", "--again", "--json", "--case", folder)
    assert code == 0, err
    told = json.loads(out)["again"]
    assert (told["files"], told["changed"]) == (4, 3)
    assert [one["name"] for one in told["lacking"]] == ["empty.txt"]
    assert register(folder) == register(whole)
    with Case(folder) as case:
        assert {e.name: e.reason for e in case.store.entries() if e.same_as} == {
            "long.txt": "the same bytes as copy.txt, which was read"
        }
        case.use(PairEmbedder())
        [hits] = case.library.search(["second inspection carried out"], 1)
        assert hits[0].passage.text == "The second inspection was never carried out."
    assert_whole(folder, indexed=True)


def test_where_nothing_has_changed_nothing_is_written(pile, tmp_path, quick):
    folder = made(tmp_path / "case", pile, Limits())
    with Case(folder) as case:
        before = case.store.generation, list(case.store.entries())
    code, out, _ = sayso("add", "--again", "--json", "--case", folder)
    assert (code, json.loads(out)["again"]["changed"]) == (0, 0)
    with Case(folder) as case:
        assert (case.store.generation, list(case.store.entries())) == before


def test_a_reading_that_comes_to_less_is_not_taken(pile, tmp_path):
    folder = made(tmp_path / "case", pile, SHORT)
    expected = register(folder)
    with Case(folder) as case:
        case.use(PairEmbedder())
        assert reread(case, limits=Limits(characters=300, archive_depth=1)).changed == 0
    assert register(folder) == expected


def test_an_original_that_is_lost_costs_no_words(pile, tmp_path, quick):
    folder = made(tmp_path / "case", pile, SHORT)
    with Case(folder) as case:
        entry = next(e for e in case.store.entries() if e.name == "copy.txt")
        case.originals.delete(entry.sha256)
        words = case.store.document(entry.id).text
    code, _, err = sayso("add", "--again", "--case", folder)
    assert (code, "copy.txt is not kept in the case" in err) == (0, True)
    with Case(folder) as case:
        assert case.store.document(entry.id).text == words


def test_adding_nothing_is_refused_and_again_goes_with_a_path(pile, tmp_path, quick):
    folder = made(tmp_path / "case", pile, SHORT)
    code, _, err = sayso("add", "--case", folder)
    assert (code, "--again" in err) == (2, True)
    (pile / "new.txt").write_text("A new paper.", "utf-8")
    code, out, _ = sayso("add", pile, "--again", "--json", "--case", folder)
    told = json.loads(out)
    assert (code, told["documents"], told["again"]["changed"]) == (0, 1, 3)
