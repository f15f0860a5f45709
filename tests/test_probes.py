"""Each probe has a planted fault that it must catch; without it, it must pass."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from oracle import probes
from oracle.activations import sigmoid
from oracle.ask import Forward, about, ask, gradient


class Base:
    """What the notebook's Activation promises."""

    def __init__(self) -> None:
        self.x: Any = None

    def parameters(self) -> Any:
        return []

    def grads(self) -> Any:
        return []


class Right(Base):
    """A right sigmoid."""

    def forward(self, x: Any) -> Any:
        self.x = x
        return sigmoid.forward(x)

    def backward(self, grad_output: Any) -> Any:
        return sigmoid.derivative(self.x) * grad_output


def _with(**methods: Any) -> type[Any]:
    return type("Sigmoid", (Right,), methods)


def _forward(change: Callable[[Any, Any], Any]) -> type[Any]:
    """A sigmoid whose forward result goes through ``change(x, result)``."""

    def forward(self: Any, x: Any) -> Any:
        self.x = x
        return change(x, sigmoid.forward(x))

    return _with(forward=forward)


def _backward(change: Callable[[Any, Any, Any], Any]) -> type[Any]:
    """A sigmoid whose backward result goes through ``change(x, grad_output, result)``."""
    return _with(backward=lambda self, g: change(self.x, g, sigmoid.derivative(self.x) * g))


def _edit_x(self: Any, x: Any) -> Any:
    self.x = x.copy()
    x += 0.0 if x.size == 0 else 1.0
    return sigmoid.forward(self.x)


def _edit_upstream(self: Any, grad_output: Any) -> Any:
    grad_output *= sigmoid.derivative(self.x)
    return grad_output


def _stale(self: Any, x: Any) -> Any:
    self.x = x if self.x is None else self.x
    return sigmoid.forward(x)


def _consume(self: Any, grad_output: Any) -> Any:
    x, self.x = self.x, np.zeros_like(self.x)
    return sigmoid.derivative(x) * grad_output


def _shared_state(self: Any, grad_output: Any) -> Any:
    return sigmoid.derivative(type(self).shared) * grad_output


def _share(self: Any, x: Any) -> Any:
    self.x = type(self).shared = x
    return sigmoid.forward(x)


_BUFFER = np.empty((3, 4))


def _reuse_buffer(self: Any, x: Any) -> Any:
    self.x = x
    _BUFFER[...] = sigmoid.forward(x)
    return _BUFFER


def _silence_everything(self: Any, x: Any) -> Any:
    np.seterr(over="ignore")
    self.x = x
    return 1 / (1 + np.exp(-x))


def _naive(self: Any, x: Any) -> Any:
    self.x = x
    return 1 / (1 + np.exp(-x))


FAULTS: list[tuple[str, type[Any]]] = [
    ("forward_values", _forward(lambda x, y: y + 1e-7)),
    ("forward_values", _forward(lambda x, y: np.where(np.abs(x) > 25, 0.5, y))),
    ("forward_values", _forward(lambda x, y: y if x.size < 1000 else y * 0)),
    ("forward_shapes", _forward(lambda x, y: np.atleast_1d(y))),
    ("forward_shapes", _forward(lambda x, y: np.squeeze(y))),
    ("forward_views", _forward(lambda x, y: sigmoid.forward(x.ravel("K").reshape(x.shape)))),
    ("forward_float32", _forward(lambda x, y: y.astype(np.float16) if x.dtype == np.float32 else y)),
    ("backward_values", _backward(lambda x, g, r: sigmoid.derivative(x))),
    ("backward_values", _backward(lambda x, g, r: r / len(x))),
    ("backward_shapes", _backward(lambda x, g, r: np.ravel(r))),
    ("backward_views", _backward(lambda x, g, r: sigmoid.derivative(x) * g.ravel("K").reshape(g.shape))),
    ("backward_float32", _backward(lambda x, g, r: r * (1.01 if x.dtype == np.float32 else 1.0))),
    ("latest_forward_wins", _with(forward=_stale)),
    ("repeated_backward", _with(backward=_consume)),
    ("any_upstream", _backward(lambda x, g, r: np.clip(r, -1, 1))),
    ("rule_at_zero", _backward(lambda x, g, r: np.where(x == 0, 0.0, r))),
    ("keeps_input", _with(forward=lambda self, x: sigmoid.forward(x))),
    ("leaves_arguments_alone", _with(forward=_edit_x)),
    ("leaves_arguments_alone", _with(backward=_edit_upstream)),
    ("earlier_results_stay", _with(forward=_reuse_buffer)),
    ("instances_are_independent", _with(forward=_share, backward=_shared_state)),
    ("has_no_parameters", _with(parameters=lambda self: [self.x])),
    ("has_no_parameters", _with(grads=lambda self: ())),
    ("stable_forward", _with(forward=_naive)),
    ("stable_forward", _with(forward=_silence_everything)),
    ("stable_backward", _backward(lambda x, g, r: np.exp(x) / (1 + np.exp(x)) ** 2 * g)),
]


OF_THE_CLASS = {
    "keeps_input",
    "leaves_arguments_alone",
    "earlier_results_stay",
    "instances_are_independent",
    "has_no_parameters",
    "stable_forward",
    "stable_backward",
}


def _ask(probe: str, cls: type[Any]) -> None:
    question = getattr(probes, probe)
    settings = np.geterr()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if probe == "has_no_parameters":
                question(cls, sigmoid, Base)
            elif probe in OF_THE_CLASS:
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
    assert public - {"about", "gradient", "plain", "play"} == {probe for probe, _ in FAULTS}


def test_a_class_that_is_no_activation_is_told_so() -> None:
    with pytest.raises(AssertionError, match="subclass of Base"):
        probes.has_no_parameters(type("Sigmoid", (), dict(vars(Right))), sigmoid, Base)


def _message(cls: type[Any]) -> str:
    x, upstream = np.array([[0.5, -1.0]]), np.array([[2.0, -3.0]])
    with pytest.raises(AssertionError) as caught:
        ask(cls, sigmoid, [gradient(x, upstream)])
    return str(caught.value)


def test_message_says_that_backward_is_wrong_when_forward_is_right() -> None:
    assert "the mistake is in backward" in _message(_backward(lambda x, g, r: 2 * r))


def _tanh(self: Any, x: Any) -> Any:
    self.x = x
    return np.tanh(x)


def test_message_says_that_forward_is_wrong_when_backward_fits_it() -> None:
    cls = _with(
        forward=_tanh,
        backward=lambda self, g: g / np.cosh(self.x) ** 2,
    )
    assert "forward itself is wrong" in _message(cls)


def test_message_says_so_when_both_are_wrong() -> None:
    cls = _with(forward=_tanh, backward=lambda self, g: g)
    assert "forward is wrong here too" in _message(cls)


def test_message_names_the_misconception_behind_the_numbers() -> None:
    assert "hint: this is the local derivative alone" in _message(_backward(lambda x, g, r: sigmoid.derivative(x)))


def test_message_for_a_single_number_shows_the_numbers_too() -> None:
    with pytest.raises(AssertionError, match="yours"):
        ask(_backward(lambda x, g, r: 2 * r), sigmoid, [gradient(np.array(0.5), np.array(2.0))])


def test_a_wrong_forward_costs_no_points_for_a_right_backward() -> None:
    ask(_forward(lambda x, y: y * 0), sigmoid, [gradient(np.array([0.5, -1.0]), np.array([2.0, -3.0]))])


def _grumpy(self: Any, x: Any) -> Any:
    self.x = x
    if x.size == 1:
        raise ValueError("one number is too few")
    return sigmoid.forward(x) + (x.size == 2)


ONE, TWO, THREE = ([Forward(np.full(size, 0.5))] for size in (1, 2, 3))


@pytest.mark.parametrize(
    ("scripts", "complaint"),
    [
        ([THREE, ONE, TWO], "one number is too few"),
        ([THREE, TWO, ONE], "2 of 2 entries wrong"),
        ([THREE, [*TWO, *ONE]], "2 of 2 entries wrong"),
    ],
)
def test_the_first_thing_that_is_wrong_is_told(scripts: Any, complaint: str) -> None:
    with pytest.raises((AssertionError, ValueError), match=complaint):
        ask(_with(forward=_grumpy), sigmoid, scripts)


def test_the_first_wrong_answer_is_told_whatever_the_others_are_held_to() -> None:
    """Answers are compared by kind: to backward, to float32. That is not the order in which they were asked."""
    cls = _with(
        forward=_grumpy,
        backward=lambda self, g: 2 * g,
    )
    double, single = np.full(2, 0.5), np.full(2, 0.5, np.float32)
    backward = gradient(double.copy(), np.ones(2))
    for scripts, first in (
        ([[Forward(single)], [Forward(double)], backward], "forward(x) for x = float32"),
        ([[Forward(double)], [Forward(single)], backward], "forward(x) for x = float64"),
        ([backward, [Forward(double)], [Forward(single)]], "backward(grad_output)"),
    ):
        with pytest.raises(AssertionError) as caught:
            ask(cls, sigmoid, scripts)
        assert str(caught.value).startswith(first)


def test_an_answer_between_right_ones_is_told_with_its_own_numbers() -> None:
    cls = _forward(lambda x, y: np.where(x == 0.25, 7.0, y))
    x = np.full((2, 3), 0.5)
    x[1, 2] = 0.25
    with pytest.raises(
        AssertionError, match=r"shape \(2, 3\): 1 of 6 .*\n *at \(1, 2\): x = 0.25, yours = 7, right = 0.562"
    ):
        ask(cls, sigmoid, [[Forward(np.full(4, 0.5))], [Forward(x)], [Forward(np.array(0.5))]])


def test_several_questions_are_asked_in_one_go_and_each_counts() -> None:
    views, single = probes.forward_views, probes.forward_float32
    about(Right, sigmoid, views, single)
    for fault in (
        _forward(lambda x, y: sigmoid.forward(x.ravel("K").reshape(x.shape))),
        _forward(lambda x, y: y * (1.01 if x.dtype == np.float32 else 1.0)),
    ):
        with pytest.raises(AssertionError):
            about(fault, sigmoid, views, single)


def test_a_question_asks_the_same_alone_and_beside_others() -> None:
    seen: list[bytes] = []

    def seeing(x: Any, y: Any) -> Any:
        seen.append(x.tobytes())
        return y

    cls = _forward(seeing)
    about(cls, sigmoid, probes.forward_float32)
    alone = seen.copy()
    seen.clear()
    about(cls, sigmoid, probes.forward_views, probes.forward_float32)
    assert seen[-len(alone) :] == alone
