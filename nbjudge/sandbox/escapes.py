"""Ways to break out, each tried for real: the doctor runs them inside the sandbox, which must stop every one.

An attempt that returns has succeeded; one that raises, or ends its process, has been stopped. Attempts aim to
do no harm where nothing stops them: a signal is number 0, which needs the same permission, no more.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nbjudge.limits import Limits
from nbjudge.sandbox import kernel, seccomp

SECRET_NAME = "NBJUDGE_DOCTOR_SECRET"
"""An environment variable that the grader has and the candidate must not see."""

SHARED_FOLDERS = (Path("/tmp"), Path("/dev/shm"), Path("/var/tmp"))

DONE = "done"
REFUSED = ("EPERM", "EACCES", "ENOSYS")
LANDLOCK, SECCOMP, BOTH, LIMIT = "Landlock", "seccomp", "Landlock, seccomp", "resource limit"


@dataclass(frozen=True)
class Bait:
    """What the doctor lays out for the acts to go for."""

    course: Path  # a folder that holds gradebook.db; stands for the course root
    data: Path  # a file that candidates may read, as an assignment's data file
    here: Path  # where the doctor was started, as a rule the real course root
    home: Path  # the home folder of whoever grades
    descriptor: int  # an open file of the grader, inherited by the child
    port: int  # a TCP port of this machine on which the doctor listens
    abstract: str  # the name of an abstract socket on which the doctor listens
    limits: Limits

    @property
    def strays(self) -> tuple[Path, ...]:
        """Files that no candidate must be able to make; the doctor clears them away where one could."""
        return tuple(folder / f"{self.course.name}.stray" for folder in (self.here, *SHARED_FOLDERS))

    @property
    def gradebook(self) -> Path:
        """The file that matters most."""
        return self.course / "gradebook.db"


Attempt = Callable[[Bait], object]


@dataclass(frozen=True)
class Act:
    """An act: its name, what is to stop it, how it is tried, and the endings that are right.

    An ending is `done`, or the name of an errno, an exception's class, or the signal that ended the process.
    """

    name: str
    stopped_by: str
    attempt: Attempt
    endings: tuple[str, ...] = REFUSED


def system_call(name: str, *arguments: object) -> int:
    """Make the system call `name` as an attacker with ctypes would; OSError when the kernel refuses it."""
    return kernel.call(seccomp.number(name), *arguments)


def calling(name: str, *arguments: object) -> Attempt:
    """Return an attempt that makes one system call."""
    return lambda bait: system_call(name, *arguments)


def on_parent(name: str, *arguments: object) -> Attempt:
    """Return an attempt of a system call whose first argument is the parent's process id."""
    return lambda bait: system_call(name, os.getppid(), *arguments)


def reading_of_parent(name: str) -> Attempt:
    """Return an attempt to open a file of the parent under /proc."""
    return lambda bait: os.close(os.open(f"/proc/{os.getppid()}/{name}", os.O_RDONLY))


def opening(flags: int) -> Attempt:
    """Return an attempt to open the gradebook with `flags`."""
    return lambda bait: os.close(os.open(bait.gradebook, flags))


def making_a_file(place: int) -> Attempt:
    """Return an attempt to make one of the bait's stray files."""
    return lambda bait: bait.strays[place].touch(exist_ok=False)


def connect_over_tcp(bait: Bait) -> None:
    """Reach a server on this machine."""
    with socket.socket() as client:
        client.connect(("127.0.0.1", bait.port))


def connect_to_abstract_socket(bait: Bait) -> None:
    """Reach a server that is known by a name outside the file system."""
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(bait.abstract)


def send_over_udp(bait: Bait) -> None:
    """Send a datagram."""
    with socket.socket(type=socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", bait.port))


def fork(bait: Bait) -> None:
    """Make a process the usual way."""
    if os.fork() == 0:
        os._exit(0)


def fork_by_system_call(name: str, *arguments: object) -> Attempt:
    """Return an attempt to make a process past the C library."""

    def attempt(bait: Bait) -> None:
        if system_call(name, *arguments) == 0:
            os._exit(0)

    return attempt


def leave_a_process_behind(bait: Bait) -> None:
    """Make a process that outlives this one, out of reach of signals to the group."""
    if os.fork() == 0:
        os.setsid()
        os.execv("/bin/sleep", ["sleep", "1"])


def redirect_signals_to_parent(bait: Bait) -> None:
    """Have the kernel signal the parent whenever a descriptor becomes ready."""
    import fcntl  # noqa: PLC0415 (missing on Windows, where this file must import all the same)

    with open(os.devnull) as null:
        fcntl.fcntl(null, fcntl.F_SETOWN, os.getppid())


def signal_the_group_of_parent(bait: Bait) -> None:
    """Signal every process of the grader."""
    os.killpg(os.getpgid(os.getppid()), 0)


def read_memory_of_parent(bait: Bait) -> None:
    """Copy eight bytes; the address is valid here, and so in the process that this one was forked from."""
    word = ctypes.create_string_buffer(8)
    vector = (ctypes.c_uint64 * 2)(ctypes.addressof(word), 8)
    system_call("process_vm_readv", os.getppid(), vector, 1, vector, 1, 0)


def exhaust_memory(bait: Bait) -> None:
    """Ask for as much as the whole process may have."""
    bytearray(bait.limits.memory_bytes)


def burn_cpu(bait: Bait) -> None:
    """Compute for longer than allowed, with the warning signal ignored; the end comes a second after that."""
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while sum(os.times()[:2]) < bait.limits.cpu_seconds + 1.5:
        pass


def regain_capabilities(bait: Bait) -> None:
    """Ask for every capability there is."""
    header, everything = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(*[2**32 - 1] * 6)
    system_call("capset", header, everything)


def see_the_environment(bait: Bait) -> None:
    """Look where Python keeps it, and where the C library does."""
    import posix  # noqa: PLC0415 (as in redirect_signals_to_parent)

    getenv = ctypes.CDLL(None).getenv
    getenv.restype = ctypes.c_char_p
    key = SECRET_NAME.encode()
    if SECRET_NAME not in os.environ and key not in posix.environ and getenv(key) is None:
        raise PermissionError(errno.EPERM, "the variable is gone")


def solve_equations(bait: Bait) -> None:
    """Use NumPy's linear algebra and random numbers."""
    import numpy as np  # noqa: PLC0415 (late on purpose: the import is part of what must work)

    matrix = np.random.default_rng(0).normal(size=(3, 3))
    np.testing.assert_allclose(matrix @ np.linalg.solve(matrix, np.ones(3)), np.ones(3))
