"""How good the shipped stance model is: every dev and test set, calibration, risk, party exchange.

    python benchmarks/stance.py DATA_FOLDER [--most 500] [--json]

The same sample and the same measures as in the model's card, from the files that are shipped. Prints
Markdown; competitors' figures are what they published.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from training import calibrate, data

import party_exchange
from sayso.models import load_stance

#: set -> (the aim, whose figure, that figure). Accuracy in per cent, of
#: wice_claim and attributionbench averaged over the two labels.
WANTED = {
    "snli.test": (86, "", ""),
    "fever_3way.test": (80, "", ""),
    "anli_r1.dev": (45, "", ""),
    "anli_r2.dev": (38, "", ""),
    "anli_r3.dev": (38, "", ""),
    "check_covid.test": (75, "", ""),
    "breaking_nli.test": (90, "", ""),
    "wice_claim.test": (72, "MiniCheck 770M / FactCG 0.4B / GPT-4o", "72.2 / 74.2 / 78.5"),
    "attributionbench.test_ood": (70, "", ""),
}
BALANCED = ("wice_claim.test", "attributionbench.test_ood")


def measure(folder: Path, most: int) -> dict[str, object]:
    """Figures by split and set, calibration and risk on dev, and the exchange of parties."""
    model = load_stance()
    found: dict[str, object] = {"model": model.name, "sha256": model.sha256}
    for split in ("dev", "test"):
        pairs = data.sample(data.read_split(folder, split), most)
        logits = calibrate.answers(model.logits, pairs)
        scored = calibrate.scored(pairs, logits, model.temperature)
        found[split] = calibrate.figures_of(scored)
        if split == "dev":
            found["accuracy"] = calibrate.accuracy(scored)
            found["ece"] = calibrate.calibration_error(scored)
            found["risk"] = calibrate.risk_coverage(scored)
    found["exchange"] = party_exchange.measure(model)
    return found


def page(found: Mapping[str, object]) -> str:
    """The figures as a section in Markdown."""
    rows = []
    for split in ("test", "dev"):
        for name, figures in found[split].items():
            wanted, who, theirs = WANTED.get(name, ("", "", ""))
            share = figures["balanced" if name in BALANCED else "accuracy"]
            rows.append(
                f"| {split} | {name} | {figures['pairs']} | {share:.1%} | {wanted} | {theirs} {who} |"
            )
    risk = ", ".join(f"{share:.0%}: {wrong:.1%}" for share, wrong in found["risk"])
    exchange = found["exchange"]
    return "\n".join(
        [
            f"## Stance, as shipped ({found['model']})",
            "",
            "Three-way accuracy; two-way sets count *supports* against the rest, `wice_claim` and "
            "`attributionbench` averaged over both labels. Sets of more pairs are drawn from by seed.",
            "",
            "| split | set | pairs | sayso | aim | published |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            f"On dev, sets weighted alike: accuracy {found['accuracy']:.1%}, expected calibration error "
            f"{found['ece']:.3f}. Wrong among the surest, by share answered: {risk}.",
            "",
            f"Party exchange, {exchange['pairs']} pairs: another label in {exchange['other label']:.1%} "
            f"(aim: under 1%), median change of the score {exchange['median change of score']:.3f} (aim: "
            f"under 0.05), 95th percentile {exchange['95th percentile']:.3f}.",
            "",
        ]
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--most", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.data, options.most)
    print(json.dumps(found) if options.json else page(found))


if __name__ == "__main__":
    main()
