"""Counts over tables: a claim becomes a filter; only bounds that the rows set decide."""

import time
from datetime import date

import pytest

from sayso.checking.counts import count_in, every_in
from sayso.checking.filters import Asked
from sayso.checking.tables import ColumnKind, tables_of
from sayso.reading.kinds import Kind
from sayso.reading.tables import read_table
from sayso.records import Cell, Document, Segment, SegmentKind, Verdict
from sayso.statements.figures import find_figures

CALLS = """no,date,client,contact,office,mode,minutes
1,2024-02-12,Port of Lenn,A. Brandt,Ministry of Ports,telephone,4
2,2024-03-04,Harbour Union,Sen. Orr,"Chair, Transport Committee",telephone,7
3,2024-03-04,Harbour Union,Sen. Pell,Upper House,telephone,5
4,2024-03-05,Harbour Union,Sen. Orr,"Chair, Transport Committee",in person,30
5,2024-03-06,Harbour Union,duty clerk,Ministry of Ports,letter,0
6,2024-05-02,Harbour Union,Sen. Orr,"Chair, Transport Committee",telephone,6
7,2024-07-01,Port of Lenn,A. Brandt,Ministry of Ports,telephone,3
8,2024-07-02,Harbour Union,Sen. Pell,Upper House,telephone,9
"""
BILLS = """bill,date,supplier,item,amount,status
B-1,2023-01-09,Corran Pumps,pump,"1,200,000",paid
B-2,2023-02-11,Corran Pumps,pump,"1,200,000",paid
B-3,2023-03-02,Corran Pumps,valve,300000,disputed
B-4,2023-04-20,Tarn Oil,oil,80000,paid
"""


def table(text, name):
    draft = read_table(text.encode(), name, Kind.CSV)
    document = Document(
        "c" * 12, name, "c" * 64, "text/csv", draft.text, segments=tuple(draft.segments), title=None
    )
    return tables_of(document)


LOG = table(CALLS, "contact-log-2024.csv")
LEDGER = table(BILLS, "invoice-ledger.csv")


def count(content, tables, source=""):
    return count_in(Asked(content, date(2024, 8, 1), source), find_figures(content)[0], tables)


@pytest.mark.parametrize(
    ("content", "tables", "verdict", "told"),
    [
        ("The log counts six contacts for the Harbour Union", LOG, Verdict.SUPPORTED, "6 of 8 rows"),
        ("The log counts exactly 6 contacts for the Harbour Union", LOG, Verdict.SUPPORTED, "6 of 8 rows"),
        ("The log counts at least five contacts for the Harbour Union", LOG, Verdict.SUPPORTED, "6 of 8"),
        ("The log counts more than 40 contacts for the Harbour Union", LOG, Verdict.CONTRADICTED, "6 of 8"),
        ("The log counts two telephone rows for the Harbour Union", LOG, Verdict.CONTRADICTED, "4 of 8 rows"),
        ("The log counts four contacts for the Harbour Union between March and June", LOG,
         Verdict.CONTRADICTED, "from 1 March 2024 to 30 June 2024"),
        ("The log counts four contacts for the Harbour Union in March 2024", LOG,
         Verdict.SUPPORTED, "4 of 8 rows"),
        ("The log counts 30 rude contacts for the Harbour Union", LOG, Verdict.CONTRADICTED, "rude"),
        ("The log counts three rude contacts for the Harbour Union", LOG, Verdict.NOT_FOUND, "Not counted"),
        ("Corran Pumps was paid 2.4 million crowns in all", LEDGER,
         Verdict.SUPPORTED, "adds up to 2,400,000"),
        ("The ledger shows that Corran Pumps was paid 5 million crowns", LEDGER,
         Verdict.CONTRADICTED, "status = paid"),
    ],
)  # fmt: skip
def test_a_claim_is_counted(content, tables, verdict, told):
    found = count(content, tables)
    assert found is not None
    assert (found.verdict, found.check) == (verdict, "count"), found.reason
    assert told in found.reason


@pytest.mark.parametrize(
    "content",
    [
        "The Harbour Union made 40 calls",  # nothing says that this log has all of them
        "The log counts 40 contacts for the Harbour Union other than letters",
        "The log counts 40 complaints of residents",
        "The log shows that the Harbour Union asked for 40 metres of quay",
    ],
)
def test_what_the_rows_cannot_answer_accuses_nobody(content):
    found = count(content, LOG)
    assert found is None or found.verdict is Verdict.NOT_FOUND


def test_a_number_in_a_name_is_read_with_it():
    text = "date,client,mode\n" + "".join(f"2024-03-0{n % 9 + 1},Client {n % 3},letter\n" for n in range(30))
    found = count("The log counts 10 letters for Client 2", table(text, "post-log.csv"))
    assert found.verdict is Verdict.SUPPORTED
    assert "10 of 30 rows of post-log.csv have client = Client 2" in found.reason
    found = count("The log counts 12 letters for Client 5", table(text, "post-log.csv"))
    assert found is None or found.verdict is Verdict.NOT_FOUND, found.reason


def test_different_values_of_a_column_are_counted_once():
    found = count("The log counts three offices for the Harbour Union", LOG)
    assert found is not None
    assert found.verdict is Verdict.SUPPORTED
    assert "different in office: 3" in found.reason


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        ("Every call for the Harbour Union was to a senator", Verdict.SUPPORTED),
        ("Most contacts were for the Harbour Union", Verdict.SUPPORTED),
        ("The log shows that every contact was for the Harbour Union", Verdict.CONTRADICTED),
        ("Every contact was for the Harbour Union", Verdict.NOT_FOUND),
        ("Every contact was rude", None),
    ],
)
def test_every_most_and_none(content, verdict):
    found = every_in(Asked(content, date(2024, 8, 1)), LOG)
    assert (found.verdict if found else None) == verdict


def test_the_rows_are_the_evidence_with_their_lines():
    found = count("The log counts exactly 6 contacts for the Harbour Union", LOG)
    text = LOG[0].document.text
    assert [e.line for e in found.evidence] == [3, 4, 5, 6, 7, 9]
    for shown in found.evidence:
        assert text[shown.start : shown.end] == shown.text
        assert "Harbour Union" in shown.text


def test_columns_are_known_by_what_they_hold():
    kinds = {c.name: c.kind for c in LEDGER[0].columns}
    assert kinds["date"] is ColumnKind.DATE
    assert kinds["amount"] is ColumnKind.NUMBER
    assert kinds["supplier"] is ColumnKind.TEXT


def test_a_long_table_is_counted_in_half_a_second():
    names = ("no", "date", "client", "contact", "office", "mode")
    text, rows = "", []
    for n in range(30_000):
        cells = []
        row = (n, "2024-03-08", f"Client {n % 40}", f"Officer {n}", f"Office {n % 90}",
               ("telephone", "letter")[n % 2])  # fmt: skip
        for name, value in zip(names, row, strict=True):
            cells.append(Cell(name, len(text), len(text) + len(str(value))))
            text += f"{value},"
        rows.append(Segment(cells[0].start, len(text), SegmentKind.ROW, line=n + 2, date=date(2024, 3, 8),
                            cells=tuple(cells)))  # fmt: skip
    document = Document("c" * 12, "contact-log.csv", "c" * 64, "text/csv", text, segments=tuple(rows))
    began = time.process_time()
    [long] = tables_of(document)
    found = count("The log counts 15,000 telephone contacts in March 2024", [long])
    spent = time.process_time() - began
    assert found is not None
    assert found.verdict is Verdict.SUPPORTED, found.reason
    assert spent < 0.5
