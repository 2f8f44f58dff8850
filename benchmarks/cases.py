"""Score sayso on cases with a gold.json: fields, attribution, verdicts and evidence.

    python benchmarks/cases.py CASE... [--verbose] [--json]

A case is a folder with ``article.*``, ``documents/`` and ``gold.json``, or with ``gold.json`` alone
where the article and its papers are a sample of the package. How a gold claim is matched:
the claim of the ledger whose span has the greatest overlap (intersection over union) with the gold
span. Its verdict is the *say* for a quotation, and for a saying of a source that is named; the *so*
otherwise. Evidence counts as right where one of the first three passages shares half of its words
with a gold quotation from the same document, or the other way round; so do passages left out.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sayso
from sayso.pipeline import Models, check, load_models
from sayso.reading import read_article, read_paths
from sayso.records import Claim, ClaimKind, Finding, Ledger, SourceKind, Statement

SAMPLES = Path(sayso.__file__).parent / "sample"
VERDICTS = {
    "supported": {"supported"},
    "contradicted": {"contradicted"},
    "mixed": {"mixed"},
    "partly_supported": {"mixed"},
    "overclaims": {"mixed", "contradicted"},
    "not_in_documents": {"not_found"},
    "not_found": {"not_found"},
    "not_checkable": {"not_found"},
}
KINDS = {
    "nobody_own_voice": {"own_voice"},
    "government_or_officials_unnamed": {"officials_unnamed", "named_organisation"},
    "unnamed_experts": {"experts_unnamed"},
    "unnamed_observers_or_critics": {"observers_unnamed", "insiders_unnamed"},
}
FIELDS = ("section", "headline", "published", "author", "views", "dateline", "image_credit")


@dataclass
class Score:
    """Counts of one case: name -> [right, of]."""

    counts: dict[str, list[int]] = field(default_factory=dict)

    def add(self, name: str, right: bool) -> None:
        """Count one more, right or wrong."""
        count = self.counts.setdefault(name, [0, 0])
        count[0] += right
        count[1] += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    models = load_models()
    table = {case.name: score(case, models, options.verbose).counts for case in options.cases}
    if options.json:
        print(json.dumps(table, indent=1))
        return
    names = list(dict.fromkeys(name for counts in table.values() for name in counts))
    width = max(len(n) for n in names)
    print(" " * width, *(f"{case:>12}" for case in table))
    for name in names:
        cells = [counts.get(name, [0, 0]) for counts in table.values()]
        print(f"{name:<{width}}", *(f"{a:>6}/{b:<5}" for a, b in cells))


def score(case: Path, models: Models, verbose: bool) -> Score:
    """Run the main job on a case and compare with its gold."""
    gold = json.loads((case / "gold.json").read_text("utf-8"))
    home = case if any(case.glob("article.*")) else SAMPLES / case.name
    article = read_article(next(home.glob("article.*")))
    ledger = check(article, read_paths([home / "documents"]), models)
    result = Score()
    _fields(result, ledger, gold["article_meta"], verbose)
    place = 0
    for wanted in gold["claims"]:
        at = _place(article.text, wanted["article"], place)
        if at is None:
            result.add("gold words found in the article", False)
            continue
        _attribution(result, ledger, wanted, at, verbose)
        _verdict(result, ledger, wanted, at, verbose)
    _left_out(result, ledger, gold.get("omitted_by_article", []), verbose)
    return result


def _left_out(
    result: Score, ledger: Ledger, wanted: list[dict[str, Any]], verbose: bool
) -> None:
    """Whether the passages that a careful reader missed in the article are among those shown."""
    names = {c.id: c.name for c in ledger.coverage}
    shown = [(names[o.evidence.document], o.evidence.text) for o in ledger.omissions]
    found = []
    for gold in wanted:
        places = [
            place for place, (name, text) in enumerate(shown, start=1)
            if name == gold["doc"] and _shares(text, gold["quote"])
        ]  # fmt: skip
        found += places[:1]
        result.add("left out: shown", bool(places))
        if verbose:
            print(f"LEFT OUT {places[0] if places else '-'} {gold['doc']}: {gold['quote'][:90]!r}")
    if wanted:
        result.add("left out: one of them in the first three", any(place <= 3 for place in found))


def _fields(result: Score, ledger: Ledger, wanted: dict[str, Any], verbose: bool) -> None:
    for name in FIELDS:
        value = wanted.get(name)
        found = ledger.article.field(name)
        have = found.value if found else None
        if name == "published":
            value = value["iso"] if isinstance(value, dict) else value
            have = ledger.article.published.isoformat() if ledger.article.published else None
        elif name == "views":
            value = value["number"] if isinstance(value, dict) else value
            have = ledger.article.views
            value = int(re.sub(r"\D", "", str(value))) if value is not None else None
        elif isinstance(value, dict):
            value = value["text"]
        right = _fold(str(have)) == _fold(str(value))
        if name in ("image_credit", "author", "dateline") and value and have:
            right = _fold(str(value)) in _fold(str(have)) or _fold(str(have)) in _fold(str(value))
        result.add("page fields", right)
        if verbose and not right:
            print(f"FIELD {name}: want {value!r}, have {have!r}")


def _place(text: str, wanted: dict[str, Any], start: int) -> tuple[int, int] | None:
    pattern = r"\s+".join(re.escape(w) for w in wanted["text"].split())
    found = re.compile(pattern).search(text, start)
    return found.span() if found else None


def _attribution(
    result: Score, ledger: Ledger, wanted: dict[str, Any], at: tuple[int, int], verbose: bool
) -> None:
    gold = wanted["attribution"]
    statement = max(
        ledger.statements,
        key=lambda s: _overlap(
            (min(c.start for c in s.contents), max(c.end for c in s.contents)), at
        ),
    )
    kind = statement.source.kind.value if statement.source else SourceKind.OWN_VOICE.value
    kind_right = kind in KINDS.get(gold["source_kind"], {gold["source_kind"]})
    source = gold["source"]["text"] if isinstance(gold["source"], dict) else gold["source"]
    have = statement.source.text if statement.source else None
    source_right = _alike(source, have)
    result.add("kind of source", kind_right)
    result.add("source", source_right)
    result.add("quotation", statement.quotation.value == gold["quotation"])
    if verbose and not (kind_right and source_right):
        print(
            f"ATTRIBUTION {wanted['id']}: want {source!r} {gold['source_kind']}, have {have!r} {kind}"
        )


def _verdict(
    result: Score, ledger: Ledger, wanted: dict[str, Any], at: tuple[int, int], verbose: bool
) -> None:
    statements = {s.id: s for s in ledger.statements}
    claim = max(ledger.claims, key=lambda c: (_overlap((c.start, c.end), at), c.say is not None))
    finding = _finding(claim, statements[claim.statement])
    verdict = finding.verdict.value if finding else "not_found"
    right = verdict in VERDICTS[wanted["verdict"]]
    names = {c.id: c.name for c in ledger.coverage}
    evidence = [(names[e.document], e.text) for e in finding.evidence[:3]] if finding else []
    shown = not wanted["evidence"] or any(
        doc == e["doc"] and _shares(text, e["quote"])
        for doc, text in evidence
        for e in wanted["evidence"]
    )
    tier = wanted["tier"]
    result.add(f"{tier}: verdict", right)
    if wanted["evidence"] and wanted["verdict"] not in ("not_found", "not_in_documents"):
        result.add(f"{tier}: evidence in the first three", shown)
    result.add(f"{tier}: verdict and evidence", right and shown)
    if wanted["verdict"] in ("supported", "not_found", "not_in_documents", "not_checkable"):
        result.add(f"{tier}: not wrongly contradicted", verdict != "contradicted")
    if verdict == "contradicted":
        result.add("contradicted is right", "contradicted" in VERDICTS[wanted["verdict"]])
    if verdict == "supported":
        result.add("supported is right", right)
    if verbose:
        mark = "ok  " if right and shown else "EVID" if right else "MISS"
        print(f"{mark} {wanted['id']} {tier} want {wanted['verdict']} have {verdict} "
              f"[{claim.id} {claim.kind.value}] {wanted['article']['text'][:90]!r}")  # fmt: skip
        if not (right and shown) and finding:
            print(f"       {finding.check}: {finding.reason}")
            for name, text in evidence:
                print(f"         {name}: {' '.join(text.split())[:120]}")
            for e in wanted["evidence"][:2]:
                print(f"       gold {e['doc']}: {e['quote'][:120]}")


def _finding(claim: Claim, statement: Statement) -> Finding | None:
    if claim.kind is ClaimKind.QUOTATION:
        return claim.say
    named = statement.source is not None and statement.source.kind in (
        SourceKind.NAMED_PERSON, SourceKind.NAMED_ORGANISATION, SourceKind.OFFICIALS_UNNAMED,
        SourceKind.DOCUMENTS,
    )  # fmt: skip
    return claim.say if claim.kind is ClaimKind.SAYING and named else claim.so


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))


def _alike(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return one is None and other is None
    a, b = _words(one), _words(other)
    return len(a & b) / min(len(a), len(b)) >= 0.5 if a and b else False


def _shares(one: str, other: str) -> bool:
    a, b = _words(one), _words(other)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= 0.5


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


if __name__ == "__main__":
    main()
