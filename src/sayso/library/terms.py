"""The terms of a text: its content words, folded and stemmed, with their places.

One analyser serves the words index and the comparing of claims with passages, so that what was
found by a word can be shown by that word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import tantivy

ANALYSER = "english"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?", re.UNICODE)
_STOP = frozenset(
    """a about above across after again against all almost also although always am among an and any
    are aren't as at be because been before being below between both but by can cannot could did
    do does doing done down during each either else even ever every few for from further had has
    have having he her here hers herself him himself his how however i if in into is it its
    itself just least less let like made make many may me might more most much must my myself
    neither no nor not now of off often on once one only or other our ours out over own per put
    quite rather said same say says shall she should since so some still such than that the
    their theirs them themselves then there these they this those though through thus to too
    under until up upon us very was we well were what when where whether which while who whom
    whose why will with within without would yet you your mr mrs ms miss sir told according""".split()
)


#: Forms that an English stemmer leaves apart from their verb or noun.
_IRREGULAR = {
    form: base
    for base, forms in (
        pair.split(":")
        for pair in """begin:began,begun break:broke,broken bring:brought build:built buy:bought
        catch:caught choose:chose,chosen deal:dealt draw:drew,drawn drive:drove,driven
        fall:fell,fallen feed:fed feel:felt fight:fought find:found fly:flew,flown forbid:forbade
        forget:forgot,forgotten freeze:froze,frozen get:got,gotten give:gave,given go:went,gone
        grow:grew,grown hear:heard hide:hid,hidden hold:held keep:kept know:knew,known lay:laid
        lead:led leave:left lend:lent lose:lost make:made mean:meant meet:met pay:paid ring:rang,rung
        rise:rose,risen run:ran see:saw,seen seek:sought sell:sold send:sent shake:shook,shaken
        shoot:shot sing:sang,sung sink:sank,sunk sit:sat sleep:slept speak:spoke,spoken spend:spent
        stand:stood steal:stole,stolen strike:struck sweep:swept swear:swore,sworn take:took,taken
        teach:taught tell:told think:thought throw:threw,thrown understand:understood
        wake:woke,woken wear:wore,worn win:won withdraw:withdrew,withdrawn write:wrote,written
        man:men woman:women child:children foot:feet life:lives half:halves wife:wives""".split()
    )
    for form in forms.split(",")
}


@dataclass(frozen=True, slots=True)
class Term:
    """A content word: its stem, its place, and whether it looks like a name or holds a digit."""

    stem: str
    start: int
    end: int
    name: bool
    number: bool


def analyser() -> tantivy.TextAnalyzer:
    """The words index's own analyser: simple words, lower case, accents folded, English stems."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


@lru_cache(maxsize=1)
def _shared() -> tantivy.TextAnalyzer:
    return analyser()


def analyse(text: str) -> list[str]:
    """All words of ``text`` as the words index keeps them."""
    return list(_shared().analyze(text))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The folded stem of one word."""
    plain = unicodedata.normalize("NFC", word).replace("’", "'")
    if plain.lower().endswith("'s"):
        plain = plain[:-2]
    parts = _shared().analyze(_IRREGULAR.get(plain.lower(), plain))
    return "".join(parts) if parts else plain.lower()


def is_small(word: str) -> bool:
    """Whether ``word`` is one that tells passages apart from none: "the", "said"."""
    return word.lower().replace("’", "'") in _STOP


def terms(text: str, start: int = 0, end: int | None = None) -> list[Term]:
    """The content words of ``text[start:end]`` in order; offsets are those of ``text``."""
    found = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        word = match.group()
        if is_small(word):
            continue
        number = word[0].isdigit()
        found.append(Term(stem(word), match.start(), match.end(), word[0].isupper(), number))
    return found
