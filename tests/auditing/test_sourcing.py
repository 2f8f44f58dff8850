"""What each claim stands on, and the hints on how sources are used."""

from __future__ import annotations

import pytest

from sayso.auditing import audit
from sayso.auditing.loaded import find_loaded
from sayso.records import NoteKind, SourceKind

from .affairs import LIBRARY_PAPERS, article, checked, exchanged, quarrel


def audited(*body, headline="Harbour News"):
    story = article(headline, *body)
    statements, claims, library, model = checked(story, LIBRARY_PAPERS)
    return story, audit(story, statements, claims, library, model).audit


def notes(found, kind):
    return [n for n in found.sourcing if n.kind is kind]


def test_a_claim_of_one_unnamed_source_is_noted():
    _, found = audited("The pier was sold at night, people familiar with the matter say.")
    [note] = notes(found, NoteKind.ONE_UNNAMED_SOURCE)
    assert "people familiar with the matter" in note.text
    assert "no other source" in note.text


def test_a_claim_that_a_named_source_says_too_does_not_stand_on_one():
    _, found = audited(
        "The pier was sold at night to a dredging firm, people familiar with the matter say.",
        "“The pier was sold at night to a dredging firm,” Maud Fenner said.",
    )
    assert not notes(found, NoteKind.ONE_UNNAMED_SOURCE)
    assert any(s.others for s in found.standings if s.kind is SourceKind.INSIDERS_UNNAMED)


def test_experts_without_a_name_are_noted_once():
    _, found = audited("Analysts say the pier is old. Analysts say it will fall.")
    assert len(notes(found, NoteKind.EXPERTS_WITHOUT_A_NAME)) == 1


@pytest.mark.parametrize(
    ("sentence", "word", "instead"),
    [
        ("Maud Fenner slammed the plan.", "slammed", "criticise"),
        ("The pier, Maud Fenner claimed, was sold.", "claimed", "say"),
        ("The regime in Kell sold the pier.", "regime", "government"),
    ],
)
def test_a_loaded_word_of_the_articles_own_has_a_plainer_one(sentence, word, instead):
    story, found = audited(sentence)
    [note] = notes(found, NoteKind.LOADED_WORD)
    assert story.text[note.start : note.end] == word
    assert note.instead == instead


def test_a_loaded_word_in_a_quotation_is_the_speakers():
    _, found = audited("“They slammed us and begged for more,” Maud Fenner said.")
    assert not notes(found, NoteKind.LOADED_WORD)


def test_plain_uses_of_loaded_words_are_passed_over():
    assert not find_loaded("a claim for damages at the crisis centre", 0, 40)


def test_hedges_piled_on_one_statement_are_counted():
    _, found = audited("The pier may possibly have been sold, apparently at night.")
    [note] = notes(found, NoteKind.HEDGES_PILED)
    assert note.text.startswith("3 hedges")


def test_a_document_with_a_number_is_identified_and_one_without_is_not():
    _, found = audited(
        "The pier cost four million crowns, according to a letter dated 4 March 2024.",
        "The pier was painted green, according to a letter.",
    )
    papers = [s.identified for s in found.standings if s.kind is SourceKind.DOCUMENTS]
    assert True in papers
    assert False in papers


def test_each_claim_has_a_standing():
    story = article("Pier Sold", "The pier was sold, Maud Fenner said. The pier is old.")
    statements, claims, library, model = checked(story, LIBRARY_PAPERS)
    found = audit(story, statements, claims, library, model).audit
    assert [s.claim for s in found.standings] == [c.id for c in claims]


def test_exchanging_the_parties_exchanges_nothing_else():
    told = []
    for swap in (False, True):
        story, papers = quarrel(swap)
        statements, claims, library, model = checked(story, papers)
        found = audit(story, statements, claims, library, model)
        names = {p.id: p.name for p in papers}
        back = exchanged if swap else str
        told.append((
            [(p.against, back(p.text)) for p in found.audit.headline],
            [(n.kind, back(n.text), n.start, n.instead) for n in found.audit.sourcing],
            [(s.claim, s.kind, s.identified, s.others) for s in found.audit.standings],
            [(names[o.evidence.document], back(o.evidence.text), o.bears_on, back(o.reason))
             for o in found.omissions],
            [names[d] for d in found.audit.papers_unused],
            [(c.id, c.so and (c.so.verdict, back(c.so.reason))) for c in found.claims],
        ))  # fmt: skip
    assert told[0][0]
    assert told[0][3]
    assert told[0] == told[1]
