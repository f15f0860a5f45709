"""From a message to a value: for any bytes at all, a value or WireError."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, Final, NoReturn

import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints
import numpy as np

from nbjudge.wire_arrays import DTYPES, AnyArray, elements, extent, footprint, strided
from nbjudge.wire_format import (
    ARRAY,
    DEPTH,
    DICT,
    DICT_ENTRIES,
    DIMENSIONS,
    HANDLE,
    INTEGER,
    INTEGER_BITS,
    ITEMS,
    LIST,
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


class _Announced:
    """A container of which so many items follow."""

    __slots__ = ("code", "count")

    def __init__(self, code: int, count: int) -> None:
        self.code, self.count = code, count


class _Decoder:
    def __init__(self, limit: int, resolve: Resolve) -> None:
        self.bytes_left = limit
        self.items_left = ITEMS
        self.resolve = resolve

    def decode(self, message: bytes) -> object:
        unpacker = msgpack.Unpacker(
            max_buffer_size=max(len(message), 1),
            ext_hook=self.extension,
            list_hook=_bare,
            object_pairs_hook=_bare,
            max_array_len=0,
            max_map_len=0,
            max_str_len=4 * TEXT_CHARS,
        )
        unpacker.feed(message)
        value = self.item(unpacker.unpack, 0)
        if unpacker.tell() != len(message):
            raise WireError("bytes left over after the value")
        return value

    def item(self, read: Callable[[], object], depth: int) -> object:
        value = read()
        kind = type(value)
        if kind is _Announced:
            return self.container(value, read, depth)  # type: ignore[arg-type]  # its exact type was just compared
        if kind is msgpack.Timestamp:  # MessagePack reads its timestamps by itself; they are no part of this format
            raise WireError("a MessagePack timestamp")
        if kind is str and len(value) > TEXT_CHARS:  # type: ignore[arg-type]  # likewise
            raise WireError(f"a string of more than {TEXT_CHARS} characters")
        return value

    def container(self, announced: _Announced, read: Callable[[], object], depth: int) -> object:
        if depth >= DEPTH:
            raise WireError(f"values nested more than {DEPTH} deep")
        if announced.count > self.items_left:
            raise WireError("more items than a message may hold")
        self.items_left -= announced.count
        return _CONTAINERS[announced.code]([self.item(read, depth + 1) for _ in range(announced.count)])

    def extension(self, code: int, payload: bytes) -> object:
        if code in _CONTAINERS:
            return _Announced(code, _count(payload))
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
        code, shape, strides, writeable, raw = _fields(payload, str, list, object, bool, bytes)
        dtype = _dtype(code)
        if not all(type(length) is int and length >= 0 for length in shape):
            raise WireError("an array with an impossible shape")
        self.spend(footprint(shape, dtype.itemsize))
        if len(raw) != prod(shape) * dtype.itemsize:
            raise WireError("an array whose bytes do not fill its shape")
        source = elements(raw, dtype).reshape(shape)
        array = source.copy() if strides is None else self.strided(source, strides)
        array.flags.writeable = writeable
        return array

    def strided(self, source: AnyArray, strides: object) -> AnyArray:
        if type(strides) is not list or not all(type(step) is int for step in strides) or not source.size:
            raise WireError("an array with impossible strides")
        span, offset = extent(source.shape, strides, source.itemsize)
        self.spend(span)
        return strided(source, strides, span, offset)

    def scalar(self, payload: bytes) -> object:
        code, raw = _fields(payload, str, bytes)
        dtype = _dtype(code)
        if len(raw) != dtype.itemsize:
            raise WireError("a NumPy scalar of the wrong size")
        return elements(raw, dtype)[0]

    def handle(self, payload: bytes) -> object:
        number, name = _fields(payload, int, str)
        if number < 0 or len(name) > NAME_CHARS:
            raise WireError("a malformed handle")
        return self.resolve(Handle(number, name))

    def spend(self, size: int) -> None:
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise WireError("arrays larger than the limit")


def _bare(_items: object) -> NoReturn:
    raise WireError("a bare MessagePack container")


def _count(payload: bytes) -> int:
    count = msgpack.unpackb(payload)
    if type(count) is not int or count < 0:
        raise WireError("a container with an impossible count")
    return count


def _fields(payload: bytes, *kinds: type) -> list[Any]:
    """The flat record in `payload`, with one field of exactly each kind (`object` admits any)."""
    fields = msgpack.unpackb(payload, max_array_len=DIMENSIONS, max_map_len=0)
    if type(fields) is not list or len(fields) != len(kinds):
        raise WireError("a record with the wrong number of fields")
    if not all(kind is object or type(field) is kind for field, kind in zip(fields, kinds, strict=True)):
        raise WireError("a record with a field of the wrong type")
    return fields


def _dtype(code: str) -> np.dtype[Any]:
    if code not in DTYPES:
        raise WireError("a dtype that does not cross the wire")
    return DTYPES[code]


def _dict(items: list[object]) -> dict[object, object]:
    keys = items[::2]
    if len(items) % 2 or len(keys) > DICT_ENTRIES or not all(map(is_key, keys)):
        raise WireError("a malformed dict")
    entries = dict(zip(keys, items[1::2], strict=True))
    if len(entries) != len(keys):
        raise WireError("a dict with the same key twice")
    return entries


_CONTAINERS: Final[dict[int, Callable[[list[object]], object]]] = {LIST: list, TUPLE: tuple, DICT: _dict}
_DECODERS: Final[dict[int, Callable[[_Decoder, bytes], object]]] = {
    INTEGER: _Decoder.integer,
    ARRAY: _Decoder.array,
    SCALAR: _Decoder.scalar,
    HANDLE: _Decoder.handle,
}
