"""Make docs/ledger.png: the demo's page with one card open, by headless Chromium.

    python docs/screenshot.py [--chromium chromium]

Needs Chromium on the machine; nothing is downloaded.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--force-device-scale-factor=1",
)  # fmt: skip


def main() -> None:
    """Check the sample case, open the card of its first contradicted claim, take the picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chromium", default="chromium")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "ledger.png")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "sayso", "demo", "--out", folder], check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        data = json.loads((Path(folder) / "ledger.json").read_text("utf-8"))
        statement = next(
            c["statement"] for c in data["claims"]
            if c["so"] and c["so"]["verdict"] == "contradicted"
        )  # fmt: skip
        page = (Path(folder) / "index.html").as_uri()
        subprocess.run(
            [options.chromium, *FLAGS, f"--user-data-dir={folder}/profile",
             f"--screenshot={options.out.resolve()}", "--window-size=1280,1500",
             f"{page}#{statement}"], check=True, capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
