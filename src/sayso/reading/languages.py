"""Which language a document is in: the one that most of its words are in, segment by segment.

English, which sayso's models read, is told by its small words, at no cost; only where they are
missing is py3langid asked, whose model takes a moment to load.
"""

from __future__ import annotations

import lzma
import re
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING

from sayso.records import Segment

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

#: ISO 639-1 codes that are told apart, with their English names.
NAMES = {
    "ar": "Arabic", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish",
    "sw": "Swahili", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
#: Small words of English that other languages hardly have.
_SMALL = frozenset(
    "the and of to that for with was were are is his her he they it not have has had been which by "
    "from this would will their our you your we as at on be or but if".split()
)
#: A segment with this share of small words is English: running English has 0.35 to 0.5 of them.
_ENGLISH = 0.2
#: How much likelier, in nats a letter, another language must be than English. Measured: running
#: Spanish, French, German, Dutch, Portuguese and Norwegian 1.6 to 3.3, Russian 10; English rows of
#: foreign names up to 0.7.
_MARGIN = 1.0
#: Letters below which nothing is told of a segment, or of a document, but of that alone.
_FEW, _ENOUGH = 12, 40
#: Characters of a document that are looked at, and of one segment.
_LOOKED, _EACH = 40_000, 1_000
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, segments: Sequence[Segment] = ()) -> str | None:
    """The ISO 639-1 code of the language that most of ``text`` is in; None where too little tells.

    By segments, each weighed by its letters, where there are any; a long text by stretches spread
    over it. What no language claims (tables of names and numbers) counts for none.
    """
    letters: dict[str, int] = {}
    open_pieces: list[tuple[str, int]] = []
    total = 0
    for piece in _pieces(text, segments):
        words = _WORD.findall(piece.lower())
        count = sum(map(len, words))
        total += count
        if words and sum(word in _SMALL for word in words) >= _ENGLISH * len(words):
            letters["en"] = letters.get("en", 0) + count
        elif count >= _FEW:
            open_pieces.append((piece, count))
    if 2 * letters.get("en", 0) >= total:
        return "en" if total >= _FEW else None
    joined = "\n".join(piece for piece, _ in open_pieces)
    if sum(count for _, count in open_pieces) < _ENOUGH or _told(joined) is None:
        return "en" if letters else None
    for piece, count in open_pieces:
        if (told := _told(piece)) is not None:
            letters[told] = letters.get(told, 0) + count
    return max(sorted(letters), key=letters.__getitem__) if letters else _told(joined)


def foreign(metadata: Sequence[tuple[str, str]]) -> str | None:
    """The code of a document's language where its metadata gives one that is not English."""
    language = dict(metadata).get("language")
    return None if language in (None, "en") else language


def language_name(code: str) -> str:
    """The English name of a language: "Spanish"."""
    return NAMES.get(code, f"another language ({code})")


def _pieces(text: str, segments: Sequence[Segment]) -> Iterator[str]:
    spans = [(s.start, s.end) for s in segments] or [
        (start, start + _EACH) for start in range(0, len(text), _EACH)
    ]
    step = max(1, -(-len(text) // _LOOKED))
    for start, end in spans[::step]:
        yield text[start : min(end, start + _EACH)]


def _told(piece: str) -> str | None:
    """What py3langid makes of a stretch, where it is clearly something or clearly English."""
    letters = sum(map(len, _WORD.findall(piece)))
    ranks = dict(_identifier().rank(piece))
    best = max(sorted(ranks), key=ranks.__getitem__)
    if best == "en" or letters == 0:
        return "en" if letters else None
    return best if float(ranks[best] - ranks["en"]) / letters >= _MARGIN else None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """py3langid's model, unpacked in memory: its own loader writes a file, which a child may not."""
    import numpy as np
    from py3langid.langid import LanguageIdentifier

    packed = resources.files("py3langid").joinpath("data/model.npz.xz").read_bytes()
    with np.load(BytesIO(lzma.decompress(packed)), allow_pickle=False) as model:
        steps, rows = (
            array("H" if part.dtype.itemsize == 2 else "I", part.tobytes())
            for part in (model["nextmove"], model["nextmove_row"])
        )
        identifier = LanguageIdentifier(
            model["ptc"], model["pc"], model["classes"].tolist(), steps, model["out_feat"].tolist(),
            tk_row=rows,
        )  # fmt: skip
    identifier.set_languages(sorted(NAMES))
    return identifier
