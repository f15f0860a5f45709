"""Network namespaces for workers: each has a wire of its own to this machine, and what goes over it is counted."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final

NET: Final = "10.213.{number}.{host}"


class Namespaces:
    """So many namespaces; they are removed with the block. Raises OSError or CalledProcessError where they cannot be.

    Args:
        count: how many.
    """

    def __init__(self, count: int) -> None:
        self._made = [f"nbjudge{os.getpid()}-{number}" for number in range(count)]
        with ExitStack() as made:
            for number, name in enumerate(self._made):
                here, there = self._wire(number), f"nbj{number}t{os.getpid()}"[-15:]
                _ip("netns", "add", name)
                made.callback(_ip, "netns", "delete", name)
                _ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", name)
                made.callback(_ip, "link", "delete", here)  # with its namespace it would go a moment later
                _ip("addr", "add", NET.format(number=number, host=1) + "/24", "dev", here)
                _ip("link", "set", here, "up")
                _ip("-n", name, "addr", "add", self.address(number) + "/24", "dev", there)
                _ip("-n", name, "link", "set", there, "up")
                _ip("-n", name, "link", "set", "lo", "up")
            self._everything = made.pop_all()

    def inside(self, number: int) -> list[str]:
        """What starts a command in a namespace."""
        return ["ip", "netns", "exec", self._made[number]]

    def address(self, number: int) -> str:
        """Of the namespace, seen from here."""
        return NET.format(number=number, host=2)

    def host(self, number: int) -> str:
        """Of this machine, seen from the namespace."""
        return NET.format(number=number, host=1)

    def bytes_over(self) -> tuple[int, int]:
        """How many bytes have gone to all namespaces so far, and how many have come from there."""
        counted = [Path(f"/sys/class/net/{self._wire(number)}/statistics") for number in range(len(self._made))]
        to, back = (sum(int((path / name).read_text()) for path in counted) for name in ("tx_bytes", "rx_bytes"))
        return to, back

    def __enter__(self) -> Namespaces:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._everything.close()

    def _wire(self, number: int) -> str:
        return f"nbj{number}h{os.getpid()}"[-15:]


def possible() -> str:
    """Why there can be no namespaces; empty if there can."""
    if shutil.which("ip") is None:
        return "there is no program `ip` (package iproute2)"
    return "" if os.geteuid() == 0 else "only root may make network namespaces"


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
