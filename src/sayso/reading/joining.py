"""Stretches of one long PDF, read by several children, become one Document again."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import replace

from sayso.reading.draft import moved
from sayso.reading.languages import language_of
from sayso.records import Document, Page, Segment, Status, WordBoxes

#: What parts one page from the next in ``Document.text``.
PAGE_BREAK = "\n"
_BOX = struct.Struct("<IIffff")
_FAULTS = {
    "mended": "was damaged ({}); a mended copy was read",
    "hurt pages": "damaged {}: what is left of them was read; ask for another copy",
    "picture pages": "{} hold pictures of text: install sayso[ocr] to read them",
    "wordless pages": "{} are pictures in which no words were found: compare the original",
    "disputed pages": "{} show other words than their text layer holds: what they show was read",
    "covered words by pages": "{} under a black box: left out",
    "unseen words by pages": "{} that no reader can see (white, tiny or drawn over): left out",
    "garbled pages": "{} hold letters that the file does not name: compare the original",
    "hidden pages": "{} hold text outside the visible page, which was left out",
    "broken pages": "{} could not be opened: ask for another copy",
    "lost pages": "{} made their reader stop or took too long: save them as a file of their own",
    "fonts not judged": "has {}, too many to compare its fonts with what they show",
    "pages beyond the limit": "{} lie beyond the limit: split it and add the parts",
}
_AS_THEY_STAND = frozenset(
    ("mended", "hurt pages", "fonts not judged", "covered words by pages", "unseen words by pages")
)


def faults(metadata: Mapping[str, str]) -> list[str]:
    """What ``metadata`` says could not be read, in words."""
    found = []
    for key, words in _FAULTS.items():
        if value := metadata.get(key):
            found.append(words.format(value if key in _AS_THEY_STAND else f"pages {value}"))
    return found


def spell_pages(numbers: list[int]) -> str:
    """``3, 5 to 7`` for 3, 5, 6, 7."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        str(run[0])
        if len(run) == 1
        else f"{run[0]}, {run[1]}"
        if len(run) == 2
        else f"{run[0]} to {run[-1]}"
        for run in runs
    )


def join_pages(first: Document, rest: list[tuple[int, int, Document | None]]) -> Document:
    """``first`` with the stretches of ``rest`` behind its own pages.

    Each stretch comes with its first page and the page after its last, from 0; None stands for
    one that was lost with its reader.
    """
    texts, pages, segments = [first.text], list(first.pages), list(first.segments)
    odd = dict(first.metadata)
    lost: list[int] = []
    at = len(first.text)
    for start, stop, part in rest:
        at += len(PAGE_BREAK)
        texts.append(part.text if part else "")
        if part is None:
            lost.extend(range(start + 1, stop + 1))
            continue
        pages.extend(_page_moved(page, at) for page in part.pages)
        segments.extend(moved(segment, at) for segment in part.segments)
        for key, value in part.metadata:
            if key.endswith(" pages"):
                odd[key] = f"{odd[key]}, {value}" if key in odd else value
        at += len(part.text)
    if lost:
        odd["lost pages"] = spell_pages(lost)
    return _judged(first, PAGE_BREAK.join(texts), pages, segments, odd)


def _judged(
    first: Document, text: str, pages: list[Page], segments: list[Segment], odd: dict[str, str]
) -> Document:
    problems = faults(odd)
    if language := language_of(text, segments):
        odd["language"] = language
    blank = not text.strip()
    if blank and not problems:
        problems = ["holds no text"]
    status = Status.UNREAD if blank else Status.PARTLY_READ if problems else Status.READ
    return replace(
        first, text=text, pages=tuple(pages), segments=tuple(segments), status=status,
        reason="; ".join(problems) or None, metadata=tuple(sorted(odd.items())),
    )  # fmt: skip


def _page_moved(page: Page, by: int) -> Page:
    packed = bytearray(page.words.packed)
    for at in range(0, len(packed), _BOX.size):
        start, end = struct.unpack_from("<II", packed, at)
        struct.pack_into("<II", packed, at, start + by, end + by)
    return replace(page, start=page.start + by, end=page.end + by, words=WordBoxes(bytes(packed)))
