"""The verb `nbjudge feedback`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import SQLAlchemyError
from traitlets import TraitError

from nbjudge.cli import EXIT_OK, EXIT_STOPPED, EXIT_TROUBLE
from nbjudge.course import CourseError, open_course
from nbjudge.pages.giving import Feedback, Given, Report
from nbjudge.pages.marks import Page
from nbjudge.trouble import MEND, GradingError, explained

_EVERY: Final = {True: 0.1, False: 5.0}  # seconds between two looks at the progress, on a terminal and elsewhere


def main(options: argparse.Namespace) -> int:
    """Write the pages that are due and say how many. Returns the exit code."""
    try:
        app = open_course(options.assignment, options.student)
        app.log_level = logging.WARNING  # nbgrader tells of each file that it touches
        feedback = Feedback(app)
        pages = feedback.pages()
        if not pages:
            raise CourseError(f"nothing graded of {feedback.name!r} by {options.student!r} in autograded/")
        jobs = min(options.jobs or len(os.sched_getaffinity(0)), len(pages))
        given = _give(feedback, pages, jobs=jobs, force=options.force)
    except (CourseError, GradingError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return EXIT_TROUBLE
    except SQLAlchemyError as error:
        print(f"nbjudge: {explained(error)}\n{MEND}", file=sys.stderr)
        return EXIT_TROUBLE
    except KeyboardInterrupt:
        print("nbjudge: stopped. Every page that is there is whole; run the same command to go on.", file=sys.stderr)
        return EXIT_STOPPED
    return _summary(given, feedback.name)


def _give(feedback: Feedback, pages: Sequence[Page], *, jobs: int, force: bool) -> list[Given]:
    """What became of each page."""
    given: list[Given] = []
    with _progress(len(pages)) as advance:

        def report(one: Given) -> None:
            advance(one)
            given.append(one)

        feedback.give(pages, jobs=jobs, force=force, report=report)
    return given


def _summary(given: Sequence[Given], assignment: str) -> int:
    troubled = sorted((one.page.student, one.trouble) for one in given if one.trouble is not None)
    for student, trouble in troubled:
        print(f"nbjudge: {_printable(student)}: {_printable(trouble)}", file=sys.stderr)
    written = sum(one.written for one in given)
    failed = f", {len(troubled)} could not be made and were left as they were" if troubled else ""
    up_to_date = len(given) - written - len(troubled)
    pages = "page" if written == 1 else "pages"
    print(f"feedback for {assignment}: {written} {pages} written, {up_to_date} up to date{failed}")
    return EXIT_TROUBLE if troubled else EXIT_OK


@contextmanager
def _progress(total: int) -> Iterator[Report]:
    """Show how far it is: a bar on a terminal, a line now and then elsewhere. Without threads, because workers fork."""
    console = Console(stderr=True)
    columns = (TextColumn("feedback"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    shown = time.monotonic()
    with Progress(*columns, console=console, auto_refresh=False, disable=not console.is_terminal) as progress:
        bar = progress.add_task("feedback", total=total)

        def advance(_: Given) -> None:
            nonlocal shown
            progress.advance(bar)
            if time.monotonic() - shown >= _EVERY[console.is_terminal]:
                shown = time.monotonic()
                progress.refresh()
                if not console.is_terminal:
                    print(f"feedback: {progress.tasks[0].completed:.0f} of {total}", file=sys.stderr, flush=True)

        yield advance
        progress.refresh()


def _printable(text: str) -> str:
    """A student's name, or a message that quotes one, may hold what a terminal takes for a command."""
    return "".join(char if char.isprintable() else "?" for char in text)
