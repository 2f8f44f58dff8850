"""How fast, how large: a cold start on the sample case, and an article against 1,000 PDF pages.

    python benchmarks/speed.py [--pages 1000] [--json]

The PDF is made here (seeded) with reportlab: about 450 words a page. "First output" is the time to
the first line on stderr; memory is the peak of the largest single process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "src" / "sayso" / "sample" / "sarvelle"
WORDS = (
    "harbour council minister letter invoice bridge report committee pilot tariff delegate "
    "ambassador river meeting records payment engineer valve district hospital auditor contract "
    "weather signal ferry budget clerk register treaty border convoy reservoir inspector"
).split()
SMALL = "the of to in a on that was for by with at from were it had".split()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    measured = cold_start(options.runs) | embedding(options.runs) | many_pages(options.pages)
    if options.json:
        print(json.dumps(measured, indent=1))
    else:
        for name, value in measured.items():
            print(f"{name:<48} {value:>10.2f}")


def cold_start(runs: int) -> dict[str, float]:
    """Whole processes of the demo: seconds to the first line and to the end, the median of runs."""
    firsts, wholes = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(runs):
            begin = time.perf_counter()
            run = subprocess.Popen(
                [sys.executable, "-m", "sayso", "demo", "--out", folder],
                stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            assert run.stderr is not None
            run.stderr.readline()
            firsts.append(time.perf_counter() - begin)
            run.stderr.read()
            run.wait()
            wholes.append(time.perf_counter() - begin)
    return {
        "sample case: first output, s (median)": statistics.median(firsts),
        "sample case: whole run from cold, s (median)": statistics.median(wholes),
    }


def embedding(runs: int) -> dict[str, float]:
    """The passages of all cases' papers, embedded on all cores: the median of runs."""
    from sayso.library.passages import passages_of
    from sayso.models import load_embedder
    from sayso.reading import read_paths

    folders = [SAMPLE / "documents", *sorted((Path(__file__).parent / "cases").glob("*/documents"))]
    texts = [p.reading for folder in folders for d in read_paths([folder]) for p in passages_of(d)]
    embedder = load_embedder()
    embedder.embed(texts[:50])
    rates = []
    for _ in range(runs):
        begin = time.perf_counter()
        embedder.embed(texts)
        rates.append(len(texts) / (time.perf_counter() - begin))
    words = statistics.mean(len(text.split()) for text in texts)
    name = f"embedding, passages/s ({len(texts)} of cases, {words:.0f} words each; median)"
    return {name: statistics.median(rates)}


def many_pages(pages: int) -> dict[str, float]:
    """The sample's article against a long PDF: reading, indexing and checking apart."""
    from sayso.auditing import audit
    from sayso.checking import check_claims
    from sayso.library import Library
    from sayso.pipeline import load_models
    from sayso.reading import read_article, read_paths
    from sayso.statements import statements_of
    from sayso.statements.claims import claims_of

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.pdf"
        _make_pdf(path, pages)
        begin = time.perf_counter()
        documents = list(read_paths([path]))
        read = time.perf_counter() - begin
    assert len(documents[0].pages) == pages, documents[0].reason
    models = load_models()
    article = read_article(SAMPLE / "article.html")
    statements, claims = claims_of(statements_of(article), article)
    library = Library(models.embedder)
    begin = time.perf_counter()
    library.add(documents)
    indexed = time.perf_counter() - begin
    begin = time.perf_counter()
    checked = check_claims(claims, statements, article, library, models.stance)
    audit(article, statements, checked, library, models.stance)
    spent = time.perf_counter() - begin
    return {
        "pages": pages,
        "reading, pages/s on two processes": pages / read,
        "passages": len(library.passages),
        "indexing, passages/s": len(library.passages) / indexed,
        "reading and indexing, pages/s": pages / (read + indexed),
        "checking once read and indexed, s": spent,
        "claims checked": len(claims),
        "peak memory of this process, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "peak memory of a reading process, MB": resource.getrusage(
            resource.RUSAGE_CHILDREN
        ).ru_maxrss / 1024,
    }


def _make_pdf(path: Path, pages: int) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    chance = random.Random(20261122)
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for _ in range(pages):
        text = canvas.beginText(60, 790)
        text.setFont("Helvetica", 9)
        for _ in range(36):
            line = [chance.choice(SMALL if chance.random() < 0.45 else WORDS) for _ in range(12)]
            if chance.random() < 0.3:
                line[3] = str(chance.randint(2, 9000))
            text.textLine(" ".join(line).capitalize() + (". " if chance.random() < 0.4 else ""))
            if chance.random() < 0.12:
                text.textLine("")
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    main()
