"""Whose folders are asked for: by name, by a list of names, or by patterns."""

from __future__ import annotations

import fnmatch
import os
import sys
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from nbgrader.coursedir import CourseDirectory

EVERYBODY: Final = "*"
# Control characters, halves of characters, and what ends a line: of use in no name, and of harm in many a program
_ODD: Final = {"Cc", "Cs", "Zl", "Zp"}


def students_in(step: str, coursedir: CourseDirectory) -> list[str]:
    """The students with a folder in ``step``, such as ``submitted``, whom the course asks for, by name.

    A folder with an odd name is skipped, and told on stderr.

    Raises:
        OSError: if the folder cannot be read.
    """
    root = Path(coursedir.format_path(step, "", "")).resolve()
    folders = os.scandir(root) if root.is_dir() else ()
    names = sorted(entry.name for entry in folders if entry.is_dir() and not entry.name.startswith("."))
    excluded = chosen(names, coursedir.student_id_exclude, patterns=False)
    asked = coursedir.student_id or EVERYBODY
    wanted = [name for name in chosen(names, asked, patterns=True) if name not in excluded]
    for name in wanted:
        trouble = odd(name)
        if trouble is not None:
            print(f"nbjudge: skipping {step}/{name!a}: {trouble}; rename it", file=sys.stderr)
    return [name for name in wanted if odd(name) is None]


def chosen(names: Collection[str], asked: str, *, patterns: bool) -> list[str]:
    """Which of these names are asked for, in their order.

    A name that is there is meant literally, whatever letters it has. Only then ``asked`` is a list with commas between,
    in which, again, names that are there come first, those with commas in them too; and only then one with patterns.
    """
    if asked == EVERYBODY and patterns:
        return list(names)  # whatever somebody is called
    there = frozenset(names)
    wanted = frozenset([asked]) if asked in there else frozenset(_listed(asked.split(","), there))
    literal = wanted & there
    others = [part for part in wanted - there if patterns]
    return [name for name in names if name in literal or any(fnmatch.fnmatchcase(name, p) for p in others)]


def unknown(names: Collection[str], asked: str) -> list[str]:
    """The names in a list that are not there."""
    there = frozenset(names)
    return [] if asked in there else [part for part in _listed(asked.split(","), there) if part not in there]


def odd(name: str) -> str | None:
    """What makes a name unfit to be printed, kept in a gradebook or written into a file; None if nothing does."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "its name is not UTF-8"
    if any(unicodedata.category(char) in _ODD for char in name):
        return "its name has control characters or line ends in it"
    return None


def _listed(parts: list[str], there: Collection[str]) -> Iterator[str]:
    """The items of a list that was split at its commas; the longest that is a name is one item."""
    start, most = 0, 1 + max((name.count(",") for name in there), default=0)
    while start < len(parts):
        ends = range(min(len(parts), start + most), start, -1)
        joined = (",".join(parts[start:end]) for end in ends)
        found = next(((name, end) for name, end in zip(joined, ends, strict=True) if _fits(name, there)), None)
        name, start = found if found is not None else (parts[start], start + 1)
        if name in there or name.strip():
            yield name if name in there else name.strip()


def _fits(name: str, there: Collection[str]) -> bool:
    return name in there or name.strip() in there
