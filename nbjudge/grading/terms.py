"""By what all submissions of an assignment are judged: read once before grading, refused where it makes no sense."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files

from nbjudge.course.errors import GradingError
from nbjudge.course.nbgraders_settings import check_nbgraders
from nbjudge.course.opening import assignments_of
from nbjudge.course.settings import NbJudge
from nbjudge.digest import judge_digest
from nbjudge.grading.markup import markup_of
from nbjudge.grading.trial import Trial, told_of_trial
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment, imports_of, read_assignment
from nbjudge.notebooks.own_modules import readable_secrets
from nbjudge.notebooks.source import AssignmentError
from nbjudge.sandbox import lockdown, requirements
from nbjudge.stands import BESIDE, NOWHERE


@dataclass(frozen=True)
class Terms:
    """By what all submissions of an assignment are judged: plain data.

    Attributes:
        name: the assignment's; ``notebooks``: each of its notebooks, as the judge needs it.
        due: when it is due, UTC without tzinfo, if it is.
        told: what the instructor should be told before grading, a sentence each.
        judge: a digest of the judge's own code.
        beside: whether grade cells may be judged beside the student's code.
    """

    name: str
    notebooks: tuple[Assignment, ...]
    limits: Limits
    sandboxed: bool
    due: datetime | None = None
    told: tuple[str, ...] = ()
    judge: str = field(default_factory=judge_digest)
    beside: bool = True

    def tried(self, trials: Mapping[str, Trial]) -> Terms:
        """These terms, with where each grade cell is judged, by what came of trying the notebooks out."""
        notebooks, told = [], list(self.told)
        limits = limits_following(self.limits, trials)
        told += told_of_limits(self.limits, limits)
        for assignment in self.notebooks:
            trial = trials[assignment.notebook]
            told += told_of_trial(assignment.notebook, trial, allowed=self.beside)
            stands = trial.stands
            if not self.beside:
                stands = {
                    name: replace(stand, where=NOWHERE) if stand.where == BESIDE else stand
                    for name, stand in stands.items()
                }
            notebooks.append(assignment.with_parts(stands=stands))
        return replace(self, notebooks=tuple(notebooks), limits=limits, told=tuple(told))


def limits_following(limits: Limits, trials: Mapping[str, Trial]) -> Limits:
    """The limits of an assignment, with room for solutions that are slow."""
    test, cell, whole = (
        max((getattr(trial, name) for trial in trials.values()), default=0.0)
        for name in ("test_seconds", "cell_seconds", "whole_seconds")
    )
    return limits.following(test, cell, whole)


def told_of_limits(before: Limits, now: Limits) -> list[str]:
    """That limits have grown, in a sentence."""
    grown = [
        f"{name} = {value:g}" for name, value in now.as_dict().items() if value != getattr(before, name)
    ]  # fmt: skip
    if not grown:
        return []
    return [f"the solution is slow, and so the limits of this assignment have grown: {', '.join(grown)}"]


def terms_of_source(coursedir: CourseDirectory, settings: NbJudge) -> Terms:
    """The terms of the assignment that ``coursedir`` names, as its source has them: no gradebook need know it.

    What submissions in the gradebook are graded by: `nbjudge.grading.changes.read_terms`.

    Raises:
        GradingError: if its source is broken, if there is no sandbox, if a setting makes no sense, or if one of
            nbgrader's would have to be ignored.
    """
    draft = draft_terms(coursedir, settings)
    folder, there = source_notebooks(coursedir)
    if not there:
        found = ", ".join(assignments_of(coursedir)) or "none"
        raise GradingError(
            f"no notebook in {folder}: is {coursedir.assignment_id!r} the name of an assignment? (found: {found})"
        )
    return with_notebooks(coursedir, settings, draft, read_notebooks(coursedir, settings.parent, there))


def early_terms(coursedir: CourseDirectory, settings: NbJudge) -> Terms | None:
    """What can be known of the terms before the gradebook is opened: what the settings say, and the first notebook.

    None if something is wrong, or there is no notebook: that is told where it is read in earnest.
    """
    if not settings.grades(coursedir.assignment_id):
        return None
    try:
        _, names = source_notebooks(coursedir)
        draft = draft_terms(coursedir, settings)
        read = read_notebooks(coursedir, settings.parent, names[:1])
    except (GradingError, OSError):
        return None
    return replace(draft, notebooks=tuple(read)) if read else None


def read_notebooks(coursedir: CourseDirectory, parent: Any, names: Iterable[str]) -> list[Assignment]:
    """These notebooks of the assignment that ``coursedir`` names.

    Args:
        parent: whatever has the course's configuration.

    Raises:
        GradingError: if one cannot be used.
    """
    name: str = coursedir.assignment_id
    folder, _ = source_notebooks(coursedir)
    # the same files that `nbgrader generate_assignment` releases
    files = [Path(found) for found in find_all_files(str(folder), [*coursedir.ignore, "*.ipynb"])]
    release = Path(coursedir.format_path(coursedir.release_directory, ".", name)).resolve()
    root, markup = Path(coursedir.root), markup_of(parent)
    try:
        return [
            read_assignment(folder, name, notebook, files, root=root, markup=markup, release=release)
            for notebook in names
        ]
    except (AssignmentError, OSError) as error:
        raise unusable(name, error) from error


def unusable(name: str, error: Exception) -> GradingError:
    """What to tell of a source that is broken."""
    return GradingError(f"the source of {name!r} cannot be used: {error}")


def draft_terms(coursedir: CourseDirectory, settings: NbJudge) -> Terms:
    """What the settings say, without notebooks yet."""
    _, notebooks = source_notebooks(coursedir)
    told = check_nbgraders(coursedir, settings.parent, notebooks)
    try:
        limits: Limits = settings.limits
    except ValueError as error:
        raise GradingError(f"nbgrader_config.py: {error}") from error
    problems = requirements.available() if settings.sandbox else []
    sandboxed = settings.sandbox and not problems
    if problems and settings.without_landlock == "trust":
        told += [
            f"graded WITHOUT a sandbox, as c.NbJudge.without_landlock says: {problem.what}. The submission could read "
            "hidden tests, and change what came of it"
            for problem in problems
        ]
    elif problems:
        raise GradingError("\n".join(f"no sandbox: {p.what} ({p.remedy})" for p in problems))
    beside = settings.beside == "allow"
    return Terms(coursedir.assignment_id, (), limits, sandboxed, told=tuple(told), beside=beside)


def with_notebooks(
    coursedir: CourseDirectory, settings: NbJudge, draft: Terms, notebooks: Iterable[Assignment]
) -> Terms:
    """The terms with these notebooks, unless student code could read what it is graded by."""
    terms = replace(draft, notebooks=tuple(notebooks))
    if terms.sandboxed:
        _refuse_exposed(coursedir, terms, settings.ordinary_modules)
    return terms


def source_notebooks(coursedir: CourseDirectory) -> tuple[Path, list[str]]:
    """The folder of the assignment's source, and the notebooks in it."""
    folder = Path(coursedir.format_path(coursedir.source_directory, ".", coursedir.assignment_id)).resolve()
    return folder, sorted(path.stem for path in folder.glob("*.ipynb") if not path.name.startswith("."))


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
