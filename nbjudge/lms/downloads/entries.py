"""What the name of an entry says in a download of all submissions: whose it is, and what it was called before.

Only the download's own entries are read so, never what a student packed: a system puts the name and numbers in front of
whatever students call their files.

- Canvas: `lovelaceada_LATE_12_345_activation.ipynb`: the name in lower case without blanks, LATE if it was, the numbers
  of user and attachment, and the file's name.
- Moodle: `Ada Lovelace_12_assignsubmission_file/activation.ipynb`, before 4.1 with a `_` at the folder's end, or with
  `_` in place of the `/` where somebody chose to download without folders. The number is the participant's, which is
  another one in each assignment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

CANVAS: Final = "Canvas"
MOODLE: Final = "Moodle"
NO_FORM: Final = "is not named as Canvas or Moodle name what a student handed in"

_MOODLE: Final = re.compile(
    r"(?P<name>[^_]*)_(?P<number>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?P<rest>(?:_.*)?)", re.DOTALL
)
# of Canvas's names there may be several ways to read one: people's names may hold numbers
_CANVAS: Final = re.compile(r"_(?P<late>LATE_)?(?P<number>\d+)(?=_(?P<attachment>\d+)_(?P<file>.))", re.DOTALL)
_CANVAS_TEXT: Final = re.compile(r".*_\d+_(?:text|link)\.html", re.DOTALL)
_ANONYMOUS: Final = re.compile(r"(?:LATE_)?anon_[A-Za-z0-9]{5}_\d+_.+", re.DOTALL)


@dataclass(frozen=True)
class Reading:
    """One way to read an entry's name.

    Attributes:
        system: CANVAS or MOODLE.
        name, number: what it calls the student.
        entry: what the system put in front of the student's own name for the file.
        path: that name, in parts.
        attachment: Canvas's number of the file, else 0.
    """

    system: str
    name: str
    number: str
    entry: str
    path: tuple[str, ...]
    late: bool = False
    attachment: int = 0


def readings(parts: Sequence[str]) -> list[Reading] | str:
    """All ways to read a name; or why it is no student's file."""
    moodle = _MOODLE.fullmatch(parts[0])
    found = _moodles(parts, moodle) if moodle is not None else _canvas(parts[0]) if len(parts) == 1 else NO_FORM
    # what is left of `ada_12_501_..` would lead elsewhere, though the whole did not
    return found if isinstance(found, str) else [one for one in found if not {"", ".", ".."} & {*one.path}] or NO_FORM


def _moodles(parts: Sequence[str], found: re.Match[str]) -> list[Reading] | str:
    if found["plugin"] != "file":
        return "text that was typed into Moodle, and no file"
    flat = found["rest"].removeprefix("_")
    path = (flat, *parts[1:]) if flat else tuple(parts[1:])
    entry = parts[0][: found.start("rest")]
    return [Reading(MOODLE, found["name"], found["number"], entry, path)] if path else NO_FORM


def _canvas(name: str) -> list[Reading] | str:
    if _ANONYMOUS.fullmatch(name):
        return "graded anonymously: Canvas does not say whose it is; switch anonymous grading off and download again"
    found = [
        Reading(
            CANVAS, name[: one.start()], one["number"], name[: one.start("file")], (name[one.start("file") :],),
            late=one["late"] is not None, attachment=int(one["attachment"][:18]),
        )
        for one in _CANVAS.finditer(name)
    ]  # fmt: skip
    if not found and _CANVAS_TEXT.fullmatch(name):
        return "text or an address that was typed into Canvas, and no file"
    return found or NO_FORM


def without_wrapper(names: Iterable[tuple[str, ...]]) -> int:
    """How many folders all names have in front that are no system's: whoever packs a download anew adds one."""
    kept = list(names)
    depth = 0
    while kept and all(len(parts) > depth + 1 for parts in kept) and len({parts[depth] for parts in kept}) == 1:
        if readings([kept[0][depth], "x"]) != NO_FORM:
            break
        depth += 1
    return depth
