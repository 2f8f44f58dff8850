"""The newest stories as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, and the sitemap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from lxml import etree

from sayso.publishing.records import Publication, Story

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 30
_NEVER = "1970-01-01T00:00:00+00:00"


def _link(story: Story, publication: Publication) -> str:
    return f"{publication.address}{story.slug}/"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _changed(story: Story) -> str:
    data: dict[str, Any] = story.newest.data
    return str(data["updated"] or data["published"])


def rss(stories: Sequence[Story], publication: Publication) -> bytes:
    """The feed as RSS; without an address its links are relative to the feed."""
    root = etree.Element("rss", version="2.0")
    channel = etree.SubElement(root, "channel")
    for name, words in (("title", publication.name), ("link", publication.address or "./"),
                        ("description", f"Stories of {publication.name}, with their receipts")):  # fmt: skip
        etree.SubElement(channel, name).text = words
    for story in stories[:_MOST]:
        data, item = story.newest.data, etree.SubElement(channel, "item")
        for name, words in (("title", data["headline"]), ("link", _link(story, publication)),
                            ("description", data["summary"]), ("category", data["section"])):  # fmt: skip
            etree.SubElement(item, name).text = words
        etree.SubElement(item, "pubDate").text = format_datetime(datetime.fromisoformat(data["published"]))
        etree.SubElement(item, "guid", isPermaLink="false").text = f"sayso:{story.slug}"
    return _written(root)


def atom(stories: Sequence[Story], publication: Publication) -> bytes:
    """The feed as Atom."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=_bare(_ATOM))
    _atom(root, "title", publication.name)
    _atom(root, "id", publication.address or "sayso:stories")
    _atom(root, "updated", max((_changed(s) for s in stories), key=_moment, default=_NEVER))
    etree.SubElement(root, f"{{{_ATOM}}}link", rel="self", href=f"{publication.address}atom.xml")
    for story in stories[:_MOST]:
        data, entry = story.newest.data, etree.SubElement(root, f"{{{_ATOM}}}entry")
        _atom(entry, "title", data["headline"])
        _atom(entry, "id", f"sayso:{story.slug}")
        _atom(entry, "published", data["published"])
        _atom(entry, "updated", _changed(story))
        etree.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=_link(story, publication))
        _atom(etree.SubElement(entry, f"{{{_ATOM}}}author"), "name", data["author"])
        _atom(entry, "summary", data["summary"])
    return _written(root)


def _atom(parent: etree._Element, name: str, words: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}").text = words


def json_feed(stories: Sequence[Story], publication: Publication) -> bytes:
    """The feed as JSON Feed."""
    return json.dumps({
        "version": "https://jsonfeed.org/version/1.1",
        "title": publication.name,
        "items": [
            {
                "id": f"sayso:{s.slug}", "url": _link(s, publication), "title": s.newest.data["headline"],
                "summary": s.newest.data["summary"], "content_text": s.newest.data["summary"],
                "date_published": s.newest.data["published"], "date_modified": _changed(s),
                "authors": [{"name": s.newest.data["author"]}], "tags": [s.newest.data["section"]],
            }
            for s in stories[:_MOST]
        ],
    }, ensure_ascii=True, indent=1).encode()  # fmt: skip


def sitemap(stories: Sequence[Story], publication: Publication) -> bytes:
    """The sitemap; it is of use only with an address."""
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap=_bare(_SITEMAP))
    for story in stories:
        url = etree.SubElement(root, f"{{{_SITEMAP}}}url")
        etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = _link(story, publication)
        etree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = _changed(story)
    return _written(root)


def _bare(namespace: str) -> dict[str, str]:
    """A namespace without a prefix; lxml's types do not know that there are such."""
    names: dict[Any, str] = {None: namespace}
    return names


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
