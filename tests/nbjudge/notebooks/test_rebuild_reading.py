"""Rebuild: whatever bytes were submitted, they are read as far as they can be."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nbjudge.notebooks.rebuild import rebuild
from tests.support.rebuilding import (
    LIMITS,
    SOURCE,
    Notebook,
    answer,
    check_both_answers,
    check_sound,
    check_stubs,
    extras,
    kinds,
    rebuilt,
    submission,
    text_of,
)

# --- what cannot be read -------------------------------------------------------------------------------

UNREADABLE = {
    "missing": (None, "no notebook"),
    "empty": (b"", "JSON"),
    "binary": (bytes(range(256)), "JSON"),
    "truncated": (json.dumps(submission()).encode()[:700], "JSON"),
    "a list": (b"[1, 2]", "a list"),
    "a number": (b"3", "a int"),
    "a string": (b'"cells"', "a str"),
    "no cells": (b"{}", "no list of cells"),
    "cells no list": (b'{"cells": {"a": 1}, "nbformat": 4}', "no list of cells"),
    "worksheets no list": (b'{"worksheets": 1, "nbformat": 3}', "no list of cells"),
    "100,000 lists deep": (b"[" * 100_000, "nested too deep"),
    "100,000 objects deep": (b'{"cells":' * 100_000, "nested too deep"),
    "30 MB": (b'{"cells": [{"cell_type": "code", "source": "' + b"x" * 30_000_000 + b'"}]}', "limit is 2000000"),
    "a bare value of a huge number": (b"9" * 100_000, "a float"),
}


@pytest.mark.parametrize(("data", "reason"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_gives_the_stubs_and_a_reason(data: bytes | None, reason: str) -> None:
    result = rebuild(SOURCE, data, LIMITS)
    check_sound(result)
    check_stubs(result)
    assert result.reason is not None
    assert reason in result.reason


# --- what can be read all the same ---------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_other_unicode_encodings_are_read(encoding: str) -> None:
    check_both_answers(rebuilt(json.dumps(submission()).encode(encoding)))


def test_invalid_utf8_costs_the_characters_only() -> None:
    def comment(notebook: Notebook) -> None:
        notebook["cells"][6]["source"] = "# caf\xe9"

    result = rebuilt(json.dumps(submission(comment), ensure_ascii=False).encode("latin-1"))
    check_both_answers(result)
    assert "encoding" in kinds(result)
    assert extras(result) == [("c-open", "# caf\ufffd")]


def test_format_3_with_worksheets_is_read() -> None:
    old = []
    for cell in submission()["cells"]:
        renamed = {key: value for key, value in cell.items() if key not in ("source", "id")}
        old.append(renamed | {"input" if cell["cell_type"] == "code" else "source": cell["source"]})
    old.append({"cell_type": "heading", "level": 2, "source": "Mine", "metadata": {}})
    result = rebuilt({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": old}, 7]})
    check_both_answers(result)
    assert kinds(result) == {"format"}
    assert extras(result) == [("c-open", "Mine")]


@pytest.mark.parametrize("version", [None, 2, 5, "4", [], 10**400, True])
def test_an_unknown_format_is_read_if_it_has_cells(version: object) -> None:
    result = rebuilt(submission(lambda notebook: notebook.update(nbformat=version)))
    check_both_answers(result)
    assert "format" in kinds(result)


def test_nan_and_huge_numbers_do_no_harm() -> None:
    text = json.dumps(submission()).replace('"execution_count": null', f'"execution_count": {"9" * 5000}')
    check_both_answers(rebuilt(text.replace('"locked": false', '"locked": NaN').encode()))


@pytest.mark.parametrize("junk", [None, 3, "x", [], [[]], {"cell_type": "code"}, {"cell_type": ["code"]}])
def test_cells_that_are_none_are_left_out(junk: object) -> None:
    check_both_answers(rebuilt(submission(lambda notebook: notebook["cells"].insert(1, junk))))


@pytest.mark.parametrize("source", [None, 3, {"a": 1}, [1, None], True])
def test_a_source_that_is_no_text_counts_as_blank(source: object) -> None:
    result = rebuilt(submission(lambda notebook: notebook["cells"][2].update(source=source)))
    assert text_of(result, "c-relu") == ""
    assert text_of(result, "c-sigmoid") == answer("Sigmoid")
    assert "cells" in kinds(result)


def test_a_source_given_as_lines_is_joined() -> None:
    lines = answer("ReLU").splitlines(keepends=True)
    check_both_answers(rebuilt(submission(lambda notebook: notebook["cells"][2].update(source=lines))))


@pytest.mark.parametrize(
    "metadata", [None, 3, [], "x", {"nbgrader": 3}, {"nbgrader": []}, {"nbgrader": {"grade_id": []}}]
)
def test_metadata_of_another_shape_counts_as_lost(metadata: object) -> None:
    result = rebuilt(submission(lambda notebook: notebook["cells"][2].update(metadata=metadata)))
    check_both_answers(result)
    assert kinds(result) == {"lost metadata"}


def test_nul_bytes_and_lone_surrogates_become_replacement_characters() -> None:
    odd = "a = '\x00 \ud83d \ude00'\r\nb = '\U0001f600'\rc = 1"
    result = rebuilt(submission(lambda notebook: notebook["cells"][2].update(source=odd)))
    assert text_of(result, "c-relu") == "a = '\ufffd \ufffd \ufffd'\nb = '\U0001f600'\nc = 1"


# --- fuzzing -------------------------------------------------------------------------------------------


@settings(max_examples=500)
@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b'{"cells": [{"cell_type": "code", "source": "\\ud800"}]}')
def test_no_bytes_raise(data: bytes) -> None:
    check_sound(rebuild(SOURCE, data, LIMITS))


words = st.sampled_from(
    ["cells", "cell_type", "code", "markdown", "source", "input", "metadata", "nbgrader", "grade_id", "relu",
     "solution", "test_relu", "id", "c-relu", "nbformat", "worksheets", "points"]
)  # fmt: skip
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words | st.text(st.characters(), max_size=10),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(words, inner, max_size=6),
    max_leaves=30,
)
cell_like = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", "heading", None, 3])},
    optional={
        "source": json_like | st.just(answer("ReLU")),
        "metadata": json_like | st.fixed_dictionaries({"nbgrader": st.dictionaries(words, json_like, max_size=4)}),
        "id": json_like,
    },
)


@settings(max_examples=500)
@given(json_like | st.fixed_dictionaries({"cells": st.lists(cell_like | json_like, max_size=6), "nbformat": json_like}))
def test_no_json_raises(notebook: object) -> None:
    check_sound(rebuild(SOURCE, json.dumps(notebook).encode(), LIMITS))


@settings(max_examples=300)
@given(st.data())
def test_no_cut_or_change_in_a_real_submission_raises(data: st.DataObject) -> None:
    text = bytearray(json.dumps(submission()).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        text[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=4))
    check_sound(rebuild(SOURCE, bytes(text), LIMITS))
