"""Stories of the desk as ``sayso.publishing`` wants them, and the published pages, kept while they stand."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.db.models import Count, F, Max, Sum

from sayso import publishing
from sayso.desk import clearing
from sayso.desk.home import Home
from sayso.desk.models import Story, Version
from sayso.desk.standing import Standing
from sayso.publishing.site import Page
from sayso.records import Ledger

#: Parts of paths that are no story's.
RESERVED = frozenset({"section", "author", "archive", "index", "search", "feed", "atom", "sitemap", "robots"})
#: Seconds after which a page is made anew, so that it shows how often it was viewed, and after which
#: views are written down.
_FRESH, _COUNTED = 30.0, 5.0


def publication() -> publishing.Publication:
    """Who publishes, by the desk's settings."""
    settings = Home.here().settings
    return publishing.Publication(str(settings.get("name", "sayso")), str(settings.get("address", "")))


def keep_picture(picture: publishing.Picture) -> str:
    """Keep a picture by its hash, which is given back."""
    name = sha256(picture.jpeg).hexdigest()
    path = Home.here().stories / f"{name}.jpg"
    if not path.exists():
        aside = path.with_suffix(".part")
        aside.write_bytes(picture.jpeg)
        aside.replace(path)
    return name


def picture_of(story: Story) -> publishing.Picture | None:
    """The picture of a story as it stands on the desk."""
    jpeg = _jpeg(story.picture)
    if jpeg is None:
        return None
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(jpeg)) as opened:
        width, height = opened.size
    return publishing.Picture(jpeg, width, height, story.credit, story.alternative)


def _jpeg(name: str) -> bytes | None:
    path = Home.here().stories / f"{name}.jpg"
    return path.read_bytes() if name and path.is_file() else None


def draft(story: Story, ledger: Ledger, stands: Standing, now: datetime) -> publishing.Version:
    """The version that publishing ``story`` now would make."""
    first = story.versions.first()
    details = publishing.Details(
        slug=story.slug,
        section=story.section,
        author=story.author,
        published=first.published if first else now,
        updated=now if first else None,
        summary=story.summary,
        picture=picture_of(story),
    )
    decided = [
        publishing.Decided(claim, side, one.verdict, one.evidence)
        for (claim, side), one in stands.decisions.items()
        if not one.stale
    ]
    data = publishing.snapshot(ledger, details, decided, clearing.cleared(story.case))
    return publishing.Version(len(story.versions.all()) + 1, now, data, _jpeg(story.picture))


def as_published(story: Story, more: publishing.Version | None = None) -> publishing.Story:
    """A story with its versions; ``more`` is one that is not published yet."""
    kept = list(story.versions.all())
    versions = [publishing.Version(v.number, v.published, v.data, _jpeg(v.picture)) for v in kept]
    corrections = [
        publishing.Correction(v.published.date(), v.correction) for v in reversed(kept) if v.correction
    ]
    every = (*versions, more) if more else tuple(versions)
    return publishing.Story(story.slug, every, tuple(corrections), story.views)


def site() -> publishing.Site:
    """The site of all stories that stand."""
    return publishing.Site(publication(), [as_published(story) for story in _standing()])


def _standing() -> list[Story]:
    return list(Story.objects.filter(standing=True).prefetch_related("versions"))


@dataclass
class _Kept:
    """The pages made since something was last published."""

    stamp: tuple[object, ...] = ()
    site: publishing.Site | None = None
    made: dict[str, tuple[float, Page]] = field(default_factory=dict)
    views: Counter[str] = field(default_factory=Counter)
    counted: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


_KEPT = _Kept()


def page(path: str) -> Page | None:
    """A published page, made once and kept for a while; None where there is none."""
    stamp = _stamp()
    now = time.monotonic()
    with _KEPT.lock:
        if _KEPT.stamp != stamp or _KEPT.site is None:
            _KEPT.stamp, _KEPT.site, _KEPT.made = stamp, site(), {}
        kept = _KEPT.made.get(path)
        if kept is not None and now - kept[0] < _FRESH:
            return kept[1]
        if kept is not None:
            views = Story.objects.filter(standing=True).values_list("slug", "views")
            _KEPT.site = _KEPT.site.viewed(dict(views))
        made = _KEPT.site.get(path)
        if made is not None:
            _KEPT.made[path] = (now, made)
        return made


def _stamp() -> tuple[object, ...]:
    told = Story.objects.filter(standing=True).aggregate(Count("id"), Sum("id"), Max("versions__id"))
    return (str(Home.here().folder), *sorted(told.items()))


def viewed(slug: str) -> None:
    """Count a view: only that there was one, of what, and never whose."""
    now = time.monotonic()
    with _KEPT.lock:
        _KEPT.views[slug] += 1
        if now - _KEPT.counted < _COUNTED:
            return
        views, _KEPT.views, _KEPT.counted = _KEPT.views, Counter(), now
    for name, count in views.items():
        Story.objects.filter(slug=name).update(views=F("views") + count)


def add_version(story: Story, made: publishing.Version, correction: str) -> Version:
    """Write a version down, as the one that stands."""
    return Version.objects.create(
        story=story, number=made.number, published=made.published, data=made.data, picture=story.picture,
        correction=correction,
    )  # fmt: skip


def write(folder: Path, slugs: set[str] | None = None) -> list[Path]:
    """Write the pages of all stories that stand, or of those of ``slugs``, as files."""
    every = [as_published(s) for s in _standing() if slugs is None or s.slug in slugs]
    return publishing.write_site(publishing.Site(publication(), every), folder)
