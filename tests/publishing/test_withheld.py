"""Ways by which what is private could come out beside the words of a paper, and each of them shut."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from PIL import Image

from sayso.errors import StoryError
from sayso.publishing import Decided, Details, Site, Story, Version, snapshot, write_site
from sayso.records import Claim, Finding, Ledger, Stance, Verdict

from .affair import NEVER, NOW, OPEN_PAPER, PUBLICATION, SECRET_PAPER, SECRET_WORDS, ledger, story

ONE = {OPEN_PAPER.id: "Minutes"}
BOTH = {**ONE, SECRET_PAPER.id: "Log of the dam"}
DETAILS = Details("valve", "World", "Ada", NOW)


def _told(made: Story) -> Iterator[str]:
    """All that is published of a story, also as what JSON, HTML, CSV and pictures hold once decoded."""
    site = Site(PUBLICATION, [made])
    for path in site.paths():
        page = site.get(path)
        assert page is not None
        text = page.body.decode("utf-8", "replace")
        yield from (path, text)
        if path.endswith(".json"):
            yield json.dumps(json.loads(text), ensure_ascii=False)
        elif path.endswith(".html"):
            root = html.document_fromstring(page.body)
            yield from root.xpath("//text() | //@*")
            for script in root.xpath("//script[@type='application/ld+json']"):
                yield json.dumps(json.loads(script.text), ensure_ascii=False)
        elif path.endswith(".csv"):
            for row in csv.reader(io.StringIO(page.body.decode("utf-8-sig"))):
                yield from row
        elif path.endswith((".png", ".jpg")):
            with Image.open(io.BytesIO(page.body)) as opened:
                yield repr(opened.info) + repr(dict(opened.getexif()))


def _out(made: Story) -> str:
    return "\n".join(_told(made))


def _with(finding: Finding, made: Ledger | None = None, claim: str = "c2") -> Ledger:
    """The ledger with this finding on the *so* of a claim."""
    made = made or ledger()
    claims = tuple(replace(c, so=finding) if c.id == claim else c for c in made.claims)
    return replace(made, claims=claims)


def _finding(claim: str = "c2", made: Ledger | None = None) -> Finding:
    [found] = [c.so for c in (made or ledger()).claims if c.id == claim]
    assert found is not None
    return found


def _published(
    made: Ledger, cleared: dict[str, str], *decided: Decided, claim: str = "c2"
) -> dict[str, object]:
    data = snapshot(made, DETAILS, decided, cleared)
    [found] = [c["so"] for c in data["claims"] if c["id"] == claim]
    assert isinstance(found, dict)
    return found


def test_nothing_private_is_in_what_any_page_decodes_to() -> None:
    out = _out(story(ONE))
    for canary in (*SECRET_WORDS, *NEVER, SECRET_PAPER.sha256, SECRET_PAPER.id, "Kowalski"):
        assert canary not in out, canary
    for canary in SECRET_WORDS:
        assert canary in _out(story(BOTH)), f"{canary}: the test would not see it"


def test_an_article_without_a_headline_is_not_called_by_its_file() -> None:
    made = ledger()
    made = replace(made, article=replace(made.article, fields=()))
    assert "CANARYARTICLE" not in _out(story(BOTH, made))


def test_a_reason_is_not_published_where_any_paper_behind_it_is_withheld() -> None:
    beside = replace(_finding("c1").evidence[0], stance=Stance.NEITHER)
    finding = _finding()
    made = _with(
        replace(finding, reason="Other day: CANARYREASON has it.", evidence=(*finding.evidence, beside))
    )
    assert _published(made, ONE)["reason"] == ""
    assert "CANARYREASON" in str(_published(made, BOTH)["reason"])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("kowalski.eml", "As kowalski has it."),
        ("kowalski.eml", "As Kowalski.EML has it."),
        ("k.md", "As k.md has it."),
        ("from_kowalski/Scan.pdf", "As from_kowalski has it."),
        ("C:\\leak\\Kowalski-2.pdf", "As Kowalski 2 has it."),
        ("box.zip/kowalski notes.txt", "As KOWALSKI NOTES has it."),
    ],
)
def test_names_of_files_and_folders_are_taken_out_of_reasons(name: str, reason: str) -> None:
    made = _with(replace(_finding(), reason=reason))
    made = replace(made, coverage=(replace(SECRET_PAPER, name=name), *made.coverage[1:]))
    assert _published(made, ONE)["reason"] == "As a paper has it."


def test_a_name_that_two_papers_share_is_not_taken_for_the_published_one() -> None:
    made = _with(replace(_finding(), reason="As Scan-17 in Kowalski has it."))
    names = ("Kowalski/a/Scan-17.pdf", "Kowalski/b/Scan-17.pdf")
    papers = tuple(replace(p, name=n) for p, n in zip((OPEN_PAPER, SECRET_PAPER), names, strict=True))
    found = _published(replace(made, coverage=(*papers, *made.coverage[2:])), ONE)
    assert found["reason"] == "As a paper in a paper has it."


def test_words_of_the_article_stay_in_reasons_though_a_file_is_called_so() -> None:
    reason = "The papers have it that the valve was shut by the minister."
    made = _with(replace(_finding(), reason=reason))
    called = (replace(SECRET_PAPER, name="papers/minister.eml"), *made.coverage[1:])
    assert _published(replace(made, coverage=called), ONE)["reason"] == reason


def test_the_language_of_a_withheld_paper_is_not_told() -> None:
    made = ledger()
    made = replace(made, coverage=(replace(SECRET_PAPER, language="ru"), *made.coverage[1:]))
    out = _out(story(ONE, made))
    assert "Russian" not in out
    assert "1 paper is in another language than English" in " ".join(out.split())


def test_a_verdict_never_stands_without_the_words_that_bear_it() -> None:
    finding = _finding()
    against = finding.evidence[0]
    many = tuple(
        replace(against, stance=Stance.SUPPORTS, start=n, end=n + len(against.text)) for n in range(9)
    )
    found = _published(_with(replace(finding, evidence=(*many, against))), ONE)
    assert found["verdict"] == "contradicted"
    stances = [e["stance"] for e in found["evidence"]]  # type: ignore[attr-defined]
    assert len(stances) == 5
    assert "contradicts" in stances


def test_words_that_a_person_and_the_program_both_chose_are_shown_once() -> None:
    [one] = _finding().evidence
    found = _published(ledger(), ONE, Decided("c2", "so", None, (one,)))
    assert len(found["evidence"]) == 1  # type: ignore[arg-type]


def test_what_the_program_found_in_a_withheld_paper_is_not_told_beside_a_person_s_word() -> None:
    decided = Decided("c1", "so", Verdict.NOT_FOUND)
    assert _published(ledger(), ONE, decided, claim="c1")["program"] is None
    assert _published(ledger(), BOTH, decided, claim="c1")["program"] == "contradicted"


def test_a_clearance_taken_back_is_so_for_the_earlier_versions_too() -> None:
    before, after = story(BOTH).newest, story(ONE).newest
    out = _out(Story("valve", (before, Version(2, NOW, after.data, after.jpeg))))
    for canary in (*SECRET_WORDS, SECRET_PAPER.sha256, "Log of the dam"):
        assert canary not in out, canary
    old = Site(PUBLICATION, [Story("valve", (before, Version(2, NOW, after.data, after.jpeg)))])
    page = old.get("valve/v1.html")
    assert page is not None
    root = html.document_fromstring(page.body)
    assert "Checked against a paper that is not published." in root.text_content()
    kept = Site(PUBLICATION, [Story("valve", (before, Version(2, NOW, before.data, before.jpeg)))])
    page = kept.get("valve/v1.html")
    assert page is not None
    assert b"CANARYTEXT" in page.body


@pytest.mark.parametrize("part", ["../../evil", "a/b", "", ".", "c1.html", "c" * 999, "c\x00"])
def test_an_id_that_leads_out_of_the_folder_is_refused(part: str, tmp_path: Path) -> None:
    made = ledger()
    claims: tuple[Claim, ...] = (replace(made.claims[0], id=part), *made.claims[1:])
    with pytest.raises(StoryError, match="no part of an address"):
        snapshot(replace(made, claims=claims), DETAILS)
    data = story(BOTH).newest.data
    harmed = {**data, "claims": [{**data["claims"][0], "id": part}]}
    with pytest.raises(StoryError, match="no part of an address"):
        write_site(Site(PUBLICATION, [Story("valve", (Version(1, NOW, harmed),))]), tmp_path)
    with pytest.raises(StoryError, match="no part of an address"):
        Site(PUBLICATION, [replace(story(BOTH), slug=part)])
    assert not list(tmp_path.iterdir())
