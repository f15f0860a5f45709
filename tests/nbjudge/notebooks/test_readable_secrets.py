"""Where student code could read what only tests import, that is told with a remedy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from nbjudge.notebooks.assignment import imports_of
from nbjudge.notebooks.own_modules import readable_secrets
from nbjudge.sandbox import lockdown
from tests.support.activation import ACTIVATION
from tests.support.modules import write_files


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


def test_what_an_older_installer_has_noted_is_ordinary_as_well(packages: Path) -> None:
    noted = {"PKG-INFO": "Metadata-Version: 2.1\nName: Answers\nVersion: 1.0\n", "SOURCES.txt": "answers.py\n"}
    write_files(packages, {"answers.py": ""} | {f"answers.egg-info/{name}": text for name, text in noted.items()})
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
