"""JSON over a file descriptor, in frames: what the judge's own processes say to each other.

There is no hostile side, but still no pickle. Grader, worker and examiner use it; the grader has no NumPy, so this is
no part of `channel`.
"""

from __future__ import annotations

import json
from typing import Any, Final

from nbjudge.wire import frames

MOST_BYTES: Final = 1 << 30  # of one message; what comes from a student was bounded before


def packed(message: Any) -> bytes:
    """The frame of a message, for whoever writes it piece by piece. Raises TypeError or ValueError: no JSON data."""
    return frames.framed(json.dumps(message).encode())


def send(fd: int, message: Any) -> None:
    """Send a message. Raises `frames.Closed`; TypeError or ValueError if it is no JSON data."""
    frames.write(fd, json.dumps(message).encode())


def receive(fd: int, *, deadline: float | None = None) -> Any:
    """The next message. Raises `frames.Closed` or `frames.DeadlinePassed`."""
    return json.loads(frames.read(fd, limit=MOST_BYTES, deadline=deadline))


class Incoming:
    """A message that arrives in pieces, for whoever waits for many senders at once."""

    def __init__(self) -> None:
        self._pieces = bytearray()

    def add(self, piece: bytes) -> Any:
        """The message, once this piece completes it, else None. Its sender waits for an answer before the next."""
        self._pieces += piece
        whole = frames.unframed(self._pieces)
        if whole is None:
            return None
        self._pieces = bytearray()
        return json.loads(whole)
