"""Which papers of a case may be published, and under which title: an editor says so, in the log."""

from __future__ import annotations

from sayso.desk import log
from sayso.desk.models import Case, Entry


def cleared(case: Case) -> dict[str, str]:
    """The papers that may be published: their titles by their ids."""
    found: dict[str, str] = {}
    for entry in Entry.objects.filter(case=case, act__in=("clear", "withdraw")).order_by("number"):
        if entry.act == "clear":
            found[entry.data["document"]] = entry.data["title"]
        else:
            found.pop(entry.data["document"], None)
    return found


def clear(case: Case, who: str, document: str, title: str) -> None:
    """Clear a paper under ``title``."""
    log.write(case, who, "clear", {"document": document, "title": title})


def withdraw(case: Case, who: str, document: str) -> None:
    """Take a paper's clearance back; a story and its earlier versions lose it when published anew."""
    log.write(case, who, "withdraw", {"document": document})
