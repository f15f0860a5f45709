"""Grading the submissions of a course: find them, judge each, hand the results to the writer."""

from __future__ import annotations

import fnmatch
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, InvalidEntry, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files
from sqlalchemy.exc import SQLAlchemyError

import nbjudge
from nbjudge import sandbox, support
from nbjudge.assignment import Assignment, own_modules, read_assignment
from nbjudge.bench import close_benches
from nbjudge.judge import judge, seed_for
from nbjudge.limits import Limits
from nbjudge.release import AssignmentError
from nbjudge.settings import NbJudge
from nbjudge.submission import Unreadable, read_secret, read_submission, read_timestamp
from nbjudge.verdicts import NOT_JUDGED, Graded
from nbjudge.writer import LatePenalty, empty_folder, record, recorded, write_kit, write_notebook
from nbjudge.zygote import ZygoteError


class GradingError(Exception):
    """Grading cannot go on, for a reason that the instructor can mend; the text says how."""


@dataclass(frozen=True)
class Submission:
    """A student's folder for an assignment."""

    student: str
    folder: Path
    destination: Path


@dataclass(frozen=True)
class Outcome:
    """What happened to one submission: ``graded`` is None if it was up to date."""

    student: str
    graded: dict[str, Graded] | None


class Grader:
    """Grades one assignment of a course.

    Args:
        coursedir: nbgrader's, with the assignment's id in it.
        settings: the judge's.
        late_penalty: nbgrader's plug-in for late submissions.

    Raises:
        GradingError: if the assignment is not in the gradebook or its source is broken, or there is no sandbox.
    """

    def __init__(self, coursedir: CourseDirectory, settings: NbJudge, late_penalty: LatePenalty) -> None:
        self.coursedir = coursedir
        self.name: str = coursedir.assignment_id
        try:
            self.limits: Limits = settings.limits
        except ValueError as error:
            raise GradingError(f"nbgrader_config.py: {error}") from error
        self.sandboxed: bool = settings.sandbox
        self.late_penalty = late_penalty
        problems = support.available() if self.sandboxed else []
        if problems:
            raise GradingError("\n".join(f"no sandbox: {p.what} ({p.remedy})" for p in problems))
        self.assignments = self._assignments()
        self._refuse_exposed()

    def submissions(self) -> list[Submission]:
        """The submissions that the course's student_id pattern asks for, by student."""
        return sorted(self._found(), key=lambda submission: submission.student)

    def grade(
        self, submissions: Sequence[Submission], *, force: bool, report: Callable[[Outcome], None]
    ) -> list[Outcome]:
        """Judge and record every submission that is not up to date; ``report`` hears of each as it is done.

        Raises:
            GradingError: if the judge's processes do not start, or something cannot be written. What was graded stays.
        """
        outcomes = []
        try:
            with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
                for submission in submissions:
                    outcome = self._grade_one(gradebook, submission, force=force)
                    report(outcome)
                    outcomes.append(outcome)
        except ZygoteError as error:
            raise GradingError(f"the judge's own processes do not run: {error}") from error
        except (OSError, SQLAlchemyError, InvalidEntry) as error:
            done = f"{len(outcomes)} of {len(submissions)} submissions are graded; mend it and run again to go on"
            raise GradingError(f"{type(error).__name__}: {error}\n{done}") from error
        finally:
            close_benches()
        return outcomes

    # ------------------------------------------------------------ one submission

    def _grade_one(self, gradebook: Gradebook, submission: Submission, *, force: bool) -> Outcome:
        read = {
            a.notebook: read_submission(submission.folder, f"{a.notebook}.ipynb", self.limits) for a in self.assignments
        }
        timestamp, odd_time = read_timestamp(submission.folder)
        marks = {a.notebook: self._fingerprint(a, read[a.notebook], submission, timestamp) for a in self.assignments}
        up_to_date = all(_mark_of(self._path(submission, name)) == mark for name, mark in marks.items())
        if up_to_date and not force and recorded(gradebook, self.name, submission.student):
            return Outcome(submission.student, None)
        graded = {a.notebook: self._judge(a, read[a.notebook], submission) for a in self.assignments}
        for name, result in graded.items():
            kept = result.notebook["metadata"]["nbjudge"]
            kept["notes"] += [odd_time.text] if odd_time is not None else []
            if not result.count(NOT_JUDGED):  # without the mark it is graded again next time
                kept["fingerprint"] = marks[name]
        record(gradebook, self.name, submission.student, timestamp, graded, self.late_penalty)
        self._write(submission, graded, timestamp)
        return Outcome(submission.student, graded)

    def _judge(self, assignment: Assignment, read: bytes | Unreadable, submission: Submission) -> Graded:
        data, reason = (None, read.reason) if isinstance(read, Unreadable) else (read, None)
        seed = seed_for(submission.student, self.name)
        return judge(data, assignment, self.limits, seed=seed, sandboxed=self.sandboxed, reason=reason)

    def _fingerprint(self, a: Assignment, read: bytes | Unreadable, submission: Submission, timestamp: Any) -> str:
        """Changes with anything that may change a verdict or what is written."""
        content = read.reason.encode() if isinstance(read, Unreadable) else read
        parts = [hashlib.sha256(content).hexdigest(), a.fingerprint, nbjudge.__version__, submission.student]
        parts += [json.dumps(self.limits.as_dict()), str(self.sandboxed), str(timestamp)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _write(self, submission: Submission, graded: dict[str, Graded], timestamp: Any) -> None:
        empty_folder(submission.destination)
        submission.destination.mkdir(parents=True)
        for assignment in self.assignments:
            write_kit(submission.destination, assignment.kit, timestamp, read_secret(submission.folder))
        for name, result in graded.items():
            write_notebook(self._path(submission, name), result.notebook)

    def _path(self, submission: Submission, notebook: str) -> Path:
        return submission.destination / f"{notebook}.ipynb"

    # ------------------------------------------------------------ the course

    def _refuse_exposed(self) -> None:
        """Grading must not begin where student code could read what it is graded by."""
        names = ("source", "submitted", "autograded", "feedback")
        folders = [getattr(self.coursedir, f"{name}_directory") for name in names]
        secrets = [Path(self.coursedir.root) / folder for folder in folders]
        secrets += (
            [Path(self.coursedir.db_url.removeprefix("sqlite:///"))] if self.coursedir.db_url[:6] == "sqlite" else []
        )
        secrets += [path for assignment in self.assignments for path in own_modules(assignment.parsed)]
        exposed = sandbox.exposed(secrets, sandbox.readable_paths()) if self.sandboxed else ()
        if exposed:
            listed = ", ".join(map(str, exposed))
            raise GradingError(f"student code could read {listed}: keep the course outside the interpreter's folders")

    def _assignments(self) -> list[Assignment]:
        folder = Path(self.coursedir.format_path(self.coursedir.source_directory, ".", self.name)).resolve()
        # the same files that `nbgrader generate_assignment` releases
        files = [Path(name) for name in find_all_files(str(folder), [*self.coursedir.ignore, "*.ipynb"])]
        try:
            with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
                known = {
                    notebook.name: {cell.name: cell.max_score for cell in notebook.grade_cells}
                    for notebook in gradebook.find_assignment(self.name).notebooks
                }
            read = [read_assignment(folder, self.name, notebook, files) for notebook in sorted(known)]
        except MissingEntry:
            hint = f"run `nbgrader generate_assignment {self.name}` first"
            raise GradingError(f"the gradebook has no assignment {self.name!r}: {hint}") from None
        except (AssignmentError, OSError) as error:
            raise GradingError(f"the source of {self.name!r} cannot be used: {error}") from error
        for assignment in read:
            self._refuse_changed(assignment, known[assignment.notebook])
        return read

    def _refuse_changed(self, assignment: Assignment, known: dict[str, float]) -> None:
        """Scores for other cells or points than the gradebook knows would not add up."""
        flags = [cell.metadata.get("nbgrader", {}) for cell in assignment.parsed.cells]
        found = {flag["grade_id"]: float(flag["points"]) for flag in flags if flag.get("grade")}
        if found != known:
            names = ", ".join(
                sorted(name for name in found.keys() | known.keys() if found.get(name) != known.get(name))
            )
            raise GradingError(
                f"the source of {self.name!r} has changed since its release ({names}): "
                f"run `nbgrader generate_assignment {self.name} --force`"
            )

    def _found(self) -> Iterator[Submission]:
        root = Path(self.coursedir.format_path(self.coursedir.submitted_directory, "", "")).resolve()
        excluded = self.coursedir.student_id_exclude.split(",")
        patterns = (self.coursedir.student_id or "*").split(",")
        students = sorted(os.listdir(root)) if root.is_dir() else []
        for student in students:
            folder = Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, self.name))
            named = any(fnmatch.fnmatchcase(student, pattern) for pattern in patterns)
            wanted = named and student not in excluded and student[0] != "."
            if wanted and os.path.lexists(folder) and _is_text(student):
                destination = self.coursedir.format_path(self.coursedir.autograded_directory, student, self.name)
                yield Submission(student, folder, Path(destination))


def _is_text(student: str) -> bool:
    """Whether a folder's name is text: others can be neither printed nor kept in a gradebook."""
    try:
        student.encode()
    except UnicodeEncodeError:
        print(f"nbjudge: skipping submitted/{student!a}: its name is not UTF-8; rename it", file=sys.stderr)
        return False
    return True


def _mark_of(path: Path) -> str | None:
    """The fingerprint in a graded notebook, if there is one."""
    try:
        kept: Any = json.loads(path.read_text(encoding="utf-8"))["metadata"]["nbjudge"]["fingerprint"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return kept if isinstance(kept, str) else None
