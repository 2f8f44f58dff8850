"""A ledger read back is the ledger that was written, and whatever else it is given it refuses."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sayso.errors import LedgerError
from sayso.ledger import from_json, to_csv, to_html, to_json, to_markdown
from sayso.ledger.as_json import as_data
from sayso.ledger.from_json import evidence_from, from_data
from sayso.records import Ledger

from .harbour_affair import build_ledger as harbour
from .hostile import bare_ledger, hostile_ledger

_WRITTEN = json.loads(to_json(harbour()))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def _leaves(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(leaf for key, one in inside for leaf in _leaves(one, (*path, key)))]


_PATHS = _leaves(_WRITTEN)[1:]
_FORMS = {"csv": to_csv, "markdown": to_markdown, "html": lambda ledger: to_html(ledger, {})}
_BUILDS = pytest.mark.parametrize("build", [harbour, hostile_ledger, bare_ledger])


def _changed(value: Any, *path: Any) -> dict[str, Any]:
    """The written ledger with ``value`` at ``path``."""
    data: Any = copy.deepcopy(_WRITTEN)
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return data  # type: ignore[no-any-return]


def _nested(deep: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(deep):
        found = [found]
    return found


@_BUILDS
def test_a_ledger_read_back_is_written_the_same(build: Any) -> None:
    text = to_json(build())
    assert to_json(from_json(text)) == text


@_BUILDS
@pytest.mark.parametrize("form", _FORMS.values(), ids=_FORMS)
def test_every_form_of_it_is_the_same(form: Any, build: Any) -> None:
    assert form(from_json(to_json(build()))) == form(build())


def test_what_rounding_took_is_taken_once() -> None:
    whole = harbour()
    claim = next(claim for claim in whole.claims if claim.so)
    finding = replace(claim.so, confidence=0.123456789)
    claims = tuple(replace(one, so=finding) if one is claim else one for one in whole.claims)
    once = from_json(to_json(replace(whole, claims=claims)))
    assert next(one.so.confidence for one in once.claims if one.id == claim.id) == 0.1235
    assert from_json(to_json(once)) == once


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


_LENGTH = len(_WRITTEN["article"]["text"])


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("format", 0),
        ("article", []),
        ("article.blocks[0].end", _LENGTH + 1),
        ("article.blocks[0].zone", "cellar"),
        ("article.fields.headline.start", None),
        ("article.fields.headline.origin", "rumour"),
        ("article.fields['a\\x1b[31m']", 3),
        ("article.published", "yesterday"),
        ("statements[1].end", _LENGTH + 1),
        ("statements[0].negated", "no"),
        ("claims[2].start", "here"),
        ("claims[2].start", -1),
        ("claims[2].end", 0),
        pytest.param("claims[0].kind", _nested(5000), id="nested 5000 deep"),
        pytest.param("claims[0].kind", 10**6000, id="a number of 6001 digits"),
        ("claims[0].so.verdict", "perhaps"),
        ("claims[0].so.confidence", float("nan")),
        ("claims[0].so.confidence", 10**400),
        ("claims[0].so.confidence", True),
        ("claims[0].so.evidence[0].score", 1.5),
        ("claims[0].so.evidence[0].page", 0),
        ("audit.sources.documents", -4),
        ("coverage.documents[0].status", "eaten"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_place(place: str, value: Any) -> None:
    steps = re.findall(r"\['(.+)'\]|\[(\d+)\]|(\w+)", place)
    path = [free.replace("\\x1b", "\x1b") or plain or int(number) for free, number, plain in steps]
    with pytest.raises(LedgerError, match=re.escape(f": {place} is")):
        from_data(_changed(value, *path))


@pytest.mark.parametrize("key", ["say", "so", "kind", "statement"])
def test_what_is_missing_is_named_by_its_place(key: str) -> None:
    data = copy.deepcopy(_WRITTEN)
    del data["claims"][3][key]
    with pytest.raises(LedgerError, match=rf"claims\[3\]\.{key} is missing"):
        from_data(data)


def test_what_the_schema_does_not_ask_for_may_be_missing() -> None:
    schema = json.loads((resources.files("sayso.ledger") / "schema.json").read_text("utf-8"))
    data = _asked_for(_WRITTEN, schema, schema["$defs"])
    Draft202012Validator(schema).validate(data)
    found = from_data(data)
    assert len(found.claims) == len(harbour().claims)
    assert found.article.field("headline").value == _WRITTEN["article"]["headline"]
    to_html(found, {})


def _asked_for(data: Any, schema: Any, defs: Any) -> Any:
    """``data`` without the keys that ``schema`` does not require."""
    if "$ref" in schema:
        return _asked_for(data, defs[schema["$ref"].rpartition("/")[2]], defs)
    if "oneOf" in schema:
        return data if data is None else _asked_for(data, schema["oneOf"][1], defs)
    if isinstance(data, list):
        return [_asked_for(one, schema["items"], defs) for one in data]
    if "properties" in schema:
        return {k: _asked_for(data[k], schema["properties"][k], defs) for k in schema.get("required", ())}
    if isinstance(data, dict) and isinstance(free := schema.get("additionalProperties"), dict):
        return {k: _asked_for(one, free, defs) for k, one in data.items()}
    return data


@pytest.mark.parametrize("note", [[], [{"id": "x"}], 3, _nested(5000)])
def test_a_note_of_removed_papers_is_passed_over(note: Any) -> None:
    assert to_json(from_data({**_WRITTEN, "removed": note})) == to_json(harbour())


def test_a_piece_of_evidence_alone_is_read_or_refused() -> None:
    one = _WRITTEN["claims"][0]["so"]["evidence"][0]
    assert evidence_from(one).text == one["text"]
    with pytest.raises(LedgerError, match=r"evidence\.stance"):
        evidence_from({**one, "stance": "leans"})


@settings(max_examples=200, deadline=None)
@given(_JSON)
def test_any_json_gives_a_ledger_or_a_clear_refusal(value: Any) -> None:
    with pytest.raises(LedgerError):
        from_json(json.dumps(value))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(_PATHS), _JSON)
def test_any_change_gives_a_ledger_or_a_clear_refusal(path: tuple[Any, ...], value: Any) -> None:
    try:
        found = from_data(_changed(value, *path))
    except LedgerError:
        return
    assert isinstance(found, Ledger)
    assert to_json(from_json(to_json(found))) == to_json(found)
