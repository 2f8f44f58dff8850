"""Files that were dropped: kept by number until a worker has read them, never by their own name."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction

from sayso.desk.home import Home
from sayso.desk.models import Incoming, Job, State
from sayso.errors import ArticleError

#: Bytes of one file that may be dropped, files of one drop, characters of a pasted text.
LARGEST, MOST, LONGEST = 2 * 1024**3, 20_000, 500_000
#: What an article's own file is called in the folder of its ledger.
ARTICLE = "article"
_ABANDONED = timedelta(days=1)


def folder_of(job: Job) -> Path:
    """Where the files of ``job`` wait."""
    return Home.here().incoming / str(job.id)


def receive(job: Job, files: Iterable[tuple[str, UploadedFile]]) -> int:
    """Keep files for ``job``, each with the name a person knows it by; how many it has then."""
    folder = folder_of(job)
    folder.mkdir(mode=0o700, exist_ok=True)
    with transaction.atomic():
        last = Incoming.objects.filter(job=job).order_by("-number").first()
        number = last.number if last else 0
        for name, file in files:
            number += 1
            _keep(file, folder / str(number))
            Incoming.objects.create(job=job, number=number, name=named(name), size=file.size or 0)
    return number


def named(name: str) -> str:
    """A file's name as it may be kept and shown: a path within what was dropped, nothing above it."""
    text = name.encode("utf-8", "replace").decode().replace("\\", "/").replace("\x00", "")
    parts = [part for part in text.split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-1000:] or "unnamed"


def _keep(file: UploadedFile, path: Path) -> None:
    if isinstance(file, TemporaryUploadedFile) and sys.platform != "win32":
        # It is on the same disk already: it only changes its name.
        os.replace(file.temporary_file_path(), path)
        return
    with path.open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)


def paste(job: Job, text: str, name: str) -> None:
    """Keep a text that was typed or pasted as the one file of ``job``."""
    folder = folder_of(job)
    folder.mkdir(mode=0o700, exist_ok=True)
    content = text.replace("\r\n", "\n").encode("utf-8", "replace")
    (folder / "1").write_bytes(content)
    Incoming.objects.create(job=job, number=1, name=name, size=len(content))


def article_of(job: Job) -> tuple[Path, str]:
    """The article that ``job`` is to check, and what it is called. Raises ArticleError."""
    if (key := job.asked.get("again")) is not None:
        path = Path(job.case.folder) / "ledgers" / str(key) / ARTICLE
        name = str(job.asked.get("name", "article"))
    else:
        file = job.files.order_by("number").first()
        if file is None:
            raise ArticleError("no article came with this: drop one, or paste its text")
        path, name = folder_of(job) / str(file.number), file.name
    if not path.is_file():
        raise ArticleError(f"{name} is no longer there: drop it again")
    return path, name


def keep_article(path: Path, folder: Path) -> None:
    """Keep an article's own file beside its ledger, so that it can be checked anew."""
    target = folder / ARTICLE
    if path == target:
        return
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{ARTICLE}.part"
    shutil.copyfile(path, aside)
    aside.replace(target)


def sweep(now: datetime) -> None:
    """Delete what was dropped for jobs that are done, or were given up a day ago, or never were."""
    for path in Home.here().incoming.iterdir():
        if not path.is_dir():
            path.unlink(missing_ok=True)  # an upload that never ended
            continue
        job = Job.objects.filter(id=int(path.name)).first() if path.name.isdigit() else None
        given_up = job is not None and job.state in (State.FAILED, State.CANCELLED)
        late = job is not None and (job.ended or job.made) < now - _ABANDONED
        if job is None or job.state == State.DONE or ((given_up or job.state == State.GATHERING) and late):
            shutil.rmtree(path, ignore_errors=True)
