"""Containers of Python and its standard library: their parts, each of which crosses by itself, and what they hold."""

from __future__ import annotations

import types
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final, NoReturn

import numpy as np

from nbjudge.wire.forms import DICT, NAME_CHARS, TUPLE, Form, WireError
from nbjudge.wire.values.keys import are_keys

_FACTORIES: Final[dict[str, type]] = {
    kind.__name__: kind
    for kind in (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, bytearray, deque, Counter)
}
_ELSEWHERE: Final = "elsewhere"
_EVERY: Final = slice(None)
_EVERY_OTHER: Final = slice(None, None, 2)
_EVERY_OTHER_AFTER_ONE: Final = slice(1, None, 2)


class StaysElsewhere(LookupError):
    """What a `defaultdict` holds for a missing key, a function decides that did not cross the wire."""


def factory_elsewhere() -> NoReturn:
    """The factory of a `defaultdict` whose own did not cross: only classes of Python itself do."""
    raise StaysElsewhere("what this defaultdict holds for a missing key, a function decides that cannot be handed over")


# ------------------------------------------------------------ parts


def _flat(pairs: Iterable[tuple[object, object]]) -> list[object]:
    return [part for pair in pairs for part in pair]


def entries_of(parts: list[Any]) -> dict[Any, Any]:
    """The dict of keys and values in turn."""
    entries = dict(zip(parts[::2], parts[1::2], strict=True))
    if 2 * len(entries) != len(parts):
        raise WireError("a dict with the same key twice")
    return entries


def _elements(parts: list[Any]) -> set[Any]:
    elements = set(parts)
    if len(elements) != len(parts):
        raise WireError("a set with the same element twice")
    return elements


def _ordered_apart(value: OrderedDict[Any, Any]) -> list[object]:
    return _flat(OrderedDict.items(value))


def _counter(parts: list[Any]) -> Counter[Any]:
    counter: Counter[Any] = Counter()
    dict.update(counter, entries_of(parts))  # its own would count
    return counter


def _defaultdict_apart(value: defaultdict[Any, Any]) -> list[object]:
    factory = value.default_factory
    known = (name for name, kind in _FACTORIES.items() if kind is factory)
    return [None if factory is None else next(known, _ELSEWHERE), *_flat(dict.items(value))]


def _defaultdict(parts: list[Any]) -> defaultdict[Any, Any]:
    name, *flat = parts
    factory: Callable[[], Any] | None = (
        None if name is None else factory_elsewhere if name == _ELSEWHERE else _FACTORIES[name]
    )
    return defaultdict(factory, entries_of(flat))


def _deque(parts: list[Any]) -> deque[Any]:
    longest, *items = parts
    if longest is not None and (type(longest) is not int or longest < len(items)):
        raise WireError("a deque longer than it may be")
    return deque(items, longest)


def are_attributes(names: Collection[object]) -> bool:
    """Whether they may be attributes of a namespace: NumPy and others act on some that begin with an underscore."""
    return all(
        type(name) is str and name.isidentifier() and name[0] != "_" and len(name) <= NAME_CHARS for name in names
    )


def _namespace_apart(value: types.SimpleNamespace) -> list[object] | None:
    attributes = vars(value)
    return _flat(attributes.items()) if are_attributes(attributes) else None


def _namespace(parts: list[Any]) -> types.SimpleNamespace:
    attributes = entries_of(parts)
    if not are_attributes(attributes):
        raise WireError("a namespace with attributes that do not cross")
    return types.SimpleNamespace(**attributes)


_KEYS: Final = Form(40, list, lambda parts: dict.fromkeys(_distinct(parts)).keys(), _EVERY)
_VALUES: Final = Form(41, list, lambda parts: dict(enumerate(parts)).values())
_ITEMS: Final = Form(42, _flat, lambda parts: entries_of(parts).items(), _EVERY_OTHER)


def _distinct(parts: list[Any]) -> list[Any]:
    _elements(parts)
    return parts


#: The types of containers, each with its parts.
FORMS: Final[dict[type, Form]] = {
    tuple: Form(TUPLE, lambda value: value, tuple),
    dict: Form(DICT, lambda value: _flat(value.items()), entries_of, _EVERY_OTHER),
    set: Form(30, list, _elements, _EVERY),
    frozenset: Form(31, list, lambda parts: frozenset(_elements(parts)), _EVERY),
    OrderedDict: Form(32, _ordered_apart, lambda parts: OrderedDict(entries_of(parts)), _EVERY_OTHER),
    Counter: Form(33, lambda value: _flat(dict.items(value)), _counter, _EVERY_OTHER),
    defaultdict: Form(34, _defaultdict_apart, _defaultdict, _EVERY_OTHER_AFTER_ONE),
    deque: Form(35, lambda value: [value.maxlen, *value], _deque),
    types.SimpleNamespace: Form(36, _namespace_apart, _namespace, _EVERY_OTHER),
    type({}.keys()): _KEYS,
    type({}.values()): _VALUES,
    type({}.items()): _ITEMS,
    type(OrderedDict[Any, Any]().keys()): _KEYS,
    type(OrderedDict[Any, Any]().values()): _VALUES,
    type(OrderedDict[Any, Any]().items()): _ITEMS,
}


# ------------------------------------------------------------ what they hold


def _values_of(kind: Any) -> Callable[[Any], Iterable[object]]:
    """What a dict of that type holds. One with other keys does not cross by value: nobody there sees what it holds."""
    return lambda value: kind.values(value) if are_keys(value) else ()


def _attributes(value: types.SimpleNamespace) -> Iterable[object]:
    return vars(value).values() if are_attributes(vars(value)) else ()


def _objects(array: np.ndarray[Any, Any]) -> Iterable[object]:
    return array.flat if array.dtype.char == "O" else ()


#: By a type's identity, what its values hold, in the order in which it crosses; what is hashed is left out.
HOLDS: Final[dict[int, Callable[[Any], Iterable[object]]]] = {
    **dict.fromkeys(map(id, (list, tuple, deque, type({}.values()))), iter),
    **{id(kind): _values_of(kind) for kind in (dict, Counter, defaultdict, OrderedDict)},
    id(type({}.items())): lambda view: (value for _, value in view),
    id(types.SimpleNamespace): _attributes,
    id(np.ndarray): _objects,
}
