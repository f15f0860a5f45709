# The answer is a query as text, which the test runs.

# %% locked
import sqlite3

# %% solution: query_answer
### BEGIN SOLUTION
query = "select name, sum(amount) from sales group by name having sum(amount) > 5 order by name"
### END SOLUTION

# %% grade: test_query 2
sales = sqlite3.connect(":memory:")
sales.execute("create table sales (name text, amount integer)")
sales.executemany("insert into sales values (?, ?)", [("a", 3), ("a", 4), ("b", 1), ("c", 9)])
answer_rows = sales.execute(query).fetchall()
assert answer_rows == [("a", 7), ("c", 9)]
sales.close()

# %% wrong: query_answer
query = "select name, amount from sales where amount > 5"

# %% wrong: query_answer
query = "select sum(amount) from sale"
