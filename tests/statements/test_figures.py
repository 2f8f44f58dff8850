"""Figures in running text are read as the interval their words commit to."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.statements.figures import Unit, find_figures

READ = [
    ("more than sixty calls", 60, 60, inf, Unit.COUNT, "call"),
    ("no fewer than 60 calls", 60, 60, inf, Unit.COUNT, "call"),
    ("up to 12 boats", 12, -inf, 12, Unit.COUNT, "boat"),
    ("one hundred and twenty people", 120, 120, 120, Unit.COUNT, "people"),
    ("three dozen ships", 36, 36, 36, Unit.COUNT, "ship"),
    ("12,500 crowns", 12500, 12500, 12500, Unit.MONEY, "crown"),
    ("£20m", 20e6, 20e6, 20e6, Unit.MONEY, "pound"),
    ("Rs 5 crore", 5e7, 5e7, 5e7, Unit.MONEY, "rupee"),
    ("20 lakh rupees", 2e6, 2e6, 2e6, Unit.MONEY, "rupee"),
    ("12 per cent", 12, 12, 12, Unit.PERCENT, ""),
    ("3.5 percentage points", 3.5, 3.5, 3.5, Unit.POINTS, ""),
    ("two-thirds of voters", 2 / 3, 2 / 3, 2 / 3, Unit.SHARE, "voter"),
    ("six days", 6, 6, 6, Unit.TIME, "day"),
]


@pytest.mark.parametrize(("text", "value", "low", "high", "unit", "thing"), READ)
def test_a_figure_is_read(text, value, low, high, unit, thing):
    [figure] = find_figures(text)
    assert (figure.value, figure.low, figure.high) == pytest.approx((value, low, high))
    assert (figure.unit, figure.thing) == (unit, thing)


@pytest.mark.parametrize(
    "text",
    [
        "on 7 March 2024 at 17:30", "March 8, 2024", "4 to 9 March", "Registration 1187", "No. 12",
        "room 4", "the 22nd", "RF-4", "in 2019", "at 6 p.m.", "one of them said", "no one came",
        "dozens of people", "2024-03-05",
    ],
)  # fmt: skip
def test_dates_times_ordinals_and_references_are_no_figures(text):
    assert find_figures(text) == []


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("85,000 crowns falls due on the first day of each month", "month"),
        ("a million crowns a year", "year"),
        ("an annual fee of 9,000 crowns", "year"),
        ("12,500 crowns a quarter", "quarter"),
        ("510,000 crowns", None),
    ],
)
def test_a_rate_has_its_period(text, period):
    [figure] = find_figures(text)
    assert figure.per == period


@given(st.integers(11, 999_999))
def test_a_count_written_in_digits_comes_back(number):
    [figure] = find_figures(f"They found {number:,} crates.")
    assert figure.value == number


@given(st.text(max_size=300))
def test_no_text_makes_it_fail_and_spans_stay_inside(text):
    for figure in find_figures(text):
        assert 0 <= figure.start < figure.end <= len(text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 10 and 12 hours", 10, 12), ("three to five trains", 3, 5),
        ("from 30 to 50 tonnes", 30, 50), ("40–60 vehicles", 40, 60),
    ],
)  # fmt: skip
def test_a_range_is_one_figure(text, low, high):
    [figure] = find_figures(text)
    assert (figure.low, figure.high) == (low, high)
    assert figure.thing


def test_two_figures_joined_by_and_are_two():
    assert len(find_figures("40 ships and 60 boats")) == 2
