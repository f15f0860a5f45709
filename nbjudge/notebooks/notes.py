"""What was odd about a submission's cells, in words that blame nobody for what the instructor changed.

A notebook may have come from another release than the present one. nbgrader keeps with each of its cells a checksum of
what was released; a cell that it fits came so. Of others is said that they had been changed only where it is the
present release's checksum that they bear.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from nbjudge.notebooks.matching import Match
from nbjudge.notebooks.source import ReleasedCell, Source, SourceCell
from nbjudge.notebooks.submitted.student import Note, StudentCell

_FLAGS: Final = ("solution", "grade", "locked", "task", "points")


def structure_notes(
    source: Source, claims: Mapping[int, Sequence[StudentCell]], match: Match, doubtful: Collection[int]
) -> list[Note]:
    """What there is to say of each cell of the assignment's.

    Args:
        claims: position in the source to the student's cells that stand for that one.
        doubtful: of these a person has to see whether they are answered.
    """
    notes = []
    for j, original in enumerate(source.cells):
        if original.role != "open":
            released = source.release.get(original.grade_id or "")
            if j not in claims:
                notes.append(_missing(original, doubtful=j in doubtful))
            else:
                notes += list(_cell_notes(original, released, claims[j], match.found_by.get(j)))
                notes += [_doubt(original.name)] if j in doubtful else []
    if any(after < before for before, after in pairwise(claims)):  # by their first cells, in the student's order
        notes.append(Note("reordered", "the cells stood in another order than the assignment's, which was used"))
    return notes


def _cell_notes(
    original: SourceCell, released: ReleasedCell | None, claims: Sequence[StudentCell], how: str | None
) -> Iterator[Note]:
    name = original.name
    solution = original.role == "solution"
    if solution and how != "grade_id":
        lost = "had lost its grade_id" if any(cell.grade_id is None for cell in claims) else "has another grade_id"
        yield Note("lost metadata", f"the cell {name} {lost} and was found by {how}")
    if len(claims) > 1:
        yield Note("duplicate", f"{len(claims)} cells stood for {name}: {_what_of_copies(solution)}")
    if any(cell.cell_type != original.cell_type and not _came_as(cell, original, released) for cell in claims):
        yield Note("converted", f"the cell {name} had another type; it was read as {original.cell_type} again")
    edited = [] if solution else [cell for cell in claims if original.is_changed_in(cell.text) and not came_so(cell)]
    if edited:
        yield Note("edited", f"the locked cell {name} {_who(edited, original, released)}; the original was used")
    flagged = [cell for cell in claims if _is_reflagged(cell, original, released)]
    if flagged:
        who = _who(flagged, original, released, "differ from the assignment's")
        yield Note("re-flagged", f"the grading settings of {name} {who}; the original ones were used")


def _missing(original: SourceCell, *, doubtful: bool) -> Note:
    instead = "it counts as not answered" if original.role == "solution" else "the assignment's was put in"
    if doubtful:
        instead = "it may be answered elsewhere, so that a person decides"
    return Note("deleted", f"the notebook had no cell {original.name}: {instead}")  # it may be newer than its release


def _doubt(name: str) -> Note:
    return Note("elsewhere", f"{name} has no answer in its cell, but may have one elsewhere: a person decides")


def _what_of_copies(solution: bool) -> str:
    if solution:
        return "the first that differs from the stub is the answer; others that differ run where they stood"
    return "the original was used once"


def _who(
    cells: Sequence[StudentCell],
    original: SourceCell,
    released: ReleasedCell | None,
    otherwise: str = "differs from the assignment's",
) -> str:
    """Whether these cells had been changed since they were released, or it cannot be known."""
    present = {checksum(original.cell_type, original.released, original.flags)}
    if released is not None:
        present.add(released.flags.get("checksum"))
    bear = [cell.flags.get("checksum") if cell.flags else None for cell in cells]
    return "had been changed" if any(found is not None and found in present for found in bear) else otherwise


def _is_reflagged(cell: StudentCell, original: SourceCell, released: ReleasedCell | None) -> bool:
    """Whether nbgrader's flags are there and others than students got."""
    if not cell.flags or not _differ(cell.flags, original.flags) or _came_as(cell, original, released):
        return False
    return released is None or _differ(cell.flags, released.flags)


def _differ(flags: Mapping[str, object], expected: Mapping[str, Any]) -> bool:
    return any(flags.get(flag, expected.get(flag)) != expected.get(flag) for flag in _FLAGS if flag in expected)


# --- nbgrader's checksums ------------------------------------------------------------------------------


def came_so(cell: StudentCell, *texts: str) -> bool:
    """Whether a cell, or one of its type and flags with one of these texts, fits the checksum that it bears.

    Whoever forges one gains nothing: what was released is used all the same.
    """
    bears = cell.flags.get("checksum") if cell.flags else None
    return isinstance(bears, str) and any(checksum(cell.cell_type, t, cell.flags) == bears for t in (cell.text, *texts))


def _came_as(cell: StudentCell, original: SourceCell, released: ReleasedCell | None) -> bool:
    """The same for a cell that may hold an answer by now: its flags came so, with a stub that is known."""
    return came_so(cell, original.released, *([released.text] if released is not None else []))


def checksum(cell_type: str, text: str, flags: Mapping[str, Any] | None) -> str | None:
    """What `nbgrader.utils.compute_checksum` makes of such a cell; None if that would fail."""
    flags = flags or {}
    grade, solution = flags.get("grade", False), flags.get("solution", False)
    locked = False if solution else True if grade else flags.get("locked", False)
    try:
        points = str(float(flags["points"])) if grade else ""
        told = "".join([text, cell_type, str(grade), str(solution), str(locked), flags["grade_id"], points])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return hashlib.md5(told.encode(errors="replace"), usedforsecurity=False).hexdigest()
