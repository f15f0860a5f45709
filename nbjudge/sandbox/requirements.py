"""What a machine must offer for the sandbox, and what to do where it does not. Importable on every system."""

from __future__ import annotations

import errno
import os
import platform
import sys
from dataclasses import dataclass

from nbjudge.limits import Limits
from nbjudge.sandbox import kernel, landlock, lockdown, seccomp

ELSEWHERE = (
    "grade on Linux 5.13 or newer: a Linux container, a virtual machine or, on Windows, WSL2 will do;"
    " or pass --no-sandbox, which trusts every submission and is recorded in every graded notebook"
)

LANDLOCK_TROUBLE = {
    errno.ENOSYS: ("this kernel ({release}) has no Landlock", ELSEWHERE),
    errno.EOPNOTSUPP: (
        "this kernel ({release}) has Landlock, switched off",
        "add landlock to the lsm= list of the kernel command line and restart, or " + ELSEWHERE,
    ),
    errno.EPERM: (
        "this container forbids the Landlock system calls",
        "use a container runtime from 2022 or later, or allow landlock_create_ruleset, landlock_add_rule and"
        " landlock_restrict_self in its seccomp profile",
    ),
}


@dataclass(frozen=True)
class Problem:
    """One thing that the sandbox lacks here: `what`, in plain words, and the `remedy`."""

    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what}; {self.remedy}"


def available() -> list[Problem]:
    """Return what keeps the sandbox from working on this machine; nothing when a trial of it succeeded."""
    if not sys.platform.startswith("linux"):
        return [Problem(f"the sandbox needs Linux, and this is {sys.platform}", ELSEWHERE)]
    missing = [problem for problem in (_landlock(), _seccomp(), _machine()) if problem]
    return missing or _trial()


def _landlock() -> Problem | None:
    try:
        landlock.query()
    except OSError as error:
        unknown = (f"Landlock does not answer ({error.strerror})", ELSEWHERE)
        what, remedy = LANDLOCK_TROUBLE.get(error.errno or 0, unknown)
        return Problem(what.format(release=platform.release()), remedy)
    return None


def _seccomp() -> Problem | None:
    try:
        kernel.prctl(kernel.PR_GET_SECCOMP)
    except OSError:
        return Problem(f"this kernel ({platform.release()}) was built without seccomp", ELSEWHERE)
    return None


def _machine() -> Problem | None:
    try:
        seccomp.program(writes=False)
    except RuntimeError as error:
        return Problem(str(error), "add its numbers to nbjudge/sandbox/syscalls.py, or " + ELSEWHERE)
    return None


def _trial() -> list[Problem]:
    """Lock down a forked child, and return what went wrong there."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _try_and_exit(writer)
    os.close(writer)
    with open(reader, encoding="utf-8") as report:
        said = report.read()
    status = os.waitpid(child, 0)[1]
    if status == 0:
        return []
    what = said or f"the trial ended with status {status}"
    return [Problem(f"a trial of the sandbox failed ({what})", ELSEWHERE)]


def _try_and_exit(writer: int) -> None:
    try:
        lockdown.lock_down(lockdown.prepare(Limits(), readable=lockdown.readable_paths()), keep_fds=[writer])
        os._exit(0)
    except BaseException as error:  # a forked child must never return into the caller's stack
        os.write(writer, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(1)
