"""What `nbjudge export --into` does: one column of a system's own grade file is filled."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from nbjudge.console import exit_codes
from nbjudge.console.printable import printable
from nbjudge.course.files import writing_bytes_whole
from nbjudge.course.opening import Course
from nbjudge.gradebook.export import ExportError, names_asked
from nbjudge.gradebook.opening import open_gradebook, patiently
from nbjudge.lms.gradefiles.dates import zone_named
from nbjudge.lms.gradefiles.filling import Filled, Points, choose_column, fill, scale_for
from nbjudge.lms.gradefiles.recognising import read_grade_file
from nbjudge.lms.kept import read_kept
from nbjudge.lms.people import Matching, Students, match, students_in_gradebook
from nbjudge.lms.points import Settled, settled_points


def fill_in(options: argparse.Namespace, app: Course, into: Path, target: Path) -> int:
    """Fill it, and say of whom there is something to say. Returns the exit code.

    Args:
        into: the file; ``target``: where it goes, filled.

    Raises:
        ExportError, GradingError: if it cannot be done.
        SQLAlchemyError: if the gradebook cannot be read.
        OSError: if the target cannot be written; an old file is then as it was.
    """
    zone = zone_named(options.zone)
    with open_gradebook(app.coursedir, writable=False) as gradebook:
        assignments, asked = patiently(partial(names_asked, gradebook, options.assignment, options.student))
        assignments = assignments or [one.name for one in gradebook.assignments]
        if len(assignments) != 1:
            raise ExportError(
                f"say --assignment A: a column takes one of {', '.join(assignments) or '(there is none)'}"
            )
        known = patiently(lambda: students_in_gradebook(gradebook))
        autograded = Path(app.coursedir.root, app.coursedir.autograded_directory)
        asked = asked or [one.id for one in known]
        settled = patiently(lambda: settled_points(gradebook, autograded, assignments[0], asked))
    students = Students(known)
    file = read_grade_file(into, students.has)
    column = choose_column(file, assignments[0], options.column)
    scale = scale_for(file, column, settled.most, scaled=options.scale)
    kept = read_kept(Path(app.coursedir.root), assignments[0])
    numbers = kept.numbers(file.system, {one.number: one.shown for one in file.people if one.number})
    matching = match(file.people, students, options.by, numbers)
    points = {name: Points(scale * one.points, one.since) for name, one in settled.points.items()}
    filled = fill(file, column, matching.found, points, zone=zone, force=options.force)
    if filled.written or target != into:
        with writing_bytes_whole(target.resolve()) as out:
            out.write(filled.data)
    for note in file.notes:
        print(f"nbjudge: {note}", file=sys.stderr)
    _tell_of_students(filled, matching, settled)
    print(
        f"{target.name} ({file.name}), column {printable(column.title)!r}: {len(filled.written)} written, "
        f"{len(filled.same)} had the same points, {len(filled.left)} left as they were"
    )
    return exit_codes.OK


def _tell_of_students(filled: Filled, matching: Matching, settled: Settled) -> None:
    for student, before, now in filled.written:
        if before.strip("- "):
            print(f"{printable(student)}: {printable(before)} became {now}")
    for student, why in filled.left:
        print(f"nbjudge: {printable(student)}: left as it was: {printable(why)}", file=sys.stderr)
    for person, student in matching.doubtful:
        why = f"another line is {printable(student)} as well, or with more certainty"
        print(
            f"nbjudge: {printable(person.shown)}: left as it was: {why}; give it a login or an address", file=sys.stderr
        )
    in_file = set(matching.found.values())
    waiting: Mapping[str, str] = {student: why for student, why in settled.waiting.items() if student in in_file}
    for student, why in waiting.items():
        print(f"nbjudge: {printable(student)}: left as it was: {why}", file=sys.stderr)
    groups = (
        ("told by their names alone", matching.by_name),
        ("in the file, and not in the course", [person.shown for person in matching.unknown]),
        ("in the course, and not in the file", sorted((settled.points.keys() | settled.waiting.keys()) - in_file)),
    )
    for what, people in groups:
        if people:
            print(f"{what}: {', '.join(map(printable, people))}")
