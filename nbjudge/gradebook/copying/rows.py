"""A gradebook's rows: copied in batches, then checked one by one. Memory does not grow with their number.

No table of nbgrader's counts its rows: keys are names or random, and there is no sequence to be set behind them.
"""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from itertools import zip_longest
from typing import Any, Final

from nbgrader.api import Base
from sqlalchemy import ColumnElement, Connection, Row, Select, Table, collate, func, insert, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.types import String

from nbjudge.gradebook.copying.ends import TABLES, VERSION
from nbjudge.gradebook.indexes import make_missing
from nbjudge.gradebook.opening import GradebookError

BATCH: Final = 500  # rows, of which some hold the text of a notebook's cell

Report = Callable[[], None]


def count_rows(source: Connection) -> int:
    """How many rows there are to copy."""
    return sum(source.execute(select(func.count()).select_from(table)).scalar_one() for table in TABLES)


def copy_rows(source: Connection, target: Connection, report: Report) -> dict[str, int]:
    """Make the tables in an empty database, with the indexes that make grading fast, and copy all rows.

    Args:
        report: hears of each row.

    Returns:
        the number of rows of each table.

    Raises:
        GradebookError: if a row is not what its table should hold, as SQLite lets it: which, and what is wrong.
        SQLAlchemyError: if one of the databases refuses.
    """
    Base.metadata.create_all(target)
    VERSION.create(target)
    counts = {}
    for table in TABLES:
        counts[table.name] = 0
        # in the order in which they lie there, in which sums of points have been added up
        with closing(_batches(source, select(table), table)) as batches:
            for rows in batches:
                _insert(target, table, rows)
                counts[table.name] += len(rows)
                for _ in rows:
                    report()
    make_missing(target)
    return counts


def check_rows(source: Connection, target: Connection, report: Report) -> None:
    """See that both have the same rows, value for value.

    Raises:
        GradebookError: if they do not: the first difference.
    """
    for table in TABLES:
        with closing(_sorted(source, table)) as given, closing(_sorted(target, table)) as copied:
            for expected, found in zip_longest(given, copied):
                different = _difference(expected, found)
                if different:
                    raise GradebookError(f"the copy of {table.name} is not what was copied: {different}")
                report()


def _sorted(connection: Connection, table: Table) -> Generator[Row[Any], None, None]:
    """All rows by their keys, in an order that is the same in both databases: that of bytes."""
    keys: list[ColumnElement[Any]] = list(table.primary_key) or list(table.columns)
    if connection.dialect.name == "postgresql":
        keys = [collate(key, "C") if isinstance(key.type, String) else key for key in keys]
    with closing(_batches(connection, select(table).order_by(*keys), table)) as batches:
        for rows in batches:
            yield from rows


def _batches(connection: Connection, query: Select[Any], table: Table) -> Generator[Sequence[Row[Any]], None, None]:
    try:
        with connection.execute(query, execution_options={"yield_per": BATCH}) as found:
            yield from found.partitions()
    except (ValueError, TypeError, LookupError) as error:  # SQLite keeps anything in any column
        raise GradebookError(f"{table.name} holds what is no value of its column: {error}; mend it first") from error


def _insert(target: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
    try:
        with target.begin_nested():
            target.execute(insert(table), [row._asdict() for row in rows])
    except (DataError, IntegrityError) as error:
        if len(rows) == 1:
            raise GradebookError(
                f"a row of {table.name} cannot be copied, {reprlib.repr(tuple(rows[0]))}: {error.orig}; mend it in the "
                "gradebook that is copied. Nothing was written"
            ) from error
        for row in rows:  # which one is it?
            _insert(target, table, [row])
        raise


def _difference(expected: Row[Any] | None, found: Row[Any] | None) -> str:
    """In words; empty if there is none. Two values that are no numbers (NaN) are the same, too."""
    if expected is None or found is None:
        there = expected if found is None else found
        return f"a row is {'missing' if found is None else 'there too many'}, {reprlib.repr(tuple(there or ()))}"
    for name, one, other in zip(expected._fields, expected, found, strict=True):
        if one != other and not (one != one and other != other):  # noqa: PLR0124 - that is how NaN is known
            return f"in the row {expected[0]!a}, {name} is {reprlib.repr(other)} in place of {reprlib.repr(one)}"
    return ""
