"""The files of a case as they came, by their hash and never by their name."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sayso.errors import CaseError, DocumentError
from sayso.reading import Limits

#: Bytes read at a time.
_BLOCK = 1 << 20
#: Seconds to wait for another process that looks through the originals.
_PATIENCE = 60.0
_ASIDE = "aside"
_LOCK = "lock.sqlite"
_CHANGED = ".changed"


class Originals:
    """Originals in ``folder``: written aside and renamed, so that each is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the original with that hash lies, or would."""
        return self._folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Whether it is there."""
        return self.path(sha256).is_file()

    def keep(self, source: Path, limits: Limits) -> tuple[str, int]:
        """Copy ``source``; its hash and size in bytes.

        Raises DocumentError, in words for the register, where it cannot be read or is over the
        limit; CaseError where the case cannot be written.
        """
        try:
            sha256, size = _hash_of(source)
        except OSError as error:
            raise DocumentError(_unopened(error)) from error
        if self.has(sha256):
            return sha256, size
        aside = None
        try:
            (self._folder / _ASIDE).mkdir(exist_ok=True)
            number, aside = tempfile.mkstemp(".part", dir=self._folder / _ASIDE)
            with os.fdopen(number, "wb") as copy:
                # What is copied is what is hashed, should the source change meanwhile.
                sha256, size = _copied(source, copy, limits)
                copy.flush()
                os.fsync(copy.fileno())
            os.chmod(aside, 0o400)
            self.path(sha256).parent.mkdir(exist_ok=True)
            os.replace(aside, self.path(sha256))
        except OSError as error:
            raise self._cannot(error) from error
        finally:
            if aside is not None:
                with contextlib.suppress(OSError):
                    os.unlink(aside)
        return sha256, size

    @contextlib.contextmanager
    def filling(self) -> Iterator[None]:
        """Let ``alone`` know that copies are being made and not entered yet.

        The lock is SQLite's, which the system gives free when a process ends, however it ends.
        Raises CaseError where the case cannot be written.
        """
        lock = self._lock(_PATIENCE)
        try:
            try:
                lock.execute("BEGIN")
                lock.execute("SELECT 1 FROM sqlite_master").fetchall()
            except sqlite3.Error as error:
                raise self._cannot(error) from error
            yield
        finally:
            lock.close()

    @contextlib.contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nobody else is at ``filling``; while it is so, nobody begins."""
        lock = self._lock(0.0)
        try:
            try:
                lock.execute("BEGIN EXCLUSIVE")
                alone = True
            except sqlite3.OperationalError:
                alone = False
            yield alone
        finally:
            lock.close()

    def _lock(self, patience: float) -> sqlite3.Connection:
        try:
            (self._folder / _ASIDE).mkdir(exist_ok=True)
            path = self._folder / _ASIDE / _LOCK
            return sqlite3.connect(path, timeout=patience, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._cannot(error) from error

    def _cannot(self, error: OSError | sqlite3.Error) -> CaseError:
        words = error.strerror if isinstance(error, OSError) else str(error)
        return CaseError(
            f"{self._folder} cannot be written ({words}): make room or check its permissions, then run "
            "the same command again"
        )

    def delete(self, sha256: str) -> None:
        """Delete the original with that hash, if it is there, and what was set aside as changed."""
        path = self.path(sha256)
        for one in (path, path.with_suffix(_CHANGED)):
            with contextlib.suppress(FileNotFoundError):
                if os.name == "nt":
                    one.chmod(0o600)
                one.unlink()

    def set_aside(self, sha256: str) -> None:
        """Put a file that is not what its name says out of the way, under another name."""
        with contextlib.suppress(FileNotFoundError):
            os.replace(self.path(sha256), self.path(sha256).with_suffix(_CHANGED))

    def is_changed(self, path: Path) -> str | None:
        """The hash that a file which was set aside should have had; None for any other file."""
        return path.stem if path.suffix == _CHANGED else None

    def fault(self, sha256: str) -> str | None:
        """What is wrong with the original of that hash, or None where it is sound."""
        try:
            found, _ = _hash_of(self.path(sha256))
        except FileNotFoundError:
            return "is missing"
        except OSError as error:
            return f"cannot be opened ({error.strerror})"
        return None if found == sha256 else "was changed: its bytes are not those that were added"

    def clear_aside(self) -> None:
        """Delete copies that were begun and never finished, where nobody else is making any."""
        with self.alone() as alone:
            for path in (self._folder / _ASIDE).glob("*.part") if alone else ():
                path.unlink(missing_ok=True)

    def files(self) -> Iterator[Path]:
        """Every file that lies among the originals, those set aside too, in order."""
        for place, folders, names in os.walk(self._folder):
            folders.sort()
            for name in sorted(names):
                if not name.startswith(_LOCK):
                    yield Path(place, name)


def _hash_of(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return sha256, file.tell()


def _copied(source: Path, copy: IO[bytes], limits: Limits) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    try:
        file = source.open("rb")
    except OSError as error:
        raise DocumentError(_unopened(error)) from error
    with file:
        while True:
            try:
                block = file.read(_BLOCK)
            except OSError as error:
                raise DocumentError(_unopened(error)) from error
            if not block:
                return digest.hexdigest(), size
            size += len(block)
            if problem := limits.size_problem(size):
                raise DocumentError(problem)
            digest.update(block)
            copy.write(block)


def _unopened(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "may not be opened: check its permissions"
    return f"cannot be opened ({error.strerror}): check the disk and the name"
