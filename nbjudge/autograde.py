"""The verb `nbjudge autograde`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from traitlets import TraitError

from nbjudge.cli import EXIT_NOT_JUDGED, EXIT_OK, EXIT_STOPPED, EXIT_TERMINATED, EXIT_TROUBLE
from nbjudge.course import CourseError, open_course
from nbjudge.grading import Grader, Submission
from nbjudge.nbgrader_plugin import late_penalty_of
from nbjudge.outcome import Outcome
from nbjudge.progress import Progress
from nbjudge.settings import NbJudge
from nbjudge.tables import class_table, document, student_table
from nbjudge.trouble import GradingError


class Terminated(BaseException):
    """SIGTERM has come: as with Ctrl-C, everything is left in order on the way out."""


def main(options: argparse.Namespace) -> int:
    """Grade, with a progress bar on stderr, and print on stdout what came of it. Returns the exit code."""
    try:
        grader = _grader(options)
        submissions = grader.submissions()
        if not submissions:
            raise GradingError(f"no submissions of {grader.name!r} by {options.student!r} in submitted/")
        return _grade(grader, submissions, options)
    except (CourseError, GradingError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return EXIT_TROUBLE


def _grader(options: argparse.Namespace) -> Grader:
    app = open_course(options.assignment, options.student)
    settings = NbJudge(parent=app)
    settings.sandbox = settings.sandbox and not options.no_sandbox
    settings.jobs = options.jobs or settings.jobs
    return Grader(app.coursedir, settings, late_penalty_of(app))


def _grade(grader: Grader, submissions: Sequence[Submission], options: argparse.Namespace) -> int:
    begun = time.monotonic()
    progress = Progress(len(submissions), Console(stderr=True))
    try:
        with _sigterm_raises(), progress:
            outcomes = grader.grade(submissions, force=options.force, report=progress)
    except (KeyboardInterrupt, Terminated) as stop:
        told = f"nbjudge: stopped. {progress.graded} graded submissions are recorded; run the same command to go on."
        print(told, file=sys.stderr)
        return EXIT_STOPPED if isinstance(stop, KeyboardInterrupt) else EXIT_TERMINATED
    _print(grader, outcomes, time.monotonic() - begun, as_json=options.json)
    return EXIT_NOT_JUDGED if any(outcome.not_judged for outcome in outcomes) else EXIT_OK


def _print(grader: Grader, outcomes: Sequence[Outcome], seconds: float, *, as_json: bool) -> None:
    sandboxed = grader.terms.sandboxed
    if as_json:
        print(json.dumps(document(grader.name, outcomes, seconds, sandboxed=sandboxed), indent=1))
        return
    console = Console()
    students = student_table(outcomes)
    if students is not None:
        console.print(students)
    console.print(class_table(outcomes, seconds))
    if not sandboxed:
        print("Graded WITHOUT a sandbox: every notebook in autograded/ says so.")


@contextmanager
def _sigterm_raises() -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
