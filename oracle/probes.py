"""The reusable questions that hidden tests ask of an activation layer.

Each takes the student's class and a reference from ``oracle.activations``, and either returns (the answer
was right) or raises AssertionError with a message for the student. All of them hold to the contract in the
notebook and to nothing else. None hands the student's code an array that it still needs afterwards.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from oracle import inputs
from oracle.activations import Reference
from oracle.ask import Backward, Forward, ask, gradient
from oracle.compare import plain
from oracle.play import Call, Played, play

# either sign of the upstream gradient at 0 and at -0.0, not by chance
SIGNS_AT_ZERO = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, -1.0, 1.0, -1.0]])

# ---------------------------------------------------------------- forward


def forward_values(cls: Any, reference: Reference) -> None:
    """forward gives the right numbers, from tiny to large, on the first call and on later ones."""
    rng = inputs.generator("forward_values")
    ordinary, scales = inputs.ordinary(rng, (6, 7)), inputs.every_scale(rng, reference.reach)
    again, large = inputs.ordinary(rng, (40,)), inputs.ordinary(rng, inputs.LARGE)
    ask(cls, reference, [[Forward(ordinary), Forward(scales), Forward(again)], [Forward(large)]])


def forward_shapes(cls: Any, reference: Reference) -> None:
    """forward returns exactly the shape of x, for any shape."""
    rng = inputs.generator("forward_shapes")
    asked = [inputs.ordinary(rng, shape) for shape in inputs.SHAPES]
    asked += [np.asarray(-x) for x in asked if x.size == 1]  # a single number of either sign, not by chance
    ask(cls, reference, [[Forward(x)] for x in asked])


def forward_views(cls: Any, reference: Reference) -> None:
    """forward does not depend on how an array lies in memory."""
    views = inputs.views(inputs.generator("forward_views"))
    ask(cls, reference, [[Forward(x, where=name)] for name, x in views])


def forward_float32(cls: Any, reference: Reference) -> None:
    """forward works for float32 input too."""
    rng = inputs.generator("forward_float32")
    asked = [inputs.ordinary(rng, shape) for shape in ((3, 4), (50,), ())]
    asked.append(-asked[-1])  # a single number of either sign
    ask(cls, reference, [[Forward(np.asarray(x, np.float32))] for x in asked])


# ---------------------------------------------------------------- backward


def backward_values(cls: Any, reference: Reference) -> None:
    """backward is the derivative at the input, times grad_output, entry by entry."""
    rng = inputs.generator("backward_values")
    asked = [
        inputs.ordinary(rng, (6, 7)),
        inputs.every_scale(rng, reference.reach),
        inputs.ordinary(rng, (40,)),
        inputs.ordinary(rng, inputs.LARGE),
    ]
    # forward twice: what a layer keeps of the first call must not spoil the second
    scripts = [[Forward(x.copy(), asked=False), *gradient(x, inputs.upstream(rng, x.shape))] for x in asked]
    ask(cls, reference, scripts)


def backward_shapes(cls: Any, reference: Reference) -> None:
    """backward returns exactly the shape of x, for any shape."""
    rng = inputs.generator("backward_shapes")
    shapes = inputs.SHAPES
    ask(cls, reference, [gradient(inputs.ordinary(rng, shape), inputs.upstream(rng, shape)) for shape in shapes])


def backward_views(cls: Any, reference: Reference) -> None:
    """backward does not depend on how x and grad_output lie in memory."""
    rng = inputs.generator("backward_views")
    scripts = [gradient(x, inputs.upstream(rng, x.shape), where=f"x is {name}") for name, x in inputs.views(rng)]
    for shape in ((3, 6), (2, 3, 4)):
        turned = inputs.upstream(rng, shape[::-1]).T
        scripts.append(gradient(inputs.ordinary(rng, shape), turned, where="grad_output is a transposed array"))
    ask(cls, reference, scripts)


def backward_float32(cls: Any, reference: Reference) -> None:
    """backward works for float32 arrays too."""
    rng = inputs.generator("backward_float32")
    scripts = []
    for shape in ((3, 4), (50,), ()):
        x, upstream = inputs.ordinary(rng, shape), inputs.upstream(rng, shape)
        scripts.append(gradient(np.asarray(x, np.float32), np.asarray(upstream, np.float32)))
    ask(cls, reference, scripts)


def latest_forward_wins(cls: Any, reference: Reference) -> None:
    """backward belongs to the most recent forward, also when the shape has changed."""
    rng = inputs.generator("latest_forward_wins")
    script: list[Forward | Backward] = []
    for shape in ((3, 4), (3, 4), (5,), (2, 3, 2), (3, 4)):
        script.append(Forward(inputs.ordinary(rng, shape), asked=False))
        script += gradient(inputs.ordinary(rng, shape), inputs.upstream(rng, shape))
    ask(cls, reference, [script])


def repeated_backward(cls: Any, reference: Reference) -> None:
    """backward may be called again after one forward, each time with another grad_output."""
    rng = inputs.generator("repeated_backward")
    x = inputs.ordinary(rng, (4, 5))
    ask(cls, reference, [[Forward(x, asked=False), *(Backward(inputs.upstream(rng, x.shape)) for _ in range(3))]])


def any_upstream(cls: Any, reference: Reference) -> None:
    """backward is linear in grad_output: zeros, tiny, huge and one-sided ones come out in proportion."""
    rng = inputs.generator("any_upstream")
    x, upstream = inputs.ordinary(rng, (4, 5)), inputs.upstream(rng, (4, 5))
    grad_outputs = (np.zeros_like(x), np.ones_like(x), -np.abs(upstream), 1e-6 * upstream, 1e6 * upstream)
    ask(cls, reference, [gradient(x.copy(), grad_output) for grad_output in grad_outputs])


def rule_at_zero(cls: Any, reference: Reference) -> None:
    """backward follows the rule of the assignment at exactly 0 (and at -0.0)."""
    rng = inputs.generator("rule_at_zero")
    x = np.array([[0.0, -0.0, 1.0, -1.0], [-0.0, 0.0, 0.0, 2.0]])
    ask(cls, reference, [gradient(x, SIGNS_AT_ZERO * np.abs(inputs.upstream(rng, x.shape)))])


# ---------------------------------------------------------------- contract


def keeps_input(cls: Any, reference: Reference) -> None:
    """forward stores its input in self.x, of any shape, each time; backward leaves it there."""
    rng = inputs.generator("keeps_input")
    first, *others = [inputs.ordinary(rng, shape) for shape in ((3, 4), *inputs.SHAPES)]
    again, upstream = inputs.ordinary(rng, (2, 3)), inputs.upstream(rng, (2, 3))
    scripts: list[list[Call]] = [[("forward", x.copy()), ("x",)] for x in (first, *others)]
    scripts.append([("forward", first.copy()), ("forward", again.copy()), ("x",), ("backward", upstream), ("x",)])
    played = play(cls, scripts)
    _results(played[0])  # if that fails there is nothing to look at; that other shapes work, other cells ask
    for x, script, one in zip((first, *others, again), scripts, played, strict=True):
        for (name, *_), stored in zip(script, one.results, strict=False):  # fewer, where an error ended it
            if name == "x":
                _is_input(stored, x)


def _is_input(stored: Any, x: np.ndarray) -> None:
    assert stored is not None, "after forward(x), self.x is still None: store the input there"
    stored = plain(stored, x.shape, "self.x after forward(x)")
    assert np.array_equal(stored, x), "after forward(x), self.x does not hold the numbers of x"


def leaves_arguments_alone(cls: Any, reference: Reference) -> None:
    """Neither x nor grad_output is changed by forward or backward."""
    rng = inputs.generator("leaves_arguments_alone")
    x, grad_output = inputs.ordinary(rng, (3, 4)), inputs.upstream(rng, (3, 4))
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
    calls: list[Call] = []
    for _ in range(3):
        calls += [("forward", inputs.ordinary(rng, (3, 4))), ("backward", inputs.upstream(rng, (3, 4)))]
    (played,) = play(cls, [calls])
    # whether the results are right, and arrays at all, is another cell's question
    _results(played)
    for number in played.changed:
        raise AssertionError(
            f"an array that {calls[number][0]} returned was changed by a later call: return a new array each time"
        )


def instances_are_independent(cls: Any, reference: Reference) -> None:
    """Two layers do not share what they remember."""
    rng = inputs.generator("instances_are_independent")
    x, other, ones = inputs.ordinary(rng, (3, 4)), inputs.ordinary(rng, (3, 4)), np.ones((3, 4))
    _, expected = _results(play(cls, [[("forward", x.copy()), ("backward", ones)]])[0])
    first, second = play(cls, [[("forward", x.copy()), ("x",), ("backward", ones)], [("forward", other)]], in_turn=True)
    _results(second)
    _, stored, result = _results(first)
    assert np.array_equal(stored, x), "a second layer's forward changed self.x of the first: keep x on self"
    assert _bytes(result) == _bytes(expected), (
        "a second layer's forward changed what the first one's backward returns: keep what you cache on self"
    )


def has_no_parameters(cls: Any, reference: Reference, base: Any) -> None:
    """The class is an Activation, and parameters() and grads() return [] also after it was used."""
    assert issubclass(cls, base), f"{reference.name} should be a subclass of {base.__name__}"
    rng = inputs.generator("has_no_parameters")
    x, upstream = inputs.ordinary(rng, (3, 4)), inputs.upstream(rng, (3, 4))
    (played,) = play(cls, [[("forward", x), ("backward", upstream), ("parameters",), ("grads",)]])
    for name, result in zip(("parameters", "grads"), _results(played)[2:], strict=True):
        is_empty_list = type(result) is list and len(result) == 0
        assert is_empty_list, f"{name}() should return [], but it returned {result!r:.80}"


def _results(played: Played) -> Sequence[Any]:
    """What a script's calls returned. Raises what the student's code raised."""
    if played.error is not None:
        raise played.error
    return played.results


def _bytes(result: Any) -> bytes:
    """The numbers of a result, to the last bit, NaN included; what is no array has none to compare."""
    return result.tobytes() if isinstance(result, np.ndarray | np.generic) else b""


# ---------------------------------------------------------------- stability


def stable_forward(cls: Any, reference: Reference) -> None:
    """forward is right and silent for abs(x) up to 1000."""
    _silently(lambda: ask(cls, reference, [[Forward(_far_out("stable_forward"))]]))


def stable_backward(cls: Any, reference: Reference) -> None:
    """backward is right and silent for abs(x) up to 1000."""
    x = _far_out("stable_backward")
    upstream = inputs.upstream(inputs.generator("stable_backward"), x.shape)
    _silently(lambda: ask(cls, reference, [gradient(x, upstream)]))


def _far_out(question: str) -> np.ndarray:
    """Only numbers far out: what is wrong near 0 is for the forward and backward cells to judge."""
    edges = np.array([40.0, 100.0, 709.8, 745.2, 1000.0])
    rng = inputs.generator(question)
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
