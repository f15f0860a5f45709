"""Rebuild, don't repair: the source notebook plus the student's answers is the notebook to judge.

Pure: parsed source and submitted bytes in, notebook and notes out; nothing is run, read or written.
Of the submission only texts survive: those of solution cells, and those of cells that the student added, with the
pictures pasted into them. Tags, outputs, kernel, points and ids are the source's, so tampering with them changes
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any, Final

from nbjudge.limits import Limits
from nbjudge.notebooks.attachments import Pictures
from nbjudge.notebooks.matching import Match, match_cells
from nbjudge.notebooks.source import CellType, Source, SourceCell, plain, read_source
from nbjudge.notebooks.student import Note, StudentCell, read_student_cells

EXTRA_ID: Final = "student-"  # how the ids of cells that the student added begin
_FLAGS: Final = ("solution", "grade", "locked", "task", "points")


@dataclass(frozen=True)
class Rebuilt:
    """The notebook to judge (nbformat 4.5) and what the submission was like.

    `answered` says for each solution cell, by grade_id, whether its text differs from the stub.
    `reason` is None, or why nothing could be read; the notebook then holds the stubs.
    """

    notebook: dict[str, Any]
    notes: tuple[Note, ...]
    answered: dict[str, bool]
    reason: str | None


def rebuild(source: Mapping[str, Any] | Source, submitted: bytes | None, limits: Limits) -> Rebuilt:
    """The notebook to judge for the bytes `submitted` (None: there is no file).

    Never raises for anything submitted. `source` is the parsed source notebook, or what `read_source` made
    of it, which saves time when there are many submissions. Raises AssignmentError for a broken source.
    """
    source = source if isinstance(source, Source) else read_source(source)
    reading = read_student_cells(submitted, limits.submission_bytes)
    match = match_cells(source, reading.cells)
    claims = match.claims(reading.cells)
    answers, notes = _answers(source, claims, limits)
    extras, extra_notes = _extras(source, reading.cells, match, answers, limits)
    pictures = Pictures(limits)
    notebook = _notebook(source, answers, extras, pictures)
    if reading.reason is None:
        found = (*notes, *extra_notes, *_picture_notes(pictures, limits))
        notes = [*reading.notes, *_structure_notes(source, claims, match), *found]
    return Rebuilt(
        notebook,
        tuple(notes) if reading.reason is None else (),
        {cell.name: j in answers for j, cell in enumerate(source.cells) if cell.role == "solution"},
        reading.reason,
    )


def _answers(
    source: Source, claims: Mapping[int, Sequence[StudentCell]], limits: Limits
) -> tuple[dict[int, StudentCell], list[Note]]:
    """For each answered solution cell the student cell with its answer: the first that is not the stub."""
    answers, notes = {}, []
    for j, claimants in claims.items():
        original = source.cells[j]
        if original.role != "solution":
            continue
        written = [cell for cell in claimants if original.is_answered_by(cell.text)]
        fitting = [cell for cell in written if _size(cell) <= limits.cell_bytes]
        if len(fitting) < len(written):
            notes.append(_too_long(f"an answer to {original.name}", limits))
        if fitting:
            answers[j] = fitting[0]
    return answers, notes


def _extras(
    source: Source,
    cells: Sequence[StudentCell],
    match: Match,
    answers: Mapping[int, StudentCell],
    limits: Limits,
) -> tuple[dict[int, list[StudentCell]], list[Note]]:
    """The cells to keep after each source position (-1: before the first), and what was left out."""
    extras: dict[int, list[StudentCell]] = {}
    place, kept, surplus, long = -1, 0, 0, 0
    for i, cell in enumerate(cells):
        owner = match.owners[i]
        original = answer = None
        if owner is not None:
            place, original, answer = owner, source.cells[owner], answers.get(owner)
        if not _is_extra(cell, original, answer):
            continue
        if _size(cell) > limits.cell_bytes:
            long += 1
        elif kept >= limits.extra_cells:
            surplus += 1
        else:
            extras.setdefault(place, []).append(cell)
            kept += 1
    return extras, list(_extra_notes(surplus, long, limits))


def _is_extra(cell: StudentCell, original: SourceCell | None, answer: StudentCell | None) -> bool:
    """Whether to keep `cell` besides the source's cells.

    original: the source cell that it stands for, if any; answer: the cell taken as the answer to that one.
    Cells of the student's own are kept. So is a changed copy of a cell that is free to edit, and a further
    answer to one solution cell (splitting a cell in JupyterLab makes two with the same grade_id): in the
    student's notebook they ran as well. Whatever stands for a locked cell is not.
    """
    if not cell.text.strip():
        return False
    if original is None:
        return True
    if original.role != "solution":
        return original.role == "open" and original.is_changed_in(cell.text)
    if not original.is_answered_by(cell.text):
        return False
    return answer is not None and answer is not cell and plain(answer.text) != plain(cell.text)


def _size(cell: StudentCell) -> int:
    return len(cell.text.encode())


def _too_long(what: str, limits: Limits) -> Note:
    return Note("too long", f"{what} is longer than {limits.cell_bytes} bytes and was left out")


def _extra_notes(surplus: int, long: int, limits: Limits) -> Iterator[Note]:
    if surplus:
        yield Note("extra cells", f"{surplus} added cells beyond the first {limits.extra_cells} were left out")
    if long:
        yield _too_long(f"the text of {long} added cell(s)", limits)


def _picture_notes(pictures: Pictures, limits: Limits) -> Iterator[Note]:
    if pictures.left_out:
        allowed = f"up to {limits.pictures} pictures (PNG, JPEG, GIF, WebP) of {limits.picture_bytes} bytes together"
        yield Note("pictures", f"{pictures.left_out} attachment(s) of Markdown cells were left out: {allowed} are kept")


# --- notes ---------------------------------------------------------------------------------------------


def _structure_notes(source: Source, claims: Mapping[int, Sequence[StudentCell]], match: Match) -> list[Note]:
    notes = []
    for j, original in enumerate(source.cells):
        if original.role != "open":
            notes += list(_cell_notes(original, claims.get(j, []), match.found_by.get(j)))
    if any(after < before for before, after in pairwise(claims)):  # by their first cells, in the student's order
        notes.append(Note("reordered", "the cells stood in another order; the assignment's order was used"))
    return notes


def _cell_notes(original: SourceCell, claims: Sequence[StudentCell], how: str | None) -> Iterator[Note]:
    name = original.name
    solution = original.role == "solution"
    if not claims:
        instead = "counts as not answered" if solution else "was put back"
        yield Note("deleted", f"the cell {name} was missing and {instead}")
        return
    if solution and how != "grade_id":
        yield Note("lost metadata", f"the cell {name} had lost its grade_id and was found by {how}")
    if len(claims) > 1:
        yield Note("duplicate", f"{len(claims)} cells stood for {name}: {_what_of_copies(solution)}")
    if any(cell.cell_type != original.cell_type for cell in claims):
        yield Note("converted", f"the cell {name} had another type; it was read as {original.cell_type} again")
    if not solution and any(original.is_changed_in(cell.text) for cell in claims):
        yield Note("edited", f"the locked cell {name} had been changed; the original was used")
    if any(_reflagged(original, cell) for cell in claims):
        yield Note("re-flagged", f"the grading settings of {name} had been changed; the original ones were used")


def _what_of_copies(solution: bool) -> str:
    if solution:
        return "the first that differs from the stub is the answer; others that differ run where they stood"
    return "the original was used once"


def _reflagged(original: SourceCell, cell: StudentCell) -> bool:
    """Whether nbgrader's flags are there and differ."""
    if not cell.flags:
        return False
    expected = original.metadata["nbgrader"]
    return any(cell.flags.get(flag, expected.get(flag)) != expected.get(flag) for flag in _FLAGS if flag in expected)


# --- the notebook --------------------------------------------------------------------------------------


def _notebook(
    source: Source,
    answers: Mapping[int, StudentCell],
    extras: Mapping[int, Sequence[StudentCell]],
    pictures: Pictures,
) -> dict[str, Any]:
    taken = {cell.cell_id for cell in source.cells}
    fresh = (name for number in count(1) if (name := f"{EXTRA_ID}{number}") not in taken)
    cells = list(_extra_cells(extras.get(-1, ()), fresh, pictures))
    for j, original in enumerate(source.cells):
        cells.append(_source_cell(original, answers.get(j), pictures))
        cells += _extra_cells(extras.get(j, ()), fresh, pictures)
    return {"cells": cells, "metadata": _copied(source.metadata), "nbformat": 4, "nbformat_minor": 5}


def _source_cell(original: SourceCell, answer: StudentCell | None, pictures: Pictures) -> dict[str, Any]:
    given = original.released if original.role == "solution" else original.text
    text = given if answer is None else answer.text
    cell = _new_cell(original.cell_type, original.cell_id, text, _copied(original.metadata))
    attached = _copied(original.attachments) or {}
    if answer is not None and original.cell_type == "markdown":
        attached |= pictures.kept(answer.attachments, text)
    if attached or original.attachments is not None:
        cell["attachments"] = attached
    return cell


def _extra_cells(cells: Iterable[StudentCell], fresh: Iterator[str], pictures: Pictures) -> Iterator[dict[str, Any]]:
    for cell in cells:
        made = _new_cell(cell.cell_type, next(fresh), cell.text, {})
        attached = pictures.kept(cell.attachments, cell.text)
        yield made | {"attachments": attached} if attached else made


def _new_cell(cell_type: CellType, cell_id: str, text: str, metadata: dict[str, Any]) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": cell_type, "id": cell_id, "metadata": metadata, "source": text}
    return cell | {"execution_count": None, "outputs": []} if cell_type == "code" else cell


def _copied(value: Any) -> Any:
    """A deep copy of JSON data, several times as fast as `copy.deepcopy`, which has to expect anything."""
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value
