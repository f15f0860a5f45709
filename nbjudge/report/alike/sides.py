"""Two answers side by side, with the lines marked that they share and few others have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nbjudge.report.alike.fragments import Fragments, hashes_of
from nbjudge.report.alike.tokens import MOST_CHARS, answer_of

MOST_LINES: Final = 160  # of a side
MOST_WIDTH: Final = 200  # characters of a line


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer, and whether it is shared."""

    text: str
    shared: bool


def side_by_side(first: Sequence[str], second: Sequence[str], fragments: Fragments) -> tuple[list[Line], list[Line]]:
    """The code of two students (the texts of their cells), each with what is shared marked."""
    answers = answer_of(first), answer_of(second)
    hashes = hashes_of(answers[0].symbols), hashes_of(answers[1].symbols)
    marked = []
    for answer, mine, others in ((answers[0], *hashes), (answers[1], *hashes[::-1])):
        shared = fragments.shared(answer.symbols, mine, others)
        marked.append({line for line, is_shared in zip(answer.lines, shared, strict=True) if is_shared})
    return _lines(first, marked[0]), _lines(second, marked[1])


def _lines(texts: Sequence[str], marked: set[int]) -> list[Line]:
    """The lines that matter: all, up to MOST_LINES, and after that those that are marked."""
    lines = "\n".join(texts)[:MOST_CHARS].split("\n")
    shown = [
        Line(line[:MOST_WIDTH], number in marked)
        for number, line in enumerate(lines)
        if number < MOST_LINES or number in marked
    ][: 2 * MOST_LINES]
    return [*shown, Line("…", False)] if len(shown) < len(lines) else shown
