"""One file of any kind becomes a Document, and what is attached to it further Documents."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.errors import MessageError
from pathlib import Path

from sayso.reading.budget import Budget
from sayso.reading.draft import Draft, Member
from sayso.reading.kinds import ARCHIVES, Kind, tell
from sayso.reading.limits import DEFAULT, Limits
from sayso.records import Document, Status


def read_file(path: Path, limits: Limits = DEFAULT) -> tuple[Document, ...]:
    """The document in ``path`` and then, for a mail, those attached to it.

    Parses in this process: for files that are trusted, for tests, and for the child processes of
    ``read_paths``. Never raises for what a file holds; see ``Document.status`` and ``reason``.
    """
    name = Path(path).name
    problem = file_problem(path, limits)
    if problem:
        return (unread(name, problem),)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        return (unread(name, _os_problem(error)),)
    return read_bytes(data, name, limits)


def read_bytes(data: bytes, name: str, limits: Limits = DEFAULT) -> tuple[Document, ...]:
    """The document that ``data`` is and then those attached to it, or inside it, at any depth."""
    return distinct(tuple(read_inside(data, name, Budget(limits), None, 0)))


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of an archive: it with its members ``first`` up to before ``next``, None at the end.

    What is no archive has no ``next``. Ids are not yet unique, and a document met before has no text
    and no reason yet: who puts the slices together enters each in a Register.
    """

    documents: tuple[Document, ...]
    next: int | None


def read_slice(
    data: bytes, name: str, first: int, most: int, budget: Budget, unopened: bool = False
) -> Slice:
    """The archive in ``data`` and at most ``most`` of its members, fewer where they take long.

    ``unopened`` members are only named. Anything but an archive is read whole.
    """
    if not data or tell(data, name)[0] not in ARCHIVES:
        return Slice(tuple(read_inside(data, name, budget, None, 0)) if most else (), None)
    sha256 = hashlib.sha256(data).hexdigest()
    draft = draft_of_bytes(data, name, budget, first + 1 if unopened else first)
    assert draft.members is not None
    budget.seen.add(sha256)
    found: list[Document] = []
    place = 0
    for member in draft.members:
        if most == 0:
            break
        if place >= first:
            if unopened:
                member = Member(member.name, None, "was not opened")
            found.extend(_member(member, sha256[:12], budget, 1))
        place += 1
        if place >= first + most or (place > first and budget.is_long()):
            break
    else:
        place = -1
    holder = draft.finish(name, sha256, budget.limits)
    return Slice((holder, *found), place if place >= 0 else None)


def read_inside(
    data: bytes, name: str, budget: Budget, part_of: str | None, depth: int
) -> Iterator[Document]:
    """The document ``data`` is, ``depth`` files deep in that called ``part_of``, and those inside it."""
    limits, sha256 = budget.limits, hashlib.sha256(data).hexdigest()
    budget.seen.add(sha256)
    draft = draft_of_bytes(data, name, budget)
    found: list[Document] = []
    for member in draft.members or ():
        found.extend(_member(member, sha256[:12], budget, depth + 1))
    document = draft.finish(name, sha256, limits, part_of)
    yield document
    yield from found
    for attachment in draft.attachments:
        if depth >= limits.mail_depth:
            problem = f"is attached {depth + 1} mails deep: save it on its own and add that"
            yield _refused(attachment.data, attachment.name, problem, document.id)
        else:
            yield from _attached(attachment.data, attachment.name, budget, document.id, depth + 1)


def _member(member: Member, holder: str, budget: Budget, depth: int) -> Iterator[Document]:
    if member.data is None:
        problem = member.problem or "holds no bytes"
        yield replace(unread(member.name, problem), part_of=holder)
    elif depth > budget.limits.archive_depth:
        problem = f"lies {depth} archives deep: unpack it and add what is inside"
        yield _refused(member.data, member.name, problem, holder)
    else:
        first, *rest = _attached(member.data, member.name, budget, holder, depth)
        if member.problem:
            status = Status.UNREAD if first.status is Status.UNREAD else Status.PARTLY_READ
            reason = f"{member.problem}; {first.reason}" if first.reason else member.problem
            first = replace(first, status=status, reason=reason)
        yield first
        yield from rest


def draft_of_bytes(data: bytes, name: str, budget: Budget, skip: int = 0) -> Draft:
    """What the reader for the kind of ``data`` makes of it; of an archive, past ``skip`` members."""
    limits = budget.limits
    if not data:
        return Draft(str(Kind.OTHER), problems=["is empty: get the file again"])
    kind, media_type, problem = tell(data, name)
    if problem:
        return Draft(media_type, problems=[problem])
    if kind in ARCHIVES:
        from sayso.reading.archives import read_archive

        return read_archive(data, name, kind, budget, skip)
    try:
        draft = _draft(kind, data, name, limits, media_type)
    except MemoryError:
        return Draft(media_type, problems=["needs more memory than a file is given: split it"])
    except RecursionError:
        return Draft(media_type, problems=["is nested too deeply to be read"])
    # What malformed input makes the standard library's and our own parsers raise.
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError, ArithmeticError,
            RuntimeError, SyntaxError, MessageError) as error:  # fmt: skip
        return Draft(
            media_type,
            problems=[f"could not be read ({type(error).__name__}): save it as text and add that"],
        )
    return draft


def _draft(kind: Kind, data: bytes, name: str, limits: Limits, media_type: str) -> Draft:
    # Each reader is imported when a file first needs it, so that a child starts fast.
    if kind is Kind.PDF:
        from sayso.reading.pdf import read_pdf

        return read_pdf(data, name, limits)
    if kind is Kind.IMAGE:
        from sayso.reading.images import read_image

        return read_image(data, media_type, limits)
    if kind is Kind.DOCX:
        from sayso.reading.word import read_word

        return read_word(data, name, limits)
    if kind is Kind.HTML:
        from sayso.reading.web import read_web

        return read_web(data, name)
    if kind is Kind.MAIL:
        from sayso.reading.mail import read_mail

        return read_mail(data, limits)
    if kind in (Kind.XLSX, Kind.XLS):
        from sayso.reading.sheets import read_workbook

        return read_workbook(data, name, kind, limits)
    if kind is Kind.PPTX:
        from sayso.reading.slides import read_slides

        return read_slides(data, name, limits)
    if kind in (Kind.ODT, Kind.ODS, Kind.ODP):
        from sayso.reading.opendocument import read_open_document

        return read_open_document(data, name, kind, limits)
    if kind is Kind.RTF:
        from sayso.reading.rich import read_rich

        return read_rich(data, name, limits)
    if kind is Kind.MHTML:
        from sayso.reading.saved import read_saved_page

        return read_saved_page(data, name)
    if kind is Kind.MBOX:
        from sayso.reading.boxes import read_box

        return read_box(data, limits)
    if kind is Kind.MSG:
        from sayso.reading.outlook import read_outlook

        return read_outlook(data, limits)
    if kind in (Kind.CSV, Kind.TSV):
        from sayso.reading.tables import read_table

        return read_table(data, name, kind)
    from sayso.reading.plain import read_plain

    return read_plain(data, name, kind)


def _attached(
    data: bytes, name: str, budget: Budget, holder: str, depth: int
) -> Iterator[Document]:
    sha256 = hashlib.sha256(data).hexdigest()
    if too_large := budget.limits.size_problem(len(data)):
        yield _refused(data, name, too_large, holder)
    elif data and sha256 in budget.seen:
        # The register puts in the reason: an archive that holds itself would never end.
        yield _refused(data, name, "", holder)
    else:
        yield from read_inside(data, name, budget, holder, depth)


def _refused(data: bytes, name: str, problem: str, holder: str) -> Document:
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(
        sha256[:12],
        name,
        sha256,
        str(Kind.OTHER),
        status=Status.UNREAD,
        reason=problem,
        part_of=holder,
    )


def file_problem(path: Path, limits: Limits) -> str | None:
    """Why ``path`` cannot be opened as a file, or None."""
    try:
        found = os.stat(path)
    except (OSError, ValueError) as error:
        return _os_problem(error)
    if stat.S_ISDIR(found.st_mode):
        return "is a folder, not a file"
    if not stat.S_ISREG(found.st_mode):
        return "is not a regular file: copy its content into one"
    if found.st_size == 0:
        return "is empty: get the file again"
    problem = limits.size_problem(found.st_size)
    return None if problem and _is_box_at(path) else problem


def _is_box_at(path: Path) -> bool:
    """Whether a file is a mailbox, which is read a mail at a time however long it is."""
    from sayso.reading.boxes import is_box

    try:
        with Path(path).open("rb") as file:
            return is_box(file.read(1024), "")
    except OSError:
        return False


def _os_problem(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "cannot be found: check the name"
    if isinstance(error, PermissionError):
        return "may not be opened: check its permissions"
    words = error.strerror if isinstance(error, OSError) and error.strerror else "bad name"
    return f"cannot be opened ({words}): check the disk and the name"


def unread(name: str, problem: str, sha256: str = "") -> Document:
    """A Document of which nothing could be read; without its bytes the name gives the id."""
    name = name.encode("utf-8", "replace").decode()
    identity = sha256 or hashlib.sha256(name.encode()).hexdigest()
    return Document(
        identity[:12], name, sha256, str(Kind.OTHER), status=Status.UNREAD, reason=problem
    )


class Register:
    """Keeps ids unique and names the first of several files with the same bytes."""

    def __init__(self) -> None:
        self._first: dict[str, Document] = {}
        self._ids: dict[str, int] = {}

    def enter(self, document: Document) -> Document:
        """``document``, or what says that its bytes were read before under another name."""
        first = self._first.get(document.sha256) if document.sha256 else None
        if first is not None:
            outcome = (
                "which was read" if first.status is not Status.UNREAD else "which was not read"
            )
            same = f"the same bytes as {first.name}, {outcome}"
            document = replace(
                unread(document.name, same, document.sha256),
                media_type=first.media_type, part_of=document.part_of,
            )  # fmt: skip
        elif document.sha256:
            self._first[document.sha256] = replace(document, text="", pages=(), segments=())
        times = self._ids.get(document.id, 0) + 1
        self._ids[document.id] = times
        return document if times == 1 else replace(document, id=f"{document.id}-{times}")


def distinct(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """``documents`` with unique ids, attachments of the same bytes read once."""
    register = Register()
    return tuple(register.enter(document) for document in documents)
