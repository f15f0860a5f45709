"""The exchange's folder of submissions: what is new in it, and nbgrader's own ways of collecting and handing back."""

from __future__ import annotations

import os
import pwd
import shutil
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from nbgrader.exchange import ExchangeFactory
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import ignore_patterns, notebook_hash
from sqlalchemy.exc import SQLAlchemyError

from nbjudge.course.errors import GradingError, explained, no_room
from nbjudge.course.opening import Course
from nbjudge.course.students import odd
from nbjudge.doors.copying import copy_plain_files
from nbjudge.feedback.stamp import Page
from nbjudge.grading.autograded import SECRET
from nbjudge.notebooks.submitted.submission import parse_timestamp

SETTLED: Final = 2.0  # seconds: a folder that was changed later may change again within the clock's tick
PATIENCE: Final = 10.0  # seconds after which a submission without a secret is as whole as it will be
_PATTERNS: Final = frozenset("*?[")


class NotCollected(Exception):
    """One submission stays where it is; the text says why. It costs its own student, and nobody else."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A submission in the exchange.

    Attributes:
        folder: where it lies.
        sent: as its name says, UTC without tzinfo; ``came``: when its last file was written, in seconds of the epoch.
    """

    assignment: str
    student: str
    folder: Path
    sent: datetime
    came: float


class Inbox:
    """The default exchange of a course.

    Args:
        assignments: those that are looked for.

    Raises:
        GradingError: if the course has no name, or another kind of exchange.
    """

    def __init__(self, app: Course, assignments: Collection[str]) -> None:
        self._app = app
        self._assignments = sorted(assignments, key=len, reverse=True)  # one name may be the end of another
        self._factory = ExchangeFactory(parent=app)
        if not issubclass(self._factory.collect, ExchangeCollect):
            raise GradingError(
                f"c.ExchangeFactory.collect is {self._factory.collect.__name__}, and nbjudge watch looks into the "
                "folder of nbgrader's own exchange; run `nbgrader collect` and `nbjudge autograde` now and then instead"
            )
        if not app.coursedir.course_id:
            raise GradingError("c.CourseDirectory.course_id is not set: nothing can be collected without it")
        # by its bases it has the settings of nbgrader's own
        kind = type("CollectPlainFiles", (self._factory.collect,), {"do_copy": _do_copy})
        self._collect: Any = kind(coursedir=app.coursedir, parent=app, update=True)
        self._folder = Path(self._collect.root, app.coursedir.course_id, "inbound")
        self._looked = 0
        self._known: set[str] = set()
        self._unfinished = False

    def news(self) -> list[Arrival]:
        """The latest submission of each student that has come since this was last asked. It costs a look at a date.

        Raises:
            GradingError: if the folder cannot be read.
        """
        try:
            changed = os.stat(self._folder).st_mtime_ns
            if changed == self._looked and not self._unfinished:
                return []
            self._looked = changed if time.time() - changed / 1e9 > SETTLED else 0
            self._unfinished = False
            latest: dict[tuple[str, str], Arrival] = {}
            for arrival in self._arrivals():
                key = arrival.assignment, arrival.student
                if key not in latest or latest[key].sent <= arrival.sent:
                    latest[key] = arrival
        except OSError as error:
            raise GradingError(
                f"the exchange cannot be read: {error}; has an assignment of this course been released?"
            ) from error
        return [arrival for arrival in latest.values() if not self._is_collected(arrival)]

    def collect(self, arrival: Arrival) -> None:
        """Copy a student's latest submission to `submitted/`, as `nbgrader collect --update` does.

        Raises:
            NotCollected: if it cannot be, or is not the student's own.
            GradingError: if nobody's could be now: the gradebook, which nbgrader reads for this, is locked, or the disk
                full, say.
        """
        self._refuse_anothers(arrival)
        coursedir = self._app.coursedir
        coursedir.assignment_id, coursedir.student_id = arrival.assignment, arrival.student
        try:
            self._collect.start()
        except SQLAlchemyError as error:
            raise GradingError(explained(error)) from error
        except Exception as error:  # whatever somebody put there, the others are collected
            if isinstance(error, OSError) and no_room(error):
                raise GradingError(explained(error)) from error
            raise NotCollected(f"it cannot be collected: {type(error).__name__}: {error}"[:500]) from error
        finally:
            coursedir.student_id = "*"

    def hand_back(self, student: str, assignment: str) -> None:
        """Release a student's pages, as `nbgrader release_feedback` does.

        Raises:
            GradingError: if they cannot be.
        """
        coursedir = self._app.coursedir
        coursedir.assignment_id, coursedir.student_id = assignment, student
        try:
            self._factory.ReleaseFeedback(coursedir=coursedir, parent=self._app).start()
        except Exception as error:  # nbgrader's own errors, and those of the disk
            raise GradingError(f"the pages of {student} cannot be released: {type(error).__name__}: {error}") from error
        finally:
            coursedir.student_id = "*"

    def has(self, page: Page) -> bool:
        """Whether a page was ever handed back."""
        released = self._released(page)
        return released is not None and released.exists()

    def is_handed_back(self, page: Page) -> bool:
        """Whether the exchange has a page, as new as the one that was written."""
        released = self._released(page)
        try:
            return released is not None and released.stat().st_mtime >= page.target.stat().st_mtime
        except OSError:
            return False

    def _released(self, page: Page) -> Path | None:
        """Where nbgrader puts it, by the submission's secret."""
        secret = _secret(page.target.parent)
        name = notebook_hash(secret=secret, notebook_id=page.notebook) if secret else None
        return self._folder.parent / "feedback" / f"{name}.html" if name else None

    # ------------------------------------------------------------ the folder

    def _arrivals(self) -> Iterator[Arrival]:
        """The submissions that were not there before and are whole."""
        with os.scandir(self._folder) as entries:
            new = [entry.name for entry in entries if entry.name not in self._known]
        for name in new:
            read = self._read(name)
            if read is None or self._is_whole(read):
                self._known.add(name)
                if read is not None:
                    yield read
            else:
                self._unfinished = True

    def _read(self, name: str) -> Arrival | None:
        """What a folder's name says, ``STUDENT+ASSIGNMENT+TIME``; None if it is another: anybody may write there."""
        for assignment in self._assignments:
            student, sign, rest = name.rpartition(f"+{assignment}+")
            if sign and student and not student.startswith(".") and not _PATTERNS & set(name) and odd(name) is None:
                sent, _ = parse_timestamp(rest.partition("+")[0])
                came = _time_of(self._folder / name / SECRET) or _time_of(self._folder / name)
                return None if sent is None else Arrival(assignment, student, self._folder / name, sent, came)
        return None

    def _is_whole(self, arrival: Arrival) -> bool:
        """The secret is written last."""
        return bool(_secret(arrival.folder)) or time.time() - arrival.came > PATIENCE

    def _is_collected(self, arrival: Arrival) -> bool:
        coursedir = self._app.coursedir
        there = coursedir.format_path(coursedir.submitted_directory, arrival.student, arrival.assignment)
        return bool(_secret(arrival.folder)) and _secret(arrival.folder) == _secret(Path(there))

    def _refuse_anothers(self, arrival: Arrival) -> None:
        """nbgrader warns and collects it; nobody reads a warning here before the page is out."""
        if not self._collect.check_owner:
            return
        try:
            owner = pwd.getpwuid(os.stat(arrival.folder).st_uid).pw_name
        except (KeyError, OSError):
            owner = "nobody that is known"
        if owner != arrival.student:
            raise NotCollected(
                f"{arrival.folder.name} belongs to {owner}, and is left there: if students have other names on this "
                "machine than in the course, say c.ExchangeCollect.check_owner = False"
            )


def _time_of(path: Path) -> float:
    """When it was last changed; 0 if it is not there."""
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _do_copy(self: Any, src: str, dest: str, log: object = None) -> None:
    """In the place of nbgrader's method of this name, see `copying.py`."""
    coursedir = self.coursedir
    if self.get_size(src) > 1000 * coursedir.max_dir_size:
        raise RuntimeError(f"it has more than {coursedir.max_dir_size} KB, which c.CourseDirectory.max_dir_size allows")
    left_out = ignore_patterns(
        exclude=coursedir.ignore, include=coursedir.include, max_file_size=coursedir.max_file_size, log=self.log
    )
    shared = Path(coursedir.root, coursedir.submitted_directory) if coursedir.groupshared else None
    half = Path(dest).with_name(f".{Path(dest).name}.half")  # what is there under its own name counts as collected
    shutil.rmtree(half, ignore_errors=True)
    copy_plain_files(Path(src), half, left_out, shared_up_to=shared)
    half.rename(dest)


def _secret(folder: Path) -> str:
    """The word that `nbgrader submit` gives each submission; empty if there is none."""
    try:
        fd = os.open(folder / SECRET, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return ""
    with open(fd, "rb") as file:
        try:
            return file.read(1000).decode("ascii", "replace").strip()
        except OSError:
            return ""
