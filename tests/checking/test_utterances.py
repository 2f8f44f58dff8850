"""Who said the quoted words: a changed sense or another's words contradict, and nothing else does."""

import pytest

from sayso.checking.quotations import Outcome
from sayso.checking.utterances import outcome_in
from sayso.records import Document, Segment, SegmentKind, Verdict


def transcript(*turns):
    text, segments = "", []
    for who, words in turns:
        segments.append(Segment(len(text), len(text) + len(words), SegmentKind.SPEECH, speaker=who))
        text += f"{words}\n\n"
    return Document("t" * 12, "hearing.txt", "t" * 64, "text/plain", text, segments=tuple(segments))


def prose(*paragraphs):
    text, segments = "", []
    for words in paragraphs:
        segments.append(Segment(len(text), len(text) + len(words)))
        text += f"{words}\n\n"
    return Document("p" * 12, "paper.txt", "p" * 64, "text/plain", text, segments=tuple(segments))


HEARING = transcript(
    ("EVA HOLT", "The harbour wall will not be raised this year, but it will be raised next year."),
    ("KARL HESS", "Every household was told of the flood two days before it came."),
    ("EVA HOLT", "We were not told. I cannot pay for the pumps and the wall unless the county lends half."),
    ("KARL HESS", "As Ms Holt wrote in her letter, “the river keeps no calendar and no appointments”."),
)
MINUTES = prose(
    "Present: Ms E. Holt (Chair), Mr K. Hess (Clerk of Works).",
    "Mr Hess said that the wall could be raised for nine million crowns before the winter. Ms Holt "
    "thanked him and asked whether the county had been told.",
)
LETTERS = prose(
    "Dear Karl,", "The pumps have been dry since the second of June and nobody has come.", "Yours,",
    "Eva Holt", "Dear Eva,", "The pumps will be looked at when the man with the key is back.", "Yours,",
    "Karl Hess",
)  # fmt: skip


@pytest.mark.parametrize(
    ("paper", "speaker", "words", "outcome", "verdict"),
    [
        (HEARING, "Karl Hess", "Every household was told of the flood two days before it came",
         Outcome.VERBATIM, Verdict.SUPPORTED),
        (HEARING, "Eva Holt", "Every household was told of the flood two days before it came",
         Outcome.OTHER_SPEAKER, Verdict.CONTRADICTED),
        (HEARING, "Karl Hess", "Every household was told about the flood two days before it came",
         Outcome.ALTERED, Verdict.MIXED),
        (HEARING, "Karl Hess", "Every household was told of the floods two days before it came",
         Outcome.ALTERED, Verdict.SUPPORTED),
        (HEARING, "Karl Hess", "Every household was told of the flood three days before it came",
         Outcome.ALTERED, Verdict.CONTRADICTED),
        (HEARING, "Karl Hess", "Every household was not told of the flood two days before it came",
         Outcome.ALTERED, Verdict.CONTRADICTED),
        (HEARING, "Eva Holt", "Every household was not told of the flood two days before it came",
         Outcome.NOT_FOUND, Verdict.NOT_FOUND),
        (HEARING, "Eva Holt", "The harbour wall will be raised this year", Outcome.CUT, Verdict.CONTRADICTED),
        (HEARING, "Eva Holt", "The harbour wall will not be raised this year",
         Outcome.CUT_AT_CONDITION, Verdict.MIXED),
        (HEARING, "Eva Holt", "I cannot pay for the pumps and the wall",
         Outcome.CUT_AT_CONDITION, Verdict.MIXED),
        (HEARING, "Eva Holt", "I cannot pay for the … wall", Outcome.CUT_AT_CONDITION, Verdict.MIXED),
        (HEARING, "Eva Holt", "the river keeps no calendar and no appointments",
         Outcome.VERBATIM, Verdict.SUPPORTED),
        (HEARING, "Eva Holt", "The wall is a work of art", Outcome.NOT_FOUND, Verdict.NOT_FOUND),
        (MINUTES, "Karl Hess", "the wall could be raised for nine million crowns",
         Outcome.VERBATIM, Verdict.SUPPORTED),
        (MINUTES, "Eva Holt", "the wall could be raised for nine million crowns",
         Outcome.OTHER_SPEAKER, Verdict.CONTRADICTED),
        (LETTERS, "Eva Holt", "The pumps have been dry since the second of June",
         Outcome.VERBATIM, Verdict.SUPPORTED),
        (LETTERS, "Karl Hess", "The pumps have been dry since the second of June",
         Outcome.OTHER_SPEAKER, Verdict.CONTRADICTED),
        (LETTERS, None, "The pumps have been dry since the second of June",
         Outcome.VERBATIM, Verdict.SUPPORTED),
    ],
)  # fmt: skip
def test_each_outcome_has_its_verdict(paper, speaker, words, outcome, verdict):
    heard = outcome_in(words, speaker, paper)
    assert (heard.outcome, heard.verdict) == (outcome, verdict), heard.reason


@pytest.mark.parametrize("words", ["two days before", "told of the", "was told nothing of it"])
def test_a_few_common_words_accuse_nobody(words):
    assert outcome_in(words, "Eva Holt", HEARING).verdict is not Verdict.CONTRADICTED


def test_the_reason_names_who_said_it():
    heard = outcome_in("Every household was told of the flood", "Eva Holt", HEARING)
    assert "KARL HESS" in heard.reason


def test_a_numbered_question_is_its_asker_s(tmp_path):
    from sayso.reading import read_paths

    paper = tmp_path / "hearing.txt"
    paper.write_text(
        "Oral evidence\n\nMembers present: Ms Eva Holt (Chair), Mr Ivo Brandt.\n\n"
        "Q1  CHAIR: Who holds the key to the pump house today?\n\nMR HESS: I do not know.\n\n"
        "Q2  MR BRANDT: This was no flood, it was a bath left running.\n\nMR HESS: It was a flood.\n",
        "utf-8",
    )
    [document] = read_paths([paper])
    words = "This was no flood, it was a bath left running"
    assert outcome_in(words, "Ivo Brandt", document).verdict is Verdict.SUPPORTED
    assert outcome_in(words, "Karl Hess", document).verdict is Verdict.CONTRADICTED
    asked = outcome_in("Who holds the key to the pump house", "Eva Holt", document)
    assert asked.verdict is Verdict.SUPPORTED
