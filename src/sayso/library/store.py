"""The truth of a library that is kept: one SQLite file in WAL. Both indexes are made from it.

Documents and passages are fetched when they are asked for; nothing is loaded at the start. Every
change is one transaction, and the numbers of passages rise from commit to commit and are never
used again, so an index knows by the highest number it holds how far it has got. Several processes
may read and write at once: a writer waits for another, and holds the file for one document.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.errors import CaseError
from sayso.library.alike import Alike
from sayso.library.filters import Filed
from sayso.library.kept import Entry, KeptDocuments, KeptPassages, Prepared, told
from sayso.library.schema import FORMAT, bring_up, form_of, make_anew, unpacked
from sayso.library.threads import Threads
from sayso.reading.levels import level_of
from sayso.records import Cell, Document, Passage, SegmentKind, Status

#: Milliseconds a writer waits for another one.
_PATIENCE = 60_000
#: SQLite takes so many values in one question.
_ASKED = 500
_UNFINISHED = "is in only in part, since adding it was broken off: add it again, or run sayso repair"
_WAITS = "waits to be read again, since the file it was the same as was removed: run sayso repair"

_PASSAGE = (
    "passage.number, document.id, passage.start, passage.end, passage.text, passage.reading,"
    " passage.kind, passage.page, passage.line, passage.speaker, passage.date, passage.cells"
    " FROM passage JOIN document USING (place)"
)


_ENTRY = (
    "id, name, sha256, media_type, status, reason, pages, part_of, same_as, again, count, language"
    " FROM document"
)


class Store:
    """The register of documents, their passages and vectors, in the SQLite file at ``path``.

    Raises CaseError where the file cannot be opened, is damaged or was made by a later sayso.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._db = sqlite3.connect(
                path, timeout=_PATIENCE / 1000, check_same_thread=False, isolation_level=None
            )
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            # What is deleted is overwritten, not only forgotten.
            self._db.execute("PRAGMA secure_delete=ON")
            form = form_of(self._db)
            if form < FORMAT:
                with self.writing():
                    bring_up(self._db)
            if form > FORMAT:
                raise CaseError(f"{path} was made by a later version of sayso: use that one")
            #: Which documents are near-copies of which, and which mails answer which.
            self.alike, self.threads = Alike(self._db), Threads(self._db)
        except sqlite3.Error as error:
            raise cannot(path, error) from error
        self.documents = KeptDocuments(self)
        self.passages = KeptPassages(self)
        self._hidden: tuple[str, ...] = ()
        self._hidden_numbers: tuple[range, ...] = ()

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, all or nothing. Raises CaseError where the disk is full or read-only."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise cannot(self._path, error) from error

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All that is read meanwhile is of one moment, whoever writes."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")

    def enter(
        self,
        read: Sequence[Prepared],
        mark: str = "",
        size: int | None = None,
        present: Callable[[], bool] = lambda: True,
        before: int = 0,
        last: bool = True,
    ) -> list[Entry] | None:
        """Keep what one file came to, or some of it: its document and those taken from it.

        A document that is in already under that name is passed over; one whose bytes are in under
        another name is entered as its duplicate, without passages. An earlier entry of a file of
        that name that could not be opened goes. A file that is entered in parts counts as *partly
        read* until the last one is in.

        Args:
            read: the file's own document first.
            mark: of the file where it lies, so that it need not be opened next time.
            size: bytes of the original that is kept; None where none is.
            present: whether that original is still there, asked when nobody else can write.
            before: how many documents of the file came in parts before, its own not counted.
            last: whether this is the last part.

        Returns:
            What is new; None, and nothing is kept, where the original is gone, or what came before.

        """
        own = read[0].document
        with self.writing():
            if size is not None:
                self._db.execute("DELETE FROM doomed WHERE sha256 = ?", (own.sha256,))
                if not present():
                    return None
                self._db.execute("INSERT OR IGNORE INTO original VALUES (?,?)", (own.sha256, size))
            new = self._enter_some(read, before, last)
            if last and new is not None:
                self._note(mark, own)
        return new

    def _enter_some(self, read: Sequence[Prepared], before: int, last: bool) -> list[Entry] | None:
        """Enter a part of a file, but what another process, or an addition broken off, has entered."""
        own = read[0].document
        row = self._one(
            "SELECT place, id, entered FROM document LEFT JOIN unfinished USING (place)"
            " WHERE name = ? AND sha256 = ? AND sha256 != '' AND part_of IS NULL",
            own.name, own.sha256,
        )  # fmt: skip
        if row is None and before:
            return None
        if row is None and last:
            return self._enter_all(read)
        new: list[Entry] = []
        if row is None:
            waiting = replace(own, status=Status.PARTLY_READ, reason=_UNFINISHED)
            first = self._enter(replace(read[0], document=waiting), None)
            new.append(first)
            if first.same_as is not None:
                return new
            row = (*(self._one("SELECT place, id FROM document WHERE id = ?", first.id) or ()), 0)
            self._db.execute("INSERT INTO unfinished VALUES (?, 0)", row[:1])
        place, holder, entered = row
        if entered is None:
            return []
        new += self._enter_parts(read[1 + max(0, entered - before) :], {own.id: holder}, holder)
        done = max(entered, before + len(read) - 1)
        self._db.execute("UPDATE unfinished SET entered = ? WHERE place = ?", (done, place))
        if last:
            self._db.execute("DELETE FROM unfinished WHERE place = ?", (place,))
            self._db.execute(
                "UPDATE document SET status = ?, reason = ? WHERE place = ?",
                (own.status.value, told(own), place),
            )
        self._db.execute("UPDATE document SET again = ? WHERE place = ?", (not last, place))
        return new

    def pass_over(self, name: str, sha256: str, mark: str) -> None:
        """Note that a file which is in already was met again at the place that ``mark`` stands for."""
        with self.writing():
            self._note(mark, Document("", name, sha256, ""))

    def _note(self, mark: str, document: Document) -> None:
        if document.sha256:
            self._db.execute(
                "DELETE FROM document WHERE name = ? AND sha256 = '' AND part_of IS NULL", (document.name,)
            )
        if document.sha256 and mark:
            self._db.execute("INSERT OR REPLACE INTO seen VALUES (?,?)", (mark, document.sha256))

    def replace(self, holder: str, read: Sequence[Prepared]) -> list[Entry]:
        """Put what a file comes to when it is read again in the place of what it came to before.

        ``holder`` is the id of the file's own document. Returns what is there now.
        """
        with self.writing():
            rows = self._family([holder], twins=False)
            if not rows:
                return []
            indexed = any(self.entry(one).passages for _, one, _ in rows)
            self._delete([place for place, _, _ in rows])
            new = self._enter_all(read, rows[0][0])
            self._lead_back()
            for first in new:
                words = (_same_bytes(first), first.media_type, first.id)
                self._db.execute("UPDATE document SET reason = ?, media_type = ? WHERE same_as = ?", words)
            if indexed:  # passages under numbers that are gone
                self._set_meta("generation", self.generation + 1)
        self.documents.forget()
        return new

    def family(self, holder: str) -> list[Entry]:
        """The entries of a file's own document and of what was taken from it, in order."""
        return [self.entry(one) for _, one, _ in self._family([holder], twins=False)]

    def _enter_all(self, read: Sequence[Prepared], place: int | None = None) -> list[Entry]:
        own = read[0].document
        known = self._db.execute(
            "SELECT id, reason FROM document WHERE name = ? AND sha256 = ? AND part_of IS NULL",
            (own.name, own.sha256),
        ).fetchall()
        if any(own.sha256 or reason == own.reason for _, reason in known):
            return []
        for one, _ in known:  # it could not be opened, then for another reason
            self._db.execute("DELETE FROM document WHERE id = ?", (one,))
        first = self._enter(read[0], None, place)
        parts = read[1:] if first.same_as is None else ()
        return [first, *self._enter_parts(parts, {own.id: first.id}, first.id)]

    def _enter_parts(
        self, read: Sequence[Prepared], ids: dict[str, str], holder: str
    ) -> list[Entry]:
        """Insert what is in a file; ``ids`` are those here of what was read under another id."""
        new = []
        for part in read:
            new.append(self._enter(part, ids.get(part.document.part_of or "", holder)))
            ids[part.document.id] = new[-1].id
        return new

    def _enter(self, read: Prepared, holder: str | None, place: int | None = None) -> Entry:
        """Insert one document with its passages, or as the duplicate of one."""
        self._note_level(read.document)
        first = self.primary(read.document.sha256) if read.document.sha256 else None
        if first is not None:
            same = replace(
                read.document, status=Status.UNREAD, reason=_same_bytes(first), text="",
                media_type=first.media_type, pages=(),
            )  # fmt: skip
            read = Prepared(same)
        document, times = read.document, 1
        own_id = document.id
        while self.has(own_id):
            times += 1
            own_id = f"{document.id}-{times}"
        number = int(self._meta("next"))
        readable = bool(read.record and document.text.strip())
        place = self._db.execute(
            "INSERT INTO document (place, id, name, sha256, media_type, status, reason, pages, date,"
            " language, part_of, same_as, characters, first, count)"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (place, own_id, document.name, document.sha256, document.media_type,
             document.status.value, told(document), len(document.pages) or None,
             _iso(document.date), dict(document.metadata).get("language") if readable else None,
             holder, first.id if first else None,
             len(document.text) if readable else 0, number, len(read.passages)),
        ).lastrowid  # fmt: skip
        if readable:
            self._db.execute("INSERT INTO body VALUES (?,?)", (place, read.record))
            self.alike.add(replace(document, id=own_id))
            self.threads.add(replace(document, id=own_id))
        self._db.executemany(
            "INSERT INTO passage VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            ((number + i, place, p.start, p.end, p.text,
              None if p.reading == " ".join(p.text.split()) else p.reading, p.kind.value, p.page,
              p.line, p.speaker, _iso(p.date),
              json.dumps([[c.column, c.start, c.end] for c in p.cells]) if p.cells else None)
             for i, p in enumerate(read.passages)),
        )  # fmt: skip
        self._db.executemany(
            "INSERT INTO vector VALUES (?,?)",
            ((number + i, row.tobytes()) for i, row in enumerate(read.vectors)),
        )
        self._set_meta("next", number + len(read.passages))
        return self.entry(own_id)

    def remove(self, ids: Sequence[str]) -> list[Entry]:
        """Forget documents, those taken from them, and every file of the same bytes; what went.

        Their passages and vectors go with them, a new generation of the indexes is called for, and
        originals that nothing needs any more are doomed. What was a duplicate of something that
        went, and lies in a file that stays, is marked to be read again.
        """
        with self.writing():
            rows = self._family(ids, twins=True)
            gone = [self.entry(one) for _, one, _ in rows]
            self._delete([place for place, _, _ in rows])
            self._lead_back()
            for sha256 in sorted({entry.sha256 for entry in gone if entry.sha256}):
                if self._one("SELECT 1 FROM document WHERE sha256 = ? AND part_of IS NULL", sha256):
                    continue
                self._db.execute("DELETE FROM seen WHERE sha256 = ?", (sha256,))
                if self._db.execute("DELETE FROM original WHERE sha256 = ?", (sha256,)).rowcount:
                    self._db.execute("INSERT OR IGNORE INTO doomed VALUES (?)", (sha256,))
            if gone:
                self._set_meta("generation", self.generation + 1)
                self._db.execute("INSERT OR REPLACE INTO meta VALUES ('scrub', '1')")
        self.documents.forget()
        return gone

    def scrub(self) -> bool:
        """Leave no trace in the file of what was removed; whether that is done.

        SQLite overwrites what it deletes, but not the copies that a page keeps of rows which moved
        when it was filled or split, so the file is written anew. False where another process is
        reading what was there before, or there is no room for a second copy; ask again later.
        """
        if not self._meta("scrub"):
            return True
        try:
            self.rewrite()
            busy = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if not busy:
                self._db.execute("DELETE FROM meta WHERE key = 'scrub'")
        except sqlite3.OperationalError:
            return False
        return not busy

    def mend(self) -> None:
        """Make the file anew from its tables alone. Raises sqlite3.Error where one of them is damaged."""
        make_anew(self._db, self._path.with_name(f".{self._path.name}.part"))

    def rewrite(self) -> None:
        """Write the whole file anew, packed. Raises sqlite3.Error where that cannot be done."""
        folder = str(self._path.parent).replace("'", "''")
        # Beside the file and not in a folder for all; where SQLite no longer knows this, it is no error.
        self._db.execute(f"PRAGMA temp_store_directory = '{folder}'")
        try:
            self._db.execute("VACUUM")
        finally:
            self._db.execute("PRAGMA temp_store_directory = ''")

    def _family(self, ids: Sequence[str], twins: bool) -> list[tuple[int, str, str]]:
        """(place, id, hash) of documents, of what is in them and, with ``twins``, of the same bytes."""
        found: dict[str, tuple[int, str, str]] = {}
        todo = list(ids)
        while todo:
            one = todo.pop()
            row = self._one("SELECT place, id, sha256 FROM document WHERE id = ?", one)
            if row is None or one in found:
                continue
            found[one] = (row[0], row[1], row[2])
            parts = "SELECT id FROM document WHERE part_of = ?"
            todo += [other for (other,) in self._db.execute(parts, (one,))]
            if twins and row[2] and one in ids:
                same = "SELECT id FROM document WHERE sha256 = ? AND part_of IS NULL"
                todo += [other for (other,) in self._db.execute(same, (row[2],))]
        return sorted(found.values())

    def _delete(self, places: Sequence[int]) -> None:
        for place in places:
            for (one,) in self._db.execute("SELECT id FROM document WHERE place = ?", (place,)).fetchall():
                self.alike.remove(one)
                self.threads.remove(one)
            self._db.execute(
                "DELETE FROM vector WHERE number IN (SELECT number FROM passage WHERE place = ?)", (place,)
            )
            for table in ("passage", "body", "document", "unfinished"):
                self._db.execute(f"DELETE FROM {table} WHERE place = ?", (place,))

    def _lead_back(self) -> None:
        """Lead duplicates of what is gone to another of the same bytes, or have their file read again."""
        lost = self._db.execute(
            "SELECT id, sha256 FROM document AS d WHERE same_as IS NOT NULL AND NOT EXISTS (SELECT 1"
            " FROM document AS o WHERE o.id = d.same_as AND o.sha256 = d.sha256 AND o.same_as IS NULL)"
        ).fetchall()
        for one, sha256 in lost:
            first = self.primary(sha256)
            if first is not None:
                self._db.execute(
                    "UPDATE document SET same_as = ?, reason = ?, again = 0 WHERE id = ?",
                    (first.id, _same_bytes(first), one),
                )
                continue
            self._db.execute("UPDATE document SET reason = ? WHERE id = ?", (_WAITS, one))
            self._db.execute("UPDATE document SET again = 1 WHERE id = ?", (self.holder(one),))

    def holder(self, document: str) -> str:
        """The id of the file's own document that the document was taken from, or its own."""
        row = self._one("SELECT part_of FROM document WHERE id = ?", document)
        return document if row is None or row[0] is None else self.holder(row[0])

    def put_vectors(self, numbers: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Put new vectors in the place of those of the passages with these numbers."""
        rows = zip(vectors.astype(np.float16), numbers, strict=True)
        with self.writing():
            self._db.executemany(
                "UPDATE vector SET halves = ? WHERE number = ?",
                [(row.tobytes(), number) for row, number in rows],
            )

    def new_generation(self) -> None:
        """Call for both indexes to be made anew."""
        with self.writing():
            self._set_meta("generation", self.generation + 1)

    def mark_again(self, ids: Sequence[str]) -> None:
        """Ask that the files of these documents be read again."""
        with self.writing():
            for one in ids:
                self._db.execute("UPDATE document SET again = 1 WHERE id = ?", (self.holder(one),))

    # Reading

    def has(self, document: str) -> bool:
        """Whether the document with that id is kept."""
        return self._one("SELECT 1 FROM document WHERE id = ?", document) is not None

    def entry(self, document: str) -> Entry:
        """The entry of the document with that id. Raises KeyError."""
        row = self._one(f"SELECT {_ENTRY} WHERE id = ?", document)
        if row is None:
            raise KeyError(document)
        return _entry(row)

    def entries(self) -> Iterator[Entry]:
        """The whole register, in the order it was added."""
        for row in self._db.execute(f"SELECT {_ENTRY} ORDER BY place"):
            yield _entry(row)

    def entries_like(self, prefix: str) -> list[Entry]:
        """The entries whose id or hash begins with ``prefix``."""
        rows = self._db.execute(
            f"SELECT {_ENTRY} WHERE substr(id, 1, length(?1)) = ?1"
            " OR substr(sha256, 1, length(?1)) = ?1 ORDER BY place",
            (prefix,),
        )
        return [_entry(row) for row in rows]

    def again(self) -> list[Entry]:
        """The entries that are to be read again."""
        return [_entry(row) for row in self._db.execute(f"SELECT {_ENTRY} WHERE again ORDER BY place")]

    def primary(self, sha256: str) -> Entry | None:
        """The one entry of these bytes that is no duplicate."""
        row = self._one(
            f"SELECT {_ENTRY} WHERE sha256 = ? AND same_as IS NULL ORDER BY again, place", sha256
        )
        return None if row is None else _entry(row)

    def is_in(self, sha256: str, name: str) -> bool:
        """Whether a file with these bytes is in under that name, to its end."""
        asked = (
            "SELECT 1 FROM document LEFT JOIN unfinished USING (place)"
            " WHERE sha256 = ? AND name = ? AND part_of IS NULL AND entered IS NULL"
        )
        return self._one(asked, sha256, name) is not None

    def is_begun(self, sha256: str, name: str) -> bool:
        """Whether a file with these bytes is in under that name, but only in part."""
        asked = (
            "SELECT 1 FROM document JOIN unfinished USING (place)"
            " WHERE sha256 = ? AND name = ? AND part_of IS NULL"
        )
        return self._one(asked, sha256, name) is not None

    def seen(self, mark: str) -> str | None:
        """The hash of the file with that mark, where it was added before."""
        row = self._one("SELECT sha256 FROM seen WHERE mark = ?", mark)
        return None if row is None else str(row[0])

    def originals(self) -> list[tuple[str, int]]:
        """(hash, size in bytes) of every original that is kept, in order of hash."""
        return self._db.execute("SELECT sha256, size FROM original ORDER BY sha256").fetchall()

    def doomed(self) -> list[str]:
        """The hashes of originals that are to be deleted."""
        return [one for (one,) in self._db.execute("SELECT sha256 FROM doomed ORDER BY sha256")]

    def spend(self, sha256: str, delete: Callable[[], None]) -> None:
        """Delete a doomed original, unless somebody has added it again since."""
        with self.writing():
            if self._one("SELECT 1 FROM doomed WHERE sha256 = ?", sha256):
                delete()
                self._db.execute("DELETE FROM doomed WHERE sha256 = ?", (sha256,))

    def document(self, document: str) -> Document | None:
        """The document with that id, words and all; None where it is not there or has no words."""
        row = self._one(
            "SELECT record, id, name, sha256, part_of FROM body JOIN document USING (place) WHERE id = ?",
            document,
        )
        if row is None:
            return None
        return unpacked(*row)

    def ids(self) -> Iterator[str]:
        """The ids of the documents that have words, in the order they were added."""
        found = self._db.execute("SELECT id FROM document WHERE characters ORDER BY place").fetchall()
        return (one for (one,) in found if one not in self._hidden)

    def in_order(self, ids: Collection[str]) -> list[str]:
        """These ids in the order their documents were added."""
        places = [(self._one("SELECT place FROM document WHERE id = ?", one), one) for one in ids]
        return [one for place, one in sorted((p, one) for p, one in places if p is not None)]

    def has_words(self, document: str) -> bool:
        """Whether the document with that id is there and has words."""
        found = self._one("SELECT 1 FROM document WHERE id = ? AND characters", document)
        return found is not None and document not in self._hidden

    def count(self) -> int:
        """How many passages there are."""
        (count,) = self._one("SELECT coalesce(sum(count), 0) FROM document") or (0,)
        return int(count) - sum(len(r) for r in self._hidden_numbers)

    def last(self) -> int:
        """The highest number of a passage; -1 where there is none."""
        (last,) = self._one("SELECT max(number) FROM passage") or (None,)
        return -1 if last is None else int(last)

    def passages_of(self, document: str) -> dict[int, Passage]:
        """The passages of the document with that id, by number."""
        asked = f"SELECT {_PASSAGE} WHERE place = (SELECT place FROM document WHERE id = ?) ORDER BY number"
        return {row[0]: _passage(row) for row in self._db.execute(asked, (document,))}

    def passages_by(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages with these numbers; one that was removed, or is hidden, is left out."""
        found: dict[int, Passage] = {}
        for start in range(0, len(numbers), _ASKED):
            some = [n for n in numbers[start : start + _ASKED] if not self.is_hidden(n)]
            marks = ",".join("?" * len(some))
            for row in self._db.execute(f"SELECT {_PASSAGE} WHERE number IN ({marks})", some):
                found[row[0]] = _passage(row)
        return found

    def readings(self, first: int, limit: int, english: bool = False) -> list[tuple[int, str]]:
        """(number, reading) of the ``limit`` passages from number ``first`` on, in order.

        With ``english``, only those that the models are asked about.
        """
        only = "AND place NOT IN (SELECT place FROM document WHERE language != 'en')" if english else ""
        rows = self._db.execute(
            f"SELECT number, reading, text FROM passage WHERE number >= ? {only} ORDER BY number LIMIT ?",
            (first, limit),
        )
        return [(number, reading or " ".join(text.split())) for number, reading, text in rows]

    def filed(self, first: int, limit: int) -> list[Filed]:
        """The ``limit`` passages from number ``first`` on as the indexes take them in, in order."""
        rows = self._db.execute(
            "SELECT number, reading, text, first, media_type, speaker, passage.date, page"
            " FROM passage JOIN document USING (place) WHERE number >= ? ORDER BY number LIMIT ?",
            (first, limit),
        )
        return [
            Filed(number, reading or " ".join(text.split()), document, kind, speaker, _date(day), page)
            for number, reading, text, document, kind, speaker, day, page in rows
        ]

    def firsts(self, named: str) -> list[int]:
        """The numbers of the first passages of the documents that ``named`` means, rising.

        It is an id, a name, the end of a name behind a slash, or a pattern with * and ?.
        """
        rows = self._db.execute(
            "SELECT first FROM document WHERE count AND (id = ?1 OR name = ?1 OR name GLOB ?1"
            " OR substr(name, -length(?1) - 1) = '/' || ?1) ORDER BY first",
            (named,),
        )
        return [first for (first,) in rows if not self.is_hidden(first)]

    def document_names(self, ids: Collection[str]) -> dict[str, str]:
        """What the documents with these ids are called."""
        rows = ((one, self._one("SELECT name FROM document WHERE id = ?", one)) for one in ids)
        return {one: str(row[0]) for one, row in rows if row is not None}

    def vectors(self, first: int, limit: int) -> tuple[list[int], NDArray[np.float16]]:
        """The numbers and vectors of the ``limit`` passages from number ``first`` on, in order."""
        rows = self._db.execute(
            "SELECT number, halves FROM vector WHERE number >= ? ORDER BY number LIMIT ?", (first, limit)
        ).fetchall()
        halves = np.frombuffer(b"".join(row[1] for row in rows), np.float16)
        return [row[0] for row in rows], halves.reshape(len(rows), -1) if rows else halves

    def tabled(self) -> list[str]:
        """The ids of the documents that have rows of tables, in order."""
        rows = self._db.execute(
            "SELECT id FROM document WHERE place IN (SELECT place FROM passage WHERE kind = 'row')"
            " ORDER BY place"
        )
        return [one for (one,) in rows if one not in self._hidden]

    def passage_at(self, document: str, offset: int) -> Passage | None:
        """The passage of the document with that id that holds ``offset``, or None."""
        row = self._one(
            f"SELECT {_PASSAGE} WHERE place = (SELECT place FROM document WHERE id = ?)"
            " AND passage.start <= ? ORDER BY passage.start DESC LIMIT 1",
            document, offset,
        )  # fmt: skip
        return _passage(row) if row is not None and offset < row[3] else None

    def statuses(self) -> list[tuple[Status, str | None]]:
        """How much of each document with words could be read, and why not more."""
        rows = self._db.execute(
            "SELECT id, status, reason FROM document WHERE characters ORDER BY place"
        )
        return [(Status(status), reason) for one, status, reason in rows if one not in self._hidden]

    def foreign(self) -> dict[str, str]:
        """The codes of the languages of the documents that are not in English, by id."""
        rows = self._db.execute("SELECT id, language FROM document WHERE language != 'en' ORDER BY place")
        return {one: code for one, code in rows if one not in self._hidden}

    def hide(self, sha256: str) -> None:
        """Leave documents with these bytes out of whatever is asked of this object from now on."""
        rows = self._db.execute(
            "SELECT id, first, count FROM document WHERE sha256 = ?", (sha256,)
        ).fetchall()
        self._hidden = tuple(one for one, _, _ in rows)
        self._hidden_numbers = tuple(range(first, first + count) for _, first, count in rows if count)

    def is_hidden(self, number: int) -> bool:
        """Whether the passage with that number belongs to a hidden document."""
        return any(number in numbers for numbers in self._hidden_numbers)

    @property
    def hidden(self) -> int:
        """How many passages are hidden."""
        return sum(len(numbers) for numbers in self._hidden_numbers)

    @property
    def generation(self) -> int:
        """The number of the indexes' generation; it rises when they must be made anew."""
        return int(self._meta("generation"))

    def level(self) -> str | None:
        """What held the processes that read the files, each level once; None where none is known."""
        return self._meta("level") or None

    def _note_level(self, document: Document) -> None:
        known = self._meta("level")
        levels = {*known.split("; "), level_of([document]) or ""} - {""}
        if (now := "; ".join(sorted(levels))) != known:
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('level', ?)", (now,))

    def problems(self) -> list[str]:
        """What SQLite itself finds wrong with the file, at most ten things."""
        try:
            rows = self._db.execute("PRAGMA integrity_check(10)").fetchall()
        except sqlite3.DatabaseError as error:
            return [str(error)]
        return [str(words) for (words,) in rows if words != "ok"]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _one(self, question: str, *values: Any) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._db.execute(question, values).fetchone()
        return found

    def _meta(self, key: str) -> str:
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return str(row[0]) if row else ""

    def _set_meta(self, key: str, value: int) -> None:
        self._db.execute("UPDATE meta SET value = ? WHERE key = ?", (str(value), key))


def _entry(row: Sequence[Any]) -> Entry:
    one, name, sha256, media_type, status, reason, pages, part_of, same_as, again, count, language = row
    return Entry(
        one, name, sha256, media_type, Status(status), reason, pages, part_of, same_as, bool(again), count,
        language,
    )  # fmt: skip


def _passage(row: Sequence[Any]) -> Passage:
    _, document, start, end, text, reading, kind, page, line, speaker, day, cells = row
    return Passage(
        document, start, end, text, " ".join(text.split()) if reading is None else reading,
        SegmentKind(kind), page, line, speaker, _date(day),
        tuple(Cell(*cell) for cell in json.loads(cells)) if cells else (),
    )  # fmt: skip


def _same_bytes(first: Entry) -> str:
    outcome = "which was read" if first.status is not Status.UNREAD else "which was not read"
    return f"the same bytes as {first.name}, {outcome}"


def cannot(path: Path, error: sqlite3.Error) -> CaseError:
    """What SQLite found wrong with the file at ``path``, and what to do about it."""
    words = str(error)
    if "readonly" in words or "unable to open" in words:
        told = f"cannot be written ({words}): check the permissions of the folder, or copy the case"
    elif "full" in words:
        told = "cannot be written: the disk is full; make room and go on with the same command"
    elif "locked" in words or "busy" in words:
        told = "is held by another process: wait for it to end, then try again"
    else:
        told = (
            f"is damaged ({words}): run sayso repair; what that cannot mend, put back a copy of the file, "
            "or make a new case and add what is in originals to that"
        )
    return CaseError(f"{path} {told}")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None
