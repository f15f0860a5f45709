"""From a value to a message, by exact type; no method that a subclass could override is called."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Final, NoReturn

import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints
import numpy as np

from nbjudge.wire.arrays import CODES, SCALARS, AnyArray, extent, footprint, header_of, raw_bytes
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
    NATIVE_BITS,
    SCALAR,
    TEXT_CHARS,
    TUPLE,
    Handle,
    WireError,
    is_key,
    type_name,
)  # fmt: skip

Opaque = Callable[[object], Handle]

_BUFFER: Final = 1024  # bytes that a packer begins with; it grows


def refuse(value: object) -> NoReturn:
    raise WireError(f"a value of type {type_name(value)} cannot cross the wire")


def encode(value: object, *, limit: int, opaque: Opaque = refuse) -> bytes:
    """The message for `value`, at most `limit` bytes long.

    `opaque` turns what does not cross by value into a Handle, or raises. Raises WireError if the value
    is too large, too deep (a list that contains itself is) or, without `opaque`, of another type.
    """
    message = _Encoder(limit, opaque).message(value)
    if len(message) > limit:
        raise WireError(f"the message is {len(message)} bytes long; the limit is {limit}")
    return message


class _Encoder:
    """Writes a value's parts one after the other into one buffer."""

    def __init__(self, limit: int, opaque: Opaque) -> None:
        # msgpack's own default, a buffer of a megabyte, would be mapped and unmapped for each message
        self.packer = msgpack.Packer(strict_types=True, autoreset=False, buf_size=_BUFFER)
        self.limit = self.bytes_left = limit
        self.items_left = ITEMS
        self.opaque = opaque

    def message(self, value: object) -> bytes:
        self.items((value,), 1, 0)
        packed: bytes = self.packer.bytes()
        return packed

    def items(self, values: Iterable[object], count: int, depth: int) -> None:
        """Write values that stand `depth` containers deep."""
        self.items_left -= count
        if self.items_left < 0:
            raise WireError(f"more than {ITEMS} values in one message")
        for value in values:
            # By identity: looking the type itself up would run the __hash__ and __eq__ of its metaclass.
            method = _ENCODERS.get(id(type(value)))
            if method:
                method(self, value, depth)
            else:
                self.handle(self.opaque(value))

    def spend(self, size: int) -> None:
        """Count `size` bytes before they are copied."""
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise WireError(f"the value needs more than {self.limit} bytes")

    def plain(self, value: object, _depth: int) -> None:
        self.packer.pack(value)

    def text(self, value: str, _depth: int) -> None:
        self.spend(len(value))
        if not value.isascii():
            # lone surrogates, which no file or screen can show, become question marks
            value = value.encode("utf-8", "replace").decode()
        if len(value) > TEXT_CHARS:
            raise WireError(f"a string of {len(value)} characters; the limit is {TEXT_CHARS}")
        self.packer.pack(value)

    def data(self, value: bytes, _depth: int) -> None:
        self.spend(len(value))
        self.packer.pack(value)

    def integer(self, value: int, _depth: int) -> None:
        bits = value.bit_length()
        if bits < NATIVE_BITS:
            self.packer.pack(value)
        elif bits > INTEGER_BITS:
            raise WireError(f"an integer of {bits} bits; the limit is {INTEGER_BITS}")
        else:
            self.packer.pack_ext_type(INTEGER, value.to_bytes(bits // 8 + 1, "little", signed=True))

    def sequence(self, value: list[object], depth: int) -> None:
        self.enter(depth)
        self.packer.pack_array_header(len(value))
        self.items(value, len(value), depth + 1)

    def marked(self, mark: int, values: Collection[object], depth: int) -> None:
        """A list whose first item says what it really is."""
        self.enter(depth)
        self.packer.pack_array_header(len(values) + 1)
        self.packer.pack_ext_type(mark, b"")
        self.items(values, len(values), depth + 1)

    def fixed(self, value: tuple[object, ...], depth: int) -> None:
        self.marked(TUPLE, value, depth)

    def mapping(self, value: dict[object, object], depth: int) -> None:
        if len(value) > DICT_ENTRIES:
            raise WireError(f"a dict of {len(value)} entries; the limit is {DICT_ENTRIES}")
        if not all(map(is_key, value)):
            self.handle(self.opaque(value))
            return
        parts = [part for pair in value.items() for part in pair]
        if all(type(key) is str for key in value):
            self.enter(depth)
            self.packer.pack_map_header(len(value))
            self.items(parts, len(parts), depth + 1)
        else:
            self.marked(DICT, parts, depth)

    def enter(self, depth: int) -> None:
        if depth >= DEPTH:
            raise WireError(f"values nested more than {DEPTH} deep (or a container that holds itself)")

    def array(self, value: AnyArray, _depth: int) -> None:
        code = CODES.get(value.dtype)
        if code is None:
            self.handle(self.opaque(value))
            return
        self.spend(value.nbytes or footprint(value.shape, value.itemsize))
        flags = value.flags
        strides = None if flags.c_contiguous else self.strides(value)
        header = header_of(code, value.shape, strides, flags.writeable)
        self.packer.pack_ext_type(ARRAY, header + raw_bytes(value))

    def strides(self, value: AnyArray) -> tuple[int, ...] | None:
        """None stands for C order. A view that spans more than the limit is sent in C order, too."""
        if value.size == 0:
            return None
        span, _ = extent(value.shape, value.strides, value.itemsize)
        if span > self.bytes_left:
            return None
        self.spend(span)
        return value.strides

    def scalar(self, value: np.generic, _depth: int) -> None:
        code = CODES.get(value.dtype)
        if code is None:
            self.handle(self.opaque(value))
        else:
            header = header_of(code, (), None, False)
            self.packer.pack_ext_type(SCALAR, header + raw_bytes(np.asarray(value)))

    def handle(self, value: Handle, _depth: int = 0) -> None:
        name = value.type_name[:NAME_CHARS].encode("utf-8", "replace")
        high, low = divmod(value.specials, 1 << HALF_BITS)
        self.packer.pack_ext_type(HANDLE, HANDLE_NUMBERS.pack(value.id, value.type_id, low, high) + name)


_ENCODERS: Final[dict[int, Callable[..., None]]] = {
    id(type(None)): _Encoder.plain,
    id(bool): _Encoder.plain,
    id(float): _Encoder.plain,
    id(int): _Encoder.integer,
    id(str): _Encoder.text,
    id(bytes): _Encoder.data,
    id(list): _Encoder.sequence,
    id(tuple): _Encoder.fixed,
    id(dict): _Encoder.mapping,
    id(np.ndarray): _Encoder.array,
    id(Handle): _Encoder.handle,
    **{id(kind): _Encoder.scalar for kind in SCALARS},
}
