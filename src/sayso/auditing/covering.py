"""A document as the coverage shows it: how much was read, in what language, beside which others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sayso.library import Library
from sayso.library.alike import difference
from sayso.reading.languages import language_name
from sayso.records import Coverage

#: Near-copies that are named in a note.
_NAMED = 5
#: Near-copies of a library that are held against the first of their kind, which are read for it.
_COMPARED = 200


class Covering:
    """What a library knows of its documents' relations, asked for once, not for each of them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._copies = {one: group for group in library.alike.groups() for one in group}
        self._threads = {one: thread for thread in library.threads.every() for one in thread}
        self._compared = 0

    def covered(self, shown: Coverage, inside: str = "") -> Coverage:
        """A document's line with its relations; one that is not in the library has none.

        ``inside`` names the files that it was found in.
        """
        notes = (*((f"in {inside}",) if inside else ()), *self._notes(shown))
        copies, thread = self._copies.get(shown.id, ()), self._threads.get(shown.id, ())
        if not (notes or copies or thread):
            return shown
        leader = copies[0] if copies and copies[0] != shown.id else None
        return replace(shown, near_copy_of=leader, thread=thread, notes=notes)

    def _notes(self, shown: Coverage) -> Iterator[str]:
        documents = self._library.documents
        if shown.language not in (None, "en"):
            yield f"in {language_name(str(shown.language))}: searched by words, not checked by the models"
        if copies := self._copies.get(shown.id):
            leader = documents[copies[0]]
            if copies[0] != shown.id:
                self._compared += 1
                apart = f" ({difference(documents[shown.id], leader)})" if self._compared <= _COMPARED else ""
                yield f"near-copy of {leader.name}{apart}"
            else:
                others = copies[1:]
                names = ", ".join(documents[one].name for one in others[:_NAMED])
                more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
                yield f"{len(others)} near-{'copy' if len(others) == 1 else 'copies'}: {names}{more}"
        if thread := self._threads.get(shown.id):
            title = documents[thread[0]].title or "without a subject"
            yield f"mail {thread.index(shown.id) + 1} of {len(thread)} in the thread “{title}”"
