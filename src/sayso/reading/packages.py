"""Zip packages of XML parts (DOCX, PPTX, XLSX, OpenDocument), opened with a count of what they unpack to."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from sayso.reading.draft import Draft
from sayso.reading.limits import Limits

if TYPE_CHECKING:
    from lxml import etree

_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
#: How the strict variant of Office Open XML names the namespaces (ISO/IEC 29500-1 and -4).
_STRICT_NAMES = tuple(
    (_STRICT + name, _TRANSITIONAL + name.replace(b"/", b"/2006/", 1))
    for name in (
        b"wordprocessingml/main", b"spreadsheetml/main", b"presentationml/main", b"drawingml/main",
        b"drawingml/diagram",
    )
)  # fmt: skip
_STRICT_LINKS = (_STRICT + b"officeDocument/relationships", b"officeDocument/2006/relationships")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SAVE = "save it as text and add that"
_CHUNK = 1 << 20


class Refused(Exception):
    """A file is not safe or not whole; the words are for a reader."""


def open_package(
    data: bytes, draft: Draft, limits: Limits, read: Callable[[Package, Draft], None]
) -> Draft:
    """``draft`` after ``read`` has filled it from the package ``data``; what fails is a problem of it."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            read(Package(archive, draft, limits), draft)
    except Refused as refused:
        draft.problems.append(str(refused))
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        KeyError,
        RuntimeError,
        ValueError,
        zlib.error,
    ):
        draft.problems.append("is damaged (its zip container cannot be read): ask for another copy")
    return draft


class Package:
    """The parts of a package, read while keeping count of what they unpack to.

    Raises Refused where its directory shows a trap or a password, whatever the names say.
    """

    def __init__(self, archive: zipfile.ZipFile, draft: Draft, limits: Limits) -> None:
        self._archive = archive
        self._draft = draft
        self._left = limits.unpacked
        entries = archive.infolist()
        total = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries) or 1
        if len(entries) > limits.zip_entries or total > limits.unpacked:
            raise Refused(f"unpacks to more than sayso reads: {_SAVE}")
        if total > 10_000_000 and total > packed * limits.ratio:
            raise Refused("unpacks to far more than a document holds, as traps do: it was not read")
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refused("is encrypted: save a copy without its password and add that")
        self.names = {entry.filename for entry in entries}

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, a megabyte at a time, counted whatever the directory claims."""
        with self._archive.open(name) as part:
            while data := part.read(min(_CHUNK, self._left + 1)):
                self._left -= len(data)
                if self._left < 0:
                    raise Refused(f"unpacks to more than sayso reads: {_SAVE}")
                yield data

    def tree(self, name: str) -> etree._Element | None:
        """The XML of a part; None, and a problem of the draft, where it cannot be read."""
        from lxml import etree

        try:
            data = b"".join(self.chunks(name))
        except (
            zipfile.BadZipFile,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            zlib.error,
        ):
            self._draft.problems.append(f"is damaged: its part {name} cannot be read")
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True,
            remove_pis=True, load_dtd=False, recover=False,
        )  # fmt: skip
        try:
            root = etree.fromstring(_transitional(data), parser)
        except (etree.XMLSyntaxError, ValueError):
            recovering = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
            try:
                root = etree.fromstring(data, recovering)
            except (etree.XMLSyntaxError, ValueError):
                root = None
            self._draft.problems.append(f"is damaged: its part {name} was read as far as it goes")
        return root

    def links(self, name: str) -> list[tuple[str, str, str]]:
        """What the part ``name`` points at inside the package: id, last word of the type, part."""
        folder, base = posixpath.split(name)
        listing = f"{folder}/_rels/{base}.rels".lstrip("/")
        root = self.tree(listing) if listing in self.names else None
        found = []
        for node in root.iter(_RELATION) if root is not None else ():
            if node.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, node.get("Target") or ""))[1:]
            if target in self.names:
                kind = (node.get("Type") or "").rsplit("/", 1)[-1]
                found.append((node.get("Id") or "", kind, target))
        return found


def _transitional(data: bytes) -> bytes:
    if _STRICT not in data:
        return data
    for strict, usual in _STRICT_NAMES:
        data = data.replace(strict, usual)
    return data.replace(_STRICT_LINKS[0], _TRANSITIONAL + _STRICT_LINKS[1])
