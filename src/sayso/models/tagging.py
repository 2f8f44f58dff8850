"""Who is said to have said what, as a network sees it: cues first, then source and content of each.

The text is read in windows of word pieces: a *core*, whose cues are looked for, and some context on
either side, in which their sources and contents may lie. The network runs once a window; a second,
small one runs once a cue over what the first made of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.models.running import Floats, Runner, batched, facts_of
from sayso.records import Span

#: Word pieces in a core and on either side of it. In PolNeAR's training part 98 of 100 attributions
#: span fewer than 372 characters, about 90 pieces.
CORE, CONTEXT = 96, 48
#: What a change from one role to another costs, in logarithms of a share; not tuned.
CHANGE = 1.0
#: What the network says of a piece: first of a cue, inside one, or neither; and, given a cue, what
#: the piece is to it.
OUTSIDE, BEGINS, INSIDE = 0, 1, 2
NOTHING, SOURCE, CUE, CONTENT = 0, 1, 2, 3

#: Marks that news writes in several ways, in the way that is commonest in what was trained on.
_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‛": "'"})

#: A text to its word pieces: ids and, for each, where it starts and ends in the text.
Encode = Callable[[str], tuple[Sequence[int], Sequence[tuple[int, int]]]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A word piece: its id and its place in the text. Marks between blocks are empty stretches."""

    id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """What the network reads at once. ``pieces[first:last]`` is the core."""

    pieces: tuple[Piece, ...]
    first: int
    last: int


def pieces_of(text: str, blocks: Sequence[tuple[int, int]], encode: Encode, end: int) -> list[list[Piece]]:
    """The word pieces of each block (start, end) of ``text``, in order; each closes with mark ``end``."""
    found = []
    for begin, stop in blocks:
        ids, places = encode(text[begin:stop].translate(_PLAIN))
        row = [Piece(id_, begin + a, begin + b) for id_, (a, b) in zip(ids, places, strict=True)]
        found.append([*row, Piece(end, stop, stop)])
    return found


def windows_of(
    blocks: Sequence[Sequence[Piece]], start: int, core: int = CORE, context: int = CONTEXT, first: int = 0
) -> list[Window]:
    """Blocks of pieces as windows whose cores follow each other without gap or overlap.

    A core holds whole blocks, up to ``core`` pieces; a longer block is cut.

    Args:
        blocks: the pieces of each block.
        start: id of the mark that opens a window.
        core: most pieces in a core.
        context: most pieces on either side.
        first: most pieces in the first core, where that is to be another number.

    """
    stream = [piece for block in blocks for piece in block]
    bounds, begin, end, most = [], 0, 0, first or core
    for block in blocks:
        if end > begin and end + len(block) - begin > most:
            bounds.append((begin, end))
            begin, most = end, core
        end += len(block)
        while end - begin > most:
            bounds.append((begin, begin + most))
            begin, most = begin + most, core
    if end > begin:
        bounds.append((begin, end))
    found = []
    for begin, end in bounds:
        left, right = max(0, begin - context), min(len(stream), end + context)
        opening = Piece(start, stream[left].start, stream[left].start)
        found.append(Window((opening, *stream[left:right]), begin - left + 1, end - left + 1))
    return found


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution as the network sees it.

    Attributes:
        cue: the words that make it a report.
        score: 0..1, how sure the network is of the cue.
        source: who it is laid to; None where it finds no words for that.
        contents: what is laid to them, in the order of the text; may be empty.

    """

    cue: Span
    score: float
    source: Span | None
    contents: tuple[Span, ...]


class Reading:
    """A text that the tagger has read: its cues, and what belongs to any cue one asks for."""

    def __init__(self, tagger: Tagger, text: str, windows: Sequence[Window]) -> None:
        self._tagger = tagger
        self._text = text
        self._windows = windows
        self._words = [_words_of(text, window) for window in windows]
        self._vectors, self._sure = tagger.read_windows(windows)

    def cues(self, threshold: float) -> list[tuple[Span, float]]:
        """The cues that are at least as sure as ``threshold``, in the order of the text, scored."""
        found: list[tuple[Span, float]] = []
        for window, words, sure in zip(self._windows, self._words, self._sure, strict=True):
            run: list[tuple[int, int]] = []
            scores: list[float] = []
            for place, first, p in zip(words.places, words.firsts, words.mean(sure), strict=True):
                if not window.first <= first < window.last:
                    continue
                inside = 1 - p[OUTSIDE] >= threshold
                if run and (not inside or p[BEGINS] > p[INSIDE]):
                    found.append((Span(run[0][0], run[-1][1]), float(np.mean(scores))))
                    run, scores = [], []
                if inside:
                    run.append(place)
                    scores.append(float(1 - p[OUTSIDE]))
            if run:
                found.append((Span(run[0][0], run[-1][1]), float(np.mean(scores))))
        return [(span, round(score, 4)) for span, score in found]

    def score(self, cue: Span) -> float:
        """How sure it is, 0..1, that the words of ``cue`` make a report: the surest of them."""
        best = 0.0
        for window, sure in zip(self._windows, self._sure, strict=True):
            for i in range(window.first, window.last):
                piece = window.pieces[i]
                if piece.start < cue.end and cue.start < piece.end:
                    best = max(best, float(1 - sure[i, OUTSIDE]))
        return round(best, 4)

    def lay(self, cues: Sequence[tuple[Span, float]]) -> list[Tagged]:
        """Source and contents of each of ``cues`` (with scores, handed through), in their order."""
        homes = [self._home(cue) for cue, _ in cues]
        asked = [(home, self._marks(home, cue)) for home, (cue, _) in zip(homes, cues, strict=True)]
        shares = self._tagger.lay_windows(
            [(self._windows[home], self._vectors[home], marks) for home, marks in asked]
        )
        found = []
        for home, (cue, score), share in zip(homes, cues, shares, strict=True):
            source, contents = _roles(self._words[home], share, cue)
            found.append(Tagged(cue, score, source, contents))
        return found

    def _home(self, cue: Span) -> int:
        """The window in whose core ``cue`` begins."""
        for number, window in enumerate(self._windows):
            if cue.start < window.pieces[window.last - 1].end:
                return number
        return len(self._windows) - 1

    def _marks(self, home: int, cue: Span) -> list[int]:
        return [int(p.start < cue.end and cue.start < p.end) for p in self._windows[home].pieces]


class Tagger:
    """Finds who is said to have said what.

    Attributes:
        name: the model's name and version, for a ledger's provenance.
        sha256: of the weights' file, in hex.
        threshold: the score from which on a cue is worth a look; set on held-out articles.

    """

    def __init__(self, folder: Path, threads: int) -> None:
        facts = facts_of(folder, "attribution")
        self.name: str = facts["name"]
        self.sha256: str = facts["sha256"]
        self.threshold: float = facts["thresholds"]["cue"]
        self._finder = Runner(folder, facts, threads)
        self._laying = Runner(folder, facts_of(folder, "attribution-roles"), threads)

    def read(self, text: str, blocks: Sequence[Span]) -> Reading:
        """Reads ``blocks`` (paragraphs, in order) of ``text``."""
        pieces = pieces_of(text, [(b.start, b.end) for b in blocks], self._finder.pieces, self._finder.end)
        return Reading(self, text, windows_of(pieces, self._finder.start))

    def read_windows(self, windows: Sequence[Window]) -> tuple[list[Floats], list[Floats]]:
        """For each window its vectors (pieces, 384) and the shares of outside, begins, inside."""
        rows = [np.array([piece.id for piece in window.pieces], np.int64) for window in windows]
        vectors: list[Floats] = [_NOTHING] * len(rows)
        shares: list[Floats] = [_NOTHING] * len(rows)
        batches = _batches([len(row) for row in rows])
        feeds = [_padded({"ids": [rows[i] for i in places]}) for places in batches]
        for places, answer in zip(batches, self._finder.answers(feeds), strict=True):
            for line, i in enumerate(places):
                mine = answer[line, : len(rows[i])]
                vectors[i], shares[i] = mine[:, :-3], _softmax(mine[:, -3:])
        return vectors, shares

    def lay_windows(self, asked: Sequence[tuple[Window, Floats, Sequence[int]]]) -> list[Floats]:
        """For each window, its vectors and the marks of one cue: shares of the roles, (pieces, 4)."""
        shares: list[Floats] = [_NOTHING] * len(asked)
        batches = _batches([len(marks) for _, _, marks in asked])
        feeds = [
            _padded(
                {
                    "vectors": [asked[i][1] for i in places],
                    "marks": [np.array(asked[i][2], np.int64) for i in places],
                }
            )
            for places in batches
        ]
        for places, answer in zip(batches, self._laying.answers(feeds), strict=True):
            for line, i in enumerate(places):
                shares[i] = _softmax(answer[line, : len(asked[i][2])])
        return shares


def load_tagger(threads: int = 0) -> Tagger:
    """The attribution tagger, its bytes checked. Arguments and errors as for `load_stance`."""
    return Tagger(Path(__file__).parent, threads)


_NOTHING = np.zeros((0, 0), np.float32)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a window: where each stands in the text, and which pieces make it."""

    places: list[tuple[int, int]]
    firsts: NDArray[np.int64]
    sizes: NDArray[np.int64]

    def mean(self, shares: Floats) -> Floats:
        """Shares by piece, (pieces, numbers), as shares by word."""
        if not self.places:
            return shares[:0]
        ends = np.cumsum(np.vstack([np.zeros_like(shares[:1]), shares]), 0, dtype=np.float64)
        summed = ends[self.firsts + self.sizes] - ends[self.firsts]
        mean: Floats = (summed / self.sizes[:, None]).astype(np.float32)
        return mean


def _words_of(text: str, window: Window) -> _Words:
    """The words of ``window``; marks are left out. A word that a core's edge cuts is two."""
    pieces, places, firsts, sizes = window.pieces, [], [], []
    begin = 1
    while begin < len(pieces):
        end = begin + 1
        while (
            end < len(pieces)
            and end not in (window.first, window.last)
            and pieces[end].start == pieces[end - 1].end < pieces[end].end
            and _joined(text, pieces[end].start)
        ):
            end += 1
        if pieces[begin].end > pieces[begin].start:
            places.append((pieces[begin].start, pieces[end - 1].end))
            firsts.append(begin)
            sizes.append(end - begin)
        begin = end
    return _Words(places, np.array(firsts, np.int64), np.array(sizes, np.int64))


def _joined(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _roles(words: _Words, share: Floats, cue: Span) -> tuple[Span | None, tuple[Span, ...]]:
    """The source and the contents that ``share`` (pieces, 4) gives to ``cue``."""
    shares = words.mean(share)
    for place, (start, end) in enumerate(words.places):
        if start < cue.end and cue.start < end:
            shares[place] = np.eye(4)[CUE]
    runs: dict[int, list[tuple[int, int, float]]] = {SOURCE: [], CONTENT: []}
    last = NOTHING
    for (start, end), p, role in zip(words.places, shares, _steady(shares), strict=True):
        if role in runs and role == last:
            begin, _, weight = runs[role].pop()
            runs[role].append((begin, end, weight + float(p[role])))
        elif role in runs:
            runs[role].append((start, end, float(p[role])))
        last = role
    source = max(runs[SOURCE], key=lambda run: (round(run[2], 4), -run[0]), default=None)
    contents = tuple(Span(start, end) for start, end, _ in runs[CONTENT])
    return (None if source is None else Span(source[0], source[1])), contents


def _steady(shares: Floats) -> list[int]:
    """The likeliest run of roles for words with ``shares`` (words, 4), where each change costs.

    Word by word the network now and then drops one out of the middle of what somebody said.
    """
    if not len(shares):
        return []
    sure = np.log(shares + 1e-6).tolist()
    best, came = sure[0], []
    for row in sure[1:]:
        top = max(range(len(row)), key=best.__getitem__)
        bar = best[top] - CHANGE
        came.append([role if best[role] >= bar else top for role in range(len(row))])
        best = [max(best[role], bar) + row[role] for role in range(len(row))]
    roles = [max(range(len(best)), key=best.__getitem__)]
    for origins in reversed(came):
        roles.append(origins[roles[-1]])
    return roles[::-1]


def _batches(sizes: Sequence[int]) -> list[list[int]]:
    order = sorted(range(len(sizes)), key=lambda i: (sizes[i], i))
    return batched(order, sizes)


def _padded(columns: dict[str, list[NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """The columns' rows padded with zeros to one length, and the mask that tells padding."""
    sizes = [len(row) for row in next(iter(columns.values()))]
    width = max(sizes)
    feed: dict[str, NDArray[Any]] = {"mask": np.zeros((len(sizes), width), np.int64)}
    for line, size in enumerate(sizes):
        feed["mask"][line, :size] = 1
    for name, rows in columns.items():
        feed[name] = np.zeros((len(rows), width, *rows[0].shape[1:]), rows[0].dtype)
        for line, row in enumerate(rows):
            feed[name][line, : len(row)] = row
    return feed


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    shares: Floats = raised / raised.sum(-1, keepdims=True)
    return shares
