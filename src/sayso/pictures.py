"""Pictures of the PDF pages that a ledger's evidence stands on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from sayso.ledger import PagePicture
from sayso.reading import page_pictures
from sayso.records import Document, Ledger, Stance

#: The most pages a ledger shows as pictures, so that its page stays light: about 80 KB each.
MOST = 40


def pictures_of(
    ledger: Ledger, documents: Sequence[Document], papers: Sequence[Path]
) -> dict[tuple[str, int], PagePicture]:
    """A picture for each PDF page that supports or contradicts a claim, by (document id, page).

    ``papers`` are the files and folders the documents were read from; each PDF is found again by
    its hash. A document taken from a mail has no file of its own and gets none.
    """
    wanted: dict[str, set[int]] = {}
    for claim in ledger.claims:
        for finding in (claim.say, claim.so):
            for shown in finding.evidence if finding else ():
                if shown.page is not None and shown.stance is not Stance.NEITHER:
                    wanted.setdefault(shown.document, set()).add(shown.page)
    pdfs = (d for d in documents if d.media_type == "application/pdf")
    by_hash = {d.sha256: d for d in pdfs if d.id in wanted and d.part_of is None}
    pictures: dict[tuple[str, int], PagePicture] = {}
    for path in _pdfs(papers) if by_hash else ():
        document = by_hash.get(hashlib.sha256(path.read_bytes()).hexdigest())
        if document is None or (document.id, min(wanted[document.id])) in pictures:
            continue
        numbers = sorted(wanted[document.id])[: MOST - len(pictures)]
        words = {page.number: page.words for page in document.pages}
        for number, jpeg in page_pictures(path, numbers).items():
            pictures[(document.id, number)] = PagePicture(jpeg, words[number])
    return pictures


def _pdfs(papers: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in papers:
        found += sorted(path.rglob("*")) if path.is_dir() else [path]
    return [p for p in found if p.is_file() and p.suffix.lower() == ".pdf"]
