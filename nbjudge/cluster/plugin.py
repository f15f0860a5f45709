"""In a worker: the duty, which is sent once to each, and the processes that it keeps warm, which end with it."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import threading
import time
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from nbjudge.cluster.fitness import Machine, differences, looked_at
from nbjudge.cluster.packing import packed, unpacked
from nbjudge.cluster.policy import FITNESS_SECONDS, IDLE_SECONDS
from nbjudge.digest import judge_digest
from nbjudge.processes.warm_duty import WarmDuty
from nbjudge.processes.worker import reply_to
from nbjudge.processes.zygote import ZygoteError


class DutyPlugin(WorkerPlugin):
    """A duty in a worker. Once it has begun, or cannot, the worker says so under the run's topic.

    Args:
        name: the run's, and the topic.
        wanted: what the worker's machine has to be.
    """

    def __init__(self, name: str, duty: WarmDuty, wanted: Machine) -> None:
        self.name, self.duty, self.wanted = name, duty, wanted

    def setup(self, worker: Worker) -> None:
        """Begin, without keeping the worker waiting."""
        self._over, self._working, self._heard = False, set[int](), time.monotonic()
        self._why: list[str] = []
        self._said = threading.Event()  # whether this worker is fit
        self._changing, self._address = threading.Lock(), worker.address
        self._tasks = [asyncio.ensure_future(one) for one in (self._begin(worker), self._end_when_idle())]

    def teardown(self, worker: Worker) -> None:
        """End what is warm, likewise."""
        self._over = True
        for task in self._tasks:
            task.cancel()
        if not self._said.is_set():
            self._why = ["the run is over"]
            self._said.set()
        threading.Thread(target=self._end, daemon=True).start()

    async def _begin(self, worker: Worker) -> None:
        try:
            why = await asyncio.to_thread(self._unfit)
        except Exception as error:  # whatever it is, the client waits for a word
            why = [f"{type(error).__name__}: {error}"]
        self._why = why
        self._said.set()
        said = {"worker": worker.address, "name": str(worker.name), "threads": worker.state.nthreads, "unfit": why}
        worker.log_event(self.name, said)

    def _unfit(self) -> list[str]:
        """What keeps this worker from the duty; nothing if it is ready."""
        try:
            found = looked_at(list(self.wanted.packages), sandboxed=self.duty.sandboxed, seconds=FITNESS_SECONDS)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            return [f"it cannot look at its own machine: {error}"]
        if found.judge != judge_digest():  # what it has imported is as old as itself
            return ["its judge has changed since it started: restart it"]
        return differences(self.wanted, found) or self._not_begun()

    def _not_begun(self) -> list[str]:
        """Begin, or begin again. Why that is not possible, if so."""
        try:
            with self._changing:
                if not self._over:
                    self.duty.begin()
        except (ZygoteError, OSError) as error:
            return [f"the judge's own processes do not run: {error}"]
        return []

    async def _end_when_idle(self) -> None:
        """Its client may have been killed; a task that comes after all starts everything again."""
        while True:
            await asyncio.sleep(IDLE_SECONDS / 10)
            if not self._working and time.monotonic() - self._heard > IDLE_SECONDS:
                await asyncio.to_thread(self._end)

    def _end(self) -> None:
        with self._changing, contextlib.suppress(OSError):
            self.duty.end()

    def work(self, message: bytes) -> bytes:
        """Do one task, in one of the worker's threads.

        Returns:
            Packed: ``result`` or ``lost`` as from `reply_to`; else ``unfit``, why another should try, the address of
            this ``worker``, and ``gone``, why it is of no use from now on, if so.
        """
        self._working.add(threading.get_ident())  # a number would miscount where a worker has threads
        try:
            self._said.wait()  # one that starts again at an old address is given work before it is ready
            if self._why:
                because = "; ".join(self._why)
                return packed({"unfit": because, "worker": self._address, "gone": because})
            reply: dict[str, Any] = reply_to(self.duty, unpacked(message))
            if "unfit" in reply and not self._over:
                reply |= {"worker": self._address, "gone": "; ".join(self._not_begun())}
            return _packed(reply)
        finally:
            self._working.discard(threading.get_ident())
            self._heard = time.monotonic()
            if self._over:  # what it needed may have been started meanwhile
                self._end()


def _packed(reply: dict[str, Any]) -> bytes:
    try:
        return packed(reply)
    except (TypeError, ValueError, OverflowError) as error:
        return packed({"lost": f"the result is no plain data: {error}"})


def work(messages: list[bytes], *, run: str) -> list[bytes]:
    """A task of Dask's: some of the duty's, see `DutyPlugin.work`."""
    plugin = get_worker().plugins[run]
    assert isinstance(plugin, DutyPlugin)
    return [plugin.work(message) for message in messages]
