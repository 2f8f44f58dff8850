"""Ledgers that cite what is no longer in the case say so, in ledger.json and on their page.

Which they are is found by comparing what a ledger cites with the register, so that a note is never
wrong for long: ``sayso remove`` and ``sayso repair`` write and withdraw them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from sayso.cases import Case
from sayso.ledger.as_json import written

_NOTE = "removed"
_BANNER = Markup(
    '<!--removed--><p role="alert"><strong>Removed since from the case:</strong> {}. This ledger '
    "still quotes it; its findings can no longer be re-checked against it.</p><!--/removed-->"
)
_OLD = re.compile(r"<!--removed-->.*?<!--/removed-->", re.DOTALL)
_BODY = re.compile(r"<body[^>]*>")


@dataclass(frozen=True, slots=True)
class Noted:
    """A ledger that cites documents which are gone: where it lies, and their names."""

    folder: Path
    names: tuple[str, ...]


def note_removed(case: Case) -> list[Noted]:
    """Bring the notes of all ledgers up to the register; those that cite what is gone."""
    noted = []
    for path in sorted(case.ledgers.glob("*/ledger.json")):
        try:
            ledger = json.loads(path.read_text("utf-8"))
            before, gone = ledger.pop(_NOTE, []), _gone(case, ledger)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # no ledger of ours, or none of this shape
        names = tuple(one["name"] for one in gone)
        if gone:
            noted.append(Noted(path.parent, names))
        page = path.with_name("index.html")
        if page.exists():
            old = page.read_text("utf-8")
            if (new := _with_banner(old, names)) != old:
                _write(page, new)
        if gone != before:
            _write(path, written({**ledger, _NOTE: gone} if gone else ledger))
    return noted


def _gone(case: Case, ledger: dict[str, Any]) -> list[dict[str, Any]]:
    """The documents that a ledger cites and the register has no more, with the claims that cite them."""
    papers = {paper["id"]: paper for paper in ledger["coverage"]["documents"]}
    cited: dict[str, list[str]] = {}
    for document, claim in _citations(ledger):
        claims = cited.setdefault(document, [])
        if claim not in claims:
            claims.append(claim)
    return [
        {**{key: papers[one][key] for key in ("id", "name", "sha256")}, "claims": claims}
        for one, claims in sorted(cited.items())
        if one in papers and case.store.primary(papers[one]["sha256"]) is None
    ]


def _citations(ledger: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(document, claim) for whatever a ledger shows as evidence."""
    for claim in ledger["claims"]:
        for finding in (claim["say"], claim["so"]):
            for evidence in finding["evidence"] if finding else ():
                yield evidence["document"], claim["id"]
    for omission in ledger["omissions"]:
        for claim in omission["bears_on"]:
            yield omission["evidence"]["document"], claim


def _with_banner(page: str, names: tuple[str, ...]) -> str:
    page = _OLD.sub("", page)
    if not names:
        return page
    banner = str(_BANNER.format(", ".join(names)))
    return _BODY.sub(lambda match: match.group() + banner, page, count=1)


def _write(path: Path, text: str) -> None:
    """Write beside ``path``, then put it in its place."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    aside.write_text(text, "utf-8", newline="")
    aside.replace(path)
