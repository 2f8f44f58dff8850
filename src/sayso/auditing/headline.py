"""Each part of the headline as a claim against the article's own body, and against the papers.

Rules on words decide: deeds in order of strength, hedges, quantifiers, figures, whose words they
are. The stance model is asked only whether a sentence of the body says the same in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sayso.auditing.body import Body, Sentence, same_name
from sayso.auditing.strength import Force, Reach, forces, reach, scales_of, short_of
from sayso.checking import StanceModel, polarity
from sayso.checking import figures as figure_rules
from sayso.checking.figures import Outcome
from sayso.checking.words import Words
from sayso.library import Library
from sayso.library.terms import stem, terms
from sayso.records import (
    Against,
    Article,
    Claim,
    Evidence,
    Finding,
    HeadlinePart,
    Source,
    SourceKind,
    Span,
    Statement,
    Verdict,
    Zone,
)
from sayso.statements.figures import find_figures
from sayso.statements.hedges import find_hedges

#: Sentences that the model reads for one part.
_READ = 2
#: The share of a part's words by weight that a sentence must have: to be the same matter at all, to
#: speak of the part as a whole, and to say the same. The first is that of benchmarks/headline.py.
_SAME_MATTER = 0.25
_WHOLE = 0.4
_SAYS_IT = 0.45
#: The same, to speak of nothing but it, so that a denial denies just that.
_JUST_IT = 0.7
#: A word that the sentence has only in another strength, or a name in another form, or in its
#: paragraph, counts for less.
_SCALE, _FORM, _AROUND = 0.8, 0.9, 0.5
#: Sentences nearly as close as the closest count beside it.
_NEARLY = 0.8
#: By these words a body says in its own voice that a story is not so.
_UNTRUE = re.compile(
    r"\b(?:hoax|fake|faked|false|falsely|untrue|not true|debunked|fabricated|made[- ]up|satir\w+|"
    r"no truth|prank|never happened|did not happen|didn['’]t happen)\b",
    re.IGNORECASE,
)
#: How many characters at the head of a document say whose it is.
_HEAD = 400
#: A borne-out milder body makes a headline partly right, no surer than this.
_SUREST = 0.8


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence of the body with the share of a headline's words, by weight, that it has."""

    sentence: Sentence
    coverage: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a headline does with a body, in words, and beside which sentence.

    ``milder`` are the sentences that have the milder word where the headline has the stronger.
    """

    against: Against
    text: str
    beside: Sentence | None
    milder: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Deeds:
    """What is too strong in a headline, the sentences with milder words, and the one to show."""

    reasons: tuple[str, ...]
    milder: tuple[Sentence, ...]
    shown: Sentence | None


def headline_parts(
    article: Article,
    statements: Sequence[Statement],
    claims: Sequence[Claim],
    body: Body,
    library: Library,
    model: StanceModel,
) -> tuple[tuple[HeadlinePart, ...], dict[str, Finding]]:
    """The headline's parts held against the body, and findings for claims of it that are too strong.

    A finding is given only where the papers left the part open and bear out the body's milder words:
    then the part is *mixed*, partly right.
    """
    parts = [_own(s, article.text) for s in statements if s.zone is Zone.HEADLINE]
    near = [nearest(_words(part, article.text), body) for part in parts]
    pairs = [
        (_words(part, article.text), " ".join(one.sentence.text.split()))
        for part, found in zip(parts, near, strict=True)
        for one in found[:_READ]
    ]
    scores = model.judge(pairs) if pairs else np.zeros((0, 3), np.float32)
    made: list[HeadlinePart] = []
    findings: dict[str, Finding] = {}
    place = 0
    of_statement = _claims_of(claims)
    for part, found in zip(parts, near, strict=True):
        end = place + len(found[:_READ])
        says = float(scores[place:end, 0].max()) if end > place else 0.0
        place = end
        compared = compare(
            _words(part, article.text), body, found, part.source, says >= model.threshold_supports
        )
        mine = of_statement.get(part.id, [])
        made.append(HeadlinePart(
            compared.text, min(c.start for c in part.contents), max(c.end for c in part.contents),
            compared.against, part.id, tuple(c.id for c in mine),
            compared.beside.span if compared.beside else None,
        ))  # fmt: skip
        if compared.against is Against.MORE:
            findings |= _partly_right(
                _words(part, article.text), mine, compared, body, of_statement, library
            )
    return tuple(made), findings


def nearest(words: str, body: Body, limit: int = 6) -> list[Near]:
    """The sentences of ``body`` that have most of a headline's ``words`` by weight, best first."""
    found = terms(words)
    names = body.names_in(words)
    weights = body.weights(found, names)
    total = sum(weights.values())
    if not total:
        return []
    scales = {one: scales_of([one]) for one in weights}
    ranked = []
    for place, sentence in enumerate(body.sentences):
        have = 0.0
        standing = scales_of(sentence.stems)
        for one, weight in weights.items():
            if one in sentence.stems:
                have += weight
            elif scales[one] & standing:
                have += _SCALE * weight
            elif one in names and any(same_name(one, other) for other in sentence.stems):
                have += _FORM * weight
            elif one in names and one in sentence.around:
                have += _AROUND * weight
        ranked.append((-have / total, place, sentence))
    ranked.sort(key=lambda one: one[:2])
    return [Near(sentence, round(-minus, 4)) for minus, _, sentence in ranked[:limit] if minus < 0]


def compare(
    words: str, body: Body, near: Sequence[Near], source: Source | None = None, supported: bool = False
) -> Comparison:
    """What the headline ``words`` do with ``body``, whose ``near`` sentences are the closest.

    ``source`` is whom the headline itself lays them to; ``supported`` whether a model read one of
    the closest sentences as saying the same.
    """
    best = near[0].coverage if near else 0.0
    close = [n.sentence for n in near if n.coverage >= max(_WHOLE, _NEARLY * best)]
    for reason in (
        _other_figure(words, close, body), _untrue(words, near, body), _opposite(words, near),
    ):  # fmt: skip
        if reason:
            return Comparison(Against.OTHER, reason, near[0].sentence)
    deeds = _stronger_deeds(words, body, source)
    reasons = list(deeds.reasons)
    if close:
        reasons += filter(None, (
            _dropped_hedge(words, close), _wider(words, close),
            "" if source or reasons else _only_from(close, body),
        ))  # fmt: skip
    at = deeds.shown or (near[0].sentence if near else None)
    if reasons and (deeds.shown or best >= _SAME_MATTER):
        return Comparison(Against.MORE, " ".join(dict.fromkeys(reasons)), at, deeds.milder)
    if best >= _SAYS_IT or (supported and best >= _SAME_MATTER):
        return Comparison(Against.SAME, "A sentence of the body says the same.", at)
    return Comparison(
        Against.NOT_IN_BODY,
        " ".join(("No sentence of the body was found that says this in like words.", *deeds.reasons)),
        at,
    )


def _own(part: Statement, text: str) -> Statement:
    """The part as the headline itself says it: "Papers debunk the tale" whole, not the tale alone.

    Where the cue is a strong deed and no mere report, nobody but the headline stands behind it.
    """
    if part.cue is None or not any(force.is_strong for force in forces(part.cue.of(text))):
        return part
    return replace(part, contents=(Span(part.start, part.end),), source=None)


def _words(part: Statement, text: str) -> str:
    return " ".join(" ".join(c.of(text) for c in part.contents).split())


def _other_figure(words: str, close: Iterable[Sentence], body: Body) -> str:
    """A figure of the headline that the closest sentences have otherwise, and no sentence has."""
    everywhere = [f for s in body.sentences for f in find_figures(s.text)]
    for figure in find_figures(words):
        if any(figure_rules.compare(figure, [f]).outcome is Outcome.AGREES for f in everywhere):
            continue
        for sentence in close:
            found = figure_rules.compare(figure, find_figures(sentence.text))
            if found.outcome is Outcome.DIFFERS and found.figure is not None:
                theirs = sentence.text[found.figure.start : found.figure.end].strip()
                return (
                    f"The headline has “{words[figure.start : figure.end]}”, the body “{theirs}”."
                )
    return ""


def _untrue(words: str, near: Sequence[Near], body: Body) -> str:
    """The body's own word that the matter is not so, where the headline has none."""
    if _UNTRUE.search(words):
        return ""
    for one in near:
        found = _UNTRUE.search(one.sentence.text)
        if found and one.coverage >= _WHOLE:
            at = one.sentence.start + found.start()
            if body.source_at(at) is None:
                return f"The body itself calls the matter “{found.group()}”; the headline does not."
    return ""


def _opposite(words: str, near: Sequence[Near]) -> str:
    """A deed that each sentence on just the headline's matter denies and it does not, or the reverse."""
    mine = Words.of(words)
    shown = ""
    for text in (n.sentence.text for n in near if n.coverage >= _JUST_IT):
        odds = next((o for o in polarity.at_odds(mine, Words.of(text)) if o.firm), None)
        if odds is None:
            return ""
        shown = shown or (
            f"The headline says the opposite of the body: “{odds.claim.of(words)}” against "
            f"“{odds.passage.of(text)}”."
        )
    return shown


def _stronger_deeds(words: str, body: Body, source: Source | None) -> _Deeds:
    """The deeds of the headline that the body has only milder, or only from somebody else.

    A sentence about somebody else may have the milder word for the papers to bear out, but never
    accounts for the stronger one, and is never shown as what the body says instead.
    """
    names = body.names_in(words)
    other = {t.stem for t in terms(words)}
    told = [
        (force, sentence, body.source_at(force.start), _shares_name(names, sentence))
        for sentence in body.sentences
        for force in forces(body.text, sentence.start, sentence.end)
    ]
    reasons: list[str] = []
    milder: list[Sentence] = []
    shown: Sentence | None = None
    for word in dict.fromkeys(f.word for f in forces(words)):
        mine = [f for f in forces(words) if f.word == word]
        level = {f.scale: f.level for f in mine}
        beside = [one for one in told if one[0].scale in level]
        strong = [
            (force, sentence, who) for force, sentence, who, near in beside
            if near and force.level >= level[force.scale]
        ]  # fmt: skip
        if strong and (source is not None or any(who is None for _, _, who in strong)):
            continue
        weak = [(force, s) for force, s, _, _ in beside if force.level < level[force.scale]]
        near_weak = [
            (force, s) for force, s in weak
            if (other - {stem(word)}) & s.stems or any(_in_form(n, s.stems) for n in names)
        ]  # fmt: skip
        if strong:
            force, sentence, who = strong[0]
            assert who is not None
            reasons.append(
                f"The headline says “{word}” as a fact; the body has “{force.word}” only from "
                f"{who.resolved or who.text}."
            )
            shown = shown or sentence
        elif near_weak:
            force, sentence = max(near_weak, key=lambda one: (one[0].level, -one[1].start))
            reasons.append(f"The headline says “{word}”; the body goes no further than “{force.word}”.")
            shown = shown or sentence
        elif any(f.is_strong for f in mine) and stem(word) not in body.stems:
            reasons.append(f"The headline says “{word}”; the body never does.")
        else:
            continue
        milder += _best_first(near_weak, names) + _best_first(weak, names)
    return _Deeds(tuple(reasons), tuple(dict.fromkeys(milder)), shown)


def _shares_name(names: set[str], sentence: Sentence) -> bool:
    return not names or any(n in sentence.around or _in_form(n, sentence.around) for n in names)


def _in_form(name: str, stems: Iterable[str]) -> bool:
    return any(same_name(name, other) for other in stems)


def _best_first(
    found: Sequence[tuple[Force, Sentence]], names: set[str]
) -> tuple[Sentence, ...]:
    ranked = sorted(found, key=lambda one: (-len(names & one[1].stems), one[1].start))
    return tuple(dict.fromkeys(sentence for _, sentence in ranked))


def _dropped_hedge(words: str, close: Sequence[Sentence]) -> str:
    if find_hedges(words, 0, len(words)):
        return ""
    hedged = [[h.of(s.text) for h in find_hedges(s.text, 0, len(s.text))] for s in close]
    if not all(hedged):
        return ""
    return f"The headline drops the body’s hedge, “{hedged[0][0]}”."


def _wider(words: str, close: Sequence[Sentence]) -> str:
    """All for some, or an amount for what only comes near it."""
    if reach(words) is Reach.ALL and all(reach(s.text) is Reach.SOME for s in close):
        return "The headline speaks of all, the body of some."
    mine, spoken = short_of(words), {stem(w) for w in re.findall(r"[\w-]+", words)}
    for amount, said in short_of(close[0].text).items():
        if amount in spoken and amount not in mine:
            return f"The headline rounds up: the body has “{said}”."
    return ""


def _only_from(close: Sequence[Sentence], body: Body) -> str:
    """The body's source, where every close sentence is laid to one who is no document."""
    sources = []
    for sentence in close:
        statements = body.statements_at(sentence.span)
        laid = [s.source for s in statements if s.source and s.source.kind is not SourceKind.OWN_VOICE]
        if not laid or len(laid) < len(statements):
            return ""
        sources += laid
    if any(s.kind is SourceKind.DOCUMENTS for s in sources):
        return ""
    return f"The headline says as a fact what the body lays to {sources[0].resolved or sources[0].text}."


def _claims_of(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.statement, []).append(claim)
    return found


def _partly_right(
    words: str,
    mine: Sequence[Claim],
    compared: Comparison,
    body: Body,
    claims: dict[str, list[Claim]],
    library: Library,
) -> dict[str, Finding]:
    """A *mixed* finding for the part's open claim, where papers bear out the body's milder words.

    The passage must itself have the milder deed, and must be by or about someone the headline names.
    """
    left_open = [c for c in mine if c.so is not None and c.so.verdict is Verdict.NOT_FOUND]
    if not left_open:
        return {}
    scales = {f.scale: f.level for f in forces(words)}
    names = body.names_in(words)
    for sentence in compared.milder:
        for statement in body.statements_at(sentence.span):
            for claim in claims.get(statement.id, []):
                for finding in (claim.so, claim.say):
                    if finding is None or finding.verdict is not Verdict.SUPPORTED:
                        continue
                    best = finding.evidence[0] if finding.evidence else None
                    if best is None or not _is_milder(best, scales):
                        continue
                    if _speaks_of(names, best, library):
                        return {left_open[0].id: Finding(
                            Verdict.MIXED, round(min(finding.confidence, _SUREST), 4),
                            f"Says more than the papers show. {compared.text} The papers have "
                            f"“{_milder_word(best, scales)}”.", "headline", finding.evidence,
                        )}  # fmt: skip
    return {}


def _is_milder(evidence: Evidence, scales: Mapping[str, int]) -> bool:
    """Whether the passage has a deed of the headline's, milder, and none as strong."""
    levels = [(f.level, scales[f.scale]) for f in forces(evidence.text) if f.scale in scales]
    return bool(levels) and all(level < wanted for level, wanted in levels)


def _milder_word(evidence: Evidence, scales: Mapping[str, int]) -> str:
    return next(f.word for f in forces(evidence.text) if f.scale in scales)


def _speaks_of(names: set[str], evidence: Evidence, library: Library) -> bool:
    """Whether the passage, its speaker or the head of its document has one of the names."""
    document = library.documents[evidence.document]
    around = " ".join((
        document.title or "", document.author or "", document.text[:_HEAD], evidence.text,
        evidence.speaker or "",
    ))  # fmt: skip
    stems = {t.stem for t in terms(around)}
    return any(n in stems or _in_form(n, stems) for n in names)


def with_findings(claims: Iterable[Claim], findings: dict[str, Finding]) -> tuple[Claim, ...]:
    """The claims, those that ``findings`` speaks of with it as their *so*."""
    return tuple(
        replace(claim, so=findings[claim.id]) if claim.id in findings else claim for claim in claims
    )
