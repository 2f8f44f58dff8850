"""What papers say in asides, lists and rulings, where the parse shows no report.

"Every one of them, the ward log shows, was old"; "She would not have it, the minutes record";
"The papers show:" with a list below; "To judge by her letter, …"; "The manual draws a line at 40".
These are found by their words and marks: the parser takes most of them for lists of nouns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.records import Span
from sayso.statements import cues
from sayso.statements.drafts import Draft, noun_phrase, trim, trim_content
from sayso.statements.kinds import is_document
from sayso.statements.parsing import Paragraph, Token
from sayso.statements.verbs import (
    cue_group,
    inside_quotation,
    is_negated,
    is_paper,
    lemma_of,
    looks_alive,
    subject_of,
)

_SHOWS = frozenset(
    "show record say suggest reveal state indicate confirm note make warn allege conclude find report "
    "disclose specify".split()
)
#: Papers that lay down what is to be.
_NORMS = frozenset(
    "act agreement bylaw by-law charter clause code condition constitution contract deed directive "
    "guideline handbook law lease legislation licence license manual order permit policy protocol "
    "regulation resolution rule rulebook section standard statute term treaty warrant".split()
)
_RULES = frozenset(
    "allow ban bar bind cap define draw empower entitle exempt forbid give grant leave limit oblige "
    "permit prohibit provide require restrict set".split()
)
_COMMAS = frozenset({",", "-", "--"})
_FIRST = frozenset({"DT", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "CD", "VBN"})
_LONGEST = 10
_ITEM = re.compile(r"[-*•–◦▪]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s")


def complete(paragraphs: Sequence[Paragraph], drafts: list[Draft]) -> None:
    """Add to ``drafts`` what papers say in asides, lists and rulings, and cut asides out of the rest."""
    for paragraph in paragraphs:
        for aside in _asides(paragraph):
            _weigh(aside, drafts)
        for one in [*_judged_by(paragraph), *_requests(paragraph), *_rulings(paragraph)]:
            if not any(draft.asserted and _covers(draft, one) for draft in drafts):
                drafts.append(one)
    for draft in list(drafts):
        drafts += [one for one in _shares(draft) if not any(_covers(other, one) for other in drafts)]
    _lists(paragraphs, drafts)


def _weigh(aside: Draft, drafts: list[Draft]) -> None:
    """Keep the aside as a report of its own, or only cut it out of what another is reported to say."""
    assert aside.source is not None
    assert aside.cue is not None
    inside = Span(aside.source.start, aside.cue.end)
    same = [draft for draft in drafts if draft.cue is not None and draft.cue.overlaps(aside.cue)]
    if any(draft.source is not None and draft.asserted for draft in same):
        return
    for draft in same:
        drafts.remove(draft)
    others = [d for d in drafts if d.source is not None and d.asserted and _covers(d, aside)]
    for draft in others:
        draft.contents = [piece for span in draft.contents for piece in _cut(aside.paragraph, span, inside)]
    if not others:
        drafts.append(aside)


def _cut(paragraph: Paragraph, span: Span, inside: Span) -> list[Span]:
    """``span`` without the aside in it."""
    if not span.overlaps(inside):
        return [span]
    text = paragraph.text
    pieces = [Span(span.start, max(span.start, inside.start)), Span(min(span.end, inside.end), span.end)]
    tidy = [trim_content(text, piece) for piece in pieces if piece.end > piece.start]
    return [piece for piece in tidy if any(char.isalnum() for char in piece.of(text))]


def _covers(draft: Draft, other: Draft) -> bool:
    """Whether ``draft`` already lays most of the contents of ``other`` to somebody."""
    size = sum(span.end - span.start for span in other.contents)
    held = sum(
        max(0, min(one.end, span.end) - max(one.start, span.start))
        for span in other.contents
        for one in draft.contents
    )
    return 2 * held > size


def _asides(paragraph: Paragraph) -> Iterator[Draft]:
    """Papers named between commas, or behind the last: "…, the minutes record"."""
    text = paragraph.text
    for number, sentence in enumerate(paragraph.sentences):
        tokens = [token for token in paragraph.tokens_of(number) if not token.is_space]
        for place, verb in enumerate(tokens):
            if verb.lemma_.lower() not in _SHOWS or inside_quotation(paragraph, verb):
                continue
            after = tokens[place + 1] if place + 1 < len(tokens) else None
            closed = after is None or _is_comma(after) or after.text == "."
            phrase = _back_to_comma(tokens, place) if closed else []
            head = _head(phrase)
            if head is None or not is_document(head.lemma_.lower()) or _agrees_not(head, verb):
                continue
            source, cue = paragraph.span(phrase), paragraph.span([verb])
            start = sentence.start
            joint = max(text.rfind(mark, start, source.start) for mark in ("; ", ": "))
            if joint > 0 and paragraph.quote_at(joint) is None:
                start = joint + 1
            contents = _cut(paragraph, Span(start, sentence.end), Span(source.start, cue.end))
            if any(len(span.of(text).split()) > 2 for span in contents):
                yield Draft(paragraph, source.start, cue, contents, source, head)


def _back_to_comma(tokens: Sequence[Token], place: int) -> list[Token]:
    """The words between the comma before ``tokens[place]`` and it; none where they are no noun phrase."""
    first = place
    while first > 0 and not _is_comma(tokens[first - 1]) and place - first < _LONGEST:
        first -= 1
    phrase = list(tokens[first:place])
    if first == 0 or not _is_comma(tokens[first - 1]) or not phrase:
        return []
    finite = any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} or token.text in '"“”' for token in phrase)
    return [] if finite or phrase[0].tag_ not in _FIRST else phrase


def _is_comma(token: Token) -> bool:
    """Whether it is a comma or a dash, and not the hyphen of a compound."""
    if token.text not in _COMMAS:
        return False
    return token.text == "," or token.i == 0 or bool(token.doc[token.i - 1].whitespace_ and token.whitespace_)


def _head(phrase: Sequence[Token]) -> Token | None:
    """The last noun before the first preposition or participle: of "papers seen by X", papers."""
    head: Token | None = None
    for token in phrase:
        if token.tag_[:2] == "NN":
            head = token
        elif head is not None and token.tag_ != "POS":
            break
    return head


def _agrees_not(head: Token, verb: Token) -> bool:
    """Whether number forbids that ``head`` is the subject: "a list, the papers shows"."""
    plural = head.tag_ in {"NNS", "NNPS"} and head.lower_ != head.lemma_.lower()
    return plural and verb.lower_ != verb.lemma_.lower() and verb.lower_.endswith("s")


def _judged_by(paragraph: Paragraph) -> Iterator[Draft]:
    """"To judge by her letter, …", "judging from the log, …"."""
    text = paragraph.text
    for token in paragraph.doc:
        if token.lower_ not in {"judge", "judging", "going"} or token.i + 2 >= len(token.doc):
            continue
        prep = token.doc[token.i + 1]
        head = next((child for child in prep.children if child.dep_ == "pobj"), None)
        if token.lower_ == "going" and (token.dep_ != "advcl" or not token.is_sent_start):
            continue
        if prep.lower_ not in {"by", "from"} or not is_paper(head) or inside_quotation(paragraph, token):
            continue
        assert head is not None
        sentence = paragraph.sentences[paragraph.sentence_at(paragraph.start_of(token))]
        first = token.doc[token.i - 1] if token.i and token.doc[token.i - 1].lower_ == "to" else token
        source = paragraph.span(noun_phrase(paragraph, head))
        if text[source.end : source.end + 1] not in {",", "."}:
            continue
        cue = paragraph.span([first, prep])
        contents = _cut(paragraph, sentence, Span(cue.start, source.end))
        if contents:
            yield Draft(paragraph, cue.start, cue, contents, source, head)


def _requests(paragraph: Paragraph) -> Iterator[Draft]:
    """What a letter asks for: "In a letter of August she asked for the lot to be taken away"."""
    text = paragraph.text
    for number, sentence in enumerate(paragraph.sentences):
        opening = paragraph.tokens_of(number)[:1]
        if not opening or opening[0].lower_ != "in" or inside_quotation(paragraph, opening[0]):
            continue
        letter = next((child for child in opening[0].children if child.dep_ == "pobj"), None)
        verb = opening[0].head
        if letter is None or letter.lemma_.lower() not in _LETTERS or lemma_of(verb) not in _ASKS:
            continue
        source = paragraph.span(noun_phrase(paragraph, letter))
        contents = trim_content(text, Span(source.end, sentence.end))
        yield Draft(paragraph, source.start, paragraph.span(opening), [contents], source, letter)


_LETTERS = frozenset(
    "letter email e-mail mail memo memorandum message note cable telegram text petition".split()
)
_ASKS = frozenset("ask beg plead appeal apply press request".split())


def _shares(draft: Draft) -> Iterator[Draft]:
    """What a paper named for the first clause says in the next of a part of the same thing.

    "It paid five million, according to its ledger, and half of that went on repairs."
    """
    if draft.cue is None or draft.source is None or not is_paper(draft.head):
        return
    paragraph, text = draft.paragraph, draft.paragraph.text
    if not draft.cue.of(text).lower().startswith("according"):
        return
    sentence = paragraph.sentences[paragraph.sentence_at(draft.cue.start)]
    for token in paragraph.doc:
        place = paragraph.start_of(token)
        if token.dep_ == "conj" and draft.source.end < place < sentence.end and _is_share(token):
            span = trim_content(text, paragraph.span(token.subtree))
            yield Draft(paragraph, place, None, [span], draft.source, draft.head)


def _is_share(verb: Token) -> bool:
    """Whether its subject is a part of what was just told of: "and half of that went on …"."""
    return any(
        inner.lower_ in {"that", "this", "it", "them", "those", "these"}
        for subject in verb.children
        if subject.dep_ in {"nsubj", "nsubjpass"}
        for of in subject.children
        if of.lower_ == "of"
        for inner in of.children
    )


def _rulings(paragraph: Paragraph) -> Iterator[Draft]:
    """What a rule or a contract lays down: the clause itself, with the paper as who says so."""
    for token in paragraph.doc:
        if token.pos_ != "VERB" or lemma_of(token) not in _RULES or token.dep_ not in {"ROOT", "conj"}:
            continue
        subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
        if subject is None or inside_quotation(paragraph, token) or is_negated(token):
            continue
        owned = any(child.dep_ in {"poss", "det", "nummod"} for child in subject.children)
        objects = any(child.dep_ in {"dobj", "dative", "ccomp", "prep"} for child in token.children)
        if subject.lemma_.lower() not in _NORMS or not owned or not objects or token.tag_ == "VB":
            continue
        clause = [one for one in token.subtree if not _belongs_to_next(one, token)]
        span = trim_content(paragraph.text, paragraph.span(clause))
        source = paragraph.span(noun_phrase(paragraph, subject))
        yield Draft(paragraph, paragraph.start_of(token), None, [span], source, subject)


def _belongs_to_next(token: Token, verb: Token) -> bool:
    """Whether ``token`` stands in a clause coordinated with that of ``verb``, or joins it."""
    for one in [token, *token.ancestors]:
        if one.i == verb.i:
            return False
        if one.head.i == verb.i and one.i > verb.i:
            clause = one.dep_ == "conj" and any(c.dep_ in {"nsubj", "nsubjpass"} for c in one.children)
            joins = one.dep_ == "cc" and any(
                c.dep_ == "conj" and any(g.dep_ in {"nsubj", "nsubjpass"} for g in c.children)
                for c in verb.children
            )
            return clause or joins or (one.is_punct and one.text == ",")
    return False


def _lists(paragraphs: Sequence[Paragraph], drafts: list[Draft]) -> None:
    """Lay to "The papers show:" the items of the list that follows it in paragraphs of its own."""
    for number, paragraph in enumerate(paragraphs):
        if not paragraph.sentences or not paragraph.sentences[-1].of(paragraph.text).rstrip().endswith(":"):
            continue
        items = _items(paragraphs[number + 1 :])
        verb = _introducing(paragraph) if items else None
        subject = None if verb is None else subject_of(verb)
        if verb is None or subject is None:
            continue
        cue = paragraph.span(cue_group(verb))
        known = next((d for d in drafts if d.cue is not None and d.cue.overlaps(cue)), None)
        if known is None or known.source is None:
            source = paragraph.span(noun_phrase(paragraph, subject))
            drafts.append(Draft(paragraph, paragraph.start_of(verb), cue, items, source, subject))
        else:
            taken = [*known.contents, *known.carried]
            known.carried += [item for item in items if not any(item.overlaps(one) for one in taken)]


def _introducing(paragraph: Paragraph) -> Token | None:
    """The verb of saying or showing that the paragraph's last words, before the colon, hang on."""
    tokens = [t for t in paragraph.tokens_of(len(paragraph.sentences) - 1) if t.is_alpha]
    for token in reversed(tokens[-4:]):
        if token.tag_[:2] == "VB" and lemma_of(token) in cues.SAYING | cues.SHOWING:
            subject = subject_of(token)
            if subject is None or is_negated(token):
                return None
            shows = is_paper(subject) or subject.lower_ in {"they", "it"}
            return token if shows or (lemma_of(token) in cues.SAYING and looks_alive(subject)) else None
    return None


def _items(paragraphs: Sequence[Paragraph]) -> list[Span]:
    """The paragraphs that read as items of a list: small letters, list marks, a semicolon before."""
    found: list[Span] = []
    open_ = False
    for paragraph in paragraphs:
        words = paragraph.text[paragraph.offset : paragraph.end].strip()
        marked = _ITEM.match(words)
        if not (words[:1].islower() or words[:1].isdigit() or marked or open_):
            break
        start = paragraph.offset + (marked.end() if marked else 0)
        found.append(trim_content(paragraph.text, trim(paragraph.text, Span(start, paragraph.end))))
        open_ = words.endswith((";", ",", "; and", ", and"))
        if words.endswith(".") and not marked:
            break
    return found if len(found) > 1 else []
