"""Who speaks: transcript labels, initials that a paper defines, signatures of letters, by-lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.records import SegmentKind

_TITLES = (
    "mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|baroness|hon|rt|judge|justice|sen|"
    "senator|rep|representative|del|delegate|gov|governor|gen|general|col|capt|sgt|lt|rev|amb|"
    "ambassador|minister|secretary|president|premier|chancellor|counsel|councillor|cllr|"
    "commissioner|director|chair|chairman|chairwoman|chairperson|speaker|deputy|attorney|"
    "witness|court|clerk|operator|moderator|interviewer|interviewee|host|reporter|question|"
    "answer|spokesman|spokeswoman|spokesperson|mayor|king|queen|prince|princess|q|a|the|seat|"
    "juror|defendant|plaintiff|respondent|claimant|applicant|participant|analyst"
)
_TITLE = re.compile(rf"(?:{_TITLES})\b\.?", re.I)
#: Words before a colon that name a field of a form, not a person.
_FIELDS = frozenset(
    "note notes date dated time place subject re ref reference to from cc bcc sent for about fee "
    "fees cost total amount period page annex appendix section part item items agenda action "
    "actions summary background conclusion recommendation recommendations registrant registration "
    "present apologies attendance attendees absent name names address telephone phone tel fax "
    "email e-mail mobile title office position status type kind category source sources warning "
    "caution important update updated published posted author by photo image caption credit "
    "example result results method question-time decision resolved motion ends end start begins "
    "location venue duration url link http https keywords tags topic topics issue version file "
    "sincerely regards dear exhibit schedule table figure chapter article client principal "
    "acting currency bank account number no age sex gender attachments attachment "
    "enclosure priority importance department exclusive analysis opinion watch read explained "
    "confidential restricted secret draft embargoed unclassified top official "
    "editor fact claim verdict correction clarification ps p.s nb n.b".split()
)
#: "Q12 CHAIR: …": the number that a hearing's record gives a question.
_ASKED = r"(?:Q\.?\s?\d{1,4}\.?[ \t]+)?"
_STAMP = r"(?P<stamp>[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]m)?[\])]?[\s–—-]+)?"
_NAME = r"[^\W\d_][\w.'’()\-/ ]{0,58}?(?:,? \([^()\n]{1,40}\))?"
_COLON = re.compile(rf"\s*{_STAMP}{_ASKED}(?P<name>{_NAME})\s?:(?:[ \t]+|$)")
_BOLD = re.compile(
    rf"\s*{_STAMP}{_ASKED}(?P<mark>\*\*"
    rf"|__)(?P<name>[^*_\n]{{1,60}}?)(?P<colon>:?)(?P=mark)(?P<after>:?)(?:[ \t]+|$)"
)
_QA = re.compile(r"\s*(?P<name>[QA])\.[ \t]+(?=\S)")
_INITIALS = re.compile(r" ?\((?P<initials>[A-Z][A-Za-z]{0,3}[A-Z])\)")
_NAME_BEFORE = re.compile(r"[^\W\d_][\w.'’\-]*(?: [^\W\d_][\w.'’\-]*){1,7}$")
_EQUALS = re.compile(
    r"\b(?P<initials>[A-Z]{2,4})\s?[=–—]\s?(?P<name>[A-Z][\w.'’\-]*(?: [A-Z][\w.'’\-]*){1,6})"
)
_ROLL = re.compile(
    r"\W*(?:also )?(?:present|in attendance|attendees|attending|participants|speakers|witnesses|"
    r"panel|those present|members present|people present|key|abbreviations)\b[^:\n]{0,30}:",
    re.I,
)
_VALEDICTION = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly|ever|respectfully|aye)|(?:very )?(?:sincerely|truly|"
    r"faithfully)(?: yours)?|(?:with )?(?:(?:my |our )?(?:best|kind|kindest|warm|warmest) )?"
    r"(?:regards|wishes)|respectfully(?: yours| submitted)?|cordially|best|"
    r"i (?:remain|have the honou?r to be),?.{0,60})\s*[,.]?",
    re.I,
)
_PERSON = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame|Lord|Lady|Hon|Rev|Amb|Gen|Col)\.? )?"
    r"(?:[^\W\d_a-z][\w'’\-]*\.?|de|van|von|der|den|bin|al|da|dos|del|la|le|el|ibn|ben)"
    r"(?: (?:[^\W\d_a-z][\w'’\-]*\.?|de|van|von|der|den|bin|al|da|dos|del|la|le|el|ibn|ben)){0,4}"
)
_BYLINE = re.compile(
    r"(?:(?:(?:written|reported|report|story|words)\s+)?by[:\s]|(?:words|report|story|author):)\s*(?P<names>[^\W\d_][^\n|•·]{2,90}?)"
    r"(?:\s*[|•·].*)?", re.I
)  # fmt: skip
_ROLE = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|columnist|bureau|desk|staff|chief|photographer|"
    r"producer|contributor|analyst|journalist|agency|agencies|news|times|post)s?\b",
    re.I,
)
_DESK = re.compile(
    r"(?:(?:our|a|the|by)\s+)?(?:\w+\s+){0,2}(?:staff|special|senior|political|foreign|our|web"
    r"|news|"
    r"online|city|national|world|sports|business|digital)\s+"
    r"(?:reporters?|correspondents?|writers?|desk|bureau|service|team|editors?)|"
    r"(?:the\s+)?(?:associated press|press trust of india|press association)|"
    r"agencies|reuters|afp|ap|pti|ani|ians|upi|editorial board|newsroom",
    re.I,
)
_NO_PERSON = frozenset(
    "news world politics sport sports business opinion editorial breaking latest home nation "
    "national india uk us share read more also live watch video subscribe newsletter related "
    "trending top stories story advertisement sponsored menu search login sign register follow "
    "comments comment contact about terms privacy policy copyright rights reserved follow-us "
    "image images photo photos picture getty reuters update updates morning letter click here "
    "the and for of in on at to with special report analysis economy markets tech "
    "technology science health "
    "culture arts lifestyle travel food weather local international global exclusive premium "
    "embassy ministry department office government committee commission company limited ltd llp "
    "inc republic kingdom university council agency bank press room page save print email copy "
    "link facebook twitter whatsapp linkedin telegram reddit instagram youtube".split()
)


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker's label at the head of a line: the name and where what is said begins."""

    name: str
    end: int
    bold: bool = False
    stamped: bool = False
    speaks: bool = False


class Voices:
    """The speakers of one document, learnt from all its lines before any is judged.

    A word before a colon may be a speaker or a field of a form; only the whole document tells.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.people: dict[str, str] = {}
        self._names: Counter[str] = Counter()
        self._stems: Counter[str] = Counter()
        labels = []
        for line in lines:
            self._define(line)
            if label := _label(line):
                labels.append(label)
                self._names[label.name] += 1
                self._stems[_stem(label.name)] += 1
        sure = [label for label in labels if self._is_sure(label)]
        self.is_transcript = len(sure) >= 2 or any(label.stamped for label in sure)
        self._accepted = {label.name for label in labels if self._accept(label)}

    def label(self, line: str) -> tuple[str, int] | None:
        """The full name of who speaks on ``line`` and where the words begin, or None."""
        label = _label(line)
        if label is None or label.name not in self._accepted:
            return None
        return self.full_name(label.name), label.end

    def full_name(self, name: str) -> str:
        """What the document says ``name`` stands for, else ``name`` as it is."""
        return self.people.get(name, name)

    def _define(self, line: str) -> None:
        roll = _ROLL.match(line)
        body = line[roll.end() :] if roll else line
        for match in _INITIALS.finditer(body) if "(" in body else ():
            before = _NAME_BEFORE.search(body[max(0, match.start() - 120) : match.start()])
            if before is None:
                continue
            name, initials = before.group(), match["initials"]
            if roll or _spells(name, initials):
                self.people.setdefault(initials, _trimmed(name, initials) if not roll else name)
        if roll:
            for match in _EQUALS.finditer(body):
                self.people.setdefault(match["initials"], match["name"])

    def _is_sure(self, label: Label) -> bool:
        """Whether ``label`` alone shows that people speak here."""
        name = label.name
        if name in self.people:
            return True
        if _is_field(name):
            return False
        if name in ("Q", "A"):
            return (self._names["Q"] > 0 and self._names["A"] > 0) or label.bold
        often = self._names[name] >= 2 or self._stems[_stem(name)] >= 2
        titled = bool(_TITLE.match(name))
        if label.stamped:
            return True
        if name.isupper() or titled:
            # "Director: A. Smith" is a line of a list; "DIRECTOR: We did not know." is speech.
            return often or (titled and label.speaks)
        return often and (label.bold or is_person(name))

    def _accept(self, label: Label) -> bool:
        if not self.is_transcript or (_is_field(label.name) and label.name not in self.people):
            return False
        if self._is_sure(label):
            return True
        # Who speaks once in a transcript: "MINISTER:" between many other capitals.
        return not label.bold and (
            label.name.isupper() or (len(label.name.split()) >= 2 and is_person(label.name))
        )


def _label(line: str) -> Label | None:
    for pattern, bold in ((_BOLD, True), (_COLON, False), (_QA, False)):
        match = pattern.match(line)
        if not match:
            continue
        name = match["name"].strip().rstrip(":").strip()
        if name.rstrip(".") in ("Q", "A"):
            name = name.rstrip(".")
        elif bold and name.endswith((".", "!", "?")) and not match["colon"] and not match["after"]:
            continue
        words = name.split()
        if not words or len(words) > 7 or not name[0].isupper():
            continue
        if any(c.isdigit() for c in name) and not re.fullmatch(r"\D+\d{1,3}|.*\([^)]*\)", name):
            continue
        stamped = pattern is not _QA and bool(match["stamp"])
        rest = line[match.end() :].strip()
        speaks = not rest or bool(re.fullmatch(r"(?:\S+\s+){2,}\S*[.?!…][\"”’')\]]*", rest))
        return Label(name, match.end(), bold, stamped, speaks)
    return None


def _stem(name: str) -> str:
    """``Seat`` of ``Seat 9``: speakers told apart by number are one kind."""
    stem = re.sub(r"\s*\d+$", "", name)
    return stem if stem != name else name + "\0"


def _is_field(name: str) -> bool:
    words = name.lower().replace("’", "'").split()
    return bool(words) and (
        words[0] in _FIELDS or (words[-1] in _FIELDS and not _TITLE.match(name))
    )


def _spells(name: str, initials: str) -> bool:
    letters = "".join(word[0] for word in name.split() if word[0].isupper())
    return letters.upper().endswith(initials.upper())


def _trimmed(name: str, initials: str) -> str:
    """In running text, the words that the initials stand for and the titles right before them."""
    words = name.split()
    keep = max(len(words) - len(initials), 0)
    while keep and words[keep - 1][0].isupper() and _TITLE.fullmatch(words[keep - 1]):
        keep -= 1
    return " ".join(words[keep:])


def is_person(line: str) -> bool:
    """Whether ``line`` is a bare name of a person: two to five capitalised words and no more."""
    line = line.strip()
    if not 3 <= len(line) <= 60 or not _PERSON.fullmatch(line):
        return False
    words = [word.strip(".,").lower() for word in line.split()]
    if len(words) > 1 and line.isupper() and len(line) > 30:
        return False
    return not any(word in _NO_PERSON for word in words)


def byline(line: str) -> tuple[int, int] | None:
    """Where the names stand in a by-line such as "By Jane Doe and John Smith", or None."""
    start, end = len(line) - len(line.lstrip(" *_")), len(line.rstrip(" *_"))
    match = _BYLINE.fullmatch(line, start, end)
    if not match:
        return None
    names = people_in(match["names"])
    if not names or not all(is_person(name) or is_desk(name) for name in names):
        return None
    first, last = match.start("names"), match.end("names")
    return line.find(names[0], first, last), line.rfind(names[-1], first, last) + len(names[-1])


def author_of(lines: Iterable[str]) -> str | None:
    """The names in the first by-line among ``lines``."""
    for line in lines:
        if span := byline(line):
            return ", ".join(people_in(line[span[0] : span[1]]))
    return None


def people_in(names: str) -> list[str]:
    """The names in "Jane Doe, Political Editor, John Smith and Ali Khan in Delhi"."""
    parts = re.split(r"\s*(?:,|;|&|\band\b|\bwith\b)\s*", names.strip(" .,"))
    parts = [re.sub(r"\s+(?:in|at|for|from)\s+[A-Z].*$", "", part) for part in parts]
    return [p for n, p in enumerate(parts) if len(p) > 1 and (n == 0 or not _ROLE.search(p))]


def is_desk(line: str) -> bool:
    """Whether ``line`` is what stands for a name where none is given: "Staff Reporter"."""
    return bool(_DESK.fullmatch(line.strip()))


@dataclass(frozen=True, slots=True)
class Signature:
    """The end of a letter: who signed, and the line on which the valediction stands."""

    name: str
    first_line: int
    last_line: int


def signature(lines: list[str]) -> Signature | None:
    """The signature that closes a letter of ``lines``, or None.

    A valediction ("Yours sincerely,") must stand alone on a line near the end, with a name below.
    """
    for number in range(len(lines) - 1, max(-1, len(lines) - 40), -1):
        if not _VALEDICTION.fullmatch(lines[number].strip(" *_\t")):
            continue
        for below in range(number + 1, min(number + 6, len(lines))):
            words = lines[below].strip(" *_\t,.")
            if not words or re.fullmatch(r"[\[(]?(?:signed|sgd|s/)[\])]?\.?", words, re.I):
                continue
            words = re.sub(r"^(?:\(?signed\)?|/s/|sgd\.?)[:\s]+", "", words, flags=re.I)
            name = words.split(",")[0].strip()
            if is_person(name):
                return Signature(name, number, below)
            break
    return None


class Floor:
    """Who has the floor, line after line, in a document whose lines are its paragraphs.

    A speaker keeps it until the next label, a heading or a table; whoever signed a letter has it
    where nobody else does.
    """

    def __init__(self, lines: list[str]) -> None:
        self._voices = Voices(part for line in lines for part in line.split("\n"))
        self._signed = signature(lines)
        self._speaker: str | None = None

    @property
    def writer(self) -> str | None:
        """Who signed, where it is a letter."""
        return self._signed.name if self._signed else None

    def turn(self, number: int, line: str, kind: SegmentKind) -> tuple[SegmentKind, str | None]:
        """What line ``number`` is, ``kind`` being what its format says, and who speaks there."""
        if kind is not SegmentKind.PARAGRAPH:
            self._speaker = None
            return kind, None
        if said := self._voices.label(line):
            self._speaker = said[0]
        if self._speaker:
            return SegmentKind.SPEECH, self._speaker
        if self._signed is None or number > self._signed.last_line:
            return kind, None
        if number >= self._signed.first_line:
            kind = SegmentKind.SIGNATURE
        return kind, self._signed.name
