"""seccomp: the system calls that a candidate may still make, as a list; the kernel refuses all others.

The list is what CPython, NumPy and IPython use once they are imported and warm. A refused call fails with
EPERM, so that a student reads PermissionError instead of losing the process. Which files may be read is
Landlock's part.

The filter is written out here, as linux/filter.h and linux/seccomp.h define it: a program of the kernel's packet
filter, run on each call's number, machine and arguments. tests/nbjudge/sandbox/test_seccomp.py runs it on every number.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import struct
import sys
from collections.abc import Iterator

from nbjudge.sandbox import kernel
from nbjudge.sandbox.syscalls import Machine, number_of, this_machine

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

# struct sock_filter: operation, jumps if true and if false, a value
_INSTRUCTION = struct.Struct("=HBBI")
_LOAD, _IF_EQUAL, _AND, _RETURN = 0x20, 0x15, 0x54, 0x06  # of 32-bit words
# struct seccomp_data: number, machine, instruction pointer, six arguments of 64 bits, the lower half first
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_REFUSED, _NOT_THERE = _FAIL | errno.EPERM, _FAIL | errno.ENOSYS
_WORD = 0xFFFFFFFF

Condition = tuple[int, int, int]
"""An argument's place, a mask, and what the argument should be under it."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def program(*, writes: bool) -> bytes:
    """The filter for this machine. `writes` adds what a scratch folder needs. Raises RuntimeError on other machines."""
    return compiled(this_machine(), writes=writes)


@functools.cache
def compiled(machine: Machine, *, writes: bool) -> bytes:
    """The filter as machine code of the kernel's packet filter, eight bytes an instruction.

    Calls in another convention (32-bit, x32) are refused: the first have another machine, the second other numbers.
    """
    code = [_LOAD_FROM[_MACHINE], *_unless(machine.audit, _REFUSED), _LOAD_FROM[_NUMBER]]
    for name, conditions in _permitted(writes):
        code += _rule(number_of(name, machine), conditions, _ALLOW)
    for name in ABSENT:
        code += _rule(number_of(name, machine), (), _NOT_THERE)
    code.append((_RETURN, 0, 0, _REFUSED))
    return b"".join(_INSTRUCTION.pack(*instruction) for instruction in code)


def install(code: bytes) -> None:
    """Put the filter `code` on the calling thread, for good. Needs no_new_privs; OSError when refused."""
    filter_program = _Program(len(code) // _INSTRUCTION.size, code)
    kernel.prctl(kernel.PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(filter_program))


def number(name: str) -> int:
    """The number of a system call on this machine, -1 if it has none. Raises KeyError if the table lacks its name."""
    found = number_of(name, this_machine())
    return -1 if found is None else found


_Instruction = tuple[int, int, int, int]
_LOAD_FROM = {place: (_LOAD, 0, 0, place) for place in (_NUMBER, _MACHINE)}


def _unless(value: int, verdict: int) -> list[_Instruction]:
    """Go on if the loaded word has this value, else end with the verdict."""
    return [(_IF_EQUAL, 1, 0, value), (_RETURN, 0, 0, verdict)]


def _rule(call: int | None, conditions: tuple[Condition, ...], verdict: int) -> list[_Instruction]:
    """If the loaded number is this call's, and the conditions hold, end with the verdict.

    Else go on, with the number loaded again. A call that this machine lacks has no rule.
    """
    if call is None:
        return []
    tests = [step for condition in conditions for step in _words(*condition)]
    body: list[_Instruction] = []
    for place, mask, value in reversed(tests):  # where one fails: past all that follows
        body = [(_LOAD, 0, 0, place), (_AND, 0, 0, mask), (_IF_EQUAL, 0, len(body) + 1, value), *body]
    body.append((_RETURN, 0, 0, verdict))
    again = [_LOAD_FROM[_NUMBER]] if tests else []
    return [(_IF_EQUAL, 0, len(body) + len(again), call), *body, *again]


def _words(argument: int, mask: int, value: int) -> Iterator[tuple[int, int, int]]:
    """A condition on an argument as conditions on its two words: where they lie, masks and values."""
    for half in (0, 1):
        part = mask >> 32 * half & _WORD
        if part:
            yield _ARGUMENTS + 8 * argument + 4 * half, part, value >> 32 * half & _WORD


def _permitted(writes: bool) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """Yield each permitted call with the conditions on its arguments; one with alternatives comes several times."""
    whole = 2**64 - 1
    for names in (*ALLOWED.values(), WRITING if writes else ()):
        yield from ((name, ()) for name in names)
    for call, flags in (("open", 1), ("openat", 2)):
        yield from ((call, ((flags, mask, value),)) for mask, value in OPENINGS)
    yield from (("fcntl", ((1, whole, command),)) for command in FCNTL_COMMANDS)
    yield from (("ioctl", ((1, whole, command),)) for command in IOCTL_COMMANDS)
    yield "prlimit64", ((0, whole, 0), (2, whole, 0))  # asking for its own limits; setting any is over
