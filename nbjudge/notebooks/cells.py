"""What the cells of a source notebook are for, told from their metadata; and their text as plain Python."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

SKIPPED_TAG: Final = "skip-execution"  # nbclient's own: the cell is for the reader, not for grading


def is_skipped(cell: Mapping[str, Any]) -> bool:
    """Whether a cell is only for the reader, and not to be run."""
    return SKIPPED_TAG in cell["metadata"].get("tags", [])


def is_test_cell(cell: Mapping[str, Any]) -> bool:
    """Whether a cell holds tests: graded by the judge. A graded solution cell is for a person to grade."""
    nbgrader = cell["metadata"].get("nbgrader", {})
    return cell["cell_type"] == "code" and bool(nbgrader.get("grade")) and not nbgrader.get("solution")


def is_locked(cell: Mapping[str, Any]) -> bool:
    """Whether a cell's text is the instructor's in every submission."""
    nbgrader = cell["metadata"].get("nbgrader", {})
    return bool(nbgrader.get("locked") or nbgrader.get("grade")) and not nbgrader.get("solution")


def in_preamble(cells: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Each code cell, and whether it is of the preamble: locked, to be run, and before any solution or grade cell."""
    before = True
    for cell in cells:
        nbgrader = cell["metadata"].get("nbgrader", {})
        before = before and not nbgrader.get("solution") and not nbgrader.get("grade")
        yield cell, before and bool(nbgrader.get("locked")) and not is_skipped(cell)


# --- as plain Python -----------------------------------------------------------------------------------

# Not by IPython's own reading of cells: importing that takes half a second, in every examiner's zygote.
_RUNNING: Final = frozenset({"time", "timeit", "capture", "prun"})  # cell magics under which Python stands, to be run
_CELL_MAGIC: Final = re.compile(r"%%(\w+)(?![\w?])")
_HELP: Final = re.compile(r"\s*%{0,2}[\w.*\[\]-]+\?{1,2}\s*")
_COMMAND: Final = re.compile(r"(\s*)([%!?].*)")
_ANSWER: Final = re.compile(r"(\s*[^\s=#'\"][^=#'\"]*=\s*)([%!].*)")
_TIMED: Final = re.compile(r"%time\s+(\S.*)")
_OUTSIDE: Final = re.compile(r"""#|\"{3}|'{3}|["'()\[\]{}]""")
_TO_ITS_END: Final = {quote: re.compile(rf"(?:\\.|(?!{quote})[^\\])*{quote}") for quote in ('"', "'", '"' * 3, "'" * 3)}


@functools.lru_cache(maxsize=1000)
def without_magics(source: str) -> str:
    """A cell as plain Python, line for line: what IPython adds to it asks a shell, or sets up a screen.

    Magics and commands (``%matplotlib inline``, ``!ls``, ``name?``) do nothing. A name for the answer of one is bound
    to None, of a command to an empty list. Under ``%%time`` and the like the cell is run; under any other cell magic,
    such as ``%%bash``, nothing is.
    """
    lines = _dedented(source.split("\n"))
    if not any(sign in source for sign in "%!?"):
        return "\n".join(lines)
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    while magic := _CELL_MAGIC.match(lines[first]):
        if magic[1] not in _RUNNING:
            return "pass" + "\n" * (len(lines) - 1)
        lines[first] = ""
        first = min(first + 1, len(lines) - 1)
    quote, depth = "", 0  # what is open at the beginning of a line
    goes_on = left_out = False  # whether the line before ends in a backslash, and is left out
    plain = []
    for line in lines:
        begins = not (quote or depth or goes_on)
        given = "" if left_out and goes_on else _plain_line(line) if begins else line
        left_out = (left_out and goes_on) or given != line
        if not left_out:
            quote, depth = _open_after(line, quote, depth)
        goes_on = line.endswith("\\") and not quote
        plain.append(given)
    return "\n".join(plain)


def _dedented(lines: list[str]) -> list[str]:
    """Without the indentation of the first line, which IPython takes from all."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indent) for line in lines] if indent else lines


def _plain_line(line: str) -> str:
    """The first line of a statement, or what is run in its place if that is no Python."""
    if command := _COMMAND.fullmatch(line):
        timed = _TIMED.fullmatch(command[2])
        return command[1] + (timed[1] if timed else "pass")
    if answer := _ANSWER.fullmatch(line):
        timed = _TIMED.fullmatch(answer[2])
        return answer[1] + (timed[1] if timed else "[]" if answer[2].startswith("!") else "None")
    if _HELP.fullmatch(line):
        return line[: len(line) - len(line.lstrip())] + "pass"
    return line


def _open_after(line: str, quote: str, depth: int) -> tuple[str, int]:
    """The string and the number of brackets that are open at the end of a line, from those at its beginning."""
    place = 0
    while True:
        if quote:
            end = _TO_ITS_END[quote].match(line, place)
            if end is None:
                return (quote if len(quote) == 3 or line.endswith("\\") else ""), depth
            quote, place = "", end.end()
        found = _OUTSIDE.search(line, place)
        if found is None or found[0] == "#":
            return "", depth
        place = found.end()
        if found[0] in _TO_ITS_END:
            quote = found[0]
        else:
            depth = max(0, depth + (1 if found[0] in "([{" else -1))
