"""A small ledger with a marker in every place that must stay private, and one that means harm."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from PIL import Image

from sayso.publishing import Details, Picture, Publication, Story, Version, picture_of, snapshot
from sayso.records import (
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
    Ledger,
    Omission,
    Quotation,
    Source,
    SourceKind,
    Span,
    Stance,
    Statement,
    Status,
    Verdict,
    Zone,
)

#: What must not come out while its paper is not cleared.
SECRET_WORDS = ("CANARYTEXT", "CANARYBEFORE", "CANARYAFTER", "CANARYSPEAKER", "CANARYREASON")
#: What must never come out.
NEVER = ("CANARYNAME", "CANARYCASE", "CANARYPROVENANCE", "CANARYUNREAD", "CANARYEXIF", "CANARYARTICLE")
NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
SECRET = "The valve was shut by CANARYTEXT on Monday."
OPEN = "The minister opened the valve on Monday."
BODY = "The valve was never shut. “Nobody shut the valve,” the minister said."


def paper(name: str, text: str) -> Coverage:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Coverage(digest[:12], name, digest, Status.READ, pages=2, media_type="application/pdf")


SECRET_PAPER = paper("leak/CANARYNAME-from-Kowalski.pdf", f"CANARYBEFORE {SECRET} CANARYAFTER")
OPEN_PAPER = paper("minutes_CANARYCASE.pdf", f"Then: {OPEN} End.")


def evidence(
    of: Coverage, text: str, start: int, stance: Stance, before: str, after: str, who: str
) -> Evidence:
    return Evidence(
        of.id, start, start + len(text), text, stance, 0.9, 2, None, who,
        (Span(start + 4, start + 9),), before, after,
    )  # fmt: skip


def ledger(headline: str = "Valve Shut", body: str = BODY, source: str = "the minister") -> Ledger:
    text = f"{headline}\n{body}"
    start = len(headline) + 1
    first = body.find(". ") + 1 or len(body)
    against = evidence(
        SECRET_PAPER, SECRET, 13, Stance.CONTRADICTS, "CANARYBEFORE ", " CANARYAFTER", "CANARYSPEAKER"
    )
    beside = evidence(OPEN_PAPER, OPEN, 6, Stance.CONTRADICTS, "Then: ", " End.", "THE CLERK")
    reason = f"Opposite statement: {SECRET_PAPER.name} has it that CANARYREASON."
    statements = (
        Statement("s1", start, start + first, body[:first], Zone.BODY, Quotation.NONE,
                  (Span(start, start + first),), claims=("c1", "c2")),
        Statement("s2", start + first, len(text), body[first:], Zone.BODY, Quotation.DIRECT, (),
                  Source(source, start, start + 3, SourceKind.NAMED_PERSON), claims=("c3",)),
    )  # fmt: skip
    claims = (
        Claim("c1", "s1", ClaimKind.ASSERTION, body[:first], start, start + first,
              so=Finding(Verdict.CONTRADICTED, 0.93, reason, "opposite", (against,))),
        Claim("c2", "s1", ClaimKind.DATE, "It was on Monday.", start, start + first,
              so=Finding(Verdict.CONTRADICTED, 0.9, f"See minutes_CANARYCASE.pdf, {OPEN_PAPER.name}.",
                         "dates", (beside,))),
        Claim("c3", "s2", ClaimKind.QUOTATION, body[first:], start + first, len(text),
              say=Finding(Verdict.NOT_FOUND, 0.6, "Not in CANARYNAME-from-Kowalski", "search", (against,))),
    )  # fmt: skip
    article = Article(
        Document("a" * 12, "CANARYARTICLE.html", "a" * 64, "text/html", text),
        (("headline", ArticleField(headline, "page", 0, len(headline))),),
        (Block(0, len(headline), Zone.HEADLINE), Block(start, len(text), Zone.BODY)),
    )
    unread = Coverage("b" * 12, "CANARYUNREAD.doc", "b" * 64, Status.UNREAD, "CANARYUNREAD is locked")
    return Ledger(
        article, statements, claims,
        Audit(((SourceKind.OWN_VOICE, 1), (SourceKind.NAMED_PERSON, 1))),
        (SECRET_PAPER, OPEN_PAPER, unread),
        (Omission(against, ("c1",), reason), Omission(beside, ("c1",), "it bears on it")),
        (("sayso", "1"), ("stance model", "m sha256:0"), ("files were read in", "CANARYPROVENANCE")),
    )  # fmt: skip


@cache
def _plain() -> Picture:
    return picture_of(photograph(), "Photo", "A dam")


def _picture(credit: str, alternative: str) -> Picture:
    return replace(_plain(), credit=credit, alternative=alternative)


def photograph() -> bytes:
    """A picture whose metadata tell who took it, and where."""
    image = Image.new("RGB", (900, 600), "teal")
    exif = Image.Exif()
    exif[0x010E] = "CANARYEXIF"
    exif[0x0112] = 6  # turned
    exif.get_ifd(0x8825)[2] = (10.0, 20.0, 30.0)
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif, comment=b"CANARYEXIF")
    return file.getvalue()


def story(cleared: dict[str, str], made: Ledger | None = None, **details: Any) -> Story:
    picture = _picture(details.pop("credit", "Photo: A"), details.pop("alternative", "A dam"))
    told = {"slug": "valve", "section": "World", "author": "Ada", "published": NOW, "summary": "In short."}
    data = snapshot(made or ledger(), Details(**{**told, **details, "picture": picture}), (), cleared)
    return Story(told["slug"], (Version(1, NOW, data, picture.jpeg),), (), 3)  # type: ignore[arg-type]


PUBLICATION = Publication("The Ledger", "https://example.org/papers/")
