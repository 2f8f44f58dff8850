"""Published pages, made from a ledger that a person has signed off.

A *snapshot* is all that is public of a story and nothing else; every page, feed, picture and bundle
is made from snapshots alone, so that what is not in one cannot come out anywhere. ``Site`` gives
the pages one by one, for a server, and ``write_site`` all of them, as files for any host.
"""

from sayso.publishing.bundle import verify
from sayso.publishing.pictures import picture_of
from sayso.publishing.records import Correction, Decided, Details, Picture, Publication, Story, Version
from sayso.publishing.site import Site, write_site
from sayso.publishing.snapshot import snapshot

__all__ = [
    "Correction", "Decided", "Details", "Picture", "Publication", "Site", "Story", "Version",
    "picture_of", "snapshot", "verify", "write_site",
]  # fmt: skip
