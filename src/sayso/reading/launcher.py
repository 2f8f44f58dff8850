"""Becomes another program after giving up what that does not need. Run as a script, without sayso.

    launcher.py BYTES SECONDS PROGRAM [WORD]...

BYTES is the size of the largest file it may write, SECONDS the CPU time it gets.
"""

from __future__ import annotations

import contextlib
import os
import sys

#: Address space in bytes; LibreOffice reserves far more than it uses.
_MEMORY = 4_000_000_000
#: Flags of unshare(2).
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def main(size: str, seconds: str, *command: str) -> None:
    """Lower the limits, leave the network where the kernel lets a user do so, and run ``command``."""
    import resource

    for name, value in (
        ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", int(size)),
        ("RLIMIT_AS", _MEMORY),
        ("RLIMIT_CPU", int(float(seconds)) + 10),
    ):
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (value, value))
    if sys.platform == "linux":
        _leave_network()
    os.execv(command[0], command)


def _leave_network() -> None:
    import ctypes

    user, group = os.getuid(), os.getgid()
    if ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK) == 0:
        for name, words in (
            ("uid_map", f"{user} {user} 1"), ("setgroups", "deny"), ("gid_map", f"{group} {group} 1"),
        ):  # fmt: skip
            with contextlib.suppress(OSError), open(f"/proc/self/{name}", "w") as file:
                file.write(words)


if __name__ == "__main__":
    main(*sys.argv[1:])
