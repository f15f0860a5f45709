"""What became of grad_output: the derivative is right, and was combined with it in another way than by a product."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from oracle.diagnosis.cause import CHAIN_RULE, Cause
from oracle.diagnosis.evidence import CLEAR, ENOUGH, NEAR, Evidence, PerAnswer
from oracle.diagnosis.formulas.places import first_of
from oracle.diagnosis.formulas.terms import one_slip
from oracle.diagnosis.precision import measured

Use = Callable[[np.ndarray, np.ndarray], np.ndarray]  # (derivative, upstream) -> what came back

USES: tuple[tuple[str, str, Use], ...] = (
    (
        "upstream missing",
        "this is the local derivative alone: multiply it by grad_output, entry by entry",
        lambda d, g: d,
    ),
    ("upstream alone", "this is grad_output alone: multiply it by the derivative", lambda d, g: g),
    ("upstream squared", "grad_output was multiplied in twice: once is enough", lambda d, g: d * g * g),
    (
        "upstream sign only",
        "only the sign of grad_output was used: its size is part of the gradient",
        lambda d, g: d * np.sign(g),
    ),
    ("upstream size only", "the sign of grad_output was lost: use it as it is", lambda d, g: d * np.abs(g)),
    (
        "upstream as a gate",
        "of grad_output, only whether it is positive was used: its numbers are multiplied in",
        lambda d, g: d * (g > 0),
    ),
    ("upstream added", "grad_output was added to the derivative: multiply the two", lambda d, g: d + g),
    ("upstream added", "grad_output was added to the product: multiply, no more", lambda d, g: d * g + g),
    ("upstream subtracted", "the derivative and grad_output were subtracted: multiply them", lambda d, g: g - d),
    ("upstream subtracted", "the derivative and grad_output were subtracted: multiply them", lambda d, g: d - g),
    (
        "only positive upstream",
        "only positive numbers of grad_output came through (guided backpropagation): those below 0 count as well",
        lambda d, g: d * np.maximum(g, 0.0),
    ),
    (
        "only negative upstream",
        "only negative numbers of grad_output came through: those above 0 count as well",
        lambda d, g: d * np.minimum(g, 0.0),
    ),
    ("divided by upstream", "the derivative was divided by grad_output: multiply", lambda d, g: d / g),
    ("upstream divided", "grad_output was divided by the derivative: multiply", lambda d, g: g / d),
    ("derivative squared", "the derivative was multiplied in twice: once is enough", lambda d, g: d * d * g),
    ("upstream cubed", "grad_output was multiplied in three times: once is enough", lambda d, g: d * g**3),
    ("upstream root", "the square root of grad_output was used", lambda d, g: d * np.sign(g) * np.sqrt(np.abs(g))),
    ("upstream through tanh", "tanh was applied to grad_output: use it as it is", lambda d, g: d * np.tanh(g)),
)


def uses_of_upstream(evidence: Evidence) -> Cause | None:
    """The derivative is right; grad_output was used in another way, or its numbers were put through something."""
    if evidence.is_forward:
        return None
    slope, g, sample = evidence.reference.derivative(evidence.x), evidence.upstream, evidence.sample
    with np.errstate(all="ignore"):
        for key, sentence, use in USES:
            if evidence.near(use(slope[sample], g[sample])) and evidence.explained_by(use(slope, g)):
                return Cause(key, sentence, CHAIN_RULE)
        for cause, predicted in _in_place_of_x(evidence):
            if evidence.near(predicted[sample]) and evidence.explained_by(predicted):
                return cause
    return None


def _in_place_of_x(evidence: Evidence) -> Iterator[tuple[Cause, np.ndarray]]:
    """grad_output stands where x belongs, or the other way round."""
    reference, x, g = evidence.reference, evidence.x, evidence.upstream
    at_upstream = Cause(
        "derivative at grad_output",
        "the derivative was taken at grad_output: it belongs at self.x, the input of forward",
        CHAIN_RULE,
    )
    of_upstream = Cause(
        "forward of grad_output",
        "this is the function applied to grad_output: backward multiplies grad_output by the derivative",
        CHAIN_RULE,
    )
    if reference.name == "ReLU":  # whose values are its derivative times x
        at_upstream = Cause(
            at_upstream.key, "grad_output stands where self.x belongs: x plays no part in this", at_upstream.section
        )
    yield at_upstream, reference.derivative(g) * g
    yield at_upstream, reference.derivative(g)
    mixed = "grad_output decides where x passes: it is x that decides, and grad_output that passes"
    yield Cause(at_upstream.key, mixed, CHAIN_RULE), reference.derivative(g) * x
    yield of_upstream, reference.forward(g)
    yield of_upstream, reference.forward(g) * reference.derivative(x)
    by_x = Cause("times x for upstream", "the derivative was multiplied by x: multiply it by grad_output", CHAIN_RULE)
    yield by_x, reference.derivative(x) * x
    yield (
        Cause("derivative of the product", "the derivative was taken at x times grad_output: it belongs at self.x"),
        reference.derivative(x * g),
    )
    yield (
        Cause("derivative of the product", "the derivative was taken at x times grad_output: it belongs at self.x"),
        reference.derivative(x * g) * g,
    )
    for name, value in (("forward(x)", reference.forward(x)), ("x", x)):
        told = f"{name} and grad_output were {{}}: multiply grad_output by the derivative"
        yield Cause("upstream subtracted", told.format("subtracted"), CHAIN_RULE), value - g
        yield Cause("upstream subtracted", told.format("subtracted"), CHAIN_RULE), g - value
        yield Cause("upstream added", told.format("added"), CHAIN_RULE), value + g
    yield (
        Cause("forward of the product", "the function was applied to x times grad_output: the derivative is wanted"),
        reference.forward(x * g),
    )


def _normalised(by: Callable[[np.ndarray], float | np.floating], small: float, result: bool) -> PerAnswer:
    """Divided by a size of grad_output, or of the result, to which a small number may be added against 0."""
    return lambda x, g, right: right / (by(right if result else g) + small) if np.any(g) else right


SIZES: tuple[tuple[str, Callable[[np.ndarray], float | np.floating]], ...] = (
    ("its norm", np.linalg.norm),
    ("its largest entry", lambda g: np.max(np.abs(g))),
    ("its largest entry", np.max),
    ("its sum", np.sum),
    ("the sum of its sizes", lambda g: np.sum(np.abs(g))),
    ("its mean size", lambda g: np.mean(np.abs(g))),
    ("its standard deviation", np.std),
)


def normalised_upstream(evidence: Evidence) -> Cause | None:
    """The gradient was divided by a size of grad_output, in each answer by that answer's own."""
    return None if evidence.is_forward else first_of(evidence, _sizes())


def _sizes() -> Iterator[tuple[Cause, PerAnswer]]:
    for result, (size, by), small in itertools.product((False, True), SIZES, (0.0, 1e-12, 1e-8, 1e-6)):
        of, key = ("itself", "gradient normalised") if result else ("grad_output", "upstream normalised")
        told = f"the gradient was divided by a size of {of} ({size}): the derivative is linear in grad_output"
        yield Cause(key, told, CHAIN_RULE), _normalised(by, small, result)


#: What may have become of grad_output, besides a mistake in the derivative.
BESIDES: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("grad_output is missing from the product", np.ones_like),
    ("grad_output was multiplied in twice", np.square),
    ("the sign of grad_output was lost", np.abs),
)


def slip_and_upstream(evidence: Evidence) -> Cause | None:
    """A slip in the derivative, or a measured one, and another use of grad_output besides."""
    for told, use in () if evidence.is_forward else BESIDES:
        other = evidence.part(np.ones(evidence.x.shape, dtype=bool))
        other.upstream = use(evidence.upstream)
        for detect in (one_slip, measured):
            found = detect(other)
            if found is not None:
                return replace(found, sentence=f"{found.sentence}. And {told}")
    return None


def step_of_descent(evidence: Evidence) -> Cause | None:
    """x moved along the gradient, as an optimizer does it: the rate is solved for."""
    if evidence.is_forward:
        return None
    moved, x = evidence.yours - evidence.x, evidence.x
    near = (np.abs(x) <= NEAR) & (np.abs(evidence.right) > CLEAR) & ~evidence.single
    if near.sum() < ENOUGH:
        return None
    rate = float(np.median(moved[near] / evidence.right[near]))
    if abs(rate) < 1e-9 or not evidence.explained_by(x + rate * evidence.right, room=10.0):
        return None
    told = f"this seems to be x {'+' if rate > 0 else '-'} {abs(rate):.6g} times the gradient, a step of an optimizer"
    return Cause("step of descent", f"{told}: return the gradient itself", CHAIN_RULE)


def computes_nothing(evidence: Evidence) -> Cause | None:
    """The same number everywhere, or what went in."""
    yours, method = evidence.yours, evidence.method
    if evidence.x.size < ENOUGH or not np.isfinite(yours).all():
        return None
    if not yours.any():
        return Cause("all zeros", f"{method} returns 0 everywhere, in each entry that was asked for")
    if np.ptp(yours) == 0:
        return Cause("constant", f"{method} returns {yours[0]:.6g} everywhere, in each entry that was asked for")
    if np.array_equal(yours, evidence.x):
        return Cause("x itself", f"{method} returns x as it came: nothing was done to it")
    if not evidence.is_forward and np.array_equal(yours, evidence.upstream):
        return Cause("upstream alone", "this is grad_output alone: multiply it by the derivative", CHAIN_RULE)
    return None
