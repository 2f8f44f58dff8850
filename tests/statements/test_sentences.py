from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.statements.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "whole",
    [
        "Mr. Jon Ek of the U.S. Navy left on Jan. 3.",
        "J. D. Morrow met Dr. A. Teld at No. 10 on St. Hild's day.",
        "It ran 3.5 km in 4.25 hours, the clerk said.",
        "“Why?” asked Ms. Orrin.",
        "“Did he sign it?” Runa Teld asked.",
        "He waited … and waited.",
        "The tide (see fig. 4) turned; the ship did not.",
        "The council (i.e. the mayor) voted at 5 p.m. on Friday.",
        "Harbour Board Sells Crane as Strike Ends",
        "She wrote to Messrs. Dunmore and Sons, Ltd. about the roof.",
        "1. The first item.",
    ],
)
def test_does_not_split_inside(whole: str) -> None:
    assert sentences(whole) == [whole]


@pytest.mark.parametrize(
    "parts",
    [
        ["The ship sank.", "Nobody saw it."],
        ["He lives in the U.S.", "The rest of them left."],
        ["It closed at 5 p.m.", "She went home."],
        ["“It sank.", "I saw it,” Ms Orrin said."],
        ["“It sank.”", "Nobody answered."],
        ["He waited…", "Nobody came."],
        ["Plan B.", "The end."],
        ["Is it safe?", "It is not!", "Leave."],
        ["She called it “a lie.”", "“Ask him,” she said."],
        ["The fee was 4.5 million.", "It was paid twice."],
        ["One says “so.”", "Another (he left.)", "And so on."],
    ],
)
def test_splits_between(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_a_blank_line_or_a_list_mark_ends_a_sentence() -> None:
    assert sentences("Crane Sold\n\nThe board met.\n- one thing\n- another") == [
        "Crane Sold",
        "The board met.",
        "- one thing",
        "- another",
    ]


def test_a_line_break_inside_a_sentence_does_not() -> None:
    assert sentences("The board\nmet on Friday.") == ["The board\nmet on Friday."]


def test_a_hard_space_counts_as_a_space() -> None:
    assert sentences("Mr.\u00a0Ek left.\u00a0He was late.") == ["Mr.\u00a0Ek left.", "He was late."]


@given(
    st.text(
        alphabet=st.sampled_from(list("aAbB.!?…,;“”‘’\"'() \n\u00a0-–1·é")) | st.characters(),
        max_size=200,
    )
)
def test_sentences_are_in_order_and_hold_every_word(text: str) -> None:
    spans = split_sentences(text, 0, len(text))
    covered = set()
    last = 0
    for span in spans:
        assert last <= span.start < span.end
        assert span.of(text) == span.of(text).strip()
        last = span.end
        covered.update(range(span.start, span.end))
    assert all(place in covered for place, char in enumerate(text) if not char.isspace())


def test_only_the_given_stretch_is_split() -> None:
    text = "One. Two. Three."
    assert [span.of(text) for span in split_sentences(text, 5, 9)] == ["Two."]
