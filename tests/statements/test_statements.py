from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.records import (
    Article,
    ArticleField,
    Block,
    Document,
    Quotation,
    SourceKind,
    Span,
    Statement,
    Zone,
)
from sayso.statements import Attribution, statements_of


def article(*paragraphs: str, headline: str = "", caption: str = "", dateline: str = "") -> Article:
    parts = [(headline, Zone.HEADLINE), *((one, Zone.BODY) for one in paragraphs)]
    parts.append((caption, Zone.CAPTION))
    text, blocks = "", []
    for words, zone in parts:
        if words:
            blocks.append(Block(len(text), len(text) + len(words), zone))
            text += words + "\n\n"
    fields = []
    if dateline:
        start = text.index(dateline)
        fields.append(("dateline", ArticleField(dateline, "page", start, start + len(dateline))))
    document = Document("0" * 12, "page.txt", "0" * 64, "text/plain", text)
    return Article(document, tuple(fields), tuple(blocks))


def said(page: Article, one: Statement) -> list[str]:
    return [span.of(page.text) for span in one.contents]


def test_each_report_gives_a_statement_with_the_bare_words() -> None:
    page = article("“The line was open,” Rusk Tolland said. The clerk said that it was shut.")
    first, second = statements_of(page)
    assert said(page, first) == ["The line was open"]
    assert first.quotation is Quotation.DIRECT
    assert [span.of(page.text) for span in first.quotes] == ["The line was open,"]
    assert said(page, second) == ["it was shut"]
    assert second.source is not None
    assert second.source.text == "The clerk"
    assert [one.id for one in (first, second)] == ["s1", "s2"]


def test_a_sentence_of_the_article_itself_has_no_source() -> None:
    (one,) = statements_of(article("The dam was inspected in May."))
    assert one.source is None
    assert one.cue is None
    assert one.quotation is Quotation.NONE


def test_a_clause_beside_a_report_is_a_statement_of_its_own() -> None:
    page = article(
        "Deputies in Velm are calling for an inquiry, and observers there reckon the next speech "
        "will be hard to deliver."
    )
    own, report = statements_of(page)
    assert own.source is None
    assert own.text == "Deputies in Velm are calling for an inquiry"
    assert report.source is not None
    assert report.source.kind is SourceKind.OBSERVERS_UNNAMED


def test_a_sentence_with_a_report_inside_it_gives_both() -> None:
    page = article("The report’s claim that the bridge was unsafe has angered the town.")
    own, inner = statements_of(page)
    assert own.source is None
    assert said(page, inner) == ["the bridge was unsafe"]


def test_two_reports_in_one_sentence_give_two_statements() -> None:
    page = article("Talvian officials rejected those claims, maintaining that nobody had called.")
    denial, view = statements_of(page)
    assert denial.negated
    assert said(page, view) == ["nobody had called"]
    assert not view.negated


def test_a_quotation_that_runs_on_keeps_its_source_but_not_its_cue() -> None:
    page = article("“The line was open,” Rusk Tolland said. “It stayed open. Nobody rang.”")
    first, *rest = statements_of(page)
    assert first.cue is not None
    assert [said(page, one) for one in rest] == [["It stayed open."], ["Nobody rang."]]
    assert all(one.source == first.source and one.cue is None for one in rest)


def test_a_sentence_that_goes_on_with_what_observers_argue_is_theirs() -> None:
    page = article("Observers argue that the revelations weaken the cabinet. They also strengthen the crown.")
    _, second = statements_of(page)
    assert second.source is not None
    assert second.source.text == "Observers"
    assert second.cue is None


def test_a_headline_of_two_clauses_gives_two_statements() -> None:
    page = article(
        "The harbour board begged the bank for time. Letters show it.",
        headline="Harbour Board Begged Bank for Time, Old Letters Sink Mayor’s Story",
    )
    head = [one.text for one in statements_of(page) if one.zone is Zone.HEADLINE]
    assert head == ["Harbour Board Begged Bank for Time", "Old Letters Sink Mayor’s Story"]


def test_a_headline_with_a_list_stays_whole() -> None:
    page = article("They met.", headline="Cranes, Boats and Trains Stand Still")
    assert statements_of(page)[0].text == "Cranes, Boats and Trains Stand Still"


def test_hedges_are_marked() -> None:
    page = article("Velm appears to have turned to the bank as a last resort.")
    (one,) = statements_of(page)
    assert [span.of(page.text) for span in one.hedges] == ["appears to"]


def test_image_credits_and_datelines_are_no_statements() -> None:
    page = article(
        "VELM: The board met on Friday.",
        caption="This image is taken from Harbour Pictures.",
        dateline="VELM",
    )
    (one,) = statements_of(page)
    assert one.text == "The board met on Friday"


def test_a_caption_that_says_something_is_one() -> None:
    page = article("The board met.", caption="Ms Corvo leaves the court on Friday")
    assert [one.zone for one in statements_of(page)] == [Zone.BODY, Zone.CAPTION]


def test_another_attributor_can_take_the_place_of_the_rules() -> None:
    class Everything:
        def attribute(self, text: str, blocks: Sequence[Span]) -> list[Attribution]:
            return [
                Attribution(None, None, (block,), Quotation.INDIRECT, SourceKind.OWN_VOICE)
                for block in blocks
            ]

    (one,) = statements_of(article("The dam was inspected in May."), Everything())
    assert one.quotation is Quotation.INDIRECT


def check_shape(page: Article) -> None:
    """Every span re-slices, contents lie inside, and every sentence with a word is covered."""
    for one in statements_of(page):
        assert page.text[one.start : one.end] == one.text
        assert one.contents
        assert all(one.start <= span.start <= span.end <= one.end for span in one.contents)
        if one.source is not None:
            assert page.text[one.source.start : one.source.end] == one.source.text
        if one.cue is not None:
            assert one.start <= one.cue.start <= one.cue.end <= one.end


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "said", "Mr Ek", "that", "“", "”", "the dam", "was", "safe", ",", ".", "?", "and",
                "denied", "according to", "the log", "he", "they", "argue", ":", "claims", "of",
                "having", "lied", "’s", "‘", "—", "\n", "It", "shows", "for critics", "not",
            ]
        ),
        min_size=1,
        max_size=40,
    )
)  # fmt: skip
def test_any_jumble_of_reporting_words_keeps_its_spans(parts: list[str]) -> None:
    check_shape(article(" ".join(parts)))


@pytest.mark.parametrize("text", ["“", "“”", "…", "said.", "12 %", "\u00a0", "“ He said ”", "İI said"])
def test_odd_scraps_do_no_harm(text: str) -> None:
    check_shape(article(text, headline=text))


def test_the_same_page_gives_the_same_statements() -> None:
    page = article("The mayor said the dam was safe. “It is not,” the clerk replied.")
    assert json.dumps(repr(statements_of(page))) == json.dumps(repr(statements_of(page)))
