"""Figures in running text: cardinals, fractions, percentages and money, in digits or in words.

A figure is read as an interval of values, because people write "more than sixty" and "a little
over one million". Dates, clock times, ordinals and reference numbers are not figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from sayso.statements.measures import measure_of

INFINITY = float("inf")


class Unit(StrEnum):
    """What a figure counts or measures."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "percentage points"
    TIME = "time"
    SHARE = "share"
    MONEY = "money"
    MEASURE = "measure"
    RANK = "rank"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: ``value`` as written, and the interval ``low``..``high`` it commits its writer to.

    ``thing`` is the noun counted (lower case), the currency or the unit; ``per`` is "year", "month", "week",
    "day" or "hour" where the figure is a rate. ``approximate`` is true for "about", "nearly" and
    their like, ``is_range`` where both ends are written ("three to five").
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    unit: Unit
    thing: str = ""
    per: str | None = None
    approximate: bool = False
    is_range: bool = False

    @property
    def bounded(self) -> bool:
        """Whether the writer gave a bound ("at least") and not a value."""
        return self.low == -INFINITY or self.high == INFINITY


_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1e3, "lakh": 1e5, "lakhs": 1e5, "million": 1e6,
    "crore": 1e7, "crores": 1e7, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_FRACTIONS = {
    "half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6,
    "eighth": 1 / 8, "tenth": 1 / 10,
}  # fmt: skip
_SYMBOLS = {"$": "dollar", "£": "pound", "€": "euro", "₹": "rupee", "¥": "yen"}
_CURRENCIES = {
    "dollar", "pound", "euro", "rupee", "yen", "crown", "franc", "mark", "peso", "krona", "krone",
    "kroner", "lira", "rand", "dinar", "dirham", "ruble", "rouble", "yuan", "won", "shilling",
    "florin", "guilder", "thaler", "ducat", "usd", "eur", "gbp", "inr", "chf", "jpy", "kronor",
    "peseta", "zloty", "baht", "shekel", "naira", "taka", "ringgit", "riyal", "cent", "penny",
}  # fmt: skip
_CODES = {"usd": "dollar", "us$": "dollar", "eur": "euro", "gbp": "pound", "inr": "rupee",
          "jpy": "yen", "rs": "rupee", "kronor": "krona", "kroner": "krone",
          "rouble": "ruble"}  # fmt: skip
_TIMES = {"second", "minute", "hour", "day", "night", "week", "fortnight", "month", "year", "decade",
          "century"}  # fmt: skip
_PER = {
    "year": "year", "annum": "year", "annually": "year", "yearly": "year", "month": "month",
    "monthly": "month", "quarter": "quarter",
    "quarterly": "quarter", "week": "week", "weekly": "week", "day": "day", "daily": "day",
    "hour": "hour",
}  # fmt: skip
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
# Qualifiers before a figure: how far the value may lie from what is written, as (low, high) given
# by functions of the value. "Nearly" and "about" allow a tenth: what careful desks use.
_AT_LEAST = r"at least|no fewer than|not fewer than|no less than|not less than|a minimum of|upwards of"
_MORE = r"more than|over|above|in excess of|exceeding|(?:a little|just|slightly) (?:over|more than|above)"
_AT_MOST = r"at most|no more than|not more than|up to|a maximum of|as many as|as much as"
_LESS = r"fewer than|less than|under|below|(?:a little|just|slightly) (?:under|less than|fewer than|below)"
_NEAR = r"nearly|almost|barely|close to|just short of|not quite|approaching"
_ABOUT = (
    r"about|around|roughly|some|approximately|approx\.?|circa|c\.|an estimated|estimated(?: at)?|"
    r"more or less|in the region of|something like|~"
)
#: What an age counts, and above which number "at the age of" no longer makes one.
AGE, _OLDEST = "age", 130
_SLIGHT = ("a little", "just", "slightly")
_AFTERWARDS = re.compile(
    r"\s*\+(?=[\s,.;)]|$)|\s+or\s+(?P<more>more|over|above)\b|\s+or\s+(?:fewer|less|under)\b|\s+or\s+so\b",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(
    rf"(?<![^\W_])(?:(?P<atleast>{_AT_LEAST})|(?P<more>{_MORE})|(?P<atmost>{_AT_MOST})|(?P<less>{_LESS})"
    rf"|(?P<near>{_NEAR})|(?P<about>{_ABOUT}))\s*(?:\bthe\s+|\ban?\s+)?$",
    re.IGNORECASE,
)

_WORDS = "|".join(sorted([*_SMALL, *_TENS], key=len, reverse=True))
_SCALE_WORDS = "|".join(sorted(_SCALES, key=len, reverse=True))
_NUMBER = re.compile(
    rf"""
    (?P<symbol>(?:\b[A-Z]{{1,3}})?[$£€₹¥]\s?|\bRs\.?\s?|\b(?:USD|EUR|GBP|INR|JPY)\s?)?
    (?:
      (?P<halfof>\b(?:(?:a\s+)?half(?:\s+an?)?|(?:a\s+)?quarter\s+of\s+an?)[\s-]+(?P<whole>{_SCALE_WORDS})\b)
     |(?P<mixed>(?:\b(?:{_WORDS})|(?<![\w.,:/-])\d+)\s+and\s+a\s+half(?:\s+(?P<mixedscale>{_SCALE_WORDS})\b)?)
     |(?P<digits>(?<![\w.,:/-])\d{{1,3}}(?:[, \u00a0\u202f]\d{{2,3}})+(?:\.\d+)?(?![\d:/])
         |(?<![\w:/-])(?:\d+(?:\.\d+)?|(?<![.,])\.\d+)(?![\d:/]))
      (?P<short>(?:mn?|bn|tn|k)\b|\s(?:mn|bn|tn)\b)?
      (?:[\s-]*(?P<scale>{_SCALE_WORDS})s?\b(?:\s+(?P<more>crores?)\b)?)?
     |\b(?P<fraction>(?:(?:a|one|two|three|four|five|seven)[\s-]+)?(?:half|third|quarter|fifth|sixth|eighth|tenth)s?
         (?=\s+(?:of|the|its|their|all|a)\b))
     |\b(?P<words>(?:(?:{_WORDS}|a(?=\s+(?:{_SCALE_WORDS})\b)|{_SCALE_WORDS}s?)
         (?:[\s-]+(?:and[\s-]+(?={_WORDS}))?)?)*(?:{_WORDS}|{_SCALE_WORDS}))\b
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PERCENT = re.compile(
    r"\s?(?:%|per\s?cent(?:age)?\b)(?P<points>[\s-]+points?\b)?|\s?(?P<basis>basis[\s-]points?|bps)\b",
    re.IGNORECASE,
)
#: What makes a number of years an age, before and after it: ages are compared with ages only.
_AGED = re.compile(r"\b(?:aged|(?:the\s+)?ages?(?:\s+of)?|turned|turns|turning)\s+(?:at\s+)?$", re.IGNORECASE)
_OLD = re.compile(r"[\s-]+years?(?:[\s-]+old\b|\s+of\s+age\b|['’]?s?\s+old\b)", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:\s+|-)(?:(?:of|the|its|their|all|those|these|other|more|separate|different|such|new)\s+)*"
    r"(?:(?P<square>square|cubic|nautical|metric|degrees)\s+)?"
    r"(?P<a>[^\W\d_][\w'’-]*)(?:\s+(?P<b>[^\W\d_][\w'’-]*))?(?:\s+(?P<c>[^\W\d_][\w'’-]*))?"
)
_RATE = re.compile(
    r"[\w\s'’-]{0,40}?\b(?:(?:a|an|per|each|every)\s+(?P<unit>year|annum|quarter|month|week|day|hour)\b"
    r"|(?P<adverb>annually|yearly|quarterly|monthly|weekly|daily)\b"
    r"|[^.;]{0,40}?\b(?:of\s+)?each\s+(?P<each>year|quarter|month|week|day)\b)",
    re.IGNORECASE,
)
_RATE_BEFORE = re.compile(r"\b(?P<adverb>annual|yearly|quarterly|monthly|weekly|daily)\s+[\w\s]{0,30}$", re.I)
_ADJECTIVES = {"annual": "year", "yearly": "year", "quarterly": "quarter", "monthly": "month",
               "weekly": "week",
               "daily": "day"}  # fmt: skip
_OPENED = re.compile(r"\b(between|from)\s+$", re.IGNORECASE)
#: A unit written to its number: "187km", "5ft", "10 °C".
_ATTACHED = re.compile(
    r"(?P<unit>km/h|kms?|kmh|kph|mph|cm|mm|ft|kgs?|lbs?|mw|gw|kwh|mwh|gwh|ha)\b|\s?(?P<degree>°\s?[CF])\b"
    r"|\s(?P<spaced>km/h|km²|km2|m²|m2|sq\s(?:km|mi|m|ft))(?!\w)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:\b(?i:no\.?|nos\.?|number|item|section|article|clause|pages?|pp?\.|room|seat|form|line|annex|"
    r"schedule|chapter|registration|paragraph|exit|grade|level|channel|highway|series|season|episode|para\.?|point|version|flight|route|gate)"
    r"|#|\b[A-Z]{1,4}-?)\s*$"
)
_NOT_A_THING = {
    "and", "or", "but", "to", "in", "on", "at", "for", "from", "with", "by", "was", "were", "is",
    "are", "had", "has", "have", "that", "which", "who", "as", "than", "a", "an", "he", "she",
    "it", "they", "we", "after", "before", "when", "while", "this", "per", "each", "every",
    "out", "could", "can", "will", "would", "did", "do", "does", "not", "be", "been", "being", "if",
    "since", "until", "during", "about", "into", "over", "under", "because", "so", "then", "there",
}  # fmt: skip


def find_figures(text: str, start: int = 0, end: int | None = None) -> list[Figure]:
    """The figures of ``text[start:end]`` in order; offsets are those of ``text``."""
    end = len(text) if end is None else end
    found = [
        figure
        for match in _NUMBER.finditer(text, start, end)
        if (figure := _figure(text, match, start, end)) is not None
    ]
    return _ranges(text, found)


def _ranges(text: str, found: list[Figure]) -> list[Figure]:
    """"Between 40 and 60", "three to five", "10-12" as one figure each."""
    joined: list[Figure] = []
    for figure in found:
        last = joined[-1] if joined else None
        if last is not None and not last.bounded and last.value != figure.value:
            between = text[last.end : figure.start].strip().lower()
            opened = _OPENED.search(text[max(0, last.start - 12) : last.start])
            dash = between in ("to", "-", "–", "—") or (between == "and" and opened)
            if last.value > figure.value and not (opened and opened.group(1).lower() == "between"):
                dash = False  # "fell from 30 to 20"
            same = last.unit is figure.unit or not last.thing
            if dash and same:
                last = _scaled(text, last, figure)
                joined[-1] = replace(
                    figure, start=last.start, value=(last.value + figure.value) / 2,
                    low=min(last.low, figure.low), high=max(last.high, figure.high),
                    approximate=True, is_range=True,
                )  # fmt: skip
                continue
        joined.append(figure)
    return joined


def _scaled(text: str, first: Figure, last: Figure) -> Figure:
    """The lower end of "0.5 to 2 billion" in the scale that only the upper one names."""
    scale = re.search(rf"\b({_SCALE_WORDS})s?\b", text[last.start : last.end], re.IGNORECASE)
    own = re.search(rf"\b(?:{_SCALE_WORDS})", text[first.start : first.end], re.IGNORECASE)
    if scale is None or own or first.value >= 1000:
        return first
    times = _SCALES[scale.group(1).lower()]
    return replace(first, value=first.value * times, low=first.low * times, high=first.high * times)


def _figure(text: str, match: re.Match[str], start: int, end: int) -> Figure | None:
    value = _value(match)
    if value is None or _is_label(text, match, start, end):
        return None
    first, last = match.start(), match.end()
    unit, thing = Unit.COUNT, ""
    percent = _PERCENT.match(text, last, end)
    bound = _AFTERWARDS.match(text, last, end)
    after = _AFTER.match(text, bound.end() if bound else last, end)
    if percent:
        last = percent.end()
        unit = Unit.POINTS if percent["points"] or percent["basis"] else Unit.PERCENT
        value = value / 100 if percent["basis"] else value
        after = _AFTER.match(text, last, end)
        thing = _thing(after) if after else ""
    elif match["symbol"]:
        unit, thing = Unit.MONEY, _currency(match["symbol"])
    elif match["fraction"]:
        unit, thing = Unit.SHARE, _thing(after) if after else ""
    elif _OLD.match(text, last, end) or (_AGED.search(text[start:first]) and value < _OLDEST):
        unit, thing = Unit.TIME, AGE
    elif attached := _ATTACHED.match(text, last, end):
        unit, thing, last = Unit.MEASURE, _written(attached), attached.end()
    elif after:
        thing = _thing(after)
        unit, named, reach = _unit(after)
        thing = named or thing
        last = reach if unit is Unit.MONEY else last
    low, high, approximate, first = _interval(text, start, first, value, match)
    if low == high and bound:
        if bound.group().endswith("so"):
            low, high, approximate = value * 0.9, value * 1.1, True
        elif bound["more"] or "+" in bound.group():
            high = INFINITY
        else:
            low = -INFINITY
    return Figure(
        first,
        last,
        value,
        low,
        high,
        unit,
        thing,
        _rate(text, start, first, last, end),
        approximate,
    )


def _unit(after: re.Match[str]) -> tuple[Unit, str, int]:
    """What the words after a number make it measure: the unit, its name ("" for a plain count), its end."""
    first = _singular(after["a"].lower().partition("-")[0])  # "a 303-mile-long road"
    whole = f"{after['square'].lower()} {first}" if after["square"] else first
    if first in _TIMES:
        return Unit.TIME, first, after.end("a")
    if (measured := measure_of(whole)) is not None and measured.dimension != "time":
        return Unit.MEASURE, whole, after.end("a")
    for group in ("a", "b", "c"):  # "crowns", "US dollars", "Indian rupees"
        word = _singular((after[group] or "").lower())
        if word in _CURRENCIES and (group == "a" or after["a"][0].isupper()):
            return Unit.MONEY, _CODES.get(word, word), after.end(group)
    return Unit.COUNT, "", after.end("a")


def _written(attached: re.Match[str]) -> str:
    return re.sub(r"(?<=°)\s", "", attached.group().strip().lower())


def _currency(symbol: str) -> str:
    plain = re.sub(r"[\s.]", "", symbol)
    return _SYMBOLS.get(plain[-1:]) or _CODES.get(plain.lower(), "rupee")


def _value(match: re.Match[str]) -> float | None:
    if match["halfof"]:
        share = 0.25 if "quarter" in match["halfof"].lower() else 0.5
        return share * _SCALES[match["whole"].lower().rstrip("s")]
    if match["mixed"]:
        first = match["mixed"].split()[0].lower()
        whole = float(first) if first.isdigit() else float(_SMALL.get(first) or _TENS.get(first) or 0)
        return (whole + 0.5) * (_SCALES[match["mixedscale"].lower()] if match["mixedscale"] else 1)
    if digits := match["digits"]:
        value = float(re.sub(r"[, \u00a0\u202f]", "", digits))
        if short := (match["short"] or "").strip().lower():
            value *= _SHORT_SCALES[short]
        if scale := match["scale"]:
            value *= _SCALES[scale.lower()] * (_SCALES["crore"] if match["more"] else 1)
        return value
    if fraction := match["fraction"]:
        parts = re.split(r"[\s-]+", fraction.lower())
        share = _FRACTIONS[parts[-1].rstrip("s") if parts[-1] != "half" else "half"]
        return share * {"a": 1}.get(parts[0], _SMALL.get(parts[0], 1))
    return _spelled(match["words"])


def _spelled(words: str) -> float | None:
    """The value of a number in words: "one hundred and twenty", "three dozen", "a million"."""
    if _SCALES.get(words.lower(), 0) >= 1000:
        return None  # "billion times": how many is not said
    total = part = 0.0
    seen = after_scale = False
    for raw in re.split(r"[\s-]+", words.lower()):
        word = raw.rstrip("s") if raw.rstrip("s") in _SCALES else raw
        if word in _SMALL or word in _TENS:
            part += _SMALL.get(word, 0) + _TENS.get(word, 0)
            seen = True
        elif word == "a":
            part, seen = 1, True
        elif word in _SCALES:
            if not seen and raw != word:
                return None  # "hundreds of", "dozens": no value
            scale = _SCALES[word]
            if scale >= 1000 and after_scale:
                total *= scale  # "two lakh crore"
            elif scale >= 1000:
                total, part = total + (part or 1) * scale, 0.0
            else:
                part = (part or 1) * scale
            seen = True
        after_scale = _SCALES.get(word, 0) >= 1000
    return total + part if seen else None


def _is_label(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether the number is part of a date, a time, an ordinal, a year or a reference."""
    before, after = text[max(start, match.start() - 14) : match.start()], text[match.end() : end]
    if match["symbol"]:
        return False
    if re.match(r"\s?(?:%|per\s?cent)", after, re.IGNORECASE):
        return False
    if match["digits"] and not (match["scale"] or match["short"]):
        plain = match["digits"]
        if re.match(rf"(?:st|nd|rd|th)\b|[-/]\d|(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\b", after, re.I):
            return True
        if re.search(rf"\b(?:{_MONTH})\.?\s+(?:\d{{1,2}}\s*(?:to|and|-|–|or)\s*)?$", before, re.I):
            return True
        if re.match(rf"\s*(?:to|and|-|–|or)\s*\d{{1,2}}\s+(?:{_MONTH})\b", after, re.I):
            return True
        if (
            re.fullmatch(r"(?:1[5-9]|20)\d\d", plain)
            and not re.match(
                r"\s+(?:people|men|women|children|tons|tonnes|crowns|dollars|euros|pounds|rows)\b",
                after,
            )
            and not (_QUALIFIER.search(before) and re.match(r"\s+[a-z]+s\b", after))
        ):
            return True
        if _REFERENCE.search(before):
            return True
        if re.match(r"\s*(?:a\.m\.|p\.m\.|am\b|pm\b|hrs\b|o['’]clock)", after, re.I):
            return True
        if re.match(r"[.)]\s", after) and (not before.strip() or before.endswith("\n")):
            return True
        if len(plain) > 1 and plain.startswith("0") and "." not in plain:
            return True
    # "one of", "no one", "the one": a pronoun far more often than a count.
    return (match["words"] or "").lower() == "one"


def _interval(
    text: str, start: int, first: int, value: float, match: re.Match[str]
) -> tuple[float, float, bool, int]:
    """What the words before the figure make of it: (low, high, approximate, start with words)."""
    window = text[max(start, first - 28) : first]
    found = _QUALIFIER.search(window)
    if not found:
        return value, value, False, first
    words = found.group(0).strip().lower()
    begin = first - len(window) + found.start()
    if found["atleast"]:
        return value, INFINITY, False, begin
    if found["more"]:
        slight = words.startswith(_SLIGHT)
        return value, (value * 1.15 if slight else INFINITY), slight, begin
    if found["atmost"]:
        return -INFINITY, value, False, begin
    if found["less"]:
        slight = words.startswith(_SLIGHT)
        return (value * 0.85 if slight else -INFINITY), value, slight, begin
    if found["near"]:
        return (
            value * 0.88,
            value * (1.1 if words.startswith("barely") else 1.02),
            True,
            begin,
        )
    return value * 0.9, value * 1.1, True, begin


def _thing(after: re.Match[str]) -> str:
    """The head of the noun phrase that follows: the last plural, else the last plain word."""
    words = []
    for group in ("a", "b", "c"):
        word = (after[group] or "").lower()
        if not word or word in _NOT_A_THING:
            break
        words.append(word)
    plural = [w for w in words if w.endswith("s") and not w.endswith(("ss", "us", "'s", "’s"))]
    return _singular(plural[0]) if plural else (words[0] if words else "")


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _rate(text: str, start: int, first: int, last: int, end: int) -> str | None:
    sentence_end = min((i for i in (text.find(". ", last, end), text.find("\n\n", last, end)) if i >= 0),
                       default=end)  # fmt: skip
    found = _RATE.match(text, last, min(sentence_end, last + 90))
    if found:
        return _PER[(found["unit"] or found["adverb"] or found["each"]).lower()]
    before = _RATE_BEFORE.search(text[max(start, first - 40) : first])
    return _ADJECTIVES[before["adverb"].lower()] if before else None


def noun_after(text: str, offset: int) -> str:
    """The noun, in the singular and lower case, of the words that follow ``offset``; "" where none."""
    after = _AFTER.match(text, offset)
    return _thing(after) if after else ""
