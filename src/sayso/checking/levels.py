"""How high something stands: a debt, a balance, a workforce, told without a day or as of one.

A paper gives a level as of its day, an article gives it without one, and in other words around it:
"has bank and trade debts of 30 million", "the bank and trade debt standing at 20 million on 1 March".
The two may be held against each other where they name one thing of one party by the same words, and
the paper's day is near the article's; never where any paper has the article's number, or its parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from sayso.checking.figures import Outcome, compare, rounding, same_thing
from sayso.checking.words import Words
from sayso.library.terms import stem
from sayso.statements.dates import When
from sayso.statements.figures import Figure

#: What stands between the name of a level and its figure.
_STANDS = r"(?:standing|stood|stands|stand)\s+at|(?:amount|com|add)(?:ing|s|es|ed|e)?\s+to|came\s+to"
_LINK = re.compile(
    rf"\s(?P<link>{_STANDS}|of|at|is|was|are|were|total(?:ling|led|s)?)"
    r"(?:\s+(?:about|around|some|roughly|nearly|almost|just))?\s*$"
)
_OF_STANDING = re.compile(r"(?:standing|stood|stands|stand)\s")
#: The words of a name, back from its end: no article, pronoun or small word of place among them.
_RUN = re.compile(
    r"(?<![\w-])(?:(?!(?:the|a|an|of|on|in|at|to|by|for|with|from|its|his|her|their|that|which|has|have|had)\b)"
    r"[A-Za-z][\w-]*\s+)*[A-Za-z][\w-]*$",
    re.IGNORECASE,
)
#: Things that have a level, not an amount each time; an instalment or a fine is paid once and again.
_LEVELS = frozenset(
    stem(word)
    for word in """debt debts loan loans overdraft overdrafts arrears deficit surplus balance reserve
    reserves liability liabilities borrowing borrowings mortgage holding holdings stockpile backlog
    deposit deposits endowment population workforce headcount membership capacity""".split()
)
#: Words that put a level at a time of its own.
_OF_A_TIME = re.compile(
    r"\b(?:now|today|current\w*|since|still|meanwhile|then|at present|so far|yet|peak\w*|high|low|"
    r"once|will|net|gross|average)\b",
    re.IGNORECASE,
)
#: How old the paper's day may be on the article's.
_NEAR = timedelta(days=190)
_SHORTEST_NAME = 2
_MOST_PARTS = 40


def same_level(
    figure: Figure, claim: str, other: Figure, words: str, days: Sequence[When], on: date | None
) -> bool:
    """Whether ``words``, of a paper as of one of ``days``, give the level that ``claim`` gives undated.

    ``on`` is the article's day; where it is unknown nothing is held against the claim.
    """
    if on is None or len(days) != 1 or not days[0].is_day or _OF_A_TIME.search(claim):
        return False
    if not timedelta(0) <= on - days[0].last <= _NEAR or _OF_A_TIME.search(words):
        return False
    mine, _ = _name_of(claim, figure)
    theirs, link = _name_of(words, other)
    if len(theirs) < _SHORTEST_NAME or mine[-len(theirs) :] != theirs:
        return False
    extra = mine[: -len(theirs)]
    if extra and (extra[-1] == "and" or not extra[-1].endswith("s")):
        return False  # part of a longer name, not the verb before it
    if not (stem(theirs[-1]) in _LEVELS or _OF_STANDING.match(link)):
        return False
    named = {stem(word) for word in theirs}
    before = [t.stem for t in Words.of(claim).terms if t.start < figure.start and t.stem not in named]
    return bool(before) and before[0] in Words.of(words).stems


def is_borne_out(figure: Figure, claim: str, papers: Sequence[tuple[str, Sequence[Figure]]]) -> bool:
    """Whether any of ``papers``, sentences with their figures, has the claim's level or two parts of it.

    A part names the thing too: at least one word of the level's name stands near it. So must a bound,
    since "at least 12 million" of anything is borne out by every greater sum.
    """
    named = {stem(word) for word in _name_of(claim, figure)[0] if word != "and"}
    parts: list[float] = []
    for words, figures in papers:
        near = {f: bool(named & Words.of(words).near(f.start, f.end)) for f in figures}
        telling = [f for f in figures if near[f] or not f.bounded]
        if compare(figure, telling).outcome is Outcome.AGREES:
            return True
        parts += [f.value for f in figures if near[f] and same_thing(figure, f)]
    values = list(dict.fromkeys(parts))[:_MOST_PARTS]
    slack = rounding(figure)
    sums = [a + b for i, a in enumerate(values) for b in values[i + 1 :]]
    return any(abs(total - figure.value) <= slack for total in [*sums, sum(values)])


def _name_of(text: str, figure: Figure) -> tuple[list[str], str]:
    """The words that name what a figure is the level of, singular as far as stems go, and the link."""
    link = _LINK.search(text[: figure.start])
    run = _RUN.search(text[: link.start()].rstrip()) if link else None
    if link is None or run is None:
        return [], ""
    words = run.group().lower().split()
    return [*words[:-1], re.sub(r"(?<=[^s])s$", "", words[-1])], link["link"]
