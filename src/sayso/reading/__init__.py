"""Files become Documents, a news page becomes an Article.

    >>> from sayso.reading import read_article, read_paths
    >>> article = read_article(Path("page.html"))          # raises ArticleError
    >>> for document in read_paths([Path("papers")]):      # never raises for what a file holds
    ...     print(document.name, document.status, document.reason)

``read_article``, ``read_paths``, ``page_pictures`` and ``plain_photograph`` parse in child processes
with limits on memory, time, files and network; ``read_file`` parses in this process.
"""

from sayso.reading.files import read_file
from sayso.reading.gathered import Gathered, read_articles
from sayso.reading.limits import Limits
from sayso.reading.sandbox import (
    Part,
    page_pictures,
    plain_photograph,
    read_article,
    read_files,
    read_parts,
    read_paths,
)

__all__ = [
    "Gathered", "Limits", "Part", "page_pictures", "plain_photograph", "read_article", "read_articles",
    "read_file", "read_files", "read_parts", "read_paths",
]  # fmt: skip
