"""Keys of dicts and elements of sets: which cross, and a bound on what hashing them may cost the receiver.

A table whose keys all clash takes time quadratic in their number, and the sender could choose such keys. Text and
bytes are hashed with a secret of the receiver's own process, so that nobody can choose how they clash; they are bounded
by the number of values in a message. Of other keys, a message may hold only so many that have the same hash, and only
so many in one table, since keys of different hashes can be made to clash as well, at a tenth of the cost.
"""

from __future__ import annotations

import datetime
import decimal
import fractions
import uuid
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Any, Final

from nbjudge.wire.arrays import SCALARS
from nbjudge.wire.forms import WireError
from nbjudge.wire.values.rich_arrays import SCALARS as RICH_SCALARS

LEVELS: Final = 4  # of tuples and frozensets, one in another, as a key
FEW: Final = 64  # keys that may clash as they like
SAME_HASH: Final = 500_000  # pairs in a message with the same hash: a thousand such keys
PAIRS: Final = 100_000_000  # pairs of keys in a message: a table of ten thousand, or a hundred of a thousand

_TEXT: Final = frozenset({str, bytes})
#: The types of keys that cross, by identity: a student's metaclass may hash and compare as it likes.
_KEYS: Final = frozenset(
    map(
        id,
        [
            *(type(None), bool, int, float, complex, str, bytes, range, type(Ellipsis)),
            *(datetime.date, datetime.datetime, datetime.time, datetime.timedelta, datetime.timezone),
            *(fractions.Fraction, decimal.Decimal, uuid.UUID, *SCALARS, *RICH_SCALARS),
        ],
    )
)


def is_key(key: object, levels: int = LEVELS) -> bool:
    """Whether a key crosses: a plain value that can be hashed, or a tuple or frozenset of such."""
    kind = type(key)
    if kind is str:
        return True
    if kind is tuple or kind is frozenset:
        return levels > 0 and all(is_key(item, levels - 1) for item in key)  # type: ignore[attr-defined]  # see kind
    if kind is decimal.Decimal:
        return not key.is_snan()  # type: ignore[attr-defined]  # likewise
    return id(kind) in _KEYS


def are_keys(keys: Iterable[object]) -> bool:
    """Whether all of them cross."""
    return all(map(is_key, keys))


class Clashes:
    """What the keys of one message may still cost its receiver."""

    def __init__(self) -> None:
        self._pairs_left, self._same_left = PAIRS, SAME_HASH

    def count(self, keys: Collection[Any], what: str = "keys") -> None:
        """Count the keys of one table. Raises WireError if they may cost too much; TypeError if one has no hash."""
        if len(keys) <= FEW:
            return
        chosen = [hash(key) for key in keys if type(key) not in _TEXT]
        if len(chosen) <= FEW:
            return
        self._pairs_left -= len(chosen) ** 2
        self._same_left -= _pairs_of_equals(sorted(chosen))
        if self._pairs_left < 0:
            raise WireError(f"{len(chosen)} {what} that are no text, with those of other dicts and sets too many: "
                            f"at most {int(PAIRS**0.5)} in one")  # fmt: skip
        if self._same_left < 0:
            raise WireError(f"{len(chosen)} {what}, too many of which have the same hash")


def _pairs_of_equals(ordered: list[int]) -> int:
    pairs = run = 0
    for one, other in pairwise(ordered):
        run = run + 1 if one == other else 0
        pairs += run
    return pairs
