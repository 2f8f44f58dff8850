"""A box of mails is read in stretches, by all children at once, however long it is."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeGuard

from sayso.reading.boxes import cuts, describe, mail_name, too_many
from sayso.reading.crew import GARBLED, Crew, Failure, documents_of
from sayso.reading.draft import Draft
from sayso.reading.files import unread
from sayso.reading.kinds import Kind
from sayso.reading.limits import Limits
from sayso.records import Document

#: Bytes of a stretch, cut at the next mail, and how many of them are read before they are asked for.
_STRETCH = 500_000
_AHEAD = 8


class BoxReading:
    """The mails of one box, being read from now on, a few stretches ahead of who takes them."""

    def __init__(self, crew: Crew, path: Path, name: str, limits: Limits) -> None:
        self._crew, self._path, self._name, self._limits = crew, path, name, limits
        self._until = time.monotonic() + limits.archive_seconds
        self._late = False
        self._spent = [0, 0]
        self._counting = threading.Lock()
        #: What held the children that read it.
        self._levels: set[str] = set()
        self._left = cuts(path, 0, path.stat().st_size, _STRETCH, limits.bytes)
        self._ahead: deque[Future[list[Document]]] = deque()
        self._go_on()

    def _go_on(self) -> None:
        for start, end in islice(self._left, _AHEAD - len(self._ahead)):
            self._ahead.append(self._crew.submit(partial(self._read, start, end)))

    def parts(self) -> Iterator[tuple[list[Document], str]]:
        """The box as it is known so far and its next mails, in order, with what is attached to them.

        With them comes what held their readers.
        """
        draft = Draft(str(Kind.MBOX))
        number, full = 0, False
        while self._ahead and not full:
            found: list[Document] = []
            for document in self._ahead.popleft().result():
                if document.part_of == "":
                    if number == self._limits.mails:
                        draft.problems.append(too_many(self._limits))
                        full = True
                        break
                    number += 1
                    document = replace(document, name=mail_name(number))
                found.append(document)
            self._go_on()
            if self._late and not self._ahead:
                draft.problems.append(
                    f"takes over {self._limits.archive_seconds:g} seconds to read: some of its mails "
                    "were not read; split the box and add the parts"
                )
            describe(draft, number)
            box = draft.finish(self._name, "", self._limits)
            yield [box, *found], ", ".join(sorted(self._levels))

    def _read(self, start: int, end: int, alone: bool = False) -> list[Document]:
        """What lies from ``start`` to ``end``; of mails that end their reader each ``alone``."""
        found: list[Document] = []
        place: list[int] | None = [0, 0]
        while place is not None:
            if time.monotonic() > self._until:
                self._late = True
                return found
            try:
                answer = self._ask(start, end, place)
                found += documents_of(answer)[1:]
                place = _following(answer, place)
            except Failure as failure:
                if alone:
                    return [self._unread(start, end, str(failure))]
                size = self._limits.bytes
                mails = cuts(self._path, start, end, 0, size)
                return [d for first, last in mails for d in self._read(first, last, True)]
        return found

    def _ask(self, start: int, end: int, place: list[int]) -> dict[str, Any]:
        with self._counting:
            before = list(self._spent)
        answer = self._crew.ask(
            {
                "job": "document", "path": str(self._path), "name": self._name,
                "stretch": [start, end], "mails": place, "spent": before,
            }
        )  # fmt: skip
        self._levels.add(answer["level"])
        after = answer.get("spent")
        if not _two_numbers(after):
            raise Failure(GARBLED)
        # What other stretches came to meanwhile counts from their next job on.
        with self._counting:
            self._spent = [
                spent + max(0, new - old)
                for spent, new, old in zip(self._spent, after, before, strict=True)
            ]
        return answer

    def _unread(self, start: int, end: int, reason: str) -> Document:
        with self._path.open("rb") as file:
            file.seek(start)
            sha256 = hashlib.sha256(file.read(end - start)).hexdigest()
        return replace(unread("", reason, sha256), part_of="")


def _following(answer: dict[str, Any], place: list[int]) -> list[int] | None:
    """Where in the stretch the next job goes on; None at its end. Raises Failure."""
    following = answer.get("next_mail")
    if following is None:
        return None
    if not _two_numbers(following) or following[1] <= place[1]:
        raise Failure(GARBLED)
    return [following[0], following[1]]


def _two_numbers(untrusted: object) -> TypeGuard[list[int]]:
    return (
        isinstance(untrusted, list) and len(untrusted) == 2 and all(type(n) is int for n in untrusted)
    )
