"""Quotations are looked for by their words: tolerant of typography, never of words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.checking.quotations import Match, find_quotation
from sayso.records import Document

TEXT = (
    "The chair said: “We don’t want the com-\nmittee to meet in public before the "
    "vote.” Nobody objected. We will publish the minutes only if the board agrees."
)
PAPER = Document("p", "paper.txt", "", "text/plain", TEXT)


def look(words):
    return find_quotation(words, [(PAPER, 0, len(TEXT))])


@pytest.mark.parametrize(
    "words",
    [
        "We don't want the committee to meet in public",
        "WE DON’T WANT THE COMMITTEE TO MEET IN PUBLIC BEFORE THE VOTE",
        "We will publish the minutes … if the board agrees",
        "Nobody objected",
    ],
)
def test_typography_line_breaks_and_marked_cuts_are_tolerated(words):
    [found] = look(words)
    assert found.match is Match.VERBATIM


@pytest.mark.parametrize(
    ("words", "change", "sense"),
    [
        ("We do want the committee to meet in public before the vote", "not", True),
        ("We will publish the minutes if the board agrees", "only", True),
        ("We want to see the committee to meet in public before the vote", "see", True),
        ("We don't want the council to meet in public before the vote", "council", False),
    ],
)
def test_a_changed_word_is_shown_and_weighed(words, change, sense):
    [found] = look(words)
    assert found.match is Match.ALTERED
    assert any(change in str(c) for c in found.changes)
    assert any(c.changes_sense for c in found.changes) is sense


@pytest.mark.parametrize(
    "words",
    ["to public in meet committee the want", "The vote was held in secret last year", "board"],
)
def test_other_words_or_another_order_are_not_found_as_said(words):
    assert all(f.match is not Match.VERBATIM for f in look(words)) or words == "board"


def test_the_span_found_holds_the_words():
    [found] = look("want the committee to meet")
    assert TEXT[found.start : found.end] == "want the com-\nmittee to meet"


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_text_makes_it_fail_and_spans_stay_inside(words, text):
    paper = Document("p", "n", "", "text/plain", text)
    for found in find_quotation(words, [(paper, 0, len(text))]):
        assert 0 <= found.start < found.end <= len(text)
