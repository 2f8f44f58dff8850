"""Roles laid to people are found by shape, so that unknown names work."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.statements.roles import find_roles

READ = [
    ("former Commonwealth Chancellor Rusk Halloran gives", "Rusk Halloran", "chancellor", "former"),
    ("say Premier Anselm Torvigny’s cabinet", "Anselm Torvigny", "premier", ""),
    ("with Wilhelmina Strake, who chairs the external affairs committee.", "Wilhelmina Strake",
     "chair", ""),
    ("the ambassador, Oriane Tesquier, gave", "Oriane Tesquier", "ambassador", ""),
    ("the Commonwealth’s Chancellor, Mr Halloran.", "Halloran", "chancellor", ""),
    ("Jon Ek, chief executive of Norvane Water, said", "Jon Ek", "executive", ""),
    ("Ex-minister Karl Oster", "Karl Oster", "minister", "former"),
    ("The then head of procurement, Tomas Rill, resigned", "Tomas Rill", "head", "then"),
    ("Secretary of State Ari Tor telephoned", "Ari Tor", "secretary", ""),
    ("Present: Ida Morn (IM), managing director.", "Ida Morn", "director", ""),
    ("Mr Falk takes the chair, P. Hurd and two more on the board", "Falk", "chair", ""),
    ("Una Brock was elected treasurer.", "Una Brock", "treasurer", ""),
    ("Olaf Renn, who drew up the plans and now chairs the ferry company", "Olaf Renn", "chair", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "person", "head", "tense"), READ)
def test_a_role_is_read(text, person, head, tense):
    [role] = find_roles(text)
    assert (role.person, role.head, role.tense) == (person, head, tense)
    assert text[role.person_start : role.person_end] == person


def test_a_deputy_has_a_rank():
    [role] = find_roles("deputy mayor Ana Ruiz told reporters")
    assert (role.head, role.rank) == ("mayor", "deputy")


@pytest.mark.parametrize(
    "text",
    [
        "Vikram Misri, told reporters that the Director General",
        "The head of the river",
        "He led it",
        "Mr Falk takes the chair of the guest to the window",
        "Ms Brock was elected without a contest",
    ],
)
def test_words_beside_a_title_are_not_always_a_role(text):
    assert find_roles(text) == []


@given(st.text(max_size=300))
def test_no_text_makes_it_fail(text):
    for role in find_roles(text):
        assert 0 <= role.start < role.end <= len(text)
