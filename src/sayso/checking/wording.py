"""The words of a text as a quotation is held to them: letters, digits and order, nothing else.

Case, accents, marks, hyphens, line ends, short forms and the writing of a thousand are typography.
In a scan, letters that look alike are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.records import Document

_APOSTROPHE = "'’‘`´ʼ"
#: A hyphen inside a word, at a line end or not, with the marks of a quoted mail's next line.
_HYPHEN = r"(?:[-\u00ad\u2010\u2011\u200b]|[-\u00ad\u2010][^\S\n]*\n[>|\s]*)"
_WORD = re.compile(
    rf"(?P<money>[$£€₹]\s?)?(?P<number>\d+(?:[.,]\d+)*)(?(money)(?P<scale>\s?(?:[kmb]n?\b|thousand|million|billion|trillion))?)"
    rf"|(?P<sign>[%&])|[^\W_]+(?:(?:[{_APOSTROPHE}]|{_HYPHEN})[^\W_]+)*"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?")
_SIGNS = {"%": ["per", "cent"], "&": ["and"]}
_MONEY = {"$": "dollars", "£": "pounds", "€": "euros", "₹": "rupees"}
_SHORT_SCALES = {"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion"}
#: Short forms and what they are short for.
_LONG = {
    "cannot": "can not", "can't": "can not", "won't": "will not", "shan't": "shall not",
    "let's": "let us", "i'm": "i am", "gonna": "going to", "wanna": "want to", "percent": "per cent",
    "ok": "okay", "mr": "mister",
}  # fmt: skip
#: "'d" and "'s" are short for more than one word: they stay, and are equal to each (``same_word``).
_ENDINGS = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " 'd"))
_BEFORE_IS = frozenset("it that there what he she who here where how this".split())
_EITHER = {"'d": {"would", "had", "did"}, "'s": {"is", "has"}}
#: What a reader of scans takes for one another; only words with a letter are folded.
_LOOKALIKES = (("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("rn", "m"), ("vv", "w"), ("cl", "d"))
_SCAN = re.compile(r"\b(?:ocr|scan|scanned|tesseract)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its folded form and its place. ``name`` is true for a capital in mid-sentence."""

    form: str
    start: int
    end: int
    name: bool = False


def words_of(text: str, start: int = 0, end: int | None = None, *, scan: bool = False) -> list[Word]:
    """The words of ``text[start:end]``. A short form gives two words with one place."""
    found: list[Word] = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        for form in _forms(match):
            name = match.group()[0].isupper() and form != "i" and _in_sentence(text, match.start())
            found.append(Word(_as_scanned(form) if scan else form, match.start(), match.end(), name))
    return found


def forms(text: str) -> list[str]:
    """Only the folded words of ``text``."""
    return [word.form for word in words_of(text)]


def same_word(one: str, other: str) -> bool:
    """Whether two forms are one word, or one is short for the other."""
    return one == other or other in _EITHER.get(one, ()) or one in _EITHER.get(other, ())


def letters(words: Sequence[Word]) -> str:
    """The letters and digits of ``words`` run together, digits of two numbers kept apart."""
    joined = ""
    for word in words:
        both = joined[-1:].isdigit() and word.form[:1].isdigit()
        joined += (" " if both else "") + word.form
    return joined.replace("'", "")


def is_scan(document: Document) -> bool:
    """Whether the document's text was read off pictures, as far as its metadata tells."""
    told = [document.reason or "", *(f"{key} {value}" for key, value in document.metadata)]
    return any(_SCAN.search(words) for words in told)


def _forms(match: re.Match[str]) -> list[str]:
    if match["sign"]:
        return _SIGNS[match["sign"]]
    if number := match["number"]:
        plain = number.replace(",", "") if _THOUSANDS.fullmatch(number) else number
        if not match["money"]:
            return [plain]
        scale = (match["scale"] or "").strip().lower()
        return [plain, *([_SHORT_SCALES.get(scale, scale)] if scale else []), _MONEY[match["money"][0]]]
    folded = unicodedata.normalize("NFKD", match.group()).casefold()
    folded = re.sub(f"[{_APOSTROPHE}]", "'", folded)
    word = "".join(c for c in folded if c.isalnum() or c == "'")
    return _in_full(word)


def _in_full(word: str) -> list[str]:
    """"can't" as "can not": a short form says what the long one says."""
    if word in _LONG:
        return _LONG[word].split()
    for ending, full in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return (word[: -len(ending)] + full).split()
    if word.endswith("'s") and word[:-2] in _BEFORE_IS:
        return [word[:-2], "'s"]
    return [word.replace("'", "")]


def _in_sentence(text: str, place: int) -> bool:
    """Whether what stands before ``place`` is neither a sentence's end nor an opening mark."""
    before = text[max(0, place - 3) : place].rstrip(" ")
    return bool(before) and (before[-1].isalnum() or before[-1] in ",;-–’'")


def _as_scanned(form: str) -> str:
    if form.isdigit():
        return form
    for one, other in _LOOKALIKES:
        form = form.replace(one, other)
    return form
