"""A change that a claim states is reckoned from the two figures of a passage."""

import pytest

from sayso.checking.changes import change_of
from sayso.records import Verdict

FITS = [
    ("The corps of harbour inspectors has shrunk by nearly half in three years.",
     "In 2021 the board sent out 61 harbour inspectors. This summer it sent 34."),
    ("The fare of the Tarn ferry has more than doubled.",
     "The fare of the Tarn ferry went up from 12 crowns to 26 crowns."),
    ("The number of berths at Tarn has halved.", "Tarn had 80 berths in 2015 and 40 berths in 2020."),
]  # fmt: skip
OTHER = [
    ("The fare of the Tarn ferry has more than doubled.",
     "The fare of the Tarn ferry went up from 20 crowns to 26 crowns."),
]  # fmt: skip
UNDECIDED = [
    # Figures of two things, one figure, and figures of no two times.
    ("The number of berths at Tarn has halved.", "Tarn has 80 berths for yachts and 40 cranes."),
    ("The fare of the Tarn ferry has doubled.", "The fare of the Tarn ferry is 26 crowns."),
    ("The number of berths at Tarn has halved.", "Tarn has 80 berths in the basin and 40 berths outside."),
    ("The fare of the Tarn ferry has doubled.",
     "The fare of the Lund coach went up from 20 crowns to 26 crowns."),
]  # fmt: skip
#: Without other papers no word is rarer than another.
BESIDE = "The council of Lund met on Monday about the tram. The mayor was away. The trees were cut."


@pytest.mark.parametrize(("said", "paper"), FITS)
def test_a_change_that_two_figures_make_is_supported(findings, said, paper):
    assert Verdict.SUPPORTED in {f.verdict for f in findings(said, paper, BESIDE)}


@pytest.mark.parametrize(("said", "paper"), OTHER)
def test_another_change_from_one_to_the_other_is_contradicted(findings, said, paper):
    found = [f for f in findings(said, paper, BESIDE) if "Other change" in f.reason]
    assert [f.verdict for f in found] == [Verdict.CONTRADICTED]


@pytest.mark.parametrize(("said", "paper"), UNDECIDED)
def test_what_makes_no_change_of_that_thing_decides_nothing(findings, said, paper):
    found = findings(said, paper, BESIDE)
    assert Verdict.CONTRADICTED not in {f.verdict for f in found}
    assert not any("Reckoned" in f.reason for f in found)


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("It more than doubled.", 2, float("inf")),
        ("It fell by a third.", 0.6, 0.71),
        ("It rose by 50 percent.", 1.4, 1.6),
    ],
)
def test_a_change_is_read_with_its_bounds(said, low, high):
    change = change_of(said)
    assert change is not None
    assert low <= change.low < change.high <= high
