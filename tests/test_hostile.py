"""Hostile submissions (tests/corpus/hostile) gain nothing, change nothing, leave nothing behind, disturb nobody."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from nbjudge.assignment import Assignment, read_assignment
from nbjudge.bench import close_benches
from nbjudge.judge import judge
from nbjudge.limits import MIB, Limits
from nbjudge.quality.corpus import EXTRA, PACES, Hostile, read_hostile
from nbjudge.quality.corpus import HOSTILE_LIMITS as LIMITS
from nbjudge.verdicts import NOT_JUDGED, OUTCOMES, PASSED, TIME_LIMIT, Graded
from tests.hostile import (
    RELEASE,
    SOLUTIONS,
    Bait,
    added,
    grade_id,
    hostile,
    peak_of_examiners,
    poisoned_assignment,
    processes,
    said,
    submission,
    submitted,
)
from tests.inprocess import ASSIGNMENT

EXAMINER_BYTES = 500 * MIB
NOTEBOOK_BYTES = 40 * MIB
SECONDS = 30.0  # LIMITS.student_seconds and a little
PATIENT = PACES["patient"]


@dataclass
class Ground:
    """The assignment with canaries in its hidden tests, the bait, and the scores of wrong answers without attacks."""

    assignment: Assignment
    bait: Bait
    secret: str
    _honest: dict[bytes, Graded] = field(default_factory=dict)

    def judge(self, data: bytes | None, limits: Limits = LIMITS) -> Graded:
        return judge(data, self.assignment, limits)

    def attack(self, attack: Hostile, limits: Limits = LIMITS) -> Graded:
        return self.judge(submitted(attack, self.bait.fill_in(attack.text)), limits)

    def without_attack(self, attack: Hostile, limits: Limits = LIMITS) -> Graded:
        data = submitted(attack, attack.harmless.partition('"""\n')[2])
        if data not in self._honest:
            self._honest[data] = self.judge(data, limits)
        return self._honest[data]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    secret = f"CANARY-{secrets.token_hex(16)}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_SECRET", secret)  # as an instructor's shell might hold one
        yield Ground(poisoned_assignment(secret), Bait(tmp_path_factory.mktemp("course"), secret), secret)
    close_benches()


def outcomes(graded: Graded) -> set[str]:
    return {verdict.outcome for cell in graded.cells.values() for verdict in cell.verdicts}


def scores(graded: Graded) -> dict[str, float]:
    return {name: cell.score or 0.0 for name, cell in graded.cells.items()}


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
    # whoever comes next
    assert ground.judge(submission(SOLUTIONS), limits).score == 20


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
    graded = judge(submitted(attack, attack.text), replace(ground.assignment, kit=kit), PATIENT)
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


# ---------------------------------------------------------------- structure, end to end


def edited(change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> bytes:
    """A submission with right answers whose cells were changed."""
    notebook = json.loads(submission(SOLUTIONS))
    notebook["cells"] = change(notebook["cells"])
    return json.dumps(notebook).encode()


def without_tests(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cell for cell in cells if not grade_id(cell).startswith("test_")]


def emptied_tests(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cell | {"source": "pass"} if grade_id(cell).startswith("test_") else cell for cell in cells]


def all_ungraded(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cell | {"metadata": {"nbgrader": cell["metadata"].get("nbgrader", {}) | {"grade": False, "points": 0}}}
            for cell in cells]  # fmt: skip


def skipped(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cell | {"metadata": cell["metadata"] | {"tags": ["skip-execution"]}} for cell in cells]


def without_metadata(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cell | {"metadata": {}} for cell in cells]


def many_added(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return cells + [added(f"n = {number}", number) for number in range(2000)]


@pytest.mark.parametrize(
    "change",
    [without_tests, emptied_tests, all_ungraded, skipped, without_metadata, many_added,
     lambda cells: cells + cells, lambda cells: cells[::-1]],
    ids=["tests deleted", "tests emptied", "re-flagged", "skip tags", "metadata lost", "2000 added", "doubled",
         "reversed"],
)  # fmt: skip
def test_right_answers_in_a_tampered_notebook_keep_their_points(
    ground: Ground, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:
    graded = ground.judge(edited(change))
    assert graded.reason is None
    assert graded.score == 20
    assert set(graded.cells) == {
        grade_id(cell) for cell in RELEASE["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")
    }


@pytest.mark.parametrize(
    "change",
    [emptied_tests, all_ungraded, skipped, lambda cells: cells + cells],
    ids=["tests emptied", "re-flagged", "skip tags", "doubled"],
)
def test_stubs_in_a_tampered_notebook_score_nothing(
    ground: Ground, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:
    graded = ground.judge(json.dumps(RELEASE | {"cells": change(RELEASE["cells"])}).encode())
    assert graded.score == 0
    assert NOT_JUDGED not in outcomes(graded)


@pytest.mark.parametrize(
    "data",
    [None, b"", b"no JSON", json.dumps(RELEASE).encode()[:-500], b"[" * 100_000, b"9" * 10_000, b"x" * (9 * MIB),
     b'{"cells": 3}'],
    ids=["missing", "empty", "not JSON", "truncated", "too deep", "one number", "huge", "no cells"],
)  # fmt: skip
def test_unreadable_bytes_end_in_zero_and_a_reason(ground: Ground, data: bytes | None) -> None:
    graded = ground.judge(data)
    assert graded.score == 0
    assert graded.reason
    assert NOT_JUDGED not in outcomes(graded)


def test_a_notebook_of_format_3_is_graded(ground: Ground) -> None:
    cells = [
        {
            "cell_type": "code",
            "language": "python",
            "metadata": cell["metadata"],
            "input": cell["source"],
            "outputs": [],
        }
        for cell in json.loads(submission(SOLUTIONS))["cells"]
        if cell["cell_type"] == "code"
    ]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    assert ground.judge(json.dumps(old).encode()).score == 20


# ---------------------------------------------------------------- one student's trouble stays where it is


def test_a_class_that_hangs_costs_the_other_classes_nothing(ground: Ground) -> None:
    hangs = "class ReLU(Activation):\n    def forward(self, x):\n        while True: pass\n    backward = forward\n"
    cells = ground.judge(submission(SOLUTIONS | {"relu": hangs})).cells
    lost = {name for name, cell in cells.items() if cell.score != cell.max_points}
    assert lost == {"test_relu_forward", "test_relu_backward", "test_relu_contract", "test_network"}


@pytest.mark.parametrize(
    "text",
    ["x = np.zeros(10**7)", "layer = []\nlayer.append(layer)", "results = object()", "warnings = _ask = _right = 1"],
)
def test_names_that_the_student_also_uses_cost_nothing(ground: Ground, text: str) -> None:
    graded = ground.judge(submission(SOLUTIONS, first=["import numpy as np\n" + text]))
    assert graded.score == 20


def test_cells_that_are_slow_one_by_one_run_into_the_time_of_the_whole_submission(ground: Ground) -> None:
    limits = replace(LIMITS, student_seconds=3.0)
    data = submission(SOLUTIONS, first=["import time; time.sleep(0.4)"] * 30)
    graded = judge(data, ground.assignment, limits)
    assert outcomes(graded) == {TIME_LIMIT}
    assert "whole submission" in said(graded)


def test_hidden_tests_of_the_real_assignment_carry_the_canary(ground: Ground) -> None:
    source = ground.assignment.source
    assert source.count(ground.secret) >= 2 * 11
    assert ground.secret not in read_assignment(ASSIGNMENT, "activation", "activation").source
