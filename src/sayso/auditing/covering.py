"""A document as the coverage shows it: how much was read, in what language, beside which others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sayso.library import Library
from sayso.library.alike import Likeness, difference
from sayso.reading.languages import language_name
from sayso.records import Coverage

#: Near-copies that are named in a note.
_NAMED = 5


def covered(shown: Coverage, library: Library, inside: str = "") -> Coverage:
    """A document's line with its relations; one that is not in the library has none.

    ``inside`` names the files that it was found in.
    """
    likeness = library.alike.likeness(shown.id)
    return replace(
        shown,
        near_copy_of=likeness.leader if likeness else None,
        thread=library.threads.members(shown.id),
        notes=((f"in {inside}",) if inside else ()) + tuple(_notes(shown, likeness, library)),
    )


def _notes(shown: Coverage, likeness: Likeness | None, library: Library) -> Iterator[str]:
    if shown.language not in (None, "en"):
        yield f"in {language_name(str(shown.language))}: searched by words, not checked by the models"
    if likeness is not None:
        leader = library.documents[likeness.leader]
        yield f"near-copy of {leader.name} ({difference(library.documents[shown.id], leader)})"
    elif copies := library.alike.group(shown.id)[1:]:
        names = ", ".join(library.documents[one].name for one in copies[:_NAMED])
        more = f" and {len(copies) - _NAMED} more" if len(copies) > _NAMED else ""
        yield f"{len(copies)} near-{'copy' if len(copies) == 1 else 'copies'}: {names}{more}"
    members = library.threads.members(shown.id)
    if members:
        title = library.documents[members[0]].title or "without a subject"
        yield f"mail {members.index(shown.id) + 1} of {len(members)} in the thread “{title}”"
