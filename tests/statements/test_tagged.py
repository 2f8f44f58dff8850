"""Rules and tagger together, over invented sentences."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.models.tagging import Tagged, load_tagger
from sayso.records import SourceKind, Span
from sayso.statements import tagged
from sayso.statements.attribution import Attribution, RuleAttributor, TaggingAttributor
from sayso.statements.parsing import parse_blocks
from sayso.statements.tagged import draft_of


@functools.cache
def both() -> TaggingAttributor:
    return TaggingAttributor(load_tagger(threads=1))


def lines(text: str) -> list[Span]:
    found, place = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Span(place, place + len(line)))
        place += len(line) + 1
    return found


def attributed(text: str) -> list[Attribution]:
    return both().attribute(text, lines(text))


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def tagged_in(text: str, source: str | None, cue: str, *contents: str) -> Tagged:
    return Tagged(
        span_of(text, cue),
        0.9,
        None if source is None else span_of(text, source),
        tuple(span_of(text, one) for one in contents),
    )


@pytest.mark.parametrize(
    "text",
    [
        "The minister said that the dam was safe.",
        "According to the port’s log, the crane was moved at nine.",
        "“We knew nothing of it,” Mayor Ines Valk said. “Nobody told us.”",
    ],
)
def test_what_the_rules_settle_keeps_the_rules_words(text: str) -> None:
    by_rules = RuleAttributor().attribute(text, lines(text))
    assert by_rules
    assert [one for one in attributed(text) if one in by_rules] == by_rules


def test_a_report_that_rules_and_tagger_find_comes_once() -> None:
    text = "The minister said that the dam was safe."
    assert len(attributed(text)) == 1


def test_a_wish_is_somebodys_but_nobody_says_it_is_so() -> None:
    text = "The mayor wants to close the old bridge."
    draft = draft_of(text, parse_blocks(text, lines(text)),
                     tagged_in(text, "The mayor", "wants", "to close the old bridge"))  # fmt: skip
    assert draft is not None
    assert not draft.asserted


def test_a_clause_and_quoted_words_are_said_to_be_so() -> None:
    for text, content in [
        ("The mayor insists the old bridge is safe.", "the old bridge is safe"),
        ("The mayor brushed off “a storm in a teacup”.", "“a storm in a teacup”"),
    ]:
        cue = "insists" if "insists" in text else "brushed off"
        draft = draft_of(text, parse_blocks(text, lines(text)), tagged_in(text, "The mayor", cue, content))
        assert draft is not None
        assert draft.asserted


def test_a_paper_says_what_it_shows_even_without_a_verb() -> None:
    text = "The ledger shows three payments to the yard."
    draft = draft_of(text, parse_blocks(text, lines(text)),
                     tagged_in(text, "The ledger", "shows", "three payments to the yard"))  # fmt: skip
    assert draft is not None
    assert draft.asserted


def test_a_report_the_tagger_is_not_sure_of_makes_no_statement() -> None:
    text = "The mayor insists the old bridge is safe."
    one = tagged_in(text, "The mayor", "insists", "the old bridge is safe")
    draft = draft_of(text, parse_blocks(text, lines(text)), replace(one, score=tagged.SURE - 0.01))
    assert draft is not None
    assert not draft.asserted


def test_a_denial_is_marked_as_one() -> None:
    text = "The mayor denied that the bridge was safe."
    draft = draft_of(text, parse_blocks(text, lines(text)),
                     tagged_in(text, "The mayor", "denied", "that the bridge was safe"))  # fmt: skip
    assert draft is not None
    assert draft.negated


def test_the_head_of_a_source_is_the_word_the_others_hang_on() -> None:
    text = "A spokesman for the ministry of ports said that the bridge was safe."
    one = tagged_in(text, "A spokesman for the ministry of ports", "said", "the bridge was safe")
    draft = draft_of(text, parse_blocks(text, lines(text)), one)
    assert draft is not None
    assert draft.head.text == "spokesman"


def test_contents_of_nothing_but_marks_make_no_report() -> None:
    text = "The mayor said: “…” and left."
    one = tagged_in(text, "The mayor", "said", "“…”")
    assert draft_of(text, parse_blocks(text, lines(text)), one) is None


def test_the_kind_of_a_source_that_only_the_tagger_found_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.statements.attribution.rule_drafts", lambda _: [])
    text = "Ines Valk, the mayor, said that the dam was safe."
    (one,) = attributed(text)
    assert one.kind is SourceKind.NAMED_PERSON


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab .,:“”\"’\n—é🦩Said"), max_size=120))
def test_any_text_is_attributed_and_every_span_lies_inside_it(text: str) -> None:
    for one in attributed(text):
        spans = [*one.contents, *(span for span in (one.source, one.cue) if span is not None)]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
