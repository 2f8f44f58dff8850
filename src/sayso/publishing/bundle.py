"""A bundle of receipts, and its re-check against the papers, on the reader's own machine.

A receipt names a paper by the hash of its bytes and the words by where they stand in its text, so
that whoever holds the paper can see for themselves. The bundle carries its own hash, against damage
on the way; against forgery there is only the paper.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sayso.errors import StoryError
from sayso.records import Document

FORMAT = 1


class Outcome(StrEnum):
    """What became of a receipt."""

    SOUND = "sound"
    DIFFERENT = "words differ"
    NO_PAPER = "paper not given"


@dataclass(frozen=True, slots=True)
class Check:
    """One receipt, checked: the claim it is for, the paper's title, the words, what came out and why."""

    claim: str
    side: str
    title: str
    words: str
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """A bundle, checked: the story's headline and every receipt."""

    headline: str
    checks: tuple[Check, ...]

    @property
    def sound(self) -> bool:
        """Whether every receipt whose paper was given is sound, and one was given at least."""
        given = [c for c in self.checks if c.outcome is not Outcome.NO_PAPER]
        return bool(given) and all(c.outcome is Outcome.SOUND for c in given)

    def as_data(self) -> dict[str, Any]:
        """The outcome as JSON can hold it."""
        return {
            "headline": self.headline,
            "sound": self.sound,
            "receipts": [
                {"claim": c.claim, "side": c.side, "title": c.title, "words": c.words,
                 "outcome": c.outcome.value, "reason": c.reason or None}
                for c in self.checks
            ],
        }  # fmt: skip


def bundle(data: dict[str, Any]) -> bytes:
    """The receipts of a snapshot as one JSON file."""
    papers = {d["id"]: d for d in data["documents"]}
    receipts = [
        {
            "claim": claim["text"], "side": side, "verdict": finding["verdict"],
            "title": papers[e["document"]]["title"], "sha256": papers[e["document"]]["sha256"],
            **{key: e[key] for key in ("start", "end", "page", "line", "stance", "text", "before", "after")},
        }
        for claim in data["claims"]
        for side in ("say", "so")
        if (finding := claim[side])
        for e in finding["evidence"]
    ]  # fmt: skip
    content = {"format": FORMAT, "headline": data["headline"], "receipts": receipts}
    return (json.dumps({**content, "sha256": _hash(content)}, ensure_ascii=True, indent=1) + "\n").encode()


def _hash(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def verify(
    content: bytes, papers: Sequence[Path], read: Callable[[Sequence[Path]], Any] | None = None
) -> Verification:
    """Check the receipts of a bundle against ``papers``, files and folders that are read anew.

    Raises StoryError where the content is no bundle, or one that was changed.
    """
    data = _opened(content)
    documents = _documents(papers, read)
    return Verification(data["headline"], tuple(_checked(one, documents) for one in data["receipts"]))


def _opened(content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content)
        told = data.pop("sha256")
        if data["format"] > FORMAT:
            raise StoryError("the bundle was made by a later version of sayso: use that one")
        for one in data["receipts"]:
            kinds = {"claim": str, "side": str, "title": str, "sha256": str, "text": str, "before": str,
                     "after": str, "start": int, "end": int}  # fmt: skip
            if any(not isinstance(one[key], kind) for key, kind in kinds.items()):
                raise TypeError("a receipt is not of the shape of one")
        str(data["headline"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoryError("this is no bundle of receipts: download it anew from the story’s page") from error
    if told != _hash(data):
        raise StoryError("the bundle was changed since it was made: download it anew from the story’s page")
    assert isinstance(data, dict)
    return data


def _documents(
    papers: Sequence[Path], read: Callable[[Sequence[Path]], Any] | None
) -> dict[str, list[Document]]:
    from sayso.reading import read_paths

    found: dict[str, list[Document]] = {}
    for document in (read or read_paths)(papers) if papers else ():
        found.setdefault(document.sha256, []).append(document)
    return found


def _checked(receipt: dict[str, Any], documents: dict[str, list[Document]]) -> Check:
    label = (receipt["claim"], receipt["side"], receipt["title"], receipt["text"])
    given = documents.get(receipt["sha256"])
    if not given:
        return Check(*label, Outcome.NO_PAPER, "none of the papers given has this receipt’s hash")
    faults = [_fault(receipt, document.text) for document in given]
    if None in faults:
        return Check(*label, Outcome.SOUND)
    return Check(*label, Outcome.DIFFERENT, faults[0] or "")


def _fault(receipt: dict[str, Any], text: str) -> str | None:
    start, end = receipt["start"], receipt["end"]
    if not 0 <= start < end <= len(text):
        return f"the paper’s text has {len(text)} characters, the receipt is for {start} to {end}"
    if text[start:end] != receipt["text"]:
        return f"the paper has {text[start:end][:120]!r} there"
    if not text[:start].endswith(receipt["before"]) or not text[end:].startswith(receipt["after"]):
        return "the words are there, their neighbours are others"
    return None
