"""The lines of a course's configuration that make nbgrader grade with the judge: put in, and taken out again.

Each bears a mark, so that no line but these is ever taken out.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final, Literal

from nbjudge.course.files import write_whole
from nbjudge.course.opening import CONFIGURATION, CourseError

MARK: Final = "# put here by nbjudge init"
CLOSED: Final = ", which ended the line above"  # of the mark, where the file did not end with a line's end
LINES: Final = ("from nbjudge.nbgrader_plugin import install", "install(c)")
MADE: Final = ("# nbgrader's settings for this course. The folder of this file is the course root.", "c = get_config()")
_MODULE: Final = "nbjudge.nbgrader_plugin"

Done = Literal["made", "added", "there already"]
Undone = Literal["removed", "taken out", "not there", "by hand"]


def put_in(root: Path) -> Done:
    """Put the lines into the configuration of the course in ``root``, or make one.

    Raises:
        CourseError: if the configuration is no Python.
        OSError: if it cannot be written.
    """
    path = configuration_of(root)
    if not path.exists():
        write_whole(path, "".join(f"{line}\n" for line in _marked(MADE + LINES)))
        return "made"
    text = _text(path)
    if _installs(text, path):
        return "there already"
    end = "\r\n" if "\r\n" in text else "\n"
    closed = not text or text.endswith("\n")
    lines = _marked(LINES)
    if not closed:
        lines[0] += CLOSED
    added = "".join(f"{line}{end}" for line in lines)
    _rewrite(path, text + ("" if closed else end) + added)
    return "added"


def take_out(root: Path) -> Undone:
    """Take the lines out again; a file in which nothing else stands, and that was made for them, is removed.

    Raises:
        CourseError: if the configuration cannot be read.
        OSError: if it cannot be written.
    """
    path = configuration_of(root)
    if not path.exists():
        return "not there"
    text = _text(path)
    kept: list[str] = []
    for line in text.splitlines(keepends=True):
        if MARK not in line:
            kept.append(line)
        elif CLOSED in line and kept:
            kept[-1] = kept[-1].rstrip("\r\n")
    rest = "".join(kept)
    if rest == text:
        return "by hand" if _installs(text, path) else "not there"
    made = _marked(MADE)[1] in text
    if made and not rest:
        path.unlink()
        return "removed"
    # where the instructor's own lines have come since, they need what the file began with
    _rewrite(path, f"{MADE[1]}\n{rest}" if made else rest)
    return "taken out"


def configuration_of(root: Path) -> Path:
    """The file, behind links."""
    return (root / f"{CONFIGURATION}.py").resolve()


def _marked(lines: tuple[str, ...]) -> list[str]:
    return [f"{line}  {MARK}" for line in lines]


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise CourseError(f"{path} is not UTF-8: save it as that, or put in by hand: {'; '.join(LINES)}") from error


def _installs(text: str, path: Path) -> bool:
    """Whether it calls ``install`` of the judge's already, however that is written."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        raise CourseError(f"{path} is no Python: {error}; mend it and run again") from error
    imported = any(
        (isinstance(node, ast.ImportFrom) and node.module == _MODULE)
        or (isinstance(node, ast.Import) and any(alias.name == _MODULE for alias in node.names))
        for node in ast.walk(tree)
    )
    called = any(
        isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "install"
        for node in ast.walk(tree)
    )  # fmt: skip
    return imported and called


def _rewrite(path: Path, text: str) -> None:
    write_whole(path, text, permissions=path.stat().st_mode & 0o777)
