"""Figures are compared with figures for the same thing, rounded as people round."""

import pytest

from sayso.checking.figures import Outcome, compare, figures_of, is_exchanged
from sayso.statements.figures import find_figures

AGREE = [
    ("more than sixty calls", "The log lists 64 calls."),
    ("about 1.2 million people", "1,187,000 people were moved."),
    ("nearly half the beds", "Of those, 48 of the 100 beds were empty."),
    ("48 per cent of members", "12 of the 25 members voted."),
    ("three dozen ships", "36 ships lay off."),
    ("a little over one million crowns a year", "85,000 crowns falls due each month"),
    ("at least 40 boats", "more than 50 boats came"),
    ("2 lakh rupees", "200,000 rupees were paid"),
    ("nearly half of them", "Of the hundred and twenty we were sent, fifty-seven are in a shed."),
    ("41,500 florins apiece", "unit price 41,500"),
    ("$3.4bn", "$3,412 million was spent"),
]
DIFFER = [
    ("sixty calls", "The log lists 37 calls."),
    ("fewer than ten calls", "The log lists 37 calls."),
    ("40 per cent of members", "55 per cent of members"),
    ("1.2 million people", "1,950,000 people were moved"),
    ("12,000 crowns a month", "12,500 crowns a quarter"),
]
NOT_COMPARED = [
    ("sixty calls", "There were 37 letters."),
    ("a million crowns a year", "510,000 crowns were received in the period"),
    ("sixty calls", "The meeting of 6 March 2024 opened at 17:30."),
    ("12 per cent", "12 percentage points"),
]


@pytest.mark.parametrize(("claim", "paper"), AGREE)
def test_the_same_quantity_agrees(claim, paper):
    assert compare(find_figures(claim)[0], figures_of(paper)).outcome is Outcome.AGREES


@pytest.mark.parametrize(("claim", "paper"), DIFFER)
def test_another_quantity_of_the_same_thing_differs(claim, paper):
    assert compare(find_figures(claim)[0], figures_of(paper)).outcome is Outcome.DIFFERS


@pytest.mark.parametrize(("claim", "paper"), NOT_COMPARED)
def test_a_figure_for_something_else_is_no_contradiction(claim, paper):
    assert compare(find_figures(claim)[0], figures_of(paper)).outcome is Outcome.NOT_COMPARED


def test_the_right_number_for_something_else_is_known_as_exchanged():
    [claimed] = find_figures("1,140 households were sent out of the village")
    paper = figures_of("The village was cleared: 412 households, 1,140 persons in all.")
    assert is_exchanged(claimed, paper)
    assert not is_exchanged(claimed, figures_of("1,140 households, 3,300 persons in all"))
