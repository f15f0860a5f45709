"""What of an answer is its own: the fragments of it that neither the release holds nor many students share.

A fragment is a run of LENGTH symbols. This is fingerprinting as MOSS does it (Schleimer, Wilkerson and Aiken,
*Winnowing*, 2003), with every fragment kept: answers are short.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

LENGTH: Final = 14
MANY: Final = (3, 0.05, 20)
"""At least, part of the class, at most: a fragment that more students than this have is anybody's."""

Hashes = NDArray[np.uint32]
_POWERS: Final = np.array([0x9E3779B1**power % 2**32 for power in range(1, LENGTH + 1)], dtype=np.uint32)


def many(students: int) -> int:
    """How many of a class may share a fragment that is still somebody's own."""
    least, part, most = MANY
    return int(min(most, max(least, part * students)))


def hashes_of(symbols: str) -> Hashes:
    """A number for each fragment, in its order; two that differ have the same one once in four billion times."""
    codes = np.frombuffer(symbols.encode("utf-16-le"), dtype=np.uint16).astype(np.uint32)
    if len(codes) < LENGTH:
        return np.empty(0, dtype=np.uint32)
    # wraps around, as intended
    mixed: Hashes = (np.lib.stride_tricks.sliding_window_view(codes, LENGTH) * _POWERS).sum(axis=1, dtype=np.uint32)
    return mixed


class Fragments:
    """Which fragments of a class are shared by few: sorted, with who has each.

    Args:
        hashes: of each student, ``hashes_of``.
        released: what the release holds.
    """

    def __init__(self, hashes: Sequence[Hashes], released: Iterable[Hashes]) -> None:
        own = [np.unique(one) for one in hashes]
        everything = np.concatenate([*own, np.empty(0, dtype=np.uint32)])
        whose = np.repeat(np.arange(len(own), dtype=np.int32), [len(one) for one in own])
        given = np.unique(np.concatenate([*released, np.empty(0, dtype=np.uint32)]))
        found, count = np.unique(everything, return_counts=True)
        self._common = np.union1d(found[count > many(len(own))], given)
        few = np.setdiff1d(found[(count > 1) & (count <= many(len(own)))], given, assume_unique=True)
        kept = _is_in(everything, few)
        order = np.argsort(everything[kept], kind="stable")
        self._hashes, self._whose = everything[kept][order], whose[kept][order]

    def own(self, symbols: str, hashes: Hashes) -> NDArray[np.bool_]:
        """Which of an answer's symbols are its own: those in no fragment that is anybody's."""
        return ~_covered(len(symbols), _is_in(hashes, self._common))

    def shared(self, symbols: str, hashes: Hashes, others: Hashes) -> NDArray[np.bool_]:
        """Which of an answer's own symbols stand in a fragment that another answer has, too."""
        return self.own(symbols, hashes) & _covered(len(symbols), _is_in(hashes, np.unique(others)))

    def partners(self, hashes: Hashes, students: int) -> NDArray[np.int64]:
        """For each student of the class, how many fragments of few he or she shares with this answer."""
        mine = np.unique(hashes)
        begin, end = (np.searchsorted(self._hashes, mine, side=side) for side in ("left", "right"))
        places = [self._whose[b:e] for b, e in zip(begin, end, strict=True) if e > b]
        return np.bincount(np.concatenate([*places, np.empty(0, dtype=np.int64)]), minlength=students)


def _covered(length: int, found: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which symbols stand in the fragments that are found."""
    covered = np.zeros(length, dtype=bool)
    for start in np.flatnonzero(found):
        covered[start : start + LENGTH] = True
    return covered


def _is_in(values: Hashes, table: Hashes) -> NDArray[np.bool_]:
    """Which values stand in a sorted table."""
    if not len(table):
        return np.zeros(len(values), dtype=bool)
    places = np.minimum(np.searchsorted(table, values), len(table) - 1)
    return np.asarray(table[places] == values)
