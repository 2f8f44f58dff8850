"""A ledger as a working surface: the article, the claim that is looked at, the paper, the decision."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect

from sayso.checking.evidence import evidence as evidence_at
from sayso.desk import ledgers, log, shelf, standing
from sayso.desk.access import missing
from sayso.desk.ledgers import Opened
from sayso.desk.models import Case, Ledger, Member, Role
from sayso.desk.pages import back_to, notice, page, told, whole
from sayso.desk.standing import Decision, Standing
from sayso.desk.views.papers import Sheet, sheet_of
from sayso.errors import SaysoError
from sayso.ledger.as_json import evidence_as_data
from sayso.ledger.cards import CardView, PassageView, RowView
from sayso.ledger.digest import Side
from sayso.ledger.page import LedgerView
from sayso.records import Evidence, Span, Stance, Statement, Verdict

#: What may be downloaded of a ledger.
FILES = {"ledger.json": "application/json", "ledger.csv": "text/csv", "ledger.md": "text/markdown"}
_FILTERS = {
    "open": "To be looked at", "contradicted": "Contradicted", "mixed": "Mixed", "supported": "Supported",
    "not_found": "Not found", "own": "Own voice", "unnamed": "Unnamed", "mine": "Assigned to me",
}  # fmt: skip


@dataclass(frozen=True)
class SideView:
    """One side of a claim on the desk: the program's row, what people decided, the words that decide."""

    side: Side
    row: RowView
    decision: Decision | None
    history: tuple[Decision, ...]
    open: bool
    evidence: tuple[tuple[Evidence, PassageView], ...]
    fingerprint: str


class DeskView:
    """What a ledger's own page shows, with links that lead to the desk's page for a statement."""

    def __init__(self, view: LedgerView, query: str) -> None:
        self._view = view
        self._query = query

    def __getattr__(self, name: str) -> Any:
        return getattr(self._view, name)

    def at(self, statement: int) -> str:
        """The link to a statement on the desk."""
        return f"?s={statement}{self._query}#here"


def ledger(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """The working surface: ``?s=`` says which statement, ``?e=`` which evidence, ``?show=`` a filter."""
    row = Ledger.objects.filter(case=case, key=key).first()
    if row is None:
        return missing(request)
    try:
        opened = ledgers.opened(row)
    except SaysoError as error:
        words = {"title": "This ledger cannot be opened", "words": str(error)}
        return page(request, "refused.html", words, 409)
    stands = standing.standing_of(row, opened.ledger)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in _FILTERS else ""
    view = DeskView(opened.view, f"&show={chosen}" if chosen else "")
    numbers = _kept(view, stands, chosen, request.user.get_username())
    number = _number(request.GET.get("s", ""), view, numbers)
    statement = opened.ledger.statements[number - 1] if number else None
    work = _work(case, view, opened, stands, statement, request.GET.get("e", "")) if statement else {}
    context = {
        "case": case, "tab": "ledger", "row": row, "page": view, "ledger": opened.ledger, "stands": stands,
        "number_here": number, "kept": set(numbers), "show": chosen, "filters": _FILTERS,
        "before": max((n for n in numbers if number and n < number), default=0),
        "after": min((n for n in numbers if number and n > number), default=0),
        "team": [m.user.username for m in Member.objects.filter(case=case).select_related("user")],
        "may": request.role.may, "Role": Role, "verdicts": list(Verdict),
        "story": row.stories.first(), **work,
    }  # fmt: skip
    only = request.headers.get("HX-Target") == "work"
    return page(request, "work.html" if only else "ledger.html", context)


def _kept(view: DeskView, stands: Standing, chosen: str, who: str) -> list[int]:
    """The numbers of the statements that a filter keeps, in order."""
    if chosen in ("open", "mine"):
        mine = {claim for claim, to in stands.assigned.items() if to == who}
        wanted = {point.claim.statement for point in stands.open}
        if chosen == "mine":
            wanted = {claim.statement for claim in view.ledger.claims if claim.id in mine}
        return [view.numbers[s.id] for s in view.ledger.statements if s.id in wanted]
    return [
        view.numbers[s.id]
        for s in view.ledger.statements
        if not chosen or chosen in view.card(s).filters.split()
    ]


def _number(words: str, view: DeskView, numbers: list[int]) -> int:
    """The statement asked for; else the first that wants looking at, else the first of all."""
    asked = whole(words)
    if asked is not None and 1 <= asked <= len(view.ledger.statements):
        return asked
    accused = [view.numbers[s.id] for s in view.ledger.statements if view.card(s).so.value == "contradicted"]
    return next((n for n in accused if n in numbers), numbers[0] if numbers else 0)


def _work(
    case: Case, view: DeskView, opened: Opened, stands: Standing, statement: Statement, asked: str
) -> dict[str, Any]:
    """What stands beside the article: a statement's card, its claims with what people decided, the paper."""
    card: CardView = view.card(statement)
    claims = []
    shown: list[Evidence] = []
    for claim, made in zip(view.digest.gravest_first(statement), card.claims, strict=True):
        sides = []
        for row in made.rows:
            finding = opened.finding(claim.id, row.side)
            assert finding is not None
            decision = stands.decided(claim.id, row.side)
            evidence = (*(decision.evidence if decision else ()), *finding.evidence[:6])
            shown += evidence
            open_ = any((p.claim.id, p.side) == (claim.id, row.side) for p in stands.open)
            sides.append(SideView(
                row.side, row, decision, tuple(stands.history.get((claim.id, row.side), ())), open_,
                tuple((one, view.passage(one)) for one in evidence), standing.print_of(finding),
            ))  # fmt: skip
        claims.append((claim, made, sides))
    place = _place(asked, shown)
    sheet = _sheet(case, place) if place else None
    return {"statement": statement, "card": card, "claims": claims, "sheet": sheet, "at": place}


def _place(asked: str, shown: list[Evidence]) -> Evidence | None:
    """The evidence asked for, by document and offsets; else the first that says something."""
    for one in shown:
        if asked == f"{one.document}-{one.start}-{one.end}":
            return one
    return next((e for e in shown if e.stance is not Stance.NEITHER), shown[0] if shown else None)


def _sheet(case: Case, place: Evidence) -> Sheet | None:
    try:
        paper = shelf.document(case, place.document)
    except SaysoError:
        return None
    if paper is None or paper.text[place.start : place.end] != place.text:
        return None
    return sheet_of(paper, Span(place.start, place.end))


def decide(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """A person's word on a finding."""
    row = Ledger.objects.filter(case=case, key=key).first()
    if row is None:
        return missing(request)
    opened = ledgers.opened(row)
    claim = request.POST.get("claim", "")
    side: Side = "say" if request.POST.get("side") == "say" else "so"
    finding = opened.finding(claim, side)
    said, note = request.POST.get("verdict", ""), told(request, "note")
    if finding is None or said not in ("agree", *(v.value for v in Verdict)):
        return missing(request)
    if request.POST.get("finding") != standing.print_of(finding):
        return _again(request, case, key, "The article was checked anew meanwhile: look at it again.")
    try:
        picked = _picked(request, case)
    except SaysoError as error:
        return _again(request, case, key, str(error))
    verdict = None if said in ("agree", finding.verdict.value) else said
    if verdict in ("supported", "contradicted", "mixed") and not (picked or note):
        return _again(request, case, key, "To overrule, pick the words of a paper or write a note.")
    data = {
        "verdict": verdict, "note": note, "evidence": [evidence_as_data(one) for one in picked],
        "finding": standing.print_of(finding), "program": finding.verdict.value,
    }  # fmt: skip
    try:
        log.write(
            case, request.user.get_username(), "decide", data,
            ledger=key, claim=claim, side=side, seen=whole(request.POST.get("seen", "")) or 0,
        )  # fmt: skip
    except log.OvertakenError as error:
        theirs = error.entries[-1]
        return page(request, "overtaken.html", {
            "case": case, "tab": "ledger", "row": row, "theirs": theirs, "note": note, "said": said,
            "program": finding, "claim": opened.claims[claim], "back": request.POST.get("back", ""),
            "may": request.role.may, "Role": Role,
        }, 409)  # fmt: skip
    return back_to(request, "ledger", case.slug, key)


def _picked(request: HttpRequest, case: Case) -> list[Evidence]:
    """The words of a paper that a person picked: by where they stand, or by the words themselves.

    Raises SaysoError where the paper has no such words.
    """
    document, words = told(request, "document", 64), told(request, "words")
    if not (document and words):
        return []
    paper = shelf.document(case, document)
    if paper is None:
        raise SaysoError("The paper that you picked words from is no longer in the case.")
    start, end = (whole(request.POST.get(name, "")) for name in ("start", "end"))
    span = None
    if start is not None and end is not None and start < end <= len(paper.text):
        span = Span(start, end)
    if span is None or _plain(span.of(paper.text)) != _plain(words):
        span = find_words(paper.text, words)
    if span is None:
        raise SaysoError(f"{paper.name} does not have the words “{words[:80]}” as they stand there.")
    stance = Stance.CONTRADICTS if request.POST.get("stance") == "contradicts" else Stance.SUPPORTS
    return [evidence_at(paper, span.start, span.end, stance, 1.0)]


def find_words(text: str, words: str) -> Span | None:
    """Where ``text`` has ``words`` for the first time, whatever white space is between them."""
    found = re.search(r"\s+".join(re.escape(word) for word in words.split()), text)
    return Span(*found.span()) if found else None


def _plain(words: str) -> str:
    return "".join(words.split())


def _again(request: HttpRequest, case: Case, key: str, words: str) -> HttpResponse:
    notice(request, words)
    return back_to(request, "ledger", case.slug, key)


def comment(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """A comment on a claim."""
    row = Ledger.objects.filter(case=case, key=key).first()
    claim, text = request.POST.get("claim", ""), told(request, "text")
    if row is None or claim not in ledgers.opened(row).claims:
        return missing(request)
    if text:
        log.write(case, request.user.get_username(), "comment", {"text": text}, ledger=key, claim=claim)
    return back_to(request, "ledger", case.slug, key)


def assign(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """Give a claim to a colleague, or to nobody."""
    row = Ledger.objects.filter(case=case, key=key).first()
    claim, to = request.POST.get("claim", ""), told(request, "to", 150)
    if row is None or claim not in ledgers.opened(row).claims:
        return missing(request)
    if to and not Member.objects.filter(case=case, user__in=User.objects.filter(username=to)).exists():
        return _again(request, case, key, f"{to} is not on this case.")
    log.write(case, request.user.get_username(), "assign", {"to": to}, ledger=key, claim=claim)
    return back_to(request, "ledger", case.slug, key)


def sign(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """Sign the ledger off: every finding that must be looked at has been."""
    row = Ledger.objects.filter(case=case, key=key).first()
    if row is None:
        return missing(request)
    stands = standing.standing_of(row, ledgers.opened(row).ledger)
    if stands.open:
        left = len(stands.open)
        return _again(request, case, key, f"{left} finding{'s' * (left > 1)} must be looked at first.")
    if request.POST.get("digest") != row.digest:
        return _again(request, case, key, "The article was checked anew meanwhile: look again, then sign.")
    log.write(case, request.user.get_username(), "sign", {"digest": row.digest}, ledger=key)
    return redirect("story", case.slug, key)


def download(request: HttpRequest, case: Case, key: str, name: str) -> HttpResponse:
    """A ledger's files, and its page."""
    row = Ledger.objects.filter(case=case, key=key).first()
    path = ledgers.folder_of(row) / name if row is not None and name in FILES else None
    if path is None or not path.is_file():
        return missing(request)
    response = FileResponse(path.open("rb"), content_type=FILES[name])
    response.headers["Content-Disposition"] = f'attachment; filename="{key}-{name}"'
    return response

