"""Values over a file descriptor, in frames: what examiner and candidate say to each other."""

from __future__ import annotations

from nbjudge.wire import frames
from nbjudge.wire.decode import Resolve, decode, unchanged
from nbjudge.wire.encode import Opaque, encode, refuse
from nbjudge.wire.values.bases import PlainSubclasses


def send(
    fd: int,
    value: object,
    *,
    limit: int,
    deadline: float | None = None,
    opaque: Opaque = refuse,
    plain_subclasses: PlainSubclasses | None = None,
) -> None:
    """Write `value` as one message; see `encode`.

    Raises WireError for the value (nothing has been written then), Closed or DeadlinePassed.
    """
    message = encode(value, limit=limit, opaque=opaque, plain_subclasses=plain_subclasses)
    frames.write(fd, message, deadline=deadline)


def receive(
    fd: int, *, limit: int, deadline: float | None = None, resolve: Resolve = unchanged, alone: bool = False
) -> object:
    """Read one message and decode it. Raises WireError, Closed or DeadlinePassed; see `frames.read`."""
    return decode(frames.read(fd, limit=limit, deadline=deadline, alone=alone), limit=limit, resolve=resolve)
