"""A pool's worker: what it does, and its side of the channel."""

from __future__ import annotations

import os
import signal
import socket
from typing import Any, Final, NoReturn

from nbjudge.sandbox import lockdown
from nbjudge.wire import frames, messages

SIGNALS: Final = {signal.SIGINT, signal.SIGTERM}  # what ends a pool; blocked while it forks


class Duty:
    """What the workers of a pool do. Only ``do`` has to be written.

    Attributes:
        seconds: the longest that a task may take, by the clock on the wall; None: as long as it likes.
    """

    seconds: float | None = None

    def instead(self, task: Any) -> Any | None:
        """In the parent: what to do in place of a task that took too long; None: nothing, the task is lost."""
        return None

    def before_fork(self) -> None:
        """In the parent, just before each worker is forked."""

    def after_fork(self) -> None:
        """In the parent, just after."""

    def in_worker(self, number: int) -> None:
        """In the fresh worker; ``number`` is 0 to jobs - 1, and a replacement has the number of the one that died."""

    def do(self, task: Any) -> Any:
        """In the worker: work on one task. Task and result are JSON data.

        Raises:
            Unfit: if this process is of no further use and another should try.
        """
        raise NotImplementedError


class Unfit(Exception):
    """Raised by ``do``: the fault lies with this process, so that it should end and a fresh one try the task."""


def be_worker(duty: Duty, number: int, channel: socket.socket, parent: int) -> NoReturn:
    """Work until the parent hangs up. Nothing of the parent's own code may ever run on here."""
    code = 1
    try:
        # Ctrl-C is for the parent, which then ends its workers. Not SIG_IGN: programs started here would inherit it
        signal.signal(signal.SIGINT, _do_nothing)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        _end_with(parent)
        _work(duty, number, channel.fileno())
        code = 0
    finally:
        os._exit(code)


def _work(duty: Duty, number: int, fd: int) -> None:
    try:
        duty.in_worker(number)
    except Exception as error:
        messages.send(fd, {"unfit": f"{type(error).__name__}: {error}"})
        return
    while True:
        try:
            task = messages.receive(fd)
        except frames.Closed:  # the parent has hung up
            return
        reply = reply_to(duty, task)
        try:
            messages.send(fd, reply)
        except (TypeError, ValueError) as error:
            messages.send(fd, {"lost": f"the result is no JSON data: {error}"})
        if "unfit" in reply:
            return


def _do_nothing(number: int, frame: object) -> None:
    """Handle a signal."""


def _end_with(parent: int) -> None:
    """Be killed when the parent dies, also in the middle of a task; between tasks a closed channel says the same."""
    lockdown.die_with_the_parent()
    if os.getppid() != parent:  # it died before that took hold
        os._exit(1)


def reply_to(duty: Duty, task: Any) -> dict[str, Any]:
    """What becomes of a task: ``result``, ``lost`` (why there is none) or ``unfit`` (why another should try)."""
    try:
        return {"result": duty.do(task)}
    except Unfit as error:
        return {"unfit": str(error)}
    except Exception as error:  # whatever it is, it is told in the task's place and stops no other task
        return {"lost": f"{type(error).__name__}: {error}"}
