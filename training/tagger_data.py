"""PolNeAR's articles as windows of word pieces with their labels, and made articles for a smoke run."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sayso.models.tagging import BEGINS, CONTENT, CUE, INSIDE, SOURCE, Piece, Window, pieces_of, windows_of

# A training window: no context, since every piece of it is learnt from.
WINDOW = 160
Labels = NDArray[np.int64]
Spans = Sequence[Sequence[int]]
ROLES = {"source": SOURCE, "cue": CUE, "content": CONTENT}


@dataclass(frozen=True, slots=True)
class Article:
    """A text's blocks of pieces, and its attributions: spans by role."""

    blocks: tuple[tuple[Piece, ...], ...]
    attributions: tuple[dict[str, Spans], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A window: ids (tokens,), cue labels (tokens,) and role labels (cues, tokens)."""

    ids: Labels
    cues: Labels
    roles: Labels


def read_articles(data: Path, part: str) -> list[dict[str, Any]]:
    """The rows of PolNeAR's `part` (train, dev or test).

    Raises:
        FileNotFoundError: the data is not there.

    """
    file = data / "attribution" / f"polnear.{part}.jsonl"
    if not file.exists():
        raise FileNotFoundError(f"{file} is missing: point --data at it, or try --smoke")
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The stretches between line breaks that hold anything."""
    found, place = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((place, place + len(line)))
        place += len(line) + 1
    return found


def encoded(rows: Sequence[dict[str, Any]], made: Tokenizer) -> list[Article]:
    """The articles in pieces; attributions without a cue (2 in 1,000) are left out."""

    def encode(text: str) -> tuple[list[int], list[tuple[int, int]]]:
        code = made.encode(text, add_special_tokens=False)
        return code.ids, code.offsets

    end, found = made.token_to_id("[SEP]"), []
    for row in rows:
        blocks = pieces_of(row["text"], paragraphs(row["text"]), encode, end)
        kept = tuple(one for one in row["attributions"] if one["cue"] and one["content"])
        found.append(Article(tuple(map(tuple, blocks)), kept))
    return found


def example_of(window: Window, attributions: Sequence[dict[str, Spans]]) -> Example:
    """`window` with the labels of the attributions whose cue begins in it."""
    pieces = window.pieces
    cues, roles = np.zeros(len(pieces), np.int64), []
    low, high = pieces[0].start, pieces[-1].end
    for one in attributions:
        begin = min(start for start, _ in one["cue"])
        if not low <= begin < high:
            continue
        row = np.zeros(len(pieces), np.int64)
        for role in ("content", "source", "cue"):
            for i, piece in enumerate(pieces):
                if piece.end > piece.start and any(piece.start < e and piece.end > s for s, e in one[role]):
                    row[i] = ROLES[role]
        places = np.flatnonzero(row == CUE)
        if len(places) and not cues[places].any():
            cues[places] = INSIDE
            cues[places[0]] = BEGINS
            roles.append(row)
    ids = np.array([piece.id for piece in pieces], np.int64)
    return Example(ids, cues, np.array(roles, np.int64).reshape(len(roles), len(pieces)))


def epoch(articles: Sequence[Article], start: int, rng: random.Random) -> list[Example]:
    """All articles as training windows, cut at other places each time; the order is drawn too."""
    found = []
    for article in articles:
        first = rng.randint(WINDOW // 4, WINDOW)
        for window in windows_of(article.blocks, start, WINDOW, 0, first):
            found.append(example_of(window, article.attributions))
    rng.shuffle(found)
    return found


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """`examples` (already shuffled) in batches of like length, the batches in an order drawn anew."""
    made = []
    for start in range(0, len(examples), 50 * size):
        chunk = sorted(examples[start : start + 50 * size], key=lambda one: len(one.ids))
        made += [chunk[i : i + size] for i in range(0, len(chunk), size)]
    rng.shuffle(made)
    yield from made


_SUBJECTS = ("The mayor", "Ines Valk", "A clerk at the port", "Officials", "The Tarn Gazette")
_VERBS = ("said", "denied", "claimed", "wrote", "warned")
_PLAIN_FACTS = ("The ferry left at nine.", "Rain fell all week.", "The road to Tarn was closed.")
_CLAIMS = ("the bridge was safe", "no money had been paid", "the vote would be held in May")


def made_articles(seed: int, count: int) -> list[dict[str, Any]]:
    """Little articles in PolNeAR's form, for a run without data."""
    rng, rows = random.Random(seed), []
    for number in range(count):
        text, attributions = "", []
        for _ in range(6):
            subject, verb, claim = (rng.choice(words) for words in (_SUBJECTS, _VERBS, _CLAIMS))
            spans = {}
            for role, words in (("source", subject), ("cue", verb), ("content", f"that {claim}")):
                text += " " if role != "source" else ""
                spans[role] = [[len(text), len(text) + len(words)]]
                text += words
            attributions.append(spans)
            text += ". " + rng.choice(_PLAIN_FACTS) + "\n\n"
        rows.append({"doc_id": f"made-{number}", "text": text, "attributions": attributions})
    return rows
