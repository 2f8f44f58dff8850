"""Articles are read into tellings, and wordings held against each other, on all cores.

Each process loads the parser once. One that dies costs what it was at: that is tried again by itself,
and given up where it dies again.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from typing import Any, TypeVar

from sayso.records import Article
from sayso.statements import Attributor, RuleAttributor
from sayso.tracing.relation import Claimed, Relation, relate
from sayso.tracing.tellings import Telling, tellings_of

#: Fewer articles, or pairs, are read in this process: starting others takes two seconds.
_FEW, _FEW_PAIRS = 6, 4000
_PAIRS = 4000

_T = TypeVar("_T")
#: Two wordings by their numbers, their words, and the cosine of their meanings.
Pair = tuple[int, int, Claimed, Claimed, float]


class Readers:
    """Processes that read articles. ``careful`` has attribution read by the tagger, not by rules alone."""

    def __init__(self, careful: bool = True, workers: int | None = None) -> None:
        self._careful = careful
        self._workers = workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; work that was not begun is not done."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def tellings(self, articles: Sequence[Article]) -> Iterator[tuple[Telling, ...] | None]:
        """The tellings of each article, in their order; None for one that could not be read."""
        if len(articles) <= _FEW and self._pool is None:
            yield from (_read(article, self._careful) for article in articles)
        else:
            yield from self._all(_read, [(article, self._careful) for article in articles])

    def related(self, pairs: Sequence[Pair]) -> Iterator[list[tuple[int, int, Relation, float]]]:
        """How the two of each pair stand to each other, some at a time; those of OTHER are left out."""
        some = [pairs[i : i + _PAIRS] for i in range(0, len(pairs), _PAIRS)]
        if len(pairs) <= _FEW_PAIRS and self._pool is None:
            yield from map(_related, some)
        else:
            yield from (found or [] for found in self._all(_related, [(part,) for part in some]))

    def _all(self, work: Callable[..., _T], jobs: Sequence[tuple[Any, ...]]) -> Iterator[_T | None]:
        futures = [self._submit(work, job) for job in jobs]
        for job, future in zip(jobs, futures, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield self._alone(work, job)

    def _alone(self, work: Callable[..., _T], job: tuple[Any, ...]) -> _T | None:
        """Do a job whose process died, with no other beside it; None where it dies again."""
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            try:
                return pool.submit(work, *job).result()
            except BrokenProcessPool:
                return None

    def _submit(self, work: Callable[..., _T], job: tuple[Any, ...]) -> Future[_T]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._workers, multiprocessing.get_context("spawn"))
        try:
            return self._pool.submit(work, *job)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False)
            self._pool = None
            return self._submit(work, job)


def _read(article: Article, careful: bool) -> tuple[Telling, ...]:
    return tellings_of(article, _attributor(careful))


def _related(pairs: Sequence[Pair]) -> list[tuple[int, int, Relation, float]]:
    found: list[tuple[int, int, Relation, float]] = []
    for one, other, a, b, cosine in pairs:
        relation, alike = relate(a, b, cosine)
        if relation is not Relation.OTHER:
            found.append((one, other, relation, round(alike, 4)))
    return found


@lru_cache(maxsize=2)
def _attributor(careful: bool) -> Attributor:
    if not careful:
        return RuleAttributor()
    from sayso.models import load_tagger
    from sayso.statements import TaggingAttributor

    return TaggingAttributor(load_tagger(threads=1))
