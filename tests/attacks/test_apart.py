"""In a grade cell that is judged apart, an answer gains nothing by answering for itself: it computes right, or fails.

The attacks are in tests/corpus/apart. All files make one notebook, in the order of their names.
"""

from __future__ import annotations

from typing import Final

import pytest

from nbjudge.limits import Limits
from nbjudge.processes.warm_set import WarmSet
from nbjudge.stands import APART
from nbjudge.verdicts import NOT_JUDGED
from tests.nbjudge.any_notebook.reading import Answer, Case, CaseCell, read_case
from tests.support.answers import CORPUS
from tests.support.attacking import LIAR, TO_THE_WIRE, Arena, graded_by, locked, plain, solved_in
from tests.support.rebuilding import Cell

QUICK: Final = Limits(test_seconds=2, lost_seconds=2, candidates=1)
KIT: Final = {"helpers.py": b"def near(a, b):\n    return abs(a - b) < 1e-9\n"}


def _read(name: str, text: str) -> Case:
    return read_case(name, text.replace("@LIAR@", LIAR).replace("@WIRE@", TO_THE_WIRE))


CASES: Final = [_read(path.stem, path.read_text()) for path in sorted((CORPUS / "apart").glob("*.py"))]
FORGED: Final = [answer for case in CASES for answer in case.answers if answer.kind == "forged"]
STANDS: Final = {name: where for case in CASES for name, where in case.stands.items()}


def named(answer: Answer) -> str:
    """What an attack is about: its first line says so."""
    return answer.text.partition("\n")[0].removeprefix("# ")


def attacked_by(answer: Answer) -> set[str]:
    """The grade cells in which it tries to gain: all up to the next solution cell, unless it names some."""
    case = next(case for case in CASES if answer in case.answers)
    if len(answer.attacks) < len(case.points()):
        return {*answer.attacks}
    solution, found = "", set()
    for cell in case.cells:
        solution = cell.name if cell.kind == "solution" else solution
        if cell.kind == "grade" and solution == answer.cell:
            found.add(cell.name)
    return found


def made(cell: CaseCell, cell_id: str) -> Cell:
    """A cell of the notebook."""
    if cell.kind == "grade":
        return graded_by(cell.name, cell.text, points=cell.points)
    if cell.kind == "solution":
        return solved_in(cell.name, cell.text)
    return locked(cell_id, cell.text) if cell.kind == "locked" else plain(cell_id, cell.text)


@pytest.fixture(scope="module")
def arena(warm: WarmSet) -> Arena:
    cells = [made(cell, f"{case.name}-{number}") for case in CASES for number, cell in enumerate(case.cells)]
    return Arena.of(cells, warm, kit=KIT, limits=QUICK)


def test_the_solution_has_all_points_and_ordinary_cells_stand_apart(arena: Arena) -> None:
    assert {name: cell.score for name, cell in arena.judge().cells.items()} == arena.points
    stands = {name: stand.where for name, stand in arena.trial.stands.items() if name in STANDS}
    assert stands == STANDS


def test_every_cell_that_is_attacked_fails_a_plainly_wrong_answer(arena: Arena) -> None:
    wrong = {answer.cell: answer.text for case in CASES for answer in case.answers if answer.kind == "wrong"}
    found = arena.judge(wrong).cells
    assert {name for answer in FORGED for name in attacked_by(answer) if found[name].score} == set()


@pytest.mark.parametrize("answer", FORGED, ids=lambda answer: f"{answer.cell}: {named(answer)}")
def test_an_answer_that_does_not_compute_right_gains_nothing(arena: Arena, answer: Answer) -> None:
    found = arena.judge({answer.cell: answer.text}).cells
    apart = {name for name in attacked_by(answer) if arena.trial.stands[name].where == APART}
    assert {name for name in apart if (found[name].score or 0.0) > 0} == set()


def test_a_doubt_is_not_judged_and_says_of_what(arena: Arena) -> None:
    answer = next(answer for answer in FORGED if named(answer) == "equal to everything")
    verdict = arena.verdict({answer.cell: answer.text}, "number")
    assert verdict.outcome == NOT_JUDGED
    assert verdict.points == 0
    assert "Liar" in verdict.message


def test_the_attacks_are_what_they_say(arena: Arena) -> None:
    assert len({(answer.cell, named(answer)) for answer in FORGED}) == len(FORGED) >= 60
    assert all(answer.text.startswith("# ") and attacked_by(answer) for answer in FORGED)
