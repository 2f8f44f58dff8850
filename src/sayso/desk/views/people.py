"""Signing in and out, and who has an account."""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from sayso.desk.home import Home
from sayso.desk.pages import notice, page, told

#: Where the desk leaves the hash of the one link that opens it without a password.
KEY = "enter"
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by the link that the desk opens in the browser; it works once."""
    path = Home.here().folder / KEY
    try:
        name, digest = path.read_text("utf-8").split("\n")
    except (OSError, ValueError):
        name = digest = ""
    given = sha256(token.encode()).hexdigest()
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None or not hmac.compare_digest(given, digest):
        return page(request, "refused.html", {
            "title": "This link was used already",
            "words": "It opens the desk once. Start sayso desk again for another, or sign in by name.",
        }, 403)  # fmt: skip
    path.unlink(missing_ok=True)
    login(request, user, backend=_BACKEND)
    return redirect("home")


def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by name and password."""
    onward = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}):
        onward = "/"
    wrong = False
    if request.method == "POST":
        user = authenticate(
            request, username=told(request, "name", 150), password=request.POST.get("password", "")
        )
        if user is not None:
            login(request, user)
            return HttpResponseRedirect(onward)
        wrong = True
    return page(request, "login.html", {"onward": onward, "wrong": wrong}, 403 if wrong else 200)


def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    logout(request)
    return redirect("login")


def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password, or set the first."""
    wrong: list[str] = []
    user = request.user
    assert isinstance(user, User)
    if request.method == "POST":
        new = request.POST.get("new", "")
        if user.has_usable_password() and not user.check_password(request.POST.get("old", "")):
            wrong = ["The password you have now is another."]
        else:
            wrong = _faults(new, user)
        if not wrong:
            user.set_password(new)
            user.save()
            login(request, user, backend=_BACKEND)
            notice(request, "Your password is set.")
            return redirect("home")
    return page(request, "password.html", {"wrong": wrong, "has_one": user.has_usable_password()})


def people(request: HttpRequest) -> HttpResponse:
    """The accounts of this desk: made, given a password, closed."""
    wrong: list[str] = []
    if request.method == "POST":
        wrong = _change(request)
        if not wrong:
            return redirect("people")
    accounts = User.objects.order_by("username").prefetch_related("memberships__case")
    return page(request, "people.html", {"accounts": accounts, "wrong": wrong}, 400 if wrong else 200)


def _change(request: HttpRequest) -> list[str]:
    name, act = told(request, "name", 150), request.POST.get("act", "")
    new = request.POST.get("password", "")
    user = User.objects.filter(username=name).first()
    if act == "add":
        if user is not None:
            return [f"There is an account called {name} already."]
        user = User(username=name)
        try:
            UnicodeUsernameValidator()(name)
        except ValidationError:
            return ["A name is made of letters, digits and @ . + - _ only."]
        if not 0 < len(name) <= 150:
            return ["A name has 1 to 150 letters."]
    if user is None:
        return [f"There is no account called {name}."]
    if act in ("add", "password"):
        if wrong := _faults(new, user):
            return wrong
        user.set_password(new)
    elif act in ("close", "open"):
        if user == request.user:
            return ["You cannot close your own account."]
        user.is_active = act == "open"
    elif act in ("keeper", "no keeper"):
        if user == request.user:
            return ["You cannot change your own right to keep accounts."]
        user.is_staff = act == "keeper"
    else:
        return ["The form asked for nothing that can be done."]
    user.save()
    notice(request, f"The account {user.username} was changed.")
    return []


def _faults(new: str, user: User) -> list[str]:
    try:
        validate_password(new, user)
    except ValidationError as error:
        return list(error.messages)
    return []
