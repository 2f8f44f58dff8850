"""Many articles are read at once, by children that stay warm from one to the next."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from sayso.reading.crew import GARBLED, Crew, Failure
from sayso.reading.files import file_problem
from sayso.reading.folders import Found
from sayso.reading.levels import held_by
from sayso.reading.limits import DEFAULT, Limits
from sayso.reading.wire import WireError, article_from
from sayso.records import Article

#: Letters of an outlet's name and of an address that are kept.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one file, or one article in a file of many, came to.

    ``problem`` says in words why there is no article, or what is missing of it. ``address`` is where it
    was published, ``outlet`` who published it. ``path`` is the file that holds it and nothing else;
    ``data`` are the bytes of one inside another.
    """

    name: str
    article: Article | None
    problem: str | None = None
    address: str | None = None
    outlet: str | None = None
    path: Path | None = None
    data: bytes | None = None


def read_articles(
    found: Iterable[Found], workers: int = 2, limits: Limits = DEFAULT
) -> Iterator[Gathered]:
    """The articles in ``found``, in order, each file read in a child process; a few are read ahead."""
    crew = Crew(workers, limits)
    window: deque[Future[Gathered]] = deque()
    source = iter(found)
    try:
        while True:
            while len(window) < 8 * workers and (one := next(source, None)) is not None:
                window.append(crew.submit(partial(_read, crew, one, limits)))
            if not window:
                return
            yield window.popleft().result()
    finally:
        crew.close()


def _read(crew: Crew, found: Found, limits: Limits) -> Gathered:
    if problem := found.problem or file_problem(found.path, limits):
        return Gathered(found.name, None, problem)
    job = {"job": "article", "path": os.path.abspath(found.path), "name": found.name}
    try:
        answer = crew.ask(job)
        if "refused" in answer:
            words = str(answer["refused"])[:500]
            return Gathered(found.name, None, words.removeprefix(f"{found.name} "))
        article = article_from(answer.get("article"))
        sha256 = hashlib.sha256(found.path.read_bytes()).hexdigest()
    except WireError:
        return Gathered(found.name, None, GARBLED)
    except OSError as error:
        return Gathered(found.name, None, f"cannot be opened ({error.strerror}): check the disk and the name")
    except Failure as failure:
        return Gathered(found.name, None, str(failure))
    document = replace(article.document, id=sha256[:12], name=found.name, sha256=sha256)
    article = replace(article, document=held_by(document, answer["level"]))
    address = _words(answer.get("address"))
    outlet = _words(answer.get("outlet")) or _host(address)
    return Gathered(found.name, article, None, address, outlet, found.path)


def _words(untrusted: object) -> str | None:
    if not isinstance(untrusted, str):
        return None
    return " ".join("".join(c if c.isprintable() else " " for c in untrusted[:_LONGEST]).split()) or None


def _host(address: str | None) -> str | None:
    if address is None:
        return None
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
