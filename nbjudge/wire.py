"""The wire: the only form in which a value crosses between examiner and candidate.

The candidate is hostile, so both directions are written for distrust. The encoder decides by exact
type and calls no method that a subclass could override; whatever it does not know becomes a `Handle`.
The decoder accepts the forms below and nothing else; for any bytes it returns a value or raises
`WireError`. Nothing is ever unpickled.

A message is a flat sequence of MessagePack items that stands for one value. Plain values use MessagePack's own
types; everything else is an extension. A container is only announced, and its items follow one by one, so that no
nested header can make the parser allocate before depth and counts have been checked here:

    LIST, TUPLE, DICT   count; that many items follow (a DICT alternates key and value)
    INTEGER             little-endian two's complement, for integers beyond 64 bits
    ARRAY               [dtype.str, shape, strides or None, writeable, elements in C order]
    SCALAR              [dtype.str, bytes]
    HANDLE              [id, type name]
"""

from __future__ import annotations

from nbjudge.wire_decode import Resolve, decode
from nbjudge.wire_encode import Opaque, encode
from nbjudge.wire_format import Handle, WireError, type_name

__all__ = ["Handle", "Opaque", "Resolve", "WireError", "decode", "encode", "type_name"]
