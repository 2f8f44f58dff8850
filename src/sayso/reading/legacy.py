"""Old Word and PowerPoint files, turned into new ones by LibreOffice where it is installed.

LibreOffice starts processes of its own, which a child of ``sandbox`` may not; so it runs beside the
children, in a folder and with a profile made for this one file, with limits on time, memory and the
size of files, and on Linux, where the kernel lets a user do so, without a network. What it makes is
then read in a child like any other file.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sayso.reading.limits import Limits

#: Where LibreOffice lies when it is not on the path.
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_TARGETS = {
    "application/msword": ("old.doc", "docx:Office Open XML Text"),
    "application/vnd.ms-powerpoint": ("old.ppt", "pptx:Impress Office Open XML"),
}
_SLOW = "took LibreOffice longer than {:g} seconds: save it as {} and add that"
_FAILED = "could not be converted by LibreOffice (damaged, or with a password): save it as {} and add that"


class ConversionError(Exception):
    """LibreOffice made nothing of a file; the words are for a reader."""


def office() -> str | None:
    """The path of LibreOffice's program, or None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if os.access(place, os.X_OK)), None)


@contextlib.contextmanager
def converted(path: Path, media_type: str, program: str, limits: Limits) -> Iterator[Path]:
    """The path, while the context lasts, of ``path`` as DOCX or PPTX. Raises ConversionError."""
    name, target = _TARGETS[media_type]
    extension = target.split(":")[0]
    with tempfile.TemporaryDirectory(prefix="sayso-", ignore_cleanup_errors=True) as folder:
        made = Path(folder) / "out"
        shutil.copyfile(path, Path(folder) / name)
        process = subprocess.Popen(
            [
                *_launcher(limits), program, "--headless", "--norestore", "--nolockcheck",
                "--nodefault", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
                "--convert-to", target, "--outdir", str(made), str(Path(folder) / name),
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd=folder, env=_environment(folder), start_new_session=sys.platform != "win32",
        )  # fmt: skip
        try:
            process.wait(limits.convert_seconds)
        except subprocess.TimeoutExpired:
            words = _SLOW.format(limits.convert_seconds, extension.upper())
            raise ConversionError(words) from None
        finally:
            _end(process)
        found = made / f"old.{extension}"
        if found.is_symlink() or not found.is_file():
            raise ConversionError(_FAILED.format(extension.upper()))
        yield found


def _environment(folder: str) -> dict[str, str]:
    kept = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")
    own = {"HOME": folder, "TMPDIR": folder, "TEMP": folder, "TMP": folder}
    return {name: os.environ[name] for name in kept if name in os.environ} | own


def _launcher(limits: Limits) -> list[str]:
    if sys.platform == "win32":
        return []
    source = str(Path(__file__).absolute().with_name("launcher.py"))
    return [sys.executable, "-I", "-S", source, str(limits.unpacked), str(limits.convert_seconds)]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and those it started, which have its session."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
