"""Watching the exchange: what has come is collected and graded, its page written and, if asked, handed back.

A round does what can be done now; what cannot, as while another process grades, stays queued for a later one. A fresh
start goes on with what was left halfway. What did not come through the exchange meanwhile is not touched.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from nbjudge.course import lock
from nbjudge.course.errors import GradingError, explained
from nbjudge.course.files import JUDGES_FOLDER
from nbjudge.course.opening import Course
from nbjudge.course.settings import NbJudge
from nbjudge.doors.inbox import Arrival, Inbox, NotCollected
from nbjudge.doors.ledger import Ledger
from nbjudge.feedback.pages import Feedback, PageDone
from nbjudge.gradebook.assignments import next_deadline
from nbjudge.gradebook.opening import open_gradebook
from nbjudge.grading.grader import Grader
from nbjudge.nbgrader_plugin import late_penalty_of
from nbjudge.scores import Scores

TROUBLED: Final = 60.0  # seconds until what went wrong with an assignment is tried again
DEADLINES: Final = 600.0  # seconds after which the gradebook is asked again when something is due


@dataclass(frozen=True)
class Event:
    """Something to tell, a line each.

    Attributes:
        kind: ``graded``, ``kept`` (for later, as there were too many tries today), ``refused``, ``trouble`` or
            ``waiting``.
        text: what, in words; with ``graded``, what was odd.
        scores: with ``graded``.
        seconds: with ``graded``, since the submission came; None if that is not known.
        page: with ``graded``: ``released``, ``written``, or empty if there is none.
    """

    kind: str
    assignment: str
    student: str
    text: str
    scores: Scores | None = None
    seconds: float | None = None
    page: str = ""


@dataclass
class _Queue:
    """Of one assignment: what waits for which step."""

    arrived: dict[str, Arrival] = field(default_factory=dict)
    kept: dict[str, Arrival] = field(default_factory=dict)
    collected: set[str] = field(default_factory=set)
    graded: set[str] = field(default_factory=set)
    scores: dict[str, Scores] = field(default_factory=dict)
    came: dict[str, float] = field(default_factory=dict)
    not_before: float = 0.0
    asked: float = 0.0

    @property
    def busy(self) -> bool:
        return bool(self.arrived or self.collected or self.graded)


class Watch:
    """Of a course.

    Args:
        assignments: the names of those that are watched.
        release: whether pages go to the students.
        clock: what time it is, in seconds of the epoch.

    Raises:
        GradingError: if the exchange is none that can be watched.
    """

    def __init__(
        self,
        app: Course,
        settings: NbJudge,
        assignments: Sequence[str],
        *,
        release: bool,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._app, self._settings, self._release, self._clock = app, settings, release, clock
        self._root = Path(app.coursedir.root)
        self._inbox = Inbox(app, assignments)
        self._ledger = Ledger(self._root / JUDGES_FOLDER / "watch.json")
        self._queues = {name: _Queue() for name in assignments}
        self._feedback: dict[str, Feedback] = {}
        self._told: dict[str, str] = {}
        self._day = self._today()
        for name, queue in self._queues.items():
            queue.collected = self._ledger.unfinished(name)

    def round(self) -> Iterator[Event]:
        """Do what can be done now, and tell of it."""
        try:
            yield from self._look()
        except GradingError as error:
            yield from self._tell("waiting", "", str(error))
            return
        ready = [name for name, queue in self._queues.items() if queue.busy and queue.not_before <= self._clock()]
        if not ready:
            return
        try:
            with lock.grading(self._root):  # nobody reads what is being exchanged for something newer
                for name in ready:
                    yield from self._collect(name)
        except (GradingError, OSError) as error:
            yield from self._tell("waiting", "", _in_words(error))
            return
        for name in ready:
            yield from self._work(name)

    # ------------------------------------------------------------ what is to be done

    def _look(self) -> Iterator[Event]:
        if self._day != self._today():
            self._day = self._today()
            for queue in self._queues.values():
                queue.arrived, queue.kept = queue.kept | queue.arrived, {}
        for arrival in self._inbox.news():
            queue = self._queues[arrival.assignment]
            queue.came[arrival.student] = arrival.came
            most = self._settings.tries
            if most and self._ledger.tries(arrival.assignment, arrival.student, self._day) >= most:
                queue.kept[arrival.student] = arrival
                why = f"kept for tomorrow: {most} submissions of today are scored already"
                yield Event("kept", arrival.assignment, arrival.student, why)
            else:
                queue.arrived[arrival.student] = arrival
        if self._settings.feedback_before_due is not None:
            for name, queue in self._queues.items():
                self._mind_deadlines(name, queue)

    def _mind_deadlines(self, name: str, queue: _Queue) -> None:
        """When something was due, or will be due at another time than it was to be, pages may have to tell more."""
        now, before = self._clock(), self._ledger.deadline(name)
        if now < min(before or 0.0, queue.asked + DEADLINES):
            return
        queue.asked = now
        try:
            with open_gradebook(self._app.coursedir, writable=False) as gradebook:
                deadline = next_deadline(gradebook, name, now)
        except (GradingError, SQLAlchemyError):  # it is asked again; where it matters now, grading tells
            return
        if deadline != before:
            self._ledger.set_deadline(name, deadline)
            queue.graded |= self._with_pages(name) if before is not None else set()

    def _with_pages(self, name: str) -> set[str]:
        """The students who have a page; of those that are handed back here, who has theirs."""
        coursedir = self._app.coursedir
        coursedir.assignment_id, coursedir.student_id = name, "*"
        pages = [page for page in self._pages_of(name).pages() if page.target.exists()]
        return {page.student for page in pages if not self._release or self._inbox.has(page)}

    # ------------------------------------------------------------ doing it

    def _collect(self, name: str) -> Iterator[Event]:
        queue = self._queues[name]
        for student, arrival in list(queue.arrived.items()):
            try:
                self._inbox.collect(arrival)
                self._ledger.begin(name, student)
                queue.collected.add(student)
            except NotCollected as error:
                yield Event("refused", name, student, str(error))
            del queue.arrived[student]

    def _work(self, name: str) -> Iterator[Event]:
        queue = self._queues[name]
        try:
            self._grade(name, queue)
            yield from self._give_back(name, queue)
            self._told.pop(name, None)
        except (GradingError, SQLAlchemyError, OSError) as error:
            queue.not_before = self._clock() + TROUBLED
            yield from self._tell("trouble", name, f"{_in_words(error)}; tried again in {TROUBLED:g} s")

    def _grade(self, name: str, queue: _Queue) -> None:
        """Grade what was collected, those first who had the fewest tries."""
        if not queue.collected:
            return
        coursedir = self._app.coursedir
        coursedir.assignment_id, coursedir.student_id = name, "*"
        grader = Grader(coursedir, self._settings, late_penalty_of(self._app))
        found = [one for one in grader.submissions() if one.student in queue.collected]
        found.sort(key=lambda one: self._ledger.tries(name, one.student, self._day))

        def done(scores: Scores) -> None:
            queue.collected.discard(scores.student)
            queue.graded.add(scores.student)
            if not scores.up_to_date:
                queue.scores[scores.student] = scores
                self._ledger.count(name, scores.student, self._day)

        grader.grade(found, force=False, report=done, tell=lambda _: None)
        for student in queue.collected:  # whose folder has gone since
            self._ledger.finish(name, student)
        queue.collected.clear()

    def _give_back(self, name: str, queue: _Queue) -> Iterator[Event]:
        """Write the pages that are due and release them; a graded submission is told once its page is out."""
        written, troubled = self._write(name, queue.graded)
        for student in sorted(queue.graded):
            page = ""
            if student in written or (student in queue.scores and student not in troubled):
                page = "written"
            if self._release and student not in troubled and self._to_release(name, student):
                self._inbox.hand_back(student, name)
                page = "released"
            self._ledger.finish(name, student)
            queue.graded.discard(student)
            scores, came = queue.scores.pop(student, None), queue.came.pop(student, None)
            if scores is not None:
                seconds = None if came is None else self._clock() - came
                told = "; ".join([*scores.worth_a_look, *([troubled[student]] if student in troubled else [])])
                yield Event("graded", name, student, told, scores, seconds, page)
            elif student in troubled:
                yield Event("trouble", name, student, troubled[student])

    def _write(self, name: str, students: Collection[str]) -> tuple[set[str], dict[str, str]]:
        """Whose pages were written, and whose could not be, with the reason."""
        coursedir = self._app.coursedir
        coursedir.assignment_id, coursedir.student_id = name, "*"
        feedback = self._pages_of(name)
        pages = [page for page in feedback.pages() if page.student in students]
        done: list[PageDone] = []
        jobs = min(self._settings.jobs or len(os.sched_getaffinity(0)), len(pages))
        feedback.write(pages, jobs=jobs, force=False, report=done.append)
        troubled = {one.page.student: one.trouble for one in done if one.trouble is not None}
        return {one.page.student for one in done if one.written}, troubled

    def _pages_of(self, name: str) -> Feedback:
        """Made once for an assignment, which ``coursedir`` names then: it reads all templates."""
        if name not in self._feedback:
            self._feedback[name] = Feedback(self._app)
        return self._feedback[name]

    def _to_release(self, name: str, student: str) -> bool:
        self._app.coursedir.student_id = student
        pages = [page for page in self._feedback[name].pages() if page.student == student and page.target.exists()]
        return not all(map(self._inbox.is_handed_back, pages))

    # ------------------------------------------------------------ telling

    def _tell(self, kind: str, name: str, text: str) -> Iterator[Event]:
        """The same is told once, not in each round."""
        if self._told.get(name) != text:
            self._told[name] = text
            yield Event(kind, name, "", text)

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock()).date()


def _in_words(error: Exception) -> str:
    return str(error) if isinstance(error, GradingError) else explained(error)
