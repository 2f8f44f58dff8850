"""An approach said to be in no paper: what shows it, and what only looks as if it did."""

import pytest

from sayso.checking.contacts import approach_in, shown
from sayso.records import Document, Passage, SegmentKind, Verdict

WRITING = "Orr writing to Fenn Bank"
ANY = "Orland making an approach of its own to Castel, by letter or by telephone"


def found(missing, text):
    document = Document("d", "d.txt", "d", "text/plain", text)
    passage = Passage("d", 0, len(text), SegmentKind.PARAGRAPH, text)
    return shown(missing, [(passage, document)])


@pytest.mark.parametrize(
    ("missing", "text"),
    [
        (WRITING, "Mr Orr wrote to Fenn Bank on 4 May."),
        (WRITING, "It was a wet day. Orr had sent a short letter to Fenn Bank on the Monday."),
        ("a letter from Orr to Fenn Bank", "Orr wrote to Fenn Bank on 4 May."),
        (ANY, "On 7 March Orland telephoned Castel from the harbour."),
        (ANY, "Orland left a paper at Castel on the Friday."),
        ("Orr meeting Ada Fenn", "Orr met Ms Fenn at the mill."),
    ],
)
def test_a_sentence_that_has_the_approach_contradicts(missing, text):
    finding = found(missing, text)
    assert finding.verdict is Verdict.CONTRADICTED
    assert finding.evidence[0].text in text
    assert finding.check == "silence"


@pytest.mark.parametrize(
    ("missing", "text"),
    [
        (WRITING, "Orr did not write to Fenn Bank."),
        (WRITING, "Fenn Bank wrote to Orr on 4 May."),
        (WRITING, "Orr’s sister wrote to Fenn Bank on 4 May."),
        (WRITING, "Bettina Orr, his sister, wrote to Fenn Bank."),
        (WRITING, "Orr telephoned Fenn Bank on 4 May."),
        (WRITING, "Orr would have sent a letter to Fenn Bank."),
        (WRITING, "Had Orr sent a letter to Fenn Bank?"),
        (WRITING, "It is alleged that Orr wrote to Fenn Bank."),
        (WRITING, "Orr wrote to Fenn Bank’s neighbour."),
        (WRITING, "The clerk said that Orr wrote to Fenn Bank."),
        (WRITING, "Orr wrote to Marl Bank on 4 May."),
        ("Ada Fenn writing to Orr", "Maud Fenn wrote to Orr on 4 May."),
        ("Orr meeting Ada Fenn", "Orr met Saul Fenn at the mill."),
        (ANY, "Orland visited Castel in May."),
        (ANY, "Envoys of Castel and Orland wrote to Castel."),
        ("Orr writing to Fenn Bank before the vote", "Orr wrote to Fenn Bank on 4 May."),
        ("Orr writing to Fenn Bank in March 2024", "Orr wrote to Fenn Bank on 4 May 2024."),
        ("Orr formally approaching Fenn Bank", "Orr wrote to Fenn Bank on 4 May."),
        ("Orr asking Fenn Bank for a loan", "Orr wrote to Fenn Bank on 4 May."),
        ("Orr writing to Fenn Bank about the loan", "Orr wrote to Fenn Bank on 4 May."),
    ],
)
def test_what_leaves_it_open_contradicts_nothing(missing, text):
    assert found(missing, text) is None


def test_the_ways_that_a_claim_names_bound_its_kinds():
    assert approach_in(ANY).kinds == {"writing", "calling"}
    assert approach_in("Orland approaching Castel").kinds == {"writing", "calling", "meeting"}
    assert approach_in("the mayor knew of the leak") is None
