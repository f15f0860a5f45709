"""The wire: the only form in which a value crosses between examiner and candidate.

The candidate is hostile, so both directions are written for distrust. The encoder decides by exact
type and calls no method that a subclass could override; whatever it does not know becomes a `Handle`.
The decoder accepts the forms below and nothing else; for any bytes it returns a value or raises
`WireError`. Nothing is ever unpickled.

A message is one MessagePack value. Plain values use MessagePack's own types, lists and dicts with string keys too, so
that its C code does most of the work; what these may hold is bounded by counts while it decodes, and by depth at once
after. The rest are extensions:

    TUPLE, DICT   a mark, the first item of a list that is really a tuple, or a dict's keys and values in turn
    INTEGER       little-endian two's complement, for integers beyond 64 bits
    ARRAY         dtype.str, number of dimensions, flags, shape, strides unless in C order, elements in C order
    SCALAR        the same, without dimensions
    HANDLE        a number, and the type's name
"""

from __future__ import annotations

from nbjudge.wire_decode import Resolve, decode
from nbjudge.wire_encode import Opaque, encode
from nbjudge.wire_format import Handle, WireError, type_name

__all__ = ["Handle", "Opaque", "Resolve", "WireError", "decode", "encode", "type_name"]
