"""Which code draws. Matplotlib makes a process twice as large, and so dearer to fork; most submissions do without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Final

LIBRARIES: Final = frozenset({"matplotlib", "pylab", "seaborn", "pandas"})  # Matplotlib, and what imports it


def names_that_draw(kit: Mapping[str, bytes]) -> frozenset[str]:
    """The modules that draw: these libraries, and what of an assignment's kit (file name to content) uses them."""
    names: frozenset[str] = frozenset()
    found = LIBRARIES
    while found != names:
        names = found
        users = {PurePath(file).stem for file, content in kit.items() if file.endswith(".py") and _uses(content, names)}
        found = names | users
    return names


def draws(sources: Iterable[str], names: Iterable[str]) -> bool:
    """Whether any of these cells mentions one of the modules that draw."""
    return any(name in source for source in sources for name in names)


def _uses(content: bytes, names: Iterable[str]) -> bool:
    return any(name.encode() in content for name in names)
