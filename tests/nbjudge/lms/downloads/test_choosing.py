"""Which file is which notebook."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from nbjudge.lms.downloads.choosing import choose
from nbjudge.lms.downloads.unpacking import Handed


def chosen(names: dict[str, int] | list[str], *notebooks: str) -> tuple[dict[str, str], list[str]]:
    """What is written, by name to the name that the student gave it, and what is said. Numbers: Canvas's, of files."""
    numbers = names if isinstance(names, dict) else dict.fromkeys(names, 0)
    found = choose([Handed(PurePosixPath(name), Path(name), number) for name, number in numbers.items()], notebooks)
    return {name: str(file) for name, file in found.files.items()}, found.notes


@pytest.mark.parametrize(
    "name",
    [
        *("a.ipynb", "a-1.ipynb", "a-12.ipynb", "a (1).ipynb", "a(2).ipynb", "a - Copy.ipynb", "A.IPYNB"),
        *("hand in/a.ipynb", "homework.ipynb"),
    ],
)
def test_a_notebook_is_taken_for_the_right_one_and_it_is_said_where_it_had_another_name(name: str) -> None:
    files, notes = chosen([name], "a.ipynb")
    assert files == {"a.ipynb": name}
    assert bool(notes) == (Path(name).name != "a.ipynb")


def test_of_several_the_latest_by_canvass_numbers_is_taken() -> None:
    files, notes = chosen({"a.ipynb": 499, "a-1.ipynb": 501, "a-2.ipynb": 500}, "a.ipynb")
    assert files == {"a.ipynb": "a-1.ipynb"}
    assert notes == ["of several, 'a-1.ipynb' was taken for a.ipynb (not 'a.ipynb', 'a-2.ipynb')"]


def test_of_several_without_numbers_the_name_itself_is_taken_and_the_nearest() -> None:
    assert chosen(["old/a.ipynb", "a (1).ipynb", "a.ipynb"], "a.ipynb")[0]["a.ipynb"] == "a.ipynb"
    assert chosen(["a (1).ipynb", "a (2).ipynb"], "a.ipynb")[0]["a.ipynb"] == "a (2).ipynb"


def test_notebooks_with_numbers_in_their_own_names_are_not_mixed_up() -> None:
    files, notes = chosen(["hw-1.ipynb", "hw-2.ipynb"], "hw-1.ipynb", "hw-2.ipynb")
    assert files == {"hw-1.ipynb": "hw-1.ipynb", "hw-2.ipynb": "hw-2.ipynb"}
    assert not notes
    files, _ = chosen(["hw.ipynb", "hw-1.ipynb"], "hw.ipynb", "hw-1.ipynb")
    assert files == {"hw.ipynb": "hw.ipynb", "hw-1.ipynb": "hw-1.ipynb"}
    assert chosen(["hw-1-1.ipynb", "hw-2-1.ipynb"], "hw-1.ipynb", "hw-2.ipynb")[0]["hw-2.ipynb"] == "hw-2-1.ipynb"


def test_one_that_is_left_is_taken_for_the_one_that_lacks_and_of_two_none() -> None:
    files, notes = chosen(["first.ipynb", "mine.ipynb"], "first.ipynb", "second.ipynb")
    assert files == {"first.ipynb": "first.ipynb", "second.ipynb": "mine.ipynb"}
    assert "the only notebook left" in notes[0]
    files, notes = chosen(["x.ipynb", "y.ipynb"], "a.ipynb")
    assert files == {"x.ipynb": "x.ipynb", "y.ipynb": "y.ipynb"}
    assert notes == ["there is no a.ipynb (found: 'x.ipynb', 'y.ipynb')"]


def test_nothing_at_all_is_said() -> None:
    assert chosen([], "a.ipynb") == ({}, ["there is no a.ipynb (found: nothing)"])
    assert chosen(["essay.pdf"], "a.ipynb") == (
        {"essay.pdf": "essay.pdf"},
        ["there is no a.ipynb (found: 'essay.pdf')"],
    )


def test_files_beside_keep_their_names_and_what_nbgrader_writes_is_not_the_students() -> None:
    files, notes = chosen({"a.ipynb": 1, "data/x.csv": 2, "timestamp.txt": 3, "submission_secret.txt": 4}, "a.ipynb")
    assert files == {"a.ipynb": "a.ipynb", "data/x.csv": "data/x.csv"}
    assert len(notes) == 2
    assert all("which only nbgrader writes" in note for note in notes)


def test_a_file_and_a_folder_of_one_name_do_not_meet() -> None:
    files, _ = chosen({"a.ipynb": 1, "x": 2, "x/y": 1, "z/w": 4, "z": 3, "a.ipynb/q": 9}, "a.ipynb")
    assert files == {"a.ipynb": "a.ipynb", "x": "x", "z/w": "z/w"}
