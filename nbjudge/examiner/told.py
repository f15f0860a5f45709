"""What a candidate tells of errors and warnings, made into ones that can be raised here. Nothing of it is trusted."""

from __future__ import annotations

import builtins
import warnings
from collections.abc import Callable
from typing import Any, Final

from nbjudge.verdicts import FORBIDDEN, MEMORY_LIMIT, RAISED

TEXT: Final = 4_000  # characters of any one text that a candidate sends about an error or warning
WARNINGS: Final = 50
_REFUSED_BY_SANDBOX: Final = (1, 13)  # EPERM from seccomp, EACCES from Landlock


class CandidateError(Exception):
    """An exception of a class that is not builtin, raised by the student's code."""

    __module__ = "nbjudge.session"  # as students' messages have it, which do not change with where this file lies


def warn_again(told: object) -> None:
    """Raise the candidate's warnings here; as the test wants it, one of them may become an error."""
    for warning in told[:WARNINGS] if type(told) is list else []:
        if type(warning) is list and [type(part) for part in warning] == [str, str]:
            category = _builtin(warning[0], Warning) or UserWarning
            warnings.warn(warning[1][:TEXT], category, stacklevel=3)


def rebuilt(told: object) -> tuple[BaseException, str, str]:
    """The exception to raise here, the outcome of a test that it ends, and where it was raised there.

    Raises:
        ValueError: if that is not what is told.
    """
    if type(told) is not list or [type(part) for part in told] != [str, str, str, int]:
        raise ValueError("an error should be a class, a message, a traceback and a number")
    name, message, trace = told[0][:200], told[1][:TEXT], told[2][:TEXT]
    outcome = RAISED
    if name == "MemoryError":
        outcome = MEMORY_LIMIT
    elif name == "PermissionError" and told[3] in _REFUSED_BY_SANDBOX:
        outcome = FORBIDDEN
    return _raisable(name, message), outcome, trace


def _builtin(name: str, base: type[BaseException]) -> type[Any] | None:
    found = vars(builtins).get(name)
    return found if isinstance(found, type) and issubclass(found, base) else None


def _raisable(name: str, message: str) -> BaseException:
    """The exception to raise here. Only Exceptions: a candidate cannot send the examiner a SystemExit."""
    cls: Callable[[str], BaseException] | None = _builtin(name, Exception)
    if cls is not None and name != "StopIteration":  # which would end a test's loop instead of failing it
        try:
            return cls(message)
        except TypeError:  # UnicodeDecodeError and its like want more than a message
            pass
    return CandidateError(f"{name}: {message}")
