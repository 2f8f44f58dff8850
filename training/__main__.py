"""Makes a model that sayso ships, with its card: from data to files in src/sayso/models.

python -m training stance --minutes 60     trains, calibrates, exports, tests, writes the card
python -m training stance --interim        exports the last checkpoint without opening test
python -m training embedding               exports the untrained encoder
python -m training tagger --minutes 25     the attribution tagger, in the same way
python -m training stance --smoke          a minute on made rows, into the work folder
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training import make, tagger


def main() -> None:
    """Reads the command line and makes the model that it asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m training",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("model", choices=["stance", "embedding", "tagger"])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="data folder")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="checkpoints")
    parser.add_argument("--out", type=Path, default=Path("src/sayso/models"))
    parser.add_argument("--minutes", type=float, default=60.0, help="time for training")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--interim", action="store_true", help="export the last checkpoint")
    parser.add_argument("--smoke", action="store_true", help="made rows, a few steps, no claim")
    options = parser.parse_args()
    job = make.Job(
        data=options.data,
        work=options.work,
        out=options.work if options.smoke else options.out,
        minutes=min(options.minutes, 0.2) if options.smoke else options.minutes,
        threads=options.threads,
        seed=options.seed,
        interim=options.interim,
        smoke=options.smoke,
    )
    if options.model == "stance":
        make.stance(job)
    elif options.model == "tagger":
        tagger.attribution(job)
    else:
        make.embedding(job)


if __name__ == "__main__":
    main()
