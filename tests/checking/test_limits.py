"""A phrase of the paper's sentence that a quotation given as complete leaves out."""

import pytest

from sayso.checking.limits import is_given, limit_behind
from sayso.checking.quotations import Outcome
from sayso.checking.utterances import outcome_in
from sayso.records import Document, Segment, SegmentKind, Verdict


def limit(words, rest):
    text = f"{words}{rest}"
    found = limit_behind(text, 0, len(words))
    return found and found.of(text)


@pytest.mark.parametrize(
    ("words", "rest", "shown"),
    [
        ("No money was taken", " from the pension fund.", "from the pension fund"),
        ("He was never told", " in writing.", "in writing"),
        ("It has not been paid", " by us, and the clerk knows it.", "by us"),
        ("The ferry is safe", " as far as I know.", "as far as I know"),
        ("The yard will stay open", " until the end of\nMay.", "until the end of\nMay"),
        ("The county will pay", " once the bridge is sold.", "once the bridge is sold"),
        ("We do not sell bread", " on Sundays and we never have.", "on Sundays"),
    ],
)
def test_what_limits_the_sentence_is_shown(words, rest, shown):
    assert limit(words, rest) == shown


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("No money was taken", ", and the books show it."),
        ("No money was taken", " and the books show it."),
        ("No money was taken", "."),
        ("No money was taken", ", Madam Chair."),
        ("No money was taken", " at any time."),
        ("No money was taken", " he added."),
        ("No money was taken", "” in reply to the auditor."),
        ("No money was taken", " in reply to the auditor."),
        ("No money was taken", " on 4 May."),
        ("No money was taken", "\n\nfrom the pension fund"),
        ("We signed the lease", " in the old town hall."),
        ("Nobody slept, but the ferry sailed", " at dawn."),
        ("The ferry sailed", " when the fog had gone."),
    ],
)
def test_what_adds_or_follows_is_no_limit(words, rest):
    assert limit(words, rest) is None


def test_a_limit_told_beside_the_quotation_is_given():
    assert is_given("from the pension fund", "he said of the money from our pension fund")
    assert is_given("by us", "not by us, at least")
    assert not is_given("from the pension fund", "who sits on the fund and draws a pension from it")


def hearing(words):
    segment = Segment(0, len(words), SegmentKind.SPEECH, speaker="EVA HOLT")
    return Document("h" * 12, "hearing.txt", "h" * 64, "text/plain", words, segments=(segment,))


def test_a_complete_sentence_cut_before_its_limit_is_mixed():
    paper = hearing("I thank the committee. Not one crown was taken from the pension fund. It is all there.")
    heard = outcome_in("Not one crown was taken,", "Eva Holt", paper)
    assert (heard.outcome, heard.verdict) == (Outcome.CUT, Verdict.MIXED)
    assert "from the pension fund" in heard.reason


@pytest.mark.parametrize(
    "words",
    ["not one crown was taken", "Not one crown was taken", "Not one crown was taken …",
     "Not one crown was taken from the pension fund."],
)  # fmt: skip
def test_a_fragment_or_the_whole_is_no_cut(words):
    paper = hearing("I thank the committee. Not one crown was taken from the pension fund. It is all there.")
    assert outcome_in(words, "Eva Holt", paper).verdict is Verdict.SUPPORTED


def test_a_place_where_the_sentence_ends_speaks_first():
    paper = hearing("Not one crown was taken from the fund. Again: Not one crown was taken. That is all.")
    assert outcome_in("Not one crown was taken.", "Eva Holt", paper).verdict is Verdict.SUPPORTED
