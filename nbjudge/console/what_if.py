"""What grading again would change: tables for people, a document for machines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rich.table import Table

from nbjudge.console.tables import escaped
from nbjudge.grading.what_if.gains import CellGain, WhatIf

SCHEMA: Final = 1


def gains_table(found: WhatIf) -> Table:
    """A line for each student of whom something would change."""
    table = Table("student", "points", "would be", "", "cells")
    for gain in found.gains:
        after = gain.before + gain.points
        cells = "; ".join(_cell(cell) for cell in gain.cells)
        table.add_row(escaped(gain.student), _number(gain.before), _number(after), _signed(gain.points), cells)
    return table


def cells_table(found: WhatIf) -> Table:
    """A line for each cell: how many gain and lose in it."""
    table = Table("notebook", "cell", "gain", "lose", "points in all")
    for one in _by_cell(found):
        table.add_row(escaped(one["notebook"]), escaped(one["cell"]), *(str(one[key]) for key in ("gain", "lose")),
                      _signed(one["points"]))  # fmt: skip
    return table


def summary(found: WhatIf) -> str:
    """In one line."""
    numbers = {"gain": _gaining(found), "lose": _losing(found), "keep their points": found.unchanged}
    numbers["keep their total"] = len(found.gains) - numbers["gain"] - numbers["lose"]
    numbers["are not graded yet"] = len(found.ungraded)
    told = ", ".join(f"{count} {what}" for what, count in numbers.items() if count)
    return f"{told or 'nobody has handed in'}. Nothing was written."


def document(assignment: str, found: WhatIf, seconds: float, *, not_judged: int) -> dict[str, Any]:
    """What `nbjudge autograde --what-if --json` prints.

    Returns:
        ``schema``: 1. ``assignment``: its name. ``seconds``: wall time. ``gain``, ``lose``: how many students' totals;
        ``unchanged``: how many have the same points in every cell; ``not_judged``: of how many some test was not judged
        now; ``ungraded``: names of those whom the gradebook does not have yet. ``students``: each of whom some cell
        would change: ``student``, ``before`` and ``after`` (points in all, without penalty for lateness), ``cells``, a
        list of ``notebook``, ``cell``, ``before``, ``after`` (points from tests, null if not judged) and ``by_hand``
        (whether a person's points count in their place). ``cells``: each such cell with the number of students who
        ``gain`` and ``lose`` in it, and the sum of ``points``.
    """
    return {
        "schema": SCHEMA,
        "assignment": assignment,
        "seconds": round(seconds, 3),
        "gain": _gaining(found),
        "lose": _losing(found),
        "unchanged": found.unchanged,
        "not_judged": not_judged,
        "ungraded": list(found.ungraded),
        "students": [
            {
                "student": gain.student,
                "before": round(gain.before, 9),
                "after": round(gain.before + gain.points, 9),
                "cells": [vars(cell) for cell in gain.cells],
            }
            for gain in found.gains
        ],
        "cells": list(_by_cell(found)),
    }


def _by_cell(found: WhatIf) -> Iterator[dict[str, Any]]:
    """By name."""
    changed: dict[tuple[str, str], list[float]] = {}
    for gain in found.gains:
        for cell in gain.cells:
            changed.setdefault((cell.notebook, cell.cell), []).append(cell.points)
    for (notebook, name), points in sorted(changed.items()):
        gaining, losing = sum(one > 0 for one in points), sum(one < 0 for one in points)
        yield {"notebook": notebook, "cell": name, "gain": gaining, "lose": losing, "points": round(sum(points), 9)}


def _gaining(found: WhatIf) -> int:
    return sum(gain.points > 0 for gain in found.gains)


def _losing(found: WhatIf) -> int:
    return sum(gain.points < 0 for gain in found.gains)


def _cell(cell: CellGain) -> str:
    before, after = ("not judged" if one is None else _number(one) for one in (cell.before, cell.after))
    return f"{escaped(cell.cell)} {before} → {after}{' (points by hand count)' if cell.by_hand else ''}"


def _number(points: float) -> str:
    return f"{round(points, 2):g}"


def _signed(points: float) -> str:
    return f"{round(points, 2):+g}"
