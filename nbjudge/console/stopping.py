"""SIGTERM as an exception, so that it leaves everything in order on the way out, as Ctrl-C does."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class Terminated(BaseException):
    """SIGTERM has come."""


@contextmanager
def sigterm_raises() -> Iterator[None]:
    """Within the block it raises `Terminated`."""

    def stop(number: int, frame: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
