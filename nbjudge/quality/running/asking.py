"""Scripts for an answer in a course without drivers: what the grade cells do with it, and more of the same kind."""

from __future__ import annotations

import ast
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from types import FrameType
from typing import Any, Final

import numpy as np

from nbjudge.alarm import TimeUp, time_limit
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.cells import without_magics
from nbjudge.quality.drivers import Script, plain_scripts
from nbjudge.quality.running.calls import Call, Given, recorded
from nbjudge.quality.running.likes import drawn
from nbjudge.quality.running.runs import Namespace, run

MOST_CALLS: Final = 40  # of one function, that are asked as the tests ask them
LIKES: Final = 60  # times that a function is asked with other values of the same kinds; an object, a quarter of that
SECONDS: Final = 20.0  # that the grade cells may take with the solution
OF_A_SCRIPT: Final = 0.5  # that the solution may take for a script
MOST_LINES: Final = 60  # of what is done with objects in one grade cell
LITERAL: Final = 120  # letters of a text that still stands in the line itself

Value = Callable[[Call, int, Given], Any]
"""What stands for an argument, the one with this number of a call."""


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
    yield from (Script((name,), {}) for name in _variables(tree, words) if name in names)
    calls = _recorded(assignment, grade_id)
    looks = _attributes(tree) & words
    after = tuple(dict.fromkeys(name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names))
    met: set[tuple[str, ...]] = set()
    for script, promised in _asked(calls, looks, after, tree):
        for settled in _settled(script, names, promised):
            if settled.arrays or settled.lines not in met:
                yield settled
            met |= set() if settled.arrays else {settled.lines}
    asked = {re.split(r"\W", call.form, maxsplit=1)[0] for some in calls for call in some}
    yield from _unasked(tree, asked, names)


def _asked(
    calls: Sequence[Sequence[Call]], looks: set[str], after: Sequence[str], tree: ast.Module
) -> Iterator[tuple[Script, set[str] | None]]:
    """Scripts, and which exceptions count in them."""
    for script in _as_tested(calls, looks, after):
        yield script, None
    promised = _raised_by(tree)
    for script in _likewise(calls, looks, after, _numbers(tree)):
        yield script, promised


def _recorded(assignment: Assignment, grade_id: str) -> list[list[Call]]:
    """The calls of the grade cells; none if they take too long."""
    try:
        with time_limit(SECONDS):
            return recorded(assignment, grade_id)
    except TimeUp:
        return []


def functions_run(scripts: Iterable[Script], names: Namespace, file: str) -> set[str]:
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


# ---------------------------------------------------------------- what the cell's text says


def variables_of(tree: ast.Module) -> list[str]:
    """The variables that a cell binds at its margin, in order."""
    found: list[str] = []
    waiting: list[ast.AST] = list(reversed(tree.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.append(node.id)
        if not isinstance(node, _WITH_NAMES_OF_THEIR_OWN):
            waiting += reversed(list(ast.iter_child_nodes(node)))
    return list(dict.fromkeys(found))


_WITH_NAMES_OF_THEIR_OWN: Final = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp,
    ast.GeneratorExp,
)  # fmt: skip


def _variables(tree: ast.Module, words: set[str]) -> list[str]:
    """Those that the rest of the notebook mentions; if there are none, all."""
    found = variables_of(tree)
    return [name for name in found if name in words] or found


def _attributes(tree: ast.Module) -> set[str]:
    """What objects keep under public names."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store))
    return {node.attr for node in nodes if not node.attr.startswith("_")}


def _raised_by(tree: ast.Module) -> set[str]:
    """The exceptions that a solution raises on purpose."""
    raised = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.exc is not None]
    return {name.id for node in raised for name in ast.walk(node) if isinstance(name, ast.Name)}


def _numbers(tree: ast.Module) -> list[float]:
    """The numbers that stand in a solution, with the sign that they have there."""
    found: dict[float, None] = {}
    for node in ast.walk(tree):
        negative = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
        constant = node.operand if isinstance(node, ast.UnaryOp) else node
        if isinstance(constant, ast.Constant) and isinstance(constant.value, int | float):
            found[-constant.value if negative else constant.value] = None
    return [number for number in found if math.isfinite(number)]


# ---------------------------------------------------------------- scripts


def _as_tested(calls: Sequence[Sequence[Call]], looks: set[str], after: Sequence[str]) -> Iterator[Script]:
    counts: dict[str, int] = {}
    for call in _alone(calls):
        counts[call.form] = counts.get(call.form, 0) + 1
        if counts[call.form] <= MOST_CALLS:
            yield _written([call], looks, after)
    for story in _stories(calls):
        yield _written(story, looks, after)


def _likewise(
    calls: Sequence[Sequence[Call]], looks: set[str], after: Sequence[str], special: Sequence[float]
) -> Iterator[Script]:
    """The same with other values: for each place, of the kinds that stand there in any call."""
    pools: dict[tuple[str, int, str], list[Any]] = {}
    for some in calls:
        for call in some:
            for place, given in enumerate(call.given):
                pools.setdefault((call.form, place, given.keyword), []).append(given.value)
    alone: dict[str, list[Call]] = {}
    for call in _alone(calls):
        if call.given:
            alone.setdefault(call.form, []).append(call)
    subjects = [([[call] for call in some], LIKES) for some in alone.values()]
    subjects += [([story, _twice(story)], LIKES // 4) for story in _stories(calls)]
    for number, (templates, times) in enumerate(subjects):
        for likes in drawn(number, times, special):

            def value(call: Call, place: int, given: Given, likes: Any = likes) -> Any:
                return likes.like(given.value, pools[call.form, place, given.keyword])

            yield _written(likes.chance.choice(templates), looks, after, value)


def _alone(calls: Iterable[Sequence[Call]]) -> Iterator[Call]:
    """The calls that have nothing to do with others."""
    return (call for some in calls for call in some if not (_belongs(call) or call.opaque))


def _stories(calls: Iterable[Sequence[Call]]) -> list[list[Call]]:
    """What each grade cell does with an object, or with a function that it was given, and what belongs to it."""
    found: list[list[Call]] = []
    for some in calls:
        stories: list[tuple[set[str], list[Call]]] = []
        for call in filter(_belongs, some):
            names = call.needs | ({call.result} if call.result else set())
            touched = [story for story in stories if story[0] & names]
            members = {id(one) for _, story in touched for one in story} | {id(call)}
            stories = [story for story in stories if not story[0] & names]
            story = [one for one in some if id(one) in members]  # in the order in which they were made
            stories.append((names.union(*(known for known, _ in touched)), story))
        found += [story[:MOST_LINES] for _, story in stories]
    return found


def _twice(story: Sequence[Call]) -> list[Call]:
    """The same with two objects side by side, which may get into each other's way."""

    def other(given: Given) -> Given:
        return replace(given, of=given.of and f"{given.of}b")

    found = []
    for call in story:
        found += [call, replace(
            call,
            given=tuple(map(other, call.given)),
            on=call.on and other(call.on),
            result=call.result and f"{call.result}b",
        )]  # fmt: skip
    return found


def _belongs(call: Call) -> bool:
    return call.makes or call.used or call.on is not None or bool(call.needs)


def _written(calls: Sequence[Call], looks: set[str], after: Sequence[str], value: Value | None = None) -> Script:
    """Calls as a script: short values stand in the lines, the others have names, and are looked at in the end."""
    lines: list[str] = []
    named: dict[str, Any] = {}

    def text(call: Call, place: int, given: Given) -> str:
        if given.of:
            return given.of
        found = value(call, place, given) if value and place >= 0 else given.value
        if type(found) in _LITERALS and len(repr(found)) <= LITERAL and repr(found) not in ("nan", "inf", "-inf"):
            return repr(found)
        named[f"a{len(named)}"] = found
        return f"a{len(named) - 1}"

    for call in calls:
        texts = [text(call, place, given) for place, given in enumerate(call.given)]
        texts = [f"{one.keyword}={told}" if one.keyword else told for one, told in zip(call.given, texts, strict=True)]
        line = call.form.format(text(call, -1, call.on) if call.on else "", ", ".join(texts), *texts)
        lines.append(f"{call.result} = {line}" if call.makes or call.used else line)
    made = [call.result for call in calls if call.makes]
    lines += [f"{name}.{look}" for name in made for look in sorted(looks)]
    lines += [call.result for call in calls if call.used and not (call.makes or call.opaque)]
    lines += [name for name, found in named.items() if type(found) is not np.ndarray]
    return Script((*lines, *after), named)


_LITERALS: Final = (int, float, bool, str, bytes, type(None))


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
