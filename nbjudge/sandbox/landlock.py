"""Landlock: the kernel's own list of which files a process may still touch.

The three system calls are documented in the kernel tree, Documentation/userspace-api/landlock.rst; the
constants are those of linux/landlock.h. A newer kernel knows more rights; each is asked for only where it
exists. What Landlock does not govern (chmod, chown, truncate(2) on old kernels, stat), seccomp must.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbjudge.sandbox import kernel

WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in (1, 2, 3, 4, 5))
MAKE_DIR, MAKE_REG = 1 << 7, 1 << 8
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
TCP_BIND_AND_CONNECT = 0b11
ABSTRACT_SOCKETS_AND_SIGNALS = 0b11

READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | TRUNCATE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER
ON_A_FILE = READ_FILE | WRITE_FILE | TRUNCATE | IOCTL_DEV  # all that a rule on a plain file may name

_ABI_QUERY = 1  # LANDLOCK_CREATE_RULESET_VERSION
_PATH_BENEATH = 1  # LANDLOCK_RULE_PATH_BENEATH


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def query() -> int:
    """Return Landlock's version on this kernel.

    Raises OSError with ENOSYS (kernel too old), EOPNOTSUPP (switched off) or EPERM (a container forbids it).
    """
    return kernel.call(kernel.LANDLOCK_CREATE_RULESET, None, 0, _ABI_QUERY)


def abi() -> int:
    """Return Landlock's version on this kernel, 0 where there is none."""
    try:
        return query()
    except OSError:
        return 0


def handled(version: int) -> tuple[int, int, int]:
    """Return all rights that Landlock `version` can take away: on files, on the network, across processes."""
    files = 13 + (version >= 2) + (version >= 3) + (version >= 5)
    bits = (1 << files) - 1
    if version >= 4:
        return bits, TCP_BIND_AND_CONNECT, ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0
    return bits, 0, 0


@dataclass(frozen=True)
class Allowed:
    """A file or folder that a process may go on touching, held open: under its name there may be nothing by now."""

    descriptor: int
    rights: int


def allowed(path: Path, rights: int) -> Allowed:
    """Open what may be touched. Raises FileNotFoundError or PermissionError when it cannot be opened."""
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    return Allowed(descriptor, rights if stat.S_ISDIR(os.fstat(descriptor).st_mode) else rights & ON_A_FILE)


def ruleset_of(several: Iterable[Allowed]) -> int:
    """Make the list of what a process may still touch; returns its descriptor, which a fork inherits.

    Nothing may be executed; TCP, abstract sockets and signals to others are forbidden as well where the kernel offers
    that. Raises OSError where the kernel has no Landlock.
    """
    rights = handled(query())
    made = _create(rights)
    try:
        for one in several:
            rule = _PathRule(one.rights & rights[0], one.descriptor)
            kernel.call(kernel.LANDLOCK_ADD_RULE, made, _PATH_BENEATH, ctypes.byref(rule), 0)
    except BaseException:
        os.close(made)
        raise
    return made


def ruleset(readable: Sequence[Path], writable: Sequence[Path] = ()) -> int:
    """The same for paths: `readable` may be read; `writable` may be read, written, made and removed.

    Raises as `allowed` and `ruleset_of` do.
    """
    with contextlib.ExitStack() as opened:
        several = []
        for path, rights in [*((path, READ) for path in readable), *((path, WRITE) for path in writable)]:
            several.append(allowed(path, rights))
            opened.callback(os.close, several[-1].descriptor)
        return ruleset_of(several)


def restrict(descriptor: int) -> None:
    """Take from this process, for good, every file but those of a ruleset, and close that. Needs no_new_privs.

    Raises RuntimeError when other threads are alive, for they would stay free.
    """
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        raise RuntimeError(
            f"Landlock binds only the calling thread, and {threads} are alive; lock down before others start"
        )
    with _descriptor(descriptor):
        kernel.call(kernel.LANDLOCK_RESTRICT_SELF, descriptor, 0)


def _create(rights: tuple[int, int, int]) -> int:
    attributes = _Ruleset(*rights)
    return kernel.call(kernel.LANDLOCK_CREATE_RULESET, ctypes.byref(attributes), ctypes.sizeof(attributes), 0)


@contextlib.contextmanager
def _descriptor(number: int) -> Iterator[int]:
    try:
        yield number
    finally:
        os.close(number)
