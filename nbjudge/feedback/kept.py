"""A memory for what many pages have in common."""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import Generic, TypeVar

T = TypeVar("T", bound=Sized)


class Kept(Generic[T]):
    """What was used last, as much as fits.

    It is found by the whole of what it was made from, never by a digest or a part of that.

    Args:
        characters: how much to keep, keys included.
    """

    def __init__(self, characters: int) -> None:
        self._room = characters
        self._kept: dict[str, T] = {}

    def get(self, key: str, make: Callable[[], T]) -> T:
        """What is kept under ``key``, or else what ``make`` returns. What it raises is not kept."""
        found = self.find(key)
        return self.keep(key, make()) if found is None else found

    def find(self, key: str) -> T | None:
        """What is kept under ``key``, if anything."""
        found = self._kept.pop(key, None)
        if found is not None:
            self._kept[key] = found  # at the end: a dict keeps its order, and the first one goes first
        return found

    def keep(self, key: str, value: T) -> T:
        """Keep a value, in place of one that was kept under ``key`` before."""
        before = self._kept.pop(key, None)
        self._room -= len(key) + len(value) - (0 if before is None else len(key) + len(before))
        self._kept[key] = value
        while self._room < 0:
            oldest = next(iter(self._kept))
            self._room += len(oldest) + len(self._kept.pop(oldest))
        return value
