"""Feeds as their readers want them, addresses that do not collide, and receipts of real files."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from sayso.publishing import Details, Publication, Site, picture_of, snapshot, verify
from sayso.publishing.bundle import Outcome, bundle
from sayso.publishing.pictures import thumbnail
from sayso.publishing.slugs import slug_of, slugs_of
from sayso.reading import read_paths
from sayso.records import Coverage, Evidence, Stance

from .affair import NOW, OPEN_PAPER, PUBLICATION, ledger, story

ONE = {OPEN_PAPER.id: "Minutes"}
TEXT = "Council, 4 March.\n\nThe minister opened the valve on Monday, and nobody asked why.\n\nEnd.\n"


def _body(site: Site, path: str) -> bytes:
    page = site.get(path)
    assert page is not None, path
    return page.body


def test_feeds_hold_what_their_formats_ask_for() -> None:
    site = Site(PUBLICATION, [story(ONE)])
    channel = etree.fromstring(_body(site, "feed.xml")).find("channel")
    assert channel is not None
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    for item in channel.findall("item"):
        assert parsedate_to_datetime(item.findtext("pubDate") or "") == NOW
        assert item.findtext("guid")
    atom = etree.fromstring(_body(site, "atom.xml"))
    for element in (atom, *atom.findall("{*}entry")):
        assert all(element.findtext(f"{{*}}{name}") for name in ("id", "title", "updated"))
    assert all(entry.findtext("{*}author/{*}name") for entry in atom.findall("{*}entry"))
    feed = json.loads(_body(site, "feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert all({"id", "content_text"} <= set(item) for item in feed["items"])
    places = etree.fromstring(_body(site, "sitemap.xml")).findall("{*}url/{*}loc")
    assert [place.text for place in places] == ["https://example.org/papers/valve/"]


def test_the_newest_is_the_newest_in_whatever_zone_it_was_published() -> None:
    summer, winter = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))
    first = story(ONE, published=datetime(2026, 10, 25, 2, 30, tzinfo=summer))
    second = story(ONE, published=datetime(2026, 10, 25, 2, 10, tzinfo=winter))
    site = Site(PUBLICATION, [replace(second, slug="second"), first])
    assert [i["id"] for i in json.loads(_body(site, "feed.json"))["items"]] == ["sayso:second", "sayso:valve"]
    assert etree.fromstring(_body(site, "atom.xml")).findtext("{*}updated") == "2026-10-25T02:10:00+01:00"


def test_two_authors_never_share_a_page() -> None:
    stories = [
        replace(story(ONE, author=name), slug=f"s{n}") for n, name in enumerate(("C++", "C#", "Zoë", "Zoe"))
    ]
    site = Site(PUBLICATION, stories)
    pages = [path for path in site.paths() if path.startswith("author/")]
    assert len(pages) == 4
    for path in pages:
        assert _body(site, path).count(b"<h2>") == 1
    for path in ("index.html", *pages):
        for link in etree.HTML(_body(site, path)).xpath("//a/@href[contains(., 'author/')]"):
            assert link.removeprefix("./").removeprefix("../") in pages


def test_those_who_came_first_keep_their_addresses() -> None:
    assert slugs_of(["Zoe"])["Zoe"] == slugs_of(["Zoe", "Zoë", "ZOE"])["Zoe"] == "zoe"
    assert len(set(slugs_of(["Zoe", "Zoë", "ZOE", "zoe-2", "", "…"]).values())) == 6


@pytest.mark.parametrize("name", ["𠀀" * 300, "한국어" * 99, "con", "Lpt1", "中" * 300])
def test_a_part_of_a_path_is_short_enough_for_any_file_system(name: str) -> None:
    slug = slug_of(name)
    assert 0 < len(slug.encode()) <= 170
    assert slug.casefold() not in {"con", "lpt1"}


def test_a_publication_of_any_name_has_its_pages() -> None:
    site = Site(Publication("a\x00b \ud800 \u202e c"), [story(ONE)])
    for path in site.paths():
        assert site.get(path) is not None
    etree.fromstring(_body(site, "feed.xml"))


@pytest.mark.parametrize(
    "headline", ["Łódź café – “it’s £3m” says Straßer", "Valve shut 😀", "«Ventil» zu: 5 € Schaden"]
)
def test_a_headline_with_accents_and_signs_is_drawn_on_its_thumbnail(headline: str) -> None:
    def ink(words: str) -> int:
        with Image.open(io.BytesIO(thumbnail({**story(ONE).newest.data, "headline": words}, "L"))) as drawn:
            grey = drawn.convert("L").crop((60, 140, 1140, 480))
            return sum(grey.histogram()[:100])

    assert ink(headline) > ink("漢字") + 1000


def test_a_picture_of_noise_is_light_and_one_of_sixteen_bits_keeps_its_tones() -> None:
    noise, deep = io.BytesIO(), io.BytesIO()
    Image.effect_noise((1600, 1600), 100).save(noise, "PNG")
    Image.new("I;16", (64, 64), 0x8000).save(deep, "PNG")
    assert len(picture_of(noise.getvalue(), "Photo", "Noise").jpeg) <= 250_000
    with Image.open(io.BytesIO(picture_of(deep.getvalue(), "Photo", "Grey").jpeg)) as opened:
        assert abs(opened.getpixel((5, 5))[0] - 128) < 4  # type: ignore[index]


def _receipts(paper: Path) -> bytes:
    """The bundle of a story whose one receipt is of ``paper``, as it is read."""
    [document] = read_paths([paper])
    start = document.text.index("The minister")
    end = document.text.index(", and nobody")
    words = Evidence(
        document.id, start, end, document.text[start:end], Stance.CONTRADICTS, 0.9,
        before=document.text[:start], after=document.text[end:],
    )  # fmt: skip
    made = ledger()
    covered = Coverage(document.id, document.name, document.sha256, document.status)
    claims = tuple(
        replace(c, say=None, so=replace(c.so, evidence=(words,)) if c.so else None) for c in made.claims[:1]
    )
    made = replace(made, claims=claims, coverage=(covered,), omissions=())
    return bundle(snapshot(made, Details("valve", "World", "Ada", NOW), (), {document.id: "Minutes"}))


def test_receipts_are_found_in_files_mails_and_archives(tmp_path: Path) -> None:
    paper = tmp_path / "minutes.txt"
    paper.write_text(TEXT, "utf-8")
    receipts = _receipts(paper)
    with zipfile.ZipFile(tmp_path / "box.zip", "w") as archive:
        archive.write(paper, "minutes.txt")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "Minutes"
    mail.set_content("Here they are.")
    mail.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename="m.txt")
    (tmp_path / "mail.eml").write_bytes(mail.as_bytes())
    for given in ("minutes.txt", "box.zip", "mail.eml"):
        assert [c.outcome for c in verify(receipts, [tmp_path / given]).checks] == [Outcome.SOUND], given


def test_a_changed_paper_is_another_paper(tmp_path: Path) -> None:
    paper = tmp_path / "minutes.txt"
    paper.write_text(TEXT, "utf-8")
    receipts = _receipts(paper)
    paper.write_text(TEXT.replace("Monday", "Sunday"), "utf-8")
    found = verify(receipts, [paper])
    assert [c.outcome for c in found.checks] == [Outcome.NO_PAPER]
    assert not found.sound
