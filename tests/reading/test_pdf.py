from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from sayso.errors import DocumentError
from sayso.reading import page_pictures
from sayso.records import Document, SegmentKind, Status

from .conftest import encrypted, make_pdf, make_scan, segment_with, texts

Read = Callable[..., Document]
LONG = "The harbour office said that the ferry figures had been counted twice in the spring"


def test_pages_words_and_boxes(read: Read) -> None:
    document = read("a.pdf", make_pdf([["Alpha beta."], ["Gamma delta."]]))
    assert document.text == "Alpha beta.\nGamma delta."
    assert [(p.number, p.start, p.end) for p in document.pages] == [(1, 0, 11), (2, 12, 24)]
    first = next(iter(document.pages[0].words))
    assert document.text[first.start : first.end] == "Alpha"
    assert first.left == pytest.approx(100 * 70 / A4[0], abs=0.2)
    assert first.top == pytest.approx(100 * 70 / A4[1], abs=1.5)
    assert document.page_at(15) == 2


def test_lines_become_paragraphs(read: Read) -> None:
    document = read(
        "a.pdf",
        make_pdf([[
            "# Report on the ferries",
            LONG, "and that nobody had told the minister.",
            "",
            LONG, "but not in the autumn.",
            "(a) the first of two reasons;", "(b) the second.",
        ]]),
    )  # fmt: skip
    assert texts(document) == [
        "Report on the ferries",
        f"{LONG}\nand that nobody had told the minister.",
        f"{LONG}\nbut not in the autumn.",
        "(a) the first of two reasons;",
        "(b) the second.",
    ]
    assert document.segments[0].kind is SegmentKind.HEADING
    assert document.title == "Report on the ferries"


def test_words_broken_at_the_end_of_a_line_are_whole_again(read: Read) -> None:
    document = read(
        "a.pdf",
        make_pdf([["This is a long exam-", "ple of thirty-", "seven well-", "known lines."]]),
    )
    assert document.text == "This is a long example of thirty-seven well-known lines."
    halves = [document.text[w.start : w.end] for w in document.pages[0].words]
    assert halves[4:6] == ["exam", "ple"]
    boxes = list(document.pages[0].words)
    assert boxes[5].top > boxes[4].top


def test_columns_written_line_by_line_are_put_in_order(read: Read) -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 9)
    for number in range(20):
        y = 760 - 12 * number
        canvas.drawString(60, y, f"left {number} of the column and its many words in line")
        canvas.drawString(320, y, f"right {number} of the column and its many words in line")
    canvas.save()
    text = read("a.pdf", file.getvalue()).text
    assert text.index("left 19") < text.index("right 0")


def test_columns_whose_lines_end_raggedly_are_put_in_order(read: Read) -> None:
    def columns(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for number in range(30):
            y, more = 760 - 12 * number, " and by the way" * (number % 15 == 7)
            canvas.drawString(60, y, f"left {number} of the column that ends anyhow{more}")
            canvas.drawString(320, y, f"right {number} of the column that ends anyhow{more}")

    text = read("a.pdf", make_pdf([[]], draw=columns)).text
    said = [line.split()[:2] for line in text.split("\n")]
    assert said == [[side, str(number)] for side in ("left", "right") for number in range(30)]


@pytest.mark.parametrize("across", [60, 280, 430])
def test_heads_notes_and_numbers_stand_around_columns_and_not_between(read: Read, across: float) -> None:
    def columns(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(across, 805, "Harbour Council")
        canvas.setFont("Helvetica", 9)
        for number in range(22):
            y = 760 - 12 * number
            canvas.drawString(60, y, f"left {number} of the column and its many words")
            canvas.drawString(320, y, f"right {number} of the column and its many words in line")
        canvas.setFont("Helvetica", 7)
        canvas.drawString(60, 90, "1 A letter of the harbour office, read in March in the hearing of all.")
        canvas.drawCentredString(across + 20, 30, "7")

    document = read("a.pdf", make_pdf([[]], draw=columns))
    lines = document.text.split("\n")
    assert lines[0] == "Harbour Council"
    assert lines[1].startswith("left 0 ")
    assert lines[-1] == "7"
    assert next(n for n, line in enumerate(lines) if "right 0 " in line) > max(
        n for n, line in enumerate(lines) if line.startswith("left")
    )
    words = {document.text[w.start : w.end]: w for w in document.pages[0].words}
    assert words["Harbour"].top < words["left"].top < words["7"].top


def test_rows_of_a_table_stay_rows(read: Read) -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    for number, (day, what) in enumerate(
        [("Day", "Paper"), ("5 March", "Aide"), ("14 March", "Letters")]
    ):
        canvas.drawString(70, 700 - 20 * number, day)
        canvas.drawString(200, 700 - 20 * number, what)
    canvas.save()
    assert texts(read("a.pdf", file.getvalue())) == [
        "Day Paper",
        "5 March Aide",
        "14 March Letters",
    ]


def test_rotated_and_cropped_pages_have_boxes_where_they_show(read: Read) -> None:
    whole = BytesIO()
    with pikepdf.open(BytesIO(make_pdf([["Corner word."]]))) as file:
        file.pages[0].rotate(90, relative=False)
        file.pages[0].cropbox = [60, 400, A4[0], A4[1]]
        file.save(whole)
    document = read("a.pdf", whole.getvalue())
    word = next(iter(document.pages[0].words))
    # The top left corner of the upright page is the top right one of the turned page.
    assert word.right > 70
    assert word.top < 10


def test_text_outside_the_visible_page_is_left_out_and_said(read: Read) -> None:
    whole = BytesIO()
    with pikepdf.open(BytesIO(make_pdf([["Seen words.", *[""] * 40, "Unseen words."]]))) as file:
        file.pages[0].cropbox = [0, 400, A4[0], A4[1]]
        file.save(whole)
    document = read("a.pdf", whole.getvalue())
    assert document.text == "Seen words."
    assert document.status is Status.PARTLY_READ
    assert "outside the visible page" in (document.reason or "")


def test_pictures_of_text_are_said(read: Read) -> None:
    document = read("a.pdf", make_scan(text_pages=2))
    assert document.status is Status.PARTLY_READ
    assert document.reason == "pages 3 are pictures in which no words were found: compare the original"
    assert read("b.pdf", make_scan()).status is Status.UNREAD


def test_blank_pages_are_no_fault(read: Read) -> None:
    assert read("a.pdf", make_pdf([["Words."], []])).status is Status.READ


def test_an_encrypted_file_names_the_way_out(read: Read) -> None:
    document = read("a.pdf", encrypted(make_pdf([["Secret."]])))
    assert document.status is Status.UNREAD
    assert document.reason == "is encrypted: save a copy without its password and add that"


def test_a_file_cut_short_gives_back_what_it_holds(read: Read) -> None:
    whole = make_pdf([[f"Page {n} of the paper has words."] for n in range(30)])
    document = read("a.pdf", whole[: int(len(whole) * 0.6)])
    assert document.status in (Status.PARTLY_READ, Status.UNREAD)
    assert "damaged" in (document.reason or "")


def test_a_file_without_its_end_is_mended(read: Read) -> None:
    whole = make_pdf([["Words that were saved."]])
    document = read("a.pdf", whole[: whole.rindex(b"xref")])
    assert document.status is Status.PARTLY_READ
    assert document.text == "Words that were saved."
    assert "mended copy was read" in (document.reason or "")


def test_what_was_typed_into_a_form_is_read(read: Read) -> None:
    def field(canvas: Canvas) -> None:
        canvas.acroForm.textfield(name="who", value="Tamsin Rookwell", x=70, y=500, width=200)

    assert "Tamsin Rookwell" in read("a.pdf", make_pdf([["Name:"]], draw=field)).text


def test_a_letter_and_a_hearing_have_speakers(read: Read) -> None:
    letter = [
        "Castrel, 5 March 2024",
        "",
        "Dear Minister,",
        "",
        "The dam is sound.",
        "",
        "Yours sincerely,",
        "Oriane Tesquier",
    ]
    document = read("a.pdf", make_pdf([letter]))
    assert segment_with(document, "dam is sound").speaker == "Oriane Tesquier"
    assert document.date == date(2024, 3, 5)
    hearing = read(
        "b.pdf", make_pdf([["THE CHAIR: We begin.", "MR SMITH: I was there.", "THE CHAIR: When?"]])
    )
    assert [s.speaker for s in hearing.segments] == ["THE CHAIR", "MR SMITH", "THE CHAIR"]


def test_running_text_set_by_a_typesetter_keeps_its_paragraphs(read: Read) -> None:
    file = BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    wanted = [f"{LONG}, part {n}. " * 4 for n in range(6)]
    SimpleDocTemplate(file, pagesize=A4, invariant=1).build([Paragraph(w, style) for w in wanted])
    document = read("a.pdf", file.getvalue())
    assert [" ".join(t.split()) for t in texts(document)] == [" ".join(w.split()) for w in wanted]


def test_pictures_of_pages_are_jpegs(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf([["One."], ["Two."]]))
    pictures = page_pictures(path, [2, 9], width=300)
    assert list(pictures) == [2]
    assert pictures[2].startswith(b"\xff\xd8\xff")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(DocumentError, match=r"b\.pdf"):
        page_pictures(tmp_path / "b.pdf", [1])
