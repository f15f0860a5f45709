"""What the tutorial shows of a failed gradient check is what the notebook's cells say."""

from __future__ import annotations

import re

import pytest

from oracle.planted import CLASSES
from tests.support.activation import SOLUTIONS
from tests.support.inprocess import ASSIGNMENT, NOTEBOOK, ROOT, code_cells, importable, run_cell, run_notebook

PAGE = (ROOT / "docs" / "course" / "tutorial.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^AssertionError: (backward disagrees.*?)\n```", PAGE, re.MULTILINE | re.DOTALL)
CELLS = code_cells(NOTEBOOK)
FORGOTTEN = {
    "relu": (".astype(float) * grad_output", ".astype(float)"),
    "gelu": (" * (1 - t**2) * du", " * (1 - t**2)"),
}


@pytest.mark.parametrize(("grade_id", "shown"), [*zip(FORGOTTEN, SHOWN, strict=True)], ids=FORGOTTEN)
def test_a_forgotten_factor_is_answered_as_the_tutorial_shows(grade_id: str, shown: str) -> None:
    right, wrong = FORGOTTEN[grade_id]
    assert right in SOLUTIONS[grade_id]
    namespace = run_notebook(CELLS, {grade_id: SOLUTIONS[grade_id].replace(right, wrong)})
    (play,) = [cell for cell in CELLS if cell.id == f"{grade_id}-play"]
    assert f"check_gradient({CLASSES[grade_id]}(), x)" in play.source
    with importable(ASSIGNMENT), pytest.raises(AssertionError) as raised:
        run_cell(play, namespace)
    assert str(raised.value) == shown
