"""The verb `nbjudge autograde`: opens the course, and has processes get ready to judge while it imports the rest."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from traitlets import TraitError

from nbjudge.console import exit_codes
from nbjudge.course.errors import GradingError
from nbjudge.course.lean_nbgrader import lean_nbgrader
from nbjudge.course.opening import Course, CourseError, open_course
from nbjudge.course.settings import NbJudge
from nbjudge.grading.stands_file import as_kept
from nbjudge.grading.terms import Terms, early_terms
from nbjudge.processes.warm_set import WarmSet


def main(options: argparse.Namespace) -> int:
    """Grade, with a progress bar on stderr, and print on stdout what came of it. Returns the exit code.

    Args:
        options: besides what the command line says, ``ahead``: zygotes that were started ahead, or None.
    """
    try:
        course = open_course(options.assignment, options.student)
        settings = NbJudge(parent=course)
        settings.sandbox = settings.sandbox and not options.no_sandbox
        settings.jobs = options.jobs or settings.jobs
        with WarmSet(options.ahead) as warm:
            early = _make_ahead(course, settings, warm) if options.ahead is not None else None
            return _grade(course, settings, options, warm, early)
    except (CourseError, GradingError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return exit_codes.TROUBLE


def _make_ahead(course: Course, settings: NbJudge, warm: WarmSet) -> Terms | None:
    """Have the processes for the first notebook get ready, if it can be read; what was read of it."""
    early = early_terms(course.coursedir, settings)
    if early is not None:
        tried = as_kept(early, Path(course.coursedir.root))
        warm.make_ahead(tried.notebooks[0], tried.limits, sandboxed=tried.sandboxed)
    return early


def _grade(course: Course, settings: NbJudge, options: argparse.Namespace, warm: WarmSet, early: Terms | None) -> int:
    # these take SQLAlchemy: a third of a second, in which the processes get ready
    with lean_nbgrader():
        from nbjudge.console.grading_run import grade_class, judge_class  # noqa: PLC0415 - see above
        from nbjudge.grading.grader import Grader  # noqa: PLC0415 - see above
        from nbjudge.nbgrader_plugin import late_penalty_of  # noqa: PLC0415 - see above

    grader = Grader(course.coursedir, settings, late_penalty_of(course), warm=warm, early=early, cluster=options.dask)
    submissions = grader.submissions()
    if not submissions:
        raise GradingError(f"no submissions of {grader.name!r} by {options.student!r} in submitted/")
    return (judge_class if options.what_if else grade_class)(grader, submissions, options)
