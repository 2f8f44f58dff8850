"""What the papers of a case show of claims that many articles tell."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from sayso.cases import Case
from sayso.checking import StanceModel, check_claims
from sayso.records import Article, Block, Claim, Document, Finding, Quotation, Span, Statement, Verdict, Zone
from sayso.statements.claims import claims_of

#: Of several findings on one statement the gravest is shown.
_ORDER = (Verdict.CONTRADICTED, Verdict.MIXED, Verdict.SUPPORTED, Verdict.NOT_FOUND)


def ask(
    case: Case, claims: Sequence[tuple[str, date | None]], stance: StanceModel | None = None
) -> list[Finding | None]:
    """What the papers show of each claim: its words and the day on which they were printed.

    All None where no paper of the case has any text. The shipped model judges where none is handed in.
    """
    if not claims or not case.library.passages:
        return [None] * len(claims)
    if stance is None:
        from sayso.models import load_stance

        stance = load_stance()
    found: list[Finding | None] = [None] * len(claims)
    # Words like "on Monday" hang on the day: claims of one day are asked together.
    for day in dict.fromkeys(day for _, day in claims):
        places = [i for i, (_, of) in enumerate(claims) if of == day]
        for i, finding in zip(places, _ask(case, [claims[i][0] for i in places], day, stance), strict=True):
            found[i] = finding
    return found


def _ask(case: Case, contents: Sequence[str], day: date | None, stance: StanceModel) -> list[Finding | None]:
    text, spans = "", []
    for content in contents:
        spans.append(Span(len(text), len(text) + len(content)))
        text += content + "\n\n"
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    article = Article(
        Document(sha256[:12], "claims", sha256, "text/plain", text),
        blocks=tuple(Block(span.start, span.end) for span in spans),
        published=day,
    )
    statements = [
        Statement(f"s{i}", s.start, s.end, s.of(text), Zone.BODY, Quotation.NONE, (s,))
        for i, s in enumerate(spans)
    ]
    linked, made = claims_of(statements, article)
    checked = check_claims(made, linked, article, case.library, stance)
    return [_gravest([claim for claim in checked if claim.statement == s.id]) for s in statements]


def _gravest(claims: Sequence[Claim]) -> Finding | None:
    found = [claim.so for claim in claims if claim.so is not None]
    return min(found, key=lambda finding: _ORDER.index(finding.verdict), default=None)
