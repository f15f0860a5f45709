"""By what all submissions of an assignment are judged: read once before grading, refused where it makes no sense."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files
from sqlalchemy.exc import SQLAlchemyError

from nbjudge.course.errors import MEND, GradingError, explained
from nbjudge.course.settings import NbJudge
from nbjudge.digest import judge_digest
from nbjudge.gradebook.opening import open_gradebook, patiently
from nbjudge.grading.markup import markup_of
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment, imports_of, read_assignment
from nbjudge.notebooks.own_modules import readable_secrets
from nbjudge.notebooks.regions import Markup
from nbjudge.notebooks.source import AssignmentError
from nbjudge.sandbox import lockdown, requirements


@dataclass(frozen=True)
class Terms:
    """By what all submissions of an assignment are judged: plain data.

    Attributes:
        name: the assignment's; ``notebooks``: each of its notebooks, as the judge needs it.
        judge: a digest of the judge's own code.
    """

    name: str
    notebooks: tuple[Assignment, ...]
    limits: Limits
    sandboxed: bool
    judge: str = field(default_factory=judge_digest)


def read_terms(coursedir: CourseDirectory, settings: NbJudge) -> Terms:
    """The terms of the assignment that ``coursedir`` names.

    Raises:
        GradingError: if it is not in the gradebook or its source is broken, if there is no sandbox, or if a setting
            makes no sense.
    """
    try:
        limits: Limits = settings.limits
    except ValueError as error:
        raise GradingError(f"nbgrader_config.py: {error}") from error
    sandboxed: bool = settings.sandbox
    problems = requirements.available() if sandboxed else []
    if problems:
        raise GradingError("\n".join(f"no sandbox: {p.what} ({p.remedy})" for p in problems))
    notebooks = tuple(_notebooks(coursedir, markup_of(settings.parent)))
    terms = Terms(coursedir.assignment_id, notebooks, limits, sandboxed)
    if sandboxed:
        _refuse_exposed(coursedir, terms, settings.ordinary_modules)
    return terms


def _notebooks(coursedir: CourseDirectory, markup: Markup) -> list[Assignment]:
    name: str = coursedir.assignment_id
    folder = Path(coursedir.format_path(coursedir.source_directory, ".", name)).resolve()
    # the same files that `nbgrader generate_assignment` releases
    files = [Path(found) for found in find_all_files(str(folder), [*coursedir.ignore, "*.ipynb"])]
    release = Path(coursedir.format_path(coursedir.release_directory, ".", name)).resolve()
    known = _known(coursedir)
    try:
        read = [
            read_assignment(folder, name, notebook, files, root=Path(coursedir.root), markup=markup, release=release)
            for notebook in sorted(known)
        ]
    except (AssignmentError, OSError) as error:
        raise GradingError(f"the source of {name!r} cannot be used: {error}") from error
    for assignment in read:
        _refuse_changed(assignment, known[assignment.notebook])
    return read


def _known(coursedir: CourseDirectory) -> dict[str, dict[str, float]]:
    """Notebook to grade_id to points, as the gradebook has them."""
    name = coursedir.assignment_id
    try:
        with open_gradebook(coursedir) as gradebook:
            return patiently(lambda: _points(gradebook, name))
    except MissingEntry:
        hint = f"run `nbgrader generate_assignment {name}` first"
        raise GradingError(f"the gradebook has no assignment {name!r}: {hint}") from None
    except SQLAlchemyError as error:
        raise GradingError(f"{explained(error)}\n{MEND}") from error


def _points(gradebook: Gradebook, name: str) -> dict[str, dict[str, float]]:
    return {
        notebook.name: {cell.name: cell.max_score for cell in notebook.grade_cells}
        for notebook in gradebook.find_assignment(name).notebooks
    }


def _refuse_changed(assignment: Assignment, known: dict[str, float]) -> None:
    """Scores for other cells or points than the gradebook knows would not add up."""
    flags = [cell.metadata.get("nbgrader", {}) for cell in assignment.parsed.cells]
    found = {flag["grade_id"]: float(flag["points"]) for flag in flags if flag.get("grade")}
    if found != known:
        changed = sorted(name for name in found.keys() | known.keys() if found.get(name) != known.get(name))
        raise GradingError(
            f"the source of {assignment.name!r} has changed since its release ({', '.join(changed)}): "
            f"run `nbgrader generate_assignment {assignment.name} --force`"
        )


def _refuse_exposed(coursedir: CourseDirectory, terms: Terms, ordinary: Collection[str]) -> None:
    """Grading must not begin where student code could read what it is graded by."""
    readable = lockdown.readable_paths()
    root = Path(coursedir.root)
    folders = [getattr(coursedir, f"{name}_directory") for name in ("source", "submitted", "autograded", "feedback")]
    secrets = [root / folder for folder in folders]
    if coursedir.db_url.startswith("sqlite"):
        secrets.append(Path(coursedir.db_url.removeprefix("sqlite:///")))
    exposed = lockdown.exposed(secrets, readable)
    if exposed:
        listed = ", ".join(map(str, exposed))
        raise GradingError(f"student code could read {listed}: keep the course outside the interpreter's folders")
    for assignment in terms.notebooks:
        given, tests = imports_of(assignment.parsed)
        # what the given cells import is there for students
        may_be_read = {*ordinary, *(name.partition(".")[0] for name in given)}
        trouble = readable_secrets(tests, assignment.modules, readable, may_be_read)
        if trouble:
            raise GradingError("\n".join(trouble))
