"""Who "he", "they", "it" and "the ambassador" are, where it is safe to tell.

A cast list is drawn from the article itself: every name in it, with what the words around it show
it to be the name of (a title, an apposition, "in X", the parser's entity label). Nothing is known
about any name beforehand.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sayso.records import SourceKind, Span
from sayso.statements import cues, kinds
from sayso.statements.drafts import Draft, noun_phrase, tokens_between
from sayso.statements.introductions import ROLES, introductions
from sayso.statements.kinds import NameType, is_document, kind_of_source
from sayso.statements.parsing import Paragraph, Token
from sayso.statements.verbs import lemma_of, looks_alive

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_THEY = frozenset({"they", "them", "their", "themselves"})
_IT = frozenset({"it", "its", "itself"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
PRONOUNS = _HE | _SHE | _THEY | _IT | _RELATIVE
_READS = frozenset(
    "run read begin conclude end open state continue show list record detail mention feature".split()
)
_PLACE_PREPOSITIONS = frozenset({"in", "near", "to", "from", "at", "across", "inside", "outside", "into"})
_IN = frozenset({"in", "near", "across", "inside", "outside"})
_MALE = re.compile(r"\b(?:Mr|Sir|Lord|King|Prince|Father|Congressman|Chairman|spokesman)\b")
_FEMALE = re.compile(
    r"\b(?:Mrs|Ms|Miss|Dame|Lady|Queen|Princess|Sister|Congresswoman|Chairwoman|spokeswoman)\b"
)
_LABELS = {
    "PERSON": NameType.PERSON, "ORG": NameType.ORGANISATION, "GPE": NameType.PLACE,
    "LOC": NameType.PLACE, "FAC": NameType.PLACE,
}  # fmt: skip


@dataclass
class Mention:
    """A noun phrase that a later pronoun may stand for."""

    start: int
    sentence: tuple[int, int]
    words: str
    kind: SourceKind
    plural: bool
    role: str
    gender: str = ""
    alive: bool = True
    sure: bool = True


@dataclass
class Cast:
    """The names of an article and what each is the name of."""

    types: dict[str, Counter[NameType]] = field(default_factory=lambda: defaultdict(Counter))
    labels: dict[str, Counter[NameType]] = field(default_factory=lambda: defaultdict(Counter))
    roles: dict[str, str] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    titles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    holders: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    offices: dict[str, str] = field(default_factory=dict)

    def holds(self, name: str, role: str) -> None:
        """Note that ``name`` is, by the words beside it, that of a ``role``."""
        self.roles.setdefault(role, name)
        self.holders[role].add(name)

    def only(self, role: str, before: int) -> str | None:
        """The full name of the one who is said to have ``role``; None where several are, or nobody."""
        forms = {self.full(name, before) for name in self.holders.get(role, ())}
        people = [name for name in forms if self.type_of(name) is NameType.PERSON]
        return people[0] if len(people) == 1 and len(forms) == 1 else None

    def people(self) -> list[str]:
        """The full names of the article's people."""
        return sorted(n for n in self.types if " " in n and self.type_of(n) is NameType.PERSON)

    def full(self, name: str, before: int, beside: Iterable[str] = ()) -> str:
        """The full form of ``name`` that stands before ``before``: "Halloran" gives "Rusk Halloran".

        Where two people of that name were named by then, only a title that stands ``beside`` it and
        is that of just one of them tells; else, ``name`` itself.
        """
        everyone = _people(self._longer(name))
        known = [[form for form in forms if self.places.get(form, before) < before] for forms in everyone]
        shown = _with_gender(beside)
        titles = [set().union(*(_with_gender(self.titles[form]) for form in forms)) for forms in everyone]
        named = [number for number, forms in enumerate(known) if forms]
        fitting = [number for number in named if shown & titles[number]]
        if len(fitting) == 1:
            named = fitting
        elif not fitting and any(shown & one for one in titles):
            return name  # the title of somebody who is named only later
        named = [number for number in named if not _of_other_gender(shown, titles[number])]
        if len(named) != 1:
            return name
        return self._weightiest(known[named[0]])

    def _longer(self, name: str) -> list[str]:
        return [
            other
            for other in self.types
            if other != name
            and other.split()[-1:] == name.split()[-1:]
            and len(other.split()) > len(name.split())
            and name in other
        ]

    def _weightiest(self, names: Iterable[str]) -> str:
        return max(names, key=lambda name: (sum(self.types[name].values()), name))

    def type_of(self, name: str) -> NameType:
        """What ``name`` is the name of, by the weight of what stands around it."""
        full = self._weightiest(self._longer(name) or [name])
        votes = Counter(self.types.get(full, Counter()))
        if full != name:
            votes.update(self.types.get(name, Counter()))
            votes[NameType.PERSON] += " " not in name
        elif self._goes_by_its_last_word(full):
            votes[NameType.PERSON] += 2
        labels = self.labels.get(full) or self.labels.get(name)
        if labels:  # what the parser knows of the name itself: one vote, however often it stands
            votes[max(labels.items(), key=lambda item: (item[1], item[0].value))[0]] += 1
        if not votes:
            return NameType.UNKNOWN
        best, weight = max(votes.items(), key=lambda item: (item[1], item[0].value))
        return best if weight > 0 else NameType.UNKNOWN

    def _goes_by_its_last_word(self, name: str) -> bool:
        """Whether ``name`` is shortened as people's are: "Hill" for "Ann Hill", but not "Korea"."""
        last = name.split()[-1]
        if last == name or last not in self.types or kinds.names_a_body(name):
            return False
        return NameType.PLACE not in self.labels.get(last, Counter())


def _people(names: Sequence[str]) -> list[list[str]]:
    """``names`` in groups, each the forms of one name: "Ken Rask" and "Ken J. Rask"."""
    groups: list[list[str]] = []
    for name in sorted(names, key=lambda one: (-len(one.split()), one)):
        words = set(name.split())
        home = next((group for group in groups if words <= set(group[0].split())), None)
        if home is None:
            groups.append([name])
        else:
            home.append(name)
    return groups


def _with_gender(titles: Iterable[str]) -> set[str]:
    """``titles`` in small letters, with "m" or "f" for those that tell."""
    found = {title.lower().rstrip(".") for title in titles}
    for mark, pattern in (("m", _MALE), ("f", _FEMALE)):
        if any(pattern.search(title) or pattern.search(title.capitalize()) for title in found):
            found.add(mark)
    return found


def _of_other_gender(shown: set[str], known: set[str]) -> bool:
    mine, theirs = shown & {"m", "f"}, known & {"m", "f"}
    return bool(mine and theirs) and not mine & theirs


def titles_in(phrase: Sequence[Token], name: str) -> list[str]:
    """The words of ``phrase`` beside ``name``: "mayor" of "Mayor Rask"."""
    words = set(name.split())
    return [token.text for token in phrase if token.text[:1].isalpha() and token.text not in words]


def name_in(phrase: Sequence[Token]) -> str:
    """The name that begins ``phrase``, or stands at its head, without titles; "" where none does."""
    found: list[str] = []
    for token in phrase:
        if token.pos_ == "PROPN" or token.ent_type_ == "PERSON":
            found.append(token.text)
        elif found:
            break
    return _untitled(" ".join(found))


def _untitled(name: str) -> str:
    for match in kinds.TITLED.finditer(name):
        rest = name[match.end() :]
        if rest and not kinds.names_a_body(rest):
            return _untitled(rest)
    return name.strip()


def cast_of(paragraphs: Sequence[Paragraph]) -> Cast:
    """The cast list of an article."""
    cast = Cast()
    for paragraph in paragraphs:
        words = [token for token in paragraph.doc if token.is_alpha]
        if words and sum(token.text[:1].isupper() for token in words) > 0.6 * len(words):
            continue  # a headline's capitals name nobody
        for run in _names(paragraph):
            _note(cast, run, paragraph.start_of(run[0]))
    return cast


def _names(paragraph: Paragraph) -> list[list[Token]]:
    found: list[list[Token]] = []
    for token in paragraph.doc:
        if token.pos_ != "PROPN" or not token.text[:1].isupper():
            continue
        last = found[-1][-1] if found else None
        day = last is not None and last.ent_type_ == "DATE" != token.ent_type_  # "on Tuesday Jo Ek says"
        if last is not None and last.i == token.i - 1 and last.sent == token.sent and not day:
            found[-1].append(token)
        else:
            found.append([token])
    return found


def _note(cast: Cast, run: list[Token], place: int) -> None:
    raw = " ".join(token.text for token in run)
    name = _untitled(raw)
    if not name or not name[:1].isupper():
        return
    head, doc = run[-1], run[0].doc
    votes = cast.types[name]
    cast.places.setdefault(name, place)
    before = doc[run[0].i - 1] if run[0].i else None
    after = doc[run[-1].i + 1] if run[-1].i + 1 < len(doc) else None
    if name != raw:
        votes[NameType.PERSON] += 5
        gender = "m" if _MALE.search(raw) else "f" if _FEMALE.search(raw) else ""
        if gender:
            cast.genders[name.split()[-1]] = gender
        title = raw[: len(raw) - len(name)].strip().split()
        cast.titles[name].update(title)
        for word in title:
            cast.holds(name, word.lower().rstrip("."))
    label = _LABELS.get(head.ent_type_)
    if label is not None:
        cast.labels[name][label] += 1
    if before is not None and before.lower_ in _PLACE_PREPOSITIONS and head.dep_ == "pobj" and len(run) == 1:
        votes[NameType.PLACE] += 3 if before.lower_ in _IN else 1
    if (
        before is not None
        and before.pos_ == "NOUN"
        and before.lemma_.lower() in kinds.OFFICIALS | kinds.PERSON_ROLES
    ):
        votes[NameType.PERSON] += 3
        cast.holds(name, before.lemma_.lower())
        cast.titles[name].add(before.lemma_)
    if any(
        child.dep_ == "relcl" and any(t.lower_ == "who" for t in child.subtree) for child in head.children
    ):
        votes[NameType.PERSON] += 3
    if (
        after is not None
        and after.text == ","
        and after.i + 2 < len(doc)
        and doc[after.i + 1].like_num
        and doc[after.i + 2].text == ","
    ):
        votes[NameType.PERSON] += 3
    if any(
        child.dep_ == "relcl" and any(t.lower_ == "which" and t.dep_ == "nsubj" for t in child.subtree)
        for child in head.children
    ):
        votes[NameType.ORGANISATION] += 2
    for other in _apposed(head):
        lemma = other.lemma_.lower()
        if lemma in kinds.ORGANISATIONS:
            votes[NameType.ORGANISATION] += 5
            cast.holds(name, lemma)
        elif lemma in kinds.OFFICIALS | kinds.PERSON_ROLES | kinds.EXPERTS | kinds.INSIDERS:
            votes[NameType.PERSON] += 5
            cast.holds(name, lemma)
            cast.titles[name].add(lemma)
        elif lemma in {
            "capital",
            "town",
            "port",
            "country",
            "state",
            "republic",
            "kingdom",
            "village",
            "island",
        }:
            votes[NameType.PLACE] += 5
        elif _is_office(other) and " " in name and not kinds.names_a_body(name):
            cast.holds(name, lemma)
    for role in _by_what_they_do(head):
        cast.offices.setdefault(role, name)
    for role in _acts_as(head):
        votes[NameType.PERSON] += 2
        cast.holds(name, role)
    if head.dep_ == "poss" and head.head.lemma_.lower() in {
        "government",
        "capital",
        "army",
        "navy",
        "border",
    }:
        votes[NameType.PLACE] += 2
    if kinds.names_a_body(name):
        votes[NameType.ORGANISATION] += 4


def _is_office(noun: Token) -> bool:
    """Whether ``noun``, beside a name, says what that person is: "the warden", "its curator"."""
    return (
        noun.tag_ == "NN"
        and not is_document(noun.lemma_)
        and any(child.lower_ in _OF_ONE for child in noun.children if child.dep_ in {"det", "poss"})
    )


_OF_ONE = frozenset("the its their his her our".split())


#: Who is meant by a role where the article only says what they do: "Ek, who has run the Office".
_DO = {
    "run": "director head chief boss manager", "head": "head director chief boss", "direct": "director",
    "lead": "leader head", "chair": "chair chairman chairwoman", "edit": "editor", "manage": "manager",
}  # fmt: skip


def _by_what_they_do(head: Token) -> list[str]:
    """The roles of one of whom it is told that they run, chair or edit something."""
    return [
        role
        for child in head.children
        if child.dep_ == "relcl" and any(c.lower_ == "who" and c.dep_ == "nsubj" for c in child.children)
        for role in _DO.get(lemma_of(child), "").split()
    ]


def _acts_as(head: Token) -> list[str]:
    """The office of "Ivo Sandell has run the archive as its director"."""
    if head.dep_ != "nsubj":
        return []
    return [
        inner.lemma_.lower()
        for child in head.head.children
        if child.dep_ == "prep" and child.lower_ == "as"
        for inner in child.children
        if inner.dep_ == "pobj" and _is_office(inner)
        and inner.lemma_.lower() in kinds.PERSON_ROLES | kinds.OFFICIALS | ROLES
    ]


def _apposed(head: Token) -> list[Token]:
    found = [child for child in head.children if child.dep_ == "appos"]
    if head.dep_ == "appos":
        found.append(head.head)
    if head.dep_ in {"attr", "nsubj"}:
        verb = head.head
        if verb.lemma_ == "be":
            found += [
                child for child in verb.children if child.dep_ in {"attr", "nsubj"} and child.i != head.i
            ]
    return found


class Antecedents:
    """Resolves the sources of drafts, given in the order of the text."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._cast = cast_of(paragraphs)
        self._mentions: list[Mention] = []
        for paragraph in paragraphs:
            self._mentions += _mentions(paragraph, self._cast)
        self._introduced = {
            one.start: one for one in introductions(paragraphs, self._cast.people())
        }
        for one in self._introduced.values():
            self._cast.holds(one.name, one.role)
        self._mentions.sort(key=lambda mention: mention.start)
        self._sources: list[Mention] = []

    def settle(self, draft: Draft) -> tuple[SourceKind, str | None]:
        """The kind of the draft's source, and the fuller name where its words are short for one."""
        head, source = draft.head, draft.source
        if head is None or source is None:
            return SourceKind.OWN_VOICE, None
        paragraph = draft.paragraph
        words = _as_in_mid_sentence(paragraph, source)
        lower = head.lower_
        if lower in PRONOUNS or (words.lower() in PRONOUNS and _holds(paragraph, source, head)):
            found = self._relative(draft, head) if lower in _RELATIVE else self._pronoun(draft, lower)
            if found is None:
                return _unresolved(lower), None
            self._remember(found, draft)
            return found.kind, found.words
        mention = _mention(paragraph, head, noun_phrase(paragraph, head), self._cast)
        resolved = None
        kind = mention.kind
        phrase = noun_phrase(paragraph, head)
        name = name_in(phrase) if head.pos_ == "PROPN" else ""
        if name:
            full = self._cast.full(name, source.start, titles_in(phrase, name))
            resolved = full if full != name else None
            mention.words = full if full != name else mention.words
        elif (meant := self._one_with_role(paragraph, head, words)) is not None:
            kind, resolved = SourceKind.NAMED_PERSON, meant
            mention.kind, mention.words, mention.sure = kind, meant, True
        elif words.lower().startswith("the ") and len(words.split()) == 2:
            lemma = head.lemma_.lower()
            stands_for = self._cast.roles.get(lemma) or self._cast.offices.get(lemma)
            if stands_for is not None:
                resolved = self._cast.full(stands_for, source.start, [lemma])
                kind = _kind_of_name(resolved, self._cast)
                mention.kind, mention.words = kind, resolved
        elif kind is SourceKind.OBSERVERS_UNNAMED and self._holds_a_role(head, words):
            kind = mention.kind = SourceKind.NAMED_PERSON
        if kind is SourceKind.OBSERVERS_UNNAMED and _asks_not_to_be_named(draft, source):
            kind = mention.kind = SourceKind.INSIDERS_UNNAMED
        self._remember(mention, draft)
        return kind, resolved

    def _one_with_role(self, paragraph: Paragraph, head: Token, words: str) -> str | None:
        """Who "a retired judge" or a headline's "Judge" is, where the article names just one."""
        place = paragraph.start_of(head)
        if place in self._introduced:
            return self._introduced[place].name
        role = head.lower_
        bare = role in ROLES | kinds.PERSON_ROLES and head.tag_ in {"NN", "NNP"} and " " not in words
        return self._cast.only(role, len(paragraph.text)) if bare else None

    def _holds_a_role(self, head: Token, words: str) -> bool:
        """Whether "the third-party nominee" must be one of those the article names as nominees."""
        return (
            words.lower().startswith("the ")
            and head.tag_ == "NN"
            and head.lemma_.lower() in kinds.PERSON_ROLES
            and head.lemma_.lower() in self._cast.roles
        )

    def _remember(self, mention: Mention, draft: Draft) -> None:
        self._sources.append(
            Mention(draft.anchor, mention.sentence, mention.words, mention.kind, mention.plural,
                    mention.role, mention.gender, True)
        )  # fmt: skip

    def _relative(self, draft: Draft, pronoun: Token) -> Mention | None:
        for token in pronoun.ancestors:
            if token.dep_ in {"relcl", "acl"}:
                head = token.head
                return _mention(draft.paragraph, head, noun_phrase(draft.paragraph, head), self._cast)
        return None

    def _pronoun(self, draft: Draft, pronoun: str) -> Mention | None:
        assert draft.source is not None
        before = draft.source.start
        paragraph = draft.paragraph
        sentence = paragraph.sentences[paragraph.sentence_at(before)]
        lemma = "" if draft.cue is None else draft.cue.of(paragraph.text).split()[-1].lower()
        cue_lemma = _lemma_of_cue(draft)
        reads = lemma.rstrip("s") in _READS or lemma in {"ran", "began"}
        limit = before - 1500
        sources = [m for m in self._sources if limit < m.start < before]
        others = [m for m in self._mentions if limit < m.start < before and not _quoted(paragraph, m)]
        if pronoun in _HE | _SHE:
            gender = "m" if pronoun in _HE else "f"
            fits = [m for m in sources if m.kind is SourceKind.NAMED_PERSON and m.gender in {"", gender}]
            near = [m for m in others if m.kind is SourceKind.NAMED_PERSON and m.gender in {"", gender}]
            near = [m for m in near if m.sure] or near
            subjects = [m for m in near if m.role != "other"]
            last_source, last_subject = fits[-1:], subjects[-1:]
            if last_source and last_subject:
                return max(last_source[0], last_subject[0], key=lambda m: m.start)
            found = last_source or last_subject or near[-1:]
            return found[0] if found else self._unnamed_person(sources, gender)
        if pronoun in _THEY:
            written = cue_lemma in cues.SHOWING
            plural = [m for m in sources if m.plural and (written or m.kind is not SourceKind.DOCUMENTS)]
            nearby = [m for m in others if m.plural and m.role != "other" and m.alive]
            nearby = [m for m in nearby if m.role == "main"] or nearby
            nearby = [m for m in nearby if written or m.kind is not SourceKind.DOCUMENTS]
            nearby += _who_just_acted(paragraph, sentence, others)
            pool = plural[-1:] + nearby[-1:]
            return max(pool, key=lambda m: m.start, default=None)
        if pronoun in _IT:
            told_of = self._told_of(draft)
            if told_of is not None:
                return told_of
            papers = [
                m
                for m in others
                if m.kind is SourceKind.DOCUMENTS and not m.plural and m.start < sentence.start
            ]
            if reads:
                return papers[-1] if papers else None
            fits = [m for m in sources if not m.plural and m.kind in _THINGS]
            subjects = [
                m
                for m in others
                if not m.plural and m.role != "other" and m.kind in _THINGS and m.start < sentence.start
            ]
            subjects = [m for m in subjects if m.role == "main"] or subjects
            pool = fits[-1:] + subjects[-1:]
            return max(pool, key=lambda m: m.start) if pool else (papers[-1] if papers else None)
        return None

    def _told_of(self, draft: Draft) -> Mention | None:
        """Who the words before the report are about: "The company has paid it back, it said"."""
        assert draft.source is not None
        first = draft.contents[0] if draft.contents else None
        paragraph = draft.paragraph
        if first is None or first.end > draft.source.start or first.start < paragraph.offset:
            return None
        if paragraph.quote_at(first.start) is not None:
            return None
        mine = [
            m
            for m in self._mentions
            if first.start <= m.start < first.end and m.role != "other" and not m.plural
        ]
        bodies = {SourceKind.NAMED_ORGANISATION, SourceKind.OFFICIALS_UNNAMED}
        return mine[0] if mine and mine[0].kind in bodies and mine[0].start < first.start + 4 else None

    def _unnamed_person(self, sources: list[Mention], gender: str) -> Mention | None:
        single = [m for m in sources if not m.plural and m.kind in _UNNAMED and m.gender in {"", gender}]
        return single[-1] if single else None


def _lemma_of_cue(draft: Draft) -> str:
    """The lemma of the last verb of the cue; "" where there is none."""
    if draft.cue is None or draft.cue.start < draft.paragraph.offset:
        return ""
    tokens = tokens_between(draft.paragraph, draft.cue.start, draft.cue.end)
    verbs = [token for token in tokens if token.tag_[:2] == "VB"]
    return lemma_of(verbs[-1]) if verbs else ""


#: What only people do, so that who does it may be meant by the next sentence's "they say".
_HUMAN = frozenset(
    "shrug laugh smile sigh nod grin wince complain grumble mutter doubt hope worry fear want remember "
    "know disagree differ object agree wait protest demand insist believe suspect wonder cheer mourn "
    "weep pray campaign lobby plead argue".split()
)


def _who_just_acted(paragraph: Paragraph, sentence: Span, others: Sequence[Mention]) -> list[Mention]:
    """The plural subject of the sentence before, where its verb is of something only people do."""
    number = paragraph.sentence_at(sentence.start)
    if number == 0:
        return []
    tokens = paragraph.tokens_of(number - 1)
    subjects = {
        paragraph.start_of(token.left_edge)
        for token in tokens
        if token.dep_ == "nsubj" and token.head.dep_ == "ROOT" and lemma_of(token.head) in _HUMAN
    }
    return [m for m in others if m.start in subjects and m.plural]


def _asks_not_to_be_named(draft: Draft, source: Span) -> bool:
    """Whether a clause beside the cue says so: "employees, speaking on …, said", "said on …"."""
    if draft.cue is None:
        return False
    text, cue, paragraph = draft.paragraph.text, draft.cue, draft.paragraph
    if source.end <= cue.start and kinds.asks_not_to_be_named(text[source.end : cue.start]):
        return True
    following = [span.start for span in draft.contents if span.start >= cue.end]
    end = following[0] if following else paragraph.sentences[paragraph.sentence_at(cue.start)].end
    return kinds.asks_not_to_be_named(text[cue.end : max(cue.end, end)])


def _holds(paragraph: Paragraph, span: Span, token: Token) -> bool:
    """Whether ``token`` stands in ``span``, and is not what a pronoun there stands for."""
    return bool(span.start <= paragraph.start_of(token) < span.end)


_THINGS = {SourceKind.DOCUMENTS, SourceKind.NAMED_ORGANISATION, SourceKind.OFFICIALS_UNNAMED}
_UNNAMED = {
    SourceKind.OFFICIALS_UNNAMED, SourceKind.INSIDERS_UNNAMED, SourceKind.EXPERTS_UNNAMED,
    SourceKind.OBSERVERS_UNNAMED,
}  # fmt: skip


def _quoted(paragraph: Paragraph, mention: Mention) -> bool:
    if not paragraph.offset <= mention.start < paragraph.end:
        return False
    return paragraph.quote_at(mention.start) is not None


def _unresolved(pronoun: str) -> SourceKind:
    if pronoun in _HE | _SHE:
        return SourceKind.NAMED_PERSON
    return SourceKind.OBSERVERS_UNNAMED


def _mentions(paragraph: Paragraph, cast: Cast) -> list[Mention]:
    found = []
    for token in paragraph.doc:
        if token.pos_ in {"NOUN", "PROPN"} and token.dep_ in {
            "nsubj",
            "nsubjpass",
            "pobj",
            "dobj",
            "appos",
            "conj",
            "attr",
            "poss",
        }:
            found.append(_mention(paragraph, token, noun_phrase(paragraph, token), cast))
    return found


def _mention(paragraph: Paragraph, head: Token, phrase: list[Token], cast: Cast) -> Mention:
    span = paragraph.span(phrase)
    words = _as_in_mid_sentence(paragraph, span)
    name = name_in(phrase) if head.pos_ == "PROPN" else ""
    apposed = [child for child in head.children if child.dep_ == "appos" and child.pos_ == "PROPN"]
    if apposed:
        inner = name_in(noun_phrase(paragraph, apposed[0]))
        if inner and cast.type_of(inner) is NameType.PERSON:
            return Mention(
                span.start,
                _sentence(paragraph, span.start),
                inner,
                SourceKind.NAMED_PERSON,
                False,
                _role(head),
                _gender(inner, words, cast),
            )
    lemma = head.text if head.pos_ == "PROPN" and not is_document(head.lower_) else head.lemma_
    if is_document(head.lower_) and not is_document(lemma):
        lemma = head.lower_  # "data", of which the parser makes "datum"
    kind = kind_of_source(words, lemma, head.ent_type_, cast.type_of(name) if name else NameType.UNKNOWN)
    several = any(child.dep_ == "conj" for child in head.children)
    shown = span.of(paragraph.text)
    if name and not several:
        shown = cast.full(name, span.start, titles_in(phrase, name))
    plural = several or head.tag_ in {"NNS", "NNPS"}
    if head.lemma_.lower() in {"people", "police", "staff", "team", "some", "many", "other"}:
        plural = True
    return Mention(
        span.start,
        _sentence(paragraph, span.start),
        shown,
        kind,
        plural,
        _role(head),
        _gender(name, words, cast),
        looks_alive(head),
        not name or cast.type_of(name) is NameType.PERSON,
    )


def _kind_of_name(name: str, cast: Cast) -> SourceKind:
    return kind_of_source(name, name.split()[-1], "", cast.type_of(name))


def _role(head: Token) -> str:
    """Tell "main" for the subject of a main clause, "subject" for another's, "other" for the rest."""
    if head.dep_ not in {"nsubj", "nsubjpass"}:
        return "other"
    verb = head.head
    while verb.dep_ == "conj":
        verb = verb.head
    return "main" if verb.dep_ == "ROOT" else "subject"


def _gender(name: str, words: str, cast: Cast) -> str:
    known = cast.genders.get(name.split()[-1]) if name else None
    if known:
        return known
    if _MALE.search(words):
        return "m"
    return "f" if _FEMALE.search(words) else ""


def _as_in_mid_sentence(paragraph: Paragraph, span: Span) -> str:
    """The words of ``span``, without the capital of a sentence's first word that is no name."""
    words = span.of(paragraph.text)
    first = paragraph.doc.char_span(
        span.start - paragraph.offset, span.start - paragraph.offset + 1, alignment_mode="expand"
    )
    opens = any(sentence.start == span.start for sentence in paragraph.sentences)
    if not opens or first is None or first[0].pos_ == "PROPN" or first[0].ent_type_ or len(words) < 2:
        return words
    return words[0].lower() + words[1:] if words[1].islower() else words


def _sentence(paragraph: Paragraph, offset: int) -> tuple[int, int]:
    span: Span = paragraph.sentences[paragraph.sentence_at(offset)]
    return span.start, span.end
