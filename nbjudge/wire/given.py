"""Objects of classes that the instructor gave, which both sides have: dataclasses and named tuples cross by value."""

from __future__ import annotations

from collections.abc import Iterable

from nbjudge.wire.forms import Given


class GivenClasses:
    """Those of one side, by name.

    Args:
        classes: whatever classes were given; others than dataclasses and named tuples are passed over.
    """

    def __init__(self, classes: Iterable[type]) -> None:
        found = [cls for cls in classes if _is_record(cls) or _is_named_tuple(cls)]
        self._by_name = {cls.__name__: cls for cls in found}
        self._known = {id(cls): cls for cls in self._by_name.values()}

    def apart(self, value: object) -> Given | None:
        """What an object holds; None if it is of no such class, exactly. Calls no method of the object."""
        cls = self._known.get(id(type(value)))
        if cls is None:
            return None
        if _is_named_tuple(cls):
            return Given(cls.__name__, list(tuple.__iter__(value)))  # type: ignore[arg-type]  # a named tuple is one
        held = object.__getattribute__(value, "__dict__")
        return Given(cls.__name__, {name: held[name] for name in _fields(cls) if name in held})

    def built(self, given: Given) -> object:
        """An object that holds this. Nothing of its class is run.

        Raises:
            ValueError: if there is no such class, or its objects hold something else.
        """
        cls, holds = self._by_name.get(given.class_name), given.holds
        if cls is None:
            raise ValueError("an object of a class that was not given")
        if _is_named_tuple(cls):
            if type(holds) is not list or len(holds) != len(vars(cls)["_fields"]):
                raise ValueError("a named tuple of another length")
            return tuple.__new__(cls, holds)
        if type(holds) is not dict or not holds.keys() <= set(_fields(cls)):
            raise ValueError("an object with other fields")
        made: object = object.__new__(cls)
        object.__getattribute__(made, "__dict__").update(holds)
        return made


def _is_record(cls: type) -> bool:
    return "__dataclass_fields__" in vars(cls) and "__slots__" not in vars(cls) and cls.__base__ is object


def _is_named_tuple(cls: type) -> bool:
    return cls.__bases__ == (tuple,) and "_fields" in vars(cls)


def _fields(cls: type) -> Iterable[str]:
    fields: dict[str, object] = vars(cls)["__dataclass_fields__"]
    return fields.keys()
