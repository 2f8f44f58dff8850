"""How often a saying laid to another speaker of the same paper is caught, and an honest one flagged.

    python benchmarks/sources.py [DATA] [--half tune|report] [--each N] [--misses]

A saying of PolNeAR ("X said Y", X a person by name) is laid to X, and then to Z, whom the same
article has as the source of something else. The sentence that carries Y is given, as if search and
model had found that it says the same; what is asked is whether it may stand as *X said so*.
Caught, or flagged, is what may not. No rule accuses here: that a paper has Y from another does not
show that Z never said it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.checking.evidence import evidence
from sayso.checking.sayings import Occasion, Sayings
from sayso.checking.speakers import Speakers
from sayso.checking.voices import REPORTS, voice_of
from sayso.records import Document, Finding, Passage, Source, SourceKind, Stance, Verdict
from sayso.statements.sentences import split_sentences

SEED = "sayso sources 1"
FILES = ("polnear.train.jsonl", "polnear.dev.jsonl")
_PERSON = re.compile(r"(?:[A-Z][\w.'’-]+\s){1,3}[A-Z][\w'’-]+")
#: Names of bodies and papers, which speak otherwise than a person does.
_BODY = re.compile(
    r"\b(?:The|Department|Committee|News|Post|Times|Journal|House|University|Press|Party|Campaign|Center|"
    r"Institute|Court|Police|Service|Council|Journalism|Politico|Breitbart)\b"
)


@dataclass(frozen=True, slots=True)
class SourceTrial:
    """A saying with the paper that has it: ``name`` is whom it is laid to, ``start``/``end`` the words."""

    kind: str
    false: bool
    name: str
    text: str
    start: int
    end: int
    origin: str


def trials(folder: Path, half: str, each: int = 4) -> Iterator[SourceTrial]:
    """Up to ``each`` sayings of every article of ``half``, as said and laid to another."""
    for file in FILES:
        for line in (folder / file).read_text("utf-8").splitlines():
            row = json.loads(line)
            if half == ("tune" if hashlib.sha256(row["doc_id"].encode()).digest()[0] % 2 else "report"):
                yield from _of_article(row, each)


def is_refused(trial: SourceTrial) -> bool:
    """Whether the rules refuse to let the sentence stand as a saying of the trial's ``name``."""
    paper = Document("paper", "paper", "", "text/plain", trial.text)
    start = trial.text.rfind("\n", 0, trial.start) + 1
    stop = trial.text.find("\n", trial.end)
    stop = len(trial.text) if stop < 0 else stop
    words = trial.text[start:stop]
    passage = Passage("paper", start, stop, words, words)
    sentence = next(
        (s for s in split_sentences(trial.text, start, stop) if s.start <= trial.start < s.end), None
    )
    if sentence is None:
        return True
    voice = voice_of(Source(trial.name, 0, len(trial.name), SourceKind.NAMED_PERSON))
    sayings = Sayings({"paper": paper}, lambda document, offset: passage, Speakers())
    if not sayings.speaks(voice)(passage, paper):
        return True
    found = Finding(
        Verdict.SUPPORTED, 0.9, "A passage says the same.", "stance",
        (evidence(paper, sentence.start, sentence.end, Stance.SUPPORTS, 0.9, (), passage),),
    )  # fmt: skip
    said = trial.text[trial.start : trial.end]
    settled = sayings.settled(found, said, trial.name, voice, Occasion(None, frozenset()))
    return settled.verdict is Verdict.NOT_FOUND


def _of_article(row: dict[str, object], each: int) -> Iterator[SourceTrial]:
    text, origin = str(row["text"]), str(row["doc_id"])
    chance = random.Random(f"{SEED} {origin}")
    sayings = []
    assert isinstance(row["attributions"], list)
    for one in row["attributions"]:
        source, cue, content = ([text[a:b] for a, b in one[part]] for part in ("source", "cue", "content"))
        if len(source) != 1 or not content or not REPORTS.search(" ".join(cue)):
            continue
        name = _PERSON.search(source[0])
        if name is not None and not _BODY.search(name.group()) and len(content[0].split()) >= 5:
            sayings.append((name.group(), one["content"][0]))
    names = sorted({name for name, _ in sayings})
    for name, (start, end) in chance.sample(sayings, min(each, len(sayings))):
        yield SourceTrial("source: as said", False, name, text, start, end, origin)
        others = [n for n in names if not set(n.split()) & set(name.split())]
        if others:
            yield SourceTrial("source exchanged", True, chance.choice(others), text, start, end, origin)


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--each", type=int, default=4)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    counts: dict[str, list[bool]] = {}
    for trial in trials(options.data / "attribution", options.half, options.each):
        refused = is_refused(trial)
        counts.setdefault(trial.kind, []).append(refused)
        if options.misses and refused != trial.false:
            around = " ".join(trial.text[max(0, trial.start - 120) : trial.end + 120].split())
            print(f"[{trial.kind}] {trial.name}: {around}")
    for kind, hits in sorted(counts.items()):
        print(f"{kind}: {sum(hits)} of {len(hits)} ({sum(hits) / len(hits):.1%})")


if __name__ == "__main__":
    sys.exit(main())
