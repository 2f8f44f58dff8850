"""Ledgers that mean harm, and ledgers with next to nothing in them."""

from __future__ import annotations

from datetime import date

from sayso.records import (
    Against,
    Article,
    ArticleField,
    Audit,
    Block,
    Claim,
    ClaimKind,
    Coverage,
    Document,
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

ATTACKS = (
    "<script>alert(1)</script>",
    "</style></script><img src=x onerror=alert(2)>",
    "\"' onmouseover=alert(3) x='",
    "javascript:alert(4)",
    "{{ 7 * 7 }}{% raw %}",
    "[bold red]not markup[/] :warning:",
    '=HYPERLINK("http://harm.example","x")',
    "# [link](http://harm.example) ![x](http://harm.example/y.png) |`*_",
    "a \u202egnihton\u202c b \u2067c\u2069",
    "\x1b[31mred\x1b]0;title\x07\x00\x08\x7f\x9b",
    "A" * 3000,
    "\ud800 half a pair, \ufffe and \u2028 a line",
    "عربي and עברית with 😀 and e\u0301",
)


def hostile_ledger(claims: int = 200) -> Ledger:
    """Every field that a document or an article fills holds an attack; statements overlap."""
    words = [ATTACKS[place % len(ATTACKS)] for place in range(claims)]
    text = "\n".join(words)
    starts = [sum(len(word) + 1 for word in words[:place]) for place in range(claims)]
    statements, found = [], []
    for place, (start, word) in enumerate(zip(starts, words, strict=True)):
        end = start + len(word)
        evidence = Evidence(
            f"doc<{place % 5}>",
            0,
            len(word),
            word,
            list(Stance)[place % 3],
            0.5,
            page=place % 3 or None,
            line=place,
            speaker=word,
            marks=(Span(0, min(4, len(word))),),
            before=word,
            after=word,
        )
        finding = Finding(list(Verdict)[place % 4], place / claims, word, word, (evidence,) * 8)
        source = Source(word[:3], start, start + 3, list(SourceKind)[place % 8], word)
        statements.append(
            Statement(
                f"s'\"><b>{place}",
                start,
                end,
                word,
                list(Zone)[place % 3],
                list(Quotation)[place % 4],
                (Span(start, end),),
                source if place % 9 else None,
                Span(start, min(start + 5, end)),
                (Span(start, end),),
                claims=(f"c{place}<i>",),
            )
        )
        found.append(
            Claim(
                f"c{place}<i>",
                f"s'\"><b>{place}",
                list(ClaimKind)[place % 7],
                word,
                start,
                end,
                unresolved=(Span(start, end),),
                say=finding if place % 2 else None,
                so=finding if place % 5 else None,
            )
        )
    names = ("section", "headline", "dateline", "image_credit", "author")
    document = Document("art", ATTACKS[1], "<b>", "text/html", text)
    remark = Remark(ATTACKS[0], 0, 9)
    return Ledger(
        article=Article(
            document,
            tuple((name, ArticleField(ATTACKS[1], "meta")) for name in names),
            tuple(
                Block(start, start + len(word), list(Zone)[place % 3])
                for place, (start, word) in enumerate(zip(starts, words, strict=True))
                if place % 4
            ),
            (Span(0, 3),),
            date(1, 2, 3),
            (ATTACKS[0], ATTACKS[8]),
            -1,
        ),
        statements=tuple(statements),
        claims=tuple(found),
        audit=Audit(
            ((SourceKind.OWN_VOICE, 3),),
            (remark,),
            tuple(
                HeadlinePart(ATTACKS[0], 0, 9, against, ATTACKS[1], ("c1<i>", "none"), Span(0, 9))
                for against in Against
            ),
            tuple(SourcingNote(k, ATTACKS[2], 0, 9, (ATTACKS[1],), ATTACKS[0]) for k in NoteKind),
            (Standing("c1<i>", SourceKind.DOCUMENTS, None, (ATTACKS[1],)),),
            (ATTACKS[1], "doc<0>"),
        ),
        coverage=tuple(
            Coverage(f"doc<{place}>", word, word, list(Status)[place % 3], word, place, word)
            for place, word in enumerate(ATTACKS)
        ),
        omissions=(Omission(found[1].say.evidence[0], ("c1<i>", "none"), ATTACKS[1]),)
        if claims > 1 and found[1].say
        else (),
        provenance=tuple((word, word) for word in ATTACKS),
    )


def bare_ledger() -> Ledger:
    """No claim, no statement, no document, no field."""
    document = Document("empty", "", "", "text/plain", "Nothing.")
    return Ledger(Article(document), (), (), Audit(()), ())
