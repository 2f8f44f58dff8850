"""Mail (EML): header lines, the body by who wrote which part, earlier mails quoted, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from sayso.reading.datelines import find_dates
from sayso.reading.decoding import decode
from sayso.reading.draft import Attachment, Draft, Scribe
from sayso.reading.headers import POLICY, decoded, header, sender
from sayso.reading.kinds import Kind
from sayso.reading.limits import Limits
from sayso.reading.names import shown_name
from sayso.reading.plain import paragraphs
from sayso.reading.voices import is_person
from sayso.reading.web import draft_of, read_page
from sayso.records import Segment, SegmentKind

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_WROTE = re.compile(
    r"[ \t>]*(?:On|Le|Am|El)\b(?P<head>[^\n]{3,200}(?:\n[ \t>]*[^\n]{0,120})??)"
    r"\b(?:wrote|writes|said|a écrit|schrieb|escribió)[ \t]*:[ \t]*$",
    re.M,
)
_ORIGINAL = re.compile(
    r"^[ \t>]*-{2,}[ \t]*(?:Original|Forwarded) (?:Message|mail)[ \t]*-{2,}[ \t]*$"
    r"|^[ \t]*Begin forwarded message:[ \t]*$|^_{10,}[ \t]*$(?=\n+[ \t>*]*From:)",
    re.M | re.I,
)
_HEADERS_INSIDE = re.compile(
    r"^[ \t>*]*From:[ *]*(?P<from>[^\n]+)\n(?:[ \t>*]*(?:Sent|Date|To|Cc|Subject"
    r"|Reply-To)[^\n]*\n){1,6}",
    re.M,
)
_SENT = re.compile(r"^[ \t>*]*(?:Sent|Date):[ *]*([^\n]+)$", re.M)
_ANGLE = re.compile(r"[ \t]*(?:\n[ \t>]*)?[<(\[]?(?:mailto:)?[\w.+'-]+@[\w.-]+[>)\]]?")


@dataclass(slots=True)
class _Part:
    """A stretch of the body by one hand."""

    start: int
    end: int
    quoted: bool
    speaker: str | None = None
    when: date | None = None
    to_end: bool = False


def read_mail(data: bytes, limits: Limits) -> Draft:
    """A Document of one mail; its attachments are left in ``draft.attachments``."""
    return write_mail(message_from_bytes(data, policy=POLICY), Draft(str(Kind.MAIL)), limits)


def write_mail(message: Message, draft: Draft, limits: Limits) -> Draft:
    """``draft`` with the headers, the body and the attachments of ``message``."""
    author = sender(message)
    draft.author, draft.title, draft.date = author, header(message, "Subject"), _date(message)
    scribe = Scribe()
    for name in _SHOWN:
        if value := header(message, name):
            scribe.line(f"{name}: {value}", SegmentKind.HEADER, when=draft.date)
    for name in ("Message-ID", "In-Reply-To", "References"):
        if value := header(message, name):
            draft.metadata[name.lower()] = value
    if moment := _moment(message):
        draft.metadata["sent"] = moment
    body = _body_and_attachments(message, draft, limits)
    if body.strip("\n"):
        if scribe.segments:
            scribe.start()
        body = body.rstrip().lstrip("\n")
        scribe.block(body, _segments(body, author, draft.date))
    draft.text, draft.segments = scribe.text, scribe.segments
    return draft


def _date(message: Message) -> date | None:
    value = header(message, "Date")
    if not value:
        return None
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        found = find_dates(value)
        return found[0][2] if found else None


def _moment(message: Message) -> str | None:
    """When a mail was sent, in UTC, as its Date says; None where that gives no time."""
    try:
        when = parsedate_to_datetime(header(message, "Date") or "")
        return (when.astimezone(UTC) if when.tzinfo else when).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _body_and_attachments(message: Message, draft: Draft, limits: Limits) -> str:
    """The text of the parts that are the body; the rest goes to ``draft.attachments``."""
    texts: list[str] = []
    for number, part in enumerate(_leaves(message)):
        if number >= limits.mail_parts:
            draft.problems.append(f"has over {limits.mail_parts:,} parts: the rest was not read")
            break
        kind, name = part.get_content_type(), _file_name(part)
        if kind in ("text/plain", "text/html") and not name and not _is_attached(part):
            text, problem = _text_of(part, kind)
            if text.strip():
                texts.append(text)
            if problem and problem not in draft.problems:
                draft.problems.append(problem)
            continue
        if kind.startswith("image/") and not _is_attached(part):
            continue
        if len(draft.attachments) >= limits.attachments:
            draft.problems.append(
                f"has over {limits.attachments:,} attachments: the rest was not read"
            )
            break
        data = _bytes_of(part)
        what = "attached mail {}.eml" if kind == "message/rfc822" else "attachment {}"
        shown = name or what.format(len(draft.attachments) + 1)
        draft.attachments.append(Attachment(shown, data))
    return "\n\n".join(texts)


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold content; of alternatives the plain one, else the last that is text."""
    stack = [message]
    while stack:
        part = stack.pop()
        if part.get_content_type() == "message/rfc822" or not part.is_multipart():
            yield part
            continue
        children = [child for child in part.get_payload() if isinstance(child, Message)]
        if part.get_content_subtype() == "alternative":
            children = _best(children)
        stack.extend(reversed(children))


def _best(children: list[Message]) -> list[Message]:
    plain = [child for child in children if child.get_content_type() == "text/plain"]
    for child in plain:
        if _text_of(child, "text/plain")[0].strip():
            return [child]
    rich = [child for child in children if child not in plain]
    return rich[-1:] or children[:1]


def _is_attached(part: Message) -> bool:
    return (part.get_content_disposition() or "") == "attachment"


def _file_name(part: Message) -> str | None:
    try:
        name = part.get_filename()
    except (MessageError, ValueError, TypeError, LookupError, AttributeError):
        return None
    if not name:
        return None
    return shown_name(decoded(str(name)), "").split("/")[-1][:200] or None


def _bytes_of(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        inner = inner[0] if isinstance(inner, list) and inner else inner
        if isinstance(inner, Message):
            try:
                return inner.as_bytes(policy=policy.compat32)
            except (MessageError, ValueError, LookupError, TypeError, AttributeError):
                return inner.as_string().encode("utf-8", "replace")
        return b""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _text_of(part: Message, kind: str) -> tuple[str, str | None]:
    try:
        charset = part.get_content_charset()
    except (ValueError, LookupError, TypeError, AttributeError):
        charset = None
    if kind == "text/html":
        page = read_page(
            _bytes_of(part) if charset in (None, "utf-8") else decode(_bytes_of(part), charset)[0]
        )
        return draft_of(page).text, page.problem
    return decode(_bytes_of(part), charset)


def _segments(body: str, sender: str | None, sent: date | None) -> Iterator[Segment]:
    for part in _parts(body, sender, sent):
        signing = _signature_start(body, part) if not part.quoted else part.end
        for start, end in paragraphs(body, part.start, part.end):
            kind = SegmentKind.QUOTED if part.quoted else SegmentKind.PARAGRAPH
            segment = Segment(start, end, kind, speaker=part.speaker, date=part.when)
            if start >= signing:
                segment = replace(segment, kind=SegmentKind.SIGNATURE)
            elif end > signing:
                head = body[start:signing].rstrip()
                yield replace(segment, end=start + len(head))
                segment = replace(segment, start=signing, kind=SegmentKind.SIGNATURE)
            yield segment


def _parts(body: str, sender: str | None, sent: date | None) -> Iterator[_Part]:
    """The body cut where another hand begins: at markers and at runs of lines with ``>``."""
    markers = _markers(body)
    part = own = _Part(0, 0, False, sender, sent)
    for line in re.finditer(r"[^\n]*\n|[^\n]+$", body):
        start, end = line.span()
        if start < part.end:
            continue
        angled = line.group().lstrip(" \t").startswith(">")
        marker = next((m for m in markers if start <= m.start < end), None)
        following: _Part | None = None
        if marker is not None:
            following = replace(marker, start=start, end=max(marker.end, end))
        elif angled and not part.quoted:
            following = _Part(start, end, True)
        elif part.quoted and not part.to_end and not angled and line.group().strip():
            following = replace(own, start=start, end=end)
        if following is None:
            part.end = end
        else:
            if part.end > part.start:
                yield part
            part = following
    if part.end > part.start:
        yield part


def _markers(body: str) -> list[_Part]:
    """Where earlier mails begin, by whom and when; what a marker without ``>`` opens runs on."""
    found = [(m.span(), _who_wrote(m["head"])) for m in _WROTE.finditer(body)]
    found += [(m.span(), _who_sent(m)) for m in _HEADERS_INSIDE.finditer(body)]
    found += [(m.span(), (None, None)) for m in _ORIGINAL.finditer(body)]
    return [
        _Part(start, end, True, who, when, not body[end:].lstrip().startswith(">"))
        for (start, end), (who, when) in sorted(found, key=lambda f: f[0])
    ]


def _who_wrote(head: str) -> tuple[str | None, date | None]:
    """Name and day in "Tue, 5 Mar 2024 at 22:58, Gideon Brandlecote <gb@…> "."""
    head = re.sub(r"\n[ \t>]*", " ", head)
    found = find_dates(head)
    when = found[0][2] if found else None
    rest = head[found[0][1] :] if found else head
    address = re.search(r"[\w.+'-]+@[\w.-]+", rest)
    rest = _ANGLE.sub("", rest)
    rest = re.sub(
        r"\b(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[AP]\.?M\.?)?"
        r"(?:\s?\(?[A-Z]{2,4}\)?)?(?:\s?[+-]\d{4})?",
        "",
        rest,
        flags=re.I,
    )
    name = rest.strip(" \t,<>()[]\"'")
    if name and (is_person(name) or len(name.split()) <= 6):
        return name, when
    return (address.group() if address else None), when


def _who_sent(match: re.Match[str]) -> tuple[str | None, date | None]:
    block = match.group()
    sent = _SENT.search(block)
    found = find_dates(sent[1]) if sent else []
    pairs = getaddresses([match["from"].strip(" *")])
    name, address = pairs[0] if pairs else ("", "")
    return (
        name.strip(" \"'") or _ANGLE.sub("", match["from"]).strip(" *\"'") or address or None
    ), (found[0][2] if found else None)


def _signature_start(body: str, part: _Part) -> int:
    """Where the block of name and address under a mail begins, or the part's end."""
    text = body[part.start : part.end]
    dashes = list(re.finditer(r"^-- ?$", text, re.M))
    if dashes:
        return part.start + dashes[-1].start()
    blocks = list(paragraphs(body, part.start, part.end))
    if len(blocks) < 2:
        return part.end
    start, end = blocks[-1]
    lines = body[start:end].split("\n")
    if len(lines) <= 8 and all(len(line) <= 60 for line in lines) and _names(lines, part.speaker):
        return start
    return part.end


def _names(lines: list[str], speaker: str | None) -> bool:
    """Whether the first line is the sender's name or initials, as a signature begins."""
    first = re.sub(
        r"^(?:best|kind|warm)?\s*(?:regards|wishes|thanks),?\s*", "", lines[0], flags=re.I
    )
    first = (first or (lines[1] if len(lines) > 1 else "")).strip(" ,.-–—")
    if not first or not speaker:
        return False
    initials = "".join(word[0] for word in speaker.split() if word[0].isalpha()).upper()
    bare = re.sub(r"[\W_]+", "", first).upper()
    words = {word.lower() for word in re.findall(r"\w+", speaker)}
    return bare in (initials, initials[:1]) or bool(
        {w.lower() for w in re.findall(r"\w+", first)} & words
    )
