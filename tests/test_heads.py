"""What the stance model reads over a passage."""

from __future__ import annotations

from datetime import date

from sayso.models.heads import TITLE_WORDS, headed


def test_a_passage_stands_behind_its_paper_its_speaker_and_its_day() -> None:
    read = headed("I ask for it.", "Letter to the Board", "Ann Hill", date(2024, 5, 3))
    assert read == "Letter to the Board, Ann Hill, 3 May 2024: I ask for it."


def test_what_is_not_known_is_left_out() -> None:
    assert headed("I ask for it.", None, None, None) == "I ask for it."
    assert headed("I ask for it.", None, "Ann Hill", None) == "Ann Hill: I ask for it."


def test_a_long_title_does_not_take_the_passages_room() -> None:
    read = headed("Yes.", "word " * 40, None, None)
    assert len(read.split()) == TITLE_WORDS + 1
