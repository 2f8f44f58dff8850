"""The papers of a made-up affair, a harbour wall, and the article about them.

Spans are found by their words, so that the records here hold the same promise as real ones.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import date

from PIL import Image, ImageDraw

from sayso.ledger import PagePicture
from sayso.records import (
    Article,
    ArticleField,
    Block,
    Document,
    Evidence,
    Span,
    Stance,
    WordBox,
    WordBoxes,
    Zone,
)

ARTICLE = """Home
Region
Harbour Wall Was Doomed, Papers Show, as Mayor Blames the Storm
Published On Sat, 14 Feb 2026
Ilse Marrow
1,204 Views
Share
thumbnail
TARN HEAD: Survey papers released this week show that the town was warned of cracks in the \
harbour wall eleven times before it gave way on 9 January. Mayor Dov Hessel said no report of \
damage had ever reached his desk.
“The wall was sound on the day of the storm,” Hessel told the council on 20 January. \
Former harbour engineer Runa Aske, who drew up the last survey, put the cost of repair at \
4.2 million crowns.
According to the survey of 3 October 2025, two of the wall’s nine sections had moved by more \
than a hand’s breadth. A senior town official, who asked not to be named, said the money had \
been set aside and then spent on the promenade.
Engineers say such walls do not fail in a single night. Critics see a town hall that listens to \
hoteliers first.
The contractor, Brede & Sons, has denied that it used cheaper stone. It was paid 310,000 crowns \
for work in 2023.
This image is taken from Tarn Head Gazette.
Also read
Ferry times change on Monday
"""

SURVEY = """Survey of the harbour wall, Tarn Head
Drawn up by Runa Aske, harbour engineer, 3 October 2025
Sections 4 and 7 have moved seaward by 9 and 11 centimetres since the survey of 2021. \
The other seven stand as built.
We do not regard the wall as sound. Traffic on the crown should stop at once, and no vessel \
should moor at sections 4 to 7 in winds above force 8.
Cost of repair
Stone, sheet piling and labour come to 2.4 million crowns at this year’s prices, \
of which a third falls in the first year.
"""
LETTERS = """no,date,to,subject,received by
1,2025-03-02,Town clerk,Cracks at section 4,front desk
2,2025-05-17,Town clerk,Cracks at section 4 wider,front desk
3,2025-08-30,Mayor,Section 7 has moved; please reply,D. Hessel
4,2025-10-06,Mayor,Survey of 3 October enclosed,D. Hessel
"""
MINUTES = """Minutes of the council of Tarn Head, 20 January 2026
THE MAYOR: The wall was sound, as far as anybody had told me, on the day of the storm.
COUNCILLOR BRYN: Who was told, then?
THE MAYOR: That is being looked into.
The council voted 310,000 crowns to Brede & Sons on 4 April 2023 for facing work, as tendered.
"""


def identify(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Paper:
    """A paper's text and what evidence in it is called by."""

    name: str
    text: str
    media_type: str
    page_starts: tuple[int, ...] = ()
    lines: bool = False

    @property
    def sha256(self) -> str:
        return identify(self.text)

    @property
    def id(self) -> str:
        return self.sha256[:12]

    def evidence(
        self, words: str, stance: Stance, score: float, *marks: str, speaker: str | None = None
    ) -> Evidence:
        start = self.text.index(words)
        end = start + len(words)
        page = sum(start >= begin for begin in self.page_starts) or None
        line = self.text.count("\n", 0, start) + 1 if self.lines else None
        found = tuple(
            Span(self.text.index(m, start, end), self.text.index(m, start, end) + len(m))
            for m in marks
        )
        return Evidence(
            self.id,
            start,
            end,
            words,
            stance,
            score,
            page=page,
            line=line,
            speaker=speaker,
            marks=found,
            before=self.text[max(0, start - 200) : start],
            after=self.text[end : end + 200],
        )


PAPERS = {
    "survey": Paper(
        "harbour-wall-survey-2025-10-03.pdf",
        SURVEY,
        "application/pdf",
        (0, SURVEY.index("Cost of repair")),
    ),
    "letters": Paper("letters-in-2025.csv", LETTERS, "text/csv", lines=True),
    "minutes": Paper("council-minutes-2026-01-20.txt", MINUTES, "text/plain", lines=True),
}


def span(words: str, text: str = ARTICLE) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def drawn_page(lines: list[tuple[int, str]], text: str, start: int) -> PagePicture:
    """A picture of ``lines`` with the boxes of their words, as a reader of PDFs would make."""
    width, height = 620, 877
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    boxes, at = [], start
    for top, line in lines:
        left = 70.0
        for word in line.split():
            at = text.index(word, at)
            length = pen.textlength(word, font_size=15)
            pen.text((left, top), word, fill="black", font_size=15)
            boxes.append(
                WordBox(
                    at,
                    at + len(word),
                    100 * left / width,
                    100 * top / height,
                    100 * (left + length) / width,
                    100 * (top + 18) / height,
                )
            )
            at += len(word)
            left += length + 5
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=70)
    return PagePicture(file.getvalue(), WordBoxes.pack(boxes))


def wrapped(text: str, top: int) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) > 62:
                lines.append((top, line))
                top, line = top + 24, ""
            line = f"{line} {word}".strip()
        lines.append((top, line))
        top += 38
    return lines


def build_pictures() -> dict[tuple[str, int], PagePicture]:
    survey = PAPERS["survey"]
    cut = survey.page_starts[1]
    return {
        (survey.id, 1): drawn_page(wrapped(SURVEY[:cut], 90), SURVEY, 0),
        (survey.id, 2): drawn_page(wrapped(SURVEY[cut:], 90), SURVEY, cut),
    }


def build_texts() -> dict[str, str]:
    return {paper.id: paper.text for paper in PAPERS.values()} | {
        identify(ARTICLE)[:12]: ARTICLE,
    }


def build_article() -> Article:
    names = {
        "section": "Region",
        "headline": "Harbour Wall Was Doomed, Papers Show, as Mayor Blames the Storm",
        "published": "Sat, 14 Feb 2026",
        "author": "Ilse Marrow",
        "views": "1,204 Views",
        "dateline": "TARN HEAD",
        "image_credit": "This image is taken from Tarn Head Gazette.",
    }
    fields = [
        (name, ArticleField(words, "page", span(words).start, span(words).end))
        for name, words in names.items()
    ]
    body_start, body_end = ARTICLE.index("TARN HEAD:"), ARTICLE.index("This image is")
    blocks = [Block(span(names["headline"]).start, span(names["headline"]).end, Zone.HEADLINE)]
    at = body_start
    for line in ARTICLE[body_start:body_end].splitlines():
        blocks.append(Block(at, at + len(line)))
        at += len(line) + 1
    credit = span(names["image_credit"])
    blocks.append(Block(credit.start, credit.end, Zone.CAPTION))
    return Article(
        Document(
            identify(ARTICLE)[:12],
            "harbour-wall.html",
            identify(ARTICLE),
            "text/html",
            ARTICLE,
        ),
        fields=tuple(fields),
        blocks=tuple(blocks),
        furniture=tuple(
            span(w)
            for w in ("Home", "Share", "thumbnail", "Also read", "Ferry times change on Monday")
        ),
        published=date(2026, 2, 14),
        authors=("Ilse Marrow",),
        views=1204,
    )
