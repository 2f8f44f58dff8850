"""Verdicts on the held affairs: ``python benchmarks/affairs.py [--json] [--verbose]``.

Each affair of ``training/affairs`` that is kept out of training becomes a library, each of its facts a
paper. Every claim is searched for and judged as a check does it, among all papers of its affair, and
its verdict set beside what the fact's writer laid down: supported, contradicted, or left open (then
*not found* is right). The other facts of an affair seldom bear on a claim, so this is close to use;
its sentences are by the hands that wrote the training facts, so it is easier than a real article.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from training.affairs import FOLDER, HELD  # noqa: E402

from sayso.checking import StanceModel  # noqa: E402
from sayso.checking.judging import SEARCHED, Bench  # noqa: E402
from sayso.library import Library  # noqa: E402
from sayso.models import Embedder, load_embedder, load_stance  # noqa: E402
from sayso.records import Document, Segment, Verdict  # noqa: E402

EXPECTED = {
    "supported": Verdict.SUPPORTED,
    "contradicted": Verdict.CONTRADICTED,
    "neutral": Verdict.NOT_FOUND,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--verbose", action="store_true", help="print each claim that came out otherwise")
    options = parser.parse_args()
    table = measured(load_stance(), load_embedder(), options.verbose)
    print(json.dumps(table, indent=1) if options.json else shown(table))


def measured(model: StanceModel, embedder: Embedder, verbose: bool = False) -> dict[str, dict[str, int]]:
    """For each label of the facts how many claims got each verdict."""
    counts = {label: Counter[str]() for label in EXPECTED}
    for facts in _affairs():
        library = Library(embedder)
        library.add(_paper(fact, number) for number, fact in enumerate(facts))
        asked = [(label, claim) for fact in facts for label in EXPECTED for claim in fact[label]]
        bench = Bench(library, model)
        found = library.search([claim for _, claim in asked], SEARCHED)
        inquiries = [
            bench.open(claim, None, hits) for (_, claim), hits in zip(asked, found, strict=True)
        ]
        bench.judge(inquiries)
        for (label, claim), inquiry in zip(asked, inquiries, strict=True):
            finding = bench.find(inquiry, "the papers")
            counts[label][finding.verdict.value] += 1
            if verbose and finding.verdict is not EXPECTED[label]:
                shown_words = finding.evidence[0].text if finding.evidence else ""
                print(f"{label}: {finding.verdict.value} ({finding.check} {finding.confidence})\n"
                      f"    {claim}\n    {' '.join(shown_words.split())}")  # fmt: skip
    return {label: dict(sorted(counted.items())) for label, counted in counts.items()}


def shown(table: dict[str, dict[str, int]]) -> str:
    """The table as Markdown, and how often each verdict is right."""
    verdicts = [verdict.value for verdict in Verdict]
    lines = ["| written as | " + " | ".join(verdicts) + " |", "|---" * (len(verdicts) + 1) + "|"]
    for label, counted in table.items():
        lines.append(f"| {label} | " + " | ".join(str(counted.get(v, 0)) for v in verdicts) + " |")
    for label in ("supported", "contradicted"):
        given = sum(counted.get(label, 0) for counted in table.values())
        right = table[label].get(label, 0)
        lines.append(f"\n*{label}* is right {right} times of {given}; given to {right} of "
                     f"{sum(table[label].values())}.")  # fmt: skip
    return "\n".join(lines)


def _affairs() -> Iterator[list[dict[str, Any]]]:
    facts = [
        json.loads(line)
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    for name in sorted(HELD):
        yield [fact for fact in facts if fact["affair"] == name]


def _paper(fact: dict[str, Any], number: int) -> Document:
    """The fact's first passage as a paper of its own."""
    text = fact["passages"][0]
    sha256 = hashlib.sha256(f"{number} {text}".encode()).hexdigest()
    day = date.fromisoformat(fact["date"]) if fact["date"] else None
    segment = Segment(0, len(text), speaker=fact["speaker"], date=day)
    return Document(
        sha256[:12], f"{number}.txt", sha256, "text/plain", text, title=fact["title"], date=day,
        segments=(segment,),
    )  # fmt: skip


if __name__ == "__main__":
    main()
