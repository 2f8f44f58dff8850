"""A news page becomes an Article: its fields, its paragraphs, and what is only furniture."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from sayso.errors import ArticleError
from sayso.reading.budget import Budget
from sayso.reading.files import draft_of_bytes, file_problem
from sayso.reading.kinds import ARCHIVES, Kind, tell
from sayso.reading.languages import language_name, language_of
from sayso.reading.limits import DEFAULT, Limits
from sayso.reading.metadata import Facts, facts_of
from sayso.reading.page_body import find_body
from sayso.reading.page_fields import Fields
from sayso.reading.page_rows import rows_of_draft, rows_of_page
from sayso.reading.saved import html_of
from sayso.reading.web import read_page
from sayso.records import Article, Segment


def parse_article(data: bytes, name: str, limits: Limits = DEFAULT) -> Article:
    """The Article in ``data``. Raises ArticleError where it holds no article."""
    return parse_published(data, name, limits)[0]


def parse_published(data: bytes, name: str, limits: Limits = DEFAULT) -> tuple[Article, Facts]:
    """The Article in ``data`` and what its page says of itself. Raises ArticleError as ``parse_article``."""
    if problem := limits.size_problem(len(data)):
        raise ArticleError(f"{name} {problem}")
    kind, _, problem = (
        tell(data, name) if data else (Kind.OTHER, "", "is empty: save the page again")
    )
    if problem:
        raise ArticleError(f"{name} {problem}")
    if kind in ARCHIVES:
        raise ArticleError(f"{name} is an archive: unpack it and check the article inside")
    facts, page = Facts(), None
    if kind in (Kind.HTML, Kind.MHTML):
        page = read_page(data if kind is Kind.HTML else html_of(data))
        facts = facts_of(page)
        rows, draft = rows_of_page(page)
    else:
        draft = draft_of_bytes(data, name, Budget(limits))
        rows = list(rows_of_draft(draft, kind))
    document = draft.finish(name, hashlib.sha256(data).hexdigest(), limits)
    if not document.text.strip():
        raise ArticleError(f"{name} {document.reason or 'holds no text'}")
    if len(draft.text) != len(document.text):
        rows = [row for row in rows if row.end <= len(document.text)]
    find_body(rows, page.html if page else None)
    if kind is Kind.MAIL and draft.author:
        facts.authors = (draft.author,)
    parts = Fields(rows, facts, page, document.title if kind is Kind.MAIL else None)
    article = parts.article(Article(document))
    if not article.blocks:
        raise ArticleError(
            f"{name} holds no words of an article, only what stands around one: "
            "paste the article's words into a text file and check that"
        )
    said = [Segment(block.start, block.end) for block in article.blocks]
    if (language := language_of(document.text, said)) not in (None, "en"):
        raise ArticleError(
            f"{name} is in {language_name(str(language))}: sayso reads articles in English only; "
            "check an English version of it"
        )
    document = replace(
        document,
        title=value.value if (value := article.field("headline")) else document.title,
        author=", ".join(article.authors) or document.author,
        date=article.published or document.date,
    )
    return replace(article, document=document), facts


def article_file(path: Path, limits: Limits = DEFAULT, name: str | None = None) -> Article:
    """The Article in ``path``, called ``name``, parsed in this process. Raises ArticleError."""
    return published_file(path, limits, name)[0]


def published_file(
    path: Path, limits: Limits = DEFAULT, name: str | None = None
) -> tuple[Article, Facts]:
    """The Article in ``path`` and what its page says of itself. Raises ArticleError."""
    name = name or path.name
    if problem := file_problem(path, limits):
        raise ArticleError(f"{name} {problem}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(f"{name} may not be read: check its permissions") from error
    return parse_published(data, name, limits)
