"""The desk's own folder: where everything lies that it keeps, and its settings."""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sayso.errors import DeskError

#: Where a process of the desk finds its folder.
VARIABLE = "SAYSO_DESK"
#: Where a server's process finds the number of the one that it must not outlive.
SERVED_BY = "SAYSO_DESK_SERVED_BY"
_SETTINGS = frozenset({"database", "name", "address", "hosts"})


@dataclass(frozen=True, slots=True)
class Home:
    """The desk's folder. ``settings`` are those of ``desk.toml``:

    database   "postgresql://user:password@host/name"; left out, SQLite in the folder
    name       what the publication is called, on its pages
    address    where its pages will be found, such as "https://example.org/papers/"
    hosts      names by which the desk may be asked for, beside this machine's own
    """

    folder: Path
    settings: dict[str, Any]

    @classmethod
    def at(cls, folder: Path) -> Home:
        """The desk in ``folder``, made where there is none. Raises DeskError where it cannot be."""
        folder = folder.expanduser().absolute()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for part in ("cases", "incoming", "stories"):
                (folder / part).mkdir(exist_ok=True, mode=0o700)
            return cls(folder, _settings(folder / "desk.toml"))
        except OSError as error:
            raise DeskError(
                f"{folder} cannot be opened ({error.strerror}): name a folder that you may write to "
                "with --home"
            ) from error

    @classmethod
    def here(cls) -> Home:
        """The desk that this process works for."""
        return cls.at(Path(os.environ.get(VARIABLE) or default()))

    @property
    def cases(self) -> Path:
        """Where new cases are made."""
        return self.folder / "cases"

    @property
    def incoming(self) -> Path:
        """Where dropped files wait to be read."""
        return self.folder / "incoming"

    @property
    def stories(self) -> Path:
        """Where pictures of stories are kept."""
        return self.folder / "stories"

    def secret(self) -> str:
        """What sessions are signed with: made once, readable by its owner only."""
        path = self.folder / "secret"
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
        return path.read_text("ascii")

    def database(self) -> dict[str, Any]:
        """The database as Django wants it told. Raises DeskError for an address that is none."""
        address = self.settings.get("database")
        if address is None:
            return {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(self.folder / "desk.sqlite"),
                "OPTIONS": {
                    "timeout": 20,
                    # A writer waits for another at its beginning and not in its middle.
                    "transaction_mode": "IMMEDIATE",
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
                },
            }
        parts = urlsplit(str(address))
        if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
            raise DeskError(
                f"{self.folder / 'desk.toml'}: database = {address!r} is not understood; write "
                '"postgresql://user:password@host/name", or leave it out for SQLite'
            )
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }


def default() -> Path:
    """Where the desk lies when nobody says otherwise."""
    return Path.home() / "sayso-desk"


def _settings(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        settings = tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise DeskError(f"{path} is no TOML ({error}): mend that line, or delete the file") from error
    if unknown := sorted(set(settings) - _SETTINGS):
        known = ", ".join(sorted(_SETTINGS))
        raise DeskError(f"{path}: {', '.join(unknown)} is no setting; there are {known}")
    return settings
