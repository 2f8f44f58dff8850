"""The log: sealed line by line, never changed, and nobody writes over anybody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections

from sayso.desk import log
from sayso.desk.models import Case, Entry


def test_every_line_is_sealed_with_the_one_before(affair: Case) -> None:
    first = log.write(affair, "ada", "comment", {"text": "ö"}, ledger="k", claim="c1")
    second = log.write(affair, "ada", "comment", {"text": "…"}, ledger="k", claim="c1")
    assert second.before == first.seal
    assert log.broken(Entry.objects.filter(case=affair)) is None


def test_the_database_refuses_to_change_or_delete_a_line(affair: Case) -> None:
    log.write(affair, "ada", "comment", {"text": "mine"})
    for change in (lambda e: e.update(who="eve"), lambda e: e.delete()):
        with pytest.raises(DatabaseError, match="never changed"):
            change(Entry.objects.filter(case=affair))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE desk_entry SET who = 'eve' WHERE number = 2",
        "UPDATE desk_entry SET data = '{}' WHERE number = 2",
        "UPDATE desk_entry SET at = '2020-01-01 00:00:00' WHERE number = 2",
        "DELETE FROM desk_entry WHERE number = 2",
    ],
)
def test_a_line_changed_from_outside_is_seen(affair: Case, change: str) -> None:
    for text in ("one", "two", "three"):
        log.write(affair, "ada", "comment", {"text": text})
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER desk_entry_no_update")
        cursor.execute("DROP TRIGGER desk_entry_no_delete")
        cursor.execute(f"{change} AND case_id = {affair.id}")
    assert log.broken(Entry.objects.filter(case=affair)) in (2, 3)


def test_two_who_decide_the_same_at_once_do_not_overwrite_each_other(affair: Case) -> None:
    seen = Entry.objects.filter(case=affair).count()
    log.write(affair, "rita", "decide", {"verdict": None}, ledger="k", claim="c1", side="so", seen=seen)
    with pytest.raises(log.OvertakenError) as overtaken:
        log.write(affair, "ed", "decide", {"verdict": None}, ledger="k", claim="c1", side="so", seen=seen)
    assert [entry.who for entry in overtaken.value.entries] == ["rita"]
    log.write(affair, "ed", "decide", {"verdict": None}, ledger="k", claim="c1", side="say", seen=seen)


def test_many_who_write_at_once_all_come_in_one_after_another(affair: Case) -> None:
    def write(number: int) -> None:
        log.write(affair, f"person {number % 4}", "comment", {"text": str(number)})
        connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(40)))
    entries = list(Entry.objects.filter(case=affair, act="comment"))
    assert sorted(int(entry.data["text"]) for entry in entries) == list(range(40))
    assert log.broken(Entry.objects.filter(case=affair)) is None
