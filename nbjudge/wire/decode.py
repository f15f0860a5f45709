"""From a message to a value: for any bytes at all, a value or WireError."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints
import numpy as np

from nbjudge.wire.arrays import AnyArray, elements, extent, footprint, read_header, strided
from nbjudge.wire.forms import (
    ARRAY,
    COMPLEX,
    COMPLEX_PARTS,
    DEPTH,
    GIVEN,
    HALF_BITS,
    HANDLE,
    HANDLE_NUMBERS,
    INTEGER,
    INTEGER_BITS,
    ITEMS,
    NAME_CHARS,
    SCALAR,
    TEXT_CHARS,
    Form,
    Given,
    Handle,
    WireError,
)  # fmt: skip
from nbjudge.wire.values import containers, rich_arrays, single, tables
from nbjudge.wire.values.containers import HOLDS
from nbjudge.wire.values.keys import Clashes, are_keys
from nbjudge.wire.values.rich_arrays import MASKED

Resolve = Callable[[Any], object]
"""What stands for a handle or an object of a given class; of a masked array, that itself."""


def unchanged(what: Any) -> object:
    return what


def decode(message: bytes, *, limit: int, resolve: Resolve = unchanged) -> object:
    """The value that `message` stands for; each Handle in it passes through `resolve`.

    Arrays are new, owned by the receiver, with the sender's strides and writeable flag.
    Raises WireError, and nothing else, for anything that is not a valid message of at most `limit` bytes.
    """
    if len(message) > limit:
        raise WireError(f"the message is {len(message)} bytes long; the limit is {limit}")
    try:
        return _Decoder(limit, resolve).decode(message)
    except WireError:
        raise
    except Exception as error:  # msgpack and NumPy promise no common class; MemoryError must end here too
        raise WireError(f"malformed message ({type(error).__name__})") from error


class _Mark:
    """Stands first in a list that is really the parts of something else."""

    __slots__ = ("build", "keys")

    def __init__(self, form: Form) -> None:
        self.build, self.keys = form.build, form.keys


class _Decoder:
    def __init__(self, limit: int, resolve: Resolve) -> None:
        self.bytes_left = limit
        self.items_left = ITEMS - 1
        self.containers = self.marks_to_place = 0
        self.clashes: Clashes | None = None
        self.resolve = resolve

    def decode(self, message: bytes) -> object:
        value = msgpack.unpackb(
            message,
            ext_hook=self.extension,
            list_hook=self.container,
            object_pairs_hook=self.pairs,
            # what a header announces is reserved at once, but not touched; it cannot announce more than this
            max_array_len=min(ITEMS, len(message)),
            max_map_len=min(ITEMS // 2, len(message)),
            max_str_len=4 * TEXT_CHARS,
            timestamp=1,  # MessagePack's own extension: let it be a float, for it is no part of this format
        )
        if self.marks_to_place:
            raise WireError("a mark outside the beginning of a list")
        if self.containers >= DEPTH and id(type(value)) in HOLDS:  # fewer cannot be nested too deep
            _check_depth(value, 0)
        return value

    def container(self, items: list[object]) -> object:
        self.count(len(items))
        if not items or type(items[0]) is not _Mark:
            return items
        self.marks_to_place -= 1
        mark, parts = items[0], items[1:]
        if mark.keys is not None:
            self.check_keys(parts[mark.keys])
        built = mark.build(parts)
        return self.resolve(built) if type(built) is Given or mark is _MARKS[MASKED.mark] else built

    def check_keys(self, keys: list[object]) -> None:
        """What is going to be hashed is checked before it is."""
        if not are_keys(keys):
            raise WireError("keys that do not cross")
        self.clashes = self.clashes or Clashes()
        self.clashes.count(keys)

    def pairs(self, pairs: list[tuple[object, object]]) -> dict[object, object]:
        """A dict whose keys are text, as MessagePack has it."""
        self.count(2 * len(pairs))
        entries: dict[object, object] = dict(pairs)
        if len(entries) != len(pairs):
            raise WireError("a dict with the same key twice")
        return entries

    def count(self, items: int) -> None:
        """A container with so many items."""
        self.containers += 1
        self.items_left -= items
        if self.items_left < 0:
            raise WireError(f"more than {ITEMS} values in one message")

    def extension(self, code: int, payload: bytes) -> object:
        if code in _MARKS:
            self.marks_to_place += 1
            return _MARKS[code]
        method = _DECODERS.get(code)
        if method is None:
            raise WireError(f"unknown extension {code}")
        return method(self, payload)

    def integer(self, payload: bytes) -> int:
        value = int.from_bytes(payload, "little", signed=True)
        if value.bit_length() > INTEGER_BITS:
            raise WireError(f"an integer of more than {INTEGER_BITS} bits")
        return value

    def complex(self, payload: bytes) -> complex:
        return complex(*COMPLEX_PARTS.unpack(payload))

    def array(self, payload: bytes) -> AnyArray:
        (dtype, shape, strides, writeable, size), start = read_header(payload)
        self.spend(size or footprint(shape, dtype.itemsize))
        if len(payload) != start + size:
            raise WireError("an array whose bytes do not fill its shape")
        source = elements(payload, dtype, shape, start)
        array = source.copy() if strides is None else self.strided(source, strides)
        if not writeable:
            array.flags.writeable = False
        return array

    def strided(self, source: AnyArray, strides: tuple[int, ...]) -> AnyArray:
        if not source.size:
            raise WireError("an array with impossible strides")
        span, offset = extent(source.shape, strides, source.itemsize)
        self.spend(span)
        return strided(source, strides, span, offset)

    def scalar(self, payload: bytes) -> object:
        (dtype, shape, *_), start = read_header(payload)
        if shape or len(payload) != start + dtype.itemsize:
            raise WireError("a NumPy scalar of the wrong size")
        return elements(payload, dtype, (1,), start)[0]

    def handle(self, payload: bytes) -> object:
        number, type_id, low, high = HANDLE_NUMBERS.unpack_from(payload)
        name = payload[HANDLE_NUMBERS.size :].decode()
        if len(name) > NAME_CHARS:
            raise WireError("a malformed handle")
        return self.resolve(Handle(number, name, type_id, low + (high << HALF_BITS)))

    def spend(self, size: int) -> None:
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise WireError("arrays larger than the limit")


def _check_depth(value: object, depth: int) -> None:
    """Whoever goes through the value may do so by recursion."""
    if depth >= DEPTH:
        raise WireError(f"values nested more than {DEPTH} deep")
    kind = type(value)
    # of a dict that has just been built, the keys are known to cross
    for item in value.values() if kind is dict else HOLDS[id(kind)](value):  # type: ignore[attr-defined]  # just compared
        if id(type(item)) in HOLDS and (type(item) is not np.ndarray or item.dtype.char == "O"):
            _check_depth(item, depth + 1)


def _given(parts: list[object]) -> Given:
    name, holds = parts
    if type(name) is not str or type(holds) not in (dict, list):
        raise WireError("a malformed object of a given class")
    return Given(name, holds)  # type: ignore[arg-type]  # just compared


_MARKS: Final = {
    form.mark: _Mark(form)
    for form in (
        Form(GIVEN, lambda value: value, _given),
        *(form for table in (containers, single, rich_arrays) for form in table.FORMS.values()),
        *(*rich_arrays.ARRAYS.values(), rich_arrays.MASKED, *tables.FORMS),
    )
}
_DECODERS: Final[dict[int, Callable[[_Decoder, bytes], object]]] = {
    INTEGER: _Decoder.integer,
    COMPLEX: _Decoder.complex,
    ARRAY: _Decoder.array,
    SCALAR: _Decoder.scalar,
    HANDLE: _Decoder.handle,
}
