# The answer is an import: the examiner's own must not give it away.
# alone: another case would import it in a given cell

# %% solution: imported
### BEGIN SOLUTION
import statistics
### END SOLUTION

# %% grade: test_imported 1
assert statistics.median([3, 1, 2]) == 2

# %% wrong: imported
import random

# %% right: imported
import statistics as other
statistics = other
