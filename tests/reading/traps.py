"""Makers of traps: ZIPs whose members overlap, and one that holds itself."""

from __future__ import annotations

import struct
import zlib

_LOCAL, _CENTRAL, _END = 0x04034B50, 0x02014B50, 0x06054B50
#: Bytes that every operation of the self-reproducing stream takes.
_UNIT = 5


def _local(name: bytes, check: int, packed: int, size: int) -> bytes:
    return struct.pack("<IHHHHHIIIHH", _LOCAL, 20, 0, 8, 0, 33, check, packed, size, len(name), 0) + name


def _central(name: bytes, check: int, packed: int, size: int, at: int) -> bytes:
    head = (_CENTRAL, 20, 20, 0, 8, 0, 33, check, packed, size, len(name), 0, 0, 0, 0, 0, at)
    return struct.pack("<IHHHHHHIIIHHHHHII", *head) + name


def _ending(count: int, size: int, at: int) -> bytes:
    return struct.pack("<IHHHHIIH", _END, 0, 0, count, count, size, at, 0)


def quoted_overlap(count: int, kernel: bytes) -> bytes:
    """Each member quotes the head of the next as plain bytes and then goes on as that one does.

    After D. Fifield, A better zip bomb (WOOT 2019), section 3.
    """
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, plain = engine.compress(kernel) + engine.flush(), kernel
    directory: list[tuple[bytes, int, int, int, int]] = []
    whole = b""
    for number in reversed(range(count)):
        name = f"{number:03}".encode()
        head = _local(name, zlib.crc32(plain), len(packed), len(plain))
        whole = head + packed
        directory.append((name, zlib.crc32(plain), len(packed), len(plain), len(whole)))
        plain = head + plain
        packed = struct.pack("<BHH", 0, len(head), len(head) ^ 0xFFFF) + whole
    central = b"".join(
        _central(name, check, size, unpacked, len(whole) - left)
        for name, check, size, unpacked, left in reversed(directory)
    )
    return whole + central + _ending(count, len(central), len(whole))


class _Bits:
    """Deflate's bits, the lowest of each byte first; codes the highest first (RFC 1951, 3.1.1)."""

    def __init__(self) -> None:
        self.bits: list[int] = []

    def put(self, value: int, count: int) -> None:
        self.bits += [value >> n & 1 for n in range(count)]

    def code(self, value: int, count: int) -> None:
        self.bits += [value >> n & 1 for n in reversed(range(count))]

    def bytes(self) -> bytes:
        filled = self.bits + [0] * (-len(self.bits) % 8)
        return bytes(
            sum(bit << n for n, bit in enumerate(filled[at : at + 8])) for at in range(0, len(filled), 8)
        )


_LENGTHS = [(3, 0), *((n, 0) for n in range(4, 11)), *((n, 1) for n in range(11, 19, 2)),
            *((n, 2) for n in range(19, 35, 4)), *((n, 3) for n in range(35, 67, 8)),
            *((n, 4) for n in range(67, 131, 16)), *((n, 5) for n in range(131, 258, 32))]  # fmt: skip
_DISTANCES = [(1, 0), (2, 0), (3, 0), (4, 0), (5, 1), (7, 1), (9, 2), (13, 2), (17, 3), (25, 3), (33, 4),
              (49, 4), (65, 5), (97, 5), (129, 6), (193, 6)]  # fmt: skip


def _literal(size: int) -> bytes:
    """"Write out the ``size`` bytes that follow": a stored block's head."""
    return struct.pack("<BHH", 0, size, size ^ 0xFFFF)


def _repeat(distance: int, *lengths: int, last: bool = False, filler: bool = False) -> bytes:
    """"Write the last ``distance`` bytes again", as one match or several."""
    bits = _Bits()
    bits.put(last, 1)
    bits.put(1, 2)
    for length in lengths:
        place = max(n for n, (least, _) in enumerate(_LENGTHS) if least <= length)
        symbol, (least, extra) = 257 + place, _LENGTHS[place]
        bits.code(*((symbol - 256, 7) if symbol < 280 else (symbol - 280 + 0b11000000, 8)))
        bits.put(length - least, extra)
        place = max(n for n, (least, _) in enumerate(_DISTANCES) if least <= distance)
        least, extra = _DISTANCES[place]
        bits.code(place, 5)
        bits.put(distance - least, extra)
    bits.code(0, 7)
    if filler:
        bits.put(0b010, 3)
        bits.code(0, 7)
    return bits.bytes()


def _quine_of(check: int, name: bytes, packed: int, size: int) -> tuple[bytes, int]:
    """The file if its checksum were ``check`` and its sizes as given; how long its stream is."""
    prefix = _local(name, check, packed, size)
    central = _central(name, check, packed, size, 0)
    suffix = central + _ending(1, len(central), len(prefix) + packed)
    first = len(prefix) + _UNIT
    head, again = _literal(first), _repeat(first, first, filler=True)
    four, repeat_four, one, none = _literal(20), _repeat(20, 10, 10), _literal(_UNIT), _literal(0)
    assert {len(again), len(repeat_four)} == {_UNIT}
    last = _repeat(len(suffix) + 4, len(suffix) + 4, last=True)
    assert len(last) == 4
    tail = _literal(len(last + suffix))
    stream = b"".join(
        (head, prefix, head, again, one, again, one, one, four, again, one, one, four, repeat_four,
         four, repeat_four, four, repeat_four, four, repeat_four, four, repeat_four, none, none, tail,
         repeat_four, none, none, tail, last, suffix, last)
    )  # fmt: skip
    return prefix + stream + suffix, len(stream)


def quine() -> bytes:
    """A ZIP whose one member is the ZIP itself, byte for byte, its checksum right.

    The stream is R. Cox's (Zip Files All The Way Down, 2010). Every bit of the checksum flips a set of
    bits of the checksum of the whole, so that the one that is its own is the solution of 32 equations.
    """
    name = b"a paper that holds itself.zip!"
    _, packed = _quine_of(0, name, 0, 0)
    size = len(_quine_of(0, name, packed, 0)[0])

    def checked(check: int) -> int:
        return zlib.crc32(_quine_of(check, name, packed, size)[0])

    zero = checked(0)
    columns = [checked(1 << n) ^ zero ^ (1 << n) for n in range(32)]
    rows = [
        (sum((column >> bit & 1) << n for n, column in enumerate(columns)), zero >> bit & 1)
        for bit in range(32)
    ]
    return _quine_of(_solved(rows), name, packed, size)[0]


def _solved(rows: list[tuple[int, int]]) -> int:
    """The unknown bits of linear equations over two elements, by elimination."""
    pivots: list[tuple[int, int, int]] = []
    for left, right in rows:
        for bit, known, value in pivots:
            if left >> bit & 1:
                left, right = left ^ known, right ^ value
        if left:
            bit = left.bit_length() - 1
            pivots = [
                (b, k ^ left, v ^ right) if k >> bit & 1 else (b, k, v) for b, k, v in pivots
            ]
            pivots.append((bit, left, right))
        else:
            assert not right
    return sum(1 << bit for bit, _, value in pivots if value)
