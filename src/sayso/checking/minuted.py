"""Whose view a sentence of minutes gives: "Ms Holt against: in her view …", "Mr Hess thought that …".

Minutes seldom use a verb of saying. Only a person called by name holds a view here, and only in one
sentence; the last who is named before the words is the one who holds them.
"""

from __future__ import annotations

import re

from sayso.reading.voices import is_person

_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Cllr|Councillor|Judge|Rev)\.?"
_WORD = r"[A-Z][\w’'-]+"
_NAME = (
    rf"(?:{_TITLE}\s+(?:{_WORD}\s+|[A-Z]\.\s*){{0,2}}{_WORD}|(?:[A-Z]\.\s*)+{_WORD}|"
    rf"(?<!\b[Tt]he )\b{_WORD}(?:\s+[A-Z]\.)?\s+{_WORD})"
)
_HOLDS = (
    r"(?:thought|held|considered|believed|felt|feared|doubted|objected|dissented|"
    r"(?:was|remained)\s+of\s+the\s+(?:view|opinion)|took\s+the\s+view)"
)
_SIDE = (
    r"(?:against|for|in\s+favour|dissenting|dissents?|opposed|opposing|abstaining|abstained|objecting|contra)"
)
_VIEW = r"(?:view|opinion|judgement|judgment|mind|eyes)"
_CUE = re.compile(
    rf"(?P<side>{_NAME})(?:\s+\((?:[^()\n]{{1,40}})\))?,?\s+(?:was\s+|voted\s+|spoke\s+)?{_SIDE}\s*[:,;–—]"
    rf"|(?P<view>{_NAME})\s+{_HOLDS}\b"
    rf"|\b[Ii]n\s+(?P<own>{_NAME})[’']s?\s+{_VIEW}\b"
    rf"|(?:^|(?<=[.;]\s))(?P<label>{_TITLE}\s+(?:{_WORD}\s+){{0,2}}{_WORD})\s*:"
)
#: A title or an initial shows a person; bare words may be a body's name.
_BY_FORM = re.compile(rf"{_TITLE}\s|[A-Z]\.")
_END = re.compile(r"[.!?][\"”’')\]]*\s")
_TITLED = re.compile(rf"{_TITLE}\s*$|\b[A-Z]\.\s*$")
#: Characters before the words that are read for a name, and behind them for who agrees.
_REACH = 300
_BEHIND = 160


def holder_of(text: str, start: int) -> str | None:
    """The name of the person whose view ``text[start:]`` is by the same sentence; None where none is."""
    begin = max(0, start - _REACH, text.rfind("\n\n", 0, start) + 1)
    lead = text[begin:start]
    cues = list(_CUE.finditer(lead))
    if not cues or _ends(lead[cues[-1].end() :]):
        return None
    match = cues[-1]
    name = next(match[group] for group in ("side", "view", "own", "label") if match[group])
    return name if _BY_FORM.match(name) or is_person(name) else None


def is_party(surname: str, text: str, start: int, end: int) -> bool:
    """Whether somebody called ``surname`` is named in the same sentence as the words, or just behind."""
    begin = max(0, start - _REACH, text.rfind("\n\n", 0, start) + 1)
    lead = text[begin:start]
    last = max((m.end() for m in _END.finditer(lead) if not _TITLED.search(lead[: m.start() + 1])), default=0)
    near = lead[last:] + text[start : end + _BEHIND].split("\n\n")[0]
    return re.search(rf"\b{re.escape(surname)}\b", near) is not None


def _ends(words: str) -> bool:
    """Whether a sentence ends inside ``words``; the stop of a title or an initial ends none."""
    return any(not _TITLED.search(words[: m.start() + 1]) for m in _END.finditer(words))
