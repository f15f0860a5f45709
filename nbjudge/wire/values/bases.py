"""Subclasses of plain types, which may cross as mere values of the plain type."""

from __future__ import annotations

import pathlib
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from typing import Any, Final

from nbjudge.wire.values.keys import are_keys

PlainSubclasses = Callable[[type], bool]
"""Whether instances of a subclass of a plain type cross as mere values of that type."""

_default_factory: Final = defaultdict.__dict__["default_factory"]
_maxlen: Final = deque.__dict__["maxlen"]
_mro: Final = type.__dict__["__mro__"]


def _counter(value: Any) -> Counter[Any]:
    counter: Counter[Any] = Counter()
    dict.update(counter, dict(dict.items(value)))  # its own would count
    return counter


#: Each plain type, and a value of exactly that type from an instance of a subclass: by the plain type's own methods,
#: none of which calls one that the subclass may have overridden.
_BASES: Final[dict[int, Callable[[Any], object]]] = {
    id(int): int.__int__,
    id(float): float.__float__,
    id(complex): complex.__complex__,
    id(str): str.__str__,
    id(bytes): bytes.__bytes__,
    id(bytearray): lambda value: bytearray.__getitem__(value, slice(None)),
    id(list): list.copy,
    id(tuple): lambda value: tuple.__getitem__(value, slice(None)),
    id(deque): lambda value: deque(deque.__iter__(value), _maxlen.__get__(value)),
}
#: Likewise, of types that hash what they hold: for keys that cross, Python's own classes do that.
_HASHING: Final[dict[int, Callable[[Any], object]]] = {
    id(dict): lambda value: dict(dict.items(value)),
    id(OrderedDict): lambda value: OrderedDict(OrderedDict.items(value)),
    id(Counter): _counter,
    id(defaultdict): lambda value: defaultdict(_default_factory.__get__(value), dict.items(value)),
    id(set): lambda value: set(set.__iter__(value)),
    id(frozenset): lambda value: frozenset(frozenset.__iter__(value)),
}


def as_base(value: object, plain: PlainSubclasses | None) -> object:
    """What an instance of a subclass of a plain type crosses as; the very same object if it does not.

    Of a path that may be opened, the plain type is the path that leads nowhere.
    """
    kind = type(value)
    if plain is None:
        return value
    if kind is pathlib.PosixPath:
        return pathlib.PurePosixPath(kind.__str__(value)) if plain(kind) else value
    for base in _mro.__get__(kind):
        if id(base) in _BASES and base is not kind and plain(kind):
            return _BASES[id(base)](value)
        if id(base) in _HASHING and base is not kind and plain(kind):
            return _HASHING[id(base)](value) if are_keys(base.__iter__(value)) else value
    return value
