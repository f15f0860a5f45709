# A pattern as the answer, and match objects.
# stand: test_pattern beside

# %% locked
import re

# %% solution: pattern_answer
### BEGIN SOLUTION
pattern = r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(\d{4})"
### END SOLUTION


def find_date(text):
    return re.search(pattern, text)

# %% grade: test_pattern 2
assert re.fullmatch(pattern, "1.12.2024").groups() == ("1", "12", "2024")
assert re.match(pattern, "1-12-2024") is None
assert find_date("on 3.4.2020, at noon").group("month") == "4"

# %% wrong: pattern_answer
pattern = r"\d.\d.\d"


def find_date(text):
    return re.search(pattern, text)
