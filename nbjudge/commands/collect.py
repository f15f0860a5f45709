"""The verb `nbjudge collect`: submissions from a zip of Canvas's or Moodle's."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError
from traitlets import TraitError

from nbjudge.console import exit_codes
from nbjudge.console.printable import printable
from nbjudge.console.progress import Progress
from nbjudge.course.errors import MEND, GradingError, explained
from nbjudge.course.lock import grading
from nbjudge.course.opening import Course, CourseError, open_course
from nbjudge.gradebook.opening import open_gradebook, patiently
from nbjudge.lms.downloads.collecting import NEW, NEWER, OLD, SAME, Outcome, Where, collect
from nbjudge.lms.downloads.owners import Owners
from nbjudge.lms.gradefiles.dates import zone_named
from nbjudge.lms.kept import read_kept, write_kept
from nbjudge.lms.people import students_in_gradebook


def main(options: argparse.Namespace) -> int:
    """Collect them and say what became of each. Returns the exit code."""
    here = Path.cwd()  # opening the course changes the folder
    try:
        outcome = _collect(options, here)
    except (CourseError, GradingError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return exit_codes.TROUBLE
    except (SQLAlchemyError, OSError) as error:
        print(f"nbjudge: {explained(error)}\n{MEND}", file=sys.stderr)
        return exit_codes.TROUBLE
    except KeyboardInterrupt:
        print(
            "nbjudge: stopped. Every submission that is there is whole; run the same command to go on.", file=sys.stderr
        )
        return exit_codes.STOPPED
    return _tell(outcome)


def _collect(options: argparse.Namespace, here: Path) -> Outcome:
    zone = zone_named(options.zone)
    app = open_course(options.assignment)
    root, name = Path(app.coursedir.root), app.coursedir.assignment_id
    with open_gradebook(app.coursedir, writable=False) as gradebook:
        students = patiently(lambda: students_in_gradebook(gradebook))
    owners = Owners(students, here / options.roster if options.roster else None)
    submitted, known = root / app.coursedir.submitted_directory, frozenset(one.id for one in students)
    where = Where(submitted, name, _notebooks(app), known, app.coursedir.groupshared)
    kept = read_kept(root, name)
    with grading(root), Progress("collect", None, Console(stderr=True)) as progress:

        def tell(total: int) -> None:
            progress.total = total
            progress.advance()

        try:
            return collect(here / options.download, where, owners, kept, zone=zone, force=options.force, tell=tell)
        finally:
            if kept.students:
                write_kept(root, name, kept)


def _notebooks(app: Course) -> list[str]:
    source = Path(app.coursedir.format_path(app.coursedir.source_directory, "", app.coursedir.assignment_id))
    found = sorted(path.name for path in source.glob("[!.]*.ipynb"))
    if not found:
        raise CourseError(f"there is no notebook in {source}: name an assignment of this course")
    return found


def _tell(outcome: Outcome) -> int:
    for what, why in sorted(outcome.troubles):
        print(f"nbjudge: {printable(what)}: {printable(why)}", file=sys.stderr)
    for one in outcome.done:
        for note in one.notes:
            print(f"{printable(one.student)}: {printable(note)}")
    groups = (
        ("marked as late", [one.student for one in outcome.done if one.late]),
        ("new to the gradebook", [one.student for one in outcome.done if one.new_to_the_course]),
        ("told by their names alone", outcome.by_name),
    )
    for what, students in groups:
        if students:
            print(f"{what}: {', '.join(map(printable, students))}")
    counts = Counter(one.became for one in outcome.done)
    told = [f"{counts[became]} {became}" for became in (NEW, NEWER, SAME, OLD) if counts[became] or became == NEW]
    left = f"; {len(outcome.troubles)} could not be collected" if outcome.troubles else ""
    print(", ".join(told) + left)
    return exit_codes.TROUBLE if outcome.troubles else exit_codes.OK
