"""A pool's worker: what it does, and its side of the channel.

Messages are eight bytes of little-endian length and then JSON, between trusted processes.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
from typing import Any, Final, NoReturn, Protocol

from nbjudge import sandbox

LENGTH: Final = struct.Struct("<Q")
CHUNK: Final = 1 << 20
SIGNALS: Final = {signal.SIGINT, signal.SIGTERM}  # what ends a pool; blocked while it forks


class Workshop(Protocol):
    """What the workers of a pool do."""

    def before_fork(self) -> None:
        """In the parent, just before each worker is forked."""

    def in_parent(self) -> None:
        """In the parent, just after."""

    def in_worker(self, number: int) -> None:
        """In the fresh worker; ``number`` is 0 to jobs - 1, and a replacement has the number of the one that died."""

    def work(self, task: Any) -> Any:
        """In the worker. Task and result are JSON data.

        Raises:
            Unfit: if this process is of no further use and another should try.
        """


class Unfit(Exception):
    """Raised by ``work``: the fault lies with this process, so that it should end and a fresh one try the task."""


def be_worker(workshop: Workshop, number: int, channel: socket.socket, parent: int) -> NoReturn:
    """Work until the parent hangs up. Nothing of the parent's own code may ever run on here."""
    code = 1
    try:
        # Ctrl-C is for the parent, which then ends its workers. Not SIG_IGN: programs started here would inherit it
        signal.signal(signal.SIGINT, _do_nothing)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        _end_with(parent)
        _work(workshop, number, channel)
        code = 0
    finally:
        os._exit(code)


def _work(workshop: Workshop, number: int, channel: socket.socket) -> None:
    try:
        workshop.in_worker(number)
    except Exception as error:
        channel.sendall(packed({"unfit": f"{type(error).__name__}: {error}"}))
        return
    while (task := _receive(channel)) is not None:
        reply = reply_to(workshop, json.loads(task))
        try:
            message = packed(reply)
        except (TypeError, ValueError) as error:
            message = packed({"lost": f"the result is no JSON data: {error}"})
        channel.sendall(message)
        if "unfit" in reply:
            return


def _do_nothing(number: int, frame: object) -> None:
    """Handle a signal."""


def _end_with(parent: int) -> None:
    """Be killed when the parent dies, also in the middle of a task; between tasks a closed channel says the same."""
    sandbox.die_with_the_parent()
    if os.getppid() != parent:  # it died before that took hold
        os._exit(1)


def reply_to(workshop: Workshop, task: Any) -> dict[str, Any]:
    """What becomes of a task: ``result``, ``lost`` (why there is none) or ``unfit`` (why another should try)."""
    try:
        return {"result": workshop.work(task)}
    except Unfit as error:
        return {"unfit": str(error)}
    except Exception as error:  # whatever it is, it is told in the task's place and stops no other task
        return {"lost": f"{type(error).__name__}: {error}"}


def packed(value: Any) -> bytes:
    """``value`` as a message. Raises TypeError or ValueError if it is no JSON data."""
    message = json.dumps(value).encode()
    return LENGTH.pack(len(message)) + message


def _receive(channel: socket.socket) -> bytearray | None:
    """The next message; None if the parent has hung up."""
    head = _read(channel, LENGTH.size)
    return head and _read(channel, LENGTH.unpack(head)[0])


def _read(channel: socket.socket, size: int) -> bytearray | None:
    data = bytearray()
    while len(data) < size:
        chunk = channel.recv(min(size - len(data), CHUNK))
        if not chunk:
            return None
        data += chunk
    return data
