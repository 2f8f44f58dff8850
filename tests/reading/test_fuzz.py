from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location(
    "fuzz", Path(__file__).parents[2] / "benchmarks" / "fuzz.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
fuzz = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fuzz)


@pytest.mark.parametrize("family", sorted(fuzz.wholes()))
def test_random_and_damaged_files_break_no_rule(family: str) -> None:
    assert fuzz.run(30, 7, [family], 20.0) == []
