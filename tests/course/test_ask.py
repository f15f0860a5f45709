"""What is told of a wrong answer: the first thing that is wrong, with its own numbers and what is behind them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from oracle import probes
from oracle.activations import sigmoid
from oracle.answers import Forward
from oracle.ask import about, ask, gradient
from tests.support.layers import Right, with_backward, with_forward, with_methods


def _message(cls: type[Any]) -> str:
    x, upstream = np.array([[0.5, -1.0]]), np.array([[2.0, -3.0]])
    with pytest.raises(AssertionError) as caught:
        ask(cls, sigmoid, [gradient(x, upstream)])
    return str(caught.value)


def test_message_says_that_backward_is_wrong_when_forward_is_right() -> None:
    assert "the mistake is in backward" in _message(with_backward(lambda x, g, r: 2 * r))


def _tanh(self: Any, x: Any) -> Any:
    self.x = x
    return np.tanh(x)


def test_message_says_that_forward_is_wrong_when_backward_fits_it() -> None:
    cls = with_methods(
        forward=_tanh,
        backward=lambda self, g: g / np.cosh(self.x) ** 2,
    )
    assert "forward itself is wrong" in _message(cls)


def test_message_says_so_when_both_are_wrong() -> None:
    cls = with_methods(forward=_tanh, backward=lambda self, g: g)
    assert "forward is wrong here too" in _message(cls)


def test_message_names_the_misconception_behind_the_numbers() -> None:
    assert "hint: this is the local derivative alone" in _message(with_backward(lambda x, g, r: sigmoid.derivative(x)))


def test_message_for_a_single_number_shows_the_numbers_too() -> None:
    with pytest.raises(AssertionError, match="yours"):
        ask(with_backward(lambda x, g, r: 2 * r), sigmoid, [gradient(np.array(0.5), np.array(2.0))])


def test_a_wrong_forward_costs_no_points_for_a_right_backward() -> None:
    ask(with_forward(lambda x, y: y * 0), sigmoid, [gradient(np.array([0.5, -1.0]), np.array([2.0, -3.0]))])


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
        ask(with_methods(forward=_grumpy), sigmoid, scripts)


def test_the_first_wrong_answer_is_told_whatever_the_others_are_held_to() -> None:
    """Answers are compared by kind: to backward, to float32. That is not the order in which they were asked."""
    cls = with_methods(
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
    cls = with_forward(lambda x, y: np.where(x == 0.25, 7.0, y))
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
        with_forward(lambda x, y: sigmoid.forward(x.ravel("K").reshape(x.shape))),
        with_forward(lambda x, y: y * (1.01 if x.dtype == np.float32 else 1.0)),
    ):
        with pytest.raises(AssertionError):
            about(fault, sigmoid, views, single)


def test_a_question_asks_the_same_alone_and_beside_others() -> None:
    seen: list[bytes] = []

    def seeing(x: Any, y: Any) -> Any:
        seen.append(x.tobytes())
        return y

    cls = with_forward(seeing)
    about(cls, sigmoid, probes.forward_float32)
    alone = seen.copy()
    seen.clear()
    about(cls, sigmoid, probes.forward_views, probes.forward_float32)
    assert seen[-len(alone) :] == alone
