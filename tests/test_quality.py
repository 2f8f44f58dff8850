"""Quality cannot fall unseen: floors on the invented cases, tied to the bytes of their gold.

To lower a floor, change it here and say why in the commit.
"""

import hashlib
import importlib.util
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CASES = ROOT / "benchmarks" / "cases"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("cases", ROOT / "benchmarks" / "cases.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["cases"] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", FLOORS)
def test_a_case_scores_no_less_than_its_floor(bench, name):
    floor = FLOORS[name]
    gold = (CASES / name / "gold.json").read_bytes()
    assert hashlib.sha256(gold).hexdigest() == floor["gold sha256"], "the gold changed: measure anew"
    counts = bench.score(CASES / name, bench.load_models(), verbose=False).counts
    for measure, least in floor["right at least"].items():
        right, of = counts[measure]
        assert right >= least, f"{measure}: {right} of {of}, the floor is {least}"
    for measure, most in floor["wrong at most"].items():
        right, of = counts[measure]
        assert of - right <= most, f"{measure}: {of - right} wrong of {of}, the most is {most}"
