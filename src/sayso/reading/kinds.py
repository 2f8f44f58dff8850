"""What kind of file bytes are: told from the bytes first, from the name as a tie-break."""

from __future__ import annotations

import re
import zipfile
import zlib
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath

from sayso.reading.decoding import looks_binary


class Kind(StrEnum):
    """The formats sayso reads, by media type, and ``OTHER`` for those it does not."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ODP = "application/vnd.oasis.opendocument.presentation"
    XLS = "application/vnd.ms-excel"
    RTF = "application/rtf"
    HTML = "text/html"
    MHTML = "multipart/related"
    MAIL = "message/rfc822"
    MBOX = "application/mbox"
    MSG = "application/vnd.ms-outlook"
    CSV = "text/csv"
    TSV = "text/tab-separated-values"
    MARKDOWN = "text/markdown"
    TEXT = "text/plain"
    ZIP = "application/zip"
    TAR = "application/x-tar"
    GZIP = "application/gzip"
    BZIP2 = "application/x-bzip2"
    XZ = "application/x-xz"
    SEVENZIP = "application/x-7z-compressed"
    IMAGE = "image/*"
    OTHER = "application/octet-stream"


_HEIC = "is a picture (HEIC): save it as JPEG or PNG and add that"
_IMAGES = frozenset(
    f"image/{name}" for name in ("jpeg", "png", "gif", "tiff", "bmp", "webp")
)
_SOUND = "is a sound or video recording ({}): add a transcript of it"
_PACKED = "is an archive ({}): unpack it and add the folder"
_LOCKED = "is encrypted: save a copy without its password and add that"
#: Old Office files that only LibreOffice reads (see ``legacy``), and what to do without it.
LEGACY = {
    "application/msword": "is an old Word file: install LibreOffice, or save it as DOCX, and add it again",
    "application/vnd.ms-powerpoint":
        "is an old PowerPoint file: install LibreOffice, or save it as PPTX, and add it again",
}  # fmt: skip
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
    (b"Rar!\x1a\x07", "application/vnd.rar", _PACKED.format("RAR")),
    (b"SQLite format 3\0", "application/vnd.sqlite3",
     "is a database (SQLite): export its tables as CSV and add those"),
    (b"\x7fELF", "application/x-executable", "is a program, which holds no text to read"),
    (b"MZ", "application/x-msdownload", "is a program, which holds no text to read"),
)  # fmt: skip
_STORAGE = "application/x-ole-storage"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED = (
    (re.compile(r"word/document\.xml"), Kind.DOCX),
    (re.compile(r"xl/workbook\.(?:xml|bin)"), Kind.XLSX),
    (re.compile(r"ppt/(?:presentation\.xml|slides/slide\d+\.xml)"), Kind.PPTX),
)
#: Of the names of parts that make a ZIP an office file, what they all hold.
_PARTS = (b"word/document.xml", b"xl/workbook.", b"ppt/", b"content.xml", b"vnd.oasis.opendocument")
#: The names that stand in an office file whose zip directory is lost.
_DAMAGED = (
    (b"word/document.xml", Kind.DOCX),
    (b"xl/workbook.", Kind.XLSX),
    (b"ppt/presentation.xml", Kind.PPTX),
)
#: The words of the part "mimetype" in OpenDocument files, their templates among them.
_OPEN_DOCUMENT = (
    (b"application/vnd.oasis.opendocument.text", Kind.ODT),
    (b"application/vnd.oasis.opendocument.spreadsheet", Kind.ODS),
    (b"application/vnd.oasis.opendocument.presentation", Kind.ODP),
)
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|table)\b", re.I)
_MAIL_HEADER = re.compile(
    rb"^(from|to|cc|date|subject|message-id|received|mime-version|return-path|reply-to|"
    rb"delivered-to|content-type|x-[\w-]+):",
    re.I | re.M,
)
#: What holds other files: looked into member by member.
ARCHIVES = frozenset((Kind.ZIP, Kind.TAR, Kind.GZIP, Kind.BZIP2, Kind.XZ, Kind.SEVENZIP))
_ARCHIVED = (
    (b"\x1f\x8b\x08", Kind.GZIP), (b"BZh", Kind.BZIP2), (b"\xfd7zXZ\0", Kind.XZ),
    (b"7z\xbc\xaf\x27\x1c", Kind.SEVENZIP),
)  # fmt: skip
#: The line between the mails of a box, and the first header of a mail after it (RFC 4155).
_BOX = re.compile(rb"From [^\r\n]{3,300}\r?\n(?:>?[A-Za-z][\w-]*:[^\r\n]*\r?\n){2}")
_EXTENSIONS = {
    ".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN, ".mdown": Kind.MARKDOWN,
    ".csv": Kind.CSV, ".tsv": Kind.TSV, ".tab": Kind.TSV,
    ".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML,
    ".eml": Kind.MAIL, ".txt": Kind.TEXT,
}  # fmt: skip


def tell(data: bytes, name: str) -> tuple[Kind, str, str | None]:
    """The kind of ``data``, its media type and, where it is not read, why and what to do."""
    if is_pdf(data):
        return Kind.PDF, str(Kind.PDF), None
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:5] == b"{\\rtf":
        return Kind.RTF, str(Kind.RTF), None
    if data.startswith(_OLE):
        return _inside_ole(data)
    if (archive := _archive(data)) is not None:
        return archive, str(archive), None
    foreign = _foreign(data)
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


def is_pdf(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is a PDF: its mark may stand after some other bytes.

    What holds other files may hold a PDF first, unpacked: it is no PDF for that, nor is a text that
    tells of the mark.
    """
    head = head[:1024]
    at = head.find(b"%PDF-")
    if at <= 0:
        return at == 0
    if b"obj" not in head[at:] and not looks_binary(head):
        return False
    return not head.startswith((b"PK\x03\x04", _OLE)) and _archive(head) is None and not _BOX.match(head)


def _archive(data: bytes) -> Kind | None:
    for magic, kind in _ARCHIVED:
        if data.startswith(magic) and looks_binary(data):
            return kind
    if data[257:262] == b"ustar":
        return Kind.TAR
    return None


def _foreign(data: bytes) -> tuple[str, str] | None:
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
    return None


def _inside_ole(data: bytes) -> tuple[Kind, str, str | None]:
    """The kind of an OLE file, by the streams at the root of its directory."""
    from sayso.reading.compound import encrypted, streams_of

    try:
        streams = streams_of(data)
        locked = "EncryptedPackage" in streams or encrypted(data, streams)
    except (OSError, ValueError, LookupError, TypeError, ArithmeticError):
        return Kind.OTHER, _STORAGE, "is damaged (its directory cannot be read): ask for another copy"
    if locked:
        return Kind.OTHER, _STORAGE, _LOCKED
    if "__properties_version1.0" in streams:
        return Kind.MSG, str(Kind.MSG), None
    if "WordDocument" in streams:
        return Kind.OTHER, "application/msword", LEGACY["application/msword"]
    if "PowerPoint Document" in streams:
        media_type = "application/vnd.ms-powerpoint"
        return Kind.OTHER, media_type, LEGACY[media_type]
    if "Workbook" in streams or "Book" in streams:
        return Kind.XLS, str(Kind.XLS), None
    return Kind.OTHER, _STORAGE, "is of a kind sayso does not know: save it as PDF or text and add that"


def _inside_zip(data: bytes) -> tuple[Kind, str, str | None]:
    # Names stand unpacked in a ZIP: without these it is no office file, and need not be opened for it.
    if not any(mark in data for mark in _PARTS):
        return Kind.ZIP, str(Kind.ZIP), None
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()[:5000]
            mimetype = _mimetype(archive) if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        # Its reader says that it is damaged; what is left of its parts is no text for a person.
        kind = _damaged(data)
        return kind, str(kind), None
    for main, kind in _ZIPPED:
        if any(main.fullmatch(entry) for entry in names):
            return kind, str(kind), None
    for declared, kind in _OPEN_DOCUMENT:
        if "content.xml" in names and mimetype.startswith(declared):
            return kind, str(kind), None
    return Kind.ZIP, str(Kind.ZIP), None


def _damaged(data: bytes) -> Kind:
    """What a zip container without its directory was, by the names that stand before its parts."""
    if data[30:38] == b"mimetype":
        for declared, kind in reversed(_OPEN_DOCUMENT):
            if declared in data[:200]:
                return kind
        if b"content.xml" in data:
            return Kind.ODT
    return next((kind for main, kind in _DAMAGED if main in data), Kind.ZIP)


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    """The first bytes of the part that tells an OpenDocument file; none where it does not unpack."""
    try:
        with archive.open("mimetype") as part:
            return part.read(100)
    except (
        zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, RuntimeError, zlib.error,
    ):  # fmt: skip
        return b""


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
    if _BOX.match(stripped):
        return Kind.MBOX
    if _is_saved_page(stripped):
        return Kind.MHTML
    # Whatever machines wrote at its head makes it a mail; a name for text asks for no less.
    if _is_mail(stripped, sure=named is not Kind.MAIL and named is not None):
        return Kind.MAIL
    if named in (None, Kind.TEXT) and _is_tabbed(stripped):
        return Kind.TSV
    return named or Kind.TEXT


def _is_tabbed(head: bytes) -> bool:
    """Whether the first lines, five at least, have one number of tabs between words, and no indents."""
    lines = head.split(b"\n")[:-1][:40]
    counts = {line.count(b"\t") for line in lines if line.strip()}
    bare = any(line.startswith(b"\t") or b"\t\t\t" in line for line in lines)
    return len(lines) >= 5 and len(counts) == 1 and min(counts) >= 1 and not bare


def _is_saved_page(head: bytes) -> bool:
    """Whether the file begins as a browser's archive of a page does, and not as a sent mail."""
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    if not re.search(rb"^content-type:\s*multipart/related\b", block, re.I | re.M):
        return False
    if re.search(rb"^(?:snapshot-)?content-location:|^from:\s*<?saved by ", block, re.I | re.M):
        return True
    return not re.search(rb"^(?:to|received|message-id):", block, re.I | re.M)


def _is_mail(head: bytes, *, sure: bool) -> bool:
    """Whether the file begins with a mail's header; ``sure`` asks for what only machines write."""
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    if not re.match(rb"[A-Za-z][\w-]*:", block):
        return False
    found = {m.group(1).lower() for m in _MAIL_HEADER.finditer(block)}
    if sure:
        return bool(found & {b"message-id", b"mime-version", b"received"}) and b"from" in found
    return b"from" in found and len(found) >= 3
