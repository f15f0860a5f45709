"""What would lose points is met before it is submitted: in a visible test, or in the notebook's check_gradient."""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import Final

import numpy as np
import pytest

from oracle.planted import CLASSES
from tests.support.activation import SOLUTIONS
from tests.support.answers import answers
from tests.support.inprocess import ASSIGNMENT, ROOT, Cell, code_cells, fresh_namespace, importable, run_cell

RELEASED: Final = code_cells(ROOT / "release" / "activation" / "activation.ipynb")
LEAST: Final = 0.9  # of the wrong answers of the corpus


def _asks(cell: Cell, grade_id: str) -> bool:
    """Whether a cell asks something of the class in this solution cell: with tests, or with check_gradient."""
    if cell.points:
        return cell.grade_id == "test_network" or cell.grade_id.startswith(f"test_{grade_id}_")
    return not cell.solution and f"check_gradient({CLASSES[grade_id]}(" in cell.source


def _stopped_by(grade_id: str, text: str) -> set[str]:
    """The cells of the release that fail with this answer, and the solution in the other cells."""
    namespace, stopped = fresh_namespace(), set()
    texts = {**SOLUTIONS, grade_id: text}
    with contextlib.ExitStack() as quiet:
        quiet.enter_context(importable(ASSIGNMENT))
        for redirect in (contextlib.redirect_stdout, contextlib.redirect_stderr):
            quiet.enter_context(redirect(io.StringIO()))
        quiet.enter_context(warnings.catch_warnings(action="ignore"))
        quiet.enter_context(np.errstate())  # some answers change it
        for cell in RELEASED:
            asks = _asks(cell, grade_id)
            if not asks and (cell.points or cell.skipped_in_grading):
                continue
            try:
                run_cell(Cell(cell.id, texts.get(cell.grade_id, cell.source)), namespace)
            except Exception:
                stopped.add(cell.id)
    return stopped


@pytest.fixture(scope="module")
def stopped() -> dict[str, set[str]]:
    """For each answer of the corpus, wrong ones and right ones, the cells that fail with it."""
    found = [*answers("wrong"), *answers("correct")]
    return {answer.name: _stopped_by(answer.grade_id, answer.text) for answer in found}


def test_nine_of_ten_wrong_answers_are_met_before_they_are_submitted(stopped: dict[str, set[str]]) -> None:
    wrong = [name for name in stopped if name.startswith("wrong/")]
    missed = [name for name in wrong if not stopped[name]]
    met = 1 - len(missed) / len(wrong)
    assert met >= LEAST, f"{met:.1%} are met, {len(missed)} are not: {', '.join(missed)}"


def test_no_right_answer_is_stopped(stopped: dict[str, set[str]]) -> None:
    assert not any(stopped[name] for name in stopped if name.startswith("correct/"))


def test_second_calls_and_single_numbers_are_asked_of_each_class(stopped: dict[str, set[str]]) -> None:
    for name, cell in (
        ("relu_stale_cache", "test-relu-backward"),
        ("relu_python_float", "test-relu-forward"),
        ("relu_state_on_class", "test-relu-contract"),
        ("sigmoid_backward_accumulates", "test-sigmoid-backward"),
        ("sigmoid_zero_d_becomes_one_d", "test-sigmoid-forward"),
        ("gelu_stale_same_shape", "test-gelu-backward"),
        ("gelu_output_buffer", "test-gelu-contract"),
        ("silu_stale_s", "test-silu-backward"),
        ("silu_python_float_0d", "test-silu-forward"),
        ("silu_shared_gate", "test-silu-contract"),
        ("silu_first_term_only", "silu-play"),
    ):
        assert cell in stopped[f"wrong/{name}"], name


def test_what_shows_in_large_arrays_alone_is_not_met_and_counted_so(stopped: dict[str, set[str]]) -> None:
    assert stopped["wrong/gelu_small_arrays_only"] == set()
