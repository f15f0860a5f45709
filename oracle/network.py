"""Questions about a small network that carries the student's activation between its linear layers.

What such a network asks of a right layer is known beforehand, so the layer is asked all of it at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from oracle import inputs
from oracle.activations import Reference
from oracle.answers import Backward, Forward, Step
from oracle.compare import DOUBLE, describe, mismatch, plain, table
from oracle.diagnosis.telling import explaining, in_network
from oracle.parts import cut, joined
from oracle.play import Call, Played, play

STEPS = 3
ROWS = 60  # more than anybody's loop stops at

# No number that reaches the activation is nearer to 0.
CORNER = 0.01
# Nor further away from it.
FAR = 2.5


@explaining
def gradient_flows(cls: Any, reference: Reference, network: Any, linear: Any) -> None:
    """Linear -> activation -> Linear: the gradient of the input and of every weight is right.

    Args:
        cls: the student's activation class; ``reference`` what it should be.
        network: ``Sequential`` of the notebook; ``linear``: its ``Linear(inputs, outputs, rng)``.
    """
    rng = inputs.generator("gradient_flows")
    first, last = linear(3, 5, rng), linear(5, 2, rng)
    # twice through the same layers: a stale cache shows
    batches = [_batch(rng, first, last) for _ in range(2)]
    calls: list[Call] = []
    script: list[Step] = []
    for x, upstream in batches:
        script += [Forward(x @ first.W + first.b), Backward(upstream @ last.W.T)]
        calls += [("forward", x @ first.W + first.b), ("backward", upstream @ last.W.T), ("grads",)]
    (played,) = play(cls, [calls])
    results = played.complete()
    model = network(first, _Answering(results), last)
    try:
        _compare([part for x, upstream in batches for part in _parts(model, reference, x, upstream)])
    except AssertionError as error:
        own = [result for (name, *_), result in zip(calls, results, strict=True) if name != "grads"]
        lists = [grads for (name, *_), grads in zip(calls, results, strict=True) if name == "grads"]
        raise in_network(error, cls, reference, script, replace(played, results=own), lists) from None


def _compare(parts: Sequence[tuple[str, np.ndarray, np.ndarray]]) -> None:
    # sums over dozens of products: allow for the rounding of each
    wrong = mismatch(joined([p[1] for p in parts]), joined([p[2] for p in parts]), DOUBLE, 20.0)
    for (what, yours, right), here in zip(parts, cut(wrong, [right.shape for *_, right in parts]), strict=True):
        assert not here.any(), f"{what}: {table(here, [('yours', yours), ('right', right)])}"


def _batch(rng: np.random.Generator, first: Any, last: Any) -> tuple[np.ndarray, np.ndarray]:
    """Input and upstream gradient of the network, with which nothing too near 0 or too large reaches the activation.

    What goes wrong only there is for the other cells.
    """
    (x,), (upstream,) = inputs.ordinary(rng, (4 * ROWS, 3)), inputs.upstream(rng, (4 * ROWS, 2))
    x *= 0.5
    inner, back = np.abs(x @ first.W + first.b), np.abs(upstream @ last.W.T)
    clear = ((inner > CORNER) & (inner < FAR) & (back > CORNER)).all(axis=1)
    return x[clear][:ROWS], upstream[clear][:ROWS]


def _parts(
    model: Any, reference: Reference, x: np.ndarray, upstream: np.ndarray
) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Forward and backward through the network: what each number is, what it is in fact, and what it should be."""
    first, _, last = model.layers
    before = x @ first.W + first.b
    hidden, through = reference.forward(before), (upstream @ last.W.T) * reference.derivative(before)
    yield "the output of the network", model.forward(x), hidden @ last.W + last.b
    yield "the gradient of the network's input", model.backward(upstream), through @ first.W.T
    expected = [x.T @ through, through.sum(axis=0), hidden.T @ upstream, upstream.sum(axis=0)]
    grads = model.grads()
    assert len(grads) == len(expected), (
        f"the network has {len(grads)} gradients of parameters in place of {len(expected)}: "
        "grads() of an activation should return []"
    )
    for number, (yours, right) in enumerate(zip(grads, expected, strict=True)):
        yield f"the gradient of parameter {number} of the network", yours, right


class _Answering:
    """Stands in a network for the student's layer, with the answers that it has given to the calls to come."""

    def __init__(self, results: Sequence[Any]) -> None:
        self._results = iter(results)

    def forward(self, x: np.ndarray) -> np.ndarray:
        return plain(next(self._results), x.shape, x.dtype, f"a result for {describe(x)}")

    backward = forward

    def grads(self) -> Any:
        return next(self._results)


@explaining
def learns(cls: Any, reference: Reference, network: Any, linear: Any, sgd: Any, mse: Any) -> None:
    """Gradient descent brings the loss down, step by step as it does with the reference in the same place.

    Following the reference's descent makes a short training enough: no threshold that depends on luck.

    Args:
        cls, reference, network, linear: as above.
        sgd: ``SGD(network, learning_rate)`` with ``step()``; ``mse(y, target)`` returns loss and gradient.
    """
    known = _Known(reference)
    start, wanted = _losses(known, network, linear, sgd, mse)
    assert wanted < start, "the training task itself is broken: please tell your instructor"
    played = known.asked_of(cls)
    if known.answered_alike(played):
        return
    try:
        began, reached = _losses(cls(), network, linear, sgd, mse)
        # the scale is the reference's own descent: a student's huge first loss must not widen it
        assert abs(began - start) + abs(reached - wanted) <= 0.02 * (start - wanted), (
            f"in {STEPS} steps of training with {reference.name} the loss went from {began:.4g} to {reached:.4g}; "
            f"with a right layer it goes from {start:.4g} to {wanted:.4g}"
        )
    except Exception as error:
        own = replace(played, results=played.results[: len(known.script)])
        raise in_network(error, cls, reference, known.script, own, played.results[len(known.script) :]) from None


class _Known:
    """The reference as a layer, to stand where the student's stands. It remembers what it was asked and answered."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._calls: list[tuple[str, np.ndarray]] = []
        self._answers: list[np.ndarray] = []

    def forward(self, x: np.ndarray) -> np.ndarray:
        self._x = x.copy()
        return self._answered("forward", x, self._reference.forward(x))

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        return self._answered("backward", grad_output, self._reference.derivative(self._x) * grad_output)

    def _answered(self, name: str, argument: np.ndarray, answer: np.ndarray) -> np.ndarray:
        self._calls.append((name, argument.copy()))
        self._answers.append(answer)
        return answer

    def parameters(self) -> list[np.ndarray]:
        return []

    grads = parameters

    @property
    def script(self) -> list[Step]:
        """What it was asked."""
        return [(Forward if name == "forward" else Backward)(array) for name, array in self._calls]

    def asked_of(self, cls: Any) -> Played:
        """The same, and its parameters, asked of the student's layer."""
        (played,) = play(cls, [[*((name, array.copy()) for name, array in self._calls), ("parameters",), ("grads",)]])
        return played

    def answered_alike(self, played: Played) -> bool:
        """Whether all of it was answered likewise: then whatever the layer is trained in goes the same way."""
        if played.error is not None:
            return False
        *results, parameters, grads = played.results
        try:
            answers = [
                plain(result, right.shape, DOUBLE, "") for result, right in zip(results, self._answers, strict=True)
            ]
        except AssertionError:
            return False
        wrong = mismatch(joined(answers), joined(self._answers), DOUBLE)
        return not wrong.any() and all(type(empty) is list and not empty for empty in (parameters, grads))


def _losses(activation: Any, network: Any, linear: Any, sgd: Any, mse: Any) -> tuple[float, float]:
    """The loss before and after a short training that is the same for every activation layer."""
    rng = np.random.default_rng(20)  # for everybody the same: how far a wrong layer falls behind depends on the start
    x = rng.uniform(-1.5, 1.5, size=(40, 2))
    inside = (x**2).sum(axis=1, keepdims=True) < 1.0
    target = np.where(inside, 1.0, -1.0)
    model = network(linear(2, 8, rng), activation, linear(8, 1, rng))
    optimizer = sgd(model, 0.1)
    start, gradient = mse(model.forward(x), target)
    for _ in range(STEPS):
        model.backward(gradient)
        optimizer.step()
        loss, gradient = mse(model.forward(x), target)
    return float(start), float(loss)
