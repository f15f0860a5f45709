"""seccomp: the system calls that a candidate may still make, as a list; the kernel refuses all others.

The list is what CPython, NumPy and IPython use once they are imported and warm. A refused call fails with
EPERM, so that a student reads PermissionError instead of losing the process. Which files may be read is
Landlock's part.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from nbjudge.sandbox import kernel

ALLOWED: dict[str, tuple[str, ...]] = {
    "an open descriptor, the one to the examiner too": (
        "read", "write", "readv", "writev", "pread64", "lseek", "close", "close_range", "dup", "dup2", "dup3",
        "poll", "ppoll", "select", "pselect6",
    ),
    "looking at files; Landlock decides which may be read": (
        "stat", "fstat", "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2",
        "readlink", "readlinkat", "getdents", "getdents64", "getcwd",
    ),
    "its own memory": ("brk", "mmap", "munmap", "mremap", "mprotect", "madvise"),
    "its own signals and timers": (
        "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "setitimer", "getitimer", "alarm",
        "nanosleep", "clock_nanosleep", "restart_syscall",
    ),
    "locks between its own threads; the interpreter has some with a single one": ("futex", "sched_yield"),
    "clocks and randomness": ("clock_gettime", "clock_getres", "gettimeofday", "time", "times", "getrandom"),
    "harmless questions": (
        "getpid", "getppid", "gettid", "getpgrp", "getuid", "geteuid", "getgid", "getegid",
        "uname", "sysinfo", "getrusage", "getrlimit", "getcpu", "sched_getaffinity",
    ),
    "the end": ("exit", "exit_group"),
}  # fmt: skip

WRITING = ("mkdir", "mkdirat", "unlink", "unlinkat", "rmdir", "rename", "renameat", "renameat2",
           "ftruncate", "fsync", "fdatasync")  # fmt: skip
"""Allowed besides when there is a scratch folder; Landlock keeps them inside it."""

# glibc falls back to an older call when these do not exist; EPERM would make it give up.
ABSENT = ("clone3", "openat2", "rseq", "futex_waitv")

if sys.platform != "win32":
    import fcntl
    import termios

    # F_SETOWN and F_SETSIG send signals to strangers; locks and leases may hold up other processes.
    FCNTL_COMMANDS = (
        fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_SETFL,
    )  # fmt: skip
    # isatty (two ways), window size, close-on-exec, blocking mode, bytes waiting. Never TIOCSTI: it types on
    # a terminal as if the instructor had.
    IOCTL_COMMANDS = (
        termios.TCGETS, 0x802C542A, termios.TIOCGWINSZ,  # the number is TCGETS2, which Python does not name
        termios.FIOCLEX, termios.FIONCLEX, termios.FIONBIO, termios.FIONREAD,
    )  # fmt: skip
    # O_RDONLY with O_TRUNC would empty a file before Linux 6.2; mode 3 opens a file that may not be read.
    OPENINGS = (
        (os.O_ACCMODE | os.O_TRUNC, os.O_RDONLY),
        (os.O_ACCMODE, os.O_WRONLY),
        (os.O_ACCMODE, os.O_RDWR),
    )

_MODE_FILTER = 2  # SECCOMP_MODE_FILTER
_INSTRUCTION_BYTES = 8  # sizeof(struct sock_filter)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


@functools.cache
def program(*, writes: bool) -> bytes:
    """Return the filter as machine code of the kernel's packet filter, eight bytes an instruction.

    Made once a process, as libseccomp needs some milliseconds: call it in the zygote, before any fork.
    `writes` adds what a scratch folder needs. Raises ImportError or RuntimeError where libseccomp is missing.
    """
    pyseccomp = _libseccomp()
    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    # Calls in the 32-bit and x32 conventions fail like all others; libseccomp would kill the process.
    rules.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.ERRNO(errno.EPERM))
    for name, comparisons in _permitted(writes):
        if _exists(name):
            rules.add_rule(pyseccomp.ALLOW, name, *(pyseccomp.Arg(*comparison) for comparison in comparisons))
    for name in filter(_exists, ABSENT):
        rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), name)
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def install(code: bytes) -> None:
    """Put the filter `code` on the calling thread, for good. Needs no_new_privs; OSError when refused."""
    filter_program = _Program(len(code) // _INSTRUCTION_BYTES, code)
    kernel.prctl(kernel.PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(filter_program))


def number(name: str) -> int:
    """Return the number of the system call `name` on this machine; negative when it has none."""
    pyseccomp = _libseccomp()
    return int(pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name))


def _libseccomp() -> Any:
    # Importing it fails where libseccomp is missing, for `nbjudge.sandbox.requirements` to explain.
    import pyseccomp  # noqa: PLC0415 (for the reason above)

    return pyseccomp


def _exists(name: str) -> bool:
    return number(name) >= 0


def _permitted(writes: bool) -> Iterator[tuple[str, tuple[tuple[int, ...], ...]]]:
    """Yield each permitted call with the conditions on its arguments: (index, comparison, value, ...)."""
    equal, masked = _libseccomp().EQ, _libseccomp().MASKED_EQ
    for names in (*ALLOWED.values(), WRITING if writes else ()):
        yield from ((name, ()) for name in names)
    for call, flags in (("open", 1), ("openat", 2)):
        yield from ((call, ((flags, masked, mask, value),)) for mask, value in OPENINGS)
    yield from (("fcntl", ((1, equal, command),)) for command in FCNTL_COMMANDS)
    yield from (("ioctl", ((1, equal, command),)) for command in IOCTL_COMMANDS)
    yield "prlimit64", ((0, equal, 0), (2, equal, 0))  # asking for its own limits; setting any is over
