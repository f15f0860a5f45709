"""Zygotes: warm template processes. Importing is done once; each submission gets a fork in milliseconds.

``Zygote`` is the grader's handle. The process itself (``zygote_process.py``) is started with a bare environment: what
it never had, no child of it can find in its memory.
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
from types import TracebackType
from typing import Any, Final

from nbjudge import sandbox
from nbjudge.zygote_process import MESSAGE_BYTES, ROLES

__all__ = ["ROLES", "Zygote", "ZygoteError"]

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
                [sys.executable, "-I", "-m", "nbjudge.zygote_process", role, str(its.fileno())],
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
