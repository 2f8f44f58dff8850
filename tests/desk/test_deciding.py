"""People and findings: decided, overtaken, gone stale, signed off, published."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sayso.desk import ledgers, log, standing, worker
from sayso.desk.models import Case, Entry, Job, Ledger, State, Story
from sayso.desk.standing import Standing
from sayso.ledger.digest import Point
from sayso.records import Finding, Verdict

Browser = Callable[[str], Client]


@pytest.fixture
def row(checked: Case) -> Ledger:
    return Ledger.objects.get(case=checked)


def _stands(row: Ledger) -> Standing:
    return standing.standing_of(row, ledgers.opened(row).ledger)


def _address(row: Ledger, act: str = "") -> str:
    return f"/cases/{row.case.slug}/ledgers/{row.key}/{act}"


def _decide(client: Client, row: Ledger, point: Point, **said: Any) -> Any:
    form = {
        "claim": point.claim.id, "side": point.side, "verdict": "agree", "seen": _stands(row).newest,
        "finding": standing.print_of(point.finding), **said,
    }  # fmt: skip
    return client.post(_address(row, "decide"), form)


def _shown(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_every_contradicted_finding_and_every_quotation_must_be_looked_at(row: Ledger) -> None:
    ledger = ledgers.opened(row).ledger
    needed = {(p.claim.id, p.side) for p in _stands(row).needed}
    for claim in ledger.claims:
        for side, finding in (("say", claim.say), ("so", claim.so)):
            must = finding and (finding.verdict is Verdict.CONTRADICTED or claim.kind == "quotation")
            assert ((claim.id, side) in needed) == bool(must)
    assert needed


def test_the_ledger_is_signed_off_only_when_all_was_looked_at(row: Ledger, browser_of: Browser) -> None:
    rita, ed = browser_of("rita"), browser_of("ed")
    ed.post(_address(row, "sign"), {"digest": row.digest})
    assert not Entry.objects.filter(act="sign").exists()
    for point in _stands(row).needed:
        _decide(rita, row, point)
    assert not _stands(row).open
    ed.post(_address(row, "sign"), {"digest": "of another ledger"})
    assert _stands(row).signed is None
    ed.post(_address(row, "sign"), {"digest": row.digest})
    signed = _stands(row).signed
    assert signed is not None
    assert signed.who == "ed"
    # Whoever decides after that has it signed anew.
    _decide(rita, row, _stands(row).needed[0])
    assert _stands(row).signed is None


def test_the_second_to_decide_sees_what_the_first_did(row: Ledger, browser_of: Browser) -> None:
    point = _stands(row).needed[0]
    seen = _stands(row).newest
    _decide(browser_of("rita"), row, point, note="Rita’s own reason", seen=seen)
    answer = _decide(browser_of("ed"), row, point, verdict="mixed", note="Ed’s", seen=seen)
    assert answer.status_code == 409
    assert "Rita’s own reason" in answer.content.decode()
    decision = _stands(row).decided(point.claim.id, point.side)
    assert decision is not None
    assert decision.entry.who == "rita"


def test_a_finding_may_be_overruled_with_words_of_a_paper_or_a_note_and_not_without(
    row: Ledger, browser_of: Browser
) -> None:
    rita = browser_of("rita")
    point = next(p for p in _stands(row).needed if p.finding.verdict is Verdict.CONTRADICTED)
    _decide(rita, row, point, verdict="supported")
    assert _stands(row).decided(point.claim.id, point.side) is None
    paper = point.finding.evidence[0]
    _decide(rita, row, point, verdict="supported", document=paper.document, words="words that it has not")
    assert _stands(row).decided(point.claim.id, point.side) is None
    words = "  ".join(paper.text.split()[:6])
    _decide(rita, row, point, verdict="supported", document=paper.document, words=words)
    decision = _stands(row).decided(point.claim.id, point.side)
    assert decision is not None
    assert decision.verdict is Verdict.SUPPORTED
    assert decision.evidence[0].text.split() == words.split()
    page = _shown(rita, _address(row) + f"?s={_number(row, point)}")
    assert "not as the program" in page
    assert "Contradicted" in page, "the program’s own finding stays beside it"


def _number(row: Ledger, point: Point) -> int:
    return ledgers.opened(row).view.numbers[point.claim.statement]


def test_a_decision_on_a_finding_that_came_out_otherwise_since_is_stale(
    row: Ledger, browser_of: Browser
) -> None:
    point = _stands(row).needed[0]
    _decide(browser_of("rita"), row, point)
    ledger = ledgers.opened(row).ledger
    entries = list(Entry.objects.filter(case=row.case, ledger=row.key))
    other = Finding(Verdict.SUPPORTED, 0.9, "another reason", "another check")
    from dataclasses import replace

    claims = tuple(
        replace(c, **{point.side: other}) if c.id == point.claim.id else c for c in ledger.claims
    )
    stands = standing.fold(entries, replace(ledger, claims=claims), row.digest)
    decision = stands.decided(point.claim.id, point.side)
    assert decision is not None
    assert decision.stale


def test_a_form_of_a_finding_that_is_no_more_is_not_taken(row: Ledger, browser_of: Browser) -> None:
    point = _stands(row).needed[0]
    _decide(browser_of("rita"), row, point, finding="of another day")
    assert _stands(row).decided(point.claim.id, point.side) is None


def test_comments_and_assignments_stand_with_the_claim(row: Ledger, browser_of: Browser) -> None:
    rita = browser_of("rita")
    point = _stands(row).needed[0]
    rita.post(_address(row, "comment"), {"claim": point.claim.id, "text": "See line four."})
    rita.post(_address(row, "assign"), {"claim": point.claim.id, "to": "ed"})
    rita.post(_address(row, "assign"), {"claim": point.claim.id, "to": "mallory"})
    page = _shown(rita, _address(row) + f"?s={_number(row, point)}")
    assert "See line four." in page
    assert "With <b><bdi>ed</bdi></b>" in page
    mine = _shown(browser_of("ed"), _address(row) + "?show=mine")
    assert f'Statement {_number(row, point)}' in mine
    assert "No statement is kept by this filter" in _shown(rita, _address(row) + "?show=mine")


def test_nothing_is_published_that_was_not_signed_off(row: Ledger, browser_of: Browser) -> None:
    ed = browser_of("ed")
    details = {"slug": "a-story", "section": "World", "author": "Ada", "summary": "S"}
    ed.post(_address(row, "story"), details)
    ed.post(_address(row, "story/publish"))
    assert Client(SERVER_NAME="127.0.0.1").get("/stories/a-story/").status_code == 404
    for point in _stands(row).needed:
        _decide(ed, row, point)
    ed.post(_address(row, "story/publish"))
    assert not Story.objects.get().standing
    ed.post(_address(row, "sign"), {"digest": row.digest})
    ed.post(_address(row, "story/publish"))
    public = Client(SERVER_NAME="127.0.0.1")
    page = public.get("/stories/a-story/")
    assert page.status_code == 200
    assert not page.cookies
    ed.post(_address(row, "story/publish"), {"correction": "The day was wrong."})
    assert "The day was wrong." in public.get("/stories/a-story/").content.decode()
    assert public.get("/stories/a-story/v1.html").status_code == 200
    ed.post(_address(row, "story/unpublish"))
    assert public.get("/stories/a-story/").status_code == 404
    assert log.broken(Entry.objects.filter(case=row.case)) is None


def test_what_people_write_is_in_no_published_page(row: Ledger, browser_of: Browser) -> None:
    rita, ed = browser_of("rita"), browser_of("ed")
    for point in _stands(row).needed:
        _decide(rita, row, point, note="CANARYNOTE")
    rita.post(_address(row, "comment"), {"claim": point.claim.id, "text": "CANARYCOMMENT"})
    ed.post(_address(row, "sign"), {"digest": row.digest})
    ed.post(_address(row, "story"), {"slug": "s", "section": "World", "author": "A. Author", "summary": ""})
    cleared = {e.document for p in _stands(row).needed for e in p.finding.evidence}
    for document in cleared:
        ed.post(f"/cases/{row.case.slug}/papers/{document}/clear", {"title": "A paper"})
    ed.post(_address(row, "story/publish"))
    from sayso.desk import published

    site = published.site()
    everything = b"\n".join(site.get(path).body for path in site.paths())  # type: ignore[union-attr]
    names = [p.name for p in ledgers.opened(row).ledger.coverage]
    for canary in ("CANARYNOTE", "CANARYCOMMENT", "rita", "The affair", str(Path(row.case.folder)), *names):
        assert canary.encode() not in everything, canary


@pytest.mark.parametrize(
    ("field", "value"),
    [("slug", "../x"), ("slug", "search"), ("slug", "A B"), ("author", ""), ("section", ""), ("summary", "x" * 301)],  # noqa: E501
)
def test_details_that_will_not_do_are_refused_in_words(
    row: Ledger, browser_of: Browser, field: str, value: str
) -> None:
    form = {"slug": "fine", "section": "World", "author": "Ada", "summary": "", field: value}
    answer = browser_of("ed").post(_address(row, "story"), form)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Story.objects.exists()


def test_a_paper_is_removed_for_good_by_an_editor_who_is_sure(checked: Case, browser_of: Browser) -> None:
    ed = browser_of("ed")
    page = ed.get(f"/cases/{checked.slug}/papers").content.decode()
    found = re.search(r"papers/(\w{12})", page)
    assert found is not None
    address = f"/cases/{checked.slug}/papers/{found.group(1)}"
    ed.post(f"{address}/remove")
    assert not Job.objects.filter(kind="remove").exists()
    ed.post(f"{address}/remove", {"sure": "yes"})
    assert worker.step("papers", "one")
    assert Job.objects.get(kind="remove").state == State.DONE
    assert ed.get(address).status_code == 404
    assert ed.get(f"{address}/original").status_code == 404
    assert not list(Path(checked.folder).glob(f"originals/*/{found.group(1)}*"))


def test_an_article_is_checked_anew_and_decisions_on_what_is_the_same_still_hold(
    row: Ledger, browser_of: Browser
) -> None:
    rita = browser_of("rita")
    point = _stands(row).needed[0]
    _decide(rita, row, point)
    rita.post(_address(row, "again"))
    rita.post(_address(row, "again"))
    assert Job.objects.filter(kind="check", state=State.WAITING).count() == 1
    assert worker.step("articles", "one")
    row.refresh_from_db()
    decision = _stands(row).decided(point.claim.id, point.side)
    assert decision is not None
    assert not decision.stale
