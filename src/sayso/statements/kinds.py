"""What kind of source some words name, told from their shape and from the nouns in them.

The order of the rules is the order of what a reader would go by: papers first (``the firm's log``),
then a person's name anywhere in the words (``a spokesman for the ministry, Jon Ek``), then people
who will not be named, then officials, experts and onlookers by the noun, then names by what they
are the name of. No rule knows a particular name.
"""

from __future__ import annotations

import re
from enum import StrEnum

from sayso.records import SourceKind


class NameType(StrEnum):
    """What a capitalised name is the name of."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    UNKNOWN = "unknown"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Nouns (lemmas) for things that are read, heard or looked at.
DOCUMENTS = _words(
    "ad advert advertisement advisory affidavit agenda agreement "
    "alert aide-mémoire aide-memoire aide-mémoires "
    "analysis annex appendix archive article assessment attachment audit bill biography blog book "
    "briefing broadcast brochure "
    "bulletin cable caption certificate chapter chart charter chronology circular clause column "
    "communication communiqué communique complaint contract correspondence data database deed "
    "deposition detail diary directive disclosure dispatch document documentary dossier draft "
    "editorial email e-mail entry episode essay estimate evidence excerpt exchange exhibit figure "
    "file filing finding "
    "film folder footage forecast form graph guideline guidance handbook headline image index indictment "
    "inscription inventory invoice itinerary journal label law lawsuit leaflet "
    "ledger legislation letter licence license "
    "line list listing log logbook magazine mail manifest manifesto manual map material memo "
    "memoir memoire mémoire mémoires memorandum message minute minutes motion newsletter note "
    "notebook notice notification number op-ed page pamphlet paper paperwork paragraph passage "
    "payroll permit petition photo podcast photograph picture plaque poll post poster prospectus protocol "
    "publication questionnaire ranking readout receipt record recording register registration "
    "registry release report research resolution result résumé "
    "revelation review roster rota rule rulebook schedule "
    "screenshot script section sheet spreadsheet statistic statistics statute story study "
    "subpoena submission summary survey table tape telegram term testimony text tract transcript "
    "treaty tweet verdict video voicemail warrant website wire write-up"
)
OFFICIALS = _words(
    "administration admiral ambassador army attaché authority bureaucrat cabinet captain "
    "chancellery chancellor cleric colonel commander commissioner congressman congresswoman "
    "consul country councillor councilman councilor court delegate delegation deputy detective diplomat "
    "embassy envoy general government governor inspector investigator judge junta justice king "
    "lawmaker leader leadership legislator lord magistrate mayor military minister ministry mp nation "
    "navy office officer official parliamentarian police policeman politician premier presidency "
    "president prince prosecutor queen regulator representative secretary senator sergeant "
    "serviceman sheriff spokesman spokesperson spokespeople spokeswoman state statesman "
    "superintendent treasurer whip civil-servant aide-de-camp negotiator marshal soldier"
)
EXPERTS = _words(
    "academic accountant actuary analyst anthropologist archaeologist biologist chemist "
    "climatologist consultant demographer doctor ecologist economist engineer epidemiologist "
    "expert forecaster geologist historian hydrologist jurist lawyer linguist mathematician "
    "meteorologist pathologist physician physicist pollster professor psychologist researcher "
    "scholar scientist seismologist sociologist specialist statistician strategist surveyor "
    "technician theorist toxicologist"
)
INSIDERS = _words("insider source whistleblower whistle-blower aide adviser advisor staffer confidant")
#: Nouns for bodies, which are named organisations where a name stands with them.
ORGANISATIONS = _words(
    "agency airline alliance assembly association authority bank bloc board body brand "
    "broadcaster bureau business campaign centre center chain channel charity church city club "
    "coalition college commission committee company confederation consortium consultancy "
    "contractor cooperative corporation council daily department developer employer enterprise "
    "exchange federation firm force foundation fund giant group guild hospital house institute "
    "institution jury laboratory league maker manufacturer movement network newspaper nonprofit "
    "office operator organisation organization outlet panel parliament partnership party producer "
    "province publisher retailer school senate service society startup start-up station supplier "
    "syndicate team think-tank trade-union tribunal trust union university utility watchdog"
)
PERSON_ROLES = _words(
    "actor activist author banker boss brother chairman chairwoman chair chief coach columnist "
    "commentator daughter director editor executive father founder husband journalist manager "
    "mother nominee owner partner presenter reporter resident sister son student teacher wife "
    "witness worker writer candidate aide adviser advisor lobbyist farmer fisherman nurse man "
    "woman"
)
_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Sen|Senator|Rep|Representative|Gov|"
    r"Governor|Gen|General|Col|Colonel|Capt|Captain|Lt|Lieutenant|Maj|Major|Sgt|Sergeant|Adm|Admiral|"
    r"President|Premier|Chancellor|Minister|Secretary|Ambassador|Mayor|Judge|Justice|King|Queen|"
    r"Prince|Princess|Pope|Bishop|Archbishop|Rev|Reverend|Father|Sister|Imam|Rabbi|Commissioner|"
    r"Inspector|Chairman|Chairwoman|Speaker|Congressman|Congresswoman|Councillor|Detective|Officer|"
    r"Sheriff|Chief)\.?"
)
_NAME = (
    r"(?:(?:[A-Z]\.\s?){1,3}|[A-ZÀ-Þ][\w'’-]*)"
    r"(?:\s(?:[A-Z]\.|[A-ZÀ-Þ][\w'’-]*|de|da|del|van|von|der|bin|al|el|la|le))*"
)
TITLED = re.compile(rf"\b{_TITLE}\s(?=[A-ZÀ-Þ])")
_CAPITALS = re.compile(rf"(?<![\w'’]){_NAME}")
_ORG_WORD = re.compile(
    r"\b(?:Ministry|Department|Office|Bureau|Agency|Authority|Commission|Committee|Council|Court|"
    r"Bank|Fund|Institute|Institution|University|College|School|Hospital|Church|Party|Union|League|"
    r"Association|Federation|Confederation|Society|Foundation|Trust|Centre|Center|Group|Company|"
    r"Corporation|Corp|Inc|Ltd|LLC|Plc|PLC|GmbH|AG|Holdings|Partners|Partnership|Industries|Airlines|"
    r"Airways|Motors|Pharmaceuticals|Press|Times|Post|News|Journal|Tribune|Herald|Gazette|Courier|"
    r"Guardian|Daily|Weekly|Radio|Television|TV|Network|House|Senate|Congress|Parliament|Assembly|"
    r"Treasury|Chancellery|Embassy|Consulate|Army|Navy|Guard|Force|Forces|Police|Service|Services|"
    r"Board|Team|Club|Coalition|Alliance|Movement|Front|Brigade|Nations|Organisation|Organization|"
    r"Chamber|Administration|Cabinet|Secretariat|Directorate|Registry|Exchange|Reserve|Laboratory|"
    r"Laboratories|Oil|Gas|Steel|Energy|Power|Mining|Shipping|Lines|Rail|Railways|Railway|Telecom|"
    r"Foods|Stores|Insurance|Capital|Logistics|Works|Mills|Securities|Airport|Port|Ports|"
    r"Systems|Technologies|Media|Campaign|Sons|Bros|Brothers|& Co)\b"
)
_ANONYMOUS = re.compile(
    r"\b(?:familiar with|close to|knowledge of|briefed on|involved in the|(?:not|declined|refused|"
    r"preferred not) to be (?:named|identified|quoted)|anonymity|with access to|"
    r"who (?:has|have) seen|"
    r"in the know|privy to|asked not to)\b"
)
#: Compounds for things that are read: payslip, timesheet, rulebook, screenshot.
_COMPOUND = re.compile(r"(?!face)\w{3,}(?:slip|sheet|book|script|shot|log)")
_COLLECTIVE = re.compile(
    r"^(?:(?:the|a|an|its|his|her|their|our|senior|former|top|local|current|some|other|more|two|three|"
    r"one|many|several)\s)*(?:[A-ZÀ-Þ][\w'’-]*\s)?(?:government|authorities|administration|cabinet|"
    r"embassy|leadership|ministry|military|army|police)\b"
)
_PEOPLE = _words("staff people crew locals villagers townsfolk passengers relatives survivors")
_PEOPLES = {"NORP"}
_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})


def kind_of_source(
    words: str, head: str = "", label: str = "", name_type: NameType = NameType.UNKNOWN
) -> SourceKind:
    """The kind of source that ``words`` name.

    ``head`` is the lemma of the head noun (the last noun where it is not given), ``label`` spaCy's
    entity label of the head, ``name_type`` what the rest of the article shows the name to be.
    """
    plain = " ".join(words.replace("’", "'").split())
    if not plain:
        return SourceKind.OWN_VOICE
    lower = plain.lower()
    if lower in _FIRST_PERSON:
        return SourceKind.OWN_VOICE
    noun = (head or _last_noun(plain)).lower()
    if noun in _PEOPLE and len(plain.split()) == 1:
        return SourceKind.OBSERVERS_UNNAMED  # "Staff", at the head of a sentence: no name
    named = has_name(plain)
    proper_head = (bool(head) and head[:1].isupper()) or (not head and plain.split()[-1][:1].isupper())
    if is_document(noun) and _is_a_masthead(plain, noun):
        return SourceKind.NAMED_ORGANISATION
    a_name = proper_head and name_type is NameType.PERSON  # Bill, Page, Will
    if _person_heads(plain):
        return SourceKind.NAMED_PERSON
    if is_document(noun) and not (a_name or TITLED.match(plain) or _person_apposed(plain, noun)):
        return SourceKind.DOCUMENTS
    if _person_inside(plain, noun, label, name_type):
        return SourceKind.NAMED_PERSON
    if noun == "authority" and not re.search(r"(?i)authorities\b", plain):
        return SourceKind.NAMED_ORGANISATION  # "the authority" is a body, "the authorities" are officials
    if noun in OFFICIALS or _COLLECTIVE.match(plain):
        if _named_body(plain, noun):
            return SourceKind.NAMED_ORGANISATION
        return SourceKind.OFFICIALS_UNNAMED
    if _ANONYMOUS.search(lower) or noun in INSIDERS:
        return SourceKind.INSIDERS_UNNAMED
    if noun in EXPERTS:
        return SourceKind.EXPERTS_UNNAMED
    if noun in ORGANISATIONS and not named and _is_plural(plain, noun):
        return SourceKind.OBSERVERS_UNNAMED  # "patients' groups", "the unions": of no name
    if noun in ORGANISATIONS and (named or re.match(r"(?i)the |its |his |her |their ", plain)):
        return SourceKind.NAMED_ORGANISATION
    if not named or (noun and not proper_head and noun not in ORGANISATIONS):
        return SourceKind.OBSERVERS_UNNAMED
    return _of_a_name(plain, label, name_type)


def _is_plural(plain: str, noun: str) -> bool:
    """Whether ``noun``, a singular, stands in ``plain`` only in the plural."""
    several = rf"(?:{re.escape(noun)}(?:s|es)|{re.escape(noun.removesuffix('y'))}ies)"
    return re.search(rf"(?i)\b{several}\b", plain) is not None


def is_document(noun: str) -> bool:
    """Whether ``noun`` (a lemma or a plural) is a thing that is read, heard or looked at."""
    noun = noun.lower()
    single = noun.removesuffix("s")
    return noun in DOCUMENTS or single in DOCUMENTS or _COMPOUND.fullmatch(single) is not None


def _is_a_masthead(plain: str, noun: str) -> bool:
    """Whether ``noun`` is the last word of a body's name: of the Evening Post, not of a post."""
    last = re.split(r"[,(]|\s(?:of|for|in|on|from|at)\s", plain)[0].split()[-1:]
    return (
        len(plain.split()) > 1
        and bool(last)
        and last[0][:1].isupper()
        and last[0].lower() == noun
        and _ORG_WORD.fullmatch(last[0]) is not None
    )


def names_a_body(words: str) -> bool:
    """Whether a word stands in ``words`` by which bodies are named: Ministry, Bank, Partners."""
    return _ORG_WORD.search(words) is not None


def is_title(word: str) -> bool:
    """Whether ``word`` is a title that stands before a person's name."""
    return TITLED.match(f"{word} X") is not None


def asks_not_to_be_named(words: str) -> bool:
    """Whether ``words`` tell of people who know and will not be named."""
    return _ANONYMOUS.search(words.lower()) is not None


def has_name(words: str) -> bool:
    """Whether a capitalised name stands in ``words``, the first word counting only in company."""
    return any(
        match.start() > 0 or match.group().lower() not in _COMMON_FIRST for match in _CAPITALS.finditer(words)
    )


_COMMON_FIRST = _words(
    "the a an some many most few several all both other others one two three four five six "
    "critics observers officials people sources experts analysts economists researchers residents "
    "he she they it we i you this that these those his her its their our my who which security "
    "legal police government documents papers records witnesses supporters opponents voters "
    "lawmakers prosecutors senior local state military military's commentators insiders "
    "scientists lawyers doctors diplomats ministers leaders authorities campaigners activists "
    "another no nobody everyone everybody someone political former current opposition market "
    "industry foreign defence defense trade public polls reports figures data letters emails "
    "minutes members investors traders aides advisers rivals neighbours neighbors families "
    "workers unions students teachers farmers detractors skeptics sceptics"
)


def _last_noun(plain: str) -> str:
    first = re.split(
        r",|\b(?:of|for|at|in|from|with|who|that|which|close|familiar|on|by|to|seen|held|filed|"
        r"obtained|lodged|published|released)\b",
        plain,
    )[0]
    last = (first.split() or plain.split())[-1].strip(".,;:'\"")
    if last[:1].isupper() and len(first.split()) > 1:
        return last
    lower = last.lower()
    for singular in (
        lower.removesuffix("s"),
        re.sub(r"ies$", "y", lower),
        re.sub(r"men$", "man", lower),
    ):
        if singular in OFFICIALS | EXPERTS | INSIDERS | DOCUMENTS | ORGANISATIONS | PERSON_ROLES:
            return singular
    return lower


def _person_apposed(plain: str, noun: str) -> bool:
    return bool(re.search(rf",\s{_TITLE}\s", plain)) and not is_document(noun)


def _person_inside(plain: str, noun: str, label: str, name_type: NameType) -> bool:
    if name_type is NameType.PERSON or (label == "PERSON" and name_type is NameType.UNKNOWN):
        return not (noun in ORGANISATIONS or _possessive_owner(plain))
    if TITLED.search(re.sub(r"\S+'s?\s.*", "", plain)) and not _ORG_WORD.search(plain.split(",")[0]):
        return True
    parts = [part.strip() for part in plain.split(",")]
    role = noun in OFFICIALS | PERSON_ROLES | EXPERTS | INSIDERS
    if len(parts) > 1 and role:  # "a spokesman for the ministry, Jon Ek"
        return any(_looks_like_a_person(part) for part in parts[1:])
    match = _CAPITALS.search(plain)
    if len(parts) > 1 and match and match.start() == 0 and not _ORG_WORD.search(parts[0]):
        apposed = re.findall(r"[a-z-]+", " ".join(parts[1:]).lower())
        singular = {word.removesuffix("s") for word in apposed[:8]} | set(apposed[:8])
        if singular & (OFFICIALS | PERSON_ROLES | EXPERTS | INSIDERS) - ORGANISATIONS:
            return True
        return bool(re.match(r"\d\d$", parts[1]))
    owned = re.search(rf"[A-ZÀ-Þ][\w.-]*'s?\s({_NAME})$", plain)  # "the Tarn Post's Jon Ek"
    if owned and _looks_like_a_person(owned.group(1)):
        return True
    # "spokesman Jon Ek", "former chancellor Rusk Halloran"
    inline = re.search(rf"\b([a-z][a-z-]+)\s({_NAME})$", plain)
    if inline and _looks_like_a_person(inline.group(2)):
        return inline.group(1) in OFFICIALS | PERSON_ROLES | EXPERTS | INSIDERS
    return False


def _person_heads(plain: str) -> bool:
    """Whether a person's name comes first and the rest says what they are: "Jo Ek, the Union's head of pay".

    The body in the apposition is what they work for, not who speaks.
    """
    name, _, rest = plain.partition(", ")
    if not _looks_like_a_person(name) or name.lower().startswith("the "):
        return False
    office = re.sub(rf"^(?:(?:the|its|their|a|an)\s)?(?:{_NAME}'s?\s)?", "", rest)
    head = re.split(r",|\s(?:of|for|at|in|to|on)\b", office)[0].split()[-1:]
    return bool(head) and head[0] in (OFFICIALS | PERSON_ROLES | EXPERTS | _words("head")) - ORGANISATIONS


def _possessive_owner(plain: str) -> bool:
    return bool(re.search(r"'s?\s+[a-z][\w-]*$", plain))


def _looks_like_a_person(words: str) -> bool:
    match = _CAPITALS.fullmatch(words)
    return bool(match) and 2 <= len(words.split()) <= 5 and not _ORG_WORD.search(words)


def _named_body(plain: str, noun: str) -> bool:
    """Whether the noun of office is itself part of a name: the Ministry of Ports."""
    return bool(_ORG_WORD.search(plain.split(" of ")[0].split(",")[0])) and not re.search(
        rf"\b{re.escape(noun)}s?\b", plain
    )


def _of_a_name(plain: str, label: str, name_type: NameType) -> SourceKind:
    if _ORG_WORD.search(plain):
        return SourceKind.NAMED_ORGANISATION
    if name_type is NameType.PLACE or (name_type is NameType.UNKNOWN and label in {"GPE", "LOC"}):
        return SourceKind.OFFICIALS_UNNAMED
    if name_type is NameType.ORGANISATION or label in {"ORG", "PRODUCT", "FAC"}:
        return SourceKind.NAMED_ORGANISATION
    if label in _PEOPLES:
        return SourceKind.OBSERVERS_UNNAMED
    bare = re.sub(r"^(?:The|the)\s", "", plain)
    if bare != plain:
        return SourceKind.NAMED_ORGANISATION
    return SourceKind.NAMED_PERSON
