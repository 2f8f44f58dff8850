"""Makers of office files for the tests of reading: packages of XML, and OLE files with BIFF in them."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OPEN = "urn:oasis:names:tc:opendocument:xmlns:"


def zipped(parts: dict[str, str]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def relations(**targets: tuple[str, str]) -> str:
    """A part of links: id to (last word of the type, target)."""
    found = "".join(
        f'<Relationship Id="{i}" Type="{R}/{kind}" Target="{target}"/>'
        for i, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{found}</Relationships>'


def make_xlsx(sheets: dict[str, list[list[object]]], hidden: str = "", comment: str = "") -> bytes:
    """A workbook; a ``float`` in a tuple is a day's number, as Excel keeps days."""
    names, links, parts = [], {}, {}
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        state = ' state="hidden"' if name == hidden else ""
        names.append(f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"{state}/>')
        links[f"r{number}"] = ("worksheet", f"worksheets/sheet{number}.xml")
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet_xml(rows)
    links["rs"] = ("styles", "styles.xml")
    if comment:
        parts["xl/comments1.xml"] = (
            f'<comments xmlns="{S}"><authors><author>Ben Tarn</author></authors><commentList>'
            f'<comment ref="A1" authorId="0"><text><r><t>{comment}</t></r></text></comment>'
            "</commentList></comments>"
        )
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(r1=("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{"".join(names)}'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relations(**links),
            "xl/styles.xml": f'<styleSheet xmlns="{S}"><cellXfs count="2"><xf numFmtId="0"/>'
            '<xf numFmtId="14"/></cellXfs></styleSheet>',
            **parts,
        }
    )


def sheet_xml(rows: list[list[object]]) -> str:
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = []
        for column, value in enumerate(row):
            place = f"{chr(65 + column)}{number}"
            if isinstance(value, str):
                cells.append(f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
            elif isinstance(value, tuple):
                cells.append(f'<c r="{place}" s="1"><v>{value[0]}</v></c>')
            elif value is not None:
                cells.append(f'<c r="{place}"><v>{value}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f'<worksheet xmlns="{S}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def shape(*lines: str, kind: str = "") -> str:
    mark = f'<p:ph type="{kind}"/>' if kind else ""
    words = "".join(f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in lines)
    return f"<p:sp><p:nvSpPr><p:nvPr>{mark}</p:nvPr></p:nvSpPr><p:txBody>{words}</p:txBody></p:sp>"


def grid(*rows: list[str]) -> str:
    cells = (
        "".join(
            f"<a:tc><a:txBody><a:p><a:r><a:t>{v}</a:t></a:r></a:p></a:txBody></a:tc>" for v in row
        )
        for row in rows
    )
    table = "".join(f"<a:tr>{row}</a:tr>" for row in cells)
    return f"<p:graphicFrame><a:graphic><a:tbl>{table}</a:tbl></a:graphic></p:graphicFrame>"


def make_pptx(
    slides: list[str], order: list[int] | None = None, notes: dict[int, str] | None = None
) -> bytes:
    """A presentation of raw shapes, slide by slide; ``order`` as it is shown, ``notes`` by slide."""
    parts, links = {"[Content_Types].xml": "<Types/>"}, {}
    order = order or list(range(1, len(slides) + 1))
    for number, shapes in enumerate(slides, start=1):
        parts[f"ppt/slides/slide{number}.xml"] = tree("sld", shapes)
        links[f"r{number}"] = ("slide", f"slides/slide{number}.xml")
        if notes and number in notes:
            parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(
                n=("notesSlide", f"../notesSlides/notesSlide{number}.xml")
            )
            parts[f"ppt/notesSlides/notesSlide{number}.xml"] = tree("notes", notes[number])
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="r{n}"/>' for n in order)
    parts["ppt/presentation.xml"] = (
        f'<p:presentation xmlns:p="{P}" xmlns:r="{R}"><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>'
    )
    parts["ppt/_rels/presentation.xml.rels"] = relations(**links)
    return zipped(parts)


def tree(tag: str, shapes: str) -> str:
    return (
        f'<p:{tag} xmlns:p="{P}" xmlns:a="{A}"><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:{tag}>'
    )


def make_open(kind: str, body: str, **parts: str) -> bytes:
    """An OpenDocument file of ``kind`` text, spreadsheet or presentation; ``parts`` such as ``styles``."""
    spaces = "".join(
        f' xmlns:{short}="{OPEN}{name}:1.0"'
        for short, name in (
            ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
            ("style", "style"), ("presentation", "presentation"), ("meta", "meta"),
        )
    ) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
    wrapped = {
        f"{name}.xml": f"<office:document-{name}{spaces}>{xml}</office:document-{name}>"
        for name, xml in parts.items()
    }
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content{spaces}><office:body><office:{kind}>{body}"
            f"</office:{kind}></office:body></office:document-content>",
            **wrapped,
        }
    )


_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def make_ole(files: dict[str, bytes]) -> bytes:
    """An OLE file; "a/b" is the stream b in the storage a. Streams are filled up to 4,096 bytes."""
    entries: list[tuple[str, int, bytes]] = [("Root Entry", 5, b"")]
    children: dict[int, list[int]] = {0: []}
    places = {"": 0}
    for path, data in files.items():
        parent = ""
        *folders, name = path.split("/")
        for folder in folders:
            here = f"{parent}/{folder}"
            if here not in places:
                places[here] = len(entries)
                children[places[parent]].append(len(entries))
                children[len(entries)] = []
                entries.append((folder, 1, b""))
            parent = here
        children[places[parent]].append(len(entries))
        entries.append((name, 2, data.ljust(4096, b"\0")))
    directory = -(-len(entries) // 4)
    sectors, starts, fat = b"", [], [*range(1, directory), _END]
    for _, _, data in entries:
        count = -(-len(data) // 512)
        starts.append(len(fat) if count else _END)
        fat += [*range(len(fat) + 1, len(fat) + count), _END] if count else []
        sectors += data.ljust(count * 512, b"\0")
    tables = 1
    while tables * 128 < len(fat) + tables:
        tables += 1
    first = len(fat)
    fat += [_FAT] * tables
    packed = struct.pack(f"<{len(fat)}I", *fat).ljust(tables * 512, b"\xff")
    listing = b"".join(
        _entry(name, kind, starts[n], len(data), _tree(n, children))
        for n, (name, kind, data) in enumerate(entries)
    ).ljust(directory * 512, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, tables, 0, 0, 4096, _END, 0, _END, 0)
    head = head[:76] + struct.pack(f"<{tables}I", *range(first, first + tables))
    return head.ljust(512, b"\xff") + listing + sectors + packed


def _tree(number: int, children: dict[int, list[int]]) -> tuple[int, int]:
    """Right sibling and first child: brothers hang on one another like beads."""
    own = children.get(number) or [_FREE]
    for brothers in children.values():
        if number in brothers[:-1]:
            return brothers[brothers.index(number) + 1], own[0]
    return _FREE, own[0]


def _entry(name: str, kind: int, start: int, size: int, links: tuple[int, int]) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    return words.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI8x8xIQ", len(words), kind, 1, _FREE, *links, 0, start, size
    )


def make_xls(rows: list[list[object]], protect: bool = False) -> bytes:
    """An old Excel file (BIFF8) of one sheet called Log."""

    def record(number: int, data: bytes) -> bytes:
        return struct.pack("<HH", number, len(data)) + data

    lock = record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) if protect else b""
    start = record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + lock
    tail = record(0x0A, b"")
    offset = len(start) + 4 + 6 + 5 + len(tail)
    book = start + record(0x85, struct.pack("<IBBBB", offset, 0, 0, 3, 0) + b"Log") + tail
    sheet = record(0x0809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                words = value.encode("utf-16-le")
                sheet += record(0x204, struct.pack("<HHHHB", r, c, 0, len(value), 1) + words)
            else:
                sheet += record(0x203, struct.pack("<HHHd", r, c, 0, float(str(value))))
    return make_ole({"Workbook": (book + sheet + tail).ljust(4096, b"\0")})


def make_msg(texts: dict[int, str], attached: dict[str, bytes] | None = None) -> bytes:
    """An Outlook message of text properties by id, and files attached by name."""
    files = _properties(32, texts, {})
    for number, (name, data) in enumerate((attached or {}).items()):
        for inner, content in _properties(8, {0x3707: name}, {0x3701: data}).items():
            files[f"__attach_version1.0_#{number:08X}/{inner}"] = content
    return make_ole(files)


def _properties(head: int, texts: dict[int, str], blobs: dict[int, bytes]) -> dict[str, bytes]:
    listing, files = bytes(head), {}
    values = {(n, 0x1F): text.encode("utf-16-le") for n, text in texts.items()}
    values |= {(n, 0x102): data for n, data in blobs.items()}
    for (number, kind), data in values.items():
        listing += struct.pack("<HHIII", kind, number, 6, len(data), 0)
        files[f"__substg1.0_{number:04X}{kind:04X}"] = data
    return {"__properties_version1.0": listing, **files}
