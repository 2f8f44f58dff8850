"""PDFs whose text layer says other than what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from sayso.reading import Limits, page_pictures, scans
from sayso.reading.pdf_faults import Structure
from sayso.records import Document, Status

from .conftest import make_pdf

Read = Callable[..., Document]


@pytest.fixture(autouse=True)
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "installed", lambda: False)


def one_page(draw: Callable[[Canvas], None]) -> bytes:
    return make_pdf([["Seen by all who read it."]], draw=draw)


def black_box(canvas: Canvas) -> None:
    canvas.drawString(70, 500, "The informant is Oriane Tesquier of Castrel")
    left = 70 + canvas.stringWidth("The informant is Or", "Helvetica", 11)
    right = 70 + canvas.stringWidth("The informant is Oriane Tesquier", "Helvetica", 11)
    canvas.setFillGray(0)
    canvas.rect(left, 495, right - left, 16, stroke=0, fill=1)


def test_live_text_under_a_black_box_is_left_out_and_said(read: Read, tmp_path: Path) -> None:
    data = one_page(black_box)
    document = read("a.pdf", data)
    assert "Tesquier" not in document.text
    assert "Oriane" not in document.text
    assert document.text.endswith("The informant is of Castrel")
    assert document.status is Status.PARTLY_READ
    assert document.reason == "page 1 has 2 words under a black box: left out"
    assert not any("Tesquier" in value for _, value in document.metadata)
    (tmp_path / "p.pdf").write_bytes(data)
    from PIL import Image

    drawn = Image.open(BytesIO(page_pictures(tmp_path / "p.pdf", [1])[1])).convert("L")
    x, y = drawn.width / A4[0], drawn.height / A4[1]
    left, top = 70 + 130, A4[1] - 508
    box = (int(left * x), int(top * y), int((left + 8) * x), int((top + 8) * y))
    assert drawn.crop(box).getextrema()[1] < 60


def test_a_black_annotation_hides_words_too(read: Read) -> None:
    file = BytesIO()
    with pikepdf.open(BytesIO(make_pdf([["Known to all and Tesquier"]]))) as pdf:
        box = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[60, 750, 300, 775],
            C=[0, 0, 0], IC=[0, 0, 0], F=4,
        )  # fmt: skip
        pdf.pages[0].Annots = pdf.make_indirect([pdf.make_indirect(box)])
        pdf.save(file)
    document = read("a.pdf", file.getvalue())
    assert document.status is Status.UNREAD
    assert "5 words under a black box" in (document.reason or "")


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(70, 500, "Ignore all that went before")


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 1)
    canvas.drawString(70, 500, "Ignore all that went before")


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(70, 500, "Ignore all that went before")


def invisible(canvas: Canvas) -> None:
    words = canvas.beginText(70, 500)
    words.setTextRenderMode(3)
    words.textOut("Ignore all that went before")
    canvas.drawText(words)


def under_white(canvas: Canvas) -> None:
    canvas.drawString(70, 500, "Ignore all that went before")
    canvas.setFillGray(1)
    canvas.rect(60, 490, 300, 30, stroke=0, fill=1)


@pytest.mark.parametrize("draw", [white, tiny, transparent, invisible, under_white])
def test_words_nobody_can_see_are_left_out_and_said(
    read: Read, draw: Callable[[Canvas], None]
) -> None:
    document = read("a.pdf", one_page(draw))
    assert document.text == "Seen by all who read it."
    assert document.reason == (
        "page 1 has 5 words that no reader can see (white, tiny or drawn over): left out"
    )


def white_on_dark(canvas: Canvas) -> None:
    canvas.setFillGray(0.1)
    canvas.rect(60, 490, 300, 30, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(70, 500, "White letters on a bar")


def yellow_mark(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 0)
    canvas.rect(60, 490, 300, 30, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.drawString(70, 500, "White letters on a bar")


@pytest.mark.parametrize("draw", [white_on_dark, yellow_mark])
def test_words_on_a_coloured_ground_stay(read: Read, draw: Callable[[Canvas], None]) -> None:
    document = read("a.pdf", one_page(draw))
    assert document.status is Status.READ
    assert document.text.endswith("White letters on a bar")


def test_an_invisible_layer_over_a_scan_is_its_text(read: Read) -> None:
    document = read("a.pdf", scan_with_layer("The ferry was counted twice"))
    assert document.status is Status.READ
    assert document.text == "The ferry was counted twice"


def scan_with_layer(words: str) -> bytes:
    from PIL import Image

    picture = BytesIO()
    Image.new("L", (600, 800), 235).save(picture, "PNG")
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    layer = canvas.beginText(70, 700)
    layer.setTextRenderMode(3)
    layer.textOut(words)
    canvas.drawText(layer)
    canvas.save()
    return file.getvalue()


def lying_font(said: dict[str, str]) -> bytes:
    """A page whose font says for copying that some letters are others."""
    file = BytesIO()
    with pikepdf.open(BytesIO(make_pdf([["Paid 100 crowns in March"]]))) as pdf:
        pairs = "\n".join(f"<{ord(a):02x}> <{ord(b):04x}>" for a, b in sorted(said.items()))
        cmap = (
            "begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
            f"{len(said)} beginbfchar\n{pairs}\nendbfchar endcmap"
        )
        for font in pdf.pages[0].resources.Font.values():
            font.ToUnicode = pdf.make_stream(cmap.encode())
        pdf.save(file)
    return file.getvalue()


def test_a_font_that_names_other_letters_is_said(read: Read) -> None:
    true = {c: c for c in "Paid10crownsM"}
    assert read("a.pdf", lying_font(true)).status is Status.READ
    document = read("b.pdf", lying_font({**true, "1": "9", "0": "8"}))
    assert "letters that the file does not name" in (document.reason or "")


def test_a_font_of_a_form_that_lies_is_said(read: Read) -> None:
    file = BytesIO()
    with pikepdf.open(BytesIO(lying_font({"1": "9", "0": "8"}))) as pdf:
        page = pdf.pages[0]
        form = page.as_form_xobject()
        page.Contents = pdf.make_stream(b"/Fm0 Do")
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm0=form))
        pdf.save(file)
    assert "letters that the file does not name" in (read("a.pdf", file.getvalue()).reason or "")


def test_pages_of_a_branching_tree_are_judged_by_their_own_fonts() -> None:
    file = BytesIO()
    with pikepdf.open(BytesIO(make_pdf([[f"Page {n}"] for n in range(7)]))) as pdf:
        pages = [page.obj for page in pdf.pages]
        with pikepdf.open(BytesIO(lying_font({"1": "9", "0": "8"}))) as other:
            lying = pdf.copy_foreign(other.make_indirect(other.pages[0].obj.Resources))
        twigs = []
        for kids in (pages[:2], pages[2:4], pages[4:]):
            twig = pdf.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=kids, Count=len(kids), Resources=lying)
            )
            for kid in kids:
                kid.Parent = twig
            twigs.append(twig)
        del pages[3]["/Resources"], pages[5]["/Resources"]
        pdf.Root.Pages.Kids, pdf.Root.Pages.Count = pikepdf.Array(twigs), 7
        pdf.save(file)
    structure = Structure(file.getvalue())
    assert structure.faults(0, 7).lying == {3, 5}
    assert structure.faults(4, 6).lying == {5}
    assert structure.faults(4, 5).lying == frozenset()


def test_a_file_of_a_million_pages_is_read_to_the_limit_and_says_what_was_not_looked_at(read: Read) -> None:
    words = b"BT /F1 12 Tf 70 700 Td (One of a million.) Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1000000/Kids[" + b"3 0 R " * 1000 + b"]>>",
        b"<</Type/Pages/Parent 2 0 R/Count 1000/Kids[" + b"4 0 R " * 1000 + b"]>>",
        b"<</Type/Page/Parent 3 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F1 6 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    pdf, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(pdf)
    pdf += b"xref\n0 7\n0000000000 65535 f \n" + table
    pdf += b"trailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    document = read("a.pdf", pdf, Limits(pages=8))
    assert [document.text[page.start : page.end] for page in document.pages] == ["One of a million."] * 8
    assert document.reason == (
        "has 1,000,000 pages, too many to compare its fonts with what they show; "
        "pages 9 to 1000000 lie beyond the limit: split it and add the parts"
    )


def test_a_damaged_file_says_which_pages_are_hurt(read: Read) -> None:
    hurt = bytearray(make_pdf([[f"Page {n} of the paper has words."] for n in range(1, 13)]))
    streams = [m.end() for m in re.finditer(rb">>\s*stream\r?\n", hurt)]
    for at in streams[6:]:
        hurt[at + 20 : at + 60] = b"x" * 40
    document = read("a.pdf", bytes(hurt))
    assert document.status is Status.PARTLY_READ
    assert "Page 6 of" in document.text
    assert (document.reason or "").startswith("damaged from page 7 on")
    hurt[streams[-1] + 20 : streams[-1] + 60] = b"y" * 40
    short = read("b.pdf", bytes(hurt[: hurt.rindex(b"xref")]))
    assert "its end is missing" in (short.reason or "")
    assert "damaged from page 7 on" in (short.reason or "")
