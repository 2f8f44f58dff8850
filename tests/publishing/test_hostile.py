"""Strings that mean harm, through every field that a person or a paper fills."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

from sayso.publishing import Site, Story, write_site
from sayso.records import Evidence, Finding

from .affair import OPEN_PAPER, PUBLICATION, SECRET_PAPER, ledger, story

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ATTACKS = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script><!--",
    "</style><img src=x onerror=alert(3)>",
    "\"' onmouseover=alert(4) x='",
    "]]><evil/>&xxe;",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    '=HYPERLINK("http://harm.example","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '","@type":"Evil","x":"',
    "a \u202egnp.exe\u202c b \u2067c\u2069",
    "\x00\x08\x1b[31m red \x7f\x9b",
    "\ud800 half a pair, \ufffe and \u2028 a line",
    "javascript:alert(5)",
    "A" * 900,
    "عربي and עברית with 😀 and e\u0301",
)


def _story(attack: str) -> Story:
    made = ledger(attack or "x", f"{attack}. {attack}", attack)
    papers = [replace(p, name=f"{attack}/{p.name}") for p in made.coverage]
    claims = [
        replace(
            c, so=replace(c.so, reason=attack, check=attack, evidence=_harmed(c.so, attack)) if c.so else None
        )
        for c in made.claims
    ]
    made = replace(made, coverage=tuple(papers), claims=tuple(claims))
    return story(
        {OPEN_PAPER.id: attack, SECRET_PAPER.id: attack}, made, section=attack, author=attack,
        summary=attack, credit=f"x{attack}", alternative=f"x{attack}",
    )  # fmt: skip


def _harmed(finding: Finding, attack: str) -> tuple[Evidence, ...]:
    return tuple(
        replace(e, text=attack, before=attack, after=attack, speaker=attack, marks=())
        for e in finding.evidence
    )


@pytest.fixture(params=ATTACKS, ids=range(len(ATTACKS)))
def site(request: pytest.FixtureRequest) -> Site:
    return Site(PUBLICATION, [_story(request.param)])


def _pages(site: Site, suffix: str) -> list[bytes]:
    found = [site.get(path) for path in site.paths() if path.endswith(suffix)]
    return [page.body for page in found if page is not None]


def test_no_page_has_a_script_or_a_handler_but_ours(site: Site) -> None:
    for body in _pages(site, ".html"):
        root = html.document_fromstring(body)
        policy = root.xpath("//meta[@http-equiv]/@content")[0]
        for script in root.iter("script"):
            ours = script.get("type") == "application/ld+json" or "sha256-" in policy.split("script-src")[1]
            assert ours
            assert "alert(" not in (script.text or "").replace("alert(5)", "").replace("alert(4)", "") or (
                script.get("type") == "application/ld+json"
            )
        for element in root.iter():
            assert not [name for name in element.attrib if name.lower().startswith("on")], element.tag
            link = (element.get("href") or element.get("src") or "").strip().lower()
            assert not link.startswith("javascript:")
        assert len(root.findall(".//style")) == 1


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_nothing_is_executed_in_a_browser(tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    stories = [replace(_story(attack), slug=f"s{n}") for n, attack in enumerate(ATTACKS)]
    write_site(Site(PUBLICATION, stories), tmp_path)
    done: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.on("dialog", lambda dialog: (done.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda told: done.append(told.text) if told.type == "error" else None)
        page.on("request", lambda asked: done.append(asked.url) if "://" in asked.url[:8] else None)
        for kind in ("*/index.html", "s*/claims/c1.html", "search.html"):
            for path in tmp_path.glob(kind):
                page.goto(path.as_uri())
        browser.close()
    assert [one for one in done if not one.startswith(("file://", "data:"))] == []


def test_linked_data_is_read_back_as_it_was_meant(site: Site) -> None:
    [body] = _pages(site, "valve/index.html")
    [script] = html.document_fromstring(body).xpath("//script[@type='application/ld+json']")
    graph = json.loads(script.text)["@graph"]
    assert {one["@type"] for one in graph} <= {"NewsArticle", "ClaimReview"}
    assert re.search(rb"<script type=\"application/ld\+json\">[^<]*</script>", body)


def test_every_feed_is_well_formed(site: Site) -> None:
    for body in _pages(site, ".xml"):
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False))
        assert "evil" not in {etree.QName(e).localname for e in root.iter()}
    for body in _pages(site, ".json"):
        json.loads(body)


def test_no_cell_is_run_by_a_spreadsheet(site: Site) -> None:
    [body] = _pages(site, "ledger.csv")
    for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))):
        for value in row:
            assert not value.lstrip().startswith(("=", "+", "-", "@", "\t")), value


def test_direction_marks_and_controls_are_shown_not_obeyed(site: Site) -> None:
    for body in _pages(site, ".html"):
        assert not re.search(
            "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]", body.decode("utf-8")
        )
