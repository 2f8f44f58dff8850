"""What the papers say that the article leaves out: what is shown, what is not, and at what cost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sayso.auditing.omissions import MOST, find_omissions, unused_papers
from sayso.auditing.signals import pulls
from sayso.checking.evidence import evidence
from sayso.records import Finding, Stance, Verdict

from . import further_affairs as further
from .affairs import (
    FERRY_PAPERS,
    FERRY_STORY,
    LIBRARY_PAPERS,
    LIBRARY_STORY,
    NoOpinion,
    article,
    checked,
    paper,
)


def left_out(story, papers, model=None):
    statements, claims, library, model = checked(story, papers, model)
    return find_omissions(story, statements, claims, library, model), claims


@pytest.mark.parametrize(
    ("story", "papers", "words"),
    [
        (LIBRARY_STORY, LIBRARY_PAPERS, "The count was made on Mondays only"),
        (LIBRARY_STORY, LIBRARY_PAPERS, "would pay for the heating"),
        (FERRY_STORY, FERRY_PAPERS, "I must not have it free"),
        (FERRY_STORY, FERRY_PAPERS, "unless the wind is above force seven"),
    ],
)
def test_what_puts_a_claim_in_another_light_is_among_the_first_three(story, papers, words):
    found, _ = left_out(story, papers)
    assert any(words in o.evidence.text for o in found[:3])


@pytest.mark.parametrize(
    ("story", "papers", "left"),
    [
        (further.KITCHEN_STORY, further.KITCHEN_PAPERS, further.KITCHEN_LEFT_OUT),
        (further.GRAIN_STORY, further.GRAIN_PAPERS, further.GRAIN_LEFT_OUT),
        (further.JUMP_STORY, further.JUMP_PAPERS, further.JUMP_LEFT_OUT),
    ],
)
def test_caveats_conditions_refusals_amends_and_open_courses_are_found_in_other_fields(story, papers, left):
    found, _ = left_out(story, papers)
    shown = [o.evidence.text for o in found]
    assert [w for w in left if any(w in text for text in shown)] == list(left)
    odd = ("pans", "aprons", "stocktaking", "kittens", "stationery", "museum", "soup", "car park")
    assert not any(o in text for o in odd for text in shown)


def test_what_a_finding_shows_against_a_claim_is_not_shown_again():
    story = article(
        "Minister Kept Auditors Out",
        "The minister kept the auditors out of the grain store in November, a clerk said.",
    )
    note = paper("note.txt", "The minister never kept the auditors out of the grain store in November.")
    statements, claims, library, model = checked(story, (note,))
    before = find_omissions(story, statements, claims, library, model)
    proof = evidence(note, 0, len(note.text), Stance.CONTRADICTS, 0.9)
    against = Finding(Verdict.CONTRADICTED, 0.9, "Opposite statement.", "stance", (proof,))
    claims = tuple(replace(c, so=against) for c in claims)
    assert not find_omissions(story, statements, claims, library, model), before


def test_an_answer_is_read_with_its_question():
    story = article(
        "Gift Bought the Vote",
        "The president said that the gift was for the vote, people close to the inquiry say.",
        "The gift was paid in three parts.",
    )
    interview = paper(
        "interview.txt",
        "DRAY: Did the president ever tell you that the gift was for the vote?",
        "KORHANE: Never. He told me that it would mend the leaking roof.",
    )
    found, _ = left_out(story, (interview,))
    [omission] = [o for o in found if "Never" in o.evidence.text]
    assert "It answers “DRAY: Did the president ever tell you" in omission.reason


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("The board makes no finding on the accounts.", "not found"),
        ("I do not say that the bridge is unsafe.", "caveat"),
        ("Kind of you, but I had better not.", "refusal"),
        ("Payment is made on condition that the works stay open.", "condition"),
        ("She put two courses to the members.", "another course"),
        ("Each family will receive 300 marks.", "amends"),
        ("The trial was left out at the request of the hospital.", "made the move"),
        ("Two dates had been mistyped.", "puts something right"),
        ("The other town was told the same.", "somebody else"),
        ("Pupils were counted on Mondays only.", "limit"),
    ],
)
def test_each_kind_of_pull_is_named(text, tells):
    assert tells in pulls(text).reason


def test_a_numbered_condition_is_no_condition_set():
    found = pulls("Condition 11 of the licence names the drains, not the gate.")
    assert "sets a condition" not in found.reason


def test_every_passage_left_out_bears_on_a_claim_and_says_why_in_a_sentence():
    found, claims = left_out(LIBRARY_STORY, LIBRARY_PAPERS)
    known = {c.id for c in claims}
    texts = {p.id: p.text for p in LIBRARY_PAPERS}
    for omission in found:
        e = omission.evidence
        assert omission.bears_on
        assert set(omission.bears_on) <= known
        assert omission.reason.endswith(".")
        assert texts[e.document][e.start : e.end] == e.text
        assert all(e.start <= m.start < m.end <= e.end for m in e.marks)


def test_what_the_article_says_itself_is_not_left_out():
    found, _ = left_out(LIBRARY_STORY, LIBRARY_PAPERS)
    assert not any("kept the lights on" in o.evidence.text for o in found)


def test_what_has_nothing_to_do_with_the_article_is_not_shown():
    for story, papers in ((LIBRARY_STORY, LIBRARY_PAPERS), (FERRY_STORY, FERRY_PAPERS)):
        found, _ = left_out(story, papers)
        for odd in ("owl", "mowing", "canteen", "gutters", "clock"):
            assert not any(odd in o.evidence.text for o in found)


def test_a_paraphrase_that_the_model_knows_for_one_is_not_shown():
    class Knows(NoOpinion):
        def judge(self, pairs):
            scores = super().judge(pairs)
            for row, (claim, _) in zip(scores, pairs, strict=True):
                if "must not have it free" in claim:
                    row[:] = (0.95, 0.0, 0.05)
            return scores

    found, _ = left_out(FERRY_STORY, FERRY_PAPERS, Knows())
    assert not any("must not have it free" in o.evidence.text for o in found)


def test_few_are_shown_and_the_model_is_asked_no_more_of_a_larger_pile():
    story, papers = LIBRARY_STORY, LIBRARY_PAPERS
    rng = np.random.default_rng(7)
    nouns = "lane mill room winter town lights visitors help heating librarian door clock fair".split()
    more = tuple(
        paper(f"{n}.txt", *(
            f"On day {k} of year {n} the {' and '.join(rng.choice(nouns, 4))} were not seen in the town."
            for k in range(40)
        ))
        for n in range(45)
    )  # fmt: skip
    asked = {}
    for name, pile in (("small", papers), ("large", papers + more)):
        statements, claims, library, model = checked(story, pile)
        before = model.asked
        found = find_omissions(story, statements, claims, library, model)
        asked[name] = model.asked - before
        assert len(found) <= MOST
        assert sum(len(o.evidence.text.split()) for o in found) <= MOST * 70
    assert asked["large"] <= asked["small"] + 6


def test_a_pile_about_something_else_gives_nothing():
    pile = (paper("fair.txt", "The marrow show was not held, but the band played all the same."),)
    story = article("Reactor Restarted", "The reactor at Thane was restarted on Friday, engineers said.")
    assert left_out(story, pile)[0] == ()


def test_papers_that_no_finding_rests_on_are_listed_apart():
    _, claims, library, _ = checked(LIBRARY_STORY, LIBRARY_PAPERS)
    names = {p.id: p.name for p in LIBRARY_PAPERS}
    unused = [names[p] for p in unused_papers(claims, library)]
    assert "count.txt" in unused
    assert "minutes.txt" not in unused


def test_initials_set_no_condition():
    assert pulls("Present: the press secretary Imelda Fask (IF) and 11 reporters.") is None
    assert pulls("They would pay if the council asked.").reason.endswith("the article has nothing of it.")


def test_words_that_pull_another_way_are_quoted_in_the_reason():
    found = pulls("The dam held. The board did not see the letter. All went home.", beside_used=True)
    assert "The board did not see the letter" in found.reason
    assert "beside words that the article uses" in found.reason
