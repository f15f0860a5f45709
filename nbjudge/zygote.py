"""Zygotes: warm template processes. Importing is done once; each submission gets a fork in milliseconds.

``Zygote`` is the grader's handle. The process itself is ``python -m nbjudge.zygote ROLE FD``, started with a bare
environment: what it never had, no child of it can find in its memory.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from nbjudge import sandbox

ROLES: Final = {"candidate": "nbjudge.candidate", "examiner": "nbjudge.examining"}
MESSAGE_BYTES: Final = 1 << 20
READY_SECONDS: Final = 120.0  # a cold disk imports NumPy and IPython slowly


class ZygoteError(Exception):
    """A zygote did not start, or has died: the judge's own trouble, never the student's."""


class Zygote:
    """A running zygote of one role, for one assignment.

    Args:
        role: ``candidate`` or ``examiner``.
        settings: JSON data for the role: kit folder, imports, limits, readable paths, whether sandboxed.

    Raises:
        ZygoteError: if it does not get ready.
    """

    def __init__(self, role: str, settings: dict[str, Any]) -> None:
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.role = role
        with its:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "nbjudge.zygote", role, str(its.fileno())],
                env=sandbox.bare_environment(),
                pass_fds=[its.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd=settings["kit"],
                start_new_session=True,  # Ctrl-C is for the grader, which then hangs up
            )
        self._socket = mine
        mine.settimeout(READY_SECONDS)
        self._ask(settings)
        mine.settimeout(None)

    def fork(self, *fds: int) -> int:
        """Fork a child that serves with ``fds``; returns its process id, which stays valid until ``end``."""
        return int(self._ask({"fork": True}, fds)["pid"])

    def end(self, pid: int) -> str:
        """Kill a child, if it still runs, and say how it ended, in words; empty if it was this call that ended it."""
        return str(self._ask({"end": pid})["ending"])

    def close(self) -> None:
        """End the zygote and whatever it forked."""
        self._socket.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def _ask(self, request: dict[str, Any], fds: tuple[int, ...] = ()) -> dict[str, Any]:
        try:
            socket.send_fds(self._socket, [json.dumps(request).encode()], fds)
            reply = self._socket.recv(MESSAGE_BYTES)
        except OSError as error:
            raise ZygoteError(f"the {self.role} zygote does not answer: {error}") from error
        if not reply:
            raise ZygoteError(f"the {self.role} zygote has died (exit code {self._process.poll()}); see above for why")
        told: dict[str, Any] = json.loads(reply)
        return told


# ---------------------------------------------------------------- in the zygote's own process


def main(role: str, fd: int) -> None:
    """Warm up, then fork on request until the grader hangs up; then end all children."""
    control = socket.socket(fileno=fd)
    settings = json.loads(control.recv(MESSAGE_BYTES))
    sys.path.insert(0, settings["kit"])
    module = importlib.import_module(ROLES[role])
    module.warm(settings["imports"])
    control.send(b"{}")
    children: set[int] = set()
    while True:
        message, fds, _, _ = socket.recv_fds(control, MESSAGE_BYTES, 4)
        if not message:
            break
        request = json.loads(message)
        if "fork" in request:
            pid = os.fork()
            if pid == 0:
                _be_child(module, control, fds, settings)
            children.add(pid)
            for passed in fds:
                os.close(passed)
            control.send(json.dumps({"pid": pid}).encode())
        else:
            known = request["end"] in children
            children.discard(request["end"])
            control.send(json.dumps({"ending": _end(request["end"]) if known else ""}).encode())
    for pid in children:
        _end(pid)
    # the grader removes this folder, unless it was killed
    shutil.rmtree(Path(settings["kit"]).parent, ignore_errors=True)


def _be_child(module: Any, control: socket.socket, fds: list[int], settings: dict[str, Any]) -> None:
    """Serve, and leave without a trace of the zygote's own code running again."""
    code = 1
    try:
        control.close()
        os.setsid()
        module.main(*fds, settings)
        code = 0
    except BaseException as error:  # nothing may escape into the zygote's loop
        with contextlib.suppress(BaseException):
            print(f"nbjudge {module.__name__}: {type(error).__name__}: {error}", file=sys.__stderr__, flush=True)
    finally:
        os._exit(code)


def _end(pid: int) -> str:
    """Reap a child. It is our own and not yet reaped, so its number cannot belong to another process."""
    done, status = os.waitpid(pid, os.WNOHANG)
    if done == 0:
        # on its way out it keeps the status it chose: only what still runs ends by this signal
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            return ""
    if not os.WIFSIGNALED(status):
        return f"the process ended itself (exit code {os.waitstatus_to_exitcode(status)})"
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU:
        return "the process used up its CPU time"
    return f"the process was ended by signal {signal.Signals(number).name}"


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
    os._exit(0)  # its imports' exit handlers have nothing to save, and the folder they started in is gone
