"""The articles of a case and what they tell, in one SQLite file, with their vectors.

A claim's words are kept once, as a wording, however often they are told. Pairs say how two wordings
stand to each other; which of them make one claim is derived from the pairs (``grouping``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.errors import CaseError
from sayso.library.alike import Alike
from sayso.library.meaning import MeaningIndex
from sayso.library.store import cannot
from sayso.records import Document, Quotation, SourceKind, Zone
from sayso.tracing.relation import Claimed, Relation
from sayso.tracing.tellings import Telling, day_that_matters

_FORMAT = 1
#: The least share of shingles in common of articles that are one text: half a text printed again has
#: about half, two short articles with one long quotation in common may have as much.
_COPY = 0.6
_PATIENCE = 30.0
_TABLES = """
CREATE TABLE IF NOT EXISTS article
  (place INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL,
   outlet TEXT, address TEXT, day TEXT, headline TEXT, leader TEXT NOT NULL, text TEXT NOT NULL,
   careful INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS article_leader ON article (leader);
CREATE TABLE IF NOT EXISTS unread (name TEXT PRIMARY KEY, problem TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS wording
  (number INTEGER PRIMARY KEY, content TEXT NOT NULL, day TEXT NOT NULL, claim INTEGER,
   UNIQUE (content, day));
CREATE INDEX IF NOT EXISTS wording_claim ON wording (claim);
CREATE TABLE IF NOT EXISTS telling
  (place INTEGER PRIMARY KEY, article INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
   wording INTEGER, speaker TEXT, kind TEXT NOT NULL, denied INTEGER NOT NULL, zone TEXT NOT NULL,
   quotation TEXT NOT NULL, whole INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS telling_wording ON telling (wording);
CREATE INDEX IF NOT EXISTS telling_article ON telling (article);
CREATE INDEX IF NOT EXISTS telling_speaker ON telling (speaker);
CREATE TABLE IF NOT EXISTS pair
  (one INTEGER NOT NULL, other INTEGER NOT NULL, relation TEXT NOT NULL, alike REAL NOT NULL,
   PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pair_other ON pair (other);
CREATE TABLE IF NOT EXISTS decision
  (place INTEGER PRIMARY KEY, one TEXT NOT NULL, other TEXT NOT NULL, same INTEGER NOT NULL,
   made TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Published:
    """One article as the trace keeps it.

    ``id`` is the first 12 hexadecimal digits of the ``sha256`` of its bytes. ``leader`` is the id of
    the first article of the same text, its own where it is that. ``careful`` is false where its
    attributions were read by rules alone.
    """

    id: str
    sha256: str
    name: str
    outlet: str | None
    address: str | None
    day: date | None
    headline: str | None
    leader: str
    text: str
    careful: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """A telling where it stands: in which article, with which wording. ``place`` is its number."""

    place: int
    article: Published
    telling: Telling
    wording: int | None


class Register:
    """The register in ``folder``, made where there is none.

    ``vectors`` are those of the wordings, a row a wording's number: derived, and made again when gone.

    Raises CaseError where it cannot be opened, is damaged or was made by a later sayso.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = path = folder / "articles.sqlite"
        try:
            folder.mkdir(exist_ok=True, mode=0o700)
            (folder / "originals").mkdir(exist_ok=True)
            self.vectors = MeaningIndex(folder / "vectors")
            self._db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute("PRAGMA secure_delete=ON")
            form = self._db.execute("PRAGMA user_version").fetchone()[0]
            if form > _FORMAT:
                raise CaseError(f"{path} was made by a later version of sayso: use that one")
            self._db.executescript(_TABLES)
            self._db.execute(f"PRAGMA user_version = {_FORMAT}")
            self._alike = Alike(self._db, _COPY)
        except OSError as error:
            raise CaseError(
                f"{folder} cannot be written ({error.strerror}): check the permissions of the case"
            ) from error
        except sqlite3.Error as error:
            raise cannot(path, error) from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

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

    # Articles

    def has(self, article: str) -> bool:
        """Whether the article of that id is in."""
        return self._one("SELECT 1 FROM article WHERE id = ?", article) is not None

    def leader_of(self, document: Document) -> str:
        """The id of the first article of the same text, its own where there is none; kept from now on."""
        found = self._alike.add(document) or self._alike.likeness(document.id)
        return found.leader if found is not None else document.id

    def enter(self, article: Published, tellings: Sequence[Telling]) -> None:
        """Keep an article with its tellings; part of the transaction it is called in."""
        place = self._db.execute(
            "INSERT INTO article (id, sha256, name, outlet, address, day, headline, leader, text, careful)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (article.id, article.sha256, article.name, article.outlet, article.address, _iso(article.day),
             article.headline, article.leader, article.text, article.careful),
        ).lastrowid  # fmt: skip
        self._db.executemany(
            "INSERT INTO telling"
            " (article, start, end, wording, speaker, kind, denied, zone, quotation, whole)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (place, t.start, t.end, self._wording(t, article.day), t.speaker, t.kind.value, t.denied,
                 t.zone.value, t.quotation.value, t.whole)
                for t in tellings
            ],
        )  # fmt: skip

    def _wording(self, telling: Telling, day: date | None) -> int | None:
        if not telling.content:
            return None
        key = (telling.content, _iso(day_that_matters(telling.content, day)) or "")
        found = self._one("SELECT number FROM wording WHERE content = ? AND day = ?", *key)
        if found is not None:
            return int(found[0])
        number = self._one("SELECT COALESCE(MAX(number) + 1, 0) FROM wording")
        assert number is not None
        self._db.execute("INSERT INTO wording (number, content, day) VALUES (?, ?, ?)", (number[0], *key))
        return int(number[0])

    def cannot_read(self, name: str, problem: str) -> None:
        """Note a file that came to no article, and why."""
        self._db.execute("INSERT OR REPLACE INTO unread (name, problem) VALUES (?, ?)", (name, problem))

    def unread(self) -> list[tuple[str, str]]:
        """Files that came to no article: their names and why, by name."""
        return self._db.execute("SELECT name, problem FROM unread ORDER BY name").fetchall()

    def count(self) -> tuple[int, int, int]:
        """How many articles, how many texts among them, and how many statements."""
        row = self._one(
            "SELECT (SELECT COUNT(*) FROM article), (SELECT COUNT(DISTINCT leader) FROM article),"
            " (SELECT COUNT(*) FROM telling WHERE whole)"
        )
        assert row is not None
        return row[0], row[1], row[2]

    def remove(self, article: str) -> str | None:
        """Take an article out for good, with the words that nothing else tells; the SHA-256 of its file.

        None where it is not in.
        """
        found = self._one("SELECT place, sha256 FROM article WHERE id = ?", article)
        if found is None:
            return None
        row = found[:1]
        with self.writing():
            self._db.execute("DELETE FROM telling WHERE article = ?", row)
            self._db.execute("DELETE FROM article WHERE place = ?", row)
            self._alike.remove(article)
            following = self._one("SELECT id FROM article WHERE leader = ? ORDER BY place", article)
            if following is not None:
                self._db.execute("UPDATE article SET leader = ? WHERE leader = ?", (following[0], article))
            # A wording keeps its number, by which its vector is found, and none of its words.
            gone = (
                "SELECT number FROM wording WHERE claim IS NOT NULL"
                " AND number NOT IN (SELECT wording FROM telling WHERE wording IS NOT NULL)"
            )
            self._db.execute(f"DELETE FROM pair WHERE one IN ({gone}) OR other IN ({gone})")
            self._db.execute(
                "UPDATE wording SET content = '', day = 'gone ' || number, claim = NULL"
                f" WHERE number IN ({gone})"
            )
        # What rows leave behind in pages that were filled or split goes only with the file written anew.
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return str(found[1])

    # Wordings, pairs and claims

    def wordings(self, first: int = 0) -> list[Claimed]:
        """The wordings from number ``first`` on."""
        rows = self._db.execute(
            "SELECT content, day FROM wording WHERE number >= ? ORDER BY number", (first,)
        )
        return [Claimed(content, _date(day) if content else None) for content, day in rows]

    @property
    def paired(self) -> int:
        """How many wordings have been held against the others."""
        row = self._one("SELECT value FROM meta WHERE key = 'paired'")
        return int(row[0]) if row else 0

    def pair(self, found: Sequence[tuple[int, int, Relation, float]], paired: int) -> None:
        """Keep how wordings stand to each other; ``paired`` of them have now been looked at."""
        self._db.executemany(
            "INSERT OR REPLACE INTO pair (one, other, relation, alike) VALUES (?, ?, ?, ?)",
            [(a, b, relation.value, alike) for a, b, relation, alike in found],
        )
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('paired', ?)", (paired,))

    def pairs(self) -> list[tuple[int, int, str, float]]:
        """All pairs: (one, other, relation, alike), by their numbers."""
        return self._db.execute("SELECT one, other, relation, alike FROM pair ORDER BY one, other").fetchall()

    def set_claims(self, claims: NDArray[np.int64]) -> None:
        """Say of each wording, by its number, which claim it is of."""
        before = self.claims(len(claims))
        changed = np.nonzero(before != claims)[0]
        self._db.executemany(
            "UPDATE wording SET claim = ? WHERE number = ?",
            [(int(claims[number]), int(number)) for number in changed],
        )

    def claims(self, count: int) -> NDArray[np.int64]:
        """The claim of each of the first ``count`` wordings; -1 where none is known yet."""
        rows = self._db.execute(
            "SELECT COALESCE(claim, -1) FROM wording WHERE number < ? ORDER BY number", (count,)
        )
        return np.fromiter((claim for (claim,) in rows), np.int64)

    def kin(self, claim: int) -> list[tuple[Relation, int]]:
        """The claims that are the same as ``claim`` but for one thing, and what that is; nearest first."""
        rows = self._db.execute(
            "SELECT p.relation, w.claim, MAX(p.alike) AS near FROM wording m"
            " JOIN (SELECT one, other, relation, alike FROM pair"
            "       UNION ALL SELECT other, one, relation, alike FROM pair) p ON p.one = m.number"
            " JOIN wording w ON w.number = p.other"
            " WHERE m.claim = ? AND w.claim != ? AND p.relation != 'other'"
            " GROUP BY w.claim, p.relation ORDER BY near DESC, w.claim",
            (claim, claim),
        )
        found: dict[int, Relation] = {}
        for relation, other, _ in rows:
            found.setdefault(other, Relation(relation))
        return [(relation, other) for other, relation in found.items() if relation is not Relation.SAME]

    def claims_by(self, wordings: Sequence[int]) -> dict[int, int]:
        """Which claim each of ``wordings`` is of, where that is known."""
        found: dict[int, int] = {}
        for i in range(0, len(wordings), 500):
            some = wordings[i : i + 500]
            found.update(self._db.execute(
                "SELECT number, claim FROM wording WHERE claim IS NOT NULL"
                f" AND number IN ({_marks(some)})", some
            ).fetchall())  # fmt: skip
        return found

    # Tellings

    def told(self, claims: Sequence[int]) -> dict[int, list[Told]]:
        """The tellings of each of ``claims``, in order of the day, then of arrival."""
        found: dict[int, list[Told]] = {claim: [] for claim in claims}
        for claim in claims:
            found[claim] = self._told("w.claim = ?", claim)
        return found

    def told_by(self, speakers: Sequence[str]) -> list[Told]:
        """Everything laid to any of ``speakers``, in order of the day, then of arrival."""
        found = []
        for i in range(0, len(speakers), 500):
            some = speakers[i : i + 500]
            found += self._told(f"t.speaker IN ({_marks(some)})", *some)
        return sorted(found, key=lambda told: told.place)

    def told_about(self, word: str) -> list[Told]:
        """Tellings whose claim has ``word`` in it, in order of the day, then of arrival."""
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return self._told("w.content LIKE ? ESCAPE '\\'", f"%{escaped}%")

    def _told(self, where: str, *values: object) -> list[Told]:
        rows = self._db.execute(
            "SELECT t.place, t.start, t.end, t.wording, t.speaker, t.kind, t.denied, t.zone, t.quotation,"
            " t.whole, COALESCE(w.content, ''), a.id, a.sha256, a.name, a.outlet, a.address, a.day,"
            " a.headline, a.leader, a.careful, substr(a.text, t.start + 1, t.end - t.start)"
            " FROM telling t JOIN article a ON a.place = t.article"
            " LEFT JOIN wording w ON w.number = t.wording"
            f" WHERE {where} ORDER BY a.day IS NULL, a.day, t.place",
            values,
        )
        return [
            Told(
                r[0],
                Published(r[11], r[12], r[13], r[14], r[15], _date(r[16]), r[17], r[18], "", bool(r[19])),
                Telling(r[1], r[2], r[20], r[10], r[4], SourceKind(r[5]), bool(r[6]), Zone(r[7]),
                        Quotation(r[8]), bool(r[9])),
                r[3],
            )
            for r in rows
        ]  # fmt: skip

    def tellings_of(self, article: str) -> list[Told]:
        """The tellings of one article, in their order."""
        return sorted(self._told("a.id = ?", article), key=lambda told: told.place)

    def text_of(self, article: str) -> str:
        """The text of one article."""
        row = self._one("SELECT text FROM article WHERE id = ?", article)
        return str(row[0]) if row else ""

    def articles(self) -> list[Published]:
        """All articles without their texts, by day, then in order of arrival."""
        rows = self._db.execute(
            "SELECT id, sha256, name, outlet, address, day, headline, leader, careful FROM article"
            " ORDER BY day IS NULL, day, place"
        )
        return [
            Published(r[0], r[1], r[2], r[3], r[4], _date(r[5]), r[6], r[7], "", bool(r[8])) for r in rows
        ]

    def repeated(self, most: int) -> list[int]:
        """The claims told in the most texts, first those; at most ``most``."""
        rows = self._db.execute(
            "SELECT w.claim, COUNT(DISTINCT a.leader) AS texts, COUNT(DISTINCT a.outlet) AS outlets"
            " FROM wording w JOIN telling t ON t.wording = w.number JOIN article a ON a.place = t.article"
            " WHERE w.claim IS NOT NULL GROUP BY w.claim HAVING texts > 1"
            " ORDER BY texts DESC, outlets DESC, w.claim LIMIT ?",
            (most,),
        )
        return [claim for claim, _, _ in rows]

    def speakers(self) -> list[tuple[str, SourceKind, int]]:
        """All names that statements are laid to, their kind, and how often, the most often first."""
        rows = self._db.execute(
            "SELECT speaker, kind, COUNT(*) AS often FROM telling WHERE speaker IS NOT NULL AND whole"
            " GROUP BY speaker, kind ORDER BY often DESC, speaker, kind"
        )
        return [(speaker, SourceKind(kind), often) for speaker, kind, often in rows]

    def kinds_by_outlet(self) -> list[tuple[str | None, SourceKind, int]]:
        """For each outlet and kind of source, how many statements it has laid to such."""
        rows = self._db.execute(
            "SELECT a.outlet, t.kind, COUNT(*) FROM telling t JOIN article a ON a.place = t.article"
            " WHERE t.whole GROUP BY a.outlet, t.kind ORDER BY a.outlet, t.kind"
        )
        return [(outlet, SourceKind(kind), count) for outlet, kind, count in rows]

    def own_voice_of_others(self, most: int) -> list[tuple[str | None, int, int]]:
        """Claims that an outlet carries in its own voice and others lay to somebody.

        (outlet, claim, how many outlets lay it to somebody), the most of these first.
        """
        rows = self._db.execute(
            "WITH carried AS (SELECT DISTINCT w.claim AS claim, a.outlet AS outlet, a.leader AS leader,"
            "   t.kind = 'own_voice' AS own"
            "   FROM telling t JOIN wording w ON w.number = t.wording JOIN article a ON a.place = t.article"
            "   WHERE t.zone = 'body' AND w.claim IN (SELECT claim FROM wording WHERE claim IS NOT NULL))"
            " SELECT mine.outlet, mine.claim, COUNT(DISTINCT theirs.outlet) AS others"
            " FROM carried mine JOIN carried theirs ON theirs.claim = mine.claim AND NOT theirs.own"
            "   AND theirs.leader != mine.leader AND theirs.outlet IS NOT mine.outlet"
            " WHERE mine.own AND NOT EXISTS (SELECT 1 FROM carried x WHERE x.claim = mine.claim"
            "   AND x.leader = mine.leader AND NOT x.own)"
            " GROUP BY mine.outlet, mine.claim ORDER BY others DESC, mine.claim, mine.outlet LIMIT ?",
            (most,),
        )
        return rows.fetchall()

    # What a person decided about names

    def decide(self, one: str, other: str, same: bool, made: str) -> None:
        """Keep that two names are of one, or are not; the last word on two names counts."""
        with self.writing():
            self._db.execute(
                "INSERT INTO decision (one, other, same, made) VALUES (?, ?, ?, ?)", (one, other, same, made)
            )

    def decisions(self) -> list[tuple[str, str, bool, str]]:
        """What was decided about names, in the order it was."""
        rows = self._db.execute("SELECT one, other, same, made FROM decision ORDER BY place")
        return [(one, other, bool(same), made) for one, other, same, made in rows]

    def _one(self, question: str, *values: object) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._db.execute(question, values).fetchone()
        return row


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None
