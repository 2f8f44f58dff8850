from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sayso.records import Document, SegmentKind

from .conftest import texts

Read = Callable[..., Document]


def cells(document: Document, row: int) -> dict[str, str]:
    segment = [s for s in document.segments if s.kind is SegmentKind.ROW][row]
    return {c.column: document.text[c.start : c.end] for c in segment.cells}


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters_are_told_apart(read: Read, mark: str) -> None:
    lines = [["day", "who", "sum"], ["2024-03-01", "Ada", "1"], ["2024-03-02", "Ben", "2"]]
    document = read("a.csv", "\n".join(mark.join(line) for line in lines))
    assert cells(document, 1) == {"day": "2024-03-02", "who": "Ben", "sum": "2"}
    assert [s.date for s in document.segments] == [None, date(2024, 3, 1), date(2024, 3, 2)]


def test_decimal_commas_do_not_hide_semicolons(read: Read) -> None:
    document = read("a.csv", "a;b;c\nx;1,5;2,5\ny;3,5;4,5\n")
    assert cells(document, 0) == {"a": "x", "b": "1,5", "c": "2,5"}


def test_quoted_fields_keep_commas_and_lines_and_lose_their_quotes(read: Read) -> None:
    document = read("a.csv", 'n,what\n1,"one, ""two""\nthree"\n2,four\n')
    assert cells(document, 0)["what"] == 'one, ""two""\nthree'
    assert [s.line for s in document.segments] == [1, 2, 4]
    assert document.text == 'n,what\n1,"one, ""two""\nthree"\n2,four\n'


def test_a_stray_quotation_mark_costs_no_rows(read: Read) -> None:
    document = read("a.csv", 'n,what\n1,"open\n2,b\n3,c "d" e\n')
    assert len(texts(document, SegmentKind.ROW)) == 3


def test_a_table_of_figures_has_no_header(read: Read) -> None:
    document = read("a.csv", "1,2\n3,4\n")
    assert cells(document, 0) == {"column 1": "1", "column 2": "2"}
    assert not texts(document, SegmentKind.HEADER)


def test_title_lines_above_the_header(read: Read) -> None:
    document = read("a.csv", "Contacts of the firm\n\ndate,who\n2024-03-01,Ada\n2024-03-02,Ben\n")
    assert texts(document, SegmentKind.HEADER) == ["date,who"]
    assert document.segments[-1].line == 5


def test_the_column_settles_days_and_months(read: Read) -> None:
    document = read("a.csv", "Date,who\n08/10/2024,Ada\n23/10/2024,Ben\n")
    assert document.segments[1].date == date(2024, 10, 8)


def test_a_speaker_column_names_who_speaks(read: Read) -> None:
    document = read(
        "a.csv", "date,speaker,words\n2024-03-01,Ada,We shall see.\n2024-03-01,Ben,No.\n"
    )
    assert [s.speaker for s in document.segments] == [None, "Ada", "Ben"]
