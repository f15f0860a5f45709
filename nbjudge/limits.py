"""What one submission may use: the whole policy of sandbox and watchdog, as plain data in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB

TIMES: Final = 10  # as long as the instructor's solution took, a student's answer may take
MOST_SECONDS: Final = 60.0  # that a limit of a cell or a test grows to by itself
MOST_OF_ALL: Final = 600.0  # the same of all of them together


def _limit(default: Any, help: str) -> Any:
    """A field with the text that nbgrader shows for it, see `nbjudge.course.settings`."""
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Limits:
    """The limits for one submission. Times are in seconds, sizes in bytes, the rest are counts.

    Raises ValueError when a field is no finite number above zero of its type; only `file_bytes` and
    `scratch_bytes` may be 0.
    """

    cell_seconds: float = _limit(10.0, "Wall time of one student cell; a right cell needs milliseconds.")
    test_seconds: float = _limit(5.0, "Wall time of one test, its calls into the student's code included.")
    lost_seconds: float = _limit(10.0, "Wall time of lost tests after which no more are run of the same class.")
    student_seconds: float = _limit(240.0, "Wall time of all cells and tests of one submission together.")
    grace_seconds: float = _limit(60.0, "Beyond that, what an examiner may take for itself before it is given up.")
    cpu_seconds: int = _limit(120, "CPU time of one candidate process (RLIMIT_CPU); backs up the watchdog.")
    memory_bytes: int = _limit(2 * GIB, "Address space of a candidate; NumPy, IPython and Matplotlib map 0.35 GiB.")
    file_bytes: int = _limit(0, "Longest file that a candidate may write; 0: as scratch_bytes.")
    scratch_bytes: int = _limit(0, "All files that student code may write, into a folder that is gone then; 0: none.")
    open_files: int = _limit(64, "Open descriptors of a candidate; an import needs a handful at once.")
    output_bytes: int = _limit(100_000, "Printed text and rich output kept of one cell; more than anyone reads.")
    message_bytes: int = _limit(16 * MIB, "One message between examiner and candidate: two million float64.")
    candidates: int = _limit(2, "Candidates lost in one grade cell after which its other tests are not run.")
    notebook_bytes: int = _limit(20 * MIB, "All outputs of one graded notebook together, images included.")
    submission_bytes: int = _limit(8 * MIB, "What is used of one notebook file: the text of its cells, not outputs.")
    submission_file_bytes: int = _limit(200 * MIB, "One notebook file, outputs and all; more is refused unread.")
    extra_cells: int = _limit(200, "Cells that a student may add and have run; more are left out, with a note.")
    pictures: int = _limit(20, "Pictures pasted into a student's Markdown cells that are kept; more are left out.")
    picture_bytes: int = _limit(8 * MIB, "All these pictures together, as they are encoded in the notebook.")
    cell_bytes: int = _limit(100_000, "Text of one cell, UTF-8; a longer answer is refused.")

    def __post_init__(self) -> None:
        for limit in fields(self):
            _check(limit.name, getattr(self, limit.name), whole=limit.type == "int")

    def as_dict(self) -> dict[str, int | float]:
        """Return the fields by name, in the order of declaration: for fingerprints and for the wire."""
        return asdict(self)

    def following(self, test: float, cells: float, whole: float) -> Limits:
        """These limits with room for a slow solution: at least ten times what it took, in reason.

        They grow by doubling, so that a solution that takes a little longer today is given the same. One that the
        course sets itself stays as it is.

        Args:
            test: seconds that the solution took for its slowest test; ``cells``: for its cells; ``whole``: for all.
        """
        all_of_it = self._grown("student_seconds", whole, MOST_OF_ALL)
        return replace(
            self,
            test_seconds=self._grown("test_seconds", test, MOST_SECONDS),
            cell_seconds=self._grown("cell_seconds", cells, MOST_SECONDS),
            student_seconds=all_of_it,
            cpu_seconds=round(self.cpu_seconds * all_of_it / self.student_seconds),
        )

    def _grown(self, name: str, took: float, most: float) -> float:
        limit: float = getattr(self, name)
        if limit != getattr(Limits, name):
            return limit
        while limit < min(TIMES * took, most):
            limit = min(2 * limit, most)
        return limit

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Limits:
        """Return the limits that `values` names; what it leaves out keeps its default.

        Raises ValueError for a name that is no limit, and for a value that is no number of the right type.
        """
        known = {limit.name for limit in fields(cls)}
        unknown = sorted(set(values) - known)
        if unknown:
            expected = ", ".join(sorted(known))
            raise ValueError(f"no such limit: {', '.join(unknown)}; expected some of {expected}")
        return cls(**values)


_MAY_BE_ZERO = {"file_bytes", "scratch_bytes"}


def _check(name: str, value: object, *, whole: bool) -> None:
    kinds = (int,) if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        expected = "a whole number" if whole else "a number"
        raise ValueError(f"limit {name}: expected {expected}, found {value!r}")
    lowest_is_zero = name in _MAY_BE_ZERO
    if not 0 <= value < float("inf") or (value == 0 and not lowest_is_zero):
        floor = "zero or more" if lowest_is_zero else "more than zero"
        raise ValueError(f"limit {name}: expected a finite number, {floor}, found {value!r}")
