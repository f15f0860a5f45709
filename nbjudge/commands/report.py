"""The verb `nbjudge report`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError
from traitlets import TraitError

from nbjudge.console import exit_codes
from nbjudge.console.progress import Progress
from nbjudge.course.errors import MEND, GradingError, explained
from nbjudge.course.files import write_whole
from nbjudge.course.opening import CourseError, open_course
from nbjudge.gradebook.csv_file import writing_table
from nbjudge.report import policy
from nbjudge.report.alike.folder import write_answers
from nbjudge.report.alike.pairs import SHOWN, Answers, Pair, alike
from nbjudge.report.alike.sides import side_by_side
from nbjudge.report.alike.tokens import answer_of, without_comments
from nbjudge.report.anonymity import Names
from nbjudge.report.document import document
from nbjudge.report.gathering import Gathered
from nbjudge.report.page import Sides, page
from nbjudge.report.reading import GradedClass
from nbjudge.report.rows import COLUMNS, rows_of


def main(options: argparse.Namespace) -> int:
    """Write the page, and what else is asked for. Returns the exit code."""
    try:
        _report(options)
    except (CourseError, GradingError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return exit_codes.TROUBLE
    except SQLAlchemyError as error:
        print(f"nbjudge: {explained(error)}\n{MEND}", file=sys.stderr)
        return exit_codes.TROUBLE
    except OSError as error:
        place = f"{error.filename} cannot be written: " if error.filename else ""
        print(f"nbjudge: {place}{error.strerror or error}", file=sys.stderr)
        return exit_codes.TROUBLE
    except KeyboardInterrupt:
        print("nbjudge: stopped. Every file that is there is whole.", file=sys.stderr)
        return exit_codes.STOPPED
    return exit_codes.OK


def _report(options: argparse.Namespace) -> None:
    here = Path.cwd()  # opening the course changes the folder
    app = open_course(options.assignment)
    default = None if options.json else Path(f"report-{app.coursedir.assignment_id}.html")
    to, table, folder = (_target(here, path) for path in (options.to or default, options.csv, options.answers))
    graded = GradedClass(app.coursedir)
    others = {name for student in graded.enrolled for name in student}
    names = Names(graded.students, anonymous=options.anonymous, others=others)
    gathered, answers = _gathered(graded, names, table)
    released = graded.released_code()
    pairs, sides = _alike(graded, answers, released, names)
    beside = to.parent if to is not None else Path(app.coursedir.root)
    told = document(graded, gathered, pairs, names, beside)
    if to is not None:
        with _naming(to):
            _write_page(to, page(told, sides, bool(released)))
    if folder is not None:
        code = ((_folder_of(student, names), graded.code_of(student)) for student in graded.students)
        with _naming(folder):
            write_answers(folder, graded.name, released, code, _cleaned(names))
    if options.json:
        json.dump(told, sys.stdout, indent=1)
        print()
        return
    written = [f"{path}: {what}" for path, what in (
        (to, f"the class, {len(gathered.rows)} students"), (table, "a row for each student and test"),
        (folder, "the answers, for other tools"),
    ) if path is not None]  # fmt: skip
    print("\n".join(written))


def _gathered(graded: GradedClass, names: Names, table: Path | None) -> tuple[Gathered, Answers]:
    """The class added up, and its answers; each student's rows are written to the table on the way."""
    gathered, answers = Gathered(graded.known), Answers()
    with Progress("report", len(graded.students), Console(stderr=True)) as progress, _rows_to(table) as add:
        for handed in graded:
            gathered.add(handed)
            answers.add(handed.student, [text for notebook in handed.notebooks for text in notebook.code])
            for row in rows_of(graded.name, handed, names) if table is not None else ():
                add(row)
            progress.advance()
    return gathered, answers


@contextmanager
def _rows_to(table: Path | None) -> Iterator[Callable[[Sequence[Any]], object]]:
    if table is None:
        yield lambda row: None
        return
    with _naming(table), writing_table(table, COLUMNS) as add:
        yield add


@contextmanager
def _naming(target: Path) -> Iterator[None]:
    """Say where it was that something could not be written: the system says so of opening, but not of writing."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(target)
        raise


def _alike(
    graded: GradedClass, answers: Answers, released: Sequence[str], names: Names
) -> tuple[list[Pair] | None, list[Sides]]:
    """The pairs of alike answers, and both sides of those that are shown; None below a number of students."""
    if len(answers.students) < policy.ALIKE_FROM:
        return None, []
    given = [answer_of([text]) for text in released]
    fragments = answers.fragments(given)
    pairs = alike(answers, fragments, given)
    cleaned = _cleaned(names)
    sides: list[Sides] = []
    for pair in pairs[:SHOWN]:
        first, second = (
            [cleaned(text) for text in graded.code_of(answers.students[place])] for place in (pair.first, pair.second)
        )
        sides.append(side_by_side(first, second, fragments))
    return pairs, sides


def _cleaned(names: Names) -> Callable[[str], str]:
    """What is done to a student's code before it is shown: without names, no comments either, which may hold some."""
    return (lambda text: names.redacted(without_comments(text))) if names.anonymous else str


def _folder_of(student: str, names: Names) -> str:
    return f"student-{names.number(student):05d}" if names.anonymous else student


def _target(here: Path, path: Path | None) -> Path | None:
    """Where to write, seen to before any work is done."""
    if path is None:
        return None
    target = here / path
    if not target.parent.is_dir():
        raise GradingError(f"{path} cannot be written: there is no folder {target.parent}; make it first")
    if target.is_dir() and any(target.iterdir()):
        raise GradingError(f"{path} cannot be written: a folder is there, and not empty; choose another name")
    if not os.access(target.parent, os.W_OK) and not target.exists():
        raise GradingError(f"{path} cannot be written: the folder {target.parent} is read-only for this user")
    return target


def _write_page(target: Path, html: str) -> None:
    text = html.encode(errors="replace").decode()  # half a character, of a student's, is none
    if target.exists() and not target.is_file():  # such as /dev/stdout, which must not be replaced
        target.write_text(text, encoding="utf-8")
    else:
        write_whole(target.resolve(), text)  # of a link, what it leads to is replaced
