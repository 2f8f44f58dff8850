"""What papers and people do, and the words for it: "signed" and "a contract dated", "warned" and "an alert".

An article and a paper seldom name an event by the same verb. A family holds the words of reporters
and of papers for one deed; two texts that share a family speak of the same kind of event, and no
more than that: the parties and things must be found apart.
"""

from __future__ import annotations

import re

from sayso.library.terms import stem

_FAMILIES = {
    "sign": "sign signed signature contract agreement accord treaty deed lease conclude",
    "hire": "hire engage engagement retain retainer appoint appointment recruit employ contract sign",
    "warn": "warn warning alert caution alarm flag advisory bulletin",
    "write": "write letter mail email e-mail memo note message send",
    "ask": "ask request urge plead appeal petition call demand beg",
    "strike": "strike attack bomb bombard shell raid assault offensive operation invade invasion hit",
    "begin": "begin start open opening launch commence inaugurate inauguration",
    "end": "end close closure finish cease expire conclude terminate halt stop ceasefire",
    "leave": "leave resign resignation quit retire retirement depart departure step-down",
    "join": "join joining appoint appointment consultancy advise adviser consultant recruit",
    "die": "die death dead kill killing fatal drown",
    "tell": "tell say testify testimony evidence state inform explain answer reply",
    "meet": "meet meeting session sitting gather convene hearing",
    "vote": "vote ballot poll elect election",
    "approve": "approve approval adopt agree grant authorise authorize consent endorse resolve permit",
    "decide": "decide decision resolve resolution rule ruling order judgment verdict",
    "pay": "pay payment transfer remit settle disburse fee salary money",
    "bill": "bill invoice charge",
    "publish": "publish publication release issue post print announce announcement disclose unveil",
    "evacuate": "evacuate evacuation clear rouse flee empty",
    "arrest": "arrest detain detention charge custody indict indictment",
    "receive": "receive receipt get arrive arrival deliver delivery",
    "learn": "learn discover discovery find detect notice know hear",
    "fail": "fail failure collapse break burst crash sink rupture breach derail explode explosion blast",
    "inspect": "inspect inspection examine examination audit check survey test visit",
    "file": "file filing lodge submit submission apply application sue lawsuit complaint register",
    "buy": "buy purchase acquire acquisition order procure",
    "sell": "sell sale auction dispose",
    "dismiss": "dismiss dismissal fire sack suspend suspension remove removal",
    "refuse": "refuse refusal reject rejection deny denial decline veto",
    "carry": "carry deliver hand bring",
    "move": "move relocate transfer ship send",
    "burn": "burn fire blaze ignite",
    "leak": "leak spill seep seepage leakage",
    "recall": "recall withdraw withdrawal",
    "embassy": "embassy ambassador envoy consul consulate",
}  # fmt: skip
_OF_STEM: dict[str, frozenset[str]] = {}
for _name, _words in _FAMILIES.items():
    for _word in _words.split():
        _OF_STEM[stem(_word)] = _OF_STEM.get(stem(_word), frozenset()) | {_name}

#: Turns of phrase whose words alone do not tell the deed.
_PHRASES = (
    ("hire", r"t(?:ake|akes|ook|aken|aking)\s+on\b|brought in\b"),
    ("leave", r"step(?:s|ped|ping)?\s+down\b|clear(?:s|ed|ing)?\s+(?:his|her|their|my)\s+desk"
              r"|hand(?:s|ed|ing)?\s+in\s+(?:his|her|their|my)\s+(?:pass|notice|badge|keys|resignation)"
              r"|last\s+day\b|(?:left|leaving|laid|laying|gave|giving)\s+(?:down|up)?\s*(?:office|the\s+\w+ship|his\s+post|her\s+post)"
              r"|laid\s+down\b|stood\s+down\b"),
    ("join", r"t(?:ake|akes|ook|aken|aking)\s+up\b|on\s+the\s+payroll"),
    ("evacuate", r"(?:sent|moved|turned|taken|led|brought|ordered|went|go)\s+out\b"),
    ("fail", r"gave\s+way\b|broke\s+down\b"),
    ("begin", r"(?:came|comes|come)\s+into\s+force|took\s+effect|t(?:ake|ook|aken)\s+office"),
    ("strike", r"opened\s+fire\b|air\s?strikes?\b|first\s+shots?\b|walk(?:ed)?\s+out\b"),
    ("publish", r"made\s+public\b|came\s+to\s+light"),
    ("receive", r"came\s+in\b|was\s+handed\b"),
)  # fmt: skip
_PHRASED = tuple((name, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for name, words in _PHRASES)

#: What a paper of a kind does on its own date, by a word of its title or head.
_PAPERS = (
    (r"contract|agreement|lease|treaty|accord|deed|memorandum\s+of\s+understanding", {"sign", "hire"}),
    (r"dear|letter", {"write", "ask", "warn", "tell"}),
    (r"alert|warning|safety\s+(?:notice|bulletin)|advisory", {"warn", "publish"}),
    (r"notice|order|decree|ruling|judgment|directive|injunction", {"decide", "publish"}),
    (r"minutes|meeting|hearing|session|oral\s+evidence|proceedings|transcript|interview", {"meet", "tell"}),
    (r"press\s+release|statement|circular|bulletin|communiqu[eé]|news", {"publish", "tell"}),
    (r"report|study|survey|audit|findings", {"publish"}),
    (r"permit|licen[cs]e|certificate|consent", {"approve"}),
    (r"application|petition|complaint|claim\s+form|filing|registration", {"file"}),
    (r"invoice", {"bill"}),
    (r"letter\s+of\s+resignation|resignation", {"leave"}),
)  # fmt: skip
_OF_PAPER = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), deeds) for words, deeds in _PAPERS)
#: What happens at a meeting happens on its day.
AT_A_MEETING = frozenset({"vote", "approve", "decide", "meet", "refuse", "ask", "dismiss", "receive"})
#: What people do more than once, so that another day is no proof against this one.
OFTEN = frozenset(
    """write ask tell warn meet pay bill inspect receive publish file carry learn refuse strike leak
    move""".split()
)


def deeds_of(text: str, stems: set[str]) -> frozenset[str]:
    """The families of deeds that a text's stems and turns of phrase name."""
    found = {name for word in stems for name in _OF_STEM.get(word, ())}
    found.update(name for name, phrase in _PHRASED if phrase.search(text))
    return frozenset(found)


def families(word: str) -> frozenset[str]:
    """The families of one stem."""
    return _OF_STEM.get(word, frozenset())


def phrase_stems(text: str) -> dict[str, str]:
    """The content words inside turns of phrase, as stems, with the deed that the phrase names."""
    return {
        stem(word): name
        for name, phrase in _PHRASED
        for match in phrase.finditer(text)
        for word in re.findall(r"[^\W\d_]+", match.group())
    }


def deeds_of_paper(head: str) -> frozenset[str]:
    """What a paper does on its own date, by its title and first words."""
    found: set[str] = set()
    for pattern, deeds in _OF_PAPER:
        if pattern.search(head):
            found |= deeds
    return frozenset(found)
