"""Which files of a folder are read."""

from __future__ import annotations

from pathlib import Path

from sayso.reading.folders import files_in

LEDGER = ("ledger.json", "ledger.csv", "ledger.md", "index.html")


def names(folder: Path) -> list[str]:
    return [found.name for found in files_in([folder])]


def write(folder: Path, *files: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in files:
        (folder / name).write_text("words")


def test_a_ledger_of_sayso_is_no_paper(tmp_path: Path) -> None:
    write(tmp_path, "memo.txt")
    write(tmp_path / "out", *LEDGER, "note.txt")
    assert names(tmp_path) == ["memo.txt", "out/note.txt"]
    assert names(tmp_path / "out") == ["note.txt"]


def test_a_file_that_is_only_named_like_one_of_a_ledger_is_read(tmp_path: Path) -> None:
    write(tmp_path, *LEDGER[1:])
    assert names(tmp_path) == sorted(LEDGER[1:])
    assert [found.name for found in files_in([tmp_path / "ledger.csv"])] == ["ledger.csv"]
