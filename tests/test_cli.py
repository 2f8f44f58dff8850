"""The command line as a person meets it: help, data on stdout, talk on stderr, exit codes."""

import json
import os
import re
import subprocess
import sys

import pytest

ARTICLE = "Harbour row\n\nThe mayor opened the harbour on 3 May 2024, officials said on Friday.\n"
PAPER = "Minutes, 4 May 2024\n\nThe mayor opened the harbour on 3 May 2024.\n"


def sayso(*words, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "sayso", *map(str, words)],
        capture_output=True, text=True, timeout=120, cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip


@pytest.fixture
def case(tmp_path):
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "minutes.txt").write_text(PAPER, "utf-8")
    return tmp_path


def test_json_alone_goes_to_stdout_and_writes_nothing(case):
    run = sayso("check", "article.txt", "--against", "papers", "--json", cwd=case)
    assert run.returncode == 0
    assert {"article", "statements", "claims", "audit", "coverage"} <= json.loads(run.stdout).keys()
    assert not (case / "sayso-ledger").exists()


def test_several_papers_may_follow_against(case):
    (case / "more.txt").write_text("Nothing of note.", "utf-8")
    run = sayso(
        "check", "article.txt", "--against", "papers", "more.txt", "--json", cwd=case
    )
    assert [d["name"] for d in json.loads(run.stdout)["coverage"]["documents"]] == [
        "minutes.txt", "more.txt",
    ]  # fmt: skip


def test_the_ledger_is_written_where_asked(case):
    run = sayso("check", "article.txt", "--against", "papers", "--out", "here", cwd=case)
    assert run.returncode == 0
    assert (case / "here" / "index.html").exists()
    assert "Not found" in run.stdout or "not found" in run.stdout.lower()


def broken(case, name):
    path = case / name
    if name == "empty.txt":
        path.write_text("", "utf-8")
    elif name == "damaged.pdf":
        path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    elif name == "huge.txt":
        with path.open("wb") as file:
            file.truncate(300 * 1024 * 1024)
    elif name == "encrypted.pdf":
        import pikepdf

        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
    return path


@pytest.mark.parametrize(
    "name", ["missing.html", "empty.txt", "damaged.pdf", "huge.txt", "encrypted.pdf"]
)
def test_an_article_that_cannot_be_read_is_one_clear_sentence(case, name):
    run = sayso("check", broken(case, name), "--against", "papers", cwd=case)
    assert run.returncode == 3
    assert name in run.stderr
    assert "Traceback" not in run.stderr
    [last] = [line for line in run.stderr.splitlines() if line.startswith("sayso: ")]
    assert len(last) > 30


@pytest.mark.parametrize("name", ["damaged.pdf", "huge.txt", "encrypted.pdf", "empty.txt"])
def test_a_paper_that_cannot_be_read_is_listed_and_the_job_goes_on(case, name):
    broken(case / "papers", name)
    run = sayso("check", "article.txt", "--against", "papers", "--json", cwd=case)
    assert run.returncode == 0
    documents = {d["name"]: d for d in json.loads(run.stdout)["coverage"]["documents"]}
    assert documents["minutes.txt"]["status"] == "read"
    assert documents[name]["status"] == "unread"
    assert documents[name]["reason"]


def test_a_folder_with_nothing_readable_has_its_own_exit_code(case):
    (case / "empty").mkdir()
    run = sayso("check", "article.txt", "--against", "empty", cwd=case)
    assert run.returncode == 4
    assert "Traceback" not in run.stderr


def test_a_path_that_is_not_there_is_named(case):
    run = sayso("check", "article.txt", "--against", "nowhere", cwd=case)
    assert run.returncode == 2
    assert "nowhere" in run.stderr


def test_a_folder_that_cannot_be_written_has_its_own_exit_code(case):
    (case / "file").write_text("in the way", "utf-8")
    run = sayso("check", "article.txt", "--against", "papers", "--out", "file/x", cwd=case)
    assert run.returncode == 6
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    "command", ["check", "demo", "version", "case new", "add", "status", "repair", "remove"]
)
def test_every_command_has_help_worth_reading(command):
    run = sayso(*command.split(), "--help")
    assert run.returncode == 0
    assert len(run.stdout) > 80


def test_help_documents_the_exit_codes():
    from sayso import errors

    text = "".join(sayso(command, "--help").stdout for command in ("check", "verify", "desk"))
    for error in vars(errors).values():
        if isinstance(error, type) and issubclass(error, errors.SaysoError):
            code = error.exit_code
            assert code == 1 or re.search(rf"\b{code}\s", text)


def test_the_article_among_the_papers_does_not_bear_itself_out(case):
    (case / "papers" / "copy.txt").write_text(ARTICLE, "utf-8")
    run = sayso("check", "article.txt", "--against", "papers", "--json", cwd=case)
    documents = {d["name"]: d for d in json.loads(run.stdout)["coverage"]["documents"]}
    assert documents["copy.txt"]["status"] == "unread"
    assert "the article itself" in documents["copy.txt"]["reason"]


def test_a_second_run_does_not_read_the_first_ones_ledger(case):
    for _ in range(2):
        run = sayso("check", "article.txt", "--against", ".", cwd=case)
        assert run.returncode == 0
    run = sayso("check", "article.txt", "--against", ".", "--json", cwd=case)
    names = {d["name"] for d in json.loads(run.stdout)["coverage"]["documents"]}
    assert not names & {"ledger.json", "index.html", "ledger.csv", "ledger.md"}


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such name")
def test_a_name_cannot_command_the_terminal(case):
    (case / "papers" / "\x1b]0;OWNED\x07.txt").write_text("Nothing of note.", "utf-8")
    run = sayso("check", "article.txt", "--against", "papers", cwd=case)
    assert "\x1b" not in run.stderr + run.stdout
    assert "\x07" not in run.stderr + run.stdout
