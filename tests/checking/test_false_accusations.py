"""To accuse wrongly is the worst error: a figure or date for something else contradicts nothing."""

import pytest

from sayso.records import Verdict

NOT_CONTRADICTED = [
    ("The spillway of the dam spilled for between 10 and 12 hours.",
     "The spillway of the dam spilled for 11 hours."),
    ("Kell Rail bought three to five trains.", "Kell Rail bought four trains."),
    ("The mayor inspected the dam on 2 May 2024.",
     "The mayor inspected the dam on 9 May 2024 and on 16 May 2024."),
    ("The regulator inspected the plant on 9 January 2024.",
     "The regulator inspected the plant on 10 February 2024. "
     "The regulator inspected the plant on 11 December 2023."),
    ("The main water pipe burst on 3 January 2024.",
     "The main water pipe burst on 17 January 2024, for the second time this month."),
    ("Kell Rail employs 400 drivers.",
     "Kell Rail employs 250 drivers in the north and 150 drivers in the south."),
    ("Kell Rail carried 3 million passengers in 2023.",
     "Kell Rail carried 1.4 million passengers in the first half of 2023."),
    ("Kell Rail spent 9 million crowns on tracks.",
     "Kell Rail spent 4 million crowns on tracks in Kell."),
    ("The prison employs 60 guards.", "The prison employs 35 guards at night."),
    ("The clinic bought 40 beds.", "The clinic in Berg bought 25 beds."),
    ("The firm must repay the loan by 31 May 2024.",
     "The firm must repay half of the loan by 31 March 2024."),
    ("The board approved the budget on 12 December 2023.",
     "The board approved the first draft of the budget on 28 November 2023."),
    ("The union met the mayor on 4 June 2024.", "The union met the mayor of Berg on 11 June 2024."),
    ("The port handled 1,200 ships in 2023.",
     "The port handled 900 ships in 2022 and 1,200 ships last year."),
    ("Kell Rail paid Orr Ltd 60,000 crowns in March 2024.",
     "Kell Rail paid Orr Ltd 45,000 crowns in April 2024."),
    ("The crew did not test the brakes on 4 May 2024.",
     "The crew tested the brakes on 5 May 2024."),
    ("“I can't sleep at night,” said farmer Eva Holt.", "Eva Holt: I cannot sleep at night."),
    ("The crew of the harbour ferry did not strike in May.",
     "The crew of the harbour ferry refused to strike in May."),
    ("The crew of the harbour ferry paid the fine.",
     "The owner denied that the crew of the harbour ferry paid the fine."),
    ("The council voted on 3 May 2024 and the mayor resigned on 9 May 2024.",
     "The mayor resigned on 9 May 2024."),
    ("Not all of the harbour cranes were tested.", "The harbour cranes were tested."),
    ("The fare on the harbour ferry rose by 30 crowns.",
     "The fare on the harbour ferry was 130 crowns."),
    ("The old mill lies about 12 miles from Berg.", "The old mill lies 19 km from Berg."),
    ("The old mill on the river burned down after 1990.",
     "The old mill on the river burned down in 1994."),
    ("Nothing in the papers shows that the mayor saw the report.", "The mayor opened the bridge."),
]  # fmt: skip

CONTRADICTED = [
    ("The bridge over the river cost 5 million crowns.",
     "The bridge over the river cost 4 million crowns."),
    ("The mayor opened the new harbour bridge on 3 May 2024.",
     "The mayor opened the new harbour bridge on 9 May 2024."),
    ("The town council paid Orr Ltd 60,000 crowns for the survey.",
     "The town council paid Orr Ltd 45,000 crowns for the survey."),
]  # fmt: skip

NOT_SUPPORTED = [
    ("The firm paid its directors 300,000 crowns in 2023.",
     "The firm paid its directors 250,000 crowns in 2022."),
    ("The owners did not reply to the letter of 2 March 2024.",
     "The owners reply to the letter of 2 March 2024."),
    ("The alarm at the mill was switched on.", "The alarm at the mill was switched off."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "paper"), NOT_CONTRADICTED)
def test_something_else_contradicts_nothing(findings, said, paper):
    assert Verdict.CONTRADICTED not in {f.verdict for f in findings(said, paper)}


@pytest.mark.parametrize(("said", "paper"), CONTRADICTED)
def test_the_same_matter_with_another_value_is_contradicted(findings, said, paper):
    assert Verdict.CONTRADICTED in {f.verdict for f in findings(said, paper)}


@pytest.mark.parametrize(("said", "paper"), NOT_SUPPORTED)
def test_the_opposite_supports_nothing(findings, said, paper):
    assert Verdict.SUPPORTED not in {f.verdict for f in findings(said, paper)}


def test_like_words_of_nobody_are_no_proof_that_a_quotation_was_altered(claims):
    made = claims(
        "“The dam cost 5 million crowns and it is safe,” said Mayor Karl Hess.",
        "The dam cost 6 million crowns and it is safe.",
    )
    quoted = next(c for c in made if c.say is not None and "dam cost" in c.text)
    assert quoted.say.verdict is Verdict.NOT_FOUND
