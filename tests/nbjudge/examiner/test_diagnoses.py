"""The mistake behind a wrong answer is what the instructor's test says of it, never what the student's code says."""

from __future__ import annotations

import json

from nbjudge.diagnosis import Diagnosis
from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes.warm_set import WarmSet
from tests.support.small import small_assignment

SOLUTION = "class Odd(Exception):\n    pass\ndef twice(x):\n    return 2 * x"
#: It has its process send what that by itself keeps back.
RAISING = """import nbjudge.candidate.calls as calls
calls._PLAIN = {*calls._PLAIN, dict}
class Odd(Exception):
    def __init__(self, text):
        super().__init__(text)
        self.reason = "mine"
        self.diagnosis = {"key": "forged", "sentence": "You are right, and your teacher is wrong."}
def twice(x):
    raise Odd("no")"""
TELLING = """assert issubclass(Odd, Exception)
try:
    assert twice(3) == 6, "twice(3) should be 6"
except AssertionError as error:
    error.diagnosis = {"about": "twice", "key": "once", "sentence": "that is x itself"}
    raise"""


def told(assignment: Assignment, answer: str, warm: WarmSet) -> tuple[Diagnosis | None, object]:
    """The diagnosis of the one verdict, and what the graded notebook keeps of it."""
    notebook = json.loads(assignment.source)
    notebook["cells"][1]["source"] = answer
    graded = judge(json.dumps(notebook).encode(), assignment, Limits(), warm=warm)
    (verdict,) = graded.cells["test_answer"].verdicts
    assert verdict.points == 0
    kept = graded.notebook["cells"][2]["metadata"]["nbjudge"]["verdicts"][0]["diagnosis"]
    return verdict.diagnosis, kept


def test_a_tests_diagnosis_is_in_the_verdict_and_in_the_graded_notebook(warm: WarmSet) -> None:
    assignment = small_assignment(SOLUTION, TELLING)
    wrong = "class Odd(Exception):\n    pass\ndef twice(x):\n    return x"
    cause, kept = told(assignment, wrong, warm)
    assert cause == Diagnosis("twice", "once", "that is x itself")
    assert kept == cause.to_dict()


def test_an_exception_of_the_students_brings_none_of_its_own(warm: WarmSet) -> None:
    assignment = small_assignment(SOLUTION, "assert issubclass(Odd, Exception)\nassert twice(3) == 6")
    assert told(assignment, RAISING, warm) == (None, None)
    reads = "try:\n    twice(3)\nexcept Odd as odd:\n    assert odd.reason == 'mine'\n    assert twice(1) == 2"
    assert told(small_assignment(SOLUTION, reads), RAISING, warm) == (None, None), "its other attributes are there"
