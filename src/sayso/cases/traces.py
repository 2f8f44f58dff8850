"""Traces and records of a case: asked for, checked against its papers, and written into a folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from sayso.cases import Case
from sayso.cases.asking import ask
from sayso.checking import StanceModel
from sayso.errors import LedgerError, UsageError
from sayso.ledger.as_json import written
from sayso.ledger.trace_data import (
    outlets_as_data,
    record_as_csv,
    record_as_data,
    trace_as_csv,
    trace_as_data,
)
from sayso.ledger.trace_page import (
    Paper,
    record_to_html,
    timeline_of,
    trace_to_html,
    traces_to_html,
)
from sayso.records import Finding
from sayso.tracing.drawing import to_png, to_svg
from sayso.tracing.outlets import Outlet, outlets_of
from sayso.tracing.parties import Parties
from sayso.tracing.relation import LEAST_COSINE, Claimed, Relation, relate
from sayso.tracing.timeline import multiples
from sayso.tracing.trace import Record, Trace, record_of, trace_of, with_kin

#: Wordings that a claim in a person's words is held against; claims of the overview and of a record that
#: are shown, and of a record that the papers are asked about.
_HELD, _OVERVIEW, ASKED = 200, 40, 60

Progress = Callable[[str], None]


def parties_of(case: Case) -> Parties:
    """Who is who among the sources of the case's articles."""
    register = case.register
    return Parties(register.speakers(), [(one, other, same) for one, other, same, _ in register.decisions()])


def trace(case: Case, words: str, parties: Parties) -> Trace:
    """The trace of the claim that ``words`` make."""
    return trace_of(case.register, parties, claims_like(case, words), words)


def claims_like(case: Case, words: str) -> dict[int, Relation]:
    """The claims that say what ``words`` say, and those that are the same but for one thing.

    Raises UsageError where ``words`` are none.
    """
    if not words.strip():
        raise UsageError("no claim to trace: write it in quotation marks, as a whole sentence")
    register = case.register
    count = len(register.vectors.vectors)
    if not count:
        return {}
    vector = case.embedder.embed([words])[0]
    near = [
        (n, cosine) for n, cosine in register.vectors.search(vector[None], _HELD)[0] if cosine >= LEAST_COSINE
    ]
    wordings = register.wordings()
    claims = register.claims_by([n for n, _ in near])
    asked = Claimed(words)
    found: dict[int, Relation] = {}
    for number, cosine in near:
        relation, _ = relate(asked, wordings[number], float(np.float32(cosine)))
        claim = claims.get(number)
        if claim is not None and relation is not Relation.OTHER:
            # One wording that says the same is enough; else the nearest wording decides.
            found[claim] = Relation.SAME if relation is Relation.SAME else found.get(claim, relation)
    for claim in [claim for claim, relation in found.items() if relation is Relation.SAME]:
        for kin, relation in with_kin(register, claim).items():
            found.setdefault(kin, relation)
    return found


def repeated(case: Case, parties: Parties, most: int = _OVERVIEW) -> list[Trace]:
    """The claims told in the most texts, each with its kin; one that is another's kin comes with it."""
    register = case.register
    seen: set[int] = set()
    found: list[Trace] = []
    for claim in register.repeated(2 * most):
        if claim in seen or len(found) == most:
            continue
        kin = with_kin(register, claim)
        seen |= kin.keys()
        found.append(trace_of(register, parties, kin))
    return found


def record(case: Case, name: str, parties: Parties) -> Record:
    """The record of ``name``. Raises UsageError where nothing is laid to one of that name."""
    found = record_of(case.register, parties, name)
    if found is None:
        near = ", ".join(f"“{one}”" for one in parties.near(name))
        hint = f"; near it are {near}" if near else "; add articles with sayso add --articles"
        raise UsageError(f"no article in the case lays anything to “{name}”{hint}")
    return found


def decide(case: Case, name: str, other: str, same: bool, made: str) -> None:
    """Keep a person's decision that two names are of one party, or are not.

    ``made`` is when, as ISO 8601 has it. Raises UsageError where a name is nobody's in the case.
    """
    parties = parties_of(case)
    forms = []
    for one in (name, other):
        form = parties.form(one)
        if form is None:
            near = ", ".join(f"“{n}”" for n in parties.near(one)) or "no name like it"
            raise UsageError(f"no article in the case lays anything to “{one}”; there is {near}")
        forms.append(form)
    case.register.decide(forms[0], forms[1], same, made)


def with_papers(case: Case, found: Trace, stance: StanceModel | None = None) -> Trace:
    """The trace with what the papers of the case show of its claim."""
    first = found.first
    return found.with_papers(ask(case, [(found.claim, first.day if first else None)], stance)[0])


def record_with_papers(
    case: Case, found: Record, progress: Progress = lambda _: None, stance: StanceModel | None = None
) -> Record:
    """The record with what the papers show of its claims: those told most, and said otherwise, first."""
    order = sorted(found.entries, key=lambda e: (not e.before, -len(e.told)))[:ASKED]
    order = [entry for entry in order if entry.claim is not None]
    if order:
        progress(f"asking the papers about {len(order)} claims")
    findings = ask(case, [(entry.content, entry.first.article.day) for entry in order], stance)
    return found.with_papers(
        {id(entry): finding for entry, finding in zip(order, findings, strict=True) if finding is not None}
    )


def write_trace(case: Case, found: Trace, parties: Parties, folder: Path | None = None) -> Path:
    """Write a trace's page, pictures and data into ``folder``, else one of the case; the page's path."""
    papers = _papers(case, [found.papers])
    drawing = timeline_of(found, papers)
    files: dict[str, str | bytes] = {
        "index.html": trace_to_html(found, parties, papers),
        "trace.json": written(trace_as_data(found)) + "\n",
        "trace.csv": trace_as_csv(found),
        "timeline.svg": to_svg(drawing),
        "timeline.png": to_png(drawing),
    }
    for number, series in enumerate(found.series[:3], start=1):
        panels = multiples(series, parties)
        if panels is not None:
            files |= {f"figures-{number}.svg": to_svg(panels), f"figures-{number}.png": to_png(panels)}
    return _write(folder or case.traces / _slug(found.claim), files)


def write_record(case: Case, found: Record, folder: Path | None = None) -> Path:
    """Write a record's page and data; the page's path."""
    papers = _papers(case, [entry.papers for entry in found.entries])
    files: dict[str, str | bytes] = {
        "index.html": record_to_html(found, papers),
        "record.json": written(record_as_data(found)) + "\n",
        "record.csv": record_as_csv(found),
    }
    return _write(folder or case.traces / _slug(f"record {found.party.name}"), files)


def write_overview(
    case: Case, traces: list[Trace], outlets: tuple[Outlet, ...], folder: Path | None = None
) -> Path:
    """Write what is told most and which outlet says whose word; the page's path."""
    register = case.register
    data = {
        "claims": [trace_as_data(found) for found in traces],
        "outlets": outlets_as_data(outlets),
        "unread": [{"name": name, "problem": problem} for name, problem in register.unread()],
    }
    files: dict[str, str | bytes] = {
        "index.html": traces_to_html(case.name, register.count(), traces, outlets, register.unread()),
        "traces.json": written(data) + "\n",
    }
    return _write(folder or case.traces / "overview", files)


def overview_outlets(case: Case) -> tuple[Outlet, ...]:
    """Which outlet of the case says whose word."""
    return outlets_of(case.register)


def _papers(case: Case, findings: Iterable[Finding | None]) -> dict[str, Paper]:
    """The papers that findings are of, by their ids."""
    ids = {e.document for finding in findings if finding is not None for e in finding.evidence}
    documents = case.library.documents if ids else {}
    return {id_: Paper(documents[id_].name, documents[id_].date) for id_ in sorted(ids) if id_ in documents}


def _slug(words: str) -> str:
    plain = "-".join(re.findall(r"[a-z0-9]+", words.lower()))[:48].strip("-") or "claim"
    return f"{plain}-{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:6]}"


def _write(folder: Path, files: dict[str, str | bytes]) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            aside = folder / f".{name}.part"
            aside.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
            aside.replace(folder / name)
    except OSError as error:
        raise LedgerError(
            f"{folder} cannot be written ({error.strerror}): name another folder with --out"
        ) from error
    return folder / "index.html"
