"""pandas objects cross by value where both sides have imported pandas; the wire itself never imports it."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints
import numpy as np
import pandas as pd
import pandas.testing as pdt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbjudge.wire.decode import decode
from nbjudge.wire.encode import encode
from nbjudge.wire.forms import Handle, WireError, type_name
from nbjudge.wire.values import tables
from tests.support.wire import LIMIT, leaves, marked, round_trip

COLUMNS: dict[str, Any] = {
    "integers": [1, 2, 3],
    "floats": np.array([1.5, np.nan, 2], np.float32),
    "words": ["x", None, "\U0001f600"],
    "flags": [True, False, True],
    "moments": pd.to_datetime(["2020-01-01", "NaT", "2021-01-01"]),
    "spans": pd.to_timedelta([1, 2, 3], unit="s"),
    "categories": pd.Categorical(["u", None, "u"], categories=["v", "u"], ordered=True),
    "numbers or none": pd.array([1, None, 3], dtype="Int64"),
    "fractions or none": pd.array([1, None, 3], dtype="Float32"),
    "flags or none": pd.array([True, None, False], dtype="boolean"),
    "texts or none": pd.array(["a", None, ""], dtype="string"),
    "objects": pd.Series([1, "x", (2, None)], dtype=object),
}
INDEXES: dict[str, Any] = {
    "numbered": pd.RangeIndex(3, 9, 2, name="n"),
    "integers": pd.Index([3, 1, 2]),
    "floats": pd.Index([1.5, 2, 3]),
    "words": pd.Index(["a", "b", "b"], name=("two", "names")),
    "days": pd.date_range("2020", periods=3),
    "weeks": pd.date_range("2020", periods=3, freq="W"),
    "days anyhow": pd.DatetimeIndex(["2020-01-05", "2020-01-01", "2020-01-02"]),
    "seconds": pd.timedelta_range("1s", periods=3),
    "categories": pd.CategoricalIndex(["a", "b", "a"]),
    "objects": pd.Index([1, "a", None], dtype=object),
}


@pytest.mark.parametrize("index", INDEXES.values(), ids=INDEXES.keys())
def test_a_table_arrives_with_its_columns_types_and_names(index: Any) -> None:
    frame = pd.DataFrame({name: pd.Series(column).to_numpy() if name == "x" else column for name, column in
                          COLUMNS.items()})  # fmt: skip
    frame.index = index
    got = round_trip(frame)
    pdt.assert_frame_equal(got, frame)
    pdt.assert_index_equal(round_trip(index), index, exact=True)


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS.keys())
def test_a_series_arrives_with_its_type_and_name(column: Any) -> None:
    series = pd.Series(column, name="n")
    got = round_trip(series)
    pdt.assert_series_equal(got, series)
    got.iloc[0] = got.iloc[2]  # it is the receiver's own


@pytest.mark.parametrize(
    "frame",
    [pd.DataFrame(), pd.DataFrame({"a": []}), pd.DataFrame([[1, 2]], columns=["a", "a"]), pd.DataFrame(np.eye(3)),
     pd.DataFrame({"a": [1]}).T, pd.DataFrame(index=[1, 2])],
    ids=["nothing", "no rows", "a name twice", "no names", "turned", "no columns"],
)  # fmt: skip
def test_a_strange_table_arrives(frame: pd.DataFrame) -> None:
    pdt.assert_frame_equal(round_trip(frame), frame)


@pytest.mark.parametrize("value", [pd.Timestamp("2020-01-02 03:04:05.678"), pd.Timedelta("3s")], ids=type_name)
def test_a_moment_arrives_in_its_unit(value: Any) -> None:
    got = round_trip(value)
    assert (type(got), got, got.unit) == (type(value), value, value.unit)


OPAQUE = [
    pd.MultiIndex.from_tuples([(1, 2)]),
    pd.DataFrame({"a": [1]}, index=pd.MultiIndex.from_tuples([(1, 2)])),
    pd.Series([[1, 2]]),
    pd.Series([object()]),
    pd.Series(pd.date_range("2020", periods=2, tz="Europe/Berlin")),
    pd.Series([1], name=pd.Timestamp("2020")),
    pd.period_range("2020", periods=2, freq="D"),
    pd.Timestamp("2020", tz="UTC"),
    pd.NaT,
    type("Mine", (pd.DataFrame,), {})(),
]


@pytest.mark.parametrize("value", OPAQUE, ids=type_name)
def test_what_is_no_plain_table_is_a_handle(value: Any) -> None:
    assert round_trip(value, opaque=lambda found: Handle(7, type_name(found))) == Handle(7, type_name(value))


def test_a_table_of_too_many_columns_is_refused_with_the_number() -> None:
    with pytest.raises(WireError, match="1001 columns; the limit is 1000"):
        encode(pd.DataFrame(np.zeros((1, 1001))), limit=LIMIT)


def test_a_column_of_words_may_be_longer_than_a_list() -> None:
    words = pd.Series([f"w{number}" for number in range(150_000)])
    pdt.assert_series_equal(decode(encode(words, limit=4 * LIMIT), limit=4 * LIMIT), words)


def test_a_receiver_without_pandas_gets_the_handle_and_does_not_import_it() -> None:
    message = encode([pd.Series([1])], limit=LIMIT, opaque=lambda found: Handle(7, type_name(found)))
    program = (
        "import sys\n"
        "from nbjudge.wire import channel\n"
        "from nbjudge.wire.decode import decode\n"
        f"print(decode({message!r}, limit={LIMIT}))\n"
        "sys.exit('pandas' in sys.modules)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == f"{[Handle(7, 'Series')]}"


# ------------------------------------------------------------ what no honest side sends


def words(*names: Any) -> list[Any]:
    """A tuple, as it crosses."""
    return [msgpack.ExtType(1, b""), *names]


NUMBERED = words("range", None, 0, 2, 1)
ONES = words("plain", msgpack.ExtType(4, b"<f8\0\1\1" + (2).to_bytes(8, "little") + bytes(16)))
SERIES, FRAME, INDEX = 81, 80, 82
LENGTHS = msgpack.ExtType(4, b"<i4\0\1\1" + (2).to_bytes(8, "little") + (1).to_bytes(4, "little") * 2)

REFUSED = {
    "an index that is longer": marked(SERIES, None, None, words("range", None, 0, 3, 1), ONES),
    "an endless index": marked(INDEX, None, words("range", None, 0, 10**15, 1)),
    "an index of nothing": marked(INDEX, None, words("range", None, 0, 1, 0)),
    "an index of an unknown kind": marked(INDEX, None, words("multi", None, None, ONES)),
    "a frequency that pandas would parse": marked(INDEX, None, words("index", None, "1000000000000D", ONES)),
    "a name that is a list": marked(SERIES, None, [1], NUMBERED, ONES),
    "a column that is a list": marked(SERIES, None, None, NUMBERED, [1, 2]),
    "a column of an unknown kind": marked(SERIES, None, None, NUMBERED, words("pickle", b"x")),
    "a column named by a list": marked(SERIES, None, None, NUMBERED, words([1])),
    "words that are shorter": marked(SERIES, None, None, NUMBERED, words("text", "str", LENGTHS, b"a")),
    "words of another type": marked(SERIES, None, None, NUMBERED, words("text", "object", LENGTHS, b"ab")),
    "words that are none": marked(SERIES, None, None, NUMBERED, words("text", "str", LENGTHS, b"\xff\xff")),
    "codes that name no category": marked(
        SERIES, None, None, NUMBERED, words("category", LENGTHS, words("range", None, 0, 1, 1), False)
    ),
    "an unknown class of numbers": marked(SERIES, None, None, NUMBERED, words("nullable", "Int1", LENGTHS, LENGTHS)),
    "a table without labels": marked(FRAME, None, NUMBERED),
    "a table with labels for another": marked(FRAME, None, NUMBERED, NUMBERED, ONES),
    "parts of nothing": marked(SERIES),
}


@pytest.mark.parametrize("message", REFUSED.values(), ids=REFUSED.keys())
def test_the_decoder_refuses(message: bytes) -> None:
    with pytest.raises(WireError):
        decode(message, limit=LIMIT)


def test_the_builders_of_refused_messages_build_valid_ones_too() -> None:
    assert decode(marked(SERIES, None, None, NUMBERED, ONES), limit=LIMIT).tolist() == [0, 0]  # type: ignore[attr-defined]
    text = words("text", "str", LENGTHS, b"ab")
    assert decode(marked(SERIES, None, None, NUMBERED, text), limit=LIMIT).tolist() == ["a", "b"]  # type: ignore[attr-defined]


parts = st.recursive(
    leaves.filter(lambda leaf: type(leaf) is not int or -(2**63) <= leaf < 2**64)
    | st.sampled_from(["range", "index", "plain", "text", "category", "nullable", "str", "Int64", "D", ONES, NUMBERED]),
    lambda inner: st.lists(inner, max_size=4).map(lambda items: words(*items)),
    max_leaves=8,
)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from([form.mark for form in tables.FORMS]), st.lists(parts, max_size=5))
def test_a_table_of_any_parts_is_a_value_or_a_wire_error(mark: int, items: list[Any]) -> None:
    try:
        value = decode(marked(mark, *items), limit=LIMIT)
    except WireError:
        return
    encode(value, limit=2 * LIMIT)
