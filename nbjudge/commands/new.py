"""The verb `nbjudge new`: an assignment to start from."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from traitlets import TraitError

from nbjudge.console import exit_codes
from nbjudge.course.errors import explained
from nbjudge.course.new_assignment import write_new_assignment
from nbjudge.course.opening import CourseError, open_whole_course


def main(options: argparse.Namespace) -> int:
    """Write it, and say what to do next. Returns the exit code."""
    try:
        coursedir = open_whole_course().coursedir
        written = write_new_assignment(options.name, Path(coursedir.root), coursedir.source_directory)
    except (CourseError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return exit_codes.TROUBLE
    except OSError as error:
        print(f"nbjudge: {explained(error)}", file=sys.stderr)
        return exit_codes.TROUBLE
    for path in written:
        print(path)
    print(
        f"Change what it asks. Then `nbjudge check {options.name}`, `nbjudge selfcheck {options.name}`, and "
        f"`nbgrader generate_assignment {options.name}`."
    )
    return exit_codes.OK
