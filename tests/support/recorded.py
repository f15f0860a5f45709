"""What grading has left behind: notebooks, files, and rows of the gradebook."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

from demo.course import Course


def graded(course: Course) -> dict[str, str]:
    """Path to content of all that lies in autograded/, but for how long tests took."""
    root = course.root / "autograded"
    return {
        str(path.relative_to(root)): re.sub(r'"seconds": [0-9.e-]+', '"seconds": 0', path.read_text())
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def notebook_of(course: Course, student: str) -> Path:
    """A student's graded notebook."""
    return course.root / "autograded" / student / "activation" / "activation.ipynb"


def read_notebook(course: Course, student: str) -> dict[str, Any]:
    """What stands in it."""
    read: dict[str, Any] = json.loads(notebook_of(course, student).read_text(encoding="utf-8"))
    return read


def rows(course: Course) -> dict[str, list[tuple[Any, ...]]]:
    """Table to rows of the gradebook, sorted, with what they refer to in place of random ids."""
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        names = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
        content = {name: _rows(connection, name) for name in sorted(names)}
    connection.close()
    meaning: dict[Any, Any] = {}
    for _ in range(5):  # grade -> submitted notebook -> submitted assignment -> assignment
        for name, listed in content.items():
            for row in listed:
                if len(str(row.get("id"))) == 32:
                    rest = {key: meaning.get(value, value) for key, value in row.items() if key != "id"}
                    meaning[row["id"]] = name, *sorted(rest.items(), key=str)
    return {
        name: sorted((tuple(meaning.get(value, value) for value in row.values()) for row in listed), key=str)
        for name, listed in content.items()
    }


def _rows(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    found = connection.execute(f"select * from {table}")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]
