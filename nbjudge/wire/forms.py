"""What encoder and decoder of the wire share: extension codes, bounds, handles."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

TUPLE, DICT, INTEGER, ARRAY, SCALAR, HANDLE, COMPLEX, GIVEN = range(1, 9)

HANDLE_NUMBERS: Final = struct.Struct("<QQQQ")  # the object's, its class's, and two halves of the specials

HALF_BITS: Final = 64  # of the specials
COMPLEX_PARTS: Final = struct.Struct("<dd")

# Part of the format, hence constants and no policy: both sides must agree on them.
DEPTH: Final = 32
ITEMS: Final = 100_000
TEXT_CHARS: Final = 1_000_000
NAME_CHARS: Final = 200
INTEGER_BITS: Final = 4_096
NATIVE_BITS: Final = 64  # what MessagePack's own integers hold
DIMENSIONS: Final = 64  # NumPy's own maximum


class Given(NamedTuple):
    """An object of a class that the instructor gave, which both sides have: what it holds, by attribute or in order."""

    class_name: str
    holds: dict[str, object] | list[object]


class WireError(Exception):
    """A value that may not cross the wire, or bytes that are not a message."""


#: Numbers of types of which no object's can be, for what is not the candidate's: a function of a test's, which it may
#: call back by the handle's number, and a builtin type, which is the same on both sides.
OF_TEST, BUILTIN = 1, 2


@dataclass(frozen=True, slots=True)
class Handle:
    """An opaque reference to an object that stays on the other side: its number, and of its type what is told.

    Attributes:
        type_id: the number that the type itself has.
        specials: what the type defines of ``nbjudge.wire.specials.SPECIALS``, a bit each.
    """

    id: int
    type_name: str
    type_id: int = 0
    specials: int = 0


def type_name(value: object) -> str:
    """The name of `value`'s class, short enough for a Handle."""
    return class_name(type(value))


def class_name(kind: type) -> str:
    """A class's name, as short. Asks `type` itself: a metaclass may lie."""
    name: str = type.__dict__["__name__"].__get__(kind)
    return name[:NAME_CHARS]


class Form(NamedTuple):
    """How values of a type cross as parts, each a value that crosses by itself.

    Attributes:
        mark: the extension that stands before the parts.
        apart: the parts of a value of exactly that type; None if this one does not cross. Raises WireError: too large.
        build: the value, from whatever parts came. Raises whatever it likes for parts that no honest side sends.
        keys: which of the parts are hashed.
        elsewhere: a handle stands before the parts, for a receiver that does not know the type.
    """

    mark: int
    apart: Callable[[Any], Sequence[object] | None]
    build: Callable[[list[Any]], object]
    keys: slice | None = None
    elsewhere: bool = False
