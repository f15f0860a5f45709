"""The writer: verdicts into gradebook.db through nbgrader's models, notebooks into autograded/ under their final name
only when they are whole.

The gradebook is written first and the notebook last: a notebook that is there, with its fingerprint, says that all
of it has been recorded.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook

from nbjudge.verdicts import Graded

LatePenalty = Callable[[str, float, float], float | None]
"""student, score, seconds late -> penalty; nbgrader's `LateSubmissionPlugin.late_submission_penalty`."""


def record(
    gradebook: Gradebook,
    assignment: str,
    student: str,
    timestamp: datetime | None,
    graded: Mapping[str, Graded],
    late_penalty: LatePenalty,
) -> None:
    """Write one submission's scores. What a person entered (manual scores, extra credit, comments) stays.

    Args:
        timestamp: when it was submitted, UTC; None leaves what the gradebook has.
        graded: notebook name to result.
    """
    gradebook.update_or_create_student(student)
    when: dict[str, Any] = {} if timestamp is None else {"timestamp": timestamp}
    submission = gradebook.update_or_create_submission(assignment, student, **when)
    for notebook in submission.notebooks:
        _record_scores(notebook, graded[notebook.name])
        _record_comments(notebook, graded[notebook.name])
    gradebook.db.commit()  # nbgrader computes scores in SQL: a penalty needs them to be there
    for notebook in submission.notebooks:
        _record_penalty(submission, notebook, late_penalty)
    gradebook.db.commit()


def recorded(gradebook: Gradebook, assignment: str, student: str) -> bool:
    """Whether the gradebook has this submission at all: it may be younger than the graded notebooks."""
    try:
        gradebook.find_submission(assignment, student)
    except MissingEntry:
        return False
    return True


def _record_scores(notebook: SubmittedNotebook, graded: Graded) -> None:
    for grade in notebook.grades:
        if grade.name in graded.cells:
            grade.auto_score = graded.cells[grade.name].score
        elif grade.name in graded.answered:
            # a solution cell that a person grades: no response is a zero, anything else waits for that person
            grade.auto_score = None if graded.answered[grade.name] else 0.0
        elif graded.reason is not None:
            grade.auto_score = 0.0  # a task for a person to grade, of which there is nothing to see
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None


def _record_comments(notebook: SubmittedNotebook, graded: Graded) -> None:
    for comment in notebook.comments:
        if comment.name in graded.answered:
            comment.auto_comment = None if graded.answered[comment.name] else "No response."


def _record_penalty(submission: SubmittedAssignment, notebook: SubmittedNotebook, late_penalty: LatePenalty) -> None:
    notebook.late_submission_penalty = None
    if submission.total_seconds_late > 0:
        penalty = late_penalty(submission.student.id, notebook.score, submission.total_seconds_late)
        if penalty is not None:
            notebook.late_submission_penalty = min(max(0.0, penalty), notebook.score)


def write_notebook(path: Path, notebook: Mapping[str, Any]) -> None:
    """Write a notebook under a temporary name and rename it: nobody ever sees half of one.

    Raises:
        OSError: if the disk is full or the folder may not be written; the old notebook is then as it was.
    """
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.chmod(0o444)  # as nbgrader leaves it: nobody should edit a graded notebook by accident
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def write_kit(folder: Path, kit: Mapping[str, bytes], timestamp: datetime | None, secret: str) -> None:
    """Put the assignment's own files beside the graded notebook, as nbgrader does, and what goes on to feedback/.

    The student's other files stay in submitted/: nothing here needs them, and they may be anything.

    Args:
        timestamp: when it was submitted; None leaves the file empty, which nbgrader reads as "unknown".
        secret: by which `nbgrader release_feedback` names the student's page.
    """
    for name, content in kit.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    when = "" if timestamp is None else f"{timestamp} UTC"
    (folder / "timestamp.txt").write_text(when, encoding="utf-8")
    (folder / "submission_secret.txt").write_text(secret, encoding="utf-8")


def empty_folder(folder: Path) -> None:
    """Remove what an earlier grading left."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
