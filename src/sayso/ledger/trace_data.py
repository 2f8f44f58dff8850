"""Traces and records as data: JSON for programs, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from sayso.ledger.as_json import finding_as_data
from sayso.ledger.as_table import cell
from sayso.tracing.outlets import Outlet
from sayso.tracing.register import Told
from sayso.tracing.trace import Entry, Mark, Record, Trace, outlet_of

_COLUMNS = (
    "day", "speaker", "position", "changed", "outlet", "headline", "statement", "claim", "printed by",
    "source kind", "article", "address", "start", "end", "telling",
)  # fmt: skip


def trace_as_data(trace: Trace) -> dict[str, Any]:
    """A trace as JSON has it; a telling's ``start`` and ``end`` count code points of its article's text."""
    first = trace.first
    return {
        "claim": trace.claim,
        "articles": trace.articles,
        "texts": trace.texts,
        "outlets": list(trace.outlets),
        "first": None if first is None else _told(first.first),
        "rows": [
            {"speaker": row.name, "kind": row.kind.value, "marks": [_mark(mark) for mark in row.marks]}
            for row in trace.rows
        ],
        "wordings": [
            {
                "content": w.content, "position": w.position.name.lower(), "texts": w.texts,
                "first": _told(w.first),
            }
            for w in trace.wordings
        ],
        "figures": [
            {
                "thing": series.thing,
                "readings": [
                    {"day": _day(r.told), "value": r.value, "low": r.low, "high": r.high, "words": r.words,
                     "speaker": r.told.telling.speaker, "telling": _id(r.told)}
                    for r in series.readings
                ],
            }
            for series in trace.series
        ],
        "near": [{"relation": relation.value, "content": content} for relation, content in trace.near],
        "papers": None if trace.papers is None else finding_as_data(trace.papers),
    }  # fmt: skip


def record_as_data(record: Record) -> dict[str, Any]:
    """A record as JSON has it."""
    return {
        "party": record.party.name,
        "kind": record.party.kind.value,
        "forms": [{"form": form, "statements": often} for form, often in record.party.forms],
        "articles": record.articles,
        "texts": record.texts,
        "entries": [_entry(entry) for entry in record.entries],
        "said_by_others": [_told(one) for one in record.others],
        "doubts": [{"one": d.one, "other": d.other, "why": d.why} for d in record.doubts],
    }


def outlets_as_data(outlets: Iterable[Outlet]) -> list[dict[str, Any]]:
    """Outlets as JSON has them: statements by kind of source, and claims in their own voice alone."""
    return [
        {
            "outlet": outlet.name,
            "statements": outlet.statements,
            "kinds": {kind.value: count for kind, count in outlet.kinds},
            "own_voice_of_others": [
                {"claim": one.content, "laid_to_somebody_by": one.others} for one in outlet.own_voice
            ],
        }
        for outlet in outlets
    ]


def trace_as_csv(trace: Trace) -> str:
    """A trace as a table, a row a telling; cells that a spreadsheet would run get an apostrophe."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    for row in trace.rows:
        for mark in row.marks:
            printed = "; ".join(mark.outlets)
            for told in mark.told:
                t, a = told.telling, told.article
                values = (
                    _day(told), row.name, mark.position.value, "yes" if mark.changed else "", outlet_of(a),
                    a.headline, " ".join(t.text.split()), t.content, printed, t.kind.value, a.sha256,
                    a.address, t.start, t.end, _id(told),
                )  # fmt: skip
                writer.writerow([cell(value) for value in values])
    return file.getvalue()


def record_as_csv(record: Record) -> str:
    """A record as a table, a row a claim."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(
        ("day", "claim", "position", "times", "outlets", "papers", "reason", "said otherwise", "on")
    )
    for entry in record.entries:
        other = entry.before[0][1] if entry.before else None
        writer.writerow([
            cell(value) for value in (
                _day(entry.first), entry.content, entry.position.value, len(entry.told),
                len({outlet_of(one.article) for one in entry.told}),
                entry.papers.verdict.value if entry.papers else "",
                entry.papers.reason if entry.papers else "",
                other.telling.content if other else "", _day(other) if other else "",
            )
        ])  # fmt: skip
    return file.getvalue()


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "position": mark.position.name.lower(),
        "day": _day(mark.first),
        "changed": mark.changed,
        "outlets": list(mark.outlets),
        "tellings": [_told(told) for told in mark.told],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "content": entry.content,
        "position": entry.position.name.lower(),
        "tellings": [_told(one) for one in entry.told],
        "otherwise": [{"position": p.name.lower(), **_told(one)} for p, one in entry.before],
        "papers": None if entry.papers is None else finding_as_data(entry.papers),
    }


def _told(told: Told) -> dict[str, Any]:
    t, a = told.telling, told.article
    return {
        "id": _id(told),
        "article": a.id,
        "sha256": a.sha256,
        "name": a.name,
        "outlet": a.outlet,
        "address": a.address,
        "day": _day(told),
        "headline": a.headline,
        "start": t.start,
        "end": t.end,
        "text": t.text,
        "content": t.content,
        "speaker": t.speaker,
        "kind": t.kind.value,
        "denied": t.denied,
    }


def _id(told: Told) -> str:
    return f"t{told.place}"


def _day(told: Told) -> str | None:
    return told.article.day.isoformat() if told.article.day else None
