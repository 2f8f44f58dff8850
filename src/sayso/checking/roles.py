"""Roles of a claim against the papers: office-holders' tables first, then how papers name people.

A role is a matter of dates: "former" is true of a winter and false of the autumn after it. So a
paper speaks for the day it was written, and of several the latest one before the article counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sayso.checking.dates import spoken
from sayso.checking.words import Odds, Words
from sayso.library.terms import stem, terms
from sayso.records import Cell, Document, Passage, Span, Stance, Verdict
from sayso.statements.dates import find_dates
from sayso.statements.roles import HEADS, Role, find_roles, may_be_one

_HOLDER = {"holder", "person", "name", "incumbent", "officeholder", "office holder", "member",
           "official"}  # fmt: skip
_OFFICE = {"office", "role", "title", "position", "post", "function", "job", "capacity"}
_FROM = {"from", "start", "since", "begin", "began", "appointed", "start date", "from date",
         "took office", "term start"}  # fmt: skip
_TO = {"to", "until", "end", "till", "ended", "left", "end date", "to date", "left office",
       "term end"}  # fmt: skip
_SAME_HEAD = {"chairman": "chair", "chairwoman": "chair", "chairperson": "chair", "leader": "head",
              "chief": "head", "advisor": "adviser", "congresswoman": "congressman",
              "spokeswoman": "spokesman", "spokesperson": "spokesman", "ceo": "executive"}  # fmt: skip
#: Names of bodies people shorten; stems, as terms() gives them.
_SHORT = {"us": ("unit", "state"), "usa": ("unit", "state"), "uk": ("unit", "kingdom"),
          "eu": ("european", "union"), "un": ("unit", "nation"), "american": ("unit", "state"),
          "british": ("unit", "kingdom")}  # fmt: skip
#: What "X runs Y" and "X heads Y" may be called in a paper.
_TOP = {"head", "director", "executive", "manager", "chair", "president", "owner", "founder"}
#: Offices that one person holds at a time, so that another's name in them speaks to the claim.
_ONE_HOLDER = {"chair", "president", "chancellor", "premier", "mayor", "governor", "executive",
               "director", "head", "secretary", "minister", "treasurer", "speaker", "ambassador",
               "commissioner", "general", "registrar", "superintendent", "editor"}  # fmt: skip
#: How old a paper may be to speak of who holds an office on the article's date.
_STALE = timedelta(days=550)
#: How many places that name the person are read.
_MOST = 80


@dataclass(frozen=True, slots=True)
class RoleProof:
    """A place that speaks of the person's role: the span, its stance, its date and a reason."""

    document: str
    start: int
    end: int
    stance: Stance
    day: date | None
    reason: str
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class RoleFinding:
    """The verdict on a role with its reason and its proofs, best first."""

    verdict: Verdict
    reason: str
    proofs: tuple[RoleProof, ...]
    confidence: float


def check_role(
    role: Role, day: date | None, documents: Iterable[Document], rows: Iterable[Passage]
) -> RoleFinding | None:
    """Check a role at ``day`` (the article's date); None where no paper speaks of it.

    ``rows`` are those of office-holders' tables, as ``office_rows`` picks them.
    """
    documents = list(documents)
    return (
        _by_table(role, day, rows)
        or _by_other_holder(role, day, documents)
        or _by_mentions(role, day, documents)
    )


def at_odds(claim: Words, passage: Words) -> Iterator[Odds]:
    """Roles of the claim that the passage gives otherwise to the same person: former, or another title.

    Another title is no firm conflict: people hold two offices.
    """
    mine = find_roles(claim.text)
    theirs = find_roles(passage.text) if mine else []
    for role in mine:
        same = [r for r in theirs if r.surname == role.surname and may_be_one(role.person, r.person)]
        titles = [r for r in same if _same_title(role, r)]
        if not same or any(r.is_former == role.is_former for r in titles):
            continue
        if not titles and any(_same_head(role.head, r.head) for r in same):
            continue
        other = (titles or same)[0]
        said, stands = claim.text[role.start : role.end], passage.text[other.start : other.end]
        yield Odds(
            f"Other role: the article has “{said}”, the paper “{stands}”.",
            Span(role.start, role.end), Span(other.start, other.end), bool(titles),
        )  # fmt: skip


def office_rows(passages: Iterable[Passage]) -> list[Passage]:
    """The rows of office-holders' tables: a holder, an office and the day it began."""
    return [
        p for p in passages
        if _cell(p, _HOLDER) is not None and _cell(p, _OFFICE) is not None and _has(p.cells, _FROM)
    ]  # fmt: skip


def _by_table(role: Role, day: date | None, rows: Iterable[Passage]) -> RoleFinding | None:
    terms_held: list[tuple[Passage, date | None, date | None]] = []
    for row in rows:
        holder, office = _cell(row, _HOLDER), _cell(row, _OFFICE)
        if holder is None or office is None:
            continue
        if _same_person(role, holder) and _same_office(role, office):
            terms_held.append((row, _date(_cell(row, _FROM)), _date(_cell(row, _TO))))
    if not terms_held or day is None:
        return None
    inside = [
        t for t in terms_held if (t[1] is None or t[1] <= day) and (t[2] is None or day <= t[2])
    ]
    ended = [t for t in terms_held if t[2] is not None and t[2] < day]
    if inside:
        row, begin, _ = inside[-1]
        since = f" from {spoken(begin)}" if begin else ""
        reason = (
            f"{role.person} held the office of {_cell(row, _OFFICE)}{since} and on {spoken(day)}"
        )
        stance = Stance.CONTRADICTS if role.is_former else Stance.SUPPORTS
    elif ended:
        row, _, end = max(ended, key=lambda t: t[2] or date.min)
        reason = (
            f"{role.person} held the office of {_cell(row, _OFFICE)} until {spoken(end or day)}"
        )
        stance = Stance.SUPPORTS if role.is_former else Stance.CONTRADICTS
        if not role.is_former and role.tense:
            return None
    else:
        return None
    if role.tense == "former" and inside and len(terms_held) > 1:
        reason += "; an earlier term had ended"
    proofs = [_row_proof(row, stance, day, reason)]
    proofs += [
        _row_proof(other, Stance.NEITHER, day, "another term")
        for other, _, _ in terms_held
        if other is not row
    ]
    verdict = Verdict.CONTRADICTED if stance is Stance.CONTRADICTS else Verdict.SUPPORTED
    return RoleFinding(verdict, f"Other role: {reason}." if stance is Stance.CONTRADICTS else f"{reason}.",
                       tuple(proofs), 0.95)  # fmt: skip


def _row_proof(row: Passage, stance: Stance, day: date, reason: str) -> RoleProof:
    return RoleProof(row.document, row.start, row.end, stance, day, reason, row)


def _by_mentions(role: Role, day: date | None, documents: list[Document]) -> RoleFinding | None:
    mentions = list(_mentions(role, documents))
    known = [
        m
        for m in mentions
        if m.day is not None and (day is None or m.day <= day + timedelta(days=1))
    ]
    present = [m for m in known if m.stance is Stance.SUPPORTS]
    past = [m for m in known if m.stance is Stance.CONTRADICTS]
    undated = [m for m in mentions if m.day is None]
    latest_present = max(present, key=lambda m: m.day or date.min, default=None)
    latest_past = max(past, key=lambda m: m.day or date.min, default=None)
    if role.is_former:
        if latest_present and _later(latest_present, latest_past) and _fresh(latest_present, day):
            when = spoken(latest_present.day) if latest_present.day else ""
            return RoleFinding(
                Verdict.CONTRADICTED,
                f"Other role: a paper of {when} has {role.person} in the office, not out of it.",
                _ordered(present, past, Stance.CONTRADICTS), 0.85,
            )  # fmt: skip
        pasts = past or [m for m in undated if m.stance is Stance.CONTRADICTS]
        if pasts:
            return RoleFinding(
                Verdict.SUPPORTED, f"The papers call {role.person} a former {role.head} too.",
                _ordered(pasts, present, Stance.SUPPORTS), 0.8,
            )  # fmt: skip
        return None
    if (
        latest_past
        and not role.tense
        and _later(latest_past, latest_present)
        and _fresh(latest_past, day)
    ):
        when = spoken(latest_past.day) if latest_past.day else ""
        return RoleFinding(
            Verdict.CONTRADICTED,
            f"Other role: a paper of {when} calls {role.person} a former {role.head}.",
            _ordered(past, present, Stance.CONTRADICTS), 0.8,
        )  # fmt: skip
    presents = present or [m for m in undated if m.stance is Stance.SUPPORTS]
    if presents:
        return RoleFinding(
            Verdict.SUPPORTED, f"The papers give {role.person} the same role.",
            _ordered(presents, past, Stance.SUPPORTS), 0.85,
        )  # fmt: skip
    return None


def _by_other_holder(role: Role, day: date | None, documents: list[Document]) -> RoleFinding | None:
    """A present role that the papers give to somebody else, and this person not, or not any more.

    Accuses only where the papers know the person too: by another title beside the holder's, or in
    this office before the other took it.
    """
    if role.tense or role.rank or _head(role.head) not in _ONE_HOLDER:
        return None
    others = [o for o in _other_holders(role, documents) if _fresh(o, day)]
    if not others:
        return None
    mine = list(_mentions(role, documents))
    dated = [m.day for m in mine if m.stance is Stance.SUPPORTS and m.day is not None]
    latest = max(others, key=lambda o: o.day or date.min)
    overtaken = bool(dated) and len(dated) == len(mine) and max(dated) < (latest.day or date.min)
    elsewhere = not mine and any(
        may_be_one(role.person, r.person) and not _same_title(role, r)
        for r in _roles_near(role.surname, documents)
    )
    if not overtaken and not elsewhere:
        return None
    when = f" of {spoken(latest.day)}" if latest.day else ""
    shown = _ordered([latest], mine, Stance.CONTRADICTS)
    return RoleFinding(
        Verdict.CONTRADICTED,
        f"Other role: a paper{when} has {latest.reason} in that office, not {role.person}.",
        shown, 0.8,
    )  # fmt: skip


def _other_holders(role: Role, documents: list[Document]) -> list[RoleProof]:
    """Places that give the same office, of the same body, to a person of another name."""
    found: list[RoleProof] = []
    head = re.compile(rf"\b{re.escape(role.head)}", re.IGNORECASE)
    mine = _body_stems(role.body)
    for document in documents:
        for place in list(head.finditer(document.text))[:_MOST]:
            start, end = max(0, place.start() - 120), min(len(document.text), place.end() + 120)
            for other in find_roles(document.text, start, end):
                theirs = _body_stems(other.body)
                if (
                    not other.tense and not other.rank and _head(other.head) == _head(role.head)
                    and other.surname != role.surname and mine and mine & theirs
                    and not any(p.start == other.start and p.document == document.id for p in found)
                ):  # fmt: skip
                    day = _day_at(document, other.start)
                    found.append(RoleProof(document.id, other.start, other.end,
                                           Stance.SUPPORTS, day, other.person))  # fmt: skip
    return found


def _roles_near(surname: str, documents: list[Document]) -> Iterator[Role]:
    """All roles the papers lay to people of that surname."""
    for document in documents:
        for match in list(re.finditer(rf"\b{re.escape(surname)}\b", document.text))[:_MOST]:
            start, end = max(0, match.start() - 160), min(len(document.text), match.end() + 160)
            for role in find_roles(document.text, start, end):
                if role.person_start <= match.start() < role.person_end:
                    yield role


def _later(one: RoleProof, other: RoleProof | None) -> bool:
    return other is None or (one.day or date.min) > (other.day or date.min)


def _fresh(proof: RoleProof, day: date | None) -> bool:
    return day is not None and proof.day is not None and day - proof.day <= _STALE


def _ordered(best: list[RoleProof], rest: list[RoleProof], stance: Stance) -> tuple[RoleProof, ...]:
    """``best`` with the stance they have to the claim, latest first; then the others, overtaken."""

    def by_day(proofs: list[RoleProof], said: Stance) -> list[RoleProof]:
        ranked = sorted(
            proofs, key=lambda p: (-(p.day or date.min).toordinal(), p.document, p.start)
        )
        return [replace(proof, stance=said) for proof in ranked]

    return (*by_day(best, stance)[:3], *by_day(rest, Stance.NEITHER)[:2])


def _mentions(role: Role, documents: list[Document]) -> Iterator[RoleProof]:
    """Places where a paper gives the person this office: SUPPORTS "holds it", CONTRADICTS "held"."""
    read = 0
    surname = re.compile(rf"\b{re.escape(role.surname)}\b")
    for document in documents:
        text = document.text
        seen: set[int] = set()
        for match in surname.finditer(text):
            read += 1
            if read > _MOST:
                return
            start = max(0, text.rfind("\n\n", 0, match.start()) + 1, match.start() - 160)
            stop = text.find("\n\n", match.end())
            end = min(len(text) if stop < 0 else stop, match.end() + 160)
            for found in find_roles(text, start, end):
                if found.start in seen or not (
                    found.person_start <= match.start() < found.person_end
                ):
                    continue
                seen.add(found.start)
                if not _same_title(role, found) or not may_be_one(role.person, found.person):
                    continue
                former = found.is_former
                said = Stance.CONTRADICTS if former else Stance.SUPPORTS
                day = _day_at(document, found.start)
                yield RoleProof(document.id, found.start, found.end, said, day, "")
        yield from _row_mentions(role, document)


def _row_mentions(role: Role, document: Document) -> Iterator[RoleProof]:
    """Rows with the person in one cell and the office in another ("Del. W. Strake", "Chair, …")."""
    for segment in document.segments:
        if len(segment.cells) < 2 or role.surname not in document.text[segment.start : segment.end]:
            continue
        values = [document.text[c.start : c.end] for c in segment.cells]
        if not any(_same_person(role, v) for v in values):
            continue
        if _has(segment.cells, _FROM):
            continue  # an office-holders' table: its dates decide, not the mention
        for value in values:
            words = {w.lower() for w in re.findall(r"[\w-]+", value)}
            if not _same_person(role, value) and words & HEADS and _same_office(role, value):
                former = bool(re.search(r"\b(?:former|ex-)", value, re.IGNORECASE))
                said = Stance.CONTRADICTS if former else Stance.SUPPORTS
                yield RoleProof(document.id, segment.start, segment.end, said,
                                segment.date or document.date, "")  # fmt: skip
                return


def _day_at(document: Document, offset: int) -> date | None:
    segment = document.segment_at(offset)
    return (segment.date if segment else None) or document.date


def _same_head(one: str, other: str) -> bool:
    one, other = _head(one), _head(other)
    return one == other or ("head" in (one, other) and {one, other} <= _TOP)


def _head(word: str) -> str:
    return _SAME_HEAD.get(word.lower(), word.lower())


def _body_stems(words: str) -> set[str]:
    stems = {t.stem for t in terms(words)}
    for short in list(stems):
        if short in _SHORT:
            stems = stems - {short} | set(_SHORT[short])
    # "standing committee on X" and "X committee" are one body.
    return {_root(s) for s in stems - _EMPTY_STEMS}


#: Words of a title that do not say of what body it is.
_EMPTY_STEMS = {
    stem(w) for w in "standing committee select prime chief managing executive general senior".split()
}  # fmt: skip


def _root(word: str) -> str:
    return word[:5]  # "Sarvelle" and "Sarvellian" name one country


def _same_title(role: Role, other: Role) -> bool:
    if not _same_head(role.head, other.head) or role.rank != other.rank:
        return False
    mine, theirs = _body_stems(role.body), _body_stems(other.body)
    return not mine or not theirs or bool(mine & theirs)


def _same_office(role: Role, office: str) -> bool:
    words = [w.lower() for w in re.findall(r"[\w-]+", office)]
    if _head(role.head) not in {_head(w) for w in words}:
        return False
    if bool(role.rank) != bool({"deputy", "vice", "assistant"} & set(words)):
        return False
    mine = _body_stems(role.body)
    theirs = _body_stems(" ".join(w for w in words if _head(w) != _head(role.head)))
    return not mine or not theirs or bool(mine & theirs)


def _same_person(role: Role, name: str) -> bool:
    plain = re.sub(r"[^\w\s.'’-]", " ", name)
    return bool(re.search(rf"\b{re.escape(role.surname)}\b", plain)) and may_be_one(role.person, plain)


def _has(cells: Iterable[Cell], names: set[str]) -> bool:
    return any(_called(cell, names) for cell in cells)


def _cell(row: Passage, names: set[str]) -> str | None:
    for cell in row.cells:
        if _called(cell, names):
            return row.text[cell.start - row.start : cell.end - row.start].strip()
    return None


def _called(cell: Cell, names: set[str]) -> bool:
    return cell.column.strip().lower().replace("_", " ") in names


def _date(words: str | None) -> date | None:
    if not words:
        return None
    found = find_dates(words, None)
    if found:
        return found[0].first
    year = re.fullmatch(r"\s*((?:1[5-9]|20)\d\d)\s*", words)
    return date(int(year.group(1)), 1, 1) if year else None
