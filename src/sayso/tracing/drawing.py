"""A drawing of lines, marks and words, as SVG and as PNG from one layout.

Marks differ by shape, never by colour alone, and no colour stands for a party.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal
from xml.sax.saxutils import escape, quoteattr


class Shape(StrEnum):
    """What a mark looks like."""

    DISC = "disc"
    CROSS = "cross"
    TRIANGLE = "triangle"
    RING = "ring"
    DIAMOND = "diamond"


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; ``faint`` for what only helps the eye."""

    x: float
    y: float
    to_x: float
    to_y: float
    faint: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """Words at a place; ``y`` is their base line."""

    x: float
    y: float
    text: str
    size: float = 13
    anchor: Literal["start", "middle", "end"] = "start"
    soft: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A mark: its place, how large, what it says when pointed at, and where it leads to."""

    x: float
    y: float
    radius: float
    shape: Shape
    title: str = ""
    link: str = ""
    ringed: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of ``width`` by ``height`` units.

    ``title`` and ``about`` are read out to those who cannot see it.
    """

    width: float
    height: float
    title: str
    about: str
    lines: tuple[Line, ...] = ()
    words: tuple[Words, ...] = ()
    points: tuple[Point, ...] = ()


def to_svg(drawing: Drawing, alone: bool = True) -> str:
    """The drawing as SVG. ``alone``, for a file of its own, brings its colours and a namespace."""
    return "".join(_svg(drawing, alone))


def _svg(drawing: Drawing, alone: bool) -> Iterator[str]:
    space = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    yield (
        f'<svg{space} class="drawing" viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="group"'
        f" aria-label={quoteattr(drawing.title)}>"
    )
    yield f"<title>{_plain(drawing.title)}</title><desc>{_plain(drawing.about)}</desc>"
    if alone:
        yield f"<style>{_STYLE}</style>"
        yield f'<rect class="sheet" width="{drawing.width:g}" height="{drawing.height:g}"/>'
    for line in drawing.lines:
        kind = "faint" if line.faint else "firm"
        ends = f'x1="{line.x:.1f}" y1="{line.y:.1f}" x2="{line.to_x:.1f}" y2="{line.to_y:.1f}"'
        yield f'<line class="{kind}" {ends}/>'
    for words in drawing.words:
        kind = " ".join(k for k, on in (("soft", words.soft), ("bold", words.bold)) if on)
        yield (
            f'<text class="{kind}" x="{words.x:.1f}" y="{words.y:.1f}" font-size="{words.size:g}"'
            f' text-anchor="{words.anchor}">{_plain(words.text)}</text>'
        )
    for point in drawing.points:
        mark = _mark(point)
        if point.ringed:
            mark += (
                f'<circle class="ring" cx="{point.x:.1f}" cy="{point.y:.1f}" r="{point.radius + 3.5:.1f}"/>'
            )
        title = f"<title>{_plain(point.title)}</title>" if point.title else ""
        if point.link and not alone:
            label = quoteattr(_clean(point.title))
            yield f"<a href={quoteattr(point.link)} aria-label={label}>{title}{mark}</a>"
        else:
            yield f"<g>{title}{mark}</g>"
    yield "</svg>"


def _mark(point: Point) -> str:
    x, y, r = point.x, point.y, point.radius
    if point.shape is Shape.DISC:
        return f'<circle class="full" cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"/>'
    if point.shape is Shape.RING:
        return f'<circle class="open" cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"/>'
    if point.shape is Shape.CROSS:
        d = r * 0.85
        return (
            f'<path class="stroke" d="M{x - d:.1f} {y - d:.1f}L{x + d:.1f} {y + d:.1f}'
            f'M{x - d:.1f} {y + d:.1f}L{x + d:.1f} {y - d:.1f}"/>'
        )
    corners = " ".join(f"{a:.1f},{b:.1f}" for a, b in _corners(point))
    return f'<polygon class="{"open" if point.shape is Shape.TRIANGLE else "full"}" points="{corners}"/>'


def _corners(point: Point) -> list[tuple[float, float]]:
    x, y, r = point.x, point.y, point.radius * 1.2
    if point.shape is Shape.TRIANGLE:
        return [(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)]
    return [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]


def to_png(drawing: Drawing, scale: float = 2.0) -> bytes:
    """The drawing as a PNG, ``scale`` pixels a unit, dark on white for print."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (round(drawing.width * scale), round(drawing.height * scale)), "white")
    draw = ImageDraw.Draw(image)
    for line in drawing.lines:
        ends = [line.x * scale, line.y * scale, line.to_x * scale, line.to_y * scale]
        draw.line(
            ends,
            fill=_FAINT if line.faint else _INK,
            width=max(1, round(scale * (0.6 if line.faint else 1.2))),
        )
    for words in drawing.words:
        _write(draw, words, scale)
    for point in drawing.points:
        _draw_mark(draw, point, scale)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(draw: Any, words: Words, scale: float) -> None:
    from PIL import ImageFont

    font = ImageFont.load_default(words.size * scale)
    anchor = {"start": "ls", "middle": "ms", "end": "rs"}[words.anchor]
    fill = _SOFT if words.soft else _INK
    draw.text(
        (words.x * scale, words.y * scale), _clean(words.text), fill=fill, font=font, anchor=anchor,
        stroke_width=round(scale * 0.2) if words.bold else 0, stroke_fill=fill,
    )  # fmt: skip


def _draw_mark(draw: Any, point: Point, scale: float) -> None:
    x, y, r = point.x * scale, point.y * scale, point.radius * scale
    width = max(1, round(1.6 * scale))
    if point.shape in (Shape.DISC, Shape.RING):
        fill = _INK if point.shape is Shape.DISC else "white"
        draw.ellipse((x - r, y - r, x + r, y + r), fill=fill, outline=_INK, width=width)
    elif point.shape is Shape.CROSS:
        d = r * 0.85
        draw.line((x - d, y - d, x + d, y + d), fill=_INK, width=width)
        draw.line((x - d, y + d, x + d, y - d), fill=_INK, width=width)
    else:
        fill = "white" if point.shape is Shape.TRIANGLE else _INK
        corners = [(a * scale, b * scale) for a, b in _corners(point)]
        draw.polygon(corners, fill=fill, outline=_INK, width=width)
    if point.ringed:
        ring = r + 3.5 * scale
        draw.ellipse((x - ring, y - ring, x + ring, y + ring), outline=_INK, width=max(1, round(scale * 0.8)))


_INK, _SOFT, _FAINT = "#1c1b19", "#5d5a54", "#d8d4ca"
_STYLE = (
    "text{font-family:system-ui,sans-serif;fill:#1c1b19}.soft{fill:#5d5a54}.bold{font-weight:650}"
    ".sheet{fill:#fff}.faint{stroke:#d8d4ca}.firm{stroke:#1c1b19;stroke-width:1.2}.full{fill:#1c1b19}"
    ".open{fill:#fff;stroke:#1c1b19;stroke-width:1.6}.stroke{stroke:#1c1b19;stroke-width:2;fill:none}"
    ".ring{fill:none;stroke:#1c1b19;stroke-width:.8}"
    "@media (prefers-color-scheme:dark){text,.full{fill:#e9e6df}.soft{fill:#a9a59b}.sheet{fill:#171614}"
    ".faint{stroke:#3b3833}.firm,.stroke,.ring{stroke:#e9e6df}.open{fill:#171614;stroke:#e9e6df}}"
)


def _clean(text: str) -> str:
    """Words without what XML may not hold and without marks that turn the reading about."""
    return "".join(
        c if c.isprintable() and not 0x202A <= ord(c) <= 0x202E and not 0x2066 <= ord(c) <= 0x2069 else " "
        for c in text
    )


def _plain(text: str) -> str:
    return escape(_clean(text))
