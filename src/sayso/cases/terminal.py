"""The commands on a case, as a person at a terminal meets them: progress, and what came of it.

Progress is drawn on stderr while that is a terminal and nowhere else. Names and reasons come from
files, so they are shown as plain text, without what a terminal would obey.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text

from sayso.cases.adding import Added
from sayso.cases.removing import Removed
from sayso.cases.repairing import Repaired
from sayso.cases.reporting import Report
from sayso.library import Box, Entry, Found
from sayso.records import Status

#: Characters of a neighbour that are shown beside what was found.
_NEIGHBOUR = 160
#: Files that could not be read in full are named while they come, up to this many.
_NAMED = 20


def plain(words: str) -> str:
    """Words of a file or its name, without what a terminal would obey."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in words)


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 file", "1,004 files"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def print_found(found: Sequence[tuple[Found, Box | None]], console: Console) -> None:
    """Print what was found, best first: where it stands, its words between their neighbours, and why.

    The words that brought it up stand out on a terminal and are named below it, so that nothing is
    told by colour alone.
    """
    if not found:
        console.print("Nothing found.")
    for rank, (one, box) in enumerate(found, 1):
        p = one.passage
        place = f"page {p.page}" if p.page else f"line {p.line}" if p.line else ""
        where = (one.name, place, p.speaker or "", p.date.isoformat() if p.date else "")
        head = " · ".join(part for part in where if part)
        console.print(plain(f"{rank}. {head}"), style="bold", markup=False, soft_wrap=True)
        if one.before is not None:
            _say(console, f"   before: … {_flat(one.before.text)[-_NEIGHBOUR:]}")
        words = Text("   " + _flat(p.text))
        for mark in one.marks:
            words.stylize("bold underline", 3 + mark.start - p.start, 3 + mark.end - p.start)
        console.print(words, soft_wrap=True)
        if one.after is not None:
            _say(console, f"   after: {_flat(one.after.text)[:_NEIGHBOUR]} …")
        _say(console, f"   why: {one.why}")
        if box is not None:
            _say(
                console,
                f"   where on the page: {box.left:.0f} to {box.right:.0f} % from the left, "
                f"{box.top:.0f} to {box.bottom:.0f} % from the top",
            )
        if one.also:
            _say(console, f"   the same words also in: {', '.join(one.also)}")
        console.print()


def _flat(words: str) -> str:
    """Words on one line, each character in its place."""
    return plain("".join(" " if c.isspace() else c for c in words))


def _say(console: Console, words: str) -> None:
    console.print(plain(words), style="dim", markup=False, soft_wrap=True)


@contextmanager
def watching_addition(console: Console) -> Iterator[Callable[[Added, Sequence[Entry]], None]]:
    """Draw how far an addition has got; names what could not be read, as it comes."""
    named = 0

    def name(entries: Sequence[Entry]) -> None:
        nonlocal named
        for entry in entries:
            if entry.status is Status.READ or entry.same_as is not None:
                continue
            named += 1
            if named <= _NAMED:
                line = f"  {entry.status.value:<11} {entry.name}: {entry.reason}"
                console.print(plain(line), markup=False, highlight=False)
            elif named == _NAMED + 1:
                console.print("  … and more; sayso status lists them all", highlight=False)

    with _progress(console) as bar:
        task = bar.add_task("looking for files", total=None)

        def told(added: Added, entries: Sequence[Entry]) -> None:
            name(entries)
            words = _words(added, bar.tasks[task].elapsed)
            bar.update(task, description=words, completed=added.files, total=added.of)

        yield told


def _words(added: Added, seconds: float | None) -> str:
    if added.indexed is not None:
        return f"making it searchable: {added.indexed[0] * 100 // max(1, added.indexed[1])} %"
    new = added.files - added.known
    parts = [f"{added.files:,} of {count(added.of, 'file')}", count(added.pages, "page")]
    if seconds and new:
        parts.append(f"{new / seconds:,.1f} files/s")
    if added.unread + added.partly:
        parts.append(f"{added.unread + added.partly:,} not read in full")
    if added.embedding is not None:
        parts.append(f"passage {added.embedding[0]:,} of {added.embedding[1]:,} of a long file")
    return " · ".join(parts)


@contextmanager
def watching(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """Draw how far a job of several stages has got: what, how much, of how much."""
    with _progress(console) as bar:
        tasks: dict[str, int] = {}

        def told(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done, total=of)  # type: ignore[arg-type]

        yield told


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )


def added_in_words(added: Added) -> str:
    """One line on what an addition came to."""
    new = added.files - added.known
    parts = [
        f"{count(new, 'file')} added ({count(added.documents, 'document')}: {added.read:,} read, "
        f"{added.partly:,} partly read, {added.unread:,} unread, {added.same:,} the same as others)"
    ]
    if added.known:
        parts.append(f"{added.known:,} {'was' if added.known == 1 else 'were'} in already")
    if added.unread + added.partly:
        parts.append("sayso status says what to do about those not read in full")
    return "; ".join(parts) + "."


def _sayer(console: Console) -> Callable[[str], None]:
    return lambda words: console.print(plain(words), markup=False, highlight=False, soft_wrap=True)


def print_report(report: Report, console: Console) -> None:
    """A case's state: counts, then every document that was not read in full, and why."""
    say = _sayer(console)
    say(f"{report.name}: {count(report.read, 'document')} read, {report.partly_read:,} partly read, "
        f"{report.unread:,} unread; {count(report.duplicates, 'duplicate')}")
    say(f"{count(report.pages, 'page')}, {count(report.passages, 'passage')}; "
        f"{count(report.originals, 'original')} of {report.size / 1e6:,.1f} MB; "
        f"{count(report.ledgers, 'ledger')}")  # fmt: skip
    if report.behind:
        say(f"{count(report.behind, 'passage')} not searchable yet: the next search or addition sees to it")
    if report.waiting or report.deletions:
        say(f"{count(report.waiting, 'file')} to be read again and {report.deletions:,} to be deleted: "
            "run sayso repair")  # fmt: skip
    for status in (Status.UNREAD, Status.PARTLY_READ):
        some = [e for e in report.troubles if e.status is status]
        if some:
            say("")
            say(f"{status.value[0].upper()}{status.value[1:]}:")
            for entry in some:
                say(f"  {entry.id}  {entry.name}: {entry.reason}")


def print_repaired(repaired: Repaired, console: Console) -> None:
    """What a repair found and did."""
    say = _sayer(console)
    sound = repaired.originals - len(repaired.faults)
    say(f"{count(sound, 'original')} of {repaired.originals:,} sound; the indexes were made anew: "
        f"{count(repaired.passages, 'passage')}.")
    for fault in repaired.faults:
        say(f"  {fault.sha256[:12]}  {', '.join(fault.names)} {fault.words}: add that file again")
    for words in repaired.register:
        say(f"  library.sqlite: {words}: put back a copy of it")
    if repaired.deleted or repaired.swept:
        say(f"{count(repaired.deleted + repaired.swept, 'left-over copy', 'left-over copies')} deleted.")
    for entry in repaired.read_again:
        say(f"  read again: {entry.name}: {entry.status.value}")
    for note in repaired.ledgers:
        say(f"  ledger {note.folder.name} cites what was removed: {', '.join(note.names)}")


def print_removed(removed: Removed, console: Console) -> None:
    """What went, which ledgers cite it, and where else the same bytes are."""
    say = _sayer(console)
    for entry in removed.entries:
        say(f"removed {entry.id}  {entry.name}")
    for note in removed.ledgers:
        say(f"  ledger {note.folder.name} cites {', '.join(note.names)}; it says so now")
    for entry in removed.elsewhere:
        say(f"  the same bytes are also in {entry.part_of} as {entry.name}: remove that too")
