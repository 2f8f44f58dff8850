"""What kind of file bytes are: told from the bytes first, from the name as a tie-break."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath

from sayso.reading.decoding import looks_binary


class Kind(StrEnum):
    """The formats sayso reads, by media type, and ``OTHER`` for those it does not."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    HTML = "text/html"
    MAIL = "message/rfc822"
    CSV = "text/csv"
    TSV = "text/tab-separated-values"
    MARKDOWN = "text/markdown"
    TEXT = "text/plain"
    IMAGE = "image/*"
    OTHER = "application/octet-stream"


_HEIC = "is a picture (HEIC): save it as JPEG or PNG and add that"
_IMAGES = frozenset(
    f"image/{name}" for name in ("jpeg", "png", "gif", "tiff", "bmp", "webp")
)
_SOUND = "is a sound or video recording ({}): add a transcript of it"
_PACKED = "is an archive ({}): unpack it and add the folder"
_OFFICE = "is {}, which this version does not read: save it as {} and add that"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg", ""),
    (b"\x89PNG\r\n\x1a\n", "image/png", ""),
    (b"GIF8", "image/gif", ""),
    (b"II*\0", "image/tiff", ""),
    (b"MM\0*", "image/tiff", ""),
    (b"BM", "image/bmp", ""),
    (b"ID3", "audio/mpeg", _SOUND.format("MP3")),
    (b"OggS", "audio/ogg", _SOUND.format("Ogg")),
    (b"fLaC", "audio/flac", _SOUND.format("FLAC")),
    (b"\x1aE\xdf\xa3", "video/x-matroska", _SOUND.format("Matroska")),
    (b"\x1f\x8b", "application/gzip", _PACKED.format("gzip")),
    (b"BZh", "application/x-bzip2", _PACKED.format("bzip2")),
    (b"\xfd7zXZ\0", "application/x-xz", _PACKED.format("xz")),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", _PACKED.format("7-Zip")),
    (b"Rar!\x1a\x07", "application/vnd.rar", _PACKED.format("RAR")),
    (b"SQLite format 3\0", "application/vnd.sqlite3",
     "is a database (SQLite): export its tables as CSV and add those"),
    (b"{\\rtf", "application/rtf", _OFFICE.format("Rich Text Format", "DOCX or PDF")),
    (b"\x7fELF", "application/x-executable", "is a program, which holds no text to read"),
    (b"MZ", "application/x-msdownload", "is a program, which holds no text to read"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED = (
    ("word/", str(Kind.DOCX), ""),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     _OFFICE.format("an Excel workbook", "CSV, sheet by sheet,")),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation",
     _OFFICE.format("a PowerPoint presentation", "PDF")),
)  # fmt: skip
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|table)\b", re.I)
_MAIL_HEADER = re.compile(
    rb"^(from|to|cc|date|subject|message-id|received|mime-version|return-path|reply-to|"
    rb"delivered-to|content-type|x-[\w-]+):",
    re.I | re.M,
)
_EXTENSIONS = {
    ".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN, ".mdown": Kind.MARKDOWN,
    ".csv": Kind.CSV, ".tsv": Kind.TSV, ".tab": Kind.TSV,
    ".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML,
    ".eml": Kind.MAIL, ".txt": Kind.TEXT,
}  # fmt: skip


def tell(data: bytes, name: str) -> tuple[Kind, str, str | None]:
    """The kind of ``data``, its media type and, where it is not read, why and what to do."""
    if b"%PDF-" in data[:1024]:
        return Kind.PDF, str(Kind.PDF), None
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(data)
    foreign = _foreign(data, name)
    if foreign:
        return (Kind.IMAGE, foreign[0], None) if foreign[0] in _IMAGES else (Kind.OTHER, *foreign)
    if looks_binary(data):
        return (
            Kind.OTHER,
            str(Kind.OTHER),
            ("is of a kind sayso does not know: save it as PDF or text and add that"),
        )
    kind = _text_kind(data, PurePosixPath(name).suffix.lower())
    return kind, str(kind), None


def _foreign(data: bytes, name: str) -> tuple[str, str] | None:
    for magic, media_type, reason in _MAGIC:
        # Two-letter marks may begin a sentence ("BM met the Minister"); text holds no NUL.
        if data.startswith(magic) and (len(magic) > 4 or b"\0" in data[:4096] or magic > b"\x7f"):
            return media_type, reason
    if data[:4] == b"RIFF" and len(data) > 12:
        form = data[8:12]
        if form == b"WEBP":
            return "image/webp", ""
        if form in (b"WAVE", b"AVI "):
            return "audio/wav", _SOUND.format(form.decode("ascii").strip())
    if data[4:8] == b"ftyp":
        if data[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
            return "image/heic", _HEIC
        return "video/mp4", _SOUND.format("MP4")
    if data.startswith(_OLE):
        return _legacy(PurePosixPath(name).suffix.lower())
    return None


def _legacy(extension: str) -> tuple[str, str]:
    if extension in (".xls", ".xlt"):
        return "application/vnd.ms-excel", _OFFICE.format("an old Excel file", "CSV")
    if extension in (".ppt", ".pps"):
        return "application/vnd.ms-powerpoint", _OFFICE.format("an old PowerPoint file", "PDF")
    if extension == ".msg":
        return "application/vnd.ms-outlook", _OFFICE.format("an Outlook message", "EML")
    if extension == ".docx":
        return "application/x-ole-storage", (
            "is encrypted: save a copy without its password and add that"
        )
    return "application/msword", _OFFICE.format("an old Word file", "DOCX or PDF")


def _inside_zip(data: bytes) -> tuple[Kind, str, str | None]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()[:5000]
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return (
            Kind.OTHER,
            "application/zip",
            ("is damaged (its zip directory cannot be read): ask for another copy"),
        )
    for folder, media_type, reason in _ZIPPED:
        if any(entry.startswith(folder) for entry in names):
            if not reason:
                return Kind.DOCX, media_type, None
            return Kind.OTHER, media_type, reason
    if "mimetype" in names and "content.xml" in names:
        return (
            Kind.OTHER,
            "application/vnd.oasis.opendocument.text",
            (_OFFICE.format("an OpenDocument file", "DOCX or PDF")),
        )
    return Kind.OTHER, "application/zip", _PACKED.format("zip")


def _text_kind(data: bytes, extension: str) -> Kind:
    head = data[:4096]
    named = _EXTENSIONS.get(extension)
    # A page that was saved under another name is still a page; a Markdown file may hold tags.
    stripped = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if re.match(
        rb"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)\b", stripped, re.I | re.S
    ):
        return Kind.HTML
    if named is None and _MARKUP.search(head) and stripped.startswith(b"<"):
        return Kind.HTML
    if named in (None, Kind.TEXT) and _is_mail(head, sure=named is Kind.TEXT):
        return Kind.MAIL
    return named or Kind.TEXT


def _is_mail(head: bytes, *, sure: bool) -> bool:
    """Whether the file begins with a mail's header; ``sure`` asks for what only machines write."""
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    if not re.match(rb"[A-Za-z][\w-]*:", block):
        return False
    found = {m.group(1).lower() for m in _MAIL_HEADER.finditer(block)}
    if sure:
        return bool(found & {b"message-id", b"mime-version", b"received"}) and b"from" in found
    return b"from" in found and len(found) >= 3
