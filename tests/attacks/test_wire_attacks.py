"""A candidate that answers with anything at all: the examiner's session gives it up, and nothing else happens."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbjudge.examiner.conversation.exchange import CandidateLost
from nbjudge.examiner.conversation.proxies import Remote
from nbjudge.examiner.conversation.session import Session
from nbjudge.limits import MIB, Limits
from nbjudge.verdicts import DIED, TIME_LIMIT
from nbjudge.wire.encode import encode
from nbjudge.wire.forms import Handle
from nbjudge.wire.tracking import Tracker
from tests.support.wire import array_of, extension

LIMITS = Limits(message_bytes=4 * MIB, output_bytes=10_000)
LAYER = Handle(1, "ReLU")


def framed(payload: bytes) -> bytes:
    return struct.pack("<Q", len(payload)) + payload


def message(value: object) -> bytes:
    """What an honest candidate's channel would carry for ``value``."""
    numbered = {"to": 1} | value if isinstance(value, dict) else value
    return framed(encode(numbered, limit=16 * MIB, opaque=lambda _: Handle(2, "object")))


def large_and_deep() -> bytes:
    """Three megabytes in 31 extensions, one around the other."""
    inner: bytes = msgpack.packb(b"\0" * (3 * MIB))
    for _ in range(31):
        inner = extension(1, b"\x01" + inner)
    return framed(inner)


@contextmanager
def session_that_hears(data: bytes, *, hang_up: bool = True) -> Iterator[Session]:
    """A session whose candidate sends ``data``, whatever it is asked, and then closes the channel or stays silent."""
    mine, its = socket.socketpair()

    def write() -> None:
        try:
            its.sendall(data)
            if hang_up:
                its.shutdown(socket.SHUT_WR)
        except OSError:
            return  # the session has hung up on us

    with mine, its:
        writer = threading.Thread(target=write)
        writer.start()
        session = Session(mine.fileno(), LIMITS)
        session.deadline = time.monotonic() + 0.3
        yield session
        mine.shutdown(socket.SHUT_RDWR)
        writer.join()


def ask(session: Session) -> object:
    return session.call(LAYER, "forward", (np.arange(3.0), [1]), {})


MALFORMED = {
    "nothing": b"",
    "half a length": b"\x03\x00",
    "length beyond the limit": struct.pack("<Q", 2**63) + b"x",
    "length of all ones": b"\xff" * 8,
    "more announced than sent": struct.pack("<Q", 1000) + b"x" * 10,
    "empty message": framed(b""),
    "no msgpack": framed(b"\xc1\xc1\xc1"),
    "two messages in one": framed(b"\x01\x01"),
    "a bare list": framed(msgpack.packb([1, 2])),
    "a bare map": framed(msgpack.packb({"value": 1})),
    "a timestamp": framed(msgpack.packb(msgpack.Timestamp(1))),
    "an unknown extension": framed(extension(99, b"x")),
    "pickled": framed(extension(1, b"\x80\x04\x95")),
    "a number": message(7),
    "a list": message([{"value": 1}]),
    "two answers at once": message({"value": 1}) * 2,
    "an answer to the next question": message({"to": 2, "value": 1}),
    "an answer to True": message({"to": True, "value": 1}),
    "an answer to 1.0": message({"to": 1.0, "value": 1}),
    "an answer to an array": message({"to": np.ones(3), "value": 1}),
    "a list of a billion": framed(b"\xdd\x3b\x9a\xca\x00"),
    "a thousand deep": framed(b"\x91" * 1000 + b"\x01"),
    "a reply that is a marked list": framed(msgpack.packb([msgpack.ExtType(2, b""), "to", 1, "value"])),
    "an array of objects": framed(array_of(b"|O", (1,), raw=bytes(8))),
    "an array of negative length": framed(array_of(b"<f8", (-1,), raw=b"")),
    "an array of a terabyte": framed(array_of(b"<f8", (10**12,), raw=bytes(8))),
    "an array outside its memory": framed(array_of(b"<f8", (2,), (10**15,), bytes(16))),
    "changes to unknown arrays": message({"changed": [[77, np.zeros(3)]]}),
    "changes of another shape": message({"changed": [[0, np.zeros((3, 1))]]}),
    "changes of another dtype": message({"changed": [[0, np.zeros(3, np.float32)]]}),
    "changes by handle": message({"changed": [[0, object()]]}),
    "changes that are no list": message({"changed": {"0": np.zeros(3)}}),
    "changes of unknown containers": message({"changed": [[77, [1], []]]}),
    "changes of a list into a dict": message({"changed": [[0, {}, []]]}),
    "changes that put in what never crossed": message({"changed": [[0, [None], [[0, "array", 77]]]]}),
    "changes that put in what stands elsewhere": message({"changed": [[0, [None], [[5, "container", 0]]]]}),
    "changes that overwrite": message({"changed": [[0, [1], [[0, "container", 0]]]]}),
    "an error that is a text": message({"error": "ValueError"}),
    "an error of arrays": message({"error": [np.zeros(2), np.zeros(2), "", 0]}),
    "an error without a number": message({"error": ["ValueError", "", "", True]}),
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_reply_loses_the_candidate_and_raises_nothing_else(data: bytes) -> None:
    with session_that_hears(data) as session:
        with pytest.raises(CandidateLost) as lost:
            ask(session)
        assert lost.value.outcome == DIED
        with pytest.raises(CandidateLost):  # and it is never asked again
            ask(session)


@pytest.mark.parametrize("data", [b"", b"\x05", struct.pack("<Q", 100) + b"x" * 99], ids=["silent", "length", "body"])
def test_reply_that_never_ends_costs_the_time_limit(data: bytes) -> None:
    with session_that_hears(data, hang_up=False) as session:
        started = time.monotonic()
        with pytest.raises(CandidateLost) as lost:
            ask(session)
        assert lost.value.outcome == TIME_LIMIT
        assert time.monotonic() - started < 2


def test_forged_system_exit_arrives_as_an_ordinary_error() -> None:
    for name in ("SystemExit", "KeyboardInterrupt", "CandidateLost", "TimeUp", "Skipped", "StopIteration"):
        with session_that_hears(message({"error": [name, "bye", "", 0, 1, "Exception", {}]})) as session:
            with pytest.raises(Exception, match="bye") as raised:
                ask(session)
            assert session.blame(raised.value) is not None


def test_forged_change_reaches_only_the_arrays_that_crossed() -> None:
    mine, other = np.arange(3.0), np.arange(3.0)
    with session_that_hears(message({"value": None, "changed": [[0, np.full(3, 7.0)]]})) as session:
        session.call(LAYER, "forward", (mine,), {})
    assert mine.tolist() == [7, 7, 7]
    assert other.tolist() == [0, 1, 2]


def test_forged_change_of_a_list_reaches_only_the_lists_that_crossed() -> None:
    mine, other = [1], [1]
    with session_that_hears(message({"value": None, "changed": [[0, [2], []]]})) as session:
        session.call(LAYER, "forward", (mine,), {})
    assert (mine, other) == ([2], [1])


def test_forged_change_does_not_touch_a_read_only_array() -> None:
    mine = np.arange(3.0)
    mine.flags.writeable = False
    with session_that_hears(message({"value": None, "changed": [[0, np.full(3, 7.0)]]})) as session:
        session.call(LAYER, "forward", (mine,), {})
    assert mine.tolist() == [0, 1, 2]


def test_flood_of_warnings_and_prints_is_cut() -> None:
    reply = {"value": 1, "warnings": [["RuntimeWarning", "x" * 5_000]] * 200, "printed": "y" * 900_000}
    with session_that_hears(message(reply)) as session, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert ask(session) == 1
        assert len(caught) <= 50
        assert len(session.printed) <= LIMITS.output_bytes


def test_handles_of_ten_thousand_types_make_a_hundred_classes_at_most() -> None:
    reply = {"value": [Handle(number, f"type {number}") for number in range(10_000)]}
    with session_that_hears(message(reply)) as session:
        assert len({type(proxy) for proxy in _proxies(ask(session))}) <= 102


def _proxies(value: object) -> list[Remote]:
    assert isinstance(value, list)
    return value


def test_containers_nested_around_a_large_payload_are_refused() -> None:
    with session_that_hears(large_and_deep()) as session, pytest.raises(CandidateLost):
        ask(session)


# ---------------------------------------------------------------- whatever can be said in a well-formed message

arrays = st.builds(
    np.full,
    st.sampled_from([(), (3,), (0, 2), (2, 2)]),
    st.sampled_from([0.0, -1.5, np.nan, np.inf]),
    st.sampled_from(["f8", "f4", "c16"]),
)
words = st.one_of(
    st.text(max_size=5), st.sampled_from(["ValueError", "SystemExit", "RuntimeWarning", "class", "value"])
)
plain = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(), words, st.binary(max_size=5), arrays,
                  st.builds(Handle, st.integers(0, 5), words))  # fmt: skip
keys = st.one_of(words, st.integers(-2, 2))
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=3), max_leaves=12
)
errors = st.one_of(values, st.tuples(words, words, words, st.integers()).map(list))
places = st.tuples(st.integers(-2, 3) | words, st.sampled_from(["array", "container"]) | words, st.integers(-1, 3))
refills = st.tuples(st.integers(-1, 3), values, st.lists(places.map(list), max_size=2) | values)
changes = st.one_of(values, st.lists(st.one_of(st.tuples(st.integers(-1, 3), arrays), refills).map(list), max_size=3))
replies = st.fixed_dictionaries(
    {}, optional={"value": values, "error": errors, "warnings": values, "printed": values, "changed": changes}
)


@settings(max_examples=200, deadline=None)
@given(replies)
def test_any_reply_is_a_value_an_error_of_the_students_or_a_loss(reply: dict[str, Any]) -> None:
    with session_that_hears(message(reply)) as session, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raised: BaseException | None = None
        try:
            ask(session)
        except BaseException as error:
            raised = error
        assert raised is None or raised is session.lost or session.blame(raised) is not None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_loss_or_a_reply(data: bytes) -> None:
    with session_that_hears(framed(data)) as session, pytest.raises(CandidateLost):
        ask(session)


@settings(max_examples=200, deadline=None)
@given(changes)
def test_any_list_of_changes_is_taken_or_refused_with_value_error(told: object) -> None:
    tracker = Tracker()
    tracker.note([np.zeros(3), np.zeros((2, 2)), {"a": []}])
    with contextlib.suppress(ValueError):
        tracker.apply(told)
    assert all(len(change) == 3 or change[1].shape in {(3,), (2, 2)} for change in tracker.changes())


def test_lost_session_does_not_keep_what_it_could_not_read() -> None:
    with session_that_hears(large_and_deep()) as session:
        with pytest.raises(CandidateLost):
            ask(session)
        assert session.lost is not None
        assert session.lost.__context__ is None


def test_closed_descriptor_is_a_loss() -> None:
    mine, its = socket.socketpair()
    its.close()
    with mine:
        session = Session(mine.fileno(), LIMITS)
        with pytest.raises(CandidateLost):
            ask(session)


def test_descriptors_of_ended_sessions_stay_few() -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        with session_that_hears(b"") as session, pytest.raises(CandidateLost):
            ask(session)
    assert len(os.listdir("/proc/self/fd")) <= before
