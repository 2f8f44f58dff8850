"""The papers of a case: listed, searched, and each as it reads, with words marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect

from sayso.cases.reporting import line_of, report
from sayso.desk import clearing, jobs, shelf
from sayso.desk.access import missing
from sayso.desk.models import Case, Role
from sayso.desk.pages import back_to, line_told, notice, page, whole
from sayso.errors import SaysoError, UsageError
from sayso.ledger.wording import harmless
from sayso.library.filters import KINDS
from sayso.library.finding import Mark
from sayso.records import Document, Page, Span, Status

#: Characters of a paper that one screen shows, where it has no pages.
_SCREEN = 6000


def papers(request: HttpRequest, case: Case) -> HttpResponse:
    """All papers, those that could not be read first."""
    order = {Status.UNREAD: 0, Status.PARTLY_READ: 1, Status.READ: 2}
    with shelf.case_of(case) as kept:
        told = report(kept, alike=False)
    lines = sorted(told.lines, key=lambda line: order[line.entry.status])
    return page(request, "papers.html", {
        "case": case, "tab": "papers", "report": told, "may": request.role.may, "Role": Role,
        "lines": Paginator(lines, 200).get_page(request.GET.get("page")),
        "cleared": clearing.cleared(case),
    })  # fmt: skip


def search(request: HttpRequest, case: Case) -> HttpResponse:
    """Search in the case."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:400]
    kind, speaker = request.GET.get("type", ""), request.GET.get("speaker", "").strip()[:100]
    wrong, hits = "", []
    try:
        after, before = (_day(request.GET.get(name, "")) for name in ("after", "before"))
        if words or speaker:
            with shelf.case_of(case) as kept:
                hits = kept.papers.find(
                    words, kind=kind or (), speaker=speaker or None, after=after, before=before, limit=30,
                )
    except SaysoError as error:
        wrong = str(error)
    return page(request, "search.html", {
        "case": case, "tab": "search", "q": words, "type": kind, "speaker": speaker, "kinds": sorted(KINDS),
        "after": request.GET.get("after", ""), "before": request.GET.get("before", ""),
        "hits": [(hit, pieces(hit.passage.text, hit.passage.start, hit.marks)) for hit in hits],
        "wrong": wrong,
        "asked": bool(words or speaker), "may": request.role.may, "Role": Role,
    })  # fmt: skip


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError as error:
        raise UsageError(f"{words!r} is no day: write it as 2026-05-31") from error


@dataclass(frozen=True)
class Word:
    """A word on the picture of a page, in units of which the page is 100 wide."""

    start: int
    end: int
    text: str
    x: float
    y: float
    width: float
    height: float
    marked: bool


@dataclass(frozen=True)
class Sheet:
    """What one screen shows of a paper: a page's picture with its words, or a stretch of its text.

    ``number`` of ``count`` is the page, or the screen where there are no pages. ``parts`` are pieces
    of the text with where each starts and whether it is marked.
    """

    paper: Document
    number: int
    count: int
    height: float
    words: tuple[Word, ...]
    parts: tuple[tuple[int, str, bool], ...]


def sheet_of(paper: Document, at: Span | None, number: int = 1) -> Sheet:
    """The part of ``paper`` where ``at`` stands, marked; else page, or screen, ``number``."""
    if paper.media_type == "application/pdf" and paper.pages:
        number = (paper.page_at(at.start) if at else None) or number
        found = next((p for p in paper.pages if p.number == number), paper.pages[0])
        if found.words:
            return Sheet(paper, found.number, len(paper.pages), *_drawn(paper, found, at), ())
    starts = _screens(paper.text)
    place = bisect_right(starts, at.start) - 1 if at else min(max(number, 1), len(starts)) - 1
    start, end = starts[place], [*starts[1:], len(paper.text)][place]
    end = max(end, at.end) if at else end
    parts = tuple(_cut(paper.text[start:end], start, (at,) if at else ()))
    return Sheet(paper, place + 1, len(starts), 0.0, (), parts)


def _drawn(paper: Document, shown: Page, at: Span | None) -> tuple[float, tuple[Word, ...]]:
    ratio = shown.height / shown.width if shown.width else 1.414
    words = tuple(
        Word(w.start, w.end, harmless(paper.text[w.start : w.end]), round(w.left, 2),
             round(w.top * ratio, 2), round(w.right - w.left, 2), round((w.bottom - w.top) * ratio, 2),
             at is not None and w.start < at.end and w.end > at.start)
        for w in shown.words
    )  # fmt: skip
    return round(100 * ratio, 2), words


def _screens(text: str) -> list[int]:
    """Where each screen of a text begins: at lines, or in the middle of one that has no end."""
    starts = [0]
    while len(text) - starts[-1] > _SCREEN * 1.5:
        line = text.rfind("\n", starts[-1] + _SCREEN // 2, starts[-1] + _SCREEN)
        starts.append(line + 1 if line > 0 else starts[-1] + _SCREEN)
    return starts


def _cut(text: str, start: int, spans: tuple[Span, ...]) -> list[tuple[int, str, bool]]:
    """Pieces of ``text``, which begins at ``start``: line by line, so that a selection is found again."""
    edges = {0, len(text)}
    for span in spans:
        edges |= {edge - start for edge in (span.start, span.end) if 0 < edge - start < len(text)}
    edges |= {i + 1 for i, c in enumerate(text) if c == "\n"}
    cuts = sorted(edges)
    return [
        (start + a, text[a:b], any(s.start <= start + a < s.end for s in spans))
        for a, b in pairwise(cuts)
    ]


def pieces(text: str, start: int, marks: Sequence[Span | Mark]) -> list[tuple[str, bool]]:
    """``text`` cut at its marks, each piece with whether it is one; ``start`` is where it begins."""
    edges = sorted(
        {0, len(text)} | {e - start for m in marks for e in (m.start, m.end) if 0 < e - start < len(text)}
    )
    return [
        (harmless(text[a:b]), any(m.start <= start + a < m.end for m in marks)) for a, b in pairwise(edges)
    ]


def paper(request: HttpRequest, case: Case, document: str) -> HttpResponse:
    """A paper: a page of it, or a stretch of its words."""
    with shelf.case_of(case) as kept:
        found = kept.store.document(document)
        entry = line_of(kept, document)
    if entry is None:
        return missing(request)
    at = _span(request, found)
    sheet = sheet_of(found, at, whole(request.GET.get("page", "")) or 1) if found else None
    return page(request, "paper.html", {
        "case": case, "tab": "papers", "line": entry, "paper": found, "sheet": sheet, "at": at,
        "cleared": clearing.cleared(case), "may": request.role.may, "Role": Role,
    })  # fmt: skip


def _span(request: HttpRequest, paper: Document | None) -> Span | None:
    first, _, last = request.GET.get("at", "").partition("-")
    start, end = whole(first), whole(last)
    if paper is None or start is None or end is None or not start < end <= len(paper.text):
        return None
    return Span(start, end)


def picture(request: HttpRequest, case: Case, document: str, number: int) -> HttpResponse:
    """The picture of a page of a PDF."""
    found = shelf.document(case, document)
    jpeg = shelf.page_picture(case, found, number) if found else None
    if jpeg is None:
        return missing(request)
    response = HttpResponse(jpeg, content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def original(request: HttpRequest, case: Case, document: str) -> HttpResponse:
    """The file as it came: to be saved, never opened here."""
    with shelf.case_of(case) as kept:
        entry = kept.store.entry(document) if kept.store.has(document) else None
        if entry is None or entry.part_of or not kept.originals.has(entry.sha256):
            return missing(request)
        path: Path = kept.originals.path(entry.sha256)
    response = FileResponse(path.open("rb"), content_type="application/octet-stream")
    name = "".join(c if c.isalnum() or c in "-_. " else "_" for c in entry.name.rsplit("/", 1)[-1])[-120:]
    plain = name.encode("ascii", "replace").decode()
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def remove(request: HttpRequest, case: Case, document: str) -> HttpResponse:
    """Remove a paper for good: its file, its words, all indexes."""
    with shelf.case_of(case) as kept:
        if not kept.store.has(document):
            return missing(request)
    if request.POST.get("sure") != "yes":
        notice(request, "Say that you are sure: what is removed cannot be brought back.")
        return back_to(request, "papers", case.slug)
    jobs.put(case, "remove", request.user.get_username(), {"papers": [document]})
    return redirect("case", case.slug)


def clear(request: HttpRequest, case: Case, document: str) -> HttpResponse:
    """Clear a paper for publication under a title, or take that back."""
    with shelf.case_of(case) as kept:
        if not kept.store.has(document):
            return missing(request)
    title = line_told(request, "title", 200)
    if request.POST.get("act") == "withdraw":
        clearing.withdraw(case, request.user.get_username(), document)
    elif not title:
        notice(request, "Give the paper a title for its readers: its file’s name is never published.")
    else:
        clearing.clear(case, request.user.get_username(), document, title)
    return back_to(request, "papers", case.slug)
