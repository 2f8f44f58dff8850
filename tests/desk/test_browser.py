"""The desk in a real browser: from an empty desk to a published story by clicking.

With SAYSO_SCREENSHOTS=docs/desk the pictures of docs/desk.md are taken on the way.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

from .conftest import SAMPLE
from .running import CHROMIUM, Desk, needs_browser, running

pytestmark = needs_browser
if CHROMIUM:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
          "--disable-background-networking", "--disable-component-update"]  # fmt: skip
#: Seconds that a person may take from an empty desk to a published story, the program's work included.
_TWO_MINUTES = 120


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running(tmp_path_factory.mktemp("browser") / "desk") as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def session(desk: Desk, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a person has who went from an empty desk to a published story, as the first test tells."""
    context = browser.new_context(viewport={"width": 1360, "height": 900}, base_url=desk.address)
    page = context.new_page()
    page.goto(f"/enter/{desk.key}")
    made: dict[str, Any] = {"state": context.storage_state(), "faults": []}
    context.close()
    began = time.monotonic()
    _from_an_empty_desk_to_a_published_story(desk, browser, made, tmp_path_factory.mktemp("picture"))
    return {**made, "seconds": time.monotonic() - began}


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What pages complain of while a test runs: nothing."""
    found: list[str] = []
    yield found
    assert found == []


def _open(
    browser: Browser, desk: Desk, state: Any, faults: list[str], **how: Any
) -> tuple[BrowserContext, Page]:
    how = {"viewport": {"width": 1360, "height": 900}, "color_scheme": "light", **how}
    context = browser.new_context(base_url=desk.address, storage_state=state, **how)
    page = context.new_page()
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.on("dialog", lambda d: (faults.append(f"dialog {d.message}"), d.dismiss()))
    return context, page


def _shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SAYSO_SCREENSHOTS"):
        page.wait_for_timeout(400)
        path = Path(folder) / f"{name}.png"
        page.screenshot(path=path)
        with Image.open(path) as taken:
            taken.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


def _water() -> Image.Image:
    """A picture of a kind: a pale sky over dark water."""
    sky, water = (
        Image.linear_gradient("L").resize((1200, 380)),
        Image.linear_gradient("L").resize((1200, 320)),
    )
    made = Image.new("RGB", (1200, 700))
    made.paste(ImageOps.colorize(sky, "#9fb4bf", "#e9e2d0"), (0, 0))
    made.paste(ImageOps.colorize(water, "#5d7680", "#22343c"), (0, 380))
    return made


def _accessible(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    serious = [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found.response["violations"]]
    assert serious == [], page.url


def _from_an_empty_desk_to_a_published_story(
    desk: Desk, browser: Browser, session: dict[str, Any], tmp_path: Path
) -> None:
    context, page = _open(browser, desk, session["state"], session["faults"])
    page.goto("/")
    page.fill("#name", "The Narrows affair")
    page.click("text=Make it")
    page.set_input_files("#files", [str(path) for path in sorted((SAMPLE / "documents").iterdir())])
    page.wait_for_selector("text=8 papers", timeout=60_000)
    _accessible(page)
    page.set_input_files("#file", str(SAMPLE / "article.html"))
    page.click("text=Check it")
    page.wait_for_selector("text=Open its ledger", timeout=60_000)
    _shot(page, "case")
    _accessible(page)
    page.click("text=Open its ledger")
    session["ledger"] = page.url
    _shot(page, "ledger")
    _accessible(page)

    # Look at each finding that must be looked at, and agree.
    while page.query_selector("#progress a"):
        before = page.text_content("#progress")
        page.click("#progress a")
        page.check(".decide[open] input[value=agree] >> nth=0")
        page.click(".decide[open] button >> nth=0")
        page.wait_for_function("b => document.querySelector('#progress').textContent !== b", arg=before)
    page.click("text=Sign it off")
    page.wait_for_selector("text=What goes with it")

    # Clear all papers but one.
    open_ones = "form.clear:has(button:text('Clear it for publication'))"
    while len(clear := page.query_selector_all(open_ones)) > 1:
        clear[0].query_selector("input[name=title]").fill(f"Paper {len(clear)} of the file")
        clear[0].query_selector("button").click()
        page.wait_for_load_state()
    picture = tmp_path / "narrows.png"
    _water().save(picture)
    page.fill("#summary", "The filings, the log of calls and the briefing, held against each other.")
    page.set_input_files("#picture", str(picture))
    page.fill("#credit", "Photo: the harbour archive")
    page.fill("#alternative", "Grey water in the Narrows, seen from the quay")
    page.click("button:text('Keep')")
    page.wait_for_selector("text=See it as it would be published")
    _shot(page, "story")
    _accessible(page)
    page.click("button:text('Publish it')")
    page.wait_for_selector("text=Published.")
    page.click("a:text-is('The story')")
    page.wait_for_selector("article.story")
    session["story"] = page.url
    page.click(".receipts summary >> nth=1")
    page.evaluate("scrollTo(0, 620)")
    _shot(page, "published")
    _accessible(page)
    context.close()


def test_from_an_empty_desk_to_a_published_story_in_two_minutes(session: dict[str, Any]) -> None:
    assert session["seconds"] < _TWO_MINUTES
    assert session["faults"] == []
    assert "/stories/" in session["story"]


def test_the_pages_of_a_case_are_accessible_in_the_dark_and_on_a_small_screen(
    desk: Desk, browser: Browser, session: dict[str, Any], faults: list[str]
) -> None:
    context, page = _open(
        browser, desk, session["state"], faults, color_scheme="dark", viewport={"width": 390, "height": 800}
    )
    case = "/cases/the-narrows-affair"
    for address in ("/", "/accounts", "/password", f"{case}/", f"{case}/papers", f"{case}/search?q=Halloran",
                    f"{case}/members", f"{case}/log", session["ledger"], session["story"], "/stories/",
                    "/stories/search.html"):  # fmt: skip
        page.goto(address)
        _accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address} is {wide} pixels too wide"
    page.goto(f"{case}/papers")
    page.click("tbody a >> nth=0")
    _accessible(page)
    context.close()


def test_from_claim_to_claim_by_key_and_words_are_picked_from_the_page(
    desk: Desk, browser: Browser, session: dict[str, Any], faults: list[str]
) -> None:
    context, page = _open(browser, desk, session["state"], faults)
    page.goto(f"{session['ledger'].split('?')[0]}?s=2")
    page.keyboard.press("j")
    page.wait_for_function("() => document.querySelector('#here').textContent.startsWith('Statement 3')")
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('#here').textContent.startsWith('Statement 2')")
    page.wait_for_function("() => document.activeElement.id === 'here'")
    for number in range(3, 30):
        page.goto(f"{session['ledger'].split('?')[0]}?s={number}")
        if page.query_selector(".evidence a:has-text('.pdf')"):
            page.click(".evidence a:has-text('.pdf') >> nth=0")
            page.wait_for_selector(".sheet svg")
            break
    if not page.query_selector(".decide[open]"):
        page.click(".decide summary >> nth=0")
    word = page.query_selector(".layer text.marked")
    assert word is not None
    word.scroll_into_view_if_needed()
    box = word.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    page.wait_for_function("() => document.querySelector('.decide[open] [name=words]').value !== ''")
    _shot(page, "paper")
    assert page.input_value(".decide[open] [name=words]") == word.text_content()
    page.check(".decide[open] input[value=supported], .decide[open] input[value=mixed]")
    page.click(".decide[open] button")
    page.wait_for_selector(".decision:has-text('not as the program')")
    context.close()


def test_the_story_is_written_as_files_and_its_receipts_hold_against_the_papers(
    desk: Desk, browser: Browser, session: dict[str, Any], faults: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "public"
    sayso = [sys.executable, "-m", "sayso"]
    subprocess.run(
        [*sayso, "publish", "the-narrows-affair", "--home", str(desk.folder), "--out", str(out)],
        check=True, env=_bare(), capture_output=True,
    )  # fmt: skip
    context, page = _open(browser, desk, None, faults)
    page.goto((out / "index.html").as_uri())
    page.click("h2 a")
    assert "Sarvelle Begged Castrel" in page.inner_text("h1")
    page.click("a:text-is('Search')")
    page.fill("#q", "halloran")
    page.wait_for_selector("text=1 of 1")
    context.close()
    [receipts] = out.glob("*/receipts.json")
    papers = str(SAMPLE / "documents")
    command = [*sayso, "verify", str(receipts), papers]
    told = subprocess.run(command, capture_output=True, text=True, env=_bare())
    assert told.returncode == 0, told.stderr
    assert "sound" in told.stdout
    assert "words differ" not in told.stdout
    none = subprocess.run([*sayso, "verify", str(receipts)], capture_output=True, text=True, env=_bare())
    assert none.returncode == 9


def _bare() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("SAYSO_", "DJANGO_"))}


def test_a_folder_is_added_with_the_paths_in_it_and_keys_may_be_turned_off(
    desk: Desk, browser: Browser, session: dict[str, Any], faults: list[str], tmp_path: Path
) -> None:
    (tmp_path / "leak" / "deep").mkdir(parents=True)
    (tmp_path / "leak" / "deep" / "letter.txt").write_text("The minister wrote on Tuesday.")
    (tmp_path / "leak" / ".hidden").write_text("Not this.")
    (tmp_path / "leak" / "list.csv").write_text("day,what\n2026-01-02,valve\n")
    context, page = _open(browser, desk, session["state"], faults)
    page.goto("/")
    page.fill("#name", "A folder")
    page.click("text=Make it")
    page.set_input_files("#folder", str(tmp_path / "leak"))
    page.wait_for_selector("text=2 papers", timeout=60_000)
    page.goto("/cases/a-folder/papers")
    assert "leak/deep/letter.txt" in page.inner_text("table")
    page.goto(f"{session['ledger'].split('?')[0]}?s=2")
    page.uncheck("#keys")
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    assert page.inner_text("#here").startswith("Statement 2")
    page.reload()
    assert not page.is_checked("#keys")
    page.check("#keys")
    context.close()


def test_a_story_is_readable_and_opens_without_script(
    desk: Desk, browser: Browser, session: dict[str, Any], faults: list[str]
) -> None:
    context, page = _open(browser, desk, None, faults, java_script_enabled=False)
    page.goto(session["story"])
    assert "Sarvelle Begged Castrel" in page.inner_text("h1")
    page.click(".receipts summary >> nth=1")
    assert page.is_visible(".receipt >> nth=2")
    assert context.cookies() == []
    context.close()


def test_a_case_works_without_script(
    desk: Desk, browser: Browser, session: dict[str, Any], faults: list[str], tmp_path: Path
) -> None:
    context, page = _open(browser, desk, session["state"], faults, java_script_enabled=False)
    (tmp_path / "a.txt").write_text("The valve was shut on Monday.")
    page.goto("/")
    page.fill("#name", "Without script")
    page.click("text=Make it")
    page.set_input_files("#files", str(tmp_path / "a.txt"))
    page.click("text=Add them")
    for _ in range(60):
        page.goto("/cases/without-script/")
        if page.query_selector("text=1 paper"):
            break
        time.sleep(0.5)
    page.goto("/cases/without-script/search?q=valve")
    page.click(".hits a")
    assert page.inner_text("mark") == "The valve was shut on Monday."
    context.close()


def test_a_story_does_not_move_while_it_loads_and_prints_its_receipts(
    desk: Desk, browser: Browser, session: dict[str, Any], faults: list[str]
) -> None:
    context, page = _open(browser, desk, None, faults)
    page.goto(session["story"])
    shift = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
                .observe({type: 'layout-shift', buffered: true});
            setTimeout(() => done(sum), 500);
        })"""
    )
    assert shift < 0.01
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('header.site nav')).display") == "none"
    context.close()


_ATTACKS = (
    "<script>document.title='owned'</script>", "\"'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% debug %}", "a\u202egpj.exe", "</title><svg onload=alert(2)>", "=cmd|'/C calc'!A0",
    "javascript:alert(3)//",
)  # fmt: skip


def test_hostile_words_and_names_do_nothing(
    desk: Desk, browser: Browser, session: dict[str, Any], faults: list[str], tmp_path: Path
) -> None:
    context, page = _open(browser, desk, session["state"], faults)
    page.goto("/")
    page.fill("#name", f"Harm {_ATTACKS[0]}")
    page.click("text=Make it")
    case = page.url
    files = []
    for number, attack in enumerate(_ATTACKS):
        path = tmp_path / f"{number}{attack.replace('/', '_')}.txt"
        path.write_text(f"The valve {attack} was shut on Monday by {attack}.")
        files.append(str(path))
    page.set_input_files("#files", files)
    page.wait_for_selector(f"text={len(_ATTACKS)} papers", timeout=60_000)
    said = [f"The valve {a} was never shut, {a} said. “{a},” he said." for a in _ATTACKS]
    page.fill("#text", "\n\n".join(said))
    page.click("text=Check it")
    page.wait_for_selector("text=Open its ledger", timeout=60_000)
    page.click("text=Open its ledger")
    ledger = page.url
    page.click(".talk summary >> nth=0")
    page.fill(".talk textarea >> nth=0", " ".join(_ATTACKS))
    page.click(".talk button >> nth=0")
    page.wait_for_selector(".comment")
    search = (f"{case}search?q=valve", f"{case}search?q=%3Cscript%3E&speaker=%22%3E")
    for address in (case, f"{case}papers", *search, f"{case}log", f"{case}members", ledger, "/"):
        page.goto(address)
        assert page.title() != "owned"
        harm = "document.querySelectorAll('main script, main img[src=x], svg[onload]').length"
        assert page.evaluate(harm) == 0
        assert "49" not in page.inner_text("main").split()
    for link in page.query_selector_all("a"):
        assert not (link.get_attribute("href") or "").startswith("javascript:")
    context.close()
