# Axes that the student's function gives back, asked for what is on them.
# needs: matplotlib

# %% locked
import matplotlib.pyplot as plt

# %% solution: draw_axes
def draw_axes(values):
    ### BEGIN SOLUTION
    figure, axes = plt.subplots()
    axes.plot(values)
    axes.set_xlabel("time")
    return axes
    ### END SOLUTION

# %% grade: test_draw_axes 2
axes = draw_axes([1, 3, 2])
assert axes.get_xlabel() == "time"
assert list(axes.lines[0].get_ydata()) == [1, 3, 2]
plt.close("all")

# %% wrong: draw_axes
def draw_axes(values):
    figure, axes = plt.subplots()
    axes.plot(values)
    return axes
