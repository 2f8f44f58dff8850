"""The published pages: whole, the same each time, light, and checked again by whoever holds the papers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree, html
from PIL import Image

from sayso.errors import StoryError
from sayso.publishing import Correction, Publication, Site, Story, Version, picture_of, verify, write_site
from sayso.publishing.bundle import Outcome, bundle
from sayso.publishing.pictures import thumbnail
from sayso.publishing.slugs import slug_of
from sayso.records import Document

from .affair import NOW, OPEN_PAPER, PUBLICATION, SECRET_PAPER, ledger, photograph, story

BOTH = {OPEN_PAPER.id: "Minutes", SECRET_PAPER.id: "Log"}


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(PUBLICATION, [story(BOTH)])


def test_every_link_within_the_site_leads_to_a_page(site: Site) -> None:
    paths = set(site.paths())
    for path in paths:
        if not path.endswith(".html"):
            continue
        page = site.get(path)
        assert page is not None
        root = html.document_fromstring(page.body)
        for link in root.xpath("//@href | //@src"):
            if link.startswith(("#", "mailto:", "data:", "https://")):
                continue
            target = (Path("/") / path).parent / link.split("#")[0]
            resolved = str(Path(str(target)).resolve()).lstrip("/")
            assert resolved in paths, f"{path}: {link}"


def test_the_same_story_is_the_same_bytes(site: Site) -> None:
    again = Site(PUBLICATION, [story(BOTH)])
    for path in site.paths():
        assert site.get(path) == again.get(path), path


def test_a_story_has_what_a_reader_knows_of_one(site: Site) -> None:
    page = site.get("valve/")
    assert page is not None
    root = html.document_fromstring(page.body)
    assert root.xpath("//h1")[0].text_content() == "Valve Shut"
    assert root.xpath("//img/@alt") == ["A dam"]
    assert root.xpath("//img/@width")
    assert root.xpath("//img/@height")
    assert "Photo: A" in root.xpath("//figcaption")[0].text_content()
    assert root.xpath("//link[@rel='canonical']/@href") == ["https://example.org/papers/valve/"]
    assert {s.get("id") for s in root.xpath("//details//section")} == {"s1", "s2"}
    text = root.text_content()
    for words in ("By Ada", "1 December 2026, 09:30", "3 views", "How it was checked", "Is it so?"):
        assert words in text


def test_a_picture_is_upright_small_and_without_metadata() -> None:
    made = picture_of(photograph(), "Photo", "A dam")
    with Image.open(BytesIO(made.jpeg)) as opened:
        assert opened.size == (600, 900)
        assert not opened.getexif()
        assert "comment" not in opened.info
    assert b"CANARYEXIF" not in made.jpeg


@pytest.mark.parametrize("content", [b"\x00", b"GIF89a", b"\xff\xd8\xff", b"<svg xmlns='x'/>", b"%PDF-1.4"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(StoryError, match="JPEG, PNG or WebP"):
        picture_of(content, "Photo", "A dam")


def test_a_picture_without_credit_or_words_is_refused() -> None:
    for credit, words in (("", "A dam"), ("Photo", " ")):
        with pytest.raises(StoryError, match="credit"):
            picture_of(photograph(), credit, words)


def test_a_bomb_of_a_picture_is_refused() -> None:
    file = BytesIO()
    Image.new("1", (30_000, 30_000)).save(file, "PNG")
    with pytest.raises(StoryError):
        picture_of(file.getvalue(), "Photo", "A dam")


@pytest.mark.parametrize(
    "headline", ["Short", "A headline of quite many words " * 12, "W" * 400, "漢字の見出し"]
)
def test_a_thumbnail_is_drawn_for_any_headline(headline: str) -> None:
    data = {**story(BOTH).newest.data, "headline": headline}
    with Image.open(BytesIO(thumbnail(data, "The Ledger"))) as drawn:
        assert drawn.size == (1200, 630)
        edge = drawn.convert("L").crop((1150, 120, 1200, 500))
        assert edge.getextrema()[0] > 200, "words run over the edge"


def test_a_long_story_is_light_without_its_picture() -> None:
    body = " ".join(f"The valve number {n} was never shut by anybody." for n in range(40))
    made = ledger("Valve", body)
    text, statements, claims, at = made.article.text, [], [], len("Valve") + 1
    for n in range(40):
        end = text.find(".", at) + 1
        statements.append(replace(made.statements[0], id=f"s{n}", start=at, end=end, text=text[at:end],
                                  contents=(), claims=(f"c{n}", f"d{n}")))  # fmt: skip
        claims += [
            replace(made.claims[0], id=f"{kind}{n}", statement=f"s{n}", text=text[at:end]) for kind in "cd"
        ]
        at = end + 1
    page = Site(PUBLICATION, [story(BOTH, replace(made, statements=tuple(statements), claims=tuple(claims)))])
    found = page.get("valve/")
    assert found is not None
    assert len(found.body) < 150_000


def test_earlier_versions_stay_and_say_so_and_corrections_have_their_day() -> None:
    first = story(BOTH).newest
    later = NOW + timedelta(days=2)
    second = Version(2, later, {**first.data, "updated": later.isoformat()}, first.jpeg)
    made = Site(
        PUBLICATION, [Story("valve", (first, second), (Correction(later.date(), "The day was wrong."),))]
    )
    old, new = made.get("valve/v1.html"), made.get("valve/")
    assert old is not None
    assert new is not None
    assert b"noindex" in old.body
    assert b"an earlier version" in old.body
    assert "3 December 2026: The day was wrong." in " ".join(
        html.document_fromstring(new.body).text_content().split()
    )
    assert b"updated" in new.body


def test_views_are_counted_anew_without_making_the_site_anew(site: Site) -> None:
    page = site.viewed({"valve": 1234}).get("valve/")
    assert page is not None
    assert b"1,234 views" in page.body
    assert site.get("valve/") != page


def test_feeds_have_the_newest_first() -> None:
    older = story(BOTH, slug="older", published=NOW - timedelta(days=9))
    older = replace(older, slug="older")
    made = Site(PUBLICATION, [older, story(BOTH)])
    feed = made.get("feed.xml")
    assert feed is not None
    assert etree.fromstring(feed.body).xpath("//item/link/text()") == [
        "https://example.org/papers/valve/", "https://example.org/papers/older/",
    ]  # fmt: skip
    atom, told = made.get("atom.xml"), made.get("feed.json")
    assert atom is not None
    assert told is not None
    assert len(etree.fromstring(atom.body).findall("{*}entry")) == 2
    assert [i["id"] for i in json.loads(told.body)["items"]] == ["sayso:valve", "sayso:older"]


def test_without_an_address_nothing_is_made_up(site: Site) -> None:
    bare = Site(Publication("The Ledger"), [story(BOTH)])
    assert "sitemap.xml" not in set(bare.paths())
    page = bare.get("valve/")
    assert page is not None
    assert b"canonical" not in page.body
    assert "sitemap.xml" in set(site.paths())


def test_an_address_that_is_none_is_refused() -> None:
    for address in ("example.org", "javascript:alert(1)/", 'https://x/"onload=x/', "https://example.org"):
        with pytest.raises(StoryError, match="no address"):
            Site(Publication("The Ledger", address), [])


def test_files_are_written_and_those_that_went_are_gone(tmp_path: Path, site: Site) -> None:
    write_site(site, tmp_path)
    assert {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()} == {
        *site.paths(), ".sayso-pages",
    }  # fmt: skip
    write_site(Site(PUBLICATION, []), tmp_path)
    assert not (tmp_path / "valve" / "index.html").exists()


def test_a_folder_of_somebody_else_s_is_not_written_over(tmp_path: Path, site: Site) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(StoryError, match="already"):
        write_site(site, tmp_path)
    assert (tmp_path / "index.html").read_text() == "mine"


@pytest.mark.parametrize("name", ["", "…", "中文", "../../etc", "a" * 500, "Zoë O’Hara"])
def test_any_name_makes_a_safe_part_of_a_path(name: str) -> None:
    slug = slug_of(name)
    assert slug
    assert "/" not in slug
    assert not slug.startswith(".")


def _document(name: str, text: str) -> Document:
    return Document("x", name, hashlib.sha256(text.encode()).hexdigest(), "text/plain", text)


def test_receipts_are_checked_against_the_papers() -> None:
    made = bundle(story(BOTH).newest.data)
    texts = {
        "secret": "CANARYBEFORE The valve was shut by CANARYTEXT on Monday. CANARYAFTER",
        "open": "Then: The minister opened the valve on Monday. End.",
    }
    whole = [_document(name, text) for name, text in texts.items()]
    found = verify(made, [Path("x")], lambda _: whole)
    assert {c.outcome for c in found.checks} == {Outcome.SOUND}
    assert found.sound
    some = verify(made, [Path("x")], lambda _: whole[:1])
    assert {c.outcome for c in some.checks} == {Outcome.SOUND, Outcome.NO_PAPER}
    changed = [replace(d, text=d.text.replace("Monday", "Tuesday")) for d in whole]
    assert {c.outcome for c in verify(made, [Path("x")], lambda _: changed).checks} == {Outcome.DIFFERENT}
    assert not verify(made, []).sound


def test_a_bundle_that_was_changed_is_refused() -> None:
    data = json.loads(bundle(story(BOTH).newest.data))
    data["receipts"][0]["text"] = "The valve was shut by nobody."
    with pytest.raises(StoryError, match="was changed"):
        verify(json.dumps(data).encode(), [])


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"sha256": 1}', b"\xff", b"[" * 100_000])
def test_what_is_no_bundle_is_refused(content: bytes) -> None:
    with pytest.raises(StoryError, match="no bundle"):
        verify(content, [])
