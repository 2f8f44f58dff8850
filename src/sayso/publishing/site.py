"""All published pages by their paths, made one at a time, for a server or as files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sayso.errors import StoryError
from sayso.ledger.wording import one_line
from sayso.publishing import feeds
from sayso.publishing.bundle import bundle
from sayso.publishing.linked import ledger_csv, ledger_json, oembed
from sayso.publishing.page import StoryView, claim_page, list_page, search_page, story_page
from sayso.publishing.pictures import thumbnail
from sayso.publishing.records import Publication, Story
from sayso.publishing.slugs import SAFE, slugs_of
from sayso.publishing.withdrawn import kept_to

_PER_PAGE = 20
_MONTHS = ("January February March April May June July August September October November December").split()
_TYPES = {
    ".html": "text/html; charset=utf-8", ".json": "application/json", ".csv": "text/csv; charset=utf-8",
    ".png": "image/png", ".jpg": "image/jpeg", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent. ``framed``: other sites may show it in a frame."""

    body: bytes
    media_type: str
    framed: bool = False


class Site:
    """The pages of ``stories``, of which the newest comes first whatever their order here."""

    def __init__(self, publication: Publication, stories: Sequence[Story]) -> None:
        if publication.address and not re.fullmatch(r"https?://[^\s\"'<>]+/", publication.address):
            raise StoryError(
                f"{publication.address!r} is no address for pages: write it as https://example.org/papers/"
            )
        self._publication = replace(publication, name=one_line(publication.name))
        for story in stories:
            _refuse_paths_outside(story)
        self._stories = sorted((_within_clearance(s) for s in stories), key=_age, reverse=True)
        oldest = self._stories[::-1]
        self._slugs = {
            key: slugs_of(filter(None, (one_line(s.newest.data[key]) for s in oldest)))
            for key in ("section", "author")
        }

    def viewed(self, views: Mapping[str, int]) -> Site:
        """The same site with other counts of views, by slug."""
        return Site(self._publication, [replace(s, views=views.get(s.slug, s.views)) for s in self._stories])

    def paths(self) -> Iterator[str]:
        """The paths of all pages."""
        yield from self._made

    def get(self, path: str) -> Page | None:
        """The page at ``path``; a folder's is its index.html. None where there is none."""
        path = path.lstrip("/")
        if not path or path.endswith("/"):
            path += "index.html"
        make = self._made.get(path)
        if make is None:
            return None
        suffix = path[path.rindex(".") :]
        return Page(make(), _TYPES[suffix], "/claims/" in path)

    @cached_property
    def _made(self) -> dict[str, Callable[[], bytes]]:
        made: dict[str, Callable[[], bytes]] = {}
        every, publication = self._stories, self._publication
        pages = max(1, -(-len(every) // _PER_PAGE))
        for number in range(1, pages + 1):
            some = every[(number - 1) * _PER_PAGE : number * _PER_PAGE]
            made[_numbered(number)] = _later(
                list_page, publication.name, some, publication, "./", slugs=self._slugs,
                before=_numbered(number - 1) if number > 1 else "",
                after=_numbered(number + 1) if number < pages else "", first=number == 1,
            )  # fmt: skip
        for kind, key in (("section", "section"), ("author", "author")):
            for slug, (name, some) in self._grouped(key).items():
                title = f"{'Stories by ' if kind == 'author' else ''}{name}"
                made[f"{kind}/{slug}.html"] = _later(
                    list_page, title, some, publication, "../", slugs=self._slugs
                )
        months: dict[str, list[Story]] = {}
        for story in every:
            months.setdefault(story.newest.data["published"][:7], []).append(story)
        for month, some in months.items():
            title = f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}"
            made[f"archive/{month}.html"] = _later(
                list_page, title, some, publication, "../", slugs=self._slugs
            )
        made["archive/index.html"] = _later(
            list_page, "Archive", [], publication, "../", slugs=self._slugs,
            months=[(m, f"{_MONTHS[int(m[5:]) - 1]} {m[:4]}", len(some)) for m, some in months.items()],
        )  # fmt: skip
        made["search.html"] = _later(search_page, every, publication, "./")
        made["feed.xml"] = _later(feeds.rss, every, publication)
        made["atom.xml"] = _later(feeds.atom, every, publication)
        made["feed.json"] = _later(feeds.json_feed, every, publication)
        if publication.address:
            made["sitemap.xml"] = _later(feeds.sitemap, every, publication)
        made["robots.txt"] = _later(self._robots)
        for story in every:
            self._of_story(made, story)
        return made

    def _of_story(self, made: dict[str, Callable[[], bytes]], story: Story) -> None:
        publication, newest = self._publication, story.newest
        at, data = story.slug, newest.data
        for version in story.versions:
            name = "index.html" if version is newest else f"v{version.number}.html"
            view = StoryView(story, version, publication)
            made[f"{at}/{name}"] = _later(story_page, view, "../")
            if version.jpeg is not None:
                picture = "picture.jpg" if version is newest else f"picture-v{version.number}.jpg"
                made[f"{at}/{picture}"] = _later(bytes, version.jpeg)
        view = StoryView(story, newest, publication)
        for claim in data["claims"]:
            made[f"{at}/claims/{claim['id']}.html"] = _later(claim_page, view, claim, "../../")
        made[f"{at}/thumbnail.png"] = _later(thumbnail, data, publication.name)
        made[f"{at}/receipts.json"] = _later(bundle, data)
        made[f"{at}/ledger.json"] = _later(ledger_json, data)
        made[f"{at}/ledger.csv"] = _later(ledger_csv, data)
        if publication.address:
            made[f"{at}/oembed.json"] = _later(oembed, story, publication)

    def _grouped(self, key: str) -> dict[str, tuple[str, list[Story]]]:
        found: dict[str, tuple[str, list[Story]]] = {}
        for story in self._stories:
            name = one_line(story.newest.data[key])
            if name:
                found.setdefault(self._slugs[key][name], (name, []))[1].append(story)
        return found

    def _robots(self) -> bytes:
        address = self._publication.address
        return (f"User-agent: *\nAllow: /\n{f'Sitemap: {address}sitemap.xml' if address else ''}\n").encode()


def write_site(site: Site, folder: Path) -> list[Path]:
    """Write all pages into ``folder``, each whole or not at all; their paths.

    Files of an earlier publication that no longer belong are deleted where this wrote them, by the list
    that it keeps in ``.sayso-pages``. Raises StoryError where the folder cannot be written, or has files
    of somebody else's where pages must go.
    """
    note = folder / ".sayso-pages"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = set(note.read_text("utf-8").splitlines()) if note.exists() else set()
        paths = list(site.paths())
        if not before and (taken := [p for p in paths if (folder / p).exists()]):
            raise StoryError(f"{folder / taken[0]} is there already: name an empty folder with --out")
        note.write_text("\n".join(sorted({*before, *paths})) + "\n", "utf-8")
        for path in paths:
            page = site.get(path)
            assert page is not None
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            aside = target.with_name(f".{target.name}.part")
            aside.write_bytes(page.body)
            aside.replace(target)
        for gone in before - set(paths):
            if ".." not in Path(gone).parts and not Path(gone).is_absolute():
                (folder / gone).unlink(missing_ok=True)
        note.write_text("\n".join(sorted(paths)) + "\n", "utf-8")
    except OSError as error:
        raise StoryError(
            f"the pages cannot be written to {folder} ({error.strerror}): name another folder with --out"
        ) from error
    return [folder / path for path in paths]


def _age(story: Story) -> tuple[datetime, str]:
    return datetime.fromisoformat(story.newest.data["published"]), story.slug


def _refuse_paths_outside(story: Story) -> None:
    """Raise StoryError where a slug or an id would name a file elsewhere: a ledger.json may be made up."""
    ids = [claim["id"] for version in story.versions for claim in version.data["claims"]]
    for part in (story.slug, *ids):
        if not SAFE.fullmatch(part):
            raise StoryError(
                f"{story.slug!r} cannot be published, for {part!r} is no part of an address: name the story "
                "otherwise, or check the article anew"
            )


def _within_clearance(story: Story) -> Story:
    """The story with only those papers in its earlier versions that the newest still quotes."""
    papers = {paper["sha256"] for paper in story.newest.data["documents"]}
    earlier = (replace(v, data=kept_to(v.data, papers)) for v in story.versions[:-1])
    return replace(story, versions=(*earlier, story.newest))


def _numbered(number: int) -> str:
    return "index.html" if number == 1 else f"page-{number}.html"


def _later(make: Callable[..., bytes], *values: object, **named: object) -> Callable[[], bytes]:
    return lambda: make(*values, **named)
