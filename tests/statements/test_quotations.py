from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.statements.quotations import find_quotations, outermost, quotations


def quoted(text: str) -> list[str]:
    return [span.of(text) for span in find_quotations(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("He said “no” twice.", ["no"]),
        ('He said "no" and "never".', ["no", "never"]),
        ("‘The workers’ rights are safe,’ she said; he didn’t.", ["The workers’ rights are safe,"]),
        ("'It is late,' she said, and the dogs' bowls were empty.", ["It is late,"]),
        ("It’s the mayor’s dog, isn’t it, in the ’90s?", []),
        ("« Non », dit-il.", ["Non"]),
        ("„So“ schrieb er.", ["So"]),
        ("“He told me ‘never’,” she said.", ["He told me ‘never’,", "never"]),
        ("“One “two” three” four", ["One “two” three", "two"]),
        ('A plank 6" wide and 8" long.', []),
        ("“Left open to the end", ["Left open to the end"]),
        ("“”", []),
        ("It was called “Op. Heron”.", ["Op. Heron"]),
    ],
)
def test_finds_the_words_inside_the_marks(text: str, inner: list[str]) -> None:
    assert quoted(text) == inner


def test_a_quotation_over_paragraphs_gives_one_span_a_paragraph() -> None:
    text = "“The line was open.\n\n“Nobody rang it.\n\n“Nobody,” he said."
    assert quoted(text) == ["The line was open.", "Nobody rang it.", "Nobody,"]


def test_the_outer_span_holds_the_marks() -> None:
    text = "He said “no”."
    (one,) = quotations(text, 0, len(text))
    assert one.outer.of(text) == "“no”"
    assert one.closed


def test_outermost_leaves_nested_ones_out() -> None:
    text = "“He told me ‘never’,” she said, “twice”."
    found = outermost(quotations(text, 0, len(text)))
    assert [one.inner.of(text) for one in found] == ["He told me ‘never’,", "twice"]


@given(st.text(alphabet=st.sampled_from(list("ab ,.\n“”‘’\"'«»„")), max_size=120))
def test_spans_lie_inside_the_text_and_hold_no_bare_space(text: str) -> None:
    for one in quotations(text, 0, len(text)):
        words = one.inner.of(text)
        assert words
        assert words == words.strip()
        assert 0 <= one.outer.start < one.inner.start <= one.inner.end <= one.outer.end <= len(text)
