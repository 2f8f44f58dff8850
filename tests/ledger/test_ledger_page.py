"""The page: whole in itself, safe to open, and readable without colour, script or network."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Callable
from importlib import resources
from itertools import pairwise

import pytest
from lxml import html

from sayso.ledger import PagePicture, to_html
from sayso.ledger.wording import SIGN_WORDS, SYMBOLS, Sign
from sayso.records import Ledger, WordBox, WordBoxes

from .harbour_affair import build_ledger
from .hostile import bare_ledger, hostile_ledger

Pictures = dict[tuple[str, int], PagePicture]
OUTSIDE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//|^\s*javascript:", re.IGNORECASE)


@pytest.fixture(scope="module")
def page(ledger: Ledger, pictures: Pictures) -> html.HtmlElement:
    return html.document_fromstring(to_html(ledger, pictures))


def every_kind() -> list[Callable[[], Ledger]]:
    return [build_ledger, hostile_ledger, lambda: hostile_ledger(1), bare_ledger]


@pytest.mark.parametrize("build", every_kind())
def test_nothing_in_a_page_runs_but_its_own_script(build: Callable[[], Ledger]) -> None:
    text = to_html(build(), {})
    tree = html.document_fromstring(text)
    scripts, styles = tree.findall(".//script"), tree.findall(".//style")
    assert len(scripts) == len(styles) == 1
    assert scripts[0].text == resources.files("sayso.ledger").joinpath(
        "templates/ledger.js"
    ).read_text("utf-8")
    for element in tree.iter():
        assert not isinstance(element.tag, str) or element.tag not in {
            "img", "iframe", "object", "embed", "link", "base", "form", "foreignObject",
        }  # fmt: skip
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            if name in {"href", "src", "action"}:
                assert value.startswith("#")
                assert not OUTSIDE.match(value)


def test_pictures_are_the_only_other_addresses_and_are_inline(page: html.HtmlElement) -> None:
    addresses = {value for value in page.xpath("//@href | //@src") if not value.startswith("#")}
    assert len(addresses) == 2
    assert all(address.startswith("data:image/jpeg;base64,") for address in addresses)


@pytest.mark.parametrize("build", every_kind())
def test_the_policy_names_the_hashes_of_the_style_and_the_script(
    build: Callable[[], Ledger],
) -> None:
    text = to_html(build(), {})
    tree = html.document_fromstring(text)
    policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = hashlib.sha256(inside[0].encode()).digest()
        assert f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy


def test_every_statement_is_a_link_to_a_card_of_its_own(
    page: html.HtmlElement, ledger: Ledger
) -> None:
    cards = page.xpath("//section[contains(@class, 'card')]/@id")
    links = page.xpath("//a[contains(@class, 'st ')][@id]/@href")
    assert sorted(cards) == sorted(f"s{n}" for n in range(1, len(ledger.statements) + 1))
    assert sorted(links) == sorted(f"#{card}" for card in cards)


def test_overlapping_and_misplaced_statements_have_cards_too() -> None:
    tree = html.document_fromstring(to_html(hostile_ledger(), {}))
    assert len(tree.xpath("//section[contains(@class, 'card')]")) == 200
    assert len(tree.xpath("//a[contains(@class, 'st ')][@id]")) == 200


@pytest.mark.parametrize("build", every_kind())
def test_no_id_is_used_twice_and_no_link_leads_nowhere(build: Callable[[], Ledger]) -> None:
    tree = html.document_fromstring(to_html(build(), {}))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//@href") if href.startswith("#")} <= set(ids)


def test_the_verdict_is_never_by_colour_alone(page: html.HtmlElement, ledger: Ledger) -> None:
    words = {SIGN_WORDS[sign] for sign in Sign}
    for mark in page.xpath("//a[contains(@class, 'st ')]//sup"):
        signs = [s.text_content().strip("“”") for s in mark.xpath("./span")]
        assert all(sign in SYMBOLS.values() for sign in signs)
        label = mark.get("aria-label")
        assert len(signs) == sum(label.count(f": {word}") for word in words) or not signs
    style = page.findtext(".//style")
    lines = re.findall(r"\.so\.(\w+), [^{]*\{ text-decoration-style: (\w+)", style)
    looks = dict(lines)
    assert len({looks[s.value] for s in Sign if s is not Sign.UNCHECKED}) == 5


def test_the_say_and_the_so_are_rows_apart(page: html.HtmlElement) -> None:
    card = page.get_element_by_id("s5")
    rows = card.xpath(".//div[starts-with(@class, 'row')]")
    assert [row.get("class").split()[1] for row in rows] == ["say", "so"]
    assert "Was it said?" in rows[0].text_content()
    assert "Is it so?" in rows[1].text_content()


def test_not_found_says_what_was_searched_and_never_that_it_is_false(
    page: html.HtmlElement,
) -> None:
    words = " ".join(page.get_element_by_id("s8").text_content().split())
    assert "Not found in the 3 documents read (1 not read)" in words
    assert not re.search(
        r"\b(false|untrue|wrong|lie)\b", page.find(".//main").text_content(), re.IGNORECASE
    )


def test_what_nobody_says_is_said_plainly(page: html.HtmlElement) -> None:
    words = page.get_element_by_id("s12").text_content()
    assert "Nobody: the article says it in its own voice." in words


def test_deciding_words_are_marked_with_document_and_page(page: html.HtmlElement) -> None:
    card = page.get_element_by_id("s6")
    assert "2.4 million crowns" in [mark.text_content() for mark in card.findall(".//mark")]
    captions = [c.text_content() for c in card.findall(".//figcaption")]
    assert any("harbour-wall-survey-2025-10-03.pdf, page 2" in caption for caption in captions)


def test_each_picture_is_in_the_file_once_and_the_words_are_boxed(
    ledger: Ledger, pictures: Pictures
) -> None:
    text = to_html(ledger, pictures)
    tree = html.document_fromstring(text)
    for picture in pictures.values():
        assert text.count(base64.b64encode(picture.jpeg).decode()) == 1
    sights = tree.xpath("//section[contains(@class, 'card')]//svg[@class='sight']")
    assert len(sights) > 2
    assert all(sight.xpath(".//rect") for sight in sights)


def test_words_on_two_lines_get_two_boxes() -> None:
    from sayso.ledger.pictures import boxes
    from sayso.records import Evidence, Stance

    words = WordBoxes.pack(
        [
            WordBox(0, 3, 10, 10, 20, 12),
            WordBox(4, 7, 22, 10, 30, 12),
            WordBox(8, 11, 10, 14, 20, 16),
        ]
    )
    found = boxes(words, Evidence("d", 0, 11, "one two six", Stance.SUPPORTS, 1, page=1), 1.5)
    assert [(box.x, box.y, box.width) for box in found] == [(10, 15, 20), (10, 21, 10)]


def test_a_picture_that_is_none_is_left_out(ledger: Ledger, pictures: Pictures) -> None:
    broken = {key: PagePicture(b"no jpeg", picture.words) for key, picture in pictures.items()}
    assert "<image" not in to_html(ledger, broken)


def test_the_same_ledger_gives_the_same_bytes(ledger: Ledger, pictures: Pictures) -> None:
    again = dict(reversed(pictures.items()))
    assert to_html(ledger, pictures) == to_html(build_ledger(), again)


def test_bidi_overrides_and_control_characters_are_shown_not_obeyed() -> None:
    text = to_html(hostile_ledger(), {})
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "[U+202E]" in text
    text.encode("utf-8")


def test_what_is_left_out_stands_before_the_article_with_words_place_and_claim(
    page: html.HtmlElement, ledger: Ledger
) -> None:
    [section] = page.xpath("//section[@aria-labelledby='omissions']")
    order = [h.get("id") for h in page.iter("h2")]
    assert order.index("contradicted") < order.index("omissions") < order.index("article")
    words = " ".join(section.text_content().split())
    assert "no vessel should moor at sections 4 to 7 in winds above force 8" in words
    assert "page " in words
    [first] = section.xpath(".//ol/li[1]")
    links = first.xpath(".//a[starts-with(@href, '#s')]")
    assert len(links) == len(ledger.omissions[0].bears_on)
    assert all(link.text_content().strip() for link in links)


def test_papers_never_used_are_named(page: html.HtmlElement) -> None:
    [section] = page.xpath("//section[@aria-labelledby='omissions']")
    assert "No finding rests on 1 paper that could be read" in " ".join(section.text_content().split())


def test_each_part_of_the_headline_has_the_body_and_the_papers(page: html.HtmlElement) -> None:
    [section] = page.xpath("//section[@aria-labelledby='headline']")
    [part] = section.xpath(".//li")
    words = " ".join(part.text_content().split())
    assert "Says more than the body" in words
    assert "The papers: " in words
    assert part.xpath(".//span[@aria-hidden='true']")
    assert part.xpath(".//a[starts-with(@href, '#s')]")


def test_hints_on_sourcing_open_without_script_and_link_to_statements(page: html.HtmlElement) -> None:
    [section] = page.xpath("//section[@aria-labelledby='sourced']")
    groups = section.xpath(".//details")
    assert [g.xpath("./summary")[0].text_content().split()[0] for g in groups] == [
        "Standing", "Loaded", "Documents",
    ]  # fmt: skip
    assert all(g.xpath(".//li") for g in groups)
    assert section.xpath(".//details[1]//a[starts-with(@href, '#s')]")
    assert "none a verdict" in section.text_content()


def test_a_printed_page_keeps_the_titles_of_the_hints() -> None:
    style = (resources.files("sayso.ledger") / "templates" / "ledger.css").read_text("utf-8")
    assert "summary:not(.title) { display: none; }" in style


def test_headings_run_in_order_and_landmarks_are_there(page: html.HtmlElement) -> None:
    levels = [
        int(h.tag[1]) for h in page.xpath("//*[self::h1 or self::h2 or self::h3 or self::h4]")
    ]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.xpath("//main")
    assert page.xpath("//body/header")
    assert page.xpath("//a[@class='skip']")
    assert page.get("lang") == "en"


def test_a_page_of_forty_claims_stays_lean(ledger: Ledger) -> None:
    one = len(to_html(ledger, {}).encode())
    empty = len(to_html(bare_ledger(), {}).encode())
    assert empty + (one - empty) / len(ledger.claims) * 40 < 150_000


# The contrast of WCAG 2.2, success criterion 1.4.3, from the style's own variables.


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def modes() -> dict[str, dict[str, str]]:
    style = (resources.files("sayso.ledger") / "templates" / "ledger.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    found = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", block)) for block in blocks]
    full = [
        {
            name: c if len(c) == 7 else "#" + "".join(d * 2 for d in c[1:])
            for name, c in block.items()
        }
        for block in found
    ]
    return dict(zip(("light", "dark", "print"), full, strict=True))


@pytest.mark.parametrize("mode", ["light", "dark", "print"])
@pytest.mark.parametrize(
    "name", ["ink", "soft", "link", "contradicted", "mixed", "supported", "not-found", "named"]
)
def test_every_text_colour_meets_contrast(mode: str, name: str) -> None:
    colours = modes()[mode]
    assert contrast(colours[name], colours["paper"]) >= 4.5
    if name in {"ink", "soft"} and "hover" in colours:
        assert contrast(colours[name], colours["hover"]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark", "print"])
def test_marked_words_meet_contrast(mode: str) -> None:
    assert contrast(modes()[mode]["on-mark"], modes()[mode]["mark"]) >= 4.5


def test_a_picture_may_be_of_any_proportion() -> None:
    from PIL import Image

    from sayso.ledger.pictures import proportion

    file = io.BytesIO()
    Image.new("RGB", (200, 100)).save(file, "JPEG")
    assert proportion(file.getvalue()) == 0.5
