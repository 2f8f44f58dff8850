from __future__ import annotations

import pytest

from sayso.ledger import PagePicture
from sayso.records import Ledger

from . import harbour_affair, harbour_papers


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return harbour_affair.build_ledger()


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    return harbour_papers.build_texts()


@pytest.fixture(scope="session")
def pictures() -> dict[tuple[str, int], PagePicture]:
    return harbour_papers.build_pictures()
