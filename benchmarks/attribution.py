"""How well attribution agrees with people: ``python benchmarks/attribution.py DATA_FOLDER``.

Shown are precision, recall, **F1** over characters and the share that is exact, for each role.
DATA_FOLDER holds PolNeAR as ``polnear.dev.jsonl`` (keys ``text`` and ``attributions``, each with
``source``, ``cue`` and ``content`` as lists of ``[start, end]``). Three measures, each over all
articles together:

*Characters*: for each role, every character of the text is in it or not, for the gold and for the
prediction; precision, recall and F1 over the characters. This asks how much of what is laid to
somebody is found. It is also how agreement between people is given (source .80, cue .69,
content .91, on the articles for training annotators).

*Pairs*: each predicted attribution is paired with at most one gold one, the pairs that share the
largest part of their content characters (intersection over union) first. Precision and recall
count pairs with an overlap of at least half. For the pairs, the F1 over the characters of each
role, averaged over pairs (a role that both leave empty counts 1).

*Exact*: the share of pairs in which a role is the same after white space, marks of quotation, edge
punctuation and a leading "that" are cut from both.

Everything is shown twice: for all attributions, and for *reports*, the gold attributions whose
content holds a quotation or reads as a clause (a verb of the clause is looked for by the parser).
PolNeAR annotates wishes, plans and stances with noun phrases as well, which are no reports; for
the second count, predictions paired with such gold attributions are left out rather than counted
as wrong.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sayso.language import parser
from sayso.models import Tagger, load_tagger
from sayso.records import Quotation, SourceKind, Span
from sayso.statements.attribution import Attribution, Attributor, RuleAttributor, TaggingAttributor
from sayso.statements.parsing import parse_blocks
from sayso.statements.tagged import draft_of

ROLES = ("source", "cue", "content")
PEOPLE = {"source": 0.80, "cue": 0.69, "content": 0.91}
Roles = dict[str, tuple[Span, ...]]


class Count(NamedTuple):
    """True positives, and how many were predicted and how many there are."""

    right: float = 0
    predicted: float = 0
    gold: float = 0

    def plus(self, right: float, predicted: float, gold: float) -> Count:
        """Add another count."""
        return Count(self.right + right, self.predicted + predicted, self.gold + gold)

    @property
    def precision(self) -> float:
        """The share of the predicted that is right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.predicted + self.gold
        return 2 * self.right / both if both else 0.0

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"


def paragraphs(text: str) -> list[Span]:
    """The stretches between line breaks, as a page's paragraphs come."""
    found, place = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Span(place, place + len(line)))
        place += len(line) + 1
    return found


def gold_roles(record: dict[str, Any]) -> Roles:
    return {role: tuple(Span(*one) for one in record[role]) for role in ROLES}


def predicted_roles(one: Attribution) -> Roles:
    return {
        "source": (one.source,) if one.source else (),
        "cue": (one.cue,) if one.cue else (),
        "content": one.contents,
    }


def characters(text: str, spans: Iterable[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end) if not text[place].isspace()}


def pair(text: str, gold: Sequence[Roles], predicted: Sequence[Roles]) -> list[tuple[int, int, float]]:
    """(gold, predicted, overlap) one to one, the largest overlap of content first."""
    wanted = [characters(text, one["content"]) for one in gold]
    given = [characters(text, one["content"]) for one in predicted]
    cues = [characters(text, one["cue"]) for one in gold]
    given_cues = [characters(text, one["cue"]) for one in predicted]
    options = [
        (len(a & b) / len(a | b), bool(cues[i] & given_cues[j]), -i, -j)
        for i, a in enumerate(wanted)
        for j, b in enumerate(given)
        if a & b
    ]
    found, left, right = [], set(), set()
    for overlap, _, i, j in sorted(options, reverse=True):
        if -i not in left and -j not in right:
            left.add(-i)
            right.add(-j)
            found.append((-i, -j, overlap))
    return found


def tidy(text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    words = (span.of(text).strip(" \n\t\u00a0,;:—–-.\"“”‘’'") for span in spans)
    return tuple(one.removeprefix("that ") for one in words if one)


def is_report(text: str, one: Roles, verbs: set[int]) -> bool:
    return any(
        any(mark in span.of(text) for mark in '“"') or any(v in verbs for v in range(span.start, span.end))
        for span in one["content"]
    )


def finite_verbs(text: str, blocks: Sequence[Span]) -> set[int]:
    return {
        paragraph.start_of(token)
        for paragraph in parse_blocks(text, blocks)
        for token in paragraph.doc
        if token.tag_ in {"VBD", "VBZ", "VBP", "MD"}
    }


class Tally:
    """The three measures, added up article by article."""

    def __init__(self) -> None:
        self.chars = dict.fromkeys(ROLES, Count())
        self.pairs = Count()
        self.in_pairs: dict[str, list[float]] = {role: [] for role in ROLES}
        self.exact: dict[str, list[bool]] = {role: [] for role in ROLES}

    def add(self, text: str, gold: Sequence[Roles], predicted: Sequence[Roles]) -> None:
        """Count one article in."""
        for role in ROLES:
            want = characters(text, (span for one in gold for span in one[role]))
            got = characters(text, (span for one in predicted for span in one[role]))
            self.chars[role] = self.chars[role].plus(len(want & got), len(got), len(want))
        good = [(i, j) for i, j, overlap in pair(text, gold, predicted) if overlap >= 0.5]
        self.pairs = self.pairs.plus(len(good), len(predicted), len(gold))
        for i, j in good:
            for role in ROLES:
                want, got = characters(text, gold[i][role]), characters(text, predicted[j][role])
                self.in_pairs[role].append(
                    2 * len(want & got) / (len(want) + len(got)) if want or got else 1.0
                )
                self.exact[role].append(tidy(text, gold[i][role]) == tidy(text, predicted[j][role]))

    def cells(self) -> list[str]:
        """For each role precision, recall, F1 over characters, exact; then F1 over attributions."""
        shown = []
        for role in ROLES:
            exact = sum(self.exact[role]) / max(1, len(self.exact[role]))
            chars = self.chars[role]
            shown.append(f"{chars.precision:.2f} / {chars.recall:.2f} / **{chars.f1:.3f}** / {exact:.2f}")
        return [*shown, f"{self.pairs.precision:.2f} / {self.pairs.recall:.2f} / {self.pairs.f1:.3f}"]


class TaggerAlone:
    """The tagger without any rule but those that tell where a sentence's marks end."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    def attribute(self, text: str, blocks: Sequence[Span]) -> list[Attribution]:
        """What the tagger finds from its own threshold on."""
        paragraphs = parse_blocks(text, blocks)
        reading = self._tagger.read(text, blocks)
        tagged = reading.lay(reading.cues(self._tagger.threshold))
        drafts = [draft_of(text, paragraphs, one) for one in tagged]
        return [
            Attribution(one.source, one.cue, tuple(one.contents), Quotation.NONE, SourceKind.OWN_VOICE)
            for one in drafts
            if one is not None
        ]


class Textacy:
    """textacy's direct quotations (Chartbeat Labs, Apache-2.0), each paragraph for itself."""

    def attribute(self, text: str, blocks: Sequence[Span]) -> list[Attribution]:
        """Its triples of speaker, cue and content; it looks for nothing but words in marks."""
        from textacy.extract import direct_quotations

        found = []
        for block in blocks:
            doc = parser()(block.of(text))
            try:
                quoted = list(direct_quotations(doc))
            except ValueError:  # it gives up a whole paragraph for one mark that is not closed
                continue
            for one in quoted:
                source, cue, content = (
                    Span(block.start + words[0].idx, block.start + words[-1].idx + len(words[-1].text))
                    for words in (one.speaker, one.cue, list(one.content))
                )
                found.append(Attribution(source, cue, (content,), Quotation.DIRECT, SourceKind.OWN_VOICE))
        return found


def measured(
    rows: Sequence[dict[str, Any]], attributor: Attributor
) -> tuple[Tally, Tally, float]:
    """All attributions, reports alone, and words a second (the parse counted in)."""
    everything, only_reports = Tally(), Tally()
    words, spent = 0, 0.0
    for row in rows:
        text = row["text"]
        blocks = paragraphs(text)
        gold = [one for one in map(gold_roles, row["attributions"]) if one["content"]]
        began = time.perf_counter()
        found = attributor.attribute(text, blocks)
        spent += time.perf_counter() - began
        words += len(text.split())
        predicted = [predicted_roles(one) for one in found]
        everything.add(text, gold, predicted)
        verbs = finite_verbs(text, blocks)
        keep = [is_report(text, one, verbs) for one in gold]
        other = {j for i, j, _ in pair(text, gold, predicted) if not keep[i]}
        only_reports.add(
            text,
            [one for one, kept in zip(gold, keep, strict=True) if kept],
            [one for j, one in enumerate(predicted) if j not in other],
        )
    return everything, only_reports, words / max(spent, 1e-9)


def main() -> None:
    """Print a table for all attributions and one for reports."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--part", choices=["dev", "test"], default="dev")
    options.add_argument("--both-only", action="store_true", help="rules and tagger together, no others")
    given = options.parse_args()
    file = given.folder / f"polnear.{given.part}.jsonl"
    rows = [json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()]
    tagger = load_tagger()
    methods: dict[str, Attributor] = {"rules and tagger": TaggingAttributor(tagger)}
    if not given.both_only:
        methods = {"rules": RuleAttributor(), "tagger": TaggerAlone(tagger), **methods}
        if importlib.util.find_spec("textacy") is not None:
            methods = {"textacy, direct quotations": Textacy(), **methods}
    parser()
    done = {name: measured(rows, method) for name, method in methods.items()}
    people = [f"**{PEOPLE[role]:.2f}**" for role in ROLES]
    for number, title in enumerate(("All attributions", "Reports")):
        gold = next(iter(done.values()))[number].pairs.gold
        print(f"{title} in PolNeAR {given.part} ({len(rows)} articles, {gold:.0f} attributions)\n")
        print("| | source | cue | content | attributions |\n|---|---|---|---|---|")
        if not number:
            print(f"| two people | {' | '.join(people)} | |")
        for name, tallies in done.items():
            print(f"| {name} | {' | '.join(tallies[number].cells())} |")
        print()
    if not given.both_only and "textacy, direct quotations" not in done:
        print("textacy is not installed: not measured.\n")
    speeds = "; ".join(f"{name} {speed:,.0f}" for name, (_, _, speed) in done.items())
    print(f"Words a second, parse included: {speeds}.")


if __name__ == "__main__":
    main()
