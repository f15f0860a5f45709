"""Reading past what the judge does not use of a notebook file, in bounded memory: outputs, mostly.

A scan over the JSON text, as it comes, that keeps the values at the paths in ``USED`` and puts ``null`` in place of
all others. It understands no more JSON than where a value ends; `json.loads` judges what is kept.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

CHUNK: Final = 1 << 17  # bytes in memory at a time, and to go back over within one pattern
ATTACHED_BYTES: Final = 9 << 20  # of all cells' attachments, a little more than is kept; further ones are passed over

_BLANK: Final = re.compile(rb"[ \t\n\r]*+")
_SCALAR: Final = re.compile(rb'[^\s,:\[\]{}"]*+')
# Groups are repeated in `(?>...)`: in Python 3.11.2, which is Debian 12's, `(?:...)*+` goes on in the wrong place.
_IN_STRING: Final = re.compile(rb'(?>(?:[^"\\]++|\\.)*)', re.DOTALL)
_PLAIN: Final = rb'(?:[^"\[\]{}]++|"(?>(?:[^"\\]++|\\.)*)")'  # text without brackets, but for those in whole strings
# Of a value's inside: brackets that are opened, those that are closed, and the quote of a string that goes on beyond
# the piece. All else needs no counting, and is passed in runs as long as may be.
_INSIDE: Final = re.compile(
    rb"(?>(?:" + _PLAIN + rb"|\[(?>" + _PLAIN + rb"*)\]|\{(?>" + _PLAIN + rb"*)\})+)" + rb'|([\[{]+)|([\]}]+)|(")',
    re.DOTALL,
)

Sink = Callable[[bytes], object]


@dataclass(frozen=True)
class _Kept:
    """A value that is kept as it is; where it ``may_go``, only as far as there is room for such."""

    may_go: bool = False


@dataclass(frozen=True)
class _Each:
    """An array, by what each of its items is."""

    item: Mapping[str, Any]


_KEPT: Final = _Kept()
_CELL: Final = {
    "cell_type": _KEPT,
    "id": _KEPT,
    "source": _KEPT,
    "input": _KEPT,  # `source` in nbformat 2 and 3
    "metadata": {"nbgrader": _KEPT},
    "attachments": _Kept(may_go=True),
}
USED: Final[Mapping[str, Any]] = {
    "nbformat": _KEPT,
    "cells": _Each(_CELL),
    "worksheets": _Each({"cells": _Each(_CELL)}),
}
"""What is used of a notebook: of an object the values under these keys."""


class SkimError(ValueError):
    """Nothing can be made of a file; the text says why, for instructor and student."""


def skimmed(chunks: Iterable[bytes], room: int) -> bytes:
    """What is used of a notebook file, as JSON in UTF-8.

    Args:
        chunks: the file's bytes, in pieces of any size.
        room: the most bytes to keep, besides attachments.

    Raises:
        SkimError: if more is used, or if even a scan sees that it is no JSON.
    """
    return _Scan(_in_utf8(chunks), room).notebook()


def pieces_of(data: bytes) -> Iterator[bytes]:
    """Bytes that are in memory already, piece by piece."""
    return (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))


def _in_utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same text. Bytes that are wrong in UTF-8 stay as they are, those in other encodings become U+FFFD."""
    pieces = iter(chunks)
    first = b""
    while len(first) < 4 and (piece := next(pieces, b"")):  # so many tell the encoding
        first += piece
    encoding = json.detect_encoding(first)
    if encoding.startswith("utf-8"):
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from pieces
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield from (decoder.decode(piece).encode() for piece in chain([first], pieces))
    yield decoder.decode(b"", final=True).encode()


class _Scan:
    """One pass over a text, of which a piece is in memory; ``_at`` is where it stands in that."""

    def __init__(self, chunks: Iterator[bytes], room: int) -> None:
        self._chunks = chunks
        self._room, self._used = room, 0
        self._attached = 0
        self._text, self._at = b"", 0
        self._kept: list[bytes] = []

    def notebook(self) -> bytes:
        """What is kept of the whole."""
        self._value(USED, else_keep=True)  # of what is no object, `json.loads` says what it is
        if self._next():
            raise SkimError("the file is not a notebook: something follows after its end")
        return b"".join(self._kept)

    # ------------------------------------------------------------ a value, and what is used of it

    def _value(self, used: object, *, else_keep: bool = False) -> None:
        begin = self._next()
        if isinstance(used, Mapping) and begin == b"{":
            self._items(b"{", b"}", lambda: self._member(used))
        elif isinstance(used, _Each) and begin == b"[":
            self._items(b"[", b"]", lambda: self._value(used.item))
        elif else_keep or (isinstance(used, _Kept) and not used.may_go):
            self._pass(self._keep)
        elif isinstance(used, _Kept):
            self._pass_attached()
        else:
            self._pass(_drop)
            self._keep(b"null")

    def _items(self, begin: bytes, end: bytes, one: Callable[[], None]) -> None:
        """An array or object that is gone into. Its commas are kept, so that one too many is seen later."""
        self._take(begin)
        while self._next() != end:
            one()
            if self._next() == b",":
                self._take(b",")
            elif self._next() != end:
                raise _no_json()
        self._take(end)

    def _member(self, used: Mapping[str, Any]) -> None:
        before = len(self._kept)
        self._string(self._keep)
        name = _name(b"".join(self._kept[before:]))
        self._take(b":")
        self._value(used.get(name) if name is not None else None)

    def _pass_attached(self) -> None:
        parts: list[bytes] = []

        def gather(piece: bytes) -> None:
            self._attached += len(piece)
            if self._attached <= ATTACHED_BYTES:
                parts.append(piece)

        self._pass(gather)
        self._kept.append(b"".join(parts) if self._attached <= ATTACHED_BYTES else b"null")

    def _pass(self, sink: Sink) -> None:
        """Pass one value, whatever it is."""
        begin = self._next()
        if begin == b'"':
            self._string(sink)
        elif begin and begin in b"[{":
            self._move(1, sink)
            depth = 1
            while depth:
                depth = self._inside(depth, sink)
                if depth and not self._text.startswith(b'"', self._at) and not self._more():
                    raise _no_json()
        else:
            self._scalar(sink)

    def _inside(self, depth: int, sink: Sink) -> int:
        """Pass what this piece has of an array or object, or as far as it ends; returns how deep that leads."""
        if self._text.startswith(b'"', self._at):
            self._string(sink)
        for found in _INSIDE.finditer(self._text, self._at):
            if found.lastindex == 1:
                depth += found.end() - found.start()
            elif found.lastindex == 2:
                closed = min(depth, found.end() - found.start())
                depth -= closed
                if not depth:
                    self._move(found.start() + closed - self._at, sink)
                    return 0
            elif found.lastindex == 3:
                self._move(found.start() - self._at, sink)
                return depth
        self._move(len(self._text) - self._at, sink)
        return depth

    # ------------------------------------------------------------ pieces of text

    def _string(self, sink: Sink) -> None:
        if self._next() != b'"':
            raise _no_json()
        self._move(1, sink)
        while True:
            self._move(self._end_of(_IN_STRING) - self._at, sink)
            if self._text.startswith(b'"', self._at):
                self._move(1, sink)
                return
            if not self._more():
                raise _no_json()

    def _scalar(self, sink: Sink) -> None:
        found = False
        while length := self._end_of(_SCALAR) - self._at:
            found = True
            self._move(length, sink)
            if self._at == len(self._text) and not self._more():
                break
        if not found:
            raise _no_json()

    def _next(self) -> bytes:
        """The next byte that is no blank, which it does not pass; nothing at the end."""
        while True:
            self._at = self._end_of(_BLANK)
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def _more(self) -> bool:
        """Get the next piece behind what is left of this one; False at the end."""
        for chunk in self._chunks:
            if chunk:
                self._text, self._at = self._text[self._at :] + chunk, 0
                return True
        return False

    def _end_of(self, pattern: re.Pattern[bytes]) -> int:
        found = pattern.match(self._text, self._at)
        assert found is not None  # each of them matches nothing, too
        return found.end()

    def _take(self, char: bytes) -> None:
        if self._next() != char:
            raise _no_json()
        self._move(1, self._keep)

    def _move(self, length: int, sink: Sink) -> None:
        sink(self._text[self._at : self._at + length])
        self._at += length

    def _keep(self, piece: bytes) -> None:
        self._used += len(piece)
        if self._used > self._room:
            raise SkimError(f"the notebook has too much text: besides its outputs, the limit is {self._room} bytes")
        self._kept.append(piece)


def _drop(_: bytes) -> None:
    """What nobody uses."""


def _name(key: bytes) -> str | None:
    """A key, with its escapes resolved; None if it is none."""
    try:
        name = json.loads(key.decode("utf-8", "replace"))
    except ValueError:
        return None
    return name if isinstance(name, str) else None


def _no_json() -> SkimError:
    return SkimError("the file is not a notebook: it is no JSON text, or a part of it is missing")
