"""Articles taken into a case, a claim traced through them, a record of one source: the real thing."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from sayso.cases import Case, traces, tracing
from sayso.ledger.trace_data import trace_as_csv, trace_as_data
from sayso.tracing.drawing import Drawing, Point, Shape, Words, to_png, to_svg
from sayso.tracing.timeline import PaperMark, timeline
from sayso.tracing.trace import OWN_VOICE, Position, Trace

from . import affair

CLAIM = "Both governments asked Halloran to mediate."


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("trace")
    clips = affair.write(folder / "clips")
    with Case.new(folder / "case") as made:
        tracing.take_paths(made, [clips])
        yield made


@pytest.fixture(scope="module")
def found(case: Case) -> Trace:
    return traces.trace(case, CLAIM, traces.parties_of(case))


def _positions(trace: Trace) -> dict[str, list[Position]]:
    return {row.name: [mark.position for mark in row.marks] for row in trace.rows}


def test_who_says_a_claim_and_who_denies_it_stand_in_rows_of_their_own(found: Trace) -> None:
    positions = _positions(found)
    assert positions["Rusk Halloran"] == [Position.SAYS, Position.SAYS]
    assert positions["Orlund’s government"] == [Position.DENIES, Position.DENIES]
    assert positions["officials in Castrel"] == [Position.HEDGES]
    assert positions[OWN_VOICE] == [Position.SAYS]


def test_one_text_printed_by_two_outlets_is_one_voice(found: Trace) -> None:
    row = next(row for row in found.rows if row.name == "Rusk Halloran")
    assert row.marks[1].outlets == ("Northern Wire", "Harbour Post")
    assert found.articles == found.texts + 1


def test_a_trace_begins_with_its_first_article(found: Trace) -> None:
    assert found.first is not None
    assert found.first.first.article.name == "01-envoy.html"


def test_every_telling_is_cut_from_its_article(case: Case, found: Trace) -> None:
    for row in found.rows:
        for mark in row.marks:
            for told in mark.told:
                text = case.register.text_of(told.article.id)
                assert text[told.telling.start : told.telling.end] == told.telling.text


def test_a_figure_that_drifts_is_shown_in_its_own_words(case: Case) -> None:
    trace = traces.trace(case, "Three sailors died in the fighting.", traces.parties_of(case))
    (series,) = trace.series
    assert [reading.words for reading in series.readings] == [
        "three",
        "More than five",
        "More than five",
        "About ten",
    ]
    assert series.thing == "sailor"
    positions = _positions(trace)
    assert positions["the navy"] == [Position.SAYS]
    assert positions["a report of the Assembly"] == [Position.FIGURE]


def test_a_claim_that_nobody_tells_has_an_empty_trace(case: Case) -> None:
    trace = traces.trace(case, "The bakery on Mill Street sells rye bread.", traces.parties_of(case))
    assert trace.rows == ()
    assert trace.first is None


def test_taking_the_same_articles_again_takes_none(case: Case, tmp_path: Path) -> None:
    taken = tracing.take_paths(case, [affair.write(tmp_path / "again")])
    assert (taken.articles, taken.known) == (0, len(affair.ARTICLES))


def test_articles_added_one_by_one_make_the_same_claims(case: Case, tmp_path: Path, found: Trace) -> None:
    clips = affair.write(tmp_path / "clips")
    with Case.new(tmp_path / "slow") as slow:
        for path in sorted(clips.iterdir()):
            tracing.take_paths(slow, [path])
        again = traces.trace(slow, CLAIM, traces.parties_of(slow))
    assert trace_as_data(again) == trace_as_data(found)


def test_an_intake_that_was_broken_off_before_the_grouping_goes_on(tmp_path: Path, found: Trace) -> None:
    clips = affair.write(tmp_path / "clips")
    with Case.new(tmp_path / "broken") as broken:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tracing, "group", _stopped)
            with pytest.raises(KeyboardInterrupt):
                tracing.take_paths(broken, [clips])
        taken = tracing.take_paths(broken, [clips])
        assert taken.articles == 0
        again = traces.trace(broken, CLAIM, traces.parties_of(broken))
    assert trace_as_data(again) == trace_as_data(found)


def _stopped(*_: object) -> None:
    raise KeyboardInterrupt


def test_vectors_that_are_gone_are_made_again(case: Case, tmp_path: Path, found: Trace) -> None:
    shutil.copytree(case.folder, tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy" / "trace" / "vectors")
    extra = tmp_path / "extra.html"
    extra.write_text(
        affair.page("Post", "2024-11-01", "Bread", ("The bakery sells rye bread every day.",)), "utf-8"
    )
    with Case(tmp_path / "copy") as copy:
        tracing.take_paths(copy, [extra])
        assert _positions(traces.trace(copy, CLAIM, traces.parties_of(copy))) == _positions(found)


def test_an_article_that_is_removed_leaves_none_of_its_words(tmp_path: Path) -> None:
    secret = "The canary kept the ledger in the seed tin."
    path = tmp_path / "secret.html"
    path.write_text(affair.page("Post", "2024-11-01", "A tin", (secret,)), "utf-8")
    with Case.new(tmp_path / "case") as case:
        tracing.take_paths(case, [path])
        (article,) = case.register.articles()
        assert tracing.forget(case, article.id)
        assert not traces.trace(case, secret, traces.parties_of(case)).rows
        assert case.register.count() == (0, 0, 0)
    for file in (tmp_path / "case" / "trace").rglob("*"):
        assert not file.is_file() or b"canary" not in file.read_bytes(), file


def test_a_file_that_holds_no_article_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "no.html").write_text("<html><body><nav>Menu</nav></body></html>", "utf-8")
    with Case.new(tmp_path / "case") as case:
        taken = tracing.take_paths(case, [tmp_path / "empty.html", tmp_path / "no.html"])
        assert taken.unread == 2
        assert [name for name, problem in case.register.unread() if problem] == ["empty.html", "no.html"]


def test_a_record_has_all_that_is_laid_to_a_person_and_what_was_said_otherwise(case: Case) -> None:
    record = traces.record(case, "Halloran", traces.parties_of(case))
    assert record.party.name == "Rusk Halloran"
    contents = {entry.content for entry in record.entries}
    assert any("asked" in content for content in contents)
    assert any(content.startswith("Only Sarvelle") for content in contents)


def test_a_decision_about_names_is_kept_and_used(case: Case, tmp_path: Path) -> None:
    shutil.copytree(case.folder, tmp_path / "copy")
    with Case(tmp_path / "copy") as copy:
        traces.decide(copy, "Orlund", "Orlund’s foreign ministry", True, "2026-01-01T00:00:00+00:00")
    with Case(tmp_path / "copy") as copy:
        record = traces.record(copy, "Orlund", traces.parties_of(copy))
        assert {form for form, _ in record.party.forms} == {
            "Orlund’s government",
            "Orlund’s foreign ministry",
        }
        assert copy.register.decisions()[0][3] == "2026-01-01T00:00:00+00:00"


def test_outlets_are_shown_with_whose_word_they_print(case: Case) -> None:
    outlets = {outlet.name: outlet for outlet in traces.overview_outlets(case)}
    assert set(outlets) == {"Castrel Envoy", "Pellane Courier", "Northern Wire", "Harbour Post"}
    assert (
        abs(sum(outlets["Harbour Post"].share(kind) for kind, _ in outlets["Harbour Post"].kinds) - 1) < 1e-9
    )
    borrowed = [one.content for one in outlets["Harbour Post"].own_voice]
    assert any("asked Halloran to mediate" in content for content in borrowed)


def test_the_pages_and_the_data_are_written_and_say_the_same(
    case: Case, found: Trace, tmp_path: Path
) -> None:
    page = traces.write_trace(case, found, traces.parties_of(case), tmp_path / "out")
    files = {path.name for path in page.parent.iterdir()}
    assert files == {"index.html", "trace.json", "trace.csv", "timeline.svg", "timeline.png"}
    data = json.loads((page.parent / "trace.json").read_text("utf-8"))
    tree = etree.HTML(page.read_text("utf-8"))
    ids = set(tree.xpath("//li/@id"))
    links = {
        href.removeprefix("#") for href in tree.xpath("//*[local-name()='svg']//*[local-name()='a']/@href")
    }
    assert links
    assert links <= ids
    marks = sum(len(row["marks"]) for row in data["rows"])
    assert marks == len(ids & set(tree.xpath("//ol[@class='tellings']/li/@id")))
    assert (page.parent / "timeline.png").read_bytes().startswith(b"\x89PNG")


def test_a_page_without_papers_says_that_none_were_asked(case: Case, found: Trace, tmp_path: Path) -> None:
    page = traces.write_trace(
        case, traces.with_papers(case, found), traces.parties_of(case), tmp_path / "out"
    )
    assert "no papers" in page.read_text("utf-8")


def test_pages_are_the_same_byte_for_byte(case: Case, found: Trace, tmp_path: Path) -> None:
    parties = traces.parties_of(case)
    one, two = (traces.write_trace(case, found, parties, tmp_path / name).parent for name in ("one", "two"))
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes()


def test_exchanging_the_parties_names_exchanges_only_the_names(tmp_path: Path) -> None:
    clips = affair.write(tmp_path / "clips")
    swapped = tmp_path / "swapped"
    swapped.mkdir()
    for path in clips.iterdir():
        (swapped / path.name).write_text(_exchanged(path.read_text("utf-8")), "utf-8")
    shown = []
    for number, (folder, claim) in enumerate(((clips, CLAIM), (swapped, _exchanged(CLAIM)))):
        with Case.new(tmp_path / f"case{number}") as case:
            tracing.take_paths(case, [folder])
            data = json.dumps(
                trace_as_data(traces.trace(case, claim, traces.parties_of(case))), ensure_ascii=False
            )
        shown.append(re.sub(r'"(?:article|sha256)": "[0-9a-f]+"', "", data))
    assert _exchanged(shown[0]) == shown[1]


def _exchanged(text: str) -> str:
    swap = {"Orlund": "Tavren", "Sarvelle": "Pellon", "Pellane": "Orvane"}
    return re.sub("|".join(swap), lambda match: swap[match[0]], text)


HOSTILE = '<script>alert(1)</script>" onload="x" ]]> \u202e=cmd|/c calc'


def test_hostile_words_are_words_in_every_output(tmp_path: Path) -> None:
    bodies = (
        ("The weir was dredged in spring by two barges.",),
        ("Nurses walked out of the clinic at noon.",),
    )
    for number, body in enumerate(bodies):
        told = f"The minister of works said that {HOSTILE} closed the north gate of the dam."
        (tmp_path / f"{number}.html").write_text(
            affair.page(f"{HOSTILE} {number}", f"2024-0{number + 1}-01", HOSTILE, (told, *body)), "utf-8"
        )
    with Case.new(tmp_path / "case") as case:
        tracing.take_paths(case, [tmp_path / "0.html", tmp_path / "1.html"])
        parties = traces.parties_of(case)
        claims = traces.repeated(case, parties)
        assert claims
        for trace in claims:
            page = traces.write_trace(case, trace, parties, tmp_path / "out")
            assert "<script>" not in page.read_text("utf-8").replace("<script></script>", "")
            etree.fromstring((page.parent / "timeline.svg").read_bytes())
        overview = traces.write_overview(case, claims, traces.overview_outlets(case), tmp_path / "over")
        assert "<script>" not in overview.read_text("utf-8")


def test_a_table_of_tellings_holds_no_formula(found: Trace) -> None:
    for line in trace_as_csv(found).splitlines()[1:]:
        assert not re.search(r'(?:^|,)"?[=+@-]', line)


def test_a_drawing_holds_every_mark_and_its_words_in_both_forms() -> None:
    points = tuple(Point(20 + 30 * n, 20, 6, shape, f"mark {n}", f"#t{n}") for n, shape in enumerate(Shape))
    drawing = Drawing(200, 40, "Marks & more", "All shapes", (), (Words(10, 12, "a < b"),), points)
    tree = etree.fromstring(to_svg(drawing).encode())
    assert len(tree.findall("{*}g")) == len(Shape)
    assert "a < b" in [text.text for text in tree.findall("{*}text")]
    assert to_png(drawing).startswith(b"\x89PNG")


def test_marks_of_a_timeline_lie_in_order_of_time(found: Trace) -> None:
    drawing = timeline(found, (PaperMark(None, "a paper without a date"),))
    by_row: dict[float, list[float]] = {}
    for point in drawing.points:
        by_row.setdefault(round(point.y), []).append(point.x)
    assert all(xs == sorted(xs) for xs in by_row.values())
    assert all(0 <= point.x <= drawing.width and 0 <= point.y <= drawing.height for point in drawing.points)
