"""Fonts of a PDF that name other letters than they are set in (``ToUnicode`` that lies)."""

from __future__ import annotations

import re
from typing import Any

_DIGITS = "zero one two three four five six seven eight nine".split()
_NAMED = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.S)
_PAIR = re.compile(rb"<([0-9a-fA-F\s]+)>\s*<([0-9a-fA-F\s]+)>")
_RANGE = re.compile(rb"<([0-9a-fA-F\s]+)>\s*<([0-9a-fA-F\s]+)>\s*(?:<([0-9a-fA-F\s]+)>|\[([^\]]*)\])")
_LONGEST = 1_000_000
_SYMBOLIC = 4
#: How deep forms in forms are followed, and how many on each level.
_FORMS_DEEP, _MOST_FORMS = 3, 20


def lies(resources: Any, judged: dict[Any, bool]) -> bool:
    """Whether ``resources`` of a page, as pikepdf has them, name a font that lies for sure.

    Sure is where a font's own encoding says that a code is one letter or digit, and its map for
    copying says another, for two codes or more. Fonts without such an encoding are not judged.
    ``judged`` keeps what was found of fonts that many pages share.
    """
    found = False
    for font in _fonts(resources, 0):
        key = font.objgen if font.is_indirect else None
        if key is None or key not in judged:
            judged[key] = _lies(font)
        found = found or judged[key]
    return found


def _fonts(resources: Any, depth: int) -> list[Any]:
    """The fonts of a page and of the forms drawn on it."""
    if resources is None:
        return []
    fonts = list(dict(resources.get("/Font", {})).values())
    if depth < _FORMS_DEEP:
        for thing in list(dict(resources.get("/XObject", {})).values())[:_MOST_FORMS]:
            if str(thing.get("/Subtype")) == "/Form":
                fonts += _fonts(thing.get("/Resources"), depth + 1)
    return fonts


def _lies(font: Any) -> bool:
    if str(font.get("/Subtype")) not in ("/Type1", "/TrueType", "/MMType1"):
        return False
    if "/ToUnicode" not in font or "/Encoding" not in font:
        return False
    own, said = _encoding(font), _map(font["/ToUnicode"].read_bytes()[:_LONGEST])
    wrong = sum(
        own[code].lower() != letter.lower()
        for code, letter in said.items()
        if code in own and letter.isascii() and letter.isalnum()
    )
    return wrong >= 2


def _encoding(font: Any) -> dict[int, str]:
    """The letters and digits that the font's encoding gives to codes."""
    import pikepdf

    told = font["/Encoding"]
    flags = int(font.get("/FontDescriptor", {}).get("/Flags", 0))
    symbolic = flags & _SYMBOLIC and str(font.get("/Subtype")) == "/TrueType"
    letters: dict[int, str] = {}
    base = told if isinstance(told, pikepdf.Name) else told.get("/BaseEncoding", "")
    if str(base) in _NAMED and not symbolic:
        for code in range(0x30, 0x7B):
            letter = bytes([code]).decode(_NAMED[str(base)])
            if letter.isalnum():
                letters[code] = letter
    if isinstance(told, pikepdf.Dictionary):
        code = 0
        for entry in told.get("/Differences", []):
            if isinstance(entry, pikepdf.Name):
                name = str(entry)[1:]
                letters.pop(code, None)
                if len(name) == 1 and name.isascii() and name.isalpha():
                    letters[code] = name
                elif name in _DIGITS:
                    letters[code] = str(_DIGITS.index(name))
                code += 1
            else:
                code = int(entry)
    return letters


def _map(cmap: bytes) -> dict[int, str]:
    """The codes of one byte in a ToUnicode map, with their one letter."""
    said: dict[int, str] = {}
    for kind, body in _SECTION.findall(cmap):
        if kind == b"char":
            for code, letter in _PAIR.findall(body):
                said[int(code, 16)] = _letter(letter)
            continue
        for low, high, start, several in _RANGE.findall(body):
            codes = range(int(low, 16), min(int(high, 16), int(low, 16) + 255) + 1)
            if several:
                letters = [_letter(h) for h in re.findall(rb"<([0-9a-fA-F\s]+)>", several)]
                said.update(zip(codes, letters, strict=False))
            else:
                first = int(start, 16)
                said.update((c, chr((first + n) % 0x10000)) for n, c in enumerate(codes))
    return {code: letter for code, letter in said.items() if code < 256}


def _letter(digits: bytes) -> str:
    digits = b"".join(digits.split())
    return chr(int(digits, 16)) if len(digits) <= 4 else ""
