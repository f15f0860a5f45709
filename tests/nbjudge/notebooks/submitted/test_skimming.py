"""Skimming: what is used of a notebook file stays, whatever else it holds costs neither points nor memory."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nbjudge.limits import Limits
from nbjudge.notebooks.submitted.skimming import ATTACHED_BYTES, SkimError, pieces_of, skimmed
from nbjudge.notebooks.submitted.student import read_student_cells
from nbjudge.notebooks.submitted.submission import Unreadable, read_submission

ROOM = 100_000
MIB = 1 << 20

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
CELLS = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", "heading", "x"]) | JSON},
    optional={
        "source": st.text() | st.lists(st.text()) | JSON,
        "input": st.text(),
        "id": st.text(max_size=4),
        "outputs": JSON,
        "metadata": st.fixed_dictionaries({}, optional={"nbgrader": JSON, "other": JSON}) | JSON,
        "attachments": JSON,
        'od"d': JSON,
    },
)
NOTEBOOKS = st.fixed_dictionaries(
    {},
    optional={
        "nbformat": st.just(4) | JSON,
        "metadata": JSON,
        "cells": st.lists(CELLS | JSON, max_size=4) | JSON,
        "worksheets": st.lists(st.fixed_dictionaries({"cells": st.lists(CELLS, max_size=2)}) | JSON, max_size=2),
    },
)


def in_pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def pruned(notebook: Any) -> Any:
    """What `skimmed` should keep, by a parsed notebook."""
    if not isinstance(notebook, dict):
        return notebook
    return {
        key: value if key == "nbformat" else _list(value, _cell if key == "cells" else _sheet)
        if key in ("cells", "worksheets") else None
        for key, value in notebook.items()
    }  # fmt: skip


def _list(value: Any, item: Any) -> Any:
    return [item(one) for one in value] if isinstance(value, list) else None


def _sheet(sheet: Any) -> Any:
    if not isinstance(sheet, dict):
        return None
    return {key: _list(value, _cell) if key == "cells" else None for key, value in sheet.items()}


def _cell(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return None
    kept = ("cell_type", "id", "source", "input", "attachments")
    found = {key: value if key in kept else None for key, value in cell.items()}
    if isinstance(cell.get("metadata"), dict):
        found["metadata"] = {key: value if key == "nbgrader" else None for key, value in cell["metadata"].items()}
    return found


@given(NOTEBOOKS | JSON, st.integers(1, 9), st.sampled_from([None, 1, "\t"]), st.booleans())
@example({"cells": [{"source": '"\\', "outputs": ['"]}\\', [[{}], "\\"]]}]}, 1, None, True)
def test_what_is_kept_is_what_json_reads_there(notebook: Any, size: int, indent: Any, ascii_only: bool) -> None:
    data = json.dumps(notebook, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    assert repr(json.loads(skimmed(in_pieces(data, size), ROOM))) == repr(pruned(json.loads(data)))


@given(NOTEBOOKS, st.integers(1, 9))
def test_a_student_has_the_same_cells_with_and_without_it(notebook: Any, size: int) -> None:
    data = json.dumps(notebook).encode()
    assert read_student_cells(skimmed(in_pieces(data, size), ROOM), ROOM) == read_student_cells(data, ROOM)


@given(NOTEBOOKS, st.data(), st.integers(1, 9))
def test_a_part_of_a_file_is_no_notebook(notebook: Any, data: st.DataObject, size: int) -> None:
    whole = json.dumps(notebook).encode()
    part = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(ValueError, match=r"."):
        json.loads(skimmed(in_pieces(part, size), ROOM))


@given(st.binary(max_size=60) | st.text('{}[]",:\\ \n1ae', max_size=40).map(str.encode), st.integers(1, 5))
def test_what_json_refuses_is_refused_where_it_is_used(data: bytes, size: int) -> None:
    try:
        kept = json.loads(skimmed(in_pieces(data, size), ROOM))
    except ValueError:
        return
    assert kept is None or isinstance(kept, (dict, list, str, int, float))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_read(encoding: str) -> None:
    notebook = {"nbformat": 4, "cells": [{"cell_type": "code", "source": "é\U0001f40d", "outputs": ["é" * 100]}]}
    data = json.dumps(notebook, ensure_ascii=False).encode(encoding)
    for size in (1, 2, 7, 1000):
        assert json.loads(skimmed(in_pieces(data, size), ROOM)) == pruned(notebook)


def test_bytes_that_are_no_text_are_told_as_in_short_files() -> None:
    data = (
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = \xff", "outputs": ["' + b"o" * ROOM + b'"]}]}'
    )
    read = read_student_cells(data, ROOM)
    assert [cell.text for cell in read.cells] == ["x = \ufffd"]
    assert [note.kind for note in read.notes] == ["encoding"]


def test_deep_outputs_are_passed_over_and_deep_answers_refused() -> None:
    deep = "[" * 200_000 + "]" * 200_000
    cell = '{"cell_type": "code", "source": %s, "outputs": %s}'
    notebook = '{"nbformat": 4, "cells": [%s]}'
    assert len(read_student_cells((notebook % (cell % ('"x"', deep))).encode(), ROOM).cells) == 1
    refused = read_student_cells((notebook % (cell % (deep, "[]"))).encode(), len(deep) + 100)
    assert refused.reason == "the file is not a notebook: it is nested too deep"


def test_text_counts_and_outputs_do_not() -> None:
    cell = {"cell_type": "code", "source": "x" * ROOM, "outputs": [{"text": "y" * ROOM}]}
    reason = read_student_cells(json.dumps({"nbformat": 4, "cells": [cell]}).encode(), ROOM).reason
    assert reason == f"the notebook has too much text: besides its outputs, the limit is {ROOM} bytes"


@pytest.mark.parametrize(
    ("where", "what"),
    [
        ("outputs", [{"output_type": "stream", "name": "stdout", "text": "forward 0.5\n" * 20_000}]),
        ("outputs", [{"data": {"application/json": [[[0, {"a": [1]}]]] * 10_000}}]),
        ("metadata", {"widgets": "w" * 200_000, "nbgrader": {"grade_id": "a"}}),
        ("attachments", {"a.png": {"image/png": "A" * 200_000}}),
    ],
)
def test_what_is_not_used_costs_nothing(where: str, what: Any) -> None:
    cell = {"cell_type": "code", "source": "x = 1", "metadata": {"nbgrader": {"grade_id": "a"}}} | {where: what}
    read = read_student_cells(json.dumps({"nbformat": 4, "cells": [cell]}).encode(), ROOM)
    assert [(cell.text, cell.grade_id) for cell in read.cells] == [("x = 1", "a")]
    assert read.reason is None


def test_attachments_are_kept_as_far_as_there_is_room() -> None:
    picture = {"a.png": {"image/png": "A" * (ATTACHED_BYTES // 2)}}
    cells = [{"cell_type": "markdown", "source": "x", "attachments": picture}] * 3
    kept = json.loads(skimmed(pieces_of(json.dumps({"cells": cells}).encode()), ROOM))["cells"]
    assert [cell["attachments"] is None for cell in kept] == [False, True, True]


def test_a_large_file_is_read_in_bounded_memory(tmp_path: Path) -> None:
    cell = b'{"cell_type": "code", "source": "x = 1", "outputs": [{"text": ["'
    with open(tmp_path / "a.ipynb", "wb") as file:
        file.write(b'{"nbformat": 4, "cells": [' + cell)
        for _ in range(30):
            file.write(b'a line of output\\n", "' * (MIB // 22))
        file.write(b'"], "data": "')
        for _ in range(30):
            file.write(b"b" * MIB)
        file.write(b'"}]}]}')
    tracemalloc.start()
    found = read_submission(tmp_path, "a.ipynb", Limits())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not isinstance(found, Unreadable)
    assert read_student_cells(found, ROOM).cells[0].text == "x = 1"
    assert peak < 5 * MIB


def test_a_large_file_of_nothing_used_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_bytes(b" " * 200 + b"{} {}")
    found = read_submission(tmp_path, "a.ipynb", Limits(submission_bytes=100))
    assert found == Unreadable("the file is not a notebook: something follows after its end")
    with pytest.raises(SkimError):
        skimmed([], ROOM)
