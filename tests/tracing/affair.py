"""A small stream of articles on the invented affair of the sample case, spread over a year."""

from __future__ import annotations

from html import escape
from pathlib import Path

#: Name of the file, outlet, day, headline, paragraphs.
ARTICLES: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    (
        "01-envoy.html", "Castrel Envoy", "2024-03-18", "Former Chancellor takes credit for the Skerrow halt",
        (
            "Former Chancellor Rusk Halloran said on Monday that both governments had asked him to "
            "mediate in the Skerrow Narrows.",
            "“Both governments asked me to mediate,” Halloran told deputies.",
            "The fighting cost the lives of three sailors, the navy said.",
        ),
    ),
    (
        "02-pellane.html", "Pellane Courier", "2024-03-19", "Orlund rejects talk of a go-between",
        (
            "Orlund’s government denied that both governments had asked Halloran to mediate.",
            "The harbour at Vessing stayed shut for a ninth day, port officials said.",
        ),
    ),
    (
        "03-wire.html", "Northern Wire", "2024-04-02", "Halloran repeats his mediation claim",
        (
            "Rusk Halloran repeated on Tuesday that he had been asked by both governments to mediate in "
            "the Skerrow Narrows.",
            "More than five sailors died in the fighting, a spokesman for the navy said.",
            "The Premier’s office in Pellane declined to comment on what the Chancellor had said.",
            "A committee of the Assembly will hear the ambassador in May, its clerk said in a notice to "
            "members.",
        ),
    ),
    (
        "04-post.html", "Harbour Post", "2024-04-02", "Chancellor says both sides sought his help",
        (
            "Rusk Halloran repeated on Tuesday that he had been asked by both governments to mediate in "
            "the Skerrow Narrows.",
            "More than five sailors died in the fighting, a spokesman for the navy said.",
            "The Premier’s office in Pellane declined to comment on what the Chancellor had said.",
            "A committee of the Assembly will hear the ambassador in May, its clerk said in a notice to "
            "members.",
        ),
    ),
    (
        "05-courier.html", "Pellane Courier", "2024-06-11", "Foreign ministry: nobody asked for mediation",
        (
            "Orlund’s foreign ministry said that Orlund had never asked Halloran to mediate.",
            "Orlund’s government denied that both governments had asked Halloran to mediate.",
        ),
    ),
    (
        "06-envoy.html", "Castrel Envoy", "2024-09-30", "Halloran: I kept the line open",
        (
            "Both governments may have asked Halloran to mediate, officials in Castrel said.",
            "About ten sailors died in the fighting, according to a report of the Assembly.",
        ),
    ),
    (
        "07-post.html", "Harbour Post", "2024-10-04", "What the Chancellor did in March",
        (
            "Both governments asked Halloran to mediate in the Skerrow Narrows.",
            "Halloran said that only Sarvelle had asked him to mediate.",
        ),
    ),
)  # fmt: skip


def page(outlet: str, day: str, headline: str, paragraphs: tuple[str, ...]) -> str:
    """An article as a news page."""
    words = "\n".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(headline)}</title>'
        f'<meta property="og:site_name" content="{escape(outlet)}">'
        f'<meta property="og:title" content="{escape(headline)}">'
        f'<meta property="article:published_time" content="{day}T08:00:00Z"></head><body>'
        f"<header><nav>News Sport Weather</nav></header><article><h1>{escape(headline)}</h1>\n{words}\n"
        "</article><footer>Share this page</footer></body></html>"
    )


def write(folder: Path) -> Path:
    """Write the articles as files; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, outlet, day, headline, paragraphs in ARTICLES:
        (folder / name).write_text(page(outlet, day, headline, paragraphs), "utf-8")
    return folder
