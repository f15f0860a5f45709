"""The verb `nbjudge autograde`."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from traitlets import TraitError

from nbjudge.cli import EXIT_NOT_JUDGED, EXIT_OK, EXIT_STOPPED, EXIT_TROUBLE
from nbjudge.course import CourseError, open_course
from nbjudge.grading import Grader, GradingError, Outcome
from nbjudge.nbgrader_plugin import late_penalty_of
from nbjudge.settings import NbJudge
from nbjudge.verdicts import DIED, FORBIDDEN, MEMORY_LIMIT, NOT_JUDGED, TIME_LIMIT


def main(options: argparse.Namespace) -> int:
    """Grade, with a progress bar, and print a table of what came out. Returns the exit code."""
    try:
        app = open_course(options.assignment, options.student)
        settings = NbJudge(parent=app)
        settings.sandbox = settings.sandbox and not options.no_sandbox
        grader = Grader(app.coursedir, settings, late_penalty_of(app))
        outcomes = _grade(grader, force=options.force)
    except (CourseError, GradingError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return EXIT_TROUBLE
    except KeyboardInterrupt:
        print("nbjudge: stopped. What was graded is recorded; run the same command to go on.", file=sys.stderr)
        return EXIT_STOPPED
    if not outcomes:
        print(f"nbjudge: no submissions of {grader.name!r} by {options.student!r} in submitted/", file=sys.stderr)
        return EXIT_TROUBLE
    _print_table(grader, outcomes)
    return (
        EXIT_NOT_JUDGED
        if any(g.count(NOT_JUDGED) for outcome in outcomes for g in (outcome.graded or {}).values())
        else EXIT_OK
    )


def _grade(grader: Grader, *, force: bool) -> list[Outcome]:
    submissions = grader.submissions()
    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("grading", total=len(submissions))
        return grader.grade(submissions, force=force, report=lambda _: progress.advance(bar))


def _print_table(grader: Grader, outcomes: list[Outcome]) -> None:
    table = Table("student", "points", "what was odd")
    for outcome in outcomes:
        if outcome.graded is None:
            table.add_row(outcome.student, "", "[dim]up to date[/dim]")
            continue
        points = sum(graded.score for graded in outcome.graded.values())
        most = sum(cell.max_points for graded in outcome.graded.values() for cell in graded.cells.values())
        table.add_row(_escaped(outcome.student), f"{round(points, 2):g} / {most:g}", _escaped(_oddities(outcome)))
    Console().print(table)
    if not grader.sandboxed:
        print("Graded WITHOUT a sandbox: every notebook in autograded/ says so.")


def _oddities(outcome: Outcome) -> str:
    results = list((outcome.graded or {}).values())
    odd = [note for graded in results for note in graded.odd]
    for what in (TIME_LIMIT, MEMORY_LIMIT, DIED, FORBIDDEN, NOT_JUDGED):
        count = sum(graded.count(what) for graded in results)
        odd += [f"{what} in {count} {'test' if count == 1 else 'tests'}"] if count else []
    return "; ".join(odd)


def _escaped(text: str) -> str:
    """A student's name or a note may hold what rich takes for markup, or a terminal for a command."""
    shown = "".join(char if char.isprintable() else "?" for char in text)
    return shown.replace("[", "\\[")
