"""A mailbox or an archive of many files is entered in parts, and is in once the last of them is."""

import zipfile

import pytest

from sayso.cases import Case, adding
from sayso.cases.adding import add
from sayso.cases.removing import named, remove
from sayso.cases.repairing import repair
from sayso.errors import CaseError
from sayso.records import Status

from .commands import sayso
from .pile import PairEmbedder, assert_whole, mail

MAILS = 12


@pytest.fixture
def pile(tmp_path, monkeypatch):
    monkeypatch.setattr(adding, "_SHARE", 600)
    monkeypatch.setattr(adding, "_MOST", 1)
    folder = tmp_path / "pile"
    folder.mkdir()
    line = b"From ada@harbour.example Mon Mar  4 10:00:00 2024\n"
    mails = [
        mail(f"Ship {n}", f"The ship {n} is at quay {n}. " * 9, ("list.txt", f"Ship {n} of the line."))
        for n in range(MAILS)
    ]
    (folder / "box.mbox").write_bytes(b"".join(line + one + b"\n" for one in mails))
    with zipfile.ZipFile(folder / "many.zip", "w") as archive:
        for n in range(MAILS):
            archive.writestr(f"{n}.txt", f"The crane {n} was paid for by the ship {n}. " * 9)
    return folder


def open_case(folder):
    case = Case.new(folder) if not folder.exists() else Case(folder)
    case.use(PairEmbedder())
    assert case.library.store is case.store
    return case


def break_off(case, pile, after):
    """Add ``pile``, and be stopped by the store once it has entered so many parts."""
    real, parts = case.store.enter, []

    def enter(*words):
        if len(parts) == after:
            raise KeyboardInterrupt
        parts.append(words)
        return real(*words)

    case.store.enter = enter
    with pytest.raises(KeyboardInterrupt):
        add(case, [pile])
    case.store.enter = real


def held(case):
    return [(e.id, e.name, e.sha256, e.status, e.reason, e.part_of, e.passages) for e in case.store.entries()]


@pytest.fixture
def expected(tmp_path, pile):
    with open_case(tmp_path / "whole") as case:
        add(case, [pile])
        return held(case)


@pytest.mark.parametrize("after", [1, 3, 9])
def test_broken_off_it_says_so_and_goes_on_where_it_was(tmp_path, pile, expected, after):
    with open_case(tmp_path / "case") as case:
        break_off(case, pile, after)
        assert_whole(tmp_path / "case")
        begun = [e for e in case.store.entries() if e.part_of is None][-1]
        assert begun.status is Status.PARTLY_READ
        assert "in only in part" in begun.reason
        there = {reading for _, reading in case.store.readings(0, 1000)}
        asked = []

        class Listening(PairEmbedder):
            def embed(self, texts):
                asked.extend(texts)
                return super().embed(texts)

        case.use(Listening())
        add(case, [pile])
        assert there
        assert there.isdisjoint(asked[1:])  # the first is asked to know the model again
        assert held(case) == expected
    assert_whole(tmp_path / "case", indexed=True)


def test_what_is_in_only_in_part_is_shown_and_finished_by_repair(tmp_path, pile, expected):
    with open_case(tmp_path / "case") as case:
        break_off(case, pile / "box.mbox", 2)
    _, said, _ = sayso("status", "--case", tmp_path / "case")
    assert "box.mbox" in said
    assert "in only in part" in " ".join(said.split())
    with open_case(tmp_path / "case") as case:
        repair(case)
        assert [row[1:5] for row in held(case)] == [row[1:5] for row in expected[: 1 + 2 * MAILS]]
        assert add(case, [pile / "box.mbox"]).known == 1
    assert_whole(tmp_path / "case", indexed=True)


def test_two_that_add_the_same_box_enter_each_mail_once(tmp_path, pile, expected):
    with open_case(tmp_path / "case") as case, open_case(tmp_path / "case") as other:
        real, parts = case.store.enter, []

        def enter(*words):
            parts.append(words)
            if len(parts) == 3:
                add(other, [pile])
            return real(*words)

        case.store.enter = enter
        add(case, [pile])
        assert held(case) == expected
    assert_whole(tmp_path / "case", indexed=True)


def test_a_box_that_is_removed_while_it_is_added_is_not_half_there(tmp_path, pile):
    with open_case(tmp_path / "case") as case, open_case(tmp_path / "case") as other:
        real, parts = case.store.enter, []

        def enter(*words):
            parts.append(words)
            if len(parts) == 3:
                remove(other, named(other, [next(e.id for e in other.store.entries())]))
            return real(*words)

        case.store.enter = enter
        with pytest.raises(CaseError, match=r"box\.mbox was removed while it was added"):
            add(case, [pile / "box.mbox"])
        assert held(case) == []


def test_a_box_under_a_second_name_is_its_duplicate(tmp_path, pile):
    with open_case(tmp_path / "case") as case:
        add(case, [pile / "box.mbox"])
        count = len(held(case))
        (pile / "copy.mbox").write_bytes((pile / "box.mbox").read_bytes())
        add(case, [pile])
        last = [e for e in case.store.entries() if e.name == "copy.mbox"]
        assert [e.same_as is None for e in last] == [False]
        assert len(held(case)) == count + 1 + 1 + MAILS
