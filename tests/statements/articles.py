"""Short articles in the manner of a tabloid, a wire, a magazine and a local paper, with who says what.

Each expectation is (words of what is said, the source's words, the kind of source); None for the
article's own voice.
"""

from __future__ import annotations

from typing import NamedTuple

from sayso.records import SourceKind

PERSON, BODY = SourceKind.NAMED_PERSON, SourceKind.NAMED_ORGANISATION
OFFICIALS, EXPERTS = SourceKind.OFFICIALS_UNNAMED, SourceKind.EXPERTS_UNNAMED
INSIDERS, OTHERS = SourceKind.INSIDERS_UNNAMED, SourceKind.OBSERVERS_UNNAMED
PAPERS, OWN = SourceKind.DOCUMENTS, SourceKind.OWN_VOICE


class Said(NamedTuple):
    """What the article lays to whom."""

    words: str
    source: str | None
    kind: SourceKind


TABLOID = (
    """\
Ferry boss trousered a fortune while passengers froze, say furious travellers
He swore blind there was nothing in it.
But a leaked payslip shows Gavin Prowse pocketed a £90,000 bonus in the very month his ferries broke down.
“Not a penny came my way,” the red-faced chief told the Daily Lantern last night.
Passengers shivered. “It was like a fridge,” moaned gran Edie Tallow, 71. “Nobody brought a blanket.”
The firm’s own log, seen by the Lantern, records fourteen breakdowns since Easter.
Insiders say the board was warned twice. One source claimed: “They knew in March and sat on it.”
Prowse, who took over in 2019, raged. “I have done nothing wrong,” he said, adding that the slip was a fake.
His lawyers insisted there was no case to answer.
The Ferry Regulator has yet to say whether it will act.
Union chief Moira Dench blasted the bonus as “daylight robbery”.
Locals shrugged. It is always the same, they grumble, and nobody pays.
A spokesman for Number Nine Quay declined to comment.
""",
    (
        Said("Gavin Prowse pocketed a £90,000 bonus", "a leaked payslip", PAPERS),
        Said("Not a penny came my way", "the red-faced chief", PERSON),
        Said("Passengers shivered", None, OWN),
        Said("It was like a fridge", "gran Edie Tallow, 71", PERSON),
        Said("Nobody brought a blanket", "gran Edie Tallow, 71", PERSON),
        Said("fourteen breakdowns since Easter", "The firm’s own log", PAPERS),
        Said("the board was warned twice", "Insiders", INSIDERS),
        Said("They knew in March and sat on it", "One source", INSIDERS),
        Said("I have done nothing wrong", "he", PERSON),
        Said("the slip was a fake", "he", PERSON),
        Said("there was no case to answer", "His lawyers", EXPERTS),
        Said("has yet to say whether it will act", None, OWN),
        Said("the bonus as “daylight robbery", "Union chief Moira Dench", PERSON),
        Said("It is always the same", "they", OTHERS),
    ),
)

WIRE = (
    """\
Grain ministry denies export ban
TARNOW, Oct 3 - The grain ministry on Tuesday denied that it had halted exports through the port of Lesk.
“Shipments are moving normally,” spokeswoman Ilana Brecht told reporters in the capital.
Three traders with knowledge of the matter said customs officers had stopped signing certificates on Friday.
A customs notice of September 29, reviewed by the agency, orders officers to hold all wheat.
The notice did not give a reason. It says that the measure will be reviewed in thirty days.
Lesk Port Authority data showed that no grain vessel left between Saturday and Monday.
Wheat futures rose 4 percent. “The market hates silence,” said Piet Marrow, an analyst at Colm & Sons.
The opposition Farmers’ League, which holds 40 seats, accused the government of hiding a poor harvest.
Brecht rejected the claim. The harvest was the best in a decade, she said, citing ministry figures.
The law requires thirty days’ warning of any ban, according to two lawyers who advise exporters.
Lesk, the ministry’s tables show, handled half of last year’s grain.
The Commission has not said whether it will ask for an explanation.
""",
    (
        Said("it had halted exports", "The grain ministry", OFFICIALS),
        Said("Shipments are moving normally", "spokeswoman Ilana Brecht", PERSON),
        Said("customs officers had stopped signing", "Three traders with knowledge of the matter", INSIDERS),
        Said("The notice did not give a reason", None, OWN),
        Said("the measure will be reviewed in thirty days", "It", PAPERS),
        Said("no grain vessel left", "Lesk Port Authority data", PAPERS),
        Said("Wheat futures rose 4 percent", None, OWN),
        Said("The market hates silence", "Piet Marrow, an analyst at Colm & Sons", PERSON),
        Said("hiding a poor harvest", "The opposition Farmers’ League", BODY),
        Said("The harvest was the best in a decade", "she", PERSON),
        Said("thirty days’ warning of any ban", "two lawyers who advise exporters", EXPERTS),
        Said("handled half of last year’s grain", "the ministry’s tables", PAPERS),
        Said("has not said whether it will ask", None, OWN),
    ),
)

MAGAZINE = (
    """\
The Last Weaver of Anstey Row
Marit Oyelaran has worked the same loom for fifty years, and she does not care to be pitied for it.
“People come in and lower their voices,” she says. “As if the loom had died.”
The mill next door closed in 1998. In a letter of that spring its owner asked for the council to be patient.
What the council did, its minutes show, was to sell the roof.
Oyelaran remembers the day. The slates, she says, went first; the clock was next.
Textile historians regard the Row as the finest. Many, to judge by the visitors’ book, have never been inside.
The trust’s charter gives tenants ten years to find a buyer. Hers run out in June.
Tobias Wend, who chairs the trust, is unmoved. “We are not a museum,” he told the parish. “We never were.”
He denied that a sale had been agreed. Mr Wend also denied having met the developers.
A diary kept by the trust’s clerk lists two meetings with them.
For admirers, the loom is the Row.
""",
    (
        Said("has worked the same loom for fifty years", None, OWN),
        Said("People come in and lower their voices", "she", PERSON),
        Said("As if the loom had died", "she", PERSON),
        Said("The mill next door closed in 1998", None, OWN),
        Said("the council to be patient", "a letter of that spring", PAPERS),
        Said("What the council did", "its minutes", PAPERS),
        Said("The slates", "she", PERSON),
        Said("the Row as the finest", "Textile historians", EXPERTS),
        Said("have never been inside", "the visitors’ book", PAPERS),
        Said("tenants ten years to find a buyer", "The trust’s charter", PAPERS),
        Said("We are not a museum", "he", PERSON),
        Said("We never were", "he", PERSON),
        Said("a sale had been agreed", "He", PERSON),
        Said("having met the developers", "Mr Wend", PERSON),
        Said("two meetings with them", "A diary kept by the trust’s clerk", PAPERS),
        Said("the loom is the Row", "admirers", OTHERS),
    ),
)

LOCAL = (
    """\
Bridge stays shut as bill doubles
The footbridge at Pellow Lock will stay closed until spring, Harwick council has confirmed.
Engineers told councillors that the north pier had moved by four centimetres.
The repair was put at £200,000 last year. It will now cost twice that, the council said in a statement.
“We had no choice,” said council leader Joan Abbery. “You cannot argue with gravity.”
Residents’ groups dispute that. The pier has been leaning since 1980, they say.
Resident Hal Quince wrote to the council in May: “Sooner or later somebody will fall in.”
He said it again on Monday, this time with a petition of 900 names.
The council’s engineer, Dr Sunil Rao, replied that the bridge was “tired but not dangerous”.
Under the minutes of the June meeting is a list of seven cracks. The papers show:
two cracks wider than a finger;
one below the water line;
four that had been painted over.
Abbery told the same meeting that no crack had been hidden.
A report by consultants is believed to recommend a new bridge.
""",
    (
        Said("The footbridge at Pellow Lock will stay closed", "Harwick council", BODY),
        Said("the north pier had moved", "Engineers", EXPERTS),
        Said("It will now cost twice that", "the council", BODY),
        Said("We had no choice", "council leader Joan Abbery", PERSON),
        Said("You cannot argue with gravity", "council leader Joan Abbery", PERSON),
        Said("The pier has been leaning since 1980", "they", OTHERS),
        Said("Sooner or later somebody will fall in", "Resident Hal Quince", PERSON),
        Said("the bridge was “tired but not dangerous", "The council’s engineer, Dr Sunil Rao", PERSON),
        Said("two cracks wider than a finger", "The papers", PAPERS),
        Said("one below the water line", "The papers", PAPERS),
        Said("four that had been painted over", "The papers", PAPERS),
        Said("no crack had been hidden", "Abbery", PERSON),
        Said("recommend a new bridge", "A report by consultants", PAPERS),
    ),
)

INQUIRY = (
    """\
What the harbour master knew
The boom broke at ten past six, and by half past six two men were in the water.
Captain Lewin Strand, the harbour master, was asleep. “Nobody rang me,” he told them. “Nobody ever did.”
The telephone log tells another story: at 6.14, it says, a call was put through to his cabin.
Asked about it, Strand paused. He supposed that he had slept through it, he said.
The contract leaves the boom to the port. The insurers, in a note of 4 May, argued the opposite.
“It was their boom,” wrote Anneke Voss for the insurers, “and their rope.”
Rope of that age, the makers’ handbook warns, must be changed every two years.
When Lisk Maritime bought the yard in 2015, it put its name to a promise to do so.
Two former riggers said on condition of anonymity that the rope had not been touched since.
Ms Voss and Captain Strand agreed, at the judge’s prompting, to meet again in June.
Both families think the truth will never be told.
Judging from the judge’s face, they may be right.
""",
    (
        Said("The boom broke at ten past six", None, OWN),
        Said("Nobody rang me", "he", PERSON),
        Said("Nobody ever did", "he", PERSON),
        Said("he had slept through it", "He", PERSON),
        Said("The contract leaves the boom to the port", "The contract", PAPERS),
        Said("It was their boom", "Anneke Voss", PERSON),
        Said("Rope of that age", "the makers’ handbook", PAPERS),
        Said("it put its name to a promise", None, OWN),
        Said("the rope had not been touched since", "Two former riggers", INSIDERS),
        Said("to meet again in June", None, OWN),
        Said("the truth will never be told", "Both families", OTHERS),
        Said("they may be right", None, OWN),
    ),
)

ARTICLES = {"tabloid": TABLOID, "wire": WIRE, "magazine": MAGAZINE, "local": LOCAL, "inquiry": INQUIRY}
