"""The commands on a case, as a person at a terminal meets them: progress, and what came of it.

Progress is drawn on stderr while that is a terminal and nowhere else. Names and reasons come from
files, so they are shown as plain text, without what a terminal would obey.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from sayso.cases.adding import Added
from sayso.cases.removing import Removed
from sayso.cases.repairing import Repaired
from sayso.cases.reporting import Line, Report
from sayso.cases.rereading import Reread
from sayso.library import Box, Entry, Found
from sayso.library.kept import inside
from sayso.reading.languages import language_name
from sayso.records import Status

#: Characters of a neighbour that are shown beside what was found.
_NEIGHBOUR = 160
#: Files that could not be read in full are named while they come, up to this many.
_NAMED = 20
#: Documents read, and groups of others, that are listed unasked.
_SHOWN = 40


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
            say(console, f"   before: … {flat(one.before.text)[-_NEIGHBOUR:]}")
        words = Text("   " + flat(p.text))
        for mark in one.marks:
            words.stylize("bold underline", 3 + mark.start - p.start, 3 + mark.end - p.start)
        console.print(words, soft_wrap=True)
        if one.after is not None:
            say(console, f"   after: {flat(one.after.text)[:_NEIGHBOUR]} …")
        say(console, f"   why: {one.why}")
        if box is not None:
            say(
                console,
                f"   where on the page: {box.left:.0f} to {box.right:.0f} % from the left, "
                f"{box.top:.0f} to {box.bottom:.0f} % from the top",
            )
        if one.also:
            say(console, f"   the same words also in: {', '.join(one.also)}")
        console.print()


def flat(words: str) -> str:
    """Words on one line, each character in its place."""
    return plain("".join(" " if c.isspace() else c for c in words))


def say(console: Console, words: str) -> None:
    """Print words that are less to be looked at than the rest."""
    console.print(plain(words), style="dim", markup=False, soft_wrap=True)


@contextmanager
def watching_addition(console: Console) -> Iterator[Callable[[Added, Sequence[Entry]], None]]:
    """Draw how far an addition has got; names what could not be read, as it comes."""
    named = 0

    def name(entries: Sequence[Entry]) -> None:
        nonlocal named
        every = {entry.id: entry for entry in entries}
        for entry in entries:
            if entry.status is Status.READ or entry.same_as is not None:
                continue
            named += 1
            if named <= _NAMED:
                place = inside(entry, every)
                where = f"{place} › {entry.name}" if place else entry.name
                line = f"  {entry.status.value:<11} {where}: {entry.reason}"
                console.print(plain(line), markup=False, highlight=False, soft_wrap=True)
            elif named == _NAMED + 1:
                console.print("  … and more; sayso status lists them all", highlight=False)

    with progress(console) as bar:
        task = bar.add_task("looking for files", total=None)

        def told(added: Added, entries: Sequence[Entry]) -> None:
            name(entries)
            words = _words(added, bar.tasks[task].elapsed)
            bar.update(task, description=words, completed=added.files + added.ahead, total=added.of)

        yield told


def _words(added: Added, seconds: float | None) -> str:
    if added.indexed is not None:
        return f"making it searchable: {added.indexed[0] * 100 // max(1, added.indexed[1])} %"
    files, new = added.files + added.ahead, added.files + added.ahead - added.known
    parts = [f"{files:,} of {count(added.of, 'file')}", count(added.pages + added.ahead_pages, "page")]
    if added.documents > files:
        parts.append(count(added.documents, "document"))
    if seconds and new:
        parts.append(f"{new / seconds:,.1f}/s")
    if added.unread + added.partly:
        parts.append(f"{added.unread + added.partly:,} not in full")
    if added.embedding is not None:
        parts.append(f"passage {added.embedding[0]:,} of {added.embedding[1]:,} of a long file")
    return " · ".join(parts)


@contextmanager
def watching(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """Draw how far a job of several stages has got: what, how much, of how much."""
    with progress(console) as bar:
        tasks: dict[str, int] = {}

        def told(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done, total=of)  # type: ignore[arg-type]

        yield told


def progress(console: Console) -> Progress:
    """Bars on a terminal, and nothing elsewhere."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=6),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )


def added_in_words(added: Added) -> str:
    """One line on what an addition came to."""
    new = added.files - added.known
    if not new and added.known:
        return f"Nothing new: {count(added.known, 'file is', 'files are')} in already."
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


def print_report(report: Report, console: Console, every: bool = False) -> None:
    """A case's state: counts, every document that was not read in full and why, then what was.

    Where there are many, those read, near-copies and threads are listed only when ``every`` is asked.
    """
    say = _sayer(console)
    say(f"{report.name}: {count(report.read, 'document')} read, {report.partly_read:,} partly read, "
        f"{report.unread:,} unread; {count(report.duplicates, 'duplicate')}")
    say(f"{count(report.pages, 'page')}, {count(report.passages, 'passage')}; "
        f"{count(report.originals, 'original')} of {report.size / 1e6:,.1f} MB; "
        f"{count(report.ledgers, 'ledger')}")  # fmt: skip
    if report.kinds:
        say("Kinds: " + ", ".join(f"{kind} {number:,}" for kind, number in report.kinds.items()))
    if report.languages:
        told = ", ".join(f"{language_name(code)} {n:,}" for code, n in report.languages.items())
        abroad = any(code != "en" for code in report.languages)
        note = " (other than English: searched by words, not checked by the models)" if abroad else ""
        say(f"Languages: {told}{note}")
    if report.behind:
        say(f"{count(report.behind, 'passage')} not searchable yet: the next search or addition sees to it")
    if report.waiting or report.deletions:
        say(f"{count(report.waiting, 'file')} to be read again and {report.deletions:,} to be deleted: "
            "run sayso repair")  # fmt: skip
    for status in (Status.UNREAD, Status.PARTLY_READ):
        some = [line for line in report.troubles if line.entry.status is status]
        _list(say, f"{status.value[0].upper()}{status.value[1:]}", [
            f"{line.entry.id}  {line.name}: {line.entry.reason}" for line in some
        ], len(some))  # fmt: skip
    _list(say, "Not in English, so searched by words and not checked by the models", [
        f"{line.entry.id}  {line.name}: {language_name(str(line.entry.language))}" for line in report.foreign
    ], None if every else _SHOWN)  # fmt: skip
    if report.troubles:
        say("")
        say("With LibreOffice or sayso[ocr] newly installed, sayso add --again reads these anew.")
    shown = None if every else _SHOWN
    own = [line for line in report.lines if line.entry.status is Status.READ]
    _list(say, "Read", [_about(line) for line in own], shown)
    same = [line for line in report.lines if line.entry.same_as is not None]
    _list(say, "Duplicates", [f"{d.entry.id}  {d.name}: {d.entry.reason}" for d in same], shown)
    copies = [
        (one.first.name, "; ".join(o.name + (f" ({apart})" if apart else "") for o, apart in one.others))
        for one in report.copies
    ]
    _list(say, "Near-copies", [f"{first}: {others}" for first, others in copies], shown)
    _list(say, "Mail threads", [
        f"{thread.title}: {', '.join(mail.name for mail in thread.mails)}" for thread in report.threads
    ], shown)  # fmt: skip


def _about(line: Line) -> str:
    e = line.entry
    facts = [
        count(e.pages, "page") if e.pages else "",
        language_name(e.language) if e.language not in (None, "en") else "",
        e.reason or "",
    ]
    return " · ".join([f"{e.id}  {line.name}", *(fact for fact in facts if fact)])


def _list(say: Callable[[str], None], title: str, rows: Sequence[str], shown: int | None) -> None:
    """A title and rows, or where there are more than ``shown`` some and how to see the others."""
    if not rows:
        return
    say("")
    say(f"{title}:")
    for row in rows[:shown]:
        say(f"  {row}")
    if shown is not None and len(rows) > shown:
        say(f"  … and {len(rows) - shown:,} more: sayso status --all")


def print_repaired(repaired: Repaired, console: Console) -> None:
    """What a repair found and did."""
    say = _sayer(console)
    sound = repaired.originals - len(repaired.faults)
    say(f"{count(sound, 'original')} of {repaired.originals:,} sound.")
    for words in (*repaired.mended, *(f"index/{words}" for words in repaired.indexes)):
        say(f"  mended: {words}")
    for fault in repaired.faults:
        say(f"  {fault.sha256[:12]}  {', '.join(fault.names)} {fault.words}: add that file again")
    for entry in repaired.unsound:
        say(f"  {entry.id}  {entry.name}: its words are damaged: add that file again, then sayso repair")
    for words in repaired.register:
        say(f"  library.sqlite: {words}: put back a copy of it, or make a new case and add what is in "
            "originals to that")  # fmt: skip
    if not repaired.register:
        say(f"The indexes were made anew: {count(repaired.passages, 'passage')}.")
    if repaired.deleted or repaired.swept:
        say(f"{count(repaired.deleted + repaired.swept, 'left-over copy', 'left-over copies')} deleted.")
    for entry in repaired.read_again:
        say(f"  read again: {entry.name}: {entry.status.value}")
    for note in repaired.ledgers:
        say(f"  ledger {note.folder.name} cites what was removed: {', '.join(note.names)}")


def damage_in_words(repaired: Repaired) -> str:
    """What could not be mended, and what to do."""
    told = [
        (len(repaired.faults), "original", "damaged or missing: add the files named again"),
        (len(repaired.unsound), "document", "with damaged words: add the files named again, then repair"),
        (len(repaired.register), "fault", "in library.sqlite: put back a copy of it"),
    ]
    return "; ".join(f"{count(number, noun)} {words}" for number, noun, words in told if number)


def print_removed(removed: Removed, console: Console) -> None:
    """What went, which ledgers cite it, and where else the same bytes are."""
    say = _sayer(console)
    for entry in removed.entries:
        say(f"removed {entry.id}  {entry.name}")
    if not removed.entries:
        say("The removal that was broken off is finished.")
    for note in removed.ledgers:
        say(f"  ledger {note.folder.name} cites {', '.join(note.names)}; it says so now, and goes on quoting "
            f"it: delete the folder ledgers/{note.folder.name} where that is to go too")  # fmt: skip
    for entry in removed.elsewhere:
        say(f"  the same bytes are also in {entry.part_of} as {entry.name}: remove that too")
    for entry in removed.copies:
        say(f"  a near-copy stays: {entry.id}  {entry.name}")
    if not removed.clean:
        say("  words of it are left in library.sqlite, which another process reads or for which there is no "
            "room: run sayso repair when that is over")  # fmt: skip


def print_reread(reread: Reread, console: Console) -> None:
    """What reading again came to, and which files the case has no original of."""
    say = _sayer(console)
    documents = count(reread.read + reread.partly + reread.unread, "document")
    more = (
        f"{reread.changed:,} came to more than before ({documents}: {reread.read:,} read, "
        f"{reread.partly:,} partly read, {reread.unread:,} unread)"
        if reread.changed else "none came to more than before"
    )  # fmt: skip
    say(f"{count(reread.files, 'file')} read again; {more}.")
    for entry in reread.lacking:
        say(f"  {entry.name} is not kept in the case: add it by its path")
