"""Names that are written in more than one way: spellings that sound alike, transliterations, slips.

A name has a *spelling*, in which ways to write one sound are one letter (Qadirow, Kadyrov: kadirov),
and a *key*, the classes of its consonants (in the manner of Russell's Soundex of 1918, over a whole
name). Names of one key lie together in the words index's dictionary; which of them are near enough is
told by the distance of their spellings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

#: Letters that Unicode does not take apart, and Cyrillic, each as English papers write it.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i",
        "ə": "a", "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z",
        "и": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
        "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i", "є": "ye", "ґ": "g",
        "č": "ch", "š": "sh", "ž": "zh", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
    }
)  # fmt: skip
#: Ways to write one sound, longest first. ``C`` stands for the sound of "church".
_SOUNDS = (
    ("shch", "s"), ("tsch", "C"), ("sch", "s"), ("tch", "C"), ("tsh", "C"), ("dzh", "j"), ("sh", "s"),
    ("zh", "z"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ch", "C"),
    ("cz", "C"), ("ck", "k"), ("tz", "C"), ("ts", "C"), ("sz", "s"), ("qu", "k"), ("dj", "j"),
    ("dz", "j"), ("q", "k"), ("x", "ks"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
)  # fmt: skip
_SOFT_C, _DOUBLED, _MUTE = re.compile("c(?=[eiy])"), re.compile(r"(.)\1+"), re.compile("(?<=[^aeiou])e$")
_CLASSES = {
    **dict.fromkeys("bp", "p"), **dict.fromkeys("fv", "f"), **dict.fromkeys("kg", "k"),
    **dict.fromkeys("dt", "t"), **dict.fromkeys("szCj", "s"), **dict.fromkeys("mn", "n"),
    "l": "l", "r": "r",
}  # fmt: skip
_KEYS = "".join(sorted({"a", *_CLASSES.values()}))
_VOWELS = frozenset("aeiou")
#: Classes of a key that count.
_LONGEST = 6
#: Letters of the shortest name whose other spellings are looked for.
SHORTEST = 4
#: What it costs to put one letter in another's place: vowels and a silent h are written as one
#: pleases, letters of one class are heard alike. Set by hand on the pairs of the tests.
_VOWEL, _ALIKE, _SWAPPED = 0.3, 0.5, 0.7


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """``word`` in small Latin letters without accents."""
    plain = unicodedata.normalize("NFC", word.lower()).translate(_LETTERS)
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_LETTERS)


@lru_cache(maxsize=65536)
def spelling(name: str) -> str:
    """``name`` with one letter for each sound, however it is written."""
    plain = folded(name)
    for written, sound in _SOUNDS:
        plain = plain.replace(written, sound)
    plain = _SOFT_C.sub("s", plain).replace("c", "k")
    plain = _DOUBLED.sub(r"\1", plain.replace("y", "i"))
    return _MUTE.sub("", plain) if len(plain) > SHORTEST else plain


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """The classes of the consonants of ``name``; a vowel counts where the name begins with it."""
    sounds = spelling(name)
    first = "a" if sounds[:1] in _VOWELS else ""
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


def distance(one: str, other: str) -> float:
    """How far two names are apart: edits of their spellings, each at what it changes of the sound.

    Damerau's distance of 1964 with weights, over neighbours exchanged once.
    """
    a, b = spelling(one), spelling(other)
    rows = [[0.0]]
    for letter in b:
        rows[0].append(rows[0][-1] + _alone(letter))
    for i, letter in enumerate(a, 1):
        row = [rows[-1][0] + _alone(letter)]
        for j, against in enumerate(b, 1):
            best = min(
                rows[-1][j - 1] + _instead(letter, against),
                rows[-1][j] + _alone(letter),
                row[-1] + _alone(against),
            )
            if i > 1 and j > 1 and letter == b[j - 2] and against == a[i - 2]:
                best = min(best, rows[-2][j - 2] + _SWAPPED)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def alike(one: str, other: str, known: bool) -> bool:
    """Whether two names may be one, written differently.

    Where the name is ``known`` as it is written, only another way to write its sounds counts; where
    it is not, a slip of one letter does too, if the name is long enough to be told by the rest.
    """
    short, long = sorted((len(spelling(one)), len(spelling(other))))
    if short < SHORTEST - 1 or long - short > 2:
        return False
    allowed = _VOWEL if short < SHORTEST + 1 else 2 * _VOWEL if known else 1.0
    return distance(one, other) <= allowed


def _alone(letter: str) -> float:
    return _VOWEL if letter in _VOWELS or letter == "h" else 1.0


def _instead(letter: str, other: str) -> float:
    if letter == other:
        return 0.0
    if letter in _VOWELS and other in _VOWELS:
        return _VOWEL
    if {letter, other} in ({"C", "h"}, {"i", "j"}, {"h", "g"}):
        return _ALIKE
    same = _CLASSES.get(letter)
    return _ALIKE if same is not None and same == _CLASSES.get(other) else 1.0
