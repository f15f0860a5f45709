"""A Dask cluster on this machine: a scheduler and workers, each a process of its own, as an instructor starts them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import psutil

DASK = [sys.executable, "-m", "dask"]


class DaskCluster:
    """A scheduler, and workers as they are asked for. All of them end with the block.

    Args:
        folder: for the scheduler's file, and what the processes say.
        environment: besides this process's own.
        options: of both commands, such as certificates.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None, options: Sequence[str] = ()) -> None:
        self.folder, self._options = folder, [*options]
        self._environment = {**os.environ, "DASK_TEMPORARY_DIRECTORY": str(folder), **(environment or {})}
        self._file = folder / "scheduler.json"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start(
            "scheduler", "--host", "tcp://0.0.0.0", "--port", "0", "--no-dashboard", "--scheduler-file", str(self._file)
        )
        self.address = self._address()

    def add_worker(self, *options: str, before: Sequence[str] = (), scheduler: str = "") -> subprocess.Popen[bytes]:
        """Start another worker; it may take a second until it is there.

        Args:
            before: what starts the command, such as a program that puts it into a namespace.
            scheduler: its address, seen from there, if that is another.
        """
        words = [
            "worker",
            scheduler or self.address,
            "--nthreads",
            "1",
            "--no-dashboard",
            "--memory-limit",
            "0",
            *options,
        ]
        started = self._start(*words, before=before)
        self.workers.append(started)
        return started

    def wait_for_workers(self, count: int) -> None:
        """Wait until so many have been there, in all.

        Raises:
            RuntimeError: if they do not come.
        """
        end_at = time.monotonic() + 60
        while self.said().count("Register worker addr") < count:
            if time.monotonic() > end_at:
                raise RuntimeError(f"the workers do not come:\n{self.said()}")
            time.sleep(0.05)

    def said(self) -> str:
        """All that the processes have said."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def __enter__(self) -> DaskCluster:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for process in [*self.workers, self.scheduler]:
            end(process)

    def _start(self, *words: str, before: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        with (self.folder / f"{words[0]}-{len(self.workers)}.log").open("wb") as log:
            return subprocess.Popen(
                [*before, *DASK, *words, *self._options],
                env=self._environment, stdout=log, stderr=log, cwd=self.folder, start_new_session=True,
            )  # fmt: skip

    def _address(self) -> str:
        end_at = time.monotonic() + 60
        while time.monotonic() < end_at and self.scheduler.poll() is None:
            with contextlib.suppress(OSError, ValueError):  # it is not there, or not whole
                return str(json.loads(self._file.read_text())["address"])
            time.sleep(0.02)
        raise RuntimeError(f"the scheduler does not start:\n{self.said()}")


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all that it has started, unless it has ended."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def family(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """What a process has started, directly or not, and that still hangs on to it."""
    with contextlib.suppress(psutil.NoSuchProcess):
        found: list[psutil.Process] = psutil.Process(process.pid).children(recursive=True)
        return found
    return []
