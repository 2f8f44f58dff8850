"""A claim that says the opposite of a paper's sentence is called so; its honest look-alikes are not."""

import pytest

from sayso.records import Verdict

OPPOSITE = [
    ("The harbour board did not warn the ferry crews about the crane.",
     "The harbour board warned the ferry crews about the crane."),
    ("The harbour board warned the ferry crews about the crane.",
     "The harbour board did not warn the ferry crews about the crane."),
    ("The inspectors didn’t open the valves of the pumping station.",
     "The inspectors opened the valves of the pumping station."),
    ("Orr Marine never paid the divers for the winter survey.",
     "Orr Marine paid the divers for the winter survey."),
    ("Orr Marine paid the divers for the winter survey.",
     "Orr Marine didn’t pay the divers for the winter survey."),
    ("Orr Marine paid the divers for the winter survey.",
     "Orr Marine failed to pay the divers for the winter survey."),
    ("The inspectors could not open the valves of the pumping station.",
     "The inspectors opened the valves of the pumping station."),
]  # fmt: skip

LOOK_ALIKES = [
    # Another occasion, another party, another thing.
    ("The harbour board did not warn the ferry crews about the crane in May.",
     "The harbour board warned the ferry crews about the crane in April."),
    ("The harbour board did not warn the ferry crews about the crane.",
     "The port police warned the ferry crews about the crane."),
    ("The harbour board warned the ferry crews about the crane.",
     "The harbour board did not warn the anglers about the crane."),
    ("The inspectors did not open the valves of the pumping station.",
     "The inspectors opened the doors of the pumping station."),
    # Not said as a fact.
    ("The harbour board did not warn the ferry crews about the crane.",
     "Did the harbour board warn the ferry crews about the crane?"),
    ("The harbour board did not warn the ferry crews about the crane.",
     "If the harbour board had warned the ferry crews about the crane, nobody would have been hurt."),
    ("The harbour board did not warn the ferry crews about the crane.",
     "The harbour board should have warned the ferry crews about the crane."),
    ("The harbour board warned the ferry crews about the crane.",
     "The harbour board may not have warned the ferry crews about the crane."),
    ("The harbour board warned the ferry crews about the crane.",
     "“The harbour board denied that it had warned the ferry crews about the crane,” the witness told us."),
    ("The inspectors did not open the valves of the pumping station.",
     "The inspectors should have opened the valves of the pumping station."),
    ("Orr Marine did not pay the divers for the winter survey.",
     "If Orr Marine had paid the divers for the winter survey, the crane would be safe."),
    ("The harbour board did not warn the ferry crews about the crane.",
     "Nobody can say whether the harbour board warned the ferry crews about the crane."),
    # Denied in part, or no denial at all.
    ("The harbour board warned the ferry crews about the crane.",
     "The harbour board not only warned the ferry crews about the crane but closed the quay."),
    ("The harbour board warned the ferry crews about the crane.",
     "The harbour board did not warn the ferry crews about the crane until June."),
    ("The harbour board warned the ferry crews about the crane.",
     "The harbour board did not immediately warn the ferry crews about the crane."),
    ("The harbour board warned the ferry crews about the crane.",
     "The harbour board did not warn all the ferry crews about the crane."),
    ("Orr Marine paid the divers for the winter survey.",
     "There is no reason why Orr Marine should not pay the divers for the winter survey."),
    ("Orr Marine did not pay the divers for the winter survey.",
     "Orr Marine refused to pay the divers for the winter survey."),
    ("Orr Marine did not pay the divers for the winter survey.",
     "Nobody at Orr Marine paid the divers for the winter survey."),
    # Another paper says what the claim says.
    ("Orr Marine paid the divers for the winter survey.",
     "Orr Marine did not pay the divers for the winter survey.",
     "Orr Marine paid the divers for the winter survey."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "paper"), OPPOSITE)
def test_the_opposite_of_what_a_paper_says_is_contradicted_and_says_why(findings, said, paper):
    accusing = [f for f in findings(said, paper) if f.verdict is Verdict.CONTRADICTED]
    assert accusing
    assert all(f.reason.lower().startswith("opposite statement") for f in accusing)
    assert all(f.evidence[0].text == paper for f in accusing)


@pytest.mark.parametrize("case", LOOK_ALIKES)
def test_what_only_looks_opposite_is_not_contradicted(findings, case):
    said, *papers = case
    assert Verdict.CONTRADICTED not in {f.verdict for f in findings(said, *papers)}
