from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reading.datelines import Calendar, find_dates, name_date, numeric_order, page_date


@pytest.mark.parametrize(
    "words",
    [
        "8 October 2024",
        "October 8, 2024",
        "Tue, 08 Oct 2024",
        "2024-10-08",
        "8th of October 2024",
        "Tuesday the 8th October 2024",
        "Oct. 8, 2024",
        "8-Oct-2024",
        "2024/10/08",
    ],
)
def test_many_forms_of_one_day(words: str) -> None:
    assert find_dates(f"seen on {words}.") == [(8, 8 + len(words), date(2024, 10, 8))]


def test_figures_count_only_where_they_cannot_be_read_two_ways() -> None:
    assert find_dates("08/10/2024") == []
    assert find_dates("18/10/2024")[0][2] == find_dates("10/18/2024")[0][2] == date(2024, 10, 18)


def test_a_column_settles_the_order_of_its_figures() -> None:
    assert numeric_order(["08/10/2024", "23/10/2024"]) == "dmy"
    assert numeric_order(["08/10/2024", "10/23/2024"]) == "mdy"
    assert numeric_order(["23/10/2024", "10/23/2024"]) is None


def test_days_that_do_not_exist_are_no_dates() -> None:
    assert find_dates("31 February 2024, 2024-13-01") == []


def test_a_time_in_four_figures_is_no_year() -> None:
    assert find_dates("09 Mar  1800  It has stopped.") == []


def test_a_place_and_date_line_dates_the_paper() -> None:
    assert page_date(["Ministry", "", "Vashtel, 8 October 2024"]) == date(2024, 10, 8)
    assert page_date(["**Thursday 3 October 2024, 11:05.** Verbatim note."]) == date(2024, 10, 3)
    assert page_date(["Six months to 31 July 2024. Lodged 27 September 2024."]) == date(2024, 9, 27)


def test_a_date_inside_a_sentence_does_not_date_the_paper() -> None:
    assert page_date(["The letter he received on 3 March 2024 was short."]) is None
    assert page_date(["Period: 1 December 2023 to 31 May 2024."]) is None


def test_the_entries_of_a_log_do_not_date_the_log() -> None:
    assert page_date(["2024-03-01 rain", "2024-03-02 sun", "2024-03-03 rain"]) is None


def test_a_diary_carries_the_year_over_new_year() -> None:
    calendar = Calendar()
    assert calendar.read("6 December 2023") == date(2023, 12, 6)
    assert calendar.read("17 January") == date(2024, 1, 17)
    assert Calendar().read("17 January") is None


def test_a_date_in_a_file_name() -> None:
    assert name_date("briefing-2024-10-03.md") == date(2024, 10, 3)
    assert name_date("20241003_minutes.pdf") == date(2024, 10, 3)
    assert name_date("note-0306.eml") is None


@given(st.text(max_size=200))
def test_spans_of_dates_lie_in_the_text(text: str) -> None:
    for start, end, _ in find_dates(text):
        assert 0 <= start < end <= len(text)
