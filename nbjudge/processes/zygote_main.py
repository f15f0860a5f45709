"""The zygotes' own processes: ``python -m nbjudge.processes.zygote_main ROLE FD [ROLE FD ...]``.

Each warms up, then forks on request. The first is this very process, the others fork from it.

A role is a module with two functions:

    begin() -> begun                             what takes long and is the same for every assignment
    prepare(settings, begun, load) -> Prepared   what is the same for every submission of one; once it is safe to,
                                                 it calls ``load`` with the settings
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import shutil
import signal
import socket
import sys
import time
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Protocol

ROLES: Final = {"candidate": "nbjudge.candidate.process", "examiner": "nbjudge.examiner.process"}
#: What all roles need, and what takes long of it. NumPy imports its own two when they are first used, which would be in
#: every child: np.median does so with numpy.ma.
SHARED: Final = (
    "numpy.ma", "numpy.random", "nbjudge.sandbox.lockdown", "nbjudge.wire.channel", "nbjudge.wire.decode",
    "nbjudge.wire.encode", "nbjudge.wire.tracking",
)  # fmt: skip
MESSAGE_BYTES: Final = 1 << 20
MATPLOTLIBS: Final = "MPLCONFIGDIR"  # where it keeps what it found of fonts


class Prepared(Protocol):
    """What a zygote holds ready for its children."""

    def serve(self, fd: int) -> None:
        """In a forked child: do the role's work over ``fd``."""

    def draw(self) -> None:
        """In the zygote: get ready for code that draws."""


def main(fds: Mapping[str, int]) -> None:
    """Be the zygote of the first of these roles, over its descriptor, with those of the others in forks."""
    gc.disable()  # imports make many objects and little garbage; looking for it again and again takes a fifth as long
    for name in SHARED:
        importlib.import_module(name)
    _collect()
    (first, fd), *others = fds.items()
    forked, not_its = [], set(fds.values())
    for role, its in others:
        not_its.remove(its)
        pid = os.fork()
        if pid == 0:
            for other in not_its:
                os.close(other)
            be_zygote(role, its)
            return
        forked.append(pid)
        os.close(its)
    this = os.getpid()
    be_zygote(first, fd)
    if os.getpid() == this:  # else this is a copy, of which they are no children
        for pid in forked:
            _end_of_copy(pid)


def be_zygote(role: str, fd: int) -> None:
    """Warm up, then fork on request until the grader hangs up; then end all children."""
    control = socket.socket(fileno=fd)
    with contextlib.suppress(OSError):  # so that `ps -o comm` tells them apart
        Path("/proc/self/comm").write_text(f"nbj-{role}", encoding="utf-8")
    module = importlib.import_module(ROLES[role])
    begun = module.begin()
    _collect()
    control, settings = _first_request(control)
    if settings is None:  # there was nothing to judge
        return
    # Matplotlib wants a folder that may be written, and asks when the examiner's walls stand; nobody has a home here.
    os.environ[MATPLOTLIBS] = settings["drawing"]
    os.chdir(settings["kit"])
    sys.path.insert(0, settings["kit"])
    prepared: Prepared = module.prepare(settings, begun, load)
    _collect()
    gc.enable()
    with contextlib.suppress(OSError):  # the grader has hung up meanwhile, which the server will see
        control.send(json.dumps({"pid": os.getpid()}).encode())
    _Server(prepared, control, settings.get("drawn", {}), settings["drawing"]).serve()
    # the grader removes this folder, unless it was killed
    shutil.rmtree(Path(settings["kit"]).parent, ignore_errors=True)


def _first_request(control: socket.socket) -> tuple[socket.socket, dict[str, Any] | None]:
    """What to prepare for, or None. Until then it forks whoever is asked for in its place: each returns from here, too.

    Returns:
        The socket to go on with.
    """
    copies: set[int] = set()
    while True:
        try:
            message, fds, _, _ = socket.recv_fds(control, MESSAGE_BYTES, 1)
        except ConnectionResetError:
            message, fds = b"", []
        request: dict[str, Any] | None = json.loads(message) if message else None
        if request is None or "copy" not in request:
            for pid in copies:
                _end_of_copy(pid)
            return control, request
        copies = {pid for pid in copies if os.waitpid(pid, os.WNOHANG)[0] == 0}
        pid = os.fork()
        if pid == 0:
            control.close()
            os.setsid()
            control = socket.socket(fileno=fds[0])
            copies.clear()
            continue
        copies.add(pid)
        os.close(fds[0])
        with contextlib.suppress(OSError):  # it has hung up meanwhile, which the next turn will see
            control.send(json.dumps({"pid": pid}).encode())


def load(modules: Mapping[str, Any]) -> None:
    """Import what is named in ``imports``, and look at the ``used`` attributes, ``[module, attribute]``.

    So no child has to. What fails here, for whatever reason, fails again in its cell, where that is shown; ``a.b`` may
    also be a name in a module.
    """
    for name in modules.get("imports", ()):
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is out of date
        for module, attribute in modules.get("used", ()):
            with contextlib.suppress(Exception):
                getattr(sys.modules.get(module), attribute)


def _collect() -> None:
    gc.collect()
    gc.freeze()  # or a child's first collection would write to, and so copy, every page that holds an object


class _Server:
    """A zygote's loop, in the zygote or in a copy of it."""

    def __init__(self, prepared: Prepared, control: socket.socket, drawn: Mapping[str, Any], drawing: str) -> None:
        self.prepared, self.control, self.drawn, self.drawing = prepared, control, drawn, drawing
        self.children: set[int] = set()
        self.copies: set[int] = set()

    def serve(self) -> None:
        """Answer requests until the other side hangs up; then end all children, and wait for the copies to end."""
        while True:
            try:
                message, fds, _, _ = socket.recv_fds(self.control, MESSAGE_BYTES, 4)
            except ConnectionResetError:  # it hung up before it had read everything
                break
            if not message:
                break
            self.copies = {pid for pid in self.copies if os.waitpid(pid, os.WNOHANG)[0] == 0}
            reply = self._answer(json.loads(message), fds)
            for passed in fds:
                os.close(passed)
            with contextlib.suppress(OSError):  # it has hung up meanwhile, which the next turn will see
                self.control.send(json.dumps(reply).encode())
        for pid in self.children:
            _end(pid)
        for pid in self.copies:
            _end_of_copy(pid)

    def _answer(self, request: dict[str, Any], fds: list[int]) -> dict[str, Any]:
        if "fork" in request:
            pid = os.fork()
            if pid == 0:
                _be_child(self.prepared, self.control, fds[0])
            self.children.add(pid)
            return {"pid": pid}
        if "warm up" in request:
            # in this very process, so that all its children are the quicker for it
            with contextlib.suppress(Exception):  # it comes again in the first exam, where it can be told
                self.prepared.serve(fds[0])
            _collect()
            gc.enable()
            return {"pid": os.getpid()}
        if "draw" in request:
            os.environ[MATPLOTLIBS] = self.drawing  # a candidate's zygote has emptied its environment since
            self.prepared.draw()
            load(self.drawn)
            del os.environ[MATPLOTLIBS]
            _collect()
            return {}
        if "pin" in request:
            os.sched_setaffinity(0, {request["pin"]})
            return {}
        if "copy" in request:
            pid = os.fork()
            if pid == 0:
                self._be_copy(fds[0])
            self.copies.add(pid)
            return {"pid": pid}
        known = request["end"] in self.children
        self.children.discard(request["end"])
        return {"ending": _end(request["end"]) if known else ""}

    def _be_copy(self, fd: int) -> None:
        try:
            self.control.close()
            os.setsid()
            _Server(self.prepared, socket.socket(fileno=fd), self.drawn, self.drawing).serve()
        finally:
            os._exit(0)


def _be_child(prepared: Prepared, control: socket.socket, fd: int) -> None:
    """Serve, and leave without a trace of the zygote's own code running again."""
    code = 1
    try:
        control.close()
        os.setsid()
        prepared.serve(fd)
        code = 0
    except BaseException as error:  # nothing may escape into the zygote's loop
        with contextlib.suppress(BaseException):
            print(
                f"nbjudge {type(prepared).__name__}: {type(error).__name__}: {error}", file=sys.__stderr__, flush=True
            )
    finally:
        os._exit(code)


def _end_of_copy(pid: int) -> None:
    """A copy ends when its worker does. One that is still there after that is stuck."""
    for _ in range(500):
        if os.waitpid(pid, os.WNOHANG)[0]:
            return
        time.sleep(0.002)
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
    main(dict(zip(sys.argv[1::2], map(int, sys.argv[2::2]), strict=True)))
    os._exit(0)  # its imports' exit handlers have nothing to save, and the folder they started in is gone
