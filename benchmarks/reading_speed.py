# ruff: noqa: E501  (the parts of an Office file are long words)
"""How fast files are read and what is lost on the way, beside other readers, on the same files.

    python benchmarks/reading_speed.py [--pdf-pages 600] [--columns-pages 60] [--mails 1000] [--docx 60]
                                       [--html 200] [--runs 3] [--others PYTHON] [--json]

Seeded piles are made: PDFs of 30 pages with running heads and page numbers, PDFs of two columns
written line by line across both, mails with an attachment each and the same in one MBOX, DOCX with
header, footer, footnote and a comment, and HTML articles between menus. In each something is planted
in every place that a reader could lose; the words of the columns are numbered, and those outside the
longest run in order are counted. sayso reads as it does in use:
files in child processes, with limits, a box for every word. The others run in one process, without
boxes; markitdown and kreuzberg only with ``--others``, the Python of an environment that has them
(``pip install 'markitdown[docx,pdf]' kreuzberg``). Shown are the medians of the runs; where others
share the machine, what a core-second of processor time reads is the figure to trust. Memory is the
peak of the largest single process.
"""

from __future__ import annotations

import argparse
import bisect
import io
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

WORDS = (
    "harbour council minister letter invoice bridge report committee pilot tariff delegate ambassador "
    "river meeting records payment engineer valve district hospital auditor contract weather signal"
).split()
SMALL = "the of to in a on that was for by with at from were it had".split()
#: What is planted in each kind of pile, and where.
PLANTED = {
    "pdf": ("text", "last line", "page number"),
    "columns": ("word",),
    "mail": ("body", "sender", "subject", "attachment"),
    "mbox": ("body", "sender", "subject", "attachment"),
    "docx": ("text", "table", "header", "footer", "footnote", "comment"),
    "html": ("text", "caption"),
}
#: Units counted: pages of a PDF, files of the rest.
PAGES = 30
COLUMN_WORDS = 300


def main() -> None:
    """Make the piles, run every reader on every pile that it reads, print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, count in (
        ("pdf-pages", 600), ("columns-pages", 60), ("mails", 1000), ("docx", 60), ("html", 200), ("runs", 3),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", type=int, default=count)
    parser.add_argument("--others", default=None, metavar="PYTHON")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", nargs=2, metavar=("READER", "PILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one[0], Path(options.one[1]))))
        return
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        counts = {
            "pdf": options.pdf_pages, "columns": options.columns_pages, "mail": options.mails,
            "mbox": options.mails, "docx": options.docx, "html": options.html,
        }  # fmt: skip
        piles = make(Path(folder), counts)
        for reader, kinds in READS.items():
            python = options.others if reader in OTHERS else sys.executable
            for kind in kinds:
                rows.append(_row(reader, kind, python, piles[kind], counts[kind], options.runs))
    if options.json:
        print(json.dumps(rows, indent=1))
        return
    print("| pile | reader | a second | a core-second | peak MB | lost | out of order |")
    print("|---|---|---:|---:|---:|---|---:|")
    for row in sorted(rows, key=lambda r: list(PLANTED).index(r["pile"])):
        shown = [row.get(key, "–") for key in ("pile", "reader", "rate", "a_core", "memory", "lost", "order")]
        print("| " + " | ".join(str(value) for value in shown) + " |")


def _row(reader: str, kind: str, python: str | None, pile: Path, units: int, runs: int) -> dict[str, object]:
    name = {"pile": kind, "reader": reader}
    if python is None:
        return {**name, "lost": "not run: no --others"}
    found = []
    for _ in range(runs):
        command = [python, __file__, "--one", reader, str(pile)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=1800, check=False)
        if run.returncode:
            return {**name, "lost": f"not run: {(run.stderr.strip().splitlines() or ['?'])[-1][:90]}"}
        found.append(json.loads(run.stdout.splitlines()[-1]))
    seconds = statistics.median(one["seconds"] for one in found)
    cpu = statistics.median(one["cpu"] for one in found)
    return {
        **name, "rate": round(units / seconds, 1), "a_core": round(units / cpu, 1),
        "memory": round(max(one["memory"] for one in found)),
        "lost": lost(kind, pile, units, found[0]["kept"]),
        **({"order": f"{found[0]['order']:.1%}"} if kind == "columns" else {}),
    }  # fmt: skip


def lost(kind: str, pile: Path, units: int, kept: dict[str, int]) -> str:
    """What was planted and not found, in words."""
    of = units * (COLUMN_WORDS if kind == "columns" else 1)
    gone = {place: of - kept.get(place, 0) for place in PLANTED[kind]}
    return ", ".join(f"{place} {n:,} of {of:,}" for place, n in gone.items() if n) or "nothing"


def out_of_order(text: str) -> float:
    """The share of numbered words outside the longest run whose numbers rise."""
    import re

    numbers = [int(n) for n in re.findall(r"\bplantwordx(\d+)", text)]
    ends: list[int] = []
    for number in numbers:
        place = bisect.bisect_left(ends, number)
        ends[place : place + 1] = [number]
    return 1 - len(ends) / len(numbers) if numbers else 0.0


def measure(reader: str, pile: Path) -> dict[str, object]:
    """Read a pile in this process: seconds, peak memory in MB, planted marks found by place."""
    import re

    read = READERS[reader]()
    start, spent = time.perf_counter(), _cpu()
    texts = read(sorted(pile.iterdir()))
    seconds, cpu = time.perf_counter() - start, _cpu() - spent
    whole = "\n".join(texts)
    kept: dict[str, int] = {}
    for mark in set(re.findall(r"\bplant([a-z]+)x\d+", whole)):
        kept[mark] = len(set(re.findall(rf"\bplant{mark}x\d+", whole)))
    names = {"".join(c for c in place if c.isalpha()): place for p in PLANTED.values() for place in p}
    return {
        "seconds": seconds, "cpu": cpu, "memory": _peak(),
        "kept": {names[k]: n for k, n in kept.items() if k in names}, "order": out_of_order(whole),
    }  # fmt: skip


def _cpu() -> float:
    """Seconds of processor time of this process and of the children that have ended."""
    import resource

    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak() -> float:
    import resource

    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(peaks) / 1024


# The readers


def _sayso() -> Callable[[list[Path]], list[str]]:
    from sayso.reading import read_paths

    def read(paths: list[Path]) -> list[str]:
        texts = []
        for document in read_paths([paths[0].parent]):
            texts.append(document.text)
            texts += [word for page in document.pages if len(page.words) == 0 for word in ["no boxes"]]
        return texts

    return read


def _pdfium() -> Callable[[list[Path]], list[str]]:
    import pypdfium2

    def text(path: Path) -> str:
        with pypdfium2.PdfDocument(path) as document:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document)

    return lambda paths: [text(path) for path in paths]


def _trafilatura() -> Callable[[list[Path]], list[str]]:
    import trafilatura

    return lambda paths: [
        trafilatura.extract(path.read_text(encoding="utf-8"), fast=True) or "" for path in paths
    ]


def _markitdown() -> Callable[[list[Path]], list[str]]:
    from markitdown import MarkItDown

    converter = MarkItDown()
    return lambda paths: [converter.convert(str(path)).text_content for path in paths]


def _kreuzberg() -> Callable[[list[Path]], list[str]]:
    import kreuzberg

    return lambda paths: [kreuzberg.extract_file_sync(path).content for path in paths]


READERS = {
    "sayso": _sayso, "pypdfium2": _pdfium, "trafilatura": _trafilatura, "markitdown": _markitdown,
    "kreuzberg": _kreuzberg,
}  # fmt: skip
READS = {
    "sayso": ("pdf", "columns", "mail", "mbox", "docx", "html"),
    "pypdfium2": ("pdf", "columns"),
    "trafilatura": ("html",),
    "markitdown": ("pdf", "columns", "docx", "html"),
    "kreuzberg": ("pdf", "columns", "mail", "docx", "html"),
}
OTHERS = ("markitdown", "kreuzberg")


# The piles


def make(folder: Path, counts: dict[str, int]) -> dict[str, Path]:
    """The piles, each in a folder of its own; the same bytes every time."""
    piles = {}
    makers = {"pdf": _pdf, "columns": _columns, "mail": _mail, "docx": _docx, "html": _html}
    for kind, maker in makers.items():
        piles[kind] = folder / kind
        piles[kind].mkdir()
        chance = random.Random(kind)
        files = counts[kind] // PAGES if kind in ("pdf", "columns") else counts[kind]
        for number in range(files):
            suffix = {"mail": "eml", "columns": "pdf"}.get(kind, kind)
            (piles[kind] / f"{number:05}.{suffix}").write_bytes(maker(chance, number))
    piles["mbox"] = folder / "mbox"
    piles["mbox"].mkdir()
    with (piles["mbox"] / "all.mbox").open("wb") as box:
        for mail in sorted(piles["mail"].iterdir()):
            box.write(b"From ann@office.example Tue Mar  5 10:00:00 2024\n" + mail.read_bytes() + b"\n")
    return piles


def mark(place: str, number: int) -> str:
    """A word that is planted in one place of one file."""
    return f"plant{''.join(c for c in place if c.isalpha())}x{number}"


def prose(chance: random.Random, words: int) -> str:
    """Seeded sentences of English words."""
    made = [chance.choice(SMALL if chance.random() < 0.45 else WORDS) for _ in range(words)]
    lines = [" ".join(made[start : start + 14]).capitalize() + "." for start in range(0, words, 14)]
    return " ".join(lines)


def _pdf(chance: random.Random, number: int) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    for page in range(PAGES):
        place = number * PAGES + page
        canvas.setFont("Helvetica", 9)
        canvas.drawString(70, A4[1] - 40, "Harbour Council, minutes and papers")
        canvas.setFont("Helvetica", 11)
        words = prose(chance, 440).split()
        lines = [" ".join(words[start : start + 11]) for start in range(0, len(words), 11)]
        lines[0], lines[-1] = f"{mark('text', place)} {lines[0]}", f"{lines[-1]} {mark('last line', place)}"
        for row, line in enumerate(lines):
            canvas.drawString(70, A4[1] - 70 - 17 * row, line)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(280, 30, mark("page number", place))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _columns(chance: random.Random, number: int) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    for page in range(PAGES):
        first = (number * PAGES + page) * COLUMN_WORDS
        words = [f"{chance.choice(SMALL)} {mark('word', first + n)}" for n in range(COLUMN_WORDS)]
        lines = [" ".join(words[start : start + 3]) for start in range(0, COLUMN_WORDS, 3)]
        half = len(lines) // 2
        canvas.setFont("Helvetica", 6)
        for row in range(half):
            for left, line in ((40, lines[row]), (310, lines[half + row])):
                canvas.drawString(left, A4[1] - 60 - 12 * row, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _mail(chance: random.Random, number: int) -> bytes:
    message = EmailMessage()
    message["From"] = f"{mark('sender', number)} <ann@office.example>"
    message["To"], message["Subject"] = "Bo Lind <bo@firm.example>", f"Papers {mark('subject', number)}"
    message["Date"] = f"Tue, {1 + number % 28} Mar 2024 10:{number % 60:02}:00 +0000"
    message["Message-ID"] = f"<{number}@office.example>"
    message.set_content(f"{prose(chance, 90)}\n\n{mark('body', number)} {prose(chance, 60)}\n")
    attached = f"{mark('attachment', number)} {prose(chance, 60)}\n"
    message.add_attachment(attached, filename="note.txt")
    message.set_boundary(f"part-{number}")
    return message.as_bytes()


def _docx(chance: random.Random, number: int) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"

    def paragraph(words: str, after: str = "") -> str:
        return f"<w:p><w:r><w:t>{words}</w:t></w:r>{after}</w:p>"

    body = "".join(paragraph(prose(chance, 80)) for _ in range(20))
    body += paragraph(mark("text", number), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    body += f"<w:tbl><w:tr><w:tc>{paragraph(mark('table', number))}</w:tc></w:tr></w:tbl>"
    body += '<w:sectPr><w:headerReference w:type="default" r:id="r1"/>'
    body += '<w:footerReference w:type="default" r:id="r2"/></w:sectPr>'
    parts = {
        "header1": ("hdr", paragraph(mark("header", number))),
        "footer1": ("ftr", paragraph(mark("footer", number))),
        "footnotes": ("footnotes", f'<w:footnote w:id="2">{paragraph(mark("footnote", number))}</w:footnote>'),
        "comments": ("comments", f'<w:comment w:id="0" w:author="A">{paragraph(mark("comment", number))}</w:comment>'),
    }  # fmt: skip
    names = [name.rstrip("1") for name in parts]
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{office}/{name}" Target="{part}.xml"/>'
        for n, (part, name) in enumerate(zip(parts, names, strict=True), start=1)
    )
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{kind}.{name}+xml"/>'
        for part, name in zip(parts, names, strict=True)
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{kind}.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r0" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        "word/document.xml": f'<w:document {space} xmlns:r="{office}"><w:body>{body}</w:body></w:document>',
        **{f"word/{part}.xml": f"<w:{tag} {space}>{inner}</w:{tag}>" for part, (tag, inner) in parts.items()},
    }  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 5, 10, 0, 0)), words)
    return packed.getvalue()


def _html(chance: random.Random, number: int) -> bytes:
    menu = "".join(f"<li><a href='/{word}'>{word}</a></li>" for word in WORDS)
    paragraphs = "".join(f"<p>{prose(chance, 70)}</p>" for _ in range(10))
    page = (
        f"<!doctype html><html lang=en><head><title>Harbour row</title></head><body><nav><ul>{menu}</ul></nav>"
        f"<article><h1>Harbour row</h1>{paragraphs}<p>{mark('text', number)} {prose(chance, 30)}</p><figure>"
        f"<img src='a.jpg'><figcaption>{mark('caption', number)} the harbour wall</figcaption></figure></article>"
        f"<footer><ul>{menu}</ul></footer></body></html>"
    )
    return page.encode()


if __name__ == "__main__":
    main()
