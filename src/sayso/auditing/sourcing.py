"""What each claim stands on: named, unnamed, papers or nobody; and hints on how sources are used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sayso.auditing.documents import identifies
from sayso.auditing.loaded import find_loaded
from sayso.library.terms import terms
from sayso.records import (
    Article,
    Claim,
    NoteKind,
    SourceKind,
    SourcingNote,
    Span,
    Standing,
    Statement,
    Verdict,
    Zone,
)

UNNAMED = frozenset({
    SourceKind.OFFICIALS_UNNAMED, SourceKind.EXPERTS_UNNAMED, SourceKind.INSIDERS_UNNAMED,
    SourceKind.OBSERVERS_UNNAMED,
})  # fmt: skip
#: The share of a statement's words that another must have to say the same.
_SAME = 0.6
#: So many hedges on one statement leave little said.
_PILED = 3
_PRONOUN = re.compile(
    r"(?:he|she|it|they|who|which|i|we|you|his|her|their|its|one|the same|both)", re.IGNORECASE
)
_GROUP = (
    r"(?:critics|observers|experts|analysts|scholars|historians|scientists|researchers|sources|insiders|"
    r"officials|people|commentators|supporters|opponents|fans|authors|writers|others)"
)
#: A group without a name to which something is laid: "some critics argue", "is widely regarded".
_VAGUE = re.compile(
    rf"\b(?:(?:some|many|most|several|few|various|certain|other|numerous)(?:\s[\w-]+)?\s{_GROUP}|"
    rf"{_GROUP}\s(?:say|said|argue|argued|believe|believed|claim|claimed|consider|considered|feel|think|"
    r"suggest|suggested|agree|note|point|contend|regard)|"
    r"(?:some|many|most|others)\s(?:say|argue|believe|claim|consider|feel|think|suggest|regard|would)|"
    r"(?:is|are|was|were|been|being)\s(?:often|widely|generally|commonly|usually|sometimes|frequently|"
    r"largely|traditionally|popularly|also|now)\s(?:considered|regarded|believed|known|said|thought|"
    r"credited|viewed|seen|described|referred|cited|accepted|held|called|acknowledged|recogni[sz]ed)|"
    r"it\s(?:is|was|has\sbeen)\s(?:\w+ly\s)?(?:considered|regarded|believed|said|thought|argued|claimed|"
    r"suggested|noted|reported|speculated|rumou?red|assumed|accepted)|"
    r"one\sof\sthe\s(?:most|best|greatest|finest|leading)|arguably|according\sto\s(?:some|many))\b",
    re.IGNORECASE,
)


def vague_sources(text: str) -> list[Span]:
    """The words of ``text`` that lay something to a group without a name, in order."""
    return [Span(match.start(), match.end()) for match in _VAGUE.finditer(text)]


def standings(
    article: Article, statements: Sequence[Statement], claims: Sequence[Claim]
) -> tuple[Standing, ...]:
    """What each claim stands on, in the order of ``claims``."""
    by_id = {s.id: s for s in statements}
    stems = {s.id: _stems(s, article.text) for s in statements}
    found: dict[str, Standing] = {}
    made = []
    for claim in claims:
        statement = by_id[claim.statement]
        if statement.id not in found:
            kind = kind_of(statement)
            identified = None
            if kind is SourceKind.DOCUMENTS:
                identified = identifies(article.text, Span(statement.start, statement.end))
            found[statement.id] = Standing(claim.id, kind, identified, _others(statement, statements, stems))
        base = found[statement.id]
        made.append(Standing(claim.id, base.kind, base.identified, base.others))
    return tuple(made)


def kind_of(statement: Statement) -> SourceKind:
    """The kind of source a statement is laid to; without one it is the article's own voice."""
    return statement.source.kind if statement.source else SourceKind.OWN_VOICE


def _stems(statement: Statement, text: str) -> frozenset[str]:
    return frozenset(t.stem for c in statement.contents for t in terms(text, c.start, c.end))


def _others(
    statement: Statement, statements: Iterable[Statement], stems: dict[str, frozenset[str]]
) -> tuple[str, ...]:
    """The statements of the body, laid to another source, that say the same."""
    mine = stems[statement.id]
    who = _who(statement)
    return tuple(
        other.id for other in statements
        if other.id != statement.id and len(mine) >= 3
        and kind_of(other) is not SourceKind.OWN_VOICE and _who(other) != who
        and other.negated == statement.negated
        and len(mine & stems[other.id]) >= _SAME * len(mine)
    )  # fmt: skip


def _who(statement: Statement) -> str:
    source = statement.source
    return (source.resolved or source.text).casefold() if source else ""


def sourcing_notes(
    article: Article,
    statements: Sequence[Statement],
    claims: Sequence[Claim],
    found: Sequence[Standing],
) -> tuple[SourcingNote, ...]:
    """The hints, in the order of the article."""
    notes = [
        *_one_unnamed(statements, claims, found), *_nameless_experts(statements),
        *_several_descriptions(statements), *_piled(article, statements), *_vague(article, statements),
        *_loaded(article, statements),
    ]  # fmt: skip
    return tuple(sorted(notes, key=lambda n: (n.start, n.end, n.kind)))


def _one_unnamed(
    statements: Iterable[Statement], claims: Iterable[Claim], found: Iterable[Standing]
) -> Iterable[SourcingNote]:
    """Statements of one unnamed source that neither another source nor a paper bears out."""
    backed = {s.claim for s in found if s.others}
    backed |= {c.id for c in claims if c.so is not None and c.so.verdict is Verdict.SUPPORTED}
    for statement in statements:
        source = statement.source
        if source is None or source.kind not in UNNAMED or backed & set(statement.claims):
            continue
        who = source.resolved or source.text
        named = "an unnamed source" if _PRONOUN.fullmatch(who) else f"“{who}”"
        yield SourcingNote(
            NoteKind.ONE_UNNAMED_SOURCE,
            f"Stands on {named} alone: no other source in the article was found to say it, and "
            "no paper bears it out.",
            statement.start, statement.end, (statement.id,),
        )  # fmt: skip


def _nameless_experts(statements: Iterable[Statement]) -> Iterable[SourcingNote]:
    by_words: dict[str, list[Statement]] = {}
    for statement in statements:
        source = statement.source
        if source is not None and source.kind is SourceKind.EXPERTS_UNNAMED:
            by_words.setdefault((source.resolved or source.text).casefold(), []).append(statement)
    for same in by_words.values():
        source = same[0].source
        assert source is not None
        yield SourcingNote(
            NoteKind.EXPERTS_WITHOUT_A_NAME,
            f"“{source.text}”: no name, number or institution by which a reader could weigh them.",
            source.start, source.end, tuple(s.id for s in same),
        )  # fmt: skip


def _several_descriptions(statements: Iterable[Statement]) -> Iterable[SourcingNote]:
    """One source that the article speaks of in several ways, so that it may count for several."""
    by_name: dict[str, dict[str, list[Statement]]] = {}
    for statement in statements:
        source = statement.source
        if source is None or source.kind in UNNAMED or source.kind is SourceKind.OWN_VOICE:
            continue
        words = " ".join(source.text.split())
        if _PRONOUN.fullmatch(words):
            continue
        name = source.resolved or words
        by_name.setdefault(name, {}).setdefault(words, []).append(statement)
    for name, described in by_name.items():
        apart = [w for w in described if not _of_one_name(w, name)]
        if not apart or len(described) + (name not in described) < 2:
            continue
        first = described[apart[0]][0]
        assert first.source is not None
        words = ", ".join(f"“{w}”" for w in described)
        yield SourcingNote(
            NoteKind.SEVERAL_DESCRIPTIONS, f"{words}: the same source, {name}.",
            first.source.start, first.source.end,
            tuple(s.id for same in described.values() for s in same),
        )  # fmt: skip


def _of_one_name(words: str, name: str) -> bool:
    """Whether the words hold a part of the name, so that nobody takes them for somebody else."""
    parts = {t.stem for t in terms(name)}
    return bool(parts & {t.stem for t in terms(words)})


def _piled(article: Article, statements: Iterable[Statement]) -> Iterable[SourcingNote]:
    for statement in statements:
        if len(statement.hedges) >= _PILED:
            words = ", ".join(f"“{h.of(article.text)}”" for h in statement.hedges)
            yield SourcingNote(
                NoteKind.HEDGES_PILED, f"{len(statement.hedges)} hedges on one statement: {words}.",
                statement.start, statement.end, (statement.id,),
            )  # fmt: skip


def _vague(article: Article, statements: Iterable[Statement]) -> Iterable[SourcingNote]:
    """Words by which the article in its own voice lays something to nobody in particular."""
    for statement in statements:
        if kind_of(statement) is not SourceKind.OWN_VOICE or statement.zone is Zone.CAPTION:
            continue
        for content in statement.contents:
            for span in vague_sources(content.of(article.text)):
                at = Span(content.start + span.start, content.start + span.end)
                if not any(quote.overlaps(at) for quote in statement.quotes):
                    yield SourcingNote(
                        NoteKind.LAID_TO_NOBODY,
                        f"“{at.of(article.text)}” lays it to nobody who could be asked.",
                        at.start, at.end, (statement.id,),
                    )  # fmt: skip


def _loaded(article: Article, statements: Sequence[Statement]) -> Iterable[SourcingNote]:
    """Loaded words of the article itself: in its own voice, or as the cue it chose for a source."""
    for block in article.blocks:
        if block.zone is Zone.CAPTION:
            continue
        for loaded in find_loaded(article.text, block.start, block.end):
            at = Span(loaded.start, loaded.end)
            around = [s for s in statements if s.start <= at.start < s.end]
            cue = next((s for s in statements if s.cue and s.cue.overlaps(at)), None)
            if cue is None and any(_is_theirs(s, at) for s in around):
                continue
            mine = cue or min(around, key=lambda s: s.end - s.start, default=None)
            yield SourcingNote(
                NoteKind.LOADED_WORD, f"“{loaded.word}” {loaded.reason}; plainer: {loaded.instead}.",
                at.start, at.end, (mine.id,) if mine else (), loaded.instead,
            )  # fmt: skip


def _is_theirs(statement: Statement, at: Span) -> bool:
    """Whether the words at a place are a source's, or stand in quotation marks."""
    if any(quote.overlaps(at) for quote in statement.quotes):
        return True
    return kind_of(statement) is not SourceKind.OWN_VOICE and any(
        content.overlaps(at) for content in statement.contents
    )
