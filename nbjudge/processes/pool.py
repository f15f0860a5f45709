"""The pool: many tasks, worked through by a few forked processes, one task at a time each.

The parent waits for all workers at once and never for a single one. A worker keeps nothing that matters, so there is
one way to end it, at the end of the work as in the middle of it: SIGKILL. One that dies is replaced, and its task
tried again; one that takes too long likewise, and the duty says what to try instead. The parent must be
single-threaded, as every process that forks.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final

from nbjudge.processes.worker import SIGNALS, Duty, be_worker, reply_to
from nbjudge.wire import messages

TRIES: Final = 3
_CHUNK: Final = 1 << 20  # bytes sent or received at once


@dataclass(frozen=True)
class Done:
    """What became of a task.

    Attributes:
        number: which task it was, counted from 0 in the order of ``tasks``.
        result: what ``do`` returned; None if the task was lost.
        lost: why there is no result: it took too long, ``do`` raised, or TRIES workers died. None if there is one.
        more: whether the next is here already, and need not be waited for.
    """

    number: int
    result: Any
    lost: str | None = None
    more: bool = False


def announced(found: Sequence[Done]) -> Iterator[Done]:
    """These one by one, and of each whether there is another."""
    for place, done in enumerate(found, start=1):
        yield replace(done, more=place < len(found))


def work_through(tasks: Iterable[Any], duty: Duty, *, jobs: int, fork: bool = True) -> Generator[Done, None, None]:
    """Work through ``tasks`` and yield what becomes of each, in whatever order that happens.

    Tasks are taken from the iterable as workers become free, so memory does not grow with their number. However this
    ends, closing the generator and Ctrl-C included, no worker is left; they end with their parent even if it is
    killed.

    Args:
        jobs: how many workers at most; no more are forked than there are tasks.
        fork: False works in this very process, without protection from tasks that kill it or hang. Of the duty,
            only ``do`` is called then, and takes as long as it likes.
    """
    if not fork:
        yield from _work_here(tasks, duty)
        return
    pool = _Pool(tasks, duty)
    try:
        yield from pool.run(jobs)
    finally:
        pool.end()


def _work_here(tasks: Iterable[Any], duty: Duty) -> Iterator[Done]:
    for number, task in enumerate(tasks):
        for _ in range(TRIES):
            reply = reply_to(duty, task)
            if "unfit" not in reply:
                break
        yield Done(number, reply.get("result"), reply.get("lost", reply.get("unfit")))


# ---------------------------------------------------------------- in the parent


@dataclass
class _Task:
    number: int
    task: Any
    message: bytes
    deaths: int = 0


@dataclass
class _Worker:
    """The parent's side of a worker, which has a task from its first moment to its last."""

    number: int
    pid: int
    channel: socket.socket
    task: _Task
    outbox: memoryview = field(default_factory=lambda: memoryview(b""))
    inbox: messages.Incoming = field(default_factory=messages.Incoming)
    last_words: str = ""
    begun: float = 0.0

    def give(self, task: _Task) -> None:
        self.task, self.outbox, self.begun = task, memoryview(task.message), time.monotonic()

    def exchange(self, events: int) -> dict[str, Any] | None:
        """Send and receive what is possible now; returns the reply once it is whole. Raises EOFError if it is dead."""
        try:
            if events & select.POLLOUT:
                self.outbox = self.outbox[self.channel.send(self.outbox[:_CHUNK]) :]
            if not events & ~select.POLLOUT:
                return None
            received = self.channel.recv(_CHUNK)
        except BlockingIOError:
            return None
        except OSError as error:
            raise EOFError from error
        if not received:
            raise EOFError
        reply: dict[str, Any] | None = self.inbox.add(received)
        return reply

    def end(self) -> str:
        """Kill it, if it still runs, reap it, and say in words how it ended."""
        self.channel.close()
        os.kill(self.pid, signal.SIGKILL)  # on its way out it keeps the status it chose
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        ending = f"exit code {status}" if status >= 0 else f"signal {signal.Signals(-status).name}"
        return self.last_words or ending


class _Pool:
    def __init__(self, tasks: Iterable[Any], duty: Duty) -> None:
        self._tasks = enumerate(tasks)
        self._again: deque[_Task] = deque()
        self._duty = duty
        self._workers: dict[int, _Worker] = {}

    def run(self, jobs: int) -> Iterator[Done]:
        for number in range(jobs):
            self._hire(number)
        while self._workers:
            found: list[Done] = []
            for worker, events in self._ready():
                try:
                    reply = worker.exchange(events)
                except EOFError:
                    found += self._replace(worker)
                    continue
                if reply is not None:
                    found += self._take(worker, reply)
            for worker in self._late():
                found += self._give_up(worker)
            yield from announced(found)

    def end(self) -> None:
        """End all workers. First the signals and then the waiting: ending takes each a moment."""
        for worker in self._workers.values():
            os.kill(worker.pid, signal.SIGKILL)
        while self._workers:
            self._workers.popitem()[1].end()

    def _ready(self) -> list[tuple[_Worker, int]]:
        """Wait until a worker has something to say, can be told the rest of its task, or has taken too long."""
        poll, by_fd = select.poll(), {worker.channel.fileno(): worker for worker in self._workers.values()}
        for fd, worker in by_fd.items():
            poll.register(fd, select.POLLIN | (select.POLLOUT if worker.outbox else 0))
        if self._duty.seconds is None:
            return [(by_fd[fd], events) for fd, events in poll.poll()]
        left = min(worker.begun for worker in self._workers.values()) + self._duty.seconds - time.monotonic()
        return [(by_fd[fd], events) for fd, events in poll.poll(max(0.0, left) * 1000 + 1)]

    def _late(self) -> list[_Worker]:
        if self._duty.seconds is None:
            return []
        latest = time.monotonic() - self._duty.seconds
        return [worker for worker in self._workers.values() if worker.begun <= latest]

    def _give_up(self, worker: _Worker) -> Iterator[Done]:
        """End a worker whose task takes too long, and have another do what the duty says instead."""
        del self._workers[worker.number]
        number, instead = worker.task.number, self._duty.instead(worker.task.task)
        worker.end()
        if instead is not None:
            self._again.append(_Task(number, instead, messages.packed(instead)))
        self._hire(worker.number)
        if instead is None:
            yield Done(number, None, f"it took longer than {self._duty.seconds:g} s")

    def _take(self, worker: _Worker, reply: dict[str, Any]) -> Iterator[Done]:
        if "unfit" in reply:
            worker.last_words = reply["unfit"]  # and now it ends, which is heard as with any other death
            return
        done = Done(worker.task.number, reply.get("result"), reply.get("lost"))
        task = self._next_task()
        if task is None:
            self._workers.pop(worker.number).end()
        else:
            worker.give(task)  # before the result is used: the worker need not wait for that
        yield done

    def _replace(self, worker: _Worker) -> Iterator[Done]:
        del self._workers[worker.number]
        task, ending = worker.task, worker.end()
        task.deaths += 1
        if task.deaths < TRIES:
            self._again.append(task)
        self._hire(worker.number)
        if task.deaths >= TRIES:
            yield Done(task.number, None, f"{TRIES} workers died on it, the last with: {ending}")

    def _next_task(self) -> _Task | None:
        if self._again:
            return self._again.popleft()
        number, task = next(self._tasks, (-1, None))
        return _Task(number, task, messages.packed(task)) if number >= 0 else None

    def _hire(self, number: int) -> None:
        """Fork a worker, if there is a task for it."""
        task = self._next_task()
        if task is None:
            return
        self._duty.before_fork()
        mine, its = socket.socketpair()
        # in between, a signal would find a child with the parent's handlers, or a parent that knows of no child
        with its, _signals_held_back():
            try:
                pid = self._fork(number, mine, its)
            except OSError:
                mine.close()
                raise
            mine.setblocking(False)
            self._workers[number] = worker = _Worker(number, pid, mine, task)
            worker.give(task)
        self._duty.after_fork()

    def _fork(self, number: int, mine: socket.socket, its: socket.socket) -> int:
        parent, pid = os.getpid(), os.fork()
        if pid == 0:
            # a copy of another's channel here would keep that one waiting after the parent's death
            for other in (mine, *(worker.channel for worker in self._workers.values())):
                other.close()
            be_worker(self._duty, number, its, parent)
        return pid


@contextmanager
def _signals_held_back() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
