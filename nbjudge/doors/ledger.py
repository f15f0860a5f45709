"""What a watch must not forget when it is started again, kept in a file of the course."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

from nbjudge.course.files import write_whole

SCHEMA: Final = 1


class Ledger:
    """Scored tries of the day, submissions that were left halfway, and when assignments are due.

    Every change is kept at once. Raises OSError where that cannot be.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        kept = _read(path)
        self._day: str = kept["day"]
        self._tries: dict[str, dict[str, int]] = kept["tries"]
        self._unfinished: dict[str, list[str]] = kept["unfinished"]
        self._deadlines: dict[str, float | None] = kept["deadlines"]

    def tries(self, assignment: str, student: str, today: date) -> int:
        """How many submissions of a student were scored today."""
        return self._tries.get(assignment, {}).get(student, 0) if self._day == today.isoformat() else 0

    def count(self, assignment: str, student: str, today: date) -> None:
        """One more."""
        if self._day != today.isoformat():
            self._day, self._tries = today.isoformat(), {}
        students = self._tries.setdefault(assignment, {})
        students[student] = students.get(student, 0) + 1
        self._keep()

    def unfinished(self, assignment: str) -> set[str]:
        """Whose submission was collected, and has no page yet."""
        return set(self._unfinished.get(assignment, ()))

    def begin(self, assignment: str, student: str) -> None:
        """It was collected."""
        self._unfinished[assignment] = sorted({*self.unfinished(assignment), student})
        self._keep()

    def finish(self, assignment: str, student: str) -> None:
        """Its page is out."""
        if student in self.unfinished(assignment):
            self._unfinished[assignment].remove(student)
            self._keep()

    def deadline(self, assignment: str) -> float | None:
        """When it was last known to be due next, in seconds of the epoch; infinite: never; None: nobody has asked."""
        if assignment not in self._deadlines:
            return None
        kept = self._deadlines[assignment]
        return float("inf") if kept is None else kept

    def set_deadline(self, assignment: str, when: float) -> None:
        """It is due then, or never."""
        self._deadlines[assignment] = None if when == float("inf") else when
        self._keep()

    def _keep(self) -> None:
        told = {
            "schema": SCHEMA,
            "day": self._day,
            "tries": self._tries,
            "unfinished": self._unfinished,
            "deadlines": self._deadlines,
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, json.dumps(told) + "\n")


def _read(path: Path) -> dict[str, Any]:
    """What is kept; nothing, if nothing can be read."""
    nothing: dict[str, Any] = {"day": "", "tries": {}, "unfinished": {}, "deadlines": {}}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return nothing
    if not isinstance(kept, dict) or any(not isinstance(kept.get(key), type(one)) for key, one in nothing.items()):
        return nothing
    return kept
