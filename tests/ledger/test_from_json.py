"""A ledger read back is the ledger that was written, and whatever else it is given it refuses."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import LedgerError
from sayso.ledger import to_csv, to_html, to_json, to_markdown
from sayso.ledger.as_json import as_data
from sayso.ledger.from_json import from_data, from_json
from sayso.records import Ledger

from .harbour_affair import build_ledger as harbour

_WRITTEN = json.loads(to_json(harbour()))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def _leaves(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(leaf for key, one in inside for leaf in _leaves(one, (*path, key)))]


_PATHS = _leaves(_WRITTEN)[1:]


def test_a_ledger_read_back_is_written_the_same() -> None:
    text = to_json(harbour())
    assert to_json(from_json(text)) == text


@pytest.mark.parametrize("form", [to_csv, to_markdown, lambda ledger: to_html(ledger, {})])
def test_every_form_of_it_is_the_same(form: Any) -> None:
    once = from_json(to_json(harbour()))
    assert form(from_json(to_json(once))) == form(once)
    assert form(once).count("\n") == form(harbour()).count("\n")


def test_the_paragraphs_of_the_article_come_back() -> None:
    assert from_json(to_json(harbour())).article.blocks == harbour().article.blocks


def test_an_older_ledger_without_paragraphs_is_read() -> None:
    data = as_data(harbour())
    del data["article"]["blocks"]
    assert from_data(data).article.blocks == ()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, '{"format": 1}'])
def test_what_is_no_ledger_is_refused(text: str) -> None:
    with pytest.raises(LedgerError):
        from_json(text)


def test_one_of_a_later_version_is_refused() -> None:
    with pytest.raises(LedgerError, match="later version"):
        from_data({**_WRITTEN, "format": 99})


def test_what_is_wrong_is_named_by_its_place() -> None:
    data = copy.deepcopy(_WRITTEN)
    data["claims"][2]["start"] = "here"
    with pytest.raises(LedgerError, match=r"claims\[2\]\.start"):
        from_data(data)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(_PATHS), _JSON)
def test_any_change_gives_a_ledger_or_a_clear_refusal(path: tuple[Any, ...], value: Any) -> None:
    data = copy.deepcopy(_WRITTEN)
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    try:
        found = from_data(data)
    except LedgerError:
        return
    assert isinstance(found, Ledger)
