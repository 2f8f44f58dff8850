"""Roles laid to people in running text: "former President X", "X, who chairs the Y", "the envoy, X".

Found by shape (a title's words beside a capitalised name), never by a list of people, so that
invented and unknown names work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: The heads of titles. A head may be preceded by words that narrow it ("deputy", "prime",
#: "energy") and followed by "of the …" or "for …".
HEADS = frozenset(
    """president chancellor premier minister secretary governor mayor senator ambassador consul
    envoy chair chairman chairwoman chairperson director manager president-elect commissioner
    prosecutor judge justice general admiral colonel major captain brigadier marshal commander
    sergeant inspector superintendent constable sheriff chief head leader speaker treasurer
    comptroller auditor ombudsman registrar clerk chaplain bishop archbishop cardinal pope king
    queen prince princess emir sultan representative congressman congresswoman councillor
    councilman counsellor delegate deputy legislator lawmaker mp mep undersecretary
    under-secretary principal provost dean rector professor spokesman spokeswoman spokesperson
    adviser advisor attaché negotiator coordinator administrator executive officer ceo cfo coo
    founder owner partner editor publisher engineer surgeon coach harbourmaster harbormaster
    advocate solicitor attorney coroner trustee warden""".split()
)
_QUALIFIERS = {
    "former": "former", "ex": "former", "ex-": "former", "onetime": "former", "one-time": "former",
    "late": "former", "then": "then", "then-": "then", "acting": "acting", "interim": "acting",
    "caretaker": "acting", "incoming": "incoming", "designate": "incoming", "outgoing": "outgoing",
}  # fmt: skip
_RANKS = frozenset(
    {"deputy", "vice", "vice-", "assistant", "associate", "junior", "under", "honorary"}
)
_HEAD_VERBS = {
    "chairs": "chair", "chaired": "chair", "heads": "head", "headed": "head", "leads": "leader",
    "led": "leader", "runs": "head", "ran": "head", "directs": "director", "directed": "director",
    "commands": "commander", "commanded": "commander", "edits": "editor", "edited": "editor",
}  # fmt: skip
_NAME_WORD = r"(?:[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*|[A-Z]\.)"
_PARTICLE = r"(?:van|von|der|den|de|da|di|du|la|le|al|bin|ibn|ben|ter|dos|del)"
_NAME = (
    rf"(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady)\.?\s+)?{_NAME_WORD}"
    rf"(?:\s+{_PARTICLE}){{0,2}}(?:[\s-]+{_NAME_WORD}){{0,3}}"
)
_HEAD = "|".join(sorted(HEADS, key=len, reverse=True))
_QUALIFIER = r"(?i:former|ex|onetime|one-time|late|then|acting|interim|caretaker|incoming|outgoing)"
_TITLE = (
    rf"(?:(?P<q>{_QUALIFIER})[\s-]+)?(?P<before>(?:(?!{_QUALIFIER}\b)[^\W\d_][\w.&’'-]*\s+){{0,5}}?)"
    rf"(?P<head>(?i:{_HEAD}))"
)
#: Title then name: "former Commonwealth Chancellor Rusk Halloran", "Premier Anselm Torvigny".
_TITLE_NAME = re.compile(
    rf"\b{_TITLE}(?P<gen>[\s-](?i:general))?(?P<of>\s+of\s+(?:State|Defence|Defense|Finance|Health|Justice))?"
    rf"\s+(?P<name>{_NAME})"
)
#: "the ambassador, Oriane Tesquier", "the Commonwealth’s Chancellor, Mr Halloran".
_TITLE_COMMA_NAME = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|(?P<whose>{_NAME_WORD}(?:\s{_NAME_WORD}){{0,3}})[’']s?)\s+{_TITLE}"
    rf"(?P<of>\s+(?:of|for|to)\s+[^,.;:()\n]{{2,50}})?,\s+(?P<name>{_NAME})"
)
#: "Rusk Halloran, the former Chancellor of the Commonwealth", "X, chair of the board", "X (RH), chair".
_NAME_COMMA_TITLE = re.compile(
    rf"(?P<name>{_NAME})(?:\s+\([A-Z]{{2,4}}\))?"
    r"(?:,?\s+(?:who\s+|you\s+)?(?P<be>is|was|were|serves\s+as|served\s+as)\s+|,\s+|\s+\()"
    r"(?P<det>(?:the|its|their|a|an|his|her)\s+)?"
    r"(?:(?P<whose>(?!who\b|you\b)[^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*){0,3})[’']s?\s+)?"
    rf"{_TITLE}(?P<of>\s+(?:of|for|to|at|on)\s+[^.,;:()\n]{{2,80}})?"
    r"(?=[.,;:()\n]|$|\s+(?:and|who|said|told|has|was|is)\b)"
)
#: "Wilhelmina Strake, who chairs the Assembly’s external affairs committee".
_NAME_WHO = re.compile(
    rf"(?P<name>{_NAME}),?\s+who\s+"
    rf"(?:[^.,;:()\n]{{3,80}}\s+and\s+now\s+)?(?P<verb>{'|'.join(_HEAD_VERBS)})\s+(?P<of>(?:the\s+)?[^.,;:()\n]{{3,80}})"
)
#: "Mr Halloran takes the chair", "Halloran was elected chair of the board".
_NAME_TAKES = re.compile(
    rf"(?P<name>{_NAME})\s+(?:(?:takes|took|has\s+taken)\s+the\s+(?P<seat>chair)(?!\s+(?:of|at|for)\b)|"
    rf"(?:was|has\s+been)\s+(?:re-?)?(?:elected|appointed|named|sworn\s+in\s+as)\s+(?:as\s+)?(?:the\s+)?"
    rf"(?P<head>(?:vice-)?(?i:{_HEAD}))(?P<of>\s+of\s+[^,.;:()\n]{{2,80}})?(?=[.,;:()\n]|$|\s+(?:and|on|in|by|with)\b))"
)
_NOT_NAMES = frozenset(
    """The A An In On At For But And Or If When While After Before Since As By From To With His Her
    Its Their Our My Your This That These Those Monday Tuesday Wednesday Thursday Friday
    Saturday Sunday January February March April May June July August September October November
    December Mr Mrs Ms Miss Dr Sir Dame Lord Lady He She It They We I You Yet Nor So Not No One
    Two""".split()
)
_DROP = frozenset("""the a an its their his her our of for to at on and both one""".split())


@dataclass(frozen=True, slots=True)
class Role:
    """A role laid to a person: "former" in ``tense``, "deputy" in ``rank``, "chancellor" in ``head``.

    ``body`` holds the words that say of what ("Commonwealth", "external affairs committee").
    """

    start: int
    end: int
    person: str
    person_start: int
    person_end: int
    title: str
    head: str
    body: str = ""
    tense: str = ""
    rank: str = ""

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return re.split(r"\s+", self.person)[-1]

    @property
    def is_former(self) -> bool:
        """Whether the words put the role in the past."""
        return self.tense == "former"


def find_roles(text: str, start: int = 0, end: int | None = None) -> list[Role]:
    """The roles of ``text[start:end]`` in order, the fullest reading where several overlap."""
    end = len(text) if end is None else end
    found: list[Role] = []
    for pattern in (_NAME_TAKES, _TITLE_COMMA_NAME, _NAME_WHO, _TITLE_NAME, _NAME_COMMA_TITLE):
        for match in pattern.finditer(text, start, end):
            role = _role(match)
            if role and not any(
                role.start < r.end and r.start < role.end and r.head == role.head for r in found
            ):
                found.append(role)
    return sorted(found, key=lambda r: (r.start, r.end))


def _role(match: re.Match[str]) -> Role | None:
    group = match.groupdict()
    person, person_start = _person(match.group("name"), match.start("name"))
    if not person:
        return None
    if verb := group.get("verb"):
        tense = (
            "former" if verb in ("chaired", "headed", "led", "ran", "directed", "edited") else ""
        )
        return Role(match.start("name"), match.end(), person, person_start,
                    person_start + len(person), f"{verb} {group['of']}", _HEAD_VERBS[verb],
                    group["of"] or "", tense)  # fmt: skip
    if "seat" in group:
        head = (group["seat"] or group["head"]).lower()
        body = " ".join(w for w in (group["of"] or "").split() if w.lower() not in _DROP)
        rank = "vice" if head.startswith("vice-") else ""
        return Role(match.start("name"), match.end(), person, person_start, person_start + len(person),
                    head, head.removeprefix("vice-"), body, "", rank)  # fmt: skip
    before, begin = _narrowing(group["before"] or "", match.start("before"))
    follows_name = match.start("name") < match.start("head")
    narrowing = (group["before"] or "").split()
    if follows_name and len(before) < len(narrowing):
        if not (group.get("det") or group.get("whose")) or len(narrowing) > 3:
            return None  # "X, told reporters that the Director": no apposition
        before, begin = narrowing, match.start("before")
    head = group["head"].lower()
    rank = next((w.lower().rstrip("-") for w in before if w.lower() in _RANKS), "")
    tense = _QUALIFIERS.get((group["q"] or "").lower(), "")
    if (group.get("be") or "").split()[:1] in (["was"], ["were"], ["served"]):
        tense = "former"
    body = " ".join([
        *(re.sub(r"[’']s?$", "", w) for w in before if w.lower() not in _DROP | _RANKS),
        *(re.sub(r"[’']s?$", "", group.get("whose") or "").split()),
        *(w for w in (group.get("of") or "").split() if w.lower() not in _DROP),
    ])  # fmt: skip
    start = min(match.start("q") if group["q"] else begin, match.start("name"))
    if group.get("whose"):
        start = min(start, match.start("whose"))
    title = " ".join(
        [*before, group["head"] + (group.get("gen") or ""), (group.get("of") or "").strip()]
    ).strip()
    return Role(start, match.end(), person, person_start, person_start + len(person), title, head,
                body, tense, rank)  # fmt: skip


def _person(name: str, start: int) -> tuple[str, int]:
    """The name without a leading word that is none, and where it begins; "" where nothing is left."""
    while True:
        first, _, rest = name.partition(" ")
        plain = first.rstrip(".")
        if plain in _NOT_NAMES or plain.lower() in HEADS:
            if not rest:
                return "", start
            start += len(name) - len(rest.lstrip())
            name = rest.lstrip()
        else:
            return re.sub(r"[’']s?$", "", name), start


def _narrowing(before: str, start: int) -> tuple[list[str], int]:
    """The words before a title's head that belong to it: those from the last that cannot.

    Capitalised words and a few small ones ("deputy", "prime") belong; a verb or article ends them.
    """
    kept: list[str] = []
    place = start + len(before)
    for match in reversed(list(re.finditer(r"\S+", before))):
        word = match.group()
        small = word.lower() in _RANKS | {"prime", "chief", "managing", "executive", "attorney",
            "foreign", "finance", "interior", "defence", "defense", "health", "energy", "transport",
            "general", "national", "security", "press", "vice", "city", "state", "police"}  # fmt: skip
        if (
            word in _NOT_NAMES
            or word.lower() in _QUALIFIERS
            or not (word[0].isupper() or small)
            or word.endswith((",", ";", ":"))
        ):
            break
        kept.insert(0, word)
        place = start + match.start()
    return kept, place


def may_be_one(full: str, other: str) -> bool:
    """Whether two names of one surname can be one person's: a given name or initial agrees.

    A name without a given name can be anybody's of that surname.
    """
    mine, theirs = _given(full), _given(other)
    if not mine or not theirs:
        return True
    return any(a.startswith(b) or b.startswith(a) for a in mine for b in theirs)


def _given(name: str) -> list[str]:
    """The words before the surname that are no titles, lower case."""
    words = [w.lower() for w in re.findall(r"[^\W\d_]+", name)]
    return [w for w in words if w not in HEADS | _ADDRESS][:-1]


_ADDRESS = frozenset("mr mrs ms miss dr sir dame lord lady del sen rep hon h he former ex".split())
