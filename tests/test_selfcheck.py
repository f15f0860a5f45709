"""Grading the grader: holes in hidden tests are found and named, whole tests get a clean card, and the card is kept."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from nbjudge.assignment import Assignment, read_assignment
from nbjudge.limits import Limits
from nbjudge.quality.card import Card
from nbjudge.quality.card_text import lasting, markdown, show
from nbjudge.quality.checking import check_up
from nbjudge.quality.checkup import Checkup
from nbjudge.quality.trials import Trial, run_trials, submission, without_idle_cells
from nbjudge.verdicts import PASSED, TIME_LIMIT
from tests.answers import CORPUS
from tests.inprocess import ASSIGNMENT, ROOT
from tests.small import small_assignment

WEAK = Path(__file__).parent / "weak_assignment"
LIMITS = Limits(cell_seconds=5.0, test_seconds=5.0)
CARD = ROOT / "docs" / "quality-card.md"
HOLE, MENDED = "return np.ones(shape)", "return np.random.default_rng(9).uniform(-2.0, 2.0, size=shape)"


def activation() -> Assignment:
    return read_assignment(ASSIGNMENT, "activation", "activation")


def weak(*, mended: bool = False) -> Assignment:
    assignment = read_assignment(WEAK, "weak", "weak", [])
    assert HOLE in assignment.source
    return replace(assignment, source=assignment.source.replace(HOLE, MENDED)) if mended else assignment


def checked(assignment: Assignment, corpus: Path | None = None, **options: Any) -> Card:
    return check_up(Checkup(assignment, LIMITS, corpus, jobs=2, **options))


def slips(card: Card) -> set[str]:
    """What the survivors have in place of the solution's lines."""
    lines = [line for tried in card.survivors for line in tried.mutant.diff.splitlines()]
    return {line[1:].strip() for line in lines if line.startswith("+")}


@pytest.fixture(scope="module")
def weak_card() -> Card:
    return checked(weak(), WEAK / "corpus")


@pytest.fixture(scope="module")
def mended_card() -> Card:
    return checked(weak(mended=True), WEAK / "corpus")


# ---------------------------------------------------------------- the gate for authors


def test_planted_hole_is_found_and_named(weak_card: Card) -> None:
    assert slips(weak_card) == {
        "return np.abs((1 - self.y**2) * grad_output)",
        "return (1 - self.y**2) / grad_output",
        "return 1 - self.y**2",
    }
    assert {tried.survivor.suspects for tried in weak_card.survivors if tried.survivor} == {("test_tanh_backward",)}


def test_wrong_answer_that_slips_through_the_hole_is_named(weak_card: Card) -> None:
    lines = {line.what: line for line in weak_card.counts}
    assert lines["wrong answers caught"].trouble == ("wrong/tanh_squared_upstream: it loses nothing",)
    assert lines["right answers accepted"].result == "1/1"
    assert lines["wrong answers caught"].result == "0/1"
    assert lines["hostile answers that gain anything"].result == "0/1"


def test_tests_suggested_for_the_hole_would_close_it(weak_card: Card) -> None:
    source = json.loads(weak().source)
    suggested = [tried.survivor.test for tried in weak_card.survivors if tried.survivor]
    source["cells"][-1]["source"] += ["\n\n", "\n\n".join(suggested)]
    card = checked(replace(weak(), source=json.dumps(source)), WEAK / "corpus", only="tanh")
    assert card.problems == []


def test_mended_tests_get_a_clean_card(mended_card: Card) -> None:
    assert mended_card.problems == []
    assert mended_card.survivors == []
    assert len(mended_card.equivalent) < 10
    assert mended_card.caught + len(mended_card.equivalent) == len(mended_card.tried) > 100


def test_every_equivalent_mutant_is_justified(mended_card: Card) -> None:
    for tried in mended_card.equivalent:
        assert tried.survivor is not None
        assert re.search(r"in all \d+ values compared", tried.survivor.why)


# ---------------------------------------------------------------- the checker is checked: weakened probes of the course


def hidden_tests_alone(patch: str) -> Assignment:
    """The course's assignment with nothing but the hidden tests of its layers, and a patch to their probes.

    Without the visible examples and the network, which catch much of what a weak probe lets pass.
    """
    assignment = activation()
    notebook = json.loads(assignment.source)
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "test-network"]
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if "BEGIN HIDDEN" in text:
            hidden = text[text.index("### BEGIN HIDDEN") :]
            imported = "from oracle import probes as _ask\n"
            assert imported in hidden
            cell["source"] = hidden.replace(imported, f"{imported}{patch}\n")
    return replace(assignment, source=json.dumps(notebook))


CONTROLS = ("return None", "return -np.maximum(0, x)", "return -((self.x > 0).astype(float) * grad_output)")
WEAKENED: dict[str, tuple[str, tuple[str, ...], str]] = {
    "upstream all ones": (
        "_ask.inputs.upstream = lambda rng, *shapes: [np.ones(shape) for shape in shapes]\n"
        "_ask.any_upstream = _ask.backward_values\n"
        "_ask.SIGNS_AT_ZERO = 1.0",
        (
            "return np.abs((self.x > 0).astype(float) * grad_output)",
            "return (self.x > 0).astype(float) / grad_output",
            "return (self.x > 0).astype(float)",
        ),
        "test_relu_backward",
    ),
    "allclose without a check of shapes": (
        "from oracle import ask as _asking\n_asking.plain = lambda value, shape, what: np.asarray(value, float)",
        ("return np.maximum(0, x)[None]",),
        "test_relu_forward",
    ),
    "zero never asked": (
        "_ask.rule_at_zero = lambda *_: []",
        ("return (self.x >= 0).astype(float) * grad_output",),
        "test_relu_backward",
    ),
    "self.x never asked": (
        "_ask.keeps_input = _ask.instances_are_independent = lambda *_: None",
        ("self.x = x.astype(np.float32)",),
        "test_relu_contract",
    ),
    "purity never asked": (
        "_ask.leaves_arguments_alone = lambda *_: None",
        ("return np.multiply((self.x > 0).astype(float), grad_output, out=grad_output)",),
        "test_relu_backward",
    ),
}


def mutants_with(slips: tuple[str, ...]) -> str:
    """The names of the mutants of ReLU with these lines, with commas between."""
    found = Checkup(activation(), LIMITS, only="relu").mutants
    names = [m.name for m in found if any(f"+        {slip}" in m.diff.splitlines() for slip in slips)]
    assert len(names) >= len(slips)
    return ",".join(names)


@pytest.mark.parametrize("name", WEAKENED)
def test_weakened_probe_turns_the_check_red_with_the_right_mutants_named(name: str) -> None:
    patch, missed, cell = WEAKENED[name]
    card = checked(hidden_tests_alone(patch), only=mutants_with(missed + CONTROLS))
    assert slips(card) == set(missed)
    assert len(card.problems) == len(missed)
    assert all(cell in problem for problem in card.problems)


def test_probes_as_they_are_catch_all_of_these() -> None:
    every = tuple(slip for _, missed, _ in WEAKENED.values() for slip in missed) + CONTROLS
    card = checked(hidden_tests_alone(""), only=mutants_with(every))
    assert card.problems == []
    assert card.caught == len(card.tried) >= len(every)


# ---------------------------------------------------------------- trials


TWICE, TEST_TWICE = "def twice(x):\n    return 2 * x", "def test_twice():\n    assert twice(3) == 6"


def test_mutant_that_hangs_is_caught_quickly() -> None:
    solution = "def down(n):\n    while n > 0:\n        n = n - 1\n    return n"
    assignment = small_assignment(solution, "def test_down():\n    assert down(5) == 0")
    (hanging,) = [m for m in Checkup(assignment, LIMITS).mutants if "+        n = n + 1" in m.diff.splitlines()]
    card = checked(assignment, only=hanging.name)
    assert [tried.caught_by for tried in card.tried] == [("test_answer",)]
    assert card.hung == 1
    assert card.seconds < 10


def test_solution_that_fails_its_own_tests_is_named() -> None:
    card = checked(small_assignment(TWICE, "def test_twice():\n    assert twice(3) == 7"), only="none")
    assert card.problems == ["solution: it loses points in test_answer (seed 0)"]


def test_grade_cell_without_tests_is_no_clean_card() -> None:
    card = checked(small_assignment(TWICE, "x = 1"), only="none")
    assert card.problems == ["solution: not judged: tests without a verdict in test_answer"]


def test_verdicts_that_depend_on_the_seed_are_a_flake() -> None:
    tests = "import os\n\ndef test_twice():\n    assert twice(3) == 6\n    assert os.environ['NBJUDGE_SEED'] != '2'"
    card = checked(small_assignment(TWICE, tests), only="none", seeds=3)
    assert card.problems == [
        "solution: it loses points in test_answer (seed 2)",
        "solution: other verdicts with seed 2 than with seed 0, in test_twice",
    ]


def corpus_of(folder: Path, **files: str) -> Path:
    """A corpus with one file in each of these folders."""
    for kind, text in files.items():
        (folder / kind).mkdir(parents=True)
        (folder / kind / "one.py").write_text(text)
    return folder


def test_right_answer_that_loses_and_wrong_one_that_does_not_are_named(tmp_path: Path) -> None:
    head = '"""One.\n\nclass: Answer\nwhy: to see.\nloses: test_answer\n"""\n'
    corpus = corpus_of(tmp_path, correct=f"{head}def twice(x): return x", wrong=f"{head}def twice(x): return x + x")
    card = checked(small_assignment(TWICE, TEST_TWICE), corpus, only="answer")
    assert card.problems == [
        "correct/one: it loses points in test_answer (seed 0)",
        "wrong/one: it loses nothing",
        "wrong/one: it should lose test_answer, but it loses nothing (seed 0)",
    ]


def test_file_for_a_cell_that_the_notebook_lacks_is_shown_on_the_card(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, correct='"""One.\n\nclass: Anwser\nwhy: a slip.\n"""\n')
    card = checked(small_assignment(TWICE, TEST_TWICE), corpus, only="none")
    assert card.strangers == ("correct/one",)
    assert "| files of the corpus for cells that this notebook lacks | correct/one |" in markdown(card)


def test_attack_that_gains_something_is_named(tmp_path: Path) -> None:
    # what it gains is planted: with the attack it is the right answer
    head = '"""One.\n\ncell: answer\noutcome: none\nevidence: none\n"""\n'
    attack = f"{head}def twice(x):\n    # attack\n    x = 2 * x\n    # end of attack\n    return x\n"
    card = checked(small_assignment(TWICE, TEST_TWICE), corpus_of(tmp_path, hostile=attack), only="answer")
    assert card.problems == ["one: it scores 1 in test_answer, without the attack 0"]


def test_cells_that_only_show_something_are_left_out_of_trials() -> None:
    assignment = small_assignment(TWICE, "def test_twice():\n    assert twice(n) == 6", "n = 3", "print(twice(n))")
    kept = [cell.cell_id for cell in without_idle_cells(assignment).parsed.cells]
    assert kept == ["imports", "answer", "other-0", "test_answer"]


def test_pictures_of_the_course_are_left_out_and_nothing_that_is_graded() -> None:
    kept = {cell.cell_id for cell in without_idle_cells(activation()).parsed.cells}
    left_out = {cell.cell_id for cell in activation().parsed.cells} - kept
    assert left_out == {"relu-picture", "sigmoid-picture", "gelu-picture", "step-sizes", "choose-activation", "finale"}


def test_trial_holds_what_a_student_would_submit() -> None:
    assignment = small_assignment(
        "# BEGIN SOLUTION\n1\n# END SOLUTION", "### BEGIN HIDDEN TESTS\n2\n### END HIDDEN TESTS"
    )
    stub = submission(assignment.parsed, Trial({}, LIMITS, "stub", first=["before"], last=["after"]))
    assert [cell["source"] for cell in stub["cells"]] == [
        "import numpy as np", "before", "# YOUR CODE HERE\nraise NotImplementedError()", "", "after"
    ]  # fmt: skip
    solved = submission(assignment.parsed, Trial({}, LIMITS))
    assert "1" in solved["cells"][1]["source"]


def test_results_say_what_each_test_was_worth() -> None:
    assignment = small_assignment(TWICE, TEST_TWICE)
    hangs = "def twice(x):\n    while True: pass"
    trials = [Trial({}, LIMITS), Trial({"answer": hangs}, replace(LIMITS, test_seconds=0.3))]
    (_, right), (_, hung) = sorted(run_trials(assignment, trials, jobs=1))
    assert right.verdicts == (("test_answer", "test_twice", PASSED),)
    assert hung.verdicts == (("test_answer", "test_twice", TIME_LIMIT),)
    assert right.loses == frozenset()
    assert hung.loses == {"test_answer"}


# ---------------------------------------------------------------- the card


def test_card_counts_every_mutant_once(weak_card: Card) -> None:
    numbers = list(weak_card.by_operator().values())
    assert sum(total for total, *_ in numbers) == len(weak_card.tried)
    assert all(total == sum(parts) for total, *parts in numbers)
    assert weak_card.score == f"{weak_card.caught}/{weak_card.caught + len(weak_card.survivors)} (97.8 %)"


def test_card_as_json_has_every_mutant_and_what_caught_it(weak_card: Card) -> None:
    told = json.loads(json.dumps(weak_card.to_dict()))
    assert told["mutation"]["mutants"] == len(told["tried"])
    assert sorted(told["mutation"]["survivors"]) == sorted(t.mutant.name for t in weak_card.survivors)
    assert told["problems"] == weak_card.problems
    assert {name for tried in told["tried"] for name in tried["caught_by"]} == {
        "test_hat", "test_tanh_forward", "test_tanh_backward"
    }  # fmt: skip


def test_course_without_a_corpus_is_told_so_on_the_card() -> None:
    text = markdown(checked(small_assignment(TWICE, TEST_TWICE), only="none"))
    assert "| right answers accepted | none in the corpus |" in text
    assert "| hostile answers that gain anything | none in the corpus |" in text


def test_card_shows_survivors_with_diff_suspects_and_a_test(weak_card: Card) -> None:
    for text in (markdown(weak_card), printed(weak_card)):
        assert "-        return (1 - self.y**2) * grad_output\n+        return 1 - self.y**2\n" in text
        assert "should be caught by test_tanh_backward" in text
        assert "def test_tanh_0" in text
        assert "wrong/tanh_squared_upstream: it loses nothing" in text


def printed(card: Card) -> str:
    console = Console(width=200)
    with console.capture() as capture:
        show(card, console)
    return capture.get()


def test_card_is_the_same_each_time_but_for_one_line(mended_card: Card) -> None:
    later = replace(mended_card, seconds=1e6, jobs=99)
    assert markdown(later) != markdown(mended_card)
    assert lasting(markdown(later)) == lasting(markdown(mended_card))


# ---------------------------------------------------------------- the verb


def selfcheck(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nbjudge.cli", "selfcheck", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "source" / "weak").mkdir(parents=True)
    (tmp_path / "source" / "weak" / "weak.ipynb").write_text(weak().source)
    return tmp_path


def test_verb_ends_with_1_for_a_hole_and_says_where(course: Path) -> None:
    done = selfcheck(course, "weak", "--only", "tanh-07?", "--jobs", "2")
    assert done.returncode == 1, done.stderr
    assert "mutant tanh-071 survives" in done.stdout
    assert "test_tanh_backward" in done.stdout


def test_verb_ends_with_0_and_writes_the_card_when_all_is_well(course: Path) -> None:
    done = selfcheck(course, "--only", "hat-00?", "--write", "card.md", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["problems"] == []
    assert (course / "card.md").read_text().startswith("# Quality card: weak, only hat-00?\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["nothing"], "no notebook in"),
        (["weak", "--only", "relu"], "no solution cell of 'weak', and no mutant, fits 'relu'"),
        (["weak", "--corpus", "nowhere"], "there is no folder"),
        (["weak", "--write", "nowhere/card.md"], "to write the card to"),
    ],
)
def test_what_makes_no_sense_is_said_before_anything_is_judged(course: Path, options: list[str], said: str) -> None:
    done = selfcheck(course, *options)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [('"""No header."""', "the docstring should have lines that start with"), ("def f(", "expected Python in UTF-8")],
)
def test_corpus_file_that_makes_no_sense_is_named(course: Path, text: str, said: str) -> None:
    corpus_of(course / "tests" / "corpus", correct=text)
    done = selfcheck(course, "weak")
    assert done.returncode == 1
    assert f"one.py: {said}" in done.stderr
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------- this course's card


@pytest.fixture(scope="module")
def course_card() -> Card:
    return checked(activation())


def test_no_mutant_of_the_course_survives_that_is_not_equivalent(course_card: Card) -> None:
    assert course_card.problems == []


def test_card_in_the_docs_is_what_selfcheck_finds(course_card: Card) -> None:
    """Its mutants are compared word by word, the corpora by their size."""
    kept, found = CARD.read_text(encoding="utf-8"), markdown(course_card)
    mutation = "## Mutants by kind of slip"
    assert kept[kept.index(mutation) :] == found[found.index(mutation) :]
    correct, wrong, hostile = (len(list((CORPUS / kind).glob("*.py"))) for kind in ("correct", "wrong", "hostile"))
    assert f"| right answers accepted | {correct}/{correct} |" in kept
    assert f"| wrong answers caught | {wrong}/{wrong} |" in kept
    assert f"| wrong answers blamed in the right cells only | {wrong}/{wrong} |" in kept
    assert f"| hostile answers that gain anything | 0/{hostile} |" in kept
    assert f"| answers whose verdicts depend on the seed | 0/{1 + correct + wrong} |" in kept
