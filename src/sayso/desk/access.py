"""Who may do what: every route names the role it needs, and nothing of a case is reached without one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path

from sayso.desk.models import Case, Member, Role
from sayso.desk.pages import page
from sayso.errors import SaysoError

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Route:
    """An address of the desk. ``role`` is what it needs in the case that it names.

    Without a role, it needs somebody signed in; ``open`` needs nobody, ``staff`` one who keeps the
    desk's accounts.
    """

    address: str
    view: View
    name: str
    role: Role | None = None
    methods: tuple[str, ...] = ("GET",)
    open: bool = False
    staff: bool = False

    def pattern(self) -> URLPattern:
        """The route as Django knows it."""
        return path(self.address, _guarded(self), name=self.name)


def role_of(user: Any, case: Case) -> Role | None:
    """What ``user`` is in ``case``; None where nothing."""
    member = Member.objects.filter(case=case, user_id=user.pk).first()
    return Role(member.role) if member else None


def cases_of(user: User) -> list[tuple[Case, Role]]:
    """The cases that ``user`` is on, by name."""
    members = Member.objects.filter(user=user).select_related("case").order_by("case__name")
    return [(member.case, Role(member.role)) for member in members]


def _guarded(route: Route) -> View:
    @functools.wraps(route.view)
    def guarded(request: HttpRequest, **named: Any) -> HttpResponse:
        method = "GET" if request.method == "HEAD" else request.method
        if method not in route.methods:
            return HttpResponseNotAllowed(route.methods)
        if route.open:
            return route.view(request, **named)
        if not request.user.is_authenticated:
            if method == "GET":
                return redirect_to_login(request.get_full_path())
            return page(request, "refused.html", {
                "title": "You are signed out", "words": "Sign in again; what you wrote was not kept.",
            }, 403)  # fmt: skip
        if route.staff and not request.user.is_staff:
            return missing(request)
        if route.role is None:
            return route.view(request, **named)
        case = Case.objects.filter(slug=named.pop("slug")).first()
        role = role_of(request.user, case) if case else None
        if case is None or role is None:
            return missing(request)  # the same whether there is such a case or not
        if not role.may(route.role):
            return page(request, "refused.html", {
                "title": "Not with your role",
                "words": f"This needs the role {route.role.label.lower()} in this case; yours is "
                f"{role.label.lower()}. The owner of the case can change it.",
            }, 403)  # fmt: skip
        request.role = role
        try:
            return route.view(request, case=case, **named)
        except SaysoError as error:
            told = {"title": "This cannot be done now", "words": f"{str(error)[0].upper()}{str(error)[1:]}."}
            return page(request, "refused.html", told, 409)

    return guarded


def missing(request: HttpRequest) -> HttpResponse:
    """The answer where there is nothing, or nothing for this person."""
    return page(request, "refused.html", {
        "title": "Nothing here",
        "words": "There is no such page, or it is not for you. What you are on stands on the first page.",
    }, 404)  # fmt: skip
