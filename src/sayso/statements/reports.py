"""Reports made with a verb: "X said that …", "…, X argued, …", "X denied the claims"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.records import Span
from sayso.statements import cues, kinds
from sayso.statements.drafts import (
    Draft,
    noun_phrase,
    rest_of_clause,
    runs,
    trim,
    trim_content,
)
from sayso.statements.hedges import is_denial
from sayso.statements.kinds import is_document
from sayso.statements.parsing import Paragraph, Token

_FIRST_AND_SECOND = frozenset({"i", "we", "you"})
_SUBJECTS = ("nsubj", "nsubjpass")
_CLAUSE = ("ccomp",)
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
            if _lemma(token) not in _KNOWN or _inside_quotation(paragraph, token):
                continue
            draft = _report(paragraph, token)
            if draft is not None:
                yield draft


def _inside_quotation(paragraph: Paragraph, token: Token) -> bool:
    """Whether the word is the speaker's own: reports inside a quotation are part of what is said."""
    quote = paragraph.quote_at(paragraph.start_of(token))
    return quote is not None and len(quote.inner.of(paragraph.text).split()) > 2


def _lemma(token: Token) -> str:
    return {"hop": "hope"}.get(token.lemma_.lower(), str(token.lemma_.lower()))


def _report(paragraph: Paragraph, verb: Token) -> Draft | None:
    if any(child.dep_ == "auxpass" for child in verb.children):
        return _passive(paragraph, verb)
    if verb.dep_ in {"amod", "compound"} or (verb.tag_ == "VBN" and not _auxiliaries(verb) and verb.dep_ == "acl"):
        return None
    subject = subject_of(verb)
    group = cue_group(verb)
    refused = _unsaid(verb)
    if refused:
        return None
    contents, cue = _contents(paragraph, verb, subject, group)
    contents = [_whole_quotations(paragraph, span) for span in contents]
    if not contents:
        return None
    if subject is None and verb.dep_ not in {"ROOT", "parataxis"} and not _speaks_for_itself(paragraph, verb):
        return None
    lemma = _lemma(verb)
    if subject is not None and not _may_be_source(subject, lemma):
        return None
    if subject is not None and subject.lower_ in _FIRST_AND_SECOND and (
        lemma in cues.THINKING or subject.lower_ == "you"
    ):
        return None
    if subject is None and verb.tag_ == "VB" and verb.dep_ == "ROOT":
        return None  # an order: "Say that again"
    denial = is_denial(_phrase(cue, paragraph)) or is_denial(lemma)
    negated = denial or (_is_negated(verb) and lemma in cues.THINKING)
    source = None if subject is None else paragraph.span(noun_phrase(paragraph, subject))
    return Draft(
        paragraph, paragraph.start_of(verb), cue, contents, source, subject, negated=negated
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


def _is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" or child.lower_ in {"never", "hardly"} for child in verb.children)


def _unsaid(verb: Token) -> bool:
    """Whether the verb says that something was not said: "did not say whether", "refused to say"."""
    lemma = _lemma(verb)
    negated = _is_negated(verb)
    if verb.dep_ == "xcomp" and _lemma(verb.head) in {"decline", "refuse", "fail", "hesitate", "stop"}:
        return True
    if not negated:
        return False
    return lemma not in cues.THINKING or lemma in {"know", "decide", "find", "learn"}


def _speaks_for_itself(paragraph: Paragraph, verb: Token) -> bool:
    return verb.dep_ in {"ccomp", "conj", "dep"} and bool(paragraph.quotes)


def _is_paper(subject: Token | None) -> bool:
    return subject is not None and (is_document(subject.lemma_) or is_document(subject.lower_))


def _may_be_source(subject: Token, lemma: str) -> bool:
    """Whether ``subject`` can stand behind a report made with ``lemma``."""
    word = subject.lower_
    if subject.dep_ == "expl" or word in {"this", "these", "those", "there", "what", "nothing", "none", "nobody", "no"}:
        return False
    if word in {"that", "which"} and lemma not in cues.SHOWING:
        return True
    if lemma in cues.ONLY_OF_SOURCES and lemma not in {"suggest", "reveal", "indicate", "point", "describe"}:
        return is_document(subject.lemma_) or is_document(word) or (
            lemma in {"find", "note", "record", "document", "prove", "underline", "underscore", "feel", "project", "estimate", "put", "add", "argue", "list", "detail", "describe", "highlight", "reflect", "teach"}
            and looks_alive(subject)
        ) or (word in {"it", "they", "which", "that"} and lemma in {"run", "read", "record", "show", "list", "count", "detail"})
    return True


def looks_alive(token: Token) -> bool:
    """Whether ``token`` names people, a body or a paper by its shape or the parser's entity label."""
    if token.pos_ in {"PRON", "PROPN"} or token.ent_type_ in {"PERSON", "ORG", "NORP", "GPE"}:
        return token.lower_ not in {"this", "that", "which", "what"}
    lemma = token.lemma_.lower()
    known = (
        kinds.OFFICIALS | kinds.EXPERTS | kinds.INSIDERS | kinds.ORGANISATIONS | kinds.PERSON_ROLES
        | cues.BEHOLDERS | {"people", "person"}
    )
    return lemma in known or is_document(lemma)


def subject_of(verb: Token) -> Token | None:
    """Who does what ``verb`` says: its own subject, that of the verb it hangs on, or what is there.

    Where the parser gives none, the noun phrase that ends right before the verb stands in.
    """
    found = _subject_of(verb)
    if found is None and verb.tag_ in {"VBD", "VBZ", "VBP"}:
        place = cue_group(verb)[0].i - 1
        if place >= 0 and verb.doc[place].sent == verb.sent:
            head = verb.doc[place]
            while head.head.i < head.i and head.head.pos_ in {"NOUN", "PROPN", "ADP", "ADJ"}:
                head = head.head
            if head.pos_ in {"NOUN", "PROPN", "PRON"} and verb.doc[place].pos_ != "PUNCT":
                return head
    return found


def _subject_of(verb: Token) -> Token | None:
    for _ in range(5):
        own = [child for child in verb.children if child.dep_ in _SUBJECTS]
        if own:
            return min(own, key=lambda token: abs(token.i - verb.i))
        outer = _reporter_of(verb)
        if outer is not None:
            verb = outer
        elif verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
            verb = verb.head
        elif verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.head.pos_ in {"VERB", "AUX"}:
            verb = verb.head
        elif verb.dep_ in {"xcomp", "pcomp"} and verb.head.pos_ in {"VERB", "AUX"}:
            controller = [child for child in verb.head.children if child.dep_ in {"dobj"}]
            if controller and verb.dep_ == "xcomp":
                return controller[0]
            verb = verb.head
        elif verb.dep_ in {"acl", "relcl"} and verb.tag_ == "VBG" and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return verb.head
        else:
            return None
    return None


def _reporter_of(verb: Token) -> Token | None:
    """The outer report whose source also makes this one: "X said A and predicted that B"."""
    clause = verb.head
    while clause.dep_ == "conj":
        clause = clause.head
    if verb.dep_ in {"conj", "advcl"} and clause.dep_ == "ccomp" and _lemma(clause.head) in cues.SAYING:
        if _breaks_off(verb, clause, clause.head):
            return clause.head
    return None


def cue_group(verb: Token) -> list[Token]:
    """The verb with the auxiliaries and adverbs that touch it, and the particle that completes it."""
    group = [verb]
    children = {child.i: child for child in verb.children}
    place = verb.i - 1
    while place in children and children[place].dep_ in {"aux", "auxpass", "neg", "advmod"}:
        group.insert(0, children[place])
        place -= 1
    particle = cues.WITH_PARTICLE.get(_lemma(verb))
    follower = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    if follower is not None and (follower.dep_ == "prt" or follower.lower_ == particle):
        group.append(follower)
    return group


def _contents(
    paragraph: Paragraph, verb: Token, subject: Token | None, group: list[Token]
) -> tuple[list[Span], Span]:
    """What is said, and the words of the cue."""
    lemma = _lemma(verb)
    cue = paragraph.span(group)
    speaks = _speaks(lemma, group)
    clause = [child for child in verb.children if child.dep_ == "ccomp"]
    if speaks:
        direct = _beside_quotation(paragraph, verb, subject, group)
        if direct:
            return direct, _with_listener(paragraph, verb, cue)
    if speaks and clause and not (lemma in cues.ONLY_BESIDE and not _set_off(clause[0], verb)):
        report = _report_tokens(verb, subject, group)
        tokens = {token.i: token for one in clause for token in said_clause(one, verb)}
        contents = runs(paragraph, _after_fronting(tokens.values(), verb, subject), report)
        if contents:
            return contents, _with_listener(paragraph, verb, cue)
    if speaks and any(child.dep_ == "mark" and child.lower_ == "as" for child in verb.children):
        clause_tokens = [*verb.subtree]
        return rest_of_clause(paragraph, verb, clause_tokens), _with_listener(paragraph, verb, cue)
    if speaks and (lemma in cues.SAYING or lemma in cues.THINKING or _is_paper(subject)):
        around = _parenthetical(paragraph, verb, subject, group)
        if around:
            return around, _with_listener(paragraph, verb, cue)
        after_colon = _after_colon(paragraph, verb)
        if after_colon:
            return [after_colon], _colon_cue(paragraph, verb, group)
    if lemma in cues.SHOWING and _is_paper(subject):
        shown = _shown(paragraph, verb, subject, group)
        if shown:
            return shown, cue
    contents, named = _object_contents(paragraph, verb, lemma, group, cue)
    if lemma in cues.SAYING and (not contents or lemma in {"say", "tell", "add", "argue"}):
        rest = _what_follows(paragraph, verb, group)
        if rest:
            return rest, _with_listener(paragraph, verb, cue)
    return contents, named


def _what_follows(paragraph: Paragraph, verb: Token, group: list[Token]) -> list[Span]:
    """The rest of the sentence, where the parser did not see that it is what was said."""
    sentence = paragraph.sentences[paragraph.sentence_at(paragraph.start_of(verb))]
    after = _tokens_between(paragraph, paragraph.span(group).end, sentence.end)
    for token in after:
        if token.dep_ in {"nsubj", "nsubjpass", "expl"} and token.head.i > token.i:
            first = token.left_edge
            if first.i <= group[-1].i:
                return []
            gap = [one for one in after if one.i < first.i]
            that = bool(gap) and gap[-1].lower_ == "that"
            if any(one.text in {",", ":", ";", "-"} or one.tag_ in {"VBD", "VBZ", "VBP", "MD"} for one in gap):
                return []
            if gap and not that and _lemma(verb) not in {"tell", "assure", "warn", "remind", "inform"}:
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
        if token.i != clause.i and token.i not in dropped and _breaks_off(token, clause, verb):
            dropped.update(one.i for one in token.subtree)
            place = token.left_edge.i - 1
            while place > verb.i and (verb.doc[place].dep_ == "cc" or verb.doc[place].is_punct):
                if verb.doc[place].text in "\"'":
                    break
                dropped.add(place)
                place -= 1
    return [token for token in clause.subtree if token.i not in dropped]


_GOES_ON = frozenset("add tell say note cite call refer joke quip describe warn predict argue explain".split())


def _breaks_off(token: Token, clause: Token, verb: Token) -> bool:
    doc = verb.doc
    if token.i < verb.i:
        return False
    lemma = _lemma(token)
    before = doc[token.left_edge.i - 1] if token.left_edge.i else None
    if token.dep_ == "advcl" and token.tag_ == "VBG" and lemma in _GOES_ON:
        return before is not None and before.text == ","
    if token.dep_ == "advcl" and before is not None and before.text == ",":
        return any(
            child.dep_ == "mark" and child.lower_ in {"while", "though", "although", "whereas"}
            for child in token.children
        )
    if token.dep_ != "conj":
        return False
    own_subject = any(child.dep_ in _SUBJECTS for child in token.children)
    marked = any(child.dep_ == "mark" for child in token.children)
    if own_subject:
        if marked:
            return False
        place = token.left_edge.i - 1
        if doc[place].lower_ in {"but", "though", "yet"} and doc[place - 1].text in {",", ";", "-"}:
            return True
        return lemma in cues.SAYING and token.tag_ == verb.tag_ and any(
            child.dep_ == "ccomp" for child in token.children
        ) and not any(c.dep_ in _SUBJECTS and c.pos_ == "PRON" for c in token.children)
    if lemma not in cues.SAYING or token.tag_ != verb.tag_:
        return False
    return token.head.tag_ != token.tag_ or lemma in {"say", "add", "tell"}


def _after_fronting(
    tokens: Iterable[Token], verb: Token, subject: Token | None
) -> list[Token]:
    """The words of the clause, without an adverbial that opens the sentence: "In a note, X said …".

    Where no comma follows the cue the report is no parenthesis, so what stands before it is its own.
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


def _shown(
    paragraph: Paragraph, verb: Token, subject: Token | None, group: list[Token]
) -> list[Span]:
    """What a paper shows where that is no clause: "Over six days the log counts sixty calls …"."""
    if not any(child.dep_ == "dobj" and child.i > verb.i for child in verb.children):
        return []
    own = {token.i for token in group} | {token.i for token in (subject.subtree if subject else ())}
    for child in verb.children:
        if child.dep_ in {"advcl", "conj", "cc", "parataxis", "relcl"}:
            own.update(token.i for token in child.subtree)
    found = runs(paragraph, [token for token in verb.subtree if token.i not in own])
    sentence = paragraph.sentences[paragraph.sentence_at(paragraph.start_of(verb))]
    if found and paragraph.text[found[-1].end : sentence.end].lstrip()[:1] == ":":
        found[-1] = trim_content(paragraph.text, Span(found[-1].start, sentence.end))
    return found


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


def _with_listener(paragraph: Paragraph, verb: Token, cue: Span) -> Span:
    """The cue with a bare plural it is said to: "told reporters"."""
    after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    if (
        after is not None
        and _lemma(verb) == "tell"
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


def _clause_span(paragraph: Paragraph, verb: Token, subject: Token | None, group: list[Token]) -> Span:
    tokens = list(group)
    if subject is not None and subject.sent == verb.sent:
        tokens += noun_phrase(paragraph, subject)
    return paragraph.span(tokens)


def _beside_quotation(
    paragraph: Paragraph, verb: Token, subject: Token | None, group: list[Token]
) -> list[Span]:
    """The quotations that stand against the report's words, with the unquoted words joined to them."""
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


def _only_marks(gap: str) -> bool:
    return not any(char.isalnum() for char in gap) and len(gap) < 6


def _is_resumption(gap: str) -> bool:
    """Whether a quotation goes on after the report: “…,” he said on Monday, “…”."""
    stripped = gap.strip()
    return len(gap) < 90 and stripped[-1:] in {",", ";", ":", "—", "–", "-", "."}


def _from_clause_start(paragraph: Paragraph, outer: Span, sentence: Span) -> Span:
    """The quotation with unquoted words of its own sentence before it: The deal “is dead,” he said."""
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
    """Where a quotation that opens what is said ends: with the words of its clause that follow it."""
    if outer.end >= sentence.end:
        return outer.end
    for child in verb.children:
        if child.dep_ == "ccomp":
            whole = paragraph.span(list(child.subtree))
            if whole.start < outer.end < whole.end and paragraph.text[outer.end - 2] not in ".!?,":
                return trim_content(paragraph.text, Span(outer.start, whole.end)).end
    return outer.end


def _parenthetical(
    paragraph: Paragraph, verb: Token, subject: Token | None, group: list[Token]
) -> list[Span]:
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
        whole = paragraph.span([token for token in verb.subtree])
        if any(char.isalnum() for char in text[clause.end : sentence.end]) and not _trails_off(
            paragraph, verb, clause, sentence
        ):
            return []
        if any(child.dep_ in {"dobj", "attr", "oprd", "xcomp"} for child in verb.children) and _lemma(
            verb
        ) not in {"tell", "assure", "remind", "warn", "inform"}:
            return []
        if whole.start < clause.start and not any(
            token.tag_ in {"VBD", "VBZ", "VBP", "MD"} for token in _tokens_between(paragraph, sentence.start, clause.start)
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


def _tokens_between(paragraph: Paragraph, start: int, end: int) -> list[Token]:
    found = paragraph.doc.char_span(
        start - paragraph.offset, end - paragraph.offset, alignment_mode="contract"
    )
    return list(found) if found is not None else []


def _trails_off(paragraph: Paragraph, verb: Token, clause: Span, sentence: Span) -> bool:
    """Whether all that follows the report belongs to it: "…, he told reporters on 3 October"."""
    mine = {token.i for token in verb.subtree}
    rest = _tokens_between(paragraph, clause.end, sentence.end)
    return all(token.i in mine or token.is_punct for token in rest)


def _after_colon(paragraph: Paragraph, verb: Token) -> Span | None:
    """What follows a colon after the report: "has answered the same way every time: no …"."""
    sentence = paragraph.sentences[paragraph.sentence_at(paragraph.start_of(verb))]
    text = paragraph.text
    for token in _tokens_between(paragraph, paragraph.start_of(verb), sentence.end):
        place = paragraph.start_of(token)
        if paragraph.quote_at(place) is not None:
            return None
        if token.text == ":":
            rest = trim_content(text, Span(place + 1, sentence.end))
            return rest if len(rest.of(text).split()) > 2 else None
        if token.tag_ in {"VBD", "VBZ", "VBP"} and token.i > verb.i and token.dep_ not in {"relcl", "aux", "auxpass"}:
            return None
    return None


def _colon_cue(paragraph: Paragraph, verb: Token, group: list[Token]) -> Span:
    """The cue of a colon report with the words that say how: "has answered the same way"."""
    tokens = list(group)
    for child in verb.children:
        if child.i > verb.i and child.dep_ in {"npadvmod", "advmod", "dobj"}:
            phrase = noun_phrase(paragraph, child)
            inside = [t for t in phrase if not any(a.dep_ == "relcl" for a in [t, *t.ancestors] if a.i > verb.i and a.i != verb.i)]
            if inside and inside[0].i == tokens[-1].i + 1:
                tokens += inside
    return paragraph.span(tokens)


def _object_contents(
    paragraph: Paragraph, verb: Token, lemma: str, group: list[Token], cue: Span
) -> tuple[list[Span], Span]:
    """What is said where it is no clause: an object, an infinitive, a preposition's phrase."""
    children = list(verb.children)
    objects = [child for child in children if child.dep_ == "dobj" and child.i > verb.i]
    infinitives = [
        child for child in children
        if child.dep_ in {"xcomp", "ccomp"} and any(aux.tag_ == "TO" for aux in child.children)
    ]
    complements = [child for child in children if child.dep_ in {"oprd", "xcomp", "ccomp"} and child.i > verb.i]
    if lemma == "cast" and objects and objects[0].lower_ in {"doubt", "doubts"}:
        target = [child for child in [*children, *objects[0].children] if child.dep_ == "prep" and child.lower_ in {"on", "upon"}]
        if target:
            return runs(paragraph, [t for p in target[0].children for t in p.subtree]), Span(cue.start, paragraph.span([target[0]]).end)
        return [], cue
    if lemma in cues.OBJECT_AS and objects:
        as_ = [child for child in [*children, *objects[0].children] if child.dep_ in {"prep", "mark"} and child.lower_ == "as"]
        if as_:
            inner = [token for part in as_ for token in part.subtree if token.i != part.i]
            if objects[0].lower_.endswith(("self", "selves")):
                return runs(paragraph, inner), Span(cue.start, paragraph.span([as_[0]]).end)
            return runs(paragraph, [*_without(objects[0].subtree, as_), *as_, *inner]), cue
    if lemma in cues.OBJECT_COMPLEMENT and (complements or len(objects) > 1):
        if lemma == "find":
            return [], cue
        return runs(paragraph, [t for part in [*objects, *complements] for t in part.subtree]), cue
    if lemma in cues.OBJECT_PREPOSITION and objects:
        wanted = cues.OBJECT_PREPOSITION[lemma]
        preps = [child for child in [*children, *objects[0].children] if child.dep_ in {"prep", "dative"} and child.lower_ == wanted]
        if preps:
            return runs(paragraph, [*objects[0].subtree, *preps[0].subtree]), cue
    if lemma in cues.OBJECT_INFINITIVE and objects and infinitives:
        return runs(paragraph, [t for part in [*objects, *infinitives] for t in part.subtree]), cue
    if lemma in cues.OBJECT_INFINITIVE and infinitives and infinitives[0].dep_ == "ccomp":
        return runs(paragraph, list(infinitives[0].subtree)), cue
    if lemma in cues.INFINITIVE and infinitives:
        return runs(paragraph, list(infinitives[0].subtree)), cue
    if lemma in {"deny", "admit", "acknowledge", "report", "propose", "describe", "recall", "suggest"}:
        gerunds = [child for child in children if child.dep_ == "xcomp" and child.tag_ == "VBG"]
        if gerunds:
            return runs(paragraph, list(gerunds[0].subtree)), cue
    if lemma in cues.OBJECT and objects:
        if objects[0].lower_ in {"itself", "himself", "herself", "themselves"}:
            return [], cue
        return runs(paragraph, noun_phrase(paragraph, objects[0])), cue
    if lemma == "call" and infinitives:
        on = [child for child in children if child.dep_ == "prep" and child.lower_ == "on"]
        if on:
            inner = [token for token in on[0].subtree if token.i != on[0].i]
            cue = Span(cue.start, paragraph.span([on[0]]).end)
            return runs(paragraph, [*inner, *infinitives[0].subtree]), cue
    for name in cues.PREPOSITION.get(lemma, ()):
        for prep in children:
            if prep.dep_ in {"prep", "prt"} and prep.lower_ == name and prep.i > verb.i:
                inner = [token for token in prep.subtree if token.i != prep.i]
                if inner:
                    end = paragraph.span([prep]).end if prep.i == group[-1].i + 1 else cue.end
                    return runs(paragraph, inner), Span(cue.start, end)
    return [], cue


def _without(tokens: list[Token], parts: list[Token]) -> list[Token]:
    left = {token.i for part in parts for token in part.subtree}
    return [token for token in tokens if token.i not in left]


def _passive(paragraph: Paragraph, verb: Token) -> Draft | None:
    """A report in the passive: "It was reported that …", "he is understood to have …"."""
    lemma = _lemma(verb)
    if lemma not in cues.PASSIVE and lemma not in cues.SAYING | {"announce", "reveal"}:
        return None
    subject = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    agent = next(
        (inner for child in verb.children if child.dep_ == "agent" for inner in child.children if inner.dep_ == "pobj"),
        None,
    )
    group = cue_group(verb)
    cue = paragraph.span(group)
    if _is_negated(verb):
        return None
    clause = [child for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i]
    infinitive = [child for child in verb.children if child.dep_ == "xcomp" and any(a.tag_ == "TO" for a in child.children)]
    if clause and subject is not None and subject.lower_ == "it":
        contents = runs(paragraph, list(clause[0].subtree))
    elif infinitive and subject is not None and lemma in cues.PASSIVE:
        contents = runs(paragraph, noun_phrase(paragraph, subject)) + runs(paragraph, list(infinitive[0].subtree))
    else:
        return None
    source = None if agent is None else paragraph.span(noun_phrase(paragraph, agent))
    return Draft(paragraph, paragraph.start_of(verb), cue, contents, source, agent, negated=is_denial(lemma))
