"""Figures in running text are read as the interval their words commit to."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.statements.figures import Unit, find_figures
from sayso.statements.ordinals import find_labels, find_ordinals

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


@pytest.mark.parametrize(
    ("text", "value", "unit", "thing"),
    [
        ("a half million dollars", 5e5, Unit.MONEY, "dollar"), ("half a dozen boats", 6, Unit.COUNT, "boat"),
        ("two lakh crore rupees", 2e12, Unit.MONEY, "rupee"),
        ("Rs 1.5 lakh crore", 1.5e12, Unit.MONEY, "rupee"),
        ("25 basis points", 0.25, Unit.POINTS, ""), ("a 25-year-old woman", 25, Unit.TIME, "age"),
        ("at the age of 51", 51, Unit.TIME, "age"), ("a 303-mile-long road", 303, Unit.MEASURE, "mile"),
        ("a 460-metre section", 460, Unit.MEASURE, "metre"),
    ],
)  # fmt: skip
def test_other_forms_are_read(text, value, unit, thing):
    [figure] = find_figures(text)
    assert (figure.value, figure.unit, figure.thing) == (pytest.approx(value), unit, thing)


def test_between_has_its_ends_in_either_order_and_a_fall_is_no_range():
    [figure] = find_figures("a depth of between 390 and 170 m")
    assert (figure.low, figure.high) == (170, 390)
    assert len(find_figures("fell from 30 to 20 cases")) == 2


@given(st.integers(2, 900), st.integers(1, 90))
def test_a_range_comes_back(low, more):
    [figure] = find_figures(f"There were {low} to {low + more} boats.")
    assert (figure.low, figure.high, figure.is_range) == (low, low + more, True)


@given(st.integers(1, 999), st.sampled_from([("lakh", 1e5), ("crore", 1e7), ("lakh crore", 1e12)]))
def test_lakh_and_crore_come_back(number, scale):
    word, times = scale
    [figure] = find_figures(f"They were paid Rs {number} {word}.")
    assert (figure.value, figure.unit) == (pytest.approx(number * times), Unit.MONEY)


@given(st.integers(1, 999).map(lambda n: n / 10))
def test_percentage_points_come_back(number):
    [figure] = find_figures(f"It rose by {number} percentage points.")
    assert (figure.value, figure.unit) == (number, Unit.POINTS)


@given(st.integers(1, 130))
def test_an_ordinal_comes_back(number):
    tail = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    [figure] = find_ordinals(f"It was the {number}{tail} draft.")
    assert (figure.value, figure.thing) == (number, "draft")


@given(st.sampled_from([("two", 2), ("three", 3), ("seven", 7), ("twelve", 12)]))
def test_dozens_come_back(words):
    word, number = words
    [figure] = find_figures(f"They counted {word} dozen ships.")
    assert (figure.value, figure.thing) == (12 * number, "ship")


@given(st.sampled_from(["half", "a third", "two-thirds", "three quarters", "a fifth"]))
def test_barely_is_near_the_share_and_no_more(share):
    [figure] = find_figures(f"Barely {share} of the beds were free.")
    assert figure.approximate
    assert figure.low < figure.value < figure.high < 1
    assert figure.unit is Unit.SHARE


PIECES = st.sampled_from(
    "between and to from 12 1,200 3.5 half a dozen lakh crore % percentage points third 21st No. exit more "
    "than barely two - – million Rs $ each year-old aged 1999 ,".split()
)


@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_no_run_of_their_words_makes_the_parsers_fail(text):
    for figure in [*find_figures(text), *find_ordinals(text), *find_labels(text)]:
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.low <= figure.high


def test_numbers_that_name_are_labels_and_a_counted_thing_is_none():
    found = find_labels("They left at exit 19 for Apollo 11, and on July 16 met Anna 12 times; it was No. 7.")
    assert [(f.thing, f.value) for f in found] == [("exit", 19), ("apollo", 11), ("number", 7)]
