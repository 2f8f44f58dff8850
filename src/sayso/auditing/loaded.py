"""Loaded words: words that judge while they report, each with a plainer one and the reason.

The list is sayso's own. A loaded word may be just the right one; it is a hint to look, no verdict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

#: Reasons, each a clause that ends "“slammed” …".
_DOUBTS = "hints that what is said is not to be believed"
_GUILT = "hints at guilt"
_SETTLES = "settles who is right"
_VIOLENCE = "makes a blow of a disagreement"
_FEELING = "reads a feeling into a speech"
_JUDGES = "judges where it describes"
_MOTIVE = "gives a motive"
_SIZE = "makes the thing greater"
_HIDDEN = "hints that something is hidden"

#: As verbs by which a source speaks, or in the article's own voice: forms, plain word, reason.
_WORDS = (
    ("claim claims claimed claiming", "say", _DOUBTS),
    ("insist insists insisted insisting", "say", _DOUBTS),
    ("purport purports purported", "say", _DOUBTS),
    ("so-called", "leave it out", _DOUBTS),
    ("supposed supposedly", "leave it out, or say who doubts it", _DOUBTS),
    ("admit admits admitted admitting", "say", _GUILT),
    ("confess confesses confessed", "say", _GUILT),
    ("concede concedes conceded", "say", _GUILT),
    ("debunk debunks debunked debunking", "dispute", _SETTLES),
    ("demolish demolishes demolished demolishing", "dispute", _SETTLES),
    ("refute refutes refuted refuting", "deny", _SETTLES),
    ("expose exposes exposed exposing", "describe", _SETTLES),
    ("unmask unmasks unmasked", "describe", _SETTLES),
    ("falsely", "say what the papers show instead", _SETTLES),
    ("slam slams slammed slamming", "criticise", _VIOLENCE),
    ("blast blasts blasted blasting", "criticise", _VIOLENCE),
    ("savage savages savaged", "criticise", _VIOLENCE),
    ("lambast lambasts lambasted lambaste lambastes", "criticise", _VIOLENCE),
    ("eviscerate eviscerates eviscerated", "criticise", _VIOLENCE),
    ("hit_back hits_back hitting_back", "answer", _VIOLENCE),
    ("fire_back fires_back fired_back", "answer", _VIOLENCE),
    ("lash_out lashes_out lashed_out lashing_out", "criticise", _VIOLENCE),
    ("rant rants ranted ranting", "speak", _FEELING),
    ("rage rages raged raging", "speak", _FEELING),
    ("gush gushes gushed gushing", "praise", _FEELING),
    ("whine whines whined whining", "complain", _FEELING),
    ("gloat gloats gloated gloating", "speak", _FEELING),
    ("sneer sneers sneered", "say", _FEELING),
    ("boast boasts boasted boasting", "say", _FEELING),
    ("brag brags bragged bragging", "say", _FEELING),
    ("beg begs begged begging", "ask", _FEELING),
    ("plead pleads pleaded pleading", "ask", _FEELING),
    ("grovel grovels grovelled groveling", "ask", _FEELING),
    ("fume fumes fumed fuming", "say", _FEELING),
    ("scramble scrambles scrambled scrambling", "haste", _FEELING),
    ("panic panicked panicking", "worry", _FEELING),
    ("regime regimes", "government", _JUDGES),
    ("crony cronies", "associate", _JUDGES),
    ("henchman henchmen", "aide", _JUDGES),
    ("mouthpiece", "spokesperson", _JUDGES),
    ("notorious infamous", "known", _JUDGES),
    ("brazen brazenly shameless shamelessly blatant blatantly", "leave it out", _JUDGES),
    ("cosy cozy", "close", _JUDGES),
    ("lavish lavishly", "costly: give the sum", _JUDGES),
    ("disgraced", "former, or say what was found", _JUDGES),
    ("embattled beleaguered", "leave it out", _JUDGES),
    ("controversial", "say who objects and why", _JUDGES),
    ("extremist extremists radical radicals", "name the view", _JUDGES),
    ("propaganda", "statement", _JUDGES),
    ("tale", "account", _DOUBTS),
    ("ploy stunt", "move", _MOTIVE),
    ("cover-up", "say what was not told, and by whom", _MOTIVE),
    ("collude colludes colluded colluding", "work together", _MOTIVE),
    ("meddle meddles meddled meddling", "act", _MOTIVE),
    ("cynical cynically", "leave it out", _MOTIVE),
    ("bombshell explosive sensational stunning shocking", "new", _SIZE),
    ("chaos mayhem", "disorder: say what happened", _SIZE),
    ("crisis", "problem: say which", _SIZE),
    ("massive", "large: give the figure", _SIZE),
    ("disaster catastrophe", "failure: say which", _SIZE),
    ("secretive shadowy murky", "private", _HIDDEN),
    ("secret", "unpublished, if it was", _HIDDEN),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A loaded word: where it stands, a plainer one, and why it is loaded, as the end of a sentence."""

    word: str
    start: int
    end: int
    instead: str
    reason: str


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, tuple[str, str]], re.Pattern[str]]:
    words = {
        form.replace("_", " "): (instead, reason)
        for forms, instead, reason in _WORDS
        for form in forms.split()
    }
    longest = sorted(words, key=len, reverse=True)
    return words, re.compile(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b", re.IGNORECASE)


#: Where a loaded word is none: "a claim for damages", "the Secret Service", "supposed to".
_PLAIN_USE = re.compile(
    r"\b(?:insurance claim|claims? for|claims? (?:board|handler|court)|claims? from|meet claims|"
    r"supposed to|secret (?:service|ballot)|official secrets|admitted to hospital|"
    r"crisis (?:line|centre|center|group|unit)|radical \w+ party)\b",
    re.IGNORECASE,
)


def find_loaded(text: str, start: int, end: int) -> list[Loaded]:
    """The loaded words in ``text[start:end]``, in order; offsets are those of ``text``."""
    words, pattern = _lexicon()
    plain = [m.span() for m in _PLAIN_USE.finditer(text, start, end)]
    return [
        Loaded(match.group(), match.start(), match.end(), *words[match.group().lower()])
        for match in pattern.finditer(text, start, end)
        if not any(a <= match.start() < b for a, b in plain)
    ]
