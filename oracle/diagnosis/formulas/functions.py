"""Other functions that people write in place of the one that was asked for, by name: with their derivatives."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np

from oracle.activations import REFERENCES, Reference, gelu, sigmoid
from oracle.diagnosis.cause import CHAIN_RULE, Cause
from oracle.diagnosis.evidence import Evidence

Elementwise = Callable[[np.ndarray], np.ndarray]

SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772
_erf = np.vectorize(math.erf, otypes=[float])
logistic, logistic_slope = sigmoid.forward, sigmoid.derivative


class Function(NamedTuple):
    """A function that is none of the course's, or another one of them."""

    name: str
    value: Elementwise
    slope: Elementwise

    @property
    def key(self) -> str:
        """Its name, without the formula."""
        return self.name.partition(",")[0]


def normal(x: np.ndarray) -> np.ndarray:
    """The normal distribution function."""
    return np.asarray(0.5 * (1.0 + _erf(x / math.sqrt(2.0))))


def _bell(x: np.ndarray) -> np.ndarray:
    """The normal density."""
    return np.asarray(np.exp(-x * x / 2.0) / math.sqrt(2.0 * math.pi))


def _clipped_line(slope: float, low: float = 0.0, high: float = 1.0, middle: float = 0.5) -> tuple[Elementwise, ...]:
    """A line through (0, middle), cut off at low and high; and its slope."""
    left, right = (low - middle) / slope, (high - middle) / slope
    return (
        lambda x: np.clip(slope * x + middle, low, high),
        lambda x: np.where((x > left) & (x < right), slope, 0.0),
    )


def _silu(k: float) -> tuple[Elementwise, Elementwise]:
    return lambda x: x * logistic(k * x), lambda x: logistic(k * x) + k * x * logistic_slope(k * x)


def _mish_slope(x: np.ndarray) -> np.ndarray:
    t = np.tanh(np.logaddexp(0.0, x))
    return np.asarray(t + x * (1.0 - t * t) * logistic(x))


def _erf_gelu_slope(x: np.ndarray) -> np.ndarray:
    return np.asarray(0.5 * (1.0 + _erf(x)) + x * np.exp(-x * x) / math.sqrt(math.pi))


def _logit(x: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(np.log(x / (1.0 - x)))


def _logit_slope(x: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(1.0 / (x * (1.0 - x)))


FUNCTIONS: Final = (
    Function("ReLU, max(0, x)", REFERENCES["ReLU"].forward, REFERENCES["ReLU"].derivative),
    Function("the sigmoid", logistic, logistic_slope),
    Function("GELU, the tanh form", gelu.forward, gelu.derivative),
    Function("x itself", lambda x: x, np.ones_like),
    Function("abs(x)", np.abs, np.sign),
    Function("min(0, x)", lambda x: np.minimum(0.0, x), lambda x: np.where(x < 0, 1.0, 0.0)),
    Function("leaky ReLU", lambda x: np.where(x > 0, x, 0.01 * x), lambda x: np.where(x > 0, 1.0, 0.01)),
    Function("the step function", lambda x: np.where(x > 0, 1.0, 0.0), np.zeros_like),
    Function("the sign function", np.sign, np.zeros_like),
    Function("ELU", lambda x: np.where(x > 0, x, np.expm1(x)), lambda x: np.where(x > 0, 1.0, np.exp(x))),
    Function(
        "SELU",
        lambda x: SELU_SCALE * np.where(x > 0, x, SELU_ALPHA * np.expm1(x)),
        lambda x: SELU_SCALE * np.where(x > 0, 1.0, SELU_ALPHA * np.exp(x)),
    ),
    Function("softplus", lambda x: np.logaddexp(0.0, x), logistic),
    Function("SiLU, x sigmoid(x)", REFERENCES["SiLU"].forward, REFERENCES["SiLU"].derivative),
    Function("x sigmoid(1.702 x)", *_silu(1.702)),
    Function("the erf form of GELU", lambda x: x * normal(x), lambda x: normal(x) + x * _bell(x)),
    Function("mish", lambda x: x * np.tanh(np.logaddexp(0.0, x)), _mish_slope),
    Function("ReLU6", lambda x: np.clip(x, 0.0, 6.0), lambda x: np.where((x > 0) & (x < 6), 1.0, 0.0)),
    Function("ReLU squared", lambda x: np.maximum(0.0, x) ** 2, lambda x: 2.0 * np.maximum(0.0, x)),
    Function("a hard sigmoid", *_clipped_line(0.2)),
    Function("a hard sigmoid", *_clipped_line(1.0 / 6.0)),
    Function("a hard sigmoid", *_clipped_line(0.25)),
    Function("a hard sigmoid", *_clipped_line(0.5)),
    Function("a hard sigmoid", *_clipped_line(1.0)),
    Function("x between 0 and 1, cut off there", *_clipped_line(1.0, middle=0.0)),
    Function("hard tanh", *_clipped_line(1.0, -1.0, 1.0, 0.0)),
    Function(
        "hard swish",
        lambda x: x * np.clip(x / 6.0 + 0.5, 0.0, 1.0),
        lambda x: np.where(x <= -3, 0.0, np.where(x >= 3, 1.0, x / 3.0 + 0.5)),
    ),
    Function("tanh", np.tanh, lambda x: 1.0 / np.cosh(x) ** 2),
    Function(
        "(1 + tanh x) / 2, that is sigmoid(2 x)", lambda x: logistic(2.0 * x), lambda x: 2.0 * logistic_slope(2.0 * x)
    ),
    Function("softsign", lambda x: x / (1.0 + np.abs(x)), lambda x: 1.0 / (1.0 + np.abs(x)) ** 2),
    Function(
        "(1 + softsign) / 2",
        lambda x: 0.5 + 0.5 * x / (1.0 + np.abs(x)),
        lambda x: 0.5 / (1.0 + np.abs(x)) ** 2,
    ),
    Function("arctan", np.arctan, lambda x: 1.0 / (1.0 + x * x)),
    Function("an arctan sigmoid", lambda x: 0.5 + np.arctan(x) / math.pi, lambda x: 1.0 / (math.pi * (1.0 + x * x))),
    Function(
        "an arctan sigmoid",
        lambda x: 0.5 + np.arctan(math.pi / 2.0 * x) / math.pi,
        lambda x: 0.5 / (1.0 + (math.pi / 2.0 * x) ** 2),
    ),
    Function(
        "an algebraic sigmoid",
        lambda x: 0.5 + 0.5 * x / np.sqrt(1.0 + x * x),
        lambda x: 0.5 / (1.0 + x * x) ** 1.5,
    ),
    Function("x / sqrt(1 + x^2)", lambda x: x / np.sqrt(1.0 + x * x), lambda x: 1.0 / (1.0 + x * x) ** 1.5),
    Function("the normal distribution function", normal, _bell),
    Function("x (1 + erf(x)) / 2", lambda x: 0.5 * x * (1.0 + _erf(x)), _erf_gelu_slope),
    Function("x times the normal density", lambda x: x * _bell(x), lambda x: (1.0 - x * x) * _bell(x)),
    Function("erf", _erf, lambda x: 2.0 / math.sqrt(math.pi) * np.exp(-x * x)),
    Function("the bell curve exp(-x^2)", lambda x: np.exp(-x * x), lambda x: -2.0 * x * np.exp(-x * x)),
    Function("exp(x)", np.exp, np.exp),
    Function("exp(-abs(x))", lambda x: np.exp(-np.abs(x)), lambda x: -np.sign(x) * np.exp(-np.abs(x))),
    Function("exp(-x)", lambda x: np.exp(-x), lambda x: -np.exp(-x)),
    Function("log(sigmoid(x))", lambda x: -np.logaddexp(0.0, -x), lambda x: logistic(-x)),
    Function("the logit, log(x / (1 - x))", _logit, _logit_slope),
    Function("x squared", lambda x: x * x, lambda x: 2.0 * x),
    Function("sin(x)", np.sin, np.cos),
)


def same_function(evidence: Evidence) -> Cause | None:
    """The right function, or its derivative, was put to wrong use."""
    candidates = _same_forward if evidence.is_forward else _same_backward
    return _first(evidence, candidates(evidence.reference))


def other_functions(evidence: Evidence) -> Cause | None:
    """The numbers are those of another function, or of its derivative."""
    candidates = _other_forward if evidence.is_forward else _other_backward
    return _first(evidence, candidates(evidence.reference))


def other_uses_of_functions(evidence: Evidence) -> Cause | None:
    """A function's derivative stands where its value belongs, or the other way round."""
    candidates = _uses_forward if evidence.is_forward else _uses_backward
    return _first(evidence, candidates(evidence.reference))


def _first(evidence: Evidence, candidates: Iterable[tuple[Cause, Elementwise]]) -> Cause | None:
    """The first formula of x that explains everything, times grad_output or, if that is missing, without."""
    listed, x = list(candidates), evidence.x[evidence.sample]
    with np.errstate(all="ignore"):
        values = np.array([formula(x) for _, formula in listed])
    with_upstream = evidence.near(values, evidence.slopes)
    without = evidence.near(values) & (not evidence.is_forward)
    for number in np.flatnonzero(with_upstream | without):
        cause, formula = listed[number]
        with np.errstate(all="ignore"):
            everywhere = formula(evidence.x)
        if evidence.explained_by(everywhere * evidence.upstream):
            return cause
        if not evidence.is_forward and evidence.explained_by(everywhere):
            return Cause(cause.key, f"{cause.sentence}. And grad_output is missing from the product", cause.section)
    return None


def _same_forward(reference: Reference) -> Iterator[tuple[Cause, Elementwise]]:
    right, name = reference.forward, reference.name
    yield Cause("sign", f"these are the right numbers with the other sign: this is -{name}(x)"), lambda x: -right(x)
    yield Cause("sign of x", f"this is {name}(-x): look at the sign of x"), lambda x: right(-x)
    yield Cause("sign of x", f"this is -{name}(-x): look at the signs"), lambda x: -right(-x)
    yield Cause("derivative in forward", "this is the derivative: forward returns f(x) itself"), reference.derivative
    yield (
        Cause("applied twice", f"this is {name}({name}(x)): the function was applied twice"),
        lambda x: right(right(x)),
    )


def _other_forward(reference: Reference) -> Iterator[tuple[Cause, Elementwise]]:
    name = reference.name
    for function in _others(reference):
        yield Cause(function.key, f"this is {function.name}: another function than {name}"), function.value


def _uses_forward(reference: Reference) -> Iterator[tuple[Cause, Elementwise]]:
    name = reference.name
    for function in _others(reference):
        yield (
            Cause(f"slope of {function.key}", f"this is the derivative of {function.name}, not {name}(x)"),
            function.slope,
        )


def _same_backward(reference: Reference) -> Iterator[tuple[Cause, Elementwise]]:
    right, slope = reference.forward, reference.derivative
    yield (
        Cause("sign", "these are the right numbers with the other sign: look for a minus that is too much, or missing"),
        lambda x: -slope(x),
    )
    yield (
        Cause(
            "derivative at output",
            "the derivative was taken at the output: it belongs at the input, self.x",
            CHAIN_RULE,
        ),
        lambda x: slope(right(x)),
    )
    yield (
        Cause("forward in backward", "this is forward(x) times grad_output: the derivative is wanted", CHAIN_RULE),
        right,
    )
    yield Cause("sign of x", "the derivative was taken at -x: look at the sign of x"), lambda x: slope(-x)
    yield Cause("derivative times x", "the derivative was multiplied by x once too often"), lambda x: x * slope(x)


def _other_backward(reference: Reference) -> Iterator[tuple[Cause, Elementwise]]:
    name = reference.name
    for function in _others(reference):
        if function.slope is np.zeros_like:
            continue  # numbers that are next to 0 are nobody's slope
        yield other_slope(function, name), function.slope


def other_slope(function: Function, name: str) -> Cause:
    """That backward is the derivative of another function."""
    return Cause(function.key, f"this is the derivative of {function.name}: another function than {name}")


def _uses_backward(reference: Reference) -> Iterator[tuple[Cause, Elementwise]]:
    for function in _others(reference):
        yield (
            Cause(f"value of {function.key}", f"in place of the derivative stands {function.name}"),
            function.value,
        )


def _others(reference: Reference) -> Iterator[Function]:
    return (function for function in FUNCTIONS if function.value is not reference.forward)
