"""Rules and tagger together: which reports are kept, and whose spans are used.

The rules see the parse and the marks of quotation; the tagger has learnt from 20,000 reports that
people marked. Each is asked for what it was measured to do better, on PolNeAR's dev part:

* a report that both find keeps the rule's spans; where the rule sees no source, the tagger's;
* one that only a rule finds is kept: away from US politics the tagger doubts many that are right;
* one that only the tagger finds is added from ``ADD`` on, in a headline's capitals, which it has not
  learnt from, from ``SURE`` on; that it says something is so, which makes a statement of it, is
  believed from ``SURE`` on, and where it stands behind a colon.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.models.tagging import Tagged, Tagger
from sayso.records import Span
from sayso.statements import cues
from sayso.statements.drafts import Draft, tokens_between, trim, trim_content
from sayso.statements.hedges import is_denial
from sayso.statements.parsing import Paragraph, Token
from sayso.statements.verbs import is_inscription, is_negated, is_paper, is_unsaid, lemma_of

#: Scores of the tagger.
ADD = 0.4
SURE = 0.8

#: Who "knew that" or "found out that" lays nothing to anybody: the writer says that it is so.
_KNOWING = frozenset("know realise realize discover notice forget remember".split())
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MARKS = '“"«'


def with_tagger(
    text: str, paragraphs: Sequence[Paragraph], rules: Sequence[Draft], tagger: Tagger
) -> list[Draft]:
    """The drafts of ``rules`` and those of ``tagger``, weighed against each other."""
    if not paragraphs:
        return list(rules)
    reading = tagger.read(text, [Span(one.offset, one.end) for one in paragraphs])
    tagged = reading.lay(reading.cues(ADD))
    added = []
    for one in tagged:
        same = [draft for draft in rules if _same(draft, one)]
        if same and all(draft.source is not None for draft in same):
            continue
        draft = draft_of(text, paragraphs, one)
        if draft is None or (one.score < SURE and _is_in_capitals(draft.paragraph)):
            continue
        for rule in same:
            if rule.source is None:
                rule.source, rule.head = draft.source, draft.head
        if not same and not _tells_of_silence(draft) and not _is_nobodys(draft):
            added.append(draft)
    return [*rules, *added]


def _is_in_capitals(paragraph: Paragraph) -> bool:
    """Whether most words of ``paragraph`` begin with a capital, as in a headline."""
    words: list[str] = [token.text for token in paragraph.doc if token.is_alpha]
    return sum(word[:1].isupper() for word in words) > 0.6 * len(words)


def _same(draft: Draft, tagged: Tagged) -> bool:
    """Whether both are the one report: their cues share a word."""
    return draft.cue is not None and draft.cue.overlaps(tagged.cue)


def draft_of(text: str, paragraphs: Sequence[Paragraph], tagged: Tagged) -> Draft | None:
    """What the tagger found as a draft; None where nothing is left that could be laid to anybody."""
    home = _paragraph_at(paragraphs, tagged.cue.start)
    contents = [_tidy(text, span) for span in tagged.contents]
    contents = [span for span in contents if any(char.isalnum() for char in span.of(text))]
    if home is None or not contents:
        return None
    verbs = _verbs(home, tagged.cue)
    source, head, paragraph = None, None, home
    if tagged.source is not None:
        source = trim(text, tagged.source)
        paragraph = _paragraph_at(paragraphs, source.start) or home
        head = _head(paragraph, source)
        if head is None:
            source, paragraph = None, home
    denied = is_denial(tagged.cue.of(text).lower()) or any(
        is_negated(verb) and lemma_of(verb) in cues.THINKING for verb in verbs
    )
    return Draft(
        paragraph,
        tagged.cue.start,
        tagged.cue,
        contents,
        source,
        head,
        negated=denied,
        asserted=source is not None
        and not any(lemma_of(verb) in _KNOWING for verb in verbs)
        and (tagged.score >= SURE or _follows_a_colon(text, contents[0]))
        and (is_paper(head) or any(_asserts(home, text, span) for span in contents)),
    )


def _follows_a_colon(text: str, span: Span) -> bool:
    return text[: span.start].rstrip(" \n" + _MARKS).endswith(":")


def _verbs(paragraph: Paragraph, cue: Span) -> list[Token]:
    return [token for token in tokens_between(paragraph, cue.start, cue.end) if token.tag_[:2] == "VB"]


def _tells_of_silence(draft: Draft) -> bool:
    """Whether it reports what was not said: "declined to say whether …"."""
    return draft.cue is not None and any(is_unsaid(verb) for verb in _verbs(draft.paragraph, draft.cue))


def _is_nobodys(draft: Draft) -> bool:
    """Whether its source is nobody, or somebody unknown who only leaves words on a thing."""
    head = draft.head
    if head is None or draft.cue is None:
        return False
    if head.lower_ in {"nobody", "none", "neither"} or any(c.lower_ == "no" for c in head.children):
        return True
    return any(is_inscription(verb, head) for verb in _verbs(draft.paragraph, draft.cue))


def _tidy(text: str, span: Span) -> Span:
    return trim_content(text, span) if any(char.isalnum() for char in span.of(text)) else span


def _paragraph_at(paragraphs: Sequence[Paragraph], place: int) -> Paragraph | None:
    return next((one for one in paragraphs if one.offset <= place < one.end), None)


def _head(paragraph: Paragraph, source: Span) -> Token | None:
    """The word of ``source`` that the others hang on; a noun or pronoun where there is one."""
    tokens = tokens_between(paragraph, source.start, source.end)
    inside = {token.i for token in tokens}
    roots = [token for token in tokens if token.head.i == token.i or token.head.i not in inside]
    nominal = [token for token in roots if token.pos_ in {"NOUN", "PROPN", "PRON"}]
    nominal = nominal or [token for token in tokens if token.pos_ in {"NOUN", "PROPN", "PRON"}]
    return next(iter(nominal or roots), None)


def _asserts(paragraph: Paragraph, text: str, span: Span) -> bool:
    """Whether ``span`` says that something is so: a clause of its own, or words that are quoted."""
    words = span.of(text)
    if any(mark in words for mark in _MARKS) and len(words.split()) > 2:
        return True
    tokens = tokens_between(paragraph, span.start, span.end)
    inside = {token.i for token in tokens}
    for token in tokens:
        root = token.head.i == token.i or token.head.i not in inside
        auxiliaries = {token.tag_, *(child.tag_ for child in token.children if child.dep_[:3] == "aux")}
        subject = any(child.dep_ in {"nsubj", "nsubjpass", "expl"} for child in token.children)
        if root and subject and auxiliaries & _FINITE:
            return True
    return False
