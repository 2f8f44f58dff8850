"""What a file inside a file is called: for showing only, and harmless to show."""

from __future__ import annotations

import re

from sayso.reading.decoding import clean

_LONGEST = 300
#: Marks that turn the direction of what follows, or have no shape, so that ``exe`` reads as ``txt``.
_TURNING = re.compile("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_DRIVE = re.compile(r"[A-Za-z]:(?=[/\\]|$)")


def shown_name(raw: str, instead: str = "unnamed") -> str:
    r"""``raw`` as it is shown: relative, without ``.`` and ``..``, turning marks as numbers.

    >>> shown_name("..\\..\\etc/passwd"), shown_name("C:/a/./b.txt")
    ('etc/passwd', 'a/b.txt')
    >>> shown_name("plan\u202etxt.exe")
    'plan[U+202E]txt.exe'
    """
    whole = " ".join(clean(_DRIVE.sub("", raw[: 4 * _LONGEST], count=1)).split())
    whole = _TURNING.sub(lambda mark: f"[U+{ord(mark.group()):04X}]", whole)
    parts = [part.strip() for part in re.split(r"[/\\]+", whole)]
    name = "/".join(part for part in parts if part not in ("", ".", ".."))
    if not name:
        return instead
    return name if len(name) <= _LONGEST else "…" + name[1 - _LONGEST :]


def is_hidden(shown: str) -> bool:
    """Whether a shown name is of a file that a system keeps for itself, as in folders."""
    return any(
        part.startswith((".", "~$")) or part in ("__MACOSX", "Thumbs.db", "desktop.ini")
        for part in shown.split("/")
    )
