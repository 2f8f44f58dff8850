"""What all the files inside one file may come to together: members, bytes, time."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Protocol

from sayso.reading.limits import Limits

_BLOCK = 1 << 18
#: Bytes up to which nobody minds how little they were packed into.
HARMLESS = 10_000_000
#: Of the time for one job, the share after which no further member is begun, and a slice ends.
_SHARE, _SLICE_SHARE = 0.7, 0.3
#: Bytes unpacked after which a slice ends.
_SLICE_BYTES = 200_000_000
#: The most members of an archive that one job reads.
SLICE = 20_000
_TRAP = "unpacks to over {:,} times its size, as traps do: it was not read"


class Readable(Protocol):
    """What hands out its bytes a block at a time."""

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes; none at the end."""
        ...


class Full(Exception):
    """The whole file's allowance is spent; the words are for a reader."""


class Refused(Exception):
    """One member is not read; the words are for a reader."""


@dataclass(slots=True)
class Budget:
    """What the members of one file, and theirs in turn, may still come to, all together.

    ``unpacked`` counts bytes and ``entries`` members so far, ``before`` the bytes unpacked in earlier
    jobs; ``began`` is the monotonic clock's time in seconds. ``seen`` are the hashes of what was
    read, so that nothing is read twice.
    """

    limits: Limits
    unpacked: int = 0
    entries: int = 0
    began: float = field(default_factory=time.monotonic)
    seen: set[str] = field(default_factory=set)
    before: int = field(init=False)

    def __post_init__(self) -> None:
        self.before = self.unpacked

    def is_long(self) -> bool:
        """Whether it is time to hand over what was read so far and go on in another job."""
        late = time.monotonic() - self.began > _SLICE_SHARE * self.limits.seconds
        return late or self.unpacked - self.before > _SLICE_BYTES

    def enter(self) -> None:
        """Count one member. Raises Full."""
        if self.entries >= self.limits.archive_entries:
            raise Full(f"has over {self.limits.archive_entries:,} members: the rest was not read")
        if time.monotonic() - self.began > _SHARE * self.limits.seconds:
            raise Full("takes too long to unpack at once: the rest was not read; add it unpacked")
        self.entries += 1

    def read(self, stream: Readable, packed: int | None = None) -> bytes:
        """All of ``stream``, packed into ``packed`` bytes. Raises Full, Refused or what it raises."""
        blocks, size = [], 0
        while block := stream.read(_BLOCK):
            size += len(block)
            self.count(len(block))
            if packed is not None and size > max(HARMLESS, packed * self.limits.archive_ratio):
                raise Refused(_TRAP.format(self.limits.archive_ratio))
            if problem := self.limits.size_problem(size):
                raise Refused(problem)
            blocks.append(block)
        return b"".join(blocks)

    def count(self, size: int) -> None:
        """Count unpacked bytes. Raises Full."""
        self.unpacked += size
        if self.unpacked > self.limits.archive_bytes:
            raise Full(
                f"unpacks to over {self.limits.archive_bytes / 1e6:,.0f} MB: the rest was not read; "
                "add it unpacked"
            )
