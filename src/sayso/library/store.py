"""The truth of a library: SQLite, in memory or in a case's folder. Every index is made from it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sayso.reading.wire import document_from, document_to
from sayso.records import Cell, Document, Passage, SegmentKind

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    id TEXT PRIMARY KEY, place INTEGER NOT NULL, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passage (
    number INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES document(id),
    start INTEGER NOT NULL, end INTEGER NOT NULL, reading TEXT NOT NULL, kind TEXT NOT NULL,
    page INTEGER, line INTEGER, speaker TEXT, date TEXT, cells TEXT NOT NULL, vector BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS passage_document ON passage(document);
"""


class Store:
    """Documents and passages. ``path`` None keeps them in memory."""

    def __init__(self, path: Path | None = None) -> None:
        self._db = sqlite3.connect(
            ":memory:" if path is None else path, check_same_thread=False
        )
        if path is not None:
            self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(_SCHEMA)

    def has(self, document: str) -> bool:
        """Whether the document with that id is kept."""
        found = self._db.execute("SELECT 1 FROM document WHERE id = ?", (document,)).fetchone()
        return found is not None

    def add(
        self,
        document: Document,
        passages: Sequence[Passage],
        vectors: NDArray[np.float32] | None,
    ) -> None:
        """Keep a document with its passages and their vectors, all or nothing.

        ``vectors`` is None where they are made only for what is found.
        """
        first = self.count()
        with self._db:
            self._db.execute(
                "INSERT INTO document VALUES (?,?,?)",
                (document.id, self._place(), json.dumps(document_to(document))),
            )
            self._db.executemany(
                "INSERT INTO passage VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                [(first + i, p.document, p.start, p.end, p.reading, p.kind.value, p.page, p.line,
                  p.speaker, _iso(p.date), json.dumps([[c.column, c.start, c.end] for c in p.cells]),
                  b"" if vectors is None else vectors[i].tobytes())
                 for i, p in enumerate(passages)],
            )  # fmt: skip

    def put_vectors(self, vectors: NDArray[np.float32]) -> None:
        """Put new vectors in place of all that are kept, in order of number, all or nothing."""
        rows = [(row.tobytes(), number) for number, row in enumerate(vectors)]
        with self._db:
            self._db.executemany("UPDATE passage SET vector = ? WHERE number = ?", rows)

    def _place(self) -> int:
        (count,) = self._db.execute("SELECT count(*) FROM document").fetchone()
        return int(count)

    def count(self) -> int:
        """How many passages are kept; their numbers run from 0."""
        (count,) = self._db.execute("SELECT count(*) FROM passage").fetchone()
        return int(count)

    def documents(self) -> Iterator[Document]:
        """All documents in the order they were added."""
        for (record,) in self._db.execute("SELECT record FROM document ORDER BY place"):
            yield document_from(json.loads(record))

    def passages(
        self, documents: Mapping[str, Document]
    ) -> Iterator[tuple[Passage, NDArray[np.float32]]]:
        """All passages with their vectors in order of number; ``documents`` gives their words."""
        rows = self._db.execute(
            "SELECT document, start, end, reading, kind, page, line, speaker, date, cells, vector"
            " FROM passage ORDER BY number"
        )
        for document, start, end, reading, kind, page, line, speaker, day, cells, vector in rows:
            yield (
                Passage(
                    document, start, end, documents[document].text[start:end], reading,
                    SegmentKind(kind), page, line, speaker, _date(day),
                    tuple(Cell(*cell) for cell in json.loads(cells)),
                ),
                np.frombuffer(vector, dtype=np.float32),
            )  # fmt: skip

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None
