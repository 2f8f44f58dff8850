"""What every shipped model is run by: pinned bytes, one tokenizer, batches of like length.

A model's facts in `models.json` say which ids open and end a text and by how much its vocabulary is
shifted against the shared tokenizer's: MPNet's holds BERT's words four places further on.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sayso.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]

#: Tokens of a batch, padding counted: few enough that their numbers stay in the cache, and enough that
#: starting some 800 small steps for them costs little. 450 embedded 897 passages of cases 8 % faster
#: than eight at a time, 600 4 %.
BATCH = 450


class Runner:
    """A tokenizer and a network: rows of token ids in, rows of numbers out, in the order given."""

    def __init__(self, folder: Path, facts: dict[str, Any], threads: int) -> None:
        self._tokenizer = _tokenizer(folder)
        self._session = _session(folder, facts)
        self._threads = threads or os.cpu_count() or 1
        self._inputs = [entry.name for entry in self._session.get_inputs()]
        self.start: int = facts["start"]
        self.end: int = facts["end"]
        self._shift: int = facts["shift"]

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, without marks at either end.

        One at a time: `encode_batch` starts threads that a later fork would warn about, and the
        network takes a hundred times as long anyway.
        """
        found = [self._tokenizer.encode(text, add_special_tokens=False).ids for text in texts]
        return [[number + self._shift for number in ids] for ids in found] if self._shift else found

    def __call__(self, rows: Sequence[tuple[list[int], list[int]]], width: int) -> Floats:
        """Runs `rows` (first and second text) in batches of like length.

        Batches are cut after sorting by length and content, so they are the same whatever the
        order of `rows`.
        """
        found = np.zeros((len(rows), width), np.float32)
        order = sorted(range(len(rows)), key=lambda i: (len(rows[i][0]) + len(rows[i][1]), rows[i]))
        batches = batched(order, [len(first) + len(second) for first, second in rows])
        feeds = [self._feed([rows[i] for i in places]) for places in batches]
        for places, answer in zip(batches, self.answers(feeds), strict=True):
            found[places] = answer
        return found

    def pieces(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """The token ids of `text`, without marks, and where each begins and ends in it."""
        code = self._tokenizer.encode(text, add_special_tokens=False)
        return [number + self._shift for number in code.ids], code.offsets

    def answers(self, feeds: Sequence[dict[str, NDArray[Any]]]) -> list[Floats]:
        """The network's first output for each feed (its inputs by name), several at once."""
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(self._answer, feeds))

    def _answer(self, feed: dict[str, NDArray[Any]]) -> Floats:
        answer: Floats = self._session.run(None, {name: feed[name] for name in self._inputs})[0]
        return answer

    def _feed(self, rows: Sequence[tuple[list[int], list[int]]]) -> dict[str, NDArray[Any]]:
        longest = max(len(first) + len(second) for first, second in rows)
        feed = {name: np.zeros((len(rows), longest), np.int64) for name in ("ids", "mask", "segments")}
        for line, (first, second) in enumerate(rows):
            size = len(first) + len(second)
            feed["ids"][line, :size] = first + second
            feed["mask"][line, :size] = 1
            feed["segments"][line, len(first) : size] = 1
        return feed


def batched(order: Sequence[int], sizes: Sequence[int]) -> list[list[int]]:
    """The rows in ``order``, of rising ``sizes``, cut where the next would make a batch too large."""
    batches: list[list[int]] = []
    for row in order:
        if not batches or (len(batches[-1]) + 1) * sizes[row] > BATCH:
            batches.append([])
        batches[-1].append(row)
    return batches


def facts_of(folder: Path, model: str) -> dict[str, Any]:
    """What `models.json` pins of `model`: file, hash, ids that open and end a text, thresholds.

    Raises:
        ModelError: there is no such file, or it says nothing of `model`.

    """
    try:
        facts: dict[str, Any] = json.loads((folder / "models.json").read_text("utf-8"))[model]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{folder / 'models.json'} cannot be read ({error}): install sayso again") from error
    return facts


def _checked(folder: Path, facts: dict[str, Any]) -> bytes:
    """The bytes of the file that `facts` names, which are then what is loaded.

    Raises:
        ModelError: the file is missing or its SHA-256 is not the pinned one.

    """
    file: Path = folder / facts["file"]
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ModelError(f"{file} cannot be read ({error}): install sayso again") from error
    found = hashlib.sha256(content).hexdigest()
    if found != facts["sha256"]:
        raise ModelError(
            f"{file} is not the file that sayso was released with (SHA-256 {found[:12]}…, expected "
            f"{facts['sha256'][:12]}…): install sayso again"
        )
    return content


@functools.cache
def _tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer that both models share, loaded once (30 ms)."""
    from tokenizers import Tokenizer

    made: Tokenizer = Tokenizer.from_buffer(_checked(folder, facts_of(folder, "tokenizer")))
    # "[SEP]" written in a paper is five characters of text, not a mark that ends it.
    made.encode_special_tokens = True
    return made


def _session(folder: Path, facts: dict[str, Any]) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread a batch and several batches at once: a batch split over cores waits for the
    # slowest of them, and on a busy two-core machine that made it half as fast.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(_checked(folder, facts), options, providers=["CPUExecutionProvider"])
