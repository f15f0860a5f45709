"""While the judge's own commands read a configuration: `install` then leaves nbgrader's own grading as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_left_alone: Final = ContextVar("_left_alone", default=False)


@contextmanager
def left_alone() -> Iterator[None]:
    """Of nbgrader's converters, the judge's own commands run none that grades.

    So there is nothing to replace in them, and no need to import them, which takes long.
    """
    before = _left_alone.set(True)
    try:
        yield
    finally:
        _left_alone.reset(before)


def is_left_alone() -> bool:
    """Whether this is meanwhile."""
    return _left_alone.get()
