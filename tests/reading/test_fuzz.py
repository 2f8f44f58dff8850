from __future__ import annotations

import pytest

fuzz = pytest.importorskip("benchmarks.fuzz")


@pytest.mark.parametrize("family", sorted(fuzz.wholes()))
def test_random_and_damaged_files_break_no_rule(family: str) -> None:
    assert fuzz.run(30, 7, [family], 20.0) == []
