"""How well hedges and unnamed sources are found, beside WikiWeasel's weasel sentences.

    python benchmarks/vague.py ../shared/data/style [--split test]

WikiWeasel marks sentences of an encyclopaedia that hold a weasel: words that lay a claim to nobody
("some say", "is widely regarded") or leave it unsure. A sentence counts as found where sayso finds
a hedge in it, or a group without a name to which it lays something. Nothing was tuned on it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from sayso.auditing.sourcing import vague_sources
from sayso.statements.hedges import find_hedges


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", choices=("train", "test"), default="test")
    options = parser.parse_args()
    path = options.data / f"wikiweasel.{options.split}.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    gold = sum(row["label"] for row in rows)
    print(f"WikiWeasel {options.split}: {len(rows)} sentences, {gold} with a weasel")
    _score("hedges", rows, lambda text: bool(find_hedges(text, 0, len(text))))
    _score("unnamed groups", rows, lambda text: bool(vague_sources(text)))
    _score("either", rows, lambda t: bool(find_hedges(t, 0, len(t)) or vague_sources(t)))


def _score(name: str, rows: list[dict[str, object]], found: Callable[[str], bool]) -> None:
    pairs = [(bool(row["label"]), found(str(row["text"]))) for row in rows]
    hits = sum(g and f for g, f in pairs)
    precision = hits / max(1, sum(f for _, f in pairs))
    recall = hits / max(1, sum(g for g, _ in pairs))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"  {name:<15} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main()
