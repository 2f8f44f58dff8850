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

from sayso.desk.home import Home  # noqa: E402
from sayso.desk.models import Case, Member, Role  # noqa: E402
from sayso.desk.views import cases  # noqa: E402

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
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
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
