"""Which of the files that a student handed in is which notebook of the assignment, and what the others are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from nbjudge.grading.autograded import SECRET, TIMESTAMP
from nbjudge.lms.downloads.unpacking import NOTEBOOK, Handed, shown

# What Canvas, browsers and desktops add to a name that is taken: `a-1.ipynb`, `a (2).ipynb`, `a - Copy.ipynb`
_ADDED: Final = re.compile(r"(?:-(?P<dash>\d{1,4})| ?\((?P<brackets>\d{1,4})\)| - copy)$", re.IGNORECASE)


@dataclass
class Chosen:
    """What is to be written: relative path to file; and what is to be said, in sentences."""

    files: dict[str, Path] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def choose(handed: Sequence[Handed], notebooks: Sequence[str]) -> Chosen:
    """Give each file its name.

    A notebook is taken for the one whose name it has; else for the one whose name it has but for case or an added
    number, the latest of several; else, where there is one notebook and one name left, for that.

    Args:
        notebooks: file names of the assignment's.
    """
    chosen = Chosen()
    left = [one for one in handed if one.path.suffix.casefold() == NOTEBOOK]
    lacking = []
    for name in notebooks:
        fitting = [
            one
            for one in left
            if one.path.name == name or (one.path.name not in notebooks and _fits(one.path.name, name))
        ]
        if not fitting:
            lacking.append(name)
            continue
        best = max(fitting, key=lambda one, name=name: _rank(one, name))  # type: ignore[misc]  # mypy knows no such default
        chosen.files[name] = best.file
        others = ", ".join(shown(str(one.path)) for one in fitting if one is not best)
        if others:
            chosen.notes.append(f"of several, {shown(str(best.path))} was taken for {name} (not {others})")
        elif best.path.name != name:
            chosen.notes.append(f"{shown(str(best.path))} was taken for {name}")
        left = [one for one in left if one not in fitting]
    if len(lacking) == len(left) == 1:
        chosen.files[lacking[0]] = left[0].file
        chosen.notes.append(f"{shown(str(left[0].path))} was taken for {lacking[0]}: it is the only notebook left")
        left, lacking = [], []
    if lacking:
        found = ", ".join(shown(str(one.path)) for one in left or handed) or "nothing"
        chosen.notes.append(f"there is no {', no '.join(lacking)} (found: {found[:300]})")
    _add_others([one for one in handed if one in left or one.path.suffix.casefold() != NOTEBOOK], chosen)
    return chosen


def _fits(name: str, wanted: str) -> bool:
    stem, looked_for = (text[: -len(NOTEBOOK)].casefold() for text in (name, wanted))
    return looked_for in (stem, _ADDED.sub("", stem))


def _rank(one: Handed, wanted: str) -> tuple[int, bool, int, int]:
    """The higher, the later: Canvas numbers files as they come. In one submission, the name itself comes first."""
    added = _ADDED.search(one.path.name[: -len(NOTEBOOK)])
    number = int(added["dash"] or added["brackets"] or 0) if added else 0
    return one.attachment, one.path.name == wanted, -len(one.path.parts), number


def _add_others(files: Sequence[Handed], chosen: Chosen) -> None:
    """The rest under their own names, where these are free; of one that comes twice, the latest."""
    folders = {""}
    for one in sorted(files, key=lambda one: -one.attachment):
        name = str(one.path)
        above = {str(parent) for parent in one.path.parents if str(parent) != "."}
        if name in (TIMESTAMP, SECRET):
            chosen.notes.append(f"left out: {shown(name)}, which only nbgrader writes")
        elif name not in chosen.files and name not in folders and not above & chosen.files.keys():
            chosen.files[name] = one.file
            folders |= above
