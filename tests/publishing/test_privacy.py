"""What must stay private is absent from every output, and would be seen if it were not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sayso.publishing import Decided, Details, Site, Story, Version, snapshot
from sayso.records import Verdict

from .affair import BODY, NEVER, NOW, OPEN_PAPER, PUBLICATION, SECRET_PAPER, SECRET_WORDS, ledger, story


def _everything(made: Story) -> str:
    """All that is published of a story, as bytes and as what JSON and HTML decode to."""
    site = Site(PUBLICATION, [made])
    found = []
    for path in site.paths():
        page = site.get(path)
        assert page is not None
        text = page.body.decode("utf-8", "replace")
        found += [path, text]
        if page.media_type == "application/json":
            found.append(json.dumps(json.loads(text), ensure_ascii=False))
    return "\n".join(found)


def test_of_a_paper_that_is_not_cleared_nothing_comes_out() -> None:
    out = _everything(story({OPEN_PAPER.id: "Minutes"}))
    for canary in (*SECRET_WORDS, *NEVER, SECRET_PAPER.sha256, SECRET_PAPER.id, "Kowalski"):
        assert canary not in out, canary


def test_of_a_paper_that_is_cleared_its_words_do_come_out_and_its_name_does_not() -> None:
    out = _everything(story({OPEN_PAPER.id: "Minutes", SECRET_PAPER.id: "Log of the dam"}))
    for canary in (*SECRET_WORDS, SECRET_PAPER.sha256):
        assert canary in out, canary
    for canary in (*NEVER, "Kowalski"):
        assert canary not in out, canary
    assert "Log of the dam has it that" in out


@pytest.mark.parametrize("cleared", [{}, {OPEN_PAPER.id: "Minutes"}])
def test_a_verdict_whose_words_are_withheld_is_not_published(cleared: dict[str, str]) -> None:
    data = story(cleared).newest.data
    [first] = [c for c in data["claims"] if c["id"] == "c1"]
    assert first["so"]["verdict"] is None
    assert first["so"]["withheld"] == 1
    assert first["so"]["reason"] == "Checked against a paper that is not published."


def test_not_found_says_what_was_searched_and_never_false() -> None:
    out = _everything(story({}))
    assert "Not found in the 2 documents read (1 not read)" in out
    assert "it never means false" in out


def test_a_person_s_word_stands_and_the_program_s_beside_it() -> None:
    details = Details("valve", "World", "Ada", NOW)
    decided = [Decided("c2", "so", Verdict.NOT_FOUND), Decided("c1", "so", Verdict.SUPPORTED)]
    data = snapshot(ledger(), details, decided, {OPEN_PAPER.id: "Minutes", SECRET_PAPER.id: "Log"})
    found = {c["id"]: c["so"] for c in data["claims"]}
    assert (found["c2"]["verdict"], found["c2"]["by"], found["c2"]["program"]) == (
        "not_found", "person", "contradicted",
    )  # fmt: skip
    # No words that support it are there to be shown: no verdict without a span.
    assert found["c1"]["verdict"] is None


def test_a_claim_marks_its_own_words_in_the_story_and_no_others() -> None:
    made = ledger()
    [first, second, third] = made.claims
    part = made.article.text.index("valve")
    claims = (first, replace(second, start=part, end=part + 5), third)
    data = snapshot(
        replace(made, claims=claims), Details("valve", "World", "Ada", NOW), (), {OPEN_PAPER.id: "Minutes"}
    )
    pieces = [p for paragraph in data["body"] for run in paragraph["runs"] for p in run["pieces"]]
    assert [words for words, look in pieces if look == "contradicted"] == ["valve"]
    assert BODY in "".join(words for words, _ in pieces)


def test_earlier_versions_keep_to_what_was_public_then() -> None:
    before = story({OPEN_PAPER.id: "Minutes"}).newest
    after = story({}).newest
    made = Story("valve", (before, Version(2, NOW, after.data, after.jpeg)))
    out = _everything(made)
    for canary in (*SECRET_WORDS, *NEVER):
        assert canary not in out, canary
