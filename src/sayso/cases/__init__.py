"""A case: a folder that keeps a library, its originals and the ledgers made from them.

    NAME/
      case.toml        what it is called
      library.sqlite   the register, the words, the passages and their vectors: the only truth
      originals/       the files as they came, by SHA-256: ab/abcdef…
      index/           derived from library.sqlite; may be deleted at any time
      ledgers/         one folder an article, by the SHA-256 of its file
      trace/           the articles whose claims are traced, and what they tell
      traces/          pages and pictures of traces

The work is in ``adding``, ``reporting``, ``repairing``, ``removing``, ``checking`` and ``tracing``.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sayso.cases.originals import Originals
from sayso.errors import CaseError, NothingReadableError, UsageError
from sayso.library import Embedder, Library, Store
from sayso.library.derived import Derived
from sayso.library.store import cannot
from sayso.tracing.register import Register

__all__ = ["Case"]

_FORMAT = 1
_TOML, _LIBRARY = "case.toml", "library.sqlite"
#: What a case's folder holds of its own.
PARTS = frozenset(
    {
        _TOML, _LIBRARY, f"{_LIBRARY}-wal", f"{_LIBRARY}-shm", "originals", "index", "ledgers", "trace",
        "traces",
    }
)  # fmt: skip


class Case:
    """One case that is open. ``folder`` is where it lies, ``name`` what it is called.

    Raises CaseError where there is none, or it cannot be opened or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = _name(folder)
        if not (folder / _LIBRARY).is_file():
            raise CaseError(
                f"{folder / _LIBRARY} is missing: put back a copy of it, or make a new case and add "
                f"{folder / 'originals'} to that"
            )
        self.originals = Originals(folder / "originals")
        self.ledgers = folder / "ledgers"
        self.traces = folder / "traces"
        self._store: Store | None = None
        self._library: Library | None = None
        self._register: Register | None = None
        self._embedder = _Later()

    @classmethod
    def new(cls, folder: Path) -> Case:
        """Make a case in ``folder``, which must be new or empty, and open it."""
        if folder.name in ("", "..") or not folder.name.isprintable():
            raise UsageError(f"{str(folder)!r} is no name for a case: name it in letters and digits")
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise CaseError(f"{folder} is there and is no folder: choose another name for the case")
        try:
            if (folder / _TOML).exists():
                raise CaseError(
                    f"{folder} is a case already: add to it with sayso add --case {folder} PATH..."
                )
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if {path.name for path in folder.iterdir()} - PARTS - {f".{_TOML}.part"}:
                raise CaseError(f"{folder} is not empty: choose another name for the case")
            for part in ("originals", "index", "ledgers"):
                (folder / part).mkdir(exist_ok=True)
            Store(folder / _LIBRARY).close()
            # Last, so that a folder with it is a whole case.
            aside = folder / f".{_TOML}.part"
            name = json.dumps(folder.resolve().name, ensure_ascii=False)
            aside.write_text(f"# A case of sayso.\nformat = {_FORMAT}\nname = {name}\n", "utf-8")
            aside.replace(folder / _TOML)
        except OSError as error:
            raise CaseError(
                f"{folder} cannot be made ({error.strerror}): choose a place that you may write to"
            ) from error
        return cls(folder)

    @property
    def store(self) -> Store:
        """The register."""
        if self._store is None:
            self._store = Store(self.folder / _LIBRARY)
        return self._store

    @property
    def library(self) -> Library:
        """The library; its model is loaded when something is first to be embedded."""
        if self._library is None:
            self.close()
            self._library = Library(self._embedder, self.folder)
            self._store = self._library.store
        return self._library

    @property
    def register(self) -> Register:
        """The articles whose claims are traced; its file is made when it is first asked for."""
        if self._register is None:
            self._register = Register(self.folder / "trace")
        return self._register

    @property
    def traced(self) -> bool:
        """Whether there are articles whose claims are traced."""
        return (self.folder / "trace").is_dir()

    @property
    def embedder(self) -> Embedder:
        """What passages and claims are embedded with; loaded when it is first used."""
        return self._embedder

    @property
    def papers(self) -> Library:
        """The library. Raises NothingReadableError where no paper in it has any text."""
        if not self.library.passages:
            raise NothingReadableError(
                f"the case {self.name} has no paper with any text: add some with sayso add PATH..., "
                "and see sayso status for those that could not be read"
            )
        return self.library

    def use(self, embedder: Embedder) -> None:
        """Embed with this model instead of loading the shipped one."""
        self._embedder.model = embedder

    def behind(self) -> int:
        """How many passages are kept and not yet in the indexes, about."""
        return Derived(self.folder / "index", self.store).behind

    def owns(self, path: Path) -> bool:
        """Whether ``path`` is a part of the case itself and no paper."""
        inside = os.path.relpath(os.path.realpath(path), os.path.realpath(self.folder))
        return inside.split(os.sep)[0] in PARTS

    def __enter__(self) -> Case:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise cannot(self.folder / _LIBRARY, error) from error

    def close(self) -> None:
        """Close the files."""
        if self._store is not None:
            self._store.close()
        if self._register is not None:
            self._register.close()
        self._store = self._library = self._register = None


class _Later:
    """The shipped embedder, loaded when it is first needed."""

    model: Embedder | None = None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.model is None:
            from sayso.models import load_embedder

            self.model = load_embedder()
        return self.model.embed(texts)


def is_case(folder: Path) -> bool:
    """Whether there is a case in ``folder``."""
    return (folder / _TOML).is_file()


def _name(folder: Path) -> str:
    if not is_case(folder):
        raise CaseError(
            f"{folder.resolve()} is not a case: make one with sayso case new NAME, or say where it "
            "is with --case"
        )
    try:
        told = tomllib.loads((folder / _TOML).read_text("utf-8"))
        name, made = str(told["name"]), int(told["format"])
    except OSError as error:
        raise CaseError(
            f"{folder / _TOML} cannot be opened ({error.strerror}): check its permissions"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise CaseError(
            f"{folder / _TOML} is damaged ({error}): write into it format = {_FORMAT} and name = \"…\""
        ) from error
    if made > _FORMAT:
        raise CaseError(f"{folder} was made by a later version of sayso: use that one")
    return name
