"""The judge as a whole: what it gives to right, unfinished, wrong and unreadable work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import nbformat
import psutil
import pytest

from nbjudge.assignment import Assignment, read_assignment
from nbjudge.bench import close_benches
from nbjudge.judge import judge, seed_for
from nbjudge.limits import Limits
from nbjudge.quality.corpus import Answer
from nbjudge.verdicts import (
    DIED,
    FORBIDDEN,
    MEMORY_LIMIT,
    NOT_JUDGED,
    OUTCOMES,
    PASSED,
    RAISED,
    TIME_LIMIT,
    WRONG,
    Graded,
)
from tests.answers import answers
from tests.inprocess import ASSIGNMENT, NOTEBOOK, ROOT, code_cells

SUBMITTED = json.loads((ROOT / "release" / "activation" / "activation.ipynb").read_text(encoding="utf-8"))
SOLUTIONS = {cell.grade_id: cell.source for cell in code_cells(NOTEBOOK) if cell.solution}
LIMITS = Limits(cell_seconds=2.0, test_seconds=1.0)


@pytest.fixture(scope="module")
def assignment() -> Iterator[Assignment]:
    yield read_assignment(ASSIGNMENT, "activation", "activation")
    close_benches()


def submission(extra: str = "", **texts: str) -> bytes:
    """The release with the instructor's solutions, or other texts, in its solution cells; and an added last cell."""
    notebook = json.loads(json.dumps(SUBMITTED))
    written = SOLUTIONS | texts
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in written:
            cell["source"] = written[name]
    if extra:
        notebook["cells"].append({"cell_type": "code", "id": "mine", "metadata": {}, "outputs": [], "source": extra})
    return json.dumps(notebook).encode()


def relu(forward: str = "return np.maximum(0, x)", backward: str = "return (self.x > 0) * grad_output") -> str:
    """A ReLU with these method bodies, each a line."""
    return (
        "class ReLU(Activation):\n"
        f"    def forward(self, x):\n        self.x = x\n        {forward}\n"
        f"    def backward(self, grad_output):\n        {backward}\n"
    )


def lost(graded: Graded) -> set[str]:
    return {name for name, cell in graded.cells.items() if cell.score != cell.max_points}


def outcomes(graded: Graded, cell: str) -> set[str]:
    return {verdict.outcome for verdict in graded.cells[cell].verdicts}


def test_instructor_has_twenty_of_twenty(assignment: Assignment) -> None:
    graded = judge(NOTEBOOK.read_bytes(), assignment, LIMITS)
    assert graded.score == 20
    assert graded.reason is None
    assert graded.sandboxed


def test_untouched_release_has_zero_of_twenty_and_no_test_passes(assignment: Assignment) -> None:
    graded = judge(json.dumps(SUBMITTED).encode(), assignment, LIMITS)
    assert graded.score == 0
    assert {v.outcome for cell in graded.cells.values() for v in cell.verdicts} == {RAISED}
    assert not any(graded.answered.values())


@pytest.mark.parametrize("answer", answers("wrong"), ids=lambda answer: answer.name)
def test_wrong_answer_loses_points_in_the_right_cells_only(assignment: Assignment, answer: Answer) -> None:
    graded = judge(submission(**{answer.grade_id: answer.text}), assignment, LIMITS)
    assert lost(graded) == answer.loses
    assert NOT_JUDGED not in {v.outcome for cell in graded.cells.values() for v in cell.verdicts}


@pytest.mark.parametrize("answer", answers("correct"), ids=lambda answer: answer.name)
def test_unusual_right_answer_has_full_marks(assignment: Assignment, answer: Answer) -> None:
    assert lost(judge(submission(**{answer.grade_id: answer.text}), assignment, LIMITS)) == set()


@pytest.mark.parametrize("bad", [None, b"", b"junk", b"[1, 2", b"\xff\xfe\x00", b"{}", b"[" * 100_000], ids=repr)
def test_what_cannot_be_read_is_a_zero_with_a_reason(assignment: Assignment, bad: bytes | None) -> None:
    graded = judge(bad, assignment, LIMITS)
    assert graded.score == 0
    assert graded.reason
    assert set(graded.cells) == {cell.grade_id for cell in code_cells(NOTEBOOK) if cell.points}


def test_a_given_method_that_the_student_replaces_is_the_students(assignment: Assignment) -> None:
    replaced = "Activation.parameters = lambda self: [np.ones(2)]\n" + relu()
    failed = [
        v.test
        for v in judge(submission(relu=replaced), assignment, LIMITS).cells["test_network"].verdicts
        if v.points == 0
    ]
    assert "test_network_optimizer_sees_only_linear_layers" in failed


def test_partial_credit_is_shared_equally_by_the_tests_of_a_cell(assignment: Assignment) -> None:
    wrong_at_zero = relu(backward="return (self.x >= 0) * grad_output")
    cell = judge(submission(relu=wrong_at_zero), assignment, LIMITS).cells["test_relu_backward"]
    passed = [verdict for verdict in cell.verdicts if verdict.outcome == PASSED]
    assert 0 < len(passed) < len(cell.verdicts)
    assert cell.score == pytest.approx(3 * len(passed) / len(cell.verdicts))


def test_a_test_may_say_that_it_weighs_more(assignment: Assignment) -> None:
    source = json.loads(assignment.source)
    for cell in source["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_relu_contract":
            cell["source"] = (
                "def test_a():\n    'a'\n    assert ReLU().parameters() == []\n"
                "def test_b():\n    'b'\n    assert False\ntest_b.weight = 3\nrun_tests()"
            )
    changed = replace(assignment, source=json.dumps(source))
    assert judge(submission(), changed, LIMITS).cells["test_relu_contract"].score == pytest.approx(0.25)


def test_a_mistake_of_the_instructor_is_not_judged_and_never_a_zero(assignment: Assignment) -> None:
    source = json.loads(assignment.source)
    for cell in source["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_relu_contract":
            cell["source"] = "import no_such_module\ndef test_a():\n    pass\nrun_tests()"
    graded = judge(submission(), replace(assignment, source=json.dumps(source)), LIMITS)
    assert outcomes(graded, "test_relu_contract") == {NOT_JUDGED}
    assert graded.cells["test_relu_contract"].score is None
    assert "no_such_module" in graded.cells["test_relu_contract"].verdicts[0].message


def test_a_class_that_is_missing_costs_its_own_cells_only(assignment: Assignment) -> None:
    graded = judge(submission(relu="class ReLu(Activation: oops"), assignment, LIMITS)
    assert lost(graded) == {"test_relu_forward", "test_relu_backward", "test_relu_contract", "test_network"}
    assert outcomes(graded, "test_relu_forward") == {RAISED}
    assert "ReLU" in graded.cells["test_relu_forward"].verdicts[0].message


def test_endless_loop_in_forward_costs_its_tests_and_the_rest_goes_on(assignment: Assignment) -> None:
    limits = replace(LIMITS, test_seconds=0.3)
    graded = judge(submission(relu=relu(forward="\n        while True: pass")), assignment, limits)
    assert outcomes(graded, "test_relu_forward") == {TIME_LIMIT}
    assert lost(graded) == {"test_relu_forward", "test_relu_backward", "test_relu_contract", "test_network"}


def test_after_a_few_losses_the_other_tests_of_a_cell_are_not_run(assignment: Assignment) -> None:
    limits = replace(LIMITS, test_seconds=0.3, candidates=2)
    graded = judge(submission(relu=relu(forward="\n        while True: pass")), assignment, limits)
    messages = [verdict.message for verdict in graded.cells["test_relu_backward"].verdicts]
    assert ["not run" in message for message in messages] == [False, False, True, True, True, True]


def test_a_submission_as_a_whole_has_a_time_limit_and_still_gets_verdicts(assignment: Assignment) -> None:
    limits = replace(LIMITS, student_seconds=1.0)
    graded = judge(submission(extra="", sigmoid="import time; time.sleep(1.2)"), assignment, limits)
    assert graded.cells["test_relu_forward"].score == 2
    assert outcomes(graded, "test_gelu_forward") == {TIME_LIMIT}


def test_objects_that_a_grade_cell_made_before_a_hang_are_made_again_after_it(assignment: Assignment) -> None:
    source = json.loads(assignment.source)
    for cell in source["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_relu_contract":
            cell["source"] = (
                "layer = ReLU()\n"
                "def test_hang():\n    'h'\n    layer.hang()\n"
                "def test_after():\n    'a'\n    assert layer.parameters() == []\n"
                "run_tests()"
            )
    changed = replace(assignment, source=json.dumps(source))
    hanging = relu() + "    def hang(self):\n        while True: pass\n"
    verdicts = judge(submission(relu=hanging), changed, LIMITS).cells["test_relu_contract"].verdicts
    assert [verdict.outcome for verdict in verdicts] == [TIME_LIMIT, PASSED]


def test_class_attributes_and_static_methods_read_as_in_the_notebook(assignment: Assignment) -> None:
    source = json.loads(assignment.source)
    for cell in source["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_relu_contract":
            cell["source"] = "def test_a():\n    'a'\n    assert (ReLU.size, ReLU.twice(2)) == (3, 4)\nrun_tests()"
    changed = replace(assignment, source=json.dumps(source))
    text = relu() + "    size = 3\n    @staticmethod\n    def twice(n):\n        return 2 * n\n"
    assert judge(submission(relu=text), changed, LIMITS).cells["test_relu_contract"].score == 1


def test_magic_in_a_given_cell_stops_nothing(assignment: Assignment) -> None:
    source = json.loads(assignment.source)
    given = next(cell for cell in source["cells"] if cell["id"] == "imports")
    given["source"] = ["%matplotlib inline\n", *given["source"]]
    assert judge(submission(), replace(assignment, source=json.dumps(source)), LIMITS).score == 20


def test_endless_loop_in_a_cell_ends_with_that_cell(assignment: Assignment) -> None:
    graded = judge(submission(extra="while True: pass"), assignment, replace(LIMITS, cell_seconds=0.5))
    assert graded.score == 20


def test_death_in_a_method_is_told_as_such(assignment: Assignment) -> None:
    graded = judge(submission(relu=relu(forward="import os; os._exit(3)")), assignment, LIMITS)
    assert outcomes(graded, "test_relu_forward") == {DIED}
    assert "exit code 3" in graded.cells["test_relu_forward"].verdicts[0].message


def test_memory_bomb_is_told_as_such(assignment: Assignment) -> None:
    graded = judge(submission(relu=relu(forward="return np.ones(10**11)")), assignment, LIMITS)
    assert outcomes(graded, "test_relu_forward") == {MEMORY_LIMIT}


def test_forbidden_act_is_told_as_such(assignment: Assignment) -> None:
    graded = judge(submission(relu=relu(forward="return open('/etc/passwd').read()")), assignment, LIMITS)
    assert outcomes(graded, "test_relu_forward") == {FORBIDDEN}


def test_exception_of_the_student_keeps_its_class_its_message_and_its_line(assignment: Assignment) -> None:
    graded = judge(submission(relu=relu(forward="raise KeyError('lost my key')")), assignment, LIMITS)
    message = graded.cells["test_relu_forward"].verdicts[0].message
    assert "KeyError" in message
    assert "line 4, in forward: raise KeyError('lost my key')" in message


def test_wrong_numbers_are_a_wrong_answer_with_the_numbers(assignment: Assignment) -> None:
    graded = judge(submission(relu=relu(backward="return (self.x > 0).astype(float)")), assignment, LIMITS)
    assert outcomes(graded, "test_relu_backward") == {WRONG}
    assert any("multiply by grad_output" in v.message for v in graded.cells["test_relu_backward"].verdicts)


def test_print_in_forward_costs_nothing_and_is_kept_out_of_the_outputs(assignment: Assignment) -> None:
    graded = judge(submission(relu=relu(forward="print('NOISE'); return np.maximum(0, x)")), assignment, LIMITS)
    assert graded.score == 20
    cells = {c["id"]: c for c in graded.notebook["cells"]}
    assert "NOISE" not in json.dumps(cells["test-relu-forward"]["outputs"])
    assert any("NOISE" in v.printed for v in graded.cells["test_relu_forward"].verdicts)


def test_outputs_of_student_cells_are_kept_as_theirs(assignment: Assignment) -> None:
    extra = "from IPython.display import HTML, display\nprint('hello')\ndisplay(HTML('<b>bold</b>'))\n%time 1\n1 / 0"
    graded = judge(submission(extra=extra), assignment, LIMITS)
    output = json.dumps(graded.notebook["cells"][-1]["outputs"])
    for kept in ("hello", "<b>bold</b>", "ZeroDivisionError"):
        assert kept in output


def test_figure_of_a_student_is_kept_as_a_picture(assignment: Assignment) -> None:
    extra = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()"
    graded = judge(submission(extra=extra), assignment, LIMITS)
    assert any("image/png" in output.get("data", {}) for output in graded.notebook["cells"][-1]["outputs"])


def test_flood_of_output_is_cut(assignment: Assignment) -> None:
    limits = replace(LIMITS, output_bytes=1000)
    graded = judge(submission(extra="for _ in range(10**5): print('x' * 100)"), assignment, limits)
    assert len(json.dumps(graded.notebook["cells"][-1]["outputs"])) < 3000


def test_graded_notebook_is_valid_and_holds_the_verdicts_as_data(assignment: Assignment) -> None:
    graded = judge(submission(), assignment, LIMITS)
    notebook: Any = nbformat.from_dict(json.loads(json.dumps(graded.notebook)))
    nbformat.validate(notebook)
    assert notebook.metadata.nbjudge.sandboxed is True
    for cell in notebook.cells:
        if cell.id.startswith("test-"):
            for verdict in cell.metadata.nbjudge.verdicts:
                assert verdict["outcome"] in OUTCOMES
                assert verdict["description"]
            assert "✓" in cell.outputs[0].text


def test_grading_without_a_sandbox_is_written_into_the_notebook(assignment: Assignment) -> None:
    graded = judge(submission(), assignment, LIMITS, sandboxed=False)
    assert graded.score == 20
    assert graded.notebook["metadata"]["nbjudge"]["sandboxed"] is False


def test_verdicts_are_the_same_every_time_and_inputs_differ_between_students(assignment: Assignment) -> None:
    wrong = submission(relu=relu(backward="return (self.x > 0).astype(float)"))
    ada, bob = seed_for("ada", "activation"), seed_for("bob", "activation")
    first, again = (judge(wrong, assignment, LIMITS, seed=ada) for _ in range(2))
    other = judge(wrong, assignment, LIMITS, seed=bob)
    assert first.cells == again.cells
    assert first.cells != other.cells
    assert first.score == other.score


def test_no_process_is_left_behind(assignment: Assignment) -> None:
    def running() -> set[int]:
        """A zygote that draws, made for an earlier test, may be among them: it stays."""
        return {child.pid for child in psutil.Process().children(recursive=True)}

    judge(submission(), assignment, LIMITS)
    before = running()
    judge(submission(relu=relu(forward="\n        while True: pass")), assignment, LIMITS)
    assert running() == before
