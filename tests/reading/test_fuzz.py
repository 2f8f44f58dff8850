from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

_FOLDER = Path(__file__).parents[2] / "benchmarks"
_SPEC = importlib.util.spec_from_file_location("fuzz", _FOLDER / "fuzz.py")
assert _SPEC is not None
assert _SPEC.loader is not None
fuzz = importlib.util.module_from_spec(_SPEC)
_PATH = list(sys.path)
_SPEC.loader.exec_module(fuzz)
sys.path[:] = _PATH


@pytest.mark.parametrize("family", sorted(fuzz.wholes()))
def test_random_and_damaged_files_break_no_rule(family: str) -> None:
    assert fuzz.run(16, 7, [family], 20.0, alone=4)[1] == []


def test_a_broken_rule_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a child that dies leaves behind is named, so that the tests above can fail."""
    monkeypatch.setattr(fuzz, "damaged", lambda whole, dice: whole[:-1])
    monkeypatch.setattr(fuzz, "BROKEN", (*fuzz.BROKEN, "cut short"))
    assert len(fuzz.run(3, 7, ["gz"], 20.0, alone=1)[1]) > 0
