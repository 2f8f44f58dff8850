"""One sentence under a headline, checked against papers of a sentence or two."""

from collections.abc import Callable
from datetime import date

import pytest

from sayso.pipeline import check, load_models
from sayso.records import Article, Block, Claim, Document, Finding, Segment, Zone

HEAD = "What the council heard this week"
DAY = date(2024, 6, 20)


@pytest.fixture(scope="session")
def claims() -> Callable[..., tuple[Claim, ...]]:
    """``claims(said, *papers)``: what the whole program makes of an article that says just that."""
    models = load_models()

    def made(said: str, *papers: str) -> tuple[Claim, ...]:
        text = f"{HEAD}\n{said}"
        page = Document("a" * 12, "story.txt", "a" * 64, "text/plain", text, date=DAY)
        blocks = (Block(0, len(HEAD), Zone.HEADLINE), Block(len(HEAD) + 1, len(text), Zone.BODY))
        documents = [
            Document(
                f"{n:012x}", f"{n}.txt", f"{n:064x}", "text/plain", words, date=date(2024, 6, 1),
                segments=(Segment(0, len(words)),),
            )
            for n, words in enumerate(papers)
        ]  # fmt: skip
        return check(Article(page, blocks=blocks, published=DAY), documents, models).claims

    return made


@pytest.fixture(scope="session")
def findings(claims: Callable[..., tuple[Claim, ...]]) -> Callable[..., list[Finding]]:
    """``findings(said, *papers)``: the findings on those claims, the say and the so."""

    def found(said: str, *papers: str) -> list[Finding]:
        return [f for c in claims(said, *papers) for f in (c.say, c.so) if f is not None]

    return found
