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

PARTS: Final = 4
"""Of the fragments of a class, a power of 2: one is looked at after the other, so that memory grows less with it."""

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
        most = many(len(hashes))
        given = np.unique(np.concatenate([*released, np.empty(0, dtype=np.uint32)]))
        common, few = [given], [np.empty(0, dtype=np.uint64)]
        for part in range(PARTS):
            keys = np.unique(np.concatenate([*(_keys(one, place, part) for place, one in enumerate(hashes)), few[0]]))
            found, count = np.unique(_upper(keys), return_counts=True)
            common.append(found[count > most])
            shared = np.setdiff1d(found[(count > 1) & (count <= most)], given, assume_unique=True)
            few.append(keys[_is_in(_upper(keys), shared)])
        self._common = np.unique(np.concatenate(common))
        kept = np.sort(np.concatenate(few))
        self._hashes, self._whose = _upper(kept), (kept & 0xFFFFFFFF).astype(np.int32)

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


def _keys(hashes: Hashes, place: int, part: int) -> NDArray[np.uint64]:
    """A student's fragments of one part of all, with the student's place in the lower half."""
    mine = hashes[hashes & (PARTS - 1) == part].astype(np.uint64)
    keys: NDArray[np.uint64] = (mine << np.uint64(32)) | np.uint64(place)
    return keys


def _upper(keys: NDArray[np.uint64]) -> Hashes:
    return (keys >> np.uint64(32)).astype(np.uint32)


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
