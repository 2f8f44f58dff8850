"""Whole short articles: every statement's source and kind, in one reading as a user has it."""

from __future__ import annotations

import functools

import pytest

from sayso.models.tagging import load_tagger
from sayso.records import Article, Block, Document, SourceKind, Statement, Zone
from sayso.statements import TaggingAttributor, statements_of

from . import articles

EXPECTED = [(name, said) for name, (_, saids) in articles.ARTICLES.items() for said in saids]


@functools.cache
def statements(name: str) -> tuple[str, tuple[Statement, ...]]:
    text = articles.ARTICLES[name][0]
    blocks, place = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(place, place + len(line), Zone.BODY if place else Zone.HEADLINE))
        place += len(line) + 1
    article = Article(Document("a", "a.txt", "a" * 64, "text/plain", text), blocks=tuple(blocks))
    return text, statements_of(article, TaggingAttributor(load_tagger(threads=1)))


@pytest.mark.parametrize(("name", "said"), EXPECTED, ids=[f"{n}: {s.words}" for n, s in EXPECTED])
def test_who_says_it(name: str, said: articles.Said) -> None:
    text, found = statements(name)
    at = text.index(said.words)
    holding = [s for s in found if any(c.start <= at < c.end for c in s.contents)]
    assert holding, f"no statement holds {said.words!r}"
    one = min(holding, key=lambda s: s.end - s.start)
    source = one.source
    assert (source.text if source else None) == said.source
    assert (source.kind if source else SourceKind.OWN_VOICE) is said.kind


def test_there_are_sixty_and_more() -> None:
    assert len(EXPECTED) >= 60
