"""Mail threads: which mails answer which, in order.

Put together by Message-ID, In-Reply-To and References, as RFC 5322 (3.6.4) means them; where a mail
names none that is known, by its subject and the paragraphs that it quotes.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from dataclasses import dataclass

from sayso.records import Document, SegmentKind

_ID = re.compile(r"<[^<>\s]+>")
_REPLY = re.compile(r"^\s*(?:(?:re|fw|fwd|aw|wg|sv|tr|rv|antw)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_WORD = re.compile(r"\w+")
#: "On Tuesday Ann Hill wrote:", before what is quoted.
_WROTE = re.compile(r"\A.{1,300}?:[ \t]*\n(?=[ \t]*>)", re.DOTALL)
#: A paragraph is known again by its first words; one with fewer than the least is no sign.
_OPENING, _LEAST = 10, 5
#: Paragraphs of one mail that are looked at.
_PARAGRAPHS = 200
_TABLES = """
CREATE TABLE IF NOT EXISTS thread_mail
  (place INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, thread INTEGER NOT NULL, sent TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS thread_of ON thread_mail (thread);
CREATE TABLE IF NOT EXISTS thread_key (key BLOB PRIMARY KEY, thread INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS thread_keys ON thread_key (thread)
"""


@dataclass(frozen=True, slots=True)
class _Keys:
    """A mail's own and named ids; what it is kept under, and asks for, by what it says and quotes."""

    ids: tuple[bytes, ...]
    kept: tuple[bytes, ...]
    asked: tuple[bytes, ...]


class Threads:
    """The threads of a library's mails, in a database of its own in memory or in ``db``.

    What it does is part of whatever transaction ``db`` is in; it never commits.
    """

    def __init__(self, db: sqlite3.Connection | None = None) -> None:
        self._db = db or sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        for statement in _TABLES.split(";"):
            self._db.execute(statement)

    def add(self, document: Document) -> None:
        """Put a mail into its thread, which may join two; what is no mail is passed over."""
        if document.media_type != "message/rfc822" or self._thread(document.id) is not None:
            return
        keys = _keys(document)
        found = self._threads(keys.ids) or self._threads(keys.asked)
        (last,) = self._db.execute("SELECT coalesce(max(place), 0) FROM thread_mail").fetchone()
        thread = found[0] if found else last + 1
        for other in found[1:]:
            for table in ("thread_mail", "thread_key"):
                self._db.execute(f"UPDATE {table} SET thread = ? WHERE thread = ?", (thread, other))
        self._db.execute(
            "INSERT INTO thread_mail (place, id, thread, sent) VALUES (?, ?, ?, ?)",
            (last + 1, document.id, thread, _sent(document)),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO thread_key VALUES (?, ?)",
            [(key, thread) for key in (*keys.ids, *keys.kept)],
        )

    def remove(self, document: str) -> None:
        """Forget a mail; the rest of its thread stays together."""
        thread = self._thread(document)
        if thread is None:
            return
        self._db.execute("DELETE FROM thread_mail WHERE id = ?", (document,))
        # The number of a thread that has no mails left may be given again.
        self._db.execute(
            "DELETE FROM thread_key WHERE thread = ?1"
            " AND NOT EXISTS (SELECT 1 FROM thread_mail WHERE thread = ?1)",
            (thread,),
        )

    def members(self, document: str) -> tuple[str, ...]:
        """The ids of the mails of a document's thread, the first sent first; nothing where it has none."""
        rows = self._db.execute(
            "SELECT id FROM thread_mail WHERE thread = (SELECT thread FROM thread_mail WHERE id = ?)"
            " ORDER BY sent, place",
            (document,),
        ).fetchall()
        return tuple(one for (one,) in rows) if len(rows) > 1 else ()

    def every(self) -> list[tuple[str, ...]]:
        """The threads of two mails or more, each with its mails in the order they were sent."""
        found: dict[int, list[str]] = {}
        for one, thread in self._db.execute("SELECT id, thread FROM thread_mail ORDER BY sent, place"):
            found.setdefault(thread, []).append(one)
        return [tuple(mails) for mails in found.values() if len(mails) > 1]

    def _thread(self, document: str) -> int | None:
        row = self._db.execute("SELECT thread FROM thread_mail WHERE id = ?", (document,)).fetchone()
        return None if row is None else int(row[0])

    def _threads(self, keys: tuple[bytes, ...]) -> list[int]:
        found = set()
        for key in keys:
            row = self._db.execute("SELECT thread FROM thread_key WHERE key = ?", (key,)).fetchone()
            if row is not None:
                found.add(int(row[0]))
        return sorted(found)

    def close(self) -> None:
        """Close the database."""
        self._db.close()


def _keys(document: Document) -> _Keys:
    known = dict(document.metadata)
    named = " ".join(known.get(key, "") for key in ("message-id", "in-reply-to", "references"))
    ids = tuple(_key("id", one) for one in dict.fromkeys(_ID.findall(named)))
    subject = base_subject(document.title or "")
    if not subject:
        return _Keys(ids, (), ())
    own: list[str] = []
    quoted: list[str] = []
    for segment in document.segments[:_PARAGRAPHS]:
        text = _WROTE.sub("", document.text[segment.start : segment.end])
        words = _WORD.findall(text.casefold())[:_OPENING]
        if len(words) < _LEAST or segment.kind is SegmentKind.HEADER:
            continue
        (quoted if segment.kind is SegmentKind.QUOTED else own).append(" ".join(words))
    kept = [_key("own", subject, p) for p in own] + [_key("quoted", subject, p) for p in quoted]
    # Two mails that only say the same paragraph, as circulars do, are not one thread.
    asked = [_key("quoted", subject, p) for p in own + quoted] + [_key("own", subject, p) for p in quoted]
    return _Keys(ids, tuple(kept), tuple(asked))


def base_subject(subject: str) -> str:
    """A subject without what replies and forwards put before it, in lower case."""
    return " ".join(_REPLY.sub("", subject).casefold().split())


def _key(*parts: str) -> bytes:
    words = "\0".join(parts).encode("utf-8", "replace")
    return hashlib.blake2b(words, digest_size=12).digest()


def _sent(document: Document) -> str:
    """When a mail was sent, as far as it says: it sorts behind those that say so where it does not."""
    return dict(document.metadata).get("sent") or (document.date.isoformat() if document.date else "~")
