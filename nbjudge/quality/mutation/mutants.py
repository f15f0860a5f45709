"""Mutants: an instructor's solution cells with one slip each, as a student might make it.

Deterministic, and for any assignment with solution cells: only what stands between BEGIN SOLUTION and END SOLUTION (or
the whole cell, if it has no such region) is changed, and only in the text of the expression or statement concerned.
"""

from __future__ import annotations

import ast
import difflib
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from nbjudge.notebooks.regions import NBGRADERS, Region, line_numbers, places
from nbjudge.notebooks.source import Source, SourceCell
from nbjudge.quality.mutation import expressions, statements
from nbjudge.quality.mutation.expressions import Around

Operator = Callable[[ast.AST, Around], Iterator[ast.AST]]

#: What each is called, for the card. The mutants of one place come in this order.
OPERATORS: Final[dict[str, Operator]] = {
    "arithmetic swapped": expressions.arithmetic,
    "operand dropped": expressions.operand_dropped,
    "operands swapped": expressions.operands_swapped,
    "comparison swapped": expressions.comparison,
    "condition negated": expressions.condition,
    "constant changed": expressions.constant,
    "function swapped": expressions.function,
    "call dropped": expressions.call_dropped,
    "arguments swapped": expressions.arguments_swapped,
    "keyword dropped": expressions.keyword_dropped,
    "item dropped": expressions.item_dropped,
    "in place": expressions.in_place,
    "name replaced": expressions.name,
    "attribute replaced": expressions.attribute,
    "reduction added": statements.reduction,
    "shape changed": statements.shape,
    "type narrowed": statements.narrowed,
    "sign changed": statements.sign,
    "return replaced": statements.returned,
    "statement removed": statements.removed,
    "state misplaced": statements.state,
}


@dataclass(frozen=True)
class Mutant:
    """A solution cell with one slip.

    Attributes:
        name: the grade_id and a number, counted from 1 within its cell.
        grade_id: of the solution cell.
        operator: the kind of slip, one of OPERATORS.
        line: where it is, counted from 1 in the cell.
        function: the function or method that it is in; empty at the margin of the cell.
        diff: against the solution, as a unified diff without its file names.
        text: the whole cell, ready to be submitted.
    """

    name: str
    grade_id: str
    operator: str
    line: int
    function: str
    diff: str
    text: str


def mutants(source: Source) -> list[Mutant]:
    """All mutants of all solution cells of a notebook that tests grade, by cell, then by place, then by operator.

    Texts that mean the same to Python appear once, those that mean what the solution means not at all. A cell that
    is no plain Python (IPython magics) has none.
    """
    region = source.markup.solution
    return [mutant for cell in source.cells if _is_code_to_write(cell) for mutant in _of_cell(cell, region)]


def solution_lines(text: str, region: Region = NBGRADERS.solution) -> frozenset[int]:
    """The numbers, from 1, of the lines in a cell's solution regions; of all its lines if it has no region."""
    if all(place == "outside" for _, place in places(text, region)):
        return frozenset(range(1, text.count("\n") + 2))
    return line_numbers(text, region)


def _is_code_to_write(cell: SourceCell) -> bool:
    to_write = cell.role == "solution" and cell.cell_type == "code" and cell.grade_id is not None
    return to_write and not cell.for_a_person


def _of_cell(cell: SourceCell, region: Region) -> Iterator[Mutant]:
    try:
        tree = ast.parse(cell.text)
    except SyntaxError:
        return
    assert cell.grade_id is not None  # solution cells have one, see _is_code_to_write
    seen, count = {ast.unparse(tree)}, 0
    for place in _places(tree, solution_lines(cell.text, region), cell.text):
        for operator, find in OPERATORS.items():
            for new in find(place.node, place.around):
                text, meaning = place.changed(cell.text, tree, new)
                if meaning in seen:
                    continue
                seen.add(meaning)
                count += 1
                name = f"{cell.grade_id}-{count:03d}"
                diff = _diff(cell.text, text)
                yield Mutant(name, cell.grade_id, operator, place.node.lineno, place.function, diff, text)


def _diff(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    return "\n".join(list(lines)[2:])


# ---------------------------------------------------------------- places


@dataclass(frozen=True)
class _Place:
    """A node that may be changed, and where its parent holds it."""

    node: Any  # ast.expr or ast.stmt: both have the positions that plain ast.AST lacks
    parent: ast.AST
    field: str
    index: int | None
    around: Around
    function: str

    def changed(self, text: str, tree: ast.Module, new: ast.AST) -> tuple[str, str]:
        """The cell's text with ``new`` in this place, and what it means: the text as Python itself would write it."""
        meaning = self._meaning(tree, new)
        written = self._written(new)
        for candidate in (written, f"({written})"):
            result = self._spliced(text, candidate)
            if _unparsed(result) == meaning:
                return result, meaning
        return meaning, meaning  # a place in which text cannot simply be exchanged, as within an f-string

    def _meaning(self, tree: ast.Module, new: ast.AST) -> str:
        held = getattr(self.parent, self.field)
        if self.index is None:
            setattr(self.parent, self.field, new)
        else:
            several = new.body if isinstance(new, ast.Module) else [new]
            setattr(self.parent, self.field, [*held[: self.index], *several, *held[self.index + 1 :]])
        meaning = ast.unparse(tree)
        setattr(self.parent, self.field, held)
        return meaning

    def _written(self, new: ast.AST) -> str:
        indent = " " * self.node.col_offset
        written = ast.unparse(new).replace(" ** ", "**")  # as formatters write it: then the diff shows the slip alone
        return textwrap.indent(written, indent).removeprefix(indent)

    def _spliced(self, text: str, new: str) -> str:
        lines = text.encode().split(b"\n")  # positions count bytes
        first, last = self.node.lineno - 1, self.node.end_lineno - 1
        before, after = lines[first][: self.node.col_offset], lines[last][self.node.end_col_offset :]
        return b"\n".join([*lines[:first], before + new.encode() + after, *lines[last + 1 :]]).decode()


def _unparsed(text: str) -> str | None:
    try:
        return ast.unparse(ast.parse(text))
    except SyntaxError:
        return None


def _places(tree: ast.Module, lines: frozenset[int], text: str) -> Iterator[_Place]:
    """Every place in these lines, outer ones before the ones within them."""
    around = Around(arrays="np." in text, names=_variables(tree))
    yield from _below(tree, around, "", lines)


#: Not what a solution computes: what a function is called with is the assignment's, and types and texts do nothing.
_LEFT_ALONE: Final = {"args", "returns", "annotation", "decorator_list", "type_params", "type_comment"}


def _below(parent: ast.AST, around: Around, function: str, lines: frozenset[int]) -> Iterator[_Place]:
    for field, value in ast.iter_fields(parent):
        if field in _LEFT_ALONE and not isinstance(parent, ast.Call):
            continue
        for index, node in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(node, ast.AST) or _is_text(node):
                continue
            if _lies_in(node, lines):
                yield _Place(node, parent, field, index if isinstance(value, list) else None, around, function)
            name = node.name if isinstance(node, ast.FunctionDef) else function
            yield from _below(node, _within(node, around), name, lines)


def _variables(tree: ast.Module) -> tuple[str, ...]:
    """The variables that a cell binds by plain statements at its margin."""
    targets = [node for node in tree.body if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)]
    found = [name for node in targets for name in ast.walk(node) if isinstance(name, ast.Name)]
    return tuple(dict.fromkeys(name.id for name in found if isinstance(name.ctx, ast.Store)))


def _lies_in(node: ast.AST, lines: frozenset[int]) -> bool:
    if not isinstance(node, ast.expr | ast.stmt):
        return False
    return lines.issuperset(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _is_text(node: ast.AST) -> bool:
    """A docstring, or another text that stands alone."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _within(node: ast.AST, around: Around) -> Around:
    """What is known inside of a class or a function."""
    if isinstance(node, ast.ClassDef):
        return replace(around, attributes=_kept_by(node))
    if not isinstance(node, ast.FunctionDef):
        return around
    arguments = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    itself = arguments.pop(0) if arguments[:1] == ["self"] else ""
    stored = [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    names = tuple(dict.fromkeys([*arguments, *stored]))
    return replace(around, itself=itself, names=names, parameters=len(arguments))


def _kept_by(node: ast.ClassDef) -> tuple[str, ...]:
    methods = {child.name for child in node.body if isinstance(child, ast.FunctionDef)}
    found = [
        n.attr
        for n in ast.walk(node)
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "self"
    ]
    return tuple(name for name in dict.fromkeys(found) if name not in methods)
