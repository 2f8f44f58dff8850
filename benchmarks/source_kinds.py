"""How well kinds of source are told: ``python benchmarks/source_kinds.py DATA_FOLDER [--half held]``.

DATA_FOLDER holds ``polnear.dev.jsonl``. Each attribution that people marked is handed to the part
that settles a source's kind, in the order of the text, and its answer is compared with the labels
in ``source_kinds.jsonl``; ``source_kinds.md`` says how they were given.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from sayso.models.tagging import Tagged
from sayso.records import SourceKind, Span
from sayso.statements.antecedents import Antecedents
from sayso.statements.parsing import parse_blocks
from sayso.statements.tagged import draft_of

LABELS = Path(__file__).parent / "source_kinds.jsonl"
KINDS = [kind.value for kind in SourceKind]
Key = tuple[str, int, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=["tune", "held"], help="only this half of the labels")
    parser.add_argument("--verbose", action="store_true", help="each wrong answer, with its words")
    options = parser.parse_args()
    labels = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    rows = (options.folder / "polnear.dev.jsonl").read_text("utf-8").split("\n")
    wanted = {one["doc_id"] for one in labels}
    answers: dict[Key, str] = {}
    texts: dict[str, str] = {}
    for row in (json.loads(line) for line in rows if line.strip()):
        if row["doc_id"] in wanted:
            answers |= answers_of(row)
            texts[row["doc_id"]] = row["text"]
    table: Counter[tuple[str, str]] = Counter()
    for one in labels:
        if one["kind"] == "unclear" or options.half not in (None, one["half"]):
            continue
        given = answers.get((one["doc_id"], *one["source"]), "none")
        table[one["kind"], given] += 1
        if options.verbose and given != right_answer(one["kind"]):
            start, end = one["source"]
            words = texts[one["doc_id"]]
            print(f"{one['kind']:>18} {given:>18}  {words[max(0, start - 60) : start]!r} "
                  f"[{words[start:end]}] {words[end : end + 40]!r}")  # fmt: skip
    print("\n".join(lines(table)))


def answers_of(row: dict[str, Any]) -> dict[Key, str]:
    """The kind that is told for each attribution of an article, by the place of its source."""
    text = row["text"]
    blocks, place = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Span(place, place + len(line)))
        place += len(line) + 1
    paragraphs = parse_blocks(text, blocks)
    drafts = []
    for one in row["attributions"]:
        if one["source"] and one["cue"] and one["content"]:
            spans = {role: [Span(*span) for span in one[role]] for role in ("source", "cue", "content")}
            tagged = Tagged(spans["cue"][0], 1.0, spans["source"][0], tuple(spans["content"]))
            draft = draft_of(text, paragraphs, tagged)
            if draft is not None:
                drafts.append((draft, (row["doc_id"], *one["source"][0])))
    antecedents = Antecedents(paragraphs)
    found = {}
    for draft, key in sorted(drafts, key=lambda pair: pair[0].anchor):
        found[key] = antecedents.settle(draft)[0].value
    return found


def right_answer(label: str) -> str:
    """The kind of the program's eight that is right for a label."""
    return SourceKind.OBSERVERS_UNNAMED.value if label == "people_unnamed" else label


def lines(table: Counter[tuple[str, str]]) -> list[str]:
    """The confusion table as Markdown, with the share that is right."""
    given = [*KINDS, *sorted({answer for _, answer in table} - set(KINDS))]
    head = f"| labelled | {' | '.join(given)} | right |"
    shown = [head, "|---" * (len(given) + 2) + "|"]
    right = total = 0
    shares = []
    for label in sorted({label for label, _ in table}):
        counts = [table[label, answer] for answer in given]
        good, all_ = table[label, right_answer(label)], sum(counts)
        right, total = right + good, total + all_
        shares.append(good / all_)
        shown.append(f"| {label} | {' | '.join(map(str, counts))} | {good} of {all_} |")
    mean = sum(shares) / max(1, len(shares))
    shown.append(f"\n{right} of {total} right ({right / max(1, total):.3f}); mean over labels {mean:.3f}")
    return shown


if __name__ == "__main__":
    main()
