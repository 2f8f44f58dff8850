"""The two indexes of a library that is kept: derived from its store, brought up to it, made anew.

They lie in ``index/GENERATION/``. The store raises the generation where something was removed, so
that no index keeps the words of what is gone; each index knows by its highest number how far it has
got, so one that was killed at its work is simply taken further. One process at a time writes them;
the lock is a file of SQLite's, which the system gives free when a process ends, however it ends.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sayso.errors import CaseError
from sayso.library.filters import Columns
from sayso.library.meaning import MeaningIndex
from sayso.library.store import Store
from sayso.library.words import WordsIndex

#: Passages that go into an index in one commit.
_BATCH = 4000
#: Seconds to wait for another process that is at the indexes.
_PATIENCE = 600.0

#: Hears how many passages of how many are in.
Told = Callable[[int, int], None]


class Derived:
    """The words index and the meaning index in ``folder``, made from ``store``."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._store = store
        self._seen: tuple[int, ...] = ()
        self._held = False
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise self._cannot(error) from error
        self._open()

    def _open(self) -> None:
        self._generation = self._store.generation
        place = self._folder / str(self._generation)
        if (place / "words" / "meta.json").exists():
            # Damaged, it is made anew: it is derived, and nothing is lost with it.
            with suppress(ValueError):
                self._open_at(place)
                return
        with self._lock(wait=True):
            try:
                self._open_at(place)
            except ValueError:
                shutil.rmtree(place, ignore_errors=True)
                self._open_at(place)

    def _open_at(self, place: Path) -> None:
        try:
            self.words = WordsIndex(place / "words")
            self.columns = Columns(place / "columns")
            self.meaning = MeaningIndex(place / "meaning")
        except OSError as error:
            raise self._cannot(error) from error

    def _cannot(self, error: OSError | sqlite3.Error) -> CaseError:
        words = error.strerror if isinstance(error, OSError) else str(error)
        return CaseError(
            f"{self._folder} cannot be written ({words}): check the permissions of the case, "
            "or wait for the other process to end"
        )

    @property
    def behind(self) -> int:
        """How many numbers the indexes lag behind the store."""
        reached = min(self.words.end, self.columns.end, self.meaning.end)
        return max(0, self._store.last() + 1 - reached)

    def refresh(self) -> bool:
        """See what other processes have done to the indexes; whether there was anything."""
        generation = self._store.generation
        if generation != self._generation:
            self._open()
        now = (generation, *self._stamps())
        if now == self._seen:
            return False
        self._seen = now
        try:
            self.words.reload()
            self.columns.reload()
            self.meaning.reload()
        except (ValueError, OSError):
            # Another process has just begun a new generation, or the files are damaged.
            self._open()
        return True

    def _stamps(self) -> tuple[int, ...]:
        """What changes in the files when something is added to either index."""
        place = self._folder / str(self._generation)
        stamps: list[int] = []
        for path in (place / "words" / "meta.json", place / "meaning" / "vectors.f16"):
            with suppress(FileNotFoundError):
                found = path.stat()
                stamps += [found.st_mtime_ns, found.st_ino, found.st_size]
        return tuple(stamps)

    def catch_up(self, told: Told = lambda *_: None, wait: bool = True) -> bool:
        """Bring both indexes up to the store; False where another process is at it, without ``wait``."""
        self.refresh()
        if not self.behind and not self._stale():
            return True
        with self._lock(wait) as held:
            if not held:
                return False
            self.refresh()
            self._catch_up(told)
            # What this process wrote it need not see again; nobody else may write meanwhile.
            self._seen = (self._generation, *self._stamps())
            for old in self._stale():
                shutil.rmtree(old, ignore_errors=True)
        return True

    def rebuild(self, told: Told = lambda *_: None) -> None:
        """Make both indexes anew from the store."""
        with self._lock(wait=True):
            self._store.new_generation()
            # One of that number is there where an older library.sqlite was put back.
            shutil.rmtree(self._folder / str(self._store.generation), ignore_errors=True)
            self.catch_up(told)

    def _catch_up(self, told: Told) -> None:
        of = self._store.last() + 1
        while (first := min(self.words.end, self.columns.end)) < of:
            passages = self._store.filed(first, _BATCH)
            if not passages:
                break
            self.columns.add(passages)
            if passages[-1].number >= (first := self.words.end):
                self.words.add(p for p in passages if p.number >= first)
            told(self.words.end, 2 * of)
        while (first := self.meaning.end) < of:
            numbers, vectors = self._store.vectors(first, _BATCH)
            if not numbers:
                break
            place = 0
            for i in range(1, len(numbers) + 1):
                if i == len(numbers) or numbers[i] != numbers[i - 1] + 1:
                    self.meaning.add(vectors[place:i], numbers[place])
                    place = i
            told(of + self.meaning.end, 2 * of)

    def _stale(self) -> list[Path]:
        """The folders of other generations."""
        return [
            place for place in sorted(self._folder.iterdir())
            if place.is_dir() and place.name != str(self._generation)
        ]  # fmt: skip

    @contextmanager
    def _lock(self, wait: bool) -> Iterator[bool]:
        if self._held:
            yield True
            return
        try:
            lock = sqlite3.connect(
                self._folder / "lock.sqlite", timeout=_PATIENCE if wait else 0.0, isolation_level=None
            )
        except sqlite3.Error as error:
            raise self._cannot(error) from error
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            lock.close()
            if wait or "locked" not in str(error):
                raise self._cannot(error) from error
            yield False
            return
        self._held = True
        try:
            yield True
        finally:
            self._held = False
            lock.close()
