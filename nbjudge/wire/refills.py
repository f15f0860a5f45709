"""Which lists, dicts, sets and deques have crossed the wire, so that a change in place is made on both sides.

They are numbered as arrays are (see `tracking`), on their own. A change is told as what the container now holds; of
what both sides remember, by number, so that it stays the same object.
"""

from __future__ import annotations

import sys
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Mapping
from operator import is_
from typing import Any, Final

from nbjudge.wire.values.keys import are_keys

REMEMBERED: Final = 1_000
REMEMBERED_ITEMS: Final = 100_000
_OURS: Final = 3  # references to a container that is only remembered, as in `tracking`

_DICTS: Final = (dict, OrderedDict, Counter, defaultdict)
#: Those that are followed, by their type's identity.
CONTAINERS: Final = frozenset(map(id, (list, deque, set, *_DICTS)))


_NO_STATE: Final[list[object]] = [NotImplemented]  # of what no longer crosses


def _pairs(value: Any) -> list[object]:
    pairs = OrderedDict.items(value) if type(value) is OrderedDict else dict.items(value)
    return [part for pair in pairs for part in pair]


def state_of(value: Any) -> list[object]:
    """What a container holds, keys too. It has changed if these are no longer the very same objects."""
    return _pairs(value) if type(value) in _DICTS else list(value)


def _refill_list(mine: list[Any], now: list[Any]) -> None:
    mine[:] = now


def _refill_deque(mine: deque[Any], now: list[Any]) -> None:
    mine.clear()
    mine.extend(now)


def _refill_set(mine: set[Any], now: set[Any]) -> None:
    mine.clear()
    mine.update(now)


def _refill_dict(mine: dict[Any, Any], now: dict[Any, Any]) -> None:
    mine.clear()
    for key, value in now.items():  # a Counter's own update would count
        mine[key] = value


#: By the container's type, what it now holds comes as this, and gets into it like this.
_REFILL: Final[dict[type, tuple[type, Callable[[Any, Any], None]]]] = {
    list: (list, _refill_list),
    deque: (list, _refill_deque),
    set: (set, _refill_set),
    **dict.fromkeys(_DICTS, (dict, _refill_dict)),
}


class Containers:
    """The last containers that crossed, by number, with what they held when both sides were last in step.

    Args:
        plain: of a container, the value of exactly a plain type as which it crosses.
    """

    def __init__(self, plain: Callable[[Any], Any]) -> None:
        self._plain = plain
        self._known: dict[int, tuple[Any, list[object]]] = {}  # of the numbers that follow, those that somebody reaches
        self._sizes: deque[tuple[int, int]] = deque()
        self._next = self._items = 0
        self.missed = 0

    def numbers(self) -> list[tuple[int, int]]:
        """Each container's number and how many things it held when it crossed: the same on both sides."""
        return list(self._sizes)

    def add(self, container: Any, plain: Any) -> None:
        """Remember one that is crossing, and what it crosses as."""
        state = state_of(plain)
        self._known[self._next] = (container, state)
        self._sizes.append((self._next, len(state) + 1))
        self._next += 1
        self._items += len(state) + 1
        while len(self._sizes) > REMEMBERED or (self._items > REMEMBERED_ITEMS and len(self._sizes) > 1):
            number, size = self._sizes.popleft()
            self._known.pop(number, None)
            self._items -= size

    def knows(self, container: object) -> bool:
        """Whether it has crossed, and is remembered."""
        return any(known is container for known, _ in self._known.values())

    def differ(self) -> bool:
        """Whether any of them holds other things than when both sides were last in step; nothing is remembered anew."""
        return any(
            sys.getrefcount(container) != _OURS and not _same(self._state(container), before)
            for container, before in self._known.values()
        )

    def catch_up(self) -> None:
        """Remember what they hold now."""
        self._known = {number: (one, self._state(one)) for number, (one, _) in self._known.items()}

    def changes(self, arrays: Mapping[int, tuple[Any, object]]) -> list[Any]:
        """``[number, what it holds, [[place, "container" or "array", number], ...]]`` for each that has changed.

        What both sides remember is None where it stands, and named by its place: a number, or a key.

        Args:
            arrays: those that both sides remember, by number.
        """
        changed = [number for number in [*self._known] if self._has_changed(number)]
        if not changed:
            return []
        known = {id(container): ["container", number] for number, (container, _) in self._known.items()}
        known |= {id(array): ["array", number] for number, (array, _) in arrays.items()}
        return [[number, *_told(self._plain(self._known[number][0]), known)] for number in changed]

    def _has_changed(self, number: int) -> bool:
        container, before = self._known[number]
        if sys.getrefcount(container) == _OURS:
            del self._known[number]  # nobody else can reach it
            return False
        now = self._state(container)
        if _same(now, before):
            return False
        self._known[number] = (container, now)
        return True

    def _state(self, container: Any) -> list[object]:
        plain = self._plain(container)
        return state_of(plain) if id(type(plain)) in CONTAINERS else _NO_STATE

    def apply(self, change: list[Any], arrays: Mapping[int, tuple[Any, object]]) -> None:
        """Make a change of the other side's here.

        Raises:
            ValueError: if it does not fit what has crossed.
        """
        number, now, kept = change
        if type(number) is not int or number not in self._known:
            raise ValueError("a change to a container that has not crossed")
        mine, _ = self._known[number]
        kind, refill = _REFILL[type(mine)]
        if now is None:
            self.missed += 1
            return
        if type(now) is not kind or type(kept) is not list:
            raise ValueError("a change to a container into one of another type")
        for place in kept:
            self._put(now, place, arrays)
        refill(mine, now)
        self._known[number] = (mine, state_of(mine))

    def _put(self, now: Any, place: Any, arrays: Mapping[int, tuple[Any, object]]) -> None:
        """Put what both sides remember where it now stands."""
        try:
            key, what, number = place
            found = self._known[number][0] if what == "container" else arrays[number][0]
            if now[key] is not None:
                raise ValueError("there is something else")
            now[key] = found
        except (LookupError, TypeError, ValueError) as error:
            raise ValueError("a change that puts into a container what has not crossed") from error


def _same(now: list[object], before: list[object]) -> bool:
    return len(now) == len(before) and all(map(is_, now, before))


def _told(value: Any, known: Mapping[int, list[object]]) -> tuple[object, list[Any]]:
    """What a container holds now, without what both sides remember, and where that stands."""
    if id(type(value)) not in CONTAINERS or (type(value) not in (list, deque) and not are_keys(value)):
        return None, []  # it does not cross any more, for what it has got as keys
    if type(value) is set:
        return value, []
    places = list(value.items() if type(value) in _DICTS else enumerate(value))
    kept = [[place, *known[id(item)]] for place, item in places if id(item) in known]
    left = [(place, None if id(item) in known else item) for place, item in places]
    return (dict(left) if type(value) in _DICTS else [item for _, item in left]), kept
