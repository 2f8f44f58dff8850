"""``sayso desk``: one process that starts the web server and the workers and keeps them running."""

from __future__ import annotations

import getpass
import ipaddress
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sayso.desk.home import SERVED_BY, VARIABLE, Home
from sayso.errors import DeskError

#: Where the desk is found when nobody says otherwise; the next free one where that is taken.
PORT = 8321
LANES = ("papers", "articles")
#: Threads that make pages; most of their time goes into Python, which two cores share.
_THREADS = 4
_AGAIN = 1.0
#: Servers that may end in a row, each sooner than so many seconds after its start.
_SERVERS, _STEADY = 10, 60.0


def serve(home: Home, host: str, port: int | None, browse: bool, say: Callable[[str], None]) -> None:
    """Run the desk until it is stopped.

    Raises DeskError where the folder is in use by another desk, the port is taken, or the desk is to be
    opened to other machines and an account has no password.
    """
    lock = _alone(home)
    begin(home)
    if not _local(host):
        _passwords(home, host)
    port = _free(host, port)
    link = f"http://{_shown(host)}:{port}/"
    over = threading.Event()
    keeping = threading.Thread(target=_keep_workers, args=(home, over), daemon=True)
    keeping.start()
    key = _key(home) if _local(host) else None
    if key is not None:
        say(f"The desk is open at {link}")
        say(f"Sign in, once, with {link}enter/{key}")
    else:
        say(f"The desk is open at {link} to whoever has an account")
    say("Ctrl-C closes it; what is being read goes on with the next start.")
    if browse:
        opened = f"{link}enter/{key}" if key else link
        threading.Thread(target=_browse, args=(host, port, opened), daemon=True).start()
    try:
        _serve_pages(host, port)
    finally:
        over.set()
        keeping.join(10)
        lock.close()


def begin(home: Home, quietly: bool = False) -> None:
    """Bring the desk in ``home`` up to this version, and free what an earlier one left in hand.

    ``quietly`` where a desk may be open in it: then nothing is taken out of anybody's hand.
    """
    import django

    os.environ[VARIABLE] = str(home.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sayso.desk.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import DatabaseError

    from sayso.desk import files, jobs

    try:
        call_command("migrate", verbosity=0, interactive=False)
        if not quietly:
            jobs.release()
            files.sweep(datetime.now(UTC))
    except DatabaseError as error:
        raise DeskError(
            f"the database of the desk in {home.folder} cannot be used ({error}): check desk.toml, "
            "or put back a copy of desk.sqlite"
        ) from error


def set_password(home: Home, name: str, password: str) -> bool:
    """Give the account ``name`` a password, making it where there is none; whether it was made."""
    begin(home, quietly=True)
    from django.contrib.auth.models import User
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    user = User.objects.filter(username=name).first()
    made = user is None
    user = user or User(username=name, is_staff=not User.objects.exists())
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DeskError(" ".join(error.messages)) from error
    user.set_password(password)
    user.save()
    return made


def adopt(home: Home, folder: Path) -> None:
    """Put a case that was made without the desk on it, with its ledgers, as the owner's own.

    Raises CaseError where there is no case in ``folder``.
    """
    begin(home, quietly=True)
    from sayso.cases import Case as Kept
    from sayso.desk.ledgers import register
    from sayso.desk.models import Case
    from sayso.desk.views.cases import adopt as put_on
    from sayso.desk.views.cases import free_slug

    folder = folder.resolve()
    with Kept(folder) as kept:
        name = kept.name
    case = Case.objects.filter(folder=str(folder)).first()
    case = case or put_on(owner(), name, free_slug(name), str(folder))
    for path in sorted((folder / "ledgers").glob("*/ledger.json")):
        register(case, path.parent)


def write_stories(home: Home, case: str, folder: Path) -> int:
    """Write the published stories of a case as files; how many. ``case`` is its slug, name or folder.

    Raises CaseError where the desk has no such case, StoryError where the pages cannot be written.
    """
    begin(home, quietly=True)
    from django.db.models import Q

    from sayso.desk import published
    from sayso.desk.models import Case
    from sayso.errors import CaseError

    wanted = Q(slug=case) | Q(name=case) | Q(folder=str(Path(case).absolute()))
    found = Case.objects.filter(wanted).first()
    if found is None:
        known = ", ".join(Case.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise CaseError(f"the desk in {home.folder} has no case {case}; it has: {known}")
    slugs = set(found.stories.filter(standing=True).values_list("slug", flat=True))
    return len(published.write(folder, slugs))


def owner() -> str:
    """The account of whoever runs the desk on this machine, made where there is none."""
    from django.contrib.auth.models import User

    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "owner"
    user, made = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    if made:
        user.set_unusable_password()
        user.save()
    return user.get_username()


def _key(home: Home) -> str:
    """A link that signs the owner in, once; only its hash is kept."""
    from sayso.desk.views.people import KEY

    name, token = owner(), secrets.token_urlsafe(24)
    path = home.folder / KEY
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{name}\n{sha256(token.encode()).hexdigest()}")
    return token


def _alone(home: Home) -> sqlite3.Connection:
    """A lock on the desk's folder, held by the process that has it and freed when it ends."""
    path = home.folder / "lock.sqlite"
    lock = sqlite3.connect(path, timeout=2, isolation_level=None, check_same_thread=False)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        raise DeskError(
            f"a desk is open in {home.folder} already: use that one, or name another folder with --home"
        ) from error
    return lock


def _local(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _passwords(home: Home, host: str) -> None:
    from django.contrib.auth.models import User

    accounts = list(User.objects.filter(is_active=True))
    bare = [user.get_username() for user in accounts if not user.has_usable_password()]
    if bare or not accounts:
        who = ", ".join(bare) or getpass.getuser()
        raise DeskError(
            f"the desk is to be opened to other machines ({host}), and {who} has no password: set one with "
            f"sayso desk --home {home.folder} --password NAME"
        )


def _free(host: str, port: int | None) -> int:
    """The port to use: the one named, or the first free one from the usual one on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for one in [port] if port is not None else range(PORT, PORT + 50):
        with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, one))
            except OSError as error:
                if port is not None:
                    raise DeskError(
                        f"{host}:{port} cannot be used ({error.strerror}): name another with --port"
                    ) from error
                continue
            return one
    raise DeskError(f"no port from {PORT} to {PORT + 49} is free: name one with --port")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _browse(host: str, port: int, link: str) -> None:
    for _ in range(100):
        with suppress(OSError), closing(socket.create_connection((host, port), timeout=1)):
            webbrowser.open(link)
            return
        time.sleep(0.1)


def _keep_workers(home: Home, over: threading.Event) -> None:
    """One worker a lane, started again when it ends, until the desk is over."""
    environment = {**os.environ, VARIABLE: str(home.folder)}
    running: dict[str, subprocess.Popen[bytes]] = {}
    while not over.wait(_AGAIN if running else 0.0):
        for lane in LANES:
            if lane not in running or running[lane].poll() is not None:
                command = [sys.executable, "-m", "sayso.desk.worker", lane, str(os.getpid())]
                running[lane] = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
    for process in running.values():
        process.terminate()
    for process in running.values():
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()


def _serve_pages(host: str, port: int) -> None:
    """Answer until a person stops it. Granian gives up a server that ends twice within seconds.

    Raises DeskError where it does so again and again.
    """
    os.environ[SERVED_BY] = str(os.getpid())
    ends = 0
    while ends < _SERVERS:
        server, begun = _server(host, port), time.monotonic()
        with suppress(SystemExit):
            server.serve()
        if not server.interrupt_signal:
            time.sleep(_AGAIN)
        if server.interrupt_signal:
            return
        ends = ends + 1 if time.monotonic() - begun < _STEADY else 1
    raise DeskError(
        f"the desk’s web server ended {_SERVERS} times within seconds of its start: what it printed above "
        "says why; close other programs if memory is short, then run sayso desk again"
    )


def _server(host: str, port: int) -> Any:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    return Granian(
        "sayso.desk.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=_THREADS,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
    )
