"""How far a text puts two events apart: "three weeks before the first strike", "within 48 hours of".

A spacing has the words of the event that is placed, those of the event it is placed by, and how
many days lie between as people use the words. Where the second event is not named ("a week later")
its words are empty: it is the time last spoken of.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_COUNTS = {
    word: number
    for number, words in enumerate(
        ["", "a an one", "two couple", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
         "nineteen", "twenty"])
    for word in words.split()
} | {"thirty": 30, "forty": 40, "forty-eight": 48, "fifty": 50, "sixty": 60, "ninety": 90}  # fmt: skip
#: Days of a unit; the slack a reader gives it, in days: within the first it is so, past the second
#: it is plainly not, and between them nothing is said.
_UNITS = {
    "hour": (1 / 24, 0.0, 1.0), "day": (1, 0.0, 1.0), "week": (7, 3.0, 6.0), "fortnight": (14, 3.0, 6.0),
    "month": (30.44, 10.0, 25.0), "year": (365.2425, 100.0, 250.0),
}  # fmt: skip
_MORE = {"more than", "over", "at least", "no less than", "not less than", "well over"}
_LESS = {"less than", "under", "within", "inside", "no more than", "at most", "not more than", "up to",
         "in under"}  # fmt: skip
_LOOSE = {"about", "around", "some", "roughly", "nearly", "almost", "barely", "just over", "just under",
          "just", "only", "little more than", "a little over", "approximately"}  # fmt: skip
_LEADS = sorted(_MORE | _LESS | _LOOSE, key=len, reverse=True)
_COUNT = rf"\d{{1,3}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))}"
_LENGTH = (
    rf"(?:(?P<lead>{'|'.join(_LEADS)}|exactly|precisely)\s+)?(?:a\s+(?=couple))?"
    rf"(?:(?P<count>{_COUNT})[\s-]+(?:of\s+)?|(?<![a-z]))(?P<unit>{'|'.join(_UNITS)})s?"
    r"(?:\s*,?\s*(?P<exact>to the day))?"
)
_BY = r"before|after|ahead of|prior to|following|later than|earlier than"
_AWAY = r"later|earlier|afterwards?|beforehand|previously|on"
_PLACED = re.compile(
    rf"\b{_LENGTH}\s+(?P<way>{_BY})\s+(?=[^\W\d_“\"'’]|\d)", re.IGNORECASE
)
_WITHIN = re.compile(
    rf"\b(?P<lead0>within|inside|in under|less than)\s+{_LENGTH}\s+of\s+(?=\w)", re.IGNORECASE
)
_DISTANT = re.compile(
    rf"\b{_LENGTH}\s+(?P<way>{_AWAY})\b(?!\s+(?:in|this|that|next)\b)"
    r"|\bthe\s+(?:very\s+)?(?P<next>following|next|same|previous|preceding)\s+(?P<nextunit>day|morning|afternoon|evening|night)\b"
    r"|\bthe\s+(?P<beside>day|morning|evening|night)\s+(?P<side>before|after)\b(?=\s*(?:[,.;]|$))",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:on\s+)?the\s+(?P<same>very\s+day|same\s+day|day|morning|evening|night)\s+"
    r"(?P<side>before|after|that|when|as|on\s+which|(?=(?:the|its?|his|her|their|he|she|they|we)\s))\s*"
    r"(?=[^\W\d_])",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?P<way>before|after|by the time(?:\s+that)?|prior to|ahead of)\s+"
    r"(?!that\b|then\b|long\b|all\b|this\b|now\b|it\b(?!\s+\w)|him\b|her\b(?!\s+\w)|them\b|the\s+\w+\s+committee\b)(?=[^\W\d_])",
    re.IGNORECASE,
)
#: Where the words of an event end.
_BREAK = re.compile(r"[;:()\n]|[,.](?:\s|$)|\s[–—-]\s|\bbut\b|\bwhile\b")
#: A subject that opens the main clause where no comma does: "after clearing his desk he was …".
_SUBJECT = re.compile(r"\s(?=(?:he|she|they|it|we|I)\s+(?!and\b)[a-z])")
_FULL_STOP = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
_OPEN = float("inf")


@dataclass(frozen=True, slots=True)
class Spacing:
    """Two events and the days between; ``start..end`` are the words that say how many.

    ``event`` is placed so that it lies ``low..high`` days after ``by`` (negative: before it).
    ``slack`` widens this where it is still so, ``far`` where it is not plainly wrong. ``months`` is
    set where calendar months or years must fit to the day. ``counted`` is false for bare order.
    """

    start: int
    end: int
    event: str
    by: str
    low: float
    high: float
    slack: float
    far: float
    months: int | None = None
    counted: bool = True

    def fits(self, by: tuple[date, date], event: tuple[date, date]) -> bool:
        """Whether the event, between two days, may lie where it is put, the other being between two."""
        if self.months is not None:
            return by[0] == by[1] and event == (shifted(by[0], self.months),) * 2
        least, most = (event[0] - by[1]).days, (event[1] - by[0]).days
        if not self.counted and (least < self.low < most or least <= 0 <= most):
            return False  # days that may lie either way round show no order
        return least <= self.high + self.slack and most >= self.low - self.slack

    def is_off(self, by: tuple[date, date], event: tuple[date, date]) -> bool:
        """Whether wherever in their days the two lie, they are plainly not so far apart."""
        least, most = (event[0] - by[1]).days, (event[1] - by[0]).days
        if self.months is not None:
            due = shifted(by[0], self.months)
            return by[0] == by[1] and not event[0] - timedelta(1) <= due <= event[1] + timedelta(1)
        return least > self.high + self.far or most < self.low - self.far


def shifted(day: date, months: int) -> date:
    """The same day so many calendar months on, or the last of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def find_spacings(text: str) -> list[Spacing]:
    """The spacings of ``text`` in order, no word in two of them; plain order only where nothing counts."""
    found: list[Spacing] = []
    for pattern in (_PLACED, _WITHIN, _BESIDE, _DISTANT):
        for match in pattern.finditer(text):
            if any(s.start < match.end() and match.start() < s.end for s in found):
                continue
            spacing = _counted(text, match)
            if spacing is not None:
                found.append(spacing)
    if not found:
        orders = list(_ORDER.finditer(text))
        if len(orders) == 1 and (spacing := _ordered(text, orders[0])) is not None:
            found.append(spacing)
    return sorted(found, key=lambda s: s.start)


def _counted(text: str, match: re.Match[str]) -> Spacing | None:
    group = match.groupdict()
    named = [group.get(name) for name in ("way", "side", "next")]
    way = next((word for word in named if word is not None), "after").lower()
    sign = -1 if way in ("before", "earlier", "ahead of", "prior to", "previously", "beforehand", "previous",
                         "preceding", "earlier than") else 1  # fmt: skip
    distant = bool(match.re is _DISTANT)
    event, by = _around(text, match, bool(distant))
    if not event or not (by or distant):
        return None
    if group.get("unit") is None:  # a day beside, or the same
        step = 0 if way in ("", "that", "when", "as", "same", "on which") or way.startswith("on ") else sign
        return Spacing(*match.span(), event, by, step, step, 0.0, 1.0)
    days, slack, far = _UNITS[group["unit"].lower()]
    words = (group["count"] or "").lower()
    count = int(words) if words.isdigit() else _COUNTS.get(words, 0)
    lead = " ".join((group.get("lead0") or group["lead"] or "").lower().split())
    if group["lead"] and group.get("lead0") is None and lead in ("exactly", "precisely"):
        slack /= 2
    if not count:
        if group["unit"].lower() == "fortnight" or not text[match.start("unit") :].lower().startswith(
            f"{group['unit'].lower()}s"
        ):
            return None  # "day before": nothing counted
        low, high, slack, far = 2 * days, 20 * days, days, _OPEN
    else:
        low = high = count * days
        if group["unit"].lower() == "day" and count > 7:
            slack, far = 1.0, max(2.0, count / 10)
        if group["unit"].lower() == "hour" and count < 24:
            return None
        if group["unit"].lower() == "month":
            far = min(far, 14 + 4 * count)
        far = max(far, low / 5) if group["unit"].lower() not in ("day", "hour") else far
        if lead in _MORE:
            high, slack = 2 * low, 0.0 if days <= 1 else slack / 2
        elif lead in _LESS:
            low, slack = 0.0, 0.0
        elif lead in _LOOSE:
            slack, far = slack * 1.5 + 1, far * 1.5 + 2
    months = None
    if group["exact"] and group["unit"].lower() in ("month", "year"):
        months = sign * count * (12 if group["unit"].lower() == "year" else 1)
    if lead in _MORE:
        return _signed(match, event, by, sign, (low, high), (slack, far), months, open_end=True)
    return _signed(match, event, by, sign, (low, high), (slack, far), months)


def _signed(
    match: re.Match[str], event: str, by: str, sign: int, days: tuple[float, float],
    slacks: tuple[float, float], months: int | None, open_end: bool = False,
) -> Spacing:  # fmt: skip
    low, high = days if sign > 0 else (-days[1], -days[0])
    if open_end:
        low, high = (low, _OPEN) if sign > 0 else (-_OPEN, high)
    return Spacing(*match.span(), event, by, low, high, *slacks, months)


def _ordered(text: str, match: re.Match[str]) -> Spacing | None:
    event, by = _around(text, match, False)
    if not event or not by:
        return None
    before = not match["way"].lower().startswith("after")
    low, high = (-_OPEN, 0.0) if before else (0.0, _OPEN)
    return Spacing(*match.span(), event, by, low, high, 0.0, 0.0, counted=False)


def _around(text: str, match: re.Match[str], distant: bool) -> tuple[str, str]:
    """The words of the event placed, and of the one it is placed by; "" where there are none."""
    first, last = _sentence(text, match.start())
    lead, rest = text[first : match.start()], text[match.end() : last]
    if distant:
        stops = list(_BREAK.finditer(lead))
        head = lead[stops[-1].end() :] if stops else lead
        return _clean(f"{head} {rest}"), ""
    stop = _BREAK.search(rest)
    subject = _SUBJECT.search(rest, 3)
    if subject is not None and (stop is None or subject.start() < stop.start()) and _opens(lead):
        return _clean(rest[subject.end() :]), _clean(rest[: subject.start()])
    by = rest[: stop.start()] if stop else rest
    if _opens(lead):
        return (_clean(rest[stop.end() :]) if stop else ""), _clean(by)
    lead = lead.rstrip(" ,;—–")
    stops = [
        s for s in _BREAK.finditer(lead)
        if s.group()[0] in ";:\n—–" or s.group().strip() in ("but", "while")
    ]  # fmt: skip
    return _clean(lead[stops[-1].end() :] if stops else lead), _clean(by)


def _opens(lead: str) -> bool:
    """Whether nothing of a clause stands before: the head of a sentence, or what follows a break."""
    bare = lead.rstrip(" “\"'")
    return not re.search(r"\w", lead) or bare.endswith((";", ":", "—", "–")) or bool(
        re.search(r"(?:,|;|^)\s*(?:and|but|then|only|just|that|in fact|and then)$", bare, re.IGNORECASE)
    )


def _sentence(text: str, place: int) -> tuple[int, int]:
    stops = [m.start() for m in _FULL_STOP.finditer(text)]
    first = max((s for s in stops if s <= place), default=0)
    return first, min((s for s in stops if s > place), default=len(text))


def _clean(words: str) -> str:
    return words.strip(" ,;:.—–“”\"'\n")
