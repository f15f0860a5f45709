"""The verb `nbjudge init`: the judge put into a course, with what an instructor wants to know then; or out of it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table
from traitlets import TraitError

from nbjudge.commands.check import Found, all_is_well, check_all
from nbjudge.commands.doctor import sandbox_holds
from nbjudge.console import exit_codes
from nbjudge.console.tables import escaped
from nbjudge.course.errors import explained
from nbjudge.course.files import JUDGES_FOLDER
from nbjudge.course.opening import CONFIGURATION, CourseError, assignments_of, open_whole_course
from nbjudge.course.settings import NbJudge
from nbjudge.course.two_lines import Done, Undone, configuration_of, put_in, take_out

DONE: Final[dict[Done, str]] = {
    "made": "{path} is made: nbgrader grades this course with the judge",
    "added": "two lines are added to {path}: nbgrader grades this course with the judge",
    "there already": "{path} calls the judge's install already: nothing is changed there",
}
UNDONE: Final[dict[Undone, str]] = {
    "removed": "{path} is removed: nbgrader grades as before",
    "taken out": "the lines are taken out of {path}: nbgrader grades as before",
    "not there": "there is nothing of the judge's in {path}",
    "by hand": "{path} calls the judge's install, in lines that nbjudge init did not write: take them out by hand",
}


def main(options: argparse.Namespace) -> int:
    """Put the lines in, try the sandbox, check all assignments. Exit code 1 if something is wrong."""
    try:
        root = _root(Path.cwd())
        if options.undo:
            return _undo(root)
        return _init(root, Console())
    except (CourseError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
    except OSError as error:
        print(f"nbjudge: {explained(error)}", file=sys.stderr)
    return exit_codes.TROUBLE


def _init(root: Path, console: Console) -> int:
    os.chdir(root)
    path = configuration_of(root)
    if path.exists():
        course = open_whole_course()
        _refuse_none(root / course.coursedir.source_directory)
        sandbox = NbJudge(parent=course).sandbox
    else:
        _refuse_none(root / "source")
        sandbox = True
    if not sandbox:
        console.print("c.NbJudge.sandbox is False: student code is trusted", style="bold yellow")
    elif not sandbox_holds(console, brief=True):
        print("nbjudge: nothing is changed, as the judge cannot grade on this machine", file=sys.stderr)
        return exit_codes.TROUBLE
    print(DONE[put_in(root)].format(path=path))
    course = open_whole_course()
    names = assignments_of(course.coursedir)
    if not names:
        print("There is no assignment yet: `nbjudge new NAME` makes one to start from.")
        return exit_codes.OK
    found = check_all(course, names)
    _show(found, console)
    return exit_codes.OK if all_is_well(found) else exit_codes.TROUBLE


def _show(found: Found, console: Console) -> None:
    table = Table("assignment", "notebooks", "grade cells", "apart", "beside", "wrong", "seconds")
    for name, one in found:
        if isinstance(one, str):
            table.add_row(escaped(name), "", "", "", "", "[bold red]cannot be graded by[/]", "")
        else:
            wrong = f"[bold red]{len(one.wrong)}[/]" if one.wrong else "[green]nothing[/]"
            counts = (len(one.trials), one.cells, one.apart, one.cells - one.apart)
            table.add_row(escaped(name), *map(str, counts), wrong, f"{one.seconds:.1f}")
    console.print(table)
    for name, one in found:
        for line in [one] if isinstance(one, str) else [fault.text for fault in one.wrong]:
            console.print(f"[bold red]✗[/] {escaped(name)}: {escaped(line)}", highlight=False, soft_wrap=True)
    print("`nbjudge check ASSIGNMENT` shows each grade cell; `nbjudge init --undo` takes the lines out again.")


def _undo(root: Path) -> int:
    path = configuration_of(root)
    done = take_out(root)
    print(UNDONE[done].format(path=path))
    if (root / JUDGES_FOLDER).exists():
        print(f"What was found out about grade cells is in {root / JUDGES_FOLDER}: remove it if you like.")
    return exit_codes.TROUBLE if done == "by hand" else exit_codes.OK


def _root(here: Path) -> Path:
    """The course's folder: this one, or else the nearest above with a configuration."""
    name = f"{CONFIGURATION}.py"
    if (here / "source").is_dir():
        return here
    for folder in (here, *here.parents):
        if (folder / name).exists():
            return folder
    raise CourseError(
        f"{here} is no course's folder: expected {name} in it or above, or a folder source/ with "
        "ASSIGNMENT/NOTEBOOK.ipynb in it"
    )


def _refuse_none(source: Path) -> None:
    if not source.is_dir():
        raise CourseError(f"there is no folder {source}: expected ASSIGNMENT/NOTEBOOK.ipynb in it; nothing is changed")
