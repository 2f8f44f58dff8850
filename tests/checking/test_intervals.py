"""Times between events: the papers' day of each is found apart, and then held against the claim."""

from datetime import date

import pytest

from sayso.checking.intervals import Intervals
from sayso.library import Library
from sayso.pipeline import load_models
from sayso.reading import read_paths

PUBLISHED = date(2024, 7, 12)  # a Friday

PAPERS = {
    "harbour-mail.eml": """From: Odile Ferran <o.ferran@portofmarl.example>
To: Anton Brisk <a.brisk@quaysafe.example>
Date: Mon, 05 Feb 2024 09:12:00 +0000
Subject: Crane 4
Content-Type: text/plain; charset="utf-8"

Dear Anton,

I must warn you that the slewing ring of crane 4 is cracked. Please take it out of use.

Odile Ferran
Harbour engineer, Port of Marl
""",
    "crane-accident.txt": """Port of Marl
Accident report

Crane 4 collapsed on 18 March 2024 while lifting a container. Two dockers were hurt.
The crane had been bought from Steelhaven in 1998.
Quaysafe was dismissed as maintenance contractor on 8 April 2024.
""",
    "lease.txt": """LEASE AGREEMENT

Dated 3 May 2022

Between Corby Town Council and Larkfield Leisure Ltd for the swimming baths at Mill Lane.
The rent is 12,000 a year.
""",
    "baths-minutes.txt": """Corby Town Council
Minutes of the meeting held on 14 June 2022

Present: Cllr Ash, Cllr Obi, Cllr Trent.

1. The council approved the closure of the library in Elm Street by seven votes to four.
2. The clerk reported that the swimming baths at Mill Lane had closed on 31 May 2022.
""",
    "clinical-letter.txt": """St Aude's Hospital
Department of Cardiology

9 October 2023

Dear Dr Venn,

I am writing to tell you that the trial of drug K-11 was stopped on 2 October 2023 after a patient died on
28 September 2023.

Yours sincerely,
Professor Ilona Marek
""",
    "drug-approval.html": """<html><head><title>Medicines Board: decisions</title></head><body>
<h1>Medicines Board: decisions</h1>
<p>The Board approved the trial of drug K-11 on 10 July 2023.</p>
<p>The next review of K-11 will take place on 4 December 2023.</p>
</body></html>""",
    "staff.csv": """name,post,joined_on,left_on
Bela Kiss,Head of Audit,2019-01-07,2023-11-30
Rosa Dunn,Head of Lending,2020-03-02,2024-02-29
Ida Moll,Clerk,2021-05-03,
""",
    "bank-notice.md": """# Fenwick Bank

Press release, 11 March 2024

Fenwick Bank suspended lending to small firms on 7 March 2024. Rosa Dunn has left the bank.
Bela Kiss joined the supervisor, the Credit Authority, on 1 March 2024.
""",
    "strike-log.md": """# Log of the dispute at Tarn Mill

| Date | What was done |
|---|---|
| 2024-05-06 | ballot of weavers opened |
| 2024-05-20 | weavers walked out |
| 2024-06-03 | mill owners and union signed an accord |
| 2024-06-04 | weavers returned to the looms |
""",
    "election.txt": """Electoral commission of Vell
Declaration

Mayor Ruth Amadi was elected on 2 November 2023. Her deputy, Paul Grieg, resigned on 9 November 2023.
The recount in Eastgate ended on 16 November 2023.
""",
    "school-fire.txt": """Fire service, incident record

Ashdown primary school burned down on Saturday 13 April 2024. The alarm had been inspected on 12 January 2024
and inspected again on 5 April 2024.
The pupils moved into the old town hall on 29 April 2024.
""",
    "hearing.txt": """TRANSPORT COMMITTEE
Oral evidence: the Lowen tunnel
Thursday 13 June 2024

Q1 CHAIR: Mr Sand, you ran the tunnel company.

MR SAND: Until the last day of August last year.

Q2 CHAIR: And you now advise the contractor, Delvia.

MR SAND: Since December of last year, two days a week.
""",
}  # fmt: skip

SUPPORTED = [
    "The harbour engineer warned about crane 4 six weeks before it collapsed",
    "The engineer had warned of the cracked slewing ring 42 days before crane 4 collapsed",
    "Three weeks after crane 4 collapsed, Quaysafe was dismissed as contractor",
    "Less than a month after the collapse of crane 4, Quaysafe was dismissed",
    "The swimming baths at Mill Lane closed four weeks after Corby Town Council signed the lease",
    "Within a month of the lease being signed, the swimming baths at Mill Lane closed",
    "Two weeks after the swimming baths closed, the council approved closing the library in Elm Street",
    "The trial of drug K-11 was stopped four days after a patient died",
    "Less than three months after the Medicines Board approved it, the trial of drug K-11 was stopped",
    "Professor Ilona Marek wrote to Dr Venn a week after the trial of K-11 was stopped",
    "Fenwick Bank suspended lending to small firms a week after Rosa Dunn left",
    "Three months after leaving the bank, Bela Kiss joined the Credit Authority",
    "A fortnight after the ballot opened, weavers at Tarn Mill walked out",
    "The weavers walked out exactly two weeks before the owners and union signed an accord",
    "The weavers returned to the looms the day after the accord was signed",
    "Paul Grieg resigned as deputy a week after Mayor Ruth Amadi was elected",
    "Mayor Ruth Amadi was elected on 2 November; a fortnight later the recount in Eastgate ended",
    "Ashdown primary school burned down about two weeks before the pupils moved into the old town hall",
    "About three months after leaving the tunnel company, Mr Sand was advising Delvia",
    "Mr Sand told the transport committee last month",
    "The trial of drug K-11 was stopped before Professor Marek wrote to Dr Venn",
]  # fmt: skip

CONTRADICTED = [
    "Quaysafe was dismissed as contractor two weeks before crane 4 collapsed",
    "Six months after crane 4 collapsed, Quaysafe was dismissed as maintenance contractor",
    "The swimming baths at Mill Lane closed two years after Corby Town Council signed the lease",
    "The trial of drug K-11 was stopped three weeks after a patient died",
    "The Medicines Board approved the trial of drug K-11 two weeks before the trial of K-11 was stopped",
    "The weavers at Tarn Mill returned to the looms a month after the mill owners and union signed an accord",
    "Paul Grieg, her deputy, resigned two months after Mayor Ruth Amadi was elected",
    "Paul Grieg, the deputy, resigned before Mayor Ruth Amadi was elected",
    "Bela Kiss joined the Credit Authority a month before Fenwick Bank suspended lending to small firms",
]  # fmt: skip

UNDECIDED = [
    # Warnings, inspections and letters may be many: another one on another day is no proof.
    "The harbour engineer warned about crane 4 two years before it collapsed",
    "The alarm at Ashdown primary school was inspected two weeks before the school burned down",
    "Professor Marek wrote to Dr Venn a month before the trial of K-11 was stopped",
    # Another thing of the kind: another crane, council, bank, person.
    "Crane 7 collapsed two years after Quaysafe was dismissed as contractor",
    "Derby Town Council signed a lease a year before its museum closed",
    "Harlow Bank suspended lending three years after Rosa Dunn left",
    "Ida Moll left the bank a year before lending was suspended",
    "Corby Town Council approved the budget a year before the swimming baths at Mill Lane closed",
    "The Medicines Board approved drug P-3 two years before the trial of K-11 was stopped",
    "The pupils of Ashdown moved into new classrooms a year after the primary school burned down",
    "Mayor Ruth Amadi was re-elected two years after Paul Grieg, her deputy, resigned",
    # Rounding as people use it: 42 days, 29 days, 92 days.
    "The lease was signed a month before the swimming baths at Mill Lane closed",
    "Quaysafe was dismissed some twenty days after crane 4 collapsed",
    "The trial of drug K-11 was stopped within days of the patient’s death",
    "The trial of drug K-11 was stopped five days after a patient died",
    "Quaysafe was dismissed weeks after crane 4 collapsed",
    "Mayor Ruth Amadi was elected days before Paul Grieg, her deputy, resigned",
    # One end is not in the papers, or is only planned.
    "The mayor opened the tunnel two years before the Lowen company went bankrupt",
    "Two days after the review of K-11, the minister resigned",
    "The review of K-11 took place a year after the trial of K-11 was stopped",
    # A question of manner, not of time.
    "The trial put profit before patients",
    "The weavers put the union before the mill",
    "The council must seek consent before closing the library",
    "He asked for the crane to be taken out of use within 48 hours of any fault",
    "The lease runs for a year after the baths reopen",
    # Said of a time that leans on the article's date, of something that may have happened again.
    "The alarm at Ashdown primary school was inspected last week",
    "The council met last month",
]  # fmt: skip


@pytest.fixture(scope="module")
def intervals(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    for name, text in PAPERS.items():
        (folder / name).write_text(text, "utf-8")
    library = Library(load_models().embedder)
    library.add(read_paths([folder]))
    return Intervals(library, PUBLISHED)


def verdict(intervals, claim):
    found = intervals.finding(claim)
    return found.verdict.value if found else None


@pytest.mark.parametrize("claim", SUPPORTED)
def test_days_that_fit_bear_a_claim_out(intervals, claim):
    assert verdict(intervals, claim) == "supported"


@pytest.mark.parametrize("claim", CONTRADICTED)
def test_days_that_are_plainly_off_accuse(intervals, claim):
    assert verdict(intervals, claim) == "contradicted"


@pytest.mark.parametrize("claim", UNDECIDED)
def test_honest_claims_and_other_matters_are_not_accused(intervals, claim):
    assert verdict(intervals, claim) != "contradicted"
