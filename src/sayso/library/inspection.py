"""A library is looked over: documents that no longer hold together, index files that are not sound."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sayso.library.kept import Entry
from sayso.library.store import Store

#: Bytes read at a time.
_BLOCK = 1 << 20
#: tantivy ends each of its files with a footer in JSON, its length and this number.
_TAIL = struct.Struct("<II")
_MAGIC = 1337
#: What every segment of its index has.
_ENDS = (".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term")
#: Index files whose bytes the register determines: one that lags behind is the beginning of a whole one.
_FLAT = ("columns/columns", "meaning/vectors.f16")

#: Hears how much of how much is looked over.
Told = Callable[[int, int], None]


def unsound(store: Store, told: Told = lambda *_: None) -> list[Entry]:
    """The documents whose words, passages or vectors in the register no longer fit together."""
    entries = [e for e in store.entries() if store.has_words(e.id)]
    faulty = []
    for done, entry in enumerate(entries):
        told(done, len(entries))
        if not _holds(store, entry):
            faulty.append(entry)
    told(len(entries), len(entries))
    return faulty


def _holds(store: Store, entry: Entry) -> bool:
    try:
        document = store.document(entry.id)
        passages = store.passages_of(entry.id)
        numbers = list(passages)
        vectors = store.vectors(numbers[0], len(numbers))[0] if numbers else []
    except (sqlite3.DatabaseError, zlib.error, ValueError, LookupError, TypeError):
        return False
    return (
        document is not None
        and len(numbers) == entry.passages
        and numbers == vectors
        and all(document.text[p.start : p.end] == p.text for p in passages.values())
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What the files of both indexes were before they were made anew: sizes and hashes, by name.

    ``faults`` are those of the words index, which is known by its own checksums.
    """

    flat: Mapping[str, tuple[int, str]]
    faults: tuple[str, ...]


def taken(folder: Path) -> Taken | None:
    """What lies in ``folder``, that of one generation, before anything opens and heals it.

    None where it is not there: indexes may be deleted, and are then made anew.
    """
    if not folder.is_dir():
        return None
    flat = {}
    for name in _FLAT:
        path = folder / name
        if path.is_file():
            size = path.stat().st_size
            flat[name] = (size, _hash(path, size))
    return Taken(flat, tuple(_word_faults(folder / "words")))


def compared(before: Taken, folder: Path) -> list[str]:
    """What was wrong with the files that were ``taken``, now that ``folder`` has them anew."""
    faults = list(before.faults)
    for name in _FLAT:
        path = folder / name
        whole = path.stat().st_size if path.is_file() else 0
        size, digest = before.flat.get(name, (0, ""))
        if size < whole:
            faults.append(f"{name} {'lacked its end' if size else 'was missing'}")
        elif size > whole:
            faults.append(f"{name} held what is in no document")
        if 0 < size <= whole and _hash(path, size) != digest:
            faults.append(f"{name} was changed")
    return faults


def _hash(path: Path, size: int) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while size > 0 and (block := file.read(min(_BLOCK, size))):
            digest.update(block)
            size -= len(block)
    return digest.hexdigest()


def _word_faults(folder: Path) -> list[str]:
    """Files of the words index that are missing or do not fit their checksums."""
    try:
        meta = json.loads((folder / "meta.json").read_bytes())
        segments = [str(one["segment_id"]).replace("-", "") for one in meta["segments"]]
    except FileNotFoundError:
        return ["words/meta.json was missing"]
    except (OSError, ValueError, LookupError, TypeError):
        return ["words/meta.json was changed"]
    faults = []
    for one in segments:
        files = {path.suffix: path for path in folder.glob(f"{one}.*")}
        faults += [f"words/{one}{end} was missing" for end in _ENDS if end not in files]
        faults += [f"words/{p.name} was changed" for _, p in sorted(files.items()) if not _is_whole(p)]
    return faults


def _is_whole(path: Path) -> bool:
    """Whether a file of tantivy fits the CRC-32 in its footer."""
    data = path.read_bytes()
    if len(data) < _TAIL.size:
        return False
    length, magic = _TAIL.unpack(data[-_TAIL.size :])
    body = len(data) - _TAIL.size - length
    if magic != _MAGIC or body < 0:
        return False
    try:
        return bool(json.loads(data[body : body + length])["crc"] == zlib.crc32(data[:body]))
    except (ValueError, LookupError, TypeError):
        return False
