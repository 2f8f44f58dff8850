"""The pages of stories as HTML that needs nothing but itself, readable without script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from sayso.ledger.page import furnish
from sayso.ledger.wording import (
    CLAIM_WORDS,
    KIND_LABELS,
    KIND_ORDER,
    KIND_WORDS,
    QUOTATION_WORDS,
    STANCE_SYMBOLS,
    STANCE_WORDS,
    SYMBOLS,
    VERDICT_WORDS,
    Sign,
    day,
    harmless,
    one_line,
    sign,
)
from sayso.publishing.linked import linked_data
from sayso.publishing.pictures import tally
from sayso.publishing.records import Publication, Story, Version
from sayso.records import Finding, Quotation, SourceKind, Stance, Verdict


class StoryView:
    """What the templates show of one version of a story."""

    def __init__(self, story: Story, version: Version, publication: Publication) -> None:
        self.story = story
        self.version = version
        self.publication = publication
        self.data: dict[str, Any] = version.data
        self.statements = {s["id"]: s for s in self.data["statements"]}
        self.numbers = {s["id"]: n for n, s in enumerate(self.data["statements"], start=1)}
        self.papers = {d["id"]: d for d in self.data["documents"]}
        self._claims: dict[str, list[dict[str, Any]]] = {}
        for claim in self.data["claims"]:
            self._claims.setdefault(claim["statement"], []).append(claim)

    @property
    def newest(self) -> bool:
        """Whether this is the version that stands."""
        return self.version.number == self.story.newest.number

    def claims(self, statement: str) -> list[dict[str, Any]]:
        """The claims of a statement."""
        return self._claims.get(statement, [])

    def told(self, statement: str) -> list[dict[str, Any]]:
        """The claims of a statement that there is something to tell of."""
        return [c for c in self.claims(statement) if not _silent(c)]

    def silent(self, statement: str) -> list[str]:
        """The claims of a statement on which nothing was found, each once by its words."""
        return list(dict.fromkeys(c["text"] for c in self.claims(statement) if _silent(c)))

    def sign(self, statements: Sequence[str], side: str = "so") -> Sign:
        """What the public findings on some statements come to."""
        found = [c[side] for s in statements for c in self.claims(s) if c[side] and c[side]["verdict"]]
        return sign(Finding(Verdict(f["verdict"]), 0.0, "", "") for f in found)

    def nobody(self, statement: str) -> bool:
        """Whether a statement is laid to nobody."""
        return bool(self.statements[statement]["source_kind"] == SourceKind.OWN_VOICE.value)

    def words(self, finding: dict[str, Any]) -> str:
        """A finding's verdict in words."""
        if finding["verdict"] is None:
            return "Not published"
        if finding["verdict"] == Verdict.NOT_FOUND.value:
            return f"Not found in {self.data['coverage']['words']}"
        return VERDICT_WORDS[Verdict(finding["verdict"])]

    @property
    def tally(self) -> list[tuple[Verdict, int]]:
        """How many findings have which verdict."""
        return tally(self.data)

    @property
    def bar(self) -> list[tuple[SourceKind, int, float, float]]:
        """The sourcing bar: kind, count, where it starts and how long it is, in percent."""
        counts = {kind: self.data["sources"].get(kind.value, 0) for kind in KIND_ORDER}
        total, left, bar = sum(counts.values()), 0.0, []
        for kind, count in counts.items():
            width = 100 * count / total if total else 0.0
            bar.append((kind, count, round(left, 3), round(width, 3)))
            left += width
        return bar

    def claim_texts(self, claims: Sequence[str]) -> list[dict[str, Any]]:
        """The claims with these ids, each once by its words."""
        known = {c["id"]: c for c in self.data["claims"]}
        found: dict[str, dict[str, Any]] = {}
        for one in claims:
            if one in known:
                found.setdefault(known[one]["text"], known[one])
        return list(found.values())


def _silent(claim: dict[str, Any]) -> bool:
    """Whether nothing was found on a claim, by the program alone."""
    found = [f for f in (claim["say"], claim["so"]) if f]
    return bool(found) and all(f["verdict"] == Verdict.NOT_FOUND.value and not f["seen"] for f in found)


def story_page(view: StoryView, root: str) -> bytes:
    """A story; ``root`` leads from it to the first page."""
    linked = linked_data(view.story, view.version, view.publication) if view.newest else None
    return _rendered("story.html.j2", view.publication, root, view=view, linked=linked)


def claim_page(view: StoryView, claim: dict[str, Any], root: str) -> bytes:
    """The card of one claim, to be embedded elsewhere."""
    return _rendered("claim.html.j2", view.publication, root, view=view, claim=claim, framed=True)


def list_page(
    title: str, stories: Sequence[Story], publication: Publication, root: str, **more: Any
) -> bytes:
    """A page that lists stories: the first page, a section, an author, a month."""
    views = [StoryView(story, story.newest, publication) for story in stories]
    return _rendered("list.html.j2", publication, root, title=title, views=views, **more)


def search_page(stories: Sequence[Story], publication: Publication, root: str) -> bytes:
    """All stories with their claims, to be searched with the browser's own search or the field."""
    views = [StoryView(story, story.newest, publication) for story in stories]
    return _rendered(
        "search.html.j2", publication, root, script=part("search.js"), title="Search", views=views
    )


def _rendered(
    template: str, publication: Publication, root: str, script: str = "", framed: bool = False, **context: Any
) -> bytes:
    style = part("story.css")
    policy = (
        f"default-src 'none'; img-src 'self' data:; style-src {_hash(style)}; "
        f"script-src {_hash(script) if script else chr(39) + 'none' + chr(39)}; base-uri 'none'; "
        "form-action 'none'"
    )
    full = {
        "publication": publication, "root": root, "style": Markup(style), "script": Markup(script),
        "policy": policy, "framed": framed, "linked": None, **context,
    }  # fmt: skip
    return _environment().get_template(template).render(full).encode("utf-8", "replace")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(part), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    furnish(environment)
    environment.filters |= {
        "moment": _moment, "sayday": lambda text: day(datetime.fromisoformat(text)), "ending": _ending,
    }  # fmt: skip
    environment.globals |= {
        "claim_words": {k.value: v for k, v in CLAIM_WORDS.items()},
        "kind_words_of": {k.value: v.replace("article", "story") for k, v in KIND_WORDS.items()},
        "kind_labels": {k: v.replace("article", "story") for k, v in KIND_LABELS.items()},
        "quotation_words": {q.value: QUOTATION_WORDS[q] for q in Quotation},
        "stance_words": {s.value: STANCE_WORDS[s] for s in Stance},
        "stance_symbols": {s.value: STANCE_SYMBOLS[s] for s in Stance},
        "symbol_of": {s.value: SYMBOLS[s] for s in Sign},
        "marked": marked,
    }
    return environment


def marked(evidence: dict[str, Any]) -> list[tuple[str, bool]]:
    """The words of evidence cut at the deciding ones, each piece with whether it is one."""
    text, edges = evidence["text"], {0, len(evidence["text"])}
    for start, end in evidence["marks"]:
        edges |= {start, end}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    return [
        (harmless(text[a:b]), any(s <= a < e for s, e in evidence["marks"]))
        for a, b in pairwise(cuts)
    ]


def _ending(text: str, limit: int) -> str:
    """The last words of ``text``, begun at a word."""
    line = one_line(text)
    return line if len(line) <= limit else "…" + line[-limit:].split(" ", 1)[-1]


def _moment(text: str) -> str:
    when = datetime.fromisoformat(text)
    return f"{day(when)}, {when:%H:%M}"


def part(name: str) -> str:
    """The text of a file of the pages."""
    return (resources.files(__package__) / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
