"""The reusable questions that hidden tests ask of an activation layer.

About its numbers a question is a list of scripts, of which one message may carry many:
``about(ReLU, relu, forward_views, forward_float32)``. About stability, and about manners (``oracle.manners``), it is a
function of the student's class and a reference from ``oracle.activations``. Either way the answer was right if nothing
is raised; else it is AssertionError with a message for the student, or what the student's code raised. All hold to the
contract in the notebook and to nothing else. None hands the student's code an array that it still needs afterwards.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from oracle import inputs
from oracle.activations import Reference
from oracle.answers import Backward, Forward, Script
from oracle.ask import about, gradient
from oracle.diagnosis import cause

SETTINGS = "global warning settings"  # as the judge's own warning has it
# either sign of the upstream gradient at 0 and at -0.0, not by chance
SIGNS_AT_ZERO = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, -1.0, 1.0, -1.0]])

# ---------------------------------------------------------------- forward


def forward_values(rng: np.random.Generator, reference: Reference) -> Iterator[Script]:
    """forward gives the right numbers, from tiny to large and without a gap, on the first call and on later ones."""
    ordinary, again = inputs.ordinary(rng, (6, 7), (40,))
    again[-1] = -ordinary.flat[-1]  # the last entry has either sign, not by chance
    yield Forward(ordinary), Forward(inputs.strata(rng, 0.0, reference.reach)), Forward(again)


def forward_shapes(rng: np.random.Generator, _: Reference) -> Iterator[Script]:
    """forward returns exactly the shape of x, for any shape."""
    for x in inputs.ordinary(rng, *inputs.SHAPES):
        yield [Forward(x)]
        if x.size == 1:  # a single number of either sign, not by chance
            yield [Forward(np.asarray(-x))]


def forward_views(rng: np.random.Generator, _: Reference) -> Iterator[Script]:
    """forward does not depend on how an array lies in memory."""
    for name, x in inputs.views(rng):
        yield [Forward(x, where=name)]


def forward_float32(rng: np.random.Generator, reference: Reference) -> Iterator[Script]:
    """forward works for float32 input too."""
    batch, number = inputs.ordinary(rng, (3, 4), ())
    # a single number of either sign
    for x in (batch, number, -number, inputs.some_strata(rng, reference.reach)):
        yield [Forward(np.asarray(x, np.float32))]


# ---------------------------------------------------------------- backward


def backward_values(rng: np.random.Generator, reference: Reference) -> Iterator[Script]:
    """backward is the derivative at the input, from tiny to large and without a gap, times grad_output."""
    asked = [*inputs.ordinary(rng, (6, 7), (40,)), inputs.strata(rng, 0.0, reference.reach)]
    upstreams = inputs.upstream(rng, *(x.shape for x in asked))
    # forward twice: what a layer keeps of the first call must not spoil the second
    yield Forward(asked[0].copy(), asked=False), *gradient(asked[0], upstreams[0])
    yield from map(gradient, asked[1:], upstreams[1:])


def backward_shapes(rng: np.random.Generator, _: Reference) -> Iterator[Script]:
    """backward returns exactly the shape of x, for any shape."""
    return map(gradient, inputs.ordinary(rng, *inputs.SHAPES), inputs.upstream(rng, *inputs.SHAPES))


def backward_views(rng: np.random.Generator, _: Reference) -> Iterator[Script]:
    """backward does not depend on how x and grad_output lie in memory."""
    views = inputs.views(rng)
    for (name, x), upstream in zip(views, inputs.upstream(rng, *(x.shape for _, x in views)), strict=True):
        yield gradient(x, upstream, where=f"x is {name}")
    shapes = (3, 6), (2, 3, 4)
    turned = inputs.upstream(rng, *(shape[::-1] for shape in shapes))
    for x, upstream in zip(inputs.ordinary(rng, *shapes), turned, strict=True):
        yield gradient(x, upstream.T, where="grad_output is a transposed array")


def backward_float32(rng: np.random.Generator, reference: Reference) -> Iterator[Script]:
    """backward works for float32 arrays too."""
    asked = [*inputs.ordinary(rng, (3, 4), ()), inputs.some_strata(rng, reference.reach)]
    for x, upstream in zip(asked, inputs.upstream(rng, *(x.shape for x in asked)), strict=True):
        yield gradient(np.asarray(x, np.float32), np.asarray(upstream, np.float32))


def latest_forward_wins(rng: np.random.Generator, _: Reference) -> Iterator[Script]:
    """backward belongs to the most recent forward, also when the shape has changed."""
    shapes = (3, 4), (3, 4), (5,), (2, 3, 2), (3, 4)
    earlier, latest = inputs.ordinary(rng, *shapes), inputs.ordinary(rng, *shapes)
    script: list[Forward | Backward] = []
    for before, x, upstream in zip(earlier, latest, inputs.upstream(rng, *shapes), strict=True):
        script += [Forward(before, asked=False), *gradient(x, upstream)]
    yield script


def repeated_backward(rng: np.random.Generator, _: Reference) -> Iterator[Script]:
    """backward may be called again after one forward, each time with another grad_output."""
    shape = (4, 5)
    (x,) = inputs.ordinary(rng, shape)
    yield Forward(x, asked=False), *map(Backward, inputs.upstream(rng, shape, shape, shape))


def any_upstream(rng: np.random.Generator, _: Reference) -> Iterator[Script]:
    """backward is linear in grad_output: zeros, one-sided ones and all sizes come out in proportion."""
    (x,), (upstream,) = inputs.ordinary(rng, (4, 5)), inputs.upstream(rng, (4, 5))
    for grad_output in (np.zeros_like(x), np.ones_like(x), -np.abs(upstream), 1e-6 * upstream, 1e6 * upstream):
        yield gradient(x.copy(), grad_output)
    every_size = inputs.some_strata(rng, inputs.FAR)
    (x,) = inputs.ordinary(rng, every_size.shape)
    yield gradient(np.abs(x), every_size)  # where no derivative is 0, which would hide what becomes of grad_output


def rule_at_zero(rng: np.random.Generator, _: Reference) -> Iterator[Script]:
    """backward follows the rule of the assignment at exactly 0 (and at -0.0)."""
    x = np.array([[0.0, -0.0, 1.0, -1.0], [-0.0, 0.0, 0.0, 2.0]])
    (upstream,) = inputs.upstream(rng, x.shape)
    yield gradient(x, SIGNS_AT_ZERO * (1.0 + np.abs(upstream)))  # above 1: few entries are left to show a clip there


# ---------------------------------------------------------------- stability


def stable_forward(cls: Any, reference: Reference) -> None:
    """forward is right and silent for abs(x) up to 1000."""
    _silently(lambda: about(cls, reference, _far_out_forward), reference.name)


def stable_backward(cls: Any, reference: Reference) -> None:
    """backward is right and silent for abs(x) up to 1000."""
    _silently(lambda: about(cls, reference, _far_out_backward), reference.name)


def _far_out_forward(rng: np.random.Generator, reference: Reference) -> Iterator[Script]:
    yield [Forward(_far_out(rng, reference))]


def _far_out_backward(rng: np.random.Generator, reference: Reference) -> Iterator[Script]:
    x = _far_out(rng, reference)
    yield from map(gradient, [x], inputs.upstream(rng, x.shape))


def _far_out(rng: np.random.Generator, reference: Reference) -> np.ndarray:
    """Only numbers far out: what is wrong nearer to 0 is for the forward and backward cells to judge."""
    edges = np.array([709.8, 745.2])  # where exp overflows, and where it becomes 0
    return np.concatenate([-edges, edges, inputs.strata(rng, reference.reach, inputs.FAR).ravel()])


def _silently(question: Any, about: str) -> None:
    """Ask with every warning on, and fail if one was raised or a global warning setting was changed."""
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        filters, settings = list(warnings.filters), np.geterr()
        question()
        changed = np.geterr() != settings or list(warnings.filters) != filters
    raised = [f"{w.category.__name__}: {w.message}" for w in caught if issubclass(w.category, RuntimeWarning)]
    if changed or any(SETTINGS in words for words in raised):  # in the judge, a warning tells it
        told = "the code changes global warning settings: mend the overflow itself, or use np.errstate"
        raise cause.against("warning settings", told, about)
    if raised:
        told = f"right numbers, but NumPy warned: {raised[0]}. Do not let exp see a large number"
        raise cause.refusal(told, _warning(raised[0]), about)


def _warning(words: str) -> cause.Cause:
    if "overflow" in words:
        told = "exp(x) is inf for x above 709, so compute it of -abs(x), which is never above 0"
        return cause.Cause("overflow", f"NumPy warned of an overflow: {told}")
    return cause.Cause("warning", f"NumPy warned ({words}): mend what it warns of")
