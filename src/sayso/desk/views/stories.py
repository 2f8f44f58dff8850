"""Stories: what goes with a ledger when it is published, its preview, and the published pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.utils.text import slugify

from sayso import publishing
from sayso.desk import clearing, ledgers, log, published, standing
from sayso.desk.access import missing
from sayso.desk.models import Case, Ledger, Role, Story
from sayso.desk.pages import line_told, notice, page
from sayso.desk.standing import Standing
from sayso.errors import SaysoError
from sayso.publishing.site import Page
from sayso.records import Ledger as Records
from sayso.records import Stance

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PICTURE = 20 * 1024 * 1024


def story(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """The story of a ledger: what goes with it, which papers are cleared, what it lacks to go out."""
    row = Ledger.objects.filter(case=case, key=key).first()
    if row is None:
        return missing(request)
    opened = ledgers.opened(row)
    made = Story.objects.filter(ledger=row).first()
    wrong: list[str] = []
    if request.method == "POST":
        made, wrong = _save(request, case, row, made)
        if not wrong:
            return redirect("story", case.slug, key)
    stands = standing.standing_of(row, opened.ledger)
    cleared = clearing.cleared(case)
    cited = _cited(opened.ledger, stands)
    return page(request, "story.html", {
        "case": case, "tab": "ledger", "row": row, "story": made, "stands": stands, "wrong": wrong,
        "cited": [p for p in opened.ledger.coverage if p.id in cited], "counts": cited, "cleared": cleared,
        "given": request.POST if wrong else {}, "may": request.role.may, "Role": Role,
        "slug": _slug(row.headline), "headline": opened.view.headline,
        "authors": ", ".join(opened.ledger.article.authors), "section": opened.view.field("section"),
        "versions": list(made.versions.order_by("-number")) if made else [],
        "lacking": _lacking(made, stands),
    }, 400 if wrong else 200)  # fmt: skip


def _slug(headline: str) -> str:
    """An address for a headline, cut at a word."""
    whole = slugify(headline)
    return whole if len(whole) <= 60 else whole[:61].rsplit("-", 1)[0]


def _cited(ledger: Records, stands: Standing) -> dict[str, int]:
    """How many findings rest on each paper."""
    counts: dict[str, int] = {}
    for claim in ledger.claims:
        for finding in (claim.say, claim.so):
            evidence = finding.evidence if finding else ()
            for document in {e.document for e in evidence if e.stance is not Stance.NEITHER}:
                counts[document] = counts.get(document, 0) + 1
    for decision in stands.decisions.values():
        for document in {e.document for e in decision.evidence}:
            counts[document] = counts.get(document, 0) + 1
    return counts


def _save(
    request: HttpRequest, case: Case, row: Ledger, made: Story | None
) -> tuple[Story | None, list[str]]:
    fields = ("slug", "section", "author", "summary", "credit", "alternative")
    told = {name: line_told(request, name, 1000) for name in fields}
    wrong = []
    if not _SLUG.fullmatch(told["slug"]) or len(told["slug"]) > 80 or told["slug"] in published.RESERVED:
        wrong.append("The address is made of small letters, digits and hyphens, such as the-dam-papers.")
    elif Story.objects.filter(slug=told["slug"]).exclude(ledger=row).exists():
        wrong.append("Another story has this address already.")
    if made and made.versions.exists() and made.slug != told["slug"]:
        wrong.append("A story that was published keeps its address.")
    limits = {"section": 60, "author": 200, "summary": 300, "credit": 200, "alternative": 500}
    wrong += [f"The {k} is over {most} letters." for k, most in limits.items() if len(told[k]) > most]
    wrong += [f"A story needs {words}." for name, words in
              (("author", "an author"), ("section", "a section")) if not told[name]]  # fmt: skip
    picture = made.picture if made else ""
    file = request.FILES.get("picture")
    if request.POST.get("no_picture") == "yes":
        picture = ""
    elif file is not None and (file.size or 0) > _PICTURE:
        wrong.append("The picture is over 20 MB: save it smaller.")
    elif file is not None:
        try:
            kept = publishing.picture_of(file.read(), told["credit"], told["alternative"])
            picture = published.keep_picture(kept)
        except SaysoError as error:
            wrong.append(f"{str(error)[0].upper()}{str(error)[1:]}.")
    elif picture and not (told["credit"] and told["alternative"]):
        wrong.append("A picture needs a credit, and words for those who cannot see it.")
    if wrong:
        return made, wrong
    made, _ = Story.objects.update_or_create(ledger=row, defaults={"case": case, **told, "picture": picture})
    return made, []


def _lacking(made: Story | None, stands: Standing) -> list[str]:
    """What must be done before it may be published."""
    left = len(stands.open)
    lacking = [f"{left} finding{'s' * (left > 1)} must be looked at"] if left else []
    if not left and stands.signed is None:
        lacking.append("the ledger must be signed off")
    return lacking if made else [*lacking, "the form must be filled in and kept"]


def preview(request: HttpRequest, case: Case, key: str, place: str) -> HttpResponse:
    """The pages as they would be published now."""
    made = Story.objects.filter(ledger__case=case, ledger__key=key).first()
    if made is None:
        return missing(request)
    row = made.ledger
    ledger = ledgers.opened(row).ledger
    draft = published.draft(made, ledger, standing.standing_of(row, ledger), datetime.now(UTC))
    site = publishing.Site(published.publication(), [published.as_published(made, draft)])
    found = site.get(place)
    return missing(request) if found is None else _sent(found)


def publish(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """Publish: only what was looked at, signed off, and stands as it was signed."""
    made = Story.objects.filter(ledger__case=case, ledger__key=key).first()
    if made is None:
        return missing(request)
    row = made.ledger
    ledger = ledgers.opened(row).ledger
    correction = line_told(request, "correction", 1000)
    with transaction.atomic():
        stands = standing.standing_of(row, ledger)
        if lacking := _lacking(made, stands):
            notice(request, f"Not published: {'; '.join(lacking)}.")
            return redirect("story", case.slug, key)
        now = datetime.now(UTC).replace(microsecond=0)
        draft = published.draft(made, ledger, stands, now)
        # What would not make a page is refused here, and not when somebody asks for it.
        publishing.Site(published.publication(), [published.as_published(made, draft)])
        version = published.add_version(made, draft, correction)
        Story.objects.filter(id=made.id).update(standing=True)
        log.write(
            case, request.user.get_username(), "publish",
            {"slug": made.slug, "version": version.number, "correction": correction}, ledger=key,
        )  # fmt: skip
    notice(request, "Published.")
    return redirect("story", case.slug, key)


def unpublish(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """Take a story back: its pages are gone from here."""
    made = Story.objects.filter(ledger__case=case, ledger__key=key).first()
    if made is None:
        return missing(request)
    with transaction.atomic():
        Story.objects.filter(id=made.id).update(standing=False)
        log.write(case, request.user.get_username(), "unpublish", {"slug": made.slug}, ledger=key)
    return redirect("story", case.slug, key)


def public(request: HttpRequest, place: str = "") -> HttpResponse:
    """A published page, for anybody."""
    found = published.page(place)
    if found is None:
        return HttpResponse("There is no such page.", status=404, content_type="text/plain")
    if (place.endswith("/") and place.count("/") == 1) or place.endswith("/index.html"):
        published.viewed(place.split("/")[0])
    tag = f'"{sha256(found.body).hexdigest()[:24]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    response = _sent(found)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "public, max-age=30"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _sent(found: Page) -> HttpResponse:
    """A page with the headers that it needs: what it may load it says itself, by hash."""
    response = HttpResponse(found.body, content_type=found.media_type)
    if found.media_type.startswith("text/html"):
        ancestors = "*" if found.framed else "'self'"
        response.headers["Content-Security-Policy"] = f"frame-ancestors {ancestors}; object-src 'none'"
    return response
