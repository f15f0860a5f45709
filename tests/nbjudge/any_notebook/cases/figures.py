# A figure that the student draws: the test looks at pyplot's current axes.
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
    ### END SOLUTION

# %% grade: test_draw 2
draw([1, 3, 2])
axes = plt.gca()
assert axes.get_xlabel() == "time"
assert list(axes.lines[0].get_ydata()) == [1, 3, 2]
plt.close("all")

# %% wrong: draw
def draw(values):
    figure, axes = plt.subplots()
    axes.plot(values)
