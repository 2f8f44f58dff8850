"""Who "a retired judge" is, where the article names one person for that role soon after.

News tells of somebody by role first and by name in a sentence or two: "…, a retired judge has found.
In her report Odile Marrant says …". A full name that comes as a subject with no word of who it is
must be of somebody the reader has met; where the one person met so far has only a role, it is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.statements import cues, kinds
from sayso.statements.parsing import Paragraph, Token
from sayso.statements.verbs import lemma_of

_HEADS = frozenset(
    "boss chair chairman chairwoman chief coach coroner director editor founder head headmaster "
    "headteacher manager owner principal warden".split()
)
_MANY_OF_A_KIND = frozenset(
    "official officer spokesman spokeswoman spokesperson police policeman soldier army country nation "
    "state government authority ministry court embassy cabinet diplomat negotiator lawmaker politician "
    "serviceman delegation administration junta military navy leadership".split()
)
#: Roles that one person has: those of office and of learning, less the many of one kind.
ROLES = (kinds.OFFICIALS | kinds.EXPERTS | _HEADS) - _MANY_OF_A_KIND
_OF_OFFICE = frozenset(
    "sit chair lead serve head run preside retire hold represent command govern direct step stand teach "
    "edit found own manage resign".split()
)
_NEUTRAL = frozenset("mr mrs ms miss dr prof professor sir dame lord lady justice".split())
_SENTENCES = 5


@dataclass(frozen=True, slots=True)
class Introduction:
    """A role at ``start`` (offset of its noun), and the name given for it later."""

    start: int
    role: str
    name: str


def introductions(paragraphs: Sequence[Paragraph], people: Iterable[str]) -> list[Introduction]:
    """The roles of an article that stand for one of ``people`` (full names) named shortly after."""
    known = sorted(people, key=lambda name: (-len(name), name))
    rows = [
        (paragraph, paragraph.tokens_of(number))
        for paragraph in paragraphs
        for number in range(len(paragraph.sentences))
    ]
    first = {name: min((p.text.find(name) for p in paragraphs[:1]), default=-1) for name in known}
    found = []
    for place, (paragraph, tokens) in enumerate(rows):
        for token in tokens:
            if not _is_role(token):
                continue
            name = _named_after(rows[place : place + _SENTENCES], paragraph.start_of(token), known, first)
            if name:
                found.append(Introduction(paragraph.start_of(token), token.lemma_.lower(), name))
    return found


def _is_role(token: Token) -> bool:
    """Whether it is "a retired judge" who is told of, as subject, agent or object."""
    return (
        token.tag_ == "NN"
        and token.lemma_.lower() in ROLES
        and token.dep_ in {"nsubj", "nsubjpass", "pobj"}
        and any(child.lower_ in {"a", "an"} and child.dep_ == "det" for child in token.children)
        and not any(child.dep_ == "appos" for child in token.children)
    )


def _named_after(
    rows: Sequence[tuple[Paragraph, list[Token]]], start: int, known: Sequence[str], first: dict[str, int]
) -> str:
    """The first name after ``start`` where it comes unexplained, or told of as of one in office."""
    for number, (paragraph, tokens) in enumerate(rows):
        for token in tokens:
            place = paragraph.start_of(token)
            if place <= start or token.pos_ != "PROPN":
                continue
            if number and _is_role(token):
                return ""
            name = next((one for one in known if paragraph.text.startswith(one, place)), "")
            if not name:
                continue
            head = token
            while head.dep_ == "compound" and head.head.pos_ == "PROPN":
                head = head.head
            return name if number and first[name] in {-1, place} and _unexplained(head, name) else ""
    return ""


def _unexplained(head: Token, name: str) -> bool:
    if head.dep_ != "nsubj" or any(child.dep_ == "appos" for child in head.children):
        return False
    words = set(name.split())
    titles = {
        token.lower_.rstrip(".") for token in head.subtree if token.i < head.i and token.text not in words
    }
    if titles - _NEUTRAL:
        return False
    clause = next((child for child in head.children if child.dep_ in {"relcl", "acl"}), None)
    if clause is not None:
        return lemma_of(clause) in _OF_OFFICE
    return lemma_of(head.head) in cues.SAYING | cues.SHOWING | cues.THINKING
