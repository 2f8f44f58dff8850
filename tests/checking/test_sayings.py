"""Whether X said it: whose words a passage holds, on what condition, on which occasion."""

from datetime import date

import pytest

from sayso.checking.sayings import Occasion, Sayings, by_quotation
from sayso.checking.speakers import Speakers
from sayso.checking.voices import voice_of
from sayso.library.passages import passages_of
from sayso.records import Document, Evidence, Finding, Segment, Source, SourceKind, Stance, Verdict
from sayso.statements.dates import When

MINUTES = (
    "Minutes of the harbour board.\n\n"
    "Mr Hess stated that the wall had cost nine million crowns. Ms Holt said that she would support the "
    "second wall only if the county paid half."
)
SPLIT = MINUTES.index("Mr Hess")
PAPER = Document(
    "m" * 12, "board-minutes.txt", "m" * 64, "text/plain", MINUTES, title="Minutes of the harbour board",
    date=date(2024, 5, 2), segments=(Segment(0, SPLIT - 2), Segment(SPLIT, len(MINUTES))),
)  # fmt: skip
PASSAGES = passages_of(PAPER)


def sayings():
    at = lambda _, offset: next((p for p in PASSAGES if p.start <= offset < p.end), None)  # noqa: E731
    return Sayings({PAPER.id: PAPER}, at, Speakers())


def voice(name):
    return voice_of(Source(name, 0, len(name), SourceKind.NAMED_PERSON))


def found(words, verdict):
    start = MINUTES.index(words)
    stance = Stance.SUPPORTS if verdict is Verdict.SUPPORTED else Stance.CONTRADICTS
    shown = Evidence(PAPER.id, start, start + len(words), words, stance, 0.9)
    return Finding(verdict, 0.9, "A passage.", "stance", (shown,))


HESS = "Mr Hess stated that the wall had cost nine million crowns."
HOLT = "Ms Holt said that she would support the second wall only if the county paid half."
THEN = Occasion(None, frozenset({"board"}))


@pytest.mark.parametrize(
    ("words", "name", "claim", "verdict"),
    [
        (HESS, "Karl Hess", "The wall had cost nine million crowns", Verdict.SUPPORTED),
        (HESS, "Eva Holt", "The wall had cost nine million crowns", Verdict.NOT_FOUND),
        (HOLT, "Eva Holt", "She would support the second wall", Verdict.MIXED),
        (HOLT, "Eva Holt", "She would support the wall only if the county paid half", Verdict.SUPPORTED),
    ],
)
def test_who_speaks_and_on_what_condition(words, name, claim, verdict):
    said = sayings().settled(found(words, Verdict.SUPPORTED), claim, name, voice(name), THEN)
    assert said.verdict is verdict, said.reason


@pytest.mark.parametrize(
    ("occasion", "verdict"),
    [
        (Occasion(None, frozenset({"board", "told"})), Verdict.CONTRADICTED),
        (Occasion(None, frozenset({"radio"})), Verdict.NOT_FOUND),
        (Occasion(When(0, 1, date(2024, 5, 2), date(2024, 5, 2)), frozenset()), Verdict.CONTRADICTED),
        (Occasion(When(0, 1, date(2023, 9, 9), date(2023, 9, 9)), frozenset({"board"})), Verdict.NOT_FOUND),
    ],
)
def test_what_was_said_otherwise_on_another_occasion_denies_nothing(occasion, verdict):
    say = found(HESS, Verdict.CONTRADICTED)
    said = sayings().settled(say, "The wall had cost two million", "Karl Hess", voice("Karl Hess"), occasion)
    assert said.verdict is verdict, said.reason


def test_a_paper_s_own_report_makes_it_a_saying_of_the_person_named():
    admits = sayings().speaks(voice("Karl Hess"))
    assert any(admits(p, PAPER) for p in PASSAGES)
    assert not any(sayings().speaks(voice("Ivo Brandt"))(p, PAPER) for p in PASSAGES)


def test_a_saying_follows_its_quoted_words():
    nothing = Finding(Verdict.NOT_FOUND, 0.0, "", "search")
    other = Finding(Verdict.CONTRADICTED, 0.9, "Other speaker: …", "quotation")
    heard = Finding(Verdict.SUPPORTED, 0.95, "The words stand in the paper.", "quotation")
    content = "The wall was “a bath left running by the county”"
    quoted = "“a bath left running by the county”"
    assert by_quotation(nothing, content, [(quoted, other)]).verdict is Verdict.CONTRADICTED
    assert by_quotation(nothing, content, [(quoted, heard)]).verdict is Verdict.SUPPORTED
    long = f"{content} and nine million crowns were borrowed from a bank abroad last winter"
    assert by_quotation(nothing, long, [(quoted, heard)]).verdict is Verdict.NOT_FOUND
    assert by_quotation(heard, content, [(quoted, other)]) is heard
