"""Each probe has a planted fault that it must catch; without it, it must pass."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from oracle import probes
from oracle.activations import sigmoid
from oracle.ask import about
from tests.support.layers import Right, with_backward, with_forward, with_methods


def _stale(self: Any, x: Any) -> Any:
    self.x = x if self.x is None else self.x
    return sigmoid.forward(x)


def _consume(self: Any, grad_output: Any) -> Any:
    x, self.x = self.x, np.zeros_like(self.x)
    return sigmoid.derivative(x) * grad_output


def _silence_everything(self: Any, x: Any) -> Any:
    np.seterr(over="ignore")
    self.x = x
    return 1 / (1 + np.exp(-x))


def _naive(self: Any, x: Any) -> Any:
    self.x = x
    return 1 / (1 + np.exp(-x))


FAULTS: list[tuple[str, type[Any]]] = [
    ("forward_values", with_forward(lambda x, y: y + 1e-7)),
    ("forward_values", with_forward(lambda x, y: np.where(np.abs(x) > 25, 0.5, y))),
    ("forward_values", with_forward(lambda x, y: y if x.size < 1000 else y * 0)),
    ("forward_shapes", with_forward(lambda x, y: np.atleast_1d(y))),
    ("forward_shapes", with_forward(lambda x, y: np.squeeze(y))),
    ("forward_views", with_forward(lambda x, y: sigmoid.forward(x.ravel("K").reshape(x.shape)))),
    ("forward_values", with_forward(lambda x, y: y.astype(np.float32))),
    ("backward_values", with_backward(lambda x, g, r: r.astype(np.float32))),
    ("backward_values", with_backward(lambda x, g, r: np.where(np.abs(x) < 1e-8, 0.0, r))),
    ("any_upstream", with_backward(lambda x, g, r: np.where(np.abs(g) > 900, 0.0, r))),
    ("forward_float32", with_forward(lambda x, y: y.astype(np.float16) if x.dtype == np.float32 else y)),
    ("backward_values", with_backward(lambda x, g, r: sigmoid.derivative(x))),
    ("backward_values", with_backward(lambda x, g, r: r / len(x))),
    ("backward_shapes", with_backward(lambda x, g, r: np.ravel(r))),
    ("backward_views", with_backward(lambda x, g, r: sigmoid.derivative(x) * g.ravel("K").reshape(g.shape))),
    ("backward_float32", with_backward(lambda x, g, r: r * (1.01 if x.dtype == np.float32 else 1.0))),
    ("latest_forward_wins", with_methods(forward=_stale)),
    ("repeated_backward", with_methods(backward=_consume)),
    ("any_upstream", with_backward(lambda x, g, r: np.clip(r, -1, 1))),
    ("rule_at_zero", with_backward(lambda x, g, r: np.where(x == 0, 0.0, r))),
    ("stable_forward", with_methods(forward=_naive)),
    ("stable_forward", with_methods(forward=_silence_everything)),
    ("stable_backward", with_backward(lambda x, g, r: np.exp(x) / (1 + np.exp(x)) ** 2 * g)),
]


OF_THE_CLASS = {"stable_forward", "stable_backward"}


def _ask(probe: str, cls: type[Any]) -> None:
    question = getattr(probes, probe)
    settings = np.geterr()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if probe in OF_THE_CLASS:
                question(cls, sigmoid)
            else:
                about(cls, sigmoid, question)
    finally:
        np.seterr(**settings)  # one of the faults is to change them


@pytest.mark.parametrize(("probe", "cls"), FAULTS, ids=[f"{probe}-{n}" for n, (probe, _) in enumerate(FAULTS)])
def test_probe_catches_its_planted_fault(probe: str, cls: type[Any]) -> None:
    with pytest.raises(AssertionError):
        _ask(probe, cls)


@pytest.mark.parametrize("probe", sorted({probe for probe, _ in FAULTS}))
def test_probe_passes_a_right_layer(probe: str) -> None:
    _ask(probe, Right)


def test_every_probe_has_a_planted_fault() -> None:
    public = {
        name
        for name, value in vars(probes).items()
        if not name.startswith("_") and value.__class__.__name__ == "function"
    }
    assert public - {"about", "gradient"} == {probe for probe, _ in FAULTS}
