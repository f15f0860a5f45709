"""Rebuild, don't repair: the source notebook plus the student's answers is the notebook to judge.

Pure: parsed source and submitted bytes in, notebook and notes out; nothing is run, read or written.
Of the submission only texts survive: those of solution cells, and those of cells that the student added, with the
pictures pasted into them. Tags, outputs, kernel, points and ids are the source's, so tampering with them changes
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from nbjudge.limits import Limits
from nbjudge.notebooks.matching import Match, match_cells
from nbjudge.notebooks.notes import came_so, structure_notes
from nbjudge.notebooks.source import CellType, Source, SourceCell, plain, read_source
from nbjudge.notebooks.submitted.student import Note, Pictures, StudentCell, read_student_cells

EXTRA_ID: Final = "student-"  # how the ids of cells that the student added begin


@dataclass(frozen=True)
class Rebuilt:
    """The notebook to judge (nbformat 4.5) and what the submission was like.

    `answered` says for each solution cell, by grade_id, whether its text differs from the stub; for one that a person
    grades, whether that person should look, which is where there is any doubt.
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
    doubtful = _doubtful(source, reading.cells, match, claims, answers)
    if reading.reason is None:
        found = (*notes, *extra_notes, *_picture_notes(pictures, limits))
        notes = [*reading.notes, *structure_notes(source, claims, match, doubtful), *found]
    return Rebuilt(
        notebook,
        tuple(notes) if reading.reason is None else (),
        {cell.name: j in answers or j in doubtful for j, cell in enumerate(source.cells) if cell.role == "solution"},
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


def _doubtful(
    source: Source,
    cells: Sequence[StudentCell],
    match: Match,
    claims: Mapping[int, Sequence[StudentCell]],
    answers: Mapping[int, StudentCell],
) -> list[int]:
    """The cells for a person to grade that have no answer in their place, though it may stand somewhere else.

    Typed into a new cell or into a locked one; or, where the cell is missing, merged with another; or left out here
    because it is too long.
    """
    own = any(_is_own(cell, source, owner) for cell, owner in zip(cells, match.owners, strict=True))
    doubtful = []
    for j, original in enumerate(source.cells):
        if not original.for_a_person or j in answers:
            continue
        missing, too_long = j not in claims, any(original.is_answered_by(cell.text) for cell in claims.get(j, ()))
        if own or too_long or (missing and answers):
            doubtful.append(j)
    return doubtful


def _is_own(cell: StudentCell, source: Source, owner: int | None) -> bool:
    """Whether a student wrote this, elsewhere than in a solution cell."""
    original = source.cells[owner] if owner is not None else None
    if original is None or original.role == "open":
        return _is_extra(cell, original, None) and not came_so(cell)
    return original.role == "locked" and original.is_changed_in(cell.text) and not came_so(cell)


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
