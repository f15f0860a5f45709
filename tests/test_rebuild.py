"""Rebuild: whatever was submitted, the notebook to judge is the source with the student's answers."""

from __future__ import annotations

import copy
import importlib
import json
import re
import time
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nbjudge.limits import Limits
from nbjudge.rebuild import Rebuilt, rebuild
from nbjudge.release import AssignmentError, read_source, released_text

Cell = dict[str, Any]
Notebook = dict[str, Any]

LONGEST_NOTE = 300
LIMITS = Limits(submission_bytes=2_000_000, extra_cells=50, cell_bytes=20_000)


def new_cell(text: object, cell_id: str | None = None, cell_type: str = "code", **nbgrader: Any) -> Cell:
    cell: Cell = {"cell_type": cell_type, "metadata": {}, "source": text}
    if cell_type == "code":
        cell |= {"outputs": [], "execution_count": None}
    if cell_id is not None:
        cell["id"] = cell_id
    if nbgrader:
        flags = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
        cell["metadata"]["nbgrader"] = flags | nbgrader
    return cell


def new_notebook(cells: list[Cell]) -> Notebook:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


PREAMBLE = "import numpy as np\n\n\nclass Activation:\n    pass"
RELU = '''class ReLU(Activation):
    """max(0, x), element by element; the derivative at 0 is 0."""

    def forward(self, x):
        """Return max(0, x) in the shape of x."""
        ### BEGIN SOLUTION
        self.x = x
        return np.maximum(0, x)
        ### END SOLUTION

    def backward(self, grad_output):
        """Return the gradient of the loss with respect to x."""
        ### BEGIN SOLUTION
        return (self.x > 0) * grad_output
        ### END SOLUTION'''
SIGMOID = RELU.replace("ReLU", "Sigmoid").replace("max(0, x)", "1 / (1 + exp(-x))")
TEST_RELU = "def test_relu():\n    assert ReLU()\n### BEGIN HIDDEN TESTS\nassert secret\n### END HIDDEN TESTS"

SOURCE = new_notebook(
    [
        new_cell("# Activations", "intro", "markdown"),
        new_cell(PREAMBLE, "c-pre", grade_id="preamble", locked=True),
        new_cell(RELU, "c-relu", grade_id="relu", solution=True),
        new_cell(TEST_RELU, "c-test-relu", grade_id="test_relu", grade=True, locked=True, points=2),
        new_cell(SIGMOID.splitlines(keepends=True), "c-sigmoid", grade_id="sigmoid", solution=True),
        new_cell("assert Sigmoid()", "c-test-s", grade_id="test_sigmoid", grade=True, locked=True, points=3),
        new_cell("print('free to edit')", "c-open"),
    ]
)
SOURCE["cells"][3]["metadata"]["tags"] = ["slow"]
BODY = "        self.x = x\n        return x * (x > 0)"


def answer(name: str) -> str:
    """The stub of a class, filled in."""
    stub = released_text(SOURCE["cells"][{"ReLU": 2, "Sigmoid": 4}[name]])
    filled = stub.replace("        # YOUR CODE HERE\n        raise NotImplementedError()", BODY)
    assert filled != stub
    return filled


def submission(edit: Callable[[Notebook], object] = lambda notebook: None) -> Notebook:
    """What a student hands in who has written both classes, after `edit`."""
    notebook = copy.deepcopy(SOURCE)
    for cell in notebook["cells"]:
        cell["source"] = released_text(cell)
    notebook["cells"][2]["source"] = answer("ReLU")
    notebook["cells"][4]["source"] = answer("Sigmoid")
    edit(notebook)
    return notebook


def rebuilt(notebook: object, limits: Limits = LIMITS) -> Rebuilt:
    data = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
    result = rebuild(SOURCE, data, limits)
    check_sound(result)
    return result


def check_sound(result: Rebuilt) -> None:
    """What holds for every submission: valid, writable, the source's cells in their order, no solution."""
    text = json.dumps(result.notebook, ensure_ascii=False)
    assert "\x00" not in text
    nbformat.validate(json.loads(text.encode("utf-8")))
    ids = [cell["id"] for cell in result.notebook["cells"]]
    assert len(set(ids)) == len(ids)
    kept = [cell for cell in result.notebook["cells"] if not cell["id"].startswith("student-")]
    assert [cell["id"] for cell in kept] == [cell["id"] for cell in SOURCE["cells"]]
    for cell, original in zip(kept, SOURCE["cells"], strict=True):
        assert (cell["metadata"], cell["cell_type"]) == (original["metadata"], original["cell_type"])
        if not original["metadata"].get("nbgrader", {}).get("solution"):
            assert cell["source"] == original["source"]
    assert result.notebook["metadata"] == SOURCE["metadata"]
    assert "(self.x > 0) * grad_output" not in text
    assert list(result.answered) == ["relu", "sigmoid"]
    for note in result.notes:
        assert len(note.text) < LONGEST_NOTE


def text_of(result: Rebuilt, cell_id: str) -> str:
    return next(str(cell["source"]) for cell in result.notebook["cells"] if cell["id"] == cell_id)


def kinds(result: Rebuilt) -> set[str]:
    return {note.kind for note in result.notes}


def extras(result: Rebuilt) -> list[tuple[str, str]]:
    """(id of the source cell before, text) of every cell that the student added."""
    found, before = [], ""
    for cell in result.notebook["cells"]:
        if cell["id"].startswith("student-"):
            found.append((before, cell["source"]))
        else:
            before = cell["id"]
    return found


def check_both_answers(result: Rebuilt) -> None:
    assert text_of(result, "c-relu") == answer("ReLU")
    assert text_of(result, "c-sigmoid") == answer("Sigmoid")
    assert result.answered == {"relu": True, "sigmoid": True}
    assert result.reason is None


def check_stubs(result: Rebuilt) -> None:
    assert text_of(result, "c-relu") == released_text(SOURCE["cells"][2])
    assert text_of(result, "c-sigmoid") == released_text(SOURCE["cells"][4])
    assert result.answered == {"relu": False, "sigmoid": False}


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


# --- what cannot be read -------------------------------------------------------------------------------

UNREADABLE = {
    "missing": (None, "no notebook"),
    "empty": (b"", "JSON"),
    "binary": (bytes(range(256)), "JSON"),
    "truncated": (json.dumps(submission()).encode()[:700], "JSON"),
    "a list": (b"[1, 2]", "a list"),
    "a number": (b"3", "a int"),
    "a string": (b'"cells"', "a str"),
    "no cells": (b"{}", "no list of cells"),
    "cells no list": (b'{"cells": {"a": 1}, "nbformat": 4}', "no list of cells"),
    "worksheets no list": (b'{"worksheets": 1, "nbformat": 3}', "no list of cells"),
    "100,000 lists deep": (b"[" * 100_000, "nested too deep"),
    "100,000 objects deep": (b'{"cells":' * 100_000, "nested too deep"),
    "30 MB": (b'{"cells": [' + b" " * 30_000_000 + b"]}", "limit is 2000000"),
    "a bare value of a huge number": (b"9" * 100_000, "a float"),
}


@pytest.mark.parametrize(("data", "reason"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_gives_the_stubs_and_a_reason(data: bytes | None, reason: str) -> None:
    result = rebuild(SOURCE, data, LIMITS)
    check_sound(result)
    check_stubs(result)
    assert result.reason is not None
    assert reason in result.reason


# --- what can be read all the same ---------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_other_unicode_encodings_are_read(encoding: str) -> None:
    check_both_answers(rebuilt(json.dumps(submission()).encode(encoding)))


def test_invalid_utf8_costs_the_characters_only() -> None:
    def comment(notebook: Notebook) -> None:
        notebook["cells"][6]["source"] = "# caf\xe9"

    result = rebuilt(json.dumps(submission(comment), ensure_ascii=False).encode("latin-1"))
    check_both_answers(result)
    assert "encoding" in kinds(result)
    assert extras(result) == [("c-open", "# caf\ufffd")]


def test_format_3_with_worksheets_is_read() -> None:
    old = []
    for cell in submission()["cells"]:
        renamed = {key: value for key, value in cell.items() if key not in ("source", "id")}
        old.append(renamed | {"input" if cell["cell_type"] == "code" else "source": cell["source"]})
    old.append({"cell_type": "heading", "level": 2, "source": "Mine", "metadata": {}})
    result = rebuilt({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": old}, 7]})
    check_both_answers(result)
    assert kinds(result) == {"format"}
    assert extras(result) == [("c-open", "Mine")]


@pytest.mark.parametrize("version", [None, 2, 5, "4", [], 10**400, True])
def test_an_unknown_format_is_read_if_it_has_cells(version: object) -> None:
    result = rebuilt(submission(lambda notebook: notebook.update(nbformat=version)))
    check_both_answers(result)
    assert "format" in kinds(result)


def test_nan_and_huge_numbers_do_no_harm() -> None:
    text = json.dumps(submission()).replace('"execution_count": null', f'"execution_count": {"9" * 5000}')
    check_both_answers(rebuilt(text.replace('"locked": false', '"locked": NaN').encode()))


@pytest.mark.parametrize("junk", [None, 3, "x", [], [[]], {"cell_type": "code"}, {"cell_type": ["code"]}])
def test_cells_that_are_none_are_left_out(junk: object) -> None:
    check_both_answers(rebuilt(submission(lambda notebook: notebook["cells"].insert(1, junk))))


@pytest.mark.parametrize("source", [None, 3, {"a": 1}, [1, None], True])
def test_a_source_that_is_no_text_counts_as_blank(source: object) -> None:
    result = rebuilt(submission(lambda notebook: notebook["cells"][2].update(source=source)))
    assert text_of(result, "c-relu") == ""
    assert text_of(result, "c-sigmoid") == answer("Sigmoid")
    assert "cells" in kinds(result)


def test_a_source_given_as_lines_is_joined() -> None:
    lines = answer("ReLU").splitlines(keepends=True)
    check_both_answers(rebuilt(submission(lambda notebook: notebook["cells"][2].update(source=lines))))


@pytest.mark.parametrize(
    "metadata", [None, 3, [], "x", {"nbgrader": 3}, {"nbgrader": []}, {"nbgrader": {"grade_id": []}}]
)
def test_metadata_of_another_shape_counts_as_lost(metadata: object) -> None:
    result = rebuilt(submission(lambda notebook: notebook["cells"][2].update(metadata=metadata)))
    check_both_answers(result)
    assert kinds(result) == {"lost metadata"}


def test_nul_bytes_and_lone_surrogates_become_replacement_characters() -> None:
    odd = "a = '\x00 \ud83d \ude00'\r\nb = '\U0001f600'\rc = 1"
    result = rebuilt(submission(lambda notebook: notebook["cells"][2].update(source=odd)))
    assert text_of(result, "c-relu") == "a = '\ufffd \ufffd \ufffd'\nb = '\U0001f600'\nc = 1"


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


# --- lost metadata -------------------------------------------------------------------------------------


def lose(notebook: Notebook, *, ids: bool) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        if ids:
            cell.pop("id")
    notebook["nbformat_minor"] = 4 if ids else 5


@pytest.mark.parametrize("ids", [False, True], ids=["metadata", "metadata and ids"])
def test_lost_metadata_costs_nothing(ids: bool) -> None:
    result = rebuilt(submission(lambda notebook: lose(notebook, ids=ids)))
    check_both_answers(result)
    assert kinds(result) == {"lost metadata"}
    assert extras(result) == []


def test_a_renamed_class_is_found_by_likeness() -> None:
    def rename(notebook: Notebook) -> None:
        lose(notebook, ids=True)
        notebook["cells"][2]["source"] = answer("ReLU").replace("ReLU", "Relu")

    result = rebuilt(submission(rename))
    assert text_of(result, "c-relu") == answer("ReLU").replace("ReLU", "Relu")
    assert text_of(result, "c-sigmoid") == answer("Sigmoid")


def test_another_classs_answer_is_not_taken_for_a_deleted_cell() -> None:
    def drop(notebook: Notebook) -> None:
        lose(notebook, ids=True)
        notebook["cells"][2]["source"] = answer("Sigmoid")

    result = rebuilt(submission(drop))
    assert result.answered == {"relu": False, "sigmoid": True}


def test_unlike_cells_are_not_taken_for_an_answer() -> None:
    def replace(notebook: Notebook) -> None:
        lose(notebook, ids=True)
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
            lose(notebook, ids=True)
            del notebook["cells"][2]
        stub = released_text(SOURCE["cells"][2])
        notebook["cells"] += [new_cell(f"# {i}\n" + stub.replace("ReLU", f"Class{i}")) for i in range(2000)]

    data = json.dumps(submission(add)).encode()
    start = time.perf_counter()
    result = rebuild(SOURCE, data, LIMITS)
    assert time.perf_counter() - start < 1
    check_sound(result)


# --- fuzzing -------------------------------------------------------------------------------------------


@settings(max_examples=500)
@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b'{"cells": [{"cell_type": "code", "source": "\\ud800"}]}')
def test_no_bytes_raise(data: bytes) -> None:
    check_sound(rebuild(SOURCE, data, LIMITS))


words = st.sampled_from(
    ["cells", "cell_type", "code", "markdown", "source", "input", "metadata", "nbgrader", "grade_id", "relu",
     "solution", "test_relu", "id", "c-relu", "nbformat", "worksheets", "points"]
)  # fmt: skip
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words | st.text(st.characters(), max_size=10),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(words, inner, max_size=6),
    max_leaves=30,
)
cell_like = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", "heading", None, 3])},
    optional={
        "source": json_like | st.just(answer("ReLU")),
        "metadata": json_like | st.fixed_dictionaries({"nbgrader": st.dictionaries(words, json_like, max_size=4)}),
        "id": json_like,
    },
)


@settings(max_examples=500)
@given(json_like | st.fixed_dictionaries({"cells": st.lists(cell_like | json_like, max_size=6), "nbformat": json_like}))
def test_no_json_raises(notebook: object) -> None:
    check_sound(rebuild(SOURCE, json.dumps(notebook).encode(), LIMITS))


@settings(max_examples=300)
@given(st.data())
def test_no_cut_or_change_in_a_real_submission_raises(data: st.DataObject) -> None:
    text = bytearray(json.dumps(submission()).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        text[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=4))
    check_sound(rebuild(SOURCE, bytes(text), LIMITS))


# --- the source ----------------------------------------------------------------------------------------


def broken(edit: Callable[[Notebook], object]) -> Notebook:
    notebook = copy.deepcopy(SOURCE)
    edit(notebook)
    return notebook


BROKEN = {
    "an older format": (broken(lambda n: n.update(nbformat=3)), "nbformat 4"),
    "no cells": (broken(lambda n: n.pop("cells")), "list of cells"),
    "a cell that is none": (broken(lambda n: n["cells"].append(3)), "source cell 8"),
    "a cell without id": (broken(lambda n: n["cells"][1].pop("id")), "source cell 2: expected an id"),
    "an id twice": (broken(lambda n: n["cells"][1].update(id="intro")), "cell id 'intro' more than once"),
    "a grade_id twice": (
        broken(lambda n: n["cells"][1]["metadata"]["nbgrader"].update(grade_id="relu")), "grade_id 'relu'",
    ),
    "no grade_id": (broken(lambda n: n["cells"][1]["metadata"]["nbgrader"].pop("grade_id")), "grade_id"),
    "a source that is no text": (broken(lambda n: n["cells"][1].update(source=3)), "source cell 2"),
    "an open region": (broken(lambda n: n["cells"][2].update(source="### BEGIN SOLUTION")), "END SOLUTION"),
    "a nested region": (
        broken(lambda n: n["cells"][2].update(source="### BEGIN SOLUTION\n### BEGIN SOLUTION")), "within",
    ),
    "no notebook": ([], "nbformat 4"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_source_is_the_instructors_error(source: Any, message: str) -> None:
    with pytest.raises(AssignmentError, match=re.escape(message)):
        rebuild(source, b"{}", LIMITS)


RELEASED = [
    *SOURCE["cells"],
    new_cell("x = 1", "a", grade_id="whole", solution=True),
    new_cell("because", "b", "markdown", grade_id="words", solution=True, grade=True, points=1),
    new_cell("a\n### BEGIN SOLUTION\nb\n### END SOLUTION\nc", "c", "markdown", grade_id="part", solution=True),
    new_cell("if x:\n\t### BEGIN SOLUTION\n\ty\n\t### END SOLUTION\n", "d", grade_id="tab", solution=True),
    new_cell("do it\n=== BEGIN MARK SCHEME ===\n1 point\n=== END MARK SCHEME ===", "e", "markdown",
             grade_id="task", task=True, points=1),
]  # fmt: skip


@pytest.mark.parametrize("cell", RELEASED, ids=lambda cell: cell["id"])
def test_the_released_text_is_what_nbgrader_makes_of_it(cell: Cell) -> None:
    stages = importlib.import_module("nbgrader.preprocessors")  # here, as it takes seconds
    prepared = new_notebook([cell | {"source": "".join(cell["source"])}])
    notebook = nbformat.from_dict(copy.deepcopy(prepared))
    for stage in (stages.ClearSolutions(), stages.ClearHiddenTests(), stages.ClearMarkScheme()):
        notebook, _ = stage.preprocess(notebook, {})
    assert released_text(cell) == notebook.cells[0].source
