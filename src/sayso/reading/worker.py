"""The child process that parses files: ``python -m sayso.reading.worker``.

It gives up what a parser does not need before it opens a file, says how far that went, then answers
jobs until its parent closes the pipe. Modules for a format are imported when a file first needs them.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from sayso.reading.limits import Limits
from sayso.reading.wire import receive, send

if TYPE_CHECKING:
    from sayso.reading.budget import Budget

#: CPU seconds a job may take beyond its time limit before the kernel ends the process.
_GRACE = 10


def main() -> None:
    """Answer jobs from standard input on standard output."""
    parent = os.getppid()
    source, sink = _own_pipes()
    _forbid_sockets()
    hello = receive(source)
    if hello is None:
        return
    limits = Limits(**hello["limits"])
    level = ["child process", *_restrict(limits)]
    # Where the parent puts each file into memory, no place on the disk need be open to this process.
    if hello.get("desk"):
        from sayso.reading.confinement import Needs, confine
        from sayso.reading.engines import tessdata

        models = tessdata()
        level += confine(Needs(readable=(str(models),) if models else ()))
    send(sink, {"level": level})
    end_with(parent)
    while (job := receive(source)) is not None:
        _allow_time(limits)
        send(sink, _answer(job, limits))


def _answer(job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        return _JOBS[job["job"]](job, limits)
    except MemoryError:
        return {"failed": "needs more memory than a file is given: split it and add the parts"}
    except RecursionError:
        return {"failed": "is nested too deeply to be read: save it as text and add that"}
    except OSError as error:
        return {"failed": f"cannot be opened ({error.strerror or 'no reason given'})"}
    # What malformed input makes the standard library, lxml and PDFium's bindings raise.
    except (ValueError, LookupError, TypeError, AttributeError, RuntimeError, ArithmeticError,
            SyntaxError, AssertionError) as error:  # fmt: skip
        return {
            "failed": f"could not be read ({type(error).__name__}): save it as text and add that"
        }


def _document(job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    from sayso.reading.budget import Budget
    from sayso.reading.files import read_slice
    from sayso.reading.kinds import is_pdf
    from sayso.reading.wire import document_to

    path, name = Path(job["path"]), job["name"]
    budget = Budget(limits, *job.get("spent") or ())
    with path.open("rb") as file:
        if job.get("stretch"):
            return _mails(file, job["stretch"], job["mails"], budget)
        head = file.read(1024)
        if is_pdf(head):
            return _pages(path, name, job.get("pages"), limits)
        data = head + file.read(limits.bytes)
    first, most = job["members"]
    part = read_slice(data, name, first, most, budget, bool(job.get("unopened")))
    return {
        "documents": [document_to(d) for d in part.documents],
        "next": part.next,
        "spent": [budget.unpacked, budget.entries],
    }


def _pages(path: Path, name: str, wanted: list[int] | None, limits: Limits) -> dict[str, Any]:
    """The first pages of a PDF with how many there are, or the ``wanted`` pages."""
    from sayso.reading.pdf import read_pages
    from sayso.reading.wire import document_to

    first, last = wanted or (0, limits.chunk)
    draft = read_pages(path, name, first, last, limits)
    # The parent has the file's hash; it does not ask a child that a file may have taken over.
    return {
        "documents": [document_to(draft.finish(name, "", limits))],
        "page_count": draft.page_count,
    }


def _mails(
    file: IO[bytes], stretch: list[int], place: list[int], budget: Budget
) -> dict[str, Any]:
    """Some mails of the ``stretch`` of a box, from ``place`` in it on, and where to go on.

    What the box is called and how many mails came before is the parent's to know.
    """
    from io import BytesIO

    from sayso.reading.boxes import read_some
    from sayso.reading.wire import document_to

    start, end = stretch
    file.seek(start)
    documents, following = read_some(BytesIO(file.read(end - start)), place, budget)
    return {
        "documents": [document_to(d) for d in documents],
        "next_mail": following,
        "spent": [budget.unpacked, budget.entries],
    }


def _article(job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    from sayso.errors import ArticleError
    from sayso.reading.article import published_file
    from sayso.reading.wire import article_to

    try:
        article, facts = published_file(Path(job["path"]), limits, job["name"])
        return {"article": article_to(article), "outlet": facts.outlet, "address": facts.address}
    except ArticleError as error:
        return {"refused": str(error)}


def _pictures(job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    import base64

    from sayso.reading.pictures import draw_pages

    drawn = draw_pages(Path(job["path"]), job["pages"], job["width"])
    return {"pictures": [[page, base64.b64encode(jpeg).decode()] for page, jpeg in drawn.items()]}


def _photograph(job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    import base64

    from sayso.reading.pictures import make_plain

    try:
        jpeg, width, height = make_plain(Path(job["path"]), job["widest"], job["heaviest"])
    except ValueError as error:
        return {"refused": str(error)}
    return {"picture": base64.b64encode(jpeg).decode(), "width": width, "height": height}


_JOBS = {
    "document": _document, "article": _article, "pictures": _pictures, "photograph": _photograph,
}  # fmt: skip


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the parent, moved away from where a chatty library would write."""
    source, sink = os.dup(0), os.dup(1)
    void = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(void, standard)
    os.close(void)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(source, os.O_BINARY)
        msvcrt.setmode(sink, os.O_BINARY)
    return os.fdopen(source, "rb"), os.fdopen(sink, "wb")


def end_with(parent: int) -> None:
    """End this process once its ``parent`` is gone, though it be in the middle of a file."""
    if sys.platform == "win32":
        return

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _forbid_sockets() -> None:
    """Make every attempt to open a socket from Python fail."""
    import socket

    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError("a reader of files opens no sockets")

    # A subclass, not a function: libraries derive from it when they are imported.
    replaced = {"socket": type("NoSocket", (socket.socket,), {"__init__": refuse})}
    for name, value in replaced.items():
        setattr(socket, name, value)
    for name in ("create_connection", "create_server", "socketpair", "getaddrinfo", "fromfd"):
        setattr(socket, name, refuse)


def _restrict(limits: Limits) -> list[str]:
    """Lower what the kernel grants this process; "limits" where it has a way to say so."""
    try:
        import resource
    except ImportError:
        return []
    for name, value in (
        ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_NOFILE", 64),
        ("RLIMIT_AS", limits.memory),
    ):
        number = getattr(resource, name, None)
        if number is None:
            continue
        try:
            hard = resource.getrlimit(number)[1]
            most = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(number, (most, most))
        except (ValueError, OSError):
            # macOS names some limits that it does not let anyone set.
            continue
    return ["limits"]


def _allow_time(limits: Limits) -> None:
    """Grant CPU time for one more job, should the parent's clock not end it first."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + limits.patience(b"%PDF-") + _GRACE)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
    except (ValueError, OSError):
        return


if __name__ == "__main__":
    main()
