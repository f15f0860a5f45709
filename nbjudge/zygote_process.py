"""The zygote's own process: ``python -m nbjudge.zygote_process ROLE FD``. It warms up, then forks on request."""

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
import sys
import time
from pathlib import Path
from typing import Any, Final

ROLES: Final = {"candidate": "nbjudge.candidate", "examiner": "nbjudge.examining"}
AHEAD: Final = {"candidate": "nbjudge.cells:CellRunner.warm"}  # what takes long and is the same for every assignment
MESSAGE_BYTES: Final = 1 << 20


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
