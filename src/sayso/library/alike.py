"""Near-copies: documents that are one text, scanned, re-wrapped, signed or changed in a figure.

A document has a signature of 512 bytes; those that may be like it are looked up by bands of the
signature, so that the millionth costs what the first did and no two texts are held together that
have nothing in common. Each near-copy is led to the first of its kind. That two are alike says
nothing of where they differ: ``difference`` does.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from sayso.records import Document, SegmentKind

#: Letters and digits in a shingle; spaces, line ends and points are left out, so that wrapping and
#: line-end hyphens change nothing. Measured on 38 texts with made copies: where 3 letters in 100 are
#: misread, words of three share half, five letters 0.73; at 5 in 100 a third against 0.61. A 64-bit
#: simhash at distance 10, its nearest unrelated pair being 11, loses a fifth of the latter.
SHINGLE = 5
#: Minima kept, and how many of them make a band. Two texts that share half their shingles meet in
#: some band 87 times in 100, those that share 0.6 99 times, those that share 0.1 3 times in 1,000.
MINIMA, BAND = 128, 4
#: The least share of shingles in common, as the signatures estimate it: 99 unrelated pairs in 100
#: share under 0.17, copies with 5 letters in 100 misread 0.61.
ALIKE = 0.45
#: Documents that are held against a new one: those that meet it in the most bands.
_HELD = 64
#: Documents looked up in one band; a band that more share is boilerplate, and would make every new
#: document dearer than the last.
_MET = 256
#: Letters and digits below which a text is too short to be told from others of its kind.
SHORTEST = 80
#: Letters and digits of a text that are looked at.
_LONGEST = 2_000_000
#: Figures of each text that are compared, and differences that are named.
_COMPARED, _NAMED = 4_000, 3
_NOT_OWN = (SegmentKind.HEADER, SegmentKind.QUOTED)
_FIGURE = re.compile(r"\d(?:[\d.,:/]*\d)?")
_TABLES = """
CREATE TABLE IF NOT EXISTS alike
  (place INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, signature BLOB NOT NULL, leader TEXT NOT NULL,
   share REAL NOT NULL);
CREATE INDEX IF NOT EXISTS alike_leader ON alike (leader);
CREATE TABLE IF NOT EXISTS alike_band
  (key INTEGER, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A document that is a near-copy of ``leader``, with the estimated ``share`` (0..1) in common."""

    document: str
    leader: str
    share: float


class Alike:
    """The signatures of a library's documents, in a database of its own in memory or in ``db``.

    What it does is part of whatever transaction ``db`` is in; it never commits. ``least`` is the share
    in common, 0..1, from which on two are near-copies.
    """

    def __init__(self, db: sqlite3.Connection | None = None, least: float = ALIKE) -> None:
        self._least = least
        self._db = db or sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        for statement in _TABLES.split(";"):
            self._db.execute(statement)

    def add(self, document: Document) -> Likeness | None:
        """Keep the document's signature; what it is a near-copy of, or None."""
        if self._db.execute("SELECT 1 FROM alike WHERE id = ?", (document.id,)).fetchone():
            return None
        made = signature(own_words(document))
        if made is None:
            return None
        best, share = self._nearest(made)
        row = (document.id, made.tobytes(), best or document.id, share)
        place = self._db.execute(
            "INSERT INTO alike (id, signature, leader, share) VALUES (?, ?, ?, ?)", row
        ).lastrowid
        if best is not None:
            return Likeness(document.id, best, share)
        self._lead(int(place or 0), made)
        return None

    def remove(self, document: str) -> None:
        """Forget a document; the next of its near-copies leads the others."""
        row = self._db.execute("SELECT place FROM alike WHERE id = ?", (document,)).fetchone()
        if row is None:
            return
        self._db.execute("DELETE FROM alike WHERE place = ?", row)
        self._db.execute("DELETE FROM alike_band WHERE place = ?", row)
        rest = self._db.execute(
            "SELECT place, id, signature FROM alike WHERE leader = ? ORDER BY place", (document,)
        ).fetchall()
        if not rest:
            return
        place, first, packed = rest[0]
        leading = np.frombuffer(packed, np.uint32)
        self._lead(place, leading)
        for number, _, one in rest:
            share = _share(leading, np.frombuffer(one, np.uint32))
            self._db.execute("UPDATE alike SET leader = ?, share = ? WHERE place = ?", (first, share, number))

    def group(self, document: str) -> tuple[str, ...]:
        """The document and its near-copies, the first of them first; nothing where it has none."""
        rows = self._db.execute(
            "SELECT id FROM alike WHERE leader = (SELECT leader FROM alike WHERE id = ?) ORDER BY place",
            (document,),
        ).fetchall()
        return tuple(one for (one,) in rows) if len(rows) > 1 else ()

    def groups(self) -> list[tuple[str, ...]]:
        """The documents that have near-copies, each group with the first of its kind first."""
        found: dict[str, list[str]] = {}
        for one, leader in self._db.execute(
            "SELECT id, leader FROM alike WHERE leader IN (SELECT leader FROM alike WHERE leader != id)"
            " ORDER BY place"
        ):
            found.setdefault(leader, []).append(one)
        return [tuple(group) for group in found.values()]

    def likeness(self, document: str) -> Likeness | None:
        """What the document is a near-copy of, or None."""
        row = self._db.execute(
            "SELECT id, leader, share FROM alike WHERE id = ? AND leader != id", (document,)
        ).fetchone()
        return None if row is None else Likeness(*row)

    def largest(self) -> int:
        """How many documents the largest group has; 0 where there are none."""
        row = self._db.execute(
            "SELECT count(*) AS n FROM alike GROUP BY leader ORDER BY n DESC LIMIT 1"
        ).fetchone()
        return int(row[0]) if row is not None and row[0] > 1 else 0

    def _nearest(self, made: NDArray[np.uint32]) -> tuple[str | None, float]:
        """The first document that is most like the signature, and how like; None where none is."""
        met: Counter[int] = Counter()
        asked = "SELECT place FROM alike_band WHERE key = ? ORDER BY place LIMIT ?"
        for key in _bands(made):
            met.update(place for (place,) in self._db.execute(asked, (key, _MET)))
        if not met:
            return None, 1.0
        held = sorted(met, key=lambda place: (-met[place], place))[:_HELD]
        rows = self._db.execute(
            f"SELECT id, signature FROM alike WHERE place IN ({','.join('?' * len(held))}) ORDER BY place",
            held,
        ).fetchall()
        signatures = np.frombuffer(b"".join(packed for _, packed in rows), np.uint32)
        shares = np.mean(signatures.reshape(len(rows), MINIMA) == made, axis=1)
        best = int(np.argmax(shares))
        return (rows[best][0], round(float(shares[best]), 4)) if shares[best] >= self._least else (None, 1.0)

    def _lead(self, place: int, made: NDArray[np.uint32]) -> None:
        rows = [(key, place) for key in _bands(made)]
        self._db.executemany("INSERT OR IGNORE INTO alike_band VALUES (?, ?)", rows)

    def close(self) -> None:
        """Close the database."""
        self._db.close()


def own_words(document: Document) -> str:
    """The text of a document without a mail's header lines and without what it quotes."""
    if not any(s.kind in _NOT_OWN for s in document.segments):
        return document.text
    return "\n".join(document.text[s.start : s.end] for s in document.segments if s.kind not in _NOT_OWN)


def plain(text: str) -> str:
    """The letters and digits of ``text``, in lower case: what no wrapping or pointing changes."""
    return "".join(filter(str.isalnum, text.casefold()))


def signature(text: str) -> NDArray[np.uint32] | None:
    """The signature (MINIMA,) of a text, or None where it is too short to have one.

    One-permutation MinHash: the hashes of all shingles fall into MINIMA bins, and each bin keeps its
    least; an empty bin borrows from the next that is not (Shrivastava and Li 2014).
    """
    letters = np.frombuffer(plain(text)[:_LONGEST].encode("utf-32-le", "surrogatepass"), np.uint32)
    if len(letters) < SHORTEST:
        return None
    count = len(letters) - SHINGLE + 1
    hashes = np.zeros(count, np.uint64)
    for place in range(SHINGLE):
        hashes = hashes * np.uint64(0x100000001B3) + letters[place : place + count]
    hashes = _mixed(hashes)
    bins = (hashes % np.uint64(MINIMA)).astype(np.intp)
    values = (hashes >> np.uint64(32)).astype(np.uint32)
    least = np.full(MINIMA, 0xFFFFFFFF, np.uint32)
    np.minimum.at(least, bins, values)
    filled = np.zeros(MINIMA, bool)
    filled[bins] = True
    for place in map(int, np.flatnonzero(~filled)):
        step = 1 + int(np.argmax(filled[(place + 1 + np.arange(MINIMA)) % MINIMA]))
        least[place] = (int(least[(place + step) % MINIMA]) + 0x9E3779B1 * step) & 0xFFFFFFFF
    return least


def difference(document: Document, leader: Document) -> str:
    """What sets a near-copy apart from the first of its kind, in words for a reader."""
    mine, theirs = own_words(document), own_words(leader)
    if plain(mine) == plain(theirs):
        return "the same words"
    pairs = _figures_apart(mine, theirs)
    if not pairs:
        return "some words differ, the figures are the same"
    named = "; ".join(f"{a or 'none'} here, {b or 'none'} there" for a, b in pairs[:_NAMED])
    more = f"; and {len(pairs) - _NAMED} more" if len(pairs) > _NAMED else ""
    return f"figures differ: {named}{more}"


def _figures_apart(mine: str, theirs: str) -> list[tuple[str, str]]:
    ours, others = (_FIGURE.findall(text)[:_COMPARED] for text in (mine, theirs))
    found = SequenceMatcher(None, ours, others, autojunk=False)
    apart = [c for c in found.get_opcodes() if c[0] != "equal"]
    return [(", ".join(ours[a:b][:4]), ", ".join(others[c:d][:4])) for _, a, b, c, d in apart]


def figures(text: str) -> tuple[str, ...]:
    """The figures of a text as they are written, in order."""
    return tuple(_FIGURE.findall(text))


def _share(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    return round(float(np.mean(one == other)), 4)


def _bands(made: NDArray[np.uint32]) -> list[int]:
    rows = made.reshape(-1, BAND).astype(np.uint64)
    keys = np.arange(len(rows), dtype=np.uint64)
    for column in rows.T:
        keys = _mixed(keys * np.uint64(0x100000001B3) + column)
    return [int(key) for key in keys.view(np.int64)]


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64 (Steele, Lea and Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
