"""Tools for checking the layers that you write. NumPy is all they need; read on, they are short files.

``run_tests`` runs the tests of a cell. ``check_array`` compares two arrays (arrays.py); ``numerical_gradient`` measures
a gradient, and ``check_gradient`` and ``check_direction`` compare the measurement with your ``backward``
(gradients.py).
"""

from __future__ import annotations

import contextlib
import inspect
import sys
import warnings
from collections.abc import Callable
from typing import Any

from arrays import check_array
from gradients import check_direction, check_gradient, numerical_gradient

__all__ = ["TestsFailed", "check_array", "check_direction", "check_gradient", "numerical_gradient", "run_tests"]


class TestsFailed(AssertionError):
    """Some tests of a cell failed. What went wrong was already printed, so no traceback is shown."""

    __test__ = False  # the name starts with "Test", but pytest should not collect it

    def _render_traceback_(self) -> list[str]:
        """What Jupyter shows in place of a traceback."""
        return [f"{type(self).__name__}: {self}"]


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
    # stderr would look like an error to nbgrader, and a warning is not one
    with contextlib.redirect_stderr(sys.stdout):
        failed = [test.__name__ for test in tests if not _passes(test)]
    if failed:
        raise TestsFailed(f"{len(failed)} of {len(tests)} tests failed: {', '.join(failed)}")


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


def _passes(test: Callable[[], None]) -> bool:
    title = f"{test.__name__}: {(inspect.getdoc(test) or '').partition(chr(10))[0]}"
    problem = None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            test()
        except NotImplementedError:
            problem = "not written yet"
        except AssertionError as error:
            problem = str(error) or "the assertion does not hold"
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
    print(f"{'✓' if problem is None else '✗'} {title}")
    notes = dict.fromkeys(f"note: {w.category.__name__}: {w.message}" for w in caught)
    for line in [*(problem or "").splitlines(), *notes]:
        print(f"    {line}")
    return problem is None
