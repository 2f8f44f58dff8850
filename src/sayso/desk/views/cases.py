"""Cases: the first page, a case's own page, who is on it, its log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify

from sayso.cases import Case as Kept
from sayso.cases.reporting import report
from sayso.desk import jobs, log, shelf
from sayso.desk.access import cases_of, missing
from sayso.desk.models import Case, Entry, Job, Member, Role, State
from sayso.desk.pages import line_told, notice, page, told
from sayso.errors import SaysoError

#: How long a job that is over is still shown on the case's page.
_SHOWN = timedelta(hours=12)


def home(request: HttpRequest) -> HttpResponse:
    """The cases this person is on."""
    assert isinstance(request.user, User)
    found = [
        (case, role, case.ledgers.count(), case.ledgers.first()) for case, role in cases_of(request.user)
    ]
    return page(request, "home.html", {"cases": found, "first": not found})


def new(request: HttpRequest) -> HttpResponse:
    """Make a case; whoever makes it owns it."""
    name = line_told(request, "name", 120)
    if not name:
        notice(request, "A case needs a name.")
        return redirect("home")
    slug = free_slug(name)
    folder = shelf.new_folder(slug)
    Kept.new(folder).close()
    try:
        case = adopt(request.user.get_username(), name, slug, str(folder))
    except IntegrityError:
        notice(request, "Somebody made a case of that name just now. Give yours another.")
        return redirect("home")
    return redirect("case", case.slug)


def free_slug(name: str) -> str:
    """A part of an address for a case of that name, which no other has."""
    base = slugify(name)[:50] or "case"
    slug, number = base, 1
    while Case.objects.filter(slug=slug).exists() or shelf.new_folder(slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def adopt(owner: str, name: str, slug: str, folder: str) -> Case:
    """Put a case that lies in ``folder`` on the desk, as ``owner``'s."""
    with transaction.atomic():
        case = Case.objects.create(slug=slug, name=name, folder=folder, made=datetime.now(UTC))
        user = User.objects.get(username=owner)
        Member.objects.create(case=case, user=user, role=Role.OWNER)
        log.write(case, owner, "open", {"name": name})
    return case


def case(request: HttpRequest, case: Case) -> HttpResponse:
    """A case: its papers in short, its articles, what is going on."""
    found, wrong = None, ""
    try:
        with shelf.case_of(case) as kept:
            found = report(kept, alike=False)
    except SaysoError as error:
        wrong = str(error)
    return page(request, "case.html", {
        "case": case, "tab": "case", "report": found, "wrong": wrong,
        "ledgers": case.ledgers.all(), "stories": case.stories.select_related("ledger"),
        "jobs": jobs_of(case), "active": active(case), "may": request.role.may, "Role": Role,
    })  # fmt: skip


def jobs_fragment(request: HttpRequest, case: Case) -> HttpResponse:
    """What is going on, for a page that asks every second."""
    going = active(case)
    response = page(request, "jobs.html", {
        "case": case, "jobs": jobs_of(case), "active": going, "may": request.role.may, "Role": Role,
    })  # fmt: skip
    if not going:
        response.headers["HX-Refresh"] = "true"  # the papers and articles have changed
    return response


def jobs_of(case: Case) -> list[Job]:
    """The jobs that a person should see: those not over, and those over a short while."""
    late = datetime.now(UTC) - _SHOWN
    shown = Q(state__in=(State.WAITING, State.RUNNING, State.GATHERING)) | Q(ended__gt=late)
    return list(case.jobs.filter(shown).order_by("-id")[:8])


def active(case: Case) -> bool:
    """Whether something is going on."""
    return bool(case.jobs.filter(state__in=(State.WAITING, State.RUNNING)).exists())


def cancel(request: HttpRequest, case: Case, job: int) -> HttpResponse:
    """Stop a job."""
    found = case.jobs.filter(id=job).first()
    if found is None:
        return missing(request)
    jobs.cancel(found)
    return redirect("case", case.slug)


def retry(request: HttpRequest, case: Case, job: int) -> HttpResponse:
    """Begin a job anew that failed or was stopped."""
    found = case.jobs.filter(id=job).first()
    if found is None:
        return missing(request)
    jobs.retry(found)
    return redirect("case", case.slug)


def members(request: HttpRequest, case: Case) -> HttpResponse:
    """Who is on the case."""
    return page(request, "members.html", {
        "case": case, "tab": "members", "Role": Role, "may": request.role.may,
        "members": case.members.select_related("user").order_by("user__username"),
    })  # fmt: skip


def change_members(request: HttpRequest, case: Case) -> HttpResponse:
    """Put a person on the case, give them another role, or take them off."""
    name, role = told(request, "name", 150), request.POST.get("role", "")
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None or role not in ("", *Role):
        notice(request, f"There is no open account called “{name}”.")
        return redirect("members", case.slug)
    with transaction.atomic():
        others = case.members.filter(role=Role.OWNER).exclude(user=user)
        if role != Role.OWNER and not others.exists():
            notice(request, "A case needs an owner: make somebody else one first.")
            return redirect("members", case.slug)
        if role:
            Member.objects.update_or_create(case=case, user=user, defaults={"role": role})
        else:
            case.members.filter(user=user).delete()
        log.write(case, request.user.get_username(), "member", {"name": name, "role": role or None})
    return redirect("members", case.slug)


def log_page(request: HttpRequest, case: Case) -> HttpResponse:
    """What people did, line by line, and whether the lines still fit one another."""
    entries = Entry.objects.filter(case=case)
    last = entries.last()
    return page(request, "log.html", {
        "case": case, "tab": "log", "broken": log.broken(entries.iterator()), "may": request.role.may,
        "Role": Role, "last": last, "headlines": {one.key: one.headline for one in case.ledgers.all()},
        "lines": Paginator(entries.order_by("-number"), 100).get_page(request.GET.get("page")),
    })  # fmt: skip
