"""Names as parts of paths."""

from __future__ import annotations

import re
import unicodedata


def slug_of(name: str) -> str:
    """A part of a path for a name: letters and digits of any script, and hyphens.

    >>> slug_of("Zoë O’Hara / Wirtschaft")
    'zoe-o-hara-wirtschaft'
    """
    flat = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in flat if not unicodedata.combining(c)).casefold()
    slug = re.sub(r"[\W_]+", "-", plain).strip("-")[:80]
    return slug or "-".join(f"{ord(c):x}" for c in name[:12]) or "none"
