"""Names as parts of paths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: What may be part of a path as it is: a story's slug, a claim's id.
SAFE = re.compile(r"\w[\w-]{0,119}")
#: Bytes of a part: names of files end at 255, and there must be room for endings.
_LONGEST = 160
#: Names that Windows keeps for itself.
_KEPT = frozenset(
    {"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10))}
)


def slug_of(name: str) -> str:
    """A part of a path for a name: letters and digits of any script, and hyphens.

    >>> slug_of("Zoë O’Hara / Wirtschaft")
    'zoe-o-hara-wirtschaft'
    """
    flat = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in flat if not unicodedata.combining(c)).casefold()
    whole = unicodedata.normalize("NFC", plain)
    slug = re.sub(r"[\W_]+", "-", whole).encode()[:_LONGEST].decode(errors="ignore").strip("-")
    slug = slug or "-".join(f"{ord(c):x}" for c in name[:12]) or "none"
    return f"{slug}-" if slug in _KEPT else slug


def slugs_of(names: Iterable[str]) -> dict[str, str]:
    """A part of a path for each of ``names``, no two the same; the names that come first keep theirs.

    >>> slugs_of(["C#", "C++"])
    {'C#': 'c', 'C++': 'c-2'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in dict.fromkeys(names):
        slug, number = slug_of(name), 1
        while slug in taken:
            number += 1
            slug = f"{slug_of(name)}-{number}"
        taken.add(slug)
        found[name] = slug
    return found
