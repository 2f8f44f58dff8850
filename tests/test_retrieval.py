"""What a search learns from and is measured on: pools, mined examples, and the shape of a batch."""

from __future__ import annotations

import json
import random
import runpy
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from training.data import normalised
from training.pools import document_of, held_half, pool_of, tidy
from training.relevance import (
    AMONG_OTHERS_SHARE,
    Example,
    batches_of,
    examples_from,
    examples_of,
    foreign_to,
    varied,
)

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "retrieval.py"


class Letters:
    """Texts near by the letters they share: enough to rank a handful."""

    def embed(self, texts):
        rows = np.zeros((len(texts), 384), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for a, b in zip(text.lower(), text.lower()[1:], strict=False):
                row[(ord(a) * 31 + ord(b)) % 384] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def row(claim, evidence, label="supported"):
    return {"claim": claim, "evidence": evidence, "label": label}


ROWS = [
    row("The Kellow dam broke in May.", "In May the dam at Kellow gave way."),
    row("The Kellow dam holds.", "In May the dam at Kellow gave way.", "contradicted"),
    row("The Kellow dam is tall.", "In May the dam at Kellow gave way.", "neutral"),
    row("The Kellow dam is tall.", "The dam at Kellow stands 80 metres high."),
    row("Orla Finch ran the mill.", "The mill was run by Orla Finch for years."),
    row("Orla Finch sold the mill.", "The mill burnt down.", "not_supported"),
]


def test_contradicting_evidence_is_looked_for_like_supporting():
    pool = pool_of("p", ROWS)
    found = {c: [pool.texts[i] for i in g] for c, g in zip(pool.claims, pool.gold, strict=True)}
    assert found["The Kellow dam holds."] == ["In May the dam at Kellow gave way."]
    assert found["The Kellow dam is tall."] == ["The dam at Kellow stands 80 metres high."]
    assert "Orla Finch sold the mill." not in found


def test_equal_texts_of_a_pool_are_one():
    pool = pool_of("p", [*ROWS, row("The dam fell.", "In MAY  the dam at Kellow, gave way!")])
    assert sum("gave way" in text for text in pool.texts) == 1


def test_a_text_that_is_part_of_evidence_is_no_foreign_text():
    pool = pool_of("p", ROWS, ["the dam at Kellow", "A ferry sank."])
    assert "A ferry sank." in pool.texts
    assert "the dam at Kellow" not in pool.texts


def test_the_order_of_a_pool_does_not_follow_its_claims():
    rows = [row(f"claim {n}", f"evidence number {n}") for n in range(60)]
    places = [min(g) for g in pool_of("p", rows).gold]
    assert places != sorted(places)
    assert places == [min(g) for g in pool_of("p", rows).gold]


def test_a_claim_is_held_out_however_it_is_written():
    assert held_half("The dam  is SAFE") == held_half("the dam is safe.")
    assert 350 < sum(held_half(f"claim {n}") for n in range(1000)) < 650


def test_the_page_title_before_a_sentence_is_not_evidence():
    assert tidy("Kellow\tThe dam broke.\nKellow\tIt was old.") == "The dam broke. It was old."


def test_an_example_has_no_negative_that_decides_its_claim():
    made = examples_from("tales", ROWS, 10, Letters(), random.Random(0))
    decided = ("supported", "contradicted")
    assert {e.claim for e in made} == {r["claim"] for r in ROWS if r["label"] in decided}
    for example in made:
        texts = {r["evidence"] for r in ROWS if r["claim"] == example.claim and r["label"] != "neutral"}
        assert example.passage in texts
        assert not texts & {text for text, _ in example.negatives}


def test_evidence_found_to_say_neither_is_the_first_negative():
    made = examples_from("tales", ROWS, 10, Letters(), random.Random(0))
    tall = next(e for e in made if e.claim == "The Kellow dam is tall.")
    assert tall.negatives[0][0] == "In May the dam at Kellow gave way."


def test_the_passage_of_long_evidence_is_the_one_that_speaks_of_the_claim():
    filler = "Nothing of note was seen by the warden on the east road that week. " * 12
    rows = [row("The Kellow dam holds 12,000 tons.", filler + "The Kellow dam holds 12,000 tons. " + filler)]
    [example] = examples_from("tales", rows, 10, Letters(), random.Random(0))
    assert "12,000 tons" in example.passage
    assert len(example.passage.split()) < 120


def test_held_out_claims_and_passages_are_not_learnt_from(tmp_path, monkeypatch):
    monkeypatch.setattr("training.relevance.SETS", {"tales": 10, "climate_fever_tales": 40})
    folder = tmp_path / "verify" / "train"
    folder.mkdir(parents=True)
    climate = [row(f"The sea rose by {n} feet.", f"Gauges saw a rise of {n} feet.") for n in range(40)]
    for name, rows in (("tales", ROWS), ("climate_fever_tales", climate)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    claims = {normalised("The Kellow dam holds.")}
    passages = {normalised("The mill was run by Orla Finch for years.")}
    made = examples_of(tmp_path, Letters(), claims, passages, 1)
    kept = {e.claim for e in made}
    assert "The Kellow dam broke in May." in kept
    assert not {"The Kellow dam holds.", "Orla Finch ran the mill."} & kept
    sea = [claim for claim in kept if "sea" in claim]
    assert sea
    assert not any(held_half(claim) for claim in sea)


def example(claim, source, relevant, negatives=()):
    return Example("tales", claim, f"passage {source}", source, frozenset(relevant), tuple(negatives))


def test_evidence_of_a_claim_is_never_held_against_it_in_a_batch():
    batch = [
        example("a", 1, {1, 2}, [("far", 9)]),
        example("b", 2, {2}, [("near", 1)]),
        example("c", 2, {2}),
    ]
    allowed = foreign_to(batch)
    assert allowed.shape == (3, 5)
    assert allowed[0].tolist() == [True, False, False, True, False]
    assert allowed[1].tolist() == [True, True, False, True, True]


def test_a_batch_is_of_one_set_and_every_example_has_its_turn():
    many = [
        Example(f"set {n % 2}", f"claim {n}", f"passage {n}", n, frozenset([n]), (("other words", -1),))
        for n in range(40)
    ]
    run = batches_of(many, 8, random.Random(3))
    assert all(len({e.dataset for e in batch}) == 1 for batch in run)
    assert sorted(e.source for batch in run for e in batch) == list(range(40))


def test_surroundings_are_given_to_right_and_wrong_passages_alike():
    one = example("The Kellow dam broke in May.", 1, {1}, [("The fair opened on a Sunday.", 5)])
    made = [varied(one, ["A ferry sank off the cape.", "Rain fell."], random.Random(n)) for n in range(200)]
    moved = [e for e in made if e.passage != one.passage]
    assert abs(len(moved) / 200 - AMONG_OTHERS_SHARE) < 0.12
    for e in moved:
        assert "passage 1" in e.passage
        assert e.negatives[0][0] != "The fair opened on a Sunday."


def test_a_text_of_a_pool_reads_back_whole():
    document = document_of("The dam broke. It was old.")
    [segment] = document.segments
    assert document.text[segment.start : segment.end] == "The dam broke. It was old."


def test_the_own_passage_costs_least_and_what_is_not_allowed_costs_nothing():
    torch = pytest.importorskip("torch")
    from training.retrieval import contrast

    claims = torch.eye(3)[:2]
    passages = torch.eye(3)[[0, 1, 0]]
    every = torch.ones(2, 3, dtype=torch.bool)
    without_twin = every.clone()
    without_twin[0, 2] = False
    assert contrast(claims, passages, without_twin) < 1e-3
    assert contrast(claims, passages, every) > 0.3


def test_the_benchmark_finds_what_is_there_and_counts_what_is_not():
    bench = runpy.run_path(str(BENCHMARK))
    rows = [*ROWS[:2], *ROWS[3:5], row("Quite another thing altogether.", "Zzz zzz zzz.")]
    others = [f"A quite other thing altogether, number {n}." for n in range(40)]
    table = bench["recalls"](*bench["as_documents"](pool_of("p", rows, others)), Letters())
    assert table["claims"] == 5
    assert table["passages"] == 44
    assert table["words"][1:] == table["fused"][1:] == [0.8, 0.8]


def test_long_evidence_is_found_by_any_of_its_passages():
    bench = runpy.run_path(str(BENCHMARK))
    filler = "Nothing of note was seen by the warden on the east road that week. " * 12
    pool = pool_of("p", [row("The Kellow dam holds.", filler + "The Kellow dam holds. " + filler)], ["Rain."])
    table = bench["recalls"](*bench["as_documents"](pool), Letters())
    assert table["passages"] > 3
    assert table["words"][0] == 1.0


def test_without_its_data_the_benchmark_says_that_nothing_was_measured(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["retrieval.py", "--data", str(tmp_path)])
    runpy.run_path(str(BENCHMARK))["main"]()
    assert "not measured" in capsys.readouterr().out
