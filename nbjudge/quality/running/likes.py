"""Other values of the kinds that tests hand over: as they might as well have been."""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from nbjudge.quality.running.carrying import is_own

MARGIN: Final = 2  # how far numbers go beyond those of the tests, most times, and how much longer lists are
BOTH_SIGNS: Final = 0.3  # how often an array has negative numbers, whatever the tests' arrays have
ON_THE_EDGE: Final = 0.3  # how often a number is one that stands in the answer


@dataclass(frozen=True)
class Likes:
    """Makes values like those that tests hand over.

    Single numbers are negative only where some of the tests' are, and lists stay sorted where all of the tests' are:
    that much of a contract can be read off them.

    Attributes:
        chance: what decides.
        special: numbers at which an answer may change its mind, as they stand in its text.
    """

    chance: random.Random
    special: Sequence[float] = ()

    def like(self, value: Any, pool: Sequence[Any]) -> Any:
        """A value like this one.

        Args:
            pool: what else tests hand over in its place, itself included.
        """
        pool = [other for other in pool if type(other) is type(value)]
        return (_BY_TYPE.get(type(value)) or Likes._other)(self, value, pool)

    def _truth(self, value: bool, pool: Sequence[bool]) -> bool:
        return self.chance.random() < 0.5

    def _whole(self, value: int, pool: Sequence[int]) -> int:
        low, high = min(pool), max(pool)
        special = [math.floor(one) + near for one in self.special for near in (-1, 0, 1)]
        if special and self.chance.random() < ON_THE_EDGE:
            return max(self.chance.choice(special), min(low, 0))
        highest = self.chance.choice([high + MARGIN, high + MARGIN, max(2 * high, high + MARGIN)])
        return self.chance.choice([self.chance.randint(_below(low), highest), min(low, 0), 1, *pool])

    def _real(self, value: float, pool: Sequence[float]) -> float:
        low, high = min(pool), max(pool)
        if not all(map(math.isfinite, pool)):
            return self.chance.choice(pool)
        special = [float(one) for one in self.special if one >= min(low, 0)]
        if special and self.chance.random() < ON_THE_EDGE:
            return self.chance.choice(special)
        if low >= 0 and high <= 1:  # a share, a probability
            return self.chance.choice([self.chance.random(), 0.0, 1.0, *pool])
        return self.chance.choice([self.chance.uniform(_below(low), high + MARGIN), float(round(high)), *pool])

    def _text(self, value: str, pool: Sequence[str]) -> str:
        one, other = self.chance.choice(pool), self.chance.choice(pool)
        letters = list(one)
        self.chance.shuffle(letters)
        cut = self.chance.randint(0, len(one))
        return self.chance.choice([one, other, "".join(letters), one[:cut], one[cut:], one + other, one[:cut] + other])

    def _several(self, value: Any, pool: Sequence[Any]) -> Any:
        """Another list, tuple or set; of lists of lists, one of the same shape."""
        items = [item for other in pool for item in other]
        if any(isinstance(item, list | tuple | np.ndarray) for item in value):
            return type(value)(self.like(item, items) for item in value)
        wanted = self.chance.randint(min(map(len, pool)), max(map(len, pool)) + MARGIN) if items else 0
        if self.chance.random() < 0.15:
            wanted = min(len(value), 1)
        drawn = [self._drawn(items) for _ in range(wanted)]
        with suppress(TypeError):  # what has no order
            if type(value) in (list, tuple) and all(list(other) == sorted(other) for other in pool):
                drawn.sort()
        return type(value)(drawn)

    def _tuple(self, value: tuple[Any, ...], pool: Sequence[tuple[Any, ...]]) -> Any:
        """Part by part, where all are of one length."""
        if len({*map(len, pool)}) > 1:
            return self._several(value, pool)
        return tuple(self.like(part, [other[i] for other in pool]) for i, part in enumerate(value))

    def _drawn(self, items: Sequence[Any]) -> Any:
        item = self.chance.choice(items)
        return item if self.chance.random() < 0.5 else self.like(item, items)

    def _dict(self, value: dict[Any, Any], pool: Sequence[dict[Any, Any]]) -> dict[Any, Any]:
        items = [item for other in pool for item in other.items()]
        if not items:
            return {}
        drawn = self.chance.sample(items, self.chance.randint(min(map(len, pool)), len(self.chance.choice(pool))))
        return {key: self.like(value, [other for _, other in items]) for key, value in drawn}

    def _array(self, value: np.ndarray, pool: Sequence[np.ndarray]) -> np.ndarray:
        """Of the same shape and type, now and then of both signs, or on an edge; whole numbers stay whole."""
        numbers = np.random.default_rng(self.chance.randrange(2**32))
        if value.dtype.kind not in "iuf" or not value.size:
            return numbers.permutation(value.ravel()).reshape(value.shape)
        everything = np.concatenate([other.ravel() for other in pool if other.dtype.kind in "iuf"])
        everything = everything[np.isfinite(everything)]
        low, high = (everything.min(), everything.max()) if everything.size else (-1, 1)
        whole = numbers.integers(int(_below(low)), int(high) + MARGIN + 1, size=value.shape).astype(value.dtype)
        lowest = -high if self.chance.random() < BOTH_SIGNS else _below(low)
        found = numbers.uniform(min(lowest, high), high + MARGIN, size=value.shape).astype(value.dtype)
        all_whole = bool((everything == np.round(everything)).all())
        if value.dtype.kind in "iu" or (all_whole and self.chance.random() < 0.5):
            found = whole
        if self.chance.random() < ON_THE_EDGE:
            edges = numbers.choice([0.0, *self.special], size=value.shape).astype(value.dtype)
            found = np.where(numbers.random(value.shape) < ON_THE_EDGE, edges, found)
        if value.ndim == 1 and all(other.ndim == 1 and (np.diff(other) >= 0).all() for other in pool):
            found = np.sort(found)
        return found

    def _other(self, value: Any, pool: Sequence[Any]) -> Any:
        """An object of the notebook's classes that keeps other values, a table of the same rows; else it stays."""
        if isinstance(value, tuple) and hasattr(value, "_make"):
            return value._make(self._tuple(value, pool))
        if type(value).__module__.startswith("pandas.") and hasattr(value, "sample"):
            return value.sample(frac=1.0, replace=True, random_state=self.chance.randrange(2**32))
        if not is_own(type(value)) or not hasattr(value, "__dict__"):
            return value
        made = copy.copy(value)
        for name, kept in vars(value).items():
            others = [vars(other)[name] for other in pool if name in vars(other)]
            with suppress(Exception):  # it does not let itself be changed
                object.__setattr__(made, name, self.like(kept, others))
        return made


_BY_TYPE: Final[Mapping[type, Callable[[Likes, Any, Any], Any]]] = {
    bool: Likes._truth, int: Likes._whole, float: Likes._real, str: Likes._text, tuple: Likes._tuple,
    list: Likes._several, set: Likes._several, frozenset: Likes._several, dict: Likes._dict, np.ndarray: Likes._array,
}  # fmt: skip


def _below(low: Any) -> Any:
    return low - MARGIN if low < 0 else max(0, low - MARGIN)


def drawn(seed: int, times: int, special: Sequence[float]) -> Iterator[Likes]:
    """So many, each with chances of its own, the same every time."""
    for number in range(times):
        yield Likes(random.Random(f"{seed} {number}"), special)
