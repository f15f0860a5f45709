"""Right numbers in other places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from oracle.answers import Compared
from oracle.diagnosis.cause import CONTRACT, Cause
from oracle.diagnosis.evidence import ENOUGH, Evidence, PerAnswer
from oracle.parts import joined

MANY: Final = 1_000_000  # more entries than any answer has
OTHER_PLACES: Final = "these are the right numbers, but in other places: "
TRANSPOSED: Final = Cause("transposed", OTHER_PLACES + "rows and columns are exchanged", CONTRACT)
COLUMNS: Final = Cause("column order", OTHER_PLACES + 'column by column (order="F"), where rows go first', CONTRACT)
REVERSED: Final = Cause("reversed", OTHER_PLACES + "the order is turned around", CONTRACT)
MOVED: Final = Cause("moved", OTHER_PLACES + "they are moved by one place", CONTRACT)
SORTED: Final = Cause("sorted", OTHER_PLACES + "they were sorted", CONTRACT)
IN_MEMORY: Final = Cause(
    "wrong places",
    OTHER_PLACES + "their order is not that of the array. In a view, say, the order in memory is another one",
    CONTRACT,
)


def wrong_places(evidence: Evidence) -> Cause | None:
    """Each answer has the right numbers, in another order."""
    if all(one.wrong.size < 2 for one in evidence.mistaken):
        return None
    found = first_of(evidence, orders())
    if found is not None:
        return found
    mixed = evidence.x.size >= ENOUGH and all(map(_same_numbers, evidence.mistaken))
    return IN_MEMORY if mixed else None


def _same_numbers(one: Compared) -> bool:
    yours, right = np.sort(one.answer.yours, axis=None), np.sort(one.right, axis=None)
    return bool(np.isfinite(yours).all() and np.allclose(yours, right, rtol=1e-9, atol=1e-11) and np.ptp(right) > 0)


def orders() -> Iterator[tuple[Cause, PerAnswer]]:
    """The numbers of an array (``right``) in another order."""
    yield TRANSPOSED, lambda x, g, right: right.T if right.shape == right.T.shape else right
    yield COLUMNS, lambda x, g, right: right.ravel(order="F").reshape(right.shape)
    yield COLUMNS, lambda x, g, right: right.ravel().reshape(right.shape, order="F")
    yield COLUMNS, lambda x, g, right: right.reshape(right.shape[::-1]).T
    yield REVERSED, lambda x, g, right: np.flip(right)
    yield REVERSED, lambda x, g, right: np.flip(right, 0)
    yield REVERSED, lambda x, g, right: np.flip(right, -1)
    yield MOVED, lambda x, g, right: np.roll(right, 1)
    yield MOVED, lambda x, g, right: np.roll(right, -1)
    yield MOVED, lambda x, g, right: np.roll(right, 1, axis=0)
    yield MOVED, lambda x, g, right: np.roll(right, -1, axis=0)
    yield MOVED, lambda x, g, right: np.roll(right, 1, axis=-1)
    yield MOVED, lambda x, g, right: np.roll(right, -1, axis=-1)
    yield SORTED, lambda x, g, right: np.sort(right, axis=None).reshape(right.shape)
    yield SORTED, lambda x, g, right: np.sort(right, axis=-1)


def first_of(
    evidence: Evidence, formulas: Iterable[tuple[Cause, PerAnswer]], *, of_zeros: bool = False
) -> Cause | None:
    """The first formula of whole arrays that explains everything. One wrong answer rules most of them out.

    Args:
        of_zeros: they say that 0 stands where it is wrong, and something else beside it. Of others zeros show nothing:
            ReLU(x - max(x)), say, is 0 everywhere, but so is what was never written.
    """
    if not any(one.answer.yours.any() if of_zeros else one.answer.yours[one.wrong].any() for one in evidence.mistaken):
        return None
    sizes = [one.right.size if one.right.size >= ENOUGH else MANY for one in evidence.mistaken]
    probe = evidence.mistaken[int(np.argmin(sizes))]
    for cause, formula in formulas:
        if _gives(formula, probe) and evidence.explained_by(_predicted(evidence, formula), room=100.0):
            return cause
    return None


def _gives(formula: PerAnswer, one: Compared) -> bool:
    predicted = _of(formula, one)
    if predicted is None:
        return False
    with np.errstate(all="ignore"):
        room = (1e-4 if one.answer.dtype == np.float32 else 1e-9) * np.maximum(1.0, np.abs(one.answer.yours))
        return bool((np.abs(predicted - one.answer.yours) <= room).all())


def _predicted(evidence: Evidence, formula: PerAnswer) -> np.ndarray:
    """What a formula gives at all entries; for right answers without rows and columns, what is right.

    Many such mistakes are made of batches alone.
    """
    parts = []
    for one in evidence.compared:
        spared = one.right.size == 0 or (one.right.ndim < 2 and not one.wrong.any())
        predicted = None if spared else _of(formula, one)
        parts.append(one.right if predicted is None else predicted)
    return joined(parts)


def _of(formula: PerAnswer, one: Compared) -> np.ndarray | None:
    """What a formula gives, of the answer's shape; None where it makes no sense."""
    x, above = one.answer.forward.known, one.answer.above
    with np.errstate(all="ignore"):
        try:
            return np.broadcast_to(
                np.asarray(formula(x, np.ones_like(x) if above is None else above, one.right)), x.shape
            )
        except (ValueError, IndexError, TypeError, ZeroDivisionError):
            return None
