"""MBOX: a box of mails, taken apart one mail at a time so that its size does not matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import IO

from sayso.reading.budget import Budget
from sayso.reading.draft import Attachment, Draft
from sayso.reading.files import read_inside
from sayso.reading.kinds import Kind, tell
from sayso.reading.limits import Limits
from sayso.records import Document

#: What a separator line is: "From ", who, and a time with its year (RFC 4155).
_FROM = re.compile(rb"From .{0,300}\d{4}|From (?:-|\S+@\S+)\s*$")
_HEADER = re.compile(rb">?[A-Za-z][\w-]*:")
#: Where a box may be cut: an empty line, a separator, a header. No laxer than the two above.
_CUT = re.compile(
    rb"\n\r?\n(?=From (?:[^\n]{0,300}\d{4}[^\n]{0,500}|(?:-|[^\s@]{1,200}@[^\s@]{1,200})[ \t\r]*)\n"
    rb">?[A-Za-z][\w-]*:)"
)
#: The longest that ``_CUT`` can match, with room; bytes looked through at once.
_SPAN, _BLOCK = 2_000, 1 << 18
_QUOTED = re.compile(rb"^>(?=>*From )", re.M)
_LINE = 1 << 16
#: How many mails of a box one answer holds.
_TOGETHER = 500


def is_box(head: bytes, name: str) -> bool:
    """Whether a file that begins with ``head`` is a box."""
    return head.startswith(b"From ") and tell(head, name)[0] is Kind.MBOX


def read_box(data: bytes, limits: Limits) -> Draft:
    """A Document that says how many mails the box has; they are left in ``draft.attachments``."""
    draft = Draft(str(Kind.MBOX))
    for number, (mail, _) in enumerate(mails_in(BytesIO(data), limits.bytes), start=1):
        if number > limits.mails:
            draft.problems.append(too_many(limits))
            break
        draft.attachments.append(Attachment(mail_name(number), mail))
    describe(draft, len(draft.attachments))
    return draft


def read_some(
    file: IO[bytes], place: list[int], budget: Budget
) -> tuple[list[Document], list[int] | None]:
    """A box without a name, then its next mails with what is attached; where to go on.

    ``place`` is how many mails were read before and the offset after them.
    """
    limits, (number, offset) = budget.limits, place
    end = file.seek(0, SEEK_END)
    file.seek(offset)
    draft = Draft(str(Kind.MBOX))
    found: list[Document] = []
    following: list[int] | None = None
    for mail, after in mails_in(file, limits.bytes):
        number += 1
        found += read_inside(mail, mail_name(number), budget, "", 1)
        if (number - place[0] >= _TOGETHER or budget.is_long()) and after < end:
            following = [number, after]
            break
    describe(draft, number)
    return [draft.finish("", "", limits), *found], following


def cuts(
    path: Path, start: int, end: int, size: int, most: int
) -> Iterator[tuple[int, int]]:
    """Stretches of whole mails that make up ``start`` to ``end`` of the box at ``path``.

    Each is cut at the first mail that begins ``size`` bytes or more after its own start. Of one that
    a mail makes longer than ``size`` and ``most``, the end of that mail is left out.
    """
    with path.open("rb") as file:
        while start < end:
            cut = _cut(file, start + size, end)
            yield start, min(cut, start + size + most + _SPAN)
            start = cut


def _cut(file: IO[bytes], at: int, end: int) -> int:
    """Where the first mail begins that does so after ``at`` and before ``end``, or ``end``."""
    while at < end:
        file.seek(at)
        block = file.read(min(_BLOCK, end - at))
        if found := _CUT.search(block):
            return at + found.end()
        if at + len(block) >= end or len(block) <= _SPAN:
            break
        at += len(block) - _SPAN
    return end


def mails_in(file: IO[bytes], most: int) -> Iterator[tuple[bytes, int]]:
    """Each mail from where ``file`` stands and the offset after it.

    A mail is cut at ``most`` bytes and a little; its reader finds what is missing.
    """
    lines: list[bytes] = []
    size, blank, whole = 0, True, True
    waiting: bytes | None = None
    at = file.tell()
    while line := file.readline(_LINE):
        if waiting is not None:
            # A separator only counts where a header follows; "From here on" may begin a sentence.
            if _HEADER.match(line) or not lines:
                if lines:
                    yield _mail(lines), at - len(waiting)
                lines, size = [], 0
            else:
                lines.append(waiting)
            waiting = None
        at += len(line)
        first = not lines and line.startswith(b"From ")
        if whole and blank and (first or _FROM.match(line)):
            waiting = line
        elif size <= most:
            lines.append(line)
            size += len(line)
        whole = line.endswith(b"\n")
        blank = whole and not line.strip()
    if waiting is not None:
        lines.append(waiting)
    if any(line.strip() for line in lines):
        yield _mail(lines), at


def mail_name(number: int) -> str:
    """What the mail ``number`` of a box is called, from 1."""
    return f"mail {number}.eml"


def describe(draft: Draft, mails: int) -> None:
    """Say in ``draft`` how many mails the box holds."""
    draft.metadata["mails"] = str(mails)
    draft.held = mails


def too_many(limits: Limits) -> str:
    """The words for a box of more mails than are read."""
    return f"has over {limits.mails:,} mails: the rest was not read; split the box and add the parts"


def _mail(lines: list[bytes]) -> bytes:
    return _QUOTED.sub(b"", b"".join(lines))
