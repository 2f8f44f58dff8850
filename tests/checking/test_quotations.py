"""Quotations are looked for by their words: tolerant of typography, never of words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.checking.differences import Weight
from sayso.checking.quotations import Outcome, find_quotation
from sayso.checking.wording import forms
from sayso.records import Document

TEXT = (
    "The chair said: “We don’t want the com-\nmittee to meet in public before the "
    "vote.” Nobody objected. We will publish the minutes only if the board agrees. I can support "
    "the plan for the harbour, but only if it costs nothing. I did not say that the dam is unsafe. "
    "If the council agrees, we will build the bridge next year. The Union paid $5 million for the "
    "long-term lease in March. We support the treaty and the people who wrote it, unless they break "
    "it, and we will sign it on Monday."
)
PAPER = Document("p", "paper.txt", "", "text/plain", TEXT)
SCAN = Document(
    "s", "scan.pdf", "", "application/pdf", "The govemrnent wi1l retum 10 rnillion to the cornmittee",
    metadata=(("text", "read by OCR"),),
)  # fmt: skip


def look(words, paper=PAPER):
    return find_quotation(words, [(paper, 0, len(paper.text))])


@pytest.mark.parametrize(
    "words",
    [
        "We don't want the committee to meet in public",
        "WE DON’T WANT THE COMMITTEE TO MEET IN PUBLIC BEFORE THE VOTE",
        "We do not want the committee",
        "paid 5 million dollars for the long term lease",
        "paid $5m for the longterm lease",
        "[T]he Union paid $5 million",
        "Nobody objected",
    ],
)
def test_typography_line_breaks_and_short_forms_are_tolerated(words):
    [found] = look(words)
    assert found.outcome is Outcome.VERBATIM


@pytest.mark.parametrize(
    ("words", "outcome", "told"),
    [
        ("We want the committee to meet in public before the vote", Outcome.CUT, "don’t"),
        ("We will publish the minutes if the board agrees", Outcome.CUT, "only"),
        ("We support the treaty and we will sign it on Monday", Outcome.CUT, "unless they break it"),
        ("We want to see the committee to meet in public before the vote", Outcome.ALTERED, "see"),
        ("We don't want the council to meet in public before the vote", Outcome.ALTERED, "council"),
        ("The Union paid $6 million for the long-term lease", Outcome.ALTERED, "$6 million"),
        ("The League paid $5 million for the long-term lease", Outcome.ALTERED, "League"),
        ("we should build the bridge next year", Outcome.ALTERED, "should"),
    ],
)
def test_what_was_altered_or_left_out_is_shown(words, outcome, told):
    found = look(words)[0]
    assert found.outcome is outcome
    assert any(told in str(c) for c in found.changes)


@pytest.mark.parametrize(
    ("words", "outcome", "left_out"),
    [
        ("I can support the plan for the harbour", Outcome.CUT_AT_CONDITION, "but only if"),
        ("the dam is unsafe", Outcome.CUT_AT_CONDITION, "not say that"),
        ("we will build the bridge next year", Outcome.CUT_AT_CONDITION, "If the council agrees"),
        ("We support the treaty … and we will sign it", Outcome.HIDDEN_CONDITION, "unless they break"),
    ],
)
def test_a_condition_that_was_cut_away_is_told(words, outcome, left_out):
    found = look(words)[0]
    assert found.outcome is outcome
    assert left_out in found.left_out


def test_a_harmless_ellipsis_is_verbatim():
    assert look("We support the treaty … who wrote it, unless they break it")[0].outcome is Outcome.VERBATIM


def test_two_places_joined_are_a_splice():
    joined = look("Nobody objected to the dam: we will build the bridge next year")
    assert all(f.outcome is not Outcome.VERBATIM for f in joined)
    [splice] = look("We don’t want the committee to meet in public, we will build the bridge next year")
    assert splice.outcome is Outcome.SPLICED
    assert splice.second.of(TEXT) == "we will build the bridge next year"


@pytest.mark.parametrize(
    ("words", "weight"),
    [
        ("We do not want the committees to meet in public before the vote", Weight.SLIGHT),
        ("We don't want a committee to meet in public before the vote", Weight.SLIGHT),
        ("We don't want the council to meet in public before the vote", Weight.WORDS),
        ("We don't want the committee to meet in public after the vote", Weight.SENSE),
        ("We may publish the minutes only if the board agrees", Weight.SENSE),
        ("We will publish the minutes unless the board agrees", Weight.SENSE),
        ("The Union paid $50 million for the long-term lease", Weight.SENSE),
        ("The Union paid $5 million for the long-term lease in April", Weight.SENSE),
        ("we will build the bridges next year", Weight.SLIGHT),
    ],
)
def test_a_difference_is_weighed(words, weight):
    assert look(words)[0].weight == weight


@pytest.mark.parametrize(
    "words",
    ["to public in meet committee the want", "The vote was held in secret last year", "a board meeting"],
)
def test_other_words_or_another_order_are_not_found_as_said(words):
    assert all(f.outcome is not Outcome.VERBATIM for f in look(words))


def test_letters_that_look_alike_are_one_only_in_a_scan():
    words = "The government will return 10 million to the committee"
    assert look(words, SCAN)[0].outcome is Outcome.VERBATIM
    typed = Document("t", "typed.txt", "", "text/plain", SCAN.text)
    assert all(f.outcome is not Outcome.VERBATIM for f in look(words, typed))
    assert look(words.replace("10", "16"), SCAN)[0].weight == Weight.SENSE


def test_the_span_found_holds_the_words():
    [found] = look("want the committee to meet")
    assert TEXT[found.start : found.end] == "want the com-\nmittee to meet"


def test_a_quotation_given_in_parts_may_stand_in_two_places():
    found = find_quotation(["Nobody objected", "we will build the bridge next year"], [(PAPER, 0, len(TEXT))])
    assert found[0].outcome is not Outcome.SPLICED
    assert found[0].likeness == 1


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_no_text_makes_it_fail_and_spans_stay_inside(words, text):
    paper = Document("p", "n", "", "text/plain", text)
    for found in find_quotation(words, [(paper, 0, len(text))]):
        assert 0 <= found.start < found.end <= len(text)
        assert all(0 <= m.start < m.end <= len(text) for m in found.marks)


WORDS = st.lists(st.sampled_from("the river rose by night and we did not sleep until morning".split()),
                 min_size=5, max_size=14)  # fmt: skip


@settings(deadline=None)
@given(WORDS, WORDS, WORDS, st.randoms(use_true_random=False))
def test_a_quotation_planted_with_typographic_noise_is_found(before, said, after, chance):
    gaps = (" ", "\n", "  ", "\u00a0", " \n> ")
    planted = "".join(
        (w if len(w) < 4 or chance.random() < 0.6 else f"{w[:2]}-\n{w[2:]}") + chance.choice(gaps)
        for w in said
    )
    text = f"{' '.join(before)} one. {planted.upper()}. Two {' '.join(after)}"
    paper = Document("p", "n", "", "text/plain", text)
    found = find_quotation(" ".join(said), [(paper, 0, len(text))])
    assert found
    assert found[0].likeness == 1
    assert not found[0].changes
    assert forms(text[found[0].start : found[0].end]) == forms(" ".join(said))
