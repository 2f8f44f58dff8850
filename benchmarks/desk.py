"""How fast the desk answers: its pages, published stories, and its pages while 500 files come in.

    python benchmarks/desk.py [--json]

Starts a desk as a person does, fills a case with the sample affair, publishes its story, then asks
for each kind of page again and again over one connection, for stories over several at once, and
times the pages of the case while a drop of 500 files is sent and read.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

SAMPLE = Path(__file__).parents[1] / "src/sayso/sample/sarvelle"
_PORT = 8397


class Client:
    """A person's browser, as far as a clock cares: one connection, its cookies, its form token."""

    def __init__(self) -> None:
        self._to = http.client.HTTPConnection("127.0.0.1", _PORT, timeout=60)
        self._cookies: dict[str, str] = {}
        self.token = ""

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, bytes]:
        """The status and the body of an answer."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items()), "Content-Type": kind}
        self._to.request(method, path, body, headers)
        answer = self._to.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, value = cookie.split(";")[0].split("=", 1)
            self._cookies[name] = value
        if found := re.search(rb'csrfmiddlewaretoken" value="(\w+)"', content):
            self.token = found.group(1).decode()
        return answer.status, content

    def form(self, path: str, **fields: str) -> tuple[int, bytes]:
        """Send a form."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields}).encode()
        return self.ask("POST", path, body, "application/x-www-form-urlencoded")

    def files(self, path: str, field: str, files: Sequence[tuple[str, bytes]]) -> tuple[int, bytes]:
        """Send files."""
        edge = uuid.uuid4().hex
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
                 f"{self.token}\r\n".encode()]  # fmt: skip
        for name, content in files:
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
            parts.append(head.encode() + content + b"\r\n")
        body = b"".join([*parts, f"--{edge}--\r\n".encode()])
        return self.ask("POST", path, body, f"multipart/form-data; boundary={edge}")


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure()
    print(json.dumps(found, indent=1) if options.json else "\n".join(f"{k}: {v}" for k, v in found.items()))


def measure() -> dict[str, float]:
    """What was measured, by name."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        command = [sys.executable, "-m", "sayso", "desk", "--home", f"{folder}/desk", "--no-open",
                   "--port", str(_PORT)]  # fmt: skip
        began = time.monotonic()
        with out.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file) as process:
            try:
                key = _key(out)
                opened = time.monotonic() - began
                return {"desk open, s": round(opened, 1), **_measured(key)}
            except AssertionError:
                sys.stderr.write(out.read_text())
                raise
            finally:
                process.terminate()


def _key(out: Path) -> str:
    for _ in range(200):
        found = re.search(r"enter/(\S+)", out.read_text())
        if found:
            try:
                http.client.HTTPConnection("127.0.0.1", _PORT, timeout=1).connect()
                return found.group(1)
            except OSError:
                pass
        time.sleep(0.05)
    raise SystemExit(out.read_text())


def _measured(key: str) -> dict[str, float]:
    client = Client()
    client.ask("GET", f"/enter/{key}")
    client.ask("GET", "/")
    client.form("/cases/new", name="Bench")
    client.ask("GET", "/cases/bench/")
    papers = [(p.name, p.read_bytes()) for p in sorted((SAMPLE / "documents").iterdir())]
    client.files("/cases/bench/drops", "files", papers)
    client.files("/cases/bench/articles", "file", [("a.html", (SAMPLE / "article.html").read_bytes())])
    ledger = _ready(client)
    pdf = re.search(rb'papers/(\w+)">[^<]*<bdi>[^<]*\.pdf', client.ask("GET", "/cases/bench/papers")[1])
    assert pdf is not None
    paper = f"/cases/bench/papers/{pdf.group(1).decode()}"
    found: dict[str, float] = {}
    for name, path in (
        ("case page", "/cases/bench/"), ("ledger page", ledger), ("one statement", f"{ledger}?s=12"),
        ("a paper’s page", paper), ("search", "/cases/bench/search?q=who+called+the+adviser"),
    ):  # fmt: skip
        client.ask("GET", path)
        found[f"{name}: median, ms"] = _median(client, path, 40)
    began = time.perf_counter()
    client.ask("GET", f"{paper}/pages/2.jpg")
    found["picture of a page, first time, ms"] = round(1000 * (time.perf_counter() - began), 1)
    found["picture of a page, again: median, ms"] = _median(client, f"{paper}/pages/2.jpg", 20)
    story = _publish(client, ledger)
    found["story: median, ms"] = _median(client, story, 100)
    found["stories a second, 8 at once"] = _rate(story, 8, 6.0)
    found |= _while_files_come(client)
    return found


def _ready(client: Client) -> str:
    for _ in range(600):
        found = re.search(rb'href="(/cases/bench/ledgers/\w+/)"', client.ask("GET", "/cases/bench/")[1])
        if found:
            return found.group(1).decode()
        time.sleep(0.2)
    raise SystemExit("the article was not checked")


def _publish(client: Client, ledger: str) -> str:
    for _ in range(60):
        _, page = client.ask("GET", f"{ledger}?show=open")
        number = re.search(rb'id="progress".*?href="\?s=(\d+)', page, re.DOTALL)
        if number is None:
            break
        _, page = client.ask("GET", f"{ledger}?s={number.group(1).decode()}")
        seen = re.search(rb'name="seen" value="(\d+)"', page)
        for part in re.findall(rb'<details class="decide" open>.*?</form>', page, re.DOTALL):
            claim = re.search(rb'name="claim" value="(\w+)"', part)
            side = re.search(rb'name="side" value="(\w+)"', part)
            finding = re.search(rb'name="finding" value="(\w+)"', part)
            assert claim is not None
            assert finding is not None
            assert side is not None
            assert seen is not None
            client.form(f"{ledger}decide", claim=claim.group(1).decode(), side=side.group(1).decode(),
                        verdict="agree", seen=seen.group(1).decode(),
                        finding=finding.group(1).decode())  # fmt: skip
    digest = re.search(rb'name="digest" value="(\w+)"', client.ask("GET", ledger)[1])
    assert digest is not None
    client.form(f"{ledger}sign", digest=digest.group(1).decode())
    client.form(f"{ledger}story", slug="bench", section="World", author="Ada", summary="S")
    client.form(f"{ledger}story/publish")
    assert client.ask("GET", "/stories/bench/")[0] == 200
    return "/stories/bench/"


def _median(client: Client, path: str, times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        status, _ = client.ask("GET", path)
        taken.append(time.perf_counter() - began)
        assert status == 200, (path, status)
        time.sleep(0.13)  # no person asks faster, and the desk lets none
    return round(1000 * statistics.median(taken), 1)


def _rate(path: str, at_once: int, seconds: float) -> float:
    counts = [0] * at_once
    over = time.monotonic() + seconds

    def ask(place: int) -> None:
        client = Client()
        while time.monotonic() < over:
            assert client.ask("GET", path)[0] == 200
            counts[place] += 1

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return round(sum(counts) / seconds, 1)


def _while_files_come(client: Client) -> dict[str, float]:
    """The pages of a case while 500 files are sent to it, 25 at a time as a browser does, and read."""
    token, job = client.token, json.loads(client.form("/cases/bench/drops", begin="yes")[1])["job"]
    words = "The council met on Monday and spoke of the valve, the dam and the letter. " * 12
    files = [(f"{n}.txt", f"Paper {n}. {words} {n * 7}".encode()) for n in range(500)]
    sent = threading.Event()
    began = time.monotonic()

    def send() -> None:
        other = Client()
        other._cookies, other.token = dict(client._cookies), token
        for start in range(0, len(files), 25):
            some = files[start : start + 25]
            assert other.files(f"/cases/bench/drops/{job}/files", "files", some)[0] == 200
        other.form(f"/cases/bench/drops/{job}/done")
        sent.set()

    thread = threading.Thread(target=send)
    thread.start()
    taken: list[float] = []
    over = False
    while not over and time.monotonic() - began < 120:
        all_sent = sent.is_set()
        for path in ("/", "/cases/bench/papers", "/cases/bench/"):
            start = time.perf_counter()
            status, page = client.ask("GET", path)
            taken.append(1000 * (time.perf_counter() - start))
            assert status == 200, (path, status, page[-600:])
            time.sleep(0.2)
        over = all_sent and b"hx-trigger" not in page
    thread.join()
    taken.sort()
    return {
        "500 files sent and read, s": round(time.monotonic() - began, 1),
        "pages meanwhile: median, ms": round(statistics.median(taken), 1),
        "pages meanwhile: p95, ms": round(taken[int(len(taken) * 0.95)], 1),
        "pages meanwhile, asked": float(len(taken)),
    }


if __name__ == "__main__":
    main()
