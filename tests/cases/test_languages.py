"""Papers that are not in English, from the command that adds them to the ledger."""

import json

from typer.testing import CliRunner

from sayso.cli import app

FRENCH = "Le ministre a déclaré à la commission que le barrage était sûr et que personne n’était en danger. "
RUSSIAN = "Министр заявил комиссии, что плотина безопасна и что никому ниже по течению ничто не угрожает. "
ENGLISH = "The minister told the committee on 3 March 2024 that the dam was safe. "
STORY = "Dam row grows\n\nThe minister told the committee on 3 March 2024 that the dam was safe.\n"


def sayso(*words):
    run = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert run.exit_code == 0, run.stderr
    return run.stdout


def test_what_is_not_english_is_marked_in_the_status_and_in_every_form_of_the_ledger(tmp_path, monkeypatch):
    pile = tmp_path / "pile"
    pile.mkdir()
    for name, words in (("fr.txt", FRENCH), ("ru.txt", RUSSIAN), ("en.txt", ENGLISH)):
        (pile / name).write_text(words * 4, encoding="utf-8")
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    sayso("case", "new", tmp_path / "dam")
    monkeypatch.chdir(tmp_path / "dam")
    sayso("add", pile)
    status = sayso("status")
    assert "not checked by the models" in status
    assert "fr.txt: French" in status
    assert "ru.txt: Russian" in status
    assert "en.txt: " not in status
    found = {one["name"]: one["language"] for one in json.loads(sayso("status", "--json"))["foreign"]}
    assert found == {"fr.txt": "fr", "ru.txt": "ru"}
    sayso("check", tmp_path / "story.txt", "--out", tmp_path / "out")
    ledger = json.loads((tmp_path / "out" / "ledger.json").read_text(encoding="utf-8"))
    papers = {paper["name"]: paper for paper in ledger["coverage"]["documents"]}
    assert [papers[name]["language"] for name in ("en.txt", "fr.txt", "ru.txt")] == ["en", "fr", "ru"]
    assert papers["fr.txt"]["notes"] == ["in French: searched by words, not checked by the models"]
    assert papers["ru.txt"]["notes"] == ["in Russian: searched by words, not checked by the models"]
    assert not papers["en.txt"]["notes"]
    level = ledger["provenance"]["files were read in"]
    assert level.startswith("child process")
    for form in ("index.html", "ledger.md"):
        text = (tmp_path / "out" / form).read_text(encoding="utf-8").replace("\\", "")
        assert "in French: searched by words, not checked by the models" in text
    assert level in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
