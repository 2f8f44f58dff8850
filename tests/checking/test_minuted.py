"""Views that minutes give to one person, quoted by an article as another's."""

import pytest

from sayso.checking.minuted import holder_of
from sayso.checking.quotations import Outcome
from sayso.checking.utterances import outcome_in
from sayso.records import Document, Segment, Verdict

WORDS = "A bridge should not be closed on the word of one engineer"
SAID = WORDS[0].lower() + WORDS[1:]


def minutes(*paragraphs):
    text, segments = "", []
    for words in paragraphs:
        segments.append(Segment(len(text), len(text) + len(words)))
        text += f"{words}\n\n"
    return Document("m" * 12, "minutes.txt", "m" * 64, "text/plain", text, segments=tuple(segments))


HEAD = "Present: Dr Eva Holt, R. Tarn, Karl Hess (clerk), Prof. Ida Moll."
BY_ANOTHER = (
    f"3. Decided by four to one. Dr Holt against: in her view {SAID}, and a drawing was no proof.",
    f"3. The plan was read. Dr Holt thought that {SAID}.",
    f"3. The plan was read. R. Tarn dissenting: {SAID}.",
    f"3. The plan was read. Prof. Moll was of the opinion that {SAID}.",
    f"3. The plan was read. In Dr Holt’s view {SAID}.",
    f"3. The plan was read. Mr Tarn: {SAID}.",
)
MAY_BE_HIS = (
    f"3. Dr Holt against: in her view, which Mr Hess shared, {SAID}.",
    f"3. Dr Holt and Mr Hess thought that {SAID}.",
    f"3. Dr Holt thought that {SAID}. Mr Hess agreed.",
    f"3. Dr Holt thought the plan sound. It was noted that {SAID}.",
    f"3. Dr Holt against. The paper of the clerk was read: {SAID}.",
    f"3. The committee thought that {SAID}.",
    f"3. In the view of the committee {SAID}.",
    f"3. The Bridge Committee took the view that {SAID}.",
)


@pytest.mark.parametrize("paragraph", BY_ANOTHER)
def test_a_view_minuted_for_another_contradicts(paragraph):
    heard = outcome_in(f"{WORDS},", "Karl Hess", minutes(HEAD, paragraph))
    assert (heard.outcome, heard.verdict) == (Outcome.OTHER_SPEAKER, Verdict.CONTRADICTED)


@pytest.mark.parametrize("paragraph", MAY_BE_HIS)
def test_a_view_that_may_be_his_too_does_not(paragraph):
    heard = outcome_in(f"{WORDS},", "Karl Hess", minutes(HEAD, paragraph))
    assert heard.verdict is not Verdict.CONTRADICTED


@pytest.mark.parametrize(
    "paragraph", [p.replace("Dr Holt", "Mr Hess").replace("R. Tarn", "K. Hess") for p in BY_ANOTHER[:3]]
)
def test_a_view_minuted_for_the_source_supports(paragraph):
    assert outcome_in(f"{WORDS},", "Karl Hess", minutes(HEAD, paragraph)).verdict is Verdict.SUPPORTED


def test_words_laid_to_a_body_are_not_denied_by_a_members_view():
    heard = outcome_in(f"{WORDS},", None, minutes(HEAD, BY_ANOTHER[0]))
    assert heard.verdict is Verdict.SUPPORTED


def test_the_last_named_holds_the_view():
    text = "Mr Hess thought it dear. Ms A. Holt dissenting: it was cheap"
    assert holder_of(text, text.index("it was")) == "Ms A. Holt"
    assert holder_of(text, text.index("dear")) == "Mr Hess"
