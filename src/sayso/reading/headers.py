"""The headers of mails: their words, with encoded words (RFC 2047) and stray bytes made readable.

The standard library's ``EmailPolicy`` parses every header into a tree, anew each time it is asked
for, which was more than half of the time that a mail took; its older policy leaves them alone.
"""

from __future__ import annotations

from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses
from typing import Any

from sayso.reading.decoding import clean, decode


class HeaderPolicy(Compat32):
    """Hands out a header as it stands, but bytes that are no ASCII decoded as those of a body are."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The source ``value`` of the header ``name``, without surrogates."""
        if value.isascii():
            return value
        return decode(value.encode("utf-8", "surrogateescape"))[0]


POLICY = HeaderPolicy()


def header(message: Message, name: str) -> str | None:
    """The words of the first header ``name`` on one line; None where it is missing or empty."""
    value = _source(message, name)
    return None if value is None else _line(decoded(value)) or None


def sender(message: Message) -> str | None:
    """Who a mail is from: the name, or else the address."""
    value = _source(message, "From")
    if not value:
        return None
    # Split before it is decoded: an encoded name may hold a comma.
    pairs = getaddresses([_line(value)])
    name, address = pairs[0] if pairs else ("", "")
    return _line(decoded(name)).strip(" \"'") or address or _line(decoded(value)) or None


def decoded(value: str) -> str:
    """``value`` with its encoded words decoded; as it is where they are broken."""
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(
        piece if isinstance(piece, str) else decode(piece, charset)[0] for piece, charset in pieces
    )


def _source(message: Message, name: str) -> str | None:
    value = message.get(name)
    return None if value is None else str(value)


def _line(value: str) -> str:
    return " ".join(clean(value).split())
