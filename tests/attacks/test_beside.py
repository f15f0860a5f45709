"""Grade cells that are judged beside the student's code: which walls stand all the same, and which does not.

Student code that a hidden test calls can read that test, and here it does. What it then says, in any way that there is,
must not be read by a student. That it did read the test is shown by a verdict that it forges if it did.
"""

from __future__ import annotations

import json
import textwrap
from dataclasses import replace
from typing import Final

import pytest
from nbformat import from_dict

from nbjudge.feedback.keep_secrets import KeepSecrets
from nbjudge.limits import Limits
from nbjudge.processes.warm_set import WarmSet
from nbjudge.stands import APART, BESIDE, NOWHERE, Stand
from nbjudge.verdicts import NOT_JUDGED, PASSED, Graded
from tests.support.attacking import LIAR, TO_THE_WIRE, Arena, graded_by, hidden, locked, solved_in
from tests.support.hostile import Bait

CANARY: Final = "canary7b"
QUICK: Final = Limits(cell_seconds=1.5, test_seconds=1.5)
FRAME: Final = "assert same(sys._getframe()) is sys._getframe()"  # which cannot be asked apart
SECRET: Final = f'secret = "{CANARY}"  # {CANARY}\nassert depth() == 3, f"it should be 3, {{secret}}"\n'
#: Searches for the hidden test as far as code can that it calls; `found()` is what it says.
SEARCH: Final = """
import gc, linecache, sys
def found():
    frame = sys._getframe()
    while frame is not None:
        for names in (frame.f_locals, frame.f_globals):
            if "secret" in names:
                return str(names["secret"])
        for line in linecache.getlines(frame.f_code.co_filename):
            if line.startswith("secret ="):
                return line.split('"')[1]
        frame = frame.f_back
    return ""
def same(frame):
    return frame
"""
CELLS: Final = [
    locked("imports", "import sys"),
    solved_in("answer", "def depth():\n    return 3\ndef same(frame):\n    return frame"),
    graded_by("visible_before", f"assert depth() == 3\n{FRAME}"),
    graded_by("hidden_beside", f"assert depth() == 3\n{hidden(SECRET + FRAME)}", points=10),
    solved_in("between", "between = 1"),
    graded_by("hidden_too", f"{hidden(SECRET + FRAME)}\nassert between == 1"),
    graded_by("visible_after", f"assert depth() == 3\n{FRAME}"),
    graded_by("hidden_apart", hidden(f'secret = "{CANARY}"\nassert depth() == 3')),
]  # fmt: skip
#: Of what ran before, all but the answer, whose text the student knows.
SHOWS: Final = (
    "print(SEEN)\nprint([cell for cell in globals().get('In', []) if 'builtins.SEEN' not in cell], "
    "globals().get('secret'))\nSEEN"
)

#: What student code says when it has read the hidden test.
SAYS: Final = {
    "an exception's words": "raise RuntimeError(found())",
    "an exception's class": "raise type(found() or 'none', (Exception,), {})()",
    "an exception's class, of an assertion": "raise type(found() or 'none', (AssertionError,), {})(found())",
    "an exception's notes": "error = ValueError()\nerror.add_note(found())\nraise error",
    "an exception's cause": "raise ValueError() from RuntimeError(found())",
    "several exceptions": "raise ExceptionGroup(found(), [ValueError(found())])",
    "a syntax error": "raise SyntaxError(found(), (found(), 1, 1, found()))",
    "a key": "raise KeyError(found())",
    "an assertion": "raise AssertionError(found())",
    "an assertion of its own": "assert not found(), found()",
    "not written yet": "raise NotImplementedError(found())",
    "an exit": "raise SystemExit(found())",
    "an interrupt": "raise KeyboardInterrupt(found())",
    "standard output": "print(found())",
    "standard error": "print(found(), file=sys.stderr)",
    "a warning": "import warnings\nwarnings.warn(found())",
    "a display": "from IPython.display import display, HTML\ndisplay(HTML(found()))",
    "a displayed result": "sys.displayhook(found())",
    "a traceback shown": "try:\n    raise ValueError(found())\nexcept ValueError:\n    get_ipython().showtraceback()",
    "names for later cells": "import builtins\nbuiltins.SEEN = found()\nget_ipython().user_ns['between'] = found()",
    "what it returns": "return found()",
}
#: The same for what it may choose but cannot write: two choices, of which students must see the same.
CHOOSES: Final = {
    "an exit code": "os._exit({0})",
    "a message's length": "raw((({0} << 40) + (1 << 60)).to_bytes(8, 'little'))",
    "an extension of the wire": "raw((3).to_bytes(8, 'little') + bytes([0xc7, 0, {0}]))",
    "the answer's number": "say({{'to': 10**6 + {0}}})",
    "a builtin name that is no exception's": "raise type(['zip', 'map'][{0} % 2], (Exception,), {{}})()",
    "a line without an assertion": "answer({{'value': {{'stopped': ['AssertionError', '', 100 + {0}, 0]}}}})",
    "how far it came": "say({{'at': {0}}})",
}


def answer(says: str) -> dict[str, str]:
    """An answer whose functions say something when a test calls them, and a cell that shows what they kept."""
    body = textwrap.indent(says, "    ")
    text = f"{SEARCH}{TO_THE_WIRE}import builtins\nbuiltins.SEEN = 'nothing'\ndef depth():\n{body}\n    return 3\n"
    return {"answer": text, "between": SHOWS}


def told(graded: Graded) -> str:
    """All that the graded notebook says, but for the texts of its cells and how long it took."""
    cells = [{**cell, "source": ""} for cell in graded.notebook["cells"]]
    verdicts = [[replace(verdict, seconds=0) for verdict in cell.verdicts] for cell in graded.cells.values()]
    for cell in cells:
        for verdict in cell["metadata"].get("nbjudge", {}).get("verdicts", ()):
            verdict.pop("seconds", None)
    return json.dumps([cells, graded.notebook["metadata"], graded.notes, graded.reason, list(map(str, verdicts))])


@pytest.fixture(scope="module")
def arena(warm: WarmSet) -> Arena:
    return Arena.of(CELLS, warm, limits=QUICK)


def test_the_solution_has_all_points_and_cells_stand_where_they_are_needed(arena: Arena) -> None:
    assert {name: cell.score for name, cell in arena.judge().cells.items()} == arena.points
    apart = {name for name, stand in arena.trial.stands.items() if stand.where == APART}
    assert apart == {"hidden_apart"}


# ---------------------------------------------------------------- no hidden test in what a student reads


@pytest.mark.parametrize("says", SAYS.values(), ids=SAYS.keys())
def test_nothing_that_was_read_of_a_hidden_test_reaches_a_student(arena: Arena, says: str) -> None:
    assert CANARY not in told(arena.judge(answer(says), SHOWS))


@pytest.mark.parametrize("chooses", CHOOSES.values(), ids=CHOOSES.keys())
def test_what_student_code_chooses_after_it_has_read_a_hidden_test_makes_no_difference(
    arena: Arena, chooses: str
) -> None:
    one, other = (told(arena.judge(answer(f"if found():\n    {chooses.format(choice)}"), SHOWS)) for choice in (98, 99))
    assert one == other


def test_the_watchers_see_what_is_read_where_nothing_is_hidden(arena: Arena) -> None:
    visible = answer(f"raise type('{CANARY}', (Exception,), {{}})('{CANARY}')")
    assert CANARY in told(arena.judge(visible | {"between": f"print('{CANARY}')"}))
    codes = [told(arena.judge({"answer": "import os", "between": f"import os\nos._exit({code})"})) for code in (3, 4)]
    assert codes[0] != codes[1]


def test_the_feedback_page_is_made_without_hidden_tests_and_what_is_known_of_them(arena: Arena) -> None:
    graded = arena.judge(answer("raise RuntimeError(found())"), SHOWS)
    assert CANARY in json.dumps(graded.notebook)  # in the grade cells' own texts, for the instructor
    shown, _ = KeepSecrets().preprocess(from_dict(graded.notebook), {})
    assert CANARY not in json.dumps(shown)


def test_a_cell_in_doubt_is_run_beside_and_keeps_its_secret(arena: Arena) -> None:
    doubted = SEARCH + LIAR + "def depth():\n    return Liar()\n"
    graded = arena.judge({"answer": doubted})
    assert graded.cells["hidden_apart"].verdicts[0].outcome == NOT_JUDGED
    raising = SEARCH + LIAR.replace("lambda self, other: True", "lambda self, other: int(found())", 1)
    said = told(arena.judge({"answer": raising + "def depth():\n    return Liar()\n"}))
    assert CANARY not in said


def test_a_cell_that_may_not_be_judged_beside_does_not_say_what_its_test_said(warm: WarmSet) -> None:
    text = f'secret = "{CANARY}"\nassert "Remote" not in str(type(depth).__mro__), f"not {{secret}}"'
    cells = [solved_in("answer", "def depth():\n    return 3"), graded_by("test", hidden(text))]
    arena = Arena.of(cells, warm)
    stand = arena.trial.stands["test"]
    assert stand.where == BESIDE
    assert CANARY in stand.why  # which the instructor may read
    nowhere = replace(arena, assignment=replace(arena.assignment, stands={"test": Stand(NOWHERE, stand.why)}))
    (verdict,) = nowhere.judge().cells["test"].verdicts
    assert verdict.outcome == NOT_JUDGED
    assert CANARY not in verdict.message


# ---------------------------------------------------------------- what is not promised


def test_a_verdict_beside_can_be_forged(arena: Arena) -> None:
    forged = answer("if found():\n    answer({'value': {'outputs': []}})\nreturn 0")
    graded = arena.judge(forged)
    assert graded.cells["hidden_beside"].verdicts[0].outcome == PASSED  # it had read the hidden test
    assert graded.cells["visible_before"].score == 0
    assert graded.cells["visible_after"].score == 0  # what runs there has never seen a hidden test
    assert not graded.cells["hidden_apart"].score


def test_partial_credit_beside_can_be_forged(arena: Arena) -> None:
    shown = "{'output_type': 'execute_result', 'data': {'text/plain': '2.5'}}"
    graded = arena.judge(answer(f"if found():\n    answer({{'value': {{'outputs': [{shown}]}}}})\nreturn 0"))
    assert graded.cells["hidden_beside"].score == 2.5


# ---------------------------------------------------------------- the walls to the machine, and to other students

TRIES: Final = {
    "writes": "open('@BAIT@/hostile-was-here', 'w')",
    "writes into the kit": "open('hostile-was-here', 'w')",
    "changes the gradebook": "open('@BAIT@/gradebook.db', 'r+')",
    "changes it by SQL": "import sqlite3\nsqlite3.connect('@BAIT@/gradebook.db').execute('CREATE TABLE hostile (a)')",
    "reads the gradebook": "open('@BAIT@/gradebook.db').read(1)",
    "lists the course": "next(os.scandir('@BAIT@'))",
    "removes": "os.remove('@BAIT@/gradebook.db')",
    "starts a program": "import subprocess\nsubprocess.run(['true'])",
    "forks": "os.fork() or os._exit(0)",
    "starts a thread": "import threading\nthreading.Thread(target=print).start()",
    "signals its parent": "os.kill(os.getppid(), 0)",
    "reads its parent": "open(f'/proc/{os.getppid()}/environ', 'rb').read()",
    "connects": "import socket\nsocket.create_connection(('127.0.0.1', 9), 0.2)",
    "listens": "import socket\nsocket.socket(socket.AF_UNIX).bind(chr(0) + 'hostile')",
    "runs a line of the shell": "get_ipython().system_raw('touch @BAIT@/hostile-was-here')\n"
                                "os.stat('@BAIT@/hostile-was-here')",
}  # fmt: skip


@pytest.fixture(scope="module")
def bait(tmp_path_factory: pytest.TempPathFactory) -> Bait:
    return Bait(tmp_path_factory.mktemp("course"), CANARY)


@pytest.mark.parametrize("tries", TRIES.values(), ids=TRIES.keys())
def test_code_in_a_cell_beside_is_in_the_sandbox(arena: Arena, bait: Bait, tries: str) -> None:
    attempt = textwrap.indent(bait.fill_in(tries), "    ")
    says = f"try:\n{attempt}\nexcept BaseException:\n    return 0\nanswer({{'value': {{'outputs': []}}}})"
    graded = arena.judge(answer(says))
    outcomes = {name: cell.verdicts[0].outcome for name, cell in graded.cells.items()}
    assert PASSED not in outcomes.values()  # which it would have forged had it succeeded
    assert bait.state() == bait.before
    assert bait.traces() == []


def test_what_code_in_a_cell_beside_manages_to_do_would_be_seen(arena: Arena) -> None:
    graded = arena.judge(answer("os.listdir('/usr/lib')\nanswer({'value': {'outputs': []}})"))
    assert PASSED in {cell.verdicts[0].outcome for cell in graded.cells.values()}


def test_nothing_of_one_student_is_there_for_the_next(arena: Arena) -> None:
    keeps = "import builtins, sys, os\nsys.modules['kept'] = builtins.kept = os.environ['KEPT'] = 'kept'\nreturn 3"
    finds = (
        "import builtins, sys, os\nreturn 3 if 'kept' in [*sys.modules, *dir(builtins), *os.environ.values()] else 0"
    )
    arena.judge(answer(keeps))
    assert arena.judge(answer(finds)).score == 0
