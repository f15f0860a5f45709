"""Assignments of one solution cell and one grade cell, made on the spot."""

from __future__ import annotations

import json
from typing import Any

from nbjudge.notebooks.assignment import Assignment


def small_assignment(solution: str, tests: str, *others: str, given: str = "") -> Assignment:
    """An assignment whose solution cell is ``answer`` and whose grade cell, of one point, is ``test_answer``.

    Args:
        solution: the text of the solution cell; ``tests``: of the grade cell.
        others: cells between the two, free to edit; ``given``: what the first cell defines besides.
    """
    cells = [
        _cell("imports", f"import numpy as np\ndef run_tests():\n    pass\n{given}".rstrip(), locked=True),
        _cell("answer", solution, solution=True),
        *({"cell_type": "code", "id": f"other-{i}", "metadata": {}, "source": text} for i, text in enumerate(others)),
        _cell("test_answer", tests, grade=True, locked=True, points=1),
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [_with_outputs(cell) for cell in cells]}
    return Assignment("small", "small", json.dumps(notebook), {})


def _cell(name: str, text: str, **flags: Any) -> dict[str, Any]:
    nbgrader = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3} | flags
    return {"cell_type": "code", "id": name, "metadata": {"nbgrader": nbgrader | {"grade_id": name}}, "source": text}


def _with_outputs(cell: dict[str, Any]) -> dict[str, Any]:
    return cell | {"outputs": [], "execution_count": None}
