"""sayso: who says so, and is it so, with the words of the documents as the only proof.

>>> import sayso
>>> article = sayso.read_article(path)                     # doctest: +SKIP
>>> ledger = sayso.check(article, sayso.read_paths([folder]))  # doctest: +SKIP
>>> print(sayso.to_json(ledger))                           # doctest: +SKIP
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.errors import SaysoError
    from sayso.ledger import to_html, to_json
    from sayso.pipeline import check
    from sayso.reading import read_article, read_paths
    from sayso.records import Article, Claim, Document, Finding, Ledger, Statement, Verdict

# onnxruntime, from its release 1.32 on, tells its maker about each session unless this is set first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

_HOME = {
    "Article": "records", "Claim": "records", "Document": "records", "Finding": "records",
    "Ledger": "records", "SaysoError": "errors", "Statement": "records", "Verdict": "records",
    "check": "pipeline", "read_article": "reading", "read_paths": "reading",
    "to_html": "ledger", "to_json": "ledger",
}  # fmt: skip

__all__ = [
    "Article",
    "Claim",
    "Document",
    "Finding",
    "Ledger",
    "SaysoError",
    "Statement",
    "Verdict",
    "check",
    "read_article",
    "read_paths",
    "to_html",
    "to_json",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that ``import sayso`` stays quick."""
    if name not in _HOME:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    return getattr(import_module(f"sayso.{_HOME[name]}"), name)
