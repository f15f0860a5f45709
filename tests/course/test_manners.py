"""Each question about manners has planted faults that it must catch, and passes a right layer; and none is asked of
code that computes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any
from unittest import mock

import numpy as np
import pytest

from oracle import manners
from oracle.activations import REFERENCES, Reference, relu, sigmoid
from tests.support.inprocess import NOTEBOOK, code_cells, run_notebook

GIVEN = run_notebook([cell for cell in code_cells(NOTEBOOK) if cell.grade_id in {"imports", "module"}])
Activation = GIVEN["Activation"]
QUESTIONS = [value for name, value in vars(manners).items() if not name.startswith("_") and hasattr(value, "__code__")]
QUESTIONS = [question for question in QUESTIONS if question.__module__ == manners.__name__]


def right(reference: Reference, **methods: Any) -> type[Any]:
    """A right layer, but for these methods."""

    def forward(self: Any, x: Any) -> Any:
        self.x = x
        return reference.forward(x)

    def backward(self: Any, grad_output: Any) -> Any:
        return reference.derivative(self.x) * grad_output

    return type(reference.name, (Activation,), {"forward": forward, "backward": backward, **methods})


def _ask(question: Any, cls: type[Any], reference: Reference = sigmoid) -> None:
    question(cls, reference, *([Activation] if question is manners.has_no_parameters else []))


# ---------------------------------------------------------------- faults


def _edit_x(self: Any, x: Any) -> Any:
    self.x = x.copy()
    x += 0.0 if x.size == 0 else 1.0
    return sigmoid.forward(self.x)


def _edit_upstream(self: Any, grad_output: Any) -> Any:
    grad_output *= sigmoid.derivative(self.x)
    return grad_output


def _shared_state(self: Any, grad_output: Any) -> Any:
    return sigmoid.derivative(type(self).shared) * grad_output


def _share(self: Any, x: Any) -> Any:
    self.x = type(self).shared = x
    return sigmoid.forward(x)


def _share_mask(self: Any, x: Any) -> Any:
    self.x, type(self).mask = x, x > 0
    return np.maximum(0, x)


def _random(self: Any, grad_output: Any) -> Any:
    return grad_output * np.random.default_rng().random(grad_output.shape)


_BUFFER = np.empty((3, 4))


def _reuse_buffer(self: Any, x: Any) -> Any:
    self.x = x
    _BUFFER[...] = sigmoid.forward(x)
    return _BUFFER


def _stale(self: Any, x: Any) -> Any:
    self.x = x if self.x is None else self.x
    return sigmoid.forward(x)


def _init(**values: Any) -> Callable[[Any], None]:
    def __init__(self: Any) -> None:
        Activation.__init__(self)
        vars(self).update(values)

    return __init__


def _bare_init(self: Any) -> None:
    self.x = None


def _storing(name: str, in_forward: bool) -> dict[str, Any]:
    def forward(self: Any, x: Any) -> Any:
        self.x = x
        if in_forward:
            setattr(self, name, None)
        return sigmoid.forward(x)

    def backward(self: Any, grad_output: Any) -> Any:
        setattr(self, name, grad_output.copy())
        return sigmoid.derivative(self.x) * grad_output

    return {"forward": forward, "backward": backward}


FAULTS: list[tuple[Any, str, type[Any]]] = [
    (manners.keeps_input, "self.x is still None", right(sigmoid, forward=lambda self, x: sigmoid.forward(x))),
    (manners.keeps_input, "self.x after forward", right(sigmoid, forward=_stale)),
    (manners.keeps_input, "in a new layer, self.x should be None", right(sigmoid, __init__=_init(x=np.zeros(0)))),
    (manners.keeps_input, "in a new layer, self.x should be None", right(sigmoid, __init__=_init(x=0.0))),
    (manners.keeps_input, r"no self.x: .* super\(\).__init__", right(sigmoid, __init__=lambda self: None)),
    (manners.keeps_input, r"lacks what Module.__init__ sets: .* super", right(sigmoid, __init__=_bare_init)),
    (manners.leaves_arguments_alone, "forward changed its argument x", right(sigmoid, forward=_edit_x)),
    (manners.leaves_arguments_alone, "changed its argument grad_output", right(sigmoid, backward=_edit_upstream)),
    (manners.earlier_results_stay, "changed by a later call", right(sigmoid, forward=_reuse_buffer)),
    (manners.instances_are_independent, "second layer", right(sigmoid, forward=_share, backward=_shared_state)),
    (
        manners.instances_are_independent,
        "second layer",
        right(relu, forward=_share_mask, backward=lambda self, g: self.mask * g),
    ),
    (manners.instances_are_independent, "on two new layers", right(sigmoid, backward=_random)),
    (manners.has_no_parameters, r"parameters\(\) should", right(sigmoid, parameters=lambda self: [self.x])),
    (manners.has_no_parameters, r"grads\(\) should", right(sigmoid, grads=lambda self: ())),
    (manners.has_no_parameters, "subclass of Activation", type("Sigmoid", (GIVEN["Module"],), {})),
    (manners.has_no_parameters, "stores a dW", right(sigmoid, **_storing("dW", True))),
    (manners.has_no_parameters, "stores a dW", right(sigmoid, **_storing("dW", False))),
    (manners.has_no_parameters, "stores a db", right(sigmoid, **_storing("db", True))),
    (manners.has_no_parameters, "stores a db", right(sigmoid, **_storing("db", False))),
    (manners.has_no_parameters, "stores a dW", right(sigmoid, __init__=_init(dW=None, db=None))),
    (manners.has_no_parameters, "stores a db", right(sigmoid, db=None)),
]


@pytest.mark.parametrize(("question", "told", "cls"), FAULTS)
def test_fault_is_told_with_any_seed(question: Any, told: str, cls: type[Any]) -> None:
    for seed in range(10):
        with (
            mock.patch.dict(os.environ, NBJUDGE_SEED=str(seed)),
            pytest.raises(AssertionError, match=told),
        ):
            _ask(question, cls)


def test_every_question_has_a_planted_fault() -> None:
    assert {question.__name__ for question in QUESTIONS} == {question.__name__ for question, _, _ in FAULTS}


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=lambda r: r.name)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.__name__)
def test_right_layer_passes_with_any_seed(question: Any, reference: Reference) -> None:
    for seed in range(30):
        with mock.patch.dict(os.environ, NBJUDGE_SEED=str(seed)):
            _ask(question, right(reference), reference)


# ---------------------------------------------------------------- code that computes nothing


def _layer(forward: Callable[[Any], Any], backward: Callable[[Any], Any]) -> type[Any]:
    def keep(self: Any, x: Any) -> Any:
        self.x = x
        return forward(x)

    return right(sigmoid, forward=keep, backward=lambda self, grad_output: backward(grad_output))


TRIVIAL: dict[str, Callable[[Any], Any]] = {
    "nothing": lambda a: None,
    "the argument": lambda a: a,
    "a copy": lambda a: a.copy(),
    "zeros": np.zeros_like,
    "ones": np.ones_like,
    "one number": lambda a: 0.5,
    "minus the argument": lambda a: -a,
    "half of it": lambda a: 0.5 * a,
    "a straight line": lambda a: 3.0 * a - 1.0,
    "NaN": lambda a: np.full_like(a, np.nan),
    "infinity": lambda a: np.full_like(a, np.inf),
    "a sum": lambda a: a.sum(),
    "a wrong shape": lambda a: np.abs(a)[:1],
    "a list": lambda a: np.abs(a).tolist(),
    "words": lambda a: "done",
}


@pytest.mark.parametrize("forward", TRIVIAL)
@pytest.mark.parametrize("backward", ["nothing", "a copy", "zeros", "half of it"])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.__name__)
def test_manners_of_code_that_computes_nothing_are_worth_nothing(question: Any, forward: str, backward: str) -> None:
    with np.errstate(all="ignore"), pytest.raises(AssertionError):
        _ask(question, _layer(TRIVIAL[forward], TRIVIAL[backward]))


def test_what_has_no_rule_is_no_answer() -> None:
    rng = np.random.default_rng(0)
    chance = _layer(lambda x: rng.normal(size=x.shape), lambda g: rng.normal(size=g.shape))
    for question in QUESTIONS:
        if question is not manners.leaves_arguments_alone:  # it would have to ask everything twice
            with pytest.raises(AssertionError):
                _ask(question, chance)


@pytest.mark.parametrize("name", TRIVIAL)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.__name__)
def test_one_right_half_is_enough_to_be_asked(question: Any, name: str) -> None:
    """Who has a slip in one of the two methods does not pay for it here as well."""
    half = TRIVIAL[name]

    def forward(self: Any, x: Any) -> Any:
        self.x = x
        return half(x)

    _ask(question, right(sigmoid, backward=lambda self, grad_output: half(grad_output)))
    _ask(question, right(sigmoid, forward=forward))


def test_what_the_layer_raised_comes_before_that_it_does_not_answer() -> None:
    def unwritten(self: Any, x: Any) -> Any:
        raise NotImplementedError

    for question in QUESTIONS:
        with pytest.raises(NotImplementedError):
            _ask(question, right(sigmoid, forward=unwritten))
