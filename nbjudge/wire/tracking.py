"""Which arrays and containers have crossed the wire, so that a change made in place on one side is made on the other.

Candidate and examiner number the arrays in the order in which they cross: those in a call's arguments, then those
in its result. Both forget the oldest by the same rule, so a number means the same array on both sides. Lists, dicts,
sets and deques are numbered likewise, in `refills`.
"""

from __future__ import annotations

import sys
from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any, Final

import numpy as np

from nbjudge.wire.arrays import CODES, SCALARS
from nbjudge.wire.refills import CONTAINERS, Containers
from nbjudge.wire.values.bases import PlainSubclasses, as_base
from nbjudge.wire.values.containers import HOLDS
from nbjudge.wire.values.keys import are_keys
from nbjudge.wire.values.tables import is_mutable

REMEMBERED: Final = 64
REMEMBERED_BYTES: Final = 32 * 1024 * 1024
_FOLLOWED: Final = "USMm"  # kinds of arrays beside those of numbers; of records, changes in place are not
_NONE: Final[Mapping[str, object]] = MappingProxyType({})
_OURS: Final = 3  # references to an array that is only remembered: the tuple's, a variable's, and an argument's
#: What holds nothing, and cannot change: most of what crosses, by the type's identity.
_SINGLE: Final = frozenset(map(id, (type(None), bool, int, float, str, bytes, *SCALARS)))


class Tracker:
    """The last arrays and containers that crossed, by number, as they were when both sides were last in step.

    Args:
        plain_subclasses: as the encoder on this side has it, since both sides must find the same in a value.
    """

    def __init__(self, plain_subclasses: PlainSubclasses | None = None) -> None:
        self._plain = plain_subclasses
        self._arrays: OrderedDict[int, tuple[np.ndarray, bytes]] = OrderedDict()
        self._next = 0
        self._bytes = 0
        self._containers = Containers(self._crossing)

    @property
    def missed(self) -> int:
        """How many of the other side's changes could not be told, as where a dict has got keys that do not cross."""
        return self._containers.missed

    def remembered(self) -> dict[int, tuple[np.ndarray, bytes]]:
        """The arrays by number, each with its elements when both sides were last in step."""
        return dict(self._arrays)

    def containers(self) -> list[tuple[int, int]]:
        """The containers' numbers, each with how much it held when it crossed."""
        return self._containers.numbers()

    def note(self, value: object) -> None:
        """Remember what can change of a value that is crossing, as it is now."""
        if type(value) is np.ndarray and value.dtype.char != "O":
            if value.dtype in CODES or value.dtype.kind in _FOLLOWED:
                self._note_array(value)
            return
        plain = self._crossing(value)
        kind = id(type(plain))
        if kind in CONTAINERS and (type(plain) in (list, deque) or are_keys(plain)):
            self._containers.add(value, plain)
        if kind in HOLDS:
            for item in HOLDS[kind](plain):
                if id(type(item)) not in _SINGLE:
                    self.note(item)

    def note_arguments(self, arguments: Iterable[object] = (), keywords: Mapping[str, object] = _NONE) -> None:
        """Remember what can change of a call's arguments."""
        for value in (*arguments, *keywords.values()):
            self.note(value)

    def _crossing(self, value: object) -> Any:
        """What a value crosses as, if that holds anything."""
        known = id(type(value)) in HOLDS or type(value) is set
        return value if known or self._plain is None else as_base(value, self._plain)

    def _note_array(self, array: np.ndarray) -> None:
        self._arrays[self._next] = (array, array.tobytes())
        self._next += 1
        self._bytes += array.nbytes
        while len(self._arrays) > REMEMBERED or (self._bytes > REMEMBERED_BYTES and len(self._arrays) > 1):
            _, (oldest, _) = self._arrays.popitem(last=False)
            self._bytes -= oldest.nbytes

    def changes(self) -> list[Any]:
        """``[number, array]`` for each remembered array whose numbers are no longer the same, and for each container
        what `Containers.changes` tells.
        """
        # containers first: those that nobody reaches any more let go of the arrays in them
        told = self._containers.changes(self._arrays)
        changed: list[Any] = []
        for number, (array, before) in self._arrays.items():
            if sys.getrefcount(array) == _OURS:
                continue  # nobody else can reach it, by a view neither
            now = array.tobytes()
            if now != before:
                self._arrays[number] = (array, now)
                changed.append([number, np.array(array)])
        return changed + told

    def differs(self) -> bool:
        """Whether anything that crossed was changed in place since, on this side. Nothing is remembered anew."""
        return self._containers.differ() or any(
            sys.getrefcount(array) != _OURS and array.tobytes() != before for array, before in self._arrays.values()
        )

    def catch_up(self) -> None:
        """Forget what was changed on this side: what `differs` then tells has come since."""
        self._containers.catch_up()
        for number, (array, _) in self._arrays.items():
            self._arrays[number] = (array, array.tobytes())

    def may_be_one(self, values: Iterable[object]) -> bool:
        """Whether of values that are to cross two may be one object, here or on the other side.

        One that can be changed stands there twice; or a container of others has crossed before, in which one may.
        """
        seen: set[int] = set()
        waiting = list(values)
        while waiting:
            value = waiting.pop()
            kind = id(type(value))
            if kind in _SINGLE:
                continue
            if id(value) in seen:
                return True
            if kind in CONTAINERS or kind == id(np.ndarray):
                seen.add(id(value))
            inner = [item for item in HOLDS[kind](value) if id(type(item)) not in _SINGLE] if kind in HOLDS else []
            if self._containers.knows(value) and any(id(type(item)) in CONTAINERS for item in inner):
                return True
            waiting += inner
        return False

    def apply(self, changes: object) -> None:
        """Make the other side's changes here.

        Raises:
            ValueError: if they do not fit what has crossed; a candidate that sends such is lost.
        """
        if type(changes) is not list or any(type(change) is not list for change in changes):
            raise ValueError("changes should be a list of lists")
        for change in changes:
            if len(change) == 3:
                self._containers.apply(change, self._arrays)
            else:
                self._apply_to_array(change)

    def _apply_to_array(self, change: list[Any]) -> None:
        if [type(part) for part in change] != [int, np.ndarray]:
            raise ValueError("a change should be a number and an array")
        number, array = change
        if number not in self._arrays:
            raise ValueError("a change to an array that has not crossed")
        mine, _ = self._arrays[number]
        if mine.shape != array.shape or mine.dtype != array.dtype:
            raise ValueError("a change to an array in another shape or dtype")
        if mine.flags.writeable:  # a read-only array cannot have been changed; a lie changes nothing here
            mine[...] = array
        self._arrays[number] = (mine, mine.tobytes())


def changes_untold(value: object) -> bool:
    """Whether a value that crosses may be changed in place without the other side's being told."""
    kind = type(value)
    if kind is np.ndarray:
        return value.dtype not in CODES and value.dtype.kind not in _FOLLOWED  # type: ignore[attr-defined]  # an array
    if id(kind) in HOLDS and kind is not SimpleNamespace:
        return any(id(type(item)) not in _SINGLE and changes_untold(item) for item in HOLDS[id(kind)](value))
    given = vars(kind).get("__dataclass_params__")
    return kind in (bytearray, SimpleNamespace) or (given is not None and not given.frozen) or is_mutable(value)
