"""Does the sandbox of this machine hold? Every forbidden act is tried in it, and every needed one."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from nbjudge.limits import Limits
from nbjudge.sandbox import lockdown
from nbjudge.sandbox.escapes import DONE, SECRET_NAME, Act, Bait
from nbjudge.temporary import temporary_folder

PATIENCE = 30.0  # seconds for one act; the longest burns two seconds of CPU time


@dataclass(frozen=True)
class Finding:
    """How one act ended: the `ending` as in `Act`, and what the system said about it."""

    act: Act
    ending: str
    said: str

    @property
    def good(self) -> bool:
        """Whether a forbidden act was stopped, or a needed one done."""
        return self.ending in self.act.endings

    @property
    def verdict(self) -> str:
        """The finding in a word or two."""
        if self.good:
            return "ok"
        if DONE in self.act.endings:
            return "BROKEN"
        return "NOT BLOCKED" if self.ending == DONE else "unclear"


def examine(acts: Iterable[Act], limits: Limits) -> list[Finding]:
    """Try each act in a sandboxed child of its own, with one second of CPU time; return what came of it."""
    with lay_out_bait(replace(limits, cpu_seconds=1)) as bait:
        return [attempt(act, bait) for act in acts]


def attempt(act: Act, bait: Bait) -> Finding:
    """Try one act in a forked, locked-down child, and wait for its end."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _try_and_exit(act, bait, writer)
    os.close(writer)
    with open(reader, "rb") as report:
        in_time = bool(select.select([report], [], [], PATIENCE)[0])
        ending, _, said = (report.read() if in_time else b"hung").decode().partition(" ")
    if not in_time:
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Finding(act, ending or _silent_ending(status), said)


@contextlib.contextmanager
def lay_out_bait(limits: Limits) -> Iterator[Bait]:
    """Make what the acts go for, and remove it afterwards. Raises NoTemporaryFolder where it cannot be made."""
    with contextlib.ExitStack() as stack:
        course = stack.enter_context(temporary_folder("nbjudge-doctor-"))
        (course / "gradebook.db").write_text("grades")
        (course / "data.csv").write_text("1,2")
        descriptor = stack.enter_context((course / "gradebook.db").open("rb")).fileno()
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        unix = stack.enter_context(socket.socket(socket.AF_UNIX))
        unix.bind("\0" + course.name)
        unix.listen()
        os.environ[SECRET_NAME] = "seen"
        stack.callback(os.environ.pop, SECRET_NAME)
        bait = Bait(
            course=course,
            data=course / "data.csv",
            here=Path.cwd(),
            home=home_folder(),
            descriptor=descriptor,
            port=tcp.getsockname()[1],
            abstract="\0" + course.name,
            limits=limits,
        )
        stack.callback(_clear_away, bait.strays)
        yield bait


def home_folder() -> Path:
    """The home folder of whoever grades; where there is none, as for many a service, the folder that it would be in."""
    home = Path(os.path.expanduser("~"))
    return next(folder for folder in (home, *home.parents) if os.path.isdir(folder))


def _clear_away(strays: Iterable[Path]) -> None:
    for stray in strays:
        with contextlib.suppress(OSError):  # not there, or in a folder closed to this user
            stray.unlink()


def _try_and_exit(act: Act, bait: Bait, writer: int) -> NoReturn:
    ending, said = "lock_down", ""
    try:
        os.setsid()
        readable = lockdown.readable_paths([bait.data])
        lockdown.lock_down(lockdown.prepare(bait.limits, readable=readable), keep_fds=[writer])
        ending, said = _ending_of(act, bait)
    except BaseException as error:  # a forked child must never return into its parent's stack
        said = repr(error)
    finally:
        os.write(writer, f"{ending} {said}".encode())
        os._exit(0)


def _ending_of(act: Act, bait: Bait) -> tuple[str, str]:
    try:
        act.attempt(bait)
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, type(error).__name__), error.strerror or str(error)
    except Exception as error:  # every exception is an ending
        return type(error).__name__, str(error)
    return DONE, ""


def _silent_ending(status: int) -> str:
    """Return the ending of a child that said nothing: killed by a signal, or now another program and done."""
    return signal.Signals(-status).name if status < 0 else DONE
