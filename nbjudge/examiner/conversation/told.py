"""What a candidate tells of errors and warnings, made into ones that can be raised here. Nothing of it is trusted."""

from __future__ import annotations

import builtins
import contextlib
import warnings
from collections.abc import Mapping
from typing import Any, Final

from nbjudge.diagnosis import ATTRIBUTE
from nbjudge.verdicts import FORBIDDEN, MEMORY_LIMIT, RAISED

TEXT: Final = 4_000  # characters of any one text that a candidate sends about an error or warning
WARNINGS: Final = 50
_REFUSED_BY_SANDBOX: Final = (1, 13)  # EPERM from seccomp, EACCES from Landlock


_ENDING: Final = (StopIteration, StopAsyncIteration)  # which would end a test's loop instead of failing it


class CandidateError(Exception):
    """An exception of a class that is not builtin, raised by the student's code."""

    __module__ = "nbjudge.session"  # as students' messages have it, which do not change with where this file lies


def warn_again(told: object) -> None:
    """Raise the candidate's warnings here; as the test wants it, one of them may become an error."""
    for warning in told[:WARNINGS] if type(told) is list else []:
        if type(warning) is list and [type(part) for part in warning] == [str, str]:
            category = _builtin(warning[0], Warning) or UserWarning
            warnings.warn(warning[1][:TEXT], category, stacklevel=3)


def rebuilt(told: object, classes: Mapping[int, type]) -> tuple[BaseException, str, str]:
    """The exception to raise here, the outcome of a test that it ends, and where it was raised there.

    Args:
        classes: the student's classes that a test knows, by the number that each has.

    Raises:
        ValueError: if that is not what is told.
    """
    if type(told) is not list or [type(part) for part in told] != [str, str, str, int, int, str, dict]:
        raise ValueError(
            "an error should be a class, a message, a traceback, two numbers, a builtin class and attributes"
        )
    name, message, trace = told[0][:200], told[1][:TEXT], told[2][:TEXT]
    outcome = RAISED
    if name == "MemoryError":
        outcome = MEMORY_LIMIT
    elif name == "PermissionError" and told[3] in _REFUSED_BY_SANDBOX:
        outcome = FORBIDDEN
    own = classes.get(told[4])
    if own is not None and issubclass(own, Exception):
        return _with_attributes(own(message), told[6]), outcome, trace
    return _raisable(name, message, told[5]), outcome, trace


def _builtin(name: str, base: type[BaseException]) -> type[Any] | None:
    found = vars(builtins).get(name)
    return found if isinstance(found, type) and issubclass(found, base) else None


def error_class(name: str, builtin: str) -> type[Exception] | None:
    """A class for exceptions of a class of the student's, which is of a builtin one; None if that is none."""
    base = _builtin(builtin, Exception)
    if base is None:
        return None
    return type(name, (Exception if issubclass(base, _ENDING) else base,), {})


def _with_attributes(error: Exception, told: Mapping[Any, Any]) -> Exception:
    """The exception with what the student's has; but what is behind it, only a test tells."""
    for name, value in told.items():
        if type(name) is str and not name.startswith("__") and name != ATTRIBUTE:
            vars(error)[name] = value
    return error


def _raisable(name: str, message: str, builtin: str) -> BaseException:
    """The exception to raise here. Only Exceptions: a candidate cannot send the examiner a SystemExit.

    One of a class that is not known here is of the builtin class that it is of there, as tests expect those.
    """
    cls = _builtin(name, Exception)
    if cls is not None and not issubclass(cls, _ENDING):
        try:
            known: BaseException = cls(message)
            return known
        except TypeError:  # UnicodeDecodeError and its like want more than a message
            pass
    behind = _builtin(builtin, Exception)
    with contextlib.suppress(TypeError):
        if behind is not None and behind is not Exception and not issubclass(behind, _ENDING):
            words = {"__module__": CandidateError.__module__}
            made: BaseException = type(CandidateError.__name__, (CandidateError, behind), words)(f"{name}: {message}")
            return made
    return CandidateError(f"{name}: {message}")
