"""What is said beside a report: in marks of quotation, round a parenthesis, after a colon."""

from __future__ import annotations

from sayso.records import Span
from sayso.statements import cues
from sayso.statements.drafts import noun_phrase, tokens_between, trim, trim_content
from sayso.statements.parsing import Paragraph, Token
from sayso.statements.verbs import lemma_of


def beside_quotation(
    paragraph: Paragraph, verb: Token, subject: Token | None, group: list[Token]
) -> list[Span]:
    """The quotations that stand against the report, with the unquoted words joined to them."""
    text = paragraph.text
    if paragraph.quote_at(paragraph.start_of(verb)) is not None:
        return []
    index = paragraph.sentence_at(paragraph.start_of(verb))
    sentence = paragraph.sentences[index]
    clause = _clause_span(paragraph, verb, subject, group)
    found: list[Span] = []
    for quote in paragraph.quotes:
        outer = quote.outer
        if outer.end <= clause.start and outer.end > sentence.start:
            gap = text[outer.end : clause.start]
            last = text[outer.start : outer.end].rstrip("”\"’'»  ")[-1:]
            if _only_marks(gap) and (last in ",?!.…-—–" or "," in gap or "—" in gap):
                found.append(_from_clause_start(paragraph, quote.outer, sentence))
        elif outer.start >= clause.end and outer.start < sentence.end:
            gap = text[clause.end : outer.start]
            if found and _is_resumption(gap):
                found.append(outer)
            elif _leads_into(paragraph, verb, clause, outer.start) and not any(
                one.start >= clause.end for one in found
            ):
                end = _to_clause_end(paragraph, verb, outer, sentence)
                found.append(Span(outer.start, end))
    return found


def _clause_span(paragraph: Paragraph, verb: Token, subject: Token | None, group: list[Token]) -> Span:
    tokens = list(group)
    if subject is not None and subject.sent == verb.sent and not _goes_on(verb):
        tokens += noun_phrase(paragraph, subject)
    return paragraph.span(tokens)


def _goes_on(verb: Token) -> bool:
    """Whether the verb only adds to a report: in “…,” she said, adding that …, it owns no quotation."""
    own = any(child.dep_ == "ccomp" and child.i > verb.i for child in verb.children)
    return own and verb.tag_ == "VBG" and verb.dep_ == "advcl" and lemma_of(verb.head) in cues.SAYING


def _only_marks(gap: str) -> bool:
    return not any(char.isalnum() for char in gap) and len(gap) < 6


def _is_resumption(gap: str) -> bool:
    """Whether a quotation goes on after the report: “…,” he said on Monday, “…”."""
    stripped = gap.strip()
    return len(gap) < 90 and stripped[-1:] in {",", ";", ":", "—", "–", "-", "."}


def _from_clause_start(paragraph: Paragraph, outer: Span, sentence: Span) -> Span:
    """The quotation with the words of its own sentence before it: The deal “is dead,” he said."""
    if outer.start <= sentence.start:
        return outer
    lead = paragraph.text[sentence.start : outer.start]
    if not any(char.isalpha() for char in lead):
        return outer
    if lead.rstrip()[-1:] in {":", ",", ";", "—", "–"} or len(lead.split()) <= 1:
        return outer
    return Span(sentence.start, outer.end)


def _leads_into(paragraph: Paragraph, verb: Token, clause: Span, opening: int) -> bool:
    gap = paragraph.text[clause.end : opening]
    stripped = gap.strip()
    if len(gap) > 160:
        return False
    if not stripped:
        return True
    if stripped[-1] not in ",:" and stripped.split()[-1].lower() not in {"that"}:
        return False
    if stripped in {"that", ":", ",", ", that"}:
        return True
    between = paragraph.doc.char_span(
        clause.end - paragraph.offset, opening - paragraph.offset, alignment_mode="contract"
    )
    return between is not None and not any(
        token.tag_ in {"VBD", "VBZ", "VBP"} and token.dep_ not in {"relcl"} for token in between
    )


def _to_clause_end(paragraph: Paragraph, verb: Token, outer: Span, sentence: Span) -> int:
    """Where what is said ends that a quotation opens: with the words of its clause behind it."""
    if outer.end >= sentence.end:
        return outer.end
    for child in verb.children:
        if child.dep_ == "ccomp":
            whole = paragraph.span(list(child.subtree))
            if whole.start < outer.end < whole.end and paragraph.text[outer.end - 2] not in ".!?,":
                return trim_content(paragraph.text, Span(outer.start, whole.end)).end
    return outer.end


def parenthetical(paragraph: Paragraph, verb: Token, subject: Token | None, group: list[Token]) -> list[Span]:
    """What is said round a report set off by commas: "A state, they argue, does not …"."""
    if subject is None:
        return []
    text = paragraph.text
    sentence = paragraph.sentences[paragraph.sentence_at(paragraph.start_of(verb))]
    clause = _clause_span(paragraph, verb, subject, group)
    before = text[sentence.start : clause.start].rstrip()
    after = text[clause.end : sentence.end]
    opened = before[-1:] in {",", "—", "–", "-"}
    if not opened or clause.start <= sentence.start:
        return []
    closed = after.lstrip()[:1] in {",", "—", "–", "-", ";"}
    if closed:
        start, end = _host(paragraph, verb, sentence)
        found = [Span(start, clause.start), Span(clause.end, end)]
    else:
        whole = paragraph.span(list(verb.subtree))
        if any(char.isalnum() for char in text[clause.end : sentence.end]) and not _trails_off(
            paragraph, verb, clause, sentence
        ):
            return []
        if any(child.dep_ in {"dobj", "attr", "oprd", "xcomp"} for child in verb.children) and lemma_of(
            verb
        ) not in {"tell", "assure", "remind", "warn", "inform"}:
            return []
        if whole.start < clause.start and not any(
            token.tag_ in {"VBD", "VBZ", "VBP", "MD"}
            for token in tokens_between(paragraph, sentence.start, clause.start)
        ):
            return []
        found = [Span(sentence.start, clause.start)]
    tidy = [trim_content(text, trim(text, span)) for span in found]
    return [span for span in tidy if any(char.isalnum() for char in span.of(text))]


def _host(paragraph: Paragraph, verb: Token, sentence: Span) -> tuple[int, int]:
    """The clause a parenthetical report stands in; the sentence where the parse does not tell."""
    if verb.dep_ in {"parataxis", "ccomp", "dep", "advcl"} and verb.head.dep_ == "conj":
        tokens = list(verb.head.subtree)
        if tokens[0].i < verb.i < tokens[-1].i:
            span = paragraph.span(tokens)
            return span.start, span.end
    return sentence.start, sentence.end


def _trails_off(paragraph: Paragraph, verb: Token, clause: Span, sentence: Span) -> bool:
    """Whether all that follows the report belongs to it: "…, he told reporters on 3 October"."""
    mine = {token.i for token in verb.subtree}
    rest = tokens_between(paragraph, clause.end, sentence.end)
    return all(token.i in mine or token.is_punct for token in rest)


def after_colon(paragraph: Paragraph, verb: Token) -> Span | None:
    """What follows a colon after the report: "has answered the same way every time: no …"."""
    sentence = paragraph.sentences[paragraph.sentence_at(paragraph.start_of(verb))]
    text = paragraph.text
    for token in tokens_between(paragraph, paragraph.start_of(verb), sentence.end):
        place = paragraph.start_of(token)
        if paragraph.quote_at(place) is not None:
            return None
        if token.text == ":":
            rest = trim_content(text, Span(place + 1, sentence.end))
            return rest if len(rest.of(text).split()) > 2 else None
        if (
            token.tag_ in {"VBD", "VBZ", "VBP"}
            and token.i > verb.i
            and token.dep_ not in {"relcl", "aux", "auxpass"}
        ):
            return None
    return None


def colon_cue(paragraph: Paragraph, verb: Token, group: list[Token]) -> Span:
    """The cue of a colon report with the words that say how: "has answered the same way"."""
    tokens = list(group)
    for child in verb.children:
        if child.i > verb.i and child.dep_ in {"npadvmod", "advmod", "dobj"}:
            phrase = noun_phrase(paragraph, child)
            inside = [
                t
                for t in phrase
                if not any(a.dep_ == "relcl" for a in [t, *t.ancestors] if a.i > verb.i and a.i != verb.i)
            ]
            if inside and inside[0].i == tokens[-1].i + 1:
                tokens += inside
    return paragraph.span(tokens)
