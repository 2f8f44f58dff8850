"""Sayings, mails and rows of tables as evidence: what papers are made of and the sets lack.

That somebody says a thing does not make it so: a passage in which X claims Y supports "X said Y",
does not speak to "Z said Y", and does not decide Y. Where a paper states that X said Y in plain
words ("said", "told"), whether it also counts for Y is left open: no pair is made of it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from sayso.models.standins import MONTHS
from training.data import CONTRADICTS, NEITHER, NOT_SUPPORTED, SUPPORTS, Pair

_FIRST = "Mara Ivo Lena Tomas Greta Samir Noor Pavel Rosa Henk Aiko Dele Marta Jonas Priya Emeka".split()
_LAST = (
    "Quill Adeyemi Brandt Castell Dorsey Ellery Farouk Grantham Holm Iwata Jarrow Kessler Lindqvist "
    "Moreau Novak Okafor Petrov Rao Salgado Tanaka Ulrich Varga Whitlock Yilmaz Zeller"
).split()
_ROLES = (
    "minister ambassador spokesman spokeswoman director chairwoman senator inspector lawyer auditor "
    "commissioner secretary colonel professor"
).split()
_BODIES = (
    "the ministry;the embassy;the company;the council;the police;the committee;the union;the court;"
    "the agency;the foreign office;the opposition;the bank"
).split(";")
_OPENERS = frozenset("The A An In On At It There They He She This These That His Her Their Some All".split())
#: Words of saying that put a thing in its speaker's mouth and leave it there.
_CLAIMS = ("claimed", "insisted", "argued", "alleged", "maintained", "suggested", "believed")
_SAYS = ("said", "told reporters", "stated", "announced", "wrote", "testified", *_CLAIMS)
_DENIES = ("denied", "rejected the claim", "dismissed the suggestion")


def speaker(rng: random.Random) -> str:
    """A person with a role, a person, or a body, invented."""
    name = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
    kind = rng.random()
    if kind < 0.3:
        return rng.choice(_BODIES)
    return f"{rng.choice(_ROLES)} {name}" if kind < 0.6 else name


def reported(pair: Pair, rng: random.Random) -> Pair:
    """`pair` told of: claim and passage, or the passage alone, become what somebody says."""
    who, other = speaker(rng), speaker(rng)
    said, content = rng.choice(_SAYS), _inside(pair.claim)
    kind = rng.random()
    if kind < 0.40:  # who says a thing that (does not) follow from what they are shown to say
        passage = _told(who, rng.choice(_SAYS), pair.passage, rng)
        return replace(pair, claim=f"{_capital(who)} {said} that {content}", passage=passage, made="saying")
    if kind < 0.60 and pair.label in (SUPPORTS, CONTRADICTS):  # their word is no proof
        passage = _told(who, rng.choice(_CLAIMS), pair.passage, rng)
        return replace(pair, passage=passage, label=NEITHER, made="hearsay")
    if kind < 0.78:  # said, but by another
        passage = _told(who, rng.choice(_SAYS), pair.passage, rng)
        claim = f"{_capital(other)} {said} that {content}"
        return replace(pair, claim=claim, passage=passage, label=NEITHER, made="other speaker")
    passage = f"{_capital(who)} {rng.choice(_DENIES)} that {_inside(pair.passage)}"
    if kind < 0.90 and pair.label == SUPPORTS:
        claim = f"{_capital(who)} {said} that {content}"
        return replace(pair, claim=claim, passage=passage, label=CONTRADICTS, made="denied")
    claim = f"{_capital(who)} denied that {_inside(pair.passage)}"
    return replace(pair, claim=claim, passage=passage, label=SUPPORTS, made="denial")


def mail(pair: Pair, rng: random.Random) -> Pair:
    """`pair`'s passage as a mail, with its claim or one on who wrote to whom and when."""
    writer, reader, other = (f"{rng.choice(_FIRST)} {rng.choice(_LAST)}" for _ in range(3))
    day, month, year = rng.randint(1, 28), rng.choice(MONTHS), rng.randint(1998, 2026)
    passage = f"From: {writer} To: {reader} Date: {day} {month} {year} {pair.passage}"
    kind = rng.random()
    if kind < 0.3:
        return replace(pair, passage=passage, made="mail")
    late = (day + rng.randint(1, 20) - 1) % 28 + 1
    claim, label = rng.choice(
        [
            (f"{writer} wrote to {reader} on {month} {day}, {year}.", SUPPORTS),
            (f"{writer} sent {reader} a message in {month} {year}.", SUPPORTS),
            (f"{reader} wrote to {writer} on {day} {month}.", NOT_SUPPORTED),
            (f"The message of {writer} to {reader} is dated {late} {month} {year}.", CONTRADICTS),
            (f"{other} wrote to {reader} on {day} {month} {year}.", NEITHER),
        ]
    )
    if label == CONTRADICTS and late == day:
        label = SUPPORTS
    return replace(pair, claim=claim, passage=passage, label=label, made="mail")


def row(rng: random.Random) -> Pair:
    """A row of a table, and a claim on it."""
    names = [f"{rng.choice(_FIRST)} {rng.choice(_LAST)}" for _ in range(3)]
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1998, 2026)
    sum_, minutes = rng.randint(2, 980) * 100, rng.randint(2, 90)
    kind = rng.choice(["call", "meeting", "payment"])
    cells = {
        "call": [
            "date",
            f"{year}-{month:02}-{day:02}",
            "caller",
            names[0],
            "called",
            names[1],
            "minutes",
            minutes,
        ],
        "meeting": [
            "date",
            f"{year}-{month:02}-{day:02}",
            "host",
            names[0],
            "guest",
            names[1],
            "place",
            "Room 4",
        ],
        "payment": [
            "date",
            f"{year}-{month:02}-{day:02}",
            "payer",
            names[0],
            "payee",
            names[1],
            "amount",
            sum_,
        ],
    }[kind]
    joint = rng.choice(["; ", ", ", " | "])
    passage = joint.join(f"{key}: {value}" for key, value in zip(cells[::2], cells[1::2], strict=True))
    verb = {"call": "called", "meeting": "received", "payment": "paid"}[kind]
    other_month = MONTHS[(month - 1 + rng.randint(1, 11)) % 12]
    options: Sequence[tuple[str, int]] = [
        (f"{names[0]} {verb} {names[1]} on {day} {MONTHS[month - 1]} {year}.", SUPPORTS),
        (f"{names[0]} {verb} {names[1]} in {MONTHS[month - 1]} {year}.", SUPPORTS),
        (f"{names[1]} {verb} {names[0]} in {MONTHS[month - 1]} {year}.", NOT_SUPPORTED),
        (f"{names[2]} {verb} {names[1]} in {MONTHS[month - 1]} {year}.", NEITHER),
        (f"The {kind} of {names[0]} and {names[1]} was in {other_month} {year}.", CONTRADICTS),
        (
            f"{names[0]} {verb} {names[1]}, for {minutes + rng.randint(1, 30)} minutes."
            if kind == "call"
            else f"The {kind} took place on {day} {MONTHS[month - 1]} {year + 1}.",
            CONTRADICTS,
        ),
    ]
    claim, label = rng.choice(options)
    return Pair("made", claim, passage, label, "row")


def _told(who: str, said: str, content: str, rng: random.Random) -> str:
    if rng.random() < 0.2:
        return f"“{content}” {who} {said}." if said in _SAYS[:6] else f"{_capital(who)} {said}: {content}"
    if rng.random() < 0.2:
        return f"According to {who}, {_inside(content)}" if said not in _CLAIMS else (
            f"{_capital(who)} {said} that {_inside(content)}"
        )  # fmt: skip
    when = rng.choice(["", "", " on Tuesday", " last month", " in a statement", " in the letter"])
    return f"{_capital(who)} {said}{when} that {_inside(content)}"


def _inside(sentence: str) -> str:
    """`sentence` as it stands after "that"."""
    first = sentence.split(" ", 1)[0]
    return sentence[:1].lower() + sentence[1:] if first in _OPENERS else sentence


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
