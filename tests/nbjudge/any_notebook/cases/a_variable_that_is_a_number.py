# The answer is a variable, not a function.
# stand: test_speed apart

# %% markdown
A train takes 3 h for 270 km. Put its speed into `speed`.

# %% solution: speed_answer
### BEGIN SOLUTION
speed = 270 / 3
### END SOLUTION

# %% grade: test_speed 1
assert isinstance(speed, (int, float))
assert abs(speed - 90) < 1e-6

# %% wrong: speed_answer
speed = 90 / 3

# %% wrong: speed_answer
speed = "90"

# %% right: speed_answer
speed = 90

# %% right: speed_answer
import numpy as np

speed = np.float64(90)

# %% forged: speed_answer
class Speed(float):
    def __sub__(self, other):
        return 0.0


speed = Speed(1)
