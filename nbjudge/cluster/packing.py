"""What travels between client and workers, packed: plain data, and no pickle of what a student wrote."""

from __future__ import annotations

import zlib
from typing import Any, Final

import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints

LEVEL: Final = 1  # a graded notebook of 45 kB becomes 13 in half a millisecond; with level 6, 11 in twice the time


def packed(data: Any) -> bytes:
    """JSON data and bytes, as bytes. Raises TypeError for anything else."""
    return zlib.compress(msgpack.packb(data, unicode_errors="surrogatepass"), LEVEL)


def unpacked(message: bytes) -> Any:
    """What ``packed`` was called on. It comes from a worker's own process, never from a candidate."""
    return msgpack.unpackb(zlib.decompress(message), unicode_errors="surrogatepass")
