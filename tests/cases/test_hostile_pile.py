"""A pile of hostile files, added to a case: what is written, and where."""

import io
import os
import tarfile
import zipfile
from pathlib import Path

from sayso.cases import Case
from sayso.cases.adding import add

from .pile import PairEmbedder

WORDS = "The dam was inspected on 3 March 2024 and found sound.\n"
NAMES = ("../../../escape.txt", "/tmp/absolute.txt", "..\\..\\up.txt", "C:\\x.txt", "a/../../b.txt",
         "case.toml", "library.sqlite", "nul\0byte.txt", "x" * 4000)  # fmt: skip


def traps(folder: Path) -> None:
    """Archives whose names and links lead out of wherever they might be unpacked."""
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for number, name in enumerate(NAMES):
            archive.writestr(zipfile.ZipInfo(name), f"{number} {WORDS}")
    with tarfile.open(folder / "b.tar", "w") as archive:
        for number, name in enumerate(NAMES):
            data = f"{number} by TAR. {WORDS}".encode()
            entry = tarfile.TarInfo(name.replace("\0", ""))
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        # A link to a folder outside, and a file to be written through it.
        for name, kind, leads in (("out", tarfile.SYMTYPE, "../.."), ("hard", tarfile.LNKTYPE, "/etc/hosts")):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, leads
            archive.addfile(entry)
        entry = tarfile.TarInfo("out/through.txt")
        entry.size = len(WORDS)
        archive.addfile(entry, io.BytesIO(WORDS.encode()))
    (folder / "c.eml").write_text(
        "From: a@x.example\nTo: b@x.example\nSubject: x\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="cut"\n\n--cut\nContent-Type: text/plain; '
        'name="../../mailed.txt"\nContent-Disposition: attachment; filename="../../mailed.txt"\n\n'
        f"By mail. {WORDS}\n--cut--\n"
    )


def everything(folder: Path) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = {}
    for here, folders, files in os.walk(folder):
        for name in folders:
            found[os.path.join(here, name)] = None
        for name in files:
            path = os.path.join(here, name)
            found[path] = Path(path).read_bytes()
    return found


def test_no_byte_is_written_outside_the_case(tmp_path, monkeypatch):
    world = tmp_path / "world"
    traps(world / "a" / "b" / "pile")
    for place in ("home", "temp", "here"):
        (world / place).mkdir()
    for name, place in (("HOME", "home"), ("TMPDIR", "temp")):
        monkeypatch.setenv(name, str(world / place))
    monkeypatch.chdir(world / "here")
    case = Case.new(world / "a" / "b" / "case")
    case.use(PairEmbedder())
    before = everything(world)
    try:
        added = add(case, [world / "a" / "b" / "pile"])
        names = {entry.name for entry in case.store.entries()}
    finally:
        case.close()
    after = everything(world)
    inside = str(world / "a" / "b" / "case") + os.sep
    assert {path for path in after.keys() ^ before.keys() if not path.startswith(inside)} == set()
    assert all(after[path] == data for path, data in before.items() if not path.startswith(inside))
    assert added.documents > 2 * len(NAMES)
    assert {"escape.txt", "tmp/absolute.txt", "mailed.txt", "out/through.txt"} <= names
    kept = [path for path in (world / "a" / "b" / "case").rglob("*") if path.is_file()]
    assert not any(part in path.name for path in kept for part in ("escape", "absolute", "mailed", "through"))
