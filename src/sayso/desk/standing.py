"""How a ledger stands: what the log says people decided, wrote and left open, read out of it anew.

The program's findings are in the ledger and stay as they are; what a person says of one stands
beside it. A decision is on a finding as it was: where the article was checked anew and the finding
came out otherwise, the decision is *stale*, and the finding wants looking at again.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.desk.models import Entry
from sayso.desk.models import Ledger as Row
from sayso.ledger.digest import Digest, Point, Side
from sayso.ledger.from_json import evidence_from
from sayso.records import ClaimKind, Evidence, Finding, Ledger, Verdict

Key = tuple[str, Side]


@dataclass(frozen=True)
class Decision:
    """What a person decided of a finding. ``verdict`` None: as the program found it.

    ``evidence`` are the words they picked themselves.
    """

    entry: Entry
    verdict: Verdict | None
    note: str
    evidence: tuple[Evidence, ...]
    stale: bool


@dataclass(frozen=True)
class Standing:
    """All that people did to a ledger. ``open`` are the findings that somebody must look at yet."""

    decisions: dict[Key, Decision] = field(default_factory=dict)
    history: dict[Key, list[Decision]] = field(default_factory=dict)
    comments: dict[str, list[Entry]] = field(default_factory=dict)
    assigned: dict[str, str] = field(default_factory=dict)
    needed: tuple[Point, ...] = ()
    open: tuple[Point, ...] = ()
    signed: Entry | None = None
    newest: int = 0

    def decided(self, claim: str, side: Side) -> Decision | None:
        """The decision that holds for one side of a claim."""
        return self.decisions.get((claim, side))


def standing_of(row: Row, ledger: Ledger) -> Standing:
    """How the ledger of ``row`` stands by its case's log."""
    entries = list(Entry.objects.filter(case=row.case, ledger=row.key).order_by("number"))
    return fold(entries, ledger, row.digest)


def fold(entries: Iterable[Entry], ledger: Ledger, digest: str) -> Standing:
    """The standing that a log's ``entries`` on one ledger come to; ``digest`` is the ledger's own."""
    points = Digest(ledger).points
    findings: dict[Key, Finding] = {(p.claim.id, p.side): p.finding for p in points}
    history: defaultdict[Key, list[Decision]] = defaultdict(list)
    comments: defaultdict[str, list[Entry]] = defaultdict(list)
    assigned: dict[str, str] = {}
    signed, newest, decided = None, 0, 0
    for entry in entries:
        newest = entry.number
        if entry.act == "decide":
            key: Key = (entry.claim, "say" if entry.side == "say" else "so")
            history[key].append(_decision(entry, findings.get(key)))
            decided = entry.number
        elif entry.act == "comment":
            comments[entry.claim].append(entry)
        elif entry.act == "assign":
            assigned[entry.claim] = entry.data["to"]
        elif entry.act == "sign":
            signed = entry
    decisions = {key: made[-1] for key, made in history.items()}
    needed = tuple(point for point in points if must_be_looked_at(point))
    open_ = tuple(
        point
        for point in needed
        if (one := decisions.get((point.claim.id, point.side))) is None or one.stale
    )
    if signed is not None and (signed.number < decided or signed.data["digest"] != digest):
        signed = None
    return Standing(
        decisions, dict(history), dict(comments), {k: v for k, v in assigned.items() if v}, needed, open_,
        signed if not open_ else None, newest,
    )  # fmt: skip


def must_be_looked_at(point: Point) -> bool:
    """Whether a person must have seen this finding before it is published."""
    return point.finding.verdict is Verdict.CONTRADICTED or point.claim.kind is ClaimKind.QUOTATION


def print_of(finding: Finding) -> str:
    """A fingerprint of what a finding says; its score and the wording of neighbours are not in it."""
    words = [finding.verdict, finding.reason, finding.check]
    shown = [[e.document, e.start, e.end, e.stance] for e in finding.evidence]
    return hashlib.sha256(json.dumps([words, shown]).encode()).hexdigest()[:16]


def _decision(entry: Entry, finding: Finding | None) -> Decision:
    said = entry.data
    return Decision(
        entry,
        Verdict(said["verdict"]) if said["verdict"] else None,
        said["note"],
        tuple(evidence_from(one) for one in said["evidence"]),
        finding is None or said["finding"] != print_of(finding),
    )
