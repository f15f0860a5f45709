"""Frames: eight bytes of little-endian length, then that many bytes, over a file descriptor.

The candidate calls these without a deadline and then uses nothing but `os.read` and `os.write`, which is
all that its sandbox need allow. The examiner always gives a deadline, so that a candidate which writes
slowly, reads never or stops in the middle of a message costs no more than its time limit.
"""

from __future__ import annotations

import os
import select
import struct
import time
from typing import Final

from nbjudge.wire.forms import WireError

_LENGTH: Final = struct.Struct("<Q")
_FIRST: Final = 1 << 16  # read at first, where nothing can follow
_CHUNK: Final = 1 << 20  # so that memory follows what has arrived, never what was announced


class Closed(WireError):
    """The other side has gone."""


class DeadlinePassed(TimeoutError):
    """The other side did not read or answer in time."""


def framed(message: bytes) -> bytes:
    """The bytes that stand for a message."""
    return _LENGTH.pack(len(message)) + message


def unframed(data: bytes | bytearray) -> bytes | None:
    """The message whose frame begins with `data`; None if it is not all there yet."""
    if len(data) < _LENGTH.size:
        return None
    end = _LENGTH.size + _LENGTH.unpack_from(data)[0]
    return bytes(data[_LENGTH.size : end]) if len(data) >= end else None


def write(fd: int, message: bytes, *, deadline: float | None = None) -> None:
    """Write one message.

    `deadline` is a reading of `time.monotonic()`; `fd` must then be non-blocking.
    Raises Closed or DeadlinePassed.
    """
    rest = memoryview(framed(message))
    while rest:
        _check(deadline)
        try:
            rest = rest[os.write(fd, rest[:_CHUNK]) :]
        except BlockingIOError:
            _wait(fd, select.POLLOUT, deadline)
        except OSError as error:
            raise Closed(f"the other side has gone ({error.strerror})") from error


def read(fd: int, *, limit: int, deadline: float | None = None, alone: bool = False) -> bytes:
    """Read one message.

    A length beyond `limit` is refused before anything is allocated. `deadline` as in `write`. With `alone`, nothing may
    follow the message, as where both sides take turns; a short one then takes a single system call.
    Raises WireError, Closed or DeadlinePassed; after any of them the stream is of no further use.
    """
    if alone and deadline is not None:
        _wait(fd, select.POLLIN, deadline)  # the other side has only just been asked: reading at once would be in vain
    data = _read(fd, _LENGTH.size, _FIRST if alone else _LENGTH.size, deadline)
    (length,) = _LENGTH.unpack_from(data)
    if length > limit:
        raise WireError(f"a message of {length} bytes was announced; the limit is {limit}")
    missing = _LENGTH.size + length - len(data)
    if missing < 0:
        raise WireError("a message followed at once by another, where each should wait for its turn")
    message = data[_LENGTH.size :]
    return message + _read(fd, missing, missing, deadline) if missing else message


def _read(fd: int, least: int, most: int, deadline: float | None) -> bytes:
    """From `least` to `most` bytes."""
    chunks: list[bytes] = []
    size = 0
    while size < least:
        _check(deadline)
        try:
            chunk = os.read(fd, min(most - size, _CHUNK))
        except BlockingIOError:
            _wait(fd, select.POLLIN, deadline)
            continue
        except OSError as error:
            raise Closed(f"the other side has gone ({error.strerror})") from error
        if not chunk:
            raise Closed("the other side has closed the channel")
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)


def _check(deadline: float | None) -> None:
    """Also between successful reads: a peer that drips single bytes never blocks."""
    if deadline is not None and time.monotonic() >= deadline:
        raise DeadlinePassed("the time limit passed before the message was through")


def _wait(fd: int, event: int, deadline: float | None) -> None:
    poll = select.poll()
    poll.register(fd, event)
    poll.poll(None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000)
