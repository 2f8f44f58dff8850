"""What stands over a passage when the stance model reads it: the paper, who speaks, and when.

A letter says "I ask", minutes say "he", and neither repeats its date: a claim that names the writer
and the month is not decided by the sentence alone.
"""

from __future__ import annotations

from datetime import date

from sayso.models.standins import MONTHS

#: Words of a paper's title that are read; a longer one would take the passage's room.
TITLE_WORDS = 12


def headed(text: str, title: str | None, speaker: str | None, day: date | None) -> str:
    """`text` behind its title, speaker and day: "Letter to the Board, Ann Hill, 3 May 2024: …"."""
    when = f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else None
    words = " ".join((title or "").split()[:TITLE_WORDS])
    parts = [part for part in (words, speaker, when) if part]
    return f"{', '.join(parts)}: {text}" if parts else text
