"""A candidate's word for what a cell put out, made into valid, bounded nbformat outputs."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Final

from nbjudge.limits import Limits

OUTPUTS: Final = 50
OUTPUTS_OF_NOTEBOOK: Final = 1000
LINES: Final = 100
IMAGE_BYTES: Final = 2_000_000
TEXT_TYPES: Final = ("text/plain", "text/html", "text/latex", "text/markdown")
IMAGE_TYPES: Final = ("image/png", "image/jpeg")
CUT: Final = "\n... cut: more than the limit was put out"


class Outputs:
    """Cleans outputs, and keeps count of how much a whole notebook has put out."""

    def __init__(self, limits: Limits) -> None:
        self._per_cell = limits.output_bytes
        self._notebook = limits.notebook_bytes
        self._text = 0
        self._outputs = OUTPUTS_OF_NOTEBOOK

    def clean(self, told: object) -> list[dict[str, Any]]:
        """Valid outputs of one cell, within its budget and the notebook's; whatever is malformed is left out."""
        self._text = min(self._per_cell, self._notebook)
        listed: list[Any] = told[: min(OUTPUTS, self._outputs)] if type(told) is list else []
        self._outputs -= len(listed)
        cleaned = [self._clean(output) for output in listed if type(output) is dict]
        return [output for output in cleaned if output is not None]

    def _clean(self, output: Mapping[str, Any]) -> dict[str, Any] | None:
        kind = _exactly_text(output.get("output_type"))
        if kind == "stream":
            name = "stderr" if _exactly_text(output.get("name")) == "stderr" else "stdout"
            return {"output_type": kind, "name": name, "text": self._cut(output.get("text"))}
        if kind == "error":
            lines = output.get("traceback")
            trace = [self._cut(line) for line in lines[:LINES]] if type(lines) is list else []
            name, value = self._cut(output.get("ename")), self._cut(output.get("evalue"))
            return {"output_type": kind, "ename": name, "evalue": value, "traceback": trace}
        if kind in ("display_data", "execute_result"):
            made = {"output_type": kind, "data": self._data(output.get("data")), "metadata": {}}
            return made | ({"execution_count": None} if kind == "execute_result" else {})
        return None

    def _data(self, data: object) -> dict[str, str]:
        if type(data) is not dict:
            return {}
        texts = {mime: self._cut(data[mime]) for mime in TEXT_TYPES if type(data.get(mime)) is str}
        images = {mime: self._image(data[mime]) for mime in IMAGE_TYPES if mime in data}
        return texts | {mime: image for mime, image in images.items() if image is not None}

    def _cut(self, value: object) -> str:
        # a lone surrogate cannot be written as UTF-8
        text = _exactly_text(value).encode("utf-8", "replace").decode("utf-8")
        kept = text[: self._text]
        self._text -= len(kept)
        self._notebook -= len(kept)
        return kept if len(kept) == len(text) else kept + CUT

    def _image(self, value: object) -> str | None:
        try:
            raw = value if type(value) is bytes else base64.b64decode(_exactly_text(value), validate=False)
        except (binascii.Error, ValueError):
            return None
        if not 0 < len(raw) <= min(IMAGE_BYTES, self._notebook):
            return None
        self._notebook -= len(raw)
        return base64.b64encode(raw).decode("ascii")


def lost_output(outcome: str, message: str) -> dict[str, Any]:
    """What stands under a cell that hung or died."""
    return {"output_type": "error", "ename": outcome, "evalue": message, "traceback": [f"{outcome}: {message}"]}


def _exactly_text(value: object) -> str:
    return value if type(value) is str else ""
