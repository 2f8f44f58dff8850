"""MSG: an Outlook message as the mail it is, with its attachments and the messages in them."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import HeaderParser
from email.utils import format_datetime, formataddr
from typing import TYPE_CHECKING

from sayso.reading.decoding import clean
from sayso.reading.draft import Draft
from sayso.reading.kinds import Kind
from sayso.reading.limits import Limits
from sayso.reading.mail import write_mail

if TYPE_CHECKING:
    from oxmsg.storage import Storage

#: Length of what precedes the properties of a message, of one in another and of a recipient or
#: attachment (MS-OXMSG 2.4.1).
_TOP, _INNER, _PART = 32, 24, 8
#: Property ids of MS-OXPROPS: header lines, sender, subject, bodies, message id, recipients, type.
_HEADERS, _SENDER, _SENDER_MAIL, _SENDER_SMTP, _FOR = 0x007D, 0x0C1A, 0x0C1F, 0x5D01, 0x0042
_SUBJECT, _SENT, _BODY, _HTML, _ID, _DELIVERED = 0x0037, 0x0039, 0x1000, 0x1013, 0x1035, 0x0E06
_NAME, _MAIL, _SMTP, _KIND, _RTF = 0x3001, 0x3003, 0x39FE, 0x0C15, 0x1009
_LONG_NAME, _SHORT_NAME, _DATA = 0x3707, 0x3704, 0x3701
#: The storage of a message that is attached as such.
_EMBEDDED = "__substg1.0_3701000D"
_KEPT = ("From", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "References")
_RECIPIENTS = {1: "To", 2: "Cc"}
#: What malformed bytes make the parsers of OLE files and of properties raise.
_BROKEN = (
    OSError, ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError,
    NotImplementedError, MessageError,
)  # fmt: skip


def read_outlook(data: bytes, limits: Limits) -> Draft:
    """A Document of one MSG file; its attachments are left in ``draft.attachments``."""
    from io import BytesIO

    from olefile import OleFileIO
    from oxmsg.storage import Storage

    draft = Draft(str(Kind.MSG))
    try:
        with OleFileIO(BytesIO(data)) as file:
            root = Storage.from_ole(file)
    except _BROKEN:
        draft.problems.append("is damaged (its streams cannot be read): ask for another copy")
        return draft
    message = _message(root, _TOP, draft, limits, 1)
    return write_mail(message, draft, limits)


def _message(
    storage: Storage, offset: int, draft: Draft, limits: Limits, depth: int
) -> EmailMessage:
    message, bag = EmailMessage(), _Bag(storage, offset)
    for name, value in _headers(storage, bag, draft).items():
        if value := " ".join(clean(value).split()):
            try:
                message[name] = value
            except (ValueError, TypeError, LookupError, AttributeError, MessageError):
                draft.problems.append(f"its header {name} could not be read")
    plain, html = bag.text(_BODY), bag.html()
    if plain.strip() or not html:
        message.set_content(clean(plain))
    else:
        message.set_content(clean(html), subtype="html")
    if not plain.strip() and not html and bag.data(_RTF):
        draft.problems.append(
            "keeps its text as packed rich text, which is not read: save it as EML and add that"
        )
    _attach(message, storage, draft, limits, depth)
    return message


def _headers(storage: Storage, bag: _Bag, draft: Draft) -> dict[str, str]:
    """The header lines the mail came with; where it has none, what Outlook keeps beside it."""
    sent = HeaderParser().parsestr(bag.text(_HEADERS))
    found = {name: str(sent[name]) for name in _KEPT if sent[name]}
    sender = bag.text(_SENDER) or bag.text(_FOR)
    address = bag.text(_SENDER_SMTP) or bag.text(_SENDER_MAIL)
    if sender or address:
        found.setdefault("From", _who(sender, address))
    for name, people in _recipients(storage, draft).items():
        found.setdefault(name, ", ".join(people))
    found.setdefault("Subject", bag.text(_SUBJECT))
    found.setdefault("Message-ID", bag.text(_ID))
    if "Date" not in found and (date := bag.sent()):
        found["Date"] = date
    return {name: found[name] for name in _KEPT if name in found}


def _who(name: str, address: str) -> str:
    """``name <address>``; what an Exchange directory calls a person is no address."""
    name = re.sub(r"[\r\n\"<>]+", " ", name).strip()
    return formataddr((name, address)) if re.fullmatch(r"[!-~]+@[!-~]+", address) else name or address


def _recipients(storage: Storage, draft: Draft) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    try:
        storages = list(storage.iter_recipient_storages())
    except _BROKEN:
        draft.problems.append("its recipients could not be read")
        return found
    for one in storages:
        bag = _Bag(one, _PART)
        kind = _RECIPIENTS.get(bag.number(_KIND), "")
        who = _who(bag.text(_NAME), bag.text(_SMTP) or bag.text(_MAIL))
        if kind and who:
            found.setdefault(kind, []).append(who)
    return found


def _attach(
    message: EmailMessage, storage: Storage, draft: Draft, limits: Limits, depth: int
) -> None:
    for number, one in enumerate(storage.iter_attachment_storages(), start=1):
        if number > limits.attachments:
            # The reader of mails stops there too, and says so where there is one more.
            message.add_attachment(b"", maintype="application", subtype="octet-stream")
            return
        bag = _Bag(one, _PART)
        name = bag.text(_LONG_NAME) or bag.text(_SHORT_NAME)
        name = " ".join(clean(name).split()) or f"attachment {number}"
        inner = next((s for s in one.storages if s.name == _EMBEDDED), None)
        if inner is not None and depth <= limits.mail_depth:
            message.add_attachment(_message(inner, _INNER, draft, limits, depth + 1))
        elif (data := bag.data(_DATA)) is not None:
            message.add_attachment(
                data, maintype="application", subtype="octet-stream", filename=name
            )
        else:
            draft.problems.append(f"its attachment “{name[:80]}” is not in the file or could not be read")


class _Bag:
    """The properties of a message, a recipient or an attachment; what is broken counts as missing."""

    def __init__(self, storage: Storage, offset: int) -> None:
        from oxmsg.properties import Properties

        self._properties = Properties(storage, offset)

    def text(self, number: int) -> str:
        """A property of words, or nothing."""
        try:
            return str(self._properties.str_prop_value(number) or "").rstrip("\0")
        except _BROKEN:
            return ""

    def data(self, number: int) -> bytes | None:
        """A property of bytes."""
        try:
            return self._properties.binary_prop_value(number)
        except _BROKEN:
            return None

    def number(self, number: int) -> int:
        """A whole number, or 0."""
        try:
            return self._properties.int_prop_value(number) or 0
        except _BROKEN:
            return 0

    def html(self) -> str:
        """The body as HTML, or nothing."""
        data = self.data(_HTML)
        if not data:
            return self.text(_HTML)
        try:
            return data.decode(self._properties.body_encoding, "replace")
        except _BROKEN:
            return data.decode("cp1252", "replace")

    def sent(self) -> str:
        """When it was sent, or else delivered, as a mail's header says it."""
        for number in (_SENT, _DELIVERED):
            try:
                when = self._properties.date_prop_value(number)
            except _BROKEN:
                continue
            if when is not None:
                return format_datetime(when)
        return ""
