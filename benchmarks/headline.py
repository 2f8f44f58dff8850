"""How well a headline is matched with a body, on FNC-1's training pairs.

    python benchmarks/headline.py ../shared/data/headline [--pairs 1500] [--seed 11]

Bodies are split in two by their id: thresholds are chosen on the even ones, reported on the odd
ones. *Related* is any stance but "unrelated"; the score is the coverage of the headline by its
nearest sentence. *Disagree* is what the rules call "says other". Rules only: no model is asked.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from sayso.auditing.body import Body
from sayso.auditing.headline import compare, nearest
from sayso.records import Against


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--pairs", type=int, default=1500, help="of each half")
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    bodies = {
        row["body_id"]: Body.of_text(row["body"])
        for row in _rows(options.data / "fnc1.train_bodies.jsonl")
    }
    rows = list(_rows(options.data / "fnc1.train.jsonl"))
    halves = []
    for odd in (0, 1):
        half = [row for row in rows if row["body_id"] % 2 == odd]
        halves.append(random.Random(options.seed).sample(half, min(options.pairs, len(half))))
    tuned = [_judged(row, bodies) for row in halves[0]]
    threshold = max(
        (step / 100 for step in range(5, 80)),
        key=lambda t: sum((score >= t) == (stance != "unrelated") for stance, score, _ in tuned),
    )
    print(f"threshold for related, chosen on {len(tuned)} pairs of even bodies: {threshold:.2f}")
    judged = [_judged(row, bodies) for row in halves[1]]
    right = sum((score >= threshold) == (stance != "unrelated") for stance, score, _ in judged)
    print(f"related or not, {len(judged)} pairs of odd bodies: {right / len(judged):.3f} right")
    _table("related", [(stance != "unrelated", score >= threshold) for stance, score, _ in judged])
    related = [one for one in judged if one[0] != "unrelated"]
    print(f"of {len(related)} related pairs")
    _table("disagree", [(s == "disagree", found is Against.OTHER) for s, _, found in related])
    for stance in ("agree", "discuss", "disagree"):
        found = [kind for s, _, kind in related if s == stance]
        shares = ", ".join(f"{kind.value} {found.count(kind) / max(1, len(found)):.2f}" for kind in Against)
        print(f"  {stance:<9} {len(found):>4}: {shares}")


def _judged(row: dict[str, str], bodies: dict[str, Body]) -> tuple[str, float, Against]:
    body = bodies[row["body_id"]]
    near = nearest(row["headline"], body)
    found = compare(row["headline"], body, near)
    return row["stance"], near[0].coverage if near else 0.0, found.against


def _table(name: str, pairs: list[tuple[bool, bool]]) -> None:
    hits = sum(gold and found for gold, found in pairs)
    found, gold = sum(f for _, f in pairs), sum(g for g, _ in pairs)
    print(
        f"  {name:<9} precision {hits / max(1, found):.3f}  recall {hits / max(1, gold):.3f}  "
        f"({gold} gold, {found} found)"
    )


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
