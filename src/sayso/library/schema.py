"""The tables of a library's file, and how one that an earlier sayso made is brought up to today's.

A file says in ``meta`` which form it has. Form 1 had no language in its register and, in its first
days, no tables of near-copies and threads; all three are made from the documents that it keeps. Form 2
knew no files that are in only in part, and some of its indexes hold names as an early sayso cut them.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from dataclasses import replace
from pathlib import Path

from sayso.library.alike import Alike
from sayso.library.threads import Threads
from sayso.reading.wire import document_from
from sayso.records import Document

#: The form that this sayso reads and writes.
FORMAT = 3

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS document (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL, status TEXT NOT NULL, reason TEXT, pages INTEGER, date TEXT, language TEXT,
    part_of TEXT, same_as TEXT, again INTEGER NOT NULL DEFAULT 0, characters INTEGER NOT NULL,
    first INTEGER NOT NULL, count INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS body (place INTEGER PRIMARY KEY, record BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS document_sha256 ON document(sha256);
CREATE INDEX IF NOT EXISTS document_name ON document(name);
CREATE INDEX IF NOT EXISTS document_part ON document(part_of) WHERE part_of IS NOT NULL;
CREATE TABLE IF NOT EXISTS passage (
    number INTEGER PRIMARY KEY, place INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    text TEXT NOT NULL, reading TEXT, kind TEXT NOT NULL, page INTEGER, line INTEGER, speaker TEXT,
    date TEXT, cells TEXT);
CREATE INDEX IF NOT EXISTS passage_place ON passage(place, start);
CREATE INDEX IF NOT EXISTS passage_row ON passage(place) WHERE kind = 'row';
CREATE TABLE IF NOT EXISTS vector (number INTEGER PRIMARY KEY, halves BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS original (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (mark TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unfinished (place INTEGER PRIMARY KEY, entered INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS doomed (sha256 TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_RECORDS = (
    "SELECT record, place, id, name, sha256, part_of, language FROM body JOIN document USING (place)"
)


def form_of(db: sqlite3.Connection) -> int:
    """The form of the file that is open as ``db``; 0 where nothing is in it yet."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return 0
    row = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    return int(row[0]) if row else 0


def bring_up(db: sqlite3.Connection) -> None:
    """Make the tables, or bring those of an earlier form up to today's; part of ``db``'s transaction."""
    form = form_of(db)
    if form in (1, 2):
        db.execute("DROP INDEX IF EXISTS passage_row")
    for statement in _TABLES.split(";"):
        db.execute(statement)
    alike, threads = Alike(db), Threads(db)
    if form == 1:
        _from_1(db, alike, threads)
    for key, value in (("format", FORMAT), ("next", 0), ("generation", 1)):
        db.execute("INSERT OR IGNORE INTO meta VALUES (?,?)", (key, str(value)))
    if form in (1, 2):
        db.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
    db.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(FORMAT),))


def make_anew(db: sqlite3.Connection, aside: Path) -> None:
    """Make the file that is open as ``db`` anew from its tables, without a look at its indexes.

    ``aside`` is where to make it first. Raises sqlite3.Error, and changes nothing, where a table is
    damaged or somebody else wrote meanwhile.
    """
    aside.unlink(missing_ok=True)
    new = sqlite3.connect(aside, isolation_level=None)
    try:
        (before,) = db.execute("PRAGMA data_version").fetchone()
        new.execute("BEGIN")
        bring_up(new)
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        for (table,) in new.execute(tables).fetchall():
            columns = ", ".join(row[1] for row in new.execute(f"PRAGMA table_info({table})"))
            values = ", ".join("?" * (columns.count(",") + 1))
            new.execute(f"DELETE FROM {table}")
            rows = db.execute(f"SELECT {columns} FROM {table} NOT INDEXED")
            new.executemany(f"INSERT INTO {table} ({columns}) VALUES ({values})", rows)
        new.execute("COMMIT")
        (after,) = db.execute("PRAGMA data_version").fetchone()
        if after != before:
            raise sqlite3.OperationalError("another process wrote: database is busy")
        new.backup(db)
    finally:
        new.close()
        aside.unlink(missing_ok=True)


def _from_1(db: sqlite3.Connection, alike: Alike, threads: Threads) -> None:
    from sayso.reading.languages import language_of

    columns = {row[1] for row in db.execute("PRAGMA table_info(document)")}
    if "language" not in columns:
        db.execute("ALTER TABLE document ADD COLUMN language TEXT")
    places = [place for (place,) in db.execute("SELECT place FROM body ORDER BY place")]
    for place in places:
        row = db.execute(f"{_RECORDS} WHERE place = ?", (place,)).fetchone()
        if row is None:
            continue
        document = unpacked(*row[:1], *row[2:6])
        language = row[6] or language_of(document.text, document.segments)
        db.execute("UPDATE document SET language = ? WHERE place = ?", (language, place))
        alike.add(document)
        threads.add(document)


def unpacked(record: bytes, one: str, name: str, sha256: str, part_of: str | None) -> Document:
    """The document that was packed as ``record``, under the id and name that the register has.

    Raises zlib.error, ValueError or WireError where the record is damaged.
    """
    read = document_from(json.loads(zlib.decompress(record)))
    return replace(read, id=one, name=name, sha256=sha256, part_of=part_of)
