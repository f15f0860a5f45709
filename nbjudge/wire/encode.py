"""From a value to a message, by exact type; no method that a subclass could override is called."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final, NoReturn

import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints
import numpy as np

from nbjudge.wire.arrays import CODES, SCALARS, AnyArray, extent, footprint, header_of, raw_bytes
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
    NATIVE_BITS,
    SCALAR,
    TEXT_CHARS,
    TUPLE,
    Form,
    Given,
    Handle,
    WireError,
    type_name,
)  # fmt: skip
from nbjudge.wire.values import containers, rich_arrays, single, tables
from nbjudge.wire.values.bases import PlainSubclasses, as_base
from nbjudge.wire.values.keys import Clashes, are_keys

Opaque = Callable[[object], Handle | Given]

_BUFFER: Final = 1024  # bytes that a packer begins with; it grows


def refuse(value: object) -> NoReturn:
    raise WireError(f"a value of type {type_name(value)} cannot cross the wire")


def encode(
    value: object, *, limit: int, opaque: Opaque = refuse, plain_subclasses: PlainSubclasses | None = None
) -> bytes:
    """The message for `value`, at most `limit` bytes long.

    Args:
        opaque: turns what does not cross by value into a Handle, or raises.
        plain_subclasses: whether instances of a subclass of a plain type cross as mere values of that type, without
            what the subclass adds; the others, and without this all, do not cross by value.

    Raises:
        WireError: if the value is too large, too deep (a list that contains itself is) or, without `opaque`, of another
            type.
    """
    message = _Encoder(limit, opaque, plain_subclasses).message(value)
    if len(message) > limit:
        raise WireError(f"a {type_name(value)} that takes {len(message)} bytes; the limit is {limit}")
    return message


class _Encoder:
    """Writes a value's parts one after the other into one buffer."""

    def __init__(self, limit: int, opaque: Opaque, plain: PlainSubclasses | None) -> None:
        # msgpack's own default, a buffer of a megabyte, would be mapped and unmapped for each message
        self.packer = msgpack.Packer(strict_types=True, autoreset=False, buf_size=_BUFFER)
        self.limit = self.bytes_left = limit
        self.items_left = ITEMS
        self.clashes: Clashes | None = None
        self.opaque = opaque
        self.plain_subclasses = plain

    def message(self, value: object) -> bytes:
        self.items((value,), 1, 0, value)
        packed: bytes = self.packer.bytes()
        return packed

    def items(self, values: Iterable[object], count: int, depth: int, whole: object) -> None:
        """Write the values of a container, which stand `depth` containers deep."""
        self.items_left -= count
        if self.items_left < 0:
            raise WireError(f"a {type_name(whole)} of {count} values; the limit is {ITEMS} in one message")
        for value in values:
            # By identity: looking the type itself up would run the __hash__ and __eq__ of its metaclass.
            method = _ENCODERS.get(id(type(value)))
            if method:
                method(self, value, depth)
            else:
                self.other(value, depth)

    def other(self, value: object, depth: int) -> None:
        """A value of a type that not everybody has, or of a subclass, or one that does not cross by value."""
        form = tables.form_of(value)
        if form is not None:
            self.formed(form, value, depth)
            return
        base = as_base(value, self.plain_subclasses)
        if base is value:
            self.handle(self.opaque(value), depth)
        else:
            _ENCODERS[id(type(base))](self, base, depth)

    def spend(self, size: int, value: object) -> None:
        """Count `size` bytes before they are copied."""
        self.bytes_left -= size
        if self.bytes_left < 0:
            self.refuse_size(size, value)

    def refuse_size(self, size: int, value: object) -> NoReturn:
        raise WireError(f"{_described(value)} of {size} bytes; the limit is {self.limit} in one message")

    def plain(self, value: object, _depth: int) -> None:
        self.packer.pack(value)

    def text(self, value: str, _depth: int) -> None:
        self.spend(len(value), value)
        if not value.isascii():
            # lone surrogates, which no file or screen can show, become question marks
            value = value.encode("utf-8", "replace").decode()
        if len(value) > TEXT_CHARS:
            raise WireError(f"a string of {len(value)} characters; the limit is {TEXT_CHARS}")
        self.packer.pack(value)

    def data(self, value: bytes, _depth: int) -> None:
        self.spend(len(value), value)
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
        self.items(value, len(value), depth + 1, value)

    def formed(self, form: Form, value: object, depth: int) -> None:
        """A value that crosses as its parts, or, if this one has none, does not."""
        parts = form.apart(value)
        if parts is None or (form.keys is not None and not self.hashed(parts[form.keys], value)):
            self.handle(self.opaque(value))
        else:
            self.marked(form.mark, [self.instead(value), *parts] if form.elsewhere else parts, depth, value)

    def marked(self, mark: int, parts: Collection[object], depth: int, whole: object) -> None:
        """A list whose first item says what it really is."""
        self.enter(depth)
        self.items_left -= 1
        self.packer.pack_array_header(len(parts) + 1)
        self.packer.pack_ext_type(mark, b"")
        self.items(parts, len(parts), depth + 1, whole)

    def hashed(self, keys: Collection[object], whole: object) -> bool:
        """Whether the keys cross, which is refused if they may cost the other side too much."""
        if not are_keys(keys):
            return False
        self.clashes = self.clashes or Clashes()
        self.clashes.count(keys, f"keys of a {type_name(whole)}")
        return True

    def instead(self, value: object) -> Handle | Given:
        """What the other side takes if it does not know the type; of a number that stands for nothing if none can."""
        try:
            return self.opaque(value)
        except (WireError, TypeError):
            return Handle(0, type_name(value))

    def fixed(self, value: tuple[object, ...], depth: int) -> None:
        self.marked(TUPLE, value, depth, value)

    def mapping(self, value: dict[object, object], depth: int) -> None:
        if not all(type(key) is str for key in value):
            self.formed(containers.FORMS[dict], value, depth)
            return
        self.enter(depth)
        self.packer.pack_map_header(len(value))
        self.items([part for pair in value.items() for part in pair], 2 * len(value), depth + 1, value)

    def enter(self, depth: int) -> None:
        if depth >= DEPTH:
            raise WireError(f"values nested more than {DEPTH} deep (or a container that holds itself)")

    def array(self, value: AnyArray, depth: int) -> None:
        code = CODES.get(value.dtype)
        if code is None:
            self.rich_array(value, depth)
            return
        self.spend(value.nbytes or footprint(value.shape, value.itemsize), value)
        flags = value.flags
        strides = None if flags.c_contiguous else self.strides(value)
        header = header_of(code, value.shape, strides, flags.writeable)
        self.packer.pack_ext_type(ARRAY, header + raw_bytes(value))

    def rich_array(self, value: AnyArray, depth: int) -> None:
        if value.nbytes > self.bytes_left:  # its parts count for themselves
            self.refuse_size(value.nbytes, value)
        form = rich_arrays.ARRAYS.get(value.dtype.kind)
        if form is None:
            self.handle(self.opaque(value))
        else:
            self.formed(form, value, depth)

    def strides(self, value: AnyArray) -> tuple[int, ...] | None:
        """None stands for C order. A view that spans more than the limit is sent in C order, too."""
        if value.size == 0:
            return None
        span, _ = extent(value.shape, value.strides, value.itemsize)
        if span > self.bytes_left:
            return None
        self.spend(span, value)
        return value.strides

    def scalar(self, value: np.generic, _depth: int) -> None:
        header = header_of(SCALARS[type(value)], (), None, False)
        self.packer.pack_ext_type(SCALAR, header + raw_bytes(np.asarray(value)))

    def complex(self, value: complex, _depth: int) -> None:
        self.packer.pack_ext_type(COMPLEX, COMPLEX_PARTS.pack(value.real, value.imag))

    def handle(self, value: Handle | Given, depth: int = 0) -> None:
        if isinstance(value, Given):  # the judge's own, as Handle is
            self.marked(GIVEN, value, depth, value)
            return
        name = value.type_name[:NAME_CHARS].encode("utf-8", "replace")
        high, low = divmod(value.specials, 1 << HALF_BITS)
        self.packer.pack_ext_type(HANDLE, HANDLE_NUMBERS.pack(value.id, value.type_id, low, high) + name)


def _described(value: object) -> str:
    """An array by its shape and dtype, all else by its type."""
    return (
        f"an array of shape {value.shape} and type {value.dtype}"
        if type(value) is np.ndarray
        else (f"a {type_name(value)}")
    )


def _by(form: Form) -> Callable[[_Encoder, Any, int], None]:
    return lambda encoder, value, depth: encoder.formed(form, value, depth)


_ENCODERS: Final[dict[int, Callable[[_Encoder, Any, int], None]]] = {
    **{id(kind): _by(form) for table in (containers, single, rich_arrays) for kind, form in table.FORMS.items()},
    id(type(None)): _Encoder.plain,
    id(bool): _Encoder.plain,
    id(float): _Encoder.plain,
    id(int): _Encoder.integer,
    id(str): _Encoder.text,
    id(bytes): _Encoder.data,
    id(complex): _Encoder.complex,
    id(list): _Encoder.sequence,
    id(tuple): _Encoder.fixed,
    id(dict): _Encoder.mapping,
    id(np.ndarray): _Encoder.array,
    id(Handle): _Encoder.handle,
    **{id(kind): _Encoder.scalar for kind in SCALARS},
}
