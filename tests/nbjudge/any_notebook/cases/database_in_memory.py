# A database in memory that the test fills and the student's function asks.

# %% locked
import sqlite3


def library():
    """Given: a new database."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create table books (title text, year integer)")
    connection.executemany("insert into books values (?, ?)", [("A", 1990), ("B", 2010), ("C", 2020)])
    return connection

# %% solution: titles_since
def titles_since(connection, year):
    ### BEGIN SOLUTION
    rows = connection.execute("select title from books where year >= ? order by title", (year,))
    return [title for (title,) in rows]
    ### END SOLUTION

# %% grade: test_titles_since 2
shelf = library()
assert titles_since(shelf, 2000) == ["B", "C"]
shelf.execute("delete from books where title = 'C'")
assert titles_since(shelf, 2000) == ["B"]
shelf.close()

# %% wrong: titles_since
def titles_since(connection, year):
    return [title for (title,) in connection.execute("select title from books")]
