"""Ordinals and numbered names in running text: "the third draft", "22nd", "exit 19", "Apollo 11"."""

from __future__ import annotations

import re

from sayso.statements.figures import Figure, Unit, noun_after

_FIRST = ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
          "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth").split()  # fmt: skip
_WORDS = {word: number for number, word in enumerate(_FIRST, 1)} | {"thirtieth": 30}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
         "eighty": 80, "ninety": 90}  # fmt: skip
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_MONTH = rf"(?:of\s+)?{_MONTHS}"
_ORDINAL = re.compile(
    rf"\b(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th)|(?:(?P<tens>{'|'.join(_TENS)})-)?"
    rf"(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))}))\b(?!\s+{_MONTH})",
    re.IGNORECASE,
)

_NO_PLACE = re.compile(r"\s*(?:of\b|later\b|ago\b|before\b|after\b|[^\s\w]|$)", re.IGNORECASE)
#: What a number after it names, and does not count.
_LABEL = re.compile(
    rf"(?:\b(?P<word>number|nos?\.|no|exit|flight|route|highway|chapter|article|section|clause|item|page|"
    r"room|gate|grade|level|channel|season|episode|part|volume|act|phase|version|platform|ward|district|"
    r"schedule|annex|paragraph|line|form|apartment|flat|unit|battalion)\s+"
    rf"|(?<=[\w,;]\s)(?P<name>(?!{_MONTHS})[A-Z][a-z]{{2,}})\s)(?P<n>\d{{1,3}})\b(?![.,:]?\d|\s*%)",
    re.IGNORECASE,
)


def find_labels(text: str) -> list[Figure]:
    """The numbers of ``text`` that name and do not count, in order; ``thing`` is the word before."""
    found = []
    for match in _LABEL.finditer(text):
        word = match["word"] or match["name"]
        if match["name"] and (not word[0].isupper() or noun_after(text, match.end())):
            continue
        thing = {"no": "number", "no.": "number", "nos.": "number"}.get(word.lower(), word.lower())
        value = float(match["n"])
        found.append(Figure(match.start("n"), match.end("n"), value, value, value, Unit.LABEL, thing))
    return found


def find_ordinals(text: str) -> list[Figure]:
    """The ordinals of ``text`` in order; days of months and fractions are left.

    ``thing`` is the word that follows, which may be no noun ("first released").
    """
    found = []
    for match in _ORDINAL.finditer(text):
        thing = noun_after(text, match.end())
        # "a third of", "a second later": no place in a row.
        if re.search(r"\b(?:a|one|per)\s+$", text[: match.start()], re.IGNORECASE) and _NO_PLACE.match(
            text, match.end()
        ):
            continue
        if match["digits"]:
            value = float(match["digits"])
        else:
            value = float(_TENS.get((match["tens"] or "").lower(), 0) + _WORDS[match["word"].lower()])
        found.append(Figure(match.start(), match.end(), value, value, value, Unit.RANK, thing))
    return found
