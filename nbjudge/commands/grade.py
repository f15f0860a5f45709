"""The verb `nbjudge grade`: one submission by itself, for people, for programs, for Gradescope."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from traitlets import TraitError

from nbjudge.console import exit_codes
from nbjudge.course.errors import GradingError
from nbjudge.course.opening import CourseError, open_course
from nbjudge.course.settings import EVERYTHING, NbJudge
from nbjudge.doors.document import document
from nbjudge.doors.gradescope import failed, results
from nbjudge.doors.handed import STDIN, read_handed
from nbjudge.doors.one_submission import JudgedSubmission, judge_handed
from nbjudge.doors.text import report
from nbjudge.grading.terms import terms_of_source
from nbjudge.processes.warm_set import WarmSet


def main(options: argparse.Namespace) -> int:
    """Judge what was handed in and print what came of it. Returns the exit code, as `nbjudge autograde` does."""
    try:
        judged, settings = _judged(options)
    except (CourseError, GradingError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        if options.gradescope:  # without a file Gradescope blames the autograder, and says nothing to anybody
            print(json.dumps(failed(str(error)), indent=1))
        return exit_codes.TROUBLE
    if options.json:
        print(json.dumps(document(judged), indent=1))
    elif options.gradescope:
        print(json.dumps(results(judged, settings), indent=1))
    else:
        detail = settings.told(due=False) if options.as_student else EVERYTHING
        print(report(judged, detail, for_student=options.as_student), end="")
    return exit_codes.NOT_JUDGED if judged.not_judged else exit_codes.OK


def _judged(options: argparse.Namespace) -> tuple[JudgedSubmission, NbJudge]:
    where = options.file if options.file == STDIN else os.path.abspath(options.file)  # before going to the course
    app = open_course(options.assignment, how="nbjudge grade FILE --assignment NAME")
    settings = NbJudge(parent=app)
    settings.sandbox = settings.sandbox and not options.no_sandbox
    terms = terms_of_source(app.coursedir, settings)
    handed = read_handed(where, [one.notebook for one in terms.notebooks], terms.limits, sys.stdin.buffer)
    with WarmSet(options.ahead, warming=False) as warm:
        return judge_handed(handed, terms, Path(app.coursedir.root), options.student, warm), settings
