"""A small pile of papers, an embedder that needs no model, and what must hold of any case."""

import hashlib
import sqlite3
from email.message import EmailMessage
from pathlib import Path

import numpy as np

from sayso.cases import Case
from sayso.cases.adding import add
from sayso.library.meaning import MeaningIndex
from sayso.library.words import WordsIndex
from sayso.reading import Limits


class PairEmbedder:
    """A bag of letter pairs: near for near words, the same every time."""

    def embed(self, texts):
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for a, b in zip(text.lower(), text.lower()[1:], strict=False):
                row[(ord(a) * 31 + ord(b)) % 384] += 1
            norm = np.linalg.norm(row)
            row /= norm if norm else 1
        return vectors


def mail(subject, body, attached=None):
    message = EmailMessage()
    message["From"], message["To"] = "ada@harbour.example", "bo@harbour.example"
    message["Subject"], message["Date"] = subject, "Mon, 04 Mar 2024 10:00:00 +0000"
    message.set_content(body)
    if attached:
        message.add_attachment(attached[1].encode(), "text", "plain", filename=attached[0])
    return message.as_bytes()


def make_pile(folder: Path, papers: int = 24) -> Path:
    """Notes, a mail with an attachment, the same bytes under two names, a long paper, a broken one."""
    folder.mkdir(parents=True)
    for n in range(papers):
        words = f"The mayor opened quay {n} on day {n}. It rained.\n"
        (folder / f"note-{n:03}.txt").write_text(words, "utf-8")
    (folder / "copy-of-note-003.txt").write_bytes((folder / "note-003.txt").read_bytes())
    (folder / "attached.eml").write_bytes(mail("Quay", "See the list.", ("list.txt", "Quay 7 is closed.")))
    (folder / "empty.txt").write_text("", "utf-8")
    (folder / "tune.mp3").write_bytes(b"ID3" + b"\x00\x01" * 4000)
    long = "\n\n".join(f"Paragraph {n} tells of the crane at quay {n % 9}." * 6 for n in range(120))
    (folder / "long.txt").write_text(long, "utf-8")
    return folder


def fill(folder: Path, *paths: Path) -> None:
    """Open the case in ``folder``, add ``paths``, close it."""
    case = Case(folder)
    case.use(PairEmbedder())
    add(case, list(paths), limits=Limits(), workers=1)
    case.close()


def register(folder: Path) -> list[tuple]:
    """What a case's register says, whatever the order it was added in."""
    db = sqlite3.connect(folder / "library.sqlite")
    rows = db.execute(
        "SELECT name, sha256, status, same_as IS NULL, part_of IS NULL, count FROM document"
    ).fetchall()
    db.close()
    return sorted(rows)


def assert_whole(folder: Path, indexed: bool = False) -> None:
    """No half-written original, no document without its file, nothing twice; all indexed if asked."""
    for path in (folder / "originals").glob("??/*"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    db = sqlite3.connect(folder / "library.sqlite")
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    names = db.execute("SELECT name, sha256 FROM document WHERE part_of IS NULL").fetchall()
    assert len(names) == len(set(names))
    for sha256 in {sha256 for _, sha256 in names if sha256}:
        assert (folder / "originals" / sha256[:2] / sha256).exists()
    readers = db.execute("SELECT sha256 FROM document WHERE same_as IS NULL AND sha256 <> ''").fetchall()
    assert len(readers) == len(set(readers))
    [(wrong,)] = db.execute(
        "SELECT count(*) FROM document WHERE count <> (SELECT count(*) FROM passage"
        " WHERE passage.place = document.place)"
    ).fetchall()
    assert wrong == 0
    numbers = {n for (n,) in db.execute("SELECT number FROM passage")}
    assert numbers == {n for (n,) in db.execute("SELECT number FROM vector")}
    [(generation,)] = db.execute("SELECT value FROM meta WHERE key = 'generation'").fetchall()
    db.close()
    if indexed:
        words = WordsIndex(folder / "index" / generation / "words")
        assert words._searcher.num_docs == len(numbers)
        assert words.end == max(numbers) + 1
        meaning = MeaningIndex(folder / "index" / generation / "meaning")
        assert meaning.end == max(numbers) + 1
        rows = np.abs(np.asarray(meaning._whole())).sum(axis=1)
        assert {int(n) for n in np.flatnonzero(rows)} == numbers
