"""A ledger read back from its JSON: the other way of ``as_json``.

A ledger.json may have been edited by hand, cut off or made up. Whatever is not of its shape is a
LedgerError that names the place ("claims[3].so.verdict"); nothing else is raised.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from sayso.errors import LedgerError
from sayso.ledger.as_json import FORMAT
from sayso.records import (
    Against,
    Article,
    ArticleField,
    Audit,
    Block,
    Claim,
    ClaimKind,
    Coverage,
    Document,
    Evidence,
    Finding,
    HeadlinePart,
    Ledger,
    NoteKind,
    Omission,
    Quotation,
    Remark,
    Source,
    SourceKind,
    SourcingNote,
    Span,
    Stance,
    Standing,
    Statement,
    Status,
    Verdict,
    Zone,
)

_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)

#: The largest whole number that every reader of JSON keeps exact.
_LARGEST = 2**53 - 1
#: Fields whose words the article repeats, and where they come from.
_REPEATED = ("section", "headline", "dateline", "image_credit")
_ORIGINS = ("page", "json-ld", "open graph", "meta")
#: How much of a wrong word or key a message shows.
_SHOWN = 40


def from_json(text: str) -> Ledger:
    """The ledger in the text of a ledger.json.

    Raises LedgerError where the text is no JSON, and as ``from_data`` does.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LedgerError(f"the ledger is no JSON ({error}): check the article anew") from error
    return from_data(data)


def from_data(data: dict[str, Any]) -> Ledger:
    """The ledger in what ``as_data`` gives.

    Keys that are unknown, or only repeat what others say (``words``, a cue's ``text``), are passed
    over. What ``schema.json`` does not require may be missing, as in older ledgers. One without the
    article's ``blocks`` has no paragraphs: its page lists the statements as "elsewhere on the page".

    Raises LedgerError where it was made by a later sayso, or where something is out of its shape.
    """
    top = _At(data)
    if top.get("format", _ordinal, FORMAT) > FORMAT:
        raise LedgerError("the ledger was made by a later version of sayso: use that one")
    article = top.need("article", _article)
    top = replace(top, length=len(article.text))
    return Ledger(
        article=article,
        statements=top.need("statements", _each(_statement)),
        claims=top.need("claims", _each(_claim)),
        audit=top.need("audit", _audit),
        coverage=top.need("coverage", lambda coverage: coverage.need("documents", _each(_paper))),
        omissions=top.need("omissions", _each(_omission)),
        provenance=top.need("provenance", _named(_text)),
    )


def evidence_from(data: Any) -> Evidence:
    """One piece of evidence, as ``evidence_as_data`` gives it. Raises LedgerError."""
    return _evidence(_At(data, path="evidence"))


def _article(at: _At) -> Article:
    text = at.need("text", _text)
    at = replace(at, length=len(text))
    return Article(
        document=replace(at.get("document", _document, Document("", "", "", "")), text=text),
        fields=at.need("fields", _named(lambda field: _field(field, at))),
        blocks=at.get("blocks", _each(_block), ()),
        furniture=at.need("furniture", _each(_span)),
        published=at.need("published", _or_none(_day)),
        authors=at.need("authors", _texts),
        views=at.need("views", _or_none(_integer)),
    )


def _document(at: _At) -> Document:
    return Document(
        id=at.get("id", _text, ""),
        name=at.get("name", _text, ""),
        sha256=at.get("sha256", _text, ""),
        media_type=at.get("media_type", _text, ""),
    )


def _field(at: _At, article: _At) -> ArticleField:
    """A field; in an older ledger its value is what the article repeats of it, or its words in the text."""
    placed = at.need("start", _or_none(_whole)) is not None or at.need("end", _or_none(_whole)) is not None
    span = _span(at) if placed else None
    repeated = article.need(at.key, _or_none(_text)) if at.key in _REPEATED else None
    words = span.of(article.need("text", _text)) if span else ""
    return ArticleField(
        value=at.get("value", _text, words if repeated is None else repeated),
        origin=at.get("origin", lambda origin: _among(origin, _ORIGINS), "page"),
        start=span.start if span else None,
        end=span.end if span else None,
    )


def _block(at: _At) -> Block:
    return Block(*_ends(at), at.need("zone", _one_of(Zone)))


def _span(at: _At) -> Span:
    return Span(*_ends(at))


def _ends(at: _At) -> tuple[int, int]:
    start = at.need("start", lambda start: _whole(start, 0, at.length))
    return start, at.need("end", lambda end: _whole(end, start, at.length))


def _statement(at: _At) -> Statement:
    start, end = _ends(at)
    return Statement(
        id=at.need("id", _text),
        start=start,
        end=end,
        text=at.need("text", _text),
        zone=at.need("zone", _one_of(Zone)),
        quotation=at.need("quotation", _one_of(Quotation)),
        source=at.need("source", _or_none(_source)),
        cue=at.need("cue", _or_none(_span)),
        hedges=at.need("hedges", _each(_span)),
        contents=at.get("contents", _each(_span), ()),
        quotes=at.get("quotes", _each(_span), ()),
        negated=at.get("negated", _flag, False),
        claims=at.need("claims", _texts),
    )


def _source(at: _At) -> Source:
    start, end = _ends(at)
    return Source(
        text=at.need("text", _text),
        start=start,
        end=end,
        kind=at.need("kind", _one_of(SourceKind)),
        resolved=at.get("resolved", _or_none(_text), None),
    )


def _claim(at: _At) -> Claim:
    start, end = _ends(at)
    return Claim(
        id=at.need("id", _text),
        statement=at.need("statement", _text),
        kind=at.need("kind", _one_of(ClaimKind)),
        text=at.need("text", _text),
        start=start,
        end=end,
        content=at.get("content", _text, ""),
        unresolved=at.get("unresolved", _each(_span), ()),
        say=at.need("say", _or_none(_finding)),
        so=at.need("so", _or_none(_finding)),
    )


def _finding(at: _At) -> Finding:
    return Finding(
        verdict=at.need("verdict", _one_of(Verdict)),
        confidence=at.need("confidence", _share),
        reason=at.need("reason", _text),
        check=at.need("check", _text),
        evidence=at.need("evidence", _each(_evidence)),
    )


def _evidence(at: _At) -> Evidence:
    at = replace(at, length=_LARGEST)  # offsets of a paper, whose text is not in the ledger
    start, end = _ends(at)
    return Evidence(
        document=at.need("document", _text),
        page=at.need("page", _or_none(_ordinal)),
        line=at.need("line", _or_none(_ordinal)),
        start=start,
        end=end,
        text=at.need("text", _text),
        stance=at.need("stance", _one_of(Stance)),
        score=at.need("score", _share),
        speaker=at.get("speaker", _or_none(_text), None),
        marks=at.get("marks", _each(_span), ()),
        before=at.get("before", _text, ""),
        after=at.get("after", _text, ""),
        also=at.get("also", _texts, ()),
    )


def _omission(at: _At) -> Omission:
    return Omission(
        evidence=at.need("evidence", _evidence),
        bears_on=at.need("bears_on", _texts),
        reason=at.need("reason", _text),
    )


def _audit(at: _At) -> Audit:
    return Audit(
        sources=at.need("sources", lambda of: tuple((kind, of.need(kind, _whole)) for kind in SourceKind)),
        documents_unidentified=at.need("documents_unidentified", _each(_remark)),
        headline=at.need("headline", _each(_part)),
        sourcing=at.get("sourcing", _each(_note), ()),
        standings=at.get("standings", _each(_standing), ()),
        papers_unused=at.get("papers_unused", _texts, ()),
    )


def _remark(at: _At) -> Remark:
    return Remark(at.need("text", _text), *_ends(at))


def _part(at: _At) -> HeadlinePart:
    start, end = _ends(at)
    return HeadlinePart(
        text=at.need("text", _text),
        start=start,
        end=end,
        against=at.need("against_body", _one_of(Against)),
        statement=at.get("statement", _text, ""),
        claims=at.need("claims", _texts),
        body=at.need("body", _or_none(_span)),
    )


def _note(at: _At) -> SourcingNote:
    start, end = _ends(at)
    return SourcingNote(
        kind=at.need("kind", _one_of(NoteKind)),
        text=at.need("text", _text),
        start=start,
        end=end,
        statements=at.need("statements", _texts),
        instead=at.need("instead", _or_none(_text)),
    )


def _standing(at: _At) -> Standing:
    return Standing(
        claim=at.need("claim", _text),
        kind=at.need("source_kind", _one_of(SourceKind)),
        identified=at.need("identified", _or_none(_flag)),
        others=at.need("others", _texts),
    )


def _paper(at: _At) -> Coverage:
    return Coverage(
        id=at.need("id", _text),
        name=at.need("name", _text),
        sha256=at.need("sha256", _text),
        status=at.need("status", _one_of(Status)),
        reason=at.need("reason", _or_none(_text)),
        pages=at.need("pages", _or_none(_whole)),
        media_type=at.get("media_type", _text, ""),
        language=at.get("language", _or_none(_text), None),
        near_copy_of=at.get("near_copy_of", _or_none(_text), None),
        thread=at.get("thread", _texts, ()),
        notes=at.get("notes", _texts, ()),
        same_as=at.get("same_as", _or_none(_text), None),
    )


@dataclass(frozen=True, slots=True)
class _At:
    """A value of the JSON, its key and the path to it, and the length of the text its offsets count in."""

    value: Any
    key: str = ""
    path: str = ""
    length: int = _LARGEST

    def need(self, key: str, read: Callable[[_At], _T]) -> _T:
        """What stands under ``key``, which must be there."""
        members = self.members()
        if key not in members:
            self._under(key, None).refuse("is missing")
        return read(self._under(key, members[key]))

    def get(self, key: str, read: Callable[[_At], _T], default: _T) -> _T:
        """What stands under ``key``, or ``default`` where there is no such key."""
        return self.need(key, read) if key in self.members() else default

    def members(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            self.refuse("is no object")
        return self.value

    def items(self) -> list[_At]:
        if not isinstance(self.value, list):
            self.refuse("is no list")
        return [replace(self, value=one, path=f"{self.path}[{i}]") for i, one in enumerate(self.value)]

    def refuse(self, why: str) -> NoReturn:
        raise LedgerError(
            f"the ledger cannot be read: {self.path or 'it'} {why}; mend it there, or check the article anew"
        )

    def _under(self, key: str, value: Any) -> _At:
        step = f".{key}" if key.isidentifier() and len(key) <= _SHOWN else f"[{key[:_SHOWN]!r}]"
        return replace(self, value=value, key=key, path=(self.path + step).removeprefix("."))


def _each(read: Callable[[_At], _T]) -> Callable[[_At], tuple[_T, ...]]:
    return lambda at: tuple(read(one) for one in at.items())


def _named(read: Callable[[_At], _T]) -> Callable[[_At], tuple[tuple[str, _T], ...]]:
    return lambda at: tuple((key, at.need(key, read)) for key in at.members())


def _or_none(read: Callable[[_At], _T]) -> Callable[[_At], _T | None]:
    return lambda at: None if at.value is None else read(at)


def _one_of(kind: type[_E]) -> Callable[[_At], _E]:
    return lambda at: kind(_among(at, tuple(kind)))


def _among(at: _At, words: Sequence[str]) -> str:
    found = _text(at)
    if found not in words:
        at.refuse(f"is {found[:_SHOWN]!r}, not one of {', '.join(words)}")
    return found


def _text(at: _At) -> str:
    if not isinstance(at.value, str):
        at.refuse("is no text")
    return at.value


def _texts(at: _At) -> tuple[str, ...]:
    return tuple(_text(one) for one in at.items())


def _flag(at: _At) -> bool:
    if not isinstance(at.value, bool):
        at.refuse("is neither true nor false")
    return at.value


def _integer(at: _At) -> int:
    if not isinstance(at.value, int) or isinstance(at.value, bool):
        at.refuse("is no whole number")
    return at.value


def _whole(at: _At, least: int = 0, most: int = _LARGEST) -> int:
    number = _integer(at)
    if not least <= number <= most:
        at.refuse(f"is not from {least} to {most}")
    return number


def _ordinal(at: _At) -> int:
    return _whole(at, 1)


def _share(at: _At) -> float:
    if not isinstance(at.value, int | float) or isinstance(at.value, bool) or not 0 <= at.value <= 1:
        at.refuse("is no number from 0 to 1")
    return float(at.value)


def _day(at: _At) -> date:
    try:
        return date.fromisoformat(_text(at))
    except ValueError:
        at.refuse("is no day such as 2026-12-01")
