"""Documents become passages that can be found, in memory and in a folder, by the same code."""

import hashlib
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.library import Library
from sayso.library.fusion import ALONE, fused
from sayso.library.passages import LONGEST, passages_of
from sayso.library.words import WordsIndex
from sayso.reading import read_file
from sayso.records import Document, Segment, SegmentKind


class HashEmbedder:
    """A bag of letters pairs: near for near words, the same every time."""

    def embed(self, texts):
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for a, b in zip(text.lower(), text.lower()[1:], strict=False):
                row[(ord(a) * 31 + ord(b)) % 384] += 1
            norm = np.linalg.norm(row)
            row /= norm if norm else 1
        return vectors


def paper(name, *paragraphs, **rest):
    text, segments, place = "", [], 0
    for paragraph in paragraphs:
        segments.append(Segment(place, place + len(paragraph), **rest))
        text += paragraph + "\n\n"
        place = len(text)
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return Document(sha256[:12], name, sha256, "text/plain", text, segments=tuple(segments))


PAPERS = [
    paper("dam", "The spillway of the dam was last inspected in May.", "Cracks were seen in it."),
    paper("fair", "The spring fair opens on Sunday.", "Stalls are free."),
    paper("ball", "The harbour ball was put off.", "Tickets will be paid back."),
]


@pytest.fixture(params=["in memory", "in a folder"])
def library(request, tmp_path):
    made = Library(HashEmbedder(), None if request.param == "in memory" else tmp_path / "case")
    made.add(PAPERS)
    yield made
    made.close()


def test_the_passage_that_speaks_of_it_comes_first(library):
    [hits] = library.search(["When was the dam's spillway inspected?"], 3)
    assert library.documents[hits[0].passage.document].name == "dam"
    assert hits[0].words > 0


def test_a_document_added_twice_is_kept_once(library):
    before = len(library.passages)
    library.add(PAPERS[:1])
    assert len(library.passages) == before


def test_every_passage_re_slices(library):
    for passage in library.passages:
        text = library.documents[passage.document].text
        assert text[passage.start : passage.end] == passage.text


def test_a_library_in_a_folder_is_found_again_as_it_was(tmp_path):
    first = Library(HashEmbedder(), tmp_path / "case")
    first.add(PAPERS)
    passages, [before] = list(first.passages), first.search(["harbour ball"], 5)
    first.close()
    again = Library(HashEmbedder(), tmp_path / "case")
    assert list(again.passages) == passages
    assert list(again.documents.values()) == PAPERS
    [after] = again.search(["harbour ball"], 5)
    assert before == after
    again.close()


def test_a_folder_whose_vectors_another_model_made_is_embedded_anew(tmp_path):
    class Reversed(HashEmbedder):
        def embed(self, texts):
            return super().embed(texts)[:, ::-1].copy()

    first = Library(HashEmbedder(), tmp_path / "case")
    first.add(PAPERS)
    first.close()
    for _ in range(2):
        again = Library(Reversed(), tmp_path / "case")
        [hits] = again.search(["Tickets will be paid back."], 1)
        assert hits[0].passage.text.endswith("paid back.")
        assert hits[0].cosine > 0.7
        again.close()


def test_a_passage_that_only_its_words_brought_up_has_its_cosine(tmp_path, monkeypatch):
    monkeypatch.setattr("sayso.library.fusion.WORDS", 2.0)
    query, embedder = "aaaaaaaaaaaa zyx", HashEmbedder()
    made = Library(embedder, tmp_path / "case")
    far = paper("far", "Zyx. " + "Plain weather was seen over the whole of the northern coast. " * 3)
    made.add([far, *(paper(f"near {n}", f"aaaaaaaaaaaaa {n}") for n in range(60))])
    [hits] = made.search([query], 5)
    made.close()
    [asked], [have] = (embedder.embed([text]) for text in (query, hits[0].passage.reading))
    assert hits[0].passage.document == far.id
    assert hits[0].cosine == pytest.approx(float(asked @ have), abs=1e-5)
    assert hits[0].cosine < min(hit.cosine for hit in hits[1:])


def test_what_is_good_by_words_and_by_meaning_comes_before_what_is_best_by_one():
    ranked = fused({1: 10.0, 2: 9.0, 3: 1.0}, {1: 0.30, 2: 0.57, 3: 0.60}, 3)
    assert [number for number, _ in ranked] == [2, 3, 1]


def test_equal_scores_stand_in_the_order_of_their_numbers():
    assert [number for number, _ in fused({}, {4: 0.5, 0: 0.5, 2: 0.5}, 3)] == [0, 2, 4]


def test_what_was_not_embedded_counts_as_far_as_the_farthest_that_was():
    assert dict(fused({7: 2.0, 8: 2.0}, {7: 0.4, 9: 0.1}, 3))[8] == pytest.approx(0.1 + ALONE)
    assert fused({}, {}, 3) == []


def test_a_query_of_nothing_but_small_words_or_signs_finds_without_failing(library):
    for hits in library.search(["the of and", "+-&&||!(){}[]^\"~*?:\\/ AND OR NOT", ""], 3):
        assert len(hits) <= 3


def test_rarer_words_weigh_more(library):
    rarity = library.rarity(["spillway", "sunday", "nowhere"])
    assert rarity["nowhere"] > rarity["sunday"] > 0


def test_a_row_is_read_with_its_columns_names(tmp_path):
    path = tmp_path / "calls.csv"
    path.write_text("date,caller,minutes\n2024-03-05,A. Lund,14\n2024-03-06,B. Berg,3\n", "utf-8")
    (table,) = read_file(path)
    rows = [p for p in passages_of(table) if p.kind is SegmentKind.ROW]
    assert [r.line for r in rows] == [2, 3]
    assert "caller: A. Lund" in rows[0].reading
    assert rows[0].date == date(2024, 3, 5)


def test_a_passage_has_one_speaker():
    text = "Yes.\nNo."
    document = Document(
        "t", "t", "t", "text/plain", text,
        segments=(
            Segment(0, 4, SegmentKind.SPEECH, speaker="Ada"),
            Segment(5, 8, SegmentKind.SPEECH, speaker="Bo"),
        ),
    )  # fmt: skip
    assert [(p.speaker, p.text) for p in passages_of(document)] == [("Ada", "Yes."), ("Bo", "No.")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ab .\n“”", min_size=1, max_size=1500), min_size=1, max_size=4))
def test_windows_are_short_in_order_and_inside(paragraphs):
    document = paper("p", *paragraphs)
    place = 0
    for passage in passages_of(document):
        assert place <= passage.start < passage.end <= len(document.text)
        assert passage.text.count(" ") + passage.text.count("\n") <= LONGEST + 2
        place = passage.end


def test_a_large_pile_embeds_only_what_the_words_found(monkeypatch):
    monkeypatch.setattr("sayso.library._EAGER", 2)

    class Counting(HashEmbedder):
        seen = 0

        def embed(self, texts):
            self.seen += len(texts)
            return super().embed(texts)

    embedder = Counting()
    library = Library(embedder)
    library.add(PAPERS)
    assert embedder.seen == 0
    [hits] = library.search(["When was the dam's spillway inspected?"], 3)
    assert hits[0].passage.document == PAPERS[0].id
    assert 0 < hits[0].cosine <= 1
    assert embedder.seen < 1 + len(library.passages)


def test_runs_of_words_find_the_passage_that_holds_them():
    texts = ("The committee met on Monday to hear the engineer.", "We met the engineer of the committee.")
    index = WordsIndex()
    index.add(enumerate(texts))
    assert index.phrases("hear the engineer on Monday", 1) == [0]
    assert index.phrases("the engineer of the council", 1) == [1]
    assert index.phrases("?", 3) == []
