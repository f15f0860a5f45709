"""What grading came to: a table of students and one of the class for people, a document for machines."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from rich.table import Table

from nbjudge.outcome import Outcome
from nbjudge.progress import duration
from nbjudge.verdicts import DIED, FORBIDDEN, MEMORY_LIMIT, NOT_JUDGED, OUTCOMES, TIME_LIMIT

SMALL_CLASS: Final = 40  # so many graded students are listed one by one; of more, only those with something odd
SCHEMA: Final = 1


def student_table(outcomes: Sequence[Outcome]) -> Table | None:
    """A line for each student of a small class, for each odd one of a large class; None if there is none."""
    graded = [outcome for outcome in outcomes if not outcome.up_to_date]
    few = len(graded) <= SMALL_CLASS
    # of a class of a thousand in which one student resubmitted, only that one is of interest
    listed = [o for o in (outcomes if len(outcomes) <= SMALL_CLASS else graded) if few or oddities(o)]
    table = Table("student", "points", "what was odd")
    for outcome in sorted(listed, key=lambda outcome: outcome.student):
        if outcome.up_to_date:
            table.add_row(_escaped(outcome.student), "", "[dim]up to date[/dim]")
        else:
            points = f"{round(outcome.points, 2):g} / {outcome.max_points:g}"
            table.add_row(_escaped(outcome.student), points, _escaped(oddities(outcome)))
    return table if listed else None


def oddities(outcome: Outcome) -> str:
    """What an instructor may want to look at, in words."""
    odd = list(outcome.odd)
    for what in (TIME_LIMIT, MEMORY_LIMIT, DIED, FORBIDDEN, NOT_JUDGED):
        count = outcome.count(what)
        odd += [f"{what} in {count} {'test' if count == 1 else 'tests'}"] if count else []
    return "; ".join(odd)


def class_table(outcomes: Sequence[Outcome], seconds: float) -> Table:
    """The class in a few lines."""
    graded = [outcome for outcome in outcomes if not outcome.up_to_date]
    table = Table("the class", "", show_header=False)
    numbers = {"graded": len(graded), "up to date": len(outcomes) - len(graded), "not judged": _not_judged(outcomes)}
    table.add_row("submissions", ", ".join(f"{count} {what}" for what, count in numbers.items()))
    points = [outcome.points for outcome in graded]
    if points:
        spread = min(points), statistics.median(points), max(points)
        low, middle, high = (f"{round(number, 2):g}" for number in spread)
        table.add_row("points", f"lowest {low}, median {middle}, highest {high}, of {graded[0].max_points:g}")
        table.add_row("tests", ", ".join(f"{n} {what}" for what, n in _verdicts(graded).items() if n))
    rate = f", {len(graded) / max(seconds, 1e-9):.1f} submissions a second" if graded else ""
    table.add_row("time", duration(seconds) + rate)
    return table


def document(assignment: str, outcomes: Sequence[Outcome], seconds: float, *, sandboxed: bool) -> dict[str, Any]:
    """What `nbjudge autograde --json` prints.

    Returns:
        ``schema``: 1. ``assignment``: its name. ``sandboxed``: false if graded with `--no-sandbox`. ``seconds``: wall
        time of grading. ``graded``, ``up_to_date``: numbers of submissions; ``not_judged``: how many of the graded
        ones have a test that was not judged. ``verdicts``: each outcome to the number of tests that ended so.
        ``students``: by name, one object each with

        - ``student``: the name; ``up_to_date``: true if there was nothing to do. Nothing is looked up then: numbers
          are null and collections empty.
        - ``points``, ``max_points``: what the tests gave, and what they could have given.
        - ``cells``: notebook to grade_id to points, null for a cell that was not judged.
        - ``verdicts``: as above, for this submission; ``notes``: what was odd, in words.
        - ``seconds``: wall time of reading and judging it.
    """
    graded = [outcome for outcome in outcomes if not outcome.up_to_date]
    return {
        "schema": SCHEMA,
        "assignment": assignment,
        "sandboxed": sandboxed,
        "seconds": round(seconds, 3),
        "graded": len(graded),
        "up_to_date": len(outcomes) - len(graded),
        "not_judged": _not_judged(outcomes),
        "verdicts": _verdicts(graded),
        "students": [_student(outcome) for outcome in sorted(outcomes, key=lambda outcome: outcome.student)],
    }


def _student(outcome: Outcome) -> dict[str, Any]:
    there = not outcome.up_to_date
    return {
        "student": outcome.student,
        "up_to_date": outcome.up_to_date,
        "points": round(outcome.points, 9) if there else None,
        "max_points": outcome.max_points if there else None,
        "cells": {
            notebook: {name: cell.score for name, cell in judged.cells.items()}
            for notebook, judged in (outcome.notebooks or {}).items()
        },
        "verdicts": _verdicts([outcome]) if there else {},
        "notes": list(outcome.odd),
        "seconds": round(outcome.seconds, 3) if there else None,
    }


def _verdicts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        for judged in outcome.judged:
            counts.update(judged.counts)
    return {outcome: counts[outcome] for outcome in OUTCOMES}


def _not_judged(outcomes: Sequence[Outcome]) -> int:
    return sum(outcome.not_judged for outcome in outcomes)


def _escaped(text: str) -> str:
    """A student's name or a note may hold what rich takes for markup, or a terminal for a command."""
    shown = "".join(char if char.isprintable() else "?" for char in text)
    return shown.replace("[", "\\[")
