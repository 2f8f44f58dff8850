"""Opening the desk: where it may be, for whom, and what it says when it may not."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from sayso.cases import Case as Kept
from sayso.cases import checking
from sayso.desk import serving
from sayso.desk.home import Home
from sayso.desk.models import Case, Ledger, Member
from sayso.errors import CaseError, DeskError
from sayso.ledger import write
from sayso.pipeline import load_models
from sayso.reading import read_article

from .conftest import SAMPLE


def test_the_link_opens_the_desk_once(home: Home) -> None:
    key = serving._key(home)
    assert key not in (home.folder / "enter").read_text()
    assert (home.folder / "enter").stat().st_mode & 0o077 == 0
    first, second = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    assert first.get(f"/enter/{key[:-1]}x").status_code == 403
    assert first.get(f"/enter/{key}").status_code == 302
    assert first.get("/").status_code == 200
    assert second.get(f"/enter/{key}").status_code == 403
    assert second.get("/").status_code == 302


def test_it_is_not_opened_to_others_while_an_account_has_no_password(home: Home) -> None:
    with pytest.raises(DeskError, match="--password"):
        serving._passwords(home, "0.0.0.0")
    serving.set_password(home, "ada", "a rather long secret")
    serving._passwords(home, "0.0.0.0")
    serving.owner()
    with pytest.raises(DeskError, match="has no password"):
        serving._passwords(home, "0.0.0.0")


def test_the_first_account_with_a_password_keeps_the_accounts(home: Home) -> None:
    assert serving.set_password(home, "ada", "a rather long secret")
    assert serving.set_password(home, "bo", "another long secret")
    assert not serving.set_password(home, "bo", "yet another secret")
    assert [u.is_staff for u in User.objects.order_by("username")] == [True, False]
    with pytest.raises(DeskError, match="12"):
        serving.set_password(home, "ada", "short")


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("192.168.1.4", False),
     ("example.org", False), ("::", False)],
)  # fmt: skip
def test_only_this_machine_is_this_machine(host: str, local: bool) -> None:
    assert serving._local(host) is local


def test_a_port_that_is_taken_is_named_and_the_usual_one_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DeskError, match=f"{port} cannot be used"):
            serving._free("127.0.0.1", port)
    assert serving._free("127.0.0.1", None) >= serving.PORT


def test_two_desks_are_not_open_in_one_folder(home: Home) -> None:
    lock = serving._alone(home)
    with pytest.raises(DeskError, match="open in"):
        serving._alone(home)
    lock.close()
    serving._alone(home).close()


@pytest.mark.parametrize(
    ("text", "words"),
    [("database = 'mysql://x/y'", "not understood"), ("colour = 'red'", "no setting"),
     ("database = ", "no TOML"), ("database = 'postgresql://'", "not understood")],
)  # fmt: skip
def test_settings_that_will_not_do_are_refused_with_the_next_step(
    tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "desk.toml").write_text(text)
    with pytest.raises(DeskError, match=words):
        Home.at(tmp_path).database()


def test_the_secret_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "desk")
    assert home.secret() == home.secret()
    assert len(home.secret()) > 40
    assert (home.folder / "secret").stat().st_mode & 0o077 == 0
    assert home.folder.stat().st_mode & 0o077 == 0


def test_a_case_made_on_the_command_line_comes_onto_the_desk_with_its_ledgers(
    home: Home, tmp_path: Path
) -> None:
    from sayso.cases.adding import add

    with Kept.new(tmp_path / "dam") as kept:
        models = load_models()
        kept.use(models.embedder)
        add(kept, [SAMPLE / "documents" / "aide-memoire.docx"])
        article = read_article(SAMPLE / "article.html")
        write(checking.check(kept, article, models), checking.folder_of(kept, article))
    serving.adopt(home, tmp_path / "dam")
    serving.adopt(home, tmp_path / "dam")
    case = Case.objects.get()
    assert Member.objects.get(case=case).role == "owner"
    row = Ledger.objects.get(case=case)
    assert row.headline.startswith("Sarvelle Begged")
    with pytest.raises(CaseError):
        serving.adopt(home, tmp_path / "nothing")
