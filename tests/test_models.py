"""The shipped models: their bytes are pinned, their answers the same for the same input."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import party_exchange
import sayso.models
from sayso.errors import ModelError
from sayso.models import Embedder, StanceModel, load_embedder, load_stance
from sayso.models.standins import hidden

FOLDER = Path(sayso.models.__file__).parent
PAIRS = [
    ("The dam is safe.", "Engineers wrote in March that the dam is safe."),
    ("The council met on Tuesday.", "The council met on Thursday, the minutes say."),
    ("The plant closed in 2009.", "A new mayor was sworn in. The band played until ten."),
    ("She paid 40,000 dollars for the house.", "The house was sold for 40,000 dollars. " * 30),
    ("", ""),
]


@pytest.fixture(scope="module")
def stance() -> StanceModel:
    return load_stance(threads=1)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(threads=1)


def cosine(embedder: Embedder, one: str, other: str) -> float:
    first, second = embedder.embed([one, other])
    return float(first @ second)


@pytest.mark.parametrize(("claim", "passage"), party_exchange.SENTENCES)
def test_two_parties_exchanged_read_the_same(claim: str, passage: str) -> None:
    one = {"A": "Sarvelle", "a": "Sarvellian", "B": "Orlund", "b": "Orlundian"}
    other = {"A": "Orlund", "a": "Orlundian", "B": "Sarvelle", "b": "Sarvellian"}
    first = hidden("On Monday " + claim.format(**one), "In May " + passage.format(**one))
    second = hidden("On Monday " + claim.format(**other), "In May " + passage.format(**other))
    assert first == second
    assert not {"Sarvelle", "Orlund"} & set(" ".join(first).split())


def test_days_and_first_words_are_not_hidden() -> None:
    assert hidden("Work began on Monday.", "Then Moss left in May.")[0] == "Work began on Monday."
    both = hidden("Talks failed.", "The talks of Moss failed.")
    assert both == ("Talks failed.", "The talks of Alder failed.")


def test_a_first_word_that_both_texts_begin_with_is_hidden_alike() -> None:
    assert hidden("Moss left.", "Moss did not leave.") == ("Alder left.", "Alder did not leave.")


def test_judging_gives_three_probabilities_a_pair(stance: StanceModel) -> None:
    answers = stance.judge(PAIRS)
    assert answers.shape == (len(PAIRS), 3)
    assert answers.dtype == np.float32
    assert np.allclose(answers.sum(axis=1), 1.0, atol=2e-4)
    assert (answers >= 0).all()


def test_no_pairs_and_no_texts_give_no_rows(stance: StanceModel, embedder: Embedder) -> None:
    assert stance.judge([]).shape == (0, 3)
    assert embedder.embed([]).shape == (0, 384)


def test_the_same_pairs_give_the_same_bytes(stance: StanceModel) -> None:
    again = load_stance(threads=2).judge(PAIRS)
    assert stance.judge(PAIRS).tobytes() == again.tobytes()


def test_the_order_of_pairs_changes_no_answer(stance: StanceModel) -> None:
    many = [(claim, f"{passage} {n}") for n in range(12) for claim, passage in PAIRS]
    backwards = stance.judge(many[::-1])[::-1]
    assert stance.judge(many).tobytes() == backwards.tobytes()


def test_a_pair_is_judged_the_same_alone_and_in_company(stance: StanceModel) -> None:
    alone = np.concatenate([stance.judge([pair]) for pair in PAIRS])
    assert np.abs(stance.judge(PAIRS) - alone).max() <= 2e-4


def test_a_claim_in_its_own_words_is_supported(stance: StanceModel) -> None:
    same = "The board approved the sale of the harbour on 3 May 2011."
    supports, contradicts, _ = stance.judge([(same, same)])[0]
    assert supports == stance.judge([(same, same)])[0].max()
    assert contradicts < 0.2


def test_a_passage_on_something_else_does_not_speak_to_a_claim(stance: StanceModel) -> None:
    claim = "The board approved the sale of the harbour on 3 May 2011."
    passage = "Rain is expected in the north tomorrow, with strong winds from the west."
    assert stance.judge([(claim, passage)])[0].argmax() == 2


def test_only_the_end_of_a_long_passage_goes_unread(stance: StanceModel) -> None:
    claim, long = "The dam is safe.", "The dam is safe, the engineers wrote. " * 60
    assert stance.judge([(claim, long)]).tobytes() == stance.judge([(claim, long * 2)]).tobytes()


def test_thresholds_are_scores_or_out_of_reach(stance: StanceModel) -> None:
    for threshold in (stance.threshold_contradicts, stance.threshold_supports):
        assert 0.4 <= threshold <= 1.01


def test_embeddings_have_length_one(embedder: Embedder) -> None:
    rows = embedder.embed(["The dam is safe.", "word " * 400, ""])
    assert rows.shape == (3, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_a_text_is_embedded_the_same_alone_and_in_company(embedder: Embedder) -> None:
    texts = [passage for _, passage in PAIRS]
    alone = np.concatenate([embedder.embed([text]) for text in texts])
    assert np.abs(embedder.embed(texts) - alone).max() < 1e-5
    assert embedder.embed(texts).tobytes() == embedder.embed(texts[::-1])[::-1].tobytes()


def test_texts_on_one_topic_lie_nearer(embedder: Embedder) -> None:
    near = cosine(embedder, "The dam broke in the storm.", "Heavy rain made the dam fail.")
    far = cosine(embedder, "The dam broke in the storm.", "The opera season opens in May.")
    assert near > far + 0.2


@pytest.mark.parametrize("file", ["stance.onnx", "tokenizer.json"])
def test_a_changed_file_is_refused(tmp_path: Path, file: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "models")
    changed = tmp_path / "models" / file
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    with pytest.raises(ModelError, match=f"{file} is not the file .* install sayso again"):
        StanceModel(tmp_path / "models", threads=1)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"models\.json cannot be read"):
        Embedder(tmp_path, threads=1)
    shutil.copy(FOLDER / "models.json", tmp_path)
    shutil.copy(FOLDER / "tokenizer.json", tmp_path)
    with pytest.raises(ModelError, match=r"embedding\.onnx cannot be read"):
        Embedder(tmp_path, threads=1)


def test_every_file_that_is_pinned_is_there_and_has_its_card() -> None:
    for facts in json.loads((FOLDER / "models.json").read_text("utf-8")).values():
        assert (FOLDER / facts["file"]).stat().st_size == facts["size"]
        if "card" in facts:
            assert facts["name"] in (FOLDER / facts["card"]).read_text("utf-8")


def test_running_a_model_tells_its_makers_nothing(tmp_path: Path) -> None:
    # onnxruntime keeps an id and what it has to tell under the home folder until it is told not to.
    code = "from sayso.models import load_embedder; load_embedder(threads=1)"
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    environment = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"} | home
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert list(tmp_path.iterdir()) == []
