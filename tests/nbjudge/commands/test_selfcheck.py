"""`nbjudge selfcheck`: what it prints and how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.forking import Ended, fork_program
from tests.support.inprocess import ROOT
from tests.support.selfchecking import corpus_of, weak


def selfcheck(folder: Path, *options: str) -> Ended:
    return fork_program(["nbjudge", "selfcheck", *options], folder, {}).wait()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "source" / "weak").mkdir(parents=True)
    (tmp_path / "source" / "weak" / "weak.ipynb").write_text(weak().source)
    return tmp_path


def test_verb_ends_with_1_for_a_hole_and_says_where(course: Path) -> None:
    done = selfcheck(course, "weak", "--only", "tanh-07?", "--jobs", "2")
    assert done.code == 1, done.err
    assert "mutant tanh-071 survives" in done.out
    assert "test_tanh_backward" in done.out


def test_verb_ends_with_0_and_writes_the_card_when_all_is_well(course: Path) -> None:
    done = selfcheck(course, "--only", "hat-00?", "--write", "card.md", "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)[0]["problems"] == []
    assert (course / "card.md").read_text().startswith("# Quality card: weak, only hat-00?\n")


def test_solution_that_fails_its_own_tests_is_said_before_any_mutant_is_judged(course: Path) -> None:
    path = course / "source" / "weak" / "weak.ipynb"
    source = json.loads(path.read_text())
    (cell,) = [cell for cell in source["cells"] if cell["id"] == "test-tanh-forward"]
    cell["source"] = ["assert Tanh().forward(np.zeros(1))[0] == 1, 'of 0'"]
    path.write_text(json.dumps(source))
    done = selfcheck(course, "weak", "--only", "tanh-00?", "--jobs", "1")
    assert done.code == 1
    assert "the instructor's own solution does not earn all points" in done.err
    assert "test_tanh_forward (judged beside): wrong answer: of 0" in done.err
    assert "mend the solution or the test first" in done.err
    assert "%" not in done.out + done.err.rpartition("nbjudge:")[2]


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
    assert done.code == 1
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("text", "said"),
    [('"""No header."""', "the docstring should have lines that start with"), ("def f(", "expected Python in UTF-8")],
)
def test_corpus_file_that_makes_no_sense_is_named(course: Path, text: str, said: str) -> None:
    corpus_of(course / "tests" / "corpus", correct=text)
    done = selfcheck(course, "weak")
    assert done.code == 1
    assert f"one.py: {said}" in done.err
    assert "Traceback" not in done.err
