"""Reports made without a verb of saying: "according to …", "X's claim that …", "for critics, …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.records import Span
from sayso.statements import cues
from sayso.statements.drafts import Draft, noun_phrase, rest_of_clause, runs, trim_content
from sayso.statements.hedges import is_denial
from sayso.statements.kinds import TITLED, is_document
from sayso.statements.parsing import Paragraph, Token
from sayso.statements.verbs import inside_quotation, lemma_of

_COLON_LABEL = re.compile(r"(?:[A-ZÀ-Þ][\w.'’-]*\s?(?:of |the |and |at |in |on |for )?){1,6}\Z")


def nominal_reports(paragraph: Paragraph) -> Iterator[Draft]:
    """Every report in ``paragraph`` that rests on a preposition, a noun or a colon."""
    for token in paragraph.doc:
        found: Draft | None = None
        if token.lower_ == "according":
            found = _according(paragraph, token)
        elif token.lower_ == "reportedly":
            found = _reportedly(paragraph, token)
        elif token.dep_ == "prep" and token.lower_ in {"in", "by", "on", "for", "to", "per"}:
            found = _viewpoint(paragraph, token)
        if found is None and token.lower_ in {"for", "to"}:
            found = _beheld(paragraph, token)
        if token.pos_ in {"NOUN", "PROPN"}:
            if token.lemma_.lower() in _NOUNS:
                found = _noun(paragraph, token)
            if found is None and token.lemma_.lower() in _LIKE_VERBS:
                found = _misread_verb(paragraph, token)
        if found is not None and found.contents and not inside_quotation(paragraph, token):
            yield found
    yield from _colon_headline(paragraph)


_NOUNS = cues.NOUNS | cues.NOUNS_WITH_OF


def _sentence(paragraph: Paragraph, token: Token) -> Span:
    return paragraph.sentences[paragraph.sentence_at(paragraph.start_of(token))]


def _according(paragraph: Paragraph, token: Token) -> Draft | None:
    to = next((child for child in token.children if child.lower_ == "to"), None)
    if to is None:
        to = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
        if to is None or to.lower_ != "to":
            return None
    head = next((child for child in to.children if child.dep_ in {"pobj", "nsubj", "dobj"}), None)
    if head is None:
        return None
    phrase = noun_phrase(paragraph, head)
    contents = rest_of_clause(paragraph, token, [token, to, *phrase])
    cue = paragraph.span([token, to])
    return Draft(paragraph, cue.start, cue, contents, paragraph.span(phrase), head)


def _reportedly(paragraph: Paragraph, token: Token) -> Draft | None:
    if token.head.pos_ not in {"VERB", "AUX"}:
        return None
    contents = runs(paragraph, list(token.head.subtree), [token])
    cue = paragraph.span([token])
    return Draft(paragraph, cue.start, cue, contents)


def _viewpoint(paragraph: Paragraph, prep: Token) -> Draft | None:
    """Reports such as "in X's view", "on the terms lodged", "for critics", "per the log"."""
    head = next((child for child in prep.children if child.dep_ == "pobj"), None)
    if head is None:
        return None
    text = paragraph.text
    sentence = _sentence(paragraph, prep)
    phrase = noun_phrase(paragraph, head)
    whole = [prep, *phrase]
    span = paragraph.span(whole)
    after = text[span.end : span.end + 1]
    opens = not any(char.isalnum() for char in text[sentence.start : span.start])
    set_off = after == "," or (text[: span.start].rstrip()[-1:] == "," and after in {"", ".", ","})
    lemma = head.lemma_.lower()
    owner = next((child for child in head.children if child.dep_ == "poss"), None)
    name = prep.lower_
    if name == "in" and opens and after == "," and lemma in cues.SURVEYS:
        cue = paragraph.span([prep])
        return Draft(
            paragraph,
            span.start,
            cue,
            rest_of_clause(paragraph, prep, whole),
            paragraph.span(phrase),
            head,
        )
    if name in {"in", "by"} and lemma in cues.VIEWPOINT and set_off:
        of = next(
            (
                inner
                for child in head.children
                if child.dep_ == "prep" and child.lower_ == "of"
                for inner in child.children
                if inner.dep_ == "pobj"
            ),
            None,
        )
        source = owner or of
        if source is None:
            return None
        tokens = noun_phrase(paragraph, source)
        if owner is not None:
            tokens = [one for one in tokens if one.dep_ != "case"]
            cue = paragraph.span([prep])
        else:
            cue = paragraph.span([prep, head, *[c for c in head.children if c.lower_ == "of"]])
        contents = rest_of_clause(paragraph, prep, whole)
        return Draft(paragraph, span.start, cue, contents, paragraph.span(tokens), source)
    if not (opens and after == ","):
        return None
    cue = paragraph.span([prep])
    source_span = paragraph.span(phrase)
    if (
        (name == "on" and (lemma in cues.SHOWINGS))
        or (name == "per" and is_document(lemma))
        or (name == "by" and lemma in cues.SHOWINGS and owner is not None)
    ):
        if (
            name == "on"
            and owner is None
            and not any(c.dep_ in {"relcl", "prep", "acl"} for c in head.children)
        ):
            return None
    elif not (
        name in {"for", "to"}
        and lemma in cues.BEHOLDERS
        and not any(child.dep_ == "nummod" for child in head.children)
    ):
        return None
    return Draft(paragraph, span.start, cue, rest_of_clause(paragraph, prep, whole), source_span, head)


#: Verbs of what a thing is to those who look on.
_SEEMS = frozenset("look seem feel sound appear smack read amount".split())
_MANY = frozenset("many some most others several plenty".split())


def _beheld(paragraph: Paragraph, prep: Token) -> Draft | None:
    """"To many mothers the clinic looks like a shop", "For many in the stands it was a betrayal".

    The parser is not asked for more than parts of speech: it finds no one shape in such openings.
    """
    start = paragraph.start_of(prep)
    tokens = [t for t in paragraph.tokens_of(paragraph.sentence_at(start)) if not t.is_space]
    place = next(i for i, token in enumerate(tokens) if token.i == prep.i)
    phrase = _onlookers(tokens[place + 1 :], prep.lower_) if place < 2 else []
    if not phrase or any(token.tag_ != "CC" for token in tokens[:place]):
        return None
    rest = tokens[place + 1 + len(phrase) :]
    verb = next((i for i, token in enumerate(rest) if token.tag_ in {"VBZ", "VBD", "VBP", "MD"}), None)
    if verb is None or not 0 < verb < 7 or rest[0].tag_ not in _OPENS_SUBJECT:
        return None
    after = next((token for token in rest[verb + 1 :] if token.pos_ != "ADV"), None)
    is_so = lemma_of(rest[verb]) == "be" and after is not None and after.tag_ not in {"VBG", "VBN"}
    if not is_so and lemma_of(rest[verb]) not in _SEEMS:
        return None
    source = paragraph.span(phrase)
    contents = [trim_content(paragraph.text, Span(source.end, _sentence(paragraph, prep).end))]
    return Draft(paragraph, start, paragraph.span([prep]), contents, source, phrase[0])


_OPENS_SUBJECT = frozenset("DT PRP PRP$ NN NNS NNP NNPS EX WP JJ".split())
_AMONG = frozenset("in on at among along across around inside outside".split())


def _onlookers(tokens: Sequence[Token], prep: str) -> list[Token]:
    """The words of "many mothers", "many on the terraces" that ``tokens`` begin with."""
    if not tokens or tokens[0].lower_ not in _MANY:
        return []
    end = 1
    if end < len(tokens) and tokens[end].lower_ in _AMONG:
        end += 1
        while end < len(tokens) and tokens[end].tag_ in {"DT", "PRP$", "JJ"}:
            end += 1
        first = end
        while end < len(tokens) and tokens[end].tag_ in {"NN", "NNS", "NNP", "NNPS"}:
            end += 1
        return list(tokens[:end]) if end > first else []
    while end < len(tokens) and tokens[end].tag_ in {"JJ", "NN"}:
        end += 1
    people = cues.BEHOLDERS | (cues.ONLOOKERS if prep == "to" else frozenset())
    noun = tokens[end] if end < len(tokens) else None
    return list(tokens[: end + 1]) if noun is not None and noun.lemma_.lower() in people else []


def _noun(paragraph: Paragraph, noun: Token) -> Draft | None:
    """A noun's report: "X's claim that …", "the allegation that …", "X's claims of having …"."""
    lemma = noun.lemma_.lower()
    content: list[Token] = []
    prep_used: Token | None = None
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.dep_ in {"acl", "relcl", "ccomp"} and lemma in cues.NOUNS and _is_that_clause(child):
            content = list(child.subtree)
            break
        if (
            child.dep_ == "acl"
            and lemma in cues.NOUNS
            and any(c.tag_ == "TO" for c in child.children)
            and lemma in {"promise", "pledge", "vow", "threat", "proposal"}
        ):
            content = list(child.subtree)
            break
        if child.dep_ == "prep" and child.lower_ == "of" and lemma in cues.NOUNS_WITH_OF:
            content = content or [token for token in child.subtree if token.i != child.i]
            prep_used = child
    if not content:
        return None
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is None:
        owner = _by(noun)
    source = None
    if owner is not None:
        mine = {token.i for token in content}
        tokens = [t for t in noun_phrase(paragraph, owner) if t.dep_ != "case" and t.i not in mine]
        by = {token.i for token in tokens}
        content = [
            token
            for token in content
            if token.i not in by and not (token.lower_ in {"by", "from"} and owner.head.i == token.i)
        ]
        source = paragraph.span(tokens) if tokens else None
    if prep_used is not None and owner is None:
        return None
    return Draft(
        paragraph, paragraph.start_of(noun), paragraph.span([noun]), runs(paragraph, content),
        source, owner, negated=is_denial(noun.lower_),
    )  # fmt: skip


#: Verbs of showing that the parser may take for the last noun of "the minutes record that …".
_LIKE_VERBS = frozenset("record show report state note claim list count detail estimate".split())


def _misread_verb(paragraph: Paragraph, token: Token) -> Draft | None:
    """A paper's report whose verb the parser read as a noun, in a sentence left without a verb."""
    root = token.sent.root
    if (
        root.pos_ not in {"NOUN", "PROPN"}
        or token.i == 0
        or token.doc[token.i - 1].pos_ not in {"NOUN", "PROPN"}
    ):
        return None
    clause = next(
        (
            child
            for child in token.children
            if child.dep_ in {"acl", "relcl", "ccomp"} and child.left_edge.i == token.i + 1
        ),
        None,
    )
    if clause is None or clause.left_edge.lower_ in {"who", "which", "whose", "where"}:
        return None
    before = [one for one in root.subtree if one.i < token.i]
    papers = [one for one in before if is_document(one.lemma_) or is_document(one.lower_)]
    if not papers:
        return None
    contents = runs(paragraph, list(clause.subtree))
    cue = paragraph.span([token])
    return Draft(paragraph, cue.start, cue, contents, paragraph.span(before), papers[0])


def _is_that_clause(clause: Token) -> bool:
    marks = [child for child in clause.children if child.dep_ == "mark"]
    if any(mark.lower_ in {"that", "whether"} for mark in marks):
        return True
    that = [child for child in clause.children if child.lower_ == "that" and child.dep_ in {"nsubj", "dobj"}]
    return clause.dep_ == "acl" and not that and clause.tag_ in {"VBD", "VBZ", "VBP"}


def _by(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"by", "from", "among"}:
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def _colon_headline(paragraph: Paragraph) -> Iterator[Draft]:
    """A headline's or transcript's report, "Name: what they say"."""
    if len(paragraph.sentences) != 1:
        return
    text = paragraph.text
    sentence = paragraph.sentences[0]
    words = sentence.of(text)
    colon = words.find(": ")
    if colon < 2 or len(words) > 250:
        return
    label = words[:colon]
    tokens = [t for t in paragraph.doc if paragraph.start_of(t) < sentence.start + colon]
    if not _COLON_LABEL.match(label) or any(t.tag_ in {"VBZ", "VBD", "VBP", "MD"} for t in tokens):
        return
    heads = [
        t
        for t in tokens
        if t.ent_type_ in {"PERSON", "ORG"}
        or is_document(t.lemma_)
        or (t.text[:1].isupper() and len(t.text) > 2 and text.find(f" {t.text}", sentence.end) >= 0)
    ]
    rest = trim_content(text, Span(sentence.start + colon + 1, sentence.end))
    clause = [
        t
        for t in paragraph.doc
        if paragraph.start_of(t) >= rest.start and t.tag_ in {"VBZ", "VBD", "VBP", "MD"}
    ]
    if not (heads or TITLED.search(label)) or not clause:
        return
    place = sentence.start + colon
    head = heads[-1] if heads else tokens[-1]
    yield Draft(paragraph, place, Span(place, place + 1), [rest], Span(sentence.start, place), head)
