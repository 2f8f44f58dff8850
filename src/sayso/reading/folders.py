"""Which files a person means by the paths they name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

#: What sayso writes into a folder. Where all four stand together they are a ledger, and no papers.
_LEDGER = frozenset({"ledger.json", "ledger.csv", "ledger.md", "index.html"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: where it is, what to call it, and why not where it is not to be read.

    ``sha256`` is that of its bytes where that is known and they will not change.
    """

    path: Path
    name: str
    problem: str | None = None
    sha256: str = ""


def files_in(paths: Iterable[Path]) -> Iterator[Found]:
    """The files named by ``paths``, folders walked in order of POSIX path, each file once.

    Files in a folder are called by their path in it. Hidden files are passed over, and so are the
    four files of a ledger that sayso wrote. A link that leads out of its folder is not followed,
    and comes with a problem that says so.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _walk(path) if path.is_dir() else (Found(path, path.name),):
            real = os.path.realpath(found.path)
            if found.problem or real not in seen:
                seen.add(real)
                yield found


def _walk(folder: Path) -> Iterator[Found]:
    root = os.path.realpath(folder)
    names: list[str] = []
    problems: dict[str, str] = {}

    def unreadable(error: OSError) -> None:
        inside = Path(os.path.relpath(error.filename or folder, folder)).as_posix()
        problems[inside] = "is a folder that may not be opened: check its permissions"

    for here, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not _hidden(name)]
        if files and _LEDGER.issubset(files):
            files = [name for name in files if name not in _LEDGER]
        for name in [*files, *(n for n in folders if os.path.islink(os.path.join(here, n)))]:
            if not _hidden(name):
                path = os.path.join(here, name)
                inside = Path(os.path.relpath(path, folder)).as_posix()
                if os.path.islink(path):
                    target = os.path.realpath(path)
                    if os.path.commonpath([root, target]) != root:
                        problems[inside] = (
                            "is a link to something outside its folder, which is not followed: "
                            "add that itself"
                        )
                    elif os.path.isdir(target):
                        continue
                names.append(inside)
    for name in sorted({*names, *problems}):
        yield Found(folder / name, name, problems.get(name))


def _hidden(name: str) -> bool:
    # "~$" begins the lock files of Word and Excel.
    return name.startswith((".", "~$"))
