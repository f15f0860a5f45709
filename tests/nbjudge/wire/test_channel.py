"""Messages in a stream: none is lost, none waited for beyond its deadline, whatever the other side does."""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from nbjudge.wire import channel
from nbjudge.wire.forms import WireError
from nbjudge.wire.frames import Closed, DeadlinePassed

LIMIT = 1 << 20

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    left, right = socket.socketpair()
    left.setblocking(False)
    right.setblocking(False)
    with left, right:
        yield left, right


def soon(seconds: float = 0.2) -> float:
    return time.monotonic() + seconds


@pytest.mark.parametrize("deadline", [None, 5.0], ids=["candidate", "examiner"])
def test_a_large_message_passes_both_ways_of_working(pair: Pair, deadline: float | None) -> None:
    left, right = pair
    sent = np.random.default_rng(0).normal(size=100_000)
    limit, until = sent.nbytes + 1000, None if deadline is None else soon(deadline)
    writer = threading.Thread(target=channel.send, args=(left.fileno(), sent), kwargs={"limit": limit})
    writer.start()
    got = channel.receive(right.fileno(), limit=limit, deadline=until)
    writer.join()
    assert np.array_equal(got, sent)  # type: ignore[arg-type]  # an array


def test_messages_keep_their_bounds_in_the_stream(pair: Pair) -> None:
    left, right = pair
    for number in range(3):
        channel.send(left.fileno(), [number], limit=LIMIT, deadline=soon())
    assert [channel.receive(right.fileno(), limit=LIMIT, deadline=soon()) for _ in range(3)] == [
        [0],
        [1],
        [2],
    ]


def test_a_closed_channel_is_told_apart(pair: Pair) -> None:
    left, right = pair
    left.close()
    with pytest.raises(Closed):
        channel.receive(right.fileno(), limit=LIMIT, deadline=soon())
    with pytest.raises(Closed):
        channel.send(right.fileno(), 1, limit=LIMIT, deadline=soon())


def test_a_message_cut_off_by_death_is_a_closed_channel(pair: Pair) -> None:
    left, right = pair
    left.sendall(struct.pack("<Q", 100) + b"half")
    left.close()
    with pytest.raises(Closed):
        channel.receive(right.fileno(), limit=LIMIT, deadline=soon())


def test_a_length_beyond_the_limit_is_refused_before_anything_is_read(pair: Pair) -> None:
    left, right = pair
    left.sendall(struct.pack("<Q", 2**63) + b"x")
    with pytest.raises(WireError, match="announced"):
        channel.receive(right.fileno(), limit=LIMIT, deadline=soon())
    assert right.recv(10) == b"x"


def test_where_the_sides_take_turns_a_second_message_is_refused(pair: Pair) -> None:
    left, right = pair
    for value in (1, bytes(100_000)):
        channel.send(left.fileno(), value, limit=LIMIT, deadline=soon())
        assert channel.receive(right.fileno(), limit=LIMIT, deadline=soon(), alone=True) == value
    for value in (1, 2):
        channel.send(left.fileno(), value, limit=LIMIT, deadline=soon())
    with pytest.raises(WireError, match="followed at once"):
        channel.receive(right.fileno(), limit=LIMIT, deadline=soon(), alone=True)


def test_silence_ends_at_the_deadline(pair: Pair) -> None:
    start = time.monotonic()
    with pytest.raises(DeadlinePassed):
        channel.receive(pair[1].fileno(), limit=LIMIT, deadline=soon())
    assert 0.1 < time.monotonic() - start < 2


def test_a_peer_that_drips_bytes_ends_at_the_deadline(pair: Pair) -> None:
    left, right = pair
    done = threading.Event()

    def drip() -> None:
        left.sendall(struct.pack("<Q", LIMIT))
        while not done.wait(0.005):
            left.sendall(b"\xc6")

    dripping = threading.Thread(target=drip)
    dripping.start()
    with pytest.raises(DeadlinePassed):
        channel.receive(right.fileno(), limit=LIMIT, deadline=soon())
    done.set()
    dripping.join()


def test_a_peer_that_never_reads_ends_at_the_deadline(pair: Pair) -> None:
    start = time.monotonic()
    with pytest.raises(DeadlinePassed):
        channel.send(pair[0].fileno(), bytes(LIMIT), limit=2 * LIMIT, deadline=soon())
    assert time.monotonic() - start < 2


def test_pipes_serve_as_well_as_sockets() -> None:
    reading, writing = os.pipe2(os.O_NONBLOCK)
    try:
        channel.send(writing, {"a": (1, 2)}, limit=LIMIT, deadline=soon())
        assert channel.receive(reading, limit=LIMIT, deadline=soon()) == {"a": (1, 2)}
        with pytest.raises(DeadlinePassed):
            channel.send(writing, bytes(LIMIT), limit=2 * LIMIT, deadline=soon())
    finally:
        os.close(reading)
        os.close(writing)


def test_a_value_that_cannot_cross_leaves_the_stream_untouched(pair: Pair) -> None:
    left, right = pair
    with pytest.raises(WireError):
        channel.send(left.fileno(), object(), limit=LIMIT, deadline=soon())
    channel.send(left.fileno(), "next", limit=LIMIT, deadline=soon())
    assert channel.receive(right.fileno(), limit=LIMIT, deadline=soon()) == "next"
