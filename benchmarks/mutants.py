"""False claims made from true ones, and true ones said otherwise: what the mutation harness feeds.

Nothing here uses the rules that are measured: numbers, years and negations are found by this
module's own plain patterns, so that what the rules cannot read still counts against them. Every
maker takes its chances from the ``random.Random`` it is handed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
             "tenth")  # fmt: skip
_MONTH = "|".join(_MONTHS)
_YEAR = re.compile(r"(?<![\d,.$£€/-])(?:1[5-9]\d\d|20[0-4]\d)(?![\d,.]\d|s\b|[\d/%-])")
_DAY = re.compile(rf"\b(?:(?P<m1>{_MONTH}) (?P<d1>\d{{1,2}})(?=,|\b)|(?P<d2>\d{{1,2}}) (?P<m2>{_MONTH}))\b")
_DIGITS = re.compile(
    r"(?<![\w.,:/$£€#–-])(?P<money>[$£€]?)(?P<n>\d{1,3}(?:,\d{3})+|\d+)(?P<f>\.\d+)?(?![\w:/–-]|[.,]\d)"
)
#: What makes a figure a bound: moved the other way, the claim stays true.
_FLOOR = re.compile(r"\b(?:over|more than|at ?least|above|exceeding|no fewer than|no less than)\s+$", re.I)
_CEILING = re.compile(
    r"\b(?:under|less than|fewer than|below|up to|at most|no more than|as many as)\s+$", re.I
)
_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(_WORDS)})(?![\w-])", re.IGNORECASE)
_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS[1:])})\b")
_NOT = re.compile(
    r"\b(?P<aux>is|are|was|were|has|have|had|can|could|will|would|does|do|did|should|may|might|must)"
    r" not(?: yet)?\b"
)
_SHORT = re.compile(r"\b(?P<aux>is|are|was|were|has|have|had|could|would|does|do|did|should)n['’]t\b")
#: Where one "not" more makes no plain denial.
_SECOND = re.compile(
    r"\b(?:no|none|nobody|nothing|neither|nor|not|cannot|without|hardly|only|few|some|more than)\b", re.I
)
_ASKS = re.compile(r"(?:how|what|why|when|where|who|which)\b", re.I)
_DENIAL = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|cannot|without|unable|unaware|unwilling|hardly|"
    r"scarcely|seldom|rarely|yet to|far from|unsuccessfully|fail\w*|refus\w*|den(?:y|ies|ied))\b|n['’]t\b",
    re.IGNORECASE,
)
_NEVER = re.compile(r"\bnever\b")
_AUXILIARY = {"is", "are", "was", "were", "has", "have", "had", "can", "could", "will", "would",
              "may", "might", "must", "should"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and the passage that shows it, with where the two come from."""

    id: str
    claim: str
    passage: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A claim and a passage to be checked: ``kind`` of change, and whether the claim is now false."""

    kind: str
    false: bool
    claim: str
    passage: str
    origin: str


def figures_changed(pair: Pair, chance: Random) -> Iterator[Trial]:
    """One figure of the claim that the passage has too, up or down."""
    for match in _counts(pair.claim):
        if not _stands(match.group(), pair.passage):
            continue
        for way in ("up", "down"):
            before = pair.claim[: match.start()]
            if (_FLOOR if way == "down" else _CEILING).search(before):
                continue
            other = _moved(match, way, chance)
            if other is not None and not _stands(other, pair.passage):
                yield _trial(f"figure {way}", True, pair, match, other)


def ordinals_changed(pair: Pair, chance: Random) -> Iterator[Trial]:
    """"Second" to "third", where the passage has the same ordinal."""
    for match in _ORDINAL.finditer(pair.claim):
        place = _ORDINALS.index(match.group())
        other = _ORDINALS[place + chance.choice((-1, 1)) if place < 9 else 8]
        same, changed = (re.search(rf"\b{w}\b", pair.passage, re.I) for w in (match.group(), other))
        if same and not changed:
            yield _trial("ordinal", True, pair, match, other)


def dates_moved(pair: Pair, chance: Random) -> Iterator[Trial]:
    """A year, a month or a day of the claim that the passage has too, moved."""
    for match in _YEAR.finditer(pair.claim):
        # "Before 1990" stays true of 1986, so that moving it need not make it false.
        open_ended = re.search(r"\b(?:before|after|by|prior to)\s+$", pair.claim[: match.start()], re.I)
        if open_ended or not _stands(match.group(), pair.passage):
            continue
        other = str(int(match.group()) + chance.choice((-10, -7, -4, -3, -2, -1, 1, 2, 3, 4, 6, 9)))
        if not _stands(other, pair.passage):
            yield _trial("year", True, pair, match, other)
    for match in _DAY.finditer(pair.claim):
        month, day = match["m1"] or match["m2"], int(match["d1"] or match["d2"])
        if not (_stands(month, pair.passage) and _stands(str(day), pair.passage)):
            continue
        away = _MONTHS[(_MONTHS.index(month) + chance.choice((1, 2, 5, 7, 11))) % 12]
        late = (day + chance.choice((1, 2, 3, 7, 10)) - 1) % 28 + 1
        if not _stands(away, pair.passage):
            yield _trial("month", True, pair, match, match.group().replace(month, away))
        if not _stands(str(late), pair.passage):
            yield _trial("day", True, pair, match, re.sub(rf"\b{day}\b", str(late), match.group()))


def negated(pair: Pair, doc: Any) -> Iterator[Trial]:
    """"Not" put into the main clause, or the claim's "not" or "never" taken out.

    ``doc`` is the claim parsed by spaCy, which finds the main verb. A question claims nothing, and "may
    not" is no denial of "may": neither makes a false claim. Nor is a "not" taken out where the passage
    itself has no word that denies: then the claim was only to be inferred from it; nor one put in where
    a second word denies, or "some" or "more than" could be read inside or outside the "not".
    """
    if "?" in pair.claim:
        return
    taken = _NOT.search(pair.claim) or _SHORT.search(pair.claim) or _NEVER.search(pair.claim)
    if taken is not None:
        if not _DENIAL.search(pair.passage):
            return
        kept = taken.groupdict().get("aux") or ""
        claim = re.sub(" +", " ", pair.claim[: taken.start()] + kept + pair.claim[taken.end() :])
        yield Trial("not out", True, claim, pair.passage, pair.id)
        return
    if _SECOND.search(pair.claim) or _ASKS.match(pair.claim):
        return
    claim = _with_not(doc)
    if claim is not None:
        yield Trial("not in", True, claim, pair.passage, pair.id)


def _with_not(doc: Any) -> str | None:
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None or root.pos_ not in ("VERB", "AUX"):
        return None
    if not any(t.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for t in root.children):
        return None
    auxiliary = next((t for t in root.children if t.dep_ in ("aux", "auxpass")), None)
    first = auxiliary or root
    if first.lower_ in ("may", "might"):
        return None
    if first.lower_ in _AUXILIARY and (auxiliary is not None or root.lemma_ == "be"):
        return doc.text[: first.idx + len(first)] + " not" + doc.text[first.idx + len(first) :]
    if auxiliary is None and root.tag_ in ("VBD", "VBZ", "VBP") and root.pos_ == "VERB":
        helper = {"VBD": "did", "VBZ": "does", "VBP": "do"}[root.tag_]
        return doc.text[: root.idx] + f"{helper} not {root.lemma_}" + doc.text[root.idx + len(root) :]
    return None


def exchanged(pair: Pair, doc: Any) -> Iterator[Trial]:
    """Who did it and whom it was done to, exchanged, where both are names in claim and passage."""
    root = next((t for t in doc if t.dep_ == "ROOT" and t.pos_ == "VERB"), None)
    if root is None:
        return
    subject = next((t for t in root.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    thing = next((t for t in root.children if t.dep_ == "dobj"), None)
    if thing is None:
        by = next((t for t in root.children if t.dep_ == "agent"), None)
        thing = next((t for t in by.children if t.dep_ == "pobj"), None) if by is not None else None
    if subject is None or thing is None:
        return
    one, other = _name_at(doc, subject), _name_at(doc, thing)
    if not one or not other or one[0] >= other[0]:
        return
    a, b = doc.text[slice(*one)], doc.text[slice(*other)]
    if all(n.split()[-1] in pair.passage for n in (a, b)):
        text = doc.text[: one[0]] + b + doc.text[one[1] : other[0]] + a + doc.text[other[1] :]
        yield Trial("agent and patient", True, text, pair.passage, pair.id)


def _name_at(doc: Any, token: Any) -> tuple[int, int] | None:
    entity = next((e for e in doc.ents if e.start <= token.i < e.end), None)
    if entity is None or entity.label_ not in ("PERSON", "ORG", "GPE", "NORP"):
        return None
    return entity.start_char, entity.end_char


_TITLES = ("President", "Chancellor", "Governor", "Senator", "Mayor", "Secretary", "Minister",
           "Director", "Chairman", "Professor")  # fmt: skip
_TITLED = re.compile(
    rf"\b(?P<former>[Ff]ormer )?(?P<title>{'|'.join(_TITLES)}) (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)+)"
)


def role_changed(sentence: Pair, chance: Random) -> Iterator[Trial]:
    """"President X" to "former President X", "Senator X" to "Governor X", as a paper has it."""
    match = _TITLED.search(sentence.claim)
    if match is None or _stands_before(match["name"], sentence.passage):
        return
    plain = f"{match['title']} {match['name']}"
    tense = plain if match["former"] else f"former {plain}"
    other = chance.choice([t for t in _TITLES if t != match["title"]])
    yield _trial("role: former", True, sentence, match, tense)
    yield _trial("role: title", True, sentence, match, f"{match['former'] or ''}{other} {match['name']}")


def _stands_before(name: str, passage: str) -> bool:
    return passage.count(name) != 1


def put_back(claim: str, passage: str, origin: str) -> Iterator[Trial]:
    """From a claim people made false by one number: that claim, and the true one put back.

    Only where claim and passage have one year, or one other number, each, and these differ; a number
    in words, a day of a month, and one with a hyphen or a currency's sign are numbers too.
    """
    for kind, pattern in (("year", _YEAR), ("figure", _DIGITS)):
        mine = list(pattern.finditer(claim))
        theirs = {m.group() for m in pattern.finditer(passage)}
        if kind == "figure":
            mine = [m for m in mine if not _YEAR.fullmatch(m.group())]
            theirs = {t for t in theirs if not _YEAR.fullmatch(t)}
            more = {m.lstrip("$£€ ") for m in theirs} | set(
                re.findall(r"\d+(?:[,.]\d+)*", _YEAR.sub("", passage))
            )
            if len(more) > 1 or _WORD.search(passage) or any(m.group().lstrip("$£€") in more for m in mine):
                continue
        if len(mine) == 1 and len(theirs) == 1 and mine[0].group() not in theirs:
            rest = claim[: mine[0].start()] + claim[mine[0].end() :]
            if re.search(rf"\d|\b(?:{_MONTH})\b", rest):
                return  # more than this one number may be false
            [true] = theirs
            fixed = claim[: mine[0].start()] + true + claim[mine[0].end() :]
            yield Trial(f"{kind}: false by hand", True, claim, passage, origin)
            yield Trial(f"{kind}: put back", False, fixed, passage, origin)
            return


def quotation_altered(quotation: str, origin: str, chance: Random) -> Iterator[Trial]:
    """A quotation with a negation, a modal, a figure or a name changed. ``quotation`` is its words."""

    def made(kind: str, words: str) -> Trial:
        return Trial(f"quotation: {kind}", True, words, quotation, origin)

    if found := re.search(
        r"\b(is|are|was|were|will|would|can|should|have|has|do|did)\b(?! not|n['’]t)", quotation
    ):
        at = found.end()
        yield made("not in", f"{quotation[:at]} not{quotation[at:]}")
    if found := re.search(r" not\b|n['’]t\b", quotation):
        yield made("not out", quotation[: found.start()] + quotation[found.end() :])
    if found := re.search(r"\b(must|should|could|might|may|would|will|can)\b", quotation):
        other = chance.choice([w for w in ("must", "should", "could", "might", "will") if w != found.group()])
        yield made("modal", quotation[: found.start()] + other + quotation[found.end() :])
    if found := next(_counts(quotation), None):
        other_figure = _moved(found, chance.choice(("up", "down")), chance)
        if other_figure:
            yield made("figure", quotation[: found.start()] + other_figure + quotation[found.end() :])
    names = list(re.finditer(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b", quotation))
    if names:
        name = chance.choice(names)
        other = chance.choice(("Halvorsen", "Brinkley", "Tarrant", "Mendoza"))
        yield made("name", quotation[: name.start()] + other + quotation[name.end() :])


def said_otherwise(pair: Pair, chance: Random) -> Iterator[Trial]:
    """Rewrites of a true claim that keep its meaning; they must not be flagged."""
    makers: Sequence[tuple[str, Callable[[str, str, Random], str | None]]] = (
        ("figure in words", _figure_in_words), ("figure in digits", _figure_in_digits),
        ("rounded with “about”", _rounded), ("given as a bound", _bounded),
        ("date in another form", _date_form), ("short form", _short_form), ("long form", _long_form),
        ("year for day", _year_for_day),
    )  # fmt: skip
    for name, make in makers:
        claim = make(pair.claim, pair.passage, chance)
        if claim is not None and claim != pair.claim:
            yield Trial(f"rewrite: {name}", False, claim, pair.passage, pair.id)


#: Four bare digits before 1500, which may be a year: nobody rounds one.
_OLD_YEAR = re.compile(r"1[0-4]\d\d")
_QUALIFIED = re.compile(r"\b(?:about|around|over|than|least|most|nearly|under|to)\s+$")
_LABELLED = re.compile(r"(?:[A-Z][\w-]*|\b(?:number|no\.|chapter|page|episode|season|part|volume|age))\s$")
_TENS = re.compile(r"\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\s$", re.I)


def _figure_in_words(claim: str, passage: str, chance: Random) -> str | None:
    for match in _counts(claim):
        number = match.group().replace(",", "")
        if number.isdigit() and _stands(match.group(), passage):
            value = int(number)
            if 2 <= value <= 12:
                return claim[: match.start()] + _WORDS[value - 2] + claim[match.end() :]
            if value >= 1_000_000 and value % 100_000 == 0:
                return claim[: match.start()] + f"{value / 1e6:g} million" + claim[match.end() :]
    return None


def _figure_in_digits(claim: str, passage: str, chance: Random) -> str | None:
    for match in _WORD.finditer(claim):
        if _stands(match.group(), passage) and match.start() and not _TENS.search(claim[: match.start()]):
            number = _WORDS.index(match.group().lower()) + 2
            return claim[: match.start()] + str(number) + claim[match.end() :]
    return None


def _rounded(claim: str, passage: str, chance: Random) -> str | None:
    for match in _counts(claim):
        number = match.group().replace(",", "")
        if (
            _OLD_YEAR.fullmatch(match.group())
            or not number.isdigit()
            or int(number) < 101
            or not _stands(match.group(), passage)
        ):
            continue
        value = int(number)
        size = 10 ** (len(number) - 2)
        near = round(value / size) * size
        if near != value and not _QUALIFIED.search(claim[: match.start()]):
            return claim[: match.start()] + f"about {near:,}" + claim[match.end() :]
    return None


def _bounded(claim: str, passage: str, chance: Random) -> str | None:
    for match in _counts(claim):
        number = match.group().replace(",", "")
        if (
            _OLD_YEAR.fullmatch(match.group())
            or not number.isdigit()
            or int(number) < 13
            or not _stands(match.group(), passage)
        ):
            continue
        if re.search(r"(?:\bthe|[-–])\s*$", claim[: match.start()]) or _QUALIFIED.search(
            claim[: match.start()]
        ):
            continue
        value = int(number)
        size = 10 ** (len(number) - 1)
        below = (value - 1) // size * size
        if below >= value * 0.6 and not re.match(r"\s*(?:to|and|or|-|–)\s", claim[match.end() :]):
            return claim[: match.start()] + f"more than {below:,}" + claim[match.end() :]
    return None


def _date_form(claim: str, passage: str, chance: Random) -> str | None:
    match = re.search(rf"\b({_MONTH}) (\d{{1,2}}), (\d{{4}})\b", claim)
    if match:
        month, day, year = match.groups()
        form = chance.choice((f"{day} {month} {year}", f"{day} {month[:3]} {year}"))
        return claim[: match.start()] + form + claim[match.end() :]
    match = re.search(rf"\b(\d{{1,2}}) ({_MONTH}) (\d{{4}})\b", claim)
    if match:
        day, month, year = match.groups()
        return claim[: match.start()] + f"{month} {day}, {year}" + claim[match.end() :]
    return None


def _year_for_day(claim: str, passage: str, chance: Random) -> str | None:
    match = re.search(rf"\bon (?:({_MONTH}) \d{{1,2}}, (\d{{4}})|\d{{1,2}} ({_MONTH}) (\d{{4}}))\b", claim)
    if match:
        month, year = match[1] or match[3], match[2] or match[4]
        form = chance.choice((f"in {year}", f"in {month} {year}"))
        return claim[: match.start()] + form + claim[match.end() :]
    return None


def _short_form(claim: str, passage: str, chance: Random) -> str | None:
    match = re.search(r"\b(is|are|was|were|has|have|had|could|would|does|do|did|should) not\b", claim)
    return claim[: match.end(1)] + "n't" + claim[match.end() :] if match else None


def _long_form(claim: str, passage: str, chance: Random) -> str | None:
    match = _SHORT.search(claim)
    return claim[: match.end("aux")] + " not" + claim[match.end() :] if match else None


def _counts(text: str) -> Iterator[re.Match[str]]:
    """Numbers in digits or small words that are no year, day, ordinal or label."""
    days = [m.span() for m in _DAY.finditer(text)]
    for pattern in (_DIGITS, _WORD):
        for match in pattern.finditer(text):
            if _YEAR.fullmatch(match.group()) or any(a <= match.start() < b for a, b in days):
                continue
            before = text[: match.start()]
            if _LABELLED.search(before):
                continue  # "Apollo 11", "Chapter 3": a name
            if _TENS.search(before):
                continue  # "twenty five"
            if re.match(r"\s[A-Z]|['’]", text[match.end() :]):
                continue  # "Three Kingdoms", "50 Cent"
            yield match


def _moved(match: re.Match[str], way: str, chance: Random) -> str | None:
    """Another number in the same form, clearly apart: a fifth at least, or one for small counts."""
    words = match.group()
    if words.lower() in _WORDS:
        step = chance.choice((1, 2))
        place = _WORDS.index(words.lower()) + (step if way == "up" else -step)
        return _WORDS[place] if 0 <= place < len(_WORDS) else None
    mark = match.groupdict().get("money") or ""
    number = words.lstrip("$£€")
    value = float(number.replace(",", ""))
    if value <= 20 and value == int(value):
        moved = value + (chance.choice((1, 2, 3)) if way == "up" else -chance.choice((1, 2, 3)))
    else:
        factors = (1.25, 1.5, 2, 3) if way == "up" else (0.3, 0.5, 0.7, 0.8)
        moved = value * chance.choice(factors)
    if moved <= 0:
        return None
    decimals = len(number.partition(".")[2])
    shown = f"{moved:,.{decimals}f}" if "," in number else f"{moved:.{decimals}f}"
    return mark + shown if shown != number else None


def _stands(words: str, passage: str) -> bool:
    """Whether the passage has these words, a number in digits or in words, as a word of its own."""
    forms = {words, words.replace(",", "")}
    if words.lower() in _WORDS:
        forms.add(str(_WORDS.index(words.lower()) + 2))
    if words.isdigit() and 2 <= int(words) <= 12:
        forms.add(_WORDS[int(words) - 2])
    return any(re.search(rf"(?<![\w.,]){re.escape(f)}(?![\w]|[.,]\d)", passage, re.I) for f in forms)


def _trial(kind: str, false: bool, pair: Pair, match: re.Match[str], words: str) -> Trial:
    claim = pair.claim[: match.start()] + words + pair.claim[match.end() :]
    return Trial(kind, false, claim, pair.passage, pair.id)
