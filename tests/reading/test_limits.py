"""The caps on a file, as the page on the library tells them."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from sayso.reading import Limits

_PAGE = Path(__file__).parents[2] / "docs" / "library.md"


def test_the_page_names_every_cap() -> None:
    page = _PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", page.split("## What is read")[1].split("\n## ")[0]))
    assert {field.name for field in fields(Limits)} - named == {"chunk", "ocr_patience"}
