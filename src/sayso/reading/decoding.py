"""Bytes of a text file become text, and say so when they do not quite."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Encodings that documents of the last forty years come in; guessing among all ninety that Python
#: knows turns a stray quotation mark into Greek.
_GUESSES = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "latin_1", "mac_roman", "cp437", "cp850", "koi8_r", "shift_jis", "euc_jp",
    "gb18030", "big5", "euc_kr", "utf_16",
]  # fmt: skip
_WESTERN = frozenset("“”‘’‚„…–—€£§©®°·•™«»½¼àáâãäåæçèéêëìíîïñòóôõöøœùúûüßÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØÙÚÜ\xa0")
_GARBLED = "holds bytes that are not text in its encoding, shown as \ufffd: compare the original"
_CONTROLS = dict.fromkeys([*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)])
#: Control bytes that text hardly has.
_RARE = bytes((*range(1, 8), *range(14, 27), *range(28, 32)))
_SURROGATE = re.compile("[\ud800-\udfff]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text of ``data`` and, where some bytes were no text, a sentence that says so.

    Byte order marks come first, then UTF-8, then ``declared`` (what the file or its holder says),
    then a guess from the bytes.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding)
    try:
        return clean(data.decode("utf-8")), None
    except UnicodeDecodeError:
        pass
    wide = _without_mark(data)
    if wide:
        return _decode_as(data, wide)
    if declared and _known(declared) and _known(declared) != "utf-8":
        text, problem = _decode_as(data, declared)
        if problem is None:
            return text, None
    if _mostly_utf8(data):
        return clean(data.decode("utf-8", "replace")), _GARBLED
    return _decode_as(data, _guess(data))


def clean(text: str) -> str:
    r"""``text`` with ``\n`` line ends and without control characters, which have no shape."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.translate(_CONTROLS)
    return _SURROGATE.sub("\ufffd", text).removeprefix("\ufeff")


def looks_binary(data: bytes) -> bool:
    """Whether ``data`` is plainly no text: it holds NULs or many control bytes."""
    head = data[:65536]
    if any(head.startswith(mark) for mark, _ in _BOMS) or _without_mark(head):
        return False
    if head.count(0) * 500 > len(head):
        return True
    controls = len(head) - len(head.translate(None, _RARE))
    return controls * 50 > len(head)


def _decode_as(data: bytes, encoding: str) -> tuple[str, str | None]:
    try:
        return clean(data.decode(encoding)), None
    except (UnicodeDecodeError, LookupError):
        if not _known(encoding):
            encoding = "utf-8"
        return clean(data.decode(encoding, "replace")), _GARBLED


def _known(encoding: str) -> str | None:
    """The plain name of a text encoding Python has, or None."""
    try:
        info = codecs.lookup(encoding)
    except (LookupError, ValueError):
        return None
    return info.name if info._is_text_encoding else None


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of Latin text is then NUL."""
    head = data[:4096]
    if len(head) < 8 or (len(head) % 2 and len(data) <= 4096):
        return None
    half = len(head) // 2
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether a few bad bytes stand among many good UTF-8 sequences."""
    sample = data[:1_000_000].decode("utf-8", "replace")
    bad = sample.count("\ufffd")
    good = sum(1 for char in sample if char > "\x7f") - bad
    return good > 4 * bad


def _guess(data: bytes) -> str:
    sample = data[:100_000]
    high = b"".join(run.group() for run in _HIGH_RUN.finditer(sample))
    # Mostly ASCII with curly quotation marks and a few accents: nearly always Windows-1252.
    western = sum(char in _WESTERN for char in high.decode("cp1252", "replace"))
    if len(high) * 4 < len(sample) and western >= 0.95 * len(high):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_GUESSES, steps=5, chunk_size=512).best()
    return best.encoding if best is not None else "cp1252"
