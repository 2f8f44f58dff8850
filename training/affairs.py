"""Facts of invented affairs, written for this project: what papers say and how reporters tell it.

Each line of ``affairs/*.jsonl`` is a fact: a paper's title, speaker and date, one or two passages in
the paper's own words, and claims as a news page words them, some that the passages support, some that
they contradict and some that they leave open. A passage is read with its head, as in use. Affairs
named in ``HELD`` are never trained on: they are the dev set that is nearest to use.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from sayso.models.heads import headed
from training.data import LABELS, Pair

FOLDER = Path(__file__).parent / "affairs"
HELD = frozenset(
    "tavkheli-runway banjir-fund radio-budget sound-pilots fortunella-lottery brenmoor-bins "
    "e-chisomo-aid f-dolnica-visits g-hallam-sports-hall h-riverside-custody i-karadere-boilers "
    "j-airport-lease k-pension-backlog".split()
)


def affairs(folder: Path = FOLDER, held: bool = False) -> list[Pair]:
    """The pairs of all facts, or with `held` of those of the held affairs, in the files' order.

    Raises:
        KeyError: a fact lacks one of its parts.

    """
    pairs = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            fact = json.loads(line)
            if (fact["affair"] in HELD) is not held:
                continue
            day = date.fromisoformat(fact["date"]) if fact["date"] else None
            for passage in fact["passages"]:
                read = headed(passage, fact["title"], fact["speaker"], day)
                pairs += [
                    Pair("affairs.dev" if held else "affairs.train", claim, read, LABELS[label])
                    for label in ("supported", "contradicted", "neutral")
                    for claim in fact[label]
                ]
    return pairs
