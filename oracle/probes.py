"""The reusable questions that hidden tests ask of an activation layer.

About its numbers a question is a list of scripts, of which one message may carry many:
``about(ReLU, relu, forward_views, forward_float32)``. About the rest of the contract it is a function of the
student's class and a reference from ``oracle.activations``. Either way the answer was right if nothing is raised;
else it is AssertionError with a message for the student, or what the student's code raised. All hold to the contract
in the notebook and to nothing else. None hands the student's code an array that it still needs afterwards.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from oracle import inputs
from oracle.activations import Reference
from oracle.ask import Backward, Forward, Script, about, gradient
from oracle.compare import plain
from oracle.play import Call, play

# either sign of the upstream gradient at 0 and at -0.0, not by chance
SIGNS_AT_ZERO = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, -1.0, 1.0, -1.0]])

# ---------------------------------------------------------------- forward


def forward_values(rng: np.random.Generator, reference: Reference) -> Iterator[Script]:
    """forward gives the right numbers, from tiny to large, on the first call and on later ones."""
    ordinary, again, large = inputs.ordinary(rng, (6, 7), (40,), inputs.LARGE)
    yield Forward(ordinary), Forward(inputs.every_scale(rng, reference.reach)), Forward(again)
    yield [Forward(large)]


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


def forward_float32(rng: np.random.Generator, _: Reference) -> Iterator[Script]:
    """forward works for float32 input too."""
    batch, vector, number = inputs.ordinary(rng, (3, 4), (50,), ())
    for x in (batch, vector, number, -number):  # a single number of either sign
        yield [Forward(np.asarray(x, np.float32))]


# ---------------------------------------------------------------- backward


def backward_values(rng: np.random.Generator, reference: Reference) -> Iterator[Script]:
    """backward is the derivative at the input, times grad_output, entry by entry."""
    asked = [*inputs.ordinary(rng, (6, 7), (40,), inputs.LARGE), inputs.every_scale(rng, reference.reach)]
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


def backward_float32(rng: np.random.Generator, _: Reference) -> Iterator[Script]:
    """backward works for float32 arrays too."""
    shapes = (3, 4), (50,), ()
    for x, upstream in zip(inputs.ordinary(rng, *shapes), inputs.upstream(rng, *shapes), strict=True):
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
    """backward is linear in grad_output: zeros, tiny, huge and one-sided ones come out in proportion."""
    (x,), (upstream,) = inputs.ordinary(rng, (4, 5)), inputs.upstream(rng, (4, 5))
    for grad_output in (np.zeros_like(x), np.ones_like(x), -np.abs(upstream), 1e-6 * upstream, 1e6 * upstream):
        yield gradient(x.copy(), grad_output)


def rule_at_zero(rng: np.random.Generator, _: Reference) -> Iterator[Script]:
    """backward follows the rule of the assignment at exactly 0 (and at -0.0)."""
    x = np.array([[0.0, -0.0, 1.0, -1.0], [-0.0, 0.0, 0.0, 2.0]])
    (upstream,) = inputs.upstream(rng, x.shape)
    yield gradient(x, SIGNS_AT_ZERO * np.abs(upstream))


# ---------------------------------------------------------------- contract


def keeps_input(cls: Any, reference: Reference) -> None:
    """forward stores its input in self.x, of any shape, each time; backward leaves it there."""
    rng = inputs.generator("keeps_input")
    first, *others, again = inputs.ordinary(rng, (3, 4), *inputs.SHAPES, (2, 3))
    (upstream,) = inputs.upstream(rng, again.shape)
    scripts: list[list[Call]] = [[("forward", x.copy()), ("x",)] for x in (first, *others)]
    scripts.append([("forward", first.copy()), ("forward", again.copy()), ("x",), ("backward", upstream), ("x",)])
    wanted = [[number for number, (name, *_) in enumerate(script) if name == "x"] for script in scripts]
    played = play(cls, scripts, wanted=wanted)
    played[0].complete()  # if that fails there is nothing to look at; that other shapes work, other cells ask
    for x, numbers, one in zip((first, *others, again), wanted, played, strict=True):
        for number in numbers:
            if number < len(one.results):  # else an error ended it before
                _is_input(one.results[number], x)


def _is_input(stored: Any, x: np.ndarray) -> None:
    assert stored is not None, "after forward(x), self.x is still None: store the input there"
    stored = plain(stored, x.shape, "self.x after forward(x)")
    assert np.array_equal(stored, x), "after forward(x), self.x does not hold the numbers of x"


def leaves_arguments_alone(cls: Any, reference: Reference) -> None:
    """Neither x nor grad_output is changed by forward or backward."""
    rng = inputs.generator("leaves_arguments_alone")
    (x,), (grad_output,) = inputs.ordinary(rng, (3, 4)), inputs.upstream(rng, (3, 4))
    x_before, grad_before = x.copy(), grad_output.copy()
    layer = cls()
    layer.forward(x)
    assert np.array_equal(x, x_before), "forward changed its argument x: work on a copy instead"
    layer.backward(grad_output)
    assert np.array_equal(grad_output, grad_before), "backward changed its argument grad_output: work on a copy"
    assert np.array_equal(x, x_before), "backward changed x, which belongs to the caller: work on a copy"


def earlier_results_stay(cls: Any, reference: Reference) -> None:
    """An array that forward or backward returned earlier does not change later."""
    rng = inputs.generator("earlier_results_stay")
    shapes = [(3, 4)] * 3
    calls: list[Call] = []
    for x, upstream in zip(inputs.ordinary(rng, *shapes), inputs.upstream(rng, *shapes), strict=True):
        calls += [("forward", x), ("backward", upstream)]
    (played,) = play(cls, [calls])
    # whether the results are right, and arrays at all, is another cell's question
    played.complete()
    for number in played.changed:
        raise AssertionError(
            f"an array that {calls[number][0]} returned was changed by a later call: return a new array each time"
        )


def instances_are_independent(cls: Any, reference: Reference) -> None:
    """Two layers do not share what they remember."""
    rng = inputs.generator("instances_are_independent")
    (x, other), ones = inputs.ordinary(rng, (3, 4), (3, 4)), np.ones((3, 4))
    # the other layer's forward comes between the first one's forward and backward, and nothing between them again
    again: list[Call] = [("forward", x.copy()), ("backward", ones.copy())]
    scripts: list[list[Call]] = [[("forward", x.copy()), ("x",), ("backward", ones), *again], [("forward", other)]]
    first, second = play(cls, scripts, in_turn=True, wanted=[[1, 2, 4], []])
    second.complete()
    _, stored, result, _, alone = first.complete()
    assert np.array_equal(stored, x), "a second layer's forward changed self.x of the first: keep x on self"
    assert _bytes(result) == _bytes(alone), (
        "a second layer's forward changed what the first one's backward returns: keep what you cache on self"
    )


def has_no_parameters(cls: Any, reference: Reference, base: Any) -> None:
    """The class is an Activation, and parameters() and grads() return [] also after it was used."""
    assert issubclass(cls, base), f"{reference.name} should be a subclass of {base.__name__}"
    rng = inputs.generator("has_no_parameters")
    (x,), (upstream,) = inputs.ordinary(rng, (3, 4)), inputs.upstream(rng, (3, 4))
    calls: list[Call] = [("forward", x), ("backward", upstream), ("parameters",), ("grads",)]
    (played,) = play(cls, [calls], wanted=[[2, 3]])
    for (name, *_), result in zip(calls[2:], played.complete()[2:], strict=True):
        is_empty_list = type(result) is list and len(result) == 0
        assert is_empty_list, f"{name}() should return [], but it returned {result!r:.80}"


def _bytes(result: Any) -> bytes:
    """The numbers of a result, to the last bit, NaN included; what is no array has none to compare."""
    return result.tobytes() if isinstance(result, np.ndarray | np.generic) else b""


# ---------------------------------------------------------------- stability


def stable_forward(cls: Any, reference: Reference) -> None:
    """forward is right and silent for abs(x) up to 1000."""
    _silently(lambda: about(cls, reference, _far_out_forward))


def stable_backward(cls: Any, reference: Reference) -> None:
    """backward is right and silent for abs(x) up to 1000."""
    _silently(lambda: about(cls, reference, _far_out_backward))


def _far_out_forward(rng: np.random.Generator, _: Reference) -> Iterator[Script]:
    yield [Forward(_far_out(rng))]


def _far_out_backward(rng: np.random.Generator, _: Reference) -> Iterator[Script]:
    x = _far_out(rng)
    yield from map(gradient, [x], inputs.upstream(rng, x.shape))


def _far_out(rng: np.random.Generator) -> np.ndarray:
    """Only numbers far out: what is wrong near 0 is for the forward and backward cells to judge."""
    edges = np.array([40.0, 100.0, 709.8, 745.2, 1000.0])
    between = rng.choice([-1.0, 1.0], size=30) * rng.uniform(40.0, 1000.0, size=30)
    return np.concatenate([-edges, edges, between])


def _silently(question: Any) -> None:
    """Ask with every warning on, and fail if one was raised or a global warning setting was changed."""
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        filters, settings = list(warnings.filters), np.geterr()
        question()
        changed = np.geterr() != settings or list(warnings.filters) != filters
    raised = [f"{w.category.__name__}: {w.message}" for w in caught if issubclass(w.category, RuntimeWarning)]
    assert not raised, f"right numbers, but NumPy warned: {raised[0]}. Do not let exp see a large number"
    assert not changed, "the code changes global warning settings: mend the overflow itself, or use np.errstate"
