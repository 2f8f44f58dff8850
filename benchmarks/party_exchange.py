"""It takes no side: exchanging two parties' names everywhere exchanges nothing in the model's answer.

    python benchmarks/party_exchange.py

Made of sentences written for this, filled with pairs of parties that readers hold views on, and with
invented ones. Each pair of claim and passage is judged as it stands and with the two names (and
their adjectives) in each other's place in both. Aim: another label in under 1 % of the pairs, and
the median change of the highest score under 0.05.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import numpy as np

from sayso.models import StanceModel, load_stance

#: (name, adjective) of one party and of the other.
PARTIES = [
    (("India", "Indian"), ("Pakistan", "Pakistani")),
    (("Israel", "Israeli"), ("Iran", "Iranian")),
    (("Russia", "Russian"), ("Ukraine", "Ukrainian")),
    (("China", "Chinese"), ("Taiwan", "Taiwanese")),
    (("Armenia", "Armenian"), ("Azerbaijan", "Azerbaijani")),
    (("Greece", "Greek"), ("Turkey", "Turkish")),
    (("the Democrats", "Democratic"), ("the Republicans", "Republican")),
    (("Labour", "Labour"), ("the Conservatives", "Conservative")),
    (("Sarvelle", "Sarvellian"), ("Orlund", "Orlundian")),
    (("Governor Hale", "Hale"), ("Governor Okoro", "Okoro")),
]
# claim, passage. {A} and {B} are the parties, {a} and {b} their adjectives.
SENTENCES = [
    ("{A} asked {B} for a ceasefire.", "In a letter of 4 May, {A} asked {B} to stop firing at noon."),
    ("{A} asked {B} for a ceasefire.", "In a letter of 4 May, {B} asked {A} to stop firing at noon."),
    ("{A} never asked {B} for talks.", "The {a} envoy twice requested a meeting with {B} in March."),
    ("{A} rejected the offer of {B}.", "{A} turned down what {B} had put forward, the minutes show."),
    ("{A} rejected the offer of {B}.", "{A} accepted what {B} had put forward, the minutes show."),
    ("{A} broke the agreement first.", "By the log {a} troops crossed the line a day before {B} did."),
    ("{A} broke the agreement first.", "By the log {b} troops crossed the line a day before {A} did."),
    ("{A} paid {B} 40 million dollars.", "The ledger lists one payment from {A} to {B}: 40 million dollars."),
    ("{A} paid {B} 40 million dollars.", "The ledger lists one payment from {B} to {A}: 40 million dollars."),
    ("{A} won more votes than {B}.", "{A} came first with 48 per cent, {B} second with 44."),
    ("{A} won more votes than {B}.", "{B} came first with 48 per cent, {A} second with 44."),
    ("The report blames {A} for the fire.", "The commission found that the fire was started by men of {A}."),
    ("The report blames {A} for the fire.", "The commission found that the fire was started by men of {B}."),
    ("{A} and {B} signed the treaty.", "The treaty was signed by {A} and by {B} on the same evening."),
    ("{A} and {B} signed the treaty.", "{A} signed the treaty; {B} has still not done so."),
    ("{A} admitted the mistake.", "A spokesman of {A} denied that a mistake was made, and {B} agreed."),
    ("{A} lied about {B}.", "The letter mentions {A} and {B} only in its list of guests."),
    ("{A} has more tanks than {B}.", "The survey counts 310 tanks for {A} and 290 for {B}."),
    ("{A} attacked {B} at night.", "The harbour of {B} was open to {a} ships throughout the summer."),
    ("No {a} soldier entered {B}.", "Three {a} soldiers were seen inside {B} on Tuesday."),
    ("{A} wanted peace and {B} did not.", "Both {A} and {B} told the mediator that they wanted peace."),
    ("{A} hid the report from {B}.", "{A} sent the full report to {B} the same week."),
    ("{A} was the victim, not {B}.", "The court named {A} the injured party and ordered {B} to pay."),
    ("{A} was the victim, not {B}.", "The court named {B} the injured party and ordered {A} to pay."),
    ("{A} threatened to leave the talks.", "If the map stays, {A} will walk out, its envoy told {B}."),
    ("{A} spied on {B}.", "Microphones put in by {A} were found in the {b} delegation's rooms."),
    ("{A} is responsible for the delay.", "{B} asked for three more weeks, which held up the signing."),
    ("{A} agreed under pressure from {B}.", "{A} agreed of its own accord; {B} was not even informed."),
    ("{A} has apologised to {B}.", "So far there has been no apology from {A}, an aide in {B} said."),
    ("{A} bought the ships from {B}.", "The ships were built in {B} and sold to {A} in 2019."),
    ("{A} bought the ships from {B}.", "The ships were built in {A} and sold to {B} in 2019."),
    ("{A} supports the plan of {B}.", "The plan that {B} put forward has the backing of {A}."),
]  # fmt: skip


def pairs() -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Every (claim, passage) with its exchanged twin: 320 of them."""
    return [
        (_filled(sentence, one, other), _filled(sentence, other, one))
        for one, other in PARTIES
        for sentence in SENTENCES
    ]


def _filled(sentence: tuple[str, str], one: tuple[str, str], other: tuple[str, str]) -> tuple[str, str]:
    words = {"A": one[0], "a": one[1], "B": other[0], "b": other[1]}
    claim, passage = (text.format(**words) for text in sentence)
    return claim[:1].upper() + claim[1:], passage[:1].upper() + passage[1:]


def measure(model: StanceModel) -> dict[str, float]:
    """How many pairs, the share whose label changes, and the changes of the highest score."""
    made = pairs()
    first = model.judge([pair for pair, _ in made])
    second = model.judge([pair for _, pair in made])
    label = first.argmax(1)
    rows: Sequence[int] = np.arange(len(made))
    change = np.abs(first[rows, label] - second[rows, label])
    return {
        "pairs": len(made),
        "other label": float((label != second.argmax(1)).mean()),
        "median change of score": float(np.median(change)),
        "95th percentile": float(np.quantile(change, 0.95)),
    }


if __name__ == "__main__":
    json.dump(measure(load_stance()), sys.stdout, indent=1)
