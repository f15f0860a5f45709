"""SiLU's derivative, which students find themselves, is told by no sentence, nor is what theirs lacks."""

from __future__ import annotations

import itertools
import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from nbjudge.diagnosis import diagnosis_of
from oracle.activations import sigmoid, silu
from oracle.diagnosis.formulas.functions import FUNCTIONS
from oracle.diagnosis.formulas.own.silu import SILU
from oracle.diagnosis.formulas.upstream import USES
from tests.support.answers import answers
from tests.support.diagnosing import BACKWARD, layer, problem
from tests.support.inprocess import NOTEBOOK, Cell, code_cells, grade_tests, run_notebook

X = np.linspace(-2.9, 3.1, 37)
S = sigmoid.forward(X)
NAMES = {
    "x": X, "s": S, "y": X * S, "sigmoid": sigmoid.forward, "forward": silu.forward, "exp": np.exp, "tanh": np.tanh,
    "abs": np.abs, "grad_output": np.cos(5.0 * X), "log": np.log, "sqrt": np.sqrt, "cosh": np.cosh,
}  # fmt: skip
TOKEN = re.compile(r"[A-Za-z_]+|\d+(?:\.\d+)?(?:e-?\d+)?|[-+*/^(),.:]|\S+")


def _expressions(sentence: str) -> list[np.ndarray]:
    """The numbers of all formulas in a sentence, however much of it each takes."""
    found, tokens = [], TOKEN.findall(sentence)
    allowed = [token in NAMES or re.fullmatch(r"[-+*/^()]|\d.*", token) is not None for token in tokens]
    for begin, end in itertools.combinations(range(len(tokens) + 1), 2):
        if all(allowed[begin:end]) and not _goes_on(tokens, begin, end):
            values = _value(tokens[begin:end])
            if values is not None and np.ptp(values) > 1e-6:  # a number alone gives nothing away
                found.append(values)
    return found


def _goes_on(tokens: list[str], begin: int, end: int) -> bool:
    """Whether the formula is part of a longer one: of 1 - x, x is none by itself."""
    around = (tokens[begin - 1] if begin else "", tokens[end] if end < len(tokens) else "")
    return any(token in NAMES or re.fullmatch(r"[-+*/^()]|\d.*", token) is not None for token in around)


def _value(tokens: list[str]) -> np.ndarray | None:
    """With * where it is left out, as between s and (1 - s)."""
    text = ""
    for before, token in zip(["", *tokens], tokens, strict=False):
        ends = before == ")" or (before in NAMES and not callable(NAMES[before])) or before[:1].isdigit()
        begins = token == "(" or token in NAMES or token[:1].isdigit()
        text += (" * " if ends and begins else " ") + ("**" if token == "^" else token)
    try:
        with np.errstate(all="ignore"):
            values = eval(text.strip(), {}, NAMES)
    except (SyntaxError, TypeError, ZeroDivisionError):
        return None
    return np.broadcast_to(values, X.shape) if isinstance(values, np.ndarray | float | int) else None


def _gives_it_away(said: str, slopes: np.ndarray) -> bool:
    """Whether a formula in it is the derivative, or what a student's slopes lack of it, by sum, product or quotient."""
    right, formulas = silu.derivative(X), [one for line in said.splitlines() for one in _expressions(line)]
    sums = [a + b for a, b in itertools.combinations(formulas, 2)]
    with np.errstate(all="ignore"):
        completed = [one for one in (right - slopes, slopes - right, right / slopes) if np.isfinite(one).all()]
    return any(np.allclose(one, hidden) for one in [*formulas, *sums] for hidden in (right, *completed))


def _hints(error: BaseException | None) -> str:
    """What is told in words, without the numbers that were wrong."""
    assert error is not None
    found = diagnosis_of(error)
    kept = [line for line in str(error).splitlines() if line.startswith("hint")]
    return "\n".join([*kept, found.sentence if found else "", *getattr(error, "__notes__", ())])


@pytest.mark.parametrize(
    "planted",
    [
        "it should be s + x s (1 - s)",
        "the term x s (1 - s) is missing",
        "sigmoid(x) (1 + x (1 - sigmoid(x)))",
        "forward(x) + sigmoid(x) (1 - forward(x))",
        "see s, and x * sigmoid(x) * (1 - sigmoid(x))",
        "(1 + exp(-x) + x exp(-x)) / (1 + exp(-x))^2",
    ],
)
def test_a_sentence_that_tells_it_would_be_found(planted: str) -> None:
    assert _gives_it_away(f"hint: {planted}", S)


def _slips() -> Iterator[np.ndarray]:
    for formula in SILU.backward:
        terms = formula(X)
        for number, place in itertools.chain.from_iterable(((n, p) for p in places) for n, places in enumerate(terms)):
            for slip in place.slips:
                yield _total(terms, number, place, slip.values)


def _total(terms: Any, number: int, changed: Any, values: Any) -> np.ndarray:
    total = np.zeros_like(X)
    for n, places in enumerate(terms):
        product = np.ones_like(X)
        for place in places:
            product = product * (values if n == number and place is changed else place.right)
        total = total + product
    return total


def _of(text: str) -> Callable[[np.ndarray], Any]:
    """A formula of x, s and y, as Python writes it."""
    return lambda x: eval(text, {}, {"x": x, "s": sigmoid.forward(x), "y": silu.forward(x)})


PARTS = ("1", "x", "s", "(1 - s)", "y", "(1 - y)", "s * (1 - s)", "x * s * (1 - s)", "s * (1 - y)")
#: Slopes that somebody may return: of all functions, their values, and small formulas of x, s and y.
SLOPES = {
    **{f"slope of {number}, {function.name}": function.slope for number, function in enumerate(FUNCTIONS)},
    **{f"value of {number}, {function.name}": function.value for number, function in enumerate(FUNCTIONS)},
    **{f"{a} {sign} {b}": _of(f"{a} {sign} {b}") for a, b in itertools.combinations(PARTS, 2) for sign in "+-*"},
}


@pytest.mark.parametrize("name", SLOPES)
def test_no_slope_is_answered_with_the_derivative(name: str) -> None:
    slope: Callable[[np.ndarray], Any] = SLOPES[name]
    with np.errstate(all="ignore"):
        slopes = slope(X)
    if np.allclose(slopes, silu.derivative(X)):
        return
    said = _hints(problem(layer(silu, backward=lambda x, g: slope(x) * g), silu, BACKWARD[0]))
    assert not _gives_it_away(said, slopes), said


@pytest.mark.parametrize("use", USES, ids=lambda use: use[1][:50])
def test_no_use_of_grad_output_is_answered_with_the_derivative(use: Any) -> None:
    cls = layer(silu, backward=lambda x, g: use[2](silu.derivative(x), g))
    said = _hints(problem(cls, silu, BACKWARD[0]))
    assert not _gives_it_away(said, silu.derivative(X) + 1.0), said


def test_no_sentence_in_the_table_tells_the_derivative() -> None:
    sentences = [
        slip.sentence for formula in SILU.backward for places in formula(X) for p in places for slip in p.slips
    ]
    for sentence, slopes in zip(sentences, _slips(), strict=True):
        assert not _gives_it_away(sentence, slopes), sentence
    assert SILU.words[1] == ""


def test_no_wrong_answer_of_the_corpus_is_answered_with_it() -> None:
    cells = code_cells(NOTEBOOK)
    with np.errstate(), warnings.catch_warnings():  # some of the answers change the settings
        for answer in answers("wrong"):
            for error in _errors(cells, answer.text) if answer.grade_id == "silu" else ():
                assert not _gives_it_away(_hints(error), np.zeros_like(X)), answer.name


def _errors(cells: list[Cell], text: str) -> Iterator[BaseException]:
    space = run_notebook(cells, {"silu": text})
    for cell in cells:
        for test in grade_tests(cell, space).values() if cell.points and "SiLU" in cell.source else ():
            try:
                test()
            except Exception as error:
                yield error
