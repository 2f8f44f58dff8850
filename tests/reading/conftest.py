"""Makers of real files for the tests of reading."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from sayso.reading import Limits, read_file
from sayso.reading.limits import DEFAULT
from sayso.records import Article, Document, Segment, SegmentKind

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Document]:
    """Write bytes or text under a name and read it in this process."""

    def make(name: str, content: bytes | str, limits: Limits = DEFAULT) -> Document:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        document = read_file(path, limits)[0]
        check_spans(document)
        return document

    return make


def check_spans(document: Document) -> None:
    """Every span lies in the text, segments are in order, words re-slice to words."""
    text, last = document.text, 0
    for segment in document.segments:
        assert last <= segment.start <= segment.end <= len(text)
        last = segment.end
        for cell in segment.cells:
            assert segment.start <= cell.start <= cell.end <= segment.end
    last = 0
    for page in document.pages:
        assert last <= page.start <= page.end <= len(text)
        last = page.end
        at = page.start
        for word in page.words:
            assert at <= word.start < word.end <= page.end
            at = word.end
            assert not any(c.isspace() for c in text[word.start : word.end])
            assert 0 <= word.left <= word.right <= 100.01
            assert 0 <= word.top <= word.bottom <= 100.01


def check_article(article: Article) -> None:
    """Fields re-slice; every line of the page is a block, a field or furniture, and only one."""
    text = article.text
    for _, field in article.fields:
        if field.start is not None:
            assert text[field.start : field.end] == field.value
    spans = [(b.start, b.end) for b in article.blocks]
    assert spans == sorted(spans)
    for start, end in spans:
        assert not any(f.start < end and start < f.end for f in article.furniture)
    covered = [*spans, *((f.start, f.end) for f in article.furniture)]
    covered += [(f.start, f.end) for _, f in article.fields if f.start is not None and f.end]
    at = 0
    for line in text.split("\n"):
        if line.strip():
            assert any(a < at + len(line) and at < b for a, b in covered), line
        at += len(line) + 1


def texts(document: Document, kind: SegmentKind | None = None) -> list[str]:
    """The words of each segment, of one kind where it is given."""
    return [words(document, s) for s in document.segments if kind in (None, s.kind)]


def words(document: Document, segment: Segment) -> str:
    return document.text[segment.start : segment.end]


def segment_with(document: Document, needle: str) -> Segment:
    """The segment that holds ``needle``."""
    return next(s for s in document.segments if needle in words(document, s))


def make_pdf(
    pages: list[list[str]], size: float = 11, draw: Callable[[Canvas], None] | None = None
) -> bytes:
    """A PDF with the given lines on its pages; ``# `` begins a large one, ``> `` indents."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    for lines in pages:
        y = A4[1] - 80
        for line in lines:
            large = line.startswith("# ")
            canvas.setFont(
                "Helvetica-Bold" if large else "Helvetica", size * 1.6 if large else size
            )
            x = 90 if line.startswith("> ") else 70
            canvas.drawString(x, y, line.removeprefix("# ").removeprefix("> "))
            y -= size * (2.2 if large else 1.3)
        if draw is not None:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def make_scan(text_pages: int = 0) -> bytes:
    """A PDF whose last page is only a picture."""
    from PIL import Image

    picture = BytesIO()
    Image.new("L", (600, 800), 200).save(picture, "PNG")
    picture.seek(0)
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    for number in range(text_pages):
        canvas.drawString(70, 700, f"Page {number + 1} holds words that can be read.")
        canvas.showPage()
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def encrypted(pdf: bytes) -> bytes:
    import pikepdf

    file = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


def make_docx(body: str, **parts: str) -> bytes:
    """A DOCX of raw WordprocessingML; ``parts`` are further parts such as ``footnotes``."""
    names = {"core": "docProps/core.xml"}
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        )
        for name, xml in parts.items():
            archive.writestr(names.get(name, f"word/{name}.xml"), xml.replace("{W}", W))
    return file.getvalue()


def p(words: str, style: str = "") -> str:
    """A paragraph of WordprocessingML."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r><w:t>{escape(words)}</w:t></w:r></w:p>"


def table(*rows: list[str]) -> str:
    """A table of WordprocessingML."""
    cells = ("".join(f"<w:tc>{p(value)}</w:tc>" for value in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def make_mail(body: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    fields = {
        "From": "Ada Merrow <ada@office.example>",
        "To": "Ben Tarn <ben@firm.example>",
        "Date": "Wed, 06 Mar 2024 07:42:10 +0100",
        "Subject": "The ferry figures",
    }
    for name, value in {**fields, **headers}.items():
        message[name] = value
    message.set_content(body)
    return message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a few papers of several kinds."""
    papers = tmp_path / "papers"
    (papers / "inner").mkdir(parents=True)
    (papers / "b.txt").write_text("The dam was inspected on 3 March 2024 and found sound.\n")
    (papers / "a.csv").write_text("date,who\n2024-03-01,Ada\n2024-03-02,Ben\n")
    (papers / "inner" / "c.pdf").write_bytes(make_pdf([["A line of the paper."]]))
    (papers / ".hidden.txt").write_text("not for reading")
    return papers
