"""The training loop of the stance model: a budget of minutes, checkpoints, and a way back in.

The learning rate follows the share of the budget that is used up (time spent in this loop, kept
across restarts), so a busy machine makes fewer steps but still ends with a rate of zero. The mix
and its order depend on the seed alone; the number of steps, and so the weights, on the machine.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from training.data import CONTRADICTS, NEITHER, NOT_SUPPORTED, Pair, training_mix
from training.model import Encoder, Stance, tokenizer

MAX_TOKENS = 160
MAX_CLAIM_TOKENS = 96
BATCH = 32
PEAK_RATE = 1.2e-4
WARMUP = 0.06
WEIGHT_DECAY = 0.01
CHECKPOINT_MINUTES = 10.0


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of one pair, where its second text begins, and its label."""

    ids: list[int]
    second: int
    label: int


def encode(pairs: Sequence[Pair], made: Tokenizer) -> list[Encoded]:
    """`pairs` as `[CLS] claim [SEP] passage [SEP]`, in the same order.

    A claim keeps its first 96 tokens, the passage as many as then fit into 160.
    """
    claims = made.encode_batch_fast([pair.claim for pair in pairs], add_special_tokens=False)
    passages = made.encode_batch_fast([pair.passage for pair in pairs], add_special_tokens=False)
    start, end = made.token_to_id("[CLS]"), made.token_to_id("[SEP]")
    found = []
    for pair, claim, passage in zip(pairs, claims, passages, strict=True):
        first = [start, *claim.ids[:MAX_CLAIM_TOKENS], end]
        ids = [*first, *passage.ids[: MAX_TOKENS - 1 - len(first)], end]
        found.append(Encoded(ids, len(first), pair.label))
    return found


def tensors(batch: Sequence[Encoded]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, mask and segments (batch, longest) and labels (batch,), all int64."""
    width = max(len(item.ids) for item in batch)
    ids, mask, segments = (np.zeros((len(batch), width), np.int64) for _ in range(3))
    for row, item in enumerate(batch):
        ids[row, : len(item.ids)] = item.ids
        mask[row, : len(item.ids)] = 1
        segments[row, item.second : len(item.ids)] = 1
    labels = torch.tensor([item.label for item in batch])
    return torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(segments), labels


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


def rate(share: float) -> float:
    """The learning rate when `share` (0..1) of the budget is used: up in a line, down in a line."""
    share = min(max(share, 0.0), 1.0)
    return PEAK_RATE * min(share / WARMUP, (1 - share) / (1 - WARMUP))


@torch.inference_mode()
def predict(model: Stance, pairs: Sequence[Pair], size: int = 64) -> np.ndarray:
    """Logits (n, 3) float32 of the model in torch, in the order of `pairs`."""
    model.eval()
    items = encode(pairs, tokenizer())
    order = sorted(range(len(items)), key=lambda i: len(items[i].ids))
    logits = np.zeros((len(items), 3), np.float32)
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        ids, mask, segments, _ = tensors([items[i] for i in rows])
        logits[rows] = model(ids, mask, segments).numpy()
    return logits


def _epochs(sets: dict[str, list[Pair]], seed: int, skip: int) -> Iterator[list[Encoded]]:
    """Batches without end, from the `skip`th on; each epoch is mixed and made anew."""
    made, epoch = tokenizer(), 0
    while True:
        items = encode(training_mix(sets, seed + epoch), made)
        run = batches(items, random.Random(seed + epoch))
        yield from run[skip:]
        skip, epoch = max(0, skip - len(run)), epoch + 1


def train(
    sets: dict[str, list[Pair]],
    watch: Sequence[Pair],
    work: Path,
    minutes: float,
    *,
    threads: int = 2,
    seed: int = 20261122,
) -> Stance:
    """Trains for `minutes` and leaves `work/stance.pt`; goes on from it where it is there.

    Args:
        sets: training pairs by set name.
        watch: a few dev pairs whose accuracy is printed at each checkpoint.
        work: folder for the checkpoint; made if missing.
        minutes: budget of time in this loop, earlier runs into the same folder included.

    """
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    work.mkdir(parents=True, exist_ok=True)
    model = Stance(Encoder.pretrained())
    # Half of all weights, and rare words are seen too seldom here to move well: left as they are.
    model.encoder.words.weight.requires_grad_(False)
    kept = [p for p in model.parameters() if p.requires_grad and p.ndim > 1]
    flat = [p for p in model.parameters() if p.requires_grad and p.ndim == 1]
    groups = [{"params": kept, "weight_decay": WEIGHT_DECAY}, {"params": flat, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=PEAK_RATE, betas=(0.9, 0.98), fused=True)
    step, spent, pairs_seen = 0, 0.0, 0
    file = work / "stance.pt"
    if file.exists():
        saved = load_checkpoint(model, work)
        optimiser.load_state_dict(saved["optimiser"])
        step, spent, pairs_seen = saved["step"], saved["spent"], saved["pairs"]
        print(f"goes on from step {step}, {spent / 60:.1f} minutes", flush=True)

    def checkpoint() -> None:
        state = {"step": step, "spent": spent, "pairs": pairs_seen}
        state |= {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save(state, file.with_suffix(".new"))
        file.with_suffix(".new").replace(file)

    budget, running, saved_at = minutes * 60, 0.0, spent
    stream = _epochs(sets, seed, step)
    last = None
    while spent < budget:
        ids, mask, segments, labels = tensors(next(stream))
        last = time.monotonic() if last is None else last  # the first mix is not training time
        for group in optimiser.param_groups:
            group["lr"] = rate(spent / budget)
        model.train()
        loss = stance_loss(model(ids, mask, segments), labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(kept + flat, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        now = time.monotonic()
        step, spent, last = step + 1, spent + now - last, now
        pairs_seen += len(labels)
        running = loss.item() if not running else 0.98 * running + 0.02 * loss.item()
        if step % 50 == 0:
            minute = spent / 60
            print(f"step {step} min {minute:.1f} loss {running:.3f} pairs {pairs_seen}", flush=True)
        if spent - saved_at > CHECKPOINT_MINUTES * 60:
            saved_at = spent
            checkpoint()
            _report(model, watch)
            last = time.monotonic()
    checkpoint()
    _report(model, watch)
    return model


def load_checkpoint(model: Stance, work: Path) -> dict[str, Any]:
    """Puts the weights of `work/stance.pt` into `model`; gives step, seconds spent, pairs seen.

    Raises:
        FileNotFoundError: nothing has been trained into `work` yet.

    """
    saved: dict[str, Any] = torch.load(work / "stance.pt", weights_only=True)
    model.load_state_dict(saved["model"])
    return saved


def _report(model: Stance, watch: Sequence[Pair]) -> None:
    right = predict(model, watch).argmax(-1) == np.array([pair.label for pair in watch])
    three_way = np.array([pair.label != NOT_SUPPORTED for pair in watch])
    print(f"dev sample accuracy {right[three_way].mean():.4f} of {three_way.sum()}", flush=True)
