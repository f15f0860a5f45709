"""A bounded memory of texts that cost time to make."""

from __future__ import annotations

from collections.abc import Callable


class Kept:
    """The texts that were used last, as many as fit.

    A text is found by the whole of what it was made from, never by a digest or a part of that.

    Args:
        characters: how much to keep, keys included.
    """

    def __init__(self, characters: int) -> None:
        self._room = characters
        self._texts: dict[str, str] = {}

    def get(self, key: str, make: Callable[[], str]) -> str:
        """The text for ``key``: the one that is kept, or else what ``make`` returns. What it raises is not kept."""
        text = self._texts.pop(key, None)
        if text is None:
            text = make()
            self._room -= len(key) + len(text)
        self._texts[key] = text  # at the end: a dict keeps its order, and the first one goes first
        while self._room < 0:
            oldest = next(iter(self._texts))
            self._room += len(oldest) + len(self._texts.pop(oldest))
        return text
