"""How much of a file sayso is willing to read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.util import find_spec

_Bytes = bytes
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings on one file. What lies beyond them is reported, never dropped in silence.

    ``seconds`` is the time a child process gets for one job: a file, or ``chunk`` pages of a long
    PDF. ``memory`` is the address space of that child in bytes, enforced where the platform has
    it (Linux): PDFium takes 45 MB of it, an article with trafilatura 135 MB, a table of
    20 million characters 700 MB. ``characters`` and ``segments`` bound what one document may hold.
    ``unpacked`` and ``ratio`` bound what a zip container (DOCX) may unpack to, in bytes and as a
    multiple of its packed size. The ``archive_`` limits are for all that one file holds, archives
    in archives included: members, bytes unpacked, how deep one may lie, how many times its packed
    size a member may unpack to, and the seconds for the whole, job after job of ``seconds``.
    ``cells`` bounds the cells of a workbook, empty ones between others counted; ``mails`` those of
    a mailbox, whose mails may be ``bytes`` long each; ``convert_seconds`` is the time LibreOffice
    gets for an old Office file. ``pixels`` bounds one picture before it is unpacked,
    ``pictures`` how many of one TIFF are read. Where OCR is installed a PDF or picture gets
    ``ocr_patience`` times the seconds: 20 scanned pages take 20 to 240.
    """

    bytes: int = 200_000_000
    pages: int = 5_000
    seconds: float = 120.0
    memory: int = 1_500_000_000
    characters: int = 20_000_000
    segments: int = 400_000
    attachments: int = 200
    mail_depth: int = 4
    mail_parts: int = 2_000
    zip_entries: int = 5_000
    unpacked: int = 300_000_000
    ratio: int = 200
    archive_entries: int = 100_000
    archive_bytes: int = 4_000_000_000
    archive_depth: int = 6
    archive_ratio: int = 250
    archive_seconds: float = 1_800.0
    cells: int = 2_500_000
    mails: int = 200_000
    convert_seconds: float = 90.0
    chunk: int = 20
    pixels: int = 60_000_000
    pictures: int = 60
    ocr_patience: float = 4.0

    def as_dict(self) -> dict[str, int | float]:
        """The limits as plain numbers, as they are handed to a child process."""
        return asdict(self)

    def patience(self, head: _Bytes) -> float:
        """Seconds for a job on a file that begins with ``head``."""
        if (b"%PDF-" in head or head.startswith(_PICTURES)) and find_spec("tesserocr"):
            return self.seconds * self.ocr_patience
        return self.seconds

    def size_problem(self, size: int) -> str | None:
        """Why a file of ``size`` bytes is not read, or None if it may be."""
        if size <= self.bytes:
            return None
        return (
            f"is {_megabytes(size)}, over the limit of {_megabytes(self.bytes)}: split it and add the parts"
        )


DEFAULT = Limits()


def _megabytes(size: int) -> str:
    if size < 1_000_000:
        return f"{size:,} bytes"
    return f"{size / 1_000_000:,.0f} MB"
