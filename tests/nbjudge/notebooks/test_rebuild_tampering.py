"""Rebuild: whatever was done to the notebook, only the text of answers comes from it."""

from __future__ import annotations

import json

import pytest

from nbjudge.notebooks.regions import released_text
from tests.support.rebuilding import (
    SOURCE,
    Notebook,
    check_both_answers,
    check_stubs,
    extras,
    kinds,
    new_cell,
    new_notebook,
    rebuilt,
    submission,
    text_of,
)

# --- tampering -----------------------------------------------------------------------------------------


def test_edited_test_cells_are_replaced_by_the_originals() -> None:
    result = rebuilt(submission(lambda notebook: notebook["cells"][3].update(source="assert True")))
    check_both_answers(result)
    assert kinds(result) == {"edited"}
    assert extras(result) == []


def test_a_deleted_test_cell_is_put_back() -> None:
    result = rebuilt(submission(lambda notebook: notebook["cells"].pop(3)))
    check_both_answers(result)
    assert kinds(result) == {"deleted"}


def test_a_deleted_solution_cell_counts_as_not_answered() -> None:
    result = rebuilt(submission(lambda notebook: notebook["cells"].pop(2)))
    assert result.answered == {"relu": False, "sigmoid": True}
    assert text_of(result, "c-relu") == released_text(SOURCE["cells"][2])
    assert kinds(result) == {"deleted"}


def test_a_notebook_without_cells_gives_the_stubs() -> None:
    check_stubs(rebuilt(new_notebook([])))


def test_duplicated_test_cells_are_used_once() -> None:
    result = rebuilt(submission(lambda notebook: notebook["cells"].append(notebook["cells"][3])))
    check_both_answers(result)
    assert kinds(result) == {"duplicate"}
    assert extras(result) == []


def test_of_duplicated_solution_cells_the_first_that_is_not_the_stub_is_the_answer() -> None:
    def duplicate(notebook: Notebook) -> None:
        stub = dict(notebook["cells"][2], source=released_text(SOURCE["cells"][2]), id="copy")
        notebook["cells"].insert(2, stub)

    result = rebuilt(submission(duplicate))
    check_both_answers(result)
    assert kinds(result) == {"duplicate"}
    assert extras(result) == []


def test_a_solution_cell_split_in_two_runs_whole() -> None:
    def split(notebook: Notebook) -> None:
        notebook["cells"].insert(3, dict(notebook["cells"][2], source="relu = ReLU()", id="second-half"))

    result = rebuilt(submission(split))
    check_both_answers(result)
    assert extras(result) == [("c-relu", "relu = ReLU()")]
    assert kinds(result) == {"duplicate"}


def test_duplicated_cell_ids_do_no_harm() -> None:
    def alike(notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            cell["id"] = "c-relu"

    check_both_answers(rebuilt(submission(alike)))


def test_reordered_cells_come_back_in_order() -> None:
    result = rebuilt(submission(lambda notebook: notebook["cells"].reverse()))
    check_both_answers(result)
    assert kinds(result) == {"reordered"}


def test_reflagged_cells_are_flagged_as_in_the_source() -> None:
    def reflag(notebook: Notebook) -> None:
        notebook["cells"][3]["metadata"]["nbgrader"].update(solution=True, grade=False, points=100)
        notebook["cells"][2]["metadata"]["nbgrader"].update(solution=False, locked=True)

    result = rebuilt(submission(reflag))
    check_both_answers(result)
    assert kinds(result) == {"re-flagged"}


def test_a_test_cell_relabelled_as_solution_is_still_put_back() -> None:
    def relabel(notebook: Notebook) -> None:
        notebook["cells"][3]["metadata"]["nbgrader"]["grade_id"] = "relu"

    check_both_answers(rebuilt(submission(relabel)))


def test_tags_outputs_attachments_and_kernel_do_not_survive() -> None:
    def tamper(notebook: Notebook) -> None:
        notebook["metadata"] = {"kernelspec": {"name": "bash"}, "evil": 1}
        notebook["cells"].append(new_cell("mine", "x", grade_id="forged", grade=True, points=100))
        for cell in notebook["cells"]:
            cell["metadata"]["tags"] = ["skip-execution", "raises-exception"]
            cell["attachments"] = {"evil.png": {}}
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "evil"}]

    result = rebuilt(submission(tamper))
    check_both_answers(result)
    text = json.dumps(result.notebook)
    assert not [word for word in ("evil", "skip-execution", "bash", "forged") if word in text]


@pytest.mark.parametrize("cell_type", ["markdown", "raw"])
def test_a_solution_cell_of_another_type_is_read_as_code_again(cell_type: str) -> None:
    result = rebuilt(submission(lambda notebook: notebook["cells"][2].update(cell_type=cell_type)))
    check_both_answers(result)
    assert kinds(result) == {"converted"}
