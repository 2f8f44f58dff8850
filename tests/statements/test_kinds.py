from __future__ import annotations

import pytest

from sayso.records import SourceKind, Span
from sayso.statements.antecedents import cast_of
from sayso.statements.kinds import NameType, has_name, is_document, kind_of_source
from sayso.statements.parsing import parse_blocks

PERSON = SourceKind.NAMED_PERSON
BODY = SourceKind.NAMED_ORGANISATION
OFFICIALS = SourceKind.OFFICIALS_UNNAMED
EXPERTS = SourceKind.EXPERTS_UNNAMED
INSIDERS = SourceKind.INSIDERS_UNNAMED
OBSERVERS = SourceKind.OBSERVERS_UNNAMED
PAPERS = SourceKind.DOCUMENTS


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Jorun Ek", PERSON),
        ("Mr Halvard", PERSON),
        ("Dr. A. Teld", PERSON),
        ("the ambassador, Liane Corvo", PERSON),
        ("a spokesman for the ministry, Jon Ek", PERSON),
        ("Runa Teld, an engineer at the works", PERSON),
        ("spokeswoman Ida Morrow", PERSON),
        ("Ida Morrow, the Union’s head of pay", PERSON),
        ("Ida Morrow, the Harbour Board’s chief engineer", PERSON),
        ("former chancellor Rusk Tolland", PERSON),
        ("the Courier’s Runa Teld", PERSON),
        ("The Tarn Post", BODY),
        ("a post", PAPERS),
        ("the advertisement", PAPERS),
        ("many northern countries", OFFICIALS),
        ("the Ministry of Ports", BODY),
        ("the Foreign Office", BODY),
        ("Halvard Oil", BODY),
        ("the company", BODY),
        ("a senior Orlund official", OFFICIALS),
        ("officials", OFFICIALS),
        ("Talvian officials", OFFICIALS),
        ("a spokesman", OFFICIALS),
        ("the government", OFFICIALS),
        ("the Talvian government", OFFICIALS),
        ("police", OFFICIALS),
        ("security analysts", EXPERTS),
        ("legal experts", EXPERTS),
        ("economists", EXPERTS),
        ("people familiar with the matter", INSIDERS),
        ("sources close to the chairman", INSIDERS),
        ("insiders", INSIDERS),
        ("a person with knowledge of the talks", INSIDERS),
        ("two staff members who asked not to be named", INSIDERS),
        ("observers", OBSERVERS),
        ("Critics", OBSERVERS),
        ("opponents of the wall", OBSERVERS),
        ("residents", OBSERVERS),
        ("many", OBSERVERS),
        ("the papers", PAPERS),
        ("the firm’s log", PAPERS),
        ("Letters seen by the Courier", PAPERS),
        ("a report by Jon Ek", PAPERS),
        ("an aide-mémoire", PAPERS),
        ("the minutes", PAPERS),
        ("", SourceKind.OWN_VOICE),
        ("we", SourceKind.OWN_VOICE),
    ],
)
def test_kind_of_source_from_its_words_alone(words: str, kind: SourceKind) -> None:
    assert kind_of_source(words) is kind


def test_what_the_article_shows_of_a_name_decides() -> None:
    assert kind_of_source("Velm", "Velm", "", NameType.PLACE) is OFFICIALS
    assert kind_of_source("Velm", "Velm", "", NameType.PERSON) is PERSON
    assert kind_of_source("Marrow Kessel", "Kessel", "", NameType.ORGANISATION) is BODY


def test_a_plural_is_a_document_too() -> None:
    assert is_document("Filings")
    assert not is_document("filers")


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    assert not has_name("Critics")
    assert has_name("Critics of Orlund")


@pytest.mark.parametrize(("again", "kind"), [("Sollane", NameType.PERSON), ("Orvid", NameType.ORGANISATION)])
def test_people_are_called_by_their_last_name_and_bodies_by_their_first(again: str, kind: NameType) -> None:
    text = f"Orvid Sollane has filed a report. {again} would close the mill."
    cast = cast_of(parse_blocks(text, [Span(0, len(text))]))
    cast.labels["Orvid Sollane"].clear()
    cast.labels["Orvid Sollane"][NameType.ORGANISATION] += 1
    assert cast.type_of("Orvid Sollane") is kind
