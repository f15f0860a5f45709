"""Questions about manners: what a layer keeps, what it leaves alone, and what it does not have.

Each is a function of the student's class and a reference, as in ``oracle.probes``. Code that computes nothing harms
nothing, so a question about manners is only asked of a layer that answers: see ``_answering``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from oracle import inputs
from oracle.activations import Reference
from oracle.compare import plain
from oracle.diagnosis.cause import against
from oracle.diagnosis.replays import RANDOM
from oracle.diagnosis.telling import explaining
from oracle.play import Call, Played, play

NOTHING_YET = (
    "this counts as soon as the layer answers: so far neither forward nor backward returns an array of the right "
    "shape, the same each time, with more in it than one number, or its argument on a straight line"
)
STRAIGHT = 1e-6  # relative; no rounding is as large, and no activation of the course as straight
X_NOT_STORED = "after forward(x), self.x is still None: store the input there"
OWN_INIT = "an __init__ of your own should call super().__init__() before all else"


@explaining
def keeps_input(cls: Any, reference: Reference) -> None:
    """self.x is None in a new layer; forward stores its input there, of any shape; backward leaves it there."""
    rng = inputs.generator("keeps_input")
    first, *others = inputs.ordinary(rng, (3, 4), *inputs.SHAPES)
    again, upstream = _asked(rng, (2, 3))
    scripts: list[list[Call]] = [[("forward", x.copy()), ("x",)] for x in (first, *others)]
    (forward, backward), (forward_again, backward_again) = _calls((again, upstream)), _calls((again, upstream))
    scripts.append([("forward", first.copy()), forward, ("x",), forward_again, backward, ("x",), backward_again])
    wanted = [[number for number, (name, *_) in enumerate(script) if name == "x"] for script in scripts]
    new, *played = play(cls, [[("x",), ("training",)], *scripts], wanted=[[0, 1], *wanted[:-1], range(1, 7)])
    played[0].complete()  # if that fails there is nothing to look at; that other shapes work, other cells ask
    for x, script, numbers, one in zip((first, *others, again), scripts, wanted, played, strict=True):
        for number in numbers:
            if number < len(one.results):  # else an error ended it before
                went_back = any(name == "backward" for name, *_ in script[:number])
                after = "forward(x) and backward" if went_back else "forward(x)"
                _is_input(one.results[number], x, reference, after)
    _is_new(new, reference)
    results = played[-1].results
    _answering((again, upstream), results[1::3], results[3::3])


def _is_input(stored: Any, x: np.ndarray, reference: Reference, after: str) -> None:
    name = reference.name
    if stored is None:
        raise against("x not stored", X_NOT_STORED, name)
    try:
        stored = plain(stored, x.shape, x.dtype, f"self.x after {after}")
    except AssertionError as error:
        raise against("self.x is not x", str(error), name) from None
    if np.array_equal(stored, x):
        return
    told = f"after {after}, self.x does not hold the numbers of x"
    with np.errstate(all="ignore"):
        if np.allclose(stored, reference.forward(x), rtol=1e-9, equal_nan=True):
            told += ", but those of forward(x): store the input there"
    raise against("self.x is not x", told, name)


def _is_new(new: Played, reference: Reference) -> None:
    name = reference.name
    if not new.results:
        raise against("super().__init__() missing", f"a new {name} has no self.x: {OWN_INIT}", name)
    if new.results[0] is not None:
        told = "in a new layer, self.x should be None: there was no forward yet"
        raise against("self.x of a new layer", told, name)
    if list(new.results[1:]) != [True]:
        told = f"a new {name} lacks what Module.__init__ sets: {OWN_INIT}"
        raise against("super().__init__() missing", told, name)


@explaining
def leaves_arguments_alone(cls: Any, reference: Reference) -> None:
    """Neither x nor grad_output is changed by forward or backward."""
    rng = inputs.generator("leaves_arguments_alone")
    x, grad_output = _asked(rng)
    x_before, grad_before = x.copy(), grad_output.copy()
    layer = cls()
    y = layer.forward(x)
    if not np.array_equal(x, x_before):
        raise against("changes x", "forward changed its argument x: work on a copy instead", reference.name)
    gradient = layer.backward(grad_output)
    if not np.array_equal(grad_output, grad_before):
        told = "backward changed its argument grad_output: work on a copy"
        raise against("changes grad_output", told, reference.name)
    if not np.array_equal(x, x_before):
        told = "backward changed x, which belongs to the caller: work on a copy"
        raise against("changes x", told, reference.name)
    _answering((x, grad_output), [y, gradient], [y, gradient])


@explaining
def earlier_results_stay(cls: Any, reference: Reference) -> None:
    """An array that forward or backward returned earlier does not change later."""
    rng = inputs.generator("earlier_results_stay")
    asked = _asked(rng)
    calls = [call for pair in (asked, _asked(rng), asked) for call in _calls(pair)]
    (played,) = play(cls, [calls])
    # whether the results are right, and arrays at all, is another cell's question
    played.complete()
    for number in played.changed:
        told = f"an array that {calls[number][0]} returned was changed by a later call: return a new array each time"
        raise against("result changes later", told, reference.name)
    _answering(asked, played.results, played.results[4:])


@explaining
def instances_are_independent(cls: Any, reference: Reference) -> None:
    """Two layers do not share what they remember."""
    rng = inputs.generator("instances_are_independent")
    (x, upstream), (other, _) = _asked(rng), _asked(rng)
    # the other layer's forward comes between the first one's forward and backward, and nothing between them again
    alone: list[Call] = [("forward", x.copy()), ("backward", upstream.copy())]
    scripts: list[list[Call]] = [
        [("forward", x.copy()), ("x",), ("backward", upstream.copy()), *alone],
        [("forward", -other.copy())],  # its signs differ from those of x everywhere
    ]
    first, second = play(cls, scripts, in_turn=True, wanted=[range(5), []])
    second.complete()
    _, stored, result, *results_alone = first.complete()
    if not np.array_equal(stored, x):
        if stored is None:
            raise against("x not stored", X_NOT_STORED, reference.name)
        if not np.array_equal(stored, -other):
            raise against("self.x is not x", "after forward(x), self.x does not hold the numbers of x", reference.name)
        told = "a second layer's forward changed self.x of the first: keep x on self"
        raise against("shared between layers", told, reference.name)
    if _bytes(result) != _bytes(results_alone[1]):
        by_itself, again = play(cls, [_calls((x, upstream)), _calls((x, upstream))])  # without the other layer
        if not by_itself.error and not again.error and _bytes(by_itself.results[1]) != _bytes(again.results[1]):
            raise against("random", RANDOM, reference.name)
        if not by_itself.error and _bytes(by_itself.results[1]) == _bytes(result):
            told = "the same calls again give another gradient: something of the calls before is left over"
            raise against("stale cache", told, reference.name)
        told = "a second layer's forward changed what the first one's backward returns: keep what you cache on self"
        raise against("shared between layers", told, reference.name)
    _answering((x, upstream), first.results[::2], results_alone)


@explaining
def has_no_parameters(cls: Any, reference: Reference, base: Any) -> None:
    """The class is an Activation; after use parameters() and grads() return [], and no dW or db is stored."""
    if not issubclass(cls, base):
        told = f"{reference.name} should be a subclass of {base.__name__}"
        raise against("no Activation", told, reference.name)
    rng = inputs.generator("has_no_parameters")
    asked = _asked(rng)
    lists: list[Call] = [("parameters",), ("grads",)]
    # where there is no such attribute, looking at it ends the script
    scripts: list[list[Call]] = [[*_calls(asked), *lists, ("dW",)], [*_calls(asked), ("db",)]]
    used, again = play(cls, scripts, wanted=[range(5), range(3)])
    if len(used.results) < len(lists) + 2:
        used.complete()
    for (name, *_), result in zip(lists, used.results[2:], strict=False):
        is_empty_list = type(result) is list and len(result) == 0
        if not is_empty_list:
            raise against("parameters", f"{name}() should return [], but it returned {result!r:.80}", reference.name)
    for name, one in (("dW", used), ("db", again)):
        if one.error is None:
            told = f"the layer stores a {name}: that is for layers with parameters, which it has not"
            raise against("stores dW or db", told, reference.name)
    _answering(asked, used.results, again.results)


# ---------------------------------------------------------------- a layer that answers


def _asked(rng: np.random.Generator, shape: tuple[int, ...] = (3, 4)) -> tuple[np.ndarray, np.ndarray]:
    """x, its numbers positive and negative in turn so that each activation bends there, and an upstream gradient."""
    (x,), (upstream,) = inputs.ordinary(rng, shape), inputs.upstream(rng, shape)
    x = np.resize([1.0, -1.0], shape) * np.abs(x)
    x.flat[1] = -x.flat[0]  # both of the largest size, so that a layer with its bend elsewhere bends too
    return x, upstream


def _calls(asked: tuple[np.ndarray, np.ndarray]) -> list[Call]:
    x, upstream = asked
    return [("forward", x.copy()), ("backward", upstream.copy())]


def _answering(asked: tuple[np.ndarray, np.ndarray], results: Sequence[Any], again: Sequence[Any]) -> None:
    """Raise unless forward or backward computes something. Whether it is right, other cells ask.

    One of the two is enough: who has a slip in one of them does not pay for it here as well.

    Args:
        asked: x and grad_output; ``results``: of forward and backward; ``again``: of the same calls once more, where
            they were made. What has no rule, such as random numbers, answers nothing.
    """
    answers = (
        _bends(argument, result) and _bytes(result) == _bytes(repeated)
        for argument, result, repeated in zip(asked, results, again, strict=False)
    )
    assert any(answers), NOTHING_YET


def _bends(argument: np.ndarray, result: Any) -> bool:
    """Whether a result is an array of the right shape, and not its argument on a straight line, nor one number."""
    if type(result) is not np.ndarray or result.shape != argument.shape or result.dtype.kind != "f":
        return False
    with np.errstate(all="ignore"):  # no answer that is not finite passes
        x, y = (array.ravel() - array.flat[0] for array in (argument, result))
        off = x[1] * y - y[1] * x  # 0 for what lies on a line with the first two
        return bool(np.abs(off).max() > STRAIGHT * np.abs(x).max() * np.abs(y).max())


def _bytes(result: Any) -> bytes:
    """The numbers of a result, to the last bit, NaN included; what is no array has none to compare."""
    return result.tobytes() if isinstance(result, np.ndarray | np.generic) else b""
