"""The lines that `nbjudge init` puts into a configuration, and takes out again, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbjudge.course.opening import CourseError
from nbjudge.course.two_lines import put_in, take_out

CONFIGURATIONS = {
    "ordinary": b"c = get_config()\nc.CourseDirectory.course_id = 'x'\n",
    "without an end": b"c = get_config()",
    "windows": b"c = get_config()\r\nc.CourseDirectory.course_id = 'x'\r\n",
    "windows, without an end": b"c = get_config()\r\nx = 1",
    "empty": b"",
    "blank lines at the end": b"c = get_config()\n\n\n",
    "odd letters": "c = get_config()\nname = 'Käse\u2028'\n".encode(),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nbgrader_config.py"


@pytest.mark.parametrize("before", CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_what_is_put_in_is_taken_out_to_the_byte(path: Path, before: bytes) -> None:
    path.write_bytes(before)
    assert put_in(path.parent) == "added"
    assert path.read_bytes().startswith(before)
    compile(path.read_bytes(), path, "exec")
    assert take_out(path.parent) == "taken out"
    assert path.read_bytes() == before


def test_a_second_time_changes_nothing(path: Path) -> None:
    path.write_bytes(CONFIGURATIONS["ordinary"])
    put_in(path.parent)
    once = path.read_bytes()
    assert put_in(path.parent) == "there already"
    assert path.read_bytes() == once


def test_a_file_that_was_made_for_the_lines_goes_with_them(path: Path) -> None:
    assert put_in(path.parent) == "made"
    assert "c = get_config()" in path.read_text()
    assert put_in(path.parent) == "there already"
    assert take_out(path.parent) == "removed"
    assert not path.exists()
    assert take_out(path.parent) == "not there"


def test_what_the_instructor_has_written_into_it_since_stays_and_works(path: Path) -> None:
    put_in(path.parent)
    path.write_text(path.read_text() + "c.NbJudge.jobs = 2\n")
    assert take_out(path.parent) == "taken out"
    assert path.read_text() == "c = get_config()\nc.NbJudge.jobs = 2\n"


@pytest.mark.parametrize(
    "by_hand",
    [
        "from nbjudge.nbgrader_plugin import install\ninstall(c)\n",
        "from nbjudge.nbgrader_plugin import install as judge_install, install\ninstall(c)\n",
        "import nbjudge.nbgrader_plugin\nnbjudge.nbgrader_plugin.install(c)\n",
    ],
)
def test_lines_that_the_instructor_wrote_are_left_alone_either_way(path: Path, by_hand: str) -> None:
    path.write_text(by_hand)
    assert put_in(path.parent) == "there already"
    assert take_out(path.parent) == "by hand"
    assert path.read_text() == by_hand


def test_an_install_of_something_else_is_not_the_judges(path: Path) -> None:
    path.write_text("from other import install\ninstall(c)\n")
    assert put_in(path.parent) == "added"


def test_a_link_and_permissions_stay(path: Path) -> None:
    target = path.parent / "elsewhere.py"
    target.write_bytes(CONFIGURATIONS["ordinary"])
    target.chmod(0o640)
    path.symlink_to(target)
    put_in(path.parent)
    assert path.is_symlink()
    assert "install(c)" in target.read_text()
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(("text", "said"), [(b"c = (", "is no Python"), (b"# caf\xe9\n", "is not UTF-8")])
def test_a_file_that_cannot_be_read_is_named_and_left_alone(path: Path, text: bytes, said: str) -> None:
    path.write_bytes(text)
    with pytest.raises(CourseError, match=said):
        put_in(path.parent)
    assert path.read_bytes() == text
