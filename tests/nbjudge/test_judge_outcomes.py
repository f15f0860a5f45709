"""What hangs, dies, raises or is forbidden is told as such, and costs its own tests only."""

from __future__ import annotations

from dataclasses import replace

from nbjudge.judge import judge
from nbjudge.processes.warm_set import WarmSet
from nbjudge.verdicts import DIED, FORBIDDEN, MEMORY_LIMIT, PASSED, TIME_LIMIT, WRONG
from tests.support.activation import LIMITS, lost, outcomes, relu, submission, tried, with_grade_cell


def test_endless_loop_in_forward_costs_its_tests_and_the_rest_goes_on(warm: WarmSet) -> None:
    limits = replace(LIMITS, test_seconds=0.3)
    graded = judge(submission(relu=relu(forward="\n        while True: pass")), tried(), limits, warm=warm)
    assert outcomes(graded, "test_relu_forward") == {TIME_LIMIT}
    assert lost(graded) == {"test_relu_forward", "test_relu_backward", "test_relu_contract", "test_network"}


def test_after_a_few_losses_the_other_tests_of_a_cell_are_not_run(warm: WarmSet) -> None:
    limits = replace(LIMITS, test_seconds=0.3, candidates=2)
    graded = judge(submission(relu=relu(forward="\n        while True: pass")), tried(), limits, warm=warm)
    messages = [verdict.message for verdict in graded.cells["test_relu_backward"].verdicts]
    assert ["not run" in message for message in messages] == [False, False, True, True, True, True]


def test_a_submission_as_a_whole_has_a_time_limit_and_still_gets_verdicts(warm: WarmSet) -> None:
    limits = replace(LIMITS, student_seconds=1.0)
    graded = judge(submission(extra="", sigmoid="import time; time.sleep(1.2)"), tried(), limits, warm=warm)
    assert graded.cells["test_relu_forward"].score == 1
    assert outcomes(graded, "test_gelu_forward") == {TIME_LIMIT}


def test_objects_that_a_grade_cell_made_before_a_hang_are_made_again_after_it(warm: WarmSet) -> None:
    changed = with_grade_cell(
        "test_relu_contract",
        "layer = ReLU()\n"
        "def test_hang():\n    'h'\n    layer.hang()\n"
        "def test_after():\n    'a'\n    assert layer.parameters() == []\n"
        "run_tests()",
    )
    hanging = relu() + "    def hang(self):\n        while True: pass\n"
    verdicts = judge(submission(relu=hanging), changed, LIMITS, warm=warm).cells["test_relu_contract"].verdicts
    assert [verdict.outcome for verdict in verdicts] == [TIME_LIMIT, PASSED]


def test_endless_loop_in_a_cell_ends_with_that_cell(warm: WarmSet) -> None:
    graded = judge(submission(extra="while True: pass"), tried(), replace(LIMITS, cell_seconds=0.5), warm=warm)
    assert graded.score == 20


def test_death_in_a_method_is_told_as_such(warm: WarmSet) -> None:
    graded = judge(submission(relu=relu(forward="import os; os._exit(3)")), tried(), LIMITS, warm=warm)
    assert outcomes(graded, "test_relu_forward") == {DIED}
    assert "exit code 3" in graded.cells["test_relu_forward"].verdicts[0].message


def test_memory_bomb_is_told_as_such(warm: WarmSet) -> None:
    graded = judge(submission(relu=relu(forward="return np.ones(10**11)")), tried(), LIMITS, warm=warm)
    assert outcomes(graded, "test_relu_forward") == {MEMORY_LIMIT}


def test_forbidden_act_is_told_as_such(warm: WarmSet) -> None:
    graded = judge(submission(relu=relu(forward="return open('/etc/passwd').read()")), tried(), LIMITS, warm=warm)
    assert outcomes(graded, "test_relu_forward") == {FORBIDDEN}


def test_exception_of_the_student_keeps_its_class_its_message_and_its_line(warm: WarmSet) -> None:
    graded = judge(submission(relu=relu(forward="raise KeyError('lost my key')")), tried(), LIMITS, warm=warm)
    message = graded.cells["test_relu_forward"].verdicts[0].message
    assert "KeyError" in message
    assert "line 4, in forward: raise KeyError('lost my key')" in message


def test_wrong_numbers_are_a_wrong_answer_with_the_numbers(warm: WarmSet) -> None:
    graded = judge(submission(relu=relu(backward="return (self.x > 0).astype(float)")), tried(), LIMITS, warm=warm)
    assert outcomes(graded, "test_relu_backward") == {WRONG}
    assert any("multiply it by grad_output" in v.message for v in graded.cells["test_relu_backward"].verdicts)
