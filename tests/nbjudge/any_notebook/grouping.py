"""Assignments made of cases: to start processes takes longer than to grade, so several cases share a notebook."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from IPython.core.inputtransformer2 import TransformerManager

from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.regions import released_text
from tests.nbjudge.any_notebook.reading import Answer, Case, CaseCell
from tests.support.rebuilding import Cell, new_cell, new_notebook

TOGETHER: Final = 12
SOLUTION: Final = "solution"
RELEASE: Final = "release"


@dataclass(frozen=True)
class Group:
    """Cases in one notebook, whose name is ``name``."""

    name: str
    cases: tuple[Case, ...]

    def __str__(self) -> str:
        return self.name

    @property
    def needs(self) -> str:
        """The library without which none of them can run, or nothing."""
        return self.cases[0].needs

    @property
    def scratch(self) -> bool:
        """Whether student code writes files."""
        return self.cases[0].scratch

    def notebook(self) -> dict[str, Any]:
        """The instructor's: first what each case gives before it asks, as one given cell may serve many questions."""
        first, then = [], []
        for case in self.cases:
            cells = [_cell(case, number, cell) for number, cell in enumerate(case.cells)]
            asks = next(i for i, cell in enumerate(case.cells) if cell.kind in ("solution", "grade"))
            first += cells[:asks]
            then += cells[asks:]
        return new_notebook(first + then)

    def assignment(self) -> Assignment:
        """The notebook as the judge gets it."""
        return Assignment("cases", self.name, json.dumps(self.notebook()), {})

    def submissions(self) -> list[str]:
        """The submissions that there are of this group.

        The first wrong answers of all cases are handed in together, and so on. Forged ones are not: what they do to
        Python is natively done to the cells of other cases as well.
        """
        answers = [(case, answer) for case in self.cases for answer in case.answers]
        return [SOLUTION, RELEASE, *dict.fromkeys(key_of(case, answer) for case, answer in answers)]

    def submission(self, key: str) -> dict[str, Any]:
        """What a student hands in."""
        notebook = self.notebook()
        texts = {answer.cell: answer.text for case in self.cases for answer in case.answers
                 if key_of(case, answer) == key}  # fmt: skip
        for cell in notebook["cells"]:
            flags = cell["metadata"].get("nbgrader", {})
            if key == RELEASE or flags.get("grade"):
                cell["source"] = released_text(cell)
            elif flags.get("solution"):
                cell["source"] = texts.get(flags["grade_id"], cell["source"])
        return notebook


def key_of(case: Case, answer: Answer) -> str:
    """The submission in which an answer is handed in."""
    return f"{case.name}-{answer.label}" if answer.kind == "forged" else answer.label


def grouped(cases: Iterable[Case]) -> list[Group]:
    """All cases in notebooks: together with others, if nothing is said against it."""
    sharing = sorted((case for case in cases if not case.alone), key=_company)
    alone = [Group(case.name, (case,)) for case in cases if case.alone]
    return [*_shared(sharing), *alone]


def _shared(cases: Iterable[Case]) -> Iterator[Group]:
    for company, found in groupby(cases, _company):
        members = sorted(found, key=lambda case: case.name)
        for start in range(0, len(members), TOGETHER):
            some = tuple(members[start : start + TOGETHER])
            kind = company[0] or ("scratch" if company[1] else "plain")
            yield Group(f"{kind}-{start // TOGETHER + 1}", some)


def _company(case: Case) -> tuple[str, bool]:
    return case.needs, case.scratch


def _cell(case: Case, number: int, cell: CaseCell) -> Cell:
    """A cell as nbformat has it; ids are grade ids, which are distinct over all cases."""
    name = cell.name or f"{case.name}-{number}"
    match cell.kind:
        case "solution":
            return new_cell(cell.text, name, grade_id=name, solution=True)
        case "grade":
            return new_cell(cell.text, name, grade_id=name, grade=True, locked=True, points=cell.points)
        case "locked":
            return new_cell(cell.text, name, grade_id=name, locked=True)
        case "markdown":
            return new_cell(cell.text, name, "markdown")
        case _:
            return new_cell(cell.text, name)


# ---------------------------------------------------------------- names that must not meet in one notebook


def taken_twice(cases: Iterable[Case]) -> list[str]:
    """Names that an answer or a given cell of one case defines, and another case as well; and grade ids likewise."""
    found: dict[str, set[str]] = {}
    shy: set[str] = set()
    for case in cases:
        for cell in case.cells:
            names = set() if cell.kind == "markdown" else defined_in(cell.text)
            grade_id = {f"the cell {cell.name}"} if cell.name else set()
            shy |= grade_id if cell.kind == "grade" else names | grade_id  # what only tests define: n, want
            for name in names | grade_id:
                found.setdefault(name, set()).add(case.name)
    return [f"{name}: {sorted(where)}" for name, where in found.items() if name in shy and len(where) > 1]


def defined_in(text: str) -> set[str]:
    """The names that a cell binds at its top level, but for imports, which are the same for all."""
    found: set[str] = set()
    pending: list[ast.AST] = [*ast.parse(TransformerManager().transform_cell(text)).body]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif not isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            pending += ast.iter_child_nodes(node)
    return found
