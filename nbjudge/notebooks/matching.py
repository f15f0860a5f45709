"""Which cell of the source a student's cell stands for: by grade_id, cell id, equal text, likeness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from nbjudge.notebooks.source import Source, definitions, plain
from nbjudge.notebooks.submitted.student import StudentCell

# An answer keeps the signatures and docstrings of its stub. Measured: filled-in cells of the activation
# assignment score 62 to 85 against their stub, its given cells at most 36, an unrelated layer class 49.
# (The answers to its other stubs score up to 67; those are told apart by what they define.)
LIKENESS: Final = 55.0
SHORTEST_STUB: Final = 80  # a bare "YOUR CODE HERE" is like nothing in particular
COMPARED_CHARS: Final = 4_000  # bounds the cost of one comparison ...
COMPARED_CELLS: Final = 500  # ... and their number


@dataclass
class Match:
    """For each student cell the position of its source cell, or None; and how solution cells were found."""

    owners: list[int | None]
    found_by: dict[int, str] = field(default_factory=dict)  # source position -> "cell id", "likeness", ...

    def unowned(self) -> list[int]:
        """Positions of the student cells that stand for no source cell as yet."""
        return [i for i, owner in enumerate(self.owners) if owner is None]

    def claims(self, cells: Sequence[StudentCell]) -> dict[int, list[StudentCell]]:
        """For each source position that is claimed, the cells that claim it; in the student's order."""
        found: dict[int, list[StudentCell]] = {}
        for cell, owner in zip(cells, self.owners, strict=True):
            if owner is not None:
                found.setdefault(owner, []).append(cell)
        return found

    def claim(self, student: int, source: int, how: str) -> None:
        """Let the student cell at `student` stand for the source cell at `source`."""
        self.owners[student] = source
        self.found_by.setdefault(source, how)


def match_cells(source: Source, cells: Sequence[StudentCell]) -> Match:
    """Match `cells` with the source's. Linear in their number, but for a bounded share of comparisons."""
    match = Match([None] * len(cells))
    _by_key(match, cells, source.by_grade_id, lambda cell: cell.grade_id, "grade_id")
    count = Counter(cell.cell_id for cell in cells)  # an id that several cells carry identifies none
    _by_key(match, cells, source.by_cell_id, lambda c: c.cell_id if count[c.cell_id] == 1 else None, "cell id")
    _by_equal_text(match, source, cells)
    _by_definition(match, source, cells)
    _by_likeness(match, source, cells)
    return match


def _by_key(
    match: Match,
    cells: Sequence[StudentCell],
    positions: dict[str, int],
    key: Callable[[StudentCell], str | None],
    how: str,
) -> None:
    for i in match.unowned():
        name = key(cells[i])
        if name is not None and name in positions:
            match.claim(i, positions[name], how)


def _by_equal_text(match: Match, source: Source, cells: Sequence[StudentCell]) -> None:
    for i in match.unowned():
        alike = source.by_release.get(plain(cells[i].text), [])
        if alike:
            match.claim(i, next((j for j in alike if j not in match.found_by), alike[0]), "equal text")


def _by_definition(match: Match, source: Source, cells: Sequence[StudentCell]) -> None:
    """Solution cells that are still missing: the first cell that defines what they define."""
    missing = {name: j for name, j in source.defined.items() if j not in match.found_by}
    for i in match.unowned() if missing else []:
        if cells[i].cell_type != "code":
            continue
        for j in sorted({missing[name] for name in definitions(cells[i].text) if name in missing}):
            if j not in match.found_by and match.owners[i] is None:
                match.claim(i, j, "what it defines")


def _by_likeness(match: Match, source: Source, cells: Sequence[StudentCell]) -> None:
    """Solution cells that are still missing: the cell most like the stub, if it is like enough."""
    missing = [
        (j, stub)
        for j, stub in enumerate(source.cells)
        if stub.role == "solution" and j not in match.found_by and len(stub.plain_release) >= SHORTEST_STUB
    ]
    if not missing:
        return
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - a fiftieth of the start-up, and most classes do without

    for j, stub in missing:
        choices = {
            i: cells[i].text[:COMPARED_CHARS]
            for i in match.unowned()[:COMPARED_CELLS]
            if not any(name in source.defined for name in definitions(cells[i].text))
        }
        query = stub.plain_release[:COMPARED_CHARS]
        best = process.extractOne(query, choices, scorer=fuzz.ratio, score_cutoff=LIKENESS)
        if best is not None:
            match.claim(best[2], j, "likeness")
