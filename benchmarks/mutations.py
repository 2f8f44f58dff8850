"""How many false claims the rules catch, and how many honest ones they flag, a passage given.

    python benchmarks/mutations.py [DATA] [--half tune|report] [--misses KIND] [--json]

True claims with the passage that shows them, from public data, are made false by one change
(``mutants.py``, ``sources.py``), and must be flagged; they themselves, rewrites that keep their meaning,
and false claims put right must not be. Claims share seven tenths of their content words with the passage:
they say it again, and are not only to be inferred from it. Rules are tuned on one half of the pairs, by a
hash of the pair; the other half is reported.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import mutants
import sources
from mutants import Pair, Trial
from sayso.checking.pairs import conflicts
from sayso.checking.quotations import Outcome, find_quotation
from sayso.language import parser
from sayso.library.terms import terms
from sayso.records import Document

#: Sets of short evidence with sentences people wrote; train and dev only, never test. The semi-automatic
#: sets are left out: pairs they call supported differ in their figures ("10,300" against "10,800").
SETS = ("train/fever_3way.dev", "train/feverous_text.dev", "train/climate_fever_pairs.all",
        "train/factcheckgpt_stance.all", "dev/fm2.dev", "dev/taxinli_mnli.mnlidev",
        "dev/lingnli.val")  # fmt: skip
_LONGEST = 800
_LEAST_SHARED = 0.7
SEED = "sayso mutations 1"
#: Checks and the kinds of trial that they answer for; the floors are asked of the first four.
CHECKS = ("figure", "date", "negation", "quotation", "role", "agent", "source")


def quotation_altered(words: str, passage: str) -> bool:
    """Whether the quotation check shows words altered, or does not find them."""
    paper = Document("paper", "paper", "", "text/plain", passage)
    found = find_quotation(words, [(paper, 0, len(passage))])
    if not found:
        return True
    return found[0].outcome is not Outcome.VERBATIM


def rules(claim: str, passage: str) -> bool:
    """Whether any rule finds the claim at odds with its passage."""
    return bool(conflicts(claim, passage))


def main() -> None:
    options = _options()
    data = options.data / "verify"
    trials = _trials(data, options.data / "attribution", options.half)
    refused: set[str] = set()
    outcomes: dict[tuple[str, str, bool], list[bool]] = defaultdict(list)
    took: list[float] = []
    for check, trial in trials:
        flag: Callable[[str, str], bool] = quotation_altered if check == "quotation" else rules
        begin = time.perf_counter()
        hit = flag(trial.claim, trial.passage)
        took.append((time.perf_counter() - begin) * 1000)
        if trial.kind == "as written" and hit:
            refused.add(trial.origin)
        if trial.kind.startswith("rewrite") and trial.origin in refused:
            continue  # flagged before it was rewritten, and counted there
        outcomes[check, trial.kind, trial.false].append(hit)
        if options.misses and re.match(options.misses, trial.kind) and hit != trial.false:
            _print_miss(trial)
    for laid in sources.trials(options.data / "attribution", options.half):
        outcomes["source", laid.kind, laid.false].append(sources.is_refused(laid))
    rows = _rows(outcomes)
    others = _others(data, options.half, options.misses)
    speed = (statistics.median(took), statistics.quantiles(took, n=20)[-1])
    if options.json:
        print(json.dumps({"rows": rows, "others": others, "ms_median": speed[0], "ms_p95": speed[1]}))
        return
    print(markdown(rows, others, speed))


def _options() -> argparse.Namespace:
    parser_ = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser_.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser_.add_argument("--half", choices=("tune", "report"), default="report")
    parser_.add_argument("--misses", help="print what went wrong in kinds that match this pattern")
    parser_.add_argument("--json", action="store_true")
    return parser_.parse_args()


def _print_miss(trial: Trial) -> None:
    print(f"[{trial.kind}] {trial.claim}\n    {' '.join(trial.passage.split())}")
    for conflict in conflicts(trial.claim, trial.passage):
        print(f"    -> {conflict.check}: {conflict.reason}")


def _half_of(name: str) -> str:
    return "tune" if hashlib.sha256(name.encode()).digest()[0] % 2 else "report"


def _pairs(data: Path, half: str, label: str) -> Iterator[Pair]:
    for name in SETS:
        path = data / f"{name}.jsonl"
        if not path.exists():
            continue
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            claim, passage = row["claim"].strip(), row["evidence"].strip()
            if row["label"] != label or len(passage) > _LONGEST or _half_of(claim) != half:
                continue
            wanted = {t.stem for t in terms(claim)}
            if wanted and len(wanted & {t.stem for t in terms(passage)}) >= _LEAST_SHARED * len(wanted):
                yield Pair(f"{name}#{row['id']}", claim, passage)


def _trials(data: Path, attribution: Path, half: str) -> Iterator[tuple[str, Trial]]:
    pairs = list(_pairs(data, half, "supported"))
    docs = parser().pipe([p.claim for p in pairs], batch_size=64)
    for pair, doc in zip(pairs, docs, strict=True):
        chance = random.Random(f"{SEED} {pair.id}")
        yield "honest", Trial("as written", False, pair.claim, pair.passage, pair.id)
        yield from (("figure", t) for t in mutants.figures_changed(pair, chance))
        yield from (("figure", t) for t in mutants.ordinals_changed(pair, chance))
        yield from (("date", t) for t in mutants.dates_moved(pair, chance))
        yield from (("negation", t) for t in mutants.negated(pair, doc))
        yield from (("agent", t) for t in mutants.exchanged(pair, doc))
        yield from (("honest", t) for t in mutants.said_otherwise(pair, chance))
    for pair in _pairs(data, half, "contradicted"):
        for trial in mutants.put_back(pair.claim, pair.passage, pair.id):
            check = "figure" if trial.kind.startswith("figure") else "date"
            yield (check if trial.false else "honest"), trial
    yield from _from_news(attribution, half)


def _from_news(folder: Path, half: str) -> Iterator[tuple[str, Trial]]:
    """Quotations and titles of PolNeAR's articles."""
    path = folder / "polnear.train.jsonl"
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines()[:400]:
        row = json.loads(line)
        if _half_of(row["doc_id"]) != half:
            continue
        chance = random.Random(f"{SEED} {row['doc_id']}")
        for match in list(re.finditer(r"“([^“”]{30,250})”", row["text"]))[:4]:
            words = match.group(1)
            around = row["text"][max(0, match.start() - 300) : match.end() + 300]
            yield "quotation", Trial("quotation: as written", False, words, around, row["doc_id"])
            typed = words.replace("’", "'").replace("—", " - ").upper()
            yield "quotation", Trial("quotation: typed otherwise", False, typed, around, row["doc_id"])
            for trial in mutants.quotation_altered(words, row["doc_id"], chance):
                yield "quotation", Trial(trial.kind, True, trial.claim, around, trial.origin)
        for sentence in re.split(r"(?<=[.!?])\s+|\n+", row["text"]):
            if 40 < len(sentence) < 300:
                for trial in mutants.role_changed(Pair(row["doc_id"], sentence, sentence), chance):
                    yield "role", trial


def _others(data: Path, half: str, misses: str | None) -> dict[str, list[int]]:
    """Pairs that people labelled neutral or contradicted: how many of them are flagged."""
    counts = {}
    for label in ("neutral", "contradicted"):
        hits = []
        for pair in _pairs(data, half, label):
            hit = rules(pair.claim, pair.passage)
            hits.append(hit)
            if hit and misses and re.match(misses, label):
                _print_miss(Trial(label, False, pair.claim, pair.passage, pair.id))
        counts[label] = [sum(hits), len(hits)]
    return counts


def _rows(outcomes: dict[tuple[str, str, bool], list[bool]]) -> list[dict[str, object]]:
    rows = []
    for check in (*CHECKS, "honest"):
        kinds = sorted(k for c, k, f in outcomes if c == check and f)
        honest = sorted(k for c, k, f in outcomes if c == check and not f)
        for false, names in ((True, kinds), (False, honest)):
            for kind in names:
                hits = outcomes[check, kind, false]
                rows.append(_row(check, kind, false, hits))
            if len(names) > 1:
                hits = [h for k in names for h in outcomes[check, k, false]]
                rows.append(_row(check, "all", false, hits))
    return rows


def _row(check: str, kind: str, false: bool, hits: list[bool]) -> dict[str, object]:
    return {"check": check, "kind": kind, "false": false, "flagged": sum(hits), "of": len(hits)}


def markdown(
    rows: Sequence[dict[str, object]], others: dict[str, list[int]], speed: tuple[float, float]
) -> str:
    """The table as docs/benchmarks.md has it."""
    lines = ["| check | claims | | flagged | of | share |", "|---|---|---|---:|---:|---:|"]
    for row in rows:
        share = 100 * int(str(row["flagged"])) / max(1, int(str(row["of"])))
        side = "false" if row["false"] else "honest"
        kind = f"**{row['kind']}**" if row["kind"] == "all" else row["kind"]
        lines.append(f"| {row['check']} | {kind} | {side} | {row['flagged']} | {row['of']} | {share:.1f} % |")
    for label, (hit, of) in others.items():
        share = 100 * hit / max(1, of)
        lines.append(f"| any | labelled {label} by people | | {hit} | {of} | {share:.1f} % |")
    lines.append("")
    lines.append(
        f"A claim-passage pair takes {speed[0]:.2f} ms (median), {speed[1]:.2f} ms (95th percentile)."
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
