"""RTF: the words of its groups in order, rows of tables, notes, comments, and heads and feet of pages.

After the Rich Text Format Specification 1.9.1.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from dataclasses import dataclass, field, replace
from datetime import date

from sayso.reading.datelines import name_date
from sayso.reading.decoding import clean
from sayso.reading.draft import Draft, row_of
from sayso.reading.kinds import Kind
from sayso.reading.limits import Limits
from sayso.reading.tables import could_name_columns
from sayso.reading.word import Item, write_items

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\(\r?\n|[^a-zA-Z])|([{}])|[\r\n\0]+"
    rb"|([^\\{}\r\n\0]+)|\\"
)
#: Groups whose words are no part of the text.
_SKIPPED = frozenset(
    b"colortbl pict filetbl listtable listoverridetable revtbl rsidtbl generator themedata "
    b"colorschememapping latentstyles datastore xmlnstbl mmathPr fldinst datafield sp bkmkstart "
    b"bkmkend objdata objclass sn sv private xe tc rxe txe nonshppict ftnsep ftnsepc aftnsep "
    b"aftnsepc atnid atnref atntime atndate template mhtmltag htmltag".split()
)
_PARTS = {
    b"footnote": "footnote", b"annotation": "comment", b"shptxt": "text box",
    b"header": "header", b"headerl": "header", b"headerr": "header", b"headerf": "header",
    b"footer": "footer", b"footerl": "footer", b"footerr": "footer", b"footerf": "footer",
}  # fmt: skip
#: Groups that are read although "\*" says that older readers may pass over them.
_KEPT = frozenset((b"annotation", b"atnauthor", b"shpinst", b"shptxt", b"footnote"))
#: Groups whose words are taken down under their name.
_NOTED = frozenset((b"title", b"author", b"atnauthor", b"stylesheet", b"fonttbl"))
_SIGNS = {
    b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"tab": "\t", b"emspace": " ", b"enspace": " ",
    b"qmspace": " ", b"line": "\n",
}  # fmt: skip
_ESCAPED = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
#: What ``\fcharset`` means, where it is not the document's own code page.
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
_DEEPEST = 5_000
_HEADING = re.compile(r"(?:heading \d|title|subtitle)$", re.I)


@dataclass(slots=True)
class _Flow:
    """A run of paragraphs: the body, a note, a comment, the head of a page."""

    part: str = ""
    words: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    columns: list[str] | None = None
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _State:
    """What a closing brace brings back."""

    flow: _Flow
    skipping: bool = False
    noting: bytes = b""
    codepage: str = ""
    unicode_skip: int = 1
    deleted: bool = False


def read_rich(data: bytes, called: str, limits: Limits) -> Draft:
    """A Document of an RTF file. Tracked deletions are left out, and said in ``metadata``."""
    draft = Draft(str(Kind.RTF))
    reader = _Reader(limits)
    reader.read(data)
    if reader.open:
        draft.problems.append("is damaged: it breaks off before its end, and was read as far as it goes")
    if reader.too_deep:
        draft.problems.append("is nested too deeply: it was read as far as that goes; save it as text")
    write_items([*reader.body.items, *reader.aside], draft)
    draft.date = draft.date or name_date(called) or reader.created
    draft.title = reader.noted.get(b"title") or draft.title
    draft.author = draft.author or reader.noted.get(b"author")
    if reader.deleted:
        draft.metadata["tracked deletions left out"] = f"{reader.deleted:,} characters"
    return draft


class _Reader:
    """Goes through the tokens once, with a stack of what each open group has set."""

    def __init__(self, limits: Limits) -> None:
        self.body = _Flow()
        self.aside: list[Item] = []
        self.noted: dict[bytes, str] = {}
        self.created: date | None = None
        self.deleted = 0
        self.open = False
        self.too_deep = False
        self._left = limits.characters
        self._now = _State(self.body)
        self._stack: list[_State] = []
        self._raw = bytearray()
        self._notes: dict[bytes, list[str]] = {}
        self._starred = False
        self._first = False
        self._in_table = False
        self._heading = False
        self._usual = "cp1252"
        self._font = 0
        self._fonts: dict[int, str] = {}
        self._style = 0
        self._headings: set[int] = set()
        self._created: dict[bytes, int] = {}
        self._to_skip = 0

    def read(self, data: bytes) -> None:
        """Read all of ``data``; what is wrong with it shows in ``open`` and ``too_deep``."""
        at, end = 0, len(data)
        while at < end and self._left > 0:
            match = _TOKEN.match(data, at)
            if match is None:
                at += 1
                continue
            at = match.end()
            word, number, hexed, sign, brace, text = match.groups()
            if text is not None:
                self._text(text)
            elif hexed is not None:
                self._text(bytes.fromhex(hexed.decode()))
            elif brace is not None:
                if not self._brace(brace):
                    break
            elif word == b"bin":
                at += max(0, int(number or 0))
            elif word is not None:
                self._word(word, int(number) if number else None)
            elif sign is not None:
                self._sign(sign)
        self.open = bool(self._stack)
        self._end_paragraph(self._now.flow)
        self._settle(self._now.flow)
        if self._now.flow is not self.body:
            self._end_paragraph(self.body)
            self._settle(self.body)

    def _brace(self, brace: bytes) -> bool:
        self._flush()
        self._to_skip = 0
        if brace == b"{":
            if len(self._stack) >= _DEEPEST:
                self.too_deep = True
                return False
            self._stack.append(self._now)
            self._first, self._starred = True, False
            return True
        if not self._stack:
            return True
        before, self._now = self._now, self._stack.pop()
        self._first = False
        if before.flow is not self._now.flow:
            self._end_paragraph(before.flow)
            self._settle(before.flow)
        if before.noting and before.noting != self._now.noting:
            self._note(before.noting)
        return True

    def _settle(self, flow: _Flow) -> None:
        """A row whose end is missing is a row all the same; a flow beside the body is put aside."""
        self._end_row(flow)
        if flow is not self.body:
            who = self.noted.pop(b"atnauthor", None) if flow.part == "comment" else None
            seen = {(i.part, i.text) for i in self.aside if i.part in ("header", "footer")}
            new = (i for i in flow.items if (flow.part, i.text) not in seen)
            self.aside.extend(replace(item, part=flow.part, speaker=who) for item in new)
            flow.items.clear()

    def _note(self, name: bytes) -> None:
        words = " ".join(clean(_joined(self._notes.pop(name, []))).split())
        if name == b"atnauthor":
            self.noted[name] = words
        else:
            self.noted.setdefault(name, words)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in (b"\n", b"\r\n", b"\r"):
            self._word(b"par", None)
        elif sign in _ESCAPED:
            self._put(_ESCAPED[sign])

    def _word(self, word: bytes, number: int | None) -> None:
        first, starred = self._first, self._starred
        self._first = self._starred = False
        if word != b"u":
            self._flush()
        if self._now.skipping:
            return
        if first and (word in _SKIPPED or (starred and word not in _KEPT)):
            self._now = replace(self._now, skipping=True)
        elif word in _NOTED and first:
            self._now = replace(self._now, noting=word)
        elif word in _PARTS and first:
            self._now = replace(self._now, flow=_Flow(_PARTS[word]))
        elif word == b"u" and number is not None:
            self._put(chr(number & 0xFFFF))
            self._to_skip = self._now.unicode_skip
        elif word in _SIGNS:
            self._put(_SIGNS[word])
        elif not self._structure(word):
            self._setting(word, number)

    def _structure(self, word: bytes) -> bool:
        flow = self._now.flow
        if word in (b"par", b"sect", b"page"):
            if self._in_table and not self._now.noting:
                flow.words.append(" ")
            else:
                self._end_paragraph(flow)
        elif word in (b"cell", b"nestcell"):
            flow.cells.append(" ".join(clean(_joined(flow.words)).split()))
            flow.words.clear()
        elif word in (b"row", b"nestrow"):
            self._end_row(flow)
        elif word == b"pard":
            self._in_table = self._heading = False
        elif word == b"intbl":
            self._in_table = True
        else:
            return False
        return True

    def _setting(self, word: bytes, number: int | None) -> None:
        if word == b"ansicpg" and number:
            self._usual = _codec(number)
        elif word == b"mac":
            self._usual = "mac_roman"
        elif word == b"f" and number is not None:
            self._font = number
            codepage = self._fonts.get(number, "")
            self._now = replace(self._now, codepage=codepage)
        elif word == b"fcharset" and number in _CHARSETS and self._now.noting == b"fonttbl":
            self._fonts[self._font] = _CHARSETS[number]
        elif word == b"uc" and number is not None:
            self._now = replace(self._now, unicode_skip=min(max(number, 0), 10))
        elif word == b"deleted":
            self._now = replace(self._now, deleted=number != 0)
        elif word == b"plain":
            self._now = replace(self._now, deleted=False, codepage="")
        elif word == b"s" and number is not None:
            self._style = number
            if self._now.noting != b"stylesheet":
                self._heading = number in self._headings
        elif word == b"outlinelevel":
            self._heading = number is not None and 0 <= number < 9
        elif word in (b"yr", b"mo", b"dy") and number is not None:
            self._dated(word, number)

    def _dated(self, word: bytes, number: int) -> None:
        """The first day in the file's record of itself is the one it was made on."""
        self._created.setdefault(word, number)
        if len(self._created) == 3 and self.created is None:
            year, month, day = (self._created[name] for name in (b"yr", b"mo", b"dy"))
            with contextlib.suppress(ValueError):
                self.created = date(year, month, day)

    def _text(self, text: bytes) -> None:
        self._first = False
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        if not self._now.skipping:
            self._raw += text

    def _flush(self) -> None:
        if self._raw:
            words = bytes(self._raw).decode(self._now.codepage or self._usual, "replace")
            self._raw.clear()
            self._put(words)

    def _put(self, words: str) -> None:
        if self._raw:
            self._flush()
        self._first = False
        state = self._now
        if state.skipping:
            return
        self._left -= len(words)
        if state.noting:
            self._notes.setdefault(state.noting, []).append(words)
            if state.noting == b"stylesheet" and _HEADING.match(words.strip(" ;")):
                self._headings.add(self._style)
        elif state.deleted:
            self.deleted += len(words)
        else:
            state.flow.words.append(words)

    def _end_paragraph(self, flow: _Flow) -> None:
        self._flush()
        text = clean(_joined(flow.words)).strip()
        flow.words.clear()
        if flow.cells:
            self._end_row(flow)
        if text:
            flow.columns = None
            flow.items.append(Item(text, "heading" if self._heading else ""))

    def _end_row(self, flow: _Flow) -> None:
        values, flow.cells = flow.cells, []
        if not any(values):
            return
        header = flow.columns is None and len(values) > 1 and could_name_columns(values)
        columns = flow.columns = values if header else flow.columns or []
        text, cells = row_of(values, columns)
        flow.items.append(Item(text) if len(values) == 1 else Item(text, "row", cells, header))


def _joined(words: list[str]) -> str:
    """The words with halves of characters, as RTF writes those beyond U+FFFF, put together."""
    return "".join(words).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _codec(number: int) -> str:
    try:
        return codecs.lookup("utf-8" if number == 65001 else f"cp{number}").name
    except LookupError:
        return "cp1252"

