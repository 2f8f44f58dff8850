"""Attribution over invented sentences: names that no parser or list has ever seen."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from sayso.records import Quotation, SourceKind, Span
from sayso.statements.attribution import Attribution, RuleAttributor

PERSON = SourceKind.NAMED_PERSON
BODY = SourceKind.NAMED_ORGANISATION
OFFICIALS = SourceKind.OFFICIALS_UNNAMED
EXPERTS = SourceKind.EXPERTS_UNNAMED
INSIDERS = SourceKind.INSIDERS_UNNAMED
OBSERVERS = SourceKind.OBSERVERS_UNNAMED
PAPERS = SourceKind.DOCUMENTS
NOBODY = SourceKind.OWN_VOICE
DIRECT, MIXED, INDIRECT = Quotation.DIRECT, Quotation.MIXED, Quotation.INDIRECT


class Case(NamedTuple):
    """A text, and the attribution that should be found in it."""

    text: str
    source: str | None
    cue: str | None
    contents: tuple[str, ...]
    kind: SourceKind
    quotation: Quotation = INDIRECT
    negated: bool = False
    resolved: str | None = None


def attribute(text: str) -> list[Attribution]:
    place, blocks = 0, []
    for line in text.split("\n"):
        if line:
            blocks.append(Span(place, place + len(line)))
        place += len(line) + 1
    return RuleAttributor().attribute(text, blocks)


def words(text: str, span: Span | None) -> str | None:
    return None if span is None else span.of(text)


CASES = {
    # The source first
    "said that": Case(
        "Jorun Ek said that the dam at Velm had been inspected in May.",
        "Jorun Ek", "said", ("that the dam at Velm had been inspected in May",), PERSON,
    ),
    "said without that": Case(
        "The regulator said the tunnel was safe.",
        "The regulator", "said", ("the tunnel was safe",), OFFICIALS,
    ),
    "perfect tense": Case(
        "The harbour board has said that no crane will be sold.",
        "The harbour board", "has said", ("that no crane will be sold",), BODY,
    ),
    "adverb in the cue": Case(
        "Mr Halvard also said the pumps were new.",
        "Mr Halvard", "also said", ("the pumps were new",), PERSON,
    ),
    "told somebody that": Case(
        "Ms Orrin told the inquiry that the ferry had left without her.",
        "Ms Orrin", "told", ("that the ferry had left without her",), PERSON,
    ),
    "told reporters": Case(
        "Ms Orrin told reporters the ferry had left without her.",
        "Ms Orrin", "told reporters", ("the ferry had left without her",), PERSON,
    ),
    "title and apposition": Case(
        "The ambassador, Liane Corvo, insisted that no money had changed hands.",
        "The ambassador, Liane Corvo", "insisted", ("that no money had changed hands",), PERSON,
    ),
    "spokesman with a name behind": Case(
        "A spokesman for the ministry, Jon Ek, said the list was complete.",
        "A spokesman for the ministry, Jon Ek", "said", ("the list was complete",), PERSON,
    ),
    "source with an added clause": Case(
        "A senior Talvian official, who asked not to be named, said the vote had been put off.",
        "A senior Talvian official", "said", ("the vote had been put off",), OFFICIALS,
    ),
    "an adverbial in front": Case(
        "In a letter to the council, Ida Morrow warned that the roof would not hold.",
        "Ida Morrow", "warned", ("that the roof would not hold",), PERSON,
    ),
    "point out": Case(
        "Economists point out that wages rose faster in Lower Hask.",
        "Economists", "point out", ("that wages rose faster in Lower Hask",), EXPERTS,
    ),
    "go on to say": Case(
        "The report went on to say that three valves were missing.",
        "The report", "went on to say", ("that three valves were missing",), PAPERS,
    ),
    "thinking": Case(
        "Residents believe the well was poisoned.",
        "Residents", "believe", ("the well was poisoned",), OBSERVERS,
    ),
    "reckoning": Case(
        "Some reckon the bridge will outlive the mayor.",
        "Some", "reckon", ("the bridge will outlive the mayor",), OBSERVERS,
    ),
    # The source in the middle and at the end
    "middle": Case(
        "A port that cannot dredge, the pilots argue, does not need new cranes.",
        "the pilots", "argue", ("A port that cannot dredge", "does not need new cranes"), OBSERVERS,
    ),
    "end": Case(
        "The valves had been painted but never tested, the inspectors concluded.",
        "the inspectors", "concluded", ("The valves had been painted but never tested",), OFFICIALS,
    ),
    "end, verb first": Case(
        "The valves had never been tested, said Runa Teld, an engineer at the works.",
        "Runa Teld, an engineer at the works", "said", ("The valves had never been tested",),
        PERSON,
    ),
    "as a clause": Case(
        "As the committee noted, the second bid was never opened.",
        "the committee", "noted", ("the second bid was never opened",), BODY,
    ),
    # Quotations
    "direct, source behind": Case(
        "“We never saw the second bid,” Runa Teld said.",
        "Runa Teld", "said", ("“We never saw the second bid,”",), PERSON, DIRECT,
    ),
    "direct, straight marks": Case(
        '"We never saw the second bid," said Runa Teld.',
        "Runa Teld", "said", ('"We never saw the second bid,"',), PERSON, DIRECT,
    ),
    "direct, source before": Case(
        "Runa Teld said: “We never saw the second bid. Nobody did.”",
        "Runa Teld", "said", ("“We never saw the second bid. Nobody did.”",), PERSON, DIRECT,
    ),
    "direct, comma": Case(
        "The mayor replied, “Ask the clerk.”",
        "The mayor", "replied", ("“Ask the clerk.”",), OFFICIALS, DIRECT,
    ),
    "direct, question": Case(
        "“Who signed it?” asked Mr Dunmore.",
        "Mr Dunmore", "asked", ("“Who signed it?”",), PERSON, DIRECT,
    ),
    "direct, with a day behind": Case(
        "“The line was open,” Rusk Tolland told reporters on 3 October.",
        "Rusk Tolland", "told reporters", ("“The line was open,”",), PERSON, DIRECT,
    ),
    "direct, broken": Case(
        "“The line,” Rusk Tolland said on Monday, “was open all night.”",
        "Rusk Tolland", "said", ("“The line,”", "“was open all night.”"), PERSON, DIRECT,
    ),
    "direct, running on": Case(
        "“The line was open,” Rusk Tolland said. “It stayed open.”",
        "Rusk Tolland", "said", ("“The line was open,”", "“It stayed open.”"), PERSON, DIRECT,
    ),
    "direct, several sentences before the cue": Case(
        "“The line was open. It stayed open,” Rusk Tolland said.",
        "Rusk Tolland", "said", ("“The line was open. It stayed open,”",), PERSON, DIRECT,
    ),
    "direct, over paragraphs": Case(
        "“The line was open,” Rusk Tolland said. “It stayed open.\n“Nobody rang it.”",
        "Rusk Tolland", "said", ("“The line was open,”", "“It stayed open.", "“Nobody rang it.”"),
        PERSON, DIRECT,
    ),
    "direct, in the next paragraph": Case(
        "In its answer the Ministry of Ports stated:\n“No licence was ever granted.”",
        "the Ministry of Ports", "stated", ("“No licence was ever granted.”",), BODY, DIRECT,
    ),
    "mixed": Case(
        "Ms Corvo said the offer was “an insult to the dead” and would be sent back.",
        "Ms Corvo", "said", ("the offer was “an insult to the dead” and would be sent back",),
        PERSON, MIXED,
    ),
    "single marks": Case(
        "‘The workers’ rights were never in doubt,’ said Ms Corvo.",
        "Ms Corvo", "said", ("‘The workers’ rights were never in doubt,’",), PERSON, DIRECT,
    ),
    # Papers
    "log counts": Case(
        "Over nine days the firm’s log counts forty calls to the palace.",
        "the firm’s log", "counts", ("Over nine days", "forty calls to the palace"), PAPERS,
    ),
    "documents show": Case(
        "The documents show that the clerk was paid twice.",
        "The documents", "show", ("that the clerk was paid twice",), PAPERS,
    ),
    "records show, the verb read as a noun": Case(
        "Customs records from the spring season show he shipped both crates.",
        "Customs records from the spring season", "show", ("he shipped both crates",), PAPERS,
    ),
    "minutes record": Case(
        "The minutes record that Mr Dunmore left early.",
        "The minutes", "record", ("that Mr Dunmore left early",), PAPERS,
    ),
    "according to a filing": Case(
        "According to the filing, the fee was two million crowns.",
        "the filing", "According to", ("the fee was two million crowns",), PAPERS,
    ),
    "according to, behind": Case(
        "The fee was two million crowns, according to people familiar with the contract.",
        "people familiar with the contract", "according to", ("The fee was two million crowns",),
        INSIDERS,
    ),
    "participle of a paper": Case(
        "Letters seen by the Courier cast doubt on his account, suggesting that he knew in March.",
        "Letters seen by the Courier", "suggesting", ("that he knew in March",), PAPERS,
    ),
    "on the terms": Case(
        "On the terms the bank lodged, the loan falls due in June.",
        "the terms the bank lodged", "On", ("the loan falls due in June",), PAPERS,
    ),
    "survey": Case(
        "In a survey by the college, half of the tenants had no lease.",
        "a survey by the college", "In", ("half of the tenants had no lease",), PAPERS,
    ),
    "the paper speaks": Case(
        "A memorandum was found in a safe. If the rains failed, it warned, the town would be dry.",
        "it", "warned", ("If the rains failed", "the town would be dry"), PAPERS,
        resolved="A memorandum",
    ),
    "it ran": Case(
        "She read out the note. “Do not open the gate,” it ran.",
        "it", "ran", ("“Do not open the gate,”",), PAPERS, DIRECT, resolved="the note",
    ),
    # Without a verb of saying
    "his claim that": Case(
        "Mr Tolland’s claim that he ended the strike angered the crews.",
        "Mr Tolland", "claim", ("that he ended the strike",), PERSON,
    ),
    "claims of having": Case(
        "The papers undo Mr Tolland’s repeated claims of having ended the strike.",
        "Mr Tolland", "claims", ("having ended the strike",), PERSON,
    ),
    "an allegation of nobody": Case(
        "The allegation that the books were cooked has never been tested.",
        None, "allegation", ("that the books were cooked",), NOBODY,
    ),
    "in her view": Case(
        "In the auditor’s view, the sale should have been stopped.",
        "the auditor", "In", ("the sale should have been stopped",), OBSERVERS,
    ),
    "for critics": Case(
        "For critics, the affair is one more case of a council that cannot count.",
        "critics", "For", ("the affair is one more case of a council that cannot count",),
        OBSERVERS,
    ),
    "to opponents": Case(
        "To opponents, the wall is a folly.",
        "opponents", "To", ("the wall is a folly",), OBSERVERS,
    ),
    "a colon": Case(
        "The envoy waited in Velm. Velm has answered the same way every time it was asked: "
        "no foreign ship was in the strait.",
        "Velm", "has answered the same way every time",
        ("no foreign ship was in the strait",), OFFICIALS,
    ),
    "casts himself": Case(
        "Mr Tolland casts himself as the man who ended the strike.",
        "Mr Tolland", "casts himself as", ("the man who ended the strike",), PERSON,
    ),
    "describes as": Case(
        "The union described the offer as an insult.",
        "The union", "described", ("the offer as an insult",), BODY,
    ),
    "accused of": Case(
        "Ms Corvo accused the bank of hiding the loan.",
        "Ms Corvo", "accused", ("the bank of hiding the loan",), PERSON,
    ),
    "vowed to": Case(
        "Governor Ilse Brandt vowed to reopen the mine.",
        "Governor Ilse Brandt", "vowed", ("to reopen the mine",), PERSON,
    ),
    "urged to": Case(
        "Doctors urged the mayor to close the well.",
        "Doctors", "urged", ("the mayor to close the well",), EXPERTS,
    ),
    # Denials
    "denied that": Case(
        "The company denied that the valve had been changed.",
        "The company", "denied", ("that the valve had been changed",), BODY, negated=True,
    ),
    "denied doing": Case(
        "Mr Dunmore denied signing the order.",
        "Mr Dunmore", "denied", ("signing the order",), PERSON, negated=True,
    ),
    "rejected the claims": Case(
        "Talvian officials have consistently rejected those claims.",
        "Talvian officials", "have consistently rejected", ("those claims",), OFFICIALS,
        negated=True,
    ),
    "does not believe": Case(
        "The coroner does not believe that the boy was pushed.",
        "The coroner", "does not believe", ("that the boy was pushed",), OBSERVERS, negated=True,
    ),
    # Nobody named
    "it was reported": Case(
        "It was reported that the minister had fled.",
        None, "was reported", ("that the minister had fled",), NOBODY,
    ),
    "is understood to": Case(
        "The bishop is understood to have paid the fine.",
        None, "is understood", ("The bishop", "to have paid the fine"), NOBODY,
    ),
    # Who "he" is
    "he": Case(
        "Rusk Tolland arrived at dawn. He said the line was open.",
        "He", "said", ("the line was open",), PERSON, resolved="Rusk Tolland",
    ),
    "they": Case(
        "Security analysts doubt the map. A fleet of that size, they argue, cannot hide.",
        "they", "argue", ("A fleet of that size", "cannot hide"), EXPERTS,
        resolved="Security analysts",
    ),
    "surname": Case(
        "Former chancellor Rusk Tolland arrived at dawn. Tolland said the line was open.",
        "Tolland", "said", ("the line was open",), PERSON, resolved="Rusk Tolland",
    ),
    "the ambassador": Case(
        "The ambassador, Liane Corvo, left on Monday. The ambassador said the talks had failed.",
        "The ambassador", "said", ("the talks had failed",), PERSON, resolved="Liane Corvo",
    ),
    "who": Case(
        "Liane Corvo, who said the talks had failed, left on Monday.",
        "who", "said", ("the talks had failed",), PERSON, resolved="Liane Corvo",
    ),
    "a capital": Case(
        "The envoy landed in Velm on Monday. Velm said the talks had failed.",
        "Velm", "said", ("the talks had failed",), OFFICIALS,
    ),
    "a firm": Case(
        "Marrow Kessel, a firm of auditors, was hired. Marrow Kessel said the books were sound.",
        "Marrow Kessel", "said", ("the books were sound",), BODY,
    ),
    # Two reports in one sentence
    "adding that": Case(
        "Ms Corvo said the offer was late, adding that it would be sent back.",
        "Ms Corvo", "adding", ("that it would be sent back",), PERSON,
    ),
    "and warned that": Case(
        "Ms Corvo said she had not seen the offer and warned that it would be sent back.",
        "Ms Corvo", "warned", ("that it would be sent back",), PERSON,
    ),
    "the reporter’s own but": Case(
        "Mr Dunmore says the mails were private, but the court has ordered them opened.",
        "Mr Dunmore", "says", ("the mails were private",), PERSON,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_finds_who_says_what(case: Case) -> None:
    found = [
        (
            words(case.text, one.source),
            words(case.text, one.cue),
            tuple(span.of(case.text) for span in one.contents),
            one.kind,
            one.quotation,
            one.negated,
            one.resolved if case.resolved else None,
        )
        for one in attribute(case.text)
    ]
    assert tuple(case[1:]) in found


@pytest.mark.parametrize(
    "text",
    [
        "The dam was inspected in May.",
        "Ms Orrin did not say whether the ferry had left.",
        "The minister declined to comment.",
        "Nothing in the papers shows that the envoy came.",
        "Nobody said so.",
        "The clerk made a copy of the letter.",
    ],
)
def test_lays_nothing_to_anybody_where_nothing_is_reported(text: str) -> None:
    assert attribute(text) == []


def test_what_a_speaker_reports_inside_marks_is_part_of_what_is_said() -> None:
    text = "“He told me the dam was safe and I believed him,” Ms Orrin said."
    assert [words(text, one.source) for one in attribute(text)] == ["Ms Orrin"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Orlund", "Sarvelle"), ("Tarven", "Velm"), ("Ostmark", "Zhuvia"), ("Arran", "Quillmere")],
)
def test_exchanging_the_parties_exchanges_nothing_else(one: str, other: str) -> None:
    def shape(a: str, b: str) -> list[object]:
        text = (
            f"Officials in {a} asked the council for talks on 6 March, the papers show, while {b} "
            f"said nothing. {a} rejected the claim, and {b} has denied that it asked first. In {a} "
            f"and in {b} the papers were read with care. “We will not come,” a {b} minister said."
        )
        return [
            (
                words(text, found.source),
                words(text, found.cue),
                [span.of(text) for span in found.contents],
                found.kind,
                found.negated,
            )
            for found in attribute(text)
        ]

    def renamed(found: list[object]) -> str:
        shown = repr(found).replace(one, "\0").replace(other, "\1")
        return shown.replace("\0", other).replace("\1", one)

    assert shape(one, other)
    assert renamed(shape(one, other)) == repr(shape(other, one))


def resolved(*lines: str) -> list[tuple[str | None, str | None]]:
    text = "\n".join(lines)
    found = attribute(text)
    assert all(one.kind is PERSON for one in found)
    return [(words(text, one.source), one.resolved) for one in found]


def test_a_surname_is_resolved_only_to_a_name_before_it() -> None:
    assert resolved(
        "Rask said nobody had asked him.",
        "Alf Rask owns the mill. Rask said the mill was old.",
        "Mayor Ken Rask said the road was closed.",
        "Rask said the road was open. Mayor Rask said it was late.",
    ) == [
        ("Rask", None),
        ("Rask", "Alf Rask"),
        ("Mayor Ken Rask", None),
        ("Rask", None),
        ("Mayor Rask", "Ken Rask"),
    ]


def test_a_title_tells_two_people_of_one_surname_apart() -> None:
    assert resolved(
        "Dr Lena Moss runs the clinic. The clinic was shut, said Dr Moss.",
        "Paul Moss is a farmer. Moss said he was glad.",
        "Dr Moss said that the clinic was open.",
    ) == [("Dr Moss", "Lena Moss"), ("Moss", None), ("Dr Moss", "Lena Moss")]


def test_two_forms_of_one_name_are_one_person() -> None:
    assert resolved(
        "Ken Rask owns the mill, which Ken J. Rask bought in May.",
        "Rask said the mill was old.",
    )[0][1] in {"Ken Rask", "Ken J. Rask"}


def test_the_title_of_somebody_named_later_is_not_given_to_another() -> None:
    assert resolved(
        "Paul Moss owns the mill by the river. Dr Moss said the clinic was shut.",
        "Dr Lena Moss has run the clinic since May.",
    ) == [("Dr Moss", None)]


@pytest.mark.parametrize(
    ("source", "cue", "rest"),
    [
        ("treasurer Jon Vik", "said", ""),
        ("director Ana Ruiz", "told", " the paper"),
        ("farmer Eva Holt", "said", ""),
        ("deputy mayor Jon Vik", "warned", " on Monday"),
    ],
)
@pytest.mark.parametrize("marks", ['""', "“”"])
def test_who_is_named_behind_a_quotation_said_it(source: str, cue: str, rest: str, marks: str) -> None:
    said = f"{marks[0]}We will pay every crown,{marks[1]}"
    text = f"{said} {source} {cue}{rest}."
    (found,) = attribute(text)
    assert (words(text, found.source), words(text, found.cue)) == (source, cue)
    assert [span.of(text) for span in found.contents] == [said]
    assert found.kind is PERSON
