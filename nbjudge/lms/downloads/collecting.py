"""A download of all submissions into `submitted/`: one student after the other, and none costs another anything."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

from nbjudge.course.errors import GradingError
from nbjudge.course.students import odd
from nbjudge.lms.downloads.archive import Packed, entries, opened
from nbjudge.lms.downloads.choosing import choose
from nbjudge.lms.downloads.entries import CANVAS, NO_FORM, readings, without_wrapper
from nbjudge.lms.downloads.owners import Owner, Owners
from nbjudge.lms.downloads.unpacking import StudentError, may_hold_notebook, shown, unpack_student
from nbjudge.lms.downloads.writing import Staging, digest_of
from nbjudge.lms.gradefiles.dates import like_a_time, read_time
from nbjudge.lms.kept import Collected, Kept
from nbjudge.notebooks.submitted.submission import read_timestamp

NEW: Final = "collected"
NEWER: Final = "replaced by what is newer"
SAME: Final = "up to date"
OLD: Final = "kept as it was"


@dataclass(frozen=True)
class Done:
    """What became of one student's submission: one of the words above, and what is to be said of it."""

    student: str
    became: str
    notes: Sequence[str]
    late: bool
    new_to_the_course: bool


@dataclass
class Outcome:
    """What became of a download.

    Attributes:
        done: of each student who could be collected.
        troubles: of entries and students that could not: what it is, and why.
        by_name: students who were told by their names alone.
    """

    done: list[Done] = field(default_factory=list)
    troubles: list[tuple[str, str]] = field(default_factory=list)
    by_name: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Where:
    """Into which course: its `submitted/`, an assignment's name and file names of its notebooks, students' ids.

    ``shared``: whether other instructors may write what is collected.
    """

    submitted: Path
    assignment: str
    notebooks: Sequence[str]
    known: frozenset[str]
    shared: bool = False


Found = list[tuple[Owner, Packed]]


def collect(
    download: Path,
    where: Where,
    owners: Owners,
    kept: Kept,
    *,
    zone: tzinfo,
    force: bool,
    tell: Callable[[int], object],
) -> Outcome:
    """Collect all that is in a download. ``kept`` is brought up to date; whoever calls keeps it.

    Args:
        zone: of the times in the roster.
        force: take each student's submission from here, whatever is there already.
        tell: called after each student, with the number of all.

    Raises:
        GradingError: if it is no zip, or none that Canvas or Moodle packed.
        OSError: if the course cannot be written. Whoever was collected before stays so.
    """
    outcome = Outcome()
    with opened(download) as archive, closing(_staging(where)) as staging:
        found = _by_student(archive, owners, outcome)
        if not found and all(why == NO_FORM for _, why in outcome.troubles):
            example = f" ({outcome.troubles[0][0]}, for one)" if outcome.troubles else ": it holds no files"
            raise GradingError(f"{download} is not what Canvas or Moodle pack for *download all submissions*{example}")
        if found and not any(may_hold_notebook(owner.reading.path[-1]) for its in found.values() for owner, _ in its):
            raise GradingError(f"{download} holds no notebook of anybody: is it the download that you mean?")
        for student, its in sorted(found.items()):
            try:
                one = _Student(student, its, where, kept.students.get(student))
                done, collected = one.collected(archive, staging, zone, force=force)
            except StudentError as error:
                outcome.troubles.append((student, f"{error}; nothing was collected of this student"))
            else:
                outcome.done.append(done)
                if collected is not None:
                    kept.system = its[0][0].reading.system
                    kept.students[student] = collected
            staging.done(student)
            tell(len(found))
    return outcome


def _staging(where: Where) -> Staging:
    return Staging(where.submitted, where.assignment, shared=where.shared)


def _by_student(archive: zipfile.ZipFile, owners: Owners, outcome: Outcome) -> Mapping[str, Found]:
    """Each student's entries; what is nobody's is told in ``outcome``."""
    packed: list[Packed] = []
    for entry in entries(archive):
        if isinstance(entry, Packed):
            packed.append(entry)
        else:
            outcome.troubles.append((shown(entry[0]), entry[1]))
    depth = without_wrapper(entry.parts for entry in packed)
    found: dict[str, Found] = defaultdict(list)
    for entry in packed:
        ways = readings(entry.parts[depth:])
        owner = ways if isinstance(ways, str) else owners.owner(ways)
        if isinstance(owner, Owner):
            found[owner.student].append((owner, entry))
        else:
            outcome.troubles.append((shown("/".join(entry.parts)), owner))
    for student, its in list(found.items()):
        numbers = {owner.reading.number for owner, _ in its}
        if len(numbers) > 1 or odd(student) is not None or "/" in student:
            why = f"numbers {' and '.join(sorted(numbers))} both lead to this student: name a --roster"
            outcome.troubles.append((student, why if len(numbers) > 1 else "this id cannot be a folder's name"))
            del found[student]
    outcome.by_name = sorted(student for student, its in found.items() if its[0][0].by_name)
    return found


class _Student:
    """One student's part of a download, and what is there of them already."""

    def __init__(self, student: str, found: Found, where: Where, before: Collected | None) -> None:
        self._student = student
        self._found = [(owner.reading, packed) for owner, packed in found]
        self._owner = found[0][0]
        self._where = where
        self._before = before

    def collected(
        self, archive: zipfile.ZipFile, staging: Staging, zone: tzinfo, *, force: bool
    ) -> tuple[Done, Collected | None]:
        """Collect it, unless what is there is as new; and what to keep of it, None if what is there did not come so.

        Raises:
            StudentError: if it cannot be had whole.
        """
        unpacked = unpack_student(archive, self._found, staging.raw(self._student))
        chosen = choose(unpacked.files, self._where.notebooks)
        notes = [*unpacked.notes, *chosen.notes]
        when = read_time(self._owner.submitted, zone)
        if when is None and self._owner.submitted.strip("- "):
            doubt = "is in a language that is not read here" if like_a_time(self._owner.submitted) else "is no time"
            notes.append(
                f"when it was handed in, {shown(self._owner.submitted)}, {doubt}: it counts as one without a time"
            )
        new = staging.put_together(self._student, chosen.files, when)
        collected = self._to_keep(when, digest_of(new))
        became, why = self._becomes(collected, staging.target(self._student), when, force=force)
        if became in (NEW, NEWER):
            staging.put_in_place(self._student, new)
        late = any(reading.late for reading, _ in self._found)
        told = [*notes, why] if why else notes
        done = Done(self._student, became, told, late, self._student not in self._where.known)
        return done, collected if became != OLD else None

    def _to_keep(self, when: datetime | None, digest: str) -> Collected:
        reading = self._owner.reading
        return Collected(
            name=reading.name,
            number=reading.number,
            entry=reading.entry,
            late=any(one.late for one, _ in self._found),
            attachment=max(one.attachment for one, _ in self._found),
            submitted=when.astimezone(UTC).isoformat() if when is not None else "",
            packed=max(packed.packed for _, packed in self._found),
            digest=digest,
        )

    def _becomes(self, new: Collected, target: Path, when: datetime | None, *, force: bool) -> tuple[str, str]:
        """What becomes of the submission, and why if it is kept."""
        there = digest_of(target)
        if not target.exists() and not target.is_symlink():
            return NEW, ""
        if there == new.digest:
            return SAME, ""
        if force or self._is_newer(new, target, there, when):
            return NEWER, ""
        if self._before is None or there != self._before.digest:
            return OLD, "what is in submitted/ did not come from a download, or was changed since; --force replaces it"
        return OLD, "what is in submitted/ is from a later download, or as new; --force replaces it"

    def _is_newer(self, new: Collected, target: Path, there: str, when: datetime | None) -> bool:
        """Whether the download has something newer than what is there: by times, by Canvas's numbers, by downloads."""
        before = self._before if self._before is not None and there == self._before.digest else None
        if when is not None:
            old, _ = read_timestamp(target)
            if old is not None:
                return when.astimezone(UTC).replace(tzinfo=None) > old
        if before is None:
            return False
        if self._owner.reading.system == CANVAS:
            return new.attachment > before.attachment
        return new.packed > before.packed
