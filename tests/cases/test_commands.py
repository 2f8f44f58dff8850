"""The commands on a case: what each does, says and answers with, errors too."""

import json
import os
import signal
import subprocess
import sys
import time
from importlib import resources

import jsonschema
import pytest
from typer.testing import CliRunner

from sayso.cases import Case
from sayso.cases.adding import add
from sayso.cases.notes import note_removed
from sayso.cases.removing import named, remove
from sayso.cases.repairing import repair
from sayso.cases.reporting import report
from sayso.cli import app
from sayso.errors import CaseError, ModelError, UsageError
from sayso.ledger.as_json import written

from .commands import sayso
from .pile import PairEmbedder, assert_whole, mail, make_pile

ARTICLE = "Harbour row\n\nThe mayor opened quay 7 on 3 May 2024, officials said on Friday.\n"


@pytest.fixture
def quick(monkeypatch):
    """The commands without the model."""
    monkeypatch.setattr("sayso.models.load_embedder", lambda threads=0: PairEmbedder())


@pytest.fixture
def case(tmp_path):
    made = Case.new(tmp_path / "case")
    made.use(PairEmbedder())
    yield made
    made.close()


def test_a_case_is_made_filled_and_looked_at(tmp_path, quick, monkeypatch):
    pile = make_pile(tmp_path / "pile", 3 + 1)
    assert sayso("case", "new", tmp_path / "dam")[0] == 0
    code, out, err = sayso("add", pile, "--case", tmp_path / "dam")
    assert (code, out) == (0, "")
    assert "9 files added" in err
    assert "2 unread" in err
    monkeypatch.chdir(tmp_path / "dam")
    code, out, _ = sayso("status")
    assert code == 0
    assert "tune.mp3: is a sound or video recording (MP3): add a transcript of it" in out
    code, out, _ = sayso("status", "--json")
    told = json.loads(out)
    assert (told["name"], told["unread"], told["duplicates"], told["behind"]) == ("dam", 2, 1, 0)
    assert {t["name"] for t in told["troubles"]} == {"empty.txt", "tune.mp3"}
    code, out, _ = sayso("add", pile, "--json")
    assert json.loads(out)["known"] == 9


def test_where_there_is_no_case_every_command_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.txt").write_text("x", "utf-8")
    for words in (["add", "paper.txt"], ["status"], ["repair"], ["remove", "abcd"],
                  ["check", "paper.txt", "--case", "."]):  # fmt: skip
        code, _, err = sayso(*words)
        assert code == 7
        assert "is not a case" in err
        assert "sayso case new" in err
    code, _, err = sayso("check", "paper.txt")
    assert code == 2
    assert "--case" in err


def test_a_path_that_is_not_there_adds_nothing(case, tmp_path, quick):
    pile = make_pile(tmp_path / "pile", 4)
    code, _, err = sayso("add", pile, tmp_path / "nowhere", "--case", case.folder)
    assert code == 2
    assert "nowhere" in err
    assert list(case.store.entries()) == []


@pytest.mark.parametrize("there", ["a case", "a file", "a full folder", "a link"])
def test_a_case_is_never_made_over_something_else(tmp_path, there):
    place = tmp_path / "dam"
    if there == "a case":
        Case.new(place).close()
    elif there == "a file":
        place.write_text("in the way", "utf-8")
    elif there == "a full folder":
        place.mkdir()
        (place / "paper.txt").write_text("mine", "utf-8")
    else:
        (tmp_path / "other").mkdir()
        place.symlink_to(tmp_path / "other")
    code, _, err = sayso("case", "new", place)
    assert code == 7
    assert str(place) in err


def test_a_case_may_be_made_in_an_empty_folder_and_after_a_kill(tmp_path):
    (tmp_path / "dam").mkdir()
    Case.new(tmp_path / "dam").close()
    (tmp_path / "dam" / "case.toml").unlink()
    Case.new(tmp_path / "dam").close()


def test_a_case_that_cannot_be_written_is_one_clear_sentence(tmp_path, quick):
    paper = tmp_path / "paper.txt"
    paper.write_text("The dam is safe.", "utf-8")
    Case.new(tmp_path / "dam").close()
    (tmp_path / "dam" / "originals").rmdir()
    (tmp_path / "dam" / "originals").write_text("in the way", "utf-8")
    code, _, err = sayso("add", paper, "--case", tmp_path / "dam")
    assert code == 7
    assert "cannot be written" in err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_one_clear_sentence(tmp_path, quick):
    Case.new(tmp_path / "dam").close()
    (tmp_path / "dam").chmod(0o500)
    code, _, err = sayso("add", __file__, "--case", tmp_path / "dam")
    (tmp_path / "dam").chmod(0o700)
    assert code == 7
    assert "cannot be written" in err


def test_a_broken_case_says_what_is_broken(tmp_path):
    Case.new(tmp_path / "dam").close()
    toml = (tmp_path / "dam" / "case.toml").read_text("utf-8")
    (tmp_path / "dam" / "case.toml").write_text("name = [", "utf-8")
    with pytest.raises(CaseError, match="is damaged"):
        Case(tmp_path / "dam")
    (tmp_path / "dam" / "case.toml").write_text(toml.replace("format = 1", "format = 99"), "utf-8")
    with pytest.raises(CaseError, match="later version"):
        Case(tmp_path / "dam")
    (tmp_path / "dam" / "case.toml").write_text(toml, "utf-8")
    (tmp_path / "dam" / "library.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(CaseError, match="damaged"):
        report(Case(tmp_path / "dam"))
    for path in (tmp_path / "dam").glob("library.sqlite*"):
        path.unlink()
    with pytest.raises(CaseError, match="is missing"):
        Case(tmp_path / "dam")


def test_repair_finds_what_changed_and_adding_again_mends_it(case, tmp_path, quick):
    pile = make_pile(tmp_path / "pile", 5)
    add(case, [pile])
    assert sayso("repair", "--case", case.folder)[0] == 0
    one, other = (e for e in case.store.entries() if e.name in ("note-001.txt", "note-002.txt"))
    path = case.originals.path(one.sha256)
    path.chmod(0o600)
    path.write_text("Something else.", "utf-8")
    case.originals.delete(other.sha256)
    code, out, err = sayso("repair", "--json", "--case", case.folder)
    assert code == 8
    told = json.loads(out)
    assert {(f["names"][0], f["fault"].split(":")[0]) for f in told["faults"]} == {
        ("note-001.txt", "was changed"), ("note-002.txt", "is missing"),
    }  # fmt: skip
    assert "2 originals damaged or missing: add the files named again" in err
    add(case, [pile])
    code, out, _ = sayso("repair", "--case", case.folder)
    assert code == 0
    assert "sound" in out
    assert_whole(case.folder, indexed=True)


def test_repair_sweeps_what_was_abandoned_and_nothing_that_another_process_is_copying(case, tmp_path):
    add(case, [make_pile(tmp_path / "pile", 4)])
    aside = case.originals.path("x").parent.parent / "aside"
    for name in ("old.part", "new.part"):
        (aside / name).write_bytes(b"half")
    os.utime(aside / "old.part", (0, 0))
    with case.originals.filling():
        assert repair(case).swept == 1
        assert [p.name for p in aside.glob("*.part")] == ["new.part"]
    stages = []
    assert repair(case, lambda what, done, of: stages.append((what, done, of))).swept == 1
    assert not list(aside.glob("*.part"))
    assert {what for what, done, of in stages if done == of} >= {
        "checking the originals", "making the indexes anew",
    }  # fmt: skip


def test_removing_asks_first_and_takes_no_for_an_answer(case, tmp_path, quick):
    add(case, [make_pile(tmp_path / "pile", 4)])
    one = next(case.store.entries())
    run = CliRunner().invoke(app, ["remove", one.id, "--case", str(case.folder)], input="n\n")
    assert run.exit_code == 1
    assert case.store.has(one.id)


def test_an_id_that_fits_nothing_several_or_a_part_is_refused(case, tmp_path):
    (tmp_path / "m.eml").write_bytes(mail("List", "See it.", ("list.txt", "Quay 7 is closed.")))
    add(case, [tmp_path / "m.eml"])
    holder, part = case.store.entries()
    with pytest.raises(UsageError, match="no document"):
        named(case, ["ffffffff"])
    with pytest.raises(UsageError, match=f"remove {holder.id}"):
        named(case, [part.id])
    assert {e.id for e in remove(case, named(case, [holder.sha256])).entries} == {holder.id, part.id}


def test_a_duplicate_is_read_again_when_what_it_was_the_same_as_is_removed(case, tmp_path):
    (tmp_path / "a.eml").write_bytes(mail("List", "See it.", ("list.txt", "Quay 7 is closed.")))
    (tmp_path / "z.txt").write_bytes(b"Quay 7 is closed.")
    add(case, [tmp_path / "a.eml"])
    part = next(e for e in case.store.entries() if e.part_of)
    (tmp_path / "z.txt").write_bytes(case.store.document(part.id).text.encode())
    add(case, [tmp_path / "z.txt"])
    [twin] = [e for e in case.store.entries() if e.name == "z.txt"]
    if twin.sha256 != part.sha256:
        pytest.skip("the mail's reader keeps a line end")
    assert twin.same_as == part.id
    remove(case, named(case, [part.part_of]))
    [left] = case.store.entries()
    assert (left.name, left.status.value, left.same_as, left.again) == ("z.txt", "read", None, False)
    [hits] = case.library.search(["quay closed"])
    assert hits[0].passage.document == left.id


def test_a_ledger_that_cites_what_was_removed_says_so_until_it_is_back(case, tmp_path):
    paper = tmp_path / "paper <b>.txt"
    paper.write_text("The mayor opened quay 7.", "utf-8")
    add(case, [paper])
    [entry] = case.store.entries()
    ledger = case.ledgers / "0123456789ab"
    ledger.mkdir()
    evidence = {"evidence": [{"document": entry.id}]}
    whole = written({
        "claims": [{"id": "c1", "say": None, "so": evidence}], "omissions": [],
        "coverage": {"documents": [{"id": entry.id, "name": entry.name, "sha256": entry.sha256}]},
    })  # fmt: skip
    (ledger / "ledger.json").write_text(whole, "utf-8")
    page = "<html><body class='x'><p>Ledger</p></body></html>"
    (ledger / "index.html").write_text(page, "utf-8")
    assert note_removed(case) == []
    [noted] = remove(case, named(case, [entry.id])).ledgers
    assert noted.names == (entry.name,)
    told = json.loads((ledger / "ledger.json").read_text("utf-8"))
    assert told["removed"][0]["claims"] == ["c1"]
    marked = (ledger / "index.html").read_text("utf-8")
    assert "Removed since from the case" in marked
    assert "paper &lt;b&gt;.txt" in marked
    add(case, [paper])
    assert note_removed(case) == []
    assert (ledger / "index.html").read_text("utf-8") == page
    assert (ledger / "ledger.json").read_text("utf-8") == whole


def run_sayso(*words, cwd):
    return subprocess.run(
        [sys.executable, "-m", "sayso", *map(str, words)], capture_output=True, text=True, timeout=300,
        cwd=cwd, env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip


def test_an_article_is_checked_against_its_case(tmp_path, quick):
    pile = make_pile(tmp_path / "pile", 4)
    minutes = "Minutes, 4 May 2024\n\nThe mayor opened quay 7 on 3 May 2024.\n"
    (pile / "minutes.txt").write_text(minutes, "utf-8")
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    (pile / "the-article-itself.txt").write_text(ARTICLE, "utf-8")
    Case.new(tmp_path / "dam").close()
    assert run_sayso("add", pile, "--case", "dam", cwd=tmp_path).returncode == 0
    run = run_sayso("check", "../article.txt", "--json", "--out", "ledgers/here", cwd=tmp_path / "dam")
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    papers = {d["name"]: d for d in told["coverage"]["documents"]}
    assert papers["minutes.txt"]["status"] == "read"
    assert "article itself" in papers["the-article-itself.txt"]["reason"]
    findings = [f for c in told["claims"] for f in (c["say"], c["so"]) if f]
    cited = {e["document"] for f in findings for e in f["evidence"]}
    assert papers["minutes.txt"]["id"] in cited
    assert papers["the-article-itself.txt"]["id"] not in cited
    both = run_sayso("check", "article.txt", "--case", "dam", "--against", "pile", cwd=tmp_path)
    assert both.returncode == 2
    # The ledger says what it cites that is gone, in its JSON and on its page, until it is back.
    ledger, page = (tmp_path / "dam" / "ledgers" / "here" / name for name in ("ledger.json", "index.html"))
    before = ledger.read_bytes(), page.read_bytes()
    code, out, _ = sayso("remove", papers["minutes.txt"]["id"], "--yes", "--case", tmp_path / "dam")
    assert (code, "ledgers/here" in out) == (0, True)
    told = json.loads(ledger.read_text("utf-8"))
    assert [(one["name"], bool(one["claims"])) for one in told["removed"]] == [("minutes.txt", True)]
    schema = (resources.files("sayso.ledger") / "schema.json").read_text("utf-8")
    jsonschema.validate(told, json.loads(schema))
    assert "Removed since from the case" in page.read_text("utf-8")
    assert sayso("add", pile, "--case", tmp_path / "dam")[0] == 0
    assert sayso("repair", "--case", tmp_path / "dam")[0] == 0
    assert (ledger.read_bytes(), page.read_bytes()) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has another way to interrupt")
def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(tmp_path):
    pile = make_pile(tmp_path / "pile", 400)
    Case.new(tmp_path / "dam").close()
    process = subprocess.Popen(
        [sys.executable, "-m", "sayso", "add", "pile", "--case", "dam"], cwd=tmp_path,
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    originals = tmp_path / "dam" / "originals"
    while process.poll() is None and not any(originals.glob("??/*")):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert out == ""
    assert "give the same command again" in err
    assert "Traceback" not in err
    assert_whole(tmp_path / "dam")
    assert pile.exists()


def test_names_that_turn_letters_round_are_shown_and_not_obeyed(tmp_path, quick, monkeypatch):
    pile = tmp_path / "pile"
    pile.mkdir()
    names = ["plan\u202etxt.exe", "Аpple\u200b.txt", "red\x1b[31m.txt"]
    for name in names:
        (pile / name).write_bytes(b"\x7fELF" + name.encode())
    assert sayso("case", "new", tmp_path / "dam")[0] == 0
    monkeypatch.chdir(tmp_path / "dam")
    _, _, told = sayso("add", pile)
    _, shown, _ = sayso("status")
    assert "plan\ufffdtxt.exe" in shown
    assert "Аpple\ufffd.txt" in shown
    _, data, _ = sayso("status", "--json")
    assert not set("\u202e\u200b\x1b") & set(told + shown + data)
    assert {trouble["name"] for trouble in json.loads(data)["troubles"]} == set(names)


LOCK = "The keeper of the Sarvelle lock closed the valve on Monday."


@pytest.fixture
def lock(tmp_path, quick):
    """A case with a mail and a note, to be searched."""
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "note.txt").write_text(
        f"Nothing was said before.\n\n{LOCK}\n\n" + "The ferry left at noon. " * 40, "utf-8"
    )
    (pile / "a.eml").write_bytes(mail("Tides", "The tide was high."))
    assert sayso("case", "new", tmp_path / "lock")[0] == 0
    assert sayso("add", pile, "--case", tmp_path / "lock")[0] == 0
    return tmp_path / "lock"


def test_search_shows_where_it_stands_its_neighbours_and_why_without_colour(lock):
    code, out, _ = sayso("search", "who closed the valve at Sarvel", "--by", "words", "--case", lock)
    assert code == 0
    assert out.startswith("1. note.txt")
    assert LOCK in out
    assert "after: " in out
    assert "“closed”" in out
    assert "spelled nearly so: “Sarvelle”" in out
    assert "\x1b" not in out


def test_search_as_json_gives_spans_that_re_slice(lock):
    code, out, _ = sayso("search", '"closed the valve"', "--type", "text", "--json", "--case", lock)
    [found] = json.loads(out)["found"]
    assert code == 0
    assert found["text"][found["marks"][0]["start"] - found["start"] :].startswith("closed the valve")
    assert found["marks"][0]["how"] == "phrase"
    assert {"document", "name", "page", "box", "before", "after", "why", "also", "language"} <= found.keys()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "say what to look for"), (["valve", "--type", "tablet"], "no kind of file"),
        (["valve", "--by", "smell"], "by words, by meaning"), (["valve", "--document", "x"], "called 'x'"),
        (["valve", "--speaker", "Zebedee"], "called 'Zebedee'"),
        (["valve", "--after", "2024-02-01", "--before", "2024-01-01"], "before the first"),
        (["valve", "--after", "May"], "May"),
    ],
)  # fmt: skip
def test_a_search_that_means_nothing_says_why(lock, words, said):
    code, out, err = sayso("search", *words, "--case", lock)
    assert (code, out) == (2, "")
    assert said in err


def test_search_in_an_empty_case_and_outside_of_one(tmp_path, quick):
    assert sayso("search", "valve", "--case", tmp_path)[0] == 7
    sayso("case", "new", tmp_path / "empty")
    code, out, err = sayso("search", "valve", "--case", tmp_path / "empty")
    assert (code, out) == (4, "")
    assert "sayso add PATH" in err


def test_search_by_words_needs_no_model_and_by_meaning_names_the_missing_one(lock, monkeypatch):
    def missing(threads=0):
        raise ModelError("embedding.onnx is missing: install sayso again")

    monkeypatch.setattr("sayso.models.load_embedder", missing)
    assert sayso("search", "valve", "--by", "words", "--case", lock)[0] == 0
    code, _, err = sayso("search", "valve", "--case", lock)
    assert code == 5
    assert "install sayso again" in err
