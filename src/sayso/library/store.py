"""The truth of a library: SQLite, in memory or in a case's folder. Every index is made from it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sayso.records import Cell, Document, Page, Passage, SegmentKind, Status, WordBoxes

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    id TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL, text TEXT NOT NULL, status TEXT NOT NULL, reason TEXT, title TEXT,
    author TEXT, date TEXT, metadata TEXT NOT NULL, part_of TEXT);
CREATE TABLE IF NOT EXISTS page (
    document TEXT NOT NULL REFERENCES document(id), number INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
    words BLOB NOT NULL, PRIMARY KEY (document, number));
CREATE TABLE IF NOT EXISTS passage (
    number INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES document(id),
    start INTEGER NOT NULL, end INTEGER NOT NULL, reading TEXT NOT NULL, kind TEXT NOT NULL,
    page INTEGER, line INTEGER, speaker TEXT, date TEXT, cells TEXT NOT NULL, vector BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS passage_document ON passage(document);
"""


class Store:
    """Documents, pages and passages. ``path`` None keeps them in memory."""

    def __init__(self, path: Path | None = None) -> None:
        self._db = sqlite3.connect(":memory:" if path is None else path)
        if path is not None:
            self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(_SCHEMA)

    def has(self, document: str) -> bool:
        """Whether the document with that id is kept."""
        found = self._db.execute("SELECT 1 FROM document WHERE id = ?", (document,)).fetchone()
        return found is not None

    def add(
        self, document: Document, passages: Sequence[Passage], vectors: NDArray[np.float32]
    ) -> range:
        """Keep a document with its passages and their vectors, all or nothing; their numbers."""
        first = self.count()
        with self._db:
            self._db.execute(
                "INSERT INTO document VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (document.id, self._place(), document.name, document.sha256, document.media_type,
                 document.text, document.status.value, document.reason, document.title,
                 document.author, _iso(document.date), json.dumps(document.metadata),
                 document.part_of),
            )  # fmt: skip
            self._db.executemany(
                "INSERT INTO page VALUES (?,?,?,?,?,?,?)",
                [(document.id, p.number, p.start, p.end, p.width, p.height, p.words.packed)
                 for p in document.pages],
            )  # fmt: skip
            self._db.executemany(
                "INSERT INTO passage VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                [(first + i, p.document, p.start, p.end, p.reading, p.kind.value, p.page, p.line,
                  p.speaker, _iso(p.date), json.dumps([[c.column, c.start, c.end] for c in p.cells]),
                  vectors[i].tobytes())
                 for i, p in enumerate(passages)],
            )  # fmt: skip
        return range(first, first + len(passages))

    def _place(self) -> int:
        (count,) = self._db.execute("SELECT count(*) FROM document").fetchone()
        return int(count)

    def count(self) -> int:
        """How many passages are kept; their numbers run from 0."""
        (count,) = self._db.execute("SELECT count(*) FROM passage").fetchone()
        return int(count)

    def documents(self) -> Iterator[Document]:
        """All documents in the order they were added, without their segments."""
        for row in self._db.execute("SELECT * FROM document ORDER BY place").fetchall():
            (ident, _, name, sha256, media, text, status, reason, title, author, day, meta, of) = (
                row
            )
            pages = self._db.execute(
                "SELECT number, start, end, width, height, words FROM page WHERE document = ?"
                " ORDER BY number", (ident,),
            )  # fmt: skip
            yield Document(
                ident, name, sha256, media, text, Status(status), reason, title, author,
                _date(day), tuple(Page(*p[:5], WordBoxes(p[5])) for p in pages), (),
                tuple((k, v) for k, v in json.loads(meta)), of,
            )  # fmt: skip

    def passages(self) -> Iterator[tuple[int, Passage, NDArray[np.float32]]]:
        """All passages as (number, passage, vector) in order of number."""
        rows = self._db.execute(
            "SELECT p.number, p.document, p.start, p.end, substr(d.text, p.start + 1, p.end - p.start),"
            " p.reading, p.kind, p.page, p.line, p.speaker, p.date, p.cells, p.vector"
            " FROM passage p JOIN document d ON d.id = p.document ORDER BY p.number"
        )
        for row in rows:
            number, document, start, end, text, reading, kind, page, line, speaker, day, cells = (
                row[:12]
            )
            yield (
                number,
                Passage(document, start, end, text, reading, SegmentKind(kind), page, line, speaker,
                        _date(day), tuple(Cell(*cell) for cell in json.loads(cells))),
                np.frombuffer(row[12], dtype=np.float32),
            )  # fmt: skip

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None
