"""The sample case, read and checked once a session for all tests that look at it."""

from pathlib import Path

import pytest

import sayso

SAMPLE = Path(sayso.__file__).parent / "sample" / "sarvelle"


@pytest.fixture(scope="session")
def sample():
    """The folder of the sample case."""
    return SAMPLE


@pytest.fixture(scope="session")
def sample_documents():
    return tuple(sayso.read_paths([SAMPLE / "documents"]))


@pytest.fixture(scope="session")
def sample_ledger(sample_documents):
    return sayso.check(sayso.read_article(SAMPLE / "article.html"), sample_documents)
