"""Whose folders a course's patterns ask for."""

from __future__ import annotations

import fnmatch
import os
import sys
from pathlib import Path

from nbgrader.coursedir import CourseDirectory


def students_in(step: str, coursedir: CourseDirectory) -> list[str]:
    """The students with a folder in ``step``, such as ``submitted``, whom the course's patterns ask for, by name.

    A name that is no text can be neither printed nor kept in a gradebook: such a folder is skipped, and told on stderr.

    Raises:
        OSError: if the folder cannot be read.
    """
    root = Path(coursedir.format_path(step, "", "")).resolve()
    patterns, excluded = (coursedir.student_id or "*").split(","), coursedir.student_id_exclude.split(",")
    wanted = []
    for name in sorted(entry.name for entry in os.scandir(root) if entry.is_dir()) if root.is_dir() else []:
        if name in excluded or name.startswith(".") or not any(fnmatch.fnmatchcase(name, p) for p in patterns):
            continue
        if _is_text(name):
            wanted.append(name)
        else:
            print(f"nbjudge: skipping {step}/{name!a}: its name is not UTF-8; rename it", file=sys.stderr)
    return wanted


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
