"""Whose words a passage is: the question behind every *say*.

A person speaks where the paper has them as speaker, or where its own sentence reports them. A body
speaks in papers that carry its name at their head.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.library.terms import terms
from sayso.records import Document, Passage, Source, SourceKind
from sayso.statements.roles import HEADS, may_be_one

#: Words by which a paper's own sentences report what somebody said.
REPORTS = re.compile(
    r"\b(?:said|says|say|told|tells|wrote|writes|stated|states|asked|asks|replied|answered|added|"
    r"argued|claimed|denied|insisted|noted|warned|announced|confirmed|explained|admitted|promised|"
    r"testified|maintained|declared|recalled|reported|stresses|stressed|thanked)\b"
)
#: Words of a transcript's labels that name nobody.
_LABELS = frozenset(
    """the a q a question answer seat member members speaker voice reporter reporters journalist
    interviewer moderator counsel witness operator court host press unknown audience staff mr mrs
    ms miss dr sir""".split()
)
#: Between a name and what is added to it, what follows a name in one phrase, and no name.
_ADDED = re.compile(r"\s*[,;:()–—]\s*")
_AFTER_NAME = re.compile(r"\s+(?:of|at|from|with|for|in|on|who|whose|which|that|and|as)\b")
_COMMON = re.compile(r"(?:the|an?|his|her|its|their|our|one|another|some|this|that)\b(?! \w+ [A-Z])", re.I)
_HEAD = 300
_ROOT = 5
_NO_NAME = {SourceKind.EXPERTS_UNNAMED, SourceKind.OBSERVERS_UNNAMED, SourceKind.INSIDERS_UNNAMED}


@dataclass(frozen=True, slots=True)
class Voice:
    """The roots of the names a source goes by, and its kind.

    ``can_be_found`` is false where the article gives nobody's name to look for.
    """

    kind: SourceKind
    roots: frozenset[str]
    surname: str
    name: str = ""

    @property
    def can_be_found(self) -> bool:
        """Whether papers could show this source speaking."""
        if self.kind is SourceKind.DOCUMENTS:
            return True
        return bool(self.roots) and self.kind not in _NO_NAME

    def speaks(self, passage: Passage, document: Document) -> bool:
        """Whether the passage is in this voice."""
        if self.kind is SourceKind.DOCUMENTS:
            return True
        if passage.speaker:
            return self.is_called(passage.speaker)
        if self.surname and re.search(rf"\b{re.escape(self.surname)}\b", passage.text):
            return bool(REPORTS.search(passage.text))
        if self.kind is SourceKind.NAMED_PERSON:
            return bool(document.author) and self._surname_fits(document.author or "")
        head = f"{document.title or ''} {document.author or ''} {document.text[:_HEAD]}"
        return bool(self.roots & _roots(head))

    def is_called(self, name: str) -> bool:
        """Whether ``name`` is a name of this source."""
        return bool(self.roots & _roots(name)) and self._surname_fits(name)

    def is_silent(self, passage: Passage, document: Document) -> bool:
        """Whether the passage is anybody's but this voice's."""
        return not self.speaks(passage, document)

    def _surname_fits(self, name: str) -> bool:
        if self.kind is not SourceKind.NAMED_PERSON:
            return True
        if not self.surname or self.surname.casefold() not in name.casefold():
            return False
        return may_be_one(self.name, name)


def is_personal(speaker: str | None) -> bool:
    """Whether a transcript's label names a person, not only an office or a seat ("THE CHAIR")."""
    words = re.findall(r"[^\W\d_]+", speaker or "")
    return any(w[0].isupper() and len(w) > 1 and w.lower() not in HEADS | _LABELS for w in words)


def voice_of(source: Source) -> Voice:
    """The voice to look for in the papers."""
    name = source.resolved or source.text
    person = ""
    if source.kind is SourceKind.NAMED_PERSON:
        name = person_in(name)
        person = _last_name(name)
    return Voice(source.kind, frozenset(_roots(name)), person, name)


def person_in(words: str) -> str:
    """The name in the words for a person, without what is added to it.

    >>> person_in("the ambassador, Oriane Tesquier")
    'Oriane Tesquier'
    >>> person_in("Garo Vashmet, who runs Helidor in Kharenza")
    'Garo Vashmet'
    """
    for piece in _ADDED.split(words):
        name = _AFTER_NAME.split(piece, maxsplit=1)[0].strip()
        last = _last_name(name)
        bare = last and name.rstrip(".").endswith(last) and last.lower() not in HEADS | _LABELS
        if bare and not _COMMON.match(name):
            return name
    return words.strip()


def _last_name(words: str) -> str:
    named = [t for t in terms(words) if t.name]
    return re.sub(r"[’']s?$", "", words[named[-1].start : named[-1].end]) if named else ""


def _roots(text: str) -> set[str]:
    return {t.stem[:_ROOT] for t in terms(text) if t.name}
