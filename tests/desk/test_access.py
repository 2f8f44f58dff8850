"""Who reaches what: every route with every role, and no side door into another's case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from sayso.desk import jobs, published
from sayso.desk.access import Route
from sayso.desk.models import Case, Job, Ledger, Member, Role, Story
from sayso.desk.urls import ROUTES
from sayso.desk.views import stories

HERE = "127.0.0.1"
Browser = Callable[[str], Client]
IN_CASE = [route for route in ROUTES if route.role is not None]
PEOPLE = {"leo": Role.READER, "rita": Role.REPORTER, "ed": Role.EDITOR, "ada": Role.OWNER}


def _named(route: Route, case: Case) -> dict[str, Any]:
    """Values for the parts of a route's address that name something of ``case``."""
    from sayso.desk.shelf import case_of

    row = Ledger.objects.get(case=case)
    with case_of(case) as kept:
        pdf = next(e for e in kept.store.entries() if e.media_type == "application/pdf")
    known = {
        "slug": case.slug, "key": row.key, "document": pdf.id, "number": 1, "name": "ledger.json",
        "place": "a-story/", "job": Job.objects.filter(case=case).first().id,
    }  # fmt: skip
    return {key: value for key, value in known.items() if f":{key}>" in route.address}


def _story(case: Case) -> Story:
    return Story.objects.create(
        case=case, ledger=Ledger.objects.get(case=case), slug="a-story", section="World", author="Ada"
    )


def _asked(client: Client, route: Route, case: Case) -> int:
    address = reverse(route.name, kwargs=_named(route, case))
    if route.methods == ("POST",):
        claim = {"claim": "none", "verdict": "agree", "name": "leo", "role": "reader", "title": "T"}
        return client.post(address, claim).status_code
    answer = client.get(address)
    answer.close()
    return answer.status_code


@pytest.mark.parametrize("route", IN_CASE, ids=lambda route: route.name)
def test_a_route_opens_to_its_role_and_to_nobody_below(
    route: Route, checked: Case, browser_of: Browser
) -> None:
    _story(checked)
    assert _asked(Client(SERVER_NAME=HERE), route, checked) in (302, 403)
    assert _asked(browser_of("mallory"), route, checked) == 404
    for name, role in PEOPLE.items():
        status = _asked(browser_of(name), route, checked)
        assert route.role is not None
        if not role.may(route.role):
            assert status == 403, name
        else:
            assert status != 403, name


@pytest.mark.parametrize("route", [r for r in IN_CASE if r.address.count("<") > 1], ids=lambda r: r.name)
def test_what_is_of_one_case_is_not_reached_through_another(
    route: Route, checked: Case, browser_of: Browser
) -> None:
    _story(checked)
    named = _named(route, checked) | {"slug": "another"}
    client = browser_of("mallory")
    address = reverse(route.name, kwargs=named)
    before = (Job.objects.filter(stopping=True).count(), Story.objects.filter(standing=True).count())
    answer = client.post(address) if route.methods == ("POST",) else client.get(address)
    assert answer.status_code in (404, 409), route.name
    assert (Job.objects.filter(stopping=True).count(), Story.objects.filter(standing=True).count()) == before


def test_every_route_without_a_role_is_meant_to_be_so() -> None:
    assert {r.name for r in ROUTES if r.role is None and not r.open and not r.staff} == {
        "home", "logout", "password", "new",
    }  # fmt: skip
    assert {r.name for r in ROUTES if r.open} == {"look", "enter", "login", "public", "stories_home"}


def test_the_first_page_and_the_search_of_another_show_nothing_of_a_case(
    checked: Case, browser_of: Browser
) -> None:
    client = browser_of("mallory")
    assert "The affair" not in client.get("/").content.decode()
    found = client.get("/cases/another/search", {"q": "Halloran"}).content.decode()
    assert "chancellor" not in found.lower()


@pytest.mark.parametrize(
    "asked",
    ["?s=²", "?s=99999999999999999999", "?s=-1", "?e=x", "?show=%00", "?s=3&e=a-b-c", "papers/%00",
     "papers?page=²", "search?q=%00", "search?q=%22&after=x", "search?q=a&type=nonsense", "ledgers/%00/",
     "papers/x/pages/1.jpg"],
)  # fmt: skip
def test_odd_addresses_are_answered_and_nothing_breaks(
    asked: str, checked: Case, browser_of: Browser
) -> None:
    row = Ledger.objects.get(case=checked)
    start = f"ledgers/{row.key}/" if asked.startswith("?") else ""
    answer = browser_of("ada").get(f"/cases/{checked.slug}/{start}{asked}")
    assert answer.status_code in (200, 404)


def test_a_case_whose_folder_is_gone_says_so_and_what_to_do(checked: Case, browser_of: Browser) -> None:
    Path(checked.folder).rename(Path(checked.folder).with_name("elsewhere"))
    client = browser_of("ada")
    page = client.get(f"/cases/{checked.slug}/")
    assert page.status_code == 200
    assert "is not a case" in page.content.decode()
    for part in ("papers", "search?q=valve", f"ledgers/{Ledger.objects.get(case=checked).key}/"):
        answer = client.get(f"/cases/{checked.slug}/{part}")
        assert answer.status_code in (200, 409), part
        assert 'role="alert"' in answer.content.decode() or answer.status_code == 409


def test_a_form_without_its_token_is_refused(checked: Case) -> None:
    client = Client(enforce_csrf_checks=True, SERVER_NAME=HERE)
    client.force_login(User.objects.get(username="ada"), backend="django.contrib.auth.backends.ModelBackend")
    assert (
        client.post(f"/cases/{checked.slug}/members/change", {"name": "leo", "role": "owner"}).status_code
        == 403
    )
    assert Member.objects.get(user__username="leo").role == Role.READER


def test_another_name_for_this_machine_is_refused(home: object) -> None:
    for address in ("/", "/login", "/stories/"):
        assert Client(SERVER_NAME="evil.example").get(address).status_code == 400


def test_a_name_is_locked_after_many_wrong_passwords(checked: Case) -> None:
    user = User.objects.get(username="rita")
    user.set_password("a long enough secret")
    user.save()
    client = Client(SERVER_NAME=HERE)
    for _ in range(8):
        client.post("/login", {"name": "rita", "password": "wrong"})
    answer = client.post("/login", {"name": "rita", "password": "a long enough secret"})
    assert answer.status_code in (403, 429)
    assert "_auth_user_id" not in client.session


def test_one_who_asks_without_pause_is_told_to_wait(checked: Case, browser_of: Browser) -> None:
    client = browser_of("leo")
    statuses = {client.get("/password").status_code for _ in range(700)}
    assert statuses == {200, 429}


def test_accounts_are_kept_by_those_who_may_alone(checked: Case, browser_of: Browser) -> None:
    assert browser_of("ada").get("/accounts").status_code == 404
    User.objects.filter(username="ada").update(is_staff=True)
    client = browser_of("ada")
    assert client.get("/accounts").status_code == 200
    client.post("/accounts", {"act": "add", "name": "nora", "password": "short"})
    assert not User.objects.filter(username="nora").exists()
    client.post("/accounts", {"act": "add", "name": "nora", "password": "a rather long secret"})
    assert User.objects.get(username="nora").check_password("a rather long secret")


def test_the_last_owner_stays(checked: Case, browser_of: Browser) -> None:
    browser_of("ada").post(f"/cases/{checked.slug}/members/change", {"name": "ada", "role": "reader"})
    assert Member.objects.get(user__username="ada", case=checked).role == Role.OWNER


def test_every_answer_forbids_inline_script(checked: Case, browser_of: Browser) -> None:
    for address in ("/", f"/cases/{checked.slug}/", "/no-such-page", "/login"):
        policy = browser_of("ada").get(address).headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_a_story_that_is_not_published_is_nowhere(checked: Case) -> None:
    _story(checked)
    assert Client(SERVER_NAME=HERE).get("/stories/a-story/").status_code == 404
    assert "a-story" not in Client(SERVER_NAME=HERE).get("/stories/").content.decode()
    assert stories.published is published
    assert jobs.LEASE > jobs.BEAT
