"""The instructor's own modules travel with the assignment, and nothing else does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nbjudge.notebooks import own_modules
from nbjudge.notebooks.assignment import read_assignment
from nbjudge.notebooks.own_modules import imported_beyond, imported_names, read_own_modules
from nbjudge.notebooks.source import AssignmentError
from tests.support.activation import ACTIVATION
from tests.support.modules import write_files
from tests.support.rebuilding import new_cell, new_notebook

COURSE = {
    "answers/__init__.py": "from answers import part",
    "answers/part.py": "import helpers\nfrom . import within",
    "answers/within.py": "import json, numpy",
    "answers/deep/table.csv": "1, 2",
    "helpers.py": "def f():\n    import far.away",
    "far/__init__.py": "",
    "far/away.py": "import answers",
    "unused.py": "",
}
LEFT_BEHIND = {
    "answers/__pycache__/part.cpython-311.pyc": "x",
    "answers/part.pyc": "x",
    "answers/.ipynb_checkpoints/part.py": "x",
}


NESTED = """
if True:
    import a
elif a:
    import b
else:
    import c
try:
    import d
except ImportError:
    import e
else:
    import f
finally:
    import g
for _ in ():
    import h
else:
    import i
with a:
    import j
match a:
    case 1:
        import k
async def l():
    async with a:
        from l import x
class M:
    def m(self): from m.n import y
"""


def test_an_import_is_found_in_whatever_statement_it_stands() -> None:
    assert set(imported_names(NESTED)) == {*"abcdefghijkl", "l.x", "m.n", "m.n.y"}


_PIECES = st.sampled_from([
    "import ", "from ", "a", "b.c", "numpy", "é", ", ", " as ", ".", " import ", " import x", "*", "(", ")", ";", "; ",
    ":", ": ", "if 1:", "else:", "try:", "finally:", "x = 1", "\\", "\\\n", "\\\r\n", "\n", "\r\n", "\r", "\f", "\t",
    "    ", "# ", '"""', "'", "def f():", "class C:",
])  # fmt: skip


@example("import numpy\rimport a")
@example("x = 1; import \\\n numpy as n, \\\r\n a")
@example("if 1: \\\n\timport a")
@example("try:from a.b import (\n c)\nfinally:import b")
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_no_import_is_missed_however_it_is_written(text: str) -> None:
    exact = {name.partition(".")[0] for name in imported_names(text)}
    assert imported_beyond(text.encode(), {"numpy", "x"}) >= exact - {"numpy", "x"}


def test_a_file_is_not_parsed_for_imports_that_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(_: str) -> tuple[str, ...]:
        raise AssertionError("parsed")

    monkeypatch.setattr(own_modules, "imported_names", parsed)
    text = (
        b"import numpy as np, json\nfrom numpy import (\n    pi,\n)\nabout = '''Taken\nfrom many.'''\nx = 'important'\n"
    )
    assert imported_beyond(text, {"numpy", "json", "many"}) == set()
    with pytest.raises(AssertionError, match="parsed"):
        imported_beyond(text, {"numpy", "json"})


def test_modules_of_the_course_and_what_they_import_travel_as_bytes_by_relative_path(tmp_path: Path) -> None:
    root = write_files(tmp_path, COURSE | LEFT_BEHIND)
    found = read_own_modules(["answers.part", "numpy"], [], root)
    assert found == {name: text.encode() for name, text in COURSE.items() if name != "unused.py"}


def test_a_single_file_is_a_module_too(tmp_path: Path) -> None:
    root = write_files(tmp_path, {"helpers.py": "X = 'é'"})
    assert read_own_modules(["helpers"], [], root) == {"helpers.py": "X = 'é'".encode()}


def test_a_folder_without_a_face_is_a_module_if_it_holds_python(tmp_path: Path) -> None:
    root = write_files(tmp_path, {"answers/part.py": "", "only_drawings/one.png": ""})
    assert read_own_modules(["answers.part", "only_drawings"], [], root) == {"answers/part.py": b""}


@pytest.mark.parametrize("kit", ["answers/__init__.py", "answers.py"])
def test_a_module_of_the_kit_does_not_travel_even_if_the_course_has_one_of_its_name(tmp_path: Path, kit: str) -> None:
    root = write_files(tmp_path, COURSE)
    assert set(read_own_modules(["answers", "helpers"], [kit], root)) == {
        "helpers.py",
        "far/__init__.py",
        "far/away.py",
    }


@pytest.mark.parametrize("name", ["numpy", "pytest", "json", "nbjudge.wire", "no_such_module", "no_such.part"])
def test_what_is_installed_and_what_is_not_there_do_not_travel(tmp_path: Path, name: str) -> None:
    assert read_own_modules([name], [], tmp_path) == {}
    assert read_own_modules([name], [], None) == {}


def test_without_a_course_folder_python_finds_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, COURSE)
    monkeypatch.syspath_prepend(tmp_path)
    assert "answers/part.py" in read_own_modules(["answers"], [], None)
    assert read_own_modules(["helpers"], [], None).keys() == {"helpers.py"} | COURSE.keys() - {"unused.py"}


def test_the_course_folder_comes_before_what_python_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(write_files(tmp_path / "elsewhere", {"answers.py": "# another course's"}))
    root = write_files(tmp_path / "here", {"answers.py": "# this one's"})
    assert read_own_modules(["answers"], [], root) == {"answers.py": b"# this one's"}


@pytest.mark.parametrize("text", ["import far.away\ndef f(:", "import far\n\0"])
def test_a_module_that_is_no_python_travels_for_the_exam_to_say_so(tmp_path: Path, text: str) -> None:
    root = write_files(tmp_path, COURSE | {"helpers.py": text})
    assert read_own_modules(["helpers"], [], root) == {"helpers.py": text.encode()}


def test_too_much_is_refused_with_its_size_and_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_files(
        tmp_path, {"answers/__init__.py": "import helpers", "answers/data.bin": "x" * 2000, "helpers.py": ""}
    )
    monkeypatch.setattr(own_modules, "MOST_BYTES", 2014)
    assert len(read_own_modules(["answers"], [], root)) == 3
    monkeypatch.setattr(own_modules, "MOST_BYTES", 2013)
    with pytest.raises(
        AssignmentError, match=r"have 2,014 bytes, and at most 2,013 .*: keep data out of answers, help"
    ):
        read_own_modules(["answers"], [], root)


def test_an_assignment_holds_those_that_its_grade_cells_import(tmp_path: Path) -> None:
    root = write_files(tmp_path, COURSE | {"source/a/kit.py": "import unused"})
    cells = [
        new_cell("import kit, numpy", "given", grade_id="given", locked=True),
        new_cell("def f(): pass", "f", grade_id="f", solution=True),
        new_cell("import kit, numpy\n%time\ndef test_f():\n    from helpers import f", "test_f", grade_id="test_f",
                 grade=True, locked=True, points=1),
    ]  # fmt: skip
    (root / "source" / "a" / "a.ipynb").write_text(json.dumps(new_notebook(cells)))
    assignment = read_assignment(root / "source" / "a", "a", "a", root=root)
    assert assignment.kit == {"kit.py": b"import unused"}
    assert assignment.modules == {name: text.encode() for name, text in COURSE.items() if name != "unused.py"}
    (root / "far" / "away.py").write_text("changed = True")
    again = read_assignment(root / "source" / "a", "a", "a", root=root)
    assert again.fingerprint != assignment.fingerprint


def test_this_course_takes_its_oracle_along_and_no_part_of_the_judge() -> None:
    assert {path.partition("/")[0] for path in ACTIVATION.modules} == {"oracle"}
    assert "oracle/compare.py" in ACTIVATION.modules  # which no grade cell names


def test_a_linked_folder_keeps_the_name_that_the_tests_import(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "answers-2026"
    elsewhere.mkdir(parents=True)
    (elsewhere / "__init__.py").write_text("RIGHT = 1\n")
    course = tmp_path / "course"
    course.mkdir()
    (course / "answers").symlink_to(elsewhere)
    assert read_own_modules(["answers"], [], course) == {"answers/__init__.py": b"RIGHT = 1\n"}
