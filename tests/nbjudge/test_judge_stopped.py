"""Cells that are stopped, die or raise: what they defined before stays, and verdicts that miss the rest say why."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes.warm_set import WarmSet
from nbjudge.verdicts import DIED, PASSED, TIME_LIMIT, Graded
from tests.support.small import small_assignment

LIMITS = Limits(cell_seconds=0.5, test_seconds=1.0)
DOUBLE = "def double(x):\n    return x + x\n"
TESTS = "def test_double():\n    'Twice.'\n    assert double(2) == 4\nrun_tests()"
ASSIGNMENT = small_assignment("### BEGIN SOLUTION\ndef double(x):\n    return 2 * x\n### END SOLUTION", TESTS)
CATCHES = "import time\nwhile True:\n    try:\n        time.sleep(9)\n    except BaseException:\n        pass\n"


def submitted(text: str, assignment: Assignment = ASSIGNMENT) -> bytes:
    notebook = json.loads(assignment.source)
    for cell in notebook["cells"]:
        if cell["id"] == "answer":
            cell["source"] = text
    return json.dumps(notebook).encode()


def judged(warm: WarmSet, text: str, limits: Limits = LIMITS, beside: tuple[str, ...] = ()) -> Graded:
    return judge(submitted(text), ASSIGNMENT, limits, warm=warm, beside=beside)


def message(graded: Graded) -> str:
    (verdict,) = graded.cells["test_answer"].verdicts
    return verdict.message


@pytest.mark.parametrize(
    "below",
    [
        "import time; time.sleep(9)",
        "while True: pass",
        "sum(number for number in iter(int, 1))",
        "import time\ntry:\n    time.sleep(9)\nexcept Exception:\n    pass",
        "%time import time; time.sleep(9)",
        "class Slow:\n    while True: pass",
        CATCHES,
        "sum(range(10**12))",
        "import os; os._exit(3)",
        "import os; os.abort()",
        "import ctypes; ctypes.string_at(0)",
        "exit()",
        "raise ValueError('mine')",
        "x = bytearray(10**12)",
        "import sys; sys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
    ],
)
def test_what_was_defined_above_it_stays_and_the_cell_is_named(warm: WarmSet, below: str) -> None:
    graded = judged(warm, f"{DOUBLE}\nnumber = 1\n{below}")
    assert graded.score == 1, message(graded)
    assert len(graded.notes) == 1
    assert graded.notes[0].startswith("the cell answer ")


@pytest.mark.parametrize(
    ("above", "cause"),
    [
        ("import time; time.sleep(9)", "the cell answer ran into its time limit of 0.5 s at line 1 (import time; time"),
        (CATCHES, "the cell answer ran into its time limit of 0.5 s"),
        ("import os; os._exit(3)", "the cell answer ended its process: the process ended itself (exit code 3)"),
        ("int('one')", "the cell answer ended with ValueError at line 1 (int('one')): invalid literal"),
        ("x = bytearray(10**12)", "the cell answer ran out of memory at line 1 (x = bytearray(10**12))"),
        ("if True", "the cell answer ended with SyntaxError at line 1 (if True): expected ':'"),
        ("abs(", "the cell answer ended with SyntaxError at line 1 (abs(): '(' was never closed"),
        (
            "exec('1 1')",
            "the cell answer ended with SyntaxError at line 1 (exec('1 1')): in text that it runs: invalid",
        ),
        ("class A:\n    1 / 0", "the cell answer ended with ZeroDivisionError at line 1 (class A:): division by zero"),
    ],
)
def test_a_test_that_misses_a_name_says_what_became_of_its_cell(warm: WarmSet, above: str, cause: str) -> None:
    graded = judged(warm, f"{above}\n{DOUBLE}")
    assert message(graded).startswith(f"NameError: name 'double' is not defined: {cause}")
    assert message(graded).count("SyntaxError") <= 1
    assert [note[: len(cause)] for note in graded.notes] == [cause]


@pytest.mark.parametrize("answer", ["size = 10**13", "size = 3"])
def test_a_test_that_cannot_be_interrupted_is_a_time_limit(warm: WarmSet, answer: str) -> None:
    """Python hears of no alarm before the sum is there: the examiner would be waited for, and all be *not judged*."""
    assignment = small_assignment("### BEGIN SOLUTION\nsize = 3\n### END SOLUTION", "assert sum(range(size)) == 3")
    begun = time.monotonic()
    graded = judge(submitted(answer, assignment), assignment, Limits(test_seconds=0.2), warm=warm)
    (verdict,) = graded.cells["test_answer"].verdicts
    assert verdict.outcome == (PASSED if answer == "size = 3" else TIME_LIMIT)
    assert time.monotonic() - begun < 60


def test_a_cell_that_nobody_wrote_in_is_nothing_odd(warm: WarmSet) -> None:
    graded = judged(warm, "# YOUR CODE HERE\nraise NotImplementedError()")
    assert graded.notes == ()
    assert message(graded) == "NameError: name 'double' is not defined"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("import helper\ndef double(x):\n    return helper.times(2, x)", "helper.py"),
        ("import helper as h\ndef double(x):\n    return h.times(2, x)", "helper.py"),
        ("from helper import times\ndef double(x):\n    return times(2, x)", "helper.py"),
        ("from helper import *\ndef double(x):\n    return times(2, x)", "helper.py"),
        ("table = np.loadtxt('numbers.csv')\ndef double(x):\n    return table[0] * x", "numbers.csv"),
        ("def double(x):\n    import helper\n    return helper.times(2, x)", "helper.py"),
        ("def double(x):\n    return float(open('numbers.csv').read()) * x", "numbers.csv"),
        ("import pack.inner\ndef double(x):\n    return pack.inner.times(2, x)", "pack"),
    ],
)
def test_what_the_code_asked_for_and_was_handed_in_is_named_as_the_cause(warm: WarmSet, text: str, named: str) -> None:
    graded = judged(warm, text, beside=("helper.py", "numbers.csv", "pack", "other.txt"))
    odd = " ".join((message(graded), *graded.notes))
    assert f"{named} was handed in beside the notebook, and what students hand in besides is not used" in odd
    assert "other.txt" not in odd


def test_what_was_not_handed_in_is_named_as_the_cause_too(warm: WarmSet) -> None:
    graded = judged(warm, "import helper\ndef double(x):\n    return helper.times(2, x)")
    assert "NameError: name 'helper' is not defined: line 1 of the cell answer was left out" in message(graded)
    assert "No module named 'helper'" in message(graded)


def test_a_cell_that_kills_is_run_again_no_further_than_it_came(warm: WarmSet) -> None:
    """Each test loses its candidate, and the next one gets a new one: it has what was defined before the cell died."""
    tests = "".join(f"def test_{n}():\n    'n'\n    hang({n})\n" for n in range(3)) + "run_tests()"
    assignment = small_assignment("### BEGIN SOLUTION\n### END SOLUTION", tests)
    text = "def hang(n):\n    while n < 1: pass\nprint(1)\nimport os; os._exit(1)"
    graded = judge(submitted(text, assignment), assignment, LIMITS, warm=warm)
    assert [v.outcome for v in graded.cells["test_answer"].verdicts] == [TIME_LIMIT, PASSED, PASSED]


def test_a_slow_experiment_is_not_waited_for_again_in_each_new_candidate(warm: WarmSet) -> None:
    tests = "".join(f"def test_{n}():\n    'n'\n    hang({n})\n" for n in range(3)) + "run_tests()"
    assignment = small_assignment("### BEGIN SOLUTION\n### END SOLUTION", tests)
    text = "def hang(n):\n    import os\n    os._exit(1) if n < 2 else None\nimport time; time.sleep(9)"
    limits = replace(LIMITS, cell_seconds=2.0, candidates=5)
    start = time.monotonic()
    graded = judge(submitted(text, assignment), assignment, limits, warm=warm)
    assert [v.outcome for v in graded.cells["test_answer"].verdicts] == [DIED, DIED, PASSED]
    assert time.monotonic() - start < 3.9


def test_words_of_a_cell_that_may_have_seen_tests_are_not_quoted(warm: WarmSet) -> None:
    tests = "def test_a():\n    'a'\n    keep(7654321)\nrun_tests()"
    assignment = small_assignment("### BEGIN SOLUTION\n### END SOLUTION", tests)
    notebook = json.loads(submitted("seen = []\ndef keep(x):\n    seen.append(x)\n", assignment))
    last: dict[str, object] = {
        "cell_type": "code",
        "id": "mine",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    for text in ("raise ValueError(seen)", "open(str(seen))", "raise type(f'E{seen[0]}', (Exception,), {})"):
        notebook["cells"] = [*notebook["cells"][:3], last | {"source": text}]
        graded = judge(json.dumps(notebook).encode(), assignment, LIMITS, warm=warm)
        assert "7654321" not in " ".join(graded.notes)
