"""Sentences with reports of the less usual kinds, each with look-alikes that are nobody's report.

In each, the words asked about, who they are laid to, and the kind; None for the article's own voice.
A text whose first line begins with "# " has that line as its headline.
"""

from __future__ import annotations

from typing import NamedTuple

from sayso.records import SourceKind

from .articles import BODY, EXPERTS, OFFICIALS, OTHERS, OWN, PAPERS, PERSON


class Saying(NamedTuple):
    """A text, words in it, and who they are laid to."""

    text: str
    words: str
    source: str | None
    kind: SourceKind


#: Papers that say, under verbs of many kinds.
OF_PAPERS = (
    Saying("The inspectors’ worksheets single out nine bridges that were never painted.",
           "nine bridges that", "The inspectors’ worksheets", PAPERS),
    Saying("A register of moorings shows thirty-one boats without a licence.",
           "thirty-one boats", "A register of moorings", PAPERS),
    Saying("A schedule of arrears lists six tenants, two of whom owe more than a year.",
           "six tenants", "A schedule of arrears", PAPERS),
    Saying("The ship’s log has the pilot aboard at ten past four.",
           "the pilot aboard", "The ship’s log", PAPERS),
    Saying("The bank’s letters put the debt at nine million crowns.",
           "the debt at nine", "The bank’s letters", PAPERS),
    Saying("The registers name four pupils who had left the town.",
           "four pupils", "The registers", PAPERS),
    Saying("An inventory of the stores tells another story: forty lamps were there, not four.",
           "forty lamps were", "An inventory of the stores", PAPERS),
    Saying("Invoices from the quarry point to two loads a day.",
           "two loads a day", "Invoices from the quarry", PAPERS),
    Saying("The audit turned up three vans that nobody could place.",
           "three vans that", "The audit", PAPERS),
    Saying("The survey picks up a crack that runs the length of the north wall.",
           "a crack that runs", "The survey", PAPERS),
    Saying("The coroner’s report leaves open whether the valve had been shut.",
           "whether the valve", "The coroner’s report", PAPERS),
    Saying("Going by the tide tables, the ship left at noon.",
           "the ship left", "the tide tables", PAPERS),
    Saying("If the ledger is right, the sacks were sold twice.",
           "the sacks were sold", "the ledger", PAPERS),
    Saying("The Lantern has read the sewer board’s letters and its pump log. Together they show a "
           "plant that stopped eleven times in a month.", "a plant that stopped", "they", PAPERS),
    Saying("Two reports by the port engineer were released on Friday. They describe a quay that nobody "
           "had looked under for nine years.", "a quay that nobody", "They", PAPERS),
    Saying("The log was handed to the coroner in May. It has the lift out of order on nine days.",
           "the lift out of order", "It", PAPERS),
    Saying("Taken together the permits show a builder who never asked first.",
           "a builder who", "the permits", PAPERS),
    Saying("The logbook has a torn cover and no lock.", "a torn cover", None, OWN),
    Saying("The file has a red ribbon round it.", "a red ribbon", None, OWN),
    Saying("The minutes run to nine pages.", "nine pages", None, OWN),
    Saying("The report has been printed twice.", "printed twice", None, OWN),
    Saying("The report lies in a drawer in the clerk’s office.", "a drawer", None, OWN),
    Saying("The schedule slipped again in June.", "again in June", None, OWN),
    Saying("The list of guests was put together by Orla Penhale.", "Orla Penhale", None, OWN),
    Saying("The map hangs behind the bar.", "behind the bar", None, OWN),
    Saying("The ferries were handed over in May. They carry ninety people each.",
           "ninety people each", None, OWN),
)  # fmt: skip

#: Cues that are less usual.
BY_OTHER_CUES = (
    Saying("Dorrit Ames, the harbour master, puts the delay down to fog.",
           "fog", "Dorrit Ames, the harbour master", PERSON),
    Saying("The trains ran late all week, a failing the ministry puts down to leaves on the line.",
           "leaves on the line", "the ministry", OFFICIALS),
    Saying("The bread went up by a third in May, a rise the bakers put down to flour.",
           "flour", "the bakers", OTHERS),
    Saying("The kittens were put down to spare them pain.", "to spare them", None, OWN),
    Saying("She put down the receiver and went out.", "the receiver", None, OWN),
    Saying("Kester Vole wants the toll scrapped before the winter.",
           "the toll scrapped", "Kester Vole", PERSON),
    Saying("The rowing club wants every boat to be weighed.",
           "every boat to be", "The rowing club", BODY),
    Saying("The roof wants mending before the frost.", "mending before", None, OWN),
    Saying("Nobody wants the old pier to close.", "the old pier", None, OWN),
    Saying("The tenants hope to be home by Easter.", "home by Easter", "The tenants", OTHERS),
    Saying("The minister promises that a decision will come by March.",
           "a decision will", "The minister", OFFICIALS),
    Saying("The evening promises to be wet.", "to be wet", None, OWN),
    Saying("The keeper leaves open the gate to the yard at night.", "the gate to", None, OWN),
    Saying("Marta Quill assured the members that the roof would hold.",
           "the roof would hold", "Marta Quill", PERSON),
    Saying("Halvor Brandt concedes that two of the pumps were second-hand.",
           "two of the pumps", "Halvor Brandt", PERSON),
    Saying("Halvor Brandt conceded two goals in the first half.", "two goals", None, OWN),
    Saying("The mayor is at pains to say that no tree was felled.",
           "no tree was felled", "The mayor", OFFICIALS),
    Saying("Nils Corran is at pains to stress how little the bridge cost.",
           "how little the bridge", "Nils Corran", PERSON),
    Saying("Odile Fenn makes no bones about it: the school was closed to save money.",
           "the school was closed", "Odile Fenn", PERSON),
    Saying("Rufus Amory makes no secret that he wanted the yard for himself.",
           "he wanted the yard", "Rufus Amory", PERSON),
    Saying("Ester Vohl owns up to having lost the key.", "having lost", "Ester Vohl", PERSON),
    Saying("The bank let it be known that no loan had been made.",
           "no loan had been", "The bank", BODY),
    Saying("Jory Tamm maintains the meter was never read.", "the meter was", "Jory Tamm", PERSON),
    Saying("Jory Tamm maintains the meters for the water board.", "the meters for", None, OWN),
    Saying("The foreman swears by his old lathe.", "his old lathe", None, OWN),
    Saying("Dr Amy Soll warns against drinking from the well.",
           "drinking from", "Dr Amy Soll", PERSON),
    Saying("The unions see it differently: the shifts were cut, not moved.",
           "the shifts were cut", "The unions", OTHERS),
    Saying("The way Bram Oster tells it, the lorry was never his.",
           "the lorry was never", "Bram Oster", PERSON),
    Saying("To hear the landlord tell it, the stairs fell down by themselves.",
           "the stairs fell", "the landlord", OTHERS),
    Saying("If Ada Norrel is to be believed, the vault was empty by Christmas.",
           "the vault was empty", "Ada Norrel", PERSON),
    Saying("As Colm Verrier has it, the deal was done on a ferry.",
           "the deal was done", "Colm Verrier", PERSON),
    Saying("The report came out in May. Judge Ottilie Krane would close the market on Sundays and halve "
           "the rents.", "close the market", "Judge Ottilie Krane", PERSON),
    Saying("Under her plan Sella Dray would move the depot to the east bank.",
           "move the depot", "Sella Dray", PERSON),
    Saying("The storm would close the market for a week.", "close the market", None, OWN),
    Saying("A second pump would cut the bill by half.", "cut the bill", None, OWN),
    Saying("Ilona Best would later sell the house to her brother.", "sell the house", None, OWN),
    Saying("Tarn Wexler would become the youngest mayor of the town.", "the youngest mayor", None, OWN),
    Saying("When he was short of money Oskar Lunt would sleep in the boathouse.",
           "sleep in the boathouse", None, OWN),
)  # fmt: skip

#: People in whose eyes a thing is so, and officials who will not be named.
OF_MANY = (
    Saying("To many residents, the new bridge is a road to nowhere.",
           "the new bridge is", "many residents", OTHERS),
    Saying("To many mothers the clinic now looks like a shop.",
           "the clinic now looks", "many mothers", OTHERS),
    Saying("For some in the gallery, the vote was a farce.",
           "the vote was", "some in the gallery", OTHERS),
    Saying("Many on the allotments say the water was cut out of spite.",
           "the water was cut", "Many on the allotments", OTHERS),
    Saying("For many in the stands it was a betrayal, sold as a rescue.",
           "it was a betrayal", "many in the stands", OTHERS),
    Saying("In the eyes of many on the island, the ferry was stolen from them.",
           "the ferry was stolen", "many on the island", OTHERS),
    Saying("To many readers he sent a signed copy.", "he sent a signed", None, OWN),
    Saying("For many years the bridge was free.", "the bridge was free", None, OWN),
    Saying("For many families, the rent has doubled since May.", "the rent has doubled", None, OWN),
    Saying("To some extent the plan has worked.", "the plan has worked", None, OWN),
    Saying("To the north, the sign is green.", "the sign is green", None, OWN),
    Saying("Harbour officers are said to be considering a ban on night fishing.",
           "considering a ban", "Harbour officers", OFFICIALS),
    Saying("Ministry officials are believed to have fled.", "to have fled", None, OWN),
    Saying("The tower is understood to be leaning.", "leaning", None, OWN),
)  # fmt: skip

_CORONER = """\
# Coroner Blames Faulty Valve for Mill Deaths
Two men died when a valve stuck at the mill. Odette Varne, the coroner, found on Friday that it was old."""
_FERRY = """\
# Judge Finds Ferry Firm Hid Faults
A retired judge has found that the ferry firm hid faults in two of its boats.
Dame Ottoline Grace, who sat on the appeal court until 2019, heard thirty witnesses."""
_DIRECTORS = """\
Ivo Sandell, a director of the mill, left in May. Nadia Roux, a director of the bank, stayed. A director \
said the loan was sound."""

#: Roles that stand for one person of the article, and those that do not.
BY_ROLE = (
    Saying(_CORONER, "Faulty Valve", "Coroner", PERSON),
    Saying(_FERRY, "Ferry Firm Hid", "Judge", PERSON),
    Saying(_FERRY, "the ferry firm", "A retired judge", PERSON),
    Saying("# Judges Doubt Toll Law Will Last\nThree judges said on Monday that the toll law was badly "
           "drafted.", "Toll Law", "Judges", OFFICIALS),
    Saying("# Minister Says Dam Is Safe\nA minister said the dam was safe. The minister would not be named.",
           "Dam Is Safe", "Minister", OFFICIALS),
    Saying("The wall at Sarn will fall within a year, says a professor of building. Her name is not given.",
           "The wall at Sarn", "a professor of building", EXPERTS),
    Saying("Ivo Sandell has run the archive as its director since 2011. The boxes were dry, the director "
           "told the board.", "The boxes were dry", "the director", PERSON),
    Saying("Ruta Hale, the warden of the prison, resigned in May. The warden said the keys had been "
           "copied.", "the keys had been", "The warden", PERSON),
    Saying("The director said the boxes were dry.", "the boxes were dry", "The director", OTHERS),
    Saying(_DIRECTORS, "the loan was sound", "A director", OTHERS),
    Saying("A former mayor has admitted taking cash for the pier. Silas Trench, who led the town until "
           "2020, said on Tuesday he had spent it.", "taking cash", "A former mayor", PERSON),
    Saying("A retired teacher said the bell had not rung. Police are looking for Owen Strand, who ran the "
           "school.", "the bell had not", "A retired teacher", OTHERS),
    Saying("A nurse said the ward was full. Minister Karl Dunst said it was not.",
           "the ward was full", "A nurse", OTHERS),
    Saying("A former judge said the law was dead. Lise Harmon, the education minister, disagreed.",
           "the law was dead", "A former judge", OFFICIALS),
)  # fmt: skip

#: What goes on with a source that was named, and what does not.
GOES_ON = (
    Saying("Maud Trevane ran the pump house for nine years. The gauges were checked every morning. The "
           "floor was swept. She says the valve was never shut.", "the valve was never", "She", PERSON),
    Saying("Pilots wrote to the airport in May. The tower was short of staff. They complained that nobody "
           "answered.", "nobody answered", "They", OTHERS),
    Saying("The floor was dry, Petra Lowe told the inquest, and the plumber had said as much.",
           "the plumber had said", "Petra Lowe", PERSON),
    Saying("Aldous Rehn showed them round himself. The cellar was sound, he assured the buyers, and no "
           "water had ever come in.", "no water had ever", "he", PERSON),
    Saying("The brakes were new, the driver swore, but the garage has no bill for them.",
           "the garage has no bill", None, OWN),
    Saying("Lena Orde drove the van. The brakes were new, she insists, and the garage never sent a bill.",
           "the garage never sent", "she", PERSON),
    Saying("Goran Vesk was at the hearing on Monday. The pumps were old, he told it; the pipes were older "
           "still.", "the pipes were older", "he", PERSON),
    Saying("Goran Vesk told the inquiry that the pumps were old. The hearing ended at four.",
           "The hearing ended", None, OWN),
)  # fmt: skip

#: Those who are told of, and lay nothing before the reader.
TOLD_OF = (
    Saying("Someone on the night shift wrote “not again” in the margin.", "not again", None, OWN),
    Saying("Somebody at the depot rang the police at ten.", "rang the police", None, OWN),
    Saying("Somebody at the depot said the doors had been locked from outside.",
           "the doors had been", "Somebody at the depot", OTHERS),
    Saying("An unknown hand has written “sold” across the plan.", "sold", None, OWN),
    Saying("Nobody at the ministry has said why the bridge was closed.", "why the bridge", None, OWN),
    Saying("Someone must have told the crew that the tide would turn.", "the tide would", None, OWN),
    Saying("A child had drawn a fish on the wall and written “mine” under it.", "mine", None, OWN),
)  # fmt: skip

#: Written after the rules were, and before the program was asked about them.
WRITTEN_AFTER = (
    Saying("The foreman’s tally sheets pick out four shifts on which nobody signed in.",
           "four shifts", "The foreman’s tally sheets", PAPERS),
    Saying("The payroll has Dana Ost at work on the day of the fire.",
           "Dana Ost at work", "The payroll", PAPERS),
    Saying("A roster of lifeguards lists nine names for eleven posts.",
           "nine names", "A roster of lifeguards", PAPERS),
    Saying("The inspection reports came in a blue box. They place the leak under the boiler.",
           "the leak under", "They", PAPERS),
    Saying("The guest list runs to 60 names, and a third of them were councillors.",
           "a third of them", "The guest list", PAPERS),
    Saying("The brochure runs to forty pages.",
           "forty pages", None, OWN),
    Saying("The letter has a coffee stain on it.",
           "a coffee stain", None, OWN),
    Saying("The book turned up in a charity shop.",
           "in a charity shop", None, OWN),
    Saying("Mayor Tilda Brook puts the fall in visitors down to the weather.",
           "the fall in visitors", "Mayor Tilda Brook", PERSON),
    Saying("The queue reached the square, a crush the organisers blamed on the trams.",
           "the trams", "the organisers", OTHERS),
    Saying("Ministers want every landlord to register by June.",
           "every landlord", "Ministers", OFFICIALS),
    Saying("Residents want the lights switched off at midnight.",
           "the lights switched", "Residents", OTHERS),
    Saying("The lock wants oil.",
           "oil", None, OWN),
    Saying("The chief constable was at pains to deny that anyone had been paid.",
           "anyone had been paid", "The chief constable", OTHERS),
    Saying("Mr Ravel makes no secret that the yacht was a gift.",
           "the yacht was", "Mr Ravel", PERSON),
    Saying("Mrs Oake lets it be known that she will not stand again.",
           "she will not stand", "Mrs Oake", PERSON),
    Saying("If the receipts are accurate, the hall was paid for twice.",
           "the hall was paid", "the receipts", PAPERS),
    Saying("To hear Mr Dunne tell it, the fire put itself out.",
           "the fire put", "Mr Dunne", PERSON),
    Saying("To many pensioners the card is one more thing to lose.",
           "the card is", "many pensioners", OTHERS),
    Saying("But to some on the committee the price looked low.",
           "the price looked", "some on the committee", OTHERS),
    Saying("For many in the valley the train is the only way to work.",
           "the train is", None, OWN),
    Saying("To most islands the ferry runs twice a day.",
           "the ferry runs", None, OWN),
    Saying("Mr Lassiter would scrap the fee and close two of the four offices.",
           "scrap the fee", "Mr Lassiter", PERSON),
    Saying("Years later Mr Lassiter would close the last of the offices.",
           "close the last", None, OWN),
    Saying("The tank was empty, Ms Forr told the court, and nobody had checked it since May.",
           "nobody had checked", "Ms Forr", PERSON),
    Saying("The tank was empty, Ms Forr told the court; the gauge had been painted over.",
           "the gauge had been", "Ms Forr", PERSON),
    Saying("The tank was empty, Ms Forr told the court. The hearing goes on today.",
           "The hearing goes", None, OWN),
    Saying("# Headteacher Denies Exam Leak\nCora Lindqvist, the headteacher, said no paper had "
           "left the school.",
           "Exam Leak", "Headteacher", PERSON),
    Saying("Nora Ledwick, who chairs the trust, was absent. The chair wrote that she had a cold.",
           "she had a cold", "The chair", PERSON),
    Saying("Somebody had chalked “closed” on the door.",
           "closed", None, OWN),
    Saying("A passer-by wrote to the paper: “The clock is wrong.”",
           "The clock is wrong", "A passer-by", OTHERS),
    Saying("The clerk could have told them that the room was booked.",
           "the room was booked", None, OWN),
    Saying("No minister has said that the dam will hold.",
           "the dam will hold", None, OWN),
    Saying("Treasury officials are thought to favour a sale.",
           "favour a sale", "Treasury officials", OFFICIALS),
    Saying("How the key was copied is a matter the report leaves open.",
           "How the key was", "the report", PAPERS),
    Saying("A retired judge has found that the ferry firm knew of the faults. The firm has forty boats. In a "
           "report handed over on Tuesday Ottoline Grace says nobody looked. Grace sat for nine days.",
           "the ferry firm", "A retired judge", PERSON),
)  # fmt: skip

ALL = (*OF_PAPERS, *BY_OTHER_CUES, *OF_MANY, *BY_ROLE, *GOES_ON, *TOLD_OF, *WRITTEN_AFTER)

#: What is not found yet: the parser takes "point" for a noun, a name that stands once for a body's,
#: and a headline's verb for an adjective; "blamed" for a participle; a hyphened noun is cut; and what is
#: so for many is told from what is so in their eyes only by its verb.
MISSED = frozenset(
    one for one in ALL
    if one.words in {"two loads a day", "Ferry Firm Hid", "the trams", "The clock is wrong", "the train is",
                     "the shifts were cut"}
    or one.source in {"Marta Quill", "Halvor Brandt", "Odile Fenn", "Rufus Amory", "Sella Dray"}
)  # fmt: skip
