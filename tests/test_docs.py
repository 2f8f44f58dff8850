"""The documentation runs."""

import doctest
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_the_examples_on_a_page_do_what_the_page_says(page):
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.failed == 0


def test_the_verdicts_page_has_examples():
    text = (ROOT / "docs" / "verdicts.md").read_text("utf-8")
    assert text.count(">>>") > 10
