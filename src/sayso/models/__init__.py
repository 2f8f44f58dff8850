"""The two models that sayso ships, and the one way to load them.

A stance model judges a claim against a passage; an embedder puts a text among its like. Both are
six-layer BERT encoders of 23 MB in eight-bit integers, run by onnxruntime on the CPU. What they
were made from, how well they do and where they fail stands in `stance.md` and `embedding.md`;
`models.json` pins each file by SHA-256, and a file with other bytes is refused.

    >>> from sayso.models import load_stance
    >>> stance = load_stance()
    >>> supports, contradicts, neither = stance.judge([("The dam is safe.", "The dam failed.")])[0]

Same list of inputs, same bytes out. A token's numbers are scaled by that token alone, so what
shares its batch moves an answer by no more than float rounding (measured: under 1e-6).
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

from sayso.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    Floats = NDArray[np.float32]

__all__ = ["Embedder", "StanceModel", "load_embedder", "load_stance"]

#: Small enough that a batch's numbers stay in the cache: 8 ran a third faster than 32 at 48 and at
#: 96 tokens.
BATCH = 8
_FOLDER = Path(__file__).parent


class StanceModel:
    """Does a passage support a claim, contradict it, or neither?

    Attributes:
        name: the model's name and version, for a ledger's provenance.
        sha256: of the weights' file, in hex.
        threshold_contradicts: the least probability at which *contradicts* may be relied on.
        threshold_supports: the same for *supports*. Both were set on held-out data; the precision
            that they give stands in `stance.md`.

    """

    def __init__(self, folder: Path, threads: int) -> None:
        facts = _facts(folder, "stance")
        self.name: str = facts["name"]
        self.sha256: str = facts["sha256"]
        self.threshold_contradicts: float = facts["thresholds"]["contradicts"]
        self.threshold_supports: float = facts["thresholds"]["supports"]
        self._temperature: float = facts["temperature"]
        self._max_tokens: int = facts["max_tokens"]
        self._max_claim_tokens: int = facts["max_claim_tokens"]
        self._run = _Runner(folder, facts, threads)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Calibrated probabilities, rounded to four decimals to hide float noise.

        Args:
            pairs: claims, each with the passage to hold it against. A claim is read up to 96
                tokens (about 70 words), both together up to 160 (about 110 words); the rest of
                the passage is not seen.

        Returns:
            Float32 of shape (len(pairs), 3) in the order supports, contradicts, neither.

        """
        import numpy as np

        scaled = self.logits(pairs).astype(np.float64) / self._temperature
        raised = np.exp(scaled - scaled.max(axis=1, keepdims=True, initial=-np.inf))
        shares = raised / raised.sum(axis=1, keepdims=True)
        return shares.round(4).astype(np.float32)  # type: ignore[no-any-return]

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """What the network gives before calibration: float32 of shape (len(pairs), 3)."""
        claims = self._run.tokens([claim for claim, _ in pairs])
        passages = self._run.tokens([passage for _, passage in pairs])
        rows = []
        for claim, passage in zip(claims, passages, strict=True):
            first = [self._run.start, *claim[: self._max_claim_tokens], self._run.end]
            second = [*passage[: self._max_tokens - 1 - len(first)], self._run.end]
            rows.append((first, second))
        return self._run(rows, width=3)


class Embedder:
    """A text as a point on the unit sphere: the nearer two points, the likelier the same topic.

    Attributes:
        name: the model's name and version, for a ledger's provenance.
        sha256: of the weights' file, in hex.

    """

    def __init__(self, folder: Path, threads: int) -> None:
        facts = _facts(folder, "embedding")
        self.name: str = facts["name"]
        self.sha256: str = facts["sha256"]
        self._max_tokens: int = facts["max_tokens"]
        self._run = _Runner(folder, facts, threads)

    def embed(self, texts: Sequence[str]) -> Floats:
        """Float32 of shape (len(texts), 384), each row of length one.

        A text is read up to 128 tokens (about 95 words); an empty one gives a valid row too.
        """
        rows: list[tuple[list[int], list[int]]] = []
        for ids in self._run.tokens(texts):
            rows.append(([self._run.start, *ids[: self._max_tokens - 2], self._run.end], []))
        return self._run(rows, width=384)


def load_stance(threads: int = 0) -> StanceModel:
    """The stance model, its bytes checked.

    Args:
        threads: CPU threads to use; 0 takes one a core.

    Raises:
        ModelError: a model file is missing or its bytes are not the pinned ones.

    """
    return StanceModel(_FOLDER, threads)


def load_embedder(threads: int = 0) -> Embedder:
    """The embedding model, its bytes checked. Arguments and errors as for `load_stance`."""
    return Embedder(_FOLDER, threads)


class _Runner:
    """A tokenizer and a network: rows of token ids in, rows of numbers out, in the order given."""

    def __init__(self, folder: Path, facts: dict[str, Any], threads: int) -> None:
        self._tokenizer = _tokenizer(folder)
        self._session = _session(folder, facts)
        self._threads = threads or os.cpu_count() or 1
        self._inputs = [entry.name for entry in self._session.get_inputs()]
        self.start, self.end = (self._tokenizer.token_to_id(mark) or 0 for mark in ("[CLS]", "[SEP]"))

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, without marks at either end.

        One at a time: `encode_batch` starts threads that a later fork would warn about, and the
        network takes a hundred times as long anyway.
        """
        return [self._tokenizer.encode(text, add_special_tokens=False).ids for text in texts]

    def __call__(self, rows: Sequence[tuple[list[int], list[int]]], width: int) -> Floats:
        """Runs `rows` (first and second text) in batches of like length.

        Batches are cut after sorting by length and content, so they are the same whatever the
        order of `rows`.
        """
        import numpy as np

        found = np.zeros((len(rows), width), np.float32)
        order = sorted(range(len(rows)), key=lambda i: (len(rows[i][0]) + len(rows[i][1]), rows[i]))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        with ThreadPoolExecutor(self._threads) as pool:
            answers = pool.map(self._batch, ([rows[i] for i in places] for places in batches))
            for places, answer in zip(batches, answers, strict=True):
                found[places] = answer
        return found

    def _batch(self, rows: Sequence[tuple[list[int], list[int]]]) -> Floats:
        import numpy as np

        longest = max(len(first) + len(second) for first, second in rows)
        feed = {name: np.zeros((len(rows), longest), np.int64) for name in ("ids", "mask", "segments")}
        for line, (first, second) in enumerate(rows):
            size = len(first) + len(second)
            feed["ids"][line, :size] = first + second
            feed["mask"][line, :size] = 1
            feed["segments"][line, len(first) : size] = 1
        answer: Floats = self._session.run(None, {name: feed[name] for name in self._inputs})[0]
        return answer


def _facts(folder: Path, model: str) -> dict[str, Any]:
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

    made: Tokenizer = Tokenizer.from_buffer(_checked(folder, _facts(folder, "tokenizer")))
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
