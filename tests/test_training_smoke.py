"""The parts of training that need no torch: the data that is read, and the data that is made."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from training import calibrate, data, edits, mix, sayings
from training.affairs import HELD, affairs
from training.data import CONTRADICTS, NEITHER, NOT_SUPPORTED, SUPPORTS, Pair

LIBRARY = "The Kellow library opened in 1954. It holds 12,000 books. Mara Quill ran it until May."


def pair(claim: str, passage: str = LIBRARY, label: int = SUPPORTS) -> Pair:
    return Pair("tales", claim, passage, label)


def written(folder: Path, split: str, name: str, rows: list[dict[str, str]]) -> None:
    target = folder / "verify" / split
    target.mkdir(parents=True, exist_ok=True)
    lines = "\n".join(json.dumps(row) for row in rows)
    (target / f"{name}.jsonl").write_text(lines, "utf-8")


def test_a_claim_that_stands_in_dev_or_test_is_dropped_from_train(tmp_path: Path) -> None:
    rows = [
        {"claim": "The dam is safe.", "evidence": "It is.", "label": "supported"},
        {"claim": "The dam broke.", "evidence": "It is safe.", "label": "not_supported"},
    ]
    written(tmp_path, "train", "one", rows)
    written(tmp_path, "test", "two", [rows[0] | {"claim": "the dam is SAFE"}])
    kept = data.without(data.read_split(tmp_path, "train"), data.held_out_claims(tmp_path))
    assert [p.claim for p in kept["one"]] == ["The dam broke."]


def test_an_empty_data_folder_names_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="--smoke"):
        data.read_split(tmp_path, "train")


def test_long_evidence_is_cut_to_the_sentences_that_bear_on_the_claim() -> None:
    filler = "Nothing of note happened in the town that week. " * 30
    passage = data.window("The library holds 12,000 books.", filler + LIBRARY + " " + filler)
    assert "12,000 books" in passage
    assert len(passage.split()) <= data.PASSAGE_WORDS


def test_an_altered_claim_has_a_figure_or_date_that_its_passage_has_not() -> None:
    supported = pair("The library opened in 1954 and held 12,000 books until May.")
    for seed in range(40):
        made = edits.other_figure(supported, random.Random(seed))
        assert made is not None
        assert made.label == CONTRADICTS
        assert made.passage == LIBRARY
        (new,) = set(made.claim.split()) - set(supported.claim.split())
        assert new.rstrip(".") not in LIBRARY


def test_a_claim_without_figure_or_date_is_not_altered() -> None:
    assert edits.other_figure(pair("Mara Quill ran it."), random.Random(0)) is None


def test_a_made_neutral_takes_foreign_evidence() -> None:
    pairs = [
        pair(f"The Kellow {thing} opened in 19{n}4.", f"The Kellow {thing} got a roof in 19{n}9.")
        for n, thing in enumerate(("library", "school", "mill", "dock", "hall", "well"))
    ]
    neighbours = mix.Neighbours(pairs, random.Random(1))
    for original in pairs:
        made = mix.neutral_from(original, neighbours)
        if made is not None:
            assert made.label == NEITHER
            assert made.claim == original.claim
            assert made.passage != original.passage


def test_a_deciding_sentence_stays_whole_among_others() -> None:
    pairs = [pair(f"Claim {n}", f"Short sentence number {n} stands here.") for n in range(9)]
    neighbours = mix.Neighbours(pairs, random.Random(1))
    made = mix.among_others(pairs[0], neighbours, random.Random(2))
    assert pairs[0].passage in made.passage
    assert len(made.passage.split()) > len(pairs[0].passage.split())
    assert made.label == pairs[0].label


def test_names_are_exchanged_alike_in_claim_and_passage() -> None:
    original = pair("Quill ran the Kellow library.")
    made = edits.renamed(original, ["Zorn", "Brix"], random.Random(0))
    quill, kellow = made.claim.split()[0], made.claim.split()[3]
    assert {quill, kellow} == {"Zorn", "Brix"}
    assert f"Mara {quill} ran it until May." in made.passage
    assert f"The {kellow} library" in made.passage


@pytest.mark.parametrize(
    ("edit", "claim", "passage", "expected", "label"),
    [
        (edits.opposite, "Sales rose.", "Sales rose in May.", "Sales fell.", CONTRADICTS),
        (edits.other_word, "He paid in euros.", "He paid 9 euros.", None, CONTRADICTS),
        (edits.other_word, "She is in Paris.", "She lives in Paris.", None, NOT_SUPPORTED),
        (edits.negated, "The dam is safe.", "The dam is safe.", None, CONTRADICTS),
        (edits.negated, "The dam is not safe.", "It is unsafe.", "The dam is safe.", CONTRADICTS),
        (
            edits.exchanged,
            "Ayton sued Brill.",
            "In May Ayton sued Brill.",
            "Brill sued Ayton.",
            NOT_SUPPORTED,
        ),
    ],
)
def test_an_edit_changes_one_thing_and_the_label(
    edit: Callable[[Pair, random.Random], Pair | None],
    claim: str,
    passage: str,
    expected: str | None,
    label: int,
) -> None:
    made = edit(pair(claim, passage), random.Random(3))
    assert made is not None
    assert made.label == label
    assert made.claim == expected if expected else made.claim != claim


def test_what_is_mutual_is_not_exchanged() -> None:
    assert edits.exchanged(pair("Ayton met Brill.", "On Monday Ayton met Brill."), random.Random(0)) is None


def test_a_hedge_in_the_passage_takes_its_support_away() -> None:
    made = edits.hedged(pair("She will resign.", "She will resign in May."), random.Random(0))
    assert made is not None
    assert made.label == NEITHER
    assert "will" not in made.passage


def test_the_word_of_a_speaker_is_no_proof_and_another_speaker_no_answer() -> None:
    found = {}
    for seed in range(300):
        made = sayings.reported(pair("The dam is safe.", "The dam is safe."), random.Random(seed))
        found.setdefault(made.made, set()).add(made.label)
    assert found == {
        "saying": {SUPPORTS},
        "hearsay": {NEITHER},
        "other speaker": {NEITHER},
        "denied": {CONTRADICTS},
        "denial": {SUPPORTS},
    }


def test_long_evidence_is_judged_by_the_window_that_says_most() -> None:
    asked = [pair("a", "dull"), Pair("tales", "b", "dull", SUPPORTS, others=("deciding", "dull"))]

    def judge(texts: Sequence[tuple[str, str]]) -> np.ndarray:
        return np.array([[3.0, 0, 0] if passage == "deciding" else [0, 0, 1.0] for _, passage in texts])

    assert calibrate.answers(judge, asked).argmax(1).tolist() == [2, 0]


def test_the_mix_depends_on_its_seed_alone() -> None:
    sets = data.made_sets(1, 150)
    assert mix.training_mix(sets, 7) == mix.training_mix(sets, 7)
    assert mix.training_mix(sets, 7) != mix.training_mix(sets, 8)
    assert {p.made for p in mix.training_mix(sets, 7)} >= {"", "figure", "neutral", "row", "among others"}


def scores(label: int, sure: float, count: int) -> list[list[float]]:
    row = [(1 - sure) / 2] * 3
    row[label] = sure
    return [np.log(row).tolist()] * count


def test_a_threshold_is_the_lowest_score_that_keeps_its_promise() -> None:
    logits = scores(CONTRADICTS, 0.9, 100) + scores(CONTRADICTS, 0.61, 100)
    labels = [CONTRADICTS] * 100 + [NEITHER] * 100
    pairs = [pair(str(n), label=label) for n, label in enumerate(labels)]
    pool = calibrate.scored(pairs, np.array(logits), 1.0)
    threshold = calibrate.threshold_of(CONTRADICTS, [pool])
    assert 0.61 < threshold <= 0.9
    assert calibrate.at_threshold(pool, CONTRADICTS, threshold)["precision"] == 1.0


def test_a_promise_that_cannot_be_kept_is_never_made() -> None:
    pairs = [pair(str(n), label=n % 3) for n in range(300)]
    pool = calibrate.scored(pairs, np.array(scores(CONTRADICTS, 0.8, 300)), 1.0)
    assert calibrate.threshold_of(CONTRADICTS, [pool]) == calibrate.NEVER


def test_the_temperature_takes_back_too_much_confidence() -> None:
    pairs = [pair(str(n), label=CONTRADICTS if n % 4 else NEITHER) for n in range(400)]
    logits = np.array(scores(CONTRADICTS, 0.999, 400))
    temperature = calibrate.temperature_of(pairs, logits)
    before = calibrate.calibration_error(calibrate.scored(pairs, logits, 1.0))
    after = calibrate.calibration_error(calibrate.scored(pairs, logits, temperature))
    assert temperature > 1.5
    assert after < before / 2


def test_held_affairs_are_never_trained_on() -> None:
    trained, held = affairs(), affairs(held=True)
    assert len(HELD) >= 5
    assert len(held) > 500
    assert {p.dataset for p in held} == {"affairs.dev"}
    assert not {p.passage for p in trained} & {p.passage for p in held}
    assert not {p.claim for p in trained} & {p.claim for p in held}
    for label in (SUPPORTS, CONTRADICTS, NEITHER):
        assert sum(p.label == label for p in trained) > 1000


def test_a_small_budget_keeps_our_own_facts_whole_and_the_sets_in_their_shares() -> None:
    sets = data.made_sets(1, 2000) | {mix.OWN: affairs()[:300]}
    small = mix.training_mix(sets, 1, 2000)
    assert 1800 <= len(small) <= 2200
    assert sum(p.dataset == mix.OWN and not p.made for p in small) >= 250
    assert len(mix.training_mix(sets, 1)) > 2 * len(small)
