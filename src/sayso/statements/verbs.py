"""What the parser says of a verb that may make a report: its subject, its cue, its negation."""

from __future__ import annotations

from sayso.statements import cues, kinds
from sayso.statements.kinds import is_document
from sayso.statements.parsing import Paragraph, Token

_SUBJECTS = ("nsubj", "nsubjpass")


_GOES_ON = frozenset(
    "add tell say note cite call refer joke quip describe warn predict argue explain".split()
)


def lemma_of(token: Token) -> str:
    """The lemma of ``token`` in small letters, with the parser's one common slip mended."""
    return {"hop": "hope"}.get(token.lemma_.lower(), str(token.lemma_.lower()))


def inside_quotation(paragraph: Paragraph, token: Token) -> bool:
    """Whether a report is itself quoted, and so part of what is said."""
    quote = paragraph.quote_at(paragraph.start_of(token))
    return quote is not None and len(quote.inner.of(paragraph.text).split()) > 2


def is_negated(verb: Token) -> bool:
    """Whether the verb is denied: "did not say", "never said"."""
    return any(child.dep_ == "neg" or child.lower_ in {"never", "hardly"} for child in verb.children)


_KEEPS_SILENT = frozenset(["decline", "refuse", "fail", "hesitate", "stop"])


def is_unsaid(verb: Token) -> bool:
    """Whether the verb tells of not saying: "did not say whether", "refused to say"."""
    lemma = lemma_of(verb)
    negated = is_negated(verb)
    if (verb.dep_ == "xcomp" and lemma_of(verb.head) in _KEEPS_SILENT) or _is_unreal(verb):
        return True
    if not negated:
        return False
    return lemma not in cues.THINKING or lemma in {"know", "decide", "find", "learn"}


_UNREAL = frozenset("must may might could should would".split())


def _is_unreal(verb: Token) -> bool:
    """Whether it is only supposed that somebody said so: "must have told them", "could have said"."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux" and child.i < verb.i}
    return verb.tag_ == "VBN" and "have" in auxiliaries and bool(auxiliaries & _UNREAL)


_INSCRIBES = frozenset("write scrawl scribble chalk daub paint pencil carve spray stamp scratch".split())
_SURFACE = frozenset("in on across over under beneath above along beside against".split())


def is_inscription(verb: Token, subject: Token | None) -> bool:
    """Whether somebody unknown leaves words on a thing, which is a deed and no report.

    "Someone wrote “no” in the margin", and not "A reader wrote: “No.”"
    """
    if lemma_of(verb) not in _INSCRIBES or subject is None or verb.i + 1 >= len(verb.doc):
        return False
    articles = {child.lower_ for child in subject.children if child.dep_ == "det"}
    some = subject.tag_ == "NN" and bool(articles & {"a", "an", "some"})
    unknown = some or subject.lower_ in {"someone", "somebody"}
    quote = verb.doc[verb.i + 1].text == '"'
    return unknown and quote and any(c.lower_ in _SURFACE and c.i > verb.i + 1 for c in verb.subtree)


def is_yet_to_be(verb: Token) -> bool:
    """Whether the verb tells of what has not been said so far: "has yet to say whether"."""
    if verb.dep_ not in {"xcomp", "ccomp"} or lemma_of(verb.head) not in {"have", "be", "remain"}:
        return False
    return any(token.lower_ == "yet" for token in verb.doc[verb.head.i + 1 : verb.i])


def is_paper(subject: Token | None) -> bool:
    """Whether ``subject`` is a thing that is read."""
    return subject is not None and (is_document(subject.lemma_) or is_document(subject.lower_))


def looks_alive(token: Token) -> bool:
    """Whether ``token`` names people, a body or a paper."""
    if token.pos_ in {"PRON", "PROPN"} or token.ent_type_ in {"PERSON", "ORG", "NORP", "GPE"}:
        return token.lower_ not in {"this", "that", "which", "what"}
    lemma = token.lemma_.lower()
    known = (
        kinds.OFFICIALS
        | kinds.EXPERTS
        | kinds.INSIDERS
        | kinds.ORGANISATIONS
        | kinds.PERSON_ROLES
        | cues.BEHOLDERS
        | {"people", "person"}
    )
    return lemma in known or is_document(lemma)


def subject_of(verb: Token) -> Token | None:
    """Who does what ``verb`` says: its own subject, that of the verb it hangs on, or what is there.

    Where the parser gives none, the noun phrase that ends right before the verb stands in.
    """
    found = _subject_of(verb) or _inverted(verb)
    if (found is None or _across_a_mark(found, verb)) and verb.tag_ in {"VBD", "VBZ", "VBP"}:
        place = cue_group(verb)[0].i - 1
        if place >= 0 and verb.doc[place].sent == verb.sent:
            head = verb.doc[place]
            while head.head.i < head.i and head.head.pos_ in {"NOUN", "PROPN", "ADP", "ADJ"}:
                if _across_a_mark(head.head, head):
                    break  # “… every crown,” treasurer Jon Vik said: the crown is not who said it
                head = head.head
            if head.pos_ == "ADP":  # an adverbial that opens the clause ran on into the noun
                head = verb.doc[place]
            if head.pos_ in {"NOUN", "PROPN", "PRON"} and verb.doc[place].pos_ != "PUNCT":
                return head
    return found


def _inverted(verb: Token) -> Token | None:
    """Who stands right behind a verb that follows a quotation: “…,” thundered the mayor."""
    if verb.i == 0 or verb.doc[verb.i - 1].text != '"' or verb.tag_ not in {"VBD", "VBZ"}:
        return None
    for child in verb.children:
        if child.dep_ == "dobj" and child.left_edge.i == verb.i + 1 and child.pos_ in {"NOUN", "PROPN"}:
            return child
    return None


def _across_a_mark(first: Token, last: Token) -> bool:
    """Whether ``first`` stands inside a quotation that ends before ``last``."""
    between = first.doc[first.i + 1 : last.i]
    marks = [token for token in between if token.text == '"' or token.tag_ in {"``", "''"}]
    return len(marks) % 2 == 1


def _subject_of(verb: Token) -> Token | None:
    for _ in range(5):
        own = [child for child in verb.children if child.dep_ in _SUBJECTS]
        if own:
            return min(own, key=lambda token: abs(token.i - verb.i))
        outer = _reporter_of(verb)
        if outer is not None:
            verb = outer
        elif (verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}) or (
            verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.head.pos_ in {"VERB", "AUX"}
        ):
            verb = verb.head
        elif _predicated(verb) is not None:
            verb = _predicated(verb)
        elif verb.dep_ in {"xcomp", "pcomp"} and verb.head.pos_ in {"VERB", "AUX"}:
            controller = [child for child in verb.head.children if child.dep_ in {"dobj"}]
            if controller and verb.dep_ == "xcomp":
                return controller[0]
            verb = verb.head
        elif (
            verb.dep_ in {"acl", "relcl"}
            and verb.tag_ == "VBG"
            and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}
        ):
            return verb.head
        else:
            return None
    return None


#: Words that come between somebody and what they say: "is at pains to say", "was quick to add".
_BENT_ON = frozenset("pains haste keen quick eager careful anxious happy glad first right fond".split())


def _predicated(verb: Token) -> Token | None:
    """The "be" of "is at pains to stress", "was quick to add", whose subject says it."""
    head = verb.head
    if head.lower_ not in _BENT_ON or not any(child.tag_ == "TO" for child in verb.children):
        return None
    while head.dep_ in {"pobj", "prep", "acomp", "attr"}:
        head = head.head
    return head if head.lemma_.lower() in {"be", "seem"} else None


def _reporter_of(verb: Token) -> Token | None:
    """The outer report whose source also makes this one: "X said A and predicted that B"."""
    clause = verb.head
    while clause.dep_ == "conj":
        clause = clause.head
    if (
        verb.dep_ in {"conj", "advcl"}
        and clause.dep_ == "ccomp"
        and lemma_of(clause.head) in cues.SAYING
        and breaks_off(verb, clause, clause.head)
    ):
        return clause.head
    return None


def breaks_off(token: Token, clause: Token, verb: Token) -> bool:
    """Whether ``token``, inside the reported ``clause`` of ``verb``, belongs to the reporter."""
    doc = verb.doc
    if token.i < verb.i:
        return False
    lemma = lemma_of(token)
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
        return (
            lemma in cues.SAYING
            and token.tag_ == verb.tag_
            and any(child.dep_ == "ccomp" for child in token.children)
            and not any(c.dep_ in _SUBJECTS and c.pos_ == "PRON" for c in token.children)
        )
    if lemma not in cues.SAYING or token.tag_ != verb.tag_:
        return False
    return token.head.tag_ != token.tag_ or lemma in {"say", "add", "tell"}


def cue_group(verb: Token) -> list[Token]:
    """The verb with the auxiliaries and adverbs that touch it, and its particle."""
    group = [verb]
    children = {child.i: child for child in verb.children}
    place = verb.i - 1
    while place in children and children[place].dep_ in {"aux", "auxpass", "neg", "advmod"}:
        group.insert(0, children[place])
        place -= 1
    if (
        verb.dep_ == "xcomp"
        and lemma_of(verb.head) in {"go", "continue", "like", "love", "tend"}
        and verb.head.i < group[0].i < verb.head.i + 4
    ):
        group = [*verb.doc[verb.head.i : group[0].i], *group]  # "went on to say", "like to say"
    particle = cues.WITH_PARTICLE.get(lemma_of(verb))
    follower = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    if follower is not None and (follower.dep_ == "prt" or follower.lower_ == particle):
        group.append(follower)
    return group
