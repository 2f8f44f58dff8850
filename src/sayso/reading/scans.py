"""Words read off a picture (OCR), with their boxes: the extra ``sayso[ocr]``.

Tesseract's fast English model reads first. Where it is unsure of itself, RapidOCR reads the
picture anew, and the surer of the two is kept. A grainy picture is smoothed before either reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sayso.reading.engines import installed, rapid_models, tessdata
from sayso.reading.pdf_words import PageWords, TextLine, Word, glue

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["INSTALL", "RESOLUTION", "TRUSTED", "Seen", "installed", "read_line", "read_picture"]

INSTALL = "install sayso[ocr] to read them"
#: Dots an inch at which pages are drawn for reading: smaller letters than 8 points need more.
RESOLUTION = 200
#: Under this mean confidence RapidOCR reads too. On pages we made, Tesseract was above it on clean
#: and medium ones (word error under 1 %) and below it on heavily damaged ones (45 %).
_SURE = 93.0
#: Smallest mean confidence at which what was read may stand in for a text layer.
TRUSTED = 80.0
_SPECK = 30.0
#: The middle difference of neighbouring points, of 255, from which a picture counts as grainy: good
#: photocopies have under 10. Smoothing by the radius (in points of the picture) cut RapidOCR's word
#: error on heavily damaged pages from 44 to 25 %, and Tesseract no longer takes 20 s over the grain.
_GRAINY, _BLUR = 15.0, 2.0
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read off a picture: its words, in points, and how sure of them the engine was.

    ``confidence`` is the engine's mean over words, from 0 to 100.
    """

    words: PageWords
    confidence: float
    engine: str


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    box: tuple[float, float, float, float]
    confidence: float


def read_picture(picture: Image, width: float, height: float) -> Seen:
    """The words of ``picture`` placed on a page of ``width`` by ``height`` points."""
    grey = picture.convert("L")
    across, down = width / grey.width, height / grey.height
    if _is_blank(grey):
        return Seen(PageWords("", width, height), 0.0, "Tesseract")
    grey = _smooth(grey)
    lines, confidence = _tesseract(grey, round(72 / across))
    first = Seen(_placed(lines, width, height, across, down), confidence, "Tesseract")
    if confidence >= _SURE or rapid_models() is None:
        return first
    lines, confidence = _rapid(grey)
    second = Seen(_placed(lines, width, height, across, down), confidence, "RapidOCR")
    return second if _weight(second) > _weight(first) else first


def read_line(picture: Image) -> str:
    """The words of a picture that holds one line of text."""
    from tesserocr import PSM

    engine = _engine()
    engine.SetPageSegMode(PSM.SINGLE_LINE)
    try:
        engine.SetImage(picture.convert("L"))
        engine.SetSourceResolution(RESOLUTION)
        return str(engine.GetUTF8Text())
    finally:
        engine.SetPageSegMode(PSM.AUTO)


def _is_blank(grey: Image) -> bool:
    import numpy

    tones = numpy.asarray(grey)
    return int(tones.max()) - int(tones.min()) < 8


def _smooth(grey: Image) -> Image:
    """``grey`` without its grain, where it has so much that letters are lost in it."""
    import numpy
    from PIL import ImageFilter

    tones = numpy.asarray(grey, dtype=numpy.int16)
    grain = float(numpy.median(numpy.abs(numpy.diff(tones, axis=1))))
    return grey.filter(ImageFilter.GaussianBlur(_BLUR)) if grain > _GRAINY else grey


def _weight(seen: Seen) -> float:
    letters = sum(w.end - w.start for line in seen.words.lines for w in line.words)
    return letters * (seen.confidence / 100) ** 2


@cache
def _engine() -> Any:
    from tesserocr import OEM, PSM, PyTessBaseAPI

    engine = PyTessBaseAPI(path=str(tessdata()), lang="eng", psm=PSM.AUTO, oem=OEM.LSTM_ONLY)
    # tesserocr sends its warnings to a file that a confined child may not open, and then it crashes.
    engine.SetVariable("debug_file", "")
    return engine


def _tesseract(picture: Image, resolution: int) -> tuple[list[list[_Token]], float]:
    from tesserocr import RIL, iterate_level

    engine = _engine()
    engine.SetImage(picture)
    engine.SetSourceResolution(min(max(resolution, 70), 1200))
    engine.Recognize()
    confidence = float(engine.MeanTextConf())
    lines: list[list[_Token]] = []
    found = engine.GetIterator()
    for item in iterate_level(found, RIL.WORD) if found else ():
        if item.IsAtBeginningOf(RIL.TEXTLINE) or not lines:
            lines.append([])
        try:
            text = item.GetUTF8Text(RIL.WORD)
        except RuntimeError:
            # Raised where the layout has a place for words and nothing was read there.
            continue
        box, sure = item.BoundingBox(RIL.WORD), item.Confidence(RIL.WORD)
        if box and (sure >= _SPECK or any(c.isalnum() for c in text)):
            lines[-1].append(_Token(text, box, sure))
    engine.Clear()
    return [line for line in lines if line], confidence


@cache
def _second_engine() -> Any:
    from rapidocr import RapidOCR

    models = rapid_models()
    assert models is not None
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "critical",
            # Named, so that it never thinks of fetching them.
            "Det.model_path": str(models[0]),
            "Rec.model_path": str(models[1]),
            # Lines are found on a picture of 1,600 points and read one at a time: at 570 MB of memory
            # in place of 880, a fifth faster, word error of heavily damaged pages 27 % (25 %).
            "Det.limit_type": "max",
            "Det.limit_side_len": 1600,
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _rapid(picture: Image) -> tuple[list[list[_Token]], float]:
    import cv2
    import numpy
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, RuntimeException
    from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError

    try:
        read = _second_engine()(numpy.asarray(picture.convert("RGB")), use_cls=False, return_word_box=True)
    except (
        RuntimeError, ValueError, MemoryError, OSError, cv2.error, Fail, RuntimeException, ONNXRuntimeError,
    ):  # fmt: skip
        # It needs ten times Tesseract's memory; without it, Tesseract's reading stands.
        return [], 0.0
    lines = []
    for line in read.word_results or ():
        tokens = []
        # Where it reads nothing in a line, what it gives for it has no words.
        for text, score, corners in (w for w in line if isinstance(w, tuple | list) and len(w) == 3):
            xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
            if text.strip():
                tokens.append(_Token(text, (min(xs), min(ys), max(xs), max(ys)), 100 * score))
        if tokens:
            lines.append(tokens)
    letters = sum(len(t.text) for line in lines for t in line)
    total = sum(t.confidence * len(t.text) for line in lines for t in line)
    return lines, total / letters if letters else 0.0


def _placed(lines: list[list[_Token]], width: float, height: float, across: float, down: float) -> PageWords:
    """The tokens as the words of a page, in the form a text layer has."""
    parts: list[str] = []
    made: list[TextLine] = []
    broken: list[TextLine] = []
    at = 0
    for number, tokens in enumerate(lines):
        words: list[Word] = []
        for token in tokens:
            for text in token.text.split():
                if words:
                    parts.append(" ")
                    at += 1
                parts.append(text)
                left, top, right, bottom = token.box
                words.append(
                    Word(
                        at, at + len(text),
                        min(max(left * across, 0.0), width), min(max(top * down, 0.0), height),
                        min(max(right * across, 0.0), width), min(max(bottom * down, 0.0), height),
                    )
                )  # fmt: skip
                at += len(text)
        if not words:
            continue
        last = words[-1]
        line = TextLine(words)
        more = number + 1 < len(lines) and lines[number + 1][0].text[:1].islower()
        if more and last.end - last.start > 1 and _BROKEN.search(parts[-1]):
            parts[-1] = parts[-1][:-1] + "\x02"
            words[-1] = last._replace(end=last.end - 1)
            broken.append(line)
        else:
            parts.append("\n")
            at += 1
        made.append(line.measure())
    chars = "".join(parts).rstrip("\n")
    for line in broken:
        line.glued = glue(chars, line.words[-1], line.words[-1].end)
    return PageWords(chars, width, height, made)
