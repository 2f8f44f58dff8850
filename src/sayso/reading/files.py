"""One file of any kind becomes a Document, and what is attached to it further Documents."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import replace
from email.errors import MessageError
from pathlib import Path

from sayso.reading.draft import Draft
from sayso.reading.kinds import Kind, tell
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


def read_bytes(
    data: bytes, name: str, limits: Limits = DEFAULT, part_of: str | None = None, depth: int = 0
) -> tuple[Document, ...]:
    """The document that ``data`` is and then, for a mail, those attached to it."""
    sha256 = hashlib.sha256(data).hexdigest()
    draft = draft_of_bytes(data, name, limits)
    document = draft.finish(name, sha256, limits, part_of)
    found = [document]
    for attachment in draft.attachments:
        found.extend(_attached(attachment.data, attachment.name, limits, document, depth + 1))
    if depth == 0:
        return distinct(tuple(found))
    return tuple(found)


def draft_of_bytes(data: bytes, name: str, limits: Limits) -> Draft:
    """What the reader for the kind of ``data`` makes of it."""
    if not data:
        return Draft(str(Kind.OTHER), problems=["is empty: get the file again"])
    kind, media_type, problem = tell(data, name)
    if problem:
        return Draft(media_type, problems=[problem])
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
    if kind in (Kind.CSV, Kind.TSV):
        from sayso.reading.tables import read_table

        return read_table(data, name, kind)
    from sayso.reading.plain import read_plain

    return read_plain(data, name, kind)


def _attached(
    data: bytes, name: str, limits: Limits, holder: Document, depth: int
) -> tuple[Document, ...]:
    if depth > limits.mail_depth:
        problem = f"is attached {depth} mails deep: save it on its own and add that"
        return (_refused(data, name, problem, holder),)
    if too_large := limits.size_problem(len(data)):
        return (_refused(data, name, too_large, holder),)
    return read_bytes(data, name, limits, holder.id, depth)


def _refused(data: bytes, name: str, problem: str, holder: Document) -> Document:
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(
        sha256[:12],
        name,
        sha256,
        str(Kind.OTHER),
        status=Status.UNREAD,
        reason=problem,
        part_of=holder.id,
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
    return limits.size_problem(found.st_size)


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
