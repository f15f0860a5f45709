"""How many submissions of each student were scored today, kept in a file: a restart forgets nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

from nbjudge.course.files import write_whole

SCHEMA: Final = 1


class Tries:
    """Counts of one day, which are forgotten when another begins."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._day, self._counts = _read(path)

    def of(self, assignment: str, student: str, today: date) -> int:
        """How many there were."""
        return self._counts.get(assignment, {}).get(student, 0) if self._day == today.isoformat() else 0

    def count(self, assignment: str, student: str, today: date) -> None:
        """One more.

        Raises:
            OSError: if it cannot be kept.
        """
        if self._day != today.isoformat():
            self._day, self._counts = today.isoformat(), {}
        students = self._counts.setdefault(assignment, {})
        students[student] = students.get(student, 0) + 1
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, json.dumps({"schema": SCHEMA, "day": self._day, "tries": self._counts}) + "\n")


def _read(path: Path) -> tuple[str, dict[str, dict[str, int]]]:
    """What is kept; nothing, if there is nothing that can be read."""
    try:
        kept: Any = json.loads(path.read_text(encoding="utf-8"))
        counts = {str(a): {str(s): int(n) for s, n in students.items()} for a, students in kept["tries"].items()}
        return str(kept["day"]), counts
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", {}
