"""A desk as a person starts it: the real command, the real server, the real workers."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Desk:
    """``sayso desk`` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.key = ""
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("SAYSO_", "DJANGO_"))}
        out = self.folder.with_suffix(".out")
        command = [sys.executable, "-m", "sayso", "desk", "--home", str(self.folder), "--no-open",
                   "--port", str(self.port)]  # fmt: skip
        if self._process is not None:
            self._process.wait(20)
        for _ in range(40):
            with out.open("wb") as file:
                self._process = subprocess.Popen(
                    command, stdout=file, stderr=file, env=environment, start_new_session=True
                )
            if self._wait():
                break
            # The port, or the folder, is still held by what was killed a moment ago.
            self._process.wait(20)
        else:
            raise AssertionError(out.read_text())
        found = re.search(r"enter/(\S+)", out.read_text())
        assert found is not None, out.read_text()
        self.key = found.group(1)

    def _wait(self) -> bool:
        assert self._process is not None
        for _ in range(300):
            if self._process.poll() is not None:
                return False
            if b"enter/" not in self.folder.with_suffix(".out").read_bytes():
                time.sleep(0.1)
                continue
            try:
                with closing(socket.create_connection(("127.0.0.1", self.port), timeout=1)):
                    return True
            except OSError:
                time.sleep(0.1)
        return False

    def family(self) -> dict[str, int]:
        """The processes of the desk by what they are."""
        assert self._process is not None
        found = {"desk": self._process.pid}
        for pid, command in _children(self._process.pid):
            if "sayso.desk.worker" in command:
                found[command.split("sayso.desk.worker")[1].split("\0")[1]] = pid
            elif "spawn_main" in command or "resource_tracker" not in command:
                found.setdefault("server", pid)
        return found

    def kill(self, which: str) -> None:
        """Kill one of them at once."""
        pid = self.family().get(which)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)

    @property
    def alive(self) -> bool:
        """Whether the desk itself runs."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Stop it as a person does."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait(5)


def _children(parent: int) -> list[tuple[int, str]]:
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            after = (path / "stat").read_text().rsplit(")", 1)[1].split()
            command = (path / "cmdline").read_text()
        except OSError:
            continue
        if int(after[1]) == parent:
            found.append((int(path.name), command))
    return found


@contextmanager
def running(folder: Path) -> Iterator[Desk]:
    """A desk that runs while it is used."""
    desk = Desk(folder)
    desk.start()
    try:
        yield desk
    finally:
        desk.stop()


@contextmanager
def signed_in(desk: Desk) -> Iterator[Any]:
    """A client of the desk that is signed in as its owner, and sends forms with their token."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        client = playwright.request.new_context(base_url=desk.address)
        client.get(f"/enter/{desk.key}")
        try:
            yield client
        finally:
            client.dispose()
