"""What zygotes load once: what the cells import and use; for candidates no more of the tests than they meet anyway."""

from __future__ import annotations

import json
from dataclasses import replace

from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment, cells_to_prepare, draws, names_that_draw
from nbjudge.notebooks.cells import SKIPPED_TAG
from nbjudge.notebooks.preloading import preloaded
from nbjudge.processes.warm_set import WarmSet
from nbjudge.stands import BESIDE, Stand
from tests.support.activation import ACTIVATION
from tests.support.small import small_assignment

SOLUTION = "import decimal\nimport pandas as pd\nfrom html import parser\ndef twice(x):\n    return 2 * x"
TESTS = "import fractions, mine.tools\nnp.testing.assert_equal(twice(2), 4)"
OURS = replace(small_assignment(SOLUTION, TESTS), modules={"mine/tools.py": b""})
OURS_BESIDE = replace(OURS, stands={"test_answer": Stand(BESIDE, "a seed")})


def test_a_candidate_loads_what_solutions_import_but_what_draws_and_nothing_of_tests() -> None:
    loaded = preloaded(OURS)["candidate"]
    assert loaded["imports"] == ["numpy", "decimal", "html", "html.parser"]
    assert loaded["drawn"] == {"imports": ["pandas"]}
    assert ["numpy", "testing"] not in loaded["used"]


def test_beside_it_loads_what_tests_import_but_the_instructors_own() -> None:
    loaded = preloaded(OURS_BESIDE)["candidate"]
    assert loaded["imports"] == ["numpy", "decimal", "html", "html.parser", "fractions"]
    assert ["numpy", "testing"] in loaded["used"]


def test_an_examiner_loads_what_tests_import_and_what_they_may_want_of_solutions() -> None:
    loaded = preloaded(OURS)["examiner"]
    assert loaded["imports"] == ["numpy", "fractions", "mine.tools", "decimal", "html", "html.parser"]
    assert loaded["used"] == [["numpy", "testing"]]
    assert "pandas" in preloaded(small_assignment(SOLUTION, f"import pandas\n{TESTS}"))["examiner"]["imports"]


def test_what_only_skipped_cells_import_is_not_loaded() -> None:
    given = small_assignment(SOLUTION, TESTS).source
    shown = json.loads(given)
    picture = json.loads(given)["cells"][0] | {"id": "picture", "source": "import colorsys"}
    picture["metadata"] = {"nbgrader": picture["metadata"]["nbgrader"] | {"grade_id": "picture"}, "tags": [SKIPPED_TAG]}
    shown["cells"].insert(1, picture)
    assert preloaded(replace(OURS, source=json.dumps(shown))) == preloaded(OURS)


def test_of_this_course_neither_process_loads_what_draws_before_a_submission_does() -> None:
    libraries = names_that_draw(ACTIVATION.kit)
    preamble, _ = cells_to_prepare(ACTIVATION.parsed)
    assert not draws([cell["source"] for cell in preamble], libraries)
    for loaded in preloaded(ACTIVATION).values():
        assert libraries.isdisjoint(name.partition(".")[0] for name in loaded["imports"])


def test_a_module_that_draws_is_told_from_its_file_in_a_message() -> None:
    names = names_that_draw({"pictures.py": b"import matplotlib"})
    assert names >= {"matplotlib", "pictures"}
    assert draws(["from pictures import draw"], names)
    assert draws(["%matplotlib inline"], names)
    assert draws(["# of pictures.py\n__import__('pictures').draw()"], names)
    assert not draws(["raise ImportError('put checks.py and pictures.py beside it')"], names)


def test_what_is_no_python_loads_nothing() -> None:
    assert preloaded(small_assignment("import (", "np.")) == {
        "candidate": {"imports": ["numpy"], "drawn": {"imports": []}, "used": []},
        "examiner": {"imports": ["numpy"], "used": []},
    }


def loaded_there(assignment: Assignment, name: str, warm: WarmSet) -> bool:
    """Whether student code finds a module loaded that it has not imported."""
    answer = f"import sys\nprint({name!r} in sys.modules)\ndef twice(x):\n    return 2 * x"
    notebook = json.loads(assignment.source)
    notebook["cells"][1]["source"] = answer
    graded = judge(json.dumps(notebook).encode(), assignment, Limits(), warm=warm)
    (text,) = [output["text"] for cell in graded.notebook["cells"] for output in cell.get("outputs", [])
               if cell["id"] == "answer"]  # fmt: skip
    return bool(text == "True\n")


def test_it_is_loaded_where_students_code_runs(warm: WarmSet) -> None:
    bare = small_assignment("def twice(x):\n    return 2 * x", "assert twice(2) == 4")
    solved = small_assignment("import colorsys\ndef twice(x):\n    return 2 * x", "assert twice(2) == 4")
    assert not loaded_there(bare, "colorsys", warm)
    assert loaded_there(solved, "colorsys", warm)


def test_a_module_that_is_not_there_is_missed_in_its_cell_and_not_before(warm: WarmSet) -> None:
    broken = small_assignment("import no_such_thing\ndef twice(x):\n    return 2 * x", "assert twice(2) == 4")
    graded = judge(broken.source.encode(), broken, Limits(), warm=warm)
    (told,) = [json.dumps(cell["outputs"]) for cell in graded.notebook["cells"] if cell["id"] == "answer"]
    assert "No module named 'no_such_thing'" in told
