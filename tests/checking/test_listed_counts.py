"""Counts in a list that the sentence before names by what its rows are and how many they are."""

from datetime import date

import pytest

from sayso.checking.registers import Registers
from sayso.reading.kinds import Kind
from sayso.reading.tables import read_table
from sayso.records import Document, Verdict
from sayso.statements.figures import find_figures

HIRERS = "no,hirer,trade,crowns,days_overdue\n" + "\n".join(
    f"{n + 1},{letter}mos House,{'mason' if n % 3 else 'carter'},{100 * n + 50},{20 * n}"
    for n, letter in enumerate("ABCDEFGHIJKL")
)
LISTED = "The yard is full. A schedule of hirers drawn up in March runs to 12 names"


def registers():
    draft = read_table(HIRERS.encode(), "hirers-2024-03-31.csv", Kind.CSV)
    return Registers(
        {"a" * 12: Document("a" * 12, "hirers-2024-03-31.csv", "a" * 64, "text/csv", draft.text,
                            segments=tuple(draft.segments))}
    )  # fmt: skip


def verdict(content, before):
    books = registers()
    asked = books.asked(content, date(2024, 6, 1), "", before)
    found = [books.of_whole(asked, ()), *(books.of_figure(asked, f, ()) for f in find_figures(content))]
    said = {f.verdict for f in found if f is not None} - {Verdict.NOT_FOUND}
    assert len(said) < 2
    return said.pop() if said else None


@pytest.mark.parametrize(
    ("content", "before", "wanted"),
    [
        ("Eight are masons", f"{LISTED}. ", Verdict.SUPPORTED),
        ("Five are masons", f"{LISTED}. ", Verdict.CONTRADICTED),
        ("more than half of them had by then been overdue for over ninety days", f"{LISTED}, and ",
         Verdict.SUPPORTED),
        ("more than half of them had by then been overdue for over 150 days", f"{LISTED}, and ",
         Verdict.CONTRADICTED),
        ("More than half of them are masons", f"{LISTED}. ", Verdict.SUPPORTED),
        ("More than half of them are carters", f"{LISTED}. ", Verdict.CONTRADICTED),
    ],
)  # fmt: skip
def test_what_is_said_of_the_list_is_counted(content, before, wanted):
    assert verdict(content, before) is wanted


@pytest.mark.parametrize(
    ("content", "before"),
    [
        ("Five are masons", f"{LISTED}. The board of the yard has ten members. "),
        ("Five are masons", "A schedule of hirers drawn up in March runs to 30 names. "),
        ("Five are masons", "A schedule of repairs drawn up in March runs to 12 names. "),
        ("Five are masons", "The yard has 12 hirers. "),
        ("Five are masons", ""),
        ("more than half of them are carters", "A schedule of hirers of 2020 runs to 30 names. "),
        ("more than half of them are carters", "The yard has a board of 12 members. "),
        ("Five are singers", f"{LISTED}. "),
        ("Five are masons with a debt to the brewer", f"{LISTED}. "),
        ("more than half of them had been ill for over 150 days", f"{LISTED}, and "),
    ],
)  # fmt: skip
def test_what_may_be_said_of_others_accuses_nobody(content, before):
    assert verdict(content, before) is not Verdict.CONTRADICTED
