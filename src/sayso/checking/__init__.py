"""Claims and passages become findings: whether it was said, and, apart from that, whether it is so.

Checking gets a library handed to it and opens no files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sayso.checking.evidence import evidence, sentence_at
from sayso.checking.judging import SEARCHED, Bench, Inquiry, StanceModel, not_found
from sayso.checking.quotations import Found, Match, find_quotation
from sayso.checking.roles import RoleFinding, RoleProof, check_role, office_rows
from sayso.checking.silence import answered, silent_on
from sayso.checking.voices import Voice, is_personal, voice_of
from sayso.library import Hit, Library
from sayso.records import (
    Article,
    Claim,
    ClaimKind,
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
from sayso.statements.dates import find_dates
from sayso.statements.figures import find_figures
from sayso.statements.roles import find_roles

__all__ = ["StanceModel", "check_claims"]


def check_claims(
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    article: Article,
    library: Library,
    model: StanceModel,
    unread: Sequence[Document] = (),
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
        unread: Sequence[Document],
    ) -> None:
        self._statements = {s.id: s for s in statements}
        self._article = article
        self._library = library
        self._bench = Bench(library, model)
        self._searched = searched_in_words([*library.documents.values(), *unread])
        self._opened: dict[tuple[str, str], Inquiry] = {}
        self._hits: dict[str, list[Hit]] = {}
        self._rows = office_rows(p for p in library.passages if p.kind is SegmentKind.ROW)

    def all(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        missing = [m for c in claims if (m := silent_on(c.content)) is not None]
        queries = list(dict.fromkeys([*(self._query(c) for c in claims), *missing]))
        found = self._library.search(queries, SEARCHED)
        self._hits = dict(zip(queries, found, strict=True))
        # Every claim first says what it needs judged, so that the model runs once over all.
        closing = [self._prepare(claim) for claim in claims]
        self._bench.judge(list(self._opened.values()))
        return _with_parts([close() for close in closing])

    def _query(self, claim: Claim) -> str:
        if claim.kind is ClaimKind.QUOTATION:
            return claim.content.strip("“”") or claim.text
        return claim.content

    def _open(self, claim: Claim, pool: str = "all") -> Inquiry:
        """The inquiry for a claim's content over a pool: all passages, the source's own, or others'."""
        key = (claim.content, pool if pool == "all" else f"{pool} {claim.statement}")
        if key not in self._opened:
            admits: Callable[[Passage, Document], bool] | None = None
            voice = self._voice(claim)
            if pool == "own" and voice is not None:
                admits = voice.speaks
            elif pool == "others" and voice is not None:
                admits = voice.is_silent
            self._opened[key] = self._bench.open(
                claim.content, self._article.published, self._hits[self._query(claim)], admits
            )
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
        return lambda: replace(claim, so=self._bench.find(inquiry, self._searched))

    def _silence(self, claim: Claim, missing: str) -> Callable[[], Claim]:
        """What is said to be in no paper is looked for; that nothing is found proves nothing."""
        inquiry = self._open(replace(claim, content=missing))

        def close() -> Claim:
            found = self._bench.find(inquiry, self._searched)
            return replace(claim, so=answered(found, self._searched))

        return close

    def _saying(self, claim: Claim) -> Callable[[], Claim]:
        voice = self._voice(claim)
        assert voice is not None
        statement = self._statements[claim.statement]
        if voice.kind is SourceKind.DOCUMENTS:
            inquiry = self._open(claim)

            def both() -> Claim:
                finding = self._bench.find(inquiry, self._searched)
                return replace(claim, say=finding, so=finding)

            return both
        others = self._open(claim, "others" if voice.can_be_found else "all")
        own = self._open(claim, "own") if voice.can_be_found else None

        def close() -> Claim:
            so = self._bench.find(others, self._searched)
            if own is None:
                say = _unnamed(self._searched)
            else:
                say = self._bench.find(own, f"the words of {_name(statement)} in {self._searched}")
            if statement.negated:
                say, so = _denied(say), _denied(so)
            return replace(claim, say=say, so=so)

        return close

    def _figure(self, claim: Claim) -> Callable[[], Claim]:
        inquiry = self._open(claim)
        figures = find_figures(self._article.text, claim.start, claim.end)

        def close() -> Claim:
            found = inquiry.by_figure(figures[0]) if figures else None
            return replace(claim, so=found or not_found(self._searched))

        return close

    def _date(self, claim: Claim) -> Callable[[], Claim]:
        inquiry = self._open(claim)
        times = find_dates(self._article.text, self._article.published, claim.start, claim.end)

        def close() -> Claim:
            found = inquiry.by_date(times[0]) if times else None
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
        found = check_role(roles[0], self._article.published, self._library.documents.values(), self._rows)
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
        words = claim.content.strip("“”")
        voice = self._voice(claim)
        full = statement.quotation is Quotation.DIRECT and not claim.content.startswith("“")
        others = self._open(claim, "others") if full and voice and voice.can_be_found else None

        def close() -> Claim:
            say = self._said(words, statement, voice)
            so = self._bench.find(others, self._searched) if others is not None else None
            return replace(claim, say=say, so=so)

        return close

    def _said(self, words: str, statement: Statement, voice: Voice | None) -> Finding:
        found = find_quotation(words, self._places(words))
        if not found:
            return Finding(
                Verdict.NOT_FOUND, 0.0,
                f"These words were not found in {self._searched}.", "quotation",
            )  # fmt: skip
        verbatim = [f for f in found if f.match is Match.VERBATIM]
        pool = verbatim or found
        own = [f for f in pool if self._is_voice(f, voice)]
        best = (own or pool)[0]
        passage = self._passage_at(best)
        speaker = passage.speaker if passage else None
        named = voice is not None and bool(voice.surname)
        shown = [best, *(f for f in pool if f is not best)][:3]
        if verbatim and named and not own and is_personal(speaker):
            return Finding(
                Verdict.CONTRADICTED, 0.9,
                f"Other speaker: the paper has these words from {speaker}, "
                f"not from {_name(statement)}.",
                "quotation", self._quotations(shown, Stance.CONTRADICTS),
            )  # fmt: skip
        if verbatim:
            where = f" by {speaker}" if speaker else ""
            return Finding(
                Verdict.SUPPORTED, 0.95 if own or voice is None else 0.8,
                f"The words stand in the paper as quoted{where}.",
                "quotation", self._quotations(shown, Stance.SUPPORTS),
            )  # fmt: skip
        # Like words of somebody else, or of nobody, are no proof that these were altered.
        if named and not own and (speaker is None or is_personal(speaker)):
            return Finding(
                Verdict.NOT_FOUND, 0.0,
                f"These words were not found in {self._searched}; like words stand there, "
                f"but not from {_name(statement)}.",
                "quotation", self._quotations(shown, Stance.NEITHER),
            )  # fmt: skip
        changes = "; ".join(str(c) for c in best.changes[:4])
        if own and any(c.changes_sense for c in best.changes):
            return Finding(
                Verdict.CONTRADICTED, round(min(best.likeness, 0.9), 4),
                f"Altered words that change the sense: {changes}.",
                "quotation", self._quotations(shown, Stance.CONTRADICTS),
            )  # fmt: skip
        return Finding(
            Verdict.MIXED, round(min(best.likeness, 0.95), 4), f"Altered words: {changes}.",
            "quotation", self._quotations(shown, Stance.SUPPORTS),
        )  # fmt: skip

    def _places(self, words: str) -> list[tuple[Document, int, int]]:
        """Where to look: around the passages that share most words, a passage's length each side."""
        documents = self._library.documents
        hits = self._hits.get(words) or self._library.search([words], SEARCHED)[0]
        spans: dict[tuple[str, int, int], None] = {}
        for hit in hits:
            p = hit.passage
            size = len(documents[p.document].text)
            spans[(p.document, max(0, p.start - 300), min(size, p.end + 300))] = None
        return [(documents[d], a, b) for d, a, b in spans]

    def _passage_at(self, found: Found) -> Passage | None:
        return self._library.passage_at(found.document, found.start)

    def _is_voice(self, found: Found, voice: Voice | None) -> bool:
        passage = self._passage_at(found)
        document = self._library.documents[found.document]
        return voice is None or (passage is not None and voice.speaks(passage, document))

    def _quotations(self, found: Sequence[Found], stance: Stance) -> tuple[Evidence, ...]:
        """The places found, with one stance; the same words are shown once."""
        shown = {}
        for one in found:
            document = self._library.documents[one.document]
            shown[(one.document, one.start)] = evidence(
                document, one.start, one.end, stance, one.likeness, one.marks, self._passage_at(one)
            )
        return tuple(shown.values())


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


def searched_in_words(documents: Sequence[Document]) -> str:
    """What was searched: "the 7 documents read (1 partly read, 2 not read)"."""
    read = sum(d.status is Status.READ for d in documents)
    partly = sum(d.status is Status.PARTLY_READ for d in documents)
    unread = sum(
        d.status is Status.UNREAD and not (d.reason or "").startswith("the same bytes") for d in documents
    )
    word = "document" if read + partly == 1 else "documents"
    rest = [f"{partly} of them only partly"] if partly else []
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
