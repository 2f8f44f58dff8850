"""The models that sayso ships, and the one way to load them.

A stance model judges a claim against a passage (nine layers, 90 MB); an embedder puts a text among
its like, and a tagger finds who is said to have said what (six layers, 23 MB each). All are in
eight-bit integers, run by onnxruntime on the CPU. What they were made from, how well they do and
where they fail stands in `stance.md`, `embedding.md` and `attribution.md`;
`models.json` pins each file by SHA-256, and a file with other bytes is refused.

    >>> from sayso.models import load_stance
    >>> stance = load_stance()
    >>> supports, contradicts, neither = stance.judge([("The dam is safe.", "The dam failed.")])[0]

Same list of inputs, same bytes out. A token's numbers are scaled by that token alone, so what
shares its batch moves an answer by no more than float rounding (measured: under 1e-6).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sayso.models.running import Floats, Runner, facts_of
from sayso.models.standins import hidden
from sayso.models.tagging import Tagger, load_tagger

__all__ = ["Embedder", "StanceModel", "Tagger", "load_embedder", "load_stance", "load_tagger"]

_FOLDER = Path(__file__).parent


class StanceModel:
    """Does a passage support a claim, contradict it, or neither?

    Attributes:
        name: the model's name and version, for a ledger's provenance.
        sha256: of the weights' file, in hex.
        threshold_contradicts: the least probability at which *contradicts* may be relied on.
        threshold_supports: the same for *supports*. Both were set on held-out data; the precision
            that they give stands in `stance.md`.
        temperature: what logits are divided by before they become probabilities.

    """

    def __init__(self, folder: Path, threads: int) -> None:
        facts = facts_of(folder, "stance")
        self.name: str = facts["name"]
        self.sha256: str = facts["sha256"]
        self.threshold_contradicts: float = facts["thresholds"]["contradicts"]
        self.threshold_supports: float = facts["thresholds"]["supports"]
        self.temperature: float = facts["temperature"]
        self._max_tokens: int = facts["max_tokens"]
        self._max_claim_tokens: int = facts["max_claim_tokens"]
        self._run = Runner(folder, facts, threads)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Calibrated probabilities, rounded to four decimals to hide float noise.

        Args:
            pairs: claims, each with the passage to hold it against, names and all; the model reads
                them with every name behind a stand-in. A claim is read up to 96
                tokens (about 70 words), both together up to 160 (about 110 words); the rest of
                the passage is not seen.

        Returns:
            Float32 of shape (len(pairs), 3) in the order supports, contradicts, neither.

        """
        scaled = self.logits(pairs).astype(np.float64) / self.temperature
        raised = np.exp(scaled - scaled.max(axis=1, keepdims=True, initial=-np.inf))
        shares = raised / raised.sum(axis=1, keepdims=True)
        return shares.round(4).astype(np.float32)  # type: ignore[no-any-return]

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """What the network gives before calibration: float32 of shape (len(pairs), 3)."""
        shown = [hidden(claim, passage) for claim, passage in pairs]
        claims = self._run.tokens([claim for claim, _ in shown])
        passages = self._run.tokens([passage for _, passage in shown])
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
        facts = facts_of(folder, "embedding")
        self.name: str = facts["name"]
        self.sha256: str = facts["sha256"]
        self._max_tokens: int = facts["max_tokens"]
        self._run = Runner(folder, facts, threads)

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
