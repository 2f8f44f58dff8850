"""Which lines of a news page are the article's running text."""

from __future__ import annotations

from sayso.reading import furniture
from sayso.reading.page_rows import SENTENCE_END, Row, bare
from sayso.reading.voices import byline, is_desk, is_person
from sayso.records import Zone


def find_body(rows: list[Row], html: str | None) -> None:
    """Mark the rows that are the article's running text.

    On a web page trafilatura says which they are; where it gives too little, and on any other
    page, the longest stretch that reads like running text is taken.
    """
    marked = _from_extractor(rows, html) if html else set()
    runs = _from_shape(rows)
    size = sum(len(rows[n].text) for n in marked)
    if size < 0.3 * sum(len(rows[n].text) for n in runs):
        marked = runs
    elif marked:
        first, last = min(marked), max(marked)
        marked |= {n for n in runs if first <= n <= last}
    for number in marked:
        rows[number].zone = Zone.BODY


def _from_extractor(rows: list[Row], html: str) -> set[int]:
    """The rows that trafilatura takes for the article."""
    body = _extract(html) if rows else ""
    if not body:
        return set()
    lines = {bare(line) for line in body.split("\n")}
    whole = bare(body)
    found = set()
    for number, row in enumerate(rows):
        words = bare(row.text)
        inside = words in lines or (len(words) > 40 and words in whole)
        if inside and words and not row.is_apart and row.tag != "h1":
            found.add(number)
    return _pruned(rows, found)


def _pruned(rows: list[Row], found: set[int]) -> set[int]:
    """``found`` without furniture, and cut to the stretch from first to last real paragraph."""
    long = [n for n in found if rows[n].is_paragraph and not furniture.is_furniture(rows[n].text)]
    if not long:
        return set()
    kept, skipping = set(), False
    for number in sorted(found):
        row = rows[number]
        if furniture.ends_article(row.text) and number > min(long):
            break
        if furniture.opens_list(row.text):
            skipping = True
            continue
        if row.is_paragraph:
            skipping = False
        if (
            skipping
            or furniture.is_furniture(row.text)
            or furniture.credit(row.text) == (0, len(row.text))
        ):
            continue
        if _is_field(row):
            continue
        if number < min(long) or (number > max(long) and not SENTENCE_END.search(row.text)):
            continue
        kept.add(number)
    return kept


def _is_field(row: Row) -> bool:
    """Whether the row is a date, a count of views or a bare name between two paragraphs."""
    if row.is_paragraph or len(row.text) > 140:
        return False
    text = row.text
    known = furniture.dated(text) or furniture.views(text) is not None or byline(text)
    return bool(known) or is_desk(text) or (is_person(text) and row.words >= 2)


def _from_shape(rows: list[Row]) -> set[int]:
    """The rows from the first to the last that reads like running text."""
    long = [
        n for n, row in enumerate(rows)
        if row.is_paragraph and not furniture.is_furniture(row.text)
        and furniture.credit(row.text) is None and not row.is_apart
    ]  # fmt: skip
    if not long:
        long = [n for n, row in enumerate(rows) if SENTENCE_END.search(row.text) and row.words >= 5
                and not furniture.is_furniture(row.text)]  # fmt: skip
    if not long:
        return set()
    end = next(
        (n for n in range(long[0], len(rows)) if furniture.ends_article(rows[n].text)),
        len(rows),
    )
    last = max((n for n in long if n < end), default=long[0])
    while (
        last + 1 < end
        and SENTENCE_END.search(rows[last + 1].text)
        and rows[last + 1].words >= 3
        and (
            not furniture.is_furniture(rows[last + 1].text)
            and not furniture.credit(rows[last + 1].text)
        )
    ):
        last += 1
    inside = {n for n in range(long[0], last + 1) if not rows[n].is_apart}
    return _pruned(rows, inside)


def _extract(html: str) -> str:
    import trafilatura

    try:
        return trafilatura.extract(
            html, fast=True, favor_recall=True, include_comments=False, include_tables=True
        ) or ""  # fmt: skip
    # What it and its own parsers raise on pages that are no pages.
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError):
        return ""
