"""What was handed in besides the assignment's notebooks: not used in grading, and told where somebody counted on it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any, Final

from nbjudge.grading.autograded import SECRET, TIMESTAMP
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.own_modules import LEFTOVERS
from nbjudge.notebooks.rebuild import EXTRA_ID

MOST_FILES: Final = 500  # of a submission are looked at ...
DEEPEST: Final = 4  # ... in folders so deep
NAMED: Final = 3  # in a note; of more, the number
MOST_PATTERNS: Final = 100  # from f-strings and commands, are tried on each file: a pattern costs more than a name
_MODULES: Final = {".py", ".pyc", ".so", ".pyd"}

_QUOTED: Final = re.compile(r"""(?P<quote>['"])(?P<text>[^'"\n]{1,300})(?P=quote)""")
# A line's own blanks, not \s: that runs on over blank lines, from each of them anew, in the square of their number.
_COMMAND: Final = re.compile(r"^[ \t]*[%!].*", re.MULTILINE)
_IMPORTED: Final = re.compile(r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([^#\n;]+))", re.MULTILINE)
_FIELD: Final = re.compile(r"\{[^{}]*\}")  # of an f-string: anything may come of it


def handed_in(folder: Path, assignments: Iterable[Assignment]) -> tuple[str, ...]:
    """The files there that are neither the assignment's nor nbgrader's own, as relative paths. Never raises."""
    expected = {TIMESTAMP, SECRET}
    for assignment in assignments:
        expected |= {f"{assignment.notebook}.ipynb", *assignment.kit}
    return tuple(path for path in _files(folder) if path not in expected)


def _files(folder: Path) -> list[str]:
    found: list[str] = []
    for place, folders, files in os.walk(folder):  # follows no links
        below = Path(place).relative_to(folder)
        folders[:] = sorted(n for n in folders if n not in LEFTOVERS and not n.startswith("."))
        if len(below.parts) >= DEEPEST:
            folders.clear()
        found += [(below / name).as_posix() for name in sorted(files) if not name.startswith(".")]
        if len(found) >= MOST_FILES:
            break
    return found[:MOST_FILES]


def notes_on(files: Iterable[str], notebooks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """What there is to say of these files, by the graded notebooks of a submission."""
    files = tuple(files)
    if not files:
        return
    others = [path for path in files if path.endswith(".ipynb")]
    if others:
        yield f"handed in besides, and not graded: {_listed(others)}; the assignment has no notebook of that name"
    texts = [str(cell["source"]) for notebook in notebooks for cell in notebook["cells"] if _is_students_code(cell)]
    asked = asked_for(files, texts)
    if asked:
        yield f"the code asks for {_listed(asked)}: handed in, but a student's own files are not used in grading"


def asked_for(files: Iterable[str], texts: Iterable[str]) -> list[str]:
    """The files that code imports, or names in a text or in a line of magic; or folders of theirs that it names."""
    imported: set[str] = set()
    named: set[str] = set()
    for text in texts:
        imported.update(_imported(text))
        named.update(_named(text))
    patterns = sorted(name for name in named if "*" in name)[:MOST_PATTERNS]
    asked = []
    for path in files:
        parts = PurePosixPath(path.casefold()).parts
        known = set(parts)
        module = PurePosixPath(path).suffix in _MODULES and parts[0].partition(".")[0] in imported | named
        if module or known & named or any(fnmatchcase(one, pattern) for one in known for pattern in patterns):
            asked.append(path)
    return asked


def _imported(text: str) -> Iterator[str]:
    """Top-level names of the modules that it imports, whether or not it is Python throughout."""
    for found in _IMPORTED.finditer(text):
        for name in (found[1] or found[2]).split(","):
            yield name.strip().lstrip(".").partition(" ")[0].partition(".")[0].casefold()


def _named(text: str) -> Iterator[str]:
    """What it quotes, and the words of commands: each whole, and the parts of a path by themselves."""
    words = [found["text"] for found in _QUOTED.finditer(text)]
    for command in _COMMAND.findall(text):
        words += command.split()
    for word in words:
        path = _FIELD.sub("*", word.replace("\\\\", "/").replace("\\", "/")).casefold()
        for part in (path.removeprefix("./"), *path.split("/")):
            if part.strip("*./"):
                yield part


def _is_students_code(cell: Mapping[str, Any]) -> bool:
    solution = cell["metadata"].get("nbgrader", {}).get("solution")
    return cell["cell_type"] == "code" and bool(solution or str(cell["id"]).startswith(EXTRA_ID))


def _listed(names: list[str]) -> str:
    shown = ", ".join(ascii(name)[:60] for name in names[:NAMED])
    return f"{shown} and {len(names) - NAMED} more" if len(names) > NAMED else shown
