"""The headline against the article's own body: strong words in it that the body never uses."""

from __future__ import annotations

import re

from sayso.library.terms import stem
from sayso.records import Article, Remark, Zone

#: Verbs and adjectives that settle a matter or colour it, with the plainer thing a body often says.
_STRONG = {
    "debunk": "casts doubt on", "demolish": "is at odds with", "destroy": "weakens",
    "shatter": "is at odds with", "prove": "suggests", "expose": "describes", "beg": "asked",
    "slam": "criticised", "blast": "criticised", "humiliate": "embarrassed", "secret": "unpublished",
    "bombshell": "new", "explosive": "new", "rescue": "help", "confess": "said", "admit": "said",
    "lie": "was wrong", "scandal": "affair", "cover-up": "affair", "plead": "asked",
    "confirm": "suggests", "refute": "disputes", "disprove": "disputes", "smash": "weakens",
    "rig": "influenced", "bribe": "paid", "steal": "took", "betray": "disappointed",
    "shame": "embarrassment", "fury": "anger", "chaos": "disorder", "ran": "turned", "flee": "left",
}  # fmt: skip
_HEDGE = re.compile(
    r"\b(?:may|might|could|appears?|seems?|suggests?|alleged(?:ly)?|reported(?:ly)?|doubts?|claims?|"
    r"likely|possibl[ey])\b", re.IGNORECASE,
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def headline_remarks(article: Article) -> tuple[Remark, ...]:
    """Strong words of the headline that the body does not use, and a hedge that it drops."""
    headline = next((b for b in article.blocks if b.zone is Zone.HEADLINE), None)
    if headline is None:
        return ()
    body = " ".join(article.text[b.start : b.end] for b in article.blocks if b.zone is Zone.BODY)
    stems = {stem(w) for w in _WORD.findall(body)}
    strong = {stem(w): plain for w, plain in _STRONG.items()}
    remarks = []
    for match in _WORD.finditer(article.text, headline.start, headline.end):
        root = stem(match.group())
        if root in strong and root not in stems:
            remarks.append(Remark(
                f"The headline says “{match.group()}”; the body never does. "
                f"A plainer word would be “{strong[root]}”.", match.start(), match.end(),
            ))  # fmt: skip
    words = article.text[headline.start : headline.end]
    hedges = [m.group().lower() for m in _HEDGE.finditer(body)]
    if len(hedges) > 1 and not _HEDGE.search(words) and remarks:
        named = ", ".join(f"“{h}”" for h in dict.fromkeys(hedges[:4]))
        remarks.append(Remark(
            f"The headline is unhedged; the body hedges {len(hedges)} times ({named}).",
            headline.start, headline.end,
        ))  # fmt: skip
    return tuple(remarks)
