"""The attribution tagger: pinned bytes, exact places, the same answer for the same text."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso.models
from sayso.errors import ModelError
from sayso.models.tagging import Piece, Tagged, Tagger, load_tagger, pieces_of, windows_of
from sayso.records import Span

FOLDER = Path(sayso.models.__file__).parent
NEWS = (
    "“We knew nothing of it,” Mayor Ines Valk said on Monday. “Nobody told us,” she added.\n"
    "According to a report of the port, the crane was safe. Officials deny that it was.\n"
    "The ferry left at nine, the harbour master wrote, and rain fell all week."
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger(threads=1)


def lines(text: str) -> list[Span]:
    found, place = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Span(place, place + len(line)))
        place += len(line) + 1
    return found


def found_in(tagger: Tagger, text: str) -> list[Tagged]:
    reading = tagger.read(text, lines(text))
    return reading.lay(reading.cues(tagger.threshold))


def test_a_plain_report_is_found_with_its_source_and_its_words(tagger: Tagger) -> None:
    (one,) = found_in(tagger, "The minister said that the dam was safe.")
    text = "The minister said that the dam was safe."
    assert one.cue.of(text) == "said"
    assert one.source is not None
    assert one.source.of(text) == "The minister"
    assert "the dam was safe" in one.contents[0].of(text)


def test_several_reports_in_one_paragraph_come_apart(tagger: Tagger) -> None:
    cues = [one.cue.of(NEWS) for one in found_in(tagger, NEWS)]
    assert {"said", "added", "According to", "wrote"} <= set(cues)
    assert [one.cue.start for one in found_in(tagger, NEWS)] == sorted(
        one.cue.start for one in found_in(tagger, NEWS)
    )


def test_contents_on_both_sides_of_the_cue_come_in_pieces(tagger: Tagger) -> None:
    text = "“The dam,” the minister said, “was safe in March and is safe today.”"
    (one,) = found_in(tagger, text)
    assert len(one.contents) == 2
    assert "The dam" in one.contents[0].of(text)
    assert "was safe in March" in one.contents[1].of(text)


def test_a_cue_that_is_asked_for_is_laid_even_where_the_tagger_did_not_find_it(tagger: Tagger) -> None:
    text = "The minister said the clerk claimed that the dam was safe."
    place = text.index("claimed")
    inner = Span(place, place + len("claimed"))
    (one,) = tagger.read(text, lines(text)).lay([(inner, 1.0)])
    assert one.cue == inner
    for span in [*one.contents, *([one.source] if one.source else [])]:
        assert not span.overlaps(inner)


def test_the_same_text_gives_the_same_answer_however_many_threads(tagger: Tagger) -> None:
    assert found_in(tagger, NEWS) == found_in(load_tagger(threads=2), NEWS)


def test_words_keep_their_places_whatever_stands_before_them(tagger: Tagger) -> None:
    before = "Ärger 🦩 ﬁle\u00a0“x” — \u200b…\n"
    shifted = {one.cue.of(before + NEWS) for one in found_in(tagger, before + NEWS)}
    plain = {one.cue.of(NEWS) for one in found_in(tagger, NEWS)}
    assert len(shifted & plain) >= 2, "what stands before may change a score, and no place"


def test_nothing_to_read_gives_no_reports(tagger: Tagger) -> None:
    assert found_in(tagger, "") == []
    assert tagger.read("", []).cues(0.0) == []
    assert tagger.read("", []).score(Span(0, 3)) == 0.0


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.floats(0, 1))
def test_any_text_is_read_and_every_place_lies_inside_it(text: str, threshold: float) -> None:
    reading = load_cached().read(text, lines(text))
    for one in reading.lay(reading.cues(threshold)):
        spans = [one.cue, *one.contents, *([one.source] if one.source else [])]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert 0 <= one.score <= 1


@functools.cache
def load_cached() -> Tagger:
    return load_tagger(threads=1)


@given(st.lists(st.integers(1, 60), max_size=12), st.integers(1, 40), st.integers(0, 20))
def test_cores_hold_every_piece_once_and_windows_hold_their_cores(
    sizes: list[int], core: int, context: int
) -> None:
    blocks, number = [], 0
    for size in sizes:
        blocks.append([Piece(5, number + i, number + i + 1) for i in range(size)])
        number += size
    windows = windows_of(blocks, 1, core, context)
    seen = [piece for window in windows for piece in window.pieces[window.first : window.last]]
    assert seen == [piece for block in blocks for piece in block]
    assert all(1 <= window.last - window.first <= core for window in windows)
    assert all(len(window.pieces) <= core + 2 * context + 1 for window in windows)


def test_marks_of_quotation_are_read_alike_and_keep_their_places() -> None:
    seen: list[str] = []

    def encode(text: str) -> tuple[list[int], list[tuple[int, int]]]:
        seen.append(text)
        return [7], [(0, len(text))]

    ((piece, mark),) = pieces_of("a “b”", [(2, 5)], encode, 102)
    assert seen == ['"b"']
    assert (piece.start, piece.end) == (2, 5)
    assert (mark.id, mark.start, mark.end) == (102, 5, 5)


@pytest.mark.parametrize("file", ["attribution.onnx", "attribution-roles.onnx"])
def test_a_changed_file_is_refused(tmp_path: Path, file: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "models")
    changed = tmp_path / "models" / file
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    with pytest.raises(ModelError, match=f"{file} is not the file .* install sayso again"):
        Tagger(tmp_path / "models", threads=1)
