"""A document as the coverage shows it: how much was read, in what language, beside which others."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.library import Library
from sayso.library.alike import difference
from sayso.reading.languages import foreign, language_name
from sayso.records import Coverage, Document

#: Near-copies that are named in a note.
_NAMED = 5


def covered(document: Document, library: Library) -> Coverage:
    """The document's line in the coverage; one that is not in the library has no relations."""
    likeness = library.alike.likeness(document.id)
    return Coverage(
        document.id, document.name, document.sha256, document.status, document.reason,
        len(document.pages) or None, document.media_type, dict(document.metadata).get("language"),
        likeness.leader if likeness else None, library.threads.members(document.id),
        tuple(_notes(document, library)),
    )  # fmt: skip


def _notes(document: Document, library: Library) -> Iterator[str]:
    if code := foreign(document.metadata):
        yield f"in {language_name(code)}: searched by words, not checked by the models"
    likeness = library.alike.likeness(document.id)
    if likeness is not None:
        leader = library.documents[likeness.leader]
        yield f"near-copy of {leader.name} ({difference(document, leader)})"
    elif copies := library.alike.group(document.id)[1:]:
        names = ", ".join(library.documents[one].name for one in copies[:_NAMED])
        more = f" and {len(copies) - _NAMED} more" if len(copies) > _NAMED else ""
        yield f"{len(copies)} near-{'copy' if len(copies) == 1 else 'copies'}: {names}{more}"
    members = library.threads.members(document.id)
    if members:
        title = library.documents[members[0]].title or "without a subject"
        yield f"mail {members.index(document.id) + 1} of {len(members)} in the thread “{title}”"
