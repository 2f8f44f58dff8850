"""The stance job from end to end: read, train, calibrate, export, test, write the card."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch

from sayso.models import StanceModel
from training import calibrate, card, data, mix
from training.affairs import affairs
from training.data import CONTRADICTS, SUPPORTS, Pair
from training.export import graph_of, quantised
from training.model import Encoder, Shape, Stance, tokenizer
from training.train import (
    DEVICE,
    FROZEN_ON_CPU,
    MAX_CLAIM_TOKENS,
    MAX_TOKENS,
    SHAPES,
    load_checkpoint,
    predict,
    train,
)

MOST_DEV, MOST_TEST, MOST_IN_HASTE, HARD_EACH = 400, 500, 120, 1


@dataclass(frozen=True, slots=True)
class Job:
    """Where to read and write, and how long to train."""

    data: Path
    work: Path
    out: Path
    minutes: float
    pairs: int
    threads: int
    seed: int
    size: str = "careful"
    begun: Path | None = None
    blend: float = 0.0
    interim: bool = False
    smoke: bool = False


def stance(job: Job) -> dict[str, Any]:
    """Makes the stance model; gives (and leaves beside the checkpoint) the report of the card."""
    torch.set_num_threads(job.threads)
    train_sets, dev_sets, held_out = _sets(job)
    kept = data.without(train_sets, held_out)
    dev = data.sample(dev_sets, MOST_IN_HASTE if job.smoke or job.interim else MOST_DEV)
    shape = SHAPES[job.size]
    if job.interim:
        model = Stance(Encoder.pretrained(shape)).to(DEVICE)
        done, _ = load_checkpoint(model, job.work, job.size)
    else:
        watch = data.sample(dev_sets, 40)
        model, done = train(
            kept, watch, job.work, job.size,
            minutes=job.minutes, pairs=job.pairs, threads=job.threads, seed=job.seed, begun=job.begun,
        )  # fmt: skip

    if job.begun and job.blend:
        blend(model, Stance.shipped(shape, job.begun).to(DEVICE), job.blend)
    epoch = mix.training_mix(kept, job.seed, job.pairs)
    on_cpu = DEVICE.type == "cpu"
    report: dict[str, Any] = {
        "name": f"sayso-stance-{job.size}-{card.DATE[:7]}" + ("-interim" if job.interim else ""),
        "size": job.size,
        "base": shape.name,
        "layers": shape.layers,
        "frozen": FROZEN_ON_CPU[job.size] if on_cpu else 0,
        "weights": sum(p.numel() for p in model.parameters()),
        "begun": begun_words(job.begun, job.blend),
        "minutes": job.minutes,
        "budget": job.pairs,
        "machine": f"{job.threads} CPU cores, shared with other work" if on_cpu else "one GPU",
        "spent": done.spent,
        "steps": done.step,
        "seen": done.pairs,
        "curve": done.curve,
        "seed": job.seed,
        "mix": len(epoch),
        "made": {k: n / len(epoch) for k, n in sorted(Counter(p.made for p in epoch).items()) if k},
        "train": {name: len(pairs) for name, pairs in kept.items()},
        "dropped": sum(map(len, train_sets.values())) - sum(map(len, kept.values())),
        "max_tokens": MAX_TOKENS,
        "max_claim_tokens": MAX_CLAIM_TOKENS,
        "most_dev": MOST_DEV,
        "most_test": MOST_TEST,
        "test": {},
    }
    write_tokenizer(job)
    inputs = ["ids", "mask", "segments"] if shape.segments else ["ids", "mask"]
    graph = graph_of(model.cpu(), inputs, "logits")
    write_model(job, "stance", graph, _stance_facts(report, shape, 1.0, (1.0, 1.0)))
    shipped = StanceModel(job.out, job.threads)
    hard = mix.hard_pool(dev, dev_sets, HARD_EACH, job.seed)
    logits = calibrate.answers(shipped.logits, hard)
    _measure(report, dev, hard, logits)
    few = dev[:: max(1, len(dev) // 600)]
    both = zip(
        few,
        calibrate.answers(shipped.logits, few),
        predict(model.to(DEVICE), few),
        strict=True,
    )
    report["fp32_agrees"] = float(np.mean([a.argmax() == b.argmax() for p, a, b in both if not p.others]))
    if not (job.interim or job.smoke):
        test = data.sample(data.read_split(job.data, "test"), MOST_TEST)
        tested = calibrate.scored(test, calibrate.answers(shipped.logits, test), report["temperature"])
        report["test"] = calibrate.figures_of(tested)
    _finish(report, job, shape)
    return report


def _measure(report: dict[str, Any], dev: list[Pair], hard: list[Pair], logits: Any) -> None:
    """Adds temperature, thresholds and the figures on dev; `hard` begins with `dev`."""
    size = len(dev)
    temperature = calibrate.temperature_of(dev, logits[:size])
    on_dev = calibrate.scored(dev, logits[:size], temperature)
    on_hard = calibrate.scored(hard, logits, temperature)
    report["temperature"] = temperature
    report["accuracy"] = calibrate.accuracy(on_dev)
    report["dev"] = calibrate.figures_of(on_dev)
    report["ece"] = calibrate.calibration_error(on_dev)
    report["risk"] = calibrate.risk_coverage(on_dev)
    report["ece_raw"] = calibrate.calibration_error(calibrate.scored(dev, logits[:size], 1.0))
    report["hard_pairs"] = len(hard)
    report["thresholds"] = {}
    for name, label in (("contradicts", CONTRADICTS), ("supports", SUPPORTS)):
        threshold = calibrate.threshold_of(label, [on_dev, on_hard])
        alone = calibrate.threshold_of(label, [on_dev])
        report["thresholds"][name] = {
            "threshold": threshold,
            "dev": calibrate.at_threshold(on_dev, label, threshold),
            "hard": calibrate.at_threshold(on_hard, label, threshold),
            "dev_alone": {"threshold": alone, **calibrate.at_threshold(on_dev, label, alone)},
        }
    bar = report["thresholds"]["contradicts"]["threshold"]
    report["accused"] = calibrate.wrongly_accused(on_dev, bar)
    report["accused_hard"] = calibrate.wrongly_accused(on_hard, bar)


def _finish(report: dict[str, Any], job: Job, shape: Shape) -> None:
    """Writes report, pinned facts and card."""
    t = report["thresholds"]
    bars = (t["contradicts"]["threshold"], t["supports"]["threshold"])
    pin(job, "stance", _stance_facts(report, shape, report["temperature"], bars))
    shipped = StanceModel(job.out, job.threads)
    plain = shipped.judge([(claim, passage) for _, claim, passage in card.EXAMPLES])
    report["examples"] = plain.astype(float).tolist()
    (job.work / "report.json").write_text(json.dumps(report, indent=1), "utf-8")
    (job.out / "stance.md").write_text(card.stance_card(report), "utf-8")


@torch.no_grad()
def blend(model: Stance, other: Stance, share: float) -> None:
    """Moves the weights of `model` by `share`, 0..1, towards those of `other`.

    Between a model and what it was trained on from, both often do better than either: Wortsman et al.,
    "Robust fine-tuning of zero-shot models", CVPR 2022.
    """
    for own, theirs in zip(model.parameters(), other.parameters(), strict=True):
        own.lerp_(theirs, share)


def begun_words(begun: Path | None, share: float = 0.0) -> str:
    """What the card says of the shipped model that a run went on from; nothing where there was none."""
    if begun is None:
        return ""
    facts = json.loads((begun.parent / "models.json").read_text("utf-8"))["stance"]
    words = (
        f"It went on from the shipped file of an earlier model, `{facts['name']}` "
        f"(SHA-256 {hashlib.sha256(begun.read_bytes()).hexdigest()[:12]}…), not from the base (`--begun`). "
    )
    if share:
        words += f"Its weights were then moved back by {share:g} of the way to that model's (`--blend`). "
    return words


def _sets(job: Job) -> tuple[dict[str, list[Pair]], dict[str, list[Pair]], set[str]]:
    if job.smoke:
        sets = data.made_sets(job.seed, 200)
        return sets, data.made_sets(job.seed + 1, 60), set()
    train_sets, dev = data.read_split(job.data, "train"), data.read_split(job.data, "dev")
    train_sets[mix.OWN], dev["affairs.dev"] = affairs(), affairs(held=True)
    return train_sets, dev, data.held_out_claims(job.data)


def marks(shape: Shape) -> dict[str, int]:
    """The ids that open and end a text, and by how much they are shifted against the tokenizer's."""
    return {"start": shape.start, "end": shape.end, "shift": shape.shift}


def _stance_facts(
    report: dict[str, Any], shape: Shape, temperature: float, bars: tuple[float, float]
) -> dict[str, Any]:
    return {
        **marks(shape),
        "name": report["name"],
        "labels": ["supports", "contradicts", "neither"],
        "temperature": temperature,
        "thresholds": {"contradicts": bars[0], "supports": bars[1]},
        "max_tokens": MAX_TOKENS,
        "max_claim_tokens": MAX_CLAIM_TOKENS,
        "card": "stance.md",
    }


def write_tokenizer(job: Job) -> None:
    """Puts the tokenizer that all models share into the folder of models, and pins it."""
    job.out.mkdir(parents=True, exist_ok=True)
    (job.out / "tokenizer.json").write_text(tokenizer().to_str(), "utf-8")
    pin(job, "tokenizer", {}, "tokenizer.json")


def write_model(job: Job, name: str, graph: onnx.ModelProto, facts: dict[str, Any]) -> None:
    """Puts `graph`, in eight bits, into the folder of models, and pins it with `facts`."""
    (job.out / f"{name}.onnx").write_bytes(quantised(graph).SerializeToString(deterministic=True))
    pin(job, name, facts)


def pin(job: Job, name: str, facts: dict[str, Any], file: str = "") -> None:
    """Puts the file's hash and size and `facts` into models.json."""
    index = job.out / "models.json"
    entries = json.loads(index.read_text("utf-8")) if index.exists() else {}
    content = (job.out / (file or f"{name}.onnx")).read_bytes()
    pinned = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    entries[name] = {"file": file or f"{name}.onnx", **pinned, **facts}
    index.write_text(json.dumps(dict(sorted(entries.items())), indent=2) + "\n", "utf-8")
