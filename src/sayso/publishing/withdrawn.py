"""A paper whose clearance was taken back, taken out of the versions that quoted it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sayso.publishing.snapshot import BEARING, BY_PERSON, WITHHELD
from sayso.records import Stance, Verdict


def kept_to(data: dict[str, Any], papers: Collection[str]) -> dict[str, Any]:
    """A snapshot of earlier without the papers whose hashes are not among ``papers``.

    A clearance that was taken back is so for the earlier versions of a story too: they lie at
    addresses of their own.
    """
    gone = {d["id"]: d["title"] for d in data["documents"] if d["sha256"] not in papers}
    if not gone:
        return data
    return {
        **data,
        "documents": [d for d in data["documents"] if d["id"] not in gone],
        "omissions": [o for o in data["omissions"] if o["evidence"]["document"] not in gone],
        "claims": [
            {**c, "say": _without(c["say"], gone), "so": _without(c["so"], gone)} for c in data["claims"]
        ],
        "coverage": {**data["coverage"], "published": data["coverage"]["published"] - len(gone)},
        "body": [_unmarked(paragraph, data, gone) for paragraph in data["body"]],
    }


def _without(finding: dict[str, Any] | None, gone: Mapping[str, str]) -> dict[str, Any] | None:
    if finding is None:
        return None
    left = [e for e in finding["evidence"] if e["document"] not in gone]
    lost = [e for e in finding["evidence"] if e["document"] in gone]
    named = any(title and title in finding["reason"] for title in gone.values())
    if not lost and not named:
        return finding
    withheld = finding["withheld"] + sum(e["stance"] != Stance.NEITHER.value for e in lost)
    bare = {**finding, "evidence": left, "withheld": withheld, "reason": "", "program": None}
    if finding["verdict"] in (None, Verdict.NOT_FOUND.value):
        return {**bare, "reason": WITHHELD if finding["verdict"] is None else ""}
    telling = {Stance(e["stance"]) for e in left} - {Stance.NEITHER}
    verdict = Verdict(finding["verdict"])
    if telling and (verdict is Verdict.MIXED or BEARING[verdict] <= telling):
        return {**bare, "reason": BY_PERSON if finding["by"] == "person" else ""}
    return {
        **bare, "verdict": None, "confidence": None, "check": "", "evidence": [],
        "reason": WITHHELD,
    }  # fmt: skip


def _unmarked(paragraph: dict[str, Any], data: dict[str, Any], gone: Mapping[str, str]) -> dict[str, Any]:
    """A paragraph without the marks of a verdict that one of its claims has lost.

    A snapshot does not tell which claim a mark is of. Where another claim of the paragraph still has
    the verdict, its mark goes too: better a mark too few than an accusation without words.
    """
    statements = {run["statement"] for run in paragraph["runs"]} | set(paragraph["statements"])
    lost = {
        before["verdict"]
        for claim in data["claims"]
        if claim["statement"] in statements
        for before in (claim["say"], claim["so"])
        if before and (after := _without(before, gone)) and after["verdict"] != before["verdict"]
    }
    runs = [
        {**run, "pieces": [[words, "" if look in lost else look] for words, look in run["pieces"]]}
        for run in paragraph["runs"]
    ]
    return {**paragraph, "runs": runs}
