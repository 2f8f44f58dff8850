"""What a question and its answer say together; made-up hearings."""

from datetime import date

import pytest

from sayso.checking.answers import conceded, denial, turns_of
from sayso.checking.sayings import in_the_first_person
from sayso.checking.voices import voice_of
from sayso.records import Document, Segment, SegmentKind, Source, SourceKind, Verdict

PERSON = SourceKind.NAMED_PERSON


def hearing(*turns):
    """A transcript of (label, words) turns."""
    text, segments = "", []
    for label, words in turns:
        start = len(text)
        text += f"{label}: {words}\n\n"
        segments.append(Segment(start, len(text) - 2, SegmentKind.SPEECH, speaker=label))
    return Document(
        "h" * 12, "hearing.txt", "h" * 64, "text/plain", text, date=date(2024, 5, 2), segments=tuple(segments)
    )


def voice(name="Jon Ferrar"):
    return voice_of(Source(name, 0, len(name), PERSON))


def turns(*said):
    return list(turns_of([hearing(*said)], voice().is_called))


DENIED = [
    ("He had accepted so much as a lift",
     ("CHAIR", "What did you have from the firm?"), ("MR FERRAR", "Nothing. Not a meal, not a lift home.")),
    ("A reading was changed",
     ("MS OLE", "Was any reading in the book changed?"), ("MR FERRAR", "No. I would have known.")),
    ("He had met the owner",
     ("CHAIR", "Did you meet the owner?"), ("MR FERRAR", "Never. I wish I had.")),
]  # fmt: skip
NOT_DENIED = [
    ("He had accepted so much as a lift",
     ("CHAIR", "Did the firm pay for the yard?"), ("MR FERRAR", "No. The yard was ours.")),
    ("He had met the owner",
     ("CHAIR", "Did you meet the owner?"), ("MR FERRAR", "No doubt I did, I met everybody.")),
    ("He had met the owner",
     ("CHAIR", "You met the owner."), ("MR FERRAR", "No comment.")),
    ("He had met the owner",
     ("CHAIR", "Did you meet the owner?"), ("MS OLE", "No. Never.")),
    ("He had met the owner",
     ("CHAIR", "Did you meet the owner?"), ("MR FERRAR", "Yes. Twice, on the quay.")),
]  # fmt: skip


@pytest.mark.parametrize("case", DENIED, ids=lambda case: case[0])
def test_an_answer_that_opens_with_no_denies_what_was_asked(case):
    found = denial(case[0], "Jon Ferrar", turns(*case[1:]))
    assert found is not None
    assert found.verdict is Verdict.SUPPORTED
    assert found.evidence[0].text in hearing(*case[1:]).text


@pytest.mark.parametrize("case", NOT_DENIED, ids=lambda case: " / ".join(w for _, w in case[1:]))
def test_other_answers_deny_nothing_of_it(case):
    assert denial(case[0], "Jon Ferrar", turns(*case[1:])) is None


ASKED = ("CHAIR", "Was anybody hurt?")
CONCEDED = [
    ("Nobody had been hurt by his machines", ASKED, ("MR FERRAR", "People were hurt, and I am sorry.")),
    ("That no one was hurt", ASKED, ("MR FERRAR", "Yes, two people were badly hurt.")),
    ("No worker had been injured at the yard",
     ("CHAIR", "Were workers injured?"), ("MR FERRAR", "Several workers were injured.")),
]  # fmt: skip
NOT_CONCEDED = [
    ("Nobody had been hurt by his machines", ASKED, ("MR FERRAR", "If people were hurt, I am sorry.")),
    ("Nobody had been hurt by his machines", ASKED, ("MR FERRAR", "People were hurt, they say.")),
    ("Nobody had been hurt by his machines",
     ASKED, ("MR FERRAR", "Nobody was hurt. People were hurt in the old mill.")),
    ("Nobody had been hurt by his machines", ASKED, ("MR FERRAR", "People were frightened.")),
    ("Nobody had been hurt by his machines", ASKED, ("MS OLE", "People were hurt.")),
    ("Nobody had been hurt by his machines",
     ("CHAIR", "And the war?"), ("MR FERRAR", "People were hurt. It was a long time ago.")),
    ("No worker had been injured at the yard",
     ("CHAIR", "Were workers injured?"), ("MR FERRAR", "Two bystanders were injured.")),
    ("Nobody had been hurt by his machines", ASKED, ("MR FERRAR", "People were hurt in the old mill.")),
    ("Nobody had been hurt by his machines", ASKED, ("MR FERRAR", "People were hurt last year.")),
    ("Nobody had been hurt since March", ASKED, ("MR FERRAR", "People were hurt, and I am sorry.")),
    ("Everybody had been paid", ASKED, ("MR FERRAR", "People were paid.")),
]  # fmt: skip


@pytest.mark.parametrize("case", CONCEDED, ids=lambda case: case[0])
def test_who_said_it_of_somebody_did_not_say_it_of_nobody(case):
    found = conceded(case[0], "Jon Ferrar", turns(*case[1:]))
    assert found is not None
    assert found.verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize("case", NOT_CONCEDED, ids=lambda case: f"{case[0]} / {case[-1][1]}")
def test_open_other_or_denied_words_concede_nothing(case):
    assert conceded(case[0], "Jon Ferrar", turns(*case[1:])) is None


@pytest.mark.parametrize(
    ("content", "own"),
    [
        ("The deed had never crossed Jon Ferrar’s desk", "The deed had never crossed my desk"),
        ("Ferrar had signed it", "I had signed it"),
        ("Mr Ferrar had signed it", "I had signed it"),
        ("Mr Ferrari had signed it", "Mr Ferrari had signed it"),
    ],
)
def test_a_source_s_own_words_do_not_name_them(content, own):
    assert in_the_first_person(content, voice()) == own
