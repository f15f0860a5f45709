"""Measuring a command: wall time, CPU time and memory of all its processes together."""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

BIN = Path(sys.executable).parent
MIB = 1024 * 1024


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds of wall and CPU time, and MiB of memory at its peak."""

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str], folder: Path, *, memory: bool = False) -> Cost:
    """Run one of the environment's commands, with all its output thrown away.

    Args:
        memory: whether to watch the memory, which costs the command a little time.

    Raises:
        SystemExit: if it fails; with what it said last.
    """
    before, begun = _cpu(), time.perf_counter()
    with subprocess.Popen(
        [str(BIN / command[0]), *command[1:]], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        watch = _Watch(process.pid) if memory else None
        _, errors = process.communicate()
        wall = time.perf_counter() - begun
        peak = watch.stop() if watch else 0.0
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{errors.decode()[-2000:]}")
    return Cost(wall, _cpu() - before, peak)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Watch:
    """Looks five times a second what a process and its descendants hold; what they share counts once."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._peak = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> float:
        """The peak, in MiB."""
        self._done.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._done.wait(0.2):
            self._peak = max(self._peak, self._memory())

    def _memory(self) -> float:
        total = 0
        try:
            family = [self._process, *self._process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return 0.0
        for process in family:
            try:
                total += process.memory_full_info().pss
            except psutil.Error:  # it has ended, or is a candidate, which lets nobody look
                continue
        return total / MIB
