"""The verb `nbjudge extend`."""

from __future__ import annotations

import argparse
import sys

from sqlalchemy.exc import SQLAlchemyError
from traitlets import TraitError

from nbjudge.console import exit_codes
from nbjudge.console.printable import printable
from nbjudge.course.errors import GradingError, explained
from nbjudge.course.opening import CourseError, open_course
from nbjudge.gradebook.deadlines.extensions import Extended, extend, length_of
from nbjudge.gradebook.opening import open_gradebook, patiently
from nbjudge.nbgrader_plugin import late_penalty_of


def main(options: argparse.Namespace) -> int:
    """Extend the assignment for one student, and say what that changes. Returns the exit code."""
    try:
        length = length_of(options.length)
    except ValueError as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return exit_codes.USAGE
    try:
        app = open_course(options.assignment)
        penalty = late_penalty_of(app)
        with open_gradebook(app.coursedir) as gradebook:
            done = patiently(lambda: extend(gradebook, options.assignment, options.student, length, penalty))
    except (CourseError, GradingError, TraitError) as error:
        print(f"nbjudge: {printable(str(error))}", file=sys.stderr)
        return exit_codes.TROUBLE
    except SQLAlchemyError as error:
        print(f"nbjudge: {explained(error)}", file=sys.stderr)
        return exit_codes.TROUBLE
    print("\n".join(_told(options, done, bool(length))))
    return exit_codes.OK


def _told(options: argparse.Namespace, done: Extended, extended: bool) -> list[str]:
    later = f", {options.length} later than for the others" if extended else ", as for the others"
    told = [f"{printable(options.student)}: {options.assignment} is due {done.due:%Y-%m-%d %H:%M} UTC{later}"]
    before, now = done.penalties
    if before != now:
        told.append(f"taken off for lateness: {now:g} points, in place of {before:g}")
    return told
