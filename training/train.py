"""The training loop of the stance model: a budget, checkpoints, and a way back in.

The budget is a number of pairs, or of minutes spent in this loop (kept across restarts), whichever
is used up first; the learning rate follows the share of it that is used, and ends at zero. The mix
and its order depend on the seed alone. Where there is a GPU it is used, in bfloat16; on a CPU, where
bfloat16 was measured at three fifths of the speed, all is float32 and the lowest layers stay as
they were.
"""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from sayso.models.standins import hidden
from training.data import CONTRADICTS, NEITHER, NOT_SUPPORTED, Pair
from training.loop import keep, rate
from training.mix import training_mix
from training.model import MINILM, MPNET, Encoder, Shape, Stance, tokenizer

MAX_TOKENS = 160
MAX_CLAIM_TOKENS = 96
BATCH = 32
SHAPES = {"careful": MPNET, "fast": MINILM}
PEAK_RATE = {"careful": 5e-5, "fast": 1.2e-4}
#: The head starts from nothing and learns so many times as fast.
HEAD_TIMES = 10
#: The layers that a CPU leaves as they were: a third of MPNet's for three tenths more pairs a second.
FROZEN_ON_CPU = {"careful": 3, "fast": 0}
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
WARMUP = 0.06
WEIGHT_DECAY = 0.01
CHECKPOINT_MINUTES = 12.0


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of one pair, where its second text begins, and its label."""

    ids: list[int]
    second: int
    label: int


def encode(pairs: Sequence[Pair], made: Tokenizer, shape: Shape) -> list[Encoded]:
    """`pairs` as start, claim, end, passage, end, in the same order.

    A claim keeps its first 96 tokens, the passage as many as then fit into 160.
    """
    claims = made.encode_batch_fast([pair.claim for pair in pairs], add_special_tokens=False)
    passages = made.encode_batch_fast([pair.passage for pair in pairs], add_special_tokens=False)
    found = []
    for pair, claim, passage in zip(pairs, claims, passages, strict=True):
        first = [shape.start, *(i + shape.shift for i in claim.ids[:MAX_CLAIM_TOKENS]), shape.end]
        second = [i + shape.shift for i in passage.ids[: MAX_TOKENS - 1 - len(first)]]
        found.append(Encoded([*first, *second, shape.end], len(first), pair.label))
    return found


def tensors(batch: Sequence[Encoded], shape: Shape) -> tuple[list[Tensor], Tensor]:
    """Ids, mask and, where the shape has them, segments (batch, longest); labels (batch,). int64."""
    width = max(len(item.ids) for item in batch)
    ids, mask, segments = (np.zeros((len(batch), width), np.int64) for _ in range(3))
    for row, item in enumerate(batch):
        ids[row, : len(item.ids)] = item.ids
        mask[row, : len(item.ids)] = 1
        segments[row, item.second : len(item.ids)] = 1
    labels = torch.tensor([item.label for item in batch])
    inputs = [ids, mask, segments] if shape.segments else [ids, mask]
    return [torch.from_numpy(array).to(DEVICE) for array in inputs], labels.to(DEVICE)


def batches(items: Sequence[Encoded], rng: random.Random) -> list[list[Encoded]]:
    """`items` (already shuffled) in batches of like length, the batches shuffled again."""
    made = []
    for start in range(0, len(items), 100 * BATCH):
        chunk = sorted(items[start : start + 100 * BATCH], key=lambda item: len(item.ids))
        run = [chunk[i : i + BATCH] for i in range(0, len(chunk), BATCH)]
        rng.shuffle(run)
        made += run
    return made


def stance_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Mean of minus log p(label); not_supported counts p(contradicts) + p(neither)."""
    logp = F.log_softmax(logits, -1)
    rest = torch.logsumexp(logp[:, [CONTRADICTS, NEITHER]], -1, keepdim=True)
    return -torch.cat([logp, rest], -1).gather(1, labels[:, None]).mean()


def behind(pair: Pair) -> Pair:
    """`pair` with its names hidden, as the shipped model reads it."""
    claim, passage = hidden(pair.claim, pair.passage)
    return replace(pair, claim=claim, passage=passage)


@torch.inference_mode()
def predict(model: Stance, pairs: Sequence[Pair], size: int = 64) -> np.ndarray:
    """Logits (n, 3) float32 of the model in torch, names hidden, in the order of `pairs`."""
    model.eval()
    shape = model.encoder.shape
    items = encode([behind(pair) for pair in pairs], tokenizer(), shape)
    order = sorted(range(len(items)), key=lambda i: len(items[i].ids))
    logits = np.zeros((len(items), 3), np.float32)
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        inputs, _ = tensors([items[i] for i in rows], shape)
        logits[rows] = model(*inputs).float().cpu().numpy()
    return logits


def _epochs(
    sets: dict[str, list[Pair]], shape: Shape, seed: int, skip: int, most: int
) -> Iterator[list[Encoded]]:
    """Batches without end, from the `skip`th on; each epoch, of `most` pairs at most, is made anew."""
    made, epoch = tokenizer(), 0
    while True:
        items = encode([behind(pair) for pair in training_mix(sets, seed + epoch, most)], made, shape)
        run = batches(items, random.Random(seed + epoch))
        yield from run[skip:]
        skip, epoch = max(0, skip - len(run)), epoch + 1


@dataclass(slots=True)
class Progress:
    """How far a run has got: steps, seconds in the loop, pairs seen, and its curve.

    `curve` holds a (pairs seen, accuracy on a sample of dev) for each checkpoint.
    """

    step: int = 0
    spent: float = 0.0
    pairs: int = 0
    curve: list[tuple[int, float]] = field(default_factory=list)


def train(
    sets: dict[str, list[Pair]],
    watch: Sequence[Pair],
    work: Path,
    size: str,
    *,
    minutes: float,
    pairs: int,
    threads: int = 2,
    seed: int = 20261124,
    begun: Path | None = None,
) -> tuple[Stance, Progress]:
    """Trains the model of that `size` and leaves `work/stance-SIZE.pt`; goes on from it if there.

    Args:
        sets: training pairs by set name.
        watch: a few dev pairs whose accuracy is noted at each checkpoint.
        work: folder for the checkpoint; made if missing.
        size: "careful" or "fast".
        minutes: budget of time in this loop, earlier runs into the same folder included.
        pairs: budget of pairs; the run ends with whichever budget is used up first.
        begun: a shipped ONNX file of that size to go on from, instead of the base's weights.

    """
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    work.mkdir(parents=True, exist_ok=True)
    shape, done = SHAPES[size], Progress()
    model = Stance.shipped(shape, begun) if begun else Stance(Encoder.pretrained(shape))
    model = model.to(DEVICE)
    # A quarter to a half of all weights, and rare words are seen too seldom here to move well.
    model.encoder.words.weight.requires_grad_(False)
    if DEVICE.type == "cpu":
        model.encoder.layers[: FROZEN_ON_CPU[size]].requires_grad_(False)
    learnt = [p for p in model.encoder.parameters() if p.requires_grad]
    groups: list[dict[str, Any]] = [
        {"params": [p for p in learnt if p.ndim > 1], "weight_decay": WEIGHT_DECAY, "times": 1},
        {"params": [p for p in learnt if p.ndim == 1], "weight_decay": 0.0, "times": 1},
        {"params": list(model.head.parameters()), "weight_decay": 0.0, "times": 1 if begun else HEAD_TIMES},
    ]
    optimiser = torch.optim.AdamW(groups, lr=PEAK_RATE[size], betas=(0.9, 0.98), fused=True)
    file = checkpoint_of(work, size)
    if file.exists():
        done, saved = load_checkpoint(model, work, size)
        optimiser.load_state_dict(saved)
        print(f"goes on from step {done.step}, {done.spent / 60:.1f} minutes", flush=True)

    def checkpoint() -> None:
        right = predict(model, watch).argmax(-1) == np.array([pair.label for pair in watch])
        three_way = np.array([pair.label != NOT_SUPPORTED for pair in watch])
        done.curve.append((done.pairs, round(float(right[three_way].mean()), 4)))
        print(f"{done.pairs} pairs: dev sample accuracy {done.curve[-1][1]}", flush=True)
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()} | asdict(done)
        keep(state, file)

    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    running, saved_at = 0.0, done.spent
    stream = _epochs(sets, shape, seed, done.step, pairs)
    last = None
    while (share := max(done.spent / (minutes * 60), done.pairs / pairs)) < 1 and not stopped.is_set():
        inputs, labels = tensors(next(stream), shape)
        last = time.monotonic() if last is None else last  # the first mix is not training time
        for group in optimiser.param_groups:
            group["lr"] = rate(share, PEAK_RATE[size], WARMUP) * group["times"]
        model.train()
        with torch.autocast(DEVICE.type, torch.bfloat16, enabled=DEVICE.type == "cuda"):
            logits = model(*inputs)
        loss = stance_loss(logits.float(), labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        now = time.monotonic()
        done.step, done.spent, last = done.step + 1, done.spent + now - last, now
        done.pairs += len(labels)
        running = loss.item() if not running else 0.98 * running + 0.02 * loss.item()
        if done.step % 50 == 0:
            minute = done.spent / 60
            print(f"step {done.step} min {minute:.1f} loss {running:.3f} pairs {done.pairs}", flush=True)
        if done.spent - saved_at > CHECKPOINT_MINUTES * 60:
            saved_at = done.spent
            checkpoint()
            last = time.monotonic()
    if not done.curve or done.curve[-1][0] != done.pairs:
        checkpoint()
    if stopped.is_set():
        raise SystemExit(f"stopped after {done.pairs} pairs: give the same command again to go on")
    return model, done


def checkpoint_of(work: Path, size: str) -> Path:
    """Where a run of that size keeps its state."""
    return work / f"stance-{size}.pt"


def load_checkpoint(model: Stance, work: Path, size: str) -> tuple[Progress, dict[str, Any]]:
    """Puts the checkpoint's weights into `model`; gives its progress and its optimiser's state.

    Raises:
        FileNotFoundError: nothing of that size has been trained into `work` yet.

    """
    saved: dict[str, Any] = torch.load(checkpoint_of(work, size), weights_only=True, map_location=DEVICE)
    model.load_state_dict(saved["model"])
    return Progress(saved["step"], saved["spent"], saved["pairs"], saved["curve"]), saved["optimiser"]
