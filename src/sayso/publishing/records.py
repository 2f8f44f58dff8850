"""What a story is made of. Nothing here holds a word of a paper that was not cleared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sayso.ledger.digest import Side
from sayso.records import Evidence, Verdict


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is published: a JPEG without metadata, its size in pixels, credit and text."""

    jpeg: bytes
    width: int
    height: int
    credit: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Details:
    """What people add to a ledger to make it a story. Moments have a time zone."""

    slug: str
    section: str
    author: str
    published: datetime
    updated: datetime | None = None
    summary: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's word on a finding; ``verdict`` None: as the program found it.

    ``evidence`` are the words that they picked. Their note is not here: it is theirs.
    """

    claim: str
    side: Side
    verdict: Verdict | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong in an earlier version, for its readers."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Version:
    """A story as it was published once. ``data`` is its snapshot, ``jpeg`` its picture."""

    number: int
    published: datetime
    data: dict[str, Any]
    jpeg: bytes | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A published story: its versions, the oldest first, and its corrections, the newest first."""

    slug: str
    versions: tuple[Version, ...]
    corrections: tuple[Correction, ...] = ()
    views: int | None = None

    @property
    def newest(self) -> Version:
        """The version that stands."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class Publication:
    """Who publishes. ``address`` is where the pages will lie, ending in a slash.

    Without one, links are relative and what must name an absolute address is left out: canonical
    links, the sitemap, oEmbed, and the addresses within the feeds and the linked data.
    """

    name: str = "sayso"
    address: str = ""
