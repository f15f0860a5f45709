"""The verb `nbjudge feedback`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError
from traitlets import TraitError

from nbjudge.commands.lms.packing import pack
from nbjudge.console import exit_codes
from nbjudge.console.printable import printable
from nbjudge.console.progress import Progress
from nbjudge.course.errors import MEND, GradingError, explained
from nbjudge.course.opening import CourseError, open_course
from nbjudge.course.settings import NbJudge
from nbjudge.feedback.pages import Feedback, PageDone
from nbjudge.feedback.stamp import Page


def main(options: argparse.Namespace) -> int:
    """Write the pages that are due and say how many; pack them, if asked. Returns the exit code."""
    if not options.zip and (options.to or options.roster):
        print("nbjudge: --to and --roster belong to --zip", file=sys.stderr)
        return exit_codes.USAGE
    here = Path.cwd()  # opening the course changes the folder
    try:
        app = open_course(options.assignment, options.student)
        app.log_level = logging.WARNING  # nbgrader tells of each file that it touches
        feedback = Feedback(app)
        pages = feedback.pages()
        if not pages:
            raise CourseError(f"nothing graded of {feedback.name!r} by {options.student!r} in autograded/")
        jobs = min(options.jobs or NbJudge(parent=app).jobs or len(os.sched_getaffinity(0)), len(pages))
        done = _write(feedback, pages, jobs=jobs, force=options.force)
        code = _summary(done, feedback.name)
        if options.zip:
            code = max(code, pack(options, here, app, pages))
    except (CourseError, GradingError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return exit_codes.TROUBLE
    except SQLAlchemyError as error:
        print(f"nbjudge: {explained(error)}\n{MEND}", file=sys.stderr)
        return exit_codes.TROUBLE
    except KeyboardInterrupt:
        print("nbjudge: stopped. Every page that is there is whole; run the same command to go on.", file=sys.stderr)
        return exit_codes.STOPPED
    except OSError as error:
        print(f"nbjudge: {explained(error)}", file=sys.stderr)
        return exit_codes.TROUBLE
    return code


def _write(feedback: Feedback, pages: Sequence[Page], *, jobs: int, force: bool) -> list[PageDone]:
    """What became of each page."""
    done: list[PageDone] = []
    with Progress("feedback", len(pages), Console(stderr=True)) as progress:

        def report(one: PageDone) -> None:
            done.append(one)
            progress.advance()

        feedback.write(pages, jobs=jobs, force=force, report=report)
    return done


def _summary(done: Sequence[PageDone], assignment: str) -> int:
    troubled = sorted((one.page.student, one.trouble) for one in done if one.trouble is not None)
    for student, trouble in troubled:
        print(f"nbjudge: {printable(student)}: {printable(trouble)}", file=sys.stderr)
    written = sum(one.written for one in done)
    failed = f", {len(troubled)} could not be made and were left as they were" if troubled else ""
    up_to_date = len(done) - written - len(troubled)
    pages = "page" if written == 1 else "pages"
    print(f"feedback for {assignment}: {written} {pages} written, {up_to_date} up to date{failed}")
    return exit_codes.TROUBLE if troubled else exit_codes.OK
