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

from training import calibrate, data

import stance
from sayso.models import load_stance

DATA = Path(os.environ.get("SAYSO_DATA", Path(__file__).parents[2] / "shared" / "data"))
FLOORS = json.loads((Path(__file__).parent / "model_floors.json").read_text("utf-8"))


def bytes_of(path: Path) -> str:
    if not path.exists():
        pytest.skip(f"{path} is not at hand: set SAYSO_DATA to the folder that holds it")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", FLOORS["stance"])
def test_the_stance_model_is_right_no_less_often_than_its_floor(name: str) -> None:
    floor = FLOORS["stance"][name]
    file = DATA / "verify" / "dev" / f"{name}.jsonl"
    assert bytes_of(file) == floor["sha256"], "the data changed: measure anew"
    pairs = stance.sample({name: data.read_set(file)}, floor["pairs"])
    model = load_stance(threads=1)
    scored = calibrate.scored(pairs, calibrate.answers(model.logits, pairs), model.temperature)
    right = calibrate.figures_of(scored)[name]["accuracy"]
    assert right >= floor["accuracy"], f"{right:.1%} right on {name}, the floor is {floor['accuracy']:.0%}"


def test_the_stance_model_takes_no_side() -> None:
    found = stance.party_exchange.measure(load_stance(threads=1))
    most = FLOORS["party exchange"]
    assert found["pairs"] >= 300
    assert found["other label"] <= most["other label"]
    assert found["median change of score"] <= most["median change of score"]
