"""Who is who among the sources: what is sure, what is asked, what a person decided."""

from __future__ import annotations

from sayso.records import SourceKind
from sayso.tracing.parties import Parties

PERSON, BODY = SourceKind.NAMED_PERSON, SourceKind.NAMED_ORGANISATION
STATE, PAPERS = SourceKind.OFFICIALS_UNNAMED, SourceKind.DOCUMENTS


def test_a_surname_is_the_one_person_who_is_named_with_it() -> None:
    parties = Parties(
        [("Ada Corvel", PERSON, 3), ("Corvel", PERSON, 5), ("Prime Minister Corvel", PERSON, 1)]
    )
    assert {parties.of(form) for form in ("Corvel", "Prime Minister Corvel", "Ada Corvel")} == {"Ada Corvel"}


def test_a_surname_that_two_people_have_is_asked_and_not_assumed() -> None:
    parties = Parties([("Ada Corvel", PERSON, 3), ("Tomas Corvel", PERSON, 2), ("Corvel", PERSON, 5)])
    assert parties.of("Corvel") not in ("Ada Corvel", "Tomas Corvel")
    assert {doubt.other for doubt in parties.doubts("Corvel")} == {"Ada Corvel", "Tomas Corvel"}


def test_a_middle_name_and_a_role_before_the_name_change_nobody() -> None:
    parties = Parties([
        ("Ada Corvel", PERSON, 3), ("Ada M. Corvel", PERSON, 1), ("Liberal candidate Ada Corvel", PERSON, 1),
        ("former Prime Minister Ada Corvel", PERSON, 1),
    ])  # fmt: skip
    assert len(parties.parties()) == 1


def test_who_speaks_for_somebody_is_not_that_person() -> None:
    parties = Parties([("Ada Corvel", PERSON, 3), ("a spokesman for Ada Corvel", PERSON, 1)])
    assert parties.of("a spokesman for Ada Corvel") != "Ada Corvel"


def test_a_state_its_government_and_its_capital_are_one() -> None:
    parties = Parties([
        ("Islamabad", STATE, 2), ("Pakistan’s government", STATE, 1), ("the Pakistani government", STATE, 1),
        ("Pakistan", STATE, 4), ("India", STATE, 3),
    ])  # fmt: skip
    pakistan = parties.party("Pakistan")
    assert pakistan is not None
    assert pakistan.often == 8
    assert parties.of("India") == "India"


def test_an_invented_state_and_its_government_are_one_too() -> None:
    parties = Parties(
        [("Orlund", STATE, 2), ("Orlund’s government", STATE, 3), ("the government of Orlund", STATE, 1)]
    )
    assert len(parties.parties()) == 1


def test_a_ministry_that_may_be_a_states_own_is_asked() -> None:
    parties = Parties(
        [("Islamabad", STATE, 2), ("the foreign office", STATE, 4), ("Pakistani officials", STATE, 1)]
    )
    doubts = {doubt.other: doubt.why for doubt in parties.doubts("Islamabad")}
    assert set(doubts) == {"the foreign office", "Pakistani officials"}


def test_what_a_person_decides_counts_for_more_than_the_rules() -> None:
    speakers = [("Islamabad", STATE, 2), ("the foreign office", STATE, 4), ("Pakistan", STATE, 3)]
    joined = Parties(speakers, [("Islamabad", "the foreign office", True)])
    assert joined.of("the foreign office") == joined.of("Islamabad") == "Pakistan"
    parted = Parties(speakers, [("Pakistan", "Islamabad", False)])
    assert parted.of("Islamabad") != parted.of("Pakistan")


def test_the_last_decision_on_two_names_counts() -> None:
    speakers = [("the council", BODY, 2), ("the board", BODY, 4)]
    decisions = [("the council", "the board", True), ("the council", "the board", False)]
    parties = Parties(speakers, decisions)
    assert parties.of("the council") != parties.of("the board")


def test_a_decided_doubt_is_not_asked_again() -> None:
    speakers = [("Islamabad", STATE, 2), ("the foreign office", STATE, 4)]
    assert Parties(speakers).doubts("Islamabad")
    assert not Parties(speakers, [("Islamabad", "the foreign office", False)]).doubts("Islamabad")


def test_an_abbreviation_is_asked() -> None:
    parties = Parties([("the Water Boards Union", BODY, 2), ("WBU", BODY, 4)])
    assert [doubt.other for doubt in parties.doubts("WBU")] == ["Water Boards Union"]


def test_a_surname_in_a_headline_is_the_person_whatever_kind_it_passed_for() -> None:
    parties = Parties([("Rusk Halloran", PERSON, 3), ("Halloran", STATE, 2)])
    assert parties.of("Halloran") == "Rusk Halloran"


def test_an_unknown_name_is_nobody_and_its_likes_are_told() -> None:
    parties = Parties([("Ada Corvel", PERSON, 3)])
    assert parties.party("Nobody Known") is None
    assert parties.near("Corvel of Ostrel") == ["Ada Corvel"]


def test_exchanging_two_parties_exchanges_only_their_names() -> None:
    def resolved(one: str, other: str) -> list[tuple[str, int]]:
        speakers = [
            (one, STATE, 2),
            (f"{one}’s government", STATE, 1),
            (other, STATE, 2),
            (f"{other}’s army", BODY, 1),
        ]
        return [(party.name, party.often) for party in Parties(speakers).parties()]

    swap = {"Orlund": "Tarven", "Tarven": "Orlund"}
    here = sorted(
        (swap.get(name.split("’")[0], name) + name[6:], often) for name, often in resolved("Orlund", "Tarven")
    )
    assert here == sorted(resolved("Tarven", "Orlund"))
