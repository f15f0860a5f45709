"""A small, complete assignment to start from: a notebook, its kit, and three answers for `nbjudge selfcheck`.

What is in them lies in templates/, as text in which ``@NAME@`` and ``@ID@`` stand for the assignment's name.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Final

from nbjudge.course.files import write_whole
from nbjudge.course.opening import CORPUS, CourseError

NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
# a template, and where the file stands in the course's folder; grade_ids, and so the corpus, have small letters
TEMPLATES: Final = {
    "notebook.ipynb.txt": "@SOURCE@/@NAME@/@NAME@.ipynb",
    "helpers.py.txt": "@SOURCE@/@NAME@/helpers.py",
    "correct.py.txt": f"{CORPUS}/correct/@ID@_keeps_the_numbers.py",
    "wrong.py.txt": f"{CORPUS}/wrong/@ID@_shares_the_numbers.py",
    "hostile.py.txt": f"{CORPUS}/hostile/@ID@_assertions_swapped.py",
}


def write_new_assignment(name: str, root: Path, source: str) -> list[Path]:
    """Write it, and return its files' paths, from the course's folder on.

    Args:
        source: the course's folder of sources, from ``root`` on.

    Raises:
        CourseError: if the name makes no sense, or something is there already.
        OSError: if it cannot be written.
    """
    if not NAME.fullmatch(name):
        raise CourseError(
            f"{name!r} is no name for an assignment here: expected a letter, and then letters, digits, _ and -, "
            "64 at most, such as ps2"
        )
    words = {"@SOURCE@": source, "@NAME@": name, "@ID@": name.lower()}
    files = {Path(_filled(place, words)): _filled(_template(found), words) for found, place in TEMPLATES.items()}
    if (root / source / name).exists():
        raise CourseError(f"{root / source / name} is there already: choose another name, or move it away")
    there = [path for path in files if (root / path).exists()]
    if there:
        raise CourseError(f"{root / there[0]} is there already: choose another name, or move it away")
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        write_whole(root / path, text)
    return list(files)


def _template(name: str) -> str:
    return (resources.files("nbjudge.course") / "templates" / name).read_text(encoding="utf-8")


def _filled(text: str, words: dict[str, str]) -> str:
    for word, stands_for in words.items():
        text = text.replace(word, stands_for)
    return text
