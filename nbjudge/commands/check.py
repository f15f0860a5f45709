"""The verb `nbjudge check`: can an assignment be graded by, and where is each grade cell judged?"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Column, Table
from traitlets import TraitError

from nbjudge.console import exit_codes
from nbjudge.console.progress import Progress, duration
from nbjudge.console.tables import escaped
from nbjudge.course.errors import GradingError
from nbjudge.course.opening import Course, CourseError, assignments_of, open_whole_course
from nbjudge.course.settings import NbJudge
from nbjudge.grading.checking import Checked, check
from nbjudge.processes.ahead import Blanks
from nbjudge.processes.warm_set import WarmSet
from nbjudge.stands import APART, BESIDE

SCHEMA = 1


def main(options: argparse.Namespace) -> int:
    """Check one assignment, or all. Exit code 1 if something is wrong with one."""
    try:
        course = open_whole_course()
        names = [options.assignment] if options.assignment else assignments_of(course.coursedir)
        if not names:
            raise CourseError(f"no assignment in {course.coursedir.source_directory}/: expected NAME/NAME.ipynb there")
        found = check_all(course, names)
    except (CourseError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return exit_codes.TROUBLE
    if options.json:
        print(json.dumps(document(found), indent=1))
    else:
        console = Console()
        for name, one in found:
            show(name, one, console)
    return exit_codes.OK if all_is_well(found) else exit_codes.TROUBLE


Found = Sequence[tuple[str, Checked | str]]
"""Each assignment's name, and what came of checking it, or why it could not be checked."""


def check_all(course: Course, names: Sequence[str]) -> Found:
    """Check these assignments, with a bar on stderr.

    Raises:
        TraitError: if a setting has a value of the wrong type.
    """
    settings, coursedir = NbJudge(parent=course), course.coursedir
    found: list[tuple[str, Checked | str]] = []
    with (
        Progress("checking", len(names), Console(stderr=True)) as progress,
        Blanks() as blanks,
        WarmSet(blanks) as warm,
    ):
        for name in names:
            coursedir.assignment_id = name
            try:
                found.append((name, check(coursedir, settings, warm)))
            except GradingError as error:
                found.append((name, str(error)))
            progress.advance()
    return found


def all_is_well(found: Found) -> bool:
    """Whether nothing is wrong with any of them."""
    return all(not isinstance(one, str) and not one.wrong for _, one in found)


def document(found: Found) -> dict[str, object]:
    """What `nbjudge check --json` prints; see docs/judge/reference.md."""
    told = [{"assignment": name, "error": one} if isinstance(one, str) else one.to_dict() for name, one in found]
    return {"schema": SCHEMA, "assignments": told}


# ---------------------------------------------------------------- for people


def show(name: str, one: Checked | str, console: Console) -> None:
    """A table for each notebook, and below it what is wrong with the assignment."""
    if isinstance(one, str):
        console.print(f"[bold red]{escaped(name)} cannot be graded by:[/]")
        for line in one.splitlines():
            console.print(f"  {escaped(line)}", highlight=False, soft_wrap=True)
        return
    for table in _tables(one):
        console.print(table)
    for sentence in one.told:
        console.print(escaped(sentence), highlight=False, soft_wrap=True)
    for fault in one.faults:
        mark = "[bold red]✗[/]" if fault.wrong else "[dim]note:[/]"
        console.print(f"{mark} {escaped(fault.text)}", highlight=False, soft_wrap=True)
    console.print(verdict(one), highlight=False, soft_wrap=True)


def verdict(one: Checked) -> str:
    """The last line."""
    cells = f"{one.apart} of {one.cells} grade cells apart, {duration(one.seconds)}"
    wrong = len(one.wrong)
    told = "[bold green]nothing is wrong[/]"
    if wrong:
        told = f"[bold red]{wrong} {'thing is' if wrong == 1 else 'things are'} wrong[/]"
    return f"{escaped(one.terms.name)}: {told} ({cells})"


def _tables(one: Checked) -> Iterator[Table | str]:
    for notebook, trial in one.trials.items():
        title = escaped(f"{one.terms.name}/{notebook}.ipynb")
        if not trial.cells:
            yield f"[italic]{title}: no grade cells[/]"
            continue
        table = Table(Column("grade cell", overflow="fold"), "points", title=title, title_justify="left")
        table.add_column("judged", min_width=20)
        for column in ("s", "solution", "release"):
            table.add_column(column)
        for cell in trial.cells:
            where = one.stands[notebook][cell.grade_id].where
            judged = _colored(where) + (f": {escaped(cell.stand.why)}" if cell.stand.why else "")
            earned = _points(cell.solution), _points(cell.release)
            table.add_row(escaped(cell.grade_id), f"{cell.points:g}", judged, f"{cell.seconds:.2f}", *earned)
        yield table


def _colored(where: str) -> str:
    color = {APART: "green", BESIDE: "yellow"}.get(where, "red")
    return f"[{color}]{where}[/]"


def _points(points: float | None) -> str:
    return "not judged" if points is None else f"{points:g}"
