"""Pictures pasted into Markdown cells come along, bounded; nothing else that is attached does."""

from __future__ import annotations

import base64
import json
from typing import Any

import nbformat
import pytest

from nbjudge.limits import Limits
from nbjudge.notebooks.rebuild import Rebuilt, rebuild
from nbjudge.notebooks.submitted.student import Pictures
from tests.support.rebuilding import new_cell, new_notebook

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(50)).decode()
JPEG = base64.b64encode(b"\xff\xd8\xff\xe0" + bytes(50)).decode()
ESSAY = new_cell("The chain rule.", "essay", "markdown", grade_id="essay", solution=True, grade=True, points=5)
SOURCE = new_notebook([new_cell("# Intro", "intro", "markdown"), ESSAY])
TEXT = "My drawing: ![d](attachment:d.png)"


def rebuilt(*cells: dict[str, Any], source: dict[str, Any] = SOURCE, **limits: int) -> Rebuilt:
    result = rebuild(source, json.dumps(new_notebook(list(cells))).encode(), Limits(**limits))
    nbformat.validate(nbformat.from_dict(result.notebook))
    json.dumps(result.notebook, ensure_ascii=False).encode()
    return result


def with_picture(text: str = TEXT, attachments: Any = None, cell: dict[str, Any] | None = None) -> dict[str, Any]:
    return (cell or new_cell(text, "mine", "markdown")) | {
        "source": text,
        "attachments": {"d.png": {"image/png": PNG}} if attachments is None else attachments,
    }


def attached(result: Rebuilt) -> list[Any]:
    return [cell["attachments"] for cell in result.notebook["cells"] if "attachments" in cell]


def test_a_picture_in_an_answer_and_one_in_an_added_cell_come_along() -> None:
    result = rebuilt(SOURCE["cells"][0], with_picture(cell=ESSAY), with_picture())
    assert attached(result) == [{"d.png": {"image/png": PNG}}] * 2
    assert result.notes == ()


def test_the_instructors_own_pictures_stay_beside_the_students() -> None:
    given = ESSAY | {"attachments": {"task.png": {"image/png": JPEG}}}
    source = new_notebook([given])
    assert attached(rebuilt(given, source=source)) == [{"task.png": {"image/png": JPEG}}]
    answered = with_picture(cell=ESSAY)
    both = {"task.png": {"image/png": JPEG}, "d.png": {"image/png": PNG}}
    assert attached(rebuilt(answered, source=source)) == [both]


@pytest.mark.parametrize(
    "attachments",
    [
        "text", 5, [1], {"d.png": None}, {"d.png": "text"}, {"d.png": {}}, {"d.png": {"image/png": 5}},
        {"": {"image/png": PNG}},
        {"d.png": {"image/png": "no base64!"}}, {"d.png": {"image/svg+xml": "<svg/>"}},
        {"d.png": {"text/html": "<script>"}}, {"d\ud800": {"image/png": PNG}}, {"d" * 300: {"image/png": PNG}},
        {"d.png": {"image/png": ""}}, {"d.png": {"image/png": base64.b64encode(b"<html>").decode()}},
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_picture_is_left_out(attachments: Any) -> None:
    assert attached(rebuilt(with_picture(attachments=attachments))) == []


def test_a_picture_of_another_kind_than_its_name_says_is_kept_as_what_it_is() -> None:
    (kept,) = attached(rebuilt(with_picture(attachments={"d.png": {"image/png": JPEG}})))
    assert kept == {"d.png": {"image/jpeg": JPEG}}


def test_pictures_that_there_was_no_room_to_read_are_told() -> None:
    unread = with_picture() | {"attachments": None}
    result = rebuilt(unread)
    assert attached(result) == []
    assert [
        note.text for note in result.notes if note.text.startswith("1 attachment(s) of Markdown cells were left out")
    ]


def test_lines_as_nbformat_may_have_them_are_joined() -> None:
    lines = [PNG[:10] + "\n", PNG[10:]]
    assert attached(rebuilt(with_picture(attachments={"d.png": {"image/png": lines}}))) == [
        {"d.png": {"image/png": PNG}}
    ]


def test_attachments_that_no_text_refers_to_and_those_of_code_are_left_out() -> None:
    code = new_cell("# attachment:d.png", "mine") | {"attachments": {"d.png": {"image/png": PNG}}}
    result = rebuilt(ESSAY, with_picture(text="Nothing."), code)
    assert attached(result) == []
    assert result.notes == ()


def test_pictures_beyond_the_limits_are_left_out_and_told() -> None:
    many = {f"{number}.png": {"image/png": PNG} for number in range(10)}
    result = rebuilt(with_picture(attachments=many), pictures=3)
    assert [len(one) for one in attached(result)] == [3]
    assert [note.text for note in result.notes if note.kind == "pictures"] == [
        "7 attachment(s) of Markdown cells were left out: up to 3 pictures (PNG, JPEG, GIF, WebP) "
        "of 8388608 bytes together are kept"
    ]
    assert [len(one) for one in attached(rebuilt(with_picture(attachments=many), picture_bytes=2 * len(PNG)))] == [2]


def test_limits_are_of_the_whole_notebook() -> None:
    pictures = Pictures(Limits(pictures=1))
    assert pictures.kept({"d": {"image/png": PNG}}, TEXT)
    assert not pictures.kept({"d": {"image/png": PNG}}, TEXT)
    assert pictures.left_out == 1
