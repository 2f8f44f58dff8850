"""Dates in running text are read as intervals of days, against the date of their text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.statements.dates import find_dates

ANCHOR = date(2024, 10, 11)
READ = [
    ("on 7 March", "2024-03-07", "2024-03-07"),
    ("on 7 March 2023", "2023-03-07", "2023-03-07"),
    ("March 8, 2024,", "2024-03-08", "2024-03-08"),
    ("2024-03-05", "2024-03-05", "2024-03-05"),
    ("from 4 to 9 March", "2024-03-04", "2024-03-09"),
    ("28 December to 3 January 2024", "2023-12-28", "2024-01-03"),
    ("in March only", "2024-03-01", "2024-03-31"),
    ("in November", "2023-11-01", "2023-11-30"),
    ("on 22 October he will speak", "2024-10-22", "2024-10-22"),
    ("February 2024", "2024-02-01", "2024-02-29"),
    ("since 2019", "2019-01-01", "2019-12-31"),
    ("last month", "2024-09-01", "2024-09-30"),
    ("June 5 2011", "2011-06-05", "2011-06-05"),
    ("1976/1977", "1976-01-01", "1977-12-31"),
    ("1999-02", "1999-01-01", "2002-12-31"),
    ("yesterday", "2024-10-10", "2024-10-10"),
    ("07 Mar  0940", "2024-03-07", "2024-03-07"),
]


@pytest.mark.parametrize(("text", "first", "last"), READ)
def test_a_date_is_read(text, first, last):
    [when] = find_dates(text, ANCHOR)
    assert (when.first.isoformat(), when.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text", ["they march on", "he may go", "31 February 2024", "a second look", "Mark 4", "12 men"]
)
def test_words_that_only_look_like_dates_are_none(text):
    assert find_dates(text, ANCHOR) == []


def test_without_an_anchor_a_day_without_a_year_is_left():
    assert find_dates("on 7 March", None) == []


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_full_date_comes_back_in_every_form(day):
    for words in (f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}", f"{day}"):
        [when] = find_dates(words, None)
        assert when.first == when.last == day


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text):
    for when in find_dates(text, ANCHOR):
        assert when.first <= when.last
        assert 0 <= when.start < when.end <= len(text)
