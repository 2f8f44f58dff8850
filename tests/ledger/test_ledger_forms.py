"""The ledger as JSON, CSV, Markdown and on a terminal, its receipts, and its files."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from sayso.errors import LedgerError
from sayso.ledger import (
    PagePicture,
    check_spans,
    print_ledger,
    to_csv,
    to_json,
    to_markdown,
    write,
)
from sayso.records import Ledger, SourceKind

from .harbour_affair import build_ledger
from .hostile import ATTACKS, bare_ledger, hostile_ledger


@pytest.fixture
def data(ledger: Ledger) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(to_json(ledger))
    return loaded


def printed(ledger: Ledger, width: int = 80, **options: Any) -> str:
    file = io.StringIO()
    print_ledger(ledger, Console(file=file, width=width, **options))
    return file.getvalue()


@pytest.mark.parametrize("build", [build_ledger, hostile_ledger, bare_ledger])
def test_the_json_is_what_its_schema_says(build: Any) -> None:
    schema = json.loads((resources.files("sayso.ledger") / "schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    text = to_json(build())
    Draft202012Validator(schema).validate(json.loads(text))
    text.encode("utf-8")


def test_the_json_has_the_fixed_shape(data: dict[str, Any]) -> None:
    assert list(data["audit"]["sources"]) == [kind.value for kind in SourceKind]
    assert data["article"]["published"] == "2026-02-14"
    assert data["article"]["views"] == 1204
    assert data["article"]["fields"]["section"] == {
        "start": 5, "end": 11, "origin": "page", "value": "Region",
    }  # fmt: skip
    assert data["statements"][4]["cue"]["text"] == "told"
    assert data["claims"][0]["say"]["verdict"] == "mixed"
    assert data["claims"][1]["so"] is None


def test_the_same_ledger_gives_the_same_bytes(ledger: Ledger) -> None:
    again = build_ledger()
    for form in (to_json, to_csv, to_markdown):
        assert form(ledger) == form(again)


def test_every_span_of_a_sound_ledger_re_slices(
    data: dict[str, Any], texts: dict[str, str]
) -> None:
    assert check_spans(data, texts) == []


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        (("statements", 2), "statement s3"),
        (("statements", 4, "source"), "statement s5, source"),
        (("statements", 4, "cue"), "statement s5, cue"),
        (("article", "fields", "headline"), "article, headline"),
        (("claims", 9, "so", "evidence", 0), "claim c10, so, evidence 1"),
        (("omissions", 0, "evidence"), "omission 1"),
        (("audit", "headline", 0), "audit, headline 1"),
    ],
)
@pytest.mark.parametrize("shift", [-1, 1])
def test_a_span_one_character_off_is_found(
    data: dict[str, Any],
    texts: dict[str, str],
    path: tuple[str | int, ...],
    complaint: str,
    shift: int,
) -> None:
    broken = copy.deepcopy(data)
    span: Any = broken
    for step in path:
        span = span[step]
    if "start" in span and span["start"] + shift >= 0:
        span["start"] += shift
        span["end"] += shift
    assert any(line.startswith(complaint) for line in check_spans(broken, texts))


def test_a_span_outside_its_text_and_a_text_not_given_are_found(
    data: dict[str, Any], texts: dict[str, str]
) -> None:
    broken = copy.deepcopy(data)
    broken["statements"][0]["hedges"] = [{"start": 10, "end": 10**6}]
    assert "does not lie" in check_spans(broken, texts)[0]
    assert any("was not given" in line for line in check_spans(data, {}))
    assert check_spans(data, {key: text + "x" for key, text in texts.items()}) == [
        f"article: the text is not that of document {data['article']['document']['id']}"
    ]


def test_words_around_evidence_are_checked_too(data: dict[str, Any], texts: dict[str, str]) -> None:
    broken = copy.deepcopy(data)
    evidence = broken["claims"][0]["so"]["evidence"][0]
    evidence["before"] += "x"
    evidence["marks"][0]["end"] = evidence["end"] + 1
    complaints = check_spans(broken, texts)
    assert len(complaints) == 2
    assert "before" in complaints[0]
    assert "mark" in complaints[1]


def test_a_row_a_claim_with_the_best_evidence(ledger: Ledger) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(ledger))))
    assert len(rows) == len(ledger.claims)
    cost = rows[9]
    assert cost["so"] == cost["say"] == "contradicted"
    assert (cost["document"], cost["page"]) == ("harbour-wall-survey-2025-10-03.pdf", "2")
    assert cost["words"].endswith("this year’s prices")


def test_the_whole_articles_audit_is_in_the_json(ledger: Ledger) -> None:
    data = json.loads(to_json(ledger))
    [part] = data["audit"]["headline"]
    assert part["against_body"] == "says more"
    assert part["body"]["text"] == "Survey papers released this week"
    assert [note["kind"] for note in data["audit"]["sourcing"]] == ["loaded_word", "one_unnamed_source"]
    assert data["audit"]["sourcing"][0]["instead"] == "at risk"
    assert data["audit"]["standings"][0]["identified"] is True
    assert data["audit"]["papers_unused"] == list(ledger.audit.papers_unused)


def test_left_out_and_headline_have_their_columns(ledger: Ledger) -> None:
    rows = {row["claim"]: row for row in csv.DictReader(io.StringIO(to_csv(ledger)))}
    assert {claim for claim, row in rows.items() if row["left out"]} == {"c3", "c9"}
    told = {row["headline against body"] for row in rows.values()}
    assert told == {"", "says more"}


def test_the_note_and_the_terminal_tell_what_is_left_out_and_of_the_headline(ledger: Ledger) -> None:
    for text in (to_markdown(ledger), printed(ledger)):
        assert "What the papers say that the article leaves out" in text
        assert "The headline, part by part" in text
        assert "How it is sourced" in text
        assert "o finding rests on" in text


def test_no_cell_is_a_formula() -> None:
    for row in csv.reader(io.StringIO(to_csv(hostile_ledger()))):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert "\n" not in cell


@pytest.mark.parametrize("start", [*"=+-@\t\n＝＋－＠", "\r=", " =", "\t+"])
def test_whatever_a_spreadsheet_takes_for_a_formula_comes_after_an_apostrophe(start: str) -> None:
    ledger = hostile_ledger(1)
    ledger = replace(ledger, claims=(replace(ledger.claims[0], text=f"{start}1+1"),))
    (row,) = csv.DictReader(io.StringIO(to_csv(ledger)))
    assert row["text"].startswith("'")
    assert row["text"].endswith("1+1")


def test_markdown_shows_words_and_never_obeys_them() -> None:
    text = to_markdown(hostile_ledger())
    assert not re.search(r"(?<!\\)[<>`]", text)
    assert "](http" not in text


def test_markdown_is_short_and_says_what_was_read(ledger: Ledger) -> None:
    text = to_markdown(ledger)
    assert len(text) < 5000
    assert "## What the papers contradict" in text
    assert re.search(r"tender\\-2023\\.pdf: unread", text)


def test_the_terminal_keeps_to_its_width_and_leaves_nothing_trailing(ledger: Ledger) -> None:
    for width in (40, 80, 200):
        lines = printed(ledger, width).splitlines()
        assert max(map(len, lines)) <= width
        assert all(line == line.rstrip() for line in lines)


def test_the_terminal_puts_contradictions_first(ledger: Ledger) -> None:
    text = printed(ledger)
    order = ["What the papers contradict", "Where the papers are mixed",
             "What nobody stands behind", "Tally", "What was read"]  # fmt: skip
    places = [text.index(title) for title in order]
    assert places == sorted(places)
    assert "✕ The cost of repair" in text
    assert "tender-2023.pdf: unread. It is encrypted" in " ".join(text.split())


def test_piped_output_has_no_colour_and_documents_cannot_add_any(ledger: Ledger) -> None:
    assert "\x1b" not in printed(ledger)
    text = printed(hostile_ledger(), width=4000)
    assert "\x1b" not in text
    assert "[bold red]not markup[/] :warning:" in text
    coloured = printed(hostile_ledger(), force_terminal=True, color_system="standard")
    assert "\x1b]0;" not in coloured


def test_an_empty_ledger_prints_and_says_so() -> None:
    text = printed(bare_ledger())
    assert "Nothing, of what could be checked." in text
    assert "No documents were given" in text


def test_write_leaves_four_whole_files_and_nothing_beside(
    ledger: Ledger, pictures: dict[tuple[str, int], PagePicture], tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "ledger"
    paths = write(ledger, folder, pictures)
    assert write(ledger, folder, pictures) == paths
    assert [p.name for p in paths] == ["ledger.json", "index.html", "ledger.csv", "ledger.md"]
    assert sorted(folder.iterdir()) == sorted(paths)
    assert paths[0].read_text("utf-8") == to_json(ledger)


def test_hostile_ledgers_can_be_written(tmp_path: Path) -> None:
    paths = write(hostile_ledger(len(ATTACKS)), tmp_path)
    assert all(path.read_bytes().decode("utf-8") for path in paths)


def test_a_folder_that_cannot_be_written_is_one_clear_error(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LedgerError, match=r"cannot be written to .*--out"):
        write(ledger, tmp_path / "file" / "ledger")
