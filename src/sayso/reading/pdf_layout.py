"""The reading order of a PDF page and its paragraphs, neither of which a PDF says."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from sayso.reading.pdf_words import TextLine, Word

_BINS = 200
#: A gap between words, in heights of the line, that no space between set words has.
_LEAP = 0.7
#: The share of a page's height, above and below, in which running heads and page numbers stand.
_MARGIN = 0.09
_BULLET = re.compile(
    r"(?:[•▪◦‣●○■□\uf0b7\uf0a7–—*-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,3})$"
)
_ENDS = re.compile(r"[.!?:;][\"”’')\]]*$")


def reading_order(
    lines: list[TextLine], width: float, height: float
) -> tuple[list[TextLine], bool]:
    """``lines`` in the order a person reads them, and whether the page is set in columns.

    Files that write two columns line by line come interleaved: such a page is put in order, left
    column before right between lines that span both, as running heads and page numbers are taken
    to. Others keep the file's order.
    """
    gutter = _gutter(lines, width)
    if gutter is None:
        return lines, False
    parts = [part for line in lines for part in _cut(line, gutter)]
    sides = [_side(part, gutter) for part in parts]
    spans = sides.count(0)
    turns = sum(1 for a, b in pairwise(sides) if a and b and a != b)
    if turns <= 2 * (spans + 1):
        return lines if len(parts) == len(lines) else parts, True
    ordered: list[TextLine] = []
    left: list[TextLine] = []
    right: list[TextLine] = []
    down = sorted(parts, key=lambda line: (line.top + line.bottom) / 2)
    apart = _heads_and_feet(down, height)
    for number, part in enumerate(down):
        side = _side(part, gutter)
        if side == 0 or number in apart:
            ordered += [*left, *right, part]
            left, right = [], []
        else:
            (left if side < 0 else right).append(part)
    return [*ordered, *left, *right], True


def _gutter(lines: list[TextLine], width: float) -> tuple[float, float] | None:
    """The empty strip between two columns of running text, or None."""
    words = [word for line in lines for word in line.words]
    if len(words) < 80:
        return None
    # Only the middle of the page can hold the gutter; a difference array counts the words there.
    low_bin, high_bin, scale = int(_BINS * 0.3), int(_BINS * 0.7), _BINS / width
    steps = [0] * (_BINS + 2)
    for _, _, left, _, right, _ in words:
        first, last = int(left * scale), int(right * scale)
        if last >= low_bin and first <= high_bin:
            steps[max(first, low_bin)] += 1
            steps[min(last, high_bin) + 1] -= 1
    filled, count = [0] * (_BINS + 1), 0
    for number in range(low_bin, high_bin + 1):
        count += steps[number]
        filled[number] = count
    few = max(1, max(filled) * 0.08)
    best = (0, 0)
    start = None
    for number in range(low_bin, high_bin + 1):
        if filled[number] <= few:
            start = number if start is None else start
            if number + 1 - start > best[1] - best[0]:
                best = (start, number + 1)
        else:
            start = None
    if best[1] - best[0] < 2:
        return None
    low, high = best[0] / _BINS * width, best[1] / _BINS * width
    on_left = [_count(line, lambda w: w.right <= low + 1) for line in lines]
    on_right = [_count(line, lambda w: w.left >= high - 1) for line in lines]
    # Columns of a table hold a few words each; columns of text hold a line's worth.
    for counts in (on_left, on_right):
        used = [count for count in counts if count]
        if len(used) < 8 or sum(used) < 0.25 * len(words) or sorted(used)[len(used) // 2] < 4:
            return None
    return low, high


def _count(line: TextLine, test: object) -> int:
    assert callable(test)
    return sum(1 for word in line.words if test(word))


def _cut(line: TextLine, gutter: tuple[float, float]) -> list[TextLine]:
    """A line that leaps over the gutter as its two halves; any other as it is.

    Where lines end raggedly, the longest of them reach into the gutter: then the leap is what is
    wider than any space between words.
    """
    low, high = gutter
    words = line.words
    first = next((n for n, word in enumerate(words) if word.left >= high - 1), 0)
    if not first or any(word.left < high - 1 for word in words[first:]):
        return [line]
    end = max(word.right for word in words[:first])
    if end > low + 1 and words[first].left - end < _LEAP * line.size:
        return [line]
    left = TextLine(words[:first], bold=line.bold).measure()
    return [left, replace(line, words=words[first:]).measure()]


def _side(line: TextLine, gutter: tuple[float, float]) -> int:
    """-1 for the left column, 1 for the right, 0 for what spans both or stands between them."""
    low, high = gutter
    left, right = line.right <= high, line.left >= low
    return 0 if left == right else -1 if left else 1


def _heads_and_feet(down: list[TextLine], height: float) -> set[int]:
    """The numbers of the lines, from the top down, in the margins of the page and apart from its text."""
    apart: set[int] = set()
    for numbers in (range(len(down)), range(len(down) - 1, -1, -1)):
        level: list[int] = []
        for number in numbers:
            line = down[number]
            if min(line.bottom, height - line.top) > _MARGIN * height:
                if level and _gap(down[level[-1]], line) > 1.2 * line.size:
                    apart.update(level)
                break
            level.append(number)
    return apart


def _gap(one: TextLine, other: TextLine) -> float:
    return max(one.top, other.top) - min(one.bottom, other.bottom)


def paragraphs(lines: list[TextLine], chars: str, columns: bool) -> list[list[int]]:
    """The numbers of the lines of each paragraph.

    A line begins a paragraph where the gap above it is wider than usual, where its size changes,
    where it is indented or begins with a bullet, or where its first word would still have fitted
    on the line above, so that the break there was meant.
    """
    if not lines:
        return []
    margin = _right_margins(lines, columns)
    pitch = _usual_pitch(lines)
    groups = [[0]]
    for number in range(1, len(lines)):
        if _breaks(lines, number, chars, margin, pitch):
            groups.append([number])
        else:
            groups[-1].append(number)
    return groups if columns else _rows_joined(groups, lines)


def _breaks(
    lines: list[TextLine], number: int, chars: str, margin: list[float], pitch: float
) -> bool:
    above, line = lines[number - 1], lines[number]
    if above.glued is not None:
        return False
    gap = line.bottom - above.bottom
    em = max(line.size * 0.85, 1.0)
    if abs(line.size - above.size) > 0.12 * max(line.size, above.size) or (
        line.bold != above.bold and (len(line.words) < 12 and len(above.words) < 12)
    ):
        return True
    ended = bool(_ENDS.search(_last(above, chars)))
    if gap < 0:
        # The top of the next column: the sentence may run on.
        return ended or not _first(line, chars)[:1].islower()
    if gap > 1.3 * max(pitch, em) and gap > 1.25 * em:
        return True
    if _is_row(above, em) or _is_row(line, em):
        return True
    room = margin[number - 1] - above.right
    first = line.words[0]
    meant = room > (first.right - first.left) + 0.6 * em
    if _BULLET.match(_first(line, chars)) and (ended or meant) and len(line.words) > 1:
        return True
    if meant and (ended or room > 8 * em or not _first(line, chars)[:1].islower()):
        return True
    return line.left > above.left + 1.2 * em and ended and line.left < above.left + 6 * em


def _is_row(line: TextLine, em: float) -> bool:
    """Whether gaps too wide for words set to a measure part the line into cells."""
    return any(b.left - a.right > 2.2 * em for a, b in pairwise(line.words))


def _rows_joined(groups: list[list[int]], lines: list[TextLine]) -> list[list[int]]:
    """Cells that stand side by side belong to one row, however many lines each takes."""
    joined: list[list[int]] = []
    for group in groups:
        reach = _beside(group, joined, lines)
        if reach is not None:
            merged = [number for earlier in joined[reach:] for number in earlier] + group
            if len(merged) <= 14:
                joined[reach:] = [merged]
                continue
        joined.append(group)
    return joined


def _beside(group: list[int], joined: list[list[int]], lines: list[TextLine]) -> int | None:
    """The earliest of the last groups that has a line level with one of ``group``, to its left."""
    found = None
    highest = min(lines[number].top for number in group)
    for back in range(1, min(8, len(joined)) + 1):
        for one in joined[-back]:
            if lines[one].bottom <= highest:
                continue
            for other in group:
                a, b = lines[one], lines[other]
                overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
                if overlap > 0.6 * min(a.size, b.size) and b.left > a.right:
                    found = len(joined) - back
    return found


def _right_margins(lines: list[TextLine], columns: bool) -> list[float]:
    """For each line, how far right lines like it run: those of its column, or of the page."""
    if not columns:
        edge = sorted(line.right for line in lines)[int(len(lines) * 0.97)]
        return [max(edge, line.right) for line in lines]
    margins = []
    for line in lines:
        level = [
            o.right
            for o in lines
            if abs(o.left - line.left) < 6 * line.size and o.left <= line.right
        ]
        level.sort()
        margins.append(max(line.right, level[int(len(level) * 0.9)] if level else line.right))
    return margins


def _usual_pitch(lines: list[TextLine]) -> float:
    gaps = sorted(
        below.bottom - above.bottom
        for above, below in pairwise(lines)
        if 0.5 * below.size < below.bottom - above.bottom < 2.5 * below.size
    )
    # The lower middle: on a page of one-line paragraphs most gaps are those between paragraphs.
    return gaps[len(gaps) * 2 // 5] if gaps else 0.0


def body_size(lines: list[TextLine]) -> float:
    """The size that most words of the page are set in."""
    sizes: dict[float, int] = {}
    for line in lines:
        key = round(line.size * 2) / 2
        sizes[key] = sizes.get(key, 0) + len(line.words)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0


def _first(line: TextLine, chars: str) -> str:
    return _of(line.words[0], chars)


def _last(line: TextLine, chars: str) -> str:
    return _of(line.words[-1], chars)


def _of(word: Word, chars: str) -> str:
    return chars[word.start : word.end]
