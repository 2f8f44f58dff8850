"""Traces and records as a person at a terminal meets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console

from sayso.cases.terminal import count, flat, plain, progress, say
from sayso.cases.tracing import Taken
from sayso.ledger.trace_page import grouped, who
from sayso.records import Verdict
from sayso.tracing.trace import Position, Record, Trace, outlet_of

#: Characters of a statement that are shown.
_SHOWN = 160


@contextmanager
def watching_intake(console: Console) -> Iterator[Callable[[Taken], None]]:
    """Draw how far an intake of articles has got."""
    with progress(console) as bar:
        task = bar.add_task("looking for articles", total=None)

        def told(taken: Taken) -> None:
            bar.update(task, description=f"{taken_in_words(taken)} {taken.words}")

        yield told


def taken_in_words(taken: Taken) -> str:
    """What an intake of articles came to."""
    parts = [count(taken.articles, "article") + " in"]
    if taken.copies:
        parts.append(f"{taken.copies:,} of them with the text of another")
    if taken.known:
        parts.append(f"{taken.known:,} in already")
    if taken.unread:
        parts.append(f"{taken.unread:,} came to no article (sayso trace lists them)")
    return ", ".join(parts) + f"; {count(taken.statements, 'statement')}."


def print_traces(traces: Sequence[Trace], counts: tuple[int, int, int], console: Console) -> None:
    """Print the claims that are told most."""
    articles, texts, statements = counts
    _line(console, f"{count(articles, 'article')}, {count(texts, 'text')}, {count(statements, 'statement')}.")
    if not traces:
        _line(console, "No claim stands in two texts yet.")
    for trace in traces:
        says, denies = who(trace, Position.SAYS), who(trace, Position.DENIES)
        _line(console, f"{trace.texts:>4} texts  {len(trace.outlets):>3} outlets  {flat(trace.claim)}")
        if denies:
            say(console, f"      {count(says, 'source')} for it, {count(denies, 'source')} against")


def print_trace(trace: Trace, console: Console) -> None:
    """Print a trace: who says it, denies it or says it otherwise, in order of time."""
    _line(console, flat(trace.claim), "bold")
    if not trace.rows:
        _line(console, "No article in the case says so, denies it, or says it otherwise.")
    if trace.papers is not None:
        _line(console, f"The papers: {trace.papers.verdict.value.replace('_', ' ')}. {trace.papers.reason}")
    marks = [(mark, row) for row in trace.rows for mark in row.marks]
    for mark, row in sorted(marks, key=lambda pair: (pair[0].day is None, pair[0].day, pair[0].first.place)):
        day = mark.day.isoformat() if mark.day else "no date   "
        more = f" and {len(mark.outlets) - 1} more" if len(mark.outlets) > 1 else ""
        changed = ", another position than before" if mark.changed else ""
        _line(console, f"{day}  {row.name} {mark.position.value}{changed} ({mark.outlets[0]}{more})")
        say(console, f"            “{flat(mark.first.telling.text)[:_SHOWN]}”")
    for series in trace.series:
        _line(console, f"The figure ({series.thing}): " + " · ".join(r.words for r in series.readings))
    for relation, content in trace.near:
        say(console, f"near it, and not it ({relation.value}): {flat(content)[:_SHOWN]}")


def print_record(record: Record, console: Console) -> None:
    """Print a record, what the papers contradict and what was said otherwise first."""
    _line(console, record.party.name, "bold")
    _line(console, "Called: " + ", ".join(form for form, _ in record.party.forms[:12]))
    for title, _, entries in grouped(record):
        if not entries:
            continue
        _line(console, f"{title} ({len(entries)})", "bold")
        for entry in entries:
            day = entry.first.article.day.isoformat() if entry.first.article.day else "no date   "
            denied = "denies: " if entry.position is Position.DENIES else ""
            _line(console, f"  {day}  {denied}{flat(entry.content)[:_SHOWN]}")
            if entry.papers is not None and entry.papers.verdict is not Verdict.NOT_FOUND:
                say(console, f"              {entry.papers.verdict.value}: {entry.papers.reason}")
            for position, told in entry.before:
                on = told.article.day.isoformat() if told.article.day else "no date"
                words = flat(told.telling.content)[:_SHOWN]
                say(console, f"              {on} {position.value}: {words}")
    if record.others:
        _line(console, f"Said of them by others, never by them ({len(record.others)})", "bold")
        for one in record.others:
            _line(console, f"  {flat(one.telling.content)[:_SHOWN]} ({outlet_of(one.article)})")
    for doubt in record.doubts:
        decide = f"Decide with --same or --other “{doubt.other}”."
        say(console, f"Is it the same? “{doubt.other}”: {doubt.why}. {decide}")


def _line(console: Console, words: str, style: str = "") -> None:
    console.print(plain(words), style=style, markup=False, soft_wrap=True)
