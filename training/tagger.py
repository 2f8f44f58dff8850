"""Makes the attribution tagger: windows, loss, the loop, export, figures on dev, card.

Cues and roles are learnt together, roles from the cues that people marked. As with the stance
model, the rate follows the share of the time budget and a second run goes on from the checkpoint.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

import sayso.models.tagging
from sayso.models.tagging import CONTENT, CUE, OUTSIDE, SOURCE, Reading
from sayso.records import Span
from training import tagger_card, tagger_data
from training.export import graph_of
from training.loop import keep, rate
from training.make import Job, marks, pin, write_model, write_tokenizer
from training.model import MINILM, Encoder, tokenizer
from training.tagger_data import Article, Example
from training.tagger_model import Tagger

BATCH = 8
PEAK_RATE, PEAK_HEADS = 1.5e-4, 6e-4
WARMUP = 0.05
WEIGHT_DECAY = 0.01
CUE_WEIGHT = 2.0
CHECKPOINT_MINUTES = 5.0
FILE = "attribution.pt"
# The dev articles that are looked at while training runs; every which one the card's figures are from.
WATCHED, EVERY = 20, 3
THRESHOLDS = (0.4, 0.5, 0.6)


def tensors(batch: Sequence[Example]) -> dict[str, Tensor]:
    """The batch padded: ids, mask, cue labels (batch, tokens); rows (cues,), roles (cues, tokens).

    Padding and the marks between blocks have label -100 and are not learnt from.
    """
    width = max(len(one.ids) for one in batch)
    ids, mask = (np.zeros((len(batch), width), np.int64) for _ in range(2))
    cues = np.full((len(batch), width), -100, np.int64)
    rows, roles = [], []
    for line, one in enumerate(batch):
        size = len(one.ids)
        ids[line, :size], mask[line, :size], cues[line, :size] = one.ids, 1, one.cues
        for row in one.roles:
            rows.append(line)
            roles.append(np.pad(row, (0, width - size), constant_values=-100))
    named = {"ids": ids, "mask": mask, "cues": cues, "rows": np.array(rows, np.int64)}
    named["roles"] = np.array(roles, np.int64).reshape(len(roles), width)
    return {name: torch.from_numpy(array) for name, array in named.items()}


def loss_of(model: Tagger, batch: dict[str, Tensor]) -> Tensor:
    """Mean of minus log p over pieces, for cues and for roles."""
    marks = (batch["roles"] == CUE).long()
    cues, roles = model(batch["ids"], batch["mask"], batch["rows"], marks)
    loss = CUE_WEIGHT * F.cross_entropy(cues.flatten(0, 1), batch["cues"].flatten())
    if len(roles):
        loss = loss + F.cross_entropy(roles.flatten(0, 1), batch["roles"].flatten())
    return loss


def stream(articles: Sequence[Article], seed: int, skip: int) -> Iterator[list[Example]]:
    """Batches without end, from the `skip`th on; each epoch is cut and mixed anew."""
    start, number = tokenizer().token_to_id("[CLS]"), 0
    while True:
        rng = random.Random(seed + number)
        run = list(tagger_data.batches(tagger_data.epoch(articles, start, rng), BATCH, rng))
        yield from run[skip:]
        skip, number = max(0, skip - len(run)), number + 1


def train(
    articles: Sequence[Article], watch: Sequence[Article], work: Path, minutes: float, threads: int, seed: int
) -> Tagger:
    """Trains for `minutes`, earlier runs into `work` included, and leaves `work/attribution.pt`.

    Args:
        articles: to learn from.
        watch: dev articles whose figures are printed at each checkpoint.
        work: folder for the checkpoint; made if missing.
        minutes: budget of time in this loop.
        threads: CPU threads.
        seed: of the order of things.

    """
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    work.mkdir(parents=True, exist_ok=True)
    model = Tagger(Encoder.pretrained())
    model.finder.encoder.words.weight.requires_grad_(False)
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, weights in model.named_parameters():
        if weights.requires_grad:
            groups.setdefault((".encoder." in name, weights.ndim > 1), []).append(weights)
    optimiser = torch.optim.AdamW(
        [
            {
                "params": weights,
                "peak": PEAK_RATE if old else PEAK_HEADS,
                "weight_decay": WEIGHT_DECAY * matrix,
            }
            for (old, matrix), weights in groups.items()
        ],
        lr=PEAK_RATE,
        betas=(0.9, 0.98),
        fused=True,
    )
    step, spent = 0, 0.0
    if (work / FILE).exists():
        saved = load_checkpoint(model, work)
        optimiser.load_state_dict(saved["optimiser"])
        step, spent = saved["step"], saved["spent"]
        print(f"goes on from step {step}, {spent / 60:.1f} minutes", flush=True)

    def checkpoint() -> None:
        state = {"step": step, "spent": spent, "model": model.state_dict()}
        keep(state | {"optimiser": optimiser.state_dict()}, work / FILE)
        print(f"dev sample {watched(model, watch)}", flush=True)

    budget, running, saved_at = minutes * 60, 0.0, spent
    last = None
    for batch in stream(articles, seed, step):
        if spent >= budget:
            break
        last = time.monotonic() if last is None else last  # cutting the first epoch is not training
        for group in optimiser.param_groups:
            group["lr"] = rate(spent / budget, group["peak"], WARMUP)
        model.train()
        loss = loss_of(model, tensors(batch))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        now = time.monotonic()
        step, spent, last = step + 1, spent + now - last, now
        running = loss.item() if not running else 0.98 * running + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"step {step} min {spent / 60:.1f} loss {running:.3f}", flush=True)
        if spent - saved_at > CHECKPOINT_MINUTES * 60:
            saved_at = spent
            checkpoint()
            last = time.monotonic()
    if spent > saved_at:
        checkpoint()
    return model


def load_checkpoint(model: Tagger, work: Path) -> dict[str, Any]:
    """Puts the weights of `work/attribution.pt` into `model`; gives step and seconds spent.

    Raises:
        FileNotFoundError: nothing has been trained into `work` yet.

    """
    saved: dict[str, Any] = torch.load(work / FILE, weights_only=True)
    model.load_state_dict(saved["model"])
    return saved


@torch.inference_mode()
def watched(model: Tagger, articles: Sequence[Article]) -> str:
    """F1 over pieces, for cues and, given the cues that people marked, for sources and contents."""
    model.eval()
    start = tokenizer().token_to_id("[CLS]")
    examples = tagger_data.epoch(articles, start, random.Random(0))
    counts = np.zeros((3, 3))
    for batch in tagger_data.batches(examples, 16, random.Random(0)):
        t = tensors(batch)
        cues, roles = model(t["ids"], t["mask"], t["rows"], (t["roles"] == CUE).long())
        known = t["cues"] >= 0
        pairs = [(cues.argmax(-1)[known] > OUTSIDE, t["cues"][known] > OUTSIDE)]
        known = t["roles"] >= 0
        for role in (SOURCE, CONTENT):
            pairs.append((roles.argmax(-1)[known] == role, t["roles"][known] == role))
        for line, (given, wanted) in enumerate(pairs):
            counts[line] += [int((given & wanted).sum()), int(given.sum()), int(wanted.sum())]
    f1 = 2 * counts[:, 0] / np.maximum(1, counts[:, 1] + counts[:, 2])
    return f"cue {f1[0]:.3f} source {f1[1]:.3f} content {f1[2]:.3f}"


def attribution(job: Job) -> dict[str, Any]:
    """Makes the attribution tagger; gives (and leaves beside the checkpoint) the report of its card."""
    torch.set_num_threads(job.threads)
    if job.smoke:
        rows = {
            "train": tagger_data.made_articles(job.seed, 60),
            "dev": tagger_data.made_articles(job.seed + 1, 10),
        }
    else:
        rows = {part: tagger_data.read_articles(job.data, part) for part in ("train", "dev")}
    articles = {part: tagger_data.encoded(some, tokenizer()) for part, some in rows.items()}
    if job.interim:
        model = Tagger(Encoder.pretrained())
    else:
        watch = articles["dev"][:WATCHED]
        model = train(articles["train"], watch, job.work, job.minutes, job.threads, job.seed)
    state = load_checkpoint(model, job.work)
    report: dict[str, Any] = {
        "name": "sayso-attribution-2026-11" + ("-interim" if job.interim else ""),
        "minutes": job.minutes,
        "machine": f"{job.threads} CPU core" + ("s" if job.threads > 1 else ""),
        "spent": state["spent"],
        "steps": state["step"],
        "windows": state["step"] * BATCH,
        "seed": job.seed,
        "articles": len(rows["train"]),
        "attributions": sum(len(row["attributions"]) for row in rows["train"]),
    }
    facts = {**marks(MINILM), "name": report["name"], "thresholds": {"cue": 0.5}, "card": "attribution.md"}
    write_tokenizer(job)
    write_model(job, "attribution", graph_of(model.finder, ["ids", "mask"], "found", by_token=True), facts)
    roles = graph_of(model.laying, ["vectors", "mask", "marks"], "roles", by_token=True, vectors=["vectors"])
    write_model(
        job, "attribution-roles", roles, {**marks(MINILM), "name": report["name"], "card": "attribution.md"}
    )
    shipped = sayso.models.tagging.Tagger(job.out, job.threads)
    dev = rows["dev"][::EVERY]
    readings = [_read(shipped, row["text"]) for row in dev]
    figures = {t: figures_at(readings, dev, t) for t in THRESHOLDS}
    report["dev_articles"] = len(dev)
    best = max(THRESHOLDS, key=lambda t: figures[t]["cue"][2])
    report["threshold"], report["dev"] = best, figures[best]
    report["thresholds"] = {str(t): f["cue"] for t, f in figures.items()}
    pin(job, "attribution", {**facts, "thresholds": {"cue": best}})
    (job.work / "attribution.json").write_text(json.dumps(report, indent=1), "utf-8")
    (job.out / "attribution.md").write_text(tagger_card.card(report), "utf-8")
    return report


def _read(shipped: sayso.models.tagging.Tagger, text: str) -> Reading:
    return shipped.read(text, [Span(start, end) for start, end in tagger_data.paragraphs(text)])


def figures_at(
    readings: Sequence[Reading], rows: Sequence[dict[str, Any]], threshold: float
) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 over characters for each role, with cues from `threshold` on."""
    counts = {role: np.zeros(3) for role in tagger_data.ROLES}
    for reading, row in zip(readings, rows, strict=True):
        text = row["text"]
        tagged = [one for one in reading.lay(reading.cues(threshold)) if one.contents]
        given = {
            "cue": [one.cue for one in tagged],
            "source": [one.source for one in tagged if one.source is not None],
            "content": [span for one in tagged for span in one.contents],
        }
        for role, spans in given.items():
            got = {i for span in spans for i in range(span.start, span.end) if not text[i].isspace()}
            gold = (span for one in row["attributions"] if one["content"] for span in one[role])
            want = {i for start, end in gold for i in range(start, end) if not text[i].isspace()}
            counts[role] += [len(got & want), len(got), len(want)]
    found = {}
    for role, (right, got, want) in counts.items():
        f1 = 2 * right / max(1, got + want)
        found[role] = (round(right / max(1, got), 4), round(right / max(1, want), 4), round(f1, 4))
    return found
