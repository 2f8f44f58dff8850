"""A case that an earlier sayso made is brought up to date when it is opened, and loses nothing."""

import sqlite3

import pytest

from sayso.cases import Case
from sayso.cases.adding import add
from sayso.errors import CaseError
from sayso.library.alike import Alike

from .pile import PairEmbedder, assert_whole, mail, make_pile

# As the first sayso with cases wrote it: no language, no near-copies, no threads.
FORM_1 = """
CREATE TABLE older (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL, status TEXT NOT NULL, reason TEXT, pages INTEGER, date TEXT,
    part_of TEXT, same_as TEXT, again INTEGER NOT NULL DEFAULT 0, characters INTEGER NOT NULL,
    first INTEGER NOT NULL, count INTEGER NOT NULL);
INSERT INTO older SELECT place, id, name, sha256, media_type, status, reason, pages, date, part_of,
    same_as, again, characters, first, count FROM document;
DROP TABLE document;
ALTER TABLE older RENAME TO document;
CREATE INDEX document_sha256 ON document(sha256);
CREATE INDEX document_name ON document(name);
CREATE INDEX document_part ON document(part_of) WHERE part_of IS NOT NULL;
DROP TABLE alike; DROP TABLE alike_band; DROP TABLE thread_mail; DROP TABLE thread_key;
UPDATE meta SET value = '1' WHERE key = 'format';
"""
TABLES = ("document", "passage", "vector", "body", "original", "seen", "alike", "alike_band", "thread_mail",
          "thread_key")  # fmt: skip


@pytest.fixture
def filled(tmp_path):
    """A case of today's form, closed."""
    pile = make_pile(tmp_path / "pile", 5)
    text = "The board decided to close the quay and to spend 240,000 euros on its repair, as was asked. "
    (pile / "final.txt").write_text(text * 3, "utf-8")
    (pile / "draft.txt").write_text(text * 3 + "Nobody voted against.", "utf-8")
    french = "Le directeur du port a déclaré que la grue était dangereuse et que le quai serait fermé. "
    (pile / "lettre.txt").write_text(french * 3, "utf-8")
    for n in (1, 2):
        words = f"I saw the crane fall {n} times, and so did everybody else on the quay."
        (pile / f"{n}.eml").write_bytes(mail("Re: Quay", words).replace(b"MIME", b"In-Reply-To: <a@b>\nMIME"))
    with Case.new(tmp_path / "case") as case:
        case.use(PairEmbedder())
        add(case, [pile])
    return tmp_path / "case"


def rows(folder):
    db = sqlite3.connect(folder / "library.sqlite")
    columns = {t: sorted(row[1] for row in db.execute(f"PRAGMA table_info({t})")) for t in TABLES}
    found = {t: sorted(db.execute(f"SELECT {', '.join(c)} FROM {t}"), key=repr) for t, c in columns.items()}
    db.close()
    return found


def make_old(folder):
    db = sqlite3.connect(folder / "library.sqlite")
    db.executescript(FORM_1)
    db.close()


def test_an_older_register_is_brought_up_with_all_that_today_s_would_have(filled):
    expected = rows(filled)
    assert any("fr" in row for row in expected["document"])
    assert expected["thread_mail"]
    make_old(filled)
    with Case(filled) as case:
        case.use(PairEmbedder())
        assert {line for line in case.store.alike.groups() if len(line) == 2}
        [hits] = case.library.search(["The mayor opened quay 3"], 3)
        assert "quay 3" in hits[0].passage.text
    assert rows(filled) == expected
    assert_whole(filled)


def test_bringing_up_that_is_broken_off_leaves_the_older_register_as_it_was(filled, monkeypatch):
    make_old(filled)

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Alike, "add", stop)
        with pytest.raises(KeyboardInterrupt):
            Case(filled).store  # noqa: B018
    db = sqlite3.connect(filled / "library.sqlite")
    assert db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone() == ("1",)
    assert "language" not in {row[1] for row in db.execute("PRAGMA table_info(document)")}
    db.close()
    with Case(filled) as case:
        assert next(case.store.entries()).name


def test_a_register_of_a_later_form_is_left_alone(filled):
    db = sqlite3.connect(filled / "library.sqlite")
    with db:
        db.execute("UPDATE meta SET value = '4' WHERE key = 'format'")
    db.close()
    before = (filled / "library.sqlite").read_bytes()
    with pytest.raises(CaseError, match="later version"):
        Case(filled).store  # noqa: B018
    assert (filled / "library.sqlite").read_bytes() == before
