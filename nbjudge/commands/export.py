"""The verb `nbjudge export`."""

from __future__ import annotations

import argparse
import sys

from sqlalchemy.exc import SQLAlchemyError
from traitlets import TraitError

from nbjudge.commands import exit_codes
from nbjudge.course.errors import GradingError, explained
from nbjudge.course.opening import CourseError, open_whole_course
from nbjudge.gradebook.export import ExportError, write_scores
from nbjudge.gradebook.opening import open_gradebook


def main(options: argparse.Namespace) -> int:
    """Write the file ``options.to``. Returns the exit code."""
    target = options.to.absolute()  # opening the course changes the folder
    try:
        app = open_whole_course()
        with open_gradebook(app.coursedir, writable=False) as gradebook:
            rows = write_scores(gradebook, target, _split(options.assignment), _split(options.student))
    except (CourseError, GradingError, ExportError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return exit_codes.TROUBLE
    except SQLAlchemyError as error:
        print(f"nbjudge: {explained(error)}", file=sys.stderr)
        return exit_codes.TROUBLE
    except OSError as error:
        print(f"nbjudge: {target} cannot be written: {error.strerror}", file=sys.stderr)
        return exit_codes.TROUBLE
    print(f"{rows} {'row' if rows == 1 else 'rows'} written to {options.to}")
    return exit_codes.OK


def _split(names: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (names or "").split(",") if name.strip())
