from __future__ import annotations

import pytest

from sayso.statements.hedges import find_hedges, is_denial


def hedges(text: str) -> list[str]:
    return [span.of(text) for span in find_hedges(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The records appear to show it.", ["appear to"]),
        ("The papers suggest that he knew.", ["suggest"]),
        ("He reportedly left, and allegedly lied.", ["reportedly", "allegedly"]),
        ("It may rain and might snow; it could do both.", ["may", "might", "could"]),
        ("She is understood to have paid.", ["is understood to"]),
        ("It seems he was likely there.", ["It seems", "likely"]),
        ("Some say the dam leaks.", ["Some say"]),
        ("About sixty calls were made around noon.", []),
        ("They met in May and on 3 May 2021.", []),
        ("It was a kind of boat.", []),
        ("The dam is safe.", []),
    ],
)
def test_finds_what_keeps_a_statement_from_being_flat(text: str, found: list[str]) -> None:
    assert hedges(text) == found


@pytest.mark.parametrize(
    "cue",
    [
        "denied",
        "have consistently rejected",
        "disputes",
        "refuted",
        "dismissed",
        "ruled out",
        "deny",
    ],
)
def test_denials(cue: str) -> None:
    assert is_denial(cue)


@pytest.mark.parametrize("cue", ["said", "confirmed", "told reporters", "according to"])
def test_other_cues_deny_nothing(cue: str) -> None:
    assert not is_denial(cue)
