from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sayso.errors import ArticleError
from sayso.reading import Limits, crew, read_article, read_file, read_paths
from sayso.reading.levels import level_of
from sayso.reading.wire import send
from sayso.records import Status

from .conftest import check_spans, encrypted, make_mail, make_pdf, make_scan


@pytest.fixture
def rogue(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A child that a file has taken over: it answers with what the test puts in ``answer.py``."""
    script = tmp_path / "answer.py"
    start = crew._start

    def started(desk: int | None = None) -> subprocess.Popen[bytes]:
        real = subprocess.Popen

        def popen(command: list[str], **options: object) -> subprocess.Popen[bytes]:
            return real([sys.executable, str(script)], **options)  # type: ignore[call-overload,no-any-return]

        monkeypatch.setattr(crew.subprocess, "Popen", popen)
        try:
            return start(desk)
        finally:
            monkeypatch.setattr(crew.subprocess, "Popen", real)

    monkeypatch.setattr(crew, "_start", started)
    return script


PLAIN = ["paragraph", None, None, None, None, []]
ANSWER = """
import sys
from sayso.reading.wire import receive, send
source, sink = sys.stdin.buffer, sys.stdout.buffer
receive(source)
send(sink, {{"level": ["child process"]}})
while (job := receive(source)) is not None:
    {}
"""


BARE = {
    "id": "", "name": "b.txt", "sha256": "", "media_type": "text/plain", "status": "read",
    "reason": None, "title": None, "author": None, "date": None, "pages": [], "segments": [],
    "part_of": None,
}  # fmt: skip


def answering(document: dict[str, object]) -> str:
    """A child that says ``document`` whatever it is asked."""
    said = json.dumps(json.dumps({"documents": [document]}))
    return ANSWER.format(f"import json; send(sink, json.loads({said}))")


def test_a_folder_is_read_in_order_and_hidden_files_are_not(folder: Path) -> None:
    documents = list(read_paths([folder]))
    assert [d.name for d in documents] == ["a.csv", "b.txt", "inner/c.pdf"]
    assert {d.status for d in documents} == {Status.READ}
    for document in documents:
        check_spans(document)


def test_children_read_what_this_process_reads(folder: Path) -> None:
    apart = {d.sha256: d for d in read_paths([folder])}
    for name in ("a.csv", "b.txt", "inner/c.pdf"):
        here = read_file(folder / name)[0]
        there = apart[here.sha256]
        assert (there.text, there.segments, there.pages, there.date) == (
            here.text, here.segments, here.pages, here.date,
        )  # fmt: skip


def test_a_long_pdf_read_by_two_children_is_one_document(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(make_pdf([[f"Page {n} of the long paper."] for n in range(1, 31)]))
    limits = Limits(chunk=4)
    joined = next(iter(read_paths([path], limits=limits)))
    check_spans(joined)
    whole = read_file(path)[0]
    assert (joined.text, joined.segments, joined.pages) == (whole.text, whole.segments, whole.pages)
    assert joined.status is Status.READ


def test_faults_of_a_long_pdf_are_told_together(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(make_scan(text_pages=9))
    document = next(iter(read_paths([path], limits=Limits(chunk=3))))
    assert (document.reason or "").startswith("pages 10 ")
    beyond = next(iter(read_paths([path], limits=Limits(chunk=3, pages=5))))
    assert len(beyond.pages) == 5
    assert "pages 6 to 10 lie beyond the limit" in (beyond.reason or "")


def test_same_bytes_are_read_once_and_ids_are_unique(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("The same words.")
    first, second, third = read_paths([tmp_path])
    assert (first.status, second.status) == (Status.READ, Status.UNREAD)
    assert second.reason == "the same bytes as a.txt, which was read"
    assert [second.id, third.id] == [f"{first.id}-2", f"{first.id}-3"]


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    assert len(list(read_paths([folder / "b.txt", folder]))) == 3


def test_attachments_come_after_their_mail(tmp_path: Path) -> None:
    message = make_mail("See attached.\n")
    message.add_attachment("a,b\n1,x\n", subtype="csv", filename="t.csv")
    (tmp_path / "m.eml").write_bytes(message.as_bytes())
    mail, attached = read_paths([tmp_path])
    assert (attached.name, attached.part_of) == ("t.csv", mail.id)


def test_what_cannot_be_read_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(encrypted(make_pdf([["Secret."]])))
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(500))
    (tmp_path / "c.txt").write_bytes(b"")
    (tmp_path / "d.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    (tmp_path / "e.txt").write_text("Good words.")
    documents = list(read_paths([tmp_path, tmp_path / "missing.txt"]))
    assert [d.status is Status.READ for d in documents] == [False, False, False, False, True, False]
    assert all(d.reason for d in documents if d.status is not Status.READ)
    assert documents[-1].name == "missing.txt"
    assert "cannot be found" in (documents[-1].reason or "")
    assert len({d.id for d in documents}) == len(documents)


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "big.pdf").open("wb") as file:
        file.truncate(300_000_000)
    (document,) = read_paths([tmp_path])
    assert document.reason == "is 300 MB, over the limit of 200 MB: split it and add the parts"


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.txt").write_text("Not yours.")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.txt").write_text("Yours.")
    (inside / "again.txt").symlink_to(inside / "a.txt")
    (inside / "out.txt").symlink_to(outside / "x.txt")
    (inside / "outdir").symlink_to(outside)
    documents = {d.name: d for d in read_paths([inside])}
    assert documents["a.txt"].text == "Yours."
    assert "not followed" in (documents["out.txt"].reason or "")
    assert "not followed" in (documents["outdir"].reason or "")
    assert not any("Not yours" in d.text for d in documents.values())


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_child_that_dies_costs_its_file_only(rogue: Path, tmp_path: Path) -> None:
    rogue.write_text(ANSWER.format("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"))
    papers = tmp_path / "papers"
    papers.mkdir()
    for name in "abc":
        (papers / f"{name}.txt").write_text(f"Words of {name}.")
    documents = list(read_paths([papers]))
    assert len(documents) == 3
    assert all("made its reader stop" in (d.reason or "") for d in documents)


def test_a_child_that_hangs_is_ended(rogue: Path, folder: Path) -> None:
    rogue.write_text(ANSWER.format("import time; time.sleep(60)"))
    began = time.monotonic()
    (document,) = read_paths([folder / "b.txt"], limits=Limits(seconds=1))
    assert "longer than 1 seconds" in (document.reason or "")
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "change",
    [
        {"segments": [[0, 9999, *PLAIN]]},
        {"segments": [[5, 6, *PLAIN], [0, 1, *PLAIN]]},
        {"segments": [[0, 1, "nonsense", None, None, None, None, []]]},
        {"text": 5},
        {"status": "splendid"},
        {"date": "yesterday"},
        {"pages": [[1, 0, 5, 1.0, 1.0, "AAAA"]]},
        {"metadata": [["a"]]},
        {"sha256": "x" * 64},
        {"id": None},
    ],
)  # fmt: skip
def test_what_a_child_says_is_checked(rogue: Path, folder: Path, change: dict[str, object]) -> None:
    honest = {
        "id": "", "name": "b.txt", "sha256": "", "media_type": "text/plain", "text": "Some words.",
        "status": "read", "reason": None, "title": None, "author": None, "date": None, "pages": [],
        "segments": [], "metadata": [], "part_of": None,
    }  # fmt: skip
    rogue.write_text(answering({**honest, **change}))
    (document,) = read_paths([folder / "b.txt"])
    assert document.status is Status.UNREAD
    assert "answer nonsense" in (document.reason or "")


def test_a_child_cannot_give_a_file_another_name_or_hash(rogue: Path, folder: Path) -> None:
    lie = {
        "id": "0" * 12,
        "name": "other",
        "sha256": "0" * 64,
        "media_type": "text/plain",
        "text": "w",
        "status": "read",
        "reason": None,
        "title": None,
        "author": None,
        "date": None,
        "pages": [],
        "segments": [],
        "metadata": [],
        "part_of": None,
    }
    rogue.write_text(answering(lie))
    (document,) = read_paths([folder / "b.txt"])
    honest = read_file(folder / "b.txt")[0]
    assert (document.name, document.sha256, document.id) == ("b.txt", honest.sha256, honest.id)


PROBE = """
import sys, os
sys.argv = ["x"]
import sayso.reading.worker as worker
from sayso.reading.wire import send
def probe(job, limits):
    found = {}
    def attempt(name, act):
        try: act(); found[name] = "allowed"
        except BaseException as error: found[name] = type(error).__name__
    import socket
    attempt("socket", lambda: socket.socket())
    attempt("connect", lambda: socket.create_connection(("127.0.0.1", 9)))
    attempt("write", lambda: open(job["written"], "wb", buffering=0).write(b"x" * 99999))
    attempt("memory", lambda: bytearray(8_000_000_000))
    attempt("files", lambda: [os.open("/dev/null", 0) for _ in range(500)])
    found["environment"] = ",".join(sorted(os.environ))
    found["folder"] = os.getcwd()
    return {"probe": found}
worker._JOBS["probe"] = probe
worker.main()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limits of Linux")
def test_a_child_may_do_little(
    rogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SECRET", "x")
    rogue.write_text(PROBE)
    child = crew.Child(Limits())
    try:
        found = child.ask({"job": "probe", "written": str(tmp_path / "written")}, 30)["probe"]
    finally:
        child.close()
    assert found["socket"] == found["connect"] == "PermissionError"
    assert found["memory"] == "MemoryError"
    assert found["write"] != "allowed"
    assert found["files"] == "OSError"
    assert "A_SECRET" not in found["environment"]
    assert "HOME" not in found["environment"]
    assert found["folder"] == "/"


def test_an_abandoned_reading_leaves_no_children(folder: Path) -> None:
    reading = read_paths([folder])
    next(iter(reading))
    children = [child._process for child in reading._crew._children]  # type: ignore[attr-defined]
    reading.close()  # type: ignore[attr-defined]
    assert all(process.poll() is not None for process in children)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_child_ends_with_its_parent(tmp_path: Path) -> None:
    process = crew._start()
    assert process.stdin is not None
    send(process.stdin, {"limits": Limits().as_dict()})
    process.stdin.close()
    assert process.wait(timeout=20) == 0
    assert process.stdout is not None
    process.stdout.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_child_ends_with_its_parent_in_the_middle_of_a_file(tmp_path: Path) -> None:
    child = tmp_path / "child.py"
    child.write_text(
        "import time\nimport sayso.reading.worker as worker\n"
        "worker._JOBS['sleep'] = lambda *_: time.sleep(60)\nworker.main()\n"
    )
    held, open_until_both_end = os.pipe()
    parent = tmp_path / "parent.py"
    parent.write_text(
        "import os, subprocess, sys\nfrom sayso.reading import Limits\n"
        "from sayso.reading.wire import receive, send\n"
        f"process = subprocess.Popen([sys.executable, {str(child)!r}], stdin=subprocess.PIPE,\n"
        f"    stdout=subprocess.PIPE, pass_fds=({open_until_both_end},))\n"
        "send(process.stdin, {'limits': Limits().as_dict()})\n"
        "receive(process.stdout)\nsend(process.stdin, {'job': 'sleep'})\nos._exit(0)\n"
    )
    subprocess.run([sys.executable, parent], pass_fds=(open_until_both_end,), check=True, timeout=60)
    os.close(open_until_both_end)
    ended, _, _ = select.select([held], [], [], 20)
    os.close(held)
    assert ended


def test_an_article_is_read_in_a_child(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "A Headline of Some Words\n\n" + "It rained on the harbour for days on end, they said. " * 5
    )
    article = read_article(path)
    headline = article.field("headline")
    assert headline is not None
    assert headline.value == "A Headline of Some Words"
    assert article.document.sha256 == read_file(path)[0].sha256


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.html", b"", "is empty"),
        ("blank.txt", b" \n \n", "holds no text"),
        ("locked.pdf", encrypted(make_pdf([["Secret."]])), "is encrypted"),
        ("hurt.pdf", b"%PDF-1.4\nnot much of a file", "is damaged"),
        ("scan.pdf", make_scan(), "pages 1 "),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(100), "picture"),
    ],
)
def test_an_article_that_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ArticleError) as caught:
        read_article(tmp_path / name)
    message = str(caught.value)
    assert message.startswith(f"{name} ")
    assert words in message
    assert "\n" not in message


def test_a_missing_article_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"gone\.html cannot be found: check the name"):
        read_article(tmp_path / "gone.html")


CONFINED = """
import sys
sys.argv = ["x"]
import sayso.reading.worker as worker
def probe(job, limits):
    import ctypes, os, subprocess, threading
    libc = ctypes.CDLL(None, use_errno=True)
    found = {}
    def attempt(name, act):
        try: act(); found[name] = "allowed"
        except BaseException as error: found[name] = type(error).__name__
    def raw(*call):
        if libc.syscall(*call) == -1:
            raise OSError(ctypes.get_errno(), "refused")
    other = job["beside"]
    attempt("the one file", lambda: open(job["path"], "rb").read())
    attempt("a thread", lambda: threading.Thread(target=int).start())
    attempt("a module", lambda: __import__("lxml.etree"))
    attempt("a signal to itself", lambda: os.kill(os.getpid(), 0))
    attempt("socket", lambda: raw({"x86_64": 41, "aarch64": 198}[os.uname().machine], 2, 1, 0))
    attempt("unix socket", lambda: raw({"x86_64": 41, "aarch64": 198}[os.uname().machine], 1, 1, 0))
    attempt("io_uring", lambda: raw(425, 8, ctypes.create_string_buffer(120)))
    attempt("read", lambda: open(other, "rb").read())
    attempt("passwords", lambda: open("/etc/passwd").read())
    attempt("home", lambda: os.listdir(os.path.dirname(other)))
    attempt("environment of the parent", lambda: open(f"/proc/{os.getppid()}/environ").read())
    attempt("write", lambda: open(other + ".new", "w"))
    attempt("change", lambda: open(other, "r+b"))
    attempt("remove", lambda: os.unlink(other))
    attempt("rename", lambda: os.rename(other, other + "2"))
    attempt("mode", lambda: os.chmod(other, 0o777))
    attempt("link", lambda: os.symlink(other, other + "3"))
    attempt("program", lambda: os.execv("/bin/true", ["true"]))
    attempt("start", lambda: subprocess.run(["/bin/true"]))
    attempt("fork", os.fork)
    attempt("a signal to the parent", lambda: os.kill(os.getppid(), 0))
    attempt("the parent's limits", lambda: __import__("resource").prlimit(
        os.getppid(), __import__("resource").RLIMIT_CPU, (1, 1)))
    return {"probe": found}
worker._JOBS["probe"] = probe
worker.main()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Landlock and seccomp are Linux's")
def test_what_the_level_says_is_taken_away_is_taken_away(rogue: Path, tmp_path: Path) -> None:
    rogue.write_text(CONFINED)
    (tmp_path / "read.txt").write_text("The one file.")
    (tmp_path / "beside.txt").write_text("Not for it.")
    job = {"job": "probe", "path": str(tmp_path / "read.txt"), "beside": str(tmp_path / "beside.txt")}
    child = crew.Child(Limits())
    try:
        answer = child.ask(job, 30)
    finally:
        child.close()
    level, found = answer["level"], answer["probe"]
    assert level.startswith("child process, limits")
    allowed = {"the one file", "a thread", "a module", "a signal to itself"}
    assert {name for name in allowed if found[name] != "allowed"} == set()
    refused = set()
    if "Landlock" in level:
        refused |= {"read", "passwords", "home", "environment of the parent", "write", "change",
                    "remove", "rename", "link", "program"}  # fmt: skip
    if "seccomp" in level:
        refused |= found.keys() - allowed - {"read", "passwords", "home", "environment of the parent"}
    assert {name for name in refused if found[name] == "allowed"} == set()
    assert (tmp_path / "beside.txt").read_text() == "Not for it."


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Landlock and seccomp are Linux's")
@pytest.mark.parametrize("lacking", ["landlock", "seccomp", "both", "desk"])
def test_what_a_kernel_lacks_is_left_out_of_the_level(
    rogue: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    rogue.write_text(
        "import sayso.reading.worker as worker\n"
        "import sayso.reading.confinement as confinement\n"
        f"if {lacking!r} in ('landlock', 'both'): confinement._landlock = lambda *_: 0\n"
        f"if {lacking!r} in ('seccomp', 'both'): confinement._seccomp = lambda *_: False\n"
        "worker.main()\n"
    )
    if lacking == "desk":
        monkeypatch.setattr(crew.Desk, "set_up", classmethod(lambda _: None))
    (document,) = read_paths([folder / "b.txt"])
    level = dict(document.metadata)["read in"]
    assert document.status is Status.READ
    assert level.startswith("child process, limits")
    assert lacking.title() not in level
    assert not (lacking in ("both", "desk") and ("Landlock" in level or "seccomp" in level))


def test_the_level_is_told_before_a_file_is_opened_and_kept_with_each_document(folder: Path) -> None:
    levels = {dict(document.metadata)["read in"] for document in read_paths([folder])}
    assert len(levels) == 1
    assert levels.pop().startswith("child process")
    assert level_of(read_paths([folder])) == level_of(read_paths([folder / "b.txt"]))


def test_a_child_cannot_say_another_level_than_it_had(rogue: Path, folder: Path) -> None:
    rogue.write_text(answering({"text": "w", "metadata": [["read in", "a vault"]], **BARE}))
    (document,) = read_paths([folder / "b.txt"])
    assert dict(document.metadata)["read in"] == "child process"


def test_files_that_follow_one_another_in_a_child_are_not_mixed_up(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.pdf").write_bytes(make_pdf([[f"Paper number {number:02}."]]))
    documents = list(read_paths([tmp_path], workers=1))
    assert [d.text.strip() for d in documents] == [f"Paper number {n:02}." for n in range(12)]
