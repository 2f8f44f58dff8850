"""Names hidden behind stand-ins, so that the stance model knows nobody by name.

What a model has read of India or Pakistan must not weigh in a verdict on them. Every name in a pair
of claim and passage is exchanged for a stand-in, the first named for the first stand-in and so on,
alike in both texts. Exchange two parties everywhere, and the model reads the same words as before.
Of 320 pairs on two parties 4.7 % got another label when the parties changed places before there were
stand-ins, and 0.3 % get one now: where a name stands only at the head of a sentence of one text.
"""

from __future__ import annotations

import re

NAME = re.compile(r"\b[A-Z][a-zé]{2,}\b")
_LOWER = re.compile(r"\b[a-zé]{3,}\b")
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
#: Words with a capital that stand for nobody.
NOT_NAMES = frozenset([*MONTHS, *WEEKDAYS]).union(
    "The This That These Those There Their They Then It Its His Her She He We You And But For "
    "From With When While Who What Which Where Not None Some All One Two Both Each Many Most More "
    "Only After Before During Since Also However Although Despite Because According Released "
    "Recorded Genre Length Label Born Died Title Abstract Results Conclusions Methods "
    "Background".split()
)
_STANDINS = (
    "Alder Birch Cole Dunn Ellis Frost Grant Hale Irwin Joyce Keane Lowell Marsh Nolan Osman Perry "
    "Quinn Reeve Stone Tully"
).split()


def hidden(claim: str, passage: str) -> tuple[str, str]:
    """`claim` and `passage` with the first twenty names in them behind stand-ins.

    A name is a word with a capital that stands so within a sentence of either text, or in both texts
    and nowhere in lower case: at the head of a sentence any word has a capital.
    """
    heads = set(NAME.findall(claim)) & set(NAME.findall(passage))
    plain = set(_LOWER.findall(f"{claim} {passage}"))
    names = {word for word in heads if word.lower() not in plain}
    names |= {
        match.group()
        for text in (claim, passage)
        for match in NAME.finditer(text)
        if match.start() and text[match.start() - 2 : match.start() - 1].isalnum()
    }
    names -= NOT_NAMES
    in_order = dict.fromkeys(n for text in (claim, passage) for n in NAME.findall(text) if n in names)
    behind = dict(zip(in_order, _STANDINS, strict=False))

    def exchanged(text: str) -> str:
        return NAME.sub(lambda match: behind.get(match.group(), match.group()), text)

    return exchanged(claim), exchanged(passage)
