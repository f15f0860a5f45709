"""Right numbers in other places, and sums or means where each entry should stand alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from oracle.answers import Compared
from oracle.diagnosis.cause import CHAIN_RULE, CONTRACT, Cause
from oracle.diagnosis.evidence import Evidence, PerAnswer
from oracle.parts import joined

OTHER_PLACES = "these are the right numbers, but in other places: "


def wrong_places(evidence: Evidence) -> Cause | None:
    """Each answer has the right numbers, in another order."""
    if all(one.wrong.size < 2 for one in evidence.mistaken):
        return None
    found = _first(evidence, _orders())
    if found is not None:
        return found
    if evidence.wrong.sum() >= 2 and all(_same_numbers(one) for one in evidence.mistaken) and evidence.x.size >= 8:
        told = OTHER_PLACES + "their order in memory is not that of the array (a view, say): use no ravel or reshape"
        return Cause("wrong places", told, CONTRACT)
    return None


def _same_numbers(one: Compared) -> bool:
    yours, right = np.sort(one.answer.yours, axis=None), np.sort(one.right, axis=None)
    return bool(np.isfinite(yours).all() and np.allclose(yours, right, rtol=1e-9, atol=1e-11) and np.ptp(right) > 0)


def _orders() -> Iterator[tuple[Cause, PerAnswer]]:
    transposed = Cause("transposed", OTHER_PLACES + "rows and columns are exchanged", CONTRACT)
    columns = Cause("column order", OTHER_PLACES + 'column by column (order="F"), where rows go first', CONTRACT)
    yield transposed, lambda x, g, right: right.T if right.ndim > 1 and right.shape == right.T.shape else right
    yield columns, lambda x, g, right: right.ravel(order="F").reshape(right.shape)
    yield columns, lambda x, g, right: right.ravel().reshape(right.shape, order="F")
    reversed_ = Cause("reversed", OTHER_PLACES + "the order is turned around", CONTRACT)
    yield reversed_, lambda x, g, right: np.flip(right)
    yield reversed_, lambda x, g, right: np.flip(right, 0) if right.ndim else right
    yield reversed_, lambda x, g, right: np.flip(right, -1) if right.ndim else right
    rolled = Cause("moved", OTHER_PLACES + "they are moved by one place", CONTRACT)
    for by in (1, -1):
        yield rolled, lambda x, g, right, by=by: np.roll(right, by)
        yield rolled, lambda x, g, right, by=by: np.roll(right, by, axis=-1) if right.ndim else right
        yield rolled, lambda x, g, right, by=by: np.roll(right, by, axis=0) if right.ndim else right
    sorted_ = Cause("sorted", OTHER_PLACES + "they were sorted", CONTRACT)
    yield sorted_, lambda x, g, right: np.sort(right, axis=None).reshape(right.shape)
    yield sorted_, lambda x, g, right: np.sort(right, axis=-1) if right.ndim else right


def sums_and_means(evidence: Evidence) -> Cause | None:
    """A sum, mean or product over entries, where each entry should stand alone."""
    return _first(evidence, _for_forward(evidence) if evidence.is_forward else _for_backward(evidence))


def _for_backward(evidence: Evidence) -> Iterator[tuple[Cause, PerAnswer]]:
    slope = evidence.reference.derivative
    each = ": each entry has its own gradient"
    rows = Cause("divided by rows", f"the gradient was divided by the number of rows{each}", CHAIN_RULE)
    size = Cause("divided by size", f"the gradient was divided by the number of entries{each}", CHAIN_RULE)
    yield rows, lambda x, g, right: right / len(x)
    yield size, lambda x, g, right: right / x.size
    yield Cause("divided by columns", f"the gradient was divided by the number of columns{each}", CHAIN_RULE), (
        lambda x, g, right: right / x.shape[-1]
    )
    yield Cause("times rows", f"the gradient was multiplied by the number of rows{each}", CHAIN_RULE), (
        lambda x, g, right: right * len(x)
    )
    yield Cause("times size", f"the gradient was multiplied by the number of entries{each}", CHAIN_RULE), (
        lambda x, g, right: right * x.size
    )
    yield Cause("divided by root of size", f"the gradient was divided by the root of the number of entries{each}"), (
        lambda x, g, right: right / np.sqrt(x.size)
    )
    for how, reduce in (("summed", np.sum), ("averaged", np.mean)):
        for axis, over in ((0, "over the batch"), (-1, "over the last axis"), (None, "over all entries")):
            cause = Cause(f"{how} {over}", f"the gradient was {how} {over}{each}", CHAIN_RULE)
            yield cause, lambda x, g, right, r=reduce, a=axis: r(right, axis=a, keepdims=True)
            one = Cause(f"upstream {how}", f"grad_output was {how} {over}: each entry meets its own", CHAIN_RULE)
            yield one, lambda x, g, right, r=reduce, a=axis: slope(x) * r(g, axis=a, keepdims=True)
            other = Cause(f"derivative {how}", f"the derivative was {how} {over}{each}", CHAIN_RULE)
            yield other, lambda x, g, right, r=reduce, a=axis: r(slope(x), axis=a, keepdims=True) * g
    told = "this is a matrix product of derivative and grad_output: the product is taken entry by entry, with *"
    yield Cause("matrix product", told, CHAIN_RULE), lambda x, g, right: slope(x) @ g
    yield Cause("matrix product", told, CHAIN_RULE), lambda x, g, right: g @ slope(x)
    yield Cause("running sum", f"the gradient was summed up along the way (cumsum){each}"), (
        lambda x, g, right: np.cumsum(right, axis=-1)
    )
    mean = Cause("mean subtracted", f"the mean was subtracted{each}", CHAIN_RULE)
    yield mean, lambda x, g, right: right - right.mean()
    yield mean, lambda x, g, right: slope(x) * (g - g.mean())


def _for_forward(evidence: Evidence) -> Iterator[tuple[Cause, PerAnswer]]:
    f = evidence.reference.forward
    each = ": each entry stands alone"
    for axis, over in ((None, "all entries"), (-1, "the last axis"), (0, "the batch")):
        told = f"this is softmax, which divides by the sum over {over}{each}"
        yield Cause("softmax", told), lambda x, g, right, a=axis: _softmax(x, a)
        yield Cause("mean subtracted", f"the mean over {over} is subtracted from x{each}"), (
            lambda x, g, right, a=axis: f(x - x.mean(axis=a, keepdims=True))
        )
        yield Cause("maximum subtracted", f"the maximum over {over} is subtracted from x, as in softmax{each}"), (
            lambda x, g, right, a=axis: f(x - x.max(axis=a, keepdims=True))
        )
        yield Cause("x normalised", f"x is divided by its largest entry over {over}{each}"), (
            lambda x, g, right, a=axis: f(x / np.abs(x).max(axis=a, keepdims=True))
        )
        yield Cause("x normalised", f"x is divided by its largest entry over {over}{each}"), (
            lambda x, g, right, a=axis: f(x / x.max(axis=a, keepdims=True))
        )
        yield Cause("compared with the mean", f"x is compared with the mean over {over}, where it is 0{each}"), (
            lambda x, g, right, a=axis: np.maximum(x, x.mean(axis=a, keepdims=True))
        )
        yield Cause("x normalised", f"x is standardised over {over}{each}"), (
            lambda x, g, right, a=axis: f((x - x.mean(axis=a, keepdims=True)) / x.std(axis=a, keepdims=True))
        )
        for how, reduce in (("summed", np.sum), ("averaged", np.mean), ("replaced by its largest", np.max)):
            yield Cause(f"result {how}", f"the result is {how} over {over}{each}"), (
                lambda x, g, right, r=reduce, a=axis: r(right, axis=a, keepdims=True)
            )
            yield Cause(f"x {how}", f"x is {how} over {over}{each}"), (
                lambda x, g, right, r=reduce, a=axis: f(r(x, axis=a, keepdims=True))
            )
        yield Cause("result normalised", f"the result is divided by its sum over {over}{each}"), (
            lambda x, g, right, a=axis: right / right.sum(axis=a, keepdims=True)
        )
        yield Cause("result normalised", f"the result is divided by its largest entry over {over}{each}"), (
            lambda x, g, right, a=axis: right / right.max(axis=a, keepdims=True)
        )
    yield Cause("running sum", f"the result is summed up along the way (cumsum){each}"), (
        lambda x, g, right: np.cumsum(right, axis=-1)
    )
    yield Cause("divided by rows", f"the result is divided by the number of rows{each}"), (
        lambda x, g, right: right / len(x)
    )
    yield Cause("divided by size", f"the result is divided by the number of entries{each}"), (
        lambda x, g, right: right / x.size
    )


def _softmax(x: np.ndarray, axis: int | None) -> np.ndarray:
    e = np.exp(x - x.max(axis=axis, keepdims=True)) if x.size else x
    return np.asarray(e / e.sum(axis=axis, keepdims=True))


def _first(evidence: Evidence, formulas: Iterator[tuple[Cause, PerAnswer]]) -> Cause | None:
    """The first formula that explains everything. One wrong answer rules most of them out."""
    largest = max(evidence.mistaken, key=lambda one: one.right.size)
    for cause, formula in formulas:
        if _gives(formula, largest):
            if evidence.explained_by(_predicted(evidence, formula), room=100.0):
                return cause
    return None


def _predicted(evidence: Evidence, formula: PerAnswer) -> np.ndarray:
    """What a formula gives at all entries; for right answers without rows and columns, what is right.

    Many such mistakes are made of batches alone.
    """
    parts = []
    with np.errstate(all="ignore"):
        for one in evidence.compared:
            x, above = one.answer.forward.known, one.answer.above
            if x.size == 0 or (x.ndim < 2 and not one.wrong.any()):
                parts.append(one.right)
                continue
            try:
                part = np.asarray(formula(x, np.ones_like(x) if above is None else above, one.right))
                parts.append(np.broadcast_to(part, x.shape))
            except (ValueError, IndexError, TypeError):
                parts.append(one.right)
    return joined(parts)


def _gives(formula: PerAnswer, one: Compared) -> bool:
    x, above = one.answer.forward.known, one.answer.above
    with np.errstate(all="ignore"):
        try:
            predicted = np.asarray(formula(x, np.ones_like(x) if above is None else above, one.right))
            off = np.abs(np.broadcast_to(predicted, x.shape) - one.answer.yours)
        except (ValueError, IndexError, TypeError):
            return False
        room = (1e-4 if one.answer.dtype == np.float32 else 1e-9) * np.maximum(1.0, np.abs(one.answer.yours))
        return bool((off <= room).all())
