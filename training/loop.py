"""What every training loop needs: a rate that follows the budget, and a checkpoint kept whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch


def rate(share: float, peak: float, warmup: float) -> float:
    """The learning rate when `share` (0..1) of the budget is used: up in a line, down in a line."""
    share = min(max(share, 0.0), 1.0)
    return peak * min(share / warmup, (1 - share) / (1 - warmup))


def keep(state: dict[str, Any], file: Path) -> None:
    """Writes a checkpoint aside and puts it in place whole, so that a kill leaves the old or the new."""
    aside = file.with_suffix(".new")
    torch.save(state, aside)
    aside.replace(file)
