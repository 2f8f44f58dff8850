"""Who is who: the names that statements are laid to, resolved to parties across their forms.

"Ada Corvel", "Prime Minister Corvel" and "Corvel" are one where only one Corvel is named; a state,
its government and its capital are one. What is not sure is asked: a doubt names two parties and why
they might be one, and a person's decision on two names counts for more than any rule.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.library.names import alike, folded
from sayso.records import SourceKind
from sayso.statements.kinds import is_title, names_a_body
from sayso.tracing.countries import states

_RUN = re.compile(
    r"(?:[A-ZÀ-Þ][^\W\d_]*(?:['’-][^\W\d_]+)*|[A-Z]\.)"
    r"(?:\s(?:van|von|der|den|de|da|di|du|al|el|bin|ibn|la|le)(?=\s)|\s(?:[A-ZÀ-Þ][^\W\d_]*(?:['’-][^\W\d_]+)*|[A-Z]\.))*"
)
_LEAD = re.compile(r"^(?:the|a|an|its|their|his|her|our)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])(?=\s|$)")
_GOVERNMENT = re.compile(r"\s*\b(?:government|administration|authorities|state|side)$")
_OF = re.compile(r"^(?:government|administration|authorities|state|republic|kingdom) of (?:the )?")
#: Bodies of a state that may be meant by its name and are not it: asked, never assumed.
_OFFICE = re.compile(
    r"\b(?:foreign (?:office|ministry|minister)|ministry|defen[cs]e|army|military|embassy|officials?|"
    r"spokes\w+|ambassador|leadership|cabinet|diplomats?|delegation|presidency|prime minister)\b"
)
#: People who speak for somebody, several people, and what is somebody's: not that person.
_OF_ANOTHER = re.compile(
    r"\b(?:spokes\w+|lawyers?|attorneys?|aides?|advisers?|advisors?|campaign|allies|supporters)\s(?:for|of|to)\b"
    r"|\sand\s(?:[a-z]+\s)*[A-ZÀ-Þ]|['’]s?\s(?:[\w-]+\s)*[a-z]"
)
_SUFFIXES = frozenset("jr sr ii iii jnr snr".split())
#: Kinds of sources that are somebody in particular, whom another article may mean too.
_NAMED = frozenset({SourceKind.NAMED_PERSON, SourceKind.NAMED_ORGANISATION})


@dataclass(frozen=True, slots=True)
class Party:
    """One party: its ``name``, the ``forms`` it is called by with how often, and its kind."""

    name: str
    forms: tuple[tuple[str, int], ...]
    kind: SourceKind

    @property
    def often(self) -> int:
        """How many statements are laid to it."""
        return sum(count for _, count in self.forms)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two parties that may be one, and why; for a person to decide."""

    one: str
    other: str
    why: str


class Parties:
    """The parties among ``speakers``: (name, kind, how often). ``decisions``: (one, other, same)."""

    def __init__(
        self,
        speakers: Iterable[tuple[str, SourceKind, int]],
        decisions: Sequence[tuple[str, str, bool]] = (),
    ) -> None:
        counts: Counter[str] = Counter()
        kinds: dict[str, Counter[SourceKind]] = defaultdict(Counter)
        for name, kind, often in speakers:
            counts[name] += often
            kinds[name][kind] += often
        self._kind = {name: max(sorted(of), key=lambda k: of[k]) for name, of in kinds.items()}
        self._forms = counts
        self._decided = {frozenset((one, other)): same for one, other, same in decisions}
        self._people = _People(name for name in counts if self._kind[name] is SourceKind.NAMED_PERSON)
        self._key = {name: self._rule(name) for name in counts}
        self._settle(decisions)
        self._members: dict[str, list[str]] = defaultdict(list)
        for name in counts:
            self._members[self._key[name]].append(name)
        self._names = {key: self._called(members) for key, members in self._members.items()}

    def of(self, speaker: str) -> str:
        """What the party that ``speaker`` is a form of is called; ``speaker`` itself where unknown."""
        key = self._key.get(speaker)
        return self._names[key] if key is not None else speaker

    def party(self, name: str) -> Party | None:
        """The party that is called ``name``, in any of its forms; None where there is none."""
        key = self._key_of(name)
        if key is None:
            return None
        forms = sorted(self._members[key], key=lambda form: (-self._forms[form], form))
        return Party(
            self._names[key],
            tuple((form, self._forms[form]) for form in forms),
            self._kind[forms[0]],
        )

    def form(self, name: str) -> str | None:
        """The form in the articles that ``name`` means: itself, or the commonest of the party it names."""
        if name in self._key:
            return name
        found = self.party(name)
        return found.forms[0][0] if found is not None else None

    def parties(self) -> list[Party]:
        """All parties, those with the most statements first."""
        every = [self.party(name) for name in self._names.values()]
        return sorted((p for p in every if p), key=lambda party: (-party.often, party.name))

    def doubts(self, name: str, most: int = 8) -> list[Doubt]:
        """Which other parties may be the one called ``name``, the likeliest first."""
        key = self._key_of(name)
        if key is None:
            return []
        found = []
        for other, members in self._members.items():
            if other == key:
                continue
            why = self._why(key, other)
            if why and not self._ruled(key, other):
                found.append((-sum(self._forms[m] for m in members), self._names[other], why))
        return [Doubt(self._names[key], one, why) for _, one, why in sorted(found)[:most]]

    def near(self, name: str, most: int = 6) -> list[str]:
        """Names of parties that share a word with ``name``, for one that is not known."""
        words = set(_plain(name).split())
        found = [
            (-len(words & set(_plain(own).split())), -sum(self._forms[m] for m in self._members[key]), own)
            for key, own in self._names.items()
        ]
        return [own for shared, _, own in sorted(found) if shared < 0][:most]

    def _key_of(self, name: str) -> str | None:
        if name in self._key:
            return self._key[name]
        plain = _plain(name)
        for key, own in self._names.items():
            if _plain(own) == plain:
                return key
        for form, key in self._key.items():
            if _plain(form) == plain:
                return key
        for kind in (SourceKind.NAMED_PERSON, SourceKind.OFFICIALS_UNNAMED):
            guess = self._by_kind(name, kind)
            if guess in self._members:
                return guess
        return None

    def _rule(self, name: str) -> str:
        return self._by_kind(name, self._kind[name])

    def _by_kind(self, name: str, kind: SourceKind) -> str:
        state = _state(name)
        if state is not None and kind is not SourceKind.NAMED_PERSON:
            return f"state {state}"
        # "Halloran" in a headline may pass for a body or a country: it is he where he is named elsewhere.
        if kind is SourceKind.NAMED_PERSON or self._people.knows(name):
            person = self._people.full(name)
            return f"person {person}" if person else f"name {_bare(name)}"
        return f"name {_bare(name)}"

    def _settle(self, decisions: Sequence[tuple[str, str, bool]]) -> None:
        """Bring together, and keep apart, what a person has decided on."""
        apart = {pair for pair, same in self._decided.items() if not same}
        for pair in apart:
            for name in pair:
                others = [n for n in pair if n != name]
                if others and name in self._key and self._key.get(others[0]) == self._key[name]:
                    # The rarer form leaves; the rest of the party stays as it is.
                    rarer = min(pair, key=lambda n: (self._forms[n], n))
                    self._key[rarer] = f"name {_plain(rarer)}, by itself"  # no other name has a comma
        for one, other, _ in decisions:
            if self._decided[frozenset((one, other))] and one in self._key and other in self._key:
                gone, stays = self._key[other], self._key[one]
                for name, key in list(self._key.items()):
                    if key == gone:
                        self._key[name] = stays

    def _called(self, members: Sequence[str]) -> str:
        key = self._key[members[0]]
        if key.startswith("state "):
            return key.removeprefix("state ")
        if key.startswith("person "):
            return self._people.shown(key.removeprefix("person "))
        best = min(members, key=lambda form: (-self._forms[form], len(form), form))
        return _LEAD.sub("", best) if self._kind[best] in _NAMED else best

    def _ruled(self, key: str, other: str) -> bool:
        return any(
            frozenset((a, b)) in self._decided for a in self._members[key] for b in self._members[other]
        )

    def _why(self, key: str, other: str) -> str | None:
        for one, two in ((key, other), (other, key)):
            if one.startswith("state ") and not two.startswith(("state ", "person ")):
                state = one.removeprefix("state ")
                for form in self._members[two]:
                    if _names_state(form, state):
                        return f"“{form}” speaks for {state}, or for a part of it"
                    office = self._kind[form] is not SourceKind.DOCUMENTS and _OFFICE.search(_plain(form))
                    if office and not _any_state(form) and one == key:
                        return f"“{form}” may be that of {state}"
        if key.startswith("person ") and other.startswith("person "):
            return self._people.why(key.removeprefix("person "), other.removeprefix("person "))
        mine, theirs = self._names[key], self._names[other]
        if self._kind[self._members[key][0]] in _NAMED and _abbreviates(mine, theirs):
            return f"“{min(mine, theirs, key=len)}” may be short for “{max(mine, theirs, key=len)}”"
        if self._kind[self._members[key][0]] is SourceKind.NAMED_ORGANISATION and _contains(mine, theirs):
            return f"“{mine}” and “{theirs}” share their words"
        return None


class _People:
    """Full names of people, and which of them a shorter form means."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._shown: dict[str, str] = {}
        counts: Counter[str] = Counter()
        runs = {form: _run(form) for form in forms}
        for run in runs.values():
            if len(run) > 1:
                counts[_fold(run)] += 1
                self._shown.setdefault(_fold(run), " ".join(run))
        # "Democrat Ada Corvel" is Ada Corvel where she is named without it.
        self._short = {
            long: short
            for long in counts
            for short in (" ".join(long.split()[-2:]),)
            if short != long and short in counts
        }
        self._by_surname: dict[str, set[str]] = defaultdict(set)
        for full in counts:
            full = self._short.get(full, full)
            self._by_surname[_surname(full)].add(full)

    def knows(self, form: str) -> bool:
        """Whether ``form`` is no more than the full name, or the surname, of somebody who is named."""
        run = _run(form)
        return (
            bool(run)
            and _plain(form) == _plain(" ".join(run))
            and _fold(run) in (self._by_surname if len(run) == 1 else self._shown)
        )

    def full(self, form: str) -> str | None:
        """The full name that ``form`` means, folded; None where it is no name of a person."""
        run = _run(form)
        if not run:
            return None
        name = _fold(run)
        name = self._short.get(name, name)
        if len(name.split()) > 1:
            same = [o for o in sorted(self._by_surname[_surname(name)]) if _same_person(name, o)]
            return max(same, key=lambda o: (len(o.split()), o), default=name) if len(same) == 1 else name
        known = self._by_surname.get(name, set())
        return next(iter(known)) if len(known) == 1 else name

    def shown(self, name: str) -> str:
        """A folded name as it is written."""
        return self._shown.get(name, name.title())

    def why(self, one: str, other: str) -> str | None:
        """Why two full names may be of one person."""
        mine, theirs = one.split(), other.split()
        if _surname(one) == _surname(other):
            if len(mine) == 1 or len(theirs) == 1:
                return f"several people are called {mine[-1].title()}"
            if mine[0][0] == theirs[0][0]:
                return "the surname is the same and the first names begin alike"
            return None
        if len(mine) == len(theirs) and all(
            a == b or (len(a) > 4 and alike(a, b, True)) for a, b in zip(mine, theirs, strict=True)
        ):
            return "the names sound alike"
        return None


def _run(form: str) -> list[str]:
    """The name of a person in ``form``: its words without titles, what is in brackets or apposed."""
    bare = re.sub(r"\([^)]*\)", " ", form.replace("\u00a0", " "))
    if _OF_ANOTHER.search(bare.split(", ")[0]):
        return []
    for part in (*bare.split(", "), bare):
        runs = [m.group().split() for m in _RUN.finditer(_POSSESSIVE.sub("", part))]
        for run in reversed(runs):
            while run and (is_title(run[0].rstrip(".")) or names_a_body(run[0])):
                run = run[1:]
            after = [i for i, word in enumerate(run[:-1]) if is_title(word.rstrip("."))]
            run = run[after[-1] + 1 :] if after else run
            run = [w for w in run if w.lower().rstrip(".") not in _SUFFIXES]
            if run and run[0].lower() not in {"the", "a", "an", "state"}:
                return run[-3:] if len(run) > 4 else run
    return []


def _fold(run: Sequence[str]) -> str:
    return " ".join(folded(word.rstrip(".")) for word in run)


def _surname(full: str) -> str:
    return full.split()[-1]


def _same_person(one: str, other: str) -> bool:
    """Whether two full names differ in a middle name or an initial only."""
    mine, theirs = one.split(), other.split()
    if mine[-1] != theirs[-1]:
        return False
    first, second = mine[0], theirs[0]
    return first == second or ((len(first) == 1 or len(second) == 1) and first[0] == second[0])


def _plain(name: str) -> str:
    words = _POSSESSIVE.sub("", _LEAD.sub("", " ".join(name.split()))).lower()
    return " ".join(re.sub(r"[^\w\s.-]", " ", words).split())


def _bare(name: str) -> str:
    """A body's name without what makes a state's government of it: "Orlund" for "Orlund’s government"."""
    return _GOVERNMENT.sub("", _OF.sub("", _plain(name))) or _plain(name)


def _state(name: str) -> str | None:
    """The state that ``name`` means as a whole: itself, its government, its capital."""
    plain = _GOVERNMENT.sub("", _OF.sub("", _plain(name)))
    return states().get(plain) or states().get(f"the {plain}")


def _any_state(form: str) -> bool:
    words = _plain(form).split()
    return any(" ".join(words[i : i + n]) in states() for i in range(len(words)) for n in (1, 2, 3))


def _names_state(form: str, state: str) -> bool:
    words = _plain(form).split()
    return any(
        states().get(" ".join(words[i : i + n])) == state for i in range(len(words)) for n in (1, 2, 3)
    )


def _abbreviates(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    letters = "".join(w[0] for w in re.findall(r"[^\W\d_]+", long) if w[:1].isupper())
    return short.isupper() and 2 <= len(short) <= 7 and short.replace(".", "") == letters


def _contains(one: str, other: str) -> bool:
    mine, theirs = set(_plain(one).split()), set(_plain(other).split())
    return len(mine & theirs) >= min(2, len(mine), len(theirs)) and (mine <= theirs or theirs <= mine)
