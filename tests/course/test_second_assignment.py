"""A second assignment, made with `nbjudge new`: an example to go by, kept where nobody releases it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from nbjudge.judge import judge
from nbjudge.notebooks.assignment import read_assignment
from nbjudge.processes.warm_set import WarmSet
from nbjudge.quality.corpus import Answer, read_answers
from tests.support.activation import LIMITS, lost
from tests.support.adopting import nbjudge
from tests.support.inprocess import ROOT

COURSE = Path(__file__).parent / "second_assignment"
CORPUS = COURSE / "tests" / "corpus"
LINEAR = read_assignment(COURSE / "source" / "linear", "linear", "linear", root=COURSE)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("second") / "course"
    shutil.copytree(COURSE, root)
    return root


def test_nothing_is_wrong_with_it_and_all_of_it_is_judged_apart(course: Path) -> None:
    done = nbjudge(course, "check", "linear")
    assert done.returncode == 0, done.stdout
    assert "nothing is wrong (2 of 2 grade cells apart" in done.stdout


def test_its_tests_catch_mutants(course: Path) -> None:
    done = nbjudge(course, "selfcheck", "linear", "--only", "linear-00*", "--jobs", "2", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    tried = json.loads(done.stdout)[0]["tried"]
    assert len(tried) == 9
    assert all(mutant["survivor"] is None for mutant in tried)


@pytest.mark.parametrize(
    "answer", read_answers(CORPUS, "correct") + read_answers(CORPUS, "wrong"), ids=lambda a: a.name
)
def test_its_answers_of_known_worth_get_what_they_should(warm: WarmSet, answer: Answer) -> None:
    source = json.loads(LINEAR.source)
    for cell in source["cells"]:
        if cell["metadata"]["nbgrader"]["grade_id"] == answer.grade_id:
            cell["source"] = answer.text
    assert lost(judge(json.dumps(source).encode(), LINEAR, LIMITS, warm=warm)) == answer.loses


def test_it_is_not_released() -> None:
    for place in ("source", "release"):
        assert [path.name for path in (ROOT / place).iterdir() if path.is_dir()] == ["activation"]
