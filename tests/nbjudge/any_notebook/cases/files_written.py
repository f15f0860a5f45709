# The student's code writes a file that the test reads, and the other way round.
# scratch: yes

# %% solution: save_lines
def save_lines(path, lines):
    ### BEGIN SOLUTION
    with open(path, "w") as file:
        file.writelines(line + "\n" for line in lines)
    ### END SOLUTION


def count_lines(path):
    ### BEGIN SOLUTION
    with open(path) as file:
        return len(file.readlines())
    ### END SOLUTION

# %% grade: test_save_lines 2
import os

save_lines("saved.txt", ["a", "b"])
with open("saved.txt") as file:
    assert file.read() == "a\nb\n"
os.remove("saved.txt")

# %% grade: test_count_lines 1
with open("three.txt", "w") as file:
    file.write("1\n2\n3\n")
assert count_lines("three.txt") == 3

# %% wrong: save_lines
def save_lines(path, lines):
    with open(path, "w") as file:
        file.write(" ".join(lines))


def count_lines(path):
    return 2
