from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sayso.records import Document, SegmentKind, Status

from .conftest import segment_with, texts

Read = Callable[..., Document]


def test_one_line_a_block_of_what_is_visible(read: Read) -> None:
    document = read(
        "a.html",
        "<html><head><title>T</title><style>x{}</style></head><body><h2>Reply</h2>"
        "<p>One <b>two</b>\n three.<br>Four.</p><script>var a</script><template>no</template>"
        "<div style='display: none'>no</div><p hidden>no</p><!-- no -->tail</body></html>",
    )
    assert document.text == "Reply\nOne two three.\nFour.\ntail"
    assert texts(document, SegmentKind.HEADING) == ["Reply"]
    assert document.title == "T"


def test_table_rows_name_their_columns(read: Read) -> None:
    document = read(
        "a.html",
        "<html><table><tr><th>Day</th><th>Who</th></tr><tr><td>3 May 2024</td><td>"
        "Ada</td></tr></table></html>",
    )
    row = segment_with(document, "Ada")
    assert document.text == "Day | Who\n3 May 2024 | Ada"
    assert (row.kind, row.date) == (SegmentKind.ROW, date(2024, 5, 3))
    assert [c.column for c in row.cells] == ["Day", "Who"]


def test_the_date_comes_from_metadata_or_from_a_dateline(read: Read) -> None:
    meta = '<meta property="article:published_time" content="2024-05-06T07:00Z">'
    told = f"<html><head>{meta}</head><p>x</p></html>"
    assert read("a.html", told).date == date(2024, 5, 6)
    shown = "<html><body><h2>Reply</h2><p>Vashtel, 8 October 2024</p><p>Words.</p></body></html>"
    assert read("b.html", shown).date == date(2024, 10, 8)


def test_the_declared_encoding_counts(read: Read) -> None:
    page = "<html><head><meta charset='windows-1251'></head><body><p>Привет</p></body></html>"
    document = read("a.html", page.encode("cp1251"))
    assert document.text == "Привет"
    assert document.status is Status.READ


def test_deep_nesting_is_survived(read: Read) -> None:
    document = read(
        "a.html", "<html>" + "<div>" * 5000 + "deep" + "</div>" * 5000 + "<p>after</p></html>"
    )
    assert document.status is not Status.UNREAD or document.reason
