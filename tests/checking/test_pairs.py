"""A claim beside the passage that speaks of its matter: where the two are at odds, and where not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.checking.pairs import conflicts

DAY = date(2024, 6, 20)
AT_ODDS = [
    ("figure", "The village has a population of 226.", "The village’s population is 283."),
    ("figure", "It lives at a depth of between 65 and 170 m.", "It lives between 130 and 170 m deep."),
    ("figure", "The film sold over 4.8 million copies.", "The film sold over 1.6 million copies."),
    ("figure", "The mill is about 12 miles from Tarn.", "The mill is 40 km from Tarn."),
    ("figure", "A third of the members voted.", "3 of the 12 members voted."),
    ("figure", "The firm paid Rs 5 crore for the mill.", "The firm paid Rs 50 lakh for the mill."),
    ("figure", "He was elected to a third term.", "He was elected to a second term."),
    ("figure", "The vote was watched by a total of 50 observers.",
     "The vote was watched by 14 foreign and 31 local observers."),
    ("figure", "The fare rose by 30 crowns.", "The fare was 100 crowns in May and 120 crowns in June."),
    ("date", "The mill burned down in 1985.", "The mill burned down in 1958."),
    ("date", "The 2012 Tarn Games were held in Berg.", "The 2016 Tarn Games were held in Berg."),
    ("date", "She was a member from 2009 to 2015.", "She was a member from 2011 to 2015."),
    ("date", "The bridge opened on 6 July 2011.", "The bridge opened on July 5, 2011."),
    ("date", "The council met on Monday, 3 May 2024.", "The council met on 3 May 2024."),
    ("date", "The council met on 31 November 2023.", "The council met on 30 November 2023."),
    ("date", "On 3 May 2024 the dam broke; the following day the mayor resigned.",
     "The dam broke on 3 May 2024. The mayor resigned on 9 May 2024."),
    ("date", "The council met three weeks before the first strike.",
     "The council met on 2 May 2024. The first strike began on 30 May 2024."),
    ("date", "The mayor resigned before the dam broke.",
     "The dam broke on 3 May 2024. The mayor resigned on 9 May 2024."),
    ("role", "Former Chancellor Ova Ryd spoke.", "Chancellor Ova Ryd spoke."),
    ("role", "Governor Ova Ryd spoke.", "Senator Ova Ryd spoke."),
    ("agent", "Ada Lund was defeated by Bo Berg.", "Ada Lund defeated Bo Berg in March."),
    ("negation", "The firm did not pay the crew.", "The firm paid the crew."),
    ("negation", "The firm paid the crew of the ferry.", "The firm never paid the crew of the ferry."),
    ("negation", "No boats left the harbour.", "Some boats left the harbour."),
    ("negation", "There were no rumours that the firm would close.",
     "There were unconfirmed rumours that the firm would close."),
    ("negation", "The auditors confirmed the figures of the harbour board.",
     "The auditors were not able to confirm the figures of the harbour board."),
    ("negation", "The crew slept on board, and the captain did not complain.",
     "The crew did not sleep on board. The captain did not complain."),
    ("scope", "All the members voted for it.", "Some members voted for it."),
    ("scope", "It has only one capital.", "It has two capitals, Tarn and Berg."),
]  # fmt: skip
AT_ONE = [
    ("The mill is about 12 miles from Tarn.", "The mill is 19 km from Tarn."),
    ("He paid 5 lakh rupees.", "He paid 500,000 rupees."),
    ("A quarter of the members voted.", "3 of the 12 members voted."),
    ("About half a million people fled.", "519,000 people fled."),
    ("More than 50 boats came.", "More than 60 boats came."),
    ("The trial took 90 minutes.", "The trial took an hour and a half, 1.5 hours by the log."),
    ("It cost between 0.5 and 2 billion crowns.", "It cost 0.5 to 2 billion crowns."),
    ("A total of 45 observers watched the vote.",
     "The vote was watched by 14 foreign and 31 local observers."),
    ("The fare rose by 20 crowns.", "The fare was 100 crowns in May and 120 crowns in June."),
    ("The mill burned down in the 1980s.", "The mill burned down in 1985."),
    ("It was built after 1990.", "It was built in 1994."),
    ("The season of 2007-08 was cut short.", "The 2007–08 season was cut short."),
    ("The council met on Friday, 3 May 2024.", "The council met on 3 May 2024."),
    ("On 3 May 2024 the dam broke; the following day the mayor resigned.",
     "The mayor resigned on 4 May 2024."),
    ("The council met four weeks before the first strike.",
     "The council met on 2 May 2024. The first strike began on 30 May 2024."),
    ("The mayor resigned after the dam broke.",
     "The dam broke on 3 May 2024. The mayor resigned on 9 May 2024."),
    ("Bo Berg was defeated by Ada Lund.", "Ada Lund defeated Bo Berg in March."),
    ("Ada Lund met Bo Berg.", "Bo Berg met Ada Lund."),
    ("The firm did not pay the crew.", "The firm refused to pay the crew."),
    ("The firm did not pay the crew.", "The crew was never paid by the firm."),
    ("The captain did not complain, and the crew stayed on board.",
     "The captain did not complain. The crew stayed on board."),
    ("The reports were not confirmed.", "The reports were unconfirmed."),
    ("The firm didn’t pay the crew.", "The firm did not pay the crew."),
    ("Not all of the boats left the harbour.", "Some of the boats left the harbour."),
    ("The owner was not only a farmer.", "The owner was a farmer and a judge."),
    ("The wave is known not for its height but for its length.",
     "The wave is known not because of its height but because of its length."),
    ("Chancellor Ova Ryd spoke.", "Chancellor Ova Ryd spoke; Senator Ina Voss did not."),
    ("All the members voted for it.", "All members present voted for it, some of the members twice."),
]  # fmt: skip


@pytest.mark.parametrize(("check", "claim", "passage"), AT_ODDS)
def test_a_claim_at_odds_with_its_passage_is_seen_by_its_check(check, claim, passage):
    found = conflicts(claim, passage, DAY, DAY)
    assert check in {c.check for c in found}
    for one in found:
        assert one.reason.endswith(".")
        assert 0 <= one.claim.start < one.claim.end <= len(claim)
        assert 0 <= one.passage.start < one.passage.end <= len(passage)


@pytest.mark.parametrize(("claim", "passage"), AT_ONE)
def test_the_same_said_otherwise_is_not_at_odds(claim, passage):
    assert conflicts(claim, passage, DAY, DAY) == ()


@pytest.mark.parametrize(("check", "claim", "passage"), AT_ODDS)
def test_a_passage_is_never_at_odds_with_itself(check, claim, passage):
    assert conflicts(passage, passage, DAY, DAY) == ()


def test_what_a_paper_only_reports_as_denied_is_no_firm_denial():
    found = conflicts("The ministry denied that the dam leaked.", "The dam leaked.", DAY, DAY)
    assert not any(c.firm for c in found)


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_two_texts_make_it_fail(claim, passage):
    for one in conflicts(claim, passage, DAY, None):
        assert 0 <= one.claim.start < one.claim.end <= len(claim)
        assert 0 <= one.passage.start <= one.passage.end <= len(passage)


WORDS = st.sampled_from(
    "31 February 1985 2012 12 half a million not never no all some only one the firm paid Rs 5 crore % km "
    "before after Monday, 3 May 2024 the following day to - and . , ? Ada Lund was defeated by".split()
)


@given(st.lists(WORDS, max_size=25), st.lists(WORDS, max_size=25))
def test_no_words_of_its_own_field_make_it_fail(claim, passage):
    conflicts(" ".join(claim), " ".join(passage), None, DAY)


FIGURES_AND_DATES_AT_ODDS = [
    ("Six men and eight women sat on the jury.", "Eight men and eight women sat on the jury."),
    ("The coach left the turnpike at exit 22 for the coast.",
     "The coach left the turnpike at exit 19 for the coast."),
    ("The pump works at a depth of between 390 and 170 m.",
     "The pump works at a depth of between 130 and 170 m."),
    ("The clerk was paid 625 a month.", "The clerk was paid $500 a month."),
    ("The festival took place from 7 to 26 February in Berg.",
     "The festival took place from 7 to 23 February in Berg."),
    ("She was chair of the board from 1952 to 1948.", "She was chair of the board from 1946 to 1948."),
    ("She was chair from 1941 to 1946 and judge from 1946 to 1948.",
     "She was chair from 1942 to 1946 and judge from 1946 to 1948."),
    ("The song was released in Berg on June 5 2011.",
     "The song was released in Berg on 5 July 2011 as a single."),
    ("The chain was founded in 1955 in Berg.",
     "The chain was founded in 1956 in Berg. By 1962 it had 35 shops."),
]  # fmt: skip
HONEST_LOOK_ALIKES = [
    ("Eight women and eight men sat on the jury.", "Eight men and eight women sat on the jury."),
    ("Apollo 11 carried a crew of three.", "The crew of three flew on Apollo 11 after 4 tests."),
    ("The pump works at a depth of between 170 and 130 m.",
     "The pump works at a depth of between 130 and 170 m."),
    ("He died at the age of more than 90.", "He died in gaol, aged 91 years."),
    ("She was chair in the 1904-1905 season.", "She became chair in 1904."),
    ("He was chair of the board from 1999-02.", "He was chair of the board from 1999 to 2002."),
    ("He painted the harbour in 1805.",
     "He painted the harbour. He was born on 28 July 1788 near the harbour."),
    ("The festival took place in February 2014 in Berg.",
     "The festival took place from 7 to 23 February 2014 in Berg."),
    ("They walked out on June 22, 2007.", "They walked out on June 22 and June 25, 2007."),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "passage"), FIGURES_AND_DATES_AT_ODDS)
def test_a_figure_or_date_changed_among_others_is_at_odds(claim, passage):
    assert {c.check for c in conflicts(claim, passage)} & {"figure", "date"}


@pytest.mark.parametrize(("claim", "passage"), HONEST_LOOK_ALIKES)
def test_what_only_looks_like_another_figure_or_date_is_not(claim, passage):
    assert not conflicts(claim, passage)
