"""Workbooks, slides, OpenDocument and RTF."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from olefile import OleFileIO

from sayso.reading import read_paths
from sayso.reading.compound import alone
from sayso.reading.files import read_bytes
from sayso.reading.limits import Limits
from sayso.records import Document, SegmentKind, Status

from .conftest import check_spans, segment_with, texts
from .office import (
    grid,
    make_msg,
    make_ole,
    make_open,
    make_pptx,
    make_xls,
    make_xlsx,
    shape,
    sheet_xml,
    zipped,
)

LOG: list[list[object]] = [
    ["Day", "Who", "Sum"], [(45356,), "Ada", 12.5], [(45357,), "Ben", 3],
]  # fmt: skip
ROWS = (
    "<table:table-row>{0}</table:table-row>"
    '<table:table-row><table:table-cell office:value-type="date" office:date-value="2024-03-05">'
    "<text:p>05/03/24</text:p></table:table-cell>{1}</table:table-row>"
)


def read_one(data: bytes, name: str = "wrong.csv") -> Document:
    document = read_bytes(data, name)[0]
    check_spans(document)
    return document


def cell(words: str) -> str:
    return f"<table:table-cell><text:p>{words}</text:p></table:table-cell>"


OPEN_ROWS = ROWS.format(cell("Day") + cell("Who"), cell("Ada"))


def row_cells(document: Document, number: int) -> dict[str, str]:
    row = [s for s in document.segments if s.kind is SegmentKind.ROW][number]
    return {c.column: document.text[c.start : c.end] for c in row.cells}


def test_a_workbook_has_sheets_as_pages_and_days_as_days() -> None:
    document = read_one(make_xlsx({"Log": LOG, "Aside": [["x"]]}, hidden="Aside", comment="No!"))
    assert document.media_type.endswith("spreadsheetml.sheet")
    assert row_cells(document, 0) == {"Day": "2024-03-05", "Who": "Ada", "Sum": "12.5"}
    row = segment_with(document, "Ben")
    assert (row.page, row.line, row.date) == (1, 3, date(2024, 3, 6))
    assert texts(document, SegmentKind.HEADING) == ["Log", "Aside"]
    assert dict(document.metadata)["hidden sheets"] == "Aside"
    assert segment_with(document, "No!").speaker == "Ben Tarn"
    assert [p.number for p in document.pages] == [1, 2]


def test_an_old_workbook_is_read_and_a_locked_one_named() -> None:
    document = read_one(make_xls([["Day", "Who"], ["2024-03-01", "Ada"], ["2024-03-02", 4]]), "a.doc")
    assert document.media_type == "application/vnd.ms-excel"
    assert row_cells(document, 1) == {"Day": "2024-03-02", "Who": "4"}
    locked = read_one(make_xls([["Day"]], protect=True))
    assert locked.status is Status.UNREAD
    assert "password" in (locked.reason or "")


def test_cells_too_far_apart_are_refused_before_they_fill_the_memory() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts = sheet_xml(LOG).replace("</sheetData>", far)
    document = read_one(
        zipped({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": parts}), "a.xlsx"
    )
    assert document.status is Status.UNREAD
    assert "too far apart" in (document.reason or "")


def test_more_cells_than_the_limit_are_said_to_be_left() -> None:
    rows: list[list[object]] = [["Name", "Place"], *([f"n{i}", "p"] for i in range(50))]
    document = read_bytes(make_xlsx({"Log": rows}), "a.xlsx", Limits(cells=60))[0]
    assert document.status is Status.UNREAD
    assert "too many cells" in (document.reason or "")
    document = read_bytes(make_xls(rows), "a.xls", Limits(cells=40))[0]
    check_spans(document)
    assert document.status is Status.PARTLY_READ
    assert "more cells" in (document.reason or "")


@pytest.mark.parametrize("place", ["B999999999", "XFD1048576"])
def test_a_cell_further_off_than_memory_goes_is_no_reason_to_die(tmp_path: Path, place: str) -> None:
    whole = make_xlsx({"Log": [["Day", "Who"], ["Monday", "Ada"]]})
    (tmp_path / "a.xlsx").write_bytes(replaced(whole, b'r="B2"', f'r="{place}"'.encode()))
    (document,) = read_paths([tmp_path], workers=1)
    assert "too far apart" in (document.reason or "")


def test_an_old_workbook_with_a_cell_further_off_than_memory_goes(tmp_path: Path) -> None:
    whole = make_xls([["Day", "Who"], ["Monday", "Ada"], ["Tuesday", "Ben"]])
    # A LABEL or NUMBER record of the second row, moved as far as the format's numbers go.
    place = next(
        at for at in range(len(whole) - 8)
        if whole[at : at + 2] in (b"\x04\x02", b"\x03\x02", b"\xfd\x00")
        and whole[at + 4 : at + 8] == b"\x01\0\x01\0"
    )  # fmt: skip
    moved = whole[: place + 4] + b"\xff\xff\xff\xff" + whole[place + 8 :]
    (tmp_path / "a.xls").write_bytes(moved)
    (document,) = read_paths([tmp_path], workers=1)
    assert "too far apart" in (document.reason or "")


def replaced(package: bytes, old: bytes, new: bytes) -> bytes:
    """A zip container in which every part has ``new`` for ``old``."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as given, zipfile.ZipFile(made, "w") as archive:
        for name in given.namelist():
            archive.writestr(name, given.read(name).replace(old, new))
    return made.getvalue()


def test_slides_come_in_the_order_they_are_shown_with_notes_marked() -> None:
    first = shape("Body words.") + shape("The Plan", kind="title") + shape("7", kind="sldNum")
    second = shape("Figures", kind="ctrTitle") + grid(["Day", "Who"], ["3 March 2024", "Ada"])
    document = read_one(
        make_pptx([first, second], order=[2, 1], notes={1: shape("Say it slowly.", kind="body")})
    )
    assert document.text.split("\n") == [
        "Figures", "Day | Who", "3 March 2024 | Ada", "The Plan", "Body words.", "Notes:",
        "Say it slowly.",
    ]  # fmt: skip
    assert document.title == "Figures"
    assert segment_with(document, "Ada").date == date(2024, 3, 3)
    assert segment_with(document, "slowly").page == 2
    assert dict(document.metadata)["notes on slides"] == "2"
    assert document.page_at(document.text.index("The Plan")) == 2


def test_an_open_text_leaves_deletions_out_and_keeps_notes() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>not </text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="1">The Report</text:h><text:p>It is<text:s/>safe.'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note."
        "</text:p></text:note-body></text:note><office:annotation><dc:creator>Ben</dc:creator>"
        "<text:p>Is it?</text:p></office:annotation> So.</text:p>"
        f"<table:table>{OPEN_ROWS}</table:table>"
    )
    styles = "<style:header><text:p>Secret</text:p></style:header>"
    meta = "<dc:title>T</dc:title><meta:initial-creator>Ada</meta:initial-creator>"
    document = read_one(make_open("text", body, styles=styles, meta=meta), "a.docx")
    assert document.text.split("\n") == [
        "The Report", "It is safe. So.", "Day | Who", "2024-03-05 | Ada", "A note.", "Is it?", "Secret",
    ]  # fmt: skip
    assert texts(document, SegmentKind.HEADING) == ["The Report"]
    assert segment_with(document, "Is it?").speaker == "Ben"
    assert (document.title, document.author) == ("T", "Ada")
    facts = dict(document.metadata)
    assert facts["tracked deletions left out"] == "4 characters"
    assert facts["parts besides the body"] == "comment, footnote, header"


def test_an_open_sheet_and_open_slides() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = OPEN_ROWS.replace("</table:table-row>", blank + "</table:table-row>")
    sheet = read_one(
        make_open(
            "spreadsheet",
            f'<table:table table:name="Log">{rows}<table:table-row table:number-rows-repeated="1000000">'
            f"{blank}</table:table-row></table:table>",
        )
    )
    assert sheet.text == "Log\nDay | Who\n2024-03-05 | Ada"
    assert row_cells(sheet, 0) == {"Day": "2024-03-05", "Who": "Ada"}
    slides = read_one(
        make_open(
            "presentation",
            "<draw:page><draw:frame><draw:text-box><text:p>Body.</text:p></draw:text-box></draw:frame>"
            '<draw:frame presentation:class="title"><draw:text-box><text:p>Title</text:p></draw:text-box>'
            "</draw:frame><presentation:notes><draw:frame><draw:text-box><text:p>Aside.</text:p>"
            "</draw:text-box></draw:frame></presentation:notes></draw:page>",
        )
    )
    assert slides.text == "Title\nBody.\nNotes:\nAside."
    assert slides.title == "Title"


@pytest.mark.parametrize(
    ("kind", "part"),
    [("text", "<text:p>{}</text:p>"), ("presentation", "<draw:page><text:p>{}</text:p></draw:page>"),
     ("spreadsheet", "<table:table><table:table-row><table:table-cell><text:p>{}</text:p>"
      "</table:table-cell></table:table-row></table:table>")],
)  # fmt: skip
def test_a_damaged_open_file_with_two_bodies_is_read_whole(kind: str, part: str) -> None:
    between = f"</office:{kind}><office:{kind}>"
    document = read_one(make_open(kind, part.format("Ada") + between + part.format("Ben")))
    assert "Ada" in document.text
    assert "Ben" in document.text


def circled(data: bytes, stream: bytes) -> bytes:
    """An OLE file whose directory says that ``stream``, of four gigabytes, leads to its own beginning."""
    entry = data.index(stream.decode().encode("utf-16-le"))
    start, broken = struct.unpack_from("<I", data, entry + 116)[0], bytearray(data)
    struct.pack_into("<I", broken, entry + 120, 0xFFFFFFF0)
    table = 512 * (1 + struct.unpack_from("<I", data, 76)[0])
    struct.pack_into("<I", broken, table + 4 * start, start)
    return bytes(broken)


@pytest.mark.parametrize(
    ("data", "stream"),
    [(make_xls([["Day", "Who"]]), b"Workbook"), (make_ole({"WordDocument": b"x"}), b"WordDocument"),
     (make_msg({0x37: "The dam"}), b"__substg1.0_0037001F")],
)  # fmt: skip
def test_a_stream_that_leads_in_circles_does_not_fill_the_memory(data: bytes, stream: bytes) -> None:
    began = time.process_time()
    document = read_one(circled(data, stream))
    assert "damaged" in (document.reason or "")
    assert time.process_time() - began < 2


def test_an_old_workbook_whose_directory_leads_in_circles_does_not_end_its_reader(tmp_path: Path) -> None:
    data = bytearray(make_xls([["Day", "Who"], ["2024-03-01", "Ada"]]))
    table = 512 * (1 + struct.unpack_from("<I", data, 76)[0])
    struct.pack_into("<I", data, table, 0)
    (tmp_path / "a.xls").write_bytes(data)
    (document,) = read_paths([tmp_path])
    assert row_cells(document, 0) == {"Day": "2024-03-01", "Who": "Ada"}


def test_a_long_old_workbook_comes_out_whole() -> None:
    with OleFileIO(make_xls([["Day", "Who"], ["2024-03-01", "Ada"]])) as file:
        book = file.openstream("Workbook").read()
    # Two tables of sectors are needed for it.
    long = alone(make_ole({"Workbook": book + bytes(5_000_000)}))
    with OleFileIO(long) as file:
        assert file.openstream("Workbook").read() == book + bytes(5_000_000)
    assert row_cells(read_one(long), 0) == {"Day": "2024-03-01", "Who": "Ada"}


@pytest.mark.parametrize("what", ["rows", "columns", "blanks"])
def test_what_repeats_too_often_is_cut_and_said(what: str) -> None:
    many = {"rows": "", "columns": "", "blanks": ""} | {what: "1001"}
    rows = f' table:number-rows-repeated="{many["rows"] or 1}"'
    columns = f' table:number-columns-repeated="{many["columns"] or 1}"'
    blanks = f'<table:table-cell table:number-columns-repeated="{many["blanks"] or 1}"/>'
    row = f"<table:table-row{rows}><table:table-cell{columns}><text:p>Ada</text:p></table:table-cell>"
    table = f'<table:table table:name="A">{row}{blanks}{cell("Ben")}</table:table-row></table:table>'
    for data in (make_open("spreadsheet", table), make_open("text", table)):
        document = read_one(data)
        assert document.status is Status.PARTLY_READ
        assert "more than 1,000 times" in (document.reason or "")
        assert "Ada" in document.text
        assert "Ben" in document.text
    few = read_one(make_open("spreadsheet", table.replace("1001", "1000")))
    assert few.status is Status.READ


def test_a_repeated_cell_does_not_fill_the_memory() -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    document = read_bytes(
        make_open("spreadsheet", f'<table:table table:name="A">{row * 20}</table:table>'),
        "a.ods", Limits(cells=50_000),
    )[0]  # fmt: skip
    assert document.status is Status.PARTLY_READ


RTF = (
    rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"
    rb"{\stylesheet{\s0 Normal;}{\s1 heading 1;}}{\info{\title The File}{\author Ada Merrow}"
    rb"{\creatim\yr2024\mo3\dy5}}{\header Secret\par}\pard\s1 The Report\par\pard\plain "
    rb"It is {\deleted not }safe\'85 and \u8220?so\u8221? {\f1\'e4\'e0}.{\footnote A note.}"
    rb"{\*\atnauthor Ben Tarn}{\*\annotation Is it?}\par "
    rb"\trowd\pard\intbl Day\cell Who\cell\row\trowd\pard\intbl 5 March 2024\cell Ada\cell\row"
    rb"\pard{\pict\bin4 {{{{ffff}{\*\unknown no}Last \{line\}.\par}"
)


def test_rich_text_is_read_with_its_tables_notes_and_letters() -> None:
    document = read_one(RTF, "a.doc")
    assert document.text.split("\n") == [
        "The Report", "It is safe… and “so” да.", "Day | Who", "5 March 2024 | Ada", "Last {line}.",
        "Secret", "A note.", "Is it?",
    ]  # fmt: skip
    assert texts(document, SegmentKind.HEADING) == ["The Report"]
    assert row_cells(document, 0) == {"Day": "5 March 2024", "Who": "Ada"}
    assert segment_with(document, "Is it?").speaker == "Ben Tarn"
    assert (document.title, document.author) == ("The File", "Ada Merrow")
    assert dict(document.metadata)["tracked deletions left out"] == "4 characters"


def test_rich_text_that_breaks_off_or_is_too_deep_says_so() -> None:
    document = read_one(RTF[:-30], "a.rtf")
    assert document.status is Status.PARTLY_READ
    assert "breaks off" in (document.reason or "")
    deep = read_one(rb"{\rtf1 Words." + b"{" * 20_000, "a.rtf")
    assert "too deeply" in (deep.reason or "")


@pytest.mark.parametrize(
    "data",
    [make_xlsx({"Log": LOG}), make_pptx([shape("x" * 900)]), make_open("text", "<text:p>x</text:p>")],
)
def test_packages_cut_in_half_are_said_to_be_damaged(data: bytes) -> None:
    document = read_one(data[: len(data) // 2])
    assert document.status is Status.UNREAD
    assert "damaged" in (document.reason or "")


def test_files_with_a_password_say_what_to_do() -> None:
    word = b"\xec\xa5" + bytes(8) + b"\x00\x01" + bytes(100)
    manifest = {"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "<x/>"}
    mimetype = {"mimetype": "application/vnd.oasis.opendocument.text"}
    for data in (
        make_ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}),
        make_ole({"WordDocument": word}),
        make_ole({"PowerPoint Document": b"x", "EncryptedSummary": b"y"}),
        zipped(mimetype | manifest),
    ):
        document = read_one(data)
        assert document.status is Status.UNREAD
        assert "without its password" in (document.reason or "")


def test_empty_office_files_hold_no_text() -> None:
    for data in (make_xlsx({"Log": []}), make_pptx([""]), make_open("text", ""), b"{\\rtf1 }"):
        document = read_one(data)
        assert (document.status, document.reason) == (Status.UNREAD, "holds no text")


Read = Callable[..., Document]


@pytest.mark.parametrize(
    ("stream", "words"),
    [("WordDocument", "old Word"), ("PowerPoint Document", "old PowerPoint"), ("Stream", "does not know")],
)
def test_old_files_are_told_apart_by_their_streams(read: Read, stream: str, words: str) -> None:
    document = read("a.xls", make_ole({stream: b"x"}))
    assert document.status is Status.UNREAD
    assert words in (document.reason or "")
