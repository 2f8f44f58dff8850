"""What the kernel takes from a process before it opens a hostile file: Landlock and seccomp.

``confine`` is one way: nothing it takes comes back until the process ends. Where a kernel lacks a
means, or a container forbids it, the process goes on with the others, and the level that is handed
back leaves it out. Linux on x86-64 and arm64 only; elsewhere there are the child process and its
limits.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass

#: Numbers from the kernel's own headers: uapi/linux/landlock.h, prctl.h, seccomp.h and bpf_common.h.
_LANDLOCK = {"create": 444, "add": 445, "restrict": 446}
_VERSION = 1
_PATH_BENEATH = 1
_EXECUTE, _READ_FILE, _READ_DIR, _REFER, _IOCTL = 1 << 0, 1 << 2, 1 << 3, 1 << 13, 1 << 15
#: Bits that may be asked of a file that is no folder: execute, write, read, truncate, ioctl.
_ON_FILES = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_LOAD, _EQUAL, _ABOVE, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
#: Machine -> (audit architecture, place of a system call's number in each pair below).
_MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
#: The newest system call this list was drawn up for; what came later is unknown here and refused.
_LAST_KNOWN = 466
_CLONE_THREAD = 0x10000

# Pairs of numbers on x86-64 and arm64 (asm/unistd_64.h, asm-generic/unistd.h); -1: not there.
_SOCKETS = (
    (41, 198), (53, 199), (42, 203), (49, 200), (50, 201), (43, 202), (288, 242),  # socket to accept4
    (44, 206), (46, 211), (307, 269),  # sendto, sendmsg, sendmmsg
    (425, 425), (426, 426), (427, 427),  # io_uring, which opens sockets past a filter
)  # fmt: skip
_PROGRAMS = ((59, 221), (322, 281), (57, -1), (58, -1))  # execve, execveat, fork, vfork
_OTHER_PROCESSES = (
    (101, 117), (310, 270), (311, 271), (440, 440), (312, 272),  # ptrace, process_vm_*, madvise, kcmp
    (434, 434), (438, 438), (424, 424),  # pidfd_open, _getfd, _send_signal
    (200, 130), (129, 138), (297, 240),  # tkill, rt_sigqueueinfo, rt_tgsigqueueinfo
    (29, 194), (30, 196), (68, 186), (64, 190), (240, 180),  # shared memory, queues, semaphores
)  # fmt: skip
_MACHINE_ITSELF = (
    (272, 97), (308, 268), (165, 40), (166, 39), (155, 41), (161, 51),  # unshare to chroot
    (428, 428), (429, 429), (430, 430), (431, 431), (432, 432), (433, 433), (442, 442),  # new mounts
    (321, 280), (298, 241), (323, 282), (250, 219), (248, 217), (249, 218),  # bpf to request_key
    (175, 105), (313, 273), (176, 106), (246, 104), (320, 294), (169, 142),  # modules, kexec, reboot
    (167, 224), (168, 225), (304, 265), (163, 89), (179, 60), (103, 116), (135, 92),
    (172, -1), (173, -1), (154, -1), (170, 161), (171, 162), (164, 170), (227, 112),
    (105, 146), (106, 144), (113, 145), (114, 143), (117, 147), (119, 149), (116, 159), (126, 91),
)  # fmt: skip
_CHANGES = (
    (90, -1), (91, 52), (268, 53), (452, 452), (92, -1), (94, -1), (93, 55), (260, 54),  # chmod, chown
    (132, -1), (235, -1), (261, -1), (280, 88),  # utime and kin
    (188, 5), (189, 6), (190, 7), (463, 463), (197, 14), (198, 15), (199, 16), (466, 466),  # xattr
)  # fmt: skip
_WRITES = (
    (76, 45), (85, -1), (83, -1), (258, 34), (84, -1), (87, -1), (263, 35),  # truncate to unlinkat
    (82, -1), (264, 38), (316, 276), (86, -1), (265, 37), (88, -1), (266, 36), (133, -1), (259, 33),
)  # fmt: skip
#: Their arguments lie in memory a filter cannot see: said not to exist, so that libc asks the old way.
_UNSEEN = ((435, 435), (437, 437))  # clone3, openat2
_CLONE, _KILL, _TGKILL, _PRLIMIT, _OPEN, _OPENAT = (
    (56, 220), (62, 129), (234, 131), (302, 261), (2, -1), (257, 56),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Needs:
    """What a reader needs beyond its own code: for one that calls a program or keeps scratch files.

    ``readable`` are further files and folders to read, ``writable`` folders to write in, and
    ``programs`` grants starting programs out of ``readable``. A plain reader needs none of it.
    """

    readable: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()
    programs: bool = False


NOTHING = Needs()


def confine(needs: Needs = NOTHING) -> tuple[str, ...]:
    """Take from this process what ``needs`` does not name; what was reached, in words.

    Holds for this thread and those it starts: call it before there are others. Each means is tried
    out once it is set, and is named only where the trial was refused.
    """
    machine = _MACHINES.get(platform.machine())
    if not sys.platform.startswith("linux") or machine is None or sys.maxsize < 2**32:
        return ()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return ()
    reached = []
    if abi := _landlock(libc, needs):
        reached.append(f"Landlock ABI {abi}")
    if _seccomp(libc, needs, *machine):
        reached.append("seccomp")
    return tuple(reached)


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("place", ctypes.c_int32))


def _landlock(libc: ctypes.CDLL, needs: Needs) -> int:
    """The kernel's Landlock ABI, in force from here on; 0 where there is none."""
    abi = libc.syscall(_LANDLOCK["create"], None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))
    if abi < 1:
        return 0
    files = (1 << 13) - 1
    files |= (_REFER if abi >= 2 else 0) | (1 << 14 if abi >= 3 else 0) | (_IOCTL if abi >= 5 else 0)
    # From ABI 4 no TCP, from 6 no signal to and no abstract socket of a process outside.
    rules = _Ruleset(files, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = libc.syscall(
        _LANDLOCK["create"], ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0)
    )
    if ruleset < 0:
        return 0
    read = _READ_FILE | _READ_DIR | (_EXECUTE if needs.programs else 0)
    try:
        for place in (*_own_places(), *needs.readable):
            _grant(libc, ruleset, place, read)
        for place in needs.writable:
            _grant(libc, ruleset, place, files & ~_EXECUTE & ~_IOCTL)
        if libc.syscall(_LANDLOCK["restrict"], ruleset, ctypes.c_uint32(0)) != 0:
            return 0
    finally:
        os.close(ruleset)
    return int(abi) if _is_refused("/") else 0


def _grant(libc: ctypes.CDLL, ruleset: int, place: str, rights: int) -> None:
    try:
        opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(place):
            rights &= _ON_FILES
        rule = _Beneath(rights, opened)
        libc.syscall(
            _LANDLOCK["add"], ruleset, _PATH_BENEATH, ctypes.byref(rule), ctypes.c_uint32(0)
        )
    finally:
        os.close(opened)


def _own_places() -> Iterator[str]:
    """Where the interpreter, its packages and the system's shared libraries and fonts lie."""
    yield os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for prefix in sorted({sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}):
        yield os.path.join(prefix, "lib")
        yield os.path.join(prefix, "lib64")
        yield os.path.join(prefix, "pyvenv.cfg")
        yield os.path.join(prefix, "share", "tessdata")
    # No other entry of the path: a script's own folder may be the home folder, or hold the papers.
    yield from (p for p in sys.path if os.path.basename(p) in ("site-packages", "dist-packages"))
    yield from (
        "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store", "/etc/ld.so.cache",
        "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts",
        "/usr/share/zoneinfo", "/etc/localtime", "/etc/mime.types",
        "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu", "/dev/null", "/dev/urandom",
    )  # fmt: skip


def _is_refused(folder: str) -> bool:
    try:
        os.close(os.open(folder, os.O_RDONLY | os.O_DIRECTORY))
    except PermissionError:
        return True
    except OSError:
        return False
    return False


def _seccomp(libc: ctypes.CDLL, needs: Needs, architecture: int, column: int) -> bool:
    """Whether the filter is in force from here on."""
    program = b"".join(_filter(needs, architecture, column))
    held = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: the count of instructions, padding, and where they lie.
    fprog = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held))
    )
    if libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(fprog), 0, 0) != 0:
        return False
    ctypes.set_errno(0)
    return bool(libc.socket(2, 1, 0) == -1 and ctypes.get_errno() == errno.EPERM)


def _filter(needs: Needs, architecture: int, column: int) -> Iterator[bytes]:
    """The filter, an instruction of classic BPF at a time (Linux, seccomp_filter.rst)."""
    refuse, absent = _REFUSE | errno.EPERM, _REFUSE | errno.ENOSYS
    yield _step(_LOAD, 4)  # seccomp_data.arch
    yield _step(_EQUAL, architecture, 1, 0)
    yield _step(_RETURN, refuse)
    yield _step(_LOAD, 0)  # seccomp_data.nr
    yield _step(_ABOVE, _LAST_KNOWN, 0, 1)  # also the x32 numbers, from 2**30
    yield _step(_RETURN, absent)
    refused = [*_SOCKETS, *_OTHER_PROCESSES, *_MACHINE_ITSELF, *_CHANGES]
    if not needs.programs:
        refused += _PROGRAMS
    if not needs.writable:
        refused += _WRITES
    for number in sorted({pair[column] for pair in refused} - {-1}):
        yield _step(_EQUAL, number, 0, 1)
        yield _step(_RETURN, refuse)
    for pair in _UNSEEN:
        yield _step(_EQUAL, pair[column], 0, 1)
        yield _step(_RETURN, absent)
    own = os.getpid()
    for pair, allowed in ((_KILL, (own,)), (_TGKILL, (own,)), (_PRLIMIT, (0, own))):
        yield from _only(pair[column], 0, _EQUAL, allowed, refuse)
    if not needs.programs:
        yield from _only(_CLONE[column], 0, _ANY_BIT, (_CLONE_THREAD,), refuse)
    if not needs.writable:
        changing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
        for pair, argument in ((_OPEN, 1), (_OPENAT, 2)):
            if pair[column] >= 0:
                yield from _never(pair[column], argument, changing, _REFUSE | errno.EACCES)
    yield _step(_RETURN, _ALLOW)


def _only(number: int, argument: int, test: int, values: tuple[int, ...], refuse: int) -> Iterator[bytes]:
    """Refuse the call ``number`` unless ``test`` of its argument holds for one of ``values``."""
    yield _step(_EQUAL, number, 0, 3 + len(values))
    yield _step(_LOAD, 16 + 8 * argument)
    for place, value in enumerate(values):
        yield _step(test, value, len(values) - place, 0)
    yield _step(_RETURN, refuse)
    yield _step(_RETURN, _ALLOW)


def _never(number: int, argument: int, bits: int, refuse: int) -> Iterator[bytes]:
    """Refuse the call ``number`` where its argument has any of ``bits``."""
    yield _step(_EQUAL, number, 0, 4)
    yield _step(_LOAD, 16 + 8 * argument)
    yield _step(_ANY_BIT, bits, 0, 1)
    yield _step(_RETURN, refuse)
    yield _step(_RETURN, _ALLOW)


def _step(code: int, value: int, holds: int = 0, fails: int = 0) -> bytes:
    return struct.pack("HBBI", code, holds, fails, value)
