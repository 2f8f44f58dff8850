"""The re-check of receipts: every span of a ledger, cut again from the texts it points into.

It needs the ledger's JSON and the texts, and none of the program that made them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: Fields whose value is words of the page; the others are read out of them (a date, a number).
_WORDED_FIELDS = ("section", "headline", "dateline", "image_credit")


def check_spans(data: dict[str, Any], texts: Mapping[str, str]) -> list[str]:
    """What does not re-slice in a ledger, in words; an empty list where all of it does.

    ``data`` is a ledger.json as ``json.loads`` gives it. ``texts`` holds the text of each document
    by its id; where it holds the article's own id, the article's text is compared as well.
    """
    return list(_complaints(data, texts))


def _complaints(data: dict[str, Any], texts: Mapping[str, str]) -> Iterator[str]:
    article = data["article"]
    text = article["text"]
    own_id = (article.get("document") or {}).get("id", "")
    if texts.get(own_id, text) != text:
        yield f"article: the text is not that of document {own_id}"
    yield from _of_article(article, text)
    for statement in data["statements"]:
        yield from _of_statement(statement, text)
    known = {statement["id"] for statement in data["statements"]}
    for claim in data["claims"]:
        name = f"claim {claim['id']}"
        if claim["statement"] not in known:
            yield f"{name}: there is no statement {claim['statement']}"
        yield from _cut(name, claim, text)
        for side in ("say", "so"):
            for place, evidence in enumerate((claim[side] or {}).get("evidence", ()), start=1):
                yield from _of_evidence(f"{name}, {side}, evidence {place}", evidence, texts)
    for place, omission in enumerate(data["omissions"], start=1):
        yield from _of_evidence(f"omission {place}", omission["evidence"], texts)
    for part in ("documents_unidentified", "headline", "sourcing"):
        for place, remark in enumerate(data["audit"].get(part, ()), start=1):
            yield from _cut(f"audit, {part} {place}", remark, text, remark.get("words"))
            beside = remark.get("body")
            if beside:
                yield from _cut(f"audit, {part} {place}, body", beside, text, beside["text"])


def _of_article(article: dict[str, Any], text: str) -> Iterator[str]:
    for name, span in article["fields"].items():
        if span.get("start") is None:
            continue
        label = f"article, {name}"
        yield from _cut(label, span, text)
        value = article.get(name)
        if name in _WORDED_FIELDS and value is not None:
            words = " ".join(text[span["start"] : span["end"]].split())
            if " ".join(value.split()) not in words:
                yield f"{label}: the span holds {words!r}, not {value!r}"
    for place, span in enumerate(article["furniture"], start=1):
        yield from _cut(f"article, furniture {place}", span, text)


def _of_statement(statement: dict[str, Any], text: str) -> Iterator[str]:
    name = f"statement {statement['id']}"
    yield from _cut(name, statement, text, statement["text"])
    for part in ("source", "cue"):
        span = statement.get(part)
        if span:
            yield from _cut(f"{name}, {part}", span, text, span["text"])
    for part in ("hedges", "contents", "quotes"):
        for place, span in enumerate(statement.get(part, ()), start=1):
            yield from _cut(f"{name}, {part} {place}", span, text)


def _of_evidence(name: str, evidence: dict[str, Any], texts: Mapping[str, str]) -> Iterator[str]:
    text = texts.get(evidence["document"])
    if text is None:
        yield f"{name}: the text of document {evidence['document']} was not given"
        return
    found = list(_cut(name, evidence, text, evidence["text"]))
    yield from found
    if found:
        return
    start, end = evidence["start"], evidence["end"]
    before, after = evidence.get("before", ""), evidence.get("after", "")
    if before and not text[:start].endswith(before):
        yield f"{name}: the words before it are not those of the document"
    if after and not text[end:].startswith(after):
        yield f"{name}: the words after it are not those of the document"
    for mark in evidence.get("marks", ()):
        if not start <= mark["start"] < mark["end"] <= end:
            yield f"{name}: a mark at {mark['start']}..{mark['end']} lies outside it"


def _cut(
    name: str, span: Mapping[str, Any], text: str, expected: str | None = None
) -> Iterator[str]:
    """Complain where a span runs outside ``text``, is empty, or holds other words."""
    start, end = span["start"], span["end"]
    if not 0 <= start < end <= len(text):
        yield f"{name}: the span {start}..{end} does not lie in a text of {len(text)} characters"
    elif expected is not None and text[start:end] != expected:
        yield f"{name}: {start}..{end} holds {text[start:end]!r}, not {expected!r}"
