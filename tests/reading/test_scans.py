"""Pictures of text, read by the extra where it is installed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from sayso.reading import Limits, read_file, read_paths, scans
from sayso.records import Document, Status

from .conftest import make_pdf, texts

Read = Callable[..., Document]
LINES = [
    "The harbour office said on 14 March that the ferry figures had",
    "been counted twice and that nobody had told the minister of it.",
]
needs_ocr = pytest.mark.skipif(not scans.installed(), reason="the extra sayso[ocr] is missing")


def picture_of(pdf: bytes, scale: float = 200 / 72) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture: Image.Image = document[0].render(scale=scale, grayscale=True).to_pil()
        return picture
    finally:
        document.close()


def saved(picture: Image.Image, form: str, **how: object) -> bytes:
    file = BytesIO()
    picture.save(file, form, **how)
    return file.getvalue()


def scanned(picture: Image.Image, layer: str = "") -> bytes:
    """A PDF that holds only ``picture`` and, unseen, ``layer``."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    words = canvas.beginText(70, A4[1] - 80)
    words.setTextRenderMode(3)
    for line in layer.split("\n"):
        words.textLine(line)
    canvas.drawText(words)
    canvas.save()
    return file.getvalue()


@needs_ocr
def test_the_words_of_a_picture_are_read_with_their_boxes(read: Read) -> None:
    document = read("a.bin", saved(picture_of(make_pdf([LINES])), "PNG", dpi=(200, 200)))
    assert document.media_type == "image/png"
    assert document.status is Status.READ
    assert " ".join(document.text.split()) == " ".join(LINES)
    first = next(iter(document.pages[0].words))
    assert document.text[first.start : first.end] == "The"
    assert first.left == pytest.approx(100 * 70 / A4[0], abs=0.5)
    assert first.top == pytest.approx(100 * 72 / A4[1], abs=1)
    assert "by Tesseract" in dict(document.metadata)["confidence of OCR by pages"]


@needs_ocr
def test_every_picture_of_a_tiff_is_a_page(read: Read) -> None:
    first, second = (picture_of(make_pdf([[line]])).crop((0, 0, 1650, 400)) for line in LINES)
    data = saved(first, "TIFF", save_all=True, append_images=[second])
    document = read("a.tif", data)
    assert [document.text[p.start : p.end] for p in document.pages] == LINES


@needs_ocr
@pytest.mark.parametrize("form", ["JPEG", "WEBP", "GIF", "BMP"])
def test_pictures_of_all_forms_are_read(read: Read, form: str) -> None:
    picture = picture_of(make_pdf([LINES[:1]])).crop((0, 0, 1650, 400))
    assert read("a", saved(picture, form)).text == LINES[0]


@needs_ocr
def test_a_scanned_page_is_read_and_a_text_page_kept(read: Read) -> None:
    document = read("a.pdf", scanned(picture_of(make_pdf([LINES]))))
    assert document.status is Status.READ
    assert " ".join(document.text.split()) == " ".join(LINES)
    assert dict(document.metadata)["confidence of OCR by pages"].startswith("1: ")


@needs_ocr
def test_of_a_mixed_file_only_the_scanned_page_is_read_by_ocr(read: Read) -> None:
    file = BytesIO()
    with pikepdf.open(BytesIO(make_pdf([["A page of plain text."]]))) as pdf:
        with pikepdf.open(BytesIO(scanned(picture_of(make_pdf([LINES]))))) as other:
            pdf.pages.extend(other.pages)
        pdf.save(file)
    document = read("a.pdf", file.getvalue())
    assert document.status is Status.READ
    first, second = (document.text[page.start : page.end] for page in document.pages)
    assert first == "A page of plain text."
    assert " ".join(second.split()) == " ".join(LINES)
    assert dict(document.metadata)["confidence of OCR by pages"].startswith("2: ")


@needs_ocr
def test_a_layer_that_says_other_than_its_picture_gives_way(read: Read) -> None:
    layer = "Nothing of the kind was ever said here by anyone\nand all of it is a plain invention"
    document = read("a.pdf", scanned(picture_of(make_pdf([LINES])), layer))
    assert " ".join(document.text.split()) == " ".join(LINES)
    assert document.reason == (
        "pages 1 show other words than their text layer holds: what they show was read"
    )
    honest = read("b.pdf", scanned(picture_of(make_pdf([LINES])), "\n".join(LINES)))
    assert honest.status is Status.READ
    assert "confidence of OCR by pages" not in dict(honest.metadata)


@needs_ocr
def test_words_broken_at_the_end_of_a_line_are_whole_again(read: Read) -> None:
    lines = ["He said that the figures of the ferry were an exam-", "ple of what can go wrong."]
    picture = picture_of(make_pdf([lines])).crop((0, 0, 1650, 500))
    assert "an example of what" in read("a.png", saved(picture, "PNG")).text


@needs_ocr
def test_a_picture_without_words_is_unread(read: Read) -> None:
    document = read("a.png", saved(Image.new("L", (600, 800), 200), "PNG"))
    assert document.status is Status.UNREAD
    assert "no words were found" in (document.reason or "")


def test_without_the_extra_pictures_say_what_to_install(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "installed", lambda: False)
    picture = Image.new("L", (600, 800), 200)
    for name, data in (("a.png", saved(picture, "PNG")), ("a.pdf", scanned(picture))):
        document = read(name, data)
        assert document.status is Status.UNREAD
        assert "install sayso[ocr]" in (document.reason or "")


@needs_ocr
def test_a_picture_over_the_limit_is_not_unpacked(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "bomb.png"
    path.write_bytes(saved(Image.new("1", (20_000, 20_000)), "PNG"))
    (document,) = read_file(path, Limits(pixels=1_000_000))
    assert "over the limit of 1,000,000" in (document.reason or "")


@needs_ocr
@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP"])
def test_a_damaged_picture_is_said(read: Read, form: str) -> None:
    data = saved(Image.new("L", (60, 80), 200), form)
    for cut in (12, len(data) // 2, len(data) - 3):
        assert read("a", data[:cut]).status is Status.UNREAD


@needs_ocr
def test_two_columns_of_a_scan_are_read_one_after_the_other(read: Read) -> None:
    def columns(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for number in range(20):
            y = 700 - 14 * number
            canvas.drawString(60, y, f"left {number} of the column and its many words")
            canvas.drawString(320, y, f"right {number} of the column and its many words")

    document = read("a.png", saved(picture_of(make_pdf([[]], draw=columns)), "PNG"))
    assert document.text.index("left 19") < document.text.index("right 0")
    assert texts(document)


@needs_ocr
def test_a_confined_child_may_open_the_model(tmp_path):
    """The model lies outside the folders that hold code: confinement must not take it away."""
    picture = Image.new("L", (900, 200), 255)
    ImageDraw.Draw(picture).text((40, 60), "The dam is safe", font=ImageFont.load_default(60), fill=0)
    picture.save(tmp_path / "note.png")
    [document] = read_paths([tmp_path / "note.png"])
    assert "dam is safe" in document.text, document.reason
