"""A statement becomes claims: what it asserts, and the roles, figures, dates and quotations in it.

A claim is a sentence that can stand alone. A pronoun is filled in only where one person alone can
be meant; what is not safe to fill in is left as it stands and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.records import (
    Article,
    Claim,
    ClaimKind,
    Quotation,
    SourceKind,
    Span,
    Statement,
    Zone,
)
from sayso.statements.assembly import story_of
from sayso.statements.clauses import clauses_of
from sayso.statements.dates import find_dates
from sayso.statements.figures import Unit, find_figures
from sayso.statements.parsing import Paragraph, parse_blocks
from sayso.statements.roles import Role, find_roles

_PRONOUN = re.compile(r"\b(?P<who>he|she|him|her|his|hers|they|them|their|it|its)\b", re.IGNORECASE)
_SINGULAR = {"he", "she", "him", "her", "his", "hers"}
_POSSESSIVE = {"his", "its", "their", "hers"}
#: What follows "her" where it is no possessive: nothing, a mark, a small word.
_OWNED = re.compile(
    r"\s(?!(?:to|at|in|on|for|by|with|and|that|of|from|as|the|a|an|when|if|but|or|not|after|before|into|"
    r"how|what|why|where|who|out|off|up|down|over|about|this|these|those|his|their|its|was|were|is|had)\b)[a-z]"
)
_PERSON = re.compile(
    r"\b(?:[A-Z][^\W\d_]+(?:['’-][^\W\d_]+)*|[A-Z]\.)(?:\s(?:van|von|de|da|al|bin)\b)?"
    r"(?:\s[A-Z][^\W\d_]+(?:['’-][^\W\d_]+)*)+"
)
#: Fewer words than these in quotation marks are a label, not a quotation to be looked for.
_QUOTED_LEAST = 3
_LEAD = re.compile(
    r"^(?:(?:(?:only|merely|just)\s)?that|how|whether|and|but|yet|as|saying|of|to)\s+", re.IGNORECASE
)


def claims_of(
    statements: Sequence[Statement], article: Article
) -> tuple[tuple[Statement, ...], tuple[Claim, ...]]:
    """The statements with the ids of their claims, and the claims in order ("c1", "c2" …).

    Raises nothing; a statement without anything to check still gives one claim.
    """
    paragraphs = parse_blocks(article.text, [span for span, _ in story_of(article)])
    claims: list[Claim] = []
    seen: set[tuple[ClaimKind, int, int]] = set()
    linked = []
    for statement in statements:
        ids = []
        for claim in _claims(statement, article, paragraphs):
            key = (claim.kind, claim.start, claim.end)
            if key in seen:
                continue
            seen.add(key)
            claims.append(replace(claim, id=f"c{len(claims) + 1}"))
            ids.append(claims[-1].id)
        linked.append(replace(statement, claims=tuple(ids)))
    return tuple(linked), tuple(claims)


def _claims(
    statement: Statement, article: Article, paragraphs: Sequence[Paragraph]
) -> Iterator[Claim]:
    text, day = article.text, article.published
    main = _main(statement, article)
    yield main
    yield from _clauses(statement, main, paragraphs)
    for quote in statement.quotes:
        if statement.quotation is Quotation.DIRECT and _is_all(quote, statement):
            continue  # the main claim is the quotation
        if len(quote.of(text).split()) >= _QUOTED_LEAST:
            yield _part(
                statement, ClaimKind.QUOTATION, quote.start, quote.end, f"“{quote.of(text)}”"
            )
    for role in find_roles(text, statement.start, statement.end):
        sentence = _role_in_words(role) + (f" on {day.day} {day:%B %Y}." if day else ".")
        yield _part(statement, ClaimKind.ROLE, role.start, role.end, sentence)
    for figure in find_figures(text, statement.start, statement.end):
        if _quoted(figure.start, statement):
            continue
        counted = figure.unit is Unit.COUNT and bool(figure.thing)
        kind = ClaimKind.COUNT if counted else ClaimKind.FIGURE
        end = _through(text, figure.end, figure.thing if counted else "", statement.end)
        yield _part(statement, kind, figure.start, end, main.content)
    for when in find_dates(text, day, statement.start, statement.end):
        if not when.relative and not _quoted(when.start, statement):
            yield _part(statement, ClaimKind.DATE, when.start, when.end, main.content)


def _clauses(
    statement: Statement, main: Claim, paragraphs: Sequence[Paragraph]
) -> Iterator[Claim]:
    """The clauses of a long statement, each a claim of the same kind as the whole."""
    if main.kind is ClaimKind.QUOTATION:
        return
    for content in statement.contents:
        for paragraph in paragraphs:
            if not paragraph.offset <= content.start < paragraph.end:
                continue
            for clause in clauses_of(paragraph, content):
                if _quoted(clause.start, statement):
                    continue
                text = clause.text
                if main.kind is ClaimKind.SAYING:
                    text = f"{main.text.split(': ', 1)[0]}: {text}"
                yield Claim(
                    "", statement.id, main.kind, text, clause.start, clause.end, clause.text,
                    tuple(s for s in main.unresolved if clause.start <= s.start < clause.end),
                )  # fmt: skip


def _main(statement: Statement, article: Article) -> Claim:
    content, unresolved = _sentence(statement, article)
    start = min(s.start for s in statement.contents)
    end = max(s.end for s in statement.contents)
    source = statement.source
    kind, text = ClaimKind.ASSERTION, content
    if source is not None and source.kind is not SourceKind.OWN_VOICE:
        who = source.resolved or source.text
        if statement.quotation is Quotation.DIRECT:
            kind, text = ClaimKind.QUOTATION, f"{_capital(who)}: “{content}”"
        else:
            lead = f"{_capital(who)} denies" if statement.negated else f"According to {who}"
            kind, text = ClaimKind.SAYING, f"{lead}: {content}"
    return Claim("", statement.id, kind, text, start, end, content, unresolved)


def _role_in_words(role: Role) -> str:
    if role.title.split()[0].endswith("s") and not role.title[0].isupper() and not role.tense:
        return f"{role.person} {role.title}"  # "X, who chairs the committee"
    article = "an" if (role.tense or role.title)[0].lower() in "aeiou" else "a"
    if role.tense == "former":
        return f"{role.person} is a former {role.title}"
    tense = f"{role.tense} " if role.tense else ""
    return f"{role.person} is {article} {tense}{role.title}"


def _sentence(statement: Statement, article: Article) -> tuple[str, tuple[Span, ...]]:
    """The content as a sentence of its own, and the spans of words left unresolved."""
    direct = statement.quotation is Quotation.DIRECT
    pieces, unresolved = [], []
    person = None if direct else _only_person(statement, article)
    for content in statement.contents:
        piece = content.of(article.text)
        if direct:
            pieces.append(piece)
            continue
        filled, place = [], 0
        for match in _PRONOUN.finditer(piece):
            word = match["who"].lower()
            if _quoted(content.start + match.start(), statement):
                continue
            if person and word in _SINGULAR:
                owns = word in _POSSESSIVE or (word == "her" and _OWNED.match(piece, match.end()))
                name = f"{person}’s" if owns else person
                filled.append(piece[place : match.start()] + name)
                place = match.end()
            else:
                unresolved.append(Span(content.start + match.start(), content.start + match.end()))
        pieces.append("".join(filled) + piece[place:])
    joined = " ".join(" ".join(pieces).split()).strip(" ,;:—–-")
    if not direct:
        joined = _capital(_LEAD.sub("", joined))
    return joined, tuple(unresolved)


def _only_person(statement: Statement, article: Article) -> str | None:
    """The one person named in the statement's paragraph before its end, or None."""
    block = next(
        (b for b in article.blocks if b.start <= statement.start < b.end and b.zone is Zone.BODY),
        None,
    )
    if block is None:
        return None
    named: dict[str, str] = {}
    text = article.text
    for role in find_roles(text, block.start, statement.start):
        named.setdefault(role.surname, role.person)
    source = statement.source
    if source and source.resolved and source.kind is SourceKind.NAMED_PERSON:
        named.setdefault(source.resolved.split()[-1], source.resolved)
    if len(named) != 1:
        return None
    (surname,) = named
    others = {
        m.group().split()[-1]
        for m in _PERSON.finditer(text, block.start, statement.start)
        if m.group().split()[-1] != surname
    }
    return None if others else named[surname]


def _part(statement: Statement, kind: ClaimKind, start: int, end: int, text: str) -> Claim:
    return Claim("", statement.id, kind, text, start, end, text)


def _through(text: str, place: int, thing: str, end: int) -> int:
    """The offset behind the counted noun, where it follows within a few words."""
    if not thing:
        return place
    found = re.compile(rf"(?:\s+[\w'’-]+){{0,3}}?\s+{re.escape(thing[:4])}[\w'’-]*", re.IGNORECASE)
    match = found.match(text, place, end)
    return match.end() if match else place


def _is_all(quote: Span, statement: Statement) -> bool:
    return any(quote.start <= c.start + 1 and c.end - 1 <= quote.end for c in statement.contents)


def _quoted(offset: int, statement: Statement) -> bool:
    return any(q.start <= offset < q.end for q in statement.quotes)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
