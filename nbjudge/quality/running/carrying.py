"""Values carried from one namespace into another: an object of a class there becomes one of that class's namesake here.

Two namespaces are two runs of the same notebook, each with its own classes. A value is copied on the way.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any, Final

NOTEBOOK: Final = "__main__"  # what the classes of a notebook say of their module


@dataclass(frozen=True)
class Packed:
    """A copy of a value, in no namespace.

    Attributes:
        data: everything of it but classes, functions and modules, which stand in ``shared``.
    """

    data: bytes
    shared: tuple[Any, ...]


def packed(value: Any) -> Packed:
    """A copy of a value. It is the instructor's, and so is its class: nothing here is to be trusted less.

    Raises:
        Exception: of any kind, for what cannot be copied (a generator, an open file, a lock).
    """
    out = io.BytesIO()
    packer = _Packer(out)
    packer.dump(value)
    return Packed(out.getvalue(), tuple(packer.shared))


def unpacked(value: Packed, names: Mapping[str, Any]) -> Any:
    """The value in a namespace."""
    return _Unpacker(io.BytesIO(value.data), value.shared, names).load()


def is_own(kind: type) -> bool:
    """Whether a class is one that a cell of a notebook defines."""
    return kind.__module__ == NOTEBOOK


class _Packer(pickle.Pickler):
    def __init__(self, out: io.BytesIO) -> None:
        super().__init__(out)
        self.shared: list[Any] = []

    def persistent_id(self, value: Any) -> int | None:
        if isinstance(value, FunctionType | ModuleType) or (isinstance(value, type) and is_own(value)):
            self.shared.append(value)
            return len(self.shared) - 1
        return None


class _Unpacker(pickle.Unpickler):
    def __init__(self, data: io.BytesIO, shared: tuple[Any, ...], names: Mapping[str, Any]) -> None:
        super().__init__(data)
        self._shared, self._names = shared, names

    def persistent_load(self, number: int) -> Any:
        value = self._shared[number]
        if getattr(value, "__module__", "") != NOTEBOOK:
            return value
        here = self._names.get(value.__qualname__)
        return here if type(here) is type(value) else value
