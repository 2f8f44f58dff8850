"""Two small invented affairs and models that judge nothing, for tests of what a whole article shows."""

from __future__ import annotations

import hashlib
from datetime import date

import numpy as np

from sayso.checking import check_claims
from sayso.library import Library
from sayso.records import Article, Block, Document, Segment, SegmentKind, Zone
from sayso.statements import statements_of
from sayso.statements.claims import claims_of


class NoOpinion:
    """A stance model that finds neither support nor contradiction, and counts what it is asked."""

    threshold_supports = 0.7
    threshold_contradicts = 0.9

    def __init__(self):
        self.asked = 0

    def judge(self, pairs):
        self.asked += len(pairs)
        return np.tile(np.array([0.1, 0.1, 0.8], np.float32), (len(pairs), 1))


class SameMeaning:
    """An embedder to which all texts mean the same, so that words alone decide."""

    def embed(self, texts):
        return np.full((len(texts), 384), 384**-0.5, np.float32)


def article(headline, *paragraphs):
    """An article of a headline and paragraphs, published on 3 June 2025."""
    text = "\n\n".join([headline, *paragraphs])
    blocks, place = [], 0
    for zone, words in [(Zone.HEADLINE, headline), *((Zone.BODY, p) for p in paragraphs)]:
        blocks.append(Block(place, place + len(words), zone))
        place += len(words) + 2
    sha = hashlib.sha256(text.encode()).hexdigest()
    document = Document(sha[:12], "story.txt", sha, "text/plain", text)
    return Article(document, blocks=tuple(blocks), published=date(2025, 6, 3))


def paper(name, *paragraphs, speaker=None):
    """A plain paper of paragraphs, each a segment with its line."""
    text = "\n\n".join(paragraphs)
    segments, place = [], 0
    for line, words in enumerate(paragraphs, start=1):
        segments.append(Segment(
            place, place + len(words), SegmentKind.PARAGRAPH, line=2 * line - 1, speaker=speaker,
        ))  # fmt: skip
        place += len(words) + 2
    sha = hashlib.sha256(text.encode()).hexdigest()
    return Document(sha[:12], name, sha, "text/plain", text, segments=tuple(segments))


def checked(story, papers, model=None, embedder=None):
    """The story's statements and checked claims with the library of its papers."""
    model = model or NoOpinion()
    library = Library(embedder or SameMeaning())
    library.add(papers)
    statements, claims = claims_of(statements_of(story), story)
    return statements, check_claims(claims, statements, story, library, model), library, model


LIBRARY_STORY = article(
    "Ottery’s Reading Room Stood Empty All Winter",
    "Ottery council closed the reading room in Mill Lane on 28 February because nobody came, "
    "according to a count of visitors.",
    "Councillor Ada Brome said the town had done all it could. “We kept the lights on for an empty "
    "room,” she said.",
    "Nobody offered to help, Brome added.",
)
LIBRARY_PAPERS = (
    paper(
        "count.txt",
        "Count of visitors to the reading room, Mill Lane, winter quarter.",
        "The count was made on Mondays only. On Mondays the reading room in Mill Lane is not open "
        "before five.",
        "The roof was painted in August and the gutters were cleared by the usual firm.",
    ),
    paper(
        "friends-letter.txt",
        "Dear Councillor Brome, the Friends of the reading room would pay for the heating in Mill Lane "
        "until Easter if the council kept one librarian.",
        "The jumble sale raised 214 crowns and a stuffed owl.",
    ),
    paper(
        "minutes.txt",
        "Councillor Brome: We kept the lights on for an empty room.",
        "The mowing contract went to the lowest of three tenders.",
        "The clock on the market hall will be mended in the spring.",
    ),
)
FERRY_STORY = article(
    "Ferry Inspector Begged Line for Free Cabin",
    "Harbour inspector Tomas Quill asked the Selby Line for a cabin to Averness in May, a mail shows.",
    "Two weeks later he passed the line’s oldest ship as fit for sea. The Selby Line says it treats "
    "every passenger alike.",
)
FERRY_PAPERS = (
    paper(
        "quill-to-selby.txt",
        "Tomas Quill, harbour inspector, to the Selby Line: May I ask the line for a cabin to Averness?",
        "I must not have it free. Send me the bill as you would to any passenger, or I do not sail.",
    ),
    paper(
        "survey.txt",
        "Inspector Quill passed the ship as fit for sea, unless the wind is above force seven, and set "
        "a second survey for August.",
        "The canteen was found clean.",
    ),
)


def exchanged(words):
    """``words`` with the names of the two parties of ``QUARREL`` exchanged."""
    return words.replace("Norvale", "\0").replace("Sarnick", "Norvale").replace("\0", "Sarnick")


def quarrel(swap=False):
    """A story on two towns at odds, with its papers; ``swap`` exchanges the towns throughout."""
    told = exchanged if swap else str
    story = article(
        told("Norvale Begged Sarnick for Water"),
        told("Norvale asked Sarnick for water in July, a letter shows. Sarnick’s mayor slammed the plan."),
        told("Only Norvale ran dry, people familiar with the matter say. Sarnick never asked for anything."),
    )
    papers = (
        paper(
            "letter.txt",
            told("The council of Norvale asks Sarnick for water in July."),
            told("Sarnick did not answer Norvale, and had asked the same of the county a week before."),
        ),
        paper(
            "county.txt",
            told("The county refused both Norvale and Sarnick, unless the wells ran dry."),
            "The show of marrows was well attended.",
        ),
    )
    return story, papers
