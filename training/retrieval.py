"""The embedding from end to end: examples, training, how much of it to keep, export, card.

Contrastive training with in-batch and mined negatives (van den Oord et al., 2018; Karpukhin et al.,
2020), a small rate, and at the end a mean of the untuned and the tuned weights (Wortsman et al.,
"Robust fine-tuning", 2022): how far to go from one to the other is measured, not guessed.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from sayso.library.meaning import MeaningIndex
from sayso.models import Embedder
from training import data, make
from training.embedding_card import embedding_card
from training.export import graph_of
from training.loop import keep, rate
from training.model import MINILM, Embedding, Encoder, tokenizer
from training.pools import Pool, pool_of, pools_of
from training.relevance import Example, batches_of, examples_from, examples_of, foreign_to

MAX_TOKENS = 128
CLAIM_TOKENS, PASSAGE_TOKENS = 48, 80
BATCH = 24
PEAK_RATE, WARMUP, WEIGHT_DECAY = 3e-5, 0.08, 0.01
#: Cosines are multiplied by this before the softmax, as all-MiniLM-L6-v2 was trained.
SCALE = 20.0
#: Word table and lowest layers stay as they were: cheaper, and rare names keep what they had.
FROZEN_LAYERS = 2
CHECKPOINT_MINUTES = 2.0
ALPHAS = (0.0, 0.25, 0.5, 0.75, 1.0)
DEPTHS = (1, 5, 20)
#: Claims and texts of each pool on which the share of the training to keep is chosen.
MOST_CLAIMS, MOST_TEXTS = 120, 400

Floats = NDArray[np.float32]


@dataclass(slots=True)
class Progress:
    """How far a run has got: steps, seconds in the loop, claims seen."""

    step: int = 0
    spent: float = 0.0
    claims: int = 0


def embedding(job: make.Job) -> dict[str, Any]:
    """Makes the embedding model; gives (and leaves beside the checkpoint) the report of its card."""
    torch.set_num_threads(job.threads)
    job.work.mkdir(parents=True, exist_ok=True)
    pools, examples = _material(job)
    base = Embedding(Encoder.pretrained())
    tuned, progress = train(examples, job.work, job.minutes, seed=job.seed)
    small = [trimmed(pool, MOST_CLAIMS, MOST_TEXTS) for pool in pools]
    curve = {alpha: recalls(between(base, tuned, alpha), small) for alpha in ALPHAS}
    alpha = max(ALPHAS, key=lambda a: (_mean(curve[a]), -a))
    chosen = between(base, tuned, alpha)
    facts = {
        **make.marks(MINILM),
        "name": "sayso-embedding-2026-11" if alpha else "all-MiniLM-L6-v2-int8",
        "max_tokens": MAX_TOKENS,
        "card": "embedding.md",
    }
    make.write_tokenizer(job)
    make.write_model(job, "embedding", graph_of(chosen, ["ids", "mask"], "embedding"), facts)
    report: dict[str, Any] = {
        **facts,
        **asdict(progress),
        "minutes": job.minutes,
        "seed": job.seed,
        "machine": f"{job.threads} CPU core{'s' if job.threads > 1 else ''}",
        "train": dict(Counter(example.dataset for example in examples)),
        "claim_tokens": CLAIM_TOKENS,
        "passage_tokens": PASSAGE_TOKENS,
        "alpha": alpha,
        "curve": {str(a): figures for a, figures in curve.items()},
        "pools": {pool.name: (len(pool.claims), len(pool.texts)) for pool in small},
    } | compared(Embedder(job.out, job.threads), chosen, small)
    (job.work / "embedding.json").write_text(json.dumps(report, indent=1), "utf-8")
    (job.out / "embedding.md").write_text(embedding_card(report), "utf-8")
    return report


def _material(job: make.Job) -> tuple[list[Pool], list[Example]]:
    """The pools to measure on and the examples to learn from, which are kept in the work folder."""
    if job.smoke:
        rows = [
            {"claim": p.claim, "evidence": p.passage, "label": list(data.LABELS)[p.label]}
            for pairs in data.made_sets(job.seed, 12).values() for p in pairs
        ]  # fmt: skip
        made = examples_from("made", rows, 24, _untuned(job), random.Random(job.seed))
        return [pool_of("made", rows)], made
    pools = pools_of(job.data)
    file = job.work / f"examples-{job.seed}.json"
    if not file.exists():
        passages = {data.normalised(text) for pool in pools for text in pool.texts}
        claims = {data.normalised(claim) for pool in pools for claim in pool.claims}
        claims |= data.held_out_claims(job.data)
        made = examples_of(job.data, _untuned(job), claims, passages, job.seed)
        file.write_text(json.dumps([_written(e) for e in made]), "utf-8")
    return pools, [_read(entry) for entry in json.loads(file.read_text("utf-8"))]


def _untuned(job: make.Job) -> Embedder:
    """The base weights as an eight-bit file in the work folder: the shipped one may be tuned."""
    own = replace(job, out=job.work / "untuned")
    make.write_tokenizer(own)
    graph = graph_of(Embedding(Encoder.pretrained()), ["ids", "mask"], "embedding")
    make.write_model(
        own, "embedding", graph, {**make.marks(MINILM), "name": "untuned", "max_tokens": MAX_TOKENS}
    )
    return Embedder(own.out, job.threads)


def _written(example: Example) -> dict[str, Any]:
    return asdict(replace(example, relevant=frozenset())) | {"relevant": sorted(example.relevant)}


def _read(entry: Mapping[str, Any]) -> Example:
    negatives = tuple((text, source) for text, source in entry["negatives"])
    return Example(**{**entry, "relevant": frozenset(entry["relevant"]), "negatives": negatives})


class InTorch:
    """An embedding in float32 that answers like the shipped one."""

    def __init__(self, model: Embedding) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    @torch.inference_mode()
    def embed(self, texts: Sequence[str]) -> Floats:
        """Unit rows (n, 384)."""
        codes = [code.ids for code in self._tokenizer.encode_batch_fast(list(texts))]
        order = sorted(range(len(codes)), key=lambda i: len(codes[i]))
        found = np.zeros((len(codes), 384), np.float32)
        for start in range(0, len(order), 16):
            rows = order[start : start + 16]
            found[rows] = self._model(*_padded([codes[i] for i in rows])).numpy()
        return found


def _padded(codes: Sequence[list[int]]) -> tuple[Tensor, Tensor]:
    """Ids and mask, int64 (texts, longest)."""
    width = max(map(len, codes))
    ids, mask = (np.zeros((len(codes), width), np.int64) for _ in range(2))
    for row, code in enumerate(codes):
        ids[row, : len(code)] = code
        mask[row, : len(code)] = 1
    return torch.from_numpy(ids), torch.from_numpy(mask)


def contrast(claims: Tensor, passages: Tensor, allowed: Tensor) -> Tensor:
    """Mean of minus log p(own passage | claim) over the passages that ``allowed`` lets compete.

    Args:
        claims: unit rows (n, d).
        passages: unit rows (m, d), m >= n; row i < n is claim i's own.
        allowed: bool (n, m).

    """
    scores = (SCALE * claims @ passages.T).masked_fill(~allowed, -1e4)
    return F.cross_entropy(scores, torch.arange(len(claims)))


def train(
    examples: Sequence[Example], work: Path, minutes: float, *, seed: int
) -> tuple[Embedding, Progress]:
    """Trains for ``minutes`` and leaves ``work/embedding.pt``; goes on from it where it is there."""
    torch.manual_seed(seed)
    model, done = Embedding(Encoder.pretrained()), Progress()
    encoder = model.encoder
    for part in (encoder.words, encoder.positions, encoder.segments, encoder.norm):
        part.requires_grad_(False)
    encoder.layers[:FROZEN_LAYERS].requires_grad_(False)
    moving = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(moving, lr=PEAK_RATE, weight_decay=WEIGHT_DECAY, fused=True)
    file = work / "embedding.pt"
    if file.exists():
        saved = torch.load(file, weights_only=True)
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        done = Progress(saved["step"], saved["spent"], saved["claims"])

    def checkpoint() -> None:
        state = asdict(done) | {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        keep(state, file)

    made, stream = tokenizer(), _stream(examples, seed, done.step)
    budget, saved_at, running, last = minutes * 60, done.spent, 0.0, time.monotonic()
    model.train()
    while done.spent < budget:
        batch = next(stream)
        for group in optimiser.param_groups:
            group["lr"] = rate(done.spent / budget, PEAK_RATE, WARMUP)
        claims = _encoded(made, [e.claim for e in batch], CLAIM_TOKENS)
        texts = [e.passage for e in batch] + [text for e in batch for text, _ in e.negatives]
        passages = _encoded(made, texts, PASSAGE_TOKENS)
        loss = contrast(model(*claims), model(*passages), torch.from_numpy(foreign_to(batch)))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(moving, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        now = time.monotonic()
        done.step, done.spent, last = done.step + 1, done.spent + now - last, now
        done.claims += len(batch)
        running = loss.item() if not running else 0.95 * running + 0.05 * loss.item()
        if done.step % 20 == 0:
            print(f"step {done.step} min {done.spent / 60:.1f} loss {running:.3f}", flush=True)
        if done.spent - saved_at > CHECKPOINT_MINUTES * 60:
            saved_at = done.spent
            checkpoint()
    checkpoint()
    return model, done


def _encoded(made: Any, texts: Sequence[str], most: int) -> tuple[Tensor, Tensor]:
    made.enable_truncation(most)
    return _padded([code.ids for code in made.encode_batch_fast(list(texts))])


def _stream(examples: Sequence[Example], seed: int, skip: int) -> Iterator[list[Example]]:
    """Batches without end, from the ``skip``th on; each epoch is varied and shuffled anew."""
    epoch = 0
    while True:
        run = batches_of(examples, BATCH, random.Random(seed + epoch))
        yield from run[skip:]
        skip, epoch = max(0, skip - len(run)), epoch + 1


def between(base: Embedding, tuned: Embedding, alpha: float) -> Embedding:
    """The model whose weights lie ``alpha`` (0..1) of the way from ``base`` to ``tuned``."""
    ends = base.state_dict(), tuned.state_dict()
    model = Embedding(Encoder.pretrained())
    model.load_state_dict({name: torch.lerp(ends[0][name], ends[1][name], alpha) for name in ends[0]})
    return model.eval()


def trimmed(pool: Pool, claims: int, texts: int) -> Pool:
    """The first claims of ``pool`` with their evidence, filled up with its other texts in order."""
    gold = pool.gold[:claims]
    needed = sorted(set().union(*gold)) if gold else []
    others = [i for i in range(len(pool.texts)) if i not in set(needed)]
    places = sorted([*needed, *others[: max(0, texts - len(needed))]])
    new = {old: place for place, old in enumerate(places)}
    return Pool(
        pool.name,
        tuple(pool.texts[i] for i in places),
        pool.claims[:claims],
        tuple(frozenset(new[i] for i in one) for one in gold),
    )


def recalls(model: Embedding, pools: Sequence[Pool]) -> dict[str, list[float]]:
    """For each pool the share of claims with evidence among the nearest 1, 5 and 20 texts."""
    return {pool.name: _recall(InTorch(model), pool) for pool in pools}


def _recall(embedder: Any, pool: Pool) -> list[float]:
    index = MeaningIndex()
    index.add(embedder.embed(pool.texts))
    near = index.search(embedder.embed(pool.claims), max(DEPTHS))
    found = [[number in gold for number, _ in row] for row, gold in zip(near, pool.gold, strict=True)]
    return [round(float(np.mean([any(row[:k]) for row in found])), 4) for k in DEPTHS]


def _mean(figures: Mapping[str, Sequence[float]]) -> float:
    return float(np.mean(list(figures.values())))


def compared(shipped: Embedder, exact: Embedding, pools: Sequence[Pool]) -> dict[str, Any]:
    """The eight-bit file against float32: cosines of the same texts, and recall on each pool."""
    texts = sorted({text for pool in pools for text in pool.texts})[:1000]
    cosine = (shipped.embed(texts) * InTorch(exact).embed(texts)).sum(1)
    return {
        "texts": len(texts),
        "cosine_mean": float(cosine.mean()),
        "cosine_least": float(cosine.min()),
        "int8": {pool.name: _recall(shipped, pool) for pool in pools},
    }
