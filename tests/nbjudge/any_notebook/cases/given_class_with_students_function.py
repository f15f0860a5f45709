# The student's function works on instances of a class that a given cell defines, and changes them.

# %% locked
class Tree:
    """A binary search tree, given."""

    def __init__(self, key, left=None, right=None):
        self.key, self.left, self.right = key, left, right

    def __len__(self):
        return 1 + len(self.left or ()) + len(self.right or ())

# %% solution: insert
def insert(tree, key):
    ### BEGIN SOLUTION
    if tree is None:
        return Tree(key)
    if key < tree.key:
        tree.left = insert(tree.left, key)
    elif key > tree.key:
        tree.right = insert(tree.right, key)
    return tree
    ### END SOLUTION

# %% grade: test_insert 3
tree = insert(None, 5)
assert isinstance(tree, Tree) and tree.key == 5
for key in (2, 8, 2):
    tree = insert(tree, key)
assert tree.left.key == 2 and tree.right.key == 8
assert len(tree) == 3

# %% wrong: insert
def insert(tree, key):
    return Tree(key, tree)
