"""Claims and passages become findings: whether it was said, and, apart from that, whether it is so.

Checking gets a library handed to it and opens no files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sayso.checking import contacts
from sayso.checking.counts import CHECK as COUNT
from sayso.checking.evidence import evidence, sentence_at
from sayso.checking.filters import Asked
from sayso.checking.intervals import Intervals
from sayso.checking.judging import SEARCHED, Bench, Inquiry, not_found
from sayso.checking.quotations import Outcome
from sayso.checking.registers import Registers
from sayso.checking.roles import RoleFinding, RoleProof, check_role, office_rows
from sayso.checking.sayings import Occasion, Sayings, by_quotation, in_the_first_person
from sayso.checking.scoring import StanceModel
from sayso.checking.silence import answered, silent_on
from sayso.checking.utterances import Quote, Utterances, is_complete, paraphrased
from sayso.checking.voices import Voice, voice_of
from sayso.library import Hit, Library
from sayso.library.terms import terms
from sayso.reading.languages import language_name
from sayso.records import (
    Article,
    Claim,
    ClaimKind,
    Coverage,
    Document,
    Evidence,
    Finding,
    Passage,
    Quotation,
    SegmentKind,
    SourceKind,
    Span,
    Stance,
    Statement,
    Status,
    Verdict,
)
from sayso.statements.dates import When, find_dates
from sayso.statements.figures import Figure, find_figures
from sayso.statements.roles import find_roles

__all__ = ["StanceModel", "check_claims"]

#: Characters of the article on each side of a quotation that may tell what was cut from it.
AROUND = 300
#: The kinds of claims that may place events in time.
_PLACED = (ClaimKind.ASSERTION, ClaimKind.SAYING)
#: Passages near in words or meaning in which a quotation is looked for, besides those with its runs.
_NEAR = 8


def check_claims(
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    article: Article,
    library: Library,
    model: StanceModel,
    unread: Sequence[Document | Coverage] = (),
) -> tuple[Claim, ...]:
    """The claims with their findings, in the order given.

    ``unread`` are documents that could not be put into the library; they count in the words of
    every "not found".
    """
    return _Check(statements, article, library, model, unread).all(claims)


class _Check:
    def __init__(
        self,
        statements: Sequence[Statement],
        article: Article,
        library: Library,
        model: StanceModel,
        unread: Sequence[Document | Coverage],
    ) -> None:
        self._statements = {s.id: s for s in statements}
        self._article = article
        self._library = library
        self._bench = Bench(library, model)
        self._utterances = Utterances(library.documents, library.passage_at)
        left_out = [(d.status, d.reason) for d in unread]
        self._searched = searched_in_words(
            [*library.statuses(), *left_out], list(library.foreign.values())
        )
        self._opened: dict[tuple[str, str], Inquiry] = {}
        self._hits: dict[str, list[Hit]] = {}
        self._sayings = Sayings(
            library.documents, library.passage_at, self._utterances.speakers, library.speaking_of
        )
        self._intervals = Intervals(library, article.published)
        self._registers = Registers(
            library.documents, library.tabled(), library.speaking_of, self._found
        )

    def _found(self) -> Iterable[Document]:
        """The documents that the search found for any claim, or all where they are at hand."""
        return self._library.among(h.passage.document for hits in self._hits.values() for h in hits)

    def all(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        missing = [m for c in claims if (m := silent_on(c.content)) is not None]
        queries = list(dict.fromkeys([*(self._query(c) for c in claims), *missing]))
        found = self._library.search(queries, SEARCHED)
        self._hits = dict(zip(queries, found, strict=True))
        self._intervals.prepare(c.content for c in claims if c.kind in _PLACED)
        # Every claim first says what it needs judged, so that the model runs once over all.
        closing = [self._prepare(claim) for claim in claims]
        self._bench.judge(list(self._opened.values()))
        closed = self._of_one_mind([close() for close in closing])
        return _with_parts(_with_roles(_with_quotations(_with_counts(closed))))

    def _of_one_mind(self, claims: list[Claim]) -> list[Claim]:
        """A bare figure is not held against a headline where the body says more and a table bears it out."""
        text = self._article.text
        counted = [
            (n, c.so, found[0].value) for n, c in enumerate(claims)
            if c.so is not None and c.so.check == COUNT and (found := find_figures(text, c.start, c.end))
        ]  # fmt: skip
        borne_out = {value: so for _, so, value in counted if so.verdict is Verdict.SUPPORTED}
        for n, so, value in counted:
            if so.verdict is Verdict.CONTRADICTED and value in borne_out:
                claims[n] = replace(claims[n], so=borne_out[value])
        return claims

    def _query(self, claim: Claim) -> str:
        if claim.kind is ClaimKind.QUOTATION:
            return claim.content.strip("“”") or claim.text
        return claim.content

    def _open(self, claim: Claim, pool: str = "all") -> Inquiry:
        """The inquiry for a claim's content over a pool: all passages, the source's own, or others'."""
        content, voice = claim.content, self._voice(claim)
        if pool == "own" and voice is not None:
            content = in_the_first_person(content, voice)
        key = (content, pool if pool == "all" else f"{pool} {claim.statement}")
        if key not in self._opened:
            admits: Callable[[Passage, Document], bool] | None = None
            if pool != "all" and voice is not None:
                speaks = self._sayings.speaks(voice)
                admits = speaks if pool == "own" else lambda p, d: not speaks(p, d)
            said = f"{_name(self._statements[claim.statement])} said that {claim.content}"
            self._opened[key] = self._bench.open(
                content, self._article.published, self._hits[self._query(claim)], admits,
                said if pool == "own" else "",
            )  # fmt: skip
        return self._opened[key]

    def _voice(self, claim: Claim) -> Voice | None:
        source = self._statements[claim.statement].source
        if source is None or source.kind is SourceKind.OWN_VOICE:
            return None
        return voice_of(source)

    def _prepare(self, claim: Claim) -> Callable[[], Claim]:
        if claim.kind is ClaimKind.QUOTATION:
            return self._quotation(claim)
        if claim.kind is ClaimKind.ROLE:
            return lambda: replace(claim, so=self._role(claim))
        if claim.kind in (ClaimKind.FIGURE, ClaimKind.COUNT):
            return self._figure(claim)
        if claim.kind is ClaimKind.DATE:
            return self._date(claim)
        if claim.kind is ClaimKind.SAYING:
            return self._saying(claim)
        if (missing := silent_on(claim.content)) is not None:
            return self._silence(claim, missing)
        inquiry = self._open(claim)

        return lambda: replace(claim, so=self._judged(claim, inquiry))

    def _judged(self, claim: Claim, inquiry: Inquiry) -> Finding | None:
        """What passages and tables say of the whole content."""
        counted = self._registers.of_whole(self._asked(claim), self._with_rows(claim))
        found = _surer(self._bench.find(inquiry, self._searched), counted)
        return _surer(found, self._interval(claim))

    def _interval(self, claim: Claim) -> Finding | None:
        """What the days of the claim's events say of the time between them."""
        return self._intervals.finding(claim.content, self._article.text[: claim.start])

    def _silence(self, claim: Claim, missing: str) -> Callable[[], Claim]:
        """What is said to be in no paper is looked for; that nothing is found proves nothing."""
        inquiry = self._open(replace(claim, content=missing))

        def close() -> Claim:
            found = answered(self._bench.find(inquiry, self._searched), self._searched)
            hits = self._hits[missing]
            read = [(h.passage, self._library.documents[h.passage.document]) for h in hits]
            if found.verdict is Verdict.NOT_FOUND:
                found = contacts.shown(missing, read) or found
            return replace(claim, so=found)

        return close

    def _saying(self, claim: Claim) -> Callable[[], Claim]:
        voice = self._voice(claim)
        assert voice is not None
        statement = self._statements[claim.statement]
        if voice.kind is SourceKind.DOCUMENTS:
            inquiry = self._open(claim)

            def both() -> Claim:
                finding = self._judged(claim, inquiry)
                return replace(claim, say=finding, so=finding)

            return both
        others = self._open(claim, "others" if voice.can_be_found else "all")
        own = self._open(claim, "own") if voice.can_be_found else None

        def close() -> Claim:
            so = self._bench.find(others, self._searched)
            so = _surer(so, self._interval(claim)) or so
            if own is None:
                say = _unnamed(self._searched)
            else:
                say = self._bench.find(own, f"the words of {_name(statement)} in {self._searched}")
                say = self._sayings.settled(
                    say, claim.content, _name(statement), voice, self._occasion(statement)
                )
            if statement.negated:
                say, so = _denied(say), _denied(so)
            if own is not None:
                say = self._sayings.answered(
                    say, claim.content, _name(statement), voice, self._occasion(statement),
                    statement.negated,
                )  # fmt: skip
            return replace(claim, say=say, so=so)

        return close

    def _occasion(self, statement: Statement) -> Occasion:
        """When and where the article says that it was said: its words outside of what was said."""
        text = self._article.text
        outside = "".join(
            " " if any(c.start <= n < c.end for c in statement.contents) else text[n]
            for n in range(statement.start, statement.end)
        )
        source = statement.source
        names = {t.stem for t in terms(f"{source.text} {source.resolved or ''}")} if source else set()
        words = frozenset(t.stem for t in terms(outside) if not t.number) - names
        return Occasion(self._day_given(statement), words)

    def _day_given(self, statement: Statement) -> When | None:
        """The one day that the statement names outside of quotation marks, or None."""
        days = [
            w for w in find_dates(
                self._article.text, self._article.published, statement.start, statement.end
            )
            if w.is_day and not w.relative
            and not any(q.start <= w.start < q.end for q in statement.quotes)
        ]  # fmt: skip
        return days[0] if len(days) == 1 else None

    def _figure(self, claim: Claim) -> Callable[[], Claim]:
        inquiry = self._open(claim)
        figures = find_figures(self._article.text, claim.start, claim.end)

        def close() -> Claim:
            found = inquiry.by_figure(figures[0]) if figures else None
            counted = self._counted(claim, figures[0]) if figures else None
            return replace(claim, so=_surer(found, counted) or not_found(self._searched))

        return close

    def _counted(self, claim: Claim, figure: Figure) -> Finding | None:
        """What the tables near the claim say of its figure; None where nothing."""
        return self._registers.of_figure(self._asked(claim), figure, self._with_rows(claim))

    def _asked(self, claim: Claim) -> Asked:
        """What the claim asks of tables, with the papers it is laid to and the sentences before it."""
        source = self._statements[claim.statement].source
        papers = source.text if source is not None and source.kind is SourceKind.DOCUMENTS else ""
        block = next((b for b in self._article.blocks if b.start <= claim.start < b.end), None)
        begin = max(claim.start, self._statements[claim.statement].start)
        before = self._article.text[block.start : begin] if block else ""
        return self._registers.asked(claim.content, self._article.published, papers, before)

    def _with_rows(self, claim: Claim) -> list[str]:
        """The documents of which the search found rows for the claim."""
        hits = self._hits[self._query(claim)]
        return [h.passage.document for h in hits if h.passage.kind is SegmentKind.ROW]

    def _date(self, claim: Claim) -> Callable[[], Claim]:
        inquiry = self._open(claim)
        times = find_dates(self._article.text, self._article.published, claim.start, claim.end)

        def close() -> Claim:
            found = inquiry.by_date(times[0]) if times else None
            if times:
                counted = self._registers.of_date(self._asked(claim), times[0], self._with_rows(claim))
                found = _surer(found, counted)
            return replace(claim, so=found or not_found(self._searched))

        return close

    def _role(self, claim: Claim) -> Finding:
        statement = self._statements[claim.statement]
        roles = [
            role
            for role in find_roles(self._article.text, statement.start, statement.end)
            if (role.start, role.end) == (claim.start, claim.end)
        ]
        if not roles:
            return not_found(self._searched)
        held = f"{roles[0].head} {roles[0].body}"
        near = self._library.speaking_of([roles[0].surname, held])
        rows = office_rows(self._library.rows([f"{roles[0].surname} {held}", roles[0].surname]))
        found = check_role(roles[0], self._article.published, near, rows)
        return not_found(self._searched) if found is None else self._role_finding(found)

    def _role_finding(self, found: RoleFinding) -> Finding:
        shown = tuple(self._role_evidence(p, found.confidence) for p in found.proofs)
        return Finding(found.verdict, found.confidence, found.reason, "role", shown)

    def _role_evidence(self, proof: RoleProof, confidence: float) -> Evidence:
        """The sentence that gives the role, with the words that give it marked; or the whole row."""
        document = self._library.documents[proof.document]
        mention = Span(proof.start, proof.end)
        whole = mention if proof.passage else sentence_at(document, mention)
        score = 0.0 if proof.stance is Stance.NEITHER else confidence
        return evidence(
            document, whole.start, whole.end, proof.stance, score, (mention,), proof.passage
        )

    def _quotation(self, claim: Claim) -> Callable[[], Claim]:
        """A quotation is looked for by its words; whether what it says is so is asked apart."""
        statement = self._statements[claim.statement]
        voice = self._voice(claim)
        quote = self._quoted(claim, statement, voice)
        heard = self._utterances.hear(quote, self._places(claim, quote), self._searched)
        findable = voice is not None and voice.can_be_found
        others = self._open(claim, "others") if quote.whole and findable else None
        own = self._open(claim, "own") if heard.outcome is Outcome.NOT_FOUND and findable else None

        def close() -> Claim:
            say = self._utterances.finding(heard)
            if own is not None:
                say = paraphrased(say, self._bench.find(own, self._searched))
            so = self._bench.find(others, self._searched) if others is not None else None
            return replace(claim, say=say, so=so)

        return close

    def _quoted(self, claim: Claim, statement: Statement, voice: Voice | None) -> Quote:
        """What the claim quotes, with what the article has around it."""
        text = self._article.text
        whole = statement.quotation is Quotation.DIRECT and not claim.content.startswith("“")
        parts: tuple[str, ...] = (claim.content.strip("“”"),)
        if whole and len(statement.contents) > 1:
            parts = tuple(c.of(text) for c in statement.contents)
        around = text[max(0, claim.start - AROUND) : claim.start] + " " + text[claim.end : claim.end + AROUND]
        complete = whole and is_complete(" ".join(parts) + text[claim.end : claim.end + 1].strip())
        return Quote(parts, _name(statement), voice, self._day_given(statement), around, whole, complete)

    def _places(self, claim: Claim, quote: Quote) -> list[Passage]:
        """Where to look: the passages that hold runs of the words, and those that share most words."""
        found = self._library.phrases(" ".join(quote.parts))
        query = self._query(claim)
        hits = self._hits.get(query) or self._library.search([query], SEARCHED)[0]
        every = {(p.document, p.start): p for p in [*found, *(h.passage for h in hits[:_NEAR])]}
        return list(every.values())


def _surer(found: Finding | None, counted: Finding | None) -> Finding | None:
    """A count decides where nothing else does, or where it accuses; else it only shows its table."""
    if counted is None:
        return found
    if found is None or counted.verdict is Verdict.CONTRADICTED:
        return counted
    decides = counted.verdict is not Verdict.NOT_FOUND or not found.evidence
    if found.verdict is Verdict.NOT_FOUND and decides:
        return counted
    return found


def _with_counts(claims: list[Claim]) -> list[Claim]:
    """A statement that nothing decided, but whose figure was counted, stands or falls with the count."""
    counted: dict[str, Finding] = {}
    for claim in claims:
        so = claim.so
        if so is not None and so.check == COUNT and so.verdict is not Verdict.NOT_FOUND:
            first = counted.get(claim.statement)
            if first is None or so.verdict is Verdict.CONTRADICTED:
                counted[claim.statement] = so
    wholes: set[str] = set()
    joined = []
    for claim in claims:
        so = counted.get(claim.statement)
        main = claim.kind in (ClaimKind.ASSERTION, ClaimKind.SAYING) and claim.statement not in wholes
        wholes.add(claim.statement)
        if so is not None and main and claim.so is not None and claim.so.verdict is Verdict.NOT_FOUND:
            papers = claim.say is not None and claim.say == claim.so
            claim = replace(claim, so=so, say=so if papers else claim.say)
        joined.append(claim)
    return joined


def _with_quotations(claims: list[Claim]) -> list[Claim]:
    """Sayings that nothing decided, by the quotations in them."""
    quoted: dict[str, list[tuple[str, Finding]]] = {}
    for claim in claims:
        if claim.kind is ClaimKind.QUOTATION and claim.say is not None:
            quoted.setdefault(claim.statement, []).append((claim.content, claim.say))
    return [
        replace(claim, say=by_quotation(claim.say, claim.content, quoted.get(claim.statement, [])))
        if claim.kind is ClaimKind.SAYING and claim.say is not None
        else claim
        for claim in claims
    ]


def _with_roles(claims: list[Claim]) -> list[Claim]:
    """Clauses that nothing decided and that only give a role ("X, who chairs Y"), by the role."""
    roles = [c for c in claims if c.kind is ClaimKind.ROLE and c.so is not None]

    def decided(claim: Claim) -> Claim:
        if claim.kind is not ClaimKind.ASSERTION or claim.so is None:
            return claim
        if claim.so.verdict is not Verdict.NOT_FOUND:
            return claim
        mine = (r.so for r in roles if r.start <= claim.start and claim.end <= r.end)
        found = next((so for so in mine if so is not None and so.verdict is not Verdict.NOT_FOUND), None)
        return claim if found is None else replace(claim, so=found)

    return [decided(claim) for claim in claims]


def _with_parts(claims: list[Claim]) -> tuple[Claim, ...]:
    """Long claims that nothing decided, but whose clauses are each supported, are supported."""
    wholes: dict[str, Claim] = {}
    parts: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.kind in (ClaimKind.ASSERTION, ClaimKind.SAYING):
            if claim.statement in wholes:
                parts.setdefault(claim.statement, []).append(claim)
            else:
                wholes[claim.statement] = claim
    joined = {
        whole.id: replace(whole, so=_joined([p.so for p in parts[statement] if p.so]))
        for statement, whole in wholes.items()
        if whole.so is not None
        and whole.so.verdict is Verdict.NOT_FOUND
        and len(parts.get(statement, [])) > 1
        and all(p.so is not None and p.so.verdict is Verdict.SUPPORTED for p in parts[statement])
    }
    return tuple(joined.get(claim.id, claim) for claim in claims)


def _joined(findings: Sequence[Finding]) -> Finding:
    return Finding(
        Verdict.SUPPORTED,
        min(f.confidence for f in findings),
        "Each of its clauses is shown by a passage.",
        "clauses",
        tuple(f.evidence[0] for f in findings if f.evidence),
    )


def searched_in_words(
    statuses: Sequence[tuple[Status, str | None]], foreign: Sequence[str] = ()
) -> str:
    """What was searched: "the 7 documents read (1 partly read, 2 not read)".

    Of the status and reason of each, and the codes of the languages of those not in English.
    """
    read = sum(status is Status.READ for status, _ in statuses)
    partly = sum(status is Status.PARTLY_READ for status, _ in statuses)
    unread = sum(
        status is Status.UNREAD and not (reason or "").startswith("the same bytes")
        for status, reason in statuses
    )
    word = "document" if read + partly == 1 else "documents"
    rest = [f"{partly} of them only partly"] if partly else []
    if foreign:
        tongues = sorted({language_name(code) for code in foreign})
        rest.append(f"{len(foreign)} of them in {' or '.join(tongues)}: not checked by the models")
    rest += [f"{unread} more could not be read"] if unread else []
    return f"the {read + partly} {word} read" + (f" ({', '.join(rest)})" if rest else "")


def _name(statement: Statement) -> str:
    source = statement.source
    return (source.resolved or source.text) if source else "nobody named"


def _unnamed(searched: str) -> Finding:
    return Finding(
        Verdict.NOT_FOUND, 0.0,
        "The article names nobody whose words could be looked for, so no paper can show that this "
        f"was said; {searched[0].upper()}{searched[1:]} were searched only for whether it is so.",
        "saying",
    )  # fmt: skip


def _denied(finding: Finding) -> Finding:
    """A denial's content is so where the papers are against what is denied, and the other way."""
    turned = {Verdict.SUPPORTED: Verdict.CONTRADICTED, Verdict.CONTRADICTED: Verdict.SUPPORTED}
    stances = {Stance.SUPPORTS: Stance.CONTRADICTS, Stance.CONTRADICTS: Stance.SUPPORTS}
    if finding.verdict not in turned:
        return finding
    shown = tuple(replace(e, stance=stances.get(e.stance, e.stance)) for e in finding.evidence)
    return replace(
        finding, verdict=turned[finding.verdict], evidence=shown,
        reason=f"What is denied is what the papers were held against. {finding.reason}",
    )  # fmt: skip
