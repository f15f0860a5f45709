"""What became of a cell's statements, and where in the cell they stand."""

from __future__ import annotations

import ast
import traceback
from dataclasses import dataclass
from typing import Final

SAID_CHARS: Final = 500  # of an exception's message, where it is told beside the outputs


@dataclass
class Stop:
    """What ended a cell early: an exception's class and message, the line, and how many statements went before."""

    kind: str
    message: str
    line: int = 0
    reached: int = 0


@dataclass
class Skip:
    """A statement that was left out: its line, and why."""

    line: int
    why: str


def first_line(statement: ast.stmt) -> int:
    """The line of the cell at which a statement begins, its decorators included."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def line_in_cell(error: BaseException | None) -> int:
    """The line of the cell in which it was raised, or from which that was called; 0 if there is none."""
    frames = traceback.walk_tb(error.__traceback__) if error is not None else ()
    return next((line for frame, line in frames if frame.f_code.co_filename.startswith("<ipython-input")), 0)
