# A figure that the student draws, asked for its axes.
# needs: matplotlib
# stand: test_draw beside, figures

# %% locked
import matplotlib.pyplot as plt

# %% solution: draw
def draw(values):
    ### BEGIN SOLUTION
    figure, axes = plt.subplots()
    axes.plot(values)
    axes.set_xlabel("time")
    return axes
    ### END SOLUTION

# %% grade: test_draw 2
axes = draw([1, 3, 2])
assert axes.get_xlabel() == "time"
assert list(axes.lines[0].get_ydata()) == [1, 3, 2]
plt.close("all")

# %% wrong: draw
def draw(values):
    figure, axes = plt.subplots()
    axes.plot(values)
    return axes
