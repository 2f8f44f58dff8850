"""Wordings that say the same become one claim, and no others."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.tracing.grouping import claims_of
from sayso.tracing.neighbours import neighbours


def test_wordings_that_say_the_same_are_one_claim() -> None:
    pairs = [(1, 0, "same", 0.9), (2, 1, "same", 0.8)]
    assert claims_of(4, pairs).tolist() == [0, 0, 0, 3]


def test_a_wording_between_two_that_are_set_apart_joins_the_nearer() -> None:
    pairs = [(1, 0, "figure", 0.9), (2, 0, "same", 0.7), (2, 1, "same", 0.95)]
    assert claims_of(3, pairs).tolist() == [0, 1, 1]


def test_what_sets_apart_holds_for_all_that_was_joined() -> None:
    pairs = [(1, 0, "same", 0.99), (3, 2, "same", 0.98), (2, 0, "negated", 0.9), (3, 1, "same", 0.8)]
    assert claims_of(4, pairs).tolist() == [0, 0, 2, 2]


@given(st.integers(0, 10_000))
def test_the_order_of_the_pairs_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    pairs = {}
    for _ in range(30):
        one, other = sorted(chance.sample(range(12), 2), reverse=True)
        pairs[one, other] = (one, other, chance.choice(("same", "same", "figure")), round(chance.random(), 2))
    listed = list(pairs.values())
    expected = claims_of(12, listed).tolist()
    chance.shuffle(listed)
    assert claims_of(12, listed).tolist() == expected


@given(st.integers(0, 10_000))
def test_no_claim_holds_two_wordings_that_are_set_apart(seed: int) -> None:
    chance = random.Random(seed)
    pairs = {}
    for _ in range(40):
        one, other = sorted(chance.sample(range(15), 2), reverse=True)
        pairs[one, other] = (one, other, chance.choice(("same", "same", "negated")), chance.random())
    claims = claims_of(15, list(pairs.values()))
    assert not any(r == "negated" and claims[a] == claims[b] for a, b, r, _ in pairs.values())


def _vectors(rows: int, seed: int = 3) -> np.ndarray:
    chance = np.random.default_rng(seed)
    made = chance.standard_normal((rows // 2, 32))
    made = np.concatenate([made, made + 0.3 * chance.standard_normal(made.shape)])
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float16)


@pytest.mark.parametrize("rows", [400, 9000])
def test_near_vectors_are_found_among_few_and_among_many(rows: int) -> None:
    matrix = _vectors(rows)
    high, low, cosines = neighbours(matrix, 0, 0.6, 12)
    found = set(zip(high.tolist(), low.tolist(), strict=True))
    twins = [(i + rows // 2, i) for i in range(rows // 2)]
    assert sum(pair in found for pair in twins) >= 0.98 * len(twins)
    assert (cosines >= 0.6).all()
    assert (high > low).all()


def test_only_pairs_with_a_new_row_are_given_when_rows_are_added() -> None:
    matrix = _vectors(600)
    every = set(zip(*(part.tolist() for part in neighbours(matrix, 0, 0.6, 12)[:2]), strict=True))
    added = set(zip(*(part.tolist() for part in neighbours(matrix, 590, 0.6, 12)[:2]), strict=True))
    assert added == {pair for pair in every if pair[0] >= 590}


def test_no_rows_and_no_new_rows_give_no_pairs() -> None:
    empty = np.zeros((0, 32), np.float16)
    assert len(neighbours(empty, 0, 0.6, 12)[0]) == 0
    assert len(neighbours(_vectors(40), 40, 0.6, 12)[0]) == 0
