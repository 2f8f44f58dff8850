"""How pages are made: Jinja, everything escaped, with the words of the ledger's own page at hand."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined, TemplateNotFound
from jinja2.loaders import BaseLoader
from markupsafe import Markup

from sayso.ledger.page import furnish, part

_MIB = 1024 * 1024


def environment(**options: Any) -> Environment:
    """The environment of the desk's templates; those of the ledger's page lie behind them."""
    loader: BaseLoader = options.pop("loader")
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(loader=ChoiceLoader([loader, FunctionLoader(_of_ledger)]), **options)
    furnish(made)
    made.globals |= {"url": _url, "static": static}
    made.filters |= {"when": when, "size": size}
    return made


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page of the desk."""
    full = {
        "request": request,
        "user": request.user,
        "csrf": Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(
            get_token(request)
        ),
        "token": get_token(request),
        "notices": request.session.pop("notices", []) if hasattr(request, "session") else [],
        **(context or {}),
    }
    return render(request, template, full, status=status)


def notice(request: HttpRequest, words: str) -> None:
    """Say something on the next page that this person sees."""
    request.session["notices"] = [*request.session.get("notices", []), words]


def back_to(request: HttpRequest, otherwise: str, *values: object) -> HttpResponse:
    """Back to the page of this desk that a form came from, as the form itself says."""
    back = request.POST.get("back", "")
    if back and url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return HttpResponseRedirect(back)
    return redirect(otherwise, *values)


def told(request: HttpRequest, name: str, most: int = 5000) -> str:
    """What a person wrote into a field, at most so many characters of it."""
    return str(request.POST.get(name, "")).replace("\x00", "").strip()[:most]


def line_told(request: HttpRequest, name: str, most: int) -> str:
    """The same on one line."""
    return " ".join(told(request, name, most).split())


def whole(words: str) -> int | None:
    """The number that ``words`` of an address or a form are; None where they are none."""
    return int(words) if re.fullmatch("[0-9]{1,9}", words) else None


def when(moment: datetime) -> str:
    """A moment as a person reads it, in UTC: "2 May 2026, 14:05"."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M}"


def size(count: int) -> str:
    """Bytes as a person reads them."""
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1024:.0f} KB" if count < _MIB else f"{count / _MIB:.1f} MB"


def _url(name: str, *values: object, **query: object) -> str:
    address = reverse(name, args=values)
    asked = {key: value for key, value in query.items() if value not in (None, "")}
    return f"{address}?{urlencode(asked)}" if asked else address


def _of_ledger(name: str) -> str:
    try:
        return part(name)
    except (OSError, ValueError) as error:
        raise TemplateNotFound(name) from error
