"""The part of a notebook that the mutants of one cell concern: judging the rest of it takes most of the time."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace

from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.cells import is_test_cell, without_magics
from nbjudge.notebooks.names import names_wanted, statements_of


def without_unconcerned(assignment: Assignment, grade_id: str) -> Assignment:
    """The assignment without the grade cells that use no name which hangs on what a solution cell defines.

    A mutant can change the others all the same, by a file, say. So one that no test of the part has caught is for the
    whole notebook to judge, and so are all if the part fails the solution itself.
    """
    notebook = json.loads(assignment.source)
    hanging, kept = set[str](), []
    for number, cell in enumerate(assignment.parsed.cells):
        concerned = cell.name == grade_id or _mentions(cell.text, hanging)
        if cell.cell_type == "code" and concerned:
            for statement in statements_of(without_magics(cell.text)):
                if cell.name == grade_id or _mentions(ast.unparse(statement.node), hanging):
                    hanging |= statement.binds
        if concerned or not is_test_cell({"cell_type": cell.cell_type, "metadata": cell.metadata}):
            kept.append(notebook["cells"][number])
    return replace(assignment, source=json.dumps(notebook | {"cells": kept}))


def _mentions(text: str, names: set[str]) -> bool:
    """Whether code uses one of the names that its own functions do not define."""
    try:
        return not names.isdisjoint(names_wanted(without_magics(text)))
    except (SyntaxError, ValueError):  # no Python: then every word may be one
        return not names.isdisjoint(re.findall(r"\w+", text))
