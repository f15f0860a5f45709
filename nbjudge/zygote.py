"""Zygotes: warm template processes. Importing is done once; each submission gets a fork in milliseconds.

``Zygote`` is the grader's handle. The process itself is ``python -m nbjudge.zygote ROLE FD``, started with a bare
environment: what it never had, no child of it can find in its memory.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from nbjudge import sandbox

ROLES: Final = {"candidate": "nbjudge.candidate", "examiner": "nbjudge.examining"}
AHEAD: Final = {"candidate": "nbjudge.cells:CellRunner.warm"}  # what takes long and is the same for every assignment
MESSAGE_BYTES: Final = 1 << 20
READY_SECONDS: Final = 120.0  # a cold disk imports NumPy and IPython slowly


class ZygoteError(Exception):
    """A zygote did not start, or has died: the judge's own trouble, never the student's."""


class Zygote:
    """A running zygote of one role: it imports what the role needs, then waits for ``prepare``.

    Args:
        role: ``candidate`` or ``examiner``.

    Raises:
        OSError: if it cannot be started.
    """

    def __init__(self, role: str) -> None:
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.role = role
        self._socket = mine
        with its, contextlib.ExitStack() as unless_it_starts:
            unless_it_starts.enter_context(mine)
            self._process: subprocess.Popen[bytes] | None = subprocess.Popen(
                [sys.executable, "-I", "-m", "nbjudge.zygote", role, str(its.fileno())],
                env=sandbox.bare_environment(),
                pass_fds=[its.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,  # Ctrl-C is for the grader, which then hangs up
            )
            unless_it_starts.pop_all()

    def prepare(self, settings: dict[str, Any]) -> None:
        """Have it prepare for one assignment. It is ready only after ``wait_until_ready``.

        Args:
            settings: JSON data for the role: kit folder, file of cells to prepare, imports, limits, readable paths,
                whether sandboxed.

        Raises:
            ZygoteError: if it has died.
        """
        self._send(settings)

    def wait_until_ready(self) -> None:
        """Wait for it to have imported and prepared everything.

        Raises:
            ZygoteError: if it does not get ready.
        """
        self._socket.settimeout(READY_SECONDS)
        self._receive()
        self._socket.settimeout(None)

    def clone(self) -> Zygote:
        """Another zygote, as warm as this one, for another worker."""
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with its:
            self._ask({"clone": True}, (its.fileno(),))
        made = object.__new__(Zygote)
        made.role, made._socket, made._process = self.role, mine, None
        return made

    def draw(self) -> None:
        """Have it get ready for code that draws; takes a few tenths of a second."""
        self._ask({"draw": True})

    def pin(self, core: int) -> None:
        """Keep it, and what it forks, on one core."""
        self._ask({"pin": core})

    def fork(self, *fds: int) -> int:
        """Fork a child that serves with ``fds``; returns its process id, which stays valid until ``end``."""
        return int(self._ask({"fork": True}, fds)["pid"])

    def end(self, pid: int) -> str:
        """Kill a child, if it still runs, and say how it ended, in words; empty if it was this call that ended it."""
        return str(self._ask({"end": pid})["ending"])

    def start_rehearsal(self, fd: int) -> None:
        """Have it do its role's work once itself, over ``fd``, before it forks anybody; see ``wait_until_ready``."""
        self._send({"rehearse": True}, (fd,))

    def kill(self) -> None:
        """End one that was never told to ``prepare``, at once: it has forked nobody and keeps nothing."""
        self._socket.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def forget(self) -> None:
        """Close this process's end of a zygote that another process, forked from this one, goes on using."""
        self._socket.close()

    def close(self) -> None:
        """End the zygote and whatever it forked. A clone is reaped by the zygote that it was made of."""
        self._socket.close()
        if self._process is None:
            return
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
        self._send(request, fds)
        return self._receive()

    def _send(self, request: dict[str, Any], fds: tuple[int, ...] = ()) -> None:
        try:
            socket.send_fds(self._socket, [json.dumps(request).encode()], fds)
        except OSError as error:
            raise ZygoteError(f"the {self.role} zygote does not listen: {error}") from error

    def _receive(self) -> dict[str, Any]:
        try:
            reply = self._socket.recv(MESSAGE_BYTES)
        except OSError as error:
            raise ZygoteError(f"the {self.role} zygote does not answer: {error}") from error
        if not reply:
            ended = f" (exit code {self._process.poll()})" if self._process is not None else ""
            raise ZygoteError(f"the {self.role} zygote has died{ended}; see above for why")
        told: dict[str, Any] = json.loads(reply)
        return told


# ---------------------------------------------------------------- in the zygote's own process


def main(role: str, fd: int) -> None:
    """Warm up, then fork on request until the grader hangs up; then end all children."""
    control = socket.socket(fileno=fd)
    gc.disable()  # imports make many objects and little garbage; looking for it again and again takes a fifth as long
    module = importlib.import_module(ROLES[role])
    if role in AHEAD:
        pkgutil.resolve_name(AHEAD[role])()
    _collect()
    message = control.recv(MESSAGE_BYTES)
    if not message:  # there was nothing to judge
        return
    settings = json.loads(message)
    os.chdir(settings["kit"])
    sys.path.insert(0, settings["kit"])
    module.warm(settings)
    _collect()
    gc.enable()
    control.send(b"{}")
    _Server(module, control).serve()
    # the grader removes this folder, unless it was killed
    shutil.rmtree(Path(settings["kit"]).parent, ignore_errors=True)


def _collect() -> None:
    gc.collect()
    gc.freeze()  # or a child's first collection would write to, and so copy, every page that holds an object


class _Server:
    """A zygote's loop, in the zygote or in a clone of it."""

    def __init__(self, module: Any, control: socket.socket) -> None:
        self.module, self.control = module, control
        self.children: set[int] = set()
        self.clones: set[int] = set()

    def serve(self) -> None:
        """Answer requests until the other side hangs up; then end all children, and wait for the clones to end."""
        while True:
            message, fds, _, _ = socket.recv_fds(self.control, MESSAGE_BYTES, 4)
            if not message:
                break
            self.clones = {pid for pid in self.clones if os.waitpid(pid, os.WNOHANG)[0] == 0}
            reply = self._answer(json.loads(message), fds)
            for passed in fds:
                os.close(passed)
            with contextlib.suppress(OSError):  # it has hung up meanwhile, which the next turn will see
                self.control.send(json.dumps(reply).encode())
        for pid in self.children:
            _end(pid)
        for pid in self.clones:
            _end_of_clone(pid)

    def _answer(self, request: dict[str, Any], fds: list[int]) -> dict[str, Any]:
        if "fork" in request:
            pid = os.fork()
            if pid == 0:
                _be_child(self.module, self.control, fds)
            self.children.add(pid)
            return {"pid": pid}
        if "rehearse" in request:
            # in this very process, so that all its children are the quicker for it
            with contextlib.suppress(Exception):  # it comes again in the first exam, where it can be told
                self.module.main(fds[0])
            _collect()
            gc.enable()
            return {}
        if "draw" in request:
            self.module.draw()
            _collect()
            return {}
        if "pin" in request:
            os.sched_setaffinity(0, {request["pin"]})
            return {}
        if "clone" in request:
            pid = os.fork()
            if pid == 0:
                self._be_clone(fds[0])
            self.clones.add(pid)
            return {"pid": pid}
        known = request["end"] in self.children
        self.children.discard(request["end"])
        return {"ending": _end(request["end"]) if known else ""}

    def _be_clone(self, fd: int) -> None:
        try:
            self.control.close()
            os.setsid()
            _Server(self.module, socket.socket(fileno=fd)).serve()
        finally:
            os._exit(0)


def _be_child(module: Any, control: socket.socket, fds: list[int]) -> None:
    """Serve, and leave without a trace of the zygote's own code running again."""
    code = 1
    try:
        control.close()
        os.setsid()
        module.main(*fds)
        code = 0
    except BaseException as error:  # nothing may escape into the zygote's loop
        with contextlib.suppress(BaseException):
            print(f"nbjudge {module.__name__}: {type(error).__name__}: {error}", file=sys.__stderr__, flush=True)
    finally:
        os._exit(code)


def _end_of_clone(pid: int) -> None:
    """A clone ends when its worker does. One that is still there after that is stuck."""
    for _ in range(50):
        if os.waitpid(pid, os.WNOHANG)[0]:
            return
        time.sleep(0.02)
    _end(pid)


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
