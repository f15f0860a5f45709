"""The examiner's own walls: what a test does with a student's text does nothing to the machine, nor to the verdicts."""

from __future__ import annotations

import os
import pickle
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from nbjudge.limits import MIB, Limits
from nbjudge.processes.warm_set import WarmSet
from nbjudge.sandbox.lockdown import OWN_BYTES
from nbjudge.stands import APART, BESIDE
from tests.support.attacking import TO_THE_WIRE, Arena, graded_by, locked, plain, solved_in
from tests.support.hostile import peak_of_examiners

PLACE: Final = "@PLACE@"
#: Grade cells that run a text, or would write a file; where they stand does not matter, the file does.
WRITES: Final = {
    "open": f"open('{PLACE}/open', 'w').write('x')",
    "path": f"Path('{PLACE}/path').write_text('x')",
    "append": f"open('{PLACE}/bait', 'a').write('x')",
    "truncate": f"os.truncate('{PLACE}/bait', 0)",
    "remove": f"os.remove('{PLACE}/bait')",
    "rename": f"os.rename('{PLACE}/bait', '{PLACE}/renamed')",
    "link": f"os.symlink('/etc', '{PLACE}/link')",
    "folder": f"os.mkdir('{PLACE}/folder')",
    "system": f"os.system('touch {PLACE}/system')",
    "program": f"subprocess.run(['touch', '{PLACE}/program'])",
    "attach": f"sqlite3.connect(':memory:').execute(\"ATTACH '{PLACE}/attach' AS a\").execute('CREATE TABLE a.t (x)')",
    "database": f"sqlite3.connect('{PLACE}/database').execute('CREATE TABLE t (x)')",
    "array": f"np.save('{PLACE}/array.npy', np.zeros(3))",
    "socket": f"socket.socket(socket.AF_UNIX).bind('{PLACE}/socket')",
}
#: What a test runs of an answer: the cell, an honest text, and one that writes or that forges.
WRITES_FILE: Final = f"open('{PLACE}/by-answer', 'w').write('x')"


class Writing:
    """Unpickled, it runs a text."""

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, (WRITES_FILE,)


MARSHALLED: Final = "import marshal\ncode = compile(given, 'x.py', 'eval')\n"
IN_MEMORY: Final = "sqlite3.connect(':memory:')"
RUNS: Final[dict[str, tuple[str, str | bytes, str | bytes]]] = {
    "eval": ("assert eval(given) == 2", "1 + 1", WRITES_FILE),
    "exec": ("space = {}\nexec(given, space)\nassert space['x'] == 2", "x = 2", f"x = {WRITES_FILE}"),
    "compile": ("assert eval(compile(given, 'x.py', 'eval')) == 2", "1 + 1", WRITES_FILE),
    "marshal": (f"{MARSHALLED}assert eval(marshal.loads(marshal.dumps(code))) == 2", "1 + 1", WRITES_FILE),
    "unpickle": ("assert pickle.loads(given) == 2", pickle.dumps(2), pickle.dumps(Writing())),
    "sql": (f"assert {IN_MEMORY}.execute(given).fetchall() == [(1,)]", "SELECT 1", f"ATTACH '{PLACE}/by-answer' AS a"),
    "file": ("assert len(open(given).read()) > 0", "/etc/hostname", f"{PLACE}/bait"),
    "module": ("import importlib\nassert importlib.import_module(given).pi > 3", "math", "antigravity"),
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("place")
    (made / "bait").write_text("bait")
    return made


@pytest.fixture(scope="module")
def arena(warm: WarmSet, place: Path) -> Arena:
    imports = "import os, pickle, socket, sqlite3, subprocess\nfrom pathlib import Path\nimport numpy as np"
    cells = [locked("imports", imports), solved_in("one", "def one():\n    return 1")]
    cells += [graded_by(f"writes_{name}", f"{text}\nassert one() == 1") for name, text in WRITES.items()]
    cells += [graded_by(f"tries_{name}", f"try:\n    {text}\nexcept BaseException:\n    pass\nassert one() == 1")
              for name, text in WRITES.items()]  # fmt: skip
    for name, (test, honest, _) in RUNS.items():
        text = test.replace("given", name)
        cells += [solved_in(f"answer_{name}", f"{name} = {honest!r}"), graded_by(f"runs_{name}", text)]
    made = [cell | {"source": cell["source"].replace(PLACE, str(place))} for cell in cells]
    return Arena.of(made, warm, limits=Limits(cell_seconds=2, test_seconds=2))


def left_in(place: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in place.iterdir()}


def test_a_test_writes_no_file_wherever_it_is_judged(arena: Arena, place: Path) -> None:
    arena.judge()
    assert left_in(place) == {"bait": "bait"}


def test_a_text_that_a_test_runs_does_not_write_either(arena: Arena, place: Path) -> None:
    texts = {f"answer_{name}": f"{name} = {_there(hostile, place)!r}" for name, (_, _, hostile) in RUNS.items()}
    found = arena.judge(texts).cells
    assert left_in(place) == {"bait": "bait"}
    assert {name: found[f"runs_{name}"].score for name in RUNS} == dict.fromkeys(RUNS, 0)


def _there(text: str | bytes, place: Path) -> str | bytes:
    if isinstance(text, str):
        return text.replace(PLACE, str(place))
    return pickle.dumps(Writing(), 0).replace(PLACE.encode(), str(place).encode())  # whose lengths are not written


def test_a_test_that_runs_a_text_or_a_program_is_judged_beside(arena: Arena) -> None:
    running = ("runs_eval", "runs_exec", "runs_compile", "runs_marshal", "tries_system", "tries_program")
    assert {name: arena.trial.stands[name].where for name in running} == dict.fromkeys(running, BESIDE)


def test_files_are_written_where_there_are_no_walls(tmp_path: Path) -> None:
    """What is watched for does happen: the same lines leave traces in this very process."""
    (tmp_path / "bait").write_text("bait")
    for name in ("path", "folder", "link", "rename"):
        exec(WRITES[name].replace(PLACE, str(tmp_path)), {"os": os, "Path": Path})
    assert {path.name for path in tmp_path.iterdir()} == {"path", "folder", "link", "renamed"}


# ---------------------------------------------------------------- what an answer costs the examiner

COSTS: Final = [
    plain("imports", "import operator, sqlite3"),
    solved_in("early", "def early():\n    return 1"),
    graded_by("test_early", "assert early() == 1"),
    solved_in("use", "def use(f, *arguments):\n    return f(*arguments)"),
    graded_by("test_use", "assert use(operator.mul, 2, 3) == 6"),
    graded_by(
        "test_halve", "def halve(x):\n    while x > 1:\n        x = x / 2\n    return x\nassert use(halve, 2.0) == 1"
    ),
    solved_in("many", "def many():\n    yield b'x'"),
    graded_by("test_many", "assert list(many()) == [b'x']"),
    solved_in("query", "query = 'SELECT 1'"),
    graded_by("test_query", "assert sqlite3.connect(':memory:').execute(query).fetchall() == [(1,)]"),
]
FRUGAL: Final = Limits(memory_bytes=800 * MIB, cell_seconds=2, test_seconds=1, student_seconds=20, grace_seconds=5)
TOO_LARGE: Final = FRUGAL.memory_bytes + 2 * OWN_BYTES
LARGE: Final = {
    "a function of the test's": {"use": f"def use(f, *arguments):\n    return f(b'x', {TOO_LARGE})"},
    "what is gone through": {"many": f"def many():\n    for _ in range(200):\n        yield bytes({15 * MIB})"},
}  # fmt: skip
ENDLESS_QUERY: Final = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
OUT_OF_TURN: Final = f"""
{TO_THE_WIRE}
import gc
def use(f, *arguments):
    if f.__name__ == "halve":
        agent = next(one for one in gc.get_objects() if type(one).__name__ == "Agent")
        number = next(number for number, known in agent._of_tests.items() if known is f)
        look = agent._look
        def looking(names):
            agent._call_back(number, [float("inf")], {{}})
            return look(names)
        agent._look = looking
    return f(*arguments)
"""


@pytest.fixture(scope="module")
def costly(warm: WarmSet) -> Arena:
    return Arena.of(COSTS, warm, limits=FRUGAL)


def test_what_costs_much_is_judged_apart(costly: Arena) -> None:
    assert {name: stand.where for name, stand in costly.trial.stands.items()} == dict.fromkeys(costly.points, APART)
    assert costly.judge().score == sum(costly.points.values())


@pytest.mark.parametrize("answers", LARGE.values(), ids=LARGE.keys())
def test_an_examiner_holds_no_more_than_its_limit(costly: Arena, answers: dict[str, str]) -> None:
    with peak_of_examiners() as peak:
        graded = costly.judge(answers)
    assert peak.bytes < FRUGAL.memory_bytes + OWN_BYTES
    assert graded.cells["test_early"].score == 1
    assert 0 in {cell.score for cell in graded.cells.values()}


def test_a_function_of_the_tests_that_is_called_out_of_turn_costs_no_other_cell(costly: Arena) -> None:
    started = time.monotonic()
    graded = costly.judge({"use": OUT_OF_TURN})
    assert time.monotonic() - started < FRUGAL.student_seconds
    assert graded.cells["test_early"].score == 1
    assert graded.cells["test_query"].score == 1


def test_a_query_that_never_ends_gains_nothing_and_ends(warm: WarmSet, costly: Arena) -> None:
    brief = replace(costly, limits=replace(FRUGAL, student_seconds=2, grace_seconds=1))
    graded = brief.judge({"query": f"query = {ENDLESS_QUERY!r}"})
    assert not graded.cells["test_query"].score


# ---------------------------------------------------------------- a text that does what it says by itself

FORGES: Final = (
    "a > @pd.compat.sys.modules['builtins'].setattr("
    "@pd.compat.sys.modules['nbjudge.examiner.grade_cells'], 'WRONG', 'passed')"
)


def test_a_text_that_pandas_evaluates_forges_no_verdict(warm: WarmSet) -> None:
    pytest.importorskip("pandas", reason="it is about pandas, which is not installed")
    cells = [
        locked("imports", "import pandas as pd\nframe = pd.DataFrame({'a': [1, 2, 3]})"),
        solved_in("answer", "question = 'a > 1'\ndef double(x):\n    return 2 * x"),
        graded_by("test_query", "assert len(frame.query(question)) == 2"),
        graded_by("test_double", "assert double(2) == 4"),
    ]
    arena = Arena.of(cells, warm)
    assert arena.judge().score == 2
    assert arena.trial.stands["test_query"].where == BESIDE
    assert arena.judge({"answer": f"question = {FORGES!r}\ndef double(x):\n    return 0"}).score == 0
