"""Takes from a process what reading a file does not need: the network, other processes, writing anywhere but in its own folders.

Uses what every Linux offers without rights: a seccomp filter and Landlock. Where the kernel or the container refuses one of
them the process goes on without it; :func:`ingest.bounded.protection` finds out by trying. Bounds no memory and no time.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable, Sequence

_LIBC = ctypes.CDLL(None, use_errno=True)
_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2

# Kinds of machine as the kernel names them, and their numbers of: socket, connect, ptrace, process_vm_readv, process_vm_writev.
_MACHINES: dict[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (0xC000003E, (41, 42, 101, 310, 311)),
    "aarch64": (0xC00000B7, (198, 203, 117, 270, 271)),
}
_IO_URING = 425
"""Opens sockets without asking for one; the same number on every machine."""
_X32 = 0x40000000
"""Calls of x86_64 with this bit are the same calls under another number."""

_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_NUMBER_AT, _MACHINE_AT = 0, 4

_CREATE_RULESET, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION, _BENEATH = 1, 1
_WRITE_FILE, _REFER, _TRUNCATE = 1 << 1, 1 << 13, 1 << 14
_CHANGES = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))  # remove and make files and folders of every kind
_SCOPES = 0b11
"""No abstract sockets and no signals to processes outside."""


def enclose(folders: Iterable[str]) -> None:
    """Walls this process in, for good and with all it starts; only in ``folders`` it may write. For a process with one thread."""
    _LIBC.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    _keep_to(folders)
    _cut_off()


def _cut_off() -> None:
    known = _MACHINES.get(platform.machine())
    if known is None:
        return
    code = _filter(*known)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))
    _LIBC.prctl(_SET_SECCOMP, _FILTER, program, 0, 0)


def _filter(machine: int, calls: Sequence[int]) -> bytes:
    """Refuses these calls, and every call that comes in the manner of another machine."""
    refused = (*calls, _IO_URING)
    steps = [(_LOAD, 0, 0, _MACHINE_AT), (_IF_EQUAL, 0, len(refused) + 3, machine), (_LOAD, 0, 0, _NUMBER_AT)]
    steps.append((_IF_AT_LEAST, len(refused) + 1, 0, _X32))
    steps += [(_IF_EQUAL, len(refused) - at, 0, number) for at, number in enumerate(refused)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _keep_to(folders: Iterable[str]) -> None:
    version = _LIBC.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        return
    changes = _CHANGES | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    handled = struct.pack("=QQQ", changes, 0, _SCOPES if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = _LIBC.syscall(_CREATE_RULESET, handled, ctypes.c_size_t(size), 0)
    if rules < 0:
        return
    for folder in folders:
        _allow(rules, folder, changes)
    _allow(rules, os.devnull, changes & (_WRITE_FILE | _TRUNCATE))
    _LIBC.syscall(_RESTRICT, rules, 0)
    os.close(rules)


def _allow(rules: int, path: str, changes: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    _LIBC.syscall(_ADD_RULE, rules, _BENEATH, struct.pack("=Qi", changes, place), 0)
    os.close(place)
