"""``sayso status`` shows every document with what became of it, and what belongs together."""

import io
import json
import zipfile

import pytest
from rich.console import Console

from sayso.cases import Case, terminal
from sayso.cases.adding import add
from sayso.cases.reporting import report

from .commands import sayso
from .pile import PairEmbedder, fill, mail


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("sayso.models.load_embedder", lambda threads=0: PairEmbedder())
    pile = tmp_path / "pile"
    pile.mkdir()
    text = "The board decided to close the quay and to spend 240,000 euros on its repair, as was asked. "
    (pile / "final.txt").write_text(text * 3, "utf-8")
    (pile / "draft.txt").write_text(text.replace("240", "310") * 3, "utf-8")
    (pile / "lettre.txt").write_text("Le directeur a dit que la grue du port était dangereuse. " * 3, "utf-8")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a/final.txt", text * 3)
        archive.writestr("a/tune.mp3", b"ID3" + b"\x00\x01" * 4000)
    with zipfile.ZipFile(pile / "leak.zip", "w") as archive:
        archive.writestr("deep/inner.zip", inner.getvalue())
    for n in (1, 2):
        body = f"I saw the crane fall {n} times, and so did everybody else on the quay."
        answer = mail("Re: Quay", body).replace(b"MIME", b"In-Reply-To: <a@b>\nMIME", 1)
        (pile / f"{n}.eml").write_bytes(answer)
    with Case.new(tmp_path / "case") as case:
        case.use(PairEmbedder())
        add(case, [pile])
    return tmp_path / "case"


def test_every_document_is_shown_with_its_place_and_what_belongs_together(folder):
    code, out, _ = sayso("status", "--case", folder)
    assert code == 0
    assert "leak.zip › deep/inner.zip › a/tune.mp3: is a sound or video recording" in out
    assert "leak.zip › deep/inner.zip › a/final.txt: the same bytes as final.txt" in out
    assert "draft.txt: final.txt (figures differ: 240,000" in out
    assert "Re: Quay: 1.eml, 2.eml" in out
    assert "French 1" in out
    assert "Kinds: text 3, archive 2, mail 2, other 1" in out
    told = json.loads(sayso("status", "--json", "--case", folder)[1])
    by_name = {d["name"]: d for d in told["documents"]}
    assert len(told["documents"]) == 9
    assert by_name["a/tune.mp3"]["inside"] == "leak.zip › deep/inner.zip"
    assert by_name["a/final.txt"]["same_as"] == by_name["final.txt"]["id"]
    assert [len(t["mails"]) for t in told["threads"]] == [2]
    assert [len(c["others"]) for c in told["near_copies"]] == [1]


def test_progress_counts_files_as_they_are_read_and_never_backwards(tmp_path):
    pile = tmp_path / "pile"
    pile.mkdir()
    for n in range(40):
        (pile / f"{n}.txt").write_text(f"The mayor opened quay {n}.", "utf-8")
    (pile / "tune.mp3").write_bytes(b"ID3" + b"\x00\x01" * 4000)
    seen = []
    with Case.new(tmp_path / "case") as case:
        case.use(PairEmbedder())
        add(case, [pile], lambda added, _: seen.append(added))
    shown = [one.files + one.ahead for one in seen]
    assert shown == sorted(shown)
    assert (shown[0], shown[-1]) == (0, 41)
    assert any(one.ahead and not one.files for one in seen)
    said = io.StringIO()
    screen = Console(file=said, force_terminal=True, width=80)
    with terminal.watching_addition(screen) as told:
        told([one for one in seen if one.indexed is None][-1], [])
    assert "41 of 41 files" in said.getvalue()
    assert "left" in said.getvalue()
    quiet = io.StringIO()
    with terminal.watching_addition(Console(file=quiet, width=80)) as told:
        told(seen[-1], [])
    assert quiet.getvalue() == ""


def test_a_report_is_of_one_moment_though_papers_are_added_meanwhile(folder, tmp_path, monkeypatch):
    text = "The board decided to close the quay and to spend 999,000 euros on its repair, as was asked. "
    (tmp_path / "late.txt").write_text(text * 3, "utf-8")
    with Case(folder) as case:
        kept = case.store.originals

        def meanwhile():
            fill(folder, tmp_path / "late.txt")
            return kept()

        monkeypatch.setattr(case.store, "originals", meanwhile)
        told = report(case)
        assert len(told.lines) == 9
        assert [len(c.others) for c in told.copies] == [1]
        monkeypatch.setattr(case.store, "originals", kept)
        assert [len(c.others) for c in report(case).copies] == [2]
