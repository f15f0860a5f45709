"""The instructor's own modules travel with the assignment, and nothing else does; where student code could read what
only tests import, that is told with a remedy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from nbjudge.notebooks import own_modules
from nbjudge.notebooks.assignment import imports_of, read_assignment
from nbjudge.notebooks.own_modules import imported_names, read_own_modules, readable_secrets
from nbjudge.notebooks.source import AssignmentError
from nbjudge.sandbox import lockdown
from tests.support.activation import ACTIVATION
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


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


# ---------------------------------------------------------------- what travels


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


# ---------------------------------------------------------------- what student code could read


def installed(folder: Path, module: str, name: str = "Answers", files: str = "", address: str = "") -> Path:
    """A module in a folder of packages, with what an installer notes of it. An address: where it was installed from."""
    info = f"{name.lower()}-1.0.dist-info"
    noted = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/RECORD": f"{files or module},,\n{info}/METADATA,,\n",
        module: "",
    }
    return write_files(folder, noted | ({f"{info}/direct_url.json": address} if address else {}))


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages, which student code may read."""
    folder = (tmp_path / "packages").resolve()
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


def told(packages: Path, *imported: str, own: Mapping[str, bytes] | None = None, ordinary: str = "") -> list[str]:
    return readable_secrets(imported, own or {}, [packages], ordinary.split())


@pytest.mark.parametrize("files", [{"answers.py": ""}, {"answers/__init__.py": ""}, {"answers/part.py": ""}])
def test_a_module_that_was_put_there_by_hand_is_told_with_its_place_and_the_remedies(
    packages: Path, files: dict[str, str]
) -> None:
    write_files(packages, files)
    (said,) = told(packages, "answers.part", "json")
    assert said.startswith(f"the tests import 'answers', and student code could read it in {packages}/answers")
    assert "uninstall it and keep it in the course's folder" in said
    assert said.endswith("c.NbJudge.ordinary_modules = ['answers']")


@pytest.mark.parametrize(
    "address",
    [
        '{"url": "file:///home/ada/course", "dir_info": {"editable": false}}',
        '{"url": "https://git.example.edu/course.git", "vcs_info": {"vcs": "git", "commit_id": "0"}}',
        '{"url": "file:///tmp/answers.whl", "archive_info": {}}',
    ],
    ids=["a folder", "a repository", "a file"],
)
@pytest.mark.parametrize("name", ["Answers", "coursekit"])
def test_what_was_installed_from_an_address_is_told(packages: Path, name: str, address: str) -> None:
    installed(packages, "answers.py", name=name, address=address)
    (said,) = told(packages, "answers")
    assert "uninstall it and keep it in the course's folder" in said


@pytest.mark.parametrize("name", ["Answers", "coursekit"])
@pytest.mark.parametrize("module", ["answers.py", "answers/__init__.py"])
def test_what_was_installed_from_an_index_is_ordinary(packages: Path, module: str, name: str) -> None:
    installed(packages, module, name=name)
    assert told(packages, "answers") == []


def test_what_is_installed_here_from_an_index_is_ordinary() -> None:
    imported = ["pytest", "hypothesis.strategies", "yaml", "numpy", "json", "nbjudge.judge"]
    assert readable_secrets(imported, {}, lockdown.readable_paths(), []) == []


def test_a_module_beside_a_package_of_its_name_that_does_not_hold_it_is_told(packages: Path) -> None:
    installed(packages, "answers.py", files="others.py")
    assert len(told(packages, "answers")) == 1


def test_a_module_with_the_name_of_one_of_the_courses_own_is_told_whatever_it_is(packages: Path) -> None:
    installed(packages, "answers/__init__.py")
    own = {"answers/__init__.py": b"", "answers/part.py": b"", "helpers.py": b""}
    (said,) = told(packages, own=own, ordinary="answers")
    assert said.startswith("the tests import 'answers', and student code could read it in ")
    assert said.endswith(": uninstall that copy")


def test_a_module_that_one_of_the_courses_own_imports_is_told(packages: Path) -> None:
    write_files(packages, {"answers.py": "", "others.py": ""})
    own = {"helpers.py": b"def f():\n    from answers.part import g", "data.txt": b"import others"}
    (said,) = told(packages, "helpers", own=own)
    assert said.startswith("the tests import 'answers', ")
    assert told(packages, "helpers", own=own, ordinary="answers") == []


def test_a_module_that_the_instructor_calls_ordinary_passes(packages: Path) -> None:
    write_files(packages, {"answers.py": "", "others.py": ""})
    (said,) = told(packages, "answers", "others", ordinary="answers")
    assert "'others'" in said
    assert told(packages, "answers", "others", ordinary="others answers") == []


def test_a_module_that_student_code_cannot_read_is_not_told(packages: Path, tmp_path: Path) -> None:
    write_files(packages, {"answers.py": ""})
    (tmp_path / "others").mkdir()
    assert readable_secrets(["answers"], {"answers.py": b""}, [tmp_path / "others"], []) == []


def test_no_answer_of_this_course_can_be_read_by_student_code() -> None:
    imported = imports_of(ACTIVATION.parsed)[1]
    assert "oracle.probes" in imported
    assert readable_secrets(imported, ACTIVATION.modules, lockdown.readable_paths(), []) == []


def test_a_linked_folder_keeps_the_name_that_the_tests_import(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "answers-2026"
    elsewhere.mkdir(parents=True)
    (elsewhere / "__init__.py").write_text("RIGHT = 1\n")
    course = tmp_path / "course"
    course.mkdir()
    (course / "answers").symlink_to(elsewhere)
    assert read_own_modules(["answers"], [], course) == {"answers/__init__.py": b"RIGHT = 1\n"}
