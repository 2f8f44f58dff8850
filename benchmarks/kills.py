"""A case is killed at its work, again and again, and each time goes on with nothing lost or doubled.

    python benchmarks/kills.py [--kills 200] [--jobs add repair remove again] [--seed 7]

Each job (adding a mixed pile; repairing a damaged case; removing an archive whose parts are elsewhere
too; reading again what was cut short) is first done unkilled. Then it is begun in a process of its own
and that process, its group and all its children get SIGKILL: by turns after a time drawn at random from
how long the job takes, and before a step drawn at random from all its steps (a statement of SQL, a file
opened, renamed or deleted). What is left must be whole, and once the same command is given until it
ends by itself, the case must be the unkilled one: documents, passages, vectors, bodies, near-copies,
threads, both indexes, and originals by their hash. Linux; the embedder is a stand-in without a model.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.cases.pile import PairEmbedder, assert_whole, mail, make_pile  # noqa: E402

from sayso.cases import Case, adding  # noqa: E402
from sayso.cases.removing import finish, named, remove  # noqa: E402
from sayso.cases.repairing import repair  # noqa: E402
from sayso.cases.rereading import reread  # noqa: E402
from sayso.errors import UsageError  # noqa: E402
from sayso.library.words import WordsIndex  # noqa: E402
from sayso.reading import Limits, stretches  # noqa: E402

JOBS = ("add", "repair", "remove", "again")
#: Words that stand only in the archive that is removed.
CANARY = "Quintessa Marlowe"
SHORT = Limits(characters=3000)

# Imports once, then forks a process for each job, so that a kill falls into the work.
SERVER = """
import importlib.util, json, os, sys
spec = importlib.util.spec_from_file_location("kills", sys.argv[1])
kills = importlib.util.module_from_spec(spec)
spec.loader.exec_module(kills)
import sayso.library.passages, sayso.reading.sandbox
for line in sys.stdin:
    job = json.loads(line)
    child = os.fork()
    if child == 0:
        os.setsid()
        kills.do(*job)
        os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


def make_mixed(folder: Path) -> Path:
    """Notes, near-copies, a thread, a box, archives in archives, the same bytes in several, broken ones."""
    make_pile(folder)
    for n in range(3):
        body = f"I saw the crane {n} times, and so did everybody who stood on the quay that day."
        (folder / f"reply-{n}.eml").write_bytes(mail("Re: Quay", body, ("list.txt", "Quay 7 is closed.")))
    text = "The board decided to close the quay and to spend 240,000 euros on its repair, as was asked. " * 8
    (folder / "draft.txt").write_text(text.replace("240", "310"), "utf-8")
    (folder / "final.txt").write_text(text, "utf-8")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("who.txt", f"The whistleblower is {CANARY}, said nobody at all.")
        archive.writestr("final.txt", text)
    with zipfile.ZipFile(folder / "leak.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deep/inner.zip", inner.getvalue())
        archive.writestr("twin.txt", "Only the archive and one file beside it hold these words.")
    with zipfile.ZipFile(folder / "many.zip", "w") as archive:
        for n in range(9):
            archive.writestr(f"{n}.txt", f"The crane at quay {n} was paid for by the ship {n + 1}. " * 4)
    box = [mail(f"Ship {n}", f"The ship {n} is at quay {n}. " * 5) for n in range(9)]
    box.insert(5, mail("Quay", "See the list.", ("list.txt", "Quay 7 is closed.")))
    lines = b"From ada@harbour.example Mon Mar  4 10:00:00 2024\n"
    (folder / "box.mbox").write_bytes(b"".join(lines + one + b"\n" for one in box))
    (folder / "z-twin.txt").write_text("Only the archive and one file beside it hold these words.", "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n" + random.Random(1).randbytes(900))
    return folder


class Steps:
    """Counts the steps of this process, and kills it before number ``last``."""

    def __init__(self, last: int | None) -> None:
        self.taken = 0
        self._last = last

        class Counted(sqlite3.Connection):
            def execute(connection, *words: Any) -> sqlite3.Cursor:
                self.step()
                return super().execute(*words)

            def executemany(connection, *words: Any) -> sqlite3.Cursor:
                self.step()
                return super().executemany(*words)

        self._connect = sqlite3.connect
        sqlite3.connect = lambda *a, **k: self._connect(*a, **k, factory=Counted)  # type: ignore[assignment]
        sys.addaudithook(self._hear)

    def _hear(self, event: str, _: Any) -> None:
        if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"):
            self.step()

    def step(self) -> None:
        """Take one."""
        self.taken += 1
        if self.taken == self._last:
            _kill(os.getpid())


def do(job: str, folder: str, pile: str, last: int | None = None, told: str | None = None) -> None:
    """Do one job on the case in ``folder``, as its command does.

    Killed before step number ``last``; how many there were is written to the file ``told``.
    """
    steps = Steps(last) if last or told else None
    _do(job, folder, pile)
    if steps and told:
        Path(told).write_text(str(steps.taken), "utf-8")


def _do(job: str, folder: str, pile: str) -> None:
    # As in a long addition: files are entered and made searchable all the while, not once at the end.
    adding._MOST, adding._SEARCHABLE, adding._SHARE, stretches._STRETCH = 5, 30, 500, 1_000
    with Case(Path(folder)) as case:
        case.use(PairEmbedder())
        if job == "add":
            adding.add(case, [Path(pile)], limits=Limits(), workers=1)
        elif job == "short":
            adding.add(case, [Path(pile)], limits=SHORT, workers=1)
        elif job == "repair":
            repair(case)
        elif job == "again":
            reread(case, workers=1)
        elif job == "remove":
            [holder] = [hashlib.sha256((Path(pile) / "leak.zip").read_bytes()).hexdigest()]
            try:
                remove(case, named(case, [holder[:12]]))
            except UsageError:
                finish(case)


def harm(folder: Path) -> None:
    """What ``repair`` has to mend: a document's words, an original nobody entered, an index file."""
    with contextlib.closing(sqlite3.connect(folder / "library.sqlite")) as db, db:
        db.execute("UPDATE passage SET text = 'x' || text WHERE number = 5")
        db.execute("INSERT INTO doomed VALUES (?)", ("f" * 64,))
    stray = folder / "originals" / "ff" / ("f" * 64)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"stray")
    [vectors] = (folder / "index").glob("*/meaning/vectors.f16")
    os.truncate(vectors, vectors.stat().st_size // 2)


def state(folder: Path) -> dict[str, Any]:
    """All that a case holds, as it can be compared: rows, files by hash, what the indexes find."""
    told: dict[str, Any] = {}
    with contextlib.closing(sqlite3.connect(folder / "library.sqlite")) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in sorted(tables):
            told[table] = sorted(db.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
        told["body"] = [(place, zlib.decompress(record)) for place, record in told["body"]]
        generation = dict(told["meta"]).pop("generation")
        told["meta"] = [row for row in told["meta"] if row[0] != "generation"]
    told["originals"] = sorted(
        (path.name, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in (folder / "originals").glob("*/*") if not path.name.startswith("lock.sqlite")
    )  # fmt: skip
    told["generations"] = len([p for p in (folder / "index").iterdir() if p.is_dir()])
    index = folder / "index" / generation
    words = WordsIndex(index / "words")
    told["words"] = (words._searcher.num_docs, words.end, [
        words.search(asked, 1000) for asked in ("mayor opened quay", "crane", "board decided", "ship", CANARY)
    ])  # fmt: skip
    for name in ("columns/columns", "meaning/vectors.f16"):
        told[name] = hashlib.sha256((index / name).read_bytes()).hexdigest()
    return told


def differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Where two states differ."""
    return [key for key in sorted({*one, *other}) if one.get(key) != other.get(key)]


class Workers:
    """Jobs in processes that can be killed, with all that they started."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-c", SERVER, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        )  # fmt: skip

    def do(
        self, job: str, case: Path, pile: Path, seconds: float | None = None, last: int | None = None,
        told: Path | None = None,
    ) -> bool:  # fmt: skip
        """Whether the job ended by itself; it is killed after ``seconds`` or before step ``last``.

        Raises where it failed.
        """
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps([job, str(case), str(pile), last, told and str(told)]) + "\n")
        self._server.stdin.flush()
        child = int(self._server.stdout.readline())
        if seconds is not None:
            time.sleep(seconds)
            _kill(child)
        status = int(self._server.stdout.readline())
        if status and not os.WIFSIGNALED(status):
            raise AssertionError(f"{job} failed")
        return status == 0

    def close(self) -> None:
        """End the server."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait()
        self._server.stdout.close()


def _kill(process: int) -> None:
    """SIGKILL to a process that has not been waited for, its group, and all that came of it."""
    others = list(_children(process))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    for other in others:
        with contextlib.suppress(ProcessLookupError):
            os.kill(other, signal.SIGKILL)


def _children(process: int) -> Iterator[int]:
    for path in Path("/proc").glob(f"{process}/task/*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, path.read_text().split()):
                yield child
                yield from _children(child)


def kill(job: str, times: int, place: Path, workers: Workers, chance: random.Random) -> Iterator[str]:
    """Kill ``job`` so many times; how far it had got, and whatever is wrong afterwards, in words."""
    pile = place / "pile"
    if not pile.exists():
        make_mixed(pile)
    before = place / f"{job}-before"
    Case.new(before).close()
    if job != "add":
        workers.do("short" if job == "again" else "add", before, pile)
    if job == "repair":
        harm(before)
    whole = place / f"{job}-whole"
    shutil.copytree(before, whole)
    begun = time.monotonic()
    workers.do(job, whole, pile, told=place / "steps")
    takes, steps = time.monotonic() - begun, int((place / "steps").read_text("utf-8"))
    assert_whole(whole, indexed=True)
    expected = state(whole)
    assert job == "add" or "document" in differing(expected, state(before)), f"{job} does nothing"
    done = 0
    while done < times:
        case = place / f"{job}-{done}"
        shutil.copytree(before, case)
        killed = 0
        while done < times:
            seconds = chance.uniform(0, takes) if done % 2 else None
            if workers.do(job, case, pile, seconds, None if seconds else chance.randint(1, steps)):
                break
            done += 1
            killed += 1
            yield f"{_count(case)} documents"
            try:
                if job != "repair":
                    assert_whole(case)
            except AssertionError as error:
                yield f"{job}, killed {killed} times: half a change: {error}"
        workers.do(job, case, pile)
        apart = differing(state(case), expected)
        if apart:
            yield f"{job}, killed {killed} times and resumed: {', '.join(apart)} differ"
        if job == "remove" and (left := _left(case)):
            yield f"remove, killed {killed} times and resumed: {CANARY} is in {left}"
        shutil.rmtree(case)


def _count(case: Path) -> int:
    with contextlib.closing(sqlite3.connect(case / "library.sqlite")) as db:
        return int(db.execute("SELECT count(*) FROM document").fetchone()[0])


def _left(case: Path) -> str:
    found = [p.name for p in case.rglob("*") if p.is_file() and CANARY.encode() in p.read_bytes()]
    return ", ".join(found)


def main() -> None:
    """Kill, and say what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200, help="over all jobs; half of them while adding")
    parser.add_argument("--jobs", nargs="+", choices=JOBS, default=list(JOBS))
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    chance, workers = random.Random(asked.seed), Workers()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for job in asked.jobs:
            others = len(asked.jobs) - ("add" in asked.jobs)
            half = asked.kills // 2 if "add" in asked.jobs and others else asked.kills
            times = half if job == "add" else half // others
            reached: list[str] = []
            for words in kill(job, times, Path(folder), workers, chance):
                if words.endswith(" documents"):
                    reached.append(words.removesuffix(" documents"))
                else:
                    wrong += 1
                    print(words, flush=True)
            print(f"{job}: killed {len(reached)} times, at {' '.join(reached)} documents", flush=True)
    workers.close()
    print(f"{wrong} differences")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
