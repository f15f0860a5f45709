"""Measuring gradients honestly: whatever the measured function does to its arrays, and in words that name the cause."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from tests.support.answers import answers
from tests.support.inprocess import ASSIGNMENT, NOTEBOOK, code_cells

sys.path.insert(0, str(ASSIGNMENT))
from checks import check_direction, check_gradient, numerical_gradient

X = np.array([[-2.0, 1.0, 0.5], [3.0, -0.25, 2.0]])


class Layer:
    """A layer made of two functions; ``forward`` keeps a copy of its input first."""

    def __init__(self, forward: Callable[[Any], Any], slope: Callable[[Any], Any]) -> None:
        self._forward, self._slope = forward, slope

    def forward(self, x: np.ndarray) -> Any:
        self.x = np.array(x)
        return self._forward(x)

    def backward(self, grad_output: np.ndarray) -> Any:
        return self._slope(self.x) * grad_output


def triple_in_place(x: np.ndarray) -> np.ndarray:
    x *= 3
    return x


def masked_in_place(x: np.ndarray) -> np.ndarray:
    x[x < 0] = 0
    return x


def with_one_buffer(function: Callable[..., Any]) -> Callable[[np.ndarray], np.ndarray]:
    """The function, with one array for all results of a shape."""
    buffers: dict[tuple[int, ...], np.ndarray] = {}

    def buffered(x: np.ndarray) -> np.ndarray:
        buffer = buffers.setdefault(x.shape, np.empty(x.shape))
        buffer[...] = function(x)
        return buffer

    return buffered


def relu_slope(x: np.ndarray) -> np.ndarray:
    return (x > 0).astype(float)


def tripled(x: np.ndarray) -> np.ndarray:
    return np.full(x.shape, 3.0)


# ------------------------------------------------------------ arrays


@pytest.mark.parametrize("function", [triple_in_place, with_one_buffer(lambda x: 3 * x), lambda x: (3 * x)[...]])
def test_a_function_that_works_in_place_or_in_one_buffer_is_measured_right(function: Callable[[Any], Any]) -> None:
    x = X.copy()
    assert np.allclose(numerical_gradient(function, x), 3.0)
    assert np.array_equal(x, X)


@pytest.mark.parametrize("forward", [triple_in_place, with_one_buffer(lambda x: 3 * x)], ids=["in place", "one buffer"])
@pytest.mark.parametrize("factor", [0.0, 1.0, 3.001, -3.0])
def test_a_wrong_factor_is_caught_whatever_forward_does_to_its_arrays(
    forward: Callable[[Any], Any], factor: float
) -> None:
    with pytest.raises(AssertionError, match="backward disagrees"):
        check_gradient(Layer(forward, lambda x: np.full(x.shape, factor)), X)


@pytest.mark.parametrize(
    ("layer", "told"),
    [
        (Layer(triple_in_place, tripled), "forward changes x"),
        (Layer(masked_in_place, relu_slope), "forward changes x"),
        (Layer(with_one_buffer(lambda x: 3 * x), tripled), "the same array each time"),
        (Layer(lambda x: x, np.ones_like), "returns the array that it is given"),
    ],
    ids=["in place", "mask in place", "one buffer", "the input itself"],
)
def test_a_right_layer_that_shares_arrays_passes_and_is_told(
    layer: Layer, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_gradient(layer, X) < 1e-6
    assert told in capsys.readouterr().out


def test_a_backward_that_changes_grad_output_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    layer = Layer(lambda x: 3 * x, tripled)
    layer.backward = triple_in_place  # type: ignore[assignment, method-assign]  # on purpose
    assert check_gradient(layer, X) < 1e-6
    assert "backward changes grad_output" in capsys.readouterr().out


def test_a_forward_that_remembers_earlier_calls_is_told() -> None:
    calls: list[int] = []

    def tired(x: np.ndarray) -> np.ndarray:
        calls.append(1)
        return x * len(calls)

    with pytest.raises(AssertionError, match="another result the second time"):
        check_gradient(Layer(tired, np.ones_like), X)


def test_measuring_a_mask_in_place_warns_of_nothing(recwarn: pytest.WarningsRecorder) -> None:
    assert np.allclose(numerical_gradient(masked_in_place, np.array([-2.0, 1.0])), [0.0, 1.0])
    assert not recwarn.list


# ------------------------------------------------------------ points


def test_whole_numbers_are_taken_as_floats() -> None:
    assert check_gradient(Layer(lambda x: np.maximum(0, x), relu_slope), np.array([[-2, 1], [3, -1]])) < 1e-9
    assert np.allclose(numerical_gradient(np.sin, np.array([1, 2])), np.cos([1, 2]))


@pytest.mark.parametrize("x", [np.array(["a"]), np.array([1j]), np.array([None])])
def test_what_is_no_number_is_named(x: np.ndarray) -> None:
    with pytest.raises(TypeError, match=r"x should be an array of float numbers, but its type is"):
        check_gradient(Layer(np.sin, np.cos), x)


@pytest.mark.parametrize("at_the_corner", [0.0, 0.3, 1.0])
def test_at_a_corner_any_slope_between_both_sides_passes_and_the_corner_is_named(
    at_the_corner: float, capsys: pytest.CaptureFixture[str]
) -> None:
    layer = Layer(lambda x: np.maximum(0, x), lambda x: np.where(x == 0, at_the_corner, relu_slope(x)))
    check_gradient(layer, np.array([-1.0, 0.0, 2.0]), np.ones(3))
    assert "a corner: to the left the slope is 0, to the right 1" in capsys.readouterr().out


def test_at_a_corner_a_slope_beyond_both_sides_fails_and_the_corner_is_named() -> None:
    layer = Layer(lambda x: np.maximum(0, x), lambda x: np.where(x == 0, 1.5, relu_slope(x)))
    with pytest.raises(AssertionError, match=r"disagrees(.|\n)*a corner"):
        check_gradient(layer, np.array([-1.0, 0.0, 2.0]))


@pytest.mark.parametrize(
    ("x", "upstream"),
    [(np.ones(1000), np.full(1000, 1 / 4e6)), (np.array([12.0, 20.0]), None), (np.array([1.0]), np.array([1e-200]))],
    ids=["a mean over millions", "a flat place", "next to nothing"],
)
def test_a_zero_gradient_is_caught_however_small_the_right_one_is(x: np.ndarray, upstream: np.ndarray | None) -> None:
    def sigmoid(x: np.ndarray) -> np.ndarray:
        return np.asarray(1 / (1 + np.exp(-x)))

    check_gradient(Layer(sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x))), x, upstream)
    with pytest.raises(AssertionError, match="backward disagrees"):
        check_gradient(Layer(sigmoid, np.zeros_like), x, upstream)


def sine_with(slope: Callable[[Any, Any], Any]) -> Layer:
    """A sine whose backward is a function of x and grad_output."""
    layer = Layer(np.sin, np.cos)
    layer.backward = lambda grad_output: slope(layer.x, grad_output)  # type: ignore[method-assign]  # on purpose
    return layer


@pytest.mark.parametrize("scale", [1e-9, 1e-4, 1.0, 1e5])
@pytest.mark.parametrize(
    ("slope", "told"),
    [
        (lambda x, g: 0 * g, "all of yours are 0"),
        (lambda x, g: -np.cos(x) * g, "the other sign everywhere"),
        (lambda x, g: 2 * np.cos(x) * g, "yours is 2 times what it should be"),
        (lambda x, g: np.cos(x), "is grad_output missing"),
        (lambda x, g: np.cos(x) * g * g, "is grad_output in your product twice"),
    ],
)
def test_the_cause_is_named_however_small_or_large_the_numbers_are(
    slope: Callable[[Any, Any], Any], told: str, scale: float
) -> None:
    upstream = scale * np.array([[1.0, -2.0, 3.0], [0.7, 4.0, -5.0]])
    with pytest.raises(AssertionError, match="backward disagrees") as raised:
        check_gradient(sine_with(slope), X, upstream)
    hints = str(raised.value).splitlines()[6:]
    assert len(hints) == 1
    assert told in hints[0]


@pytest.mark.parametrize(
    ("layer", "x", "upstream", "told"),
    [
        (np.sin, X, None, "expected a layer with forward and backward, but found ufunc"),
        (Layer(np.sin, np.cos), np.array([1.0, np.nan]), None, "x should be finite"),
        (Layer(np.sin, np.cos), np.array([1.0, np.inf]), None, "x should be finite"),
        (Layer(np.sin, np.cos), X, np.full(X.shape, np.nan), "upstream should be finite numbers"),
        (Layer(np.sin, np.cos), X, np.ones(3), r"in the shape of forward\(x\), \(2, 3\)"),
    ],
)
def test_what_cannot_be_checked_is_named(layer: Any, x: Any, upstream: Any, told: str) -> None:
    with pytest.raises((TypeError, ValueError), match=told):
        check_gradient(layer, x, upstream)


def test_many_corners_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    check_gradient(Layer(lambda x: np.maximum(0, x), relu_slope), np.zeros((5, 4)))
    told = capsys.readouterr().out
    assert told.count("a corner") == 3
    assert "and 17 more corners" in told


def test_where_nothing_can_be_measured_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    check_gradient(Layer(np.tanh, np.zeros_like), np.array([40.0, -50.0]))
    assert "the check says little" in capsys.readouterr().out


def test_a_class_in_place_of_a_layer_is_named() -> None:
    with pytest.raises(TypeError, match=r"found the class Layer: write Layer\(\)"):
        check_gradient(Layer, X)


# ------------------------------------------------------------ one direction


def test_one_direction_passes_what_is_right_and_catches_what_is_not() -> None:
    x = np.random.default_rng(4).normal(size=(200, 300))
    assert check_direction(Layer(np.sin, np.cos), x) < 1e-6
    for slope in (np.sin, lambda x: -np.cos(x), lambda x: 1.001 * np.cos(x), np.zeros_like):
        with pytest.raises(AssertionError, match="along a random direction"):
            check_direction(Layer(np.sin, slope), x)


# ------------------------------------------------------------ the corpus


@pytest.mark.filterwarnings("ignore")
def test_no_right_answer_of_the_corpus_is_told_that_it_disagrees() -> None:
    given = next(cell.source for cell in code_cells(NOTEBOOK) if "class Activation" in cell.source)
    imports = next(cell.source for cell in code_cells(NOTEBOOK) if "import numpy" in cell.source)
    solved: dict[str, Any] = {}
    exec(imports, solved)
    exec(given, solved)
    for cell in code_cells(NOTEBOOK):
        if cell.solution:
            exec(cell.source, solved)
    names = {"relu": "ReLU", "sigmoid": "Sigmoid", "gelu": "GELU", "silu": "SiLU"}
    rng = np.random.default_rng(6)
    for answer in answers("correct"):
        namespace = dict(solved)
        exec(answer.text, namespace)
        for scale in (0.1, 2.0, 30.0):
            x = rng.normal(size=(2, 3)) * scale
            check_gradient(namespace[names[answer.grade_id]](), np.where(np.abs(x) < 0.02, 0.5, x))


# ------------------------------------------------------------ tests of a cell


def test_under_a_magic_each_cell_runs_its_own_tests(capsys: pytest.CaptureFixture[str]) -> None:
    shell = InteractiveShell.instance()
    shell.run_cell("from checks import run_tests")
    for magic in ("%%time", "%%capture --no-stdout --no-display", "%%time\n"):
        for name, body in (("first", "assert False"), ("second", "pass")):
            shell.run_cell(f"{magic}\ndef test_{name}():\n    {body}\nrun_tests()")
            shown = capsys.readouterr().out
            assert [line for line in shown.splitlines() if line.startswith(("✓", "✗"))] == [
                f"{'✗' if name == 'first' else '✓'} test_{name}: "
            ]
    for form in ("%%timeit -n1 -r1\n{}\nrun_tests()", "{}\n%time run_tests()", "{}\nif True:\n    %time run_tests()"):
        for name in ("third", "fourth"):
            shell.run_cell(form.format(f"def test_{name}():\n    pass"))
            assert [line for line in capsys.readouterr().out.splitlines() if "✓" in line] == [f"✓ test_{name}: "]
    shell.run_cell("%time run_tests()")
    assert not [line for line in capsys.readouterr().out.splitlines() if line.startswith(("✓", "✗"))]
    InteractiveShell.clear_instance()
