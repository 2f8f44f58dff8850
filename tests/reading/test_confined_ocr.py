"""OCR by the children that read files, held by the kernel as they always are."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from PIL import Image, ImageFilter

from sayso.reading import Limits, engines, read_paths
from sayso.records import Status

from .conftest import check_spans, make_pdf
from .test_scans import LINES, needs_ocr, picture_of, saved, scanned

needs_both = pytest.mark.skipif(
    not engines.installed() or engines.rapid_models() is None, reason="the extra sayso[ocr] is missing"
)


def grainy(picture: Image.Image) -> Image.Image:
    """``picture`` as the third copy of a fax, which Tesseract makes nothing of."""
    turned = picture.rotate(1.5, Image.Resampling.BICUBIC, fillcolor=255)
    blurred = numpy.asarray(turned.filter(ImageFilter.GaussianBlur(1.6)))
    grain = numpy.random.default_rng(1).normal(0, 60, blurred.shape)
    return Image.fromarray(numpy.clip(blurred + grain, 0, 255).astype(numpy.uint8))


def read_apart(folder: Path, name: str, data: bytes) -> tuple[str, dict[str, str]]:
    """The words of a file as a child reads it after a plain one, and what is told of it."""
    (folder / "a.txt").write_text("Plain words.\n")
    (folder / name).write_bytes(data)
    plain, document = read_paths([folder], workers=1, limits=Limits(seconds=300))
    check_spans(document)
    assert document.status is Status.READ, document.reason
    told = dict(document.metadata)
    assert told["read in"] == dict(plain.metadata)["read in"]
    return " ".join(document.text.split()), told


@needs_ocr
@pytest.mark.parametrize("form", ["PNG", "PDF"])
def test_tesseract_reads_in_the_confined_child(tmp_path: Path, form: str) -> None:
    picture = picture_of(make_pdf([LINES]))
    data = scanned(picture) if form == "PDF" else saved(picture.crop((0, 0, 1650, 400)), form)
    words, told = read_apart(tmp_path, f"b.{form.lower()}", data)
    assert words == " ".join(LINES)
    assert "by Tesseract" in told["confidence of OCR by pages"]


@needs_both
def test_rapidocr_reads_a_damaged_page_in_the_confined_child(tmp_path: Path) -> None:
    picture = grainy(picture_of(make_pdf([LINES], size=10)).crop((0, 0, 1650, 500)))
    words, told = read_apart(tmp_path, "b.png", saved(picture, "PNG", dpi=(200, 200)))
    assert "by RapidOCR" in told["confidence of OCR by pages"]
    wanted = set(" ".join(LINES).split())
    assert len(wanted & set(words.split())) > 0.6 * len(wanted)


@needs_ocr
@pytest.mark.parametrize("side", [64, 900])
def test_a_picture_of_noise_stops_nobody(tmp_path: Path, side: int) -> None:
    noise = numpy.random.default_rng(1).integers(0, 255, (side, side)).astype(numpy.uint8)
    (tmp_path / "a.png").write_bytes(saved(Image.fromarray(noise), "PNG"))
    (document,) = read_paths([tmp_path], workers=1)
    assert document.status is Status.READ or "no words were found" in (document.reason or "")
