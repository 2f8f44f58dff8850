"""What a web page says about itself where readers do not look: JSON-LD, Open Graph, meta."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sayso.reading.datelines import find_dates

if TYPE_CHECKING:
    from sayso.reading.web import WebPage

_OPEN_GRAPH = {
    "headline": "og:title",
    "section": "article:section og:article:section",
    "published": "article:published_time og:article:published_time",
    "author": "article:author og:article:author",
}
_META = {
    "headline": "twitter:title dc.title title",
    "section": "section category",
    "published": "date publish-date pubdate dc.date dcterms.created datepublished "
    "parsely-pub-date sailthru.date",
    "author": "author dc.creator byl parsely-author sailthru.author",
}
_ARTICLE_TYPES = ("Article", "BlogPosting", "Report", "WebPage")


@dataclass(slots=True)
class Facts:
    """Fields of a page's metadata, each with the kind of metadata it came from."""

    values: dict[str, tuple[str, str]] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    published: date | None = None
    outlet: str | None = None
    address: str | None = None

    def get(self, name: str) -> str | None:
        """The value of ``name``, or None."""
        found = self.values.get(name)
        return found[0] if found else None

    def origin(self, name: str) -> str:
        """``"json-ld"``, ``"open graph"`` or ``"meta"``."""
        return self.values[name][1]


def facts_of(page: WebPage) -> Facts:
    """The facts of ``page``: JSON-LD first, then Open Graph, then meta."""
    facts = Facts()
    for thing in _articles(page.json_ld):
        _put(facts, "headline", _text(thing.get("headline") or thing.get("name")), "json-ld")
        _put(facts, "section", _text(thing.get("articleSection")), "json-ld")
        _put(facts, "published", _text(thing.get("datePublished")), "json-ld")
        authors = _names(thing.get("author"))
        if authors and not facts.authors:
            facts.authors = tuple(authors)
            _put(facts, "author", ", ".join(authors), "json-ld")
        _put(facts, "views", _views(thing.get("interactionStatistic")), "json-ld")
        image = thing.get("image")
        if isinstance(image, dict):
            _put(facts, "image_credit", _text(image.get("creditText")), "json-ld")
        facts.outlet = facts.outlet or _publisher(thing)
    meta = page.meta
    facts.outlet = meta.get("og:site_name") or facts.outlet or meta.get("application-name")
    facts.address = page.canonical or meta.get("og:url")
    for origin, keys_of in (("open graph", _OPEN_GRAPH), ("meta", _META)):
        for name, keys in keys_of.items():
            for key in keys.split():
                _put(facts, name, _not_address(meta.get(key)), origin)
    if not facts.authors and (author := facts.get("author")):
        facts.authors = tuple(
            re.split(r"\s*(?:,|;|\band\b|&)\s*", re.sub(r"(?i)^by\s+", "", author))
        )
    facts.published = iso_date(facts.get("published"))
    return facts


def _publisher(thing: dict[str, Any]) -> str | None:
    names = _names(thing.get("publisher"))
    return names[0] if names else None


def iso_date(value: str | None) -> date | None:
    """The day that a timestamp or a date in words names, as it is written there."""
    if not value:
        return None
    found = find_dates(value)
    return found[0][2] if found else None


def _articles(texts: list[str]) -> Iterator[dict[str, Any]]:
    """The things in the JSON-LD that are articles, news articles before plain pages."""
    things: list[dict[str, Any]] = []
    for text in texts[:20]:
        try:
            loaded = json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        things.extend(_flat(loaded))
    kinds = [(_kinds(thing), thing) for thing in things]
    for wanted in _ARTICLE_TYPES:
        for types, thing in kinds:
            if any(kind.endswith(wanted) for kind in types):
                yield thing


def _flat(loaded: Any) -> Iterator[dict[str, Any]]:
    queue, seen = [loaded], 0
    while queue and seen < 500:
        here = queue.pop(0)
        seen += 1
        if isinstance(here, list):
            queue.extend(here)
        elif isinstance(here, dict):
            yield here
            queue.extend(
                here[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in here
            )


def _kinds(thing: dict[str, Any]) -> list[str]:
    kind = thing.get("@type")
    return [k for k in (kind if isinstance(kind, list) else [kind]) if isinstance(k, str)]


def _put(facts: Facts, name: str, value: str | None, origin: str) -> None:
    if value and name not in facts.values:
        facts.values[name] = (value, origin)


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((v for v in value if isinstance(v, str)), None)
    if not isinstance(value, str):
        return None
    return " ".join(value.split())[:1000] or None


def _names(value: Any) -> list[str]:
    found = []
    for one in value if isinstance(value, list) else [value]:
        name = _text(one.get("name")) if isinstance(one, dict) else _not_address(_text(one))
        if name and name not in found:
            found.append(name)
    return found[:20]


def _views(value: Any) -> str | None:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and "userInteractionCount" in one:
            kind = str(one.get("interactionType"))
            count = str(one["userInteractionCount"])
            if re.fullmatch("[0-9]{1,15}", count) and ("View" in kind or "Read" in kind):
                return count
    return None


def _not_address(value: str | None) -> str | None:
    return None if value is None or re.match(r"(?:https?:)?//|@", value) else value
