"""A person finds passages: by words, by meaning, by phrases, by names however spelled, narrowed."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sayso.errors import UsageError
from sayso.library import Library
from sayso.library.finding import How
from sayso.library.meaning import MeaningIndex
from sayso.records import Document, Page, Segment, SegmentKind, WordBox, WordBoxes


class Letters:
    def embed(self, texts):
        rows = np.full((len(texts), 384), 1e-3, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for a, b in zip(text.lower(), text.lower()[1:], strict=False):
                row[(ord(a) * 31 + ord(b)) % 384] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def paper(name, kind, *speeches):
    text, segments, pages = "", [], []
    for number, (speaker, day, words) in enumerate(speeches, 1):
        start = len(text)
        text += words + "\n\n"
        end = start + len(words)
        segments.append(Segment(start, end, SegmentKind.SPEECH, number, None, speaker, day))
        boxes, place = [], start
        for i, word in enumerate(words.split(" ")):
            boxes.append(WordBox(place, place + len(word), 10.0 * i, 5.0, 10.0 * i + 9, 8.0))
            place += len(word) + 1
        pages.append(Page(number, start, end, words=WordBoxes.pack(boxes)))
    sha256 = name.encode().hex().ljust(64, "0")[:64]
    return Document(
        sha256[-64:][:12], name, sha256, kind, text, segments=tuple(segments), pages=tuple(pages)
    )


PAPERS = [
    paper(
        "papers/minutes.pdf", "application/pdf",
        ("Anna Lund", date(2024, 3, 1), "The spillway of Sarvelle was inspected."),
        ("Bo Qadirow", date(2024, 4, 2), "Cracks were seen and the valve was closed."),
        ("Anna Lund", date(2024, 5, 3), "Nobody had closed the spillway."),
    ),
    paper("note.txt", "text/plain", (None, None, "Kadyrov asked about the closed road.")),
]  # fmt: skip


@pytest.fixture(params=["in memory", "in a folder"])
def library(request, tmp_path):
    made = Library(Letters(), None if request.param == "in memory" else tmp_path / "case")
    made.add(PAPERS)
    yield made
    made.close()


def texts(found):
    return [one.passage.text for one in found]


def test_a_passage_is_found_with_its_neighbours_page_marks_and_box(library):
    best = library.find("valve cracks", limit=1)[0]
    assert (best.name, best.passage.page) == ("papers/minutes.pdf", 2)
    assert best.before.page == 1
    assert best.after.page == 3
    assert [m.words for m in best.marks] == ["Cracks", "valve"]
    text = library.documents[best.passage.document].text
    assert all(" ".join(text[m.start : m.end].split()) == m.words for m in best.marks)
    assert library.box(best) == pytest.approx((2, 0.0, 5.0, 59.0, 8.0))
    assert "“valve”" in best.why


def test_words_in_marks_must_stand_together(library):
    found = library.find('"valve was closed"', by="words")
    assert texts(found) == ["Cracks were seen and the valve was closed."]
    assert [(m.words, m.how) for m in found[0].marks] == [("valve was closed", How.PHRASE)]
    assert texts(library.find("anything", phrase="valve was closed")) == texts(found)


def test_a_name_is_found_however_it_is_spelled_and_that_is_shown(library):
    [found] = library.find("Sarvel", by="words")
    assert [(m.words, m.how) for m in found.marks] == [("Sarvelle", How.NAME)]
    assert "spelled nearly so" in found.why
    assert "Kadyrov" in library.find("Qadirow", by="words", limit=1)[0].passage.text


@pytest.mark.parametrize("by", ["words", "meaning", "both"])
def test_a_search_is_narrowed_inside_the_index(library, by):
    def ask(**filters):
        return {one.passage.text[:6] for one in library.find("closed spillway", by, **filters)}

    assert ask(kind="text") == {"Kadyro"}
    assert ask(document="note.txt") == ask(document="note*") == {"Kadyro"}
    assert ask(document="minutes.pdf", page=3) == {"Nobody"}
    assert ask(speaker="Lund", after=date(2024, 4, 1)) == {"Nobody"}
    assert ask(speaker="Kadirov", before=date(2024, 4, 2)) == {"Cracks"}
    assert ask(after=date(2025, 1, 1)) == set()


def test_without_words_the_filters_list_what_is_left_in_order(library):
    assert [one.passage.page for one in library.find(speaker="anna lund")] == [1, 3]
    assert library.find("") == []


def test_a_filter_that_means_nothing_says_so(library):
    days = {"after": date(2024, 5, 1), "before": date(2024, 4, 1)}
    for wrong in (
        {"document": "nowhere"}, {"kind": "tablet"}, {"limit": 0}, {"by": "smell"}, days,
        {"speaker": "Nobody"},
    ):  # fmt: skip
        with pytest.raises(UsageError):
            library.find("spillway", **wrong)


def test_a_removed_neighbour_or_another_documents_passage_is_no_neighbour(library):
    [found] = library.find("road", by="words")
    assert found.before is None
    assert found.after is None


@pytest.mark.parametrize("kept", [False, True])
def test_the_signs_lose_next_to_nothing_against_looking_at_all(tmp_path, kept):
    chance = np.random.default_rng(7)
    rows = chance.standard_normal((9000, 384), dtype=np.float32)
    rows += np.repeat(chance.standard_normal((300, 384), dtype=np.float32), 30, axis=0)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    index = MeaningIndex(tmp_path if kept else None)
    for start in range(0, 9000, 2500):
        index.add(rows[start : start + 2500])
    asked = rows[:8999:900] + 0.03 * chance.standard_normal((10, 384), dtype=np.float32)
    left = np.arange(9000) % 9 > 0
    for mask in (None, left):
        lost = 0
        for vector, found in zip(asked, index.search(asked, 20, mask), strict=True):
            scores = rows.astype(np.float16).astype(np.float32) @ vector
            exact = np.argsort(-(scores if mask is None else np.where(mask, scores, -9)))[:20]
            lost += len(set(exact.tolist()) - {n for n, _ in found})
            assert mask is None or all(mask[n] for n, _ in found)
        assert lost <= 2


def test_lost_signs_are_made_again_from_the_vectors(tmp_path):
    rows = np.random.default_rng(3).standard_normal((7000, 384), dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    first = MeaningIndex(tmp_path)
    first.add(rows)
    before = first.search(rows[:3], 5)
    (tmp_path / "signs").unlink()
    assert MeaningIndex(tmp_path).search(rows[:3], 5) == before


def test_a_large_pile_in_memory_is_found_by_meaning_too(monkeypatch):
    monkeypatch.setattr("sayso.library._EAGER", 1)
    library = Library(Letters())
    library.add([*PAPERS, replace(PAPERS[1], id="again", name="again", sha256="a" * 64)])
    assert library.find("closed valve", by="meaning", limit=1)[0].cosine > 0


def mail(number, words, **rest):
    text = words + "\n"
    segments = (Segment(0, len(words)),)
    sha256 = f"{number:064x}"
    return Document(f"d{number}", f"mail {number}", sha256, "text/plain", text, segments=segments, **rest)


@pytest.mark.parametrize("by", ["words", "meaning", "both"])
def test_what_near_copies_share_is_shown_once_and_does_not_crowd_out_the_rest(library, by):
    same = (
        "The harbour master closed the quay on Monday after the inspectors had found long cracks in "
        "the wall beneath the crane, and nobody was told of it until the week after."
    )
    library.add([mail(n, same) for n in range(60)])
    library.add([mail(90, "The quay was not closed by the harbour master but by the storm.")])
    found = library.find("harbour master closed the quay", by, limit=2)
    assert {one.name for one in found} == {"mail 0", "mail 90"}
    [copied] = [one for one in found if one.name == "mail 0"]
    assert "mail 1" in copied.also
    assert copied.passage.document not in copied.also


def test_a_paper_in_another_language_is_found_by_words_and_said_to_be(library):
    german = "Der Hafenmeister hat den Kai wegen der Risse in der Mauer am Montag geschlossen."
    library.add([mail(7, german, metadata=(("language", "de"),))])
    [found] = library.find("Hafenmeister Kai", by="words")
    assert (found.language, found.cosine) == ("de", None)
    assert "(de)" in found.why
    assert library.find("Hafenmeister Kai", limit=1)[0].name == "mail 7"
    assert "mail 7" not in {one.name for one in library.find("Hafenmeister Kai", by="meaning")}


def test_what_another_process_is_just_adding_is_found_by_its_words_alone(tmp_path):
    made = Library(Letters(), tmp_path / "case")
    made.add(PAPERS)
    made._words.add([(made._words.end, "The ferry sank.")])  # its vector comes a moment later
    made.find("ferry")
    made.find("", phrase="ferry sank")
    made.close()


def test_the_documents_with_tables_are_known_without_reading_them(library, monkeypatch):
    row = Segment(0, 9, SegmentKind.ROW)
    library.add([Document("t", "calls.csv", "b" * 64, "text/csv", "Lund;14 m", segments=(row,))])
    monkeypatch.setattr("sayso.library.kept.KeptDocuments.__getitem__", None)
    assert library.tabled() == ["t"]
