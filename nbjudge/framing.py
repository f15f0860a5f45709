"""Messages over a file descriptor: values in the wire's form, in frames."""

from __future__ import annotations

from nbjudge.frames import Closed, DeadlinePassed, read, write
from nbjudge.wire_decode import Resolve, decode, unchanged
from nbjudge.wire_encode import Opaque, encode, refuse

__all__ = ["Closed", "DeadlinePassed", "receive", "send"]


def send(fd: int, value: object, *, limit: int, deadline: float | None = None, opaque: Opaque = refuse) -> None:
    """Write `value` as one message.

    Raises WireError for the value (nothing has been written then), Closed or DeadlinePassed.
    """
    write(fd, encode(value, limit=limit, opaque=opaque), deadline=deadline)


def receive(
    fd: int, *, limit: int, deadline: float | None = None, resolve: Resolve = unchanged, alone: bool = False
) -> object:
    """Read one message and decode it. Raises WireError, Closed or DeadlinePassed; see `frames.read`."""
    return decode(read(fd, limit=limit, deadline=deadline, alone=alone), limit=limit, resolve=resolve)
