"""Reports made with a verb: "X said that …", "…, X argued, …", "X denied the claims"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.records import Span
from sayso.statements import cues
from sayso.statements.beside import after_colon, beside_quotation, colon_cue, parenthetical
from sayso.statements.drafts import (
    Draft,
    noun_phrase,
    rest_of_clause,
    runs,
    tokens_between,
    trim_content,
)
from sayso.statements.hedges import is_denial
from sayso.statements.kinds import INSIDERS, OFFICIALS
from sayso.statements.objects import object_contents, shown_by_paper
from sayso.statements.parsing import Paragraph, Token
from sayso.statements.verbs import (
    breaks_off,
    cue_group,
    inside_quotation,
    is_inscription,
    is_negated,
    is_paper,
    is_unsaid,
    is_yet_to_be,
    lemma_of,
    looks_alive,
    subject_of,
)

_FIRST_AND_SECOND = frozenset({"i", "we", "you"})


_KNOWN = (
    cues.SAYING
    | cues.THINKING
    | cues.SHOWING
    | cues.OBJECT
    | cues.OBJECT_AS
    | cues.OBJECT_COMPLEMENT
    | cues.INFINITIVE
    | cues.OBJECT_INFINITIVE
    | cues.PASSIVE
    | frozenset(cues.OBJECT_PREPOSITION)
    | frozenset(cues.PREPOSITION)
    | frozenset(cues.WITH_PARTICLE)
    | frozenset(["seem", "cast"])
)


def reports(paragraph: Paragraph) -> Iterator[Draft]:
    """Every report in ``paragraph`` that rests on a verb, in order of the verb."""
    for token in paragraph.doc:
        if token.pos_ in {"VERB", "AUX"} or (token.tag_[:2] == "VB"):
            if lemma_of(token) not in _KNOWN or inside_quotation(paragraph, token):
                continue
            draft = _report(paragraph, token)
            if draft is not None:
                yield draft


def _report(paragraph: Paragraph, verb: Token) -> Draft | None:
    if any(child.dep_ == "auxpass" for child in verb.children):
        return _passive(paragraph, verb)
    if verb.dep_ in {"amod", "compound"} or (
        verb.tag_ == "VBN" and not _auxiliaries(verb) and verb.dep_ == "acl"
    ):
        return None
    subject = subject_of(verb)
    group = cue_group(verb)
    refused = is_unsaid(verb) or is_inscription(verb, subject) or _is_about_to_be(verb, subject)
    if refused or (lemma_of(verb) == "put" and not _puts_a_figure(verb, group)):
        return None
    speaker = _named_behind(subject, verb)
    contents, cue = _contents(paragraph, verb, subject, group)
    if speaker is not None and subject is not None:
        contents = _with_aside(paragraph, contents, subject, speaker)
        subject = speaker
    contents = [_whole_quotations(paragraph, span) for span in contents]
    if not contents:
        return None
    if subject is None and verb.dep_ not in {"ROOT", "parataxis"} and not _speaks_for_itself(paragraph, verb):
        return None
    lemma = lemma_of(verb)
    if subject is not None and not _may_be_source(subject, lemma):
        return None
    if (
        subject is not None
        and subject.lower_ in _FIRST_AND_SECOND
        and (lemma in cues.THINKING or subject.lower_ == "you")
    ):
        return None
    if subject is None and verb.tag_ == "VB" and verb.dep_ == "ROOT":
        return None  # an order: "Say that again"
    denial = is_denial(_phrase(cue, paragraph)) or is_denial(lemma)
    negated = denial or (is_negated(verb) and lemma in cues.THINKING)
    source = None if subject is None else paragraph.span(noun_phrase(paragraph, subject))
    return Draft(
        paragraph, paragraph.start_of(verb), cue, contents, source, subject, negated=negated,
        asserted=not (_agrees_to_do(verb) or _asks_to_be_done(verb) or is_yet_to_be(verb)),
    )  # fmt: skip


def _named_behind(subject: Token | None, verb: Token) -> Token | None:
    """The person whom the parser took for another name of a thing: "…, the only lapse, Jo Ek insisted"."""
    if subject is None or subject.i > verb.i or subject.pos_ != "NOUN" or looks_alive(subject):
        return None
    first = subject.left_edge
    if first.i == 0 or subject.doc[first.i - 1].text != ",":
        return None
    named = [c for c in subject.children if c.dep_ == "appos" and c.pos_ == "PROPN" and c.i > subject.i]
    if not named or subject.doc[named[0].left_edge.i - 1].text != ",":
        return None
    return named[0] if named[0].left_edge.i < named[0].i else None


def _with_aside(paragraph: Paragraph, contents: list[Span], subject: Token, speaker: Token) -> list[Span]:
    """``contents`` run on over the thing that is no source but a part of what is said."""
    start, end = paragraph.start_of(subject.left_edge), paragraph.start_of(speaker.left_edge)
    return [
        trim_content(paragraph.text, Span(span.start, end)) if span.end <= start <= span.end + 3 else span
        for span in contents
    ]


def _puts_a_figure(verb: Token, group: list[Token]) -> bool:
    """Whether it is "as she put it" or "put the cost at a million", and not "put its name to"."""
    return group[-1].lower_ == "it" or any(child.lower_ == "at" for child in verb.children)


def _is_about_to_be(verb: Token, subject: Token | None) -> bool:
    """Whether a thing only gives hope or fear of itself: "The evening promises to be wet"."""
    if lemma_of(verb) not in {"promise", "threaten"} or subject is None or looks_alive(subject):
        return False
    return subject.tag_ == "NN" and any(
        child.dep_ == "xcomp" and lemma_of(child) in {"be", "become", "turn", "prove"}
        for child in verb.children
    )


def _asks_to_be_done(verb: Token) -> bool:
    """Whether it tells of a request, a deed that was done or not: "asked for it to be lowered"."""
    return lemma_of(verb) == "ask" and any(
        {"for", "to"} <= {token.lower_ for token in child.children if token.dep_ in {"mark", "aux"}}
        for child in verb.children
        if child.dep_ in {"advcl", "ccomp", "xcomp"}
    )


def _agrees_to_do(verb: Token) -> bool:
    """Whether it tells of a decision, not of words: "agreed, by five votes to two, to look again"."""
    return lemma_of(verb) == "agree" and any(
        child.dep_ == "xcomp" and any(aux.tag_ == "TO" for aux in child.children) for child in verb.children
    )


def _whole_quotations(paragraph: Paragraph, span: Span) -> Span:
    """``span`` to the end of a quotation that begins in it and runs over further sentences."""
    for quote in paragraph.quotes:
        outer = quote.outer
        if span.start <= outer.start < span.end < outer.end and any(
            outer.start < sentence.start < outer.end for sentence in paragraph.sentences
        ):
            return Span(span.start, outer.end)
    return span


def _phrase(cue: Span, paragraph: Paragraph) -> str:
    return cue.of(paragraph.text).lower()


def _auxiliaries(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]


def _speaks_for_itself(paragraph: Paragraph, verb: Token) -> bool:
    return verb.dep_ in {"ccomp", "conj", "dep"} and bool(paragraph.quotes)


#: Words that stand behind nothing as subjects.
_NO_SOURCE = frozenset("this these those there what nothing none nobody no".split())
#: Of the verbs that papers are the subject of, those that people and bodies are too.
_OF_PEOPLE_TOO = frozenset(
    "find note record document prove underline underscore feel project estimate put add argue list "
    "detail describe highlight reflect teach suggest reveal indicate point".split()
)
_OF_A_PAPER_NAMED_BEFORE = frozenset("run read record show list count detail".split())


def _is_nobody(subject: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in {"no", "neither"} for child in subject.children)


def _may_be_source(subject: Token, lemma: str) -> bool:
    """Whether ``subject`` can stand behind a report made with ``lemma``."""
    word = subject.lower_
    if subject.dep_ == "expl" or word in _NO_SOURCE or _is_nobody(subject):
        return False
    if word in {"that", "which"} and lemma not in cues.SHOWING:
        return True
    if lemma not in cues.ONLY_OF_SOURCES or lemma in {
        "suggest",
        "reveal",
        "indicate",
        "point",
        "describe",
    }:
        return True
    if is_paper(subject) or (lemma in _OF_PEOPLE_TOO and looks_alive(subject)):
        return True
    return word in {"it", "they", "which", "that"} and lemma in _OF_A_PAPER_NAMED_BEFORE


def _contents(
    paragraph: Paragraph, verb: Token, subject: Token | None, group: list[Token]
) -> tuple[list[Span], Span]:
    """What is said, and the words of the cue."""
    lemma = lemma_of(verb)
    cue = paragraph.span(group)
    speaks = _speaks(lemma, group)
    clause = [
        child
        for child in verb.children
        if child.dep_ == "ccomp" and not _is_aside(child, verb) and not _across_a_colon(child, verb)
    ]
    if speaks:
        direct = beside_quotation(paragraph, verb, subject, group)
        if direct:
            return direct, with_listener(paragraph, verb, cue)
    if speaks and clause and not (lemma in cues.ONLY_BESIDE and not _set_off(clause[0], verb)):
        report = _report_tokens(verb, subject, group)
        tokens = {token.i: token for one in clause for token in said_clause(one, verb)}
        contents = runs(paragraph, _after_fronting(tokens.values(), verb, subject), report)
        contents = _round_the_report(paragraph, verb, contents)
        if contents:
            return contents, with_listener(paragraph, verb, cue)
    if speaks and any(child.dep_ == "mark" and child.lower_ == "as" for child in verb.children):
        clause_tokens = [*verb.subtree]
        return rest_of_clause(paragraph, verb, clause_tokens), with_listener(paragraph, verb, cue)
    if speaks and (lemma in cues.SAYING or lemma in cues.THINKING or is_paper(subject)):
        around = parenthetical(paragraph, verb, subject, group)
        if around:
            return around, with_listener(paragraph, verb, cue)
        rest = after_colon(paragraph, verb)
        if rest is not None:
            return [rest], colon_cue(paragraph, verb, group)
    if lemma in cues.SHOWING and is_paper(subject):
        shown = shown_by_paper(paragraph, verb, subject, group)
        if shown:
            return shown, cue
    contents, named = object_contents(paragraph, verb, lemma, group, cue)
    if lemma in cues.SAYING and (not contents or lemma in {"say", "tell", "add", "argue"}):
        following = _what_follows(paragraph, verb, group)
        if following:
            return following, with_listener(paragraph, verb, cue)
    return contents, named


def _across_a_colon(clause: Token, verb: Token) -> bool:
    """Whether the clause ends before a colon or semicolon that the verb stands behind."""
    return any(token.text in {":", ";"} for token in verb.doc[clause.right_edge.i + 1 : verb.i])


def _round_the_report(paragraph: Paragraph, verb: Token, contents: list[Span]) -> list[Span]:
    """What is said before the report from its own clause on, and the quotation that ends it.

    In "It was otherwise: they heard of it, she told them, from “a man with a bell”" the report is
    of what stands between colon and full stop.
    """
    text = paragraph.text
    sentence = paragraph.sentences[paragraph.sentence_at(paragraph.start_of(verb))]
    found = []
    for span in contents:
        joint = max(text.rfind(": ", span.start, span.end), text.rfind("; ", span.start, span.end))
        before = span.end <= paragraph.start_of(verb)
        if before and joint > 0 and paragraph.quote_at(joint) is None:
            span = trim_content(text, Span(joint + 1, span.end))
        found.append(span)
    if not found or found[-1].end > paragraph.start_of(verb):
        return found
    for quote in paragraph.quotes:
        if paragraph.start_of(verb) < quote.outer.start < sentence.end:
            comma = text.rfind(", ", paragraph.start_of(verb), quote.outer.start)
            if comma > 0 and len(text[comma + 2 : quote.outer.start].split()) == 1:
                found.append(Span(comma + 2, quote.outer.end))
            break
    return found


def _what_follows(paragraph: Paragraph, verb: Token, group: list[Token]) -> list[Span]:
    """The rest of the sentence, where the parser did not see that it is what was said."""
    sentence = paragraph.sentences[paragraph.sentence_at(paragraph.start_of(verb))]
    after = tokens_between(paragraph, paragraph.span(group).end, sentence.end)
    for token in after:
        if token.dep_ in {"nsubj", "nsubjpass", "expl"} and token.head.i > token.i:
            first = token.left_edge
            if first.i <= group[-1].i:
                return []
            gap = [one for one in after if one.i < first.i]
            that = bool(gap) and gap[-1].lower_ == "that"
            if any(
                one.text in {",", ":", ";", "-"} or one.tag_ in {"VBD", "VBZ", "VBP", "MD"} for one in gap
            ):
                return []
            if gap and not that and lemma_of(verb) not in {"tell", "assure", "warn", "remind", "inform"}:
                return []
            start = paragraph.start_of(gap[-1] if that else first)
            if token.lower_ in {"who", "which", "what"} and not that:
                return []
            return runs(paragraph, [one for one in after if paragraph.start_of(one) >= start])
    return []


def said_clause(clause: Token, verb: Token) -> list[Token]:
    """The words of a reported clause, less what hangs on it but belongs to the reporter.

    That is a further report coordinated with the first ("said A and warned that B", "…, adding B")
    and a clause of the reporter's own after ", but".
    """
    dropped: set[int] = set()
    for token in clause.subtree:
        if token.i != clause.i and token.i not in dropped and breaks_off(token, clause, verb):
            dropped.update(one.i for one in token.subtree)
            place = token.left_edge.i - 1
            while place > verb.i and (verb.doc[place].dep_ == "cc" or verb.doc[place].is_punct):
                if verb.doc[place].text in "\"'":
                    break
                dropped.add(place)
                place -= 1
    return [token for token in clause.subtree if token.i not in dropped]


def _after_fronting(tokens: Iterable[Token], verb: Token, subject: Token | None) -> list[Token]:
    """The words of the clause, without an adverbial that opens the sentence: "In a note, X said …".

    Where no comma follows the cue the report is no parenthesis: what stands before it is its own.
    """
    ordered = sorted(tokens, key=lambda token: token.i)
    if not ordered or ordered[0].i > verb.i or ordered[-1].i < verb.i:
        return ordered
    after = [token for token in ordered if token.i > verb.i]
    first = after[0]
    comma = verb.doc[first.i - 1].text in {",", "-", '"'} or first.text in {",", "-"}
    subject_first = subject is None or subject.i < verb.i
    if comma or not subject_first or len([t for t in after if t.is_alpha]) < 3:
        return ordered
    return after


def _is_aside(clause: Token, verb: Token) -> bool:
    """Whether the clause is itself the report of the whole: "They asked for it, the papers show"."""
    if clause.i < verb.i or lemma_of(clause) not in cues.SAYING | cues.SHOWING | cues.THINKING:
        return False
    first = clause.left_edge
    bare = not any(child.i > clause.i and child.is_alpha for child in clause.children)
    return bare and verb.doc[first.i - 1].text in {",", "-"}


def _speaks(lemma: str, group: list[Token]) -> bool:
    if lemma in cues.SAYING or lemma in cues.THINKING or lemma in cues.SHOWING:
        return True
    return lemma in cues.WITH_PARTICLE and group[-1].lower_ == cues.WITH_PARTICLE[lemma]


_OPENS_CLAUSE = frozenset(
    [",", ":", '"', "that", "whether", "if", "how", "what", "who", "why", "when", "where", "which"]
)


def _set_off(clause: Token, verb: Token) -> bool:
    between = verb.doc[min(clause.i, verb.i) + 1 : max(clause.i, verb.i)]
    return any(token.lower_ in _OPENS_CLAUSE for token in between) or any(
        child.dep_ == "mark" for child in clause.children
    )


def with_listener(paragraph: Paragraph, verb: Token, cue: Span) -> Span:
    """The cue with a bare plural it is said to: "told reporters"."""
    after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    if (
        after is not None
        and lemma_of(verb) == "tell"
        and after.lower_ in {"reporters", "journalists"}
        and after.dep_ in {"dobj", "dative"}
    ):
        return Span(cue.start, paragraph.span([after]).end)
    return cue


def _report_tokens(verb: Token, subject: Token | None, group: list[Token]) -> list[Token]:
    """The words of the report itself: who, the cue, to whom, when and where."""
    tokens = list(group)
    for child in verb.children:
        if child.dep_ in {"ccomp", "advcl", "parataxis"} and child is not subject:
            continue
        if child.dep_ == "punct" and child.text in "\"'":
            continue
        tokens += list(child.subtree)
    return tokens


def _passive(paragraph: Paragraph, verb: Token) -> Draft | None:
    """A report in the passive: "It was reported that …", "he is understood to have …"."""
    lemma = lemma_of(verb)
    if lemma not in cues.PASSIVE and lemma not in cues.SAYING | {"announce", "reveal"}:
        return None
    subject = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    agent = next(
        (
            inner
            for child in verb.children
            if child.dep_ == "agent"
            for inner in child.children
            if inner.dep_ == "pobj"
        ),
        None,
    )
    group = cue_group(verb)
    cue = paragraph.span(group)
    if is_negated(verb):
        return None
    clause = [child for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i]
    infinitive = [
        child
        for child in verb.children
        if child.dep_ == "xcomp" and any(a.tag_ == "TO" for a in child.children)
    ]
    if clause and subject is not None and subject.lower_ == "it":
        contents = runs(paragraph, list(clause[0].subtree))
    elif infinitive and subject is not None and lemma in cues.PASSIVE:
        contents = runs(paragraph, noun_phrase(paragraph, subject)) + runs(
            paragraph, list(infinitive[0].subtree)
        )
    else:
        return None
    if agent is None and infinitive and is_paper(subject) and lemma_of(infinitive[0]) in _OF_PAPERS:
        agent = subject  # "The draft is understood to name four people"
    if agent is None and infinitive and subject is not None and _weighs(subject, infinitive[0]):
        agent = subject
    source = None if agent is None else paragraph.span(noun_phrase(paragraph, agent))
    return Draft(paragraph, paragraph.start_of(verb), cue, contents, source, agent, negated=is_denial(lemma))


def _weighs(subject: Token, verb: Token) -> bool:
    """Whether it tells what unnamed officials have in mind: "Officers are said to be weighing a ban"."""
    unnamed = subject.tag_ == "NNS" and subject.lemma_.lower() in OFFICIALS | INSIDERS
    return unnamed and lemma_of(verb) in _IN_MIND


_IN_MIND = frozenset(
    "weigh consider mull plan prepare study examine discuss debate draft draw favour favor want hope fear "
    "doubt suspect believe think worry intend expect contemplate ponder".split()
)
#: What a paper does, by which it says something.
_OF_PAPERS = cues.SHOWING | cues.OBJECT | frozenset("name blame accuse call ask recommend mention".split())
