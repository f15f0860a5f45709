"""Which arrays have crossed the wire, so that a change made in place on one side is made on the other.

Candidate and examiner number the arrays in the order in which they cross: those in a call's arguments, then those
in its result. Both forget the oldest by the same rule, so a number means the same array on both sides.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from nbjudge.wire.arrays import CODES
from nbjudge.wire.forms import is_key

REMEMBERED: Final = 64
REMEMBERED_BYTES: Final = 32 * 1024 * 1024
_OURS: Final = 3  # references to an array that is only remembered: the tuple's, a variable's, and an argument's


def arrays_in(value: object) -> Iterator[np.ndarray]:
    """The arrays in a value that cross by value, nested containers included, in a fixed order.

    What the encoder hands over by handle has no number: the other side does not see what is in it.
    """
    kind = type(value)
    if kind is np.ndarray:
        if value.dtype in CODES:  # type: ignore[attr-defined]  # its exact type was just compared
            yield value  # type: ignore[misc]  # likewise
    elif kind is list or kind is tuple:
        for item in value:  # type: ignore[attr-defined]  # likewise
            yield from arrays_in(item)
    elif kind is dict and all(map(is_key, value)):  # type: ignore[call-overload]  # likewise
        for item in value.values():  # type: ignore[attr-defined]  # likewise
            yield from arrays_in(item)


class Tracker:
    """The last arrays that crossed, by number, with a copy of their numbers when they were last in step."""

    def __init__(self) -> None:
        self._arrays: OrderedDict[int, tuple[np.ndarray, bytes]] = OrderedDict()
        self._next = 0
        self._bytes = 0

    def remembered(self) -> dict[int, tuple[np.ndarray, bytes]]:
        """The arrays by number, each with its elements when both sides were last in step."""
        return dict(self._arrays)

    def note(self, value: object) -> None:
        """Remember the arrays in a value that is crossing, as they are now."""
        for array in arrays_in(value):
            self._arrays[self._next] = (array, array.tobytes())
            self._next += 1
            self._bytes += array.nbytes
            while len(self._arrays) > REMEMBERED or (self._bytes > REMEMBERED_BYTES and len(self._arrays) > 1):
                _, (oldest, _) = self._arrays.popitem(last=False)
                self._bytes -= oldest.nbytes

    def changes(self) -> list[Any]:
        """``[number, array]`` for each remembered array whose numbers are no longer the same."""
        changed: list[Any] = []
        for number, (array, before) in self._arrays.items():
            if sys.getrefcount(array) == _OURS:
                continue  # nobody else can reach it, by a view neither
            now = array.tobytes()
            if now != before:
                self._arrays[number] = (array, now)
                changed.append([number, np.array(array)])
        return changed

    def apply(self, changes: object) -> None:
        """Make the other side's changes here.

        Raises:
            ValueError: if they do not fit what has crossed; a candidate that sends such is lost.
        """
        for number, array in _checked(changes):
            if number not in self._arrays:
                raise ValueError("a change to an array that has not crossed")
            mine, _ = self._arrays[number]
            if mine.shape != array.shape or mine.dtype != array.dtype:
                raise ValueError("a change to an array in another shape or dtype")
            if mine.flags.writeable:  # a read-only array cannot have been changed; a lie changes nothing here
                mine[...] = array
            self._arrays[number] = (mine, mine.tobytes())


def _checked(changes: object) -> Iterator[tuple[int, np.ndarray]]:
    if type(changes) is not list:
        raise ValueError("changes should be a list")
    for change in changes:
        if type(change) is not list or [type(part) for part in change] != [int, np.ndarray]:
            raise ValueError("a change should be a number and an array")
        yield change[0], change[1]
