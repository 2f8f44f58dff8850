"""Reports of the less usual kinds and their look-alikes, as rules and tagger together read them."""

from __future__ import annotations

import functools

import pytest

from sayso.models.tagging import load_tagger
from sayso.records import Article, Block, Document, SourceKind, Statement, Zone
from sayso.statements import TaggingAttributor, statements_of

from . import sayings


@functools.cache
def _attributor() -> TaggingAttributor:
    return TaggingAttributor(load_tagger(threads=1))


def statements(text: str) -> tuple[str, tuple[Statement, ...]]:
    """The text without the mark of its headline, and its statements."""
    headed = text.startswith("# ")
    text = text.removeprefix("# ")
    blocks, place = [], 0
    for line in text.split("\n"):
        zone = Zone.HEADLINE if headed and not place else Zone.BODY
        blocks.append(Block(place, place + len(line), zone))
        place += len(line) + 1
    article = Article(Document("a", "a.txt", "a" * 64, "text/plain", text), blocks=tuple(blocks))
    return text, statements_of(article, _attributor())


def answer(saying: sayings.Saying) -> tuple[str | None, SourceKind]:
    """Who the words are laid to by the narrowest statement that holds them."""
    text, found = statements(saying.text)
    at = text.index(saying.words)
    holding = [one for one in found if any(c.start <= at < c.end for c in one.contents)]
    assert holding, f"no statement holds {saying.words!r}"
    source = min(holding, key=lambda one: one.end - one.start).source
    return (None, SourceKind.OWN_VOICE) if source is None else (source.text, source.kind)


def _marked(saying: sayings.Saying) -> object:
    marks = [pytest.mark.xfail(strict=True)] if saying in sayings.MISSED else []
    return pytest.param(saying, marks=marks, id=f"{saying.text[:60]}: {saying.words}")


@pytest.mark.parametrize("saying", [_marked(one) for one in sayings.ALL])
def test_who_says_it(saying: sayings.Saying) -> None:
    assert answer(saying) == (saying.source, saying.kind)


def test_there_are_a_hundred_and_more() -> None:
    assert len(sayings.ALL) >= 100
