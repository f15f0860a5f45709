"""What `nbjudge feedback --zip` does: all pages that are there in one zip."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from nbjudge.console import exit_codes
from nbjudge.console.printable import printable
from nbjudge.course.opening import Course
from nbjudge.feedback.stamp import Page
from nbjudge.gradebook.opening import open_gradebook, patiently
from nbjudge.lms.feedback_zip import FORMS, PLAIN, names_for, zip_pages
from nbjudge.lms.gradefiles.recognising import read_grade_file
from nbjudge.lms.kept import read_kept
from nbjudge.lms.people import Students, match, students_in_gradebook


def pack(options: argparse.Namespace, here: Path, app: Course, pages: Sequence[Page]) -> int:
    """Pack all pages that are there. Returns the exit code.

    Args:
        here: the folder that the command was given in.

    Raises:
        GradingError: if the roster cannot be read, or the gradebook.
        OSError: if the zip cannot be written; an old one is then as it was.
    """
    root, assignment = Path(app.coursedir.root), app.coursedir.assignment_id
    name = options.to or Path(f"feedback-{assignment}.zip")
    names = None
    if options.zip != PLAIN:
        file, students = None, None
        if options.roster:
            with open_gradebook(app.coursedir, writable=False) as gradebook:
                known = Students(patiently(lambda: students_in_gradebook(gradebook)))
            file = read_grade_file(here / options.roster, known.has)
            students = match(file.people, known).found
        names = names_for(options.zip, read_kept(root, assignment), file, students)
    zipped = zip_pages(here / name, ((page.student, page.target) for page in pages), names)
    if zipped.nameless:
        remedy = "name Moodle's grading worksheet as --roster, or " if options.zip == "moodle" else ""
        told = (
            f"{', '.join(map(printable, zipped.nameless))}: not in {name}: {FORMS[options.zip]}'s numbers are not known"
        )
        print(f"nbjudge: {told}; {remedy}collect a download with `nbjudge collect`", file=sys.stderr)
    print(f"{name}: {zipped.pages} {'page' if zipped.pages == 1 else 'pages'} of {len(zipped.students)} students")
    return exit_codes.TROUBLE if zipped.nameless else exit_codes.OK
