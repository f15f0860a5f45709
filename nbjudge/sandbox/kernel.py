"""The door to the Linux kernel: raw system calls through ctypes, with errors raised as OSError.

Importable everywhere; calling `call` anywhere but on Linux raises OSError.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import sys
from collections.abc import Callable

# The same numbers on x86_64 and aarch64: every call added since Linux 5.0 has one number on all machines.
LANDLOCK_CREATE_RULESET = 444
LANDLOCK_ADD_RULE = 445
LANDLOCK_RESTRICT_SELF = 446
CLOSE_RANGE = 436

# prctl options, from linux/prctl.h
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_GET_SECCOMP = 21
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47


@functools.cache
def _library() -> ctypes.CDLL:
    if not sys.platform.startswith("linux"):
        raise OSError(errno.ENOSYS, f"this needs the Linux kernel; this machine runs {sys.platform}")
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library


def call(number: int, *arguments: int | object) -> int:
    """Make system call `number` and return its result; raise OSError with the kernel's errno when it fails.

    Integers are passed as machine words (C would pass 32-bit ints), anything else as ctypes passes it.
    """
    return _checked(_library().syscall, ctypes.c_long(number), *map(_word, arguments))


def prctl(option: int, *arguments: int | object) -> int:
    """Call prctl(2) and return its result; raise OSError when it fails. Missing arguments are zero."""
    padded = [*arguments, 0, 0, 0, 0][:4]
    return _checked(_library().prctl, option, *map(_word, padded))


def _word(argument: int | object) -> object:
    return ctypes.c_long(argument) if isinstance(argument, int) else argument


def _checked(function: Callable[..., int], *arguments: object) -> int:
    result = function(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
