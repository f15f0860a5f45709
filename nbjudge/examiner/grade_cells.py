"""Collecting and running the test functions of one grade cell: ordinary pytest-style code."""

from __future__ import annotations

import functools
import io
import sys
import time
import traceback
import types
import warnings
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any, Final

from nbjudge.alarm import TimeUp, time_limit
from nbjudge.examiner.session import CandidateLost, Session
from nbjudge.notebooks.regions import Region, line_numbers
from nbjudge.verdicts import NOT_JUDGED, PASSED, RAISED, TIME_LIMIT, WRONG, Verdict

LATER: Final = 0.5  # seconds after a session's deadline, which knows better what happened, until the alarm


class Problem(Exception):
    """The tests of a cell could not be defined: outcome and message for the one verdict that the cell then has."""

    def __init__(self, outcome: str, message: str) -> None:
        super().__init__(outcome, message)
        self.outcome, self.message = outcome, message


@dataclass(frozen=True)
class GradeCell:
    """A grade cell as the source has it."""

    id: str
    grade_id: str
    points: float
    source: str

    @classmethod
    def from_dict(cls, cell: Mapping[str, Any]) -> GradeCell:
        nbgrader = cell["metadata"]["nbgrader"]
        return cls(cell["id"], nbgrader["grade_id"], float(nbgrader["points"]), cell["source"])


@dataclass(frozen=True)
class Test:
    """One test function of a cell."""

    __test__ = False

    function: types.FunctionType
    hidden: bool

    @property
    def weight(self) -> float:
        """Its share of the cell's points, relative to the others: ``test_x.weight = 2``; 1 if nothing is said."""
        return float(getattr(self.function, "weight", 1.0))

    @property
    def names(self) -> frozenset[str]:
        """The global names that it mentions itself."""
        return _names_in(self.function.__code__)

    def verdict(
        self, share: float, outcome: str, message: str = "", *, seconds: float = 0.0, printed: str = ""
    ) -> Verdict:
        title = (self.function.__doc__ or "").strip().partition("\n")[0].rstrip()
        points = share if outcome == PASSED else 0.0
        name = self.function.__name__
        return Verdict(name, title, outcome, points, share, message, self.hidden, seconds, printed)


@functools.cache
def _names_in(code: types.CodeType) -> frozenset[str]:
    inner = [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return frozenset(code.co_names).union(*map(_names_in, inner))


def collect(cell: GradeCell, namespace: dict[str, Any], hidden_tests: Region) -> list[Test]:
    """Run a grade cell's top level, and return the test functions that it defines, in their order.

    Args:
        hidden_tests: between which lines hidden ones stand.

    Raises:
        Problem: if it defines none: the instructor's mistake, so *not judged*.
        Whatever the cell's top level raises.
    """
    filename = f"<cell {cell.id}>"
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        exec(compiled(cell.source, cell.id), namespace)
    hidden = line_numbers(cell.source, hidden_tests)
    functions = [
        value
        for name, value in namespace.items()
        if name.startswith("test_") and isinstance(value, types.FunctionType) and value.__code__.co_filename == filename
    ]
    functions.sort(key=lambda function: function.__code__.co_firstlineno)
    if not functions:
        raise Problem(NOT_JUDGED, "the cell defines no test: expected functions whose names start with test_")
    tests = [Test(function, function.__code__.co_firstlineno in hidden) for function in functions]
    if not sum(test.weight for test in tests) > 0:
        raise Problem(NOT_JUDGED, "the weights of the cell's tests should add up to more than 0")
    return tests


@functools.cache
def compiled(source: str, cell_id: str) -> types.CodeType:
    """A grade cell's code; its functions name the cell as their file."""
    return compile(source, f"<cell {cell_id}>", "exec")


Explain = Callable[[str], str]
"""Adds to an exception's words what is known of its cause."""


def run_test(test: Test, share: float, session: Session, deadline: float, explain: Explain = str) -> Verdict:
    """Run one test, until ``deadline`` (of ``time.monotonic``) at most.

    The verdict depends on what the test does, never on what anybody prints.
    """
    start = time.monotonic()
    session.start_test(deadline)
    outcome, message = _outcome(test, session, explain)
    return test.verdict(share, outcome, message, seconds=time.monotonic() - start, printed=session.printed)


def _outcome(test: Test, session: Session, explain: Explain) -> tuple[str, str]:
    error = _run(test, max(0.0, session.deadline - time.monotonic()))
    if isinstance(error, TimeUp) and session.lost is None:
        # an alarm in the middle of a message leaves the channel in an unknown state
        session.lost = CandidateLost(TIME_LIMIT, "the test ran into its time limit")
    if session.lost is not None:
        # also for a test that swallowed the loss: it has seen no answer
        return session.lost.outcome, session.lost.message
    if error is None:
        return PASSED, ""
    if isinstance(error, (AssertionError, *_failures())) and session.blame(error) is None:
        return WRONG, str(error) or "the assertion does not hold"
    return _raised(error, session, explain)


def _failures() -> tuple[type[BaseException], ...]:
    """What ``pytest.fail`` raises, if a grade cell has imported pytest: it makes every examiner larger."""
    pytest = sys.modules.get("pytest")
    return () if pytest is None else (pytest.fail.Exception,)


def _run(test: Test, seconds: float) -> BaseException | None:
    """Run the test's function; what it raised, if anything."""
    quiet = io.StringIO()
    try:
        with warnings.catch_warnings(), redirect_stdout(quiet), redirect_stderr(quiet), time_limit(seconds + LATER):
            warnings.simplefilter("ignore")  # a warning costs nothing by itself; a test that minds says so
            test.function()
    except BaseException as error:  # CandidateLost and TimeUp among them, which no Exception clause would see
        return error
    return None


def _raised(error: BaseException, session: Session, explain: Explain) -> tuple[str, str]:
    known = session.blame(error)
    outcome, trace = known if known is not None else (RAISED, "")
    if type(error) is NotImplementedError:
        return outcome, "not written yet"
    said = explain("".join(traceback.format_exception_only(error)).strip())
    return outcome, f"{said}\n{trace.rstrip()}".rstrip()
