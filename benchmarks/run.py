"""Measure everything again and write docs/benchmarks.md.

    python benchmarks/run.py [--data ../shared/data] [--cases FOLDER...] [--only SECTION...]

What needs data that is not at hand is left out and said so.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
SHIPPED = sorted((HERE / "cases").glob("*/gold.json"))


def main() -> None:
    """Run each benchmark as its own process and put the results on one page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cases", type=Path, nargs="*", default=[p.parent for p in SHIPPED])
    parser.add_argument("--fuzz", type=int, default=500, help="random and damaged files of each family")
    parser.add_argument("--others", metavar="PYTHON", help="one that has markitdown and kreuzberg")
    parser.add_argument("--only", nargs="*", help="measure these sections; the others stay as they are")
    options = parser.parse_args()
    sections: dict[str, Callable[[], str]] = {
        "speed": _speed,
        "reading": lambda: _reading(options.others),
        "search": _search,
        "safety": lambda: _safety(options.fuzz),
        "desk": _desk,
        "cases": lambda: _cases(options.cases),
        "stance": lambda: _stance(options.data),
        "attribution": lambda: _attribution(options.data),
        "retrieval": lambda: _retrieval(options.data),
        "rules": lambda: _rules(options.data),
        "audits": lambda: _audits(options.data),
        "models": _models,
    }
    kept = _sections(PAGE.read_text("utf-8")) if options.only and PAGE.exists() else {}
    for name, measure in sections.items():
        if not options.only or name in options.only:
            print(f"measuring: {name}", file=sys.stderr, flush=True)
            kept[name] = measure().strip()
            made = [f"<!-- {key} -->\n{kept[key]}\n" for key in sections if key in kept]
            PAGE.write_text("\n".join([_head(), *made]), "utf-8")
    print(f"written: {PAGE}")


def _sections(page: str) -> dict[str, str]:
    """The sections of a page that stands, by the names in the comments before them."""
    parts = re.split(r"^<!-- (\w+) -->\n", page, flags=re.MULTILINE)
    return {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def _head() -> str:
    return (
        "# Benchmarks\n\n"
        "Made by `make bench`; do not edit by hand. "
        f"Python {platform.python_version()} on {platform.system()} {platform.machine()}. Times vary "
        "with the machine and with what else it is doing; counts do not.\n"
    )


def _speed() -> str:
    measured = json.loads(_run("speed.py", "--json"))
    rows = "\n".join(f"| {name} | {value:,.1f} |" for name, value in measured.items())
    return f"## Speed and size\n\n| what | measured |\n|---|---|\n{rows}\n"


def _reading(others: str | None) -> str:
    return (
        "## Reading, beside other readers\n\n"
        "Files of seeded piles, each mail with an attachment; a *core-second* is one of processor time. "
        "What was planted and not found is *lost*; words of two columns outside the longest run in order "
        "are *out of order*. How the piles are made stands in `benchmarks/reading_speed.py`.\n\n"
        f"{_run('reading_speed.py', *(('--others', others) if others else ())).strip()}\n"
    )


def _search() -> str:
    return (
        "## Search, as the library grows\n\n"
        "Made passages, one query at a time, warm, on one core. How they are made stands in "
        "`benchmarks/search_speed.py`.\n\n"
        f"{_run('search_speed.py').strip()}\n"
    )


def _safety(count: int) -> str:
    """Kills and hostile files, with whatever went wrong."""
    killed = _run("kills.py", told=(0, 1)).strip()
    fuzzed = _run("fuzz.py", "--count", str(count), told=(0, 1)).strip()
    return (
        "## Killed, and fed with rubbish\n\n"
        "A job on a case is killed again and again, at random moments and before random steps, and then "
        "resumed; the case is then compared with one that nobody killed (`benchmarks/kills.py`).\n\n"
        f"```\n{killed}\n```\n\n"
        "Random files and damaged ones of each family; a fault is a reader that dies, hangs or answers "
        "nonsense, a document without a reason, a span out of place, a byte written anywhere "
        f"(`benchmarks/fuzz.py`).\n\n{fuzzed}\n"
    )


def _desk() -> str:
    measured = json.loads(_run("desk.py", "--json"))
    rows = "\n".join(f"| {name} | {value:,.1f} |" for name, value in measured.items())
    return (
        "## The desk\n\n"
        "The real server with the sample case, asked over one connection; a published story by eight at "
        "once; and the pages of a case while 500 files are sent to it and read, the workers on the same two "
        f"cores (`benchmarks/desk.py`).\n\n| what | measured |\n|---|---|\n{rows}\n"
    )


def _cases(cases: list[Path]) -> str:
    if not cases:
        return "## Cases\n\nNo cases at hand.\n"
    table = json.loads(_run("cases.py", *map(str, cases), "--json"))
    names = list(dict.fromkeys(name for counts in table.values() for name in counts))
    lines = [f"| measure | {' | '.join(table)} |", "|---" * (len(table) + 1) + "|"]
    for name in names:
        cells = [
            f"{counts[name][0]} of {counts[name][1]}" if name in counts else "–"
            for counts in table.values()
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return (
        "## Cases\n\n"
        "Invented affairs with a gold file: an article, its papers, and what a careful reader finds. "
        "`sarvelle` is the sample case. It, `keldrith`, `lennoway` and `sundal` were looked at while the "
        "rules were written; so were the misses of `dunmarrow`, `thornavel` and `orzani`, later. "
        "`teluvai` was not: its column is the honest one. How a gold claim is matched stands in "
        "`benchmarks/cases.py`.\n\n"
        + "\n".join(lines)
        + "\n"
    )


def _stance(data: Path) -> str:
    if not (data / "verify").exists():
        return "## Stance\n\nThe claims and their evidence are not at hand: not measured.\n"
    return _run("stance.py", str(data))


def _attribution(data: Path) -> str:
    folder = data / "attribution"
    if not folder.exists():
        return "## Attribution\n\nPolNeAR is not at hand: not measured.\n"
    spans = _run("attribution.py", str(folder)).strip()
    kinds = _run("source_kinds.py", str(folder), "--half", "held").strip()
    return (
        "## Attribution, on PolNeAR dev\n\n"
        "Precision / recall / **F1** over characters / share exact, for each role; then precision / recall / "
        "F1 over whole attributions. Thresholds were chosen on these articles. What is measured and how "
        "people were compared stands in `benchmarks/attribution.py`.\n\n"
        f"{spans}\n\n"
        "### Kinds of source\n\n"
        "The half of 300 labelled sources on which nothing was tuned; how they were labelled stands in "
        f"`benchmarks/source_kinds.md`.\n\n{kinds}\n"
    )


def _retrieval(data: Path) -> str:
    if not (data / "verify").exists():
        return "## Retrieval\n\nThe claims and their evidence are not at hand: not measured.\n"
    return (
        "## Retrieval\n\n"
        "The share of claims for which some passage that decides them is among the first 1, 5 and 20: "
        "by words alone, by meaning alone, and as a check searches, in a library kept in a folder "
        "(*fused*) and over a large pile at once (*deferred*: only what words found is embedded). What a "
        "hit is stands in `benchmarks/retrieval.py`; what was held out of training in "
        "`training/pools.py`.\n\n"
        f"{_run('retrieval.py', '--data', str(data)).strip()}\n"
    )


def _rules(data: Path) -> str:
    if not (data / "verify").exists() or not (data / "attribution").exists():
        return "## Rules\n\nThe sentences that are changed are not at hand: not measured.\n"
    changed = _run("mutations.py", str(data)).strip()
    planted = _run("quotations.py", str(data / "attribution")).strip()
    return (
        "## Rules: claims made false by one change, and honest ones\n\n"
        "The half of the pairs on which nothing was tuned; how they are made stands in "
        f"`benchmarks/mutants.py`.\n\n{changed}\n\n"
        "### Quotations, planted in papers\n\n"
        f"How they are planted and altered stands in `benchmarks/quotations.py`.\n\n```\n{planted}\n```\n"
    )


def _audits(data: Path) -> str:
    """The measures of a whole article's audit, as their scripts print them."""
    parts = []
    for script, folder, title in (
        ("headline.py", "headline", "Headline against body, on FNC-1"),
        ("vague.py", "style", "Hedges and unnamed groups, on WikiWeasel"),
    ):
        if (data / folder).exists():
            parts.append(f"## {title}\n\n```\n{_run(script, str(data / folder)).strip()}\n```\n")
        else:
            parts.append(f"## {title}\n\nThe data is not at hand: not measured.\n")
    return "\n".join(parts)


def _models() -> str:
    return (
        "## Models\n\nMeasured by `training/` when they are made; the figures stand in their cards: "
        "[stance](../src/sayso/models/stance.md), [embedding](../src/sayso/models/embedding.md), "
        "[attribution](../src/sayso/models/attribution.md).\n"
    )


def _run(script: str, *words: str, told: tuple[int, ...] = (0,)) -> str:
    """What a benchmark prints; one that ends with another code than ``told`` stops the run."""
    done = subprocess.run(
        [sys.executable, str(HERE / script), *words], capture_output=True, text=True, check=False
    )
    if done.returncode not in told:
        sys.exit(f"{script} failed:\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
