"""Random and damaged files of every family, through the reader as a person's files go through it.

    python benchmarks/fuzz.py --count 10000          # of each family: so many random, so many damaged

The first ``--alone`` of each are files in a folder; the rest are the members of TARs, some hundreds
each, so that a child reads many in one job. A member that ends its reader is found and named by
sayso itself, and comes back here as a fault.

Fails where a reader breaks a rule: a child that dies, hangs or answers nonsense, a document without
a status and reason, a span out of place, an input that no document stands for, a byte written to the
folder or beside it. The inputs come from ``--seed`` alone.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fuzz_files import damaged, wholes
from sayso.reading import Limits, read_paths
from sayso.records import Document, Status

#: What ``read_paths`` says of a child that a file has ended, hung or made talk nonsense.
BROKEN = ("made its reader", "longer than", "takes too long", "seconds to read")
#: Inputs in one TAR.
_TOGETHER = 400
#: Families whose files go through OCR, which takes a hundred times as long: this share of the count.
_SEEN = {"png": 0.02, "jpg": 0.02, "tiff": 0.02}


def inputs(whole: bytes, count: int, dice: random.Random) -> Iterator[bytes]:
    """``count`` random inputs, half of them behind the family's first bytes, and ``count`` damaged."""
    for number in range(count):
        noise = dice.randbytes(dice.randint(1, 2000))
        yield whole[: dice.randint(2, 60)] + noise if number % 2 else noise
        yield damaged(whole, dice)


def faults(document: Document) -> str | None:
    """The rule that ``document`` breaks, or None."""
    if document.status is not Status.READ and not document.reason:
        return "no reason"
    if document.reason and any(words in document.reason for words in BROKEN):
        return document.reason
    last = 0
    for segment in document.segments:
        if not last <= segment.start <= segment.end <= len(document.text):
            return "a span out of place"
        last = segment.end
    return None


def run(
    count: int, seed: int, families: list[str], seconds: float, alone: int = 300
) -> tuple[list[str], list[str]]:
    """A row of the table for each family, and what went wrong, a line each; progress on stderr."""
    rows: list[str] = []
    wrong: list[str] = []
    for family, whole in wholes().items():
        if families and family not in families:
            continue
        number = max(1, round(count * _SEEN.get(family, 1)))
        dice, began, status = random.Random(f"{seed} {family}"), time.monotonic(), dict.fromkeys(Status, 0)
        waiting, before = enumerate(inputs(whole, number, dice)), len(wrong)
        while made := _files(waiting, family, alone):
            wrong += _read(made, family, seconds, status)
        counts = [status[s] for s in (Status.READ, Status.PARTLY_READ, Status.UNREAD)]
        cells = [2 * number, *counts, len(wrong) - before, round(time.monotonic() - began)]
        rows.append(f"| {family} | {' | '.join(f'{cell:,}' for cell in cells)} |")
        sys.stderr.write(f"{rows[-1]}\n")
        sys.stderr.flush()
    return rows, wrong


def _files(waiting: Iterator[tuple[int, bytes]], family: str, alone: int) -> dict[str, dict[str, bytes]]:
    """The next files to be read: each by its name with the inputs in it; none at the end."""
    made: dict[str, dict[str, bytes]] = {}
    for number, data in waiting:
        name = f"{number:06}.{family}"
        if number < 2 * alone:
            made[name] = {name: data}
        else:
            holder = f"{number // _TOGETHER:06}.tar"
            made.setdefault(holder, {})[name] = data
        if number + 1 in (2 * alone, 2 * alone + 1) or (number + 1) % (8 * _TOGETHER) == 0:
            break
    return made


def _read(
    made: dict[str, dict[str, bytes]], family: str, seconds: float, status: dict[Status, int]
) -> list[str]:
    """What went wrong with the files ``made``; the status of each document counted in ``status``."""
    wrong = []
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside) / "in"
        folder.mkdir()
        whole = {}
        for name, members in made.items():
            whole[name] = members[name] if name in members else _together(members)
            (folder / name).write_bytes(whole[name])
        missing = {name for members in made.values() for name in members}
        for document in read_paths([folder], limits=Limits(seconds=seconds)):
            missing.discard(document.name)
            status[document.status] += document.name not in made or not document.name.endswith(".tar")
            if problem := faults(document):
                wrong.append(f"{family} {document.name}: {problem}")
        wrong += [f"{family} {name}: not a word of it" for name in sorted(missing)[:10]]
        after = {path.name: path.read_bytes() for path in folder.iterdir()}
        if after != whole or os.listdir(beside) != ["in"]:
            wrong.append(f"{family}: the folder was written to")
    return wrong


def _together(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


def main() -> None:
    """Run it; exit code 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--alone", type=int, default=300)
    parser.add_argument("families", nargs="*")
    chosen = parser.parse_args()
    rows, wrong = run(chosen.count, chosen.seed, chosen.families, chosen.seconds, chosen.alone)
    head = ["| family | inputs | read | partly | unread | faults | seconds |", f"|---{'|---:' * 6}|"]
    print("\n".join([*head, *rows, "", *(wrong or ["Nothing went wrong."])]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
