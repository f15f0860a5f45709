"""Which of a cluster's workers are fit for a run, and which are not and why. They come and go meanwhile."""

from __future__ import annotations

import importlib.metadata
import time
from collections.abc import Callable
from typing import Final

from distributed import Client

from nbjudge.cluster.policy import FIRST_LOOK_SECONDS, LOOK_SECONDS, PATIENCE_SECONDS
from nbjudge.course.errors import GradingError

Tell = Callable[[str], None]
_INSTALL: Final = "pip install 'nbjudge[dask]', the same as here"


class Crew:
    """The workers of a run. Each says under the run's topic whether it is fit, see `DutyPlugin`.

    Args:
        topic: the run's.
        tell: hears which workers are not fit, and why; a sentence each.
    """

    def __init__(self, client: Client, topic: str, tell: Tell) -> None:
        self._client, self._topic, self._tell = client, topic, tell
        self._ready: dict[str, int] = {}  # address to threads, of all that ever said so
        self._unfit: dict[str, str] = {}
        self._alive: set[str] = set()
        self._heard = 0
        self._looked = 0.0
        self._last_seen = time.monotonic()

    @property
    def fit(self) -> dict[str, int]:
        """Address to threads, of those that may be given tasks."""
        return {
            address: threads
            for address, threads in self._ready.items()
            if address in self._alive and address not in self._unfit
        }

    @property
    def threads(self) -> int:
        """How many tasks the fit workers can do at a time."""
        return sum(self.fit.values())

    def without_judge(self) -> None:
        """Find the workers on which there is no judge at all, and which could not even say so.

        Raises:
            GradingError: if there is none at the scheduler, which has to know by name what workers are to call.
        """
        try:
            self._client.run_on_scheduler(importlib.metadata.version, "nbjudge")
        except importlib.metadata.PackageNotFoundError:
            raise GradingError(
                f"where the scheduler runs nbjudge is not installed, and Dask needs it: {_INSTALL}"
            ) from None
        versions = self._client.run(importlib.metadata.version, "nbjudge", on_error="return")
        for address, found in versions.items():
            if not isinstance(found, str):
                self._dismissed(address, address, f"nbjudge is not installed there: {_INSTALL}")

    def wait_for_some(self) -> None:
        """Wait until some worker is fit.

        Raises:
            GradingError: if none will be.
        """
        self._look()
        if not self._alive:
            self._tell(f"the cluster has no workers yet: waiting for some, {PATIENCE_SECONDS:g} s at most")
        while not self.fit:
            self._look()
            if not self.fit:
                self._give_up_if_in_vain()
                time.sleep(FIRST_LOOK_SECONDS)

    def look(self) -> bool:
        """Look who has come and gone, if the last look was some time ago. Whether it was.

        Raises:
            GradingError: if nobody fit has been there for too long.
        """
        if time.monotonic() - self._looked < (LOOK_SECONDS if self.fit else FIRST_LOOK_SECONDS):
            return False
        self._look()
        if not self.fit:
            self._give_up_if_in_vain()
        return True

    def dismiss(self, address: str, why: str) -> None:
        """Give a worker no more tasks."""
        self._dismissed(address, address, why)

    def some_alive(self, workers: tuple[str, ...]) -> bool:
        """Whether any of these was there at the last look."""
        return not self._alive.isdisjoint(workers)

    def _look(self) -> None:
        self._alive = set(self._client.nthreads())
        said = self._client.get_events(self._topic)
        for _, event in said[self._heard :]:
            if event["unfit"]:
                self._dismissed(event["worker"], event["name"], "; ".join(event["unfit"]))
            else:
                self._ready[event["worker"]] = event["threads"]
        self._heard = len(said)
        self._looked = time.monotonic()
        if self.fit:
            self._last_seen = self._looked

    def _dismissed(self, address: str, name: str, why: str) -> None:
        if address not in self._unfit:
            self._unfit[address] = why
            named = f"{name} at {address}" if name != address else address
            self._tell(f"the worker {named} takes no work: {why}")

    def _give_up_if_in_vain(self) -> None:
        """Raise GradingError if all workers are unfit, or there has been no other for too long."""
        if self._alive and self._alive <= self._unfit.keys():
            raise GradingError(f"none of the cluster's {len(self._alive)} workers may be used, for what is told above")
        if time.monotonic() - self._last_seen > PATIENCE_SECONDS:
            there = f"{len(self._alive)} workers, and none has said that it is fit" if self._alive else "no workers"
            raise GradingError(
                f"for {PATIENCE_SECONDS:g} s the cluster has had {there}: start some (`dask worker ADDRESS`) with the "
                "same environment as here, and run again to go on"
            )
