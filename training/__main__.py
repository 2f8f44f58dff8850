"""`python -m training stance --minutes 60` and `python -m training embedding`."""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from training import data
from training.train import train


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("model", choices=["stance", "embedding"])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="data folder")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="checkpoints")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    sets = data.without(data.read_split(options.data, "train"), data.held_out_claims(options.data))
    dev = data.read_split(options.data, "dev")
    rng = random.Random(0)
    watch = [pair for pairs in dev.values() for pair in rng.sample(pairs, min(len(pairs), 120))]
    train(sets, watch, options.work, options.minutes, threads=options.threads)


if __name__ == "__main__":
    main()
