"""The verb `nbjudge bundle`: an assignment packed for another's grader."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from traitlets import TraitError

from nbjudge.console import exit_codes
from nbjudge.course.errors import GradingError, explained
from nbjudge.course.files import writing_bytes_whole
from nbjudge.course.opening import CourseError, open_course
from nbjudge.course.settings import NbJudge
from nbjudge.doors.bundle import gradescope_zip
from nbjudge.grading.terms import terms_of_source


def main(options: argparse.Namespace) -> int:
    """Write the zip and say what is in it. Returns the exit code."""
    target = Path(os.path.abspath(options.to)) if options.to else None  # before going to the course
    here = Path.cwd()
    try:
        app = open_course(options.assignment)
        settings = NbJudge(parent=app)
        if options.trust_students:
            settings.without_landlock = "trust"
        reading = NbJudge(parent=app)
        reading.sandbox = False  # nothing is run here, and this machine need not be able to grade
        terms = terms_of_source(app.coursedir, reading)
        target = target or here / f"{terms.name}-gradescope.zip"
        content = gradescope_zip(terms, settings)
        with writing_bytes_whole(target, permissions=0o600) as file:
            file.write(content)
    except (CourseError, GradingError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return exit_codes.TROUBLE
    except OSError as error:
        print(f"nbjudge: {explained(error)}", file=sys.stderr)
        return exit_codes.TROUBLE
    print(f"{target}: {len(content) / 1024:.0f} KiB. It holds solutions and hidden tests: for Gradescope alone.")
    if settings.without_landlock == "trust":
        print("Where Gradescope's machine has no Landlock, students' code is trusted there: docs/judge/how-to.md")
    return exit_codes.OK
