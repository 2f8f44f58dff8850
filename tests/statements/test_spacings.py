"""How far apart a text puts two events, and who they are."""

from datetime import date

import pytest

from sayso.statements.dates import find_dates
from sayso.statements.spacings import find_spacings, shifted

DAY = date(2025, 5, 20)


@pytest.mark.parametrize(
    ("text", "event", "by"),
    [
        ("The firm was hired three weeks before the vote", "The firm was hired", "the vote"),
        ("Three weeks before the vote, the firm was hired", "the firm was hired", "the vote"),
        ("Three months after leaving his post he advised them", "he advised them", "leaving his post"),
        ("The mayor resigned the day after the count", "The mayor resigned", "the count"),
        ("Within 48 hours of the leak, the plant was shut", "the plant was shut", "the leak"),
        ("A week later, the board voted", "the board voted", ""),
        ("After the audit, the bank dismissed its chief", "the bank dismissed its chief", "the audit"),
    ],
)
def test_each_event_keeps_its_own_words(text, event, by):
    [found] = find_spacings(text)
    assert (found.event, found.by) == (event, by)


@pytest.mark.parametrize(
    ("text", "days", "fits", "off"),
    [
        ("It came three weeks after the vote", 21, True, False),
        ("It came three weeks after the vote", 18, True, False),
        ("It came three weeks after the vote", 26, False, False),
        ("It came three weeks after the vote", 40, False, True),
        ("It came three weeks after the vote", -21, False, True),
        ("It came less than a month after the vote", 25, True, False),
        ("It came more than a year after the vote", 900, True, False),
        ("It came two days after the vote", 3, False, False),
    ],
)
def test_words_are_as_loose_as_people_use_them(text, days, fits, off):
    [found] = find_spacings(text)
    vote = date(2024, 3, 4)
    event = date.fromordinal(vote.toordinal() + days)
    assert found.fits((vote, vote), (event, event)) is fits
    assert found.is_off((vote, vote), (event, event)) is off


def test_to_the_day_is_by_the_calendar():
    [found] = find_spacings("Three months to the day before the flood, he wrote to the board")
    flood, wrote = date(2024, 2, 20), date(2023, 11, 20)
    assert found.fits((flood, flood), (wrote, wrote))
    assert found.is_off((flood, flood), (date(2023, 11, 24),) * 2)
    assert shifted(date(2024, 3, 31), -1) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Since May of last year.", date(2024, 5, 1), date(2024, 5, 31)),
        ("Until the last day of January last year.", date(2024, 1, 31), date(2024, 1, 31)),
        ("The council met last night", date(2025, 5, 19), date(2025, 5, 19)),
        ("On 3 March this year it rained.", date(2025, 3, 3), date(2025, 3, 3)),
        ("The first day of June 2024", date(2024, 6, 1), date(2024, 6, 1)),
    ],
)
def test_the_words_around_a_month_name_its_year_or_its_day(text, first, last):
    [found] = find_dates(text, DAY)
    assert (found.first, found.last) == (first, last)
