"""Makes a model that sayso ships, with its card: from data to files in src/sayso/models.

python -m training stance --pairs 1500000  trains, calibrates, exports, tests, writes the card
python -m training stance --interim        exports the last checkpoint without opening test
python -m training embedding               trains the embedding, exports, writes its card
python -m training tagger                  the attribution tagger, in the same way
python -m training stance --smoke          a minute on made rows, into the work folder
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training import make, retrieval, tagger

#: Where no time is given. The stance model's budget is one of pairs.
MINUTES = {"embedding": 15.0, "tagger": 45.0, "stance": 1e6}


def main() -> None:
    """Reads the command line and makes the model that it asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m training",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("model", choices=sorted(MINUTES))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="data folder")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="checkpoints")
    parser.add_argument("--out", type=Path, default=Path("src/sayso/models"))
    parser.add_argument("--size", choices=["careful", "fast"], default="careful", help="stance: which base")
    parser.add_argument("--begun", type=Path, help="stance: a shipped ONNX file to train further")
    parser.add_argument("--blend", type=float, default=0.0, help="stance: how far back to move to --begun's")
    parser.add_argument("--minutes", type=float, help=f"most time for training, else {MINUTES}")
    parser.add_argument("--pairs", type=int, default=1_500_000, help="most pairs to train on")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--interim", action="store_true", help="export the last checkpoint")
    parser.add_argument("--smoke", action="store_true", help="made rows, a few steps, no claim")
    options = parser.parse_args()
    job = make.Job(
        data=options.data,
        work=options.work,
        out=options.work if options.smoke else options.out,
        minutes=0.2 if options.smoke else options.minutes or MINUTES[options.model],
        pairs=min(options.pairs, 256) if options.smoke else options.pairs,
        size="fast" if options.smoke else options.size,
        begun=options.begun,
        blend=options.blend,
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
        retrieval.embedding(job)


if __name__ == "__main__":
    main()
