"""The sandbox that a candidate closes around itself before the first byte of student code runs.

`prepare` does ahead what can be done in a zygote; `lock_down` is called once, in a forked child with a single
thread, and cannot be undone. What it leaves is a process that can compute, read the interpreter's libraries and talk
to the examiner over one descriptor. It needs neither root nor a container, and works inside a container too.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import signal
import sys
import sysconfig
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nbjudge.limits import Limits
from nbjudge.sandbox import kernel, landlock, seccomp

if sys.platform != "win32":
    import posix
    import resource

SYSTEM_PATHS = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib",  # shared libraries
    "/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/usr/share/fonts",
    "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom",
)  # fmt: skip
"""Read by every candidate beside the interpreter. Neither /tmp nor a home or course folder; of /proc its own maps."""

OWN_BYTES = 1024**3
"""Of address space, what an examiner maps itself, beside what a candidate may: libraries that tests import, mostly."""

SINKS = (Path("/dev/null"),)
"""Written by every candidate: students send output there."""

_LAST_DESCRIPTOR = 2**32 - 1  # the highest descriptor that close_range(2) takes
_CAPABILITY_VERSION = 0x20080522  # _LINUX_CAPABILITY_VERSION_3
_AMBIENT_CLEAR_ALL = 4  # PR_CAP_AMBIENT_CLEAR_ALL
_ENVIRONMENT_FIELDS = slice(47, 49)  # env_start and env_end in /proc/self/stat, see proc(5)


@dataclass(frozen=True)
class Walls:
    """A sandbox that is ready to be closed, in this process or in its forks; see `prepare`.

    limits: its rlimits.
    readable, writable: the files for Landlock; of the latter SINKS come first.
    program: seccomp's filter.
    """

    limits: Limits
    readable: tuple[landlock.Allowed, ...]
    writable: tuple[landlock.Allowed, ...]
    program: bytes


def prepare(limits: Limits, *, readable: Sequence[Path], writable: Sequence[Path] = ()) -> Walls:
    """Do what can be done ahead, once for all forks of a zygote: empty the environment, drop every privilege, write the
    filter, and see whether Landlock takes the files.

    readable: what may be read, as a rule `readable_paths()` and the assignment's data files.
    writable: scratch folders, as a rule none (`limits.scratch_bytes` must then be above 0 as well).

    Raises RuntimeError when the process already exceeds `limits.memory_bytes`, OSError when the machine
    lacks a wall (`nbjudge.sandbox.requirements.available` says which).
    """
    _check_memory(limits)
    empty_environment()
    drop_privileges()
    to_read = tuple(landlock.allowed(path, landlock.READ) for path in readable)
    to_write = tuple(landlock.allowed(path, landlock.WRITE) for path in (*SINKS, *writable))
    os.close(landlock.ruleset_of([*to_read, *to_write]))
    return Walls(limits, to_read, to_write, seccomp.program(writes=bool(writable)))


def with_scratch(walls: Walls, folder: Path) -> Walls:
    """The same walls for a child that may write into a folder of its own, and no other's."""
    return replace(walls, writable=(*walls.writable[: len(SINKS)], landlock.allowed(folder, landlock.WRITE)))


def lock_down(walls: Walls, *, keep_fds: Collection[int]) -> None:
    """Close the sandbox around this process. The caller has forked, and called setsid.

    keep_fds: the descriptors that stay open; 0, 1 and 2 become /dev/null unless named.

    Raises RuntimeError when other threads are alive, OSError when the machine lacks a wall. The process must then end.
    """
    # Its own list of mapped files, in which threadpoolctl, and with it scikit-learn, looks for what it has loaded. So
    # each has a ruleset of its own: one for all forks of a zygote would get longer, and slower, with each.
    maps = landlock.allowed(Path(f"/proc/{os.getpid()}/maps"), landlock.READ)
    ruleset = landlock.ruleset_of([*walls.readable, *walls.writable, maps])
    close_descriptors([*keep_fds, ruleset])
    be_first_to_go_when_memory_runs_out()
    hide_from_siblings()
    die_with_the_parent()
    limit_resources(walls.limits)
    landlock.restrict(ruleset)
    seccomp.install(walls.program)


def keep_to_reading(readable: Sequence[Path], limits: Limits) -> None:
    """Let this process and all that it forks open no file but these, none to write, and map no more memory.

    Raises OSError when the machine lacks that wall.
    """
    drop_privileges()
    _limit(resource.RLIMIT_AS, limits.memory_bytes + OWN_BYTES)
    landlock.restrict(landlock.ruleset([path for path in readable if path.exists()], SINKS))


def readable_paths(extra: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Return what a candidate reads: the interpreter, its packages, system libraries, and `extra`.

    What does not exist, or this user may not read, is left out. Of a virtual environment or a pyenv only the
    library folders are named, as these often lie inside a course or home folder.
    """
    names = sysconfig.get_paths()
    packages = [path for path in sys.path if Path(path).name in {"site-packages", "dist-packages"}]
    libraries: list[str | Path] = [names["stdlib"], names["platstdlib"], f"{sys.base_prefix}/lib", *packages]
    paths = {Path(path).resolve() for path in [*libraries, *SYSTEM_PATHS, *extra]}
    usable = sorted(path for path in paths if os.access(path, os.R_OK))
    return tuple(path for path in usable if not any(parent in usable for parent in path.parents))


def exposed(secrets: Iterable[Path], readable: Iterable[Path]) -> tuple[Path, ...]:
    """Return those of `secrets` that lie under one of `readable`, so that a candidate could read them."""
    roots = [path.resolve() for path in readable]
    return tuple(secret for secret in secrets if any(secret.resolve().is_relative_to(root) for root in roots))


def bare_environment() -> dict[str, str]:
    """Return the whole environment of a candidate. Start the zygote with it: then no other ever existed.

    One thread for BLAS: a sandboxed process cannot start more, and scores must not depend on the cores.
    """
    one_thread = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": "/nonexistent",
        "USER": "student",  # what getpass.getuser() asks for
        "PYTHONBREAKPOINT": "0",  # nobody is there to debug
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
    } | one_thread


def empty_environment() -> None:
    """Replace the environment by `bare_environment`, and wipe the copies that Python and the kernel keep."""
    os.environ.clear()
    posix.environ.clear()
    _wipe_initial_environment()
    os.environ.update(bare_environment())


def close_descriptors(keep: Collection[int]) -> None:
    """Close every descriptor but those in `keep`; 0, 1 and 2 stay open on /dev/null."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in {0, 1, 2}.difference(keep):
        os.dup2(null, standard)
    kept = sorted({0, 1, 2, *keep})
    for before, after in itertools.pairwise([*kept, _LAST_DESCRIPTOR + 1]):
        if after - before > 1:
            kernel.call(kernel.CLOSE_RANGE, before + 1, after - 1, 0)


def be_first_to_go_when_memory_runs_out() -> None:
    """Ask the kernel to end this process before any other when the machine runs out of memory."""
    with contextlib.suppress(OSError):  # a courtesy to the machine, not a wall; /proc may be read-only
        score = os.open("/proc/self/oom_score_adj", os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.write(score, b"1000")
        finally:
            os.close(score)


def drop_privileges() -> None:
    """Give up every capability, and the ways back to any. Root keeps its user id, and no power with it."""
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    with contextlib.suppress(OSError):  # an ordinary user may not change the bounding set, and has no need to
        for capability in itertools.count():  # ends with EINVAL, after the last that this kernel knows
            kernel.prctl(kernel.PR_CAPBSET_DROP, capability)
    kernel.prctl(kernel.PR_CAP_AMBIENT, _AMBIENT_CLEAR_ALL)
    header, none = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)()
    kernel.call(seccomp.number("capset"), header, none)


def hide_from_siblings() -> None:
    """Let no process of the same user look into its memory; and leave no core file."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)


def die_with_the_parent() -> None:
    """Have the kernel kill this process when the thread that forked it ends."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)


def limit_resources(limits: Limits) -> None:
    """Set the rlimits, for good. The CPU limit warns a second early, so that the cause of death is known."""
    _limit(resource.RLIMIT_AS, limits.memory_bytes)
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1)
    _limit(resource.RLIMIT_FSIZE, limits.file_bytes or limits.scratch_bytes)
    _limit(resource.RLIMIT_NOFILE, limits.open_files)
    for nothing in ("RLIMIT_CORE", "RLIMIT_NPROC", "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE"):
        _limit(getattr(resource, nothing), 0)


def _limit(which: int, soft: int, hard: int | None = None) -> None:
    ceiling = resource.getrlimit(which)[1]
    wanted = (soft, soft if hard is None else hard)
    if ceiling != resource.RLIM_INFINITY:
        wanted = (min(wanted[0], ceiling), min(wanted[1], ceiling))
    resource.setrlimit(which, wanted)


def _check_memory(limits: Limits) -> None:
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    if mapped >= limits.memory_bytes:
        raise RuntimeError(
            f"the candidate maps {mapped:,} bytes before student code runs, and memory_bytes is"
            f" {limits.memory_bytes:,}; raise memory_bytes, or import less beforehand"
        )


def _wipe_initial_environment() -> None:
    """Overwrite the block in which the kernel handed over the environment; nothing refers to it any more."""
    after_name = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    start, end = map(int, after_name[_ENVIRONMENT_FIELDS])
    if start:
        ctypes.memset(start, 0, end - start)
