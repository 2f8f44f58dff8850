"""Pools to measure a search on: claims, the evidence that decides them, and other passages around.

Four pools are made from sets with labels *supported* and *contradicted*; a contradicting passage
must be found like a supporting one. The sets that stand in the folder of training data are held
out of every training of the embedding: `feverous_text` whole, `climate_fever` by claim, a fixed half
by hash. Needs no torch.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.records import Document, Segment
from training.data import normalised

SEED = 20261124
RELEVANT = ("supported", "contradicted")
#: Sets that fill up a pool; all from dev, none of them trained on.
HEALTH = ("check_covid.dev", "scifact_rte.dev", "citation_integrity.dev")
#: Other texts in a pool at most; embedding them all would take the benchmark's time.
MOST_OTHERS = 2500


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts in seeded order, and for each claim the places in ``texts`` of its evidence."""

    name: str
    texts: tuple[str, ...]
    claims: tuple[str, ...]
    gold: tuple[frozenset[int], ...]


def held_half(claim: str) -> bool:
    """Whether a claim of a set that is split by hash belongs to the half that is held out."""
    return hashlib.sha256(normalised(claim).encode()).digest()[0] % 2 == 0


def tidy(text: str) -> str:
    """``text`` on one line with single spaces; the page's title before each FEVEROUS sentence goes."""
    lines = (line.rpartition("\t")[2] for line in text.splitlines())
    return " ".join(" ".join(lines).split())


def document_of(text: str) -> Document:
    """``text`` as a document of one paragraph, to be cut into passages as papers are."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(digest[:12], digest[:6], digest, "text/plain", text, segments=(Segment(0, len(text)),))


def rows_of(data: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of the set ``name``, given as ``folder/set`` under ``data/verify``."""
    with (data / "verify" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def pools_of(data: Path) -> list[Pool]:
    """The four pools, each of at least 2,000 texts.

    Raises:
        FileNotFoundError: a set is not at hand.

    """
    fm2 = list(rows_of(data, "dev/fm2.dev"))
    around = [tidy(sentence) for row in fm2 for sentence in row["evidence_retrieved"]]
    climate = [r for r in rows_of(data, "train/climate_fever_pairs.all") if held_half(r["claim"])]
    health = [tidy(r["evidence"]) for name in HEALTH for r in rows_of(data, f"dev/{name}")]
    health += sorted({tidy(r["evidence"]) for r in climate})[::4]
    return [
        pool_of("fm2", fm2, around),
        pool_of("feverous_text", rows_of(data, "train/feverous_text.dev")),
        pool_of("climate_fever (held half)", climate),
        pool_of("healthver", rows_of(data, "dev/healthver.dev"), health),
    ]


def pool_of(name: str, rows: Iterable[dict[str, Any]], others: Iterable[str] = ()) -> Pool:
    """A pool of the evidence of ``rows``, with the texts ``others`` around.

    Equal texts are one. An other text that is part of any evidence, or holds it, is left out: nobody
    has said whether it decides a claim.
    """
    wanted: dict[str, set[str]] = {}
    texts: dict[str, str] = {}
    for row in rows:
        text = tidy(row["evidence"])
        texts.setdefault(normalised(text), text)
        if row["label"] in RELEVANT:
            wanted.setdefault(" ".join(row["claim"].split()), set()).add(normalised(text))
    # One long string of all evidence makes "is part of any" one search instead of thousands.
    whole = "\n".join(texts)
    spare = sorted({normalised(text): text for text in others}.items())
    random.Random(SEED).shuffle(spare)
    free = [(k, text) for k, text in spare if k and k not in texts and k not in whole]
    texts.update(free[:MOST_OTHERS])
    order = list(texts)
    random.Random(SEED).shuffle(order)
    place = {key: i for i, key in enumerate(order)}
    return Pool(
        name,
        tuple(texts[key] for key in order),
        tuple(wanted),
        tuple(frozenset(place[key] for key in keys) for keys in wanted.values()),
    )
