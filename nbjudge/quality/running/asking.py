"""Scripts for an answer in a course without drivers: what the grade cells do with it, and more of the same kind."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any, Final

from nbjudge.alarm import TimeUp, time_limit
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.cells import without_magics
from nbjudge.quality.drivers import Script, plain_scripts
from nbjudge.quality.running.calls import recorded
from nbjudge.quality.running.reading import attributes_of, globals_of, numbers_in, raised_by, variables_mentioned
from nbjudge.quality.running.runs import Namespace, run
from nbjudge.quality.running.writing import Calls, as_tested, likewise

SECONDS: Final = 20.0  # that the grade cells may take with the solution
OF_A_SCRIPT: Final = 0.5  # that the solution may take for a script


def scripts_for(assignment: Assignment, grade_id: str, names: Namespace) -> Iterator[Script]:
    """What is done with the answer in a solution cell; nothing if nothing of it can be run.

    Its variables are looked at that the rest of the notebook mentions. Its functions and classes are asked as grade
    cells ask them, and with other values of the same kinds; those that no grade cell asks, with arrays or numbers.

    Args:
        names: what the notebook defines with the solution in place.
    """
    source = assignment.parsed
    cell = source.cells[source.by_grade_id[grade_id]]
    tree = ast.parse(without_magics(cell.text))
    elsewhere = [other.text for other in source.cells if other is not cell] + [cell.released]
    words = set(re.findall(r"\w+", "\n".join(elsewhere)))
    yield from (Script((name,), {}) for name in variables_mentioned(tree, words) if name in names)
    calls = _recorded(assignment, grade_id)
    looks = attributes_of(tree) & words
    after = globals_of(tree)
    met: set[tuple[str, ...]] = set()
    for script, promised in _asked(calls, looks, after, tree):
        for settled in _settled(script, names, promised):
            if settled.arrays or settled.lines not in met:
                yield settled
            met |= set() if settled.arrays else {settled.lines}
    asked = {re.split(r"\W", call.form, maxsplit=1)[0] for some in calls for call in some}
    yield from _unasked(tree, asked, names)


def _asked(
    calls: Calls, looks: set[str], after: Sequence[str], tree: ast.Module
) -> Iterator[tuple[Script, set[str] | None]]:
    """Scripts, and which exceptions count in them."""
    for script in as_tested(calls, looks, after):
        yield script, None
    promised = raised_by(tree)
    for script in likewise(calls, looks, after, numbers_in(tree)):
        yield script, promised


def _recorded(assignment: Assignment, grade_id: str) -> Calls:
    """The calls of the grade cells; none if they take too long."""
    try:
        with time_limit(SECONDS):
            return recorded(assignment, grade_id)
    except TimeUp:
        return []


def functions_run(scripts: Sequence[Script], names: Namespace, file: str) -> set[str]:
    """The names of the functions of this file that are called when scripts run."""
    found: set[str] = set()

    def heard(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename == file:
            found.add(frame.f_code.co_name)

    sys.setprofile(heard)
    try:
        for script in scripts:
            for _ in run(names, script):
                pass
    finally:
        sys.setprofile(None)
    return found


def _settled(script: Script, names: Namespace, promised: set[str] | None) -> Iterator[Script]:
    """A script without the lines that raise with the solution; these end a script of their own.

    Args:
        promised: the exceptions that count; None for all. Others come of asking for what was never promised.
    """
    lines = list(script.lines)
    while lines:
        try:
            with time_limit(OF_A_SCRIPT):
                seen = list(run(names, Script(tuple(lines), script.arrays)))
        except (TimeUp, Exception):  # it was never meant to be asked this, or a value cannot be copied after all
            return
        last = len(seen) - 1
        if not seen[last].raised:
            yield Script(tuple(lines), script.arrays)
            return
        if promised is None or seen[last].raised in promised:
            yield Script(tuple(lines[: last + 1]), script.arrays)
        if not isinstance(ast.parse(lines[last]).body[0], ast.Expr):
            lines = lines[:last]  # what it would have made is missing from there on
        else:
            del lines[last]


def _unasked(tree: ast.Module, asked: set[str], names: Namespace) -> Iterator[Script]:
    """Functions and classes that no grade cell asks: with arrays where the solution runs through, else with floats."""
    nodes = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name not in asked]
    for node in nodes:
        kinds = [list(plain_scripts(ast.unparse(node), arrays=arrays)) for arrays in (True, False)]
        arrays, floats = [[script for script in scripts if _runs(script, names)] for scripts in kinds]
        yield from arrays if len(arrays) == len(kinds[0]) else floats or arrays


def _runs(script: Script, names: Namespace) -> bool:
    try:
        with time_limit(OF_A_SCRIPT):
            return not any(seen.raised for seen in run(names, script))
    except TimeUp:
        return False
