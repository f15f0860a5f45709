"""Tools for checking the layers that you write. NumPy is all they need; read on, they are short files.

``run_tests`` runs the tests of a cell. ``check_array`` compares two arrays (arrays.py); ``numerical_gradient`` measures
a gradient, and ``check_gradient`` and ``check_direction`` compare the measurement with your ``backward``
(gradients.py). ``speak_kindly`` makes a cell that needs what you have not written yet say just that.
"""

from __future__ import annotations

import contextlib
import inspect
import os
import sys
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from arrays import check_array, plain_array
from gradients import check_direction, check_gradient, numerical_gradient

__all__ = [
    "TestsFailed",
    "check_array",
    "check_direction",
    "check_gradient",
    "not_written",
    "numerical_gradient",
    "run_tests",
    "speak_kindly",
]


class TestsFailed(AssertionError):
    """Some tests of a cell failed. What went wrong was already printed, so no traceback is shown.

    Attributes:
        printed: what went wrong, line by line, for *Validate*, which shows nothing that was printed.
    """

    __test__ = False  # the name starts with "Test", but pytest should not collect it

    def __init__(self, message: str, printed: list[str] | None = None) -> None:
        super().__init__(message)
        self.printed = printed or []

    def _render_traceback_(self) -> list[str]:
        """What Jupyter shows in place of a traceback."""
        validating = os.environ.get("NBGRADER_VALIDATING") == "1"  # nbgrader sets it
        return [f"{type(self).__name__}: {self}", *(self.printed if validating else [])]


def run_tests() -> None:
    """Run the ``test_*`` functions of the calling cell, in the order in which they stand there.

    Each gets one line: its name and the first line of its docstring. A failed one also says why.
    Warnings are shown as notes and cost nothing.

    Raises:
        TestsFailed: at the end, if any test failed, or if the cell has none.
    """
    tests = _tests_of(sys._getframe(1))
    if not tests:
        raise TestsFailed("this cell defines no test: expected a function whose name starts with test_")
    for test in tests:
        test.__dict__["has_run"] = True
    failed: dict[str, list[str]] = {}
    # stderr would look like an error to nbgrader, and a warning is not one
    with contextlib.redirect_stderr(sys.stdout):
        for test in tests:
            if problem := _problem(test):
                failed[test.__name__] = problem
    if failed:
        told = [line for name, problem in failed.items() for line in (f"{name}:", *problem)]
        raise TestsFailed(f"{len(failed)} of {len(tests)} tests failed: {', '.join(failed)}", told)


def check_contract(layer_class: type[Any], base: type[Any]) -> None:
    """Hold an activation to its manners: what it stores, what it leaves alone, and what it does not have.

    Whether its numbers are right is another question.

    Raises:
        AssertionError: for the first point of the contract that does not hold.
    """
    x, upstream = np.array([[-1.0, 2.0], [3.0, -4.0]]), np.array([[1.0, -2.0], [-3.0, 4.0]])
    layer, other = layer_class(), layer_class()
    assert issubclass(layer_class, base), f"{layer_class.__name__} should be a subclass of {base.__name__}"
    assert getattr(layer, "x", layer) is None, "in a new layer, self.x should be None"
    assert getattr(layer, "training", False), "a new layer should have run super().__init__()"
    given_x, given_upstream = x.copy(), upstream.copy()
    output = plain_array(layer.forward(given_x), "forward")
    output_then = output.copy()
    check_array(layer.x, x, "self.x after forward(x)")
    gradient = plain_array(layer.backward(given_upstream), "backward")
    gradient_then = gradient.copy()
    assert np.array_equal(given_x, x), "x was changed, the array that forward was given: work on a copy"
    assert np.array_equal(given_upstream, upstream), "backward changed grad_output: work on a copy"
    layer.forward(3 * x)
    layer.backward(-upstream)
    assert _same(output, output_then), "an array that forward returned was changed later: return a new one each time"
    assert _same(gradient, gradient_then), "an array that backward returned was changed later: return a new one"
    layer.forward(x.copy())
    other.forward(-x)
    again = layer.backward(upstream.copy())
    assert _same(again, gradient_then), "backward gave another gradient when a second layer was used before it"
    assert layer.parameters() == [], f"parameters() should return [], but it returned {layer.parameters()!r:.80}"
    assert layer.grads() == [], f"grads() should return [], but it returned {layer.grads()!r:.80}"
    for name in ("dW", "db"):
        assert not hasattr(layer, name), f"the layer stores a {name}, which is for layers with parameters"


def _same(array: np.ndarray, other: np.ndarray) -> bool:
    return np.array_equal(array, other, equal_nan=True)


def _tests_of(frame: Any) -> list[Callable[[], None]]:
    """The test functions that this very cell defined.

    Each cell is compiled under its own file name; but all cells under a magic such as ``%%time`` share one, so what has
    run in one of them is not run in another. Under ``%%timeit`` the tests are local to what it times; in a line such as
    ``%time run_tests()`` the cell is further out.
    """
    notebook = frame.f_globals
    while frame is not None:
        found: list[Callable[[], None]] = [
            value
            for name, value in ({**notebook, **frame.f_locals} if frame.f_globals is notebook else {}).items()
            if name.startswith("test_")
            and inspect.isfunction(value)
            and value.__code__.co_filename == frame.f_code.co_filename
            and "has_run" not in value.__dict__
        ]
        if found:
            return found
        frame = frame.f_back
    return []


def _problem(test: Callable[[], None]) -> list[str]:
    """Run a test and print what came of it. Return the lines that say why it failed; none if it passed."""
    title = f"{test.__name__}: {(inspect.getdoc(test) or '').partition(chr(10))[0]}"
    problem = ""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            test()
        except NotImplementedError as error:
            problem = not_written(error)
        except AssertionError as error:
            problem = str(error) or "the assertion does not hold"
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
    lines = [f"    {line}" for line in problem.splitlines()]
    notes = dict.fromkeys(f"    note: {w.category.__name__}: {w.message}" for w in caught)
    print("\n".join([f"{'✗' if lines else '✓'} {title}", *lines, *notes]))
    return lines


def not_written(error: NotImplementedError) -> str:
    """Which method is still to be written, in words: the one that raised this error."""
    last = [frame for frame, _ in traceback.walk_tb(error.__traceback__)][-1:]
    name = last[0].f_code.co_qualname if last else "<this>"
    return f"{'this' if name.startswith('<') else name} is not written yet"


def speak_kindly() -> None:
    """In Jupyter, let a cell that needs what is not written yet say so in a line, in place of a traceback."""
    ipython = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython is not None else None
    if hasattr(shell, "kernel"):  # a notebook's; whoever grades has none
        shell.set_custom_exc((NotImplementedError,), _in_one_line)


def _in_one_line(shell: Any, kind: type, error: Any, trace: Any, tb_offset: int | None = None) -> None:
    error._render_traceback_ = lambda: [f"{not_written(error)}: run this cell again when it is"]
    shell.showtraceback((kind, error, trace))
