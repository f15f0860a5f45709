"""From a message to a value: for any bytes at all, a value or WireError."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints

from nbjudge.wire.arrays import AnyArray, elements, extent, footprint, read_header, strided
from nbjudge.wire.forms import (
    ARRAY,
    DEPTH,
    DICT,
    DICT_ENTRIES,
    HALF_BITS,
    HANDLE,
    HANDLE_NUMBERS,
    INTEGER,
    INTEGER_BITS,
    ITEMS,
    NAME_CHARS,
    SCALAR,
    TEXT_CHARS,
    TUPLE,
    Handle,
    WireError,
    is_key,
)  # fmt: skip

Resolve = Callable[[Handle], object]


def unchanged(handle: Handle) -> object:
    return handle


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
    """Stands first in a list that is really a tuple or a dict."""

    __slots__ = ("build",)

    def __init__(self, build: Callable[[list[object]], object]) -> None:
        self.build = build


class _Decoder:
    def __init__(self, limit: int, resolve: Resolve) -> None:
        self.bytes_left = limit
        self.items_left = ITEMS
        self.resolve = resolve

    def decode(self, message: bytes) -> object:
        value = msgpack.unpackb(
            message,
            ext_hook=self.extension,
            list_hook=self.container,
            object_pairs_hook=self.pairs,
            # what a header announces is reserved at once, but not touched; it cannot announce more than this
            max_array_len=min(ITEMS, len(message)),
            max_map_len=DICT_ENTRIES,
            max_str_len=4 * TEXT_CHARS,
            timestamp=1,  # MessagePack's own extension: let it be a float, for it is no part of this format
        )
        _check_depth(value, 0)
        if type(value) is _Mark:
            raise WireError("a mark outside a list")
        return value

    def container(self, items: list[object]) -> object:
        self.count(len(items))
        if items and type(items[0]) is _Mark:
            return items[0].build(items[1:])
        return items

    def pairs(self, pairs: list[tuple[object, object]]) -> dict[object, object]:
        self.count(2 * len(pairs))
        entries: dict[object, object] = dict(pairs)
        if len(entries) != len(pairs):
            raise WireError("a dict with the same key twice")
        return entries

    def count(self, items: int) -> None:
        self.items_left -= items + 1
        if self.items_left < 0:
            raise WireError(f"more than {ITEMS} values in one message")

    def extension(self, code: int, payload: bytes) -> object:
        if code in _MARKS:
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
    kind = type(value)
    if kind is dict:
        value = value.values()  # type: ignore[attr-defined]  # its exact type was just compared
    elif kind is not list and kind is not tuple:
        return
    if depth >= DEPTH:
        raise WireError(f"values nested more than {DEPTH} deep")
    for item in value:  # type: ignore[attr-defined]  # likewise
        if type(item) in _CONTAINERS:
            _check_depth(item, depth + 1)
        elif type(item) is _Mark:
            raise WireError("a mark outside the beginning of a list")


def _dict(items: list[object]) -> dict[object, object]:
    keys = items[::2]
    if len(items) % 2 or len(keys) > DICT_ENTRIES or not all(map(is_key, keys)):
        raise WireError("a malformed dict")
    entries = dict(zip(keys, items[1::2], strict=True))
    if len(entries) != len(keys):
        raise WireError("a dict with the same key twice")
    return entries


_CONTAINERS: Final = frozenset({list, tuple, dict})
_MARKS: Final = {TUPLE: _Mark(tuple), DICT: _Mark(_dict)}
_DECODERS: Final[dict[int, Callable[[_Decoder, bytes], object]]] = {
    INTEGER: _Decoder.integer,
    ARRAY: _Decoder.array,
    SCALAR: _Decoder.scalar,
    HANDLE: _Decoder.handle,
}
