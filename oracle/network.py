"""Questions about a small network that carries the student's activation between its linear layers."""

from __future__ import annotations

from typing import Any

import numpy as np

from oracle import inputs
from oracle.activations import Reference
from oracle.compare import describe, mismatch, plain, table
from oracle.play import play

STEPS = 3

# No number that reaches the activation is nearer to 0.
CORNER = 0.01
# Nor further away from it.
FAR = 2.5


def gradient_flows(cls: Any, reference: Reference, network: Any, linear: Any) -> None:
    """Linear -> activation -> Linear: the gradient of the input and of every weight is right.

    Args:
        cls: the student's activation class; ``reference`` what it should be.
        network: ``Sequential`` of the notebook; ``linear``: its ``Linear(inputs, outputs, rng)``.
    """
    rng = inputs.generator("gradient_flows")
    first, activation, last = linear(3, 5, rng), cls(), linear(5, 2, rng)
    model = network(first, activation, last)
    dtype = _coarsest(cls, inputs.ordinary(rng, (4, 5)))
    # twice through the same layers, with more rows than anybody's loop stops at: a stale cache shows
    for rows in (60, 60):
        # Small, and nothing too near 0 on either way: what goes wrong only there or far out is for the other cells.
        x, upstream = 0.5 * inputs.ordinary(rng, (4 * rows, 3)), inputs.upstream(rng, (4 * rows, 2))
        inner, back = np.abs(x @ first.weight + first.bias), np.abs(upstream @ last.weight.T)
        clear = (inner > CORNER).all(axis=1) & (back > CORNER).all(axis=1) & (inner < FAR).all(axis=1)
        x, upstream = x[clear][:rows], upstream[clear][:rows]
        before = x @ first.weight + first.bias
        hidden, slope = reference.forward(before), reference.derivative(before)
        through = (upstream @ last.weight.T) * slope
        output = model.forward(x.copy())
        _same("the output of the network", output, hidden @ last.weight + last.bias, dtype)
        _same("the gradient of the network's input", model.backward(upstream.copy()), through @ first.weight.T, dtype)
        expected = [x.T @ through, through.sum(axis=0), hidden.T @ upstream, upstream.sum(axis=0)]
        for number, (yours, right) in enumerate(zip(model.grads(), expected, strict=True)):
            _same(f"the gradient of parameter {number} of the network", yours, right, dtype)


def learns(cls: Any, reference: Reference, network: Any, linear: Any, sgd: Any, mse: Any) -> None:
    """Gradient descent brings the loss down, step by step as it does with the reference in the same place.

    Following the reference's descent makes a short training enough: no threshold that depends on luck.

    Args:
        cls, reference, network, linear: as above.
        sgd: ``SGD(network, learning_rate)`` with ``step()``; ``mse(y, target)`` returns loss and gradient.
    """
    began, reached = _losses(cls(), network, linear, sgd, mse)
    start, wanted = _losses(_ReferenceLayer(reference), network, linear, sgd, mse)
    assert wanted < start, "the training task itself is broken: please tell your instructor"
    # the scale is the reference's own descent: a student's huge first loss must not widen it
    assert abs(began - start) + abs(reached - wanted) <= 0.02 * (start - wanted), (
        f"in {STEPS} steps of training with {reference.name} the loss went from {began:.4g} to {reached:.4g}; "
        f"with a right layer it goes from {start:.4g} to {wanted:.4g}"
    )


class _ReferenceLayer:
    """The reference as a layer, to stand where the student's stands."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference

    def forward(self, x: np.ndarray) -> np.ndarray:
        self._x = x
        return self._reference.forward(x)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        return np.asarray(self._reference.derivative(self._x) * grad_output)

    def parameters(self) -> list[np.ndarray]:
        return []

    grads = parameters


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


def _coarsest(cls: Any, before: np.ndarray) -> Any:
    """float32 if the layer computes in float32, which the contract allows; else float64."""
    (played,) = play(cls, [[("forward", before.copy()), ("backward", np.ones_like(before))]])
    if played.error is not None:
        raise played.error
    plain_results = [plain(result, before.shape, f"a result for {describe(before)}") for result in played.results]
    return np.dtype(np.float32 if any(r.dtype == np.float32 for r in plain_results) else np.float64)


def _same(what: str, yours: Any, right: np.ndarray, dtype: Any) -> None:
    yours = plain(yours, right.shape, what)
    # sums over a dozen products: allow for the rounding of each
    wrong = mismatch(yours, right, dtype, 20.0)
    assert not wrong.any(), f"{what}: {table(wrong, [('yours', yours), ('right', right)])}"
