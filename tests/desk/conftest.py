"""A desk in a folder of its own, with the real database, the real middleware and the real pages."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import django
import pytest

_FOLDER = Path(tempfile.mkdtemp(prefix="desk-"))
os.environ["SAYSO_DESK"] = str(_FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "sayso.desk.settings"
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from sayso.desk import worker  # noqa: E402
from sayso.desk.home import Home  # noqa: E402
from sayso.desk.models import Case, Job, Member, Role, State  # noqa: E402
from sayso.desk.views import cases  # noqa: E402

_BACKEND = "django.contrib.auth.backends.ModelBackend"
SAMPLE = Path(__file__).parents[2] / "src/sayso/sample/sarvelle"


@pytest.fixture(scope="session", autouse=True)
def _folder_is_deleted() -> Iterator[None]:
    yield
    connections.close_all()
    shutil.rmtree(_FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def _empty() -> bytes:
    """The database of a new desk."""
    Home.at(_FOLDER)
    call_command("migrate", verbosity=0)
    connections.close_all()
    return (_FOLDER / "desk.sqlite").read_bytes()


@pytest.fixture
def home(_empty: bytes) -> Iterator[Home]:
    """A desk with nobody and nothing in it."""
    connections.close_all()
    for path in _FOLDER.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    made = Home.at(_FOLDER)
    (_FOLDER / "desk.sqlite").write_bytes(_empty)
    yield made
    connections.close_all()


@pytest.fixture
def person(home: Home) -> Callable[[str], Client]:
    """Make an account, and a browser that is signed in with it."""

    def made(name: str, *, staff: bool = False) -> Client:
        user, _ = User.objects.get_or_create(username=name, defaults={"is_staff": staff})
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user, backend=_BACKEND)
        return client

    return made


@pytest.fixture
def affair(person: Callable[[str], Client]) -> Case:
    """A case of Ada's, with Ed its editor, Rita its reporter and Leo its reader; Mallory is on another."""
    ada = person("ada")
    for name in ("ed", "rita", "leo", "mallory"):
        person(name)
    ada.post("/cases/new", {"name": "The affair"})
    case = Case.objects.get()
    for name, role in (("ed", Role.EDITOR), ("rita", Role.REPORTER), ("leo", Role.READER)):
        Member.objects.create(case=case, user=User.objects.get(username=name), role=role)
    cases.adopt("mallory", "Another", "another", str(_FOLDER / "cases" / "none"))
    return case


@pytest.fixture(scope="session")
def _checked(tmp_path_factory: pytest.TempPathFactory, _empty: bytes) -> Path:
    """A desk whose case has the sample's papers and its article checked, kept to be copied."""
    connections.close_all()
    for path in _FOLDER.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    Home.at(_FOLDER)
    (_FOLDER / "desk.sqlite").write_bytes(_empty)
    for name in ("ada", "ed", "rita", "leo", "mallory"):
        User.objects.create(username=name)
    ada = Client(SERVER_NAME="127.0.0.1")
    ada.force_login(User.objects.get(username="ada"), backend=_BACKEND)
    ada.post("/cases/new", {"name": "The affair"})
    case = Case.objects.get()
    for name, role in (("ed", Role.EDITOR), ("rita", Role.REPORTER), ("leo", Role.READER)):
        Member.objects.create(case=case, user=User.objects.get(username=name), role=role)
    mallory = Client(SERVER_NAME="127.0.0.1")
    mallory.force_login(User.objects.get(username="mallory"), backend=_BACKEND)
    mallory.post("/cases/new", {"name": "Another"})
    papers = [path.open("rb") for path in sorted((SAMPLE / "documents").iterdir())]
    ada.post(f"/cases/{case.slug}/drops", {"files": papers})
    with (SAMPLE / "article.html").open("rb") as article:
        ada.post(f"/cases/{case.slug}/articles", {"file": article})
    for file in papers:
        file.close()
    assert worker.step("papers", "one")
    assert worker.step("articles", "one")
    assert {job.state for job in Job.objects.all()} == {State.DONE}
    connections.close_all()
    kept = tmp_path_factory.mktemp("checked") / "desk"
    shutil.copytree(_FOLDER, kept)
    return kept


@pytest.fixture
def checked(_checked: Path) -> Iterator[Case]:
    """The case of Ada's with its article checked; Mallory has one of her own."""
    connections.close_all()
    for path in _FOLDER.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(_checked, _FOLDER, dirs_exist_ok=True)
    yield Case.objects.get(slug="the-affair")
    connections.close_all()


@pytest.fixture
def browser_of(checked: Case) -> Callable[[str], Client]:
    """A browser that is signed in as somebody on the checked case."""
    del checked

    def made(name: str) -> Client:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(User.objects.get(username=name), backend=_BACKEND)
        return client

    return made
