"""Names that are written in more than one way: spellings that sound alike, transliterations, slips.

A name has a *spelling*, in which ways to write one sound are one letter (Qadirow, Kadyrov: kadirov),
and a *key*, the classes of its consonants (in the manner of Russell's Soundex of 1918, over a whole
name). Names of one key lie together in the words index's dictionary; which of them are near enough is
told by the distance of their spellings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

#: Letters that Unicode does not take apart, Cyrillic and Greek, each as English papers write it.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i",
        "ə": "a", "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z",
        "и": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
        "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i", "є": "ye", "ґ": "g",
        "č": "ch", "š": "sh", "ž": "zh", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
        "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
        "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "kh", "ψ": "ps", "ω": "o",
    }
)  # fmt: skip
#: Greek letters that make one sound together.
_GREEK = (
    ("ου", "ou"), ("αυ", "av"), ("ευ", "ev"), ("μπ", "b"), ("γγ", "ng"), ("γκ", "g"), ("ει", "i"),
    ("οι", "i"), ("αι", "e"),
)  # fmt: skip
_IS_GREEK = re.compile("[α-ω]")
#: Ways to write one sound, longest first. ``C`` stands for the sound of "church".
_SOUNDS = (
    ("schtsch", "s"), ("shch", "s"), ("tsch", "C"), ("sch", "s"), ("tch", "C"), ("tsh", "C"),
    ("dzh", "j"), ("chr", "hr"), ("sh", "s"), ("zh", "z"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"),
    ("dh", "d"), ("ch", "C"), ("cz", "C"), ("ck", "k"), ("tz", "C"), ("ts", "C"), ("sz", "s"),
    ("dt", "t"), ("qu", "k"), ("dj", "j"), ("dz", "j"), ("yj", "i"), ("ij", "i"), ("q", "k"),
    ("x", "ks"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
)  # fmt: skip
_SOFT_C, _DOUBLED = re.compile("c(?=[eiy])"), re.compile(r"(.)\1+")
#: The last letter of "Sarvelle", not that of "Simone".
_MUTE = re.compile(r"([^aeiou])\1e$")
_CLASSES = {
    **dict.fromkeys("bp", "p"), **dict.fromkeys("fv", "f"), **dict.fromkeys("kg", "k"),
    **dict.fromkeys("dt", "t"), **dict.fromkeys("szCj", "s"), **dict.fromkeys("mn", "n"),
    "l": "l", "r": "r",
}  # fmt: skip
_KEYS = "".join(sorted({"a", *_CLASSES.values()}))
_VOWELS = "aeiou"
#: Classes of a key that count.
_LONGEST = 6
#: Letters of the shortest name whose other spellings are looked for.
SHORTEST = 4
#: What parts of a name are joined with; "Al-Masri" is written "Almasri" too.
JOINTS = "-'’\N{NON-BREAKING HYPHEN}"
_JOINTS = str.maketrans("", "", JOINTS)

# What a difference of two spellings costs, in tenths of a letter. Set by hand on the pairs that
# tests/library/test_names.py calls known; the new ones there were written afterwards, and are what
# is reported.
_WHOLE, _ALIKE, _SWAPPED = 10, 5, 7
#: Vowels are written as one pleases, but less so where they end a name or are the first of it.
_BESIDE, _INSIDE, _OUTSIDE, _FIRST, _LAST = 2, 3, 6, 1, 2
_NEAR = {"ou": 2, "ei": 2, "ae": 3, "ao": 3, "fv": 4, "gk": 4, "Ch": _ALIKE, "ij": _ALIKE, "gh": _ALIKE}
_OTHER_VOWEL = 5
#: How much two names may be apart, by the letters of the shorter spelling (from 3, and 7 for more):
#: of a name that stands in the papers as it is written, and of one that does not.
_KNOWN, _UNKNOWN = (0, 0, 3, 4, 6), (0, 0, 5, 7, 10)


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """``word`` in small Latin letters without accents."""
    plain = unicodedata.normalize("NFC", word.lower())
    if not _IS_GREEK.search(plain):
        plain = plain.translate(_LETTERS)
    apart = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    for written, sound in _GREEK if _IS_GREEK.search(apart) else ():
        apart = apart.replace(written, sound)
    return apart.translate(_LETTERS)


@lru_cache(maxsize=65536)
def spelling(name: str) -> str:
    """``name`` with one letter for each sound, however it is written."""
    plain = _MUTE.sub(r"\1", folded(name).translate(_JOINTS))
    for written, sound in _SOUNDS:
        plain = plain.replace(written, sound)
    plain = _SOFT_C.sub("s", plain).replace("c", "k")
    return _DOUBLED.sub(r"\1", plain.replace("y", "i"))


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """The classes of the consonants of ``name``; a vowel counts where the name begins with it."""
    sounds = spelling(name)
    first = "a" if sounds and sounds[0] in _VOWELS else ""
    return (first + "".join(_CLASSES.get(sound, "") for sound in sounds))[:_LONGEST]


def keys_near(one: str) -> Iterator[str]:
    """The keys that a slip of one consonant leads to, in a fixed order, without ``one`` itself."""
    seen = {one}
    for i in range(len(one) + 1):
        for other in (
            one[:i] + one[i + 1 :],
            one[:i] + one[i + 1 : i + 2] + one[i : i + 1] + one[i + 2 :],
            *(one[:i] + k + one[i + 1 :] for k in _KEYS if i < len(one)),
            *(one[:i] + k + one[i:] for k in _KEYS if len(one) < _LONGEST),
        ):
            if other and other not in seen:
                seen.add(other)
                yield other


def near(name: str, others: Sequence[str], known: bool) -> dict[str, int]:
    """Which of ``others`` may be ``name`` written differently, and how far apart, in tenths of a letter.

    Where the name is ``known`` as it is written, only another way to write its sounds counts; where
    it is not, a slip of one letter does too, if the name is long enough to be told by the rest.
    """
    allowed = _KNOWN if known else _UNKNOWN
    own = len(spelling(name))
    left: dict[str, int] = {}
    for other in others:
        short, long = sorted((own, len(spelling(other))))
        if short >= SHORTEST - 1 and long - short <= 3:
            left[other] = allowed[min(short, len(allowed) + 2) - 3]
    apart = _distances(spelling(name), [spelling(other) for other in left])
    return {
        other: far for (other, most), far in zip(left.items(), apart, strict=True) if far <= most
    }


def alike(one: str, other: str, known: bool) -> bool:
    """Whether two names may be one, written differently; ``known`` as for ``near``."""
    return bool(near(one, [other], known))


def _distances(one: str, others: Sequence[str]) -> list[int]:
    """How far the spelling ``one`` is from each of ``others``.

    Damerau's distance of 1964 with weights, over neighbours exchanged once; all at once, a row of
    the table at a time.
    """
    if not others:
        return []
    a, b = _Letters([one]), _Letters(others)
    falls = np.concatenate([np.zeros((len(others), 1), np.int32), np.cumsum(b.alone, axis=1)], axis=1)
    rows: list[NDArray[np.int32]] = [falls]
    for i in range(len(one)):
        change = _COSTS[a.codes[0, i], b.codes]
        vowels = (change > 0) & a.vowels[0, i] & b.vowels
        change = change + _FIRST * (vowels & (a.first[0, i] | b.first))
        change += _LAST * (vowels & (a.last[0, i] & b.last))
        row = rows[-1] + a.alone[0, i]
        row[:, 1:] = np.minimum(row[:, 1:], rows[-1][:, :-1] + change)
        if i:
            swapped = (b.codes[:, 1:] == a.codes[0, i - 1]) & (b.codes[:, :-1] == a.codes[0, i])
            exchanged = np.where(swapped, rows[-2][:, :-2] + _SWAPPED, _FAR)
            row[:, 2:] = np.minimum(row[:, 2:], exchanged)
        # Letters of the other name alone: the least over all places before, plus what lies between.
        rows.append(np.minimum.accumulate(row - falls, axis=1) + falls)
    ends = [len(other) for other in others]
    return [int(far) for far in rows[-1][np.arange(len(others)), ends]]


class _Letters:
    """Spellings as tables (n, longest): what each letter is, and what it costs to leave it out."""

    def __init__(self, spellings: Sequence[str]) -> None:
        width = max(1, *map(len, spellings))
        self.codes = np.array([[_CODES.get(c, 0) for c in s.ljust(width)] for s in spellings], np.intp)
        ends = np.array([[len(s)] for s in spellings])
        places = np.arange(width)
        self.vowels = self.codes >= _CODES["a"]
        self.first = self.vowels & (np.cumsum(self.vowels, axis=1) == 1)
        self.last = places == ends - 1
        beside = np.zeros_like(self.vowels)
        beside[:, 1:] = self.vowels[:, :-1]
        beside[:, :-1] |= self.vowels[:, 1:]
        outside = self.last | (places == 0)
        cost = np.where(beside, _BESIDE, np.where(outside, _OUTSIDE, _INSIDE))
        silent = np.where(self.codes == _CODES["h"], _BESIDE, _WHOLE)
        self.alone = np.where(self.vowels, cost, silent).astype(np.int32)


_FAR = 1000
#: Letters by their places in the table of costs, the vowels last; 0 is any other.
_CODES = {letter: place for place, letter in enumerate("bcdfghjklmnpqrstvwxyzC" + _VOWELS, 1)}


def _costs() -> NDArray[np.int32]:
    """What it costs to put one letter in the place of another."""
    table = np.full((len(_CODES) + 1, len(_CODES) + 1), _WHOLE, np.int32)
    for one, i in _CODES.items():
        for other, j in _CODES.items():
            same = _CLASSES.get(one)
            if one == other:
                table[i, j] = 0
            elif one in _VOWELS and other in _VOWELS:
                table[i, j] = _OTHER_VOWEL
            elif same is not None and same == _CLASSES.get(other):
                table[i, j] = _ALIKE
    for pair, cost in _NEAR.items():
        i, j = (_CODES[letter] for letter in pair)
        table[i, j] = table[j, i] = cost
    return table


_COSTS = _costs()
