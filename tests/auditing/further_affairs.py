"""Three more invented affairs, each with passages that its article leaves out.

They were written after the rules and are looked at only to see whether these hold elsewhere: a
school kitchen, a grain store and a ski jump.
"""

from __future__ import annotations

from .affairs import article, paper

KITCHEN_STORY = article(
    "School Cook Poisoned 40 Children and Was Promoted for It",
    "Forty children at Hallow Lane school fell ill after a lunch of chicken pie on 14 March, the "
    "district’s sick list shows. The cook, Bettina Orrow, had left the pie on a windowsill overnight, "
    "according to a kitchen porter.",
    "Inspector Niall Tregask visited the kitchen the next day. He wrote that the refrigerator “was not "
    "fit to keep anything cold”. Orrow had known of it for weeks.",
    "In May the district made Orrow head cook of all its nine schools. Parents were told nothing. "
    "“It beggars belief,” said Saul Wickery, whose daughter was ill for three days.",
    "The caterer, Dunmere Foods, delivered the chicken on the Monday. It has never been asked to explain "
    "itself. The district says that it will learn from what happened.",
)
KITCHEN_PAPERS = (
    paper(
        "inspection-15-march.txt",
        "Report of Niall Tregask, food inspector, on the kitchen of Hallow Lane school, 15 March.",
        "The refrigerator was not fit to keep anything cold.",
        "I make no finding that the pie was the cause. No sample of it was kept, and two children who "
        "fell ill had eaten none of it.",
        "The floor had been washed and the pans were clean.",
    ),
    paper(
        "orrow-to-district-february.txt",
        "Bettina Orrow to the district office, 20 February. The refrigerator at Hallow Lane is failing and "
        "I ask for another. Unless it is mended I shall not serve chicken or fish from this kitchen.",
        "The new aprons have come and they are too small.",
    ),
    paper(
        "dunmere-credit-note.txt",
        "Dunmere Foods to the district, 2 April. We withdrew the chicken of that Monday on the 16th and "
        "have refunded its price to the nine schools concerned.",
        "Our depot will be shut on Friday for the stocktaking.",
    ),
)
#: What the article leaves out, each told by some of its words.
KITCHEN_LEFT_OUT = ("I make no finding that the pie", "Unless it is mended", "have refunded its price")

GRAIN_STORY = article(
    "Minister Sold the Winter Grain to a Friend for a Song",
    "Farm minister Hedda Larkholm sold 9,000 tonnes of the state’s winter grain to Corvin Tace, a friend "
    "from her student days, on 3 November, a bill of sale shows.",
    "Tace paid 71 crowns a tonne. The market in Osterby stood at 96 that week.",
    "No other buyer was asked, officials in the ministry say. Larkholm signed the bill herself, and the "
    "auditors were kept away from the store.",
    "“The grain was sold in the ordinary way,” the minister told the assembly. By February the towns on "
    "the coast were short of bread. Tace has since built a house above the harbour at Lunde.",
    "Critics say that the sale was a gift by another name.",
)
GRAIN_PAPERS = (
    paper(
        "bill-of-sale.txt",
        "Bill of sale, 3 November. The state sells to Corvin Tace 9,000 tonnes of winter grain at 71 crowns "
        "a tonne, signed Hedda Larkholm.",
        "The grain is sold as damp and for cattle only, and shall not be milled for bread.",
    ),
    paper(
        "store-keeper-october.txt",
        "The keeper of the store to the ministry, 19 October. I have offered the grain to four mills and to "
        "Brask and Sons. All four mills declined it because of the damp, and Brask and Sons would give 52.",
        "The cats have had kittens behind the second silo.",
    ),
    paper(
        "audit-office-december.txt",
        "Office of audit, 12 December. Our visit to the store was put off at our own request, two of our "
        "people being ill. The minister had invited us for November.",
        "The stationery account is three crowns out.",
    ),
)
GRAIN_LEFT_OUT = ("for cattle only", "declined it because of the damp", "at our own request")

JUMP_STORY = article(
    "Ski Federation Knew Its Jump Was Deadly and Let Boys Fly",
    "The national ski federation opened the big jump at Varnhollow on 9 January although its own engineer "
    "had warned of ice in the track, minutes show.",
    "Six days later Jonas Effering, 17, broke his back there. “They were told and they did not listen,” his "
    "father, Ruprecht Effering, said.",
    "The engineer, Mila Sorrenby, wrote on 2 January that the track “will ice in any thaw”. The federation’s "
    "president, Otmar Quist, never answered her.",
    "The jump has made 800,000 crowns this winter. Nobody at the federation has offered the family a word of "
    "regret, a cousin says.",
    "Trainers say that every one of them wanted the jump kept shut.",
)
JUMP_PAPERS = (
    paper(
        "sorrenby-2-january.txt",
        "Mila Sorrenby to the federation, 2 January. The track at Varnhollow will ice in any thaw.",
        "I do not say that the jump is unsafe. With the cooling on it may be used, and "
        "I would jump it myself.",
        "Please send the skis back that I lent to the museum.",
    ),
    paper(
        "board-minutes-7-january.txt",
        "Minutes of the board of the ski federation, 7 January. The letter of Mila Sorrenby was read.",
        "Otmar Quist put two courses to the board: to keep the jump at Varnhollow shut, or to open it with "
        "the cooling on. Three trainers spoke for opening and one against.",
        "The cook was thanked for the soup.",
    ),
    paper(
        "quist-to-effering.txt",
        "Otmar Quist to Ruprecht Effering, 20 January. I am sorry beyond words for what has happened to "
        "Jonas. The federation will pay for the clinic and for whatever follows.",
        "The car park at the clinic is round the back.",
    ),
)
JUMP_LEFT_OUT = (
    "I do not say that the jump is unsafe", "put two courses to the board", "will pay for the clinic",
)  # fmt: skip
