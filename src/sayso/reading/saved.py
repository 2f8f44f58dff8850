"""MHTML: a page as a browser saved it, its HTML wrapped like a mail."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from sayso.reading.decoding import decode
from sayso.reading.draft import Attachment, Draft
from sayso.reading.kinds import Kind
from sayso.reading.web import read_web

_NONE = "holds no page: save it anew as a web page or a PDF and add that"


def read_saved_page(data: bytes, name: str) -> Draft:
    """A Document of the page; the pages in its frames are left in ``draft.attachments``."""
    pages = _pages(data)
    if not pages:
        return Draft(str(Kind.MHTML), problems=[_NONE])
    draft = read_web(pages[0], name)
    draft.media_type = str(Kind.MHTML)
    draft.attachments = [
        Attachment(f"frame {number}.html", page) for number, page in enumerate(pages[1:], start=1)
    ]
    return draft


def html_of(data: bytes) -> bytes:
    """The HTML of the page itself, as UTF-8, or nothing where there is none."""
    pages = _pages(data)
    return pages[0] if pages else b""


def _pages(data: bytes) -> list[bytes]:
    """Every HTML part as UTF-8, first the one that the archive is of."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    place = _words(message, "Snapshot-Content-Location") or _words(message, "Content-Location")
    found: list[tuple[bool, bytes]] = []
    for part in message.walk():
        if part.is_multipart() or part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            first = bool(place) and _words(part, "Content-Location") == place
            text, _ = decode(payload, part.get_content_charset())
            found.append((not first, text.encode()))
    return [page for _, page in sorted(found, key=lambda f: f[0])]


def _words(part: EmailMessage, name: str) -> str:
    return "".join(str(part.get(name) or "").split())
