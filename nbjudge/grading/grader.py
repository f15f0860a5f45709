"""Grading the submissions of a course: find those that are not up to date, have them judged, write what comes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from nbgrader.api import Gradebook, InvalidEntry
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError

from nbjudge.cluster.door import on_cluster
from nbjudge.course import lock
from nbjudge.course.errors import MEND, GradingError, explained
from nbjudge.course.nbgraders_settings import configured
from nbjudge.course.settings import NbJudge
from nbjudge.course.students import students_in
from nbjudge.gradebook.indexes import add_missing
from nbjudge.gradebook.opening import open_gradebook, patiently
from nbjudge.gradebook.recording import MOST_TOGETHER, LatePenalty, ToRecord, record_all, recorded
from nbjudge.gradebook.waiting import waiting
from nbjudge.grading.autograded import (
    SHARED_FILE,
    empty_folder,
    naming,
    share_with_group,
    withdrawn,
    write_kit,
    write_notebook,
)
from nbjudge.grading.changes import read_terms
from nbjudge.grading.fingerprint import up_to_date
from nbjudge.grading.stands_file import tried_out
from nbjudge.grading.task import JudgingDuty, JudgingSent, ToWrite, lost, read_submitted
from nbjudge.grading.terms import Terms
from nbjudge.processes.pool import Done, work_through
from nbjudge.processes.warm_set import WarmSet
from nbjudge.processes.zygote import ZygoteError
from nbjudge.scores import Scores

WORTH_WARMING: Final = 40  # submissions that each gain a fortieth of the time that warming up takes

Report = Callable[[Scores], None]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Submission:
    """A student's folder for an assignment, and the one for what comes of it."""

    student: str
    folder: Path
    destination: Path


class Grader:
    """Grades one assignment of a course.

    Args:
        coursedir: nbgrader's, with the assignment's id in it.
        settings: the judge's.
        late_penalty: nbgrader's plug-in for late submissions.
        warm: the processes to judge with, which the caller closes; None: some of its own each time.
        early: what was read of the source before, by `early_terms`.
        cluster: the address of a Dask scheduler, whose workers judge; None: a pool on this machine.

    Raises:
        GradingError: if the assignment is not in the gradebook or its source is broken, or there is no sandbox.
    """

    def __init__(
        self,
        coursedir: CourseDirectory,
        settings: NbJudge,
        late_penalty: LatePenalty,
        *,
        warm: WarmSet | None = None,
        early: Terms | None = None,
        cluster: str | None = None,
    ) -> None:
        self.coursedir = coursedir
        self._warm, self._cluster = warm, cluster
        self.late_penalty = late_penalty
        self.terms = read_terms(coursedir, settings, early)
        asked: Any = configured("Autograde", settings.parent)
        self._permissions = SHARED_FILE if coursedir.groupshared else 0o444
        if asked.permissions is not None:
            self._permissions = int(str(asked.permissions), 8)  # nbgrader has 664 as a decimal number
        self.jobs: int = settings.jobs or len(os.sched_getaffinity(0))

    @property
    def name(self) -> str:
        """The assignment's."""
        return self.terms.name

    def submissions(self) -> list[Submission]:
        """The submissions that the course's student_id pattern asks for, by student.

        Raises:
            GradingError: if their folder cannot be read.
        """
        try:
            return list(self._found())
        except OSError as error:
            raise GradingError(f"the submissions cannot be read: {error}") from error

    def grade(
        self, submissions: Sequence[Submission], *, force: bool, report: Report, tell: Tell = print
    ) -> list[Scores]:
        """Judge and record every submission that is not up to date.

        Args:
            report: hears of each submission as it is done.
            tell: hears what the instructor should know before any is graded, a sentence at a time.

        Raises:
            GradingError: if another process grades this course, if the judge's processes do not start, or if
                something cannot be written. What was graded stays.
        """
        graded: list[Scores] = []

        def done(scores: Scores) -> None:
            graded.append(scores)
            report(scores)

        with (
            lock.grading(Path(self.coursedir.root)),
            open_gradebook(self.coursedir) as gradebook,
            self.processes_for(submissions) as warm,
        ):
            try:
                self.try_out(warm)
                for sentence in self.terms.told:
                    tell(sentence)
                self._grade(gradebook, submissions, warm, force=force, report=done, tell=tell)
            except ZygoteError as error:
                raise GradingError(f"the judge's own processes do not run: {error}") from error
            except (OSError, SQLAlchemyError, InvalidEntry) as error:
                so_far = f"{len(graded)} of {len(submissions)} submissions are graded; {MEND}"
                raise GradingError(f"{explained(error)}\n{so_far}") from error
        return graded

    def processes_for(self, submissions: Sequence[Submission]) -> AbstractContextManager[WarmSet]:
        """The processes to judge so many with; those of the grader's own end with the block."""
        warming = len(submissions) >= WORTH_WARMING
        if self._warm is None:
            return WarmSet(warming=warming)
        self._warm.warming = warming
        return nullcontext(self._warm)

    def try_out(self, warm: WarmSet, *, keep: bool = True) -> None:
        """Find out where each grade cell is judged, unless that is known; ``terms`` say it then.

        Raises:
            ZygoteError, OSError: if the judge's own processes do not start, or what was found cannot be kept.
        """
        self.terms = tried_out(self.terms, Path(self.coursedir.root), warm, keep=keep)

    def judged(
        self, due: Sequence[Submission], warm: WarmSet, tell: Tell
    ) -> Generator[tuple[Submission, ToWrite, bool], None, None]:
        """What comes of each, as it comes, and whether there is more at once.

        Raises:
            ZygoteError, OSError: if the judge's own processes do not start.
            GradingError: if a cluster cannot be used.
        """
        with closing(self._work(due, warm, tell)) as work:
            for done in work:
                submission = due[done.number]
                if done.lost is None:
                    yield submission, ToWrite.from_dict(done.result), done.more
                else:
                    found = lost(self.terms, submission.student, submission.folder, done.lost)
                    yield submission, found, done.more

    def waiting(self) -> dict[str, int]:
        """Student to the number of cells that wait for a person to grade them; only those that have some.

        Raises:
            GradingError: if the gradebook cannot be read.
        """
        with open_gradebook(self.coursedir, writable=False) as gradebook:
            try:
                return patiently(lambda: waiting(gradebook, self.name))
            except SQLAlchemyError as error:
                raise GradingError(f"{explained(error)}\n{MEND}") from error

    def _grade(
        self,
        gradebook: Gradebook,
        submissions: Sequence[Submission],
        warm: WarmSet,
        *,
        force: bool,
        report: Report,
        tell: Tell,
    ) -> None:
        patiently(lambda: add_missing(gradebook.engine))
        known = frozenset() if force else patiently(lambda: recorded(gradebook, self.name))
        due = []
        for submission in submissions:
            if submission.student in known and up_to_date(
                self.terms, submission.student, submission.folder, submission.destination
            ):
                report(Scores(submission.student, None))
            else:
                due.append(submission)
        # closed at once also when the writer fails, whose error would keep the generator and its workers alive
        together: list[tuple[Submission, ToWrite]] = []
        with closing(self.judged(due, warm, tell)) as judged:
            for submission, found, more in judged:
                together.append((submission, found))
                if more and len(together) < MOST_TOGETHER:
                    continue
                self._write(gradebook, together)
                for _, written in together:
                    report(written.scores)
                together = []

    def _work(self, due: Sequence[Submission], warm: WarmSet, tell: Tell) -> Generator[Done, None, None]:
        terms = self.terms
        if self._cluster is not None:
            duty = JudgingSent(terms.notebooks, terms.limits, sandboxed=terms.sandboxed)
            sent = (read_submitted(terms, one.student, one.folder).to_dict() for one in due)
            return on_cluster(sent, duty, address=self._cluster, tell=tell, count=len(due))
        if due:
            warm.wait_for_made_ahead()
        # A fork of a process with threads may hang, and formgrader's server has some. Else a worker is worth it for a
        # single submission too: it may be the one of yesterday that killed its workers.
        fork = threading.active_count() == 1
        tasks = ([submission.student, str(submission.folder)] for submission in due)
        return work_through(tasks, JudgingDuty(terms, warm), jobs=self.jobs, fork=fork)

    def _write(self, gradebook: Gradebook, together: Sequence[tuple[Submission, ToWrite]]) -> None:
        """The gradebook first, the notebooks last; see autograded.py for why."""
        recordings = [
            ToRecord(submission.student, found.timestamp, found.scores.notebooks or {})
            for submission, found in together
        ]
        with ExitStack() as aside:
            for submission, _ in together:
                aside.enter_context(withdrawn(submission.destination))
            patiently(lambda: record_all(gradebook, self.name, recordings, self.late_penalty))
        for submission, found in together:
            with naming(submission.destination):
                self._write_files(submission, found)

    def _write_files(self, submission: Submission, found: ToWrite) -> None:
        folder = submission.destination
        kits = [assignment.kit for assignment in self.terms.notebooks]
        empty_folder(folder, keep=[name for kit in kits for name in kit])
        folder.mkdir(parents=True, exist_ok=True)
        for kit in kits:
            write_kit(folder, kit, found.timestamp, found.secret)
        if self.coursedir.groupshared:
            autograded = self.coursedir.format_path(self.coursedir.autograded_directory, ".", ".")
            share_with_group(folder, Path(os.path.normpath(autograded)))
        for name, text in found.texts.items():
            write_notebook(folder / f"{name}.ipynb", text, self._permissions)

    def _found(self) -> Iterator[Submission]:
        for student in students_in(self.coursedir.submitted_directory, self.coursedir):
            folder = Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, self.name))
            if os.path.lexists(folder):
                destination = self.coursedir.format_path(self.coursedir.autograded_directory, student, self.name)
                yield Submission(student, folder, Path(destination))
