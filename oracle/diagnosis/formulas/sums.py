"""Sums, means and the like over entries, where each entry should stand alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from oracle.diagnosis.cause import CHAIN_RULE, Cause
from oracle.diagnosis.evidence import Evidence, PerAnswer
from oracle.diagnosis.formulas.places import OTHER_PLACES, first_of, orders

Found = Iterator[tuple[Cause, PerAnswer]]
Elementwise = Callable[[np.ndarray], np.ndarray]
Reduce = Callable[..., Any]  # an array, axis and keepdims

OWN_GRADIENT: Final = ": each entry has its own gradient"
ALONE: Final = ": each entry stands alone"


def sums_and_means(evidence: Evidence) -> Cause | None:
    """A sum, mean or product over entries, where each entry should stand alone."""
    f, slope = evidence.reference.forward, evidence.reference.derivative
    filled = first_of(evidence, _filled_in_part(), of_zeros=True)  # the rest of it is 0
    formulas = _for_forward(f) if evidence.is_forward else [*_for_backward(slope), *_softmax(f)]
    return filled or first_of(evidence, formulas)


# ---------------------------------------------------------------- backward


def _for_backward(slope: Elementwise) -> Found:
    sizes: tuple[tuple[str, str, PerAnswer], ...] = (
        ("divided by rows", "divided by the number of rows", lambda x, g, right: right / len(x)),
        ("divided by size", "divided by the number of entries", lambda x, g, right: right / x.size),
        ("divided by columns", "divided by the number of columns", lambda x, g, right: right / x.shape[-1]),
        ("times rows", "multiplied by the number of rows", lambda x, g, right: right * len(x)),
        ("times size", "multiplied by the number of entries", lambda x, g, right: right * x.size),
        (
            "divided by root of size",
            "divided by the root of the number of entries",
            lambda x, g, right: right / np.sqrt(x.size),
        ),
        ("running sum", "summed up along the way (cumsum)", lambda x, g, right: np.cumsum(right, axis=-1)),
        ("mean subtracted", "freed of its mean", lambda x, g, right: right - right.mean()),
        ("mean subtracted", "freed of its mean", lambda x, g, right: slope(x) * (g - g.mean())),
    )
    for key, told, formula in sizes:
        yield Cause(key, f"the gradient was {told}{OWN_GRADIENT}", CHAIN_RULE), formula
    for axis, over in ((0, "over the batch"), (-1, "over the last axis"), (None, "over all entries")):
        for how, reduce in (("summed", np.sum), ("averaged", np.mean)):
            yield from _reduced_gradients(slope, how, reduce, axis, over)
        yield from _compared(slope, axis, over)
    yield from _first_only(slope)
    turned = Cause("upstream transposed", "rows and columns of grad_output are exchanged: use it as it is", CHAIN_RULE)
    yield turned, lambda x, g, right: slope(x) * g.T if g.T.shape == g.shape else right
    yield from _one_factor_in_other_places(slope)
    told = "this is a matrix product of derivative and grad_output: the product is taken entry by entry, with *"
    product = Cause("matrix product", told, CHAIN_RULE)
    yield product, lambda x, g, right: slope(x) @ g
    yield product, lambda x, g, right: g @ slope(x)


def _one_factor_in_other_places(slope: Elementwise) -> Found:
    """grad_output, or the derivative, is in another order than the other of the two."""
    for cause, order in orders():
        how = cause.sentence.removeprefix(OTHER_PLACES)
        told = f"the entries of {{}} meet those of {{}} in other places: {how}"
        for moved, other in (("grad_output", "the derivative"), ("the derivative", "grad_output")):
            key = f"{'upstream' if moved == 'grad_output' else 'derivative'} {cause.key}"
            formula = _with_one_moved(slope, order, moved == "grad_output")
            yield Cause(key, told.format(moved, other), CHAIN_RULE), formula


def _with_one_moved(slope: Elementwise, order: PerAnswer, upstream: bool) -> PerAnswer:
    if upstream:
        return lambda x, g, right: slope(x) * order(x, g, g)
    return lambda x, g, right: order(x, g, slope(x)) * g


def _first_only(slope: Elementwise) -> Found:
    def row(values: np.ndarray) -> np.ndarray:
        return values[:1]

    def column(values: np.ndarray) -> np.ndarray:
        return values[..., :1]

    yield from _one_for_all("row", row, slope)
    yield from _one_for_all("column", column, slope)


def _one_for_all(which: str, first: Elementwise, slope: Elementwise) -> Found:
    key, told = f"first {which} for all", f"the first {which} of {{}} was used for all of them: each entry has its own"
    yield Cause(key, told.format("grad_output")), lambda x, g, right: slope(x) * first(g)
    yield Cause(key, told.format("self.x")), lambda x, g, right: slope(first(x)) * g
    yield Cause(key, told.format("the gradient")), lambda x, g, right: first(right)


def _softmax(f: Elementwise) -> Found:
    """What the Jacobian of softmax gives, of y = f(x)."""
    told = "this is the rule for softmax, y (grad_output - sum(y grad_output)): here each entry stands alone"
    for axis in (None, -1, 0):

        def rule(x: np.ndarray, g: np.ndarray, right: np.ndarray, over: int | None = axis) -> np.ndarray:
            return np.asarray(f(x) * (g - (f(x) * g).sum(axis=over, keepdims=True)))

        yield Cause("softmax rule", told, CHAIN_RULE), rule


def _reduced_gradients(slope: Elementwise, how: str, reduce: Reduce, axis: int | None, over: str) -> Found:
    gradient = Cause(f"{how} {over}", f"the gradient was {how} {over}{OWN_GRADIENT}", CHAIN_RULE)
    yield gradient, lambda x, g, right: reduce(right, axis=axis, keepdims=True)
    upstream = Cause(f"upstream {how}", f"grad_output was {how} {over}: each entry meets its own", CHAIN_RULE)
    yield upstream, lambda x, g, right: slope(x) * reduce(g, axis=axis, keepdims=True)
    taken = Cause(f"x {how}", f"the derivative was taken at x {how} {over}{OWN_GRADIENT}", CHAIN_RULE)
    yield taken, lambda x, g, right: slope(reduce(x, axis=axis, keepdims=True)) * g
    if axis is None and reduce is np.sum:
        product = Cause("derivative multiplied", f"the derivative was multiplied up {over}{OWN_GRADIENT}", CHAIN_RULE)
        yield product, lambda x, g, right: np.prod(slope(x)) * g
    derivative = Cause(f"derivative {how}", f"the derivative was {how} {over}{OWN_GRADIENT}", CHAIN_RULE)
    yield derivative, lambda x, g, right: reduce(slope(x), axis=axis, keepdims=True) * g


def _compared(slope: Elementwise, axis: int | None, over: str) -> Found:
    """The derivative at the largest or smallest x (of any, of all), or at the distance from the mean."""
    for which, reduce in (("largest", np.max), ("smallest", np.min)):
        told = f"the derivative was taken at the {which} x {over}{OWN_GRADIENT}"
        yield Cause(f"at the {which} x", told, CHAIN_RULE), _slope_at(slope, reduce, axis)
    told = f"the derivative was taken at x minus its mean {over}{OWN_GRADIENT}"
    mean = Cause("mean subtracted from x", told, CHAIN_RULE)
    yield mean, lambda x, g, right: slope(x - x.mean(axis=axis, keepdims=True)) * g


def _slope_at(slope: Elementwise, reduce: Reduce, axis: int | None) -> PerAnswer:
    return lambda x, g, right: slope(reduce(x, axis=axis, keepdims=True)) * g


def _filled_in_part() -> Found:
    """0 but in one row, column or entry: mostly a loop that returns in its first round."""
    places: tuple[tuple[str, Any], ...] = (
        ("first row", np.s_[:1]),
        ("last row", np.s_[-1:]),
        ("first column", np.s_[..., :1]),
        ("last column", np.s_[..., -1:]),
    )
    for which, place in places:
        told = f"only the {which} is there, and 0 stands elsewhere: is a return inside the loop, or an index fixed?"

        def part(x: np.ndarray, g: np.ndarray, right: np.ndarray, place: Any = place) -> np.ndarray:
            filled = np.zeros_like(right)
            filled[place] = right[place]
            return filled

        yield Cause(f"{which} alone", told), part


# ---------------------------------------------------------------- forward


def _for_forward(f: Elementwise) -> Found:
    for axis, over in ((None, "all entries"), (-1, "the last axis"), (0, "the batch")):
        yield from _normalised(f, axis, over)
        for how, reduce in (("summed", np.sum), ("averaged", np.mean), ("replaced by its largest", np.max)):
            yield from _reduced_values(f, how, reduce, axis, over)
    sizes: tuple[tuple[str, str, PerAnswer], ...] = (
        ("running sum", "summed up along the way (cumsum)", lambda x, g, right: np.cumsum(right, axis=-1)),
        ("divided by rows", "divided by the number of rows", lambda x, g, right: right / len(x)),
        ("divided by size", "divided by the number of entries", lambda x, g, right: right / x.size),
    )
    for key, told, formula in sizes:
        yield Cause(key, f"the result is {told}{ALONE}"), formula


def _normalised(f: Elementwise, axis: int | None, over: str) -> Found:
    def of(reduce: Reduce, x: np.ndarray) -> Any:
        return reduce(x, axis=axis, keepdims=True)

    softmax = Cause("softmax", f"this is softmax, which divides by the sum over {over}{ALONE}")
    yield softmax, lambda x, g, right: np.exp(x - of(np.max, x)) / of(np.sum, np.exp(x - of(np.max, x)))
    mean = Cause("mean subtracted", f"the mean over {over} is subtracted from x{ALONE}")
    yield mean, lambda x, g, right: f(x - of(np.mean, x))
    maximum = Cause("maximum subtracted", f"the maximum over {over} is subtracted from x, as in softmax{ALONE}")
    yield maximum, lambda x, g, right: f(x - of(np.max, x))
    largest = Cause("x normalised", f"x is divided by its largest entry over {over}{ALONE}")
    yield largest, lambda x, g, right: f(x / of(np.max, np.abs(x)))
    yield largest, lambda x, g, right: f(x / of(np.max, x))
    standard = Cause("x normalised", f"x is standardised over {over}{ALONE}")
    yield standard, lambda x, g, right: f((x - of(np.mean, x)) / of(np.std, x))
    compared = Cause("compared with the mean", f"x is compared with the mean over {over}, where it is with 0{ALONE}")
    yield compared, lambda x, g, right: np.maximum(x, of(np.mean, x))
    divided = Cause("result normalised", f"the result is divided by its sum over {over}{ALONE}")
    yield divided, lambda x, g, right: right / of(np.sum, right)
    scaled = Cause("result normalised", f"the result is divided by its largest entry over {over}{ALONE}")
    yield scaled, lambda x, g, right: right / of(np.max, right)


def _reduced_values(f: Elementwise, how: str, reduce: Reduce, axis: int | None, over: str) -> Found:
    result = Cause(f"result {how}", f"the result is {how} over {over}{ALONE}")
    yield result, lambda x, g, right: reduce(right, axis=axis, keepdims=True)
    before = Cause(f"x {how}", f"x is {how} over {over}{ALONE}")
    yield before, lambda x, g, right: f(reduce(x, axis=axis, keepdims=True))
