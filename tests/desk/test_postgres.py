"""PostgreSQL by one setting: the same desk, the same log, the same jobs.

Needs SAYSO_TEST_POSTGRES, the address of an empty database, and sayso[postgres].
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ADDRESS = os.environ.get("SAYSO_TEST_POSTGRES")
#: Run in a process of its own: Django has one database a process.
_SCRIPT = '''
from concurrent.futures import ThreadPoolExecutor
from sayso.desk.home import Home
from sayso.desk.serving import begin
home = Home.here()
begin(home)
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, connections
from django.test import Client
from sayso.desk import jobs, log, worker
from sayso.desk.models import Case, Entry, Job
assert connection.vendor == "postgresql"
user = User.objects.create(username="ada")
client = Client(SERVER_NAME="127.0.0.1")
client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
client.post("/cases/new", {"name": "The affair"})
case = Case.objects.get()
for change in (lambda lines: lines.update(who="eve"), lambda lines: lines.delete()):
    try:
        change(Entry.objects.all())
    except DatabaseError as error:
        assert "never changed" in str(error)
    else:
        raise AssertionError("a line was changed")
def write(number):
    log.write(case, "p", "comment", {"text": str(number)})
    connections.close_all()
with ThreadPoolExecutor(4) as pool:
    list(pool.map(write, range(40)))
assert log.broken(Entry.objects.filter(case=case)) is None
assert Entry.objects.filter(case=case).count() == 41
with open(home.folder / "a.txt", "w") as paper:
    paper.write("The council shut the valve on Monday.")
with open(home.folder / "a.txt", "rb") as paper:
    client.post("/cases/the-affair/drops", {"files": paper})
client.post("/cases/the-affair/articles", {"text": "The council shut the valve on Monday."})
assert jobs.take("articles", "too early") is None
assert worker.step("papers", "one") and worker.step("articles", "two")
log.write(case, "p", "comment", {"z": "a NUL \\x00 in words of a paper", "a": 1})
line = Entry.objects.last()
assert line.data == {"z": "a NUL \\x00 in words of a paper", "a": 1} and list(line.data) == ["z", "a"]
client.post("/cases/new", {"name": "N\\x00UL"})
assert client.get("/cases/the-affair/search", {"q": "val\\x00ve"}).status_code == 200
assert [job.state for job in Job.objects.all()] == ["done", "done"]
page = client.get("/cases/the-affair/").content.decode()
assert "1 paper" in page and "1 statement, checked" in page, page
print("as on SQLite")
'''


@pytest.mark.skipif(not _ADDRESS, reason="no PostgreSQL: SAYSO_TEST_POSTGRES is not set")
def test_the_desk_works_on_postgresql(tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text(f'database = "{_ADDRESS}"\n')
    environment = os.environ | {"SAYSO_DESK": str(tmp_path), "DJANGO_SETTINGS_MODULE": "sayso.desk.settings"}
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.stdout.strip() == "as on SQLite", done.stderr
