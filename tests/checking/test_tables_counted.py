"""Claims of several fields over tables: each is counted, or said not to be; look-alikes accuse nobody."""

from datetime import date

import pytest

from sayso.checking.registers import Registers
from sayso.reading.kinds import Kind
from sayso.reading.plain import read_plain
from sayso.reading.tables import read_table
from sayso.records import Document, Verdict
from sayso.statements.dates import find_dates
from sayso.statements.figures import find_figures

SUPPORTED, CONTRADICTED, OPEN = Verdict.SUPPORTED, Verdict.CONTRADICTED, None

GRANTS = """ref,date,recipient,district,amount,status
G-1,2023-01-16,Tollan Weavers,North Vale,12000,paid
G-2,2023-02-03,Orrin Ferry Trust,Harbour,45000,paid
G-3,2023-03-21,Tollan Weavers,North Vale,8000,paid
G-4,2023-05-02,Marl School,Harbour,150000,paid
G-5,2023-06-30,Tollan Weavers,North Vale,30500,refused
G-6,2023-07-11,Orrin Ferry Trust,Harbour,61000,paid
G-7,2023-10-05,Hesper Choir,Old Town,2500,paid
G-8,2023-12-19,Orrin Ferry Trust,Harbour,120000,paid
"""
WARD = """date,time,ward,bed,temperature,nurse,remarks
2024-01-02,06:10,Ash,1,37.1,Dorrit,slept well
2024-01-02,06:20,Ash,2,38.4,Dorrit,given water; doctor called
2024-01-02,21:30,Elm,1,39.2,Pask,doctor called at once
2024-01-03,06:15,Ash,1,37.4,Dorrit,quiet night
2024-01-03,06:25,Ash,2,38.9,Pask,coughing
2024-01-04,21:40,Elm,1,38.7,Pask,doctor called; moved to side room
2024-01-05,06:05,Ash,2,37.9,Dorrit,better
2024-01-06,06:10,Elm,1,37.2,Dorrit,sat up and ate
"""
MATCHES = """date,opponent,ground,goals_for,goals_against,crowd
2022-08-13,Brackley Rovers,home,2,1,4100
2022-08-27,Sorley Town,away,0,0,2950
2022-09-10,Penn United,home,3,0,4600
2022-10-01,Brackley Rovers,away,1,4,5200
2022-11-05,Sorley Town,home,5,2,3900
2023-01-21,Penn United,away,2,2,6100
2023-03-18,Brackley Rovers,home,1,0,7250
"""
CARGO = """voyage,sailed,vessel,port,cargo,tonnes
V1,2021-03-01,Marigold,Tessaly,barley,1200
V2,2021-03-09,Osprey,Tessaly,timber,800
V3,2021-03-11,Marigold,Corve,barley,1350
V4,2021-03-15,Osprey,Corve,barley,900
V5,2021-04-02,Marigold,Tessaly,scrap,400
V6,2021-04-20,Heron,Corve,timber,760
V7,2021-05-06,Osprey,Tessaly,barley,1150
"""
VOTES = """| Date | Motion | Councillor | Party | Vote |
|---|---|---|---|---|
| 2024-02-06 | Bus lane | Adair | Greens | for |
| 2024-02-06 | Bus lane | Burrell | Liberals | against |
| 2024-02-06 | Bus lane | Cole | Liberals | for |
| 2024-03-12 | Library hours | Adair | Greens | for |
| 2024-03-12 | Library hours | Burrell | Liberals | for |
| 2024-03-12 | Library hours | Cole | Liberals | absent |
| 2024-04-09 | Quarry | Adair | Greens | against |
| 2024-04-09 | Quarry | Burrell | Liberals | for |
| 2024-04-09 | Quarry | Cole | Liberals | for |
"""
MAILS = """date,sender,recipient,subject
2020-05-11,Ines Roth,Planning Office,permit for the tower
2020-05-12,Ines Roth,Planning Office,permit again
2020-05-12,Paul Sand,Ines Roth,lunch
2020-05-13,Ines Roth,Planning Office,drawings of the tower
2020-05-14,Planning Office,Ines Roth,permit refused
2020-05-14,Ines Roth,Mayor's Office,complaint
2020-06-01,Ines Roth,Planning Office,appeal
2020-06-18,Paul Sand,Planning Office,appeal
"""
METERS = """date,well,depth_m,salt_mg
2022-01-10,A,12.0,50
2022-01-10,B,11.0,60
2022-04-10,A,12.1,80
2022-04-10,B,11.2,66
2022-07-10,A,12.4,200
2022-07-10,B,11.1,90
2022-10-10,A,12.9,301
2022-10-10,B,11.3,120
"""
RULES = """The well code

Water is tested each quarter. The warning line stands at 100 mg of salt. The red line is 250 mg.
The survey ran from 11 May 2020 to 14 May 2020 and was then closed.
"""


def registers(text, name, *papers):
    documents = {}
    for n, (words, called) in enumerate([(text, name), *papers]):
        read = read_table if called.endswith(".csv") else read_plain
        kind = Kind.CSV if called.endswith(".csv") else Kind.MARKDOWN
        draft = read(words.encode(), called, kind)
        key = f"{n:012x}"
        documents[key] = Document(
            key, called, f"{n:064x}", "text/plain", draft.text, segments=tuple(draft.segments),
            date=draft.date,
        )  # fmt: skip
    return Registers(documents)


BOOKS = {
    "money": registers(GRANTS, "grants-register-2023.csv"),
    "health": registers(WARD, "fever-log.csv"),
    "sport": registers(MATCHES, "match-record.csv"),
    "shipping": registers(CARGO, "cargo-book-2021.csv"),
    "votes": registers(VOTES, "division-list.md"),
    "mail": registers(MAILS, "mail-log.csv", (RULES, "code.md")),
    "water": registers(METERS, "well-log-2022.csv", (RULES, "code.md")),
}
DAY = date(2024, 6, 1)


def found(book, content, before=""):
    """What the book says of the claim as the checks ask it: the whole, each figure, each day."""
    asked = BOOKS[book].asked(content, DAY, "", before)
    whole = BOOKS[book].of_whole(asked, ())
    figures = [BOOKS[book].of_figure(asked, f, ()) for f in find_figures(content)]
    days = [BOOKS[book].of_date(asked, w, ()) for w in find_dates(content, DAY)]
    return [f for f in (whole, *figures, *days) if f is not None]


def decided(book, content, before=""):
    """The verdicts given, but for "not found"; a claim of several has to be of one mind."""
    verdicts = {f.verdict for f in found(book, content, before)} - {Verdict.NOT_FOUND}
    assert len(verdicts) < 2, [f.reason for f in found(book, content, before)]
    return verdicts.pop() if verdicts else None


COUNTED = [
    # Money
    ("money", "The register lists three grants to Tollan Weavers", SUPPORTED, "3 of 8 rows"),
    ("money", "The register lists at least five grants to Tollan Weavers", CONTRADICTED, "3 of 8 rows"),
    ("money", "The register shows two grants above 100,000 crowns", SUPPORTED, "amount > 100,000"),
    ("money", "The register shows that five grants exceeded 100,000 crowns", CONTRADICTED, "2 of 8 rows"),
    ("money", "The Orrin Ferry Trust got 226,000 crowns in all", SUPPORTED, "amount adds up to 226,000"),
    ("money", "The register shows that the Orrin Ferry Trust got 400,000 crowns in all", CONTRADICTED,
     "adds up to 226,000"),
    ("money", "The register lists five grants in the first half of 2023", SUPPORTED, "1 January 2023"),
    ("money", "The register lists four grants before 2 May 2023", CONTRADICTED, "3 of 8 rows"),
    ("money", "The first grant to the Orrin Ferry Trust came on 3 February 2023", SUPPORTED, "first of"),
    ("money", "The register shows that the last grant to Tollan Weavers came on 21 March 2023",
     CONTRADICTED, "last of 30 June 2023"),
    ("money", "The largest grant in the register was of 150,000 crowns", SUPPORTED, "is at most 150,000"),
    ("money", "The register shows that every grant to the Orrin Ferry Trust was paid", SUPPORTED, "3 of"),
    ("money", "The register shows that every grant to Tollan Weavers was paid", CONTRADICTED, "2 of the 3"),
    # Health
    ("health", "The log has eight readings of bed 1 and bed 2", SUPPORTED, "bed = 1 or bed = 2"),
    ("health", "The log has three readings for bed 2", SUPPORTED, "bed = 2"),
    ("health", "The log has six readings for bed 2", CONTRADICTED, "3 of 8 rows"),
    ("health", "The log has four readings above 38 degrees", SUPPORTED, "temperature > 38"),
    ("health", "The log notes three times that a doctor was called", SUPPORTED, "remarks with"),
    ("health", "The log has two readings after 9 p.m.", SUPPORTED, "time from 21:00"),
    ("health", "The log shows that none of the readings in Elm was by Dorrit", CONTRADICTED, "1 of the 3"),
    # Sport
    ("sport", "The club met Brackley Rovers three times", SUPPORTED, "3 of 7 rows"),
    ("sport", "The record shows that the club met Brackley Rovers five times", CONTRADICTED, "3 of 7 rows"),
    ("sport", "The club met Sorley Town twice", SUPPORTED, "2 of 7 rows"),
    ("sport", "The record has three matches with a crowd of more than 5,000", SUPPORTED, "crowd > 5,000"),
    # Shipping
    ("shipping", "The Marigold carried 2,950 tonnes in all", SUPPORTED, "adds up to 2,950"),
    ("shipping", "The cargo book has four voyages with barley", SUPPORTED, "cargo = barley"),
    ("shipping", "The cargo book has nine voyages with barley", CONTRADICTED, "4 of 7 rows"),
    ("shipping", "The average voyage in the cargo book carried 937 tonnes", SUPPORTED, "on average"),
    ("shipping", "The cargo book has five voyages in ten days", CONTRADICTED, "at the most"),
    # Votes
    ("votes", "The list shows that Burrell voted for two motions", SUPPORTED, "2 of 9 rows"),
    ("votes", "The list shows that Adair voted against five motions", CONTRADICTED, "1 of 9 rows"),
    ("votes", "Every one of them was from the Greens", OPEN, ""),
    ("votes", "The list shows that Cole was absent for one motion and Burrell for none", OPEN, ""),
    # Mail
    ("mail", "Over the four days of the survey the log counts three mails from Ines Roth to the Planning "
     "Office", SUPPORTED, "from 11 May 2020 to 14 May 2020"),
    ("mail", "Over the four days of the survey the log counts at least eight mails to the Planning Office",
     CONTRADICTED, "3 of 8 rows"),
    ("mail", "The log has two mails about the tower", SUPPORTED, "subject with “tower”"),
    # Water
    ("water", "The log shows that salt in well A rose sixfold between 10 January 2022 and 10 October 2022",
     SUPPORTED, "from 50 (10 January 2022) to 301"),
    ("water", "The log shows that salt in well B tripled between 10 January 2022 and 10 October 2022",
     CONTRADICTED, "from 60"),
    ("water", "The log shows that salt more than doubled in well B between 10 January 2022 and 10 October "
     "2022", OPEN, ""),
    ("water", "The log has two readings of well A above the warning line", SUPPORTED, "salt_mg > 100"),
    ("water", "The log has five readings of well A above the warning line", CONTRADICTED, "2 of 8 rows"),
    ("water", "That well was above the warning line on four readings, the log shows", CONTRADICTED, "most"),
    ("water", "The log shows that well A first passed the red line on 10 October 2022", SUPPORTED, "first"),
    ("water", "The log shows that well A first passed the red line on 10 July 2022", CONTRADICTED,
     "first of 10 October 2022"),
]  # fmt: skip


@pytest.mark.parametrize(("book", "content", "verdict", "told"), COUNTED)
def test_claims_of_many_fields_are_counted(book, content, verdict, told):
    reasons = [f.reason for f in found(book, content)]
    assert decided(book, content) == verdict, reasons
    if verdict is not OPEN:
        assert any(told in reason for reason in reasons), reasons


LOOK_ALIKES = [
    # Nothing says that this table has all of them.
    ("money", "The foundation has made 40 grants to Tollan Weavers"),
    # A rate, a ratio and a rank count no rows.
    ("sport", "The club met Brackley Rovers four times a year"),
    ("sport", "The record crowd was four times as large as the one for Sorley Town"),
    ("money", "The register shows the third grant to Tollan Weavers"),
    # A word that no cell has narrows the claim further than the rows can tell.
    ("money", "The register lists one urgent grant to Tollan Weavers"),
    ("health", "The log has one alarming reading for bed 2"),
    ("mail", "The log has one angry mail from Ines Roth"),
    # Exceptions are not read.
    ("shipping", "The cargo book has nine voyages with barley other than the Heron's"),
    # A figure of something the table does not have.
    ("sport", "The record shows that the club sold 900 shirts against Penn United"),
    ("shipping", "The cargo book has the Marigold at sea for 90 days"),
    # A note says in other words what the claim says.
    ("health", "The log notes a visit of the doctor five times"),
    # Which of the wells is meant is not said.
    ("water", "The log shows that the warning line was passed on 10 October 2022"),
    ("water", "The log shows that salt tripled between 10 January 2022 and 10 April 2022"),
    # One of several stretches of four days may be meant.
    ("shipping", "The cargo book has one voyage with barley in five days"),
    # A number that is part of a name is no count.
    ("health", "The log says that bed 40 was given to Dorrit"),
    # A bound that the rows meet.
    ("money", "The register lists no more than three grants to Tollan Weavers"),
    ("money", "The register lists fewer than six grants in the first half of 2023"),
    ("shipping", "The cargo book has the Marigold carrying nearly 3,000 tonnes"),
    ("votes", "The list shows that Cole was absent once"),
    # A day by which something had happened is not the day it happened.
    ("money", "The register shows that the first grant to Marl School came before 30 June 2023"),
]  # fmt: skip


@pytest.mark.parametrize(("book", "content"), LOOK_ALIKES)
def test_an_honest_look_alike_accuses_nobody(book, content):
    accused = [f.reason for f in found(book, content) if f.verdict is Verdict.CONTRADICTED]
    assert not accused, accused


def test_a_line_that_the_article_draws_is_taken_from_its_own_sentence():
    before = "The owners draw an alarm line at 180 mg of salt."
    said = "The log has two readings of well A above the alarm line"
    assert decided("water", said, before) is SUPPORTED
    assert decided("water", said) is None


def test_a_second_line_has_the_unit_of_the_first():
    before = "The owners draw an alarm line at 180 mg of salt and a closing one at 290."
    said = "The log shows that well A first passed the closing line on 10 October 2022"
    assert decided("water", said, before) is SUPPORTED


def test_them_are_the_rows_of_the_sentence_before():
    before = "The list has three votes on the quarry."
    said = "All of them were by the Liberals"
    reasons = [f.reason for f in found("votes", said, before)]
    assert decided("votes", said, before) is not SUPPORTED, reasons
    assert any("2 of the 3 rows" in r for r in reasons), reasons


def test_the_rows_of_a_change_are_shown_with_their_lines():
    said = "The log shows that salt in well A rose sixfold between 10 January 2022 and 10 October 2022"
    [change] = [f for f in found("water", said) if f.verdict is SUPPORTED]
    assert [e.line for e in change.evidence] == [2, 8]
