"""The two jobs from end to end: read, train, calibrate, export, test, write the card."""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch

from sayso.models import Embedder, StanceModel
from training import calibrate, card, data
from training.data import CONTRADICTS, SUPPORTS, Pair
from training.export import graph_of, quantised
from training.model import Embedding, Encoder, Stance, tokenizer
from training.train import MAX_CLAIM_TOKENS, MAX_TOKENS, load_checkpoint, predict, train

MOST_DEV, MOST_TEST, MOST_IN_HASTE, HARD_EACH = 800, 800, 120, 3
EMBEDDING_TOKENS = 128
# The ids of [CLS] and [SEP], and by how much the vocabulary is shifted against the tokenizer.
MARKS = {"start": 101, "end": 102, "shift": 0}


@dataclass(frozen=True, slots=True)
class Job:
    """Where to read and write, and how long to train."""

    data: Path
    work: Path
    out: Path
    minutes: float
    threads: int
    seed: int
    interim: bool = False
    smoke: bool = False


def stance(job: Job) -> dict[str, Any]:
    """Makes the stance model; gives (and leaves beside the checkpoint) the report of the card."""
    torch.set_num_threads(job.threads)
    train_sets, dev_sets, held_out = _sets(job)
    kept = data.without(train_sets, held_out)
    most_dev = MOST_IN_HASTE if job.smoke or job.interim else MOST_DEV
    dev = _sample(dev_sets, most_dev)
    if job.interim:
        model = Stance(Encoder.pretrained())
    else:
        watch = _sample(dev_sets, 120)
        model = train(kept, watch, job.work, job.minutes, threads=job.threads, seed=job.seed)
    state = load_checkpoint(model, job.work)

    mix = data.training_mix(kept, job.seed)
    report: dict[str, Any] = {
        "name": "sayso-stance-2026-11" + ("-interim" if job.interim else ""),
        "minutes": job.minutes,
        "machine": f"{job.threads} CPU cores",
        "spent": state["spent"],
        "steps": state["step"],
        "seen": state["pairs"],
        "seed": job.seed,
        "mix": len(mix),
        "made": {k: n / len(mix) for k, n in sorted(Counter(p.made for p in mix).items()) if k},
        "train": {name: len(pairs) for name, pairs in kept.items()},
        "dropped": sum(map(len, train_sets.values())) - sum(map(len, kept.values())),
        "max_tokens": MAX_TOKENS,
        "max_claim_tokens": MAX_CLAIM_TOKENS,
        "most_dev": most_dev,
        "most_test": MOST_TEST,
        "test": {},
    }
    write_tokenizer(job)
    graph = graph_of(model, ["ids", "mask", "segments"], "logits")
    write_model(job, "stance", graph, _stance_facts(report, 1.0, (1.0, 1.0)))
    shipped = StanceModel(job.out, job.threads)
    hard = data.hard_pool(dev, dev_sets, HARD_EACH, job.seed)
    logits = shipped.logits([(pair.claim, pair.passage) for pair in hard])
    _measure(report, dev, hard, logits)
    exact = calibrate.scored(dev, predict(model, dev), report["temperature"])
    report["accuracy_fp32"] = _accuracy(exact)
    if not (job.interim or job.smoke):
        test = _sample(data.read_split(job.data, "test"), MOST_TEST)
        answers = shipped.logits([(pair.claim, pair.passage) for pair in test])
        tested = calibrate.scored(test, answers, report["temperature"])
        report["test"] = calibrate.figures_of(tested)
    _finish(report, job)
    return report


def _measure(report: dict[str, Any], dev: list[Pair], hard: list[Pair], logits: Any) -> None:
    """Adds temperature, thresholds and the figures on dev; `hard` begins with `dev`."""
    size = len(dev)
    temperature = calibrate.temperature_of(dev, logits[:size])
    on_dev = calibrate.scored(dev, logits[:size], temperature)
    on_hard = calibrate.scored(hard, logits, temperature)
    report["temperature"] = temperature
    report["accuracy"] = _accuracy(on_dev)
    report["dev"] = calibrate.figures_of(on_dev)
    report["ece"] = calibrate.calibration_error(on_dev)
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


def _finish(report: dict[str, Any], job: Job) -> None:
    """Writes report, pinned facts and card."""
    accuracy, t = report["accuracy"], report["thresholds"]
    weak = [name for name in t if t[name]["hard"]["recall"] < 0.3]
    report["standing"] = (
        "**An interim model**, cut from the middle of its training, for building against only."
        if job.interim
        else "The first release."
    )
    report["limits"] = f"- {accuracy:.0%} of the answers on dev are right where chance is a third."
    if accuracy < 0.75 or weak:
        report["limits"] = f"- **A weak model.** {accuracy:.0%} of its answers on dev are right. " + (
            f"At the threshold it finds few of all cases for: {', '.join(weak)}." if weak else ""
        )
    bars = (t["contradicts"]["threshold"], t["supports"]["threshold"])
    pin(job, "stance", _stance_facts(report, report["temperature"], bars))
    shipped = StanceModel(job.out, job.threads)
    plain = shipped.judge([(claim, passage) for _, claim, passage in card.EXAMPLES])
    report["examples"] = plain.astype(float).tolist()
    (job.work / "report.json").write_text(json.dumps(report, indent=1), "utf-8")
    (job.out / "stance.md").write_text(card.stance_card(report), "utf-8")


def embedding(job: Job) -> dict[str, Any]:
    """Makes the embedding model and measures how near eight bits are to float32."""
    torch.set_num_threads(job.threads)
    job.work.mkdir(parents=True, exist_ok=True)
    model = Embedding(Encoder.pretrained())
    facts = {
        **MARKS,
        "name": "all-MiniLM-L6-v2-int8",
        "max_tokens": EMBEDDING_TOKENS,
        "card": "embedding.md",
    }
    write_tokenizer(job)
    write_model(job, "embedding", graph_of(model, ["ids", "mask"], "embedding"), facts)
    dev = _sample(_sets(job)[1], 250)
    passages = sorted({pair.passage for pair in dev})
    own = [(pair.claim, passages.index(pair.passage)) for pair in dev if pair.label == SUPPORTS]
    claims = [claim for claim, _ in own]
    small = Embedder(job.out, job.threads)
    rows, asked = small.embed(passages), small.embed(claims)
    exact_rows, exact_asked = _embed_exactly(model, passages), _embed_exactly(model, claims)
    cosine = (rows * exact_rows).sum(1)
    report: dict[str, Any] = {**facts, "texts": len(passages), "claims": len(claims)}
    report |= {"cosine_mean": float(cosine.mean()), "cosine_least": float(cosine.min())}
    for kind, here, there in (("int8", asked, rows), ("fp32", exact_asked, exact_rows)):
        scores = here @ there.T
        right = scores[np.arange(len(own)), [place for _, place in own]]
        rank = (scores > right[:, None]).sum(1)
        report[f"first_{kind}"], report[f"ten_{kind}"] = map(float, ((rank < 1).mean(), (rank < 10).mean()))
    (job.out / "embedding.md").write_text(card.embedding_card(report), "utf-8")
    (job.work / "embedding.json").write_text(json.dumps(report, indent=1), "utf-8")
    return report


@torch.inference_mode()
def _embed_exactly(model: Embedding, texts: list[str]) -> Any:
    made, found = tokenizer(), []
    made.enable_truncation(EMBEDDING_TOKENS)
    for code in made.encode_batch(texts):
        ids = torch.tensor([code.ids])
        found.append(model(ids, torch.ones_like(ids))[0].numpy())
    return np.stack(found)


def _sets(job: Job) -> tuple[dict[str, list[Pair]], dict[str, list[Pair]], set[str]]:
    if job.smoke:
        sets = data.made_sets(job.seed, 200)
        return sets, data.made_sets(job.seed + 1, 60), set()
    train_sets, dev = data.read_split(job.data, "train"), data.read_split(job.data, "dev")
    return train_sets, dev, data.held_out_claims(job.data)


def _sample(sets: dict[str, list[Pair]], most: int) -> list[Pair]:
    rng = random.Random(0)
    return [p for _, s in sorted(sets.items()) for p in (rng.sample(s, most) if len(s) > most else s)]


def _accuracy(s: calibrate.Scored) -> float:
    return float(np.average(s.p.argmax(1) == s.labels, weights=s.weights))


def _stance_facts(report: dict[str, Any], temperature: float, bars: tuple[float, float]) -> Any:
    return {
        **MARKS,
        "name": report["name"],
        "labels": ["supports", "contradicts", "neither"],
        "temperature": temperature,
        "thresholds": {"contradicts": bars[0], "supports": bars[1]},
        "max_tokens": MAX_TOKENS,
        "max_claim_tokens": MAX_CLAIM_TOKENS,
        "card": "stance.md",
    }


def write_tokenizer(job: Job) -> None:
    """Puts the tokenizer that all models share into `job.out`, pinned."""
    job.out.mkdir(parents=True, exist_ok=True)
    (job.out / "tokenizer.json").write_text(tokenizer().to_str(), "utf-8")
    pin(job, "tokenizer", {}, "tokenizer.json")


def write_model(job: Job, name: str, graph: onnx.ModelProto, facts: dict[str, Any]) -> None:
    """Puts `graph` in eight bits into `job.out`, pinned together with `facts`."""
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
