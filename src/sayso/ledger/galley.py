"""The article set as a column: its paragraphs cut into runs, each belonging to one statement.

Statements may lie inside one another. Each character then belongs to the shortest statement that
holds it, and every statement keeps at least a mark of its own to reach its card by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sayso.ledger.digest import Digest
from sayso.ledger.wording import harmless
from sayso.records import Block, Span, Statement, Zone


@dataclass(frozen=True)
class Piece:
    """Words of one look: ``say`` names the source, ``so`` is what is said, or neither.

    ``look`` is the sign of these words alone, where it is not the whole statement's: a wrong title
    in a sentence does not make the sentence wrong. ``start`` is where they stand in the article.
    """

    text: str
    start: int
    end: int
    role: str = ""
    look: str = ""
    dateline: bool = False


@dataclass(frozen=True)
class Run:
    """A stretch of a paragraph that belongs to one statement, or to none.

    ``first`` and ``last`` tell whether it is the statement's first or last run on the page; a run
    without pieces is a bare mark. ``tail`` is the white space it ended with, to stand after a mark.
    """

    statement: Statement | None
    pieces: tuple[Piece, ...]
    first: bool = False
    last: bool = False
    tail: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its runs and the statements whose cards follow it."""

    label: str
    zone: Zone
    runs: tuple[Run, ...]
    statements: tuple[Statement, ...]


class Galley:
    """The article's paragraphs in reading order."""

    def __init__(self, digest: Digest) -> None:
        self._digest = digest
        self._article = digest.ledger.article
        self._dateline = self._span_of("dateline")

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The blocks of the article with the statements in them."""
        paragraphs, placed, body = [], set[str](), 0
        for block in self._article.blocks:
            inside = [s for s in self._digest.ledger.statements if _overlap(s, block)]
            fresh = [s for s in inside if s.id not in placed]
            placed.update(statement.id for statement in fresh)
            body += block.zone is Zone.BODY
            label = f"Paragraph {body}" if block.zone is Zone.BODY else block.zone.value.title()
            paragraphs.append(
                Paragraph(label, block.zone, tuple(self._runs(block, inside)), tuple(fresh))
            )
        return tuple(paragraphs)

    @cached_property
    def elsewhere(self) -> tuple[Statement, ...]:
        """Statements that no paragraph holds."""
        placed = {s.id for paragraph in self.paragraphs for s in paragraph.statements}
        return tuple(s for s in self._digest.ledger.statements if s.id not in placed)

    @property
    def dateline_inside(self) -> bool:
        """Whether the dateline is part of a paragraph rather than a line of its own."""
        return self._inside(self._dateline)

    @property
    def credit_inside(self) -> bool:
        """Whether a paragraph already shows the image's credit."""
        return self._inside(self._span_of("image_credit"))

    def _span_of(self, name: str) -> Span | None:
        field = self._article.field(name)
        if field is None or field.start is None or field.end is None:
            return None
        return Span(field.start, field.end)

    def _inside(self, span: Span | None) -> bool:
        blocks = self._article.blocks
        return span is not None and any(b.start <= span.start and span.end <= b.end for b in blocks)

    def _runs(self, block: Block, inside: list[Statement]) -> Iterable[Run]:
        cuts = {block.start, block.end}
        for statement in inside:
            cuts |= {max(statement.start, block.start), min(statement.end, block.end)}
        edges = sorted(cuts)
        owners = [(start, end, _owner(inside, start, end)) for start, end in pairwise(edges)]
        joined: list[tuple[int, int, Statement | None]] = []
        for start, end, owner in owners:
            if joined and joined[-1][2] is owner:
                joined[-1] = (joined[-1][0], end, owner)
            else:
                joined.append((start, end, owner))
        last = {owner.id: place for place, (_, _, owner) in enumerate(joined) if owner}
        bare = [s for s in inside if s.id not in last and s.end <= block.end]
        seen: set[str] = set()
        for place, (start, end, owner) in enumerate(joined):
            if owner is None:
                yield Run(None, tuple(self._pieces(start, end, None)))
                continue
            kept = start + len(self._article.text[start:end].rstrip())
            yield Run(
                owner,
                tuple(self._pieces(start, kept, owner)),
                first=owner.id not in seen and owner.start >= block.start,
                last=last[owner.id] == place and owner.end <= block.end,
                tail=harmless(self._article.text[kept:end]),
            )
            seen.add(owner.id)
            for statement in [s for s in bare if s.end <= end]:
                bare.remove(statement)
                yield Run(statement, (), first=True, last=True)

    def _pieces(self, start: int, end: int, statement: Statement | None) -> Iterable[Piece]:
        spans: list[tuple[Span, str]] = []
        if statement:
            contents = statement.contents or (Span(statement.start, statement.end),)
            source = statement.source
            spans += [(Span(source.start, source.end), "say")] if source else []
            spans += [(statement.cue, "say")] if statement.cue else []
            spans += [(content, "so") for content in contents]
        accused = self._digest.accused_parts(statement) if statement else ()
        rest = self._digest.so_besides(statement, accused).value if statement and accused else ""
        line = self._dateline
        cuts = {start, end}
        parts = [Span(claim.start, claim.end) for claim in accused]
        for span in [span for span, _ in spans] + parts + ([line] if line else []):
            cuts |= {edge for edge in (span.start, span.end) if start < edge < end}
        edges = sorted(cuts)
        for left, right in pairwise(edges):
            role = next((role for span, role in spans if span.start <= left < span.end), "")
            dateline = line is not None and line.start <= left < line.end
            inside = any(part.start <= left < part.end for part in parts)
            look = "" if inside else rest
            yield Piece(harmless(self._article.text[left:right]), left, right, role, look, dateline)


def _overlap(statement: Statement, block: Block) -> bool:
    return statement.start < block.end and block.start < statement.end


def _owner(statements: list[Statement], start: int, end: int) -> Statement | None:
    holding = [s for s in statements if s.start <= start and end <= s.end]
    return min(holding, key=lambda s: s.end - s.start, default=None)
