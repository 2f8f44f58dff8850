"""News pages of many makes. Every place, person and event in them is invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sayso.errors import ArticleError
from sayso.reading.article import parse_article
from sayso.records import Article, Zone

from .conftest import check_article, make_docx, make_mail, make_pdf, p

ONE = (
    "The harbour office in Tarn knew for eleven months that the ferry Maudlin had failed its "
    "inspection, according to letters seen by this newspaper, and let it sail all the same."
)
TWO = (
    "“We had no reason to doubt the certificate,” the harbour master, Odile Brack, said on Monday. "
    "She declined to say who had signed it."
)
THREE = "A spokesman for the ministry said that an inquiry would report before the summer recess."
BODY = [ONE, TWO, THREE]


def parsed(content: str | bytes, name: str = "page.html") -> Article:
    article = parse_article(content.encode() if isinstance(content, str) else content, name)
    check_article(article)
    return article


def value(article: Article, name: str) -> str | None:
    field = article.field(name)
    return field.value if field else None


def block_texts(article: Article, zone: Zone) -> list[str]:
    return [article.text[b.start : b.end] for b in article.blocks if b.zone is zone]


def spare(article: Article) -> list[str]:
    return [article.text[s.start : s.end] for s in article.furniture]


def text_page(*lines: str) -> Article:
    return parsed("\n".join(lines), "page.txt")


def html_page(body: str, head: str = "") -> Article:
    return parsed(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>")


PARAGRAPHS = "".join(f"<p>{words}</p>" for words in BODY)


def test_a_scraped_page_with_an_update_stamp_and_a_reading_time() -> None:
    article = text_page(
        "Skip to content", "World", "Ferry Sailed on After Failing Its Inspection, Letters Show",
        "By Jane Doe and John Smith", "Updated: 3 March 2025 14:05 GMT", "5 min read", "Share",
        "", ONE, "", TWO, "", THREE, "", "Related", "Tarn votes on harbour dues",
        "© 2025 The Tarn Packet. All rights reserved.",
    )  # fmt: skip
    assert (
        value(article, "headline") == "Ferry Sailed on After Failing Its Inspection, Letters Show"
    )
    assert value(article, "section") == "World"
    assert value(article, "author") == "Jane Doe and John Smith"
    assert article.authors == ("Jane Doe", "John Smith")
    assert value(article, "published") == "3 March 2025 14:05 GMT"
    assert article.published == date(2025, 3, 3)
    assert block_texts(article, Zone.BODY) == BODY
    assert spare(article) == [
        "Skip to content", "5 min read", "Share", "Related", "Tarn votes on harbour dues",
        "© 2025 The Tarn Packet. All rights reserved.",
    ]  # fmt: skip


def test_published_counts_before_updated() -> None:
    article = text_page(
        "Ferry Sailed on After Failing Its Inspection", "Last updated: 5 March 2025",
        "Posted on March 3, 2025", "Staff Reporter", "12,345 views", "", *BODY,
    )  # fmt: skip
    assert article.published == date(2025, 3, 3)
    assert value(article, "published") == "March 3, 2025"
    assert article.authors == ("Staff Reporter",)
    assert (article.views, value(article, "views")) == (12345, "12,345 views")


def test_fields_on_one_line_are_told_apart() -> None:
    article = text_page(
        "Ferry sailed on after failing its inspection",
        "By Ali Khan, Harbour Correspondent | 3 Mar 2025 | 1.2K views | 4 min read",
        "",
        *BODY,
    )
    assert value(article, "author") == "Ali Khan"
    assert (article.published, article.views) == (date(2025, 3, 3), 1200)
    assert spare(article) == ["4 min read"]


def test_a_standfirst_is_part_of_the_story() -> None:
    article = text_page(
        "Ferry Sailed on After Failing Its Inspection",
        "Letters show that the harbour office knew for almost a year and said nothing.",
        "Jane Doe", "3 March 2025", "", *BODY,
    )  # fmt: skip
    assert block_texts(article, Zone.BODY)[0].startswith("Letters show")
    assert article.authors == ("Jane Doe",)


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ("LONDON (Reuters) — ", "LONDON"),
        ("CASTREL: ", "CASTREL"),
        ("NEW TARN, March 3 (Packet) - ", "NEW TARN"),
        ("New Tarn: ", "New Tarn"),
        ("WASHINGTON, D.C. — ", "WASHINGTON, D.C."),
    ],
)
def test_datelines(opening: str, place: str) -> None:
    article = text_page("Ferry Sailed on After Failing Its Inspection", "", opening + ONE, "", TWO)
    assert value(article, "dateline") == place


@pytest.mark.parametrize("opening", ["Exclusive: ", "Analysis: ", "Warning: "])
def test_words_before_a_colon_that_are_no_place(opening: str) -> None:
    article = text_page("Ferry Sailed on After Failing Its Inspection", "", opening + ONE, "", TWO)
    assert value(article, "dateline") is None


def test_a_text_without_a_headline_has_none() -> None:
    article = text_page(ONE, "", TWO, "", THREE)
    assert article.field("headline") is None
    assert block_texts(article, Zone.BODY) == BODY


def test_lines_wrapped_at_a_margin_are_one_paragraph() -> None:
    wrapped = (
        "The harbour office in Tarn knew for eleven months that the ferry\n"
        "Maudlin had failed its inspection, according to letters seen by\n"
        "this newspaper, and let it sail all the same."
    )
    article = text_page("Ferry Sailed on After Failing Its Inspection", "", wrapped, "", TWO)
    assert block_texts(article, Zone.BODY) == [wrapped, TWO]


def test_furniture_in_the_middle_is_no_news() -> None:
    article = text_page(
        "Ferry Sailed on After Failing Its Inspection",
        "",
        ONE,
        "Advertisement",
        "Also read: Tarn votes on harbour dues",
        "What the letters say",
        TWO,
        "- The certificate was never signed",
        "- Nobody asked for it",
        THREE,
        "It sails again today.",
        "Tags: ferry, Tarn",
        "Comments",
        "This is a scandal and somebody ought to answer for it, I say.",
    )
    body = block_texts(article, Zone.BODY)
    assert body == [
        ONE,
        "What the letters say",
        TWO,
        "- The certificate was never signed",
        "- Nobody asked for it",
        THREE,
        "It sails again today.",
    ]
    assert "Also read: Tarn votes on harbour dues" in spare(article)
    assert any("scandal" in words for words in spare(article))


@pytest.mark.parametrize(
    "line",
    [
        "This image is taken from Coastline Pictures.",
        "Photo: Ada Merrow/Reuters",
        "Image credit: Getty Images",
        "Image courtesy of the Harbour Office",
        "Picture by Ben Tarn",
    ],
)
def test_credits_of_pictures(line: str) -> None:
    article = text_page("Ferry Sailed on After Failing Its Inspection", "", *BODY, "", line)
    assert value(article, "image_credit") == line
    assert block_texts(article, Zone.CAPTION) == [line]


def test_a_page_that_says_everything_in_metadata_only() -> None:
    told = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "The Tarn Packet"},
            {
                "@type": ["NewsArticle"],
                "headline": "Ferry sailed on",
                "articleSection": ["World"],
                "datePublished": "2025-03-03T23:30:00+05:30",
                "author": [{"@type": "Person", "name": "Jane Doe"}],
            },
        ],
    }
    article = html_page(
        f"<article>{PARAGRAPHS}</article>",
        f'<script type="application/ld+json">{json.dumps(told)}</script>',
    )
    for name, words in (
        ("headline", "Ferry sailed on"),
        ("section", "World"),
        ("author", "Jane Doe"),
    ):
        field = article.field(name)
        assert field is not None
        assert (field.value, field.origin, field.start) == (words, "json-ld", None)
    assert article.published == date(2025, 3, 3)


def test_the_visible_page_wins_over_metadata() -> None:
    article = html_page(
        f"<h1>Ferry sailed on after failing its test</h1><div class='by'>By Jane Doe</div>"
        f"<time datetime='2025-03-03'>3 March 2025</time><article>{PARAGRAPHS}</article>",
        '<meta property="og:title" content="Ferry sailed on after failing its test | '
        'The Tarn Packet">'
        '<meta name="author" content="Jane Doe"><meta '
        'property="article:published_time" content="2025-03-03">'
        '<meta property="article:section" content="Harbours">',
    )
    origins = {name: field.origin for name, field in article.fields}
    assert origins == {
        "headline": "page", "author": "page", "published": "page", "section": "open graph",
    }  # fmt: skip
    assert value(article, "headline") == "Ferry sailed on after failing its test"


def test_captions_are_a_zone_of_their_own() -> None:
    article = html_page(
        "<article><h1>Ferry sailed on after failing its test</h1>"
        "<figure><img src='a'><figcaption>The Maudlin at its berth in May. Photo: "
        "Ada Merrow/Packet</figcaption></figure>"
        f"<p>{ONE}</p><figure><figcaption>Odile Brack, harbour master, last "
        f"year</figcaption></figure>"
        f"<p>{TWO}</p><p>{THREE}</p></article>"
    )
    assert block_texts(article, Zone.CAPTION) == [
        "The Maudlin at its berth in May. Photo: Ada Merrow/Packet",
        "Odile Brack, harbour master, last year",
    ]
    assert value(article, "image_credit") == "Photo: Ada Merrow/Packet"
    assert block_texts(article, Zone.BODY) == BODY


def test_navigation_cookies_and_related_stories_are_furniture() -> None:
    article = html_page(
        "<header><nav><a href='/'>Home</a><a href='/w'>World</a></nav></header>"
        "<div class='cookie'>We use cookies to improve your experience. Accept all</div>"
        f"<main><span class='section'>Harbours</span><h1>Ferry sailed on after "
        f"failing its test</h1>"
        f"<p class='standfirst'>Letters show who knew.</p>{PARAGRAPHS}"
        "<ul><li>The first finding of the letters</li><li>The second finding of the "
        "letters</li></ul>"
        f"<p>{THREE.replace('summer', 'winter')}</p></main>"
        "<aside><h3>Most read</h3><p>Tarn votes on the harbour dues after a long and "
        "bitter week of talks.</p></aside>"
        "<footer>Contact us · Privacy policy</footer>"
    )
    assert value(article, "section") == "Harbours"
    body = block_texts(article, Zone.BODY)
    assert body[0] == "Letters show who knew."
    assert "The first finding of the letters" in body
    assert not any("bitter week" in words for words in body)
    assert not any("cookies" in words for words in body)


def test_a_page_that_the_extractor_makes_nothing_of_is_read_by_its_shape() -> None:
    article = html_page("".join(f"<div><span>{words}</span></div>" for words in ["Menu", *BODY]))
    assert block_texts(article, Zone.BODY) == BODY


def test_broken_json_ld_does_no_harm() -> None:
    article = html_page(
        f"<h1>Ferry sailed on after failing its test</h1>{PARAGRAPHS}",
        '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
        f'<script type="application/ld+json">{"[" * 5000}</script>',
    )
    assert value(article, "headline") == "Ferry sailed on after failing its test"


def test_an_article_in_a_pdf() -> None:
    lines = [
        "# Ferry sailed on after failing its test", "By Jane Doe", "3 March 2025", "",
        "The harbour office in Tarn knew for eleven months that the ferry Maudlin had",
        "failed its inspection, according to letters seen by this newspaper.", "",
        "A spokesman for the ministry said that an inquiry would report before the",
        "summer recess, and that nobody had been dismissed.",
    ]  # fmt: skip
    article = parsed(make_pdf([lines]), "page.pdf")
    assert value(article, "headline") == "Ferry sailed on after failing its test"
    assert (article.authors, article.published) == (("Jane Doe",), date(2025, 3, 3))
    assert len(block_texts(article, Zone.BODY)) == 2


def test_an_article_in_a_word_file_and_in_a_mail() -> None:
    body = p("Ferry sailed on after failing its test", "Heading1") + "".join(map(p, BODY))
    article = parsed(make_docx(body), "page.docx")
    assert value(article, "headline") == "Ferry sailed on after failing its test"
    assert block_texts(article, Zone.BODY) == BODY
    mail = make_mail("\n\n".join(BODY) + "\n", Subject="Ferry sailed on after failing its test")
    article = parsed(mail.as_bytes(), "page.eml")
    assert value(article, "headline") == "Ferry sailed on after failing its test"
    assert (article.authors, article.published) == (("Ada Merrow",), date(2024, 3, 6))


def test_the_sample_page_has_all_its_fields(sample_article: Article) -> None:
    assert {name: value(sample_article, name) for name, _ in sample_article.fields} == {
        "section": "World",
        "headline": "Sarvelle Begged Castrel for Rescue as Grey Heron Struck, "
        "Secret Files Demolish Halloran’s Peacemaker Tale",
        "dateline": "CASTREL",
        "published": "Fri, 11 Oct 2024",
        "author": "Nerissa Quay",
        "views": "312 Views",
        "image_credit": "This image is taken from Coastline Pictures.",
    }
    assert {field.origin for _, field in sample_article.fields} == {"page"}
    assert (sample_article.published, sample_article.views) == (date(2024, 10, 11), 312)
    assert len(block_texts(sample_article, Zone.BODY)) == 9
    for words in ("news-image", "Share", "thumbnail", "Also read", "Lisk pilots vote on new dues"):
        assert words in spare(sample_article)


@pytest.fixture
def sample_article() -> Article:
    path = Path(__file__).parents[2] / "src" / "sayso" / "sample" / "sarvelle" / "article.html"
    return parsed(path.read_bytes())


@pytest.mark.parametrize("make", [text_page, html_page])
@pytest.mark.parametrize("words", ["Share", "3 March 2025"])
def test_pages_with_nothing_but_furniture_are_no_articles(
    make: Callable[[str], Article], words: str
) -> None:
    with pytest.raises(ArticleError, match=r"^page\.\w+ holds no words of an article.*paste"):
        make(words)


SHORT = [
    (["The bridge cost 5 million crowns."], None, ["The bridge cost 5 million crowns."]),
    (["Bridge cost 5 million crowns"], "Bridge cost 5 million crowns", []),
    (["Bridge closed"], None, ["Bridge closed"]),
    (["Crime rose."], None, ["Crime rose."]),
    (["“We will pay,” Jon Vik said."], None, ["“We will pay,” Jon Vik said."]),
    (["Will the bridge ever open?", "", "No."], "Will the bridge ever open?", ["No."]),
    (
        ["Bridge to close in May", "", "It cost 5 million. It shut."],
        "Bridge to close in May",
        ["It cost 5 million. It shut."],
    ),
    (
        ["Bridge to close in May", "", "It cost 5 million.", "It shut.", "Share"],
        "Bridge to close in May",
        ["It cost 5 million.", "It shut."],
    ),
]


@pytest.mark.parametrize(("lines", "headline", "body"), SHORT)
def test_a_short_text_is_an_article(
    lines: list[str], headline: str | None, body: list[str]
) -> None:
    article = text_page(*lines)
    assert value(article, "headline") == headline
    assert block_texts(article, Zone.HEADLINE) == ([headline] if headline else [])
    assert block_texts(article, Zone.BODY) == body


SENTENCE = "The bridge cost 5 million crowns."


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (make_docx(p("Bridge to close", "Heading1") + p(SENTENCE)), "page.docx"),
        (make_docx(p("Bridge to close in May") + p(SENTENCE)), "page.docx"),
        (make_docx(p(SENTENCE)), "page.docx"),
        (make_pdf([[SENTENCE]]), "page.pdf"),
        (make_mail(SENTENCE).as_bytes(), "page.eml"),
        (f"<html><body><nav><a href=/>All our news</a></nav><p>{SENTENCE}</p></body></html>",
         "page.html"),
        (f"<html><body><h1>Bridge to close</h1><p>{SENTENCE}</p></body></html>", "page.html"),
    ],
)  # fmt: skip
def test_one_sentence_is_the_body_of_a_page_of_any_kind(content: bytes | str, name: str) -> None:
    assert block_texts(parsed(content, name), Zone.BODY) == [SENTENCE]
