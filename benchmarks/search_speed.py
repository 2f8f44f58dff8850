"""How long one search takes in libraries of 100,000 and 1,000,000 made passages.

    python benchmarks/search_speed.py [--passages 100000 1000000] [--queries 200] [--json]

Piles are drawn by seed. Words come from 60,000 made ones, common ones more often (Zipf), with names
and figures among them; a fifth of the passages has a speaker of 5,000, each a day of 3,000. Vectors
have the structure of real ones as far as it matters here: a thousand topics, and directions that
matter less and less. The embedding of texts costs nothing: what is timed is the indexes, their
fusion, and fetching passages, neighbours and marks.

A pile is added in one process and searched in another, one query at a time, warm: each kind of query
is asked ten times before it is timed. On a machine that is shared, time by the clock says little;
*processor time* is what the process itself worked, over all its threads (set OPENBLAS_NUM_THREADS=1,
or waiting threads are counted too). *recall* is the share of the exact twenty nearest that the
meaning index gives. Memory is that of the searching process: what it holds of its own, and with the
pages of the mapped files that it has touched.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sayso.library import Library
from sayso.records import Document, Segment, SegmentKind

WORDS_EACH, BLOCK, WARM, WIDTH = 70, 1000, 10, 384
SEED = 20261124
FIRST_DAY = date(2015, 1, 1)
Floats = NDArray[np.float32]


class Made:
    """Unit vectors made from the text alone: near where first words agree, the same every time."""

    def __init__(self) -> None:
        chance = np.random.default_rng(SEED)
        spread = (np.arange(1, WIDTH + 1) ** -0.35).astype(np.float32)
        mixed = np.linalg.qr(chance.standard_normal((WIDTH, WIDTH)))[0].astype(np.float32)
        self._topics = _unit(chance.standard_normal((1000, WIDTH), dtype=np.float32))
        self._parts = [
            _unit((chance.standard_normal((2048, WIDTH), dtype=np.float32) * spread) @ mixed)
            for _ in range(3)
        ]

    def embed(self, texts: Sequence[str]) -> Floats:
        """Rows for ``texts``."""
        if not texts:
            return np.zeros((0, WIDTH), np.float32)
        topic = np.array([crc32(text.split(" ", 1)[0].encode()) % 1000 for text in texts])
        own = np.array([crc32(text.encode()) for text in texts], np.uint64)
        made = 0.8 * self._topics[topic]
        for i, part in enumerate(self._parts):
            made = made + 0.6 * part[(own >> np.uint64(10 * i)) % np.uint64(2048)]
        return _unit(made)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path, help="where to keep the piles; those there are used again")
    parser.add_argument("--searched", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.searched is not None:
        print(json.dumps(searched(options.searched, options.passages[0], options.queries)))
        return
    table: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for passages in options.passages:
            folder = (options.keep or Path(temporary)) / str(passages)
            adding = added(folder, passages)
            run = subprocess.run(
                [sys.executable, __file__, "--searched", str(folder), "--passages", str(passages),
                 "--queries", str(options.queries)],
                stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
            table[f"{passages:,}"] = adding | json.loads(run.stdout)
    print(json.dumps(table, indent=1) if options.json else shown(table))


def shown(table: dict[str, dict[str, float]]) -> str:
    """The table as Markdown: a column for each pile."""
    lines = [f"| what | {' | '.join(f'{size} passages' for size in table)} |", "|---|" + "---|" * len(table)]
    names = dict.fromkeys(name for column in table.values() for name in column)
    lines += [
        f"| {name} | {' | '.join(f'{c[name]:,.1f}' if name in c else '–' for c in table.values())} |"
        for name in names
    ]
    return "\n".join(lines)


def added(folder: Path, passages: int) -> dict[str, float]:
    """Add a pile to a library in ``folder``, unless it is there; how fast that went."""
    if (folder / "done").exists():
        return {}
    library = Library(Made(), folder)
    spent = 0.0
    for document in documents(passages):
        begin = time.perf_counter()
        for prepared in library.prepared([[document]]):
            library.store.enter(prepared)
        spent += time.perf_counter() - begin
    begin = time.perf_counter()
    library.index()
    indexing = time.perf_counter() - begin
    library.close()
    (folder / "done").touch()
    return {
        "keeping, passages/s (embedding costs nothing)": passages / spent,
        "making both indexes, passages/s": passages / indexing,
    }


def searched(folder: Path, passages: int, queries: int) -> dict[str, float]:
    """Open the library in ``folder`` and time every kind of query."""
    embedder = Made()
    begin = time.perf_counter()
    library = Library(embedder, folder)
    figures = {"opening, ms": 1000 * (time.perf_counter() - begin)}
    chance = np.random.default_rng(SEED + 1)
    picked = [
        p for n in sorted(chance.choice(passages, queries + WARM, replace=False).tolist())
        for p in library.store.passages_by([n]).values()
    ]  # fmt: skip
    long = [" ".join(p.reading.split()[:18]) for p in picked]
    short = [" ".join(p.reading.split()[i] for i in (0, 5, 12)) for p in picked]
    phrases = [" ".join(p.reading.split()[9:12]) for p in picked]
    names = [p.reading.split()[5] for p in picked]
    slips = [name[:2] + name[3:] if len(name) > 4 else name for name in names]
    days = [p.date or FIRST_DAY for p in picked]
    speakers = [called(i % 5000) for i in range(len(picked))]
    year = timedelta(days=365)
    kinds: dict[str, Callable[[int], object]] = {
        "words, three": lambda i: library.find(short[i], "words"),
        "words, a claim of 18": lambda i: library.find(long[i], "words"),
        "meaning": lambda i: library.find(long[i], "meaning"),
        "both, three words": lambda i: library.find(short[i]),
        "both, a claim of 18": lambda i: library.find(long[i]),
        "both, as checking asks (24 deep)": lambda i: library.search([long[i]], 24),
        "a phrase of three": lambda i: library.find("", phrase=phrases[i]),
        "a name, one letter short": lambda i: library.find(f"{slips[i]} {short[i]}"),
        "both, within a year": lambda i: library.find(short[i], after=days[i], before=days[i] + year),
        "both, one speaker": lambda i: library.find(short[i], speaker=speakers[i]),
        "both, one document": lambda i: library.find(short[i], document=picked[i].document),
        "both, one kind of file": lambda i: library.find(short[i], kind="mail"),
    }
    for name, ask in kinds.items():
        spent, worked = [], []
        for i in range(len(picked)):
            begin, work = time.perf_counter(), time.process_time()
            ask(i)
            spent.append(1000 * (time.perf_counter() - begin))
            worked.append(1000 * (time.process_time() - work))
        figures[f"{name}: p50, ms"] = float(np.percentile(spent[WARM:], 50))
        figures[f"{name}: p95, ms"] = float(np.percentile(spent[WARM:], 95))
        figures[f"{name}: p95 of processor time, ms"] = float(np.percentile(worked[WARM:], 95))
    figures["meaning: recall at 20, %"] = 100 * recall(library, embedder.embed(long[:50]))
    figures["memory of its own, MB"] = _memory("RssAnon")
    figures["memory with mapped pages, MB"] = _memory("VmRSS")
    library.close()
    return figures


def recall(library: Library, vectors: Floats) -> float:
    """The share of the exact twenty nearest that the meaning index gives."""
    meaning = library._meaning  # the index itself, without what is around it
    best = [(np.zeros(0), np.zeros(0, np.intp)) for _ in vectors]
    for start in range(0, meaning.end, 20_000):
        numbers = np.arange(start, min(meaning.end, start + 20_000))
        block = meaning._whole()[numbers].astype(np.float32)
        for i, row in enumerate(vectors @ block.T):
            scores, held = np.append(best[i][0], row), np.append(best[i][1], numbers)
            top = np.lexsort((held, -scores))[:20]
            best[i] = (scores[top], held[top])
    given = meaning.search(vectors, 20)
    shares = [len({n for n, _ in g} & set(b.tolist())) / 20 for g, (_, b) in zip(given, best, strict=True)]
    return float(np.mean(shares))


def called(number: int) -> str:
    """The name of one of 512,000 speakers: "Ada Bacedi"."""
    syllables = [a + b for a in "bcdfghklmnprstvz" for b in "aeiou"]
    family = "".join(syllables[number // 80**place % 80] for place in (2, 1, 0))
    return f"{('Ada', 'Ben', 'Cleo', 'Dov', 'Ena', 'Finn', 'Gil')[number % 7]} {family.title()}"


def documents(passages: int) -> Iterator[Document]:
    """Documents of a thousand paragraphs each, a passage a paragraph."""
    chance = np.random.default_rng(SEED)
    letters, vowels = list("bcdfghklmnprstvz"), list("aeiou")
    words = [
        "".join(str(chance.choice(letters)) + str(chance.choice(vowels)) for _ in range(n))
        for n in chance.integers(2, 6, 60_000)
    ]
    share = np.cumsum(1 / np.arange(1, len(words) + 1))
    share /= share[-1]
    for start in range(0, passages, BLOCK):
        count = min(BLOCK, passages - start)
        drawn = np.searchsorted(share, chance.random((count, WORDS_EACH))).tolist()
        figures = chance.integers(2, 9000, count).tolist()
        days = chance.integers(0, 3000, count).tolist()
        who = chance.integers(0, 5000, count).tolist()
        segments, text = [], ""
        for i, row in enumerate(drawn):
            one = [words[w] for w in row]
            one[0], one[5], one[9] = one[0].title(), one[5].title(), str(figures[i])
            line = " ".join(one) + "."
            speaker = called(int(who[i])) if i % 5 == 0 else None
            segments.append(
                Segment(
                    len(text), len(text) + len(line), SegmentKind.SPEECH, speaker=speaker,
                    date=FIRST_DAY + timedelta(days=days[i]),
                )
            )  # fmt: skip
            text += line + "\n\n"
        name = f"{start:012x}"
        kind = ("message/rfc822", "application/pdf", "text/plain")[start // BLOCK % 3]
        yield Document(name, name, f"{start:064x}", kind, text, segments=tuple(segments))


def _unit(rows: NDArray[np.floating]) -> Floats:
    made: Floats = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return made


def _memory(what: str) -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith(what))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
