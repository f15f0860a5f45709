"""Indexes that nbgrader's tables lack: made once, and nbgrader goes on with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.api import Base, Gradebook
from sqlalchemy import inspect, text

from nbjudge.gradebook.indexes import add_missing
from nbjudge.gradebook.recording import record
from tests.support.gradebooks import EARLY, LATE, SOME, as_nbgrader_does, contents, no_penalty, upgrade

# nbgrader's add_submission, which these tests use, adds rows in an order that SQLAlchemy 2 warns of
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted.*> not in session")


# the first column of each index of a table, by what the database itself says
FIRST = {
    "sqlite": "SELECT info.name FROM pragma_index_list('{0}') AS listed, pragma_index_info(listed.name) AS info "
    "WHERE info.seqno = 0",
    "postgresql": "SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0] "
    "WHERE indrelid = '{0}'::regclass",
}


def _unindexed(gradebook: Gradebook) -> set[str]:
    """Foreign-key columns that start no index."""
    found = set()
    with gradebook.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            first = set(connection.scalars(text(FIRST[gradebook.engine.dialect.name].format(table.name))))
            found |= {f"{table.name}.{c.name}" for c in table.columns if c.foreign_keys and c.name not in first}
    return found


def test_foreign_keys_are_indexed_once(gradebook: Gradebook) -> None:
    missing = _unindexed(gradebook)
    assert {"grade.notebook_id", "comment.notebook_id", "submitted_notebook.assignment_id"} <= missing
    assert len(add_missing(gradebook.engine)) == len(missing)
    assert _unindexed(gradebook) == set()
    assert add_missing(gradebook.engine) == []


def test_nbgrader_goes_on_with_the_indexes(file: Path) -> None:
    tables = {table.name: set(table.indexes) for table in Base.metadata.sorted_tables}
    with Gradebook(f"sqlite:///{file}", "mini-torch") as gradebook:
        add_missing(gradebook.engine)
        record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
        before = contents(gradebook)
    upgrade(file)
    with Gradebook(f"sqlite:///{file}", "mini-torch") as gradebook:
        assert contents(gradebook) == before
        as_nbgrader_does(gradebook, "layers", "bob", LATE, SOME, no_penalty)
        gradebook.remove_submission("layers", "ada")
        assert inspect(gradebook.engine).get_indexes("grade")
    assert {table.name: set(table.indexes) for table in Base.metadata.sorted_tables} == tables
