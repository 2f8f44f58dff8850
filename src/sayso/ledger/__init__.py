"""A ledger in the forms that people and programs read, and the re-check of its receipts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from sayso.errors import LedgerError
from sayso.ledger.as_json import to_json
from sayso.ledger.as_markdown import to_markdown
from sayso.ledger.as_table import to_csv
from sayso.ledger.from_json import from_json
from sayso.ledger.page import PagePicture, to_html
from sayso.ledger.receipts import check_spans
from sayso.ledger.terminal import print_ledger
from sayso.records import Ledger

__all__ = [
    "PagePicture",
    "check_spans",
    "from_json",
    "prepare",
    "print_ledger",
    "to_csv",
    "to_html",
    "to_json",
    "to_markdown",
    "write",
]

#: Spreadsheets take a CSV for UTF-8 only where it begins with a byte order mark.
_ENCODINGS = {".csv": "utf-8-sig"}


def prepare(folder: Path) -> None:
    """Make sure that a ledger can be written into ``folder``, before any work is done for it.

    Raises LedgerError where it cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".sayso-probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _cannot_write(folder: Path, error: OSError) -> LedgerError:
    reason = error.strerror or str(error)
    return LedgerError(
        f"the ledger cannot be written to {folder}: {reason}; name another folder with --out"
    )


def write(
    ledger: Ledger, folder: Path, pictures: Mapping[tuple[str, int], PagePicture] | None = None
) -> list[Path]:
    """Write ledger.json, index.html, ledger.csv and ledger.md into ``folder``; return their paths.

    The folder is made where there is none. Each file appears whole or not at all. Raises
    LedgerError where the folder cannot be written.
    """
    texts = {
        "ledger.json": to_json(ledger),
        "index.html": to_html(ledger, pictures or {}),
        "ledger.csv": to_csv(ledger),
        "ledger.md": to_markdown(ledger),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            _write_whole(folder / name, text)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    return [folder / name for name in texts]


def _write_whole(path: Path, text: str) -> None:
    """Write beside ``path``, then put it in its place, so that no reader sees half a file."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    aside.unlink(missing_ok=True)
    try:
        with aside.open("x", encoding=_ENCODINGS.get(path.suffix, "utf-8"), newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
