"""Hostile submissions (tests/corpus/hostile) gain nothing, change nothing, leave nothing behind, disturb nobody."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from nbjudge.judge import judge
from nbjudge.limits import MIB
from nbjudge.quality.corpus import EXTRA, HOSTILE_LIMITS, PACES, Hostile, read_hostile
from nbjudge.verdicts import NOT_JUDGED, OUTCOMES, PASSED, TIME_LIMIT
from tests.support.activation import ACTIVATION, SOLUTIONS, lost, outcomes, scores
from tests.support.hostile import Bait, Ground, hostile, peak_of_examiners, processes, said, submission, submitted

EXAMINER_BYTES = 500 * MIB
NOTEBOOK_BYTES = 40 * MIB
SECONDS = 30.0  # HOSTILE_LIMITS.student_seconds and a little
PATIENT = PACES["patient"]


# ---------------------------------------------------------------- the corpus


@pytest.mark.parametrize("attack", hostile(), ids=lambda attack: attack.name)
def test_attack_gains_nothing_and_harms_nobody(ground: Ground, attack: Hostile) -> None:
    limits = PACES[attack.pace]
    honest = ground.without_attack(attack, limits)
    started = time.monotonic()
    with peak_of_examiners() as peak:
        graded = ground.attack(attack, limits)
    assert time.monotonic() - started < SECONDS
    # forged: no cell scores more than the same wrong answer without the attack, and every test has its verdict
    assert NOT_JUDGED not in outcomes(graded)
    gained = {name: score for name, score in scores(graded).items() if score > scores(honest)[name]}
    assert not gained
    # stolen
    assert "STOLEN" not in said(graded)
    assert ground.secret not in said(graded)
    # corrupted
    assert ground.bait.state() == ground.bait.before
    assert ground.bait.traces() == []
    # exhausted
    assert peak.bytes < EXAMINER_BYTES
    assert len(json.dumps(graded.notebook)) < NOTEBOOK_BYTES
    assert processes() == []
    # the file's own claims
    assert attack.verdict in outcomes(graded) | {""}
    hidden = [v.outcome for name in attack.loses for v in graded.cells[name].verdicts if v.hidden]
    assert PASSED not in hidden
    assert bool(hidden) == bool(attack.loses)
    # whoever comes next, after every fifth: what an attack did to the warm processes would still be there
    if ground.attacks % 5 == 0:
        assert ground.judge(submission(SOLUTIONS), limits).score == 20


def test_after_all_of_them_a_right_submission_has_all_points(ground: Ground) -> None:
    assert ground.judge(submission(SOLUTIONS)).score == 20


def test_corpus_holds_sixty_attacks_each_around_a_wrong_answer(ground: Ground) -> None:
    attacks = hostile()
    assert len(attacks) >= 60
    assert {attack.cell for attack in attacks} - EXTRA <= SOLUTIONS.keys()
    assert {attack.verdict for attack in attacks} <= {"", *OUTCOMES}
    for attack in attacks:
        assert ground.without_attack(attack).score < 7, f"{attack.name}: without the attack, the answer is not wrong"


def test_hostile_file_without_its_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nameless.py"
    path.write_text('"""An attack.\n\ncell: relu\n"""\n')
    with pytest.raises(ValueError, match=r"nameless\.py.*evidence.*outcome"):
        read_hostile(path)


def test_marks_that_do_not_pair_up_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "open.py"
    path.write_text('"""An attack.\n\ncell: relu\noutcome: none\nevidence: none\n"""\n# attack\n')
    with pytest.raises(ValueError, match="end of attack"):
        read_hostile(path)


# ---------------------------------------------------------------- the watchers themselves, each with a planted fault


@pytest.mark.parametrize("name", ["steal_by_gc", "steal_own_memory"])
def test_search_of_memory_finds_what_is_there(ground: Ground, name: str) -> None:
    attack = next(attack for attack in hostile() if attack.name == name)
    planted = f'PLANTED = "".join(["CANARY", "-", "{ground.secret.removeprefix("CANARY-")}"])'
    graded = ground.judge(submission({attack.cell: attack.text}, first=[planted]), PATIENT)
    assert ground.secret in said(graded)


def test_search_of_memory_finds_text_that_was_freed(ground: Ground) -> None:
    attack = next(attack for attack in hostile() if attack.name == "steal_own_memory")
    half = ground.secret.removeprefix("CANARY-")
    planted = (
        "kept = []\nfor n in range(4000):\n"
        f'    kept.append("".join(["CANARY", "-", "{half}"]))\n    kept.append("".join(["filler", "-", "{half}"]))\n'
        "del kept[::2]"
    )
    assert ground.secret in said(ground.judge(submission({attack.cell: attack.text}, first=[planted]), PATIENT))


def test_search_of_files_finds_what_may_be_read(ground: Ground) -> None:
    attack = next(attack for attack in hostile() if attack.name == "steal_readable_tree")
    kit = {**ground.assignment.kit, "data.txt": ground.secret.encode()}
    graded = judge(submitted(attack, attack.text), replace(ground.assignment, kit=kit), PATIENT, warm=ground.warm)
    assert ground.secret in said(graded)


def test_a_changed_file_and_a_trace_are_noticed(tmp_path: Path) -> None:
    bait = Bait(tmp_path, "secret")
    (tmp_path / "gradebook.db").write_text("hostile-was-here")
    assert bait.state() != bait.before
    (tmp_path / "hostile-was-here").symlink_to("/nonexistent")
    assert bait.traces() == [tmp_path / "hostile-was-here"]


def test_memory_of_examiners_is_measured(ground: Ground) -> None:
    slow = "class ReLU(Activation):\n    def forward(self, x):\n        import time; time.sleep(5)\n"
    with peak_of_examiners() as peak:
        ground.judge(submission({"relu": slow + "    backward = forward\n"}))
    assert 10 * MIB < peak.bytes < EXAMINER_BYTES


def test_every_hidden_test_and_every_module_of_the_course_carries_the_canary(ground: Ground) -> None:
    assert ground.assignment.source.count(ground.secret) >= 2 * 11
    assert ground.secret not in ACTIVATION.source
    assert "oracle/probes.py" in ground.assignment.modules
    assert all(content.count(ground.secret.encode()) == 2 for content in ground.assignment.modules.values())


# ---------------------------------------------------------------- one student's trouble stays where it is


def test_a_class_that_hangs_costs_the_other_classes_nothing(ground: Ground) -> None:
    hangs = "class ReLU(Activation):\n    def forward(self, x):\n        while True: pass\n    backward = forward\n"
    graded = ground.judge(submission(SOLUTIONS | {"relu": hangs}))
    assert lost(graded) == {"test_relu_forward", "test_relu_backward", "test_relu_contract", "test_network"}


@pytest.mark.parametrize(
    "text",
    ["x = np.zeros(10**7)", "layer = []\nlayer.append(layer)", "results = object()", "warnings = _ask = _right = 1"],
)
def test_names_that_the_student_also_uses_cost_nothing(ground: Ground, text: str) -> None:
    graded = ground.judge(submission(SOLUTIONS, first=["import numpy as np\n" + text]))
    assert graded.score == 20


def test_cells_that_are_slow_one_by_one_run_into_the_time_of_the_whole_submission(ground: Ground) -> None:
    data = submission(SOLUTIONS, first=["import time; time.sleep(0.4)"] * 30)
    graded = ground.judge(data, replace(HOSTILE_LIMITS, student_seconds=3.0))
    assert outcomes(graded) == {TIME_LIMIT}
    assert "whole submission" in said(graded)
