"""Files that are dropped on a case, and articles that are dropped or pasted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from sayso.desk import files, jobs
from sayso.desk.access import missing
from sayso.desk.models import Case, Job, Ledger, State
from sayso.desk.pages import notice, told


def drop(request: HttpRequest, case: Case) -> HttpResponse:
    """Begin a drop. With files in the form itself, as from a page without script, it is the whole drop."""
    who = request.user.get_username()
    given = _named(request)
    if not given and request.POST.get("begin") != "yes":
        notice(request, "No files came with that. Choose some, or drop them on the field.")
        return redirect("case", case.slug)
    job = jobs.put(case, "add", who, {}, State.GATHERING)
    if request.POST.get("begin") == "yes":
        return JsonResponse({"job": job.id})
    if (wrong := _too_much(job, given)) is not None:
        jobs.cancel(job)
        notice(request, wrong)
        return redirect("case", case.slug)
    files.receive(job, given)
    _ready(job)
    return redirect("case", case.slug)


def more(request: HttpRequest, case: Case, job: int) -> HttpResponse:
    """Some files of a drop."""
    found = _gathering(request, case, job)
    if found is None:
        return JsonResponse({"wrong": "This drop is over. Drop the files again."}, status=409)
    given = _named(request)
    if (wrong := _too_much(found, given)) is not None:
        return JsonResponse({"wrong": wrong}, status=413)
    return JsonResponse({"files": files.receive(found, given)})


def done(request: HttpRequest, case: Case, job: int) -> HttpResponse:
    """All files of a drop are here: it may be read."""
    found = _gathering(request, case, job)
    if found is None:
        return JsonResponse({"wrong": "This drop is over. Drop the files again."}, status=409)
    _ready(found)
    return JsonResponse({"files": found.files.count()})


def article(request: HttpRequest, case: Case) -> HttpResponse:
    """An article, a statement or a bare claim to check: a file, or text that was pasted."""
    who = request.user.get_username()
    text = told(request, "text", files.LONGEST + 1)
    file = request.FILES.get("file")
    if file is None and not text:
        notice(request, "Paste a text, or choose the article’s file.")
        return redirect("case", case.slug)
    if file is None and len(text) > files.LONGEST:
        notice(request, "That text is too long to paste: save it as a file and drop that.")
        return redirect("case", case.slug)
    job = jobs.put(case, "check", who, {}, State.GATHERING)
    if file is not None:
        if (wrong := _too_much(job, [(file.name or "article", file)])) is not None:
            jobs.cancel(job)
            notice(request, wrong)
            return redirect("case", case.slug)
        files.receive(job, [(file.name or "article", file)])
    else:
        files.paste(job, text, "pasted text")
    _ready(job)
    return redirect("case", case.slug)


def again(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """Check an article anew, now that the case has other papers."""
    row = Ledger.objects.filter(case=case, key=key).first()
    if row is None:
        return missing(request)
    waiting = case.jobs.filter(state__in=(State.WAITING, State.RUNNING), kind="check", asked__again=key)
    if not waiting.exists():
        asked: dict[str, Any] = {"again": key, "name": row.headline}
        jobs.put(case, "check", request.user.get_username(), asked)
    return redirect("case", case.slug)


def _named(request: HttpRequest) -> list[tuple[str, UploadedFile]]:
    """The files of a form, each by its path in the folder that was dropped, where there is one."""
    paths = request.POST.getlist("paths")
    given = request.FILES.getlist("files")
    named = paths if len(paths) == len(given) else [file.name or "unnamed" for file in given]
    return list(zip(named, given, strict=True))


def _too_much(job: Job, given: list[tuple[str, UploadedFile]]) -> str | None:
    for name, file in given:
        if (file.size or 0) > files.LARGEST:
            return f"{files.named(name)} is over 2 GB: split it, or add it with sayso add."
    if job.files.count() + len(given) > files.MOST:
        return f"More than {files.MOST:,} files at once: drop them in parts, or add them with sayso add."
    return None


def _gathering(request: HttpRequest, case: Case, job: int) -> Job | None:
    who = request.user.get_username()
    return Job.objects.filter(case=case, id=job, by=who, state=State.GATHERING).first()


def _ready(job: Job) -> None:
    Job.objects.filter(id=job.id, state=State.GATHERING).update(state=State.WAITING, made=datetime.now(UTC))
