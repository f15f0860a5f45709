"""Rebuild: the notebook to judge is the source with the student's answers and added cells."""

from __future__ import annotations

import copy
import json
import time

import pytest

from nbjudge.notebooks.rebuild import rebuild
from nbjudge.notebooks.regions import released_text
from nbjudge.notebooks.source import read_source
from tests.support.rebuilding import (
    LIMITS,
    PREAMBLE,
    RELU,
    SOURCE,
    Notebook,
    check_both_answers,
    check_sound,
    check_stubs,
    extras,
    lose_metadata,
    new_cell,
    new_notebook,
    rebuilt,
    submission,
    text_of,
)

# --- the ordinary case ---------------------------------------------------------------------------------


def test_an_ordinary_submission_gives_source_and_answers_without_notes() -> None:
    result = rebuilt(submission())
    check_both_answers(result)
    assert result.notes == ()
    assert extras(result) == []


def test_the_release_itself_is_answered_nowhere() -> None:
    def undo(notebook: Notebook) -> None:
        for cell, original in zip(notebook["cells"], SOURCE["cells"], strict=True):
            cell["source"] = released_text(original) + "\n  \n"

    result = rebuilt(submission(undo))
    check_stubs(result)
    assert (result.reason, result.notes) == (None, ())


def test_the_source_itself_is_a_submission_like_any_other() -> None:
    result = rebuild(SOURCE, json.dumps(SOURCE).encode(), LIMITS)
    assert result.answered == {"relu": True, "sigmoid": True}
    assert (result.notes, extras(result)) == ((), [])
    assert text_of(result, "c-relu") == RELU


def test_a_prepared_source_gives_the_same_as_the_notebook() -> None:
    data = json.dumps(submission()).encode()
    assert rebuild(read_source(SOURCE), data, LIMITS) == rebuild(SOURCE, data, LIMITS)


def test_rebuilding_shares_nothing_with_the_source() -> None:
    before = copy.deepcopy(SOURCE)
    result = rebuild(SOURCE, json.dumps(submission()).encode(), LIMITS)
    for cell in result.notebook["cells"]:
        cell["metadata"].get("nbgrader", {}).clear()
    result.notebook["metadata"]["kernelspec"]["name"] = "spoilt"
    assert before == SOURCE


# --- cells of the student's own ------------------------------------------------------------------------


def test_added_cells_stay_after_the_same_cell_with_fresh_ids() -> None:
    def add(notebook: Notebook) -> None:
        cells = notebook["cells"]
        cells.append(new_cell("last", "c-test-relu-copy"))
        cells.insert(3, new_cell("between", None, "markdown"))
        cells.insert(3, new_cell("first between", "student-1"))
        cells.insert(0, new_cell("at the start", "!" * 500, "raw"))
        cells.insert(0, new_cell("  \n", "blank"))

    result = rebuilt(submission(add))
    check_both_answers(result)
    assert result.notes == ()
    assert extras(result) == [
        ("", "at the start"), ("c-relu", "first between"), ("c-relu", "between"), ("c-open", "last"),
    ]  # fmt: skip
    added = [cell for cell in result.notebook["cells"] if cell["id"].startswith("student-")]
    assert [cell["id"] for cell in added] == ["student-1", "student-2", "student-3", "student-4"]
    assert [cell["cell_type"] for cell in added] == ["raw", "code", "markdown", "code"]


def test_fresh_ids_keep_clear_of_the_sources() -> None:
    source = new_notebook([new_cell("given", "student-1")])
    cells = [new_cell("given", "student-1"), new_cell("mine")]
    result = rebuild(source, json.dumps(new_notebook(cells)).encode(), LIMITS)
    assert [cell["id"] for cell in result.notebook["cells"]] == ["student-1", "student-2"]


def test_a_changed_cell_that_was_free_to_edit_runs_after_the_original() -> None:
    result = rebuilt(submission(lambda notebook: notebook["cells"][6].update(source="helper = 1")))
    assert extras(result) == [("c-open", "helper = 1")]
    assert result.notes == ()


def test_copies_of_given_cells_without_any_metadata_are_not_kept() -> None:
    result = rebuilt(submission(lambda notebook: notebook["cells"].append(new_cell(PREAMBLE + "\n"))))
    assert extras(result) == []


def test_added_cells_beyond_the_limit_are_left_out_with_a_note() -> None:
    more = [new_cell(f"x = {i}") for i in range(LIMITS.extra_cells + 3)]
    result = rebuilt(submission(lambda notebook: notebook["cells"].extend(more)))
    check_both_answers(result)
    assert len(extras(result)) == LIMITS.extra_cells
    assert [note.text for note in result.notes] == ["3 added cells beyond the first 50 were left out"]


def test_texts_beyond_the_limit_are_left_out_with_a_note() -> None:
    def grow(notebook: Notebook) -> None:
        notebook["cells"][2]["source"] += "#" * LIMITS.cell_bytes
        notebook["cells"].append(new_cell("é" * (LIMITS.cell_bytes // 2 + 1)))

    result = rebuilt(submission(grow))
    assert result.answered == {"relu": False, "sigmoid": True}
    assert extras(result) == []
    assert [note.kind for note in result.notes] == ["too long", "too long"]


@pytest.mark.parametrize("lost", [False, True], ids=["as they are", "without metadata"])
def test_two_thousand_added_cells_take_no_time(lost: bool) -> None:
    def add(notebook: Notebook) -> None:
        if lost:
            lose_metadata(notebook, ids=True)
            del notebook["cells"][2]
        stub = released_text(SOURCE["cells"][2])
        notebook["cells"] += [new_cell(f"# {i}\n" + stub.replace("ReLU", f"Class{i}")) for i in range(2000)]

    data = json.dumps(submission(add)).encode()
    start = time.process_time()
    result = rebuild(SOURCE, data, LIMITS)
    assert time.process_time() - start < 1
    check_sound(result)
