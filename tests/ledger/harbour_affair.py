"""The ledger of the harbour wall: four papers, twelve statements, eighteen claims."""

from __future__ import annotations

from dataclasses import replace

from sayso.records import (
    Against,
    Audit,
    Claim,
    ClaimKind,
    Coverage,
    Evidence,
    Finding,
    HeadlinePart,
    Ledger,
    NoteKind,
    Omission,
    Quotation,
    Remark,
    Source,
    SourceKind,
    SourcingNote,
    Span,
    Stance,
    Standing,
    Statement,
    Status,
    Verdict,
    Zone,
)

from .harbour_papers import ARTICLE, LETTERS, PAPERS, build_article, identify, span


class Draft:
    """Statements and claims as they are added, numbered in order."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.claims: list[Claim] = []

    def statement(
        self,
        words: str,
        *,
        source: tuple[str, SourceKind] | None = None,
        cue: str | None = None,
        contents: tuple[str, ...] = (),
        quotation: Quotation = Quotation.NONE,
        hedges: tuple[str, ...] = (),
        zone: Zone = Zone.BODY,
        resolved: str | None = None,
        negated: bool = False,
    ) -> Draft:
        whole = span(words)

        def inside(part: str) -> Span:
            start = ARTICLE.index(part, whole.start, whole.end)
            return Span(start, start + len(part))

        named = None
        if source:
            where = inside(source[0])
            named = Source(source[0], where.start, where.end, source[1], resolved)
        self.statements.append(
            Statement(
                f"s{len(self.statements) + 1}",
                whole.start,
                whole.end,
                words,
                zone,
                quotation,
                tuple(inside(part) for part in contents) or (whole,),
                named,
                inside(cue) if cue else None,
                tuple(inside(part) for part in hedges),
                tuple(inside(part) for part in contents) if quotation is Quotation.DIRECT else (),
                negated,
            )
        )
        return self

    def claim(
        self,
        kind: ClaimKind,
        text: str,
        words: str,
        *,
        say: Finding | None = None,
        so: Finding | None = None,
        unresolved: tuple[str, ...] = (),
    ) -> Draft:
        last = self.statements[-1]
        start = ARTICLE.index(words, last.start, last.end)
        claim = Claim(
            f"c{len(self.claims) + 1}",
            last.id,
            kind,
            text,
            start,
            start + len(words),
            unresolved=tuple(span(part) for part in unresolved),
            say=say,
            so=so,
        )
        self.claims.append(claim)
        self.statements[-1] = replace(last, claims=(*last.claims, claim.id))
        return self


def found(
    verdict: Verdict, confidence: float, reason: str, check: str, *evidence: Evidence
) -> Finding:
    return Finding(verdict, confidence, reason, check, evidence)


def missing(*evidence: Evidence) -> Finding:
    return found(
        Verdict.NOT_FOUND, 0.6, "No passage speaks to it closely enough.", "stance", *evidence
    )


def build_ledger() -> Ledger:
    survey, letters, minutes = (PAPERS[name] for name in ("survey", "letters", "minutes"))
    yes, no, neither = Stance.SUPPORTS, Stance.CONTRADICTS, Stance.NEITHER
    moved = survey.evidence(
        "Sections 4 and 7 have moved seaward by 9 and 11 centimetres since the survey of 2021.",
        yes,
        0.97,
        "Sections 4 and 7",
        "9 and 11 centimetres",
    )
    unsound = survey.evidence(
        "We do not regard the wall as sound.",
        no,
        0.96,
        "do not regard the wall as sound",
        speaker="Runa Aske",
    )
    received = letters.evidence(
        "4,2025-10-06,Mayor,Survey of 3 October enclosed,D. Hessel",
        no,
        0.95,
        "Mayor",
        "D. Hessel",
    )
    earlier = letters.evidence(
        "3,2025-08-30,Mayor,Section 7 has moved; please reply,D. Hessel",
        no,
        0.91,
        "D. Hessel",
    )
    cost = survey.evidence(
        "Stone, sheet piling and labour come to 2.4 million crowns at this year’s prices",
        no,
        0.98,
        "2.4 million crowns",
    )
    mayor = minutes.evidence(
        "The wall was sound, as far as anybody had told me, on the day of the storm.",
        no,
        0.88,
        "as far as anybody had told me,",
        speaker="THE MAYOR",
    )
    paid = minutes.evidence(
        "The council voted 310,000 crowns to Brede & Sons on 4 April 2023 for facing work",
        yes,
        0.93,
        "310,000 crowns",
        "Brede & Sons",
    )
    title = survey.evidence(
        "Drawn up by Runa Aske, harbour engineer, 3 October 2025",
        yes,
        0.94,
        "harbour engineer",
        "3 October 2025",
    )
    draft = Draft()
    (
        draft.statement(
            "Harbour Wall Was Doomed, Papers Show",
            zone=Zone.HEADLINE,
            source=("Papers", SourceKind.DOCUMENTS),
            cue="Show",
            contents=("Harbour Wall Was Doomed",),
            quotation=Quotation.INDIRECT,
        )
        .claim(
            ClaimKind.ASSERTION,
            "The harbour wall was doomed.",
            "Harbour Wall Was Doomed",
            say=found(
                Verdict.MIXED,
                0.72,
                "The survey warns of movement and does not say that the wall must fall.",
                "headline",
                unsound,
            ),
            so=found(
                Verdict.MIXED,
                0.64,
                "Two sections had moved; seven stood as built.",
                "stance",
                moved,
                survey.evidence("The other seven stand as built.", no, 0.7),
            ),
        )
        .statement(
            "as Mayor Blames the Storm",
            zone=Zone.HEADLINE,
            source=("Mayor", SourceKind.NAMED_PERSON),
            cue="Blames",
            contents=("the Storm",),
            quotation=Quotation.INDIRECT,
            resolved="Dov Hessel",
        )
        .claim(
            ClaimKind.SAYING,
            "Mayor Dov Hessel blamed the storm for the fall of the wall.",
            "Mayor Blames the Storm",
            say=missing(replace(mayor, stance=neither, marks=())),
        )
        .statement(
            "Survey papers released this week show that the town was warned of cracks in the "
            "harbour wall eleven times before it gave way on 9 January.",
            source=("Survey papers released this week", SourceKind.DOCUMENTS),
            cue="show",
            contents=(
                "the town was warned of cracks in the harbour wall eleven times before "
                "it gave way on 9 January",
            ),
            quotation=Quotation.INDIRECT,
        )
        .claim(
            ClaimKind.COUNT,
            "The town was warned of cracks in the harbour wall eleven times.",
            "warned of cracks in the harbour wall eleven times",
            so=found(
                Verdict.CONTRADICTED,
                0.9,
                "Other figure: the log lists four letters, two of them about cracks.",
                "count",
                letters.evidence(
                    "1,2025-03-02,Town clerk,Cracks at section 4,front desk", no, 0.9, "Cracks"
                ),
                letters.evidence(
                    "2,2025-05-17,Town clerk,Cracks at section 4 wider,front desk",
                    no,
                    0.9,
                    "Cracks",
                ),
            ),
        )
        .claim(
            ClaimKind.DATE,
            "The harbour wall gave way on 9 January 2026.",
            "it gave way on 9 January",
            so=missing(),
        )
        .statement(
            "Mayor Dov Hessel said no report of damage had ever reached his desk.",
            source=("Mayor Dov Hessel", SourceKind.NAMED_PERSON),
            cue="said",
            contents=("no report of damage had ever reached his desk",),
            quotation=Quotation.INDIRECT,
        )
        .claim(
            ClaimKind.SAYING,
            "Dov Hessel said that no report of damage had ever reached him.",
            "Mayor Dov Hessel said no report of damage had ever reached his desk",
            say=missing(replace(mayor, stance=neither, marks=())),
        )
        .claim(
            ClaimKind.ASSERTION,
            "No report of damage had ever reached Dov Hessel’s desk.",
            "no report of damage had ever reached his desk",
            so=found(
                Verdict.CONTRADICTED,
                0.95,
                "Opposite statement: the log has D. Hessel receiving two letters on the damage.",
                "stance",
                received,
                earlier,
            ),
        )
        .claim(
            ClaimKind.ROLE,
            "Dov Hessel is mayor.",
            "Mayor Dov Hessel",
            so=found(
                Verdict.SUPPORTED,
                0.81,
                "The log and the minutes call him so.",
                "role",
                replace(
                    earlier,
                    stance=yes,
                    marks=(Span(LETTERS.index("Mayor,Section"), LETTERS.index(",Section 7")),),
                ),
            ),
        )
        .statement(
            "“The wall was sound on the day of the storm,” Hessel told the council on 20 January.",
            source=("Hessel", SourceKind.NAMED_PERSON),
            cue="told",
            resolved="Dov Hessel",
            contents=("The wall was sound on the day of the storm,",),
            quotation=Quotation.DIRECT,
        )
        .claim(
            ClaimKind.QUOTATION,
            "Dov Hessel said: “The wall was sound on the day of the storm.”",
            "The wall was sound on the day of the storm,",
            say=found(
                Verdict.CONTRADICTED,
                0.92,
                "Altered words: the minutes have “as far as anybody had told me” in the middle.",
                "quotation",
                mayor,
            ),
        )
        .claim(
            ClaimKind.ASSERTION,
            "The wall was sound on the day of the storm.",
            "The wall was sound on the day of the storm",
            so=found(
                Verdict.CONTRADICTED,
                0.96,
                "Opposite statement in the survey of 3 October 2025.",
                "stance",
                unsound,
                moved,
            ),
        )
        .statement(
            "Former harbour engineer Runa Aske, who drew up the last survey, "
            "put the cost of repair at 4.2 million crowns.",
            source=("Former harbour engineer Runa Aske", SourceKind.NAMED_PERSON),
            cue="put",
            contents=("the cost of repair at 4.2 million crowns",),
            quotation=Quotation.INDIRECT,
        )
        .claim(
            ClaimKind.FIGURE,
            "The cost of repair is 4.2 million crowns.",
            "4.2 million crowns",
            say=found(
                Verdict.CONTRADICTED,
                0.97,
                "Other figure: her survey has 2.4 million crowns.",
                "figure",
                cost,
            ),
            so=found(
                Verdict.CONTRADICTED, 0.97, "Other figure: 2.4 million crowns.", "figure", cost
            ),
        )
        .claim(
            ClaimKind.ROLE,
            "Runa Aske is a former harbour engineer.",
            "Former harbour engineer Runa Aske",
            so=found(
                Verdict.MIXED,
                0.58,
                "She was harbour engineer on 3 October 2025; no paper says that she left.",
                "role",
                title,
            ),
        )
        .statement(
            "According to the survey of 3 October 2025, two of the wall’s nine "
            "sections had moved by more than a hand’s breadth.",
            source=("the survey of 3 October 2025", SourceKind.DOCUMENTS),
            cue="According to",
            contents=("two of the wall’s nine sections had moved by more than a hand’s breadth",),
            quotation=Quotation.INDIRECT,
            hedges=("more than",),
        )
        .claim(
            ClaimKind.COUNT,
            "Two of the wall’s nine sections had moved.",
            "two of the wall’s nine sections had moved",
            say=found(
                Verdict.SUPPORTED, 0.97, "The survey names two sections, 4 and 7.", "count", moved
            ),
            so=found(
                Verdict.SUPPORTED, 0.97, "The survey names two sections, 4 and 7.", "count", moved
            ),
        )
        .statement(
            "A senior town official, who asked not to be named, said the money "
            "had been set aside and then spent on the promenade.",
            source=("A senior town official", SourceKind.OFFICIALS_UNNAMED),
            cue="said",
            contents=("the money had been set aside and then spent on the promenade",),
            quotation=Quotation.INDIRECT,
        )
        .claim(
            ClaimKind.ASSERTION,
            "The money had been spent on the promenade.",
            "the money had been set aside and then spent on the promenade",
            so=missing(),
            unresolved=("the money",),
        )
        .statement(
            "Engineers say such walls do not fail in a single night.",
            source=("Engineers", SourceKind.EXPERTS_UNNAMED),
            cue="say",
            contents=("such walls do not fail in a single night",),
            quotation=Quotation.INDIRECT,
        )
        .claim(
            ClaimKind.ASSERTION,
            "Such walls do not fail in a single night.",
            "such walls do not fail in a single night",
            so=missing(survey.evidence("Traffic on the crown should stop at once", neither, 0.31)),
        )
        .statement(
            "Critics see a town hall that listens to hoteliers first.",
            source=("Critics", SourceKind.OBSERVERS_UNNAMED),
            cue="see",
            contents=("a town hall that listens to hoteliers first",),
        )
        .statement(
            "The contractor, Brede & Sons, has denied that it used cheaper stone.",
            source=("Brede & Sons", SourceKind.NAMED_ORGANISATION),
            cue="denied",
            negated=True,
            contents=("it used cheaper stone",),
            quotation=Quotation.INDIRECT,
        )
        .claim(
            ClaimKind.SAYING,
            "Brede & Sons denied having used cheaper stone.",
            "has denied that it used cheaper stone",
            say=missing(),
        )
        .claim(
            ClaimKind.ASSERTION,
            "Brede & Sons did not use cheaper stone.",
            "it used cheaper stone",
            so=missing(),
        )
        .statement("It was paid 310,000 crowns for work in 2023.")
        .claim(
            ClaimKind.FIGURE,
            "Brede & Sons was paid 310,000 crowns.",
            "paid 310,000 crowns",
            so=found(Verdict.SUPPORTED, 0.93, "The council voted the same sum.", "figure", paid),
        )
        .claim(
            ClaimKind.DATE,
            "Brede & Sons was paid in 2023.",
            "work in 2023",
            so=found(Verdict.SUPPORTED, 0.86, "The vote is of 4 April 2023.", "date", paid),
        )
    )
    counts: dict[SourceKind, int] = {}
    for statement in draft.statements:
        kind = statement.source.kind if statement.source else SourceKind.OWN_VOICE
        counts[kind] = counts.get(kind, 0) + 1
    unread = identify("tender")
    return Ledger(
        article=build_article(),
        statements=tuple(draft.statements),
        claims=tuple(draft.claims),
        audit=Audit(
            tuple(counts.items()),
            documents_unidentified=(
                Remark(
                    "The article leans on papers that it neither names nor links.",
                    *_edges("Survey papers released this week"),
                ),
            ),
            headline=(
                HeadlinePart(
                    "The headline says “doomed”; the body speaks of warnings.",
                    *_edges("Harbour Wall Was Doomed"),
                    Against.MORE,
                    draft.statements[0].id,
                    draft.statements[0].claims,
                    span("Survey papers released this week"),
                ),
            ),
            sourcing=(
                SourcingNote(
                    NoteKind.LOADED_WORD,
                    "“Doomed” judges where it describes; plainer: at risk.",
                    *_edges("Doomed"),
                    (draft.statements[0].id,),
                    "at risk",
                ),
                SourcingNote(
                    NoteKind.ONE_UNNAMED_SOURCE,
                    "Stands on one source alone.",
                    draft.statements[2].start,
                    draft.statements[2].end,
                    (draft.statements[2].id,),
                ),
            ),
            standings=tuple(
                Standing(claim.id, SourceKind.DOCUMENTS, True) for claim in draft.claims[:2]
            ),
            papers_unused=(next(iter(PAPERS.values())).id,),
        ),
        coverage=(
            *(
                Coverage(
                    paper.id,
                    paper.name,
                    paper.sha256,
                    Status.READ,
                    pages=len(paper.page_starts) or None,
                    media_type=paper.media_type,
                )
                for paper in PAPERS.values()
            ),
            Coverage(
                unread[:12],
                "tender-2023.pdf",
                unread,
                Status.UNREAD,
                "It is encrypted; open it with its password and save it without.",
                None,
                "application/pdf",
            ),
        ),
        omissions=(
            Omission(
                survey.evidence(
                    "no vessel should moor at sections 4 to 7 in winds above force 8",
                    neither,
                    0.77,
                    "no vessel should moor",
                ),
                ("c3", "c9"),
                "The survey told the town to keep ships away from sections 4 to 7 in a gale.",
            ),
        ),
        provenance=(
            ("sayso", "0.1.0"),
            ("stance model", "minilm-stance-1, sha256 5b1c0e…"),
            ("threshold for contradicted", "0.83"),
        ),
    )


def _edges(words: str) -> tuple[int, int]:
    return span(words).start, span(words).end
