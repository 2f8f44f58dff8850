"""Seconds a page and word error of OCR on pages made by seed: clean, medium and heavily damaged.

    python benchmarks/ocr.py [--pages 3] [--columns]

A page is set in type, drawn at 200 dots an inch, and damaged: medium is noise, a slight blur and
half a degree of skew, as a good photocopy; heavy is a third copy of a fax. Time is that of the
processor. Then two columns written line by line: the share of words out of order here and with
plain pypdfium2.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from difflib import SequenceMatcher
from io import BytesIO

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from sayso.reading import scans
from sayso.reading.files import read_bytes

WORDS = (
    "the of and to in a that for it as was with be by on not he his but at are this have from or had an "
    "they which one were all her she there would their we him been has when who will no more if out so "
    "harbour minister ferry council inspector payment quarterly valve letter Castrel Tesquier Rookwell "
    "authority ledger tender audit bridge reservoir surveyor witness testimony contract 1,250 2023 14 "
    "March signed refused measured reported twice spring passengers office figures dam concrete repaired"
).split()
DAMAGE = {"clean": (0, 0.0, 0.0), "medium": (18, 0.6, 0.5), "heavy": (60, 1.6, 1.5)}


def page_words(chance: random.Random, many: int) -> list[str]:
    return [chance.choice(WORDS) for _ in range(many)]


def page(words: Sequence[str], columns: int = 1) -> bytes:
    """A PDF page with ``words`` in one or two columns, its lines written from left to right."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    size, wide = 10, (A4[0] - 120 - 24 * (columns - 1)) / columns
    lines, line = [], ""
    for word in words:
        longer = f"{line} {word}".strip()
        if stringWidth(longer, "Times-Roman", size) > wide:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    canvas.setFont("Times-Roman", size)
    deep = -(-len(lines) // columns)
    for row in range(deep):
        for column in range(columns):
            if column * deep + row < len(lines):
                x = 60 + column * (wide + 24)
                canvas.drawString(x, 770 - 13 * row, lines[column * deep + row])
    canvas.save()
    return file.getvalue()


def damaged(pdf: bytes, noise: int, blur: float, skew: float, seed: int) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=scans.RESOLUTION / 72, grayscale=True).to_pil()
    document.close()
    if skew:
        picture = picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    if blur:
        picture = picture.filter(ImageFilter.GaussianBlur(blur))
    if noise:
        grain = np.random.default_rng(seed).normal(0, noise, (picture.height, picture.width))
        picture = Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8))
    return picture


def error(wanted: Sequence[str], got: Sequence[str]) -> float:
    """Word errors (wrong, missing, added) by Levenshtein over the words wanted."""
    row = list(range(len(got) + 1))
    for i, word in enumerate(wanted, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(got, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (word != other))
    return row[-1] / len(wanted)


def out_of_order(wanted: Sequence[str], got: Sequence[str]) -> float:
    """The share of words outside the longest runs that both have in the same order."""
    same = SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
    return 1 - sum(block.size for block in same) / len(wanted)


def measure(kind: str, pages: int) -> tuple[float, float, float, str]:
    """Seconds a page, word error, mean confidence, and how often each engine's reading was kept."""
    took, wrong, sure = 0.0, 0.0, 0.0
    engines: dict[str, int] = {}
    for number in range(pages):
        words = page_words(random.Random(number), 420)
        picture = damaged(page(words), *DAMAGE[kind], seed=number)
        began = time.process_time()
        seen = scans.read_picture(picture, *A4)
        took += time.process_time() - began
        wrong += error(words, seen.words.chars.split())
        sure += seen.confidence
        engines[seen.engine] = engines.get(seen.engine, 0) + 1
    kept = ", ".join(f"{name} {count}" for name, count in sorted(engines.items()))
    return took / pages, wrong / pages, sure / pages, kept


def columns(pages: int) -> tuple[float, float]:
    """Words out of order on two-column pages: plain pypdfium2, and here."""
    plain = ours = 0.0
    for number in range(pages):
        words = [f"{word}{n}" for n, word in enumerate(page_words(random.Random(number), 420))]
        pdf = page(words, columns=2)
        document = pypdfium2.PdfDocument(pdf)
        plain += out_of_order(words, document[0].get_textpage().get_text_range().split())
        document.close()
        ours += out_of_order(words, read_bytes(pdf, "a.pdf")[0].text.split())
    return plain / pages, ours / pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--columns", action="store_true", help="only the order of columns")
    asked = parser.parse_args()
    if not asked.columns and scans.installed():
        scans.read_picture(damaged(page(["warm"]), 0, 0.0, 0.0, 0), *A4)
        print("| page | seconds | word error | confidence | read by |\n|---|---|---|---|---|")
        for kind in DAMAGE:
            seconds, wrong, sure, kept = measure(kind, asked.pages)
            print(f"| {kind} | {seconds:.1f} | {wrong:.1%} | {sure:.0f} | {kept} |", flush=True)
    plain, ours = columns(asked.pages)
    print(f"two columns, words out of order: plain pypdfium2 {plain:.1%}, sayso {ours:.1%}")


if __name__ == "__main__":
    main()
