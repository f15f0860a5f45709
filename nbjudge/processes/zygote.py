"""Zygotes: warm template processes. Importing is done once; each submission gets a fork in milliseconds.

``Zygote`` is the grader's handle, which several threads may use at a time. The process itself (`zygote_main`) is
started with a bare environment: what it never had, no child of it can find in its memory.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from types import TracebackType
from typing import Any, Final

from nbjudge.processes.zygote_main import MESSAGE_BYTES
from nbjudge.sandbox import lockdown

READY_SECONDS: Final = 120.0  # a cold disk imports NumPy and IPython slowly


class ZygoteError(Exception):
    """A zygote did not start, or has died: the judge's own trouble, never the student's."""


def start_zygotes(*roles: str) -> list[Zygote]:
    """A running zygote of each role, ``candidate`` or ``examiner``, which imports what that needs.

    All but the first fork from the first's process, once what all need is imported: a pair takes a tenth of a second
    less of the processor's time. The first's process also waits for the others to end.

    Raises:
        OSError: if they cannot be started.
    """
    with contextlib.ExitStack() as theirs, contextlib.ExitStack() as unless_they_start:
        zygotes, words, fds = [], [], []
        for role in roles:
            mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            unless_they_start.enter_context(mine)
            theirs.enter_context(its)
            zygotes.append(Zygote(role, mine))
            fds.append(its.fileno())
            words += [role, str(its.fileno())]
        zygotes[0].process = subprocess.Popen(
            [sys.executable, "-I", "-m", "nbjudge.processes.zygote_main", *words],
            env=lockdown.bare_environment(),
            pass_fds=fds,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the grader, which then hangs up
        )
        unless_they_start.pop_all()
    return zygotes


class Zygote:
    """A running zygote of one role, which waits for ``prepare``; see `start_zygotes`.

    Attributes:
        process: what was started for it; None for one that was forked from another zygote, which reaps it.
        pid: its process id, once it is ready; None before.
    """

    def __init__(self, role: str, channel: socket.socket) -> None:
        self.role = role
        self.process: subprocess.Popen[bytes] | None = None
        self.pid: int | None = None
        self._socket = channel
        self._turn = threading.Lock()  # a question and its answer, before the next one's

    def prepare(self, settings: dict[str, Any]) -> None:
        """Have it prepare for one assignment. It is ready only after ``wait_until_ready``.

        Args:
            settings: JSON data for the role: see `WarmPair`.

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
        self.pid = self._receive()["pid"]
        self._socket.settimeout(None)

    def copy(self) -> Zygote:
        """Another zygote, as warm as this one.

        Raises:
            ZygoteError: if this one does not get ready, or has died.
            OSError: if there can be no socket.
        """
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with its, contextlib.ExitStack() as unless_it_fails:
            unless_it_fails.enter_context(mine)
            # one that is blank may still import
            made = Zygote(self.role, mine)
            made.pid = self._ask({"copy": True}, (its.fileno(),), seconds=READY_SECONDS)["pid"]
            unless_it_fails.pop_all()
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

    def start_warm_up(self, fd: int) -> None:
        """Have it do its role's work once itself, over ``fd``, before it forks anybody; see ``wait_until_ready``."""
        self._send({"warm up": True}, (fd,))

    def kill(self) -> None:
        """End one that was never told to ``prepare``, at once, and all that were started with it: they keep nothing.

        One that was forked from another zygote only hears that it should end.
        """
        self._socket.close()
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def forget(self) -> None:
        """Close this process's end of a zygote that another process, forked from this one, goes on using."""
        self._socket.close()

    def close(self) -> None:
        """End the zygote and whatever it forked; those that were started with it should have been closed before."""
        self._socket.close()
        if self.process is None:
            return
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def _ask(
        self, request: dict[str, Any], fds: tuple[int, ...] = (), *, seconds: float | None = None
    ) -> dict[str, Any]:
        with self._turn:
            self._send(request, fds, seconds)
            return self._receive()

    def _send(self, request: dict[str, Any], fds: tuple[int, ...] = (), seconds: float | None = None) -> None:
        try:
            # only in one's turn: another thread's question would fail with the socket that is no longer blocking
            self._socket.settimeout(seconds)
            socket.send_fds(self._socket, [json.dumps(request).encode()], fds)
        except OSError as error:
            raise ZygoteError(f"the {self.role} zygote does not listen: {error}") from error

    def _receive(self) -> dict[str, Any]:
        try:
            reply = self._socket.recv(MESSAGE_BYTES)
        except OSError as error:
            raise ZygoteError(f"the {self.role} zygote does not answer: {error}") from error
        if not reply:
            ended = f" (exit code {self.process.poll()})" if self.process is not None else ""
            raise ZygoteError(f"the {self.role} zygote has died{ended}; see above for why")
        answer: dict[str, Any] = json.loads(reply)
        return answer
