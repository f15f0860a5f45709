"""The judge as a whole: what it gives to right, unfinished, wrong and unreadable work."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from nbjudge.judge import judge, seed_for
from nbjudge.notebooks.assignment import read_assignment
from nbjudge.processes.warm_pair import laid_out
from nbjudge.processes.warm_set import WarmSet
from nbjudge.verdicts import NOT_JUDGED, PASSED, RAISED, TIME_LIMIT, WRONG
from tests.support.activation import (
    ACTIVATION,
    LIMITS,
    lost,
    outcomes,
    relu,
    scores,
    submission,
    tried,
    with_grade_cell,
)
from tests.support.course import RELEASED
from tests.support.inprocess import ASSIGNMENT, NOTEBOOK, code_cells
from tests.support.small import small_assignment


def test_instructor_has_twenty_of_twenty(warm: WarmSet) -> None:
    graded = judge(NOTEBOOK.read_bytes(), tried(), LIMITS, warm=warm)
    assert graded.score == 20
    assert graded.reason is None
    assert graded.sandboxed


def test_untouched_release_has_zero_of_twenty_and_no_test_passes(warm: WarmSet) -> None:
    graded = judge(json.dumps(RELEASED).encode(), tried(), LIMITS, warm=warm)
    assert graded.score == 0
    assert outcomes(graded) == {RAISED}
    assert not any(graded.answered.values())


@pytest.mark.parametrize("bad", [None, b"", b"junk", b"[1, 2", b"\xff\xfe\x00", b"{}", b"[" * 100_000], ids=repr)
def test_what_cannot_be_read_is_a_zero_with_a_reason(bad: bytes | None) -> None:
    graded = judge(bad, tried(), LIMITS)
    assert graded.score == 0
    assert graded.reason
    assert set(graded.cells) == {cell.grade_id for cell in code_cells(NOTEBOOK) if cell.points}


def test_a_given_method_that_the_student_replaces_is_the_students(warm: WarmSet) -> None:
    replaced = "Activation.parameters = lambda self: [np.ones(2)]\n" + relu()
    graded = judge(submission(relu=replaced), tried(), LIMITS, warm=warm)
    failed = [verdict.test for verdict in graded.cells["test_network"].verdicts if verdict.points == 0]
    assert "test_network_with_relu" in failed


def test_partial_credit_is_shared_equally_by_the_tests_of_a_cell(warm: WarmSet) -> None:
    wrong_at_zero = relu(backward="return (self.x >= 0) * grad_output")
    cell = judge(submission(relu=wrong_at_zero), tried(), LIMITS, warm=warm).cells["test_relu_backward"]
    passed = [verdict for verdict in cell.verdicts if verdict.outcome == PASSED]
    assert 0 < len(passed) < len(cell.verdicts)
    assert cell.score == pytest.approx(len(passed) / len(cell.verdicts))


def test_where_nobody_reads_diagnoses_outcomes_and_points_are_the_same(warm: WarmSet) -> None:
    wrong = submission(relu=relu(backward="return self.x > 0"))
    read, unread = (judge(wrong, tried(), LIMITS, warm=warm, diagnose=diagnose) for diagnose in (True, False))
    verdicts, lean = ([v for cell in graded.cells.values() for v in cell.verdicts] for graded in (read, unread))
    assert [(v.test, v.outcome, v.points) for v in verdicts] == [(v.test, v.outcome, v.points) for v in lean]
    assert any(v.diagnosis for v in verdicts)
    assert not any(v.diagnosis for v in lean)


def test_until_lost_each_cell_ends_with_its_first_lost_test_and_the_same_cells_lose(warm: WarmSet) -> None:
    wrong = submission(relu=relu(backward="return (self.x >= 0) * grad_output"))
    whole, short = (judge(wrong, tried(), LIMITS, warm=warm, until_lost=until) for until in (False, True))
    for name, cell in whole.cells.items():
        found = [verdict.outcome for verdict in cell.verdicts]
        ends = found.index(WRONG) + 1 if WRONG in found else len(found)
        assert [verdict.outcome for verdict in short.cells[name].verdicts] == found[:ends]
    assert lost(short) == lost(whole)
    assert len(short.cells["test_relu_backward"].verdicts) < len(whole.cells["test_relu_backward"].verdicts)


def test_until_lost_a_test_that_hangs_does_not_end_its_cell(warm: WarmSet) -> None:
    answer = "def ask(how):\n    while how == 'hang':\n        pass\n    return how"
    asked = enumerate(["hang", "no", "yes"])
    tests = "\n".join(f"def test_{n}():\n    assert ask({how!r}) == 'yes'" for n, how in asked)
    hangs = small_assignment(answer, tests)
    limits = replace(LIMITS, test_seconds=0.3)
    cell = judge(hangs.source.encode(), hangs, limits, warm=warm, until_lost=True).cells["test_answer"]
    assert [verdict.outcome for verdict in cell.verdicts] == [TIME_LIMIT, WRONG]


def test_a_test_may_say_that_it_weighs_more(warm: WarmSet) -> None:
    changed = with_grade_cell(
        "test_relu_contract",
        "def test_a():\n    'a'\n    assert ReLU().parameters() == []\n"
        "def test_b():\n    'b'\n    assert False\ntest_b.weight = 3\nrun_tests()",
    )
    assert judge(submission(), changed, LIMITS, warm=warm).cells["test_relu_contract"].score == pytest.approx(0.25)


def test_a_mistake_of_the_instructor_is_not_judged_and_never_a_zero(warm: WarmSet) -> None:
    text = "import no_such_module\ndef test_a():\n    pass\nrun_tests()"
    changed = with_grade_cell("test_relu_contract", text)
    graded = judge(submission(), changed, LIMITS, warm=warm)
    assert outcomes(graded, "test_relu_contract") == {NOT_JUDGED}
    assert graded.cells["test_relu_contract"].score is None
    assert "no_such_module" in graded.cells["test_relu_contract"].verdicts[0].message


def test_a_class_that_is_missing_costs_its_own_cells_only(warm: WarmSet) -> None:
    graded = judge(submission(relu="class ReLu(Activation: oops"), tried(), LIMITS, warm=warm)
    assert lost(graded) == {"test_relu_forward", "test_relu_backward", "test_relu_contract", "test_network"}
    assert outcomes(graded, "test_relu_forward") == {RAISED}
    assert "ReLU" in graded.cells["test_relu_forward"].verdicts[0].message


def test_class_attributes_and_static_methods_read_as_in_the_notebook(warm: WarmSet) -> None:
    changed = with_grade_cell(
        "test_relu_contract",
        "def test_a():\n    'a'\n    assert (ReLU.size, ReLU.twice(2)) == (3, 4)\nrun_tests()",
    )
    text = relu() + "    size = 3\n    @staticmethod\n    def twice(n):\n        return 2 * n\n"
    assert judge(submission(relu=text), changed, LIMITS, warm=warm).cells["test_relu_contract"].score == 1


def test_magic_in_a_given_cell_stops_nothing(warm: WarmSet) -> None:
    source = json.loads(ACTIVATION.source)
    given = next(cell for cell in source["cells"] if cell["id"] == "imports")
    given["source"] = ["%matplotlib inline\n", *given["source"]]
    assert judge(submission(), replace(tried(), source=json.dumps(source)), LIMITS, warm=warm).score == 20


def test_grading_without_a_sandbox_is_written_into_the_notebook(warm: WarmSet) -> None:
    graded = judge(submission(), tried(), LIMITS, warm=warm, sandboxed=False)
    assert graded.score == 20
    assert graded.notebook["metadata"]["nbjudge"]["sandboxed"] is False


def test_verdicts_are_the_same_every_time_and_inputs_differ_between_students(warm: WarmSet) -> None:
    wrong = submission(relu=relu(backward="return (self.x > 0).astype(float)"))
    ada, bob = seed_for("ada", "activation"), seed_for("bob", "activation")
    first, again = (judge(wrong, tried(), LIMITS, warm=warm, seed=ada) for _ in range(2))
    other = judge(wrong, tried(), LIMITS, warm=warm, seed=bob)
    assert first.cells == again.cells
    assert first.cells != other.cells
    assert first.score == other.score


def test_no_process_is_left_behind(warm: WarmSet) -> None:
    def running() -> set[int]:
        """A zygote that draws, made for an earlier test, may be among them: it stays."""
        return {child.pid for child in psutil.Process().children(recursive=True)}

    judge(submission(), tried(), LIMITS, warm=warm)
    before = running()
    judge(submission(relu=relu(forward="\n        while True: pass")), tried(), LIMITS, warm=warm)
    assert running() == before


# ---------------------------------------------------------------- the instructor's own modules


def edited_oracle() -> dict[str, bytes]:
    """The course's modules with a ReLU that no right answer can meet."""
    activations = ACTIVATION.modules["oracle/activations.py"]
    edited = activations.replace(
        b'"ReLU", lambda x: np.where(x > 0, x, 0.0)', b'"ReLU", lambda x: np.where(x > 0, x + 1, 0.0)'
    )
    assert edited != activations
    return {**ACTIVATION.modules, "oracle/activations.py": edited}


def test_a_module_of_the_assignment_is_used_and_not_the_one_on_disk(warm: WarmSet) -> None:
    graded = judge(submission(), replace(tried(), modules=edited_oracle()), LIMITS, warm=warm)
    assert lost(graded) == {"test_relu_forward", "test_network"}
    assert outcomes(graded, "test_relu_forward") == {PASSED, WRONG}
    assert judge(submission(), tried(), LIMITS, warm=warm).score == 20


def test_a_module_that_python_would_find_elsewhere_changes_nothing(
    warm: WarmSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = submission(relu=relu(backward="return (self.x >= 0) * grad_output"))
    before = judge(wrong, tried(), LIMITS, warm=warm)
    laid_out(tmp_path / "planted", edited_oracle())
    monkeypatch.syspath_prepend(tmp_path / "planted")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "planted"))
    monkeypatch.chdir(tmp_path / "planted")
    planted = read_assignment(ASSIGNMENT, "activation", "activation", root=tmp_path / "planted")
    with WarmSet() as started_here:
        assert judge(submission(), planted, LIMITS, warm=started_here).score < 20  # it would matter
        assert judge(submission(), tried(), LIMITS, warm=started_here).score == 20
        assert judge(wrong, tried(), LIMITS, warm=started_here).cells == before.cells


@pytest.mark.parametrize("place", ["in its cell", "in its methods"])
def test_an_answer_that_asks_the_instructors_module_gets_nothing_for_it(warm: WarmSet, place: str) -> None:
    asks = "from oracle.activations import relu as right"
    if place == "in its cell":
        text = f"{asks}\n" + relu("return right.forward(x)", "return right.derivative(self.x) * grad_output")
    else:
        text = relu(f"{asks}; return right.forward(x)", f"{asks}; return right.derivative(self.x) * grad_output")
    graded = judge(submission(relu=text), tried(), LIMITS, warm=warm)
    raising = judge(submission(relu=relu("raise ImportError", "raise ImportError")), tried(), LIMITS, warm=warm)
    assert scores(graded)["test_relu_forward"] == scores(graded)["test_relu_backward"] == 0
    assert scores(graded) == scores(raising)
    # where it may read them it is right
    given_away = replace(tried(), kit={**ACTIVATION.kit, **ACTIVATION.modules}, modules={})
    assert judge(submission(relu=text), given_away, LIMITS, warm=warm).score == 20
