"""Times that lean on another time are counted from it, as loosely as people count."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.statements.dates import find_dates, misnamed_days, no_such_days
from sayso.statements.shifts import find_shifts, resolved

DAY = date(2024, 5, 30)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("the following day", "2024-05-31", "2024-05-31"),
        ("two days later", "2024-06-01", "2024-06-01"),
        ("three weeks before the first strike", "2024-05-06", "2024-05-12"),
        ("the day before", "2024-05-29", "2024-05-29"),
    ],
)
def test_a_shift_is_counted_from_its_day(words, first, last):
    [shift] = find_shifts(words)
    when = shift.from_day(DAY)
    assert (when.first.isoformat(), when.last.isoformat()) == (first, last)


def test_years_later_says_not_how_many():
    assert find_shifts("years later he left") == []


def test_it_is_counted_from_the_last_day_named_before():
    text = "On 3 May 2024 the dam broke; the next day he left."
    [when] = resolved(find_shifts(text), find_dates(text, None))
    assert when.first == date(2024, 5, 4)
    assert text[when.start : when.end] == "the next day"


@given(st.dates(date(1600, 1, 1), date(2099, 12, 31)))
def test_a_weekday_fits_its_own_date_and_no_other(day):
    right = f"{day:%A}, {day.day} {day:%B} {day.year}"
    assert misnamed_days(right) == []
    wrong = right.replace(f"{day:%A}", "Monday" if f"{day:%A}" != "Monday" else "Friday")
    assert [d for _, d in misnamed_days(wrong)] == [day]
    assert no_such_days(right) == []


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text):
    for shift in find_shifts(text):
        assert 0 <= shift.start < shift.end <= len(text)
    misnamed_days(text)
    no_such_days(text)
