"""Articles are taken into a case, and their claims grouped, so that they can be traced.

An article is in when its one transaction is done. What was begun and not finished goes on with the
next call, whatever was killed: articles that are in are not read again, wordings that are embedded not
embedded again, and those that were held against the others not held against them again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from sayso.cases import Case
from sayso.cases.originals import Originals
from sayso.errors import DocumentError, LedgerError, UsageError
from sayso.ledger.from_json import from_json
from sayso.reading import Gathered, read_articles
from sayso.reading.folders import files_in
from sayso.reading.limits import DEFAULT
from sayso.records import Article
from sayso.tracing.grouping import claims_of
from sayso.tracing.neighbours import neighbours
from sayso.tracing.readers import Pair, Readers
from sayso.tracing.register import Published
from sayso.tracing.relation import LEAST_COSINE
from sayso.tracing.tellings import Telling

#: Articles that are read together and entered in one transaction.
_TOGETHER = 64
#: Articles at once from which on attributions are read by rules alone, three times as fast.
MANY = 1000
_EMBEDDED = 2048
#: Wordings that each is held against: the nearest.
_NEAREST = 12


@dataclass(frozen=True, slots=True)
class Taken:
    """How far an intake has got.

    ``articles`` are new, ``copies`` of them have the text of an earlier one, ``known`` were in already,
    ``unread`` came to no article. ``words`` say what it does now.
    """

    articles: int = 0
    copies: int = 0
    known: int = 0
    unread: int = 0
    statements: int = 0
    words: str = ""

    def as_data(self) -> dict[str, int]:
        """The counts as JSON can hold them."""
        return {key: getattr(self, key) for key in ("articles", "copies", "known", "unread", "statements")}


Told = Callable[[Taken], None]


def take_paths(
    case: Case, paths: Sequence[Path], told: Told = lambda _: None, careful: bool | None = None
) -> Taken:
    """Take the articles in files, and folders that are walked, into ``case``.

    ``careful`` None decides by their number. Raises UsageError where a path does not exist.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"{path}: there is no such file or folder; check the name")
    found = [one for one in files_in(paths) if not case.owns(one.path)]
    careful = len(found) < MANY if careful is None else careful
    return take(case, read_articles(found), told, careful)


def take_checked(case: Case) -> Taken:
    """Take in the articles whose ledgers the case keeps and that are not in yet.

    A ledger that cannot be read is passed over: it is shown, and complained of, elsewhere.
    """
    new = []
    for path in sorted(case.ledgers.glob("*/ledger.json")):
        if case.register.has(path.parent.name):
            continue
        with suppress(LedgerError, OSError):
            article = from_json(path.read_text("utf-8")).article
            new.append(Gathered(article.document.name, article))
    return take(case, new) if new else Taken()


def take(
    case: Case,
    gathered: Iterable[Gathered],
    told: Told = lambda _: None,
    careful: bool = True,
    workers: int | None = None,
) -> Taken:
    """Take articles into ``case`` and group their claims.

    ``careful`` has attributions read by the tagger and the rules, otherwise by the rules alone.
    Raises CaseError where the case cannot be written.
    """
    taken = Taken()
    with Readers(careful, workers) as readers:
        source = iter(gathered)
        while some := list(islice(source, _TOGETHER)):
            taken = _enter(case, some, readers, taken, careful)
            told(replace(taken, words="reading articles"))
        group(case, readers, lambda words: told(replace(taken, words=words)))
    return taken


def _enter(case: Case, some: Sequence[Gathered], readers: Readers, taken: Taken, careful: bool) -> Taken:
    """Read some articles and enter them in one transaction."""
    register = case.register
    new: dict[str, tuple[Gathered, Article]] = {}
    known = 0
    unread = [(one.name, one.problem or "holds no article") for one in some if one.article is None]
    for one in some:
        if one.article is None:
            continue
        if one.article.document.id in new or register.has(one.article.document.id):
            known += 1
        else:
            new[one.article.document.id] = one, one.article
            keep_original(case, one)
    with register.writing():
        for name, problem in unread:
            register.cannot_read(name, problem)
        leaders = {id_: register.leader_of(article.document) for id_, (_, article) in new.items()}
    first = {id_: article for id_, (_, article) in new.items() if leaders[id_] == id_}
    tellings: dict[str, Sequence[Telling] | None] = dict(
        zip(first, readers.tellings(list(first.values())), strict=True)
    )
    texts = {id_: article.text for id_, article in first.items()}
    left: dict[str, tuple[list[Telling], Article]] = {}
    for id_, (_, article) in new.items():
        if id_ in first:
            continue
        leader = leaders[id_]
        if leader in texts:
            left[id_] = repeated(article, tellings[leader] or (), texts[leader])
        else:
            kept = [t.telling for t in register.tellings_of(leader)]
            left[id_] = repeated(article, kept, register.text_of(leader))
    rest = {id_: article for id_, (_, article) in left.items() if article.blocks}
    own = dict(zip(rest, readers.tellings(list(rest.values())), strict=True))
    for id_, (again, _) in left.items():
        tellings[id_] = sorted([*again, *(own.get(id_) or ())], key=lambda t: (t.start, not t.whole))
    statements = 0
    with register.writing():
        for id_, (one, article) in new.items():
            found = tellings[id_]
            if found is None:
                register.cannot_read(one.name, "made its reader stop: paste its words into a text file")
                unread.append((one.name, ""))
                continue
            register.enter(published(one, article, leaders[id_], careful), found)
            statements += sum(telling.whole for telling in found)
    entered = [id_ for id_ in new if tellings[id_] is not None]
    return replace(
        taken,
        articles=taken.articles + len(entered),
        copies=taken.copies + sum(leaders[id_] != id_ for id_ in entered),
        known=taken.known + known,
        unread=taken.unread + len(unread),
        statements=taken.statements + statements,
    )


def forget(case: Case, article: str) -> bool:
    """Take an article out of the case for good, with the pages of traces; whether it was in."""
    sha256 = case.register.remove(article)
    if sha256 is None:
        return False
    Originals(case.register.folder / "originals").delete(sha256)
    shutil.rmtree(case.traces, ignore_errors=True)
    return True


def published(one: Gathered, article: Article, leader: str, careful: bool) -> Published:
    """What the register keeps of an article."""
    document, headline = article.document, article.field("headline")
    return Published(
        document.id, document.sha256, one.name, one.outlet, one.address, article.published,
        headline.value if headline else None, leader, article.text, careful,
    )  # fmt: skip


def repeated(article: Article, tellings: Sequence[Telling], text: str) -> tuple[list[Telling], Article]:
    """What of ``tellings``, those of an article with ``text``, stands in ``article`` word for word too.

    Also the article with only the paragraphs that do not.
    """
    found, left = [], []
    for block in article.blocks:
        words = article.text[block.start : block.end]
        place = text.find(words)
        if place < 0 or not words.strip():
            left.append(block)
            continue
        shift = block.start - place
        found += [
            replace(t, start=t.start + shift, end=t.end + shift, zone=block.zone)
            for t in tellings
            if place <= t.start and t.end <= place + len(words)
        ]
    return found, replace(article, blocks=tuple(left))


def keep_original(case: Case, one: Gathered) -> None:
    """Keep the bytes of an article beside the register, where there are such."""
    originals = Originals(case.register.folder / "originals")
    if one.data is not None:
        with tempfile.NamedTemporaryFile() as file:
            file.write(one.data)
            file.flush()
            originals.keep(Path(file.name), DEFAULT)
    elif one.path is not None:
        with suppress(DocumentError):
            originals.keep(one.path, DEFAULT)


def group(case: Case, readers: Readers, told: Callable[[str], None] = lambda _: None) -> None:
    """Embed what is new, hold it against the rest, and say of each wording which claim it is of."""
    register = case.register
    index = register.vectors
    wordings = register.wordings()
    while index.end < len(wordings):
        some = wordings[index.end : index.end + _EMBEDDED]
        told(f"embedding claim {index.end} of {len(wordings)}")
        index.add(case.embedder.embed([one.text for one in some]))
    first = register.paired
    if first >= len(wordings):
        return
    told(f"comparing {len(wordings) - first} claims")
    high, low, cosines = neighbours(index.vectors[: len(wordings)], first, LEAST_COSINE, _NEAREST)
    pairs: list[Pair] = [
        (a, b, wordings[a], wordings[b], float(cosine))
        for a, b, cosine in zip(high.tolist(), low.tolist(), cosines.tolist(), strict=True)
    ]
    with register.writing():
        for found in readers.related(pairs):
            register.pair(found, first)
        register.pair([], len(wordings))
        register.set_claims(claims_of(len(wordings), register.pairs()))
