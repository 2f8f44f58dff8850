"""Random and damaged files of every family, through the reader as a person's files go through it.

    python benchmarks/fuzz.py --count 10000          # of each family: so many random, so many damaged

Fails where a reader breaks a rule: a child that dies, hangs or answers nonsense, a document without
a status and reason, a span out of place, a byte written to the folder. The inputs come from
``--seed`` alone.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import lzma
import random
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from sayso.reading import Limits, read_paths
from sayso.records import Document, Status

#: What ``read_paths`` says of a child that a file has ended, hung or made talk nonsense.
BROKEN = ("made its reader", "longer than")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORDS = "The dam was inspected on 3 March 2024 and found sound.\n"


def wholes() -> dict[str, bytes]:
    """One sound file of each family, by its ending."""
    text = _WORDS * 8
    mail = EmailMessage()
    mail["From"], mail["To"] = "Ada <a@x.example>", "Ben <b@x.example>"
    mail["Date"] = "Wed, 06 Mar 2024 07:42:10 +0100"
    mail["Subject"] = "The dam"
    mail.set_content(text)
    mail.add_attachment("a,b\n1,2\n", subtype="csv", filename="t.csv")
    page = f"<html><head><title>Dam</title></head><body><p>{text}</p><table><tr><td>a<td>b</table>"
    table = "date,who\n2024-03-01,Ada\n2024-03-02,Ben\n" * 6
    return {
        "txt": text.encode(), "md": f"# Dam\n\n- {text}".encode(), "html": page.encode(),
        "csv": table.encode(), "tsv": table.replace(",", "\t").encode(), "eml": mail.as_bytes(),
        "pdf": _pdf(), "docx": _docx(text), "zip": _zip(text), "tar": _tar(text),
        "tgz": gzip.compress(_tar(text), mtime=0), "gz": gzip.compress(text.encode(), mtime=0),
        "bz2": bz2.compress(text.encode()), "xz": lzma.compress(text.encode()),
    }  # fmt: skip


def _pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    for number in range(3):
        canvas.drawString(70, 700, f"Page {number}. {_WORDS.strip()}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _docx(text: str) -> bytes:
    file = io.BytesIO()
    paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        xml = f'<w:document xmlns:w="{_W}"><w:body>{paragraph * 3}</w:body></w:document>'
        archive.writestr(zipfile.ZipInfo("word/document.xml"), xml, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _zip(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            entry = zipfile.ZipInfo(f"in/{number}.txt")
            archive.writestr(entry, f"{number} {text}", zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _tar(text: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for number in range(3):
            content = f"{number} {text}".encode()
            entry = tarfile.TarInfo(f"in/{number}.txt")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def damaged(whole: bytes, dice: random.Random) -> bytes:
    """``whole`` with bytes changed, cut out, doubled, or its end gone."""
    data = bytearray(whole)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(data)) if data else 0
        way = dice.randrange(5)
        if way == 0 and data:
            data[at] = dice.randrange(256)
        elif way == 1 and data:
            data[at] ^= 1 << dice.randrange(8)
        elif way == 2:
            del data[at : at + dice.randint(1, 40)]
        elif way == 3:
            data[at:at] = data[at : at + dice.randint(1, 200)]
        else:
            data[at : at + 4] = dice.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
    return bytes(data[: dice.randint(1, len(data))]) if data and dice.random() < 0.2 else bytes(data)


def inputs(family: str, whole: bytes, count: int, dice: random.Random) -> Iterator[bytes]:
    """``count`` random inputs, half of them behind the family's first bytes, and ``count`` damaged."""
    for number in range(count):
        noise = dice.randbytes(dice.randint(1, 2000))
        yield whole[: dice.randint(2, 60)] + noise if number % 2 else noise
    for _ in range(count):
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


def run(count: int, seed: int, families: list[str], seconds: float) -> list[str]:
    """What went wrong, a line each; progress on stderr."""
    wrong = []
    for family, whole in wholes().items():
        if families and family not in families:
            continue
        dice, began, status = random.Random(f"{seed} {family}"), time.monotonic(), dict.fromkeys(Status, 0)
        with tempfile.TemporaryDirectory() as folder:
            made = {}
            for number, data in enumerate(inputs(family, whole, count, dice)):
                made[f"{number:06}.{family}"] = data
                (Path(folder) / f"{number:06}.{family}").write_bytes(data)
            for document in read_paths([Path(folder)], limits=Limits(seconds=seconds)):
                status[document.status] += 1
                if problem := faults(document):
                    wrong.append(f"{family} {document.name}: {problem}")
            after = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
            if after != made:
                wrong.append(f"{family}: the folder was written to")
        told = ", ".join(f"{number:,} {name.value}" for name, number in status.items())
        sys.stderr.write(f"{family:5} {2 * count:,} inputs, {time.monotonic() - began:.0f} s: {told}\n")
    return wrong


def main() -> None:
    """Run it; exit code 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("families", nargs="*")
    chosen = parser.parse_args()
    wrong = run(chosen.count, chosen.seed, chosen.families, chosen.seconds)
    print("\n".join(wrong) or "nothing went wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
