"""A ledger read back from its JSON: the other way of ``as_json``.

A ledger.json may have been written by hand, cut off or made up. Whatever is not of its shape is a
LedgerError that names the place ("claims[3].so.verdict"); nothing else is raised.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
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
_E = TypeVar("_E", bound=Enum)
_WORDED = ("section", "headline", "dateline", "image_credit")


def from_json(text: str) -> Ledger:
    """The ledger in the text of a ledger.json.

    Raises LedgerError where it is none, was made by a later sayso, or has something out of its shape.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LedgerError(f"the ledger is no JSON ({error}): check the article anew") from error
    return from_data(data)


def from_data(data: Any) -> Ledger:
    """The ledger in what ``as_data`` gives. One of before its blocks were written has none, and no column.

    Raises LedgerError as ``from_json`` does.
    """
    top = _At(data, "")
    if top.get("format", int) > FORMAT:
        raise LedgerError("the ledger was made by a later version of sayso: use that one")
    audit = top.at("audit")
    return Ledger(
        article=_article(top.at("article")),
        statements=top.at("statements").each(_statement),
        claims=top.at("claims").each(_claim),
        audit=Audit(
            sources=tuple((_enum(SourceKind, v, p), audit.at("sources").get(v, int))
                          for v, p in audit.at("sources").names()),
            documents_unidentified=audit.at("documents_unidentified").each(_remark),
            headline=audit.at("headline").each(_part),
            sourcing=audit.at("sourcing").each(_note),
            standings=audit.at("standings").each(_standing),
            papers_unused=audit.at("papers_unused").strings(),
        ),
        coverage=top.at("coverage").at("documents").each(_paper),
        omissions=top.at("omissions").each(_omission),
        provenance=tuple((k, top.at("provenance").get(k, str)) for k, _ in top.at("provenance").names()),
    )  # fmt: skip


def evidence_from(data: Any) -> Evidence:
    """One piece of evidence, as ``evidence_as_data`` gives it. Raises LedgerError."""
    return _evidence(_At(data, "evidence"))


@dataclass(frozen=True, slots=True)
class _At:
    """A value of the JSON and the path that leads to it."""

    value: Any
    path: str

    def wrong(self, wanted: str) -> NoReturn:
        raise LedgerError(f"the ledger has no {wanted} at {self.path or 'its top'}: check the article anew")

    def at(self, key: str) -> _At:
        path = f"{self.path}.{key}" if self.path else key
        if not isinstance(self.value, dict) or key not in self.value:
            _At(None, path).wrong("value")
        return _At(self.value[key], path)

    def has(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def names(self) -> list[tuple[str, str]]:
        if not isinstance(self.value, dict):
            self.wrong("object")
        return [(key, f"{self.path}.{key}") for key in self.value]

    def get(self, key: str, kind: type[_T]) -> _T:
        return self.at(key).be(kind)

    def maybe(self, key: str, kind: type[_T]) -> _T | None:
        found = self.at(key)
        return None if found.value is None else found.be(kind)

    def be(self, kind: type[_T]) -> _T:
        value = float(self.value) if kind is float and type(self.value) is int else self.value
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.wrong({str: "text", int: "number", float: "number", bool: "yes or no"}.get(kind, "value"))
        return value

    def each(self, read: Callable[[_At], _T]) -> tuple[_T, ...]:
        if not isinstance(self.value, list):
            self.wrong("list")
        return tuple(read(_At(one, f"{self.path}[{i}]")) for i, one in enumerate(self.value))

    def strings(self) -> tuple[str, ...]:
        return self.each(lambda one: one.be(str))


def _enum(kind: type[_E], value: Any, path: str) -> _E:
    try:
        return kind(value)
    except ValueError:
        raise LedgerError(f"the ledger has no {kind.__name__.lower()} {value!r} ({path}): check the article "
                          "anew") from None  # fmt: skip


def _day(at: _At) -> date:
    try:
        return date.fromisoformat(at.be(str))
    except ValueError:
        at.wrong("day")


def _span(at: _At) -> Span:
    start, end = at.get("start", int), at.get("end", int)
    if not 0 <= start <= end:
        at.wrong("span that runs forward")
    return Span(start, end)


def _within(at: _At) -> tuple[int, int]:
    span = _span(at)
    return span.start, span.end


def _article(at: _At) -> Article:
    document = at.at("document")
    text = at.get("text", str)
    return Article(
        document=Document(
            document.get("id", str), document.get("name", str), document.get("sha256", str),
            document.get("media_type", str), text,
        ),
        fields=tuple((name, _field(at, name)) for name, _ in at.at("fields").names()),
        blocks=at.at("blocks").each(lambda b: Block(*_within(b), _enum(Zone, b.at("zone").value, b.path)))
        if at.has("blocks") else (),
        furniture=at.at("furniture").each(_span),
        published=_day(at.at("published")) if at.has("published") else None,
        authors=at.at("authors").strings(),
        views=at.maybe("views", int),
    )  # fmt: skip


def _field(at: _At, name: str) -> ArticleField:
    field = at.at("fields").at(name)
    if field.has("value"):
        value = field.get("value", str)
    elif name in _WORDED and at.has(name):
        value = at.get(name, str)
    else:
        value = ""
    start, end = field.maybe("start", int), field.maybe("end", int)
    if start is not None and end is not None:
        _span(field)
    origin = field.get("origin", str) if field.has("origin") else "page"
    return ArticleField(value, origin, start, end)


def _statement(at: _At) -> Statement:
    start, end = _within(at)
    return Statement(
        id=at.get("id", str), start=start, end=end, text=at.get("text", str),
        zone=_enum(Zone, at.at("zone").value, at.path),
        quotation=_enum(Quotation, at.at("quotation").value, at.path),
        contents=at.at("contents").each(_span),
        source=_source(at.at("source")) if at.has("source") else None,
        cue=_span(at.at("cue")) if at.has("cue") else None,
        hedges=at.at("hedges").each(_span), quotes=at.at("quotes").each(_span),
        negated=at.get("negated", bool), claims=at.at("claims").strings(),
    )  # fmt: skip


def _source(at: _At) -> Source:
    start, end = _within(at)
    kind = _enum(SourceKind, at.at("kind").value, at.path)
    return Source(at.get("text", str), start, end, kind, at.maybe("resolved", str))


def _claim(at: _At) -> Claim:
    start, end = _within(at)
    return Claim(
        id=at.get("id", str), statement=at.get("statement", str),
        kind=_enum(ClaimKind, at.at("kind").value, at.path), text=at.get("text", str), start=start, end=end,
        content=at.get("content", str), unresolved=at.at("unresolved").each(_span),
        say=_finding(at.at("say")) if at.has("say") else None,
        so=_finding(at.at("so")) if at.has("so") else None,
    )  # fmt: skip


def _finding(at: _At) -> Finding:
    return Finding(
        _enum(Verdict, at.at("verdict").value, f"{at.path}.verdict"), at.get("confidence", float),
        at.get("reason", str), at.get("check", str), at.at("evidence").each(_evidence),
    )  # fmt: skip


def _evidence(at: _At) -> Evidence:
    start, end = _within(at)
    return Evidence(
        at.get("document", str), start, end, at.get("text", str),
        _enum(Stance, at.at("stance").value, at.path), at.get("score", float), at.maybe("page", int),
        at.maybe("line", int), at.maybe("speaker", str), at.at("marks").each(_span),
        at.get("before", str), at.get("after", str), at.at("also").strings(),
    )  # fmt: skip


def _omission(at: _At) -> Omission:
    return Omission(_evidence(at.at("evidence")), at.at("bears_on").strings(), at.get("reason", str))


def _remark(at: _At) -> Remark:
    return Remark(at.get("text", str), *_within(at))


def _part(at: _At) -> HeadlinePart:
    return HeadlinePart(
        at.get("text", str), *_within(at), _enum(Against, at.at("against_body").value, at.path),
        at.get("statement", str), at.at("claims").strings(),
        _span(at.at("body")) if at.has("body") else None,
    )  # fmt: skip


def _note(at: _At) -> SourcingNote:
    return SourcingNote(
        _enum(NoteKind, at.at("kind").value, at.path), at.get("text", str), *_within(at),
        at.at("statements").strings(), at.maybe("instead", str),
    )  # fmt: skip


def _standing(at: _At) -> Standing:
    return Standing(
        at.get("claim", str), _enum(SourceKind, at.at("source_kind").value, at.path),
        at.maybe("identified", bool), at.at("others").strings(),
    )  # fmt: skip


def _paper(at: _At) -> Coverage:
    return Coverage(
        at.get("id", str), at.get("name", str), at.get("sha256", str),
        _enum(Status, at.at("status").value, at.path), at.maybe("reason", str), at.maybe("pages", int),
        at.get("media_type", str), at.maybe("language", str), at.maybe("near_copy_of", str),
        at.at("thread").strings(), at.at("notes").strings(), at.maybe("same_as", str),
    )  # fmt: skip
