"""How far apart two values are that two answers gave."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import FunctionType, ModuleType
from typing import Any, Final

import numpy as np

from nbjudge.quality.running.carrying import is_own, packed

Given = Mapping[str, Any]
"""The values that were computed with, by name: differences are relative to the arrays among them."""

_PLAIN: Final = (str, int, float, complex, bytes, bytearray, set, frozenset, tuple, list, dict)


class Incomparable(Exception):
    """Nothing can be said of two values; the text names what they are."""


class Untold:
    """Stands in for a value that cannot be kept, and so not be compared."""

    def __init__(self, value: Any) -> None:
        self.kind = type(value).__name__

    def __repr__(self) -> str:
        return f"<{self.kind}>"


def apart(right: Any, yours: Any, given: Given) -> float:
    """How far apart, relative to the numbers computed with; infinite if not just in numbers.

    Raises:
        Incomparable: if they are of a kind of which it cannot be said.
    """
    return _Comparing(given).apart(right, yours)


class _Comparing:
    def __init__(self, given: Given) -> None:
        self._given = given
        self._met = set[tuple[int, int]]()  # objects that hold each other

    def apart(self, right: Any, yours: Any) -> float:
        right, yours = _as_array(right), _as_array(yours)
        if _is_number(right) and _is_number(yours) and float in (type(right), type(yours)):
            return _numbers_apart(
                np.asarray(right, float), np.asarray(yours, float), self._given
            )  # 0 is as good as 0.0
        if not _of_one_kind(type(right), type(yours)):
            return math.inf
        if isinstance(right, np.ndarray) and right.dtype.kind != "O":
            alike = right.dtype == yours.dtype and right.shape == yours.shape
            return _numbers_apart(right, yours, self._given) if alike else math.inf
        if (id(right), id(yours)) in self._met:
            return 0.0
        self._met.add((id(right), id(yours)))
        return self._parts_apart(right, yours)

    def _parts_apart(self, right: Any, yours: Any) -> float:
        if is_own(type(right)):
            return self._of_a_notebooks_class(right, yours)
        if isinstance(right, np.ndarray):
            return self._one_by_one(right.tolist(), yours.tolist()) if right.shape == yours.shape else math.inf
        if isinstance(right, list | tuple):
            return self._one_by_one(right, yours)
        if isinstance(right, dict):
            same = set(right) == set(yours)
            return self._one_by_one(right.values(), [yours[key] for key in right]) if same else math.inf
        return 0.0 if _same(right, yours) else math.inf

    def _one_by_one(self, right: Any, yours: Any) -> float:
        if len(right) != len(yours):
            return math.inf
        return max((self.apart(a, b) for a, b in zip(right, yours, strict=True)), default=0.0)

    def _of_a_notebooks_class(self, right: Any, yours: Any) -> float:
        """Objects are compared by what they keep under public names, and by the plain value that they are."""
        plain = next((kind for kind in _PLAIN if isinstance(right, kind)), None)
        parts = [(dict(_kept(right)), dict(_kept(yours)))]
        if plain is not None:
            parts.append((plain(right), plain(yours)))  # type: ignore[arg-type]  # an object of a subclass of it
        return self._one_by_one(*zip(*parts, strict=True))


def _kept(value: Any) -> Iterator[tuple[str, Any]]:
    slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
    for name in [*getattr(value, "__dict__", ()), *slots]:
        if not name.startswith("_") and hasattr(value, name):
            yield name, getattr(value, name)


def _as_array(value: Any) -> Any:
    """NumPy itself turns 0-d arrays into scalars whenever it computes with them: they count as one."""
    return np.asarray(value) if isinstance(value, np.generic) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not is_own(type(value))


def _of_one_kind(right: type, yours: type) -> bool:
    """Whether two classes are one, or namesakes of two runs of a notebook."""
    return right is yours or (is_own(right) and is_own(yours) and right.__qualname__ == yours.__qualname__)


def _same(right: Any, yours: Any) -> bool:
    """Whether two values are the same that are neither numbers nor hold others.

    Raises:
        Incomparable: if that cannot be said.
    """
    if isinstance(right, Untold):
        raise Incomparable(f"of type {right.kind}")
    if isinstance(right, FunctionType | type | ModuleType):
        return _same_definition(right, yours)
    if hasattr(right, "equals") and hasattr(right, "to_numpy"):  # pandas
        return bool(right.equals(yours))
    try:
        if bool(right == yours):
            return True
        if "__eq__" in {name for kind in type(right).__mro__[:-1] for name in vars(kind)}:
            return False
        first, second = packed(right), packed(yours)  # objects are equal to themselves alone
        if first.data == second.data:
            return True
    except Exception:  # a comparison that raises says nothing, nor does what cannot be copied
        pass
    raise Incomparable(f"of type {type(right).__name__}")


def _same_definition(right: Any, yours: Any) -> bool:
    if isinstance(right, FunctionType):
        parts = [(f.__code__.co_code, f.__code__.co_consts, f.__code__.co_names) for f in (right, yours)]
        if parts[0] == parts[1] and right.__closure__ is None:
            return True
        raise Incomparable("a function that no grade cell calls")
    return right is yours or (isinstance(right, type) and is_own(right))  # a namesake, which is asked by itself


def _numbers_apart(right: np.ndarray, yours: np.ndarray, given: Given) -> float:
    if right.tobytes() == yours.tobytes():
        return 0.0
    if right.dtype.kind not in "fc":
        return 0.0 if np.array_equal(right, yours) else math.inf
    scale = np.maximum(1.0, np.abs(np.nan_to_num(right)))
    for array in given.values():
        if isinstance(array, np.ndarray) and array.shape == right.shape and array.dtype.kind in "fiub":
            scale = np.maximum(scale, np.abs(array))
    with np.errstate(all="ignore"):
        apart = np.abs(right - yours) / scale
    same = (right == yours) | (np.isnan(right) & np.isnan(yours))
    return float(np.max(np.where(same, 0.0, np.where(np.isnan(apart), np.inf, apart)), initial=0.0))
