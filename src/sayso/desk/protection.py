"""What every answer carries, and how much one person may ask."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sayso.desk.pages import page

Answer = Callable[[HttpRequest], HttpResponse]

#: No script, style or picture from anywhere else, and none within a page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
#: Questions in so many seconds from one person. Files that are dropped come by the hundred, pages by
#: the second; a program that walks a case is slower than this or is stopped.
_MOST, _SECONDS = 600, 60.0
_STRANGER = 120


class Headers:
    """Every answer forbids what no page of the desk needs; a page of its own may say otherwise."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with its headers. A name that is not this desk's is refused, whatever is asked for."""
        request.get_host()
        response = self._answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not request.path.startswith(("/static/", "/stories/")):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Pace:
    """Refuse a person who asks too much at once: 429, and when to come back."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._asked: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or a refusal."""
        if request.path.startswith(("/static/", "/stories/")):
            return self._answer(request)
        known = request.user.is_authenticated
        who = f"user {request.user.pk}" if known else f"at {request.META.get('REMOTE_ADDR', '')}"
        if not self._may(who, _MOST if known else _STRANGER):
            response = page(request, "refused.html", {
                "title": "Too much at once",
                "words": "More was asked in a minute than a person asks. Wait a moment, then go on.",
            }, 429)  # fmt: skip
            response.headers["Retry-After"] = "20"
            return response
        return self._answer(request)

    def _may(self, who: str, most: int) -> bool:
        now = time.monotonic()
        with self._lock:
            if len(self._asked) > 10_000:
                self._asked.clear()
            asked = self._asked.setdefault(who, deque())
            while asked and asked[0] < now - _SECONDS:
                asked.popleft()
            if len(asked) >= most:
                return False
            asked.append(now)
            return True


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form that did not come from a page of this desk."""
    del reason
    return page(request, "refused.html", {
        "title": "This form is too old",
        "words": "It was opened before you signed in, or elsewhere. Go back, open it again, and send it.",
    }, 403)  # fmt: skip
