"""The instructor's notebook: points, stubs, what it promises to students, and that nothing unfinished breaks it."""

from __future__ import annotations

import json
import re
import resource
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.support.inprocess import ASSIGNMENT, NOTEBOOK, ROOT, code_cells, grade_tests, lost_cells, run_notebook

SOURCE = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
CELLS = code_cells(NOTEBOOK)
GRADE_CELLS = [cell for cell in CELLS if cell.points]
RELEASED = ROOT / "release" / "activation" / "activation.ipynb"
STUBS = {cell.grade_id: cell.source for cell in code_cells(RELEASED) if cell.solution}

SPECIFICATION = """
class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
"""


def test_notebook_is_valid_and_stripped() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    assert not any("-" in cell.id and len(cell.id) == 36 for cell in notebook.cells), "ids should be words, not UUIDs"


def test_points_add_up_to_twenty_and_match_the_table_in_the_notebook() -> None:
    assert sum(cell.points for cell in GRADE_CELLS) == 20
    text = next("".join(cell["source"]) for cell in SOURCE["cells"] if cell["id"] == "grading")
    table = [
        [told.strip(" `") for told in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    rows = {row[0].lower(): row[1:] for row in table}
    for name in STUBS:
        points = {c.grade_id.rpartition("_")[2]: c.points for c in GRADE_CELLS if f"_{name}_" in c.grade_id}
        asked = [points.get(aspect, 0) for aspect in rows["class"][:-1]]
        assert sum(points.values()) == sum(asked)
        assert rows[name] == [f"{each:g}" if each else "" for each in [*asked, sum(asked)]]


def test_grade_cells_and_given_cells_are_locked_and_solutions_are_not() -> None:
    for raw in SOURCE["cells"]:
        nbgrader = raw["metadata"].get("nbgrader")
        if nbgrader is not None:
            assert nbgrader["locked"] is not nbgrader["solution"]


def test_every_grade_cell_has_a_visible_and_hidden_part_and_at_least_two_tests_with_docstrings() -> None:
    namespace = run_notebook(CELLS)
    for cell in GRADE_CELLS:
        tests = grade_tests(cell, namespace)
        visible = cell.source.partition("### BEGIN HIDDEN TESTS")[0]
        assert len(tests) >= 2
        assert "def test_" in visible
        assert "### END HIDDEN TESTS" in cell.source
        for name, test in tests.items():
            assert test.__doc__, name
            assert "\n" not in test.__doc__.strip(), f"{name}: one line, please"


def test_instructor_solution_loses_nothing() -> None:
    assert lost_cells(CELLS) == {}


def test_untouched_release_loses_every_single_test() -> None:
    namespace = run_notebook(CELLS)
    lost = lost_cells(CELLS, STUBS)
    assert {cell.grade_id: set(grade_tests(cell, namespace)) for cell in GRADE_CELLS} == {
        grade_id: set(failed) for grade_id, failed in lost.items()
    }


@pytest.mark.parametrize("name", STUBS)
def test_stub_of_one_class_fails_its_own_cells_and_the_network_only(name: str) -> None:
    lost = set(lost_cells(CELLS, {name: STUBS[name]}))
    own = {cell.grade_id for cell in GRADE_CELLS if cell.grade_id.startswith(f"test_{name}_")}
    assert lost == own | {"test_network"}


def test_code_printed_in_the_specification_earns_full_marks() -> None:
    assert lost_cells(CELLS, {"relu": SPECIFICATION}) == {}


@pytest.mark.parametrize("seed", range(20))
def test_no_seed_takes_points_from_the_solution(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBJUDGE_SEED", str(seed))
    assert lost_cells(CELLS) == {}


def _execute(notebook: Any) -> Any:
    """Run all cells in a real kernel, pictures included, as a student's *Run All* does."""
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        allow_errors=False,  # as in JupyterLab, where only cells tagged raises-exception let Run All go on
        skip_cells_with_tag="nothing is skipped",
        resources={"metadata": {"path": str(ASSIGNMENT)}},
    )
    return client.execute()


def _errors(notebook: Any) -> dict[str, str]:
    return {
        cell.id: output.ename
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    }


def _printed(cell: Any) -> str:
    """All of it: on a busy machine, what a cell prints arrives in pieces."""
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def _pictures(notebook: Any) -> set[str]:
    return {
        cell.id
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    }


# of what is finished; the finale's other half needs ReLU
GIVEN_PICTURES = {"tanh-picture", "manners-picture", "finale"}
PICTURES = GIVEN_PICTURES | {cell.id for cell in CELLS if cell.id.endswith("-picture")} | {"step-sizes"}
PUZZLE = "softmax-play"  # left to write for those who want more


@pytest.fixture(scope="module")
def solved() -> Any:
    return _execute(nbformat.read(NOTEBOOK, as_version=4))


def _cpu_of_ended_processes() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.fixture(scope="module")
def untouched() -> Any:
    before = _cpu_of_ended_processes()
    notebook = _execute(nbformat.read(RELEASED, as_version=4))
    notebook.metadata["cpu_seconds"] = _cpu_of_ended_processes() - before  # of its kernel, which has ended
    return notebook


def test_solved_notebook_runs_from_top_to_bottom_with_all_pictures(solved: Any) -> None:
    assert _errors(solved) == {PUZZLE: "NotImplementedError"}
    assert _pictures(solved) == PICTURES
    assert len(PICTURES) > 8


def test_only_the_naive_sigmoid_demonstration_writes_to_stderr(solved: Any) -> None:
    noisy = {cell.id for cell in solved.cells for output in cell.get("outputs", []) if output.get("name") == "stderr"}
    assert noisy <= {"sigmoid-naive"}


def test_run_all_of_the_untouched_release_takes_a_few_seconds(untouched: Any) -> None:
    assert 0.5 < untouched.metadata["cpu_seconds"] < 15  # of the processor: about two on a quiet machine


def test_every_picture_says_in_words_what_it_shows(solved: Any) -> None:
    for cell in solved.cells:
        if cell.id in PICTURES:
            (alt,) = [output.metadata["image/png"]["alt"] for output in cell.outputs if "data" in output]
            assert _printed(cell).strip() == alt.strip()
            assert len(alt.split()) > 5


def test_unfinished_answers_draw_no_empty_picture_and_say_once_what_is_missing(untouched: Any) -> None:
    assert _pictures(untouched) == GIVEN_PICTURES
    for cell in untouched.cells:
        if cell.id in PICTURES - GIVEN_PICTURES:
            lines = _printed(cell).splitlines()
            assert lines
            assert all(
                re.fullmatch(r"\w+\.forward is not written yet: it will be drawn here\.", line) for line in lines
            )
            assert len(set(lines)) == len(lines)


def test_unfinished_cells_for_playing_name_what_is_not_written_without_a_traceback(untouched: Any) -> None:
    own = {cell.id for cell in untouched.cells if cell.id.startswith("test-") or cell.id.endswith("-play")}
    errors = _errors(untouched)
    assert set(errors) <= own
    for cell in untouched.cells:
        if cell.id.endswith("-play") and cell.id in errors:
            ((line,),) = [output.traceback for output in cell.outputs if output.output_type == "error"]
            assert re.fullmatch(r"\w+\.(forward|backward) is not written yet: run this cell again when it is", line)


def test_unfinished_grade_cells_say_so_in_a_line_without_a_traceback(untouched: Any) -> None:
    for cell in untouched.cells:
        if cell.id.startswith("test-"):
            text = _printed(cell)
            assert re.search(r"\w+\.(forward|backward) is not written yet", text)
            (error,) = [output for output in cell.outputs if output.output_type == "error"]
            assert error.ename == "TestsFailed"
            assert len(error.traceback) == 1
