"""A role is a matter of dates: tables of office-holders first, then how dated papers name people."""

from datetime import date

import pytest

from sayso.checking.roles import check_role
from sayso.library.passages import passages_of
from sayso.reading import read_file
from sayso.records import Document, SegmentKind, Verdict
from sayso.statements.roles import find_roles

DAY = date(2025, 6, 1)
TABLE = """office,holder,from,to
Minister of Ports,Ada Lund,2019-01-01,2022-05-01
Minister of Ports,Bo Berg,2022-05-01,2024-01-10
Minister of Ports,Ada Lund,2024-01-10,
Mayor of Tarn,Cy Dahl,2015-01-01,2020-12-31
"""


def role(words):
    [found] = find_roles(words)
    return found


def paper(text, day=None, name="note.txt"):
    return Document(name, name, "", "text/plain", text, date=day)


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "holders.csv"
    path.write_text(TABLE, "utf-8")
    (table,) = read_file(path)
    return [p for p in passages_of(table) if p.kind is SegmentKind.ROW]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("former Ports Minister Ada Lund", Verdict.CONTRADICTED),
        ("Ports Minister Ada Lund", Verdict.SUPPORTED),
        ("former Ports Minister Bo Berg", Verdict.SUPPORTED),
        ("Ports Minister Bo Berg", Verdict.CONTRADICTED),
        ("Cy Dahl, the former mayor of Tarn,", Verdict.SUPPORTED),
    ],
)
def test_a_table_of_office_holders_decides_at_the_date(rows, words, verdict):
    found = check_role(role(words), DAY, [], rows)
    assert found is not None
    assert found.verdict is verdict


def test_the_row_that_decides_is_the_first_proof(rows):
    found = check_role(role("former Ports Minister Ada Lund"), DAY, [], rows)
    assert found.proofs[0].passage.line == 4


def test_a_deputy_is_not_the_minister(rows):
    assert check_role(role("Deputy Ports Minister Ada Lund"), DAY, [], rows) is None


def test_the_latest_dated_paper_counts():
    older = paper("We met former Chancellor Ova Ryd.", date(2023, 12, 1), "old.txt")
    newer = paper("Present: Chancellor Ova Ryd (OR).", date(2025, 5, 1), "new.txt")
    found = check_role(role("former Chancellor Ova Ryd"), DAY, [older, newer], [])
    assert found.verdict is Verdict.CONTRADICTED
    assert found.proofs[0].document == "new.txt"
    found = check_role(role("Chancellor Ova Ryd"), DAY, [older, newer], [])
    assert found.verdict is Verdict.SUPPORTED


def test_a_paper_years_old_accuses_nobody():
    old = paper("Present: Chancellor Ova Ryd.", date(2019, 5, 1))
    assert check_role(role("former Chancellor Ova Ryd"), DAY, [old], []) is None


def test_another_person_with_the_same_title_is_not_this_one():
    other = paper("Former Chancellor Ina Voss spoke.", date(2025, 5, 1))
    assert check_role(role("Chancellor Ova Ryd"), DAY, [other], []) is None


def test_no_paper_that_names_the_person_gives_no_finding():
    assert (
        check_role(role("Premier Ari Tor"), DAY, [paper("The Premier’s office rang.")], []) is None
    )


HEARING = (
    "Witnesses: Dr Nad Holm, Head of Intensive Care, and Dr Aubrey Stell, Medical Director, "
    "Lenno Hospitals Trust; Mr Lorne Petti, Managing Director, Halcyra Medical."
)


def test_a_post_that_the_paper_gives_to_a_colleague_is_contradicted():
    paper_ = paper(HEARING, date(2025, 5, 20))
    found = check_role(role("Dr Nad Holm, the trust’s medical director,"), DAY, [paper_], [])
    assert found.verdict is Verdict.CONTRADICTED
    assert "Aubrey Stell" in found.reason


def test_running_a_firm_and_being_its_managing_director_are_one_thing():
    paper_ = paper(HEARING, date(2025, 5, 20))
    found = check_role(role("Lorne Petti, who runs Halcyra, told"), DAY, [paper_], [])
    assert found.verdict is Verdict.SUPPORTED


def test_a_chair_who_was_followed_by_another_is_contradicted():
    before = paper("Present: Ms Pri Lind (Chair), Mr Tob Aske.", date(2024, 12, 6), "a.txt")
    after = paper(
        "Mr Tob Aske, Chair of the Vane Water Authority, spoke.", date(2025, 3, 1), "b.txt"
    )
    found = check_role(
        role("Pri Lind, who chairs the water authority, said"), DAY, [before, after], []
    )
    assert found.verdict is Verdict.CONTRADICTED
    assert found.proofs[0].document == "b.txt"


def test_a_person_the_papers_do_not_know_is_not_accused():
    after = paper("Mr Tob Aske, Chair of the Vane Water Authority, spoke.", date(2025, 3, 1))
    assert (
        check_role(role("Pri Lind, who chairs the water authority, said"), DAY, [after], []) is None
    )


def test_then_president_is_not_called_president_now(rows):
    then = role("Bo Berg, then minister of ports, wrote")
    assert then.tense == "then"
    assert check_role(then, DAY, [], rows) is None
