# A frame that the test gives must stay as it is; what comes back is a frame of its own.
# What crosses are copies, so it is judged beside as well.
# stand: test_alone apart
# stand: test_alone_columns apart
# stand: test_alone_later apart
# needs: pandas

# %% locked
import pandas as pd

# %% solution: alone
def with_total(frame):
    ### BEGIN SOLUTION
    return frame.assign(total=frame["a"] + frame["b"])
    ### END SOLUTION

# %% grade: test_alone 2
frame = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
before = frame.copy()
out = with_total(frame)
assert out["total"].tolist() == [4, 6]
pd.testing.assert_frame_equal(frame, before)

# %% grade: test_alone_columns 1
frame = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
with_total(frame)
assert list(frame.columns) == ["a", "b"], "leave it alone"

# %% grade: test_alone_later 1
frame = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
out = with_total(frame)
out.loc[0, "a"] = 99
assert frame.loc[0, "a"] == 1

# %% wrong: alone
def with_total(frame):
    frame["total"] = frame["a"] + frame["b"]
    return frame

# %% wrong: alone
def with_total(frame):
    frame.insert(2, "total", frame["a"] + frame["b"])
    return frame.copy()

