"""The headline, part by part, against the body and against the papers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.auditing import audit
from sayso.auditing.body import Body
from sayso.auditing.headline import compare, nearest
from sayso.auditing.strength import Reach, forces, reach, short_of
from sayso.checking.evidence import evidence
from sayso.records import Against, Finding, Stance, Verdict

from .affairs import FERRY_PAPERS, FERRY_STORY, article, checked


def against(headline, *body):
    """What ``headline`` does with ``body``, by the rules alone."""
    page = Body.of_text("\n".join(body))
    return compare(headline, page, nearest(headline, page))


@pytest.mark.parametrize(
    ("headline", "body", "word"),
    [
        ("Papers debunk mayor’s claim on sewage",
         "The papers cast doubt and raise questions over what the mayor said of the sewage.", "debunk"),
        ("Mayor begged ministry for loan",
         "The mayor asked the ministry for a loan, minutes show.", "begged"),
        ("Minister slams union over strike",
         "The minister criticised the union over the strike on Monday.", "slams"),
        ("Study proves tea causes baldness",
         "The study suggests that tea is linked to baldness.", "proves"),
        ("Harbour board lied about dredging",
         "The harbour board was mistaken about the dredging, the auditor wrote.", "lied"),
    ],
)  # fmt: skip
def test_a_stronger_word_than_the_bodys_says_more(headline, body, word):
    found = against(headline, body)
    assert found.against is Against.MORE
    assert f"“{word}”" in found.text


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Mayor begged ministry for loan", "The mayor begged the ministry for a loan in May."),
        ("Mayor asked ministry for loan", "The mayor begged the ministry for a loan in May."),
        ("Bridge closed after lorry hits pier",
         "The bridge was closed on Friday after a lorry hit its eastern pier, police said."),
        ("Union agrees to end strike", "The union agreed on Sunday to end the strike at the port."),
    ],
)  # fmt: skip
def test_the_bodys_own_words_or_milder_ones_say_the_same(headline, body):
    assert against(headline, body).against is Against.SAME


def test_a_dropped_hedge_says_more():
    body = "The minister reportedly sold the ferry company to her cousin in March."
    found = against("Minister sold ferry company to her cousin", body)
    assert found.against is Against.MORE
    assert "reportedly" in found.text


def test_a_hedge_kept_is_no_fault():
    body = "The minister reportedly sold the ferry company to her cousin in March."
    assert against("Minister reportedly sold ferry company to her cousin", body).against is Against.SAME


def test_some_is_not_all():
    body = "Several schools in the county lost their heating in January, teachers said."
    assert against("All schools in county lost heating in January", body).against is Against.MORE


def test_nearly_half_is_not_half():
    body = "Nearly half of the new buses broke down in the first month, the depot’s list shows."
    found = against("Half of new buses broke down in first month", body)
    assert found.against is Against.MORE
    assert "Nearly half" in found.text


def test_another_figure_says_other():
    body = "The flood drove 120 families out of Kell on Sunday night, the mayor said."
    found = against("Flood drives 210 families out of Kell", body)
    assert found.against is Against.OTHER
    assert "210" in found.text
    assert "120" in found.text


@pytest.mark.parametrize(("headline", "body"), [
    ("Harbour board did not pay the divers for the survey",
     "The harbour board paid the divers for the survey."),
    ("Harbour board paid the divers for the survey",
     "The harbour board never paid the divers for the survey."),
])  # fmt: skip
def test_a_denial_where_the_body_has_none_says_other(headline, body):
    found = against(headline, body)
    assert found.against is Against.OTHER
    assert "the opposite of the body" in found.text


@pytest.mark.parametrize(("headline", "body"), [
    ("Harbour board did not pay the divers for the survey",
     "The harbour board refused to pay the divers for the survey."),
    ("Harbour board paid the divers for the survey",
     "The harbour board did not pay the divers for the survey until June."),
    ("Harbour board paid the divers for the survey",
     "The harbour board not only paid the divers for the survey but thanked them."),
    ("Harbour board paid the divers for the survey", "Did the harbour board pay the divers for the survey?"),
])  # fmt: skip
def test_what_only_looks_like_a_denial_in_the_body_says_no_other(headline, body):
    assert against(headline, body).against is not Against.OTHER


def test_a_story_that_its_own_body_calls_untrue_says_other():
    body = "The picture of a shark on the flooded motorway is a hoax that has gone round for years."
    assert against("Shark swims on flooded motorway", body).against is Against.OTHER


def test_what_the_body_does_not_speak_of_is_not_called_false():
    found = against("Volcano wakes on Mount Orrin", "The council met on Tuesday about parking fees.")
    assert found.against is Against.NOT_IN_BODY
    assert "false" not in found.text.lower()


def test_what_only_a_source_says_is_not_a_fact_of_the_headline():
    story = article(
        "Dredging Firm Bribed Harbour Board",
        "The dredging firm bribed the harbour board for years, Maud Fenner, a former clerk, said on Monday.",
    )
    statements, claims, library, model = checked(story, FERRY_PAPERS)
    [part] = audit(story, statements, claims, library, model).audit.headline
    assert part.against is Against.MORE
    assert "Maud Fenner" in part.text


def borne_out(claims, library):
    """The claims, with the paper's request found to bear out that the inspector asked."""
    paper = next(d for d in library.documents.values() if "May I ask" in d.text)
    start = paper.text.index("May I ask")
    end = paper.text.index("?") + 1
    proof = Finding(
        Verdict.SUPPORTED, 0.9, "A passage says the same.", "stance",
        (evidence(paper, start, end, Stance.SUPPORTS, 0.9),),
    )  # fmt: skip
    return tuple(replace(c, so=proof) if "asked" in c.content else c for c in claims)


def test_papers_that_have_only_the_milder_deed_make_the_headline_partly_right():
    statements, claims, library, model = checked(FERRY_STORY, FERRY_PAPERS)
    claims = borne_out(claims, library)
    audited = audit(FERRY_STORY, statements, claims, library, model)
    [part] = audited.audit.headline
    assert FERRY_STORY.text[part.start : part.end] == "Ferry Inspector Begged Line for Free Cabin"
    assert part.against is Against.MORE
    found = next(c.so for c in audited.claims if c.id == part.claims[0])
    assert (found.verdict, found.check) == (Verdict.MIXED, "headline")
    assert "May I ask" in found.evidence[0].text


def test_the_headline_is_never_contradicted_by_its_own_body_alone():
    statements, claims, library, model = checked(FERRY_STORY, FERRY_PAPERS)
    claims = borne_out(claims, library)
    audited = audit(FERRY_STORY, statements, claims, library, model)
    before = {c.id: c.so for c in claims}
    for claim in audited.claims:
        if claim.so != before[claim.id]:
            assert claim.so.verdict is Verdict.MIXED
            assert claim.so.evidence


def test_the_sample_headline_says_more_than_body_and_papers(sample_ledger):
    first, second = sample_ledger.audit.headline
    claims = {c.id: c for c in sample_ledger.claims}
    assert first.against is second.against is Against.MORE
    assert claims[first.claims[0]].so.verdict is Verdict.MIXED
    assert claims[first.claims[0]].so.check == "headline"
    assert claims[second.claims[0]].so.verdict is not Verdict.CONTRADICTED


def test_words_of_one_scale_are_in_order():
    by_word = {f.word: f for f in forces("asked urged begged") if f.scale == "asking"}
    assert by_word["asked"].level < by_word["urged"].level < by_word["begged"].level
    assert by_word["begged"].is_strong


def test_reach_and_amounts_fallen_short_of():
    assert reach("All of them went") is Reach.ALL
    assert reach("Some of them went") is Reach.SOME
    assert reach("They went") is Reach.OPEN
    assert short_of("nearly half of them") == {"half": "nearly half"}


def test_debunking_by_papers_is_a_deed_of_the_headline_and_not_only_a_report():
    story = article(
        "Letters Debunk Mayor's Sewage Claim",
        "The letters cast doubt on the mayor's claim that the sewage works were sound.",
    )
    statements, claims, library, model = checked(story, [FERRY_PAPERS[0]])
    [part] = audit(story, statements, claims, library, model).audit.headline
    assert part.against is Against.MORE
    assert "“Debunk”" in part.text
    assert story.text[part.start : part.end].startswith("Letters Debunk")
