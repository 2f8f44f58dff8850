"""A story for machines: NewsArticle and ClaimReview as JSON-LD, oEmbed, the public ledger as CSV."""

from __future__ import annotations

import csv
import html
import io
import json
from typing import Any

from markupsafe import Markup

from sayso.ledger.as_table import cell
from sayso.ledger.wording import VERDICT_WORDS
from sayso.publishing.records import Publication, Story, Version
from sayso.records import Verdict

#: A rating needs a number; these order the verdicts and mean no more than that.
_RATINGS = {Verdict.CONTRADICTED: 1, Verdict.MIXED: 3, Verdict.SUPPORTED: 5}
_COLUMNS = ("claim", "statement", "kind", "text", "source", "source kind", "side", "verdict", "decided by",
            "reason", "document", "page", "line", "words")  # fmt: skip


def linked_data(story: Story, version: Version, publication: Publication) -> Markup:
    """The JSON-LD of a version, safe inside a script element of a page."""
    data = version.data
    address = f"{publication.address}{story.slug}/" if publication.address else None
    article: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": data["headline"],
        "articleSection": data["section"],
        "author": {"@type": "Person", "name": data["author"]},
        "datePublished": data["published"],
        "dateModified": data["updated"] or data["published"],
        "publisher": {"@type": "Organization", "name": publication.name},
        "description": data["summary"] or None,
        "url": address,
        "image": [f"{address}thumbnail.png"] if address else None,
        "correction": [
            {"@type": "CorrectionComment", "datePublished": c.day.isoformat(), "text": c.text}
            for c in story.corrections
        ] or None,
    }  # fmt: skip
    graph = [_bare(article), *(_bare(one) for one in _reviews(data, publication, address))]
    return embedded({"@context": "https://schema.org", "@graph": graph})


def _reviews(data: dict[str, Any], publication: Publication, address: str | None) -> list[dict[str, Any]]:
    sources = {s["id"]: s["source"] for s in data["statements"]}
    found = []
    for claim in data["claims"]:
        finding = claim["so"] or claim["say"]
        if finding is None or finding["verdict"] not in {v.value for v in _RATINGS}:
            continue
        verdict = Verdict(finding["verdict"])
        author = sources.get(claim["statement"])
        found.append({
            "@type": "ClaimReview",
            "claimReviewed": claim["text"],
            "datePublished": data["updated"] or data["published"],
            "author": {"@type": "Organization", "name": publication.name},
            "url": f"{address}#{claim['statement']}" if address else None,
            "itemReviewed": _bare({
                "@type": "Claim", "appearance": None,
                "author": {"@type": "Thing", "name": author} if author else None,
            }),
            "reviewRating": {
                "@type": "Rating", "ratingValue": _RATINGS[verdict], "worstRating": 1, "bestRating": 5,
                "alternateName": VERDICT_WORDS[verdict],
            },
            "reviewBody": finding["reason"] or None,
        })  # fmt: skip
    return found


def _bare(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


def embedded(data: Any) -> Markup:
    """JSON that no page's parser takes for its own: what could end a script is written as escapes."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    for bad in "<>&":
        text = text.replace(bad, f"\\u{ord(bad):04x}")
    return Markup(text)


def oembed(story: Story, publication: Publication) -> bytes:
    """What oEmbed 1.0 asks of a story, as "rich": a link with its headline."""
    data = story.newest.data
    address = f"{publication.address}{story.slug}/"
    link = f'<a href="{html.escape(address)}">{html.escape(data["headline"])}</a>'
    return json.dumps({
        "version": "1.0", "type": "rich", "title": data["headline"], "author_name": data["author"],
        "provider_name": publication.name, "provider_url": publication.address,
        "thumbnail_url": f"{address}thumbnail.png", "thumbnail_width": 1200, "thumbnail_height": 630,
        "html": f"<blockquote>{link}</blockquote>", "width": 600, "height": None,
    }, ensure_ascii=True, indent=1).encode()  # fmt: skip


def ledger_json(data: dict[str, Any]) -> bytes:
    """The public ledger as JSON."""
    return (json.dumps(data, ensure_ascii=True, indent=1) + "\n").encode()


def ledger_csv(data: dict[str, Any]) -> bytes:
    """The public ledger as CSV, a row for each piece of evidence, safe to open in a spreadsheet."""
    statements = {s["id"]: s for s in data["statements"]}
    titles = {d["id"]: d["title"] for d in data["documents"]}
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    for claim in data["claims"]:
        statement = statements.get(claim["statement"], {})
        for side in ("say", "so"):
            finding = claim[side]
            for evidence in (finding["evidence"] or [None]) if finding else ():
                e = evidence or {}
                writer.writerow([cell(value) for value in (
                    claim["id"], claim["statement"], claim["kind"], claim["text"], statement.get("source"),
                    statement.get("source_kind"), side, finding["verdict"] or "not published", finding["by"],
                    finding["reason"], titles.get(e.get("document", ""), ""), e.get("page"), e.get("line"),
                    e.get("text"),
                )])  # fmt: skip
    return file.getvalue().encode("utf-8-sig", "replace")
