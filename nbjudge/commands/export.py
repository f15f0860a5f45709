"""The verb `nbjudge export`."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from traitlets import TraitError

from nbjudge.commands.lms.into import fill_in
from nbjudge.console import exit_codes
from nbjudge.course.errors import GradingError, explained
from nbjudge.course.opening import CourseError, open_whole_course
from nbjudge.gradebook.export import ExportError, names_asked, write_scores
from nbjudge.gradebook.export_cells import left_in, write_cells
from nbjudge.gradebook.opening import open_gradebook, patiently


def main(options: argparse.Namespace) -> int:
    """Write the file ``options.to``, or fill in ``options.into``. Returns the exit code."""
    if options.into is None and any((options.column, options.by, options.scale, options.force, options.zone)):
        print("nbjudge: --column, --by, --scale, --force and --zone belong to --into", file=sys.stderr)
        return exit_codes.USAGE
    name = options.to or options.into or Path("cells.csv" if options.cells else "grades.csv")
    target = name.absolute()  # opening the course changes the folder
    into = options.into and options.into.absolute()
    try:
        app = open_whole_course()
        if into is not None:
            return fill_in(options, app, into, target)
        with open_gradebook(app.coursedir, writable=False) as gradebook:
            names = patiently(partial(names_asked, gradebook, options.assignment, options.student))
            if options.cells:
                rows = write_cells(gradebook, target, *names, left_in(app.coursedir))
            else:
                rows = write_scores(gradebook, target, *names)
    except (CourseError, GradingError, ExportError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return exit_codes.TROUBLE
    except SQLAlchemyError as error:
        print(f"nbjudge: {explained(error)}", file=sys.stderr)
        return exit_codes.TROUBLE
    except OSError as error:
        print(f"nbjudge: {target} cannot be written: {error.strerror}", file=sys.stderr)
        return exit_codes.TROUBLE
    print(f"{rows} {'row' if rows == 1 else 'rows'} written to {name}")
    return exit_codes.OK
