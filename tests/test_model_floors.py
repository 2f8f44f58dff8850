"""The models cannot get worse unseen: floors on samples of the dev sets, tied to their bytes.

The data is not ours to give on: where it is not at hand these tests are skipped. To lower a floor,
change it in model_floors.json and say why in the commit.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from training import calibrate, data, pools

import attribution
import party_exchange
import retrieval
from sayso.models import load_embedder, load_stance, load_tagger
from sayso.statements import TaggingAttributor

DATA = Path(os.environ.get("SAYSO_DATA", Path(__file__).parents[2] / "shared" / "data"))
FLOORS = json.loads((Path(__file__).parent / "model_floors.json").read_text("utf-8"))


def at_hand(name: str, sha256: str) -> Path:
    """The file of that name in the data folder, if it is there and is the one that was measured."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path} is not at hand: set SAYSO_DATA to the folder that holds it")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256, "the data changed: measure anew"
    return path


@pytest.mark.parametrize("name", FLOORS["stance"])
def test_the_stance_model_is_right_no_less_often_than_its_floor(name: str) -> None:
    floor = FLOORS["stance"][name]
    file = at_hand(f"verify/dev/{name}.jsonl", floor["sha256"])
    pairs = data.sample({name: data.read_set(file)}, floor["pairs"])
    model = load_stance(threads=1)
    scored = calibrate.scored(pairs, calibrate.answers(model.logits, pairs), model.temperature)
    right = calibrate.figures_of(scored)[name]["accuracy"]
    assert right >= floor["accuracy"], f"{right:.1%} right on {name}, the floor is {floor['accuracy']:.0%}"


def test_the_stance_model_takes_no_side() -> None:
    found = party_exchange.measure(load_stance(threads=1))
    most = FLOORS["party exchange"]
    assert found["pairs"] >= 300
    assert found["other label"] <= most["other label"]
    assert found["median change of score"] <= most["median change of score"]


def test_attributions_are_found_no_worse_than_their_floors() -> None:
    floor = FLOORS["attribution"]
    file = at_hand("attribution/polnear.dev.jsonl", floor["sha256"])
    lines = file.read_text("utf-8").split("\n")[: floor["articles"]]
    rows = [json.loads(line) for line in lines]
    tally, _, _ = attribution.measured(rows, TaggingAttributor(load_tagger(threads=1)))
    for role, least in floor["f1"].items():
        assert tally.chars[role].f1 >= least, f"{role}: {tally.chars[role].f1:.3f}, the floor is {least}"


def test_what_decides_is_found_no_less_often_than_its_floor() -> None:
    floor = FLOORS["retrieval"]
    at_hand("verify/dev/healthver.dev.jsonl", floor["sha256"])
    pool = pools.pool_of("healthver", pools.rows_of(DATA, "dev/healthver.dev"))
    found = retrieval.recalls(*retrieval.as_documents(pool), retrieval.Remembering(load_embedder(1)))
    at = dict(zip(retrieval.DEPTHS, found["fused"], strict=True))
    assert at[5] >= floor["fused at 5"], f"{at[5]:.3f} at 5, the floor is {floor['fused at 5']}"
