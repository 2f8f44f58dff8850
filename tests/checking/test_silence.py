"""That the papers are silent is checked by search: what is found is shown, what is not proves nothing."""

import pytest

from sayso.checking.silence import answered, silent_on
from sayso.records import Finding, Verdict


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("Nothing in the papers shows that the mayor knew of the leak.", "the mayor knew of the leak"),
        ("The minutes do not mention the second contract.", "the second contract"),
        ("The papers are silent about the loan to Orr.", "the loan to Orr"),
        ("There is no record of a meeting with Orr in the files.", "a meeting with Orr"),
    ],
)
def test_what_is_said_to_be_missing_is_read(claim, missing):
    assert silent_on(claim) == missing


@pytest.mark.parametrize("claim", ["Nothing was said.", "The firm did not pay.", "Nothing shows it."])
def test_other_denials_are_no_claims_about_papers(claim):
    assert silent_on(claim) is None


def test_nothing_found_is_no_certainty():
    found = answered(Finding(Verdict.NOT_FOUND, 0.0, "", "search"), "the 7 documents read")
    assert found.verdict is Verdict.NOT_FOUND
    assert "the 7 documents read" in found.reason


def test_a_paper_that_has_it_speaks_against_the_claim():
    assert answered(Finding(Verdict.SUPPORTED, 0.9, "", "stance"), "").verdict is Verdict.CONTRADICTED
