"""Pictures of the PDF pages that a ledger's evidence stands on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from sayso.ledger import PagePicture
from sayso.reading import page_pictures
from sayso.records import Document, Ledger, Stance

#: The most pages a ledger shows as pictures, so that its page stays light: about 80 KB each.
MOST = 40
_PDF = "application/pdf"

#: Page pictures by document id and page number.
Pictures = dict[tuple[str, int], PagePicture]


def pictures_of(ledger: Ledger, documents: Sequence[Document], papers: Sequence[Path]) -> Pictures:
    """A picture for each PDF page that supports or contradicts a claim, by (document id, page).

    ``papers`` are the files and folders the documents were read from; each PDF is found again by
    its hash. A document taken from a mail has no file of its own and gets none.
    """
    wanted = _wanted(ledger)
    pdfs = (d for d in documents if d.media_type == _PDF)
    by_hash = {d.sha256: d for d in pdfs if d.id in wanted and d.part_of is None}

    def found() -> Iterator[tuple[Document, Path]]:
        seen: set[str] = set()
        for path in _pdfs(papers) if by_hash else ():
            document = by_hash.get(hashlib.sha256(path.read_bytes()).hexdigest())
            if document is not None and document.id not in seen:
                seen.add(document.id)
                yield document, path

    return _drawn(wanted, found())


def pictures_from(
    ledger: Ledger, documents: Mapping[str, Document], original: Callable[[str], Path]
) -> Pictures:
    """The same for documents whose files are kept, where ``original`` finds them by their hash."""
    wanted = _wanted(ledger)
    order = [paper.id for paper in ledger.coverage if paper.id in wanted and paper.media_type == _PDF]
    every = (documents[one] for one in order if one in documents)
    return _drawn(
        wanted, ((d, original(d.sha256)) for d in every if d.part_of is None and original(d.sha256).exists())
    )


def _wanted(ledger: Ledger) -> dict[str, set[int]]:
    wanted: dict[str, set[int]] = {}
    for claim in ledger.claims:
        for finding in (claim.say, claim.so):
            for shown in finding.evidence if finding else ():
                if shown.page is not None and shown.stance is not Stance.NEITHER:
                    wanted.setdefault(shown.document, set()).add(shown.page)
    return wanted


def _drawn(wanted: Mapping[str, set[int]], found: Iterator[tuple[Document, Path]]) -> Pictures:
    pictures: Pictures = {}
    for document, path in found:
        numbers = sorted(wanted[document.id])[: MOST - len(pictures)]
        if not numbers:
            break
        words = {page.number: page.words for page in document.pages}
        for number, jpeg in page_pictures(path, numbers).items():
            pictures[(document.id, number)] = PagePicture(jpeg, words[number])
    return pictures


def _pdfs(papers: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in papers:
        found += sorted(path.rglob("*")) if path.is_dir() else [path]
    return [p for p in found if p.is_file() and p.suffix.lower() == ".pdf"]
