"""What grading came to: a table of students and one of the class for people, a document for machines."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from rich.table import Table

from nbjudge.console.printable import printable
from nbjudge.console.progress import duration
from nbjudge.scores import Scores
from nbjudge.stands import Stand
from nbjudge.verdicts import OUTCOMES

SMALL_CLASS: Final = 40  # so many graded students are listed one by one; of more, only those with something odd
SCHEMA: Final = 1
NOBODY: Final[Mapping[str, int]] = MappingProxyType({})
NOWHERE_KNOWN: Final[Mapping[str, Mapping[str, Stand]]] = MappingProxyType({})


def student_table(scores: Sequence[Scores]) -> Table | None:
    """A line for each student of a small class, for each odd one of a large class; None if there is none."""
    graded = [one for one in scores if not one.up_to_date]
    few = len(graded) <= SMALL_CLASS
    # of a class of a thousand in which one student resubmitted, only that one is of interest
    listed = [o for o in (scores if len(scores) <= SMALL_CLASS else graded) if few or oddities(o)]
    table = Table("student", "points", "what was odd")
    for one in sorted(listed, key=lambda one: one.student):
        if one.up_to_date:
            table.add_row(escaped(one.student), "", "[dim]up to date[/dim]")
        else:
            points = f"{round(one.points, 2):g} / {one.max_points:g}"
            table.add_row(escaped(one.student), points, escaped(oddities(one)))
    return table if listed else None


def oddities(one: Scores) -> str:
    """What an instructor may want to look at, in words."""
    return "; ".join(one.worth_a_look)


def class_table(scores: Sequence[Scores], seconds: float, waiting: Mapping[str, int] = NOBODY) -> Table:
    """The class in a few lines.

    Args:
        waiting: student to the number of cells that wait for a person.
    """
    graded = [one for one in scores if not one.up_to_date]
    table = Table("the class", "", show_header=False)
    numbers = {"graded": len(graded), "up to date": len(scores) - len(graded), "not judged": _not_judged(scores)}
    table.add_row("submissions", ", ".join(f"{count} {what}" for what, count in numbers.items()))
    in_doubt = sum(one.time_in_doubt for one in graded)
    if in_doubt:
        table.add_row("late or not", f"cannot be known of {in_doubt}: see what was odd")
    counts = [waiting[one.student] for one in scores if one.student in waiting]
    if counts:
        table.add_row("for a person", f"cells that wait to be graded: {sum(counts)}, of {len(counts)} submissions")
    points = [one.points for one in graded]
    if points:
        spread = min(points), statistics.median(points), max(points)
        low, middle, high = (f"{round(number, 2):g}" for number in spread)
        table.add_row("points", f"lowest {low}, median {middle}, highest {high}, of {graded[0].max_points:g}")
        table.add_row("tests", ", ".join(f"{n} {what}" for what, n in _verdicts(graded).items() if n))
    rate = f", {len(graded) / max(seconds, 1e-9):.1f} submissions a second" if graded else ""
    table.add_row("time", duration(seconds) + rate)
    return table


def document(
    assignment: str,
    scores: Sequence[Scores],
    seconds: float,
    *,
    sandboxed: bool,
    waiting: Mapping[str, int] = NOBODY,
    told: Sequence[str] = (),
    stands: Mapping[str, Mapping[str, Stand]] = NOWHERE_KNOWN,
) -> dict[str, Any]:
    """What `nbjudge autograde --json` prints.

    Returns:
        ``schema``: 1. ``assignment``: its name. ``sandboxed``: false if graded with `--no-sandbox`. ``seconds``: wall
        time of grading. ``graded``, ``up_to_date``: numbers of submissions; ``not_judged``: how many of the graded
        ones have a test that was not judged; ``time_in_doubt``: of how many there is a due date and no telling whether
        it was kept. ``waiting``: how many cells of these students, up to date or not, wait for a person to grade them;
        ``told``: what the instructor should know, in sentences. ``stands``: notebook to grade_id to ``where`` the cell
        is judged (``apart``, ``beside``, ``nowhere``) and ``why``, empty if nothing speaks against apart.
        ``verdicts``: each outcome to the number of tests that ended so. ``diagnoses``: each mistake that the graded
        ones' tests name, what it is ``about``, its ``key`` and how many ``students`` made it, most first.
        ``students``: by name, one object each with

        - ``student``: the name; ``up_to_date``: true if there was nothing to do. Nothing is looked up then: numbers
          are null and collections empty.
        - ``points``, ``max_points``: what the tests gave, and what they could have given.
        - ``cells``: notebook to grade_id to points, null for a cell that was not judged.
        - ``diagnoses``: notebook to grade_id to a list of mistakes, ``about`` and ``key`` of each.
        - ``verdicts``: as above, for this submission; ``notes``: what was odd, in words.
        - ``waiting``: how many cells wait for a person, also if it is up to date.
        - ``seconds``: wall time of reading and judging it.
    """
    graded = [one for one in scores if not one.up_to_date]
    return {
        "schema": SCHEMA,
        "assignment": assignment,
        "sandboxed": sandboxed,
        "seconds": round(seconds, 3),
        "graded": len(graded),
        "up_to_date": len(scores) - len(graded),
        "not_judged": _not_judged(scores),
        "time_in_doubt": sum(one.time_in_doubt for one in graded),
        "waiting": sum(waiting.get(one.student, 0) for one in scores),
        "told": list(told),
        "stands": {notebook: dict(_where(found)) for notebook, found in stands.items()},
        "verdicts": _verdicts(graded),
        "diagnoses": _diagnoses(graded),
        "students": [_student(one, waiting.get(one.student, 0)) for one in sorted(scores, key=lambda one: one.student)],
    }


def _where(stands: Mapping[str, Stand]) -> Iterator[tuple[str, dict[str, str]]]:
    for grade_id, stand in stands.items():
        yield grade_id, {"where": stand.where, "why": stand.why}


def _student(one: Scores, waiting: int) -> dict[str, Any]:
    there = not one.up_to_date
    return {
        "student": one.student,
        "up_to_date": one.up_to_date,
        "points": round(one.points, 9) if there else None,
        "max_points": one.max_points if there else None,
        "cells": {
            notebook: {name: cell.score for name, cell in judged.cells.items()}
            for notebook, judged in (one.notebooks or {}).items()
        },
        "diagnoses": {
            notebook: {name: [{"about": about, "key": key} for about, key in found] for name, found in told.items()}
            for notebook, judged in (one.notebooks or {}).items()
            if (told := judged.diagnoses)
        },
        "verdicts": _verdicts([one]) if there else {},
        "notes": list(one.odd),
        "waiting": waiting,
        "seconds": round(one.seconds, 3) if there else None,
    }


def _verdicts(scores: Sequence[Scores]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for one in scores:
        for judged in one.judged:
            counts.update(judged.counts)
    return {outcome: counts[outcome] for outcome in OUTCOMES}


def _diagnoses(scores: Sequence[Scores]) -> list[dict[str, Any]]:
    """The mistakes of a class, those of most students first."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in scores:
        counts.update({told for judged in one.judged for found in judged.diagnoses.values() for told in found})
    listed = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [{"about": about, "key": key, "students": count} for (about, key), count in listed]


def _not_judged(scores: Sequence[Scores]) -> int:
    return sum(one.not_judged for one in scores)


def escaped(text: str) -> str:
    """What rich would take for markup stands as text."""
    return printable(text).replace("[", "\\[")
