"""Every address of the desk, each with what it needs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from sayso.desk.access import Route, missing
from sayso.desk.models import Role
from sayso.desk.views import cases, drops, ledgers, papers, people, stories
from sayso.ledger.page import part

READER, REPORTER, EDITOR, OWNER = Role.READER, Role.REPORTER, Role.EDITOR, Role.OWNER
POST, BOTH = ("POST",), ("GET", "POST")
_CASE = "cases/<slug:slug>"
_LEDGER = f"{_CASE}/ledgers/<slug:key>"


def look(request: HttpRequest) -> HttpResponse:
    """The ledger's own style sheet, which the desk builds on."""
    del request
    response = HttpResponse(part("ledger.css"), content_type="text/css")
    response.headers["Cache-Control"] = "max-age=300"
    return response


ROUTES = (
    Route("", cases.home, "home"),
    Route("look.css", look, "look", open=True),
    Route("enter/<str:token>", people.enter, "enter", open=True),
    Route("login", people.sign_in, "login", methods=BOTH, open=True),
    Route("logout", people.sign_out, "logout", methods=POST),
    Route("password", people.password, "password", methods=BOTH),
    Route("accounts", people.people, "people", methods=BOTH, staff=True),
    Route("cases/new", cases.new, "new", methods=POST),
    Route(f"{_CASE}/", cases.case, "case", READER),
    Route(f"{_CASE}/jobs", cases.jobs_fragment, "jobs", READER),
    Route(f"{_CASE}/jobs/<int:job>/cancel", cases.cancel, "cancel", REPORTER, POST),
    Route(f"{_CASE}/jobs/<int:job>/retry", cases.retry, "retry", REPORTER, POST),
    Route(f"{_CASE}/drops", drops.drop, "drop", REPORTER, POST),
    Route(f"{_CASE}/drops/<int:job>/files", drops.more, "more", REPORTER, POST),
    Route(f"{_CASE}/drops/<int:job>/done", drops.done, "done", REPORTER, POST),
    Route(f"{_CASE}/articles", drops.article, "article", REPORTER, POST),
    Route(f"{_CASE}/papers", papers.papers, "papers", READER),
    Route(f"{_CASE}/papers/<slug:document>", papers.paper, "paper", READER),
    Route(f"{_CASE}/papers/<slug:document>/pages/<int:number>.jpg", papers.picture, "picture", READER),
    Route(f"{_CASE}/papers/<slug:document>/original", papers.original, "original", REPORTER),
    Route(f"{_CASE}/papers/<slug:document>/clear", papers.clear, "clear", EDITOR, POST),
    Route(f"{_CASE}/papers/<slug:document>/remove", papers.remove, "remove", EDITOR, POST),
    Route(f"{_CASE}/search", papers.search, "search", READER),
    Route(f"{_CASE}/members", cases.members, "members", READER),
    Route(f"{_CASE}/members/change", cases.change_members, "change_members", OWNER, POST),
    Route(f"{_CASE}/log", cases.log_page, "log", READER),
    Route(f"{_LEDGER}/", ledgers.ledger, "ledger", READER),
    Route(f"{_LEDGER}/again", drops.again, "again", REPORTER, POST),
    Route(f"{_LEDGER}/decide", ledgers.decide, "decide", REPORTER, POST),
    Route(f"{_LEDGER}/comment", ledgers.comment, "comment", REPORTER, POST),
    Route(f"{_LEDGER}/assign", ledgers.assign, "assign", REPORTER, POST),
    Route(f"{_LEDGER}/sign", ledgers.sign, "sign", EDITOR, POST),
    Route(f"{_LEDGER}/files/<str:name>", ledgers.download, "download", READER),
    Route(f"{_LEDGER}/story", stories.story, "story", EDITOR, BOTH),
    Route(f"{_LEDGER}/story/preview/<path:place>", stories.preview, "preview", EDITOR),
    Route(f"{_LEDGER}/story/publish", stories.publish, "publish", EDITOR, POST),
    Route(f"{_LEDGER}/story/unpublish", stories.unpublish, "unpublish", EDITOR, POST),
    Route("stories/<path:place>", stories.public, "public", open=True),
    Route("stories/", stories.public, "stories_home", open=True),
)
urlpatterns = [route.pattern() for route in ROUTES]


def handler500(request: HttpRequest) -> HttpResponse:
    """The answer where something of ours went wrong."""
    del request
    words = "Something went wrong inside sayso. What it was stands in the desk’s own output."
    body = f'<!DOCTYPE html><html lang="en"><title>Something went wrong – sayso</title><p>{words}</p>'
    return HttpResponse(body, status=500)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer where there is no such address."""
    del exception
    return missing(request)
