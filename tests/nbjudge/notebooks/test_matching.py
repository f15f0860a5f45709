"""Matching: cells that have lost their metadata are recognised by what they say, or not at all."""

from __future__ import annotations

import json

import pytest

from nbjudge.notebooks.rebuild import rebuild
from tests.support.rebuilding import (
    LIMITS,
    Notebook,
    answer,
    check_both_answers,
    extras,
    kinds,
    lose_metadata,
    new_cell,
    new_notebook,
    rebuilt,
    submission,
    text_of,
)


@pytest.mark.parametrize("ids", [False, True], ids=["metadata", "metadata and ids"])
def test_lost_metadata_costs_nothing(ids: bool) -> None:
    result = rebuilt(submission(lambda notebook: lose_metadata(notebook, ids=ids)))
    check_both_answers(result)
    assert kinds(result) == {"lost metadata"}
    assert extras(result) == []


def test_a_renamed_class_is_found_by_likeness() -> None:
    def rename(notebook: Notebook) -> None:
        lose_metadata(notebook, ids=True)
        notebook["cells"][2]["source"] = answer("ReLU").replace("ReLU", "Relu")

    result = rebuilt(submission(rename))
    assert text_of(result, "c-relu") == answer("ReLU").replace("ReLU", "Relu")
    assert text_of(result, "c-sigmoid") == answer("Sigmoid")


def test_another_classs_answer_is_not_taken_for_a_deleted_cell() -> None:
    def drop(notebook: Notebook) -> None:
        lose_metadata(notebook, ids=True)
        notebook["cells"][2]["source"] = answer("Sigmoid")

    result = rebuilt(submission(drop))
    assert result.answered == {"relu": False, "sigmoid": True}


def test_unlike_cells_are_not_taken_for_an_answer() -> None:
    def replace(notebook: Notebook) -> None:
        lose_metadata(notebook, ids=True)
        notebook["cells"][2]["source"] = "import matplotlib.pyplot as plt\nplt.plot(np.linspace(-3, 3), np.ones(50))"

    result = rebuilt(submission(replace))
    assert result.answered == {"relu": False, "sigmoid": True}
    assert [before for before, _ in extras(result)] == ["c-pre"]


def test_bare_stubs_without_ids_are_told_apart_by_what_the_answers_define() -> None:
    source = new_notebook(
        [new_cell(f"def {name}():\n    return {name!r}", name, grade_id=name, solution=True) for name in ("f", "g")]
    )
    cells = [new_cell("def g():\n    return 2"), new_cell("def f():\n    return 1")]
    result = rebuild(source, json.dumps(new_notebook(cells)).encode(), LIMITS)
    assert [cell["source"] for cell in result.notebook["cells"]] == [
        "def f():\n    return 1",
        "def g():\n    return 2",
    ]


def test_a_name_that_two_solution_cells_define_identifies_neither() -> None:
    text = "def helper():\n    pass\n\n\ndef {}():\n    pass"
    source = new_notebook([new_cell(text.format(name), name, grade_id=name, solution=True) for name in ("f", "g")])
    cells = [new_cell("def helper():\n    return 0"), new_cell("def g():\n    return 1")]
    result = rebuild(source, json.dumps(new_notebook(cells)).encode(), LIMITS)
    assert result.answered == {"f": False, "g": True}
    assert text_of(result, "g") == "def g():\n    return 1"
