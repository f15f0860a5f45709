"""Pictures that students paste into Markdown cells. What else is attached there is left out, and what is too much."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Final

from nbjudge.limits import Limits

KINDS: Final = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}
"""The kinds of pictures that a page can show, and how the data of each begins. No SVG, which is a program as well."""
_NAME_LENGTH: Final = 200

Attachments = dict[str, dict[str, str]]


class Pictures:
    """Keeps as many of a notebook's pictures as the limits allow.

    Attributes:
        left_out: how many were not kept: too many, too large, or no pictures.
    """

    def __init__(self, limits: Limits) -> None:
        self._pictures, self._bytes = limits.pictures, limits.picture_bytes
        self.left_out = 0

    def kept(self, attachments: object, text: str) -> Attachments:
        """A cell's attachments as nbformat has them: those that its text refers to, as far as they are kept."""
        found: Attachments = {}
        for name, kind, data in _referred(attachments, text):
            if self._pictures > 0 and len(data) <= self._bytes and _is_picture(kind, data):
                found[name] = {kind: data}
                self._pictures -= 1
                self._bytes -= len(data)
            else:
                self.left_out += 1
        return found


def _referred(attachments: object, text: str) -> Iterator[tuple[str, str, str]]:
    """Name, kind and data of each attachment of a cell whose text refers to any; no kind where it is no picture."""
    if not isinstance(attachments, Mapping) or "attachment:" not in text:
        return
    for name, kinds in attachments.items():
        if not isinstance(kinds, Mapping) or not name.isprintable() or not 0 < len(name) <= _NAME_LENGTH:
            continue  # a lone surrogate, say, cannot be written
        kind = next((kind for kind in KINDS if kind in kinds), "")
        yield name, kind, _joined(kinds.get(kind))


def _joined(data: object) -> str:
    """What nbformat may have in several lines, in one."""
    lines = data if isinstance(data, list) else [data]
    return "".join("".join(line.split()) for line in lines if isinstance(line, str))


def _is_picture(kind: str, data: str) -> bool:
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return False
    return raw.startswith(KINDS.get(kind, ()))
